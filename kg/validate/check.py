"""What SHACL cannot say: offsets against the text, the graph in which a record stands, whose view makes a fact.

Each check is a function from a `View` to findings; `Texts` holds the characters of the article where they are known.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping

from pyoxigraph import BlankNode, NamedNode

from kg.rdf.vocabulary import GAF, KG, KGT_BASE, NIF, OWL, PREFIXES, PROV, RDF, WD_BASE
from kg.validate.finding import CHECKS, SHAPES, Finding, article_of
from kg.validate.path import short
from kg.validate.view import View

__all__ = ["Texts", "check_view"]

Texts = Mapping[str, str]
"""Text by IRI of the context: `{article}/text` and `{article}/headline`."""

Check = Callable[[View, Texts], Iterator[Finding]]

FACTS, REPORTED, EVIDENCE = "facts", "reported", "evidence"
ENTITY_CLASSES = (
    KG.Person,
    KG.Organization,
    KG.Country,
    KG.Group,
    KG.Place,
    KG.Agreement,
    KG.Artifact,
    KG.Work,
    KG.NamedEvent,
    KG.Publication,
)
CLUSTERS = (KG.EntityCluster, KG.EventCluster)
EVENTS = (KG.Event, KG.ReportedEvent)
STATEMENTS = (KG.Statement, KG.ReportedStatement)
QUOTATION_MARKS = frozenset("\"'“”„‟«»‘’‚‛‹›`´「」『』")
MARGIN = 4
"""Characters in which the mark beside quoted words is looked for."""
PLACES: dict[NamedNode, tuple[str, ...]] = {
    KG.Article: (FACTS,),
    KG.WithdrawnArticle: (FACTS,),
    KG.EarlierVersion: (FACTS,),
    KG.Event: (FACTS,),
    KG.Statement: (FACTS,),
    KG.Role: (FACTS, REPORTED),
    KG.TimeSpan: (FACTS,),
    KG.ReportedEvent: (REPORTED,),
    KG.ReportedStatement: (REPORTED,),
    KG.Perspective: (EVIDENCE,),
    NIF.Context: (EVIDENCE,),
    NIF.Phrase: (EVIDENCE,),
    NIF.Sentence: (EVIDENCE,),
}
"""Class → the graphs of an article in which its records may stand."""

ELSEWHERE = {
    KG.confidence.value: EVIDENCE,
    GAF.denotedBy.value: EVIDENCE,
    PROV.wasGeneratedBy.value: EVIDENCE,
    KG.inCluster.value: "entities",
    KG.sameEntityAs.value: "entities",
    KG.sameStoryAs.value: "entities",
}
"""Predicates that stand in another graph than the record that they describe."""

INSIDE = tuple(PREFIXES[name] for name in ("kg", "itsrdf", "nif", "gaf", "schema", "sem"))
"""Namespaces of the predicates whose values are records of the same dump."""


def check_view(view: View, texts: Texts) -> Iterator[Finding]:
    """Run all checks; `texts` may be empty, then only what the graph itself shows is checked."""
    for check in ALL:
        yield from check(view, texts)


def _finding(
    name: str, focus: str, message: str, *, path: NamedNode | None = None, value: object = ""
) -> Finding:
    return Finding(
        article="",
        graph="",
        focus=focus,
        shape=f"{SHAPES}{name}",
        component=CHECKS,
        path=short(path.value) if path else "",
        value=str(value),
        message=message,
    )


def blank_nodes(view: View, _: Texts) -> Iterator[Finding]:
    """Everything that is published has a name."""
    message = "Every node has an IRI; blank nodes are not published."
    for quad in view.quads:
        if isinstance(quad.subject, BlankNode):
            yield _finding("BlankNodeCheck", str(quad.subject), message)
        elif isinstance(quad.object, BlankNode):
            focus = quad.subject.value  # type: ignore[union-attr] # no quoted triples
            yield _finding("BlankNodeCheck", focus, message, path=quad.predicate, value=quad.object)


def graphs(view: View, _: Texts) -> Iterator[Finding]:
    """Each record stands in the graph that its class belongs in, and so does what is said of it."""
    for node, home in view.home.items():
        if not home:
            continue
        part = home.rpartition("/")[2]
        if view.is_a(node, *CLUSTERS):
            yield from _cluster(view, node)
            continue
        yield from _home(view, node, home, part)
        for predicate, values in view.said[node].items():
            right = ELSEWHERE.get(predicate)
            for value, graph in values:
                if graph != home if right is None else not graph.endswith(f"/{right}"):
                    place = f"/{right}" if right else f"the graph of its record, /{part}"
                    message = f"{short(predicate)} of a record stands in {place}, not in {_end(graph)}."
                    yield _finding("GraphCheck", node, message, path=NamedNode(predicate), value=value)


def _cluster(view: View, node: str) -> Iterator[Finding]:
    """A cluster belongs to no article, and all that is said of it stands in the graph of entities."""
    for predicate, values in view.said[node].items():
        for value, graph in values:
            if article_of(graph) or (graph and not graph.endswith("/entities")):
                message = f"{short(predicate)} of a cluster stands in /graph/entities, not in {_end(graph)}."
                yield _finding("GraphCheck", node, message, path=NamedNode(predicate), value=value)


def _home(view: View, node: str, home: str, part: str) -> Iterator[Finding]:
    own, linked = article_of(node), _linked(view, node)
    for kind, allowed in PLACES.items():
        if view.is_a(node, kind) and (part not in allowed or article_of(home) != own or not own):
            right = " or ".join(f"/{name}" for name in allowed)
            message = f"{short(kind.value)} stands in {right} of its article, not in {_end(home)}."
            yield _finding("GraphCheck", node, message, path=RDF.type, value=kind)
    if view.is_a(node, *ENTITY_CLASSES):
        if linked and part != "entities":
            message = f"A linked entity is described in /graph/entities, not in {_end(home)}."
            yield _finding("GraphCheck", node, message)
        if own and home != f"{own}/{FACTS}":
            message = f"An entity of one article is described in /facts of it, not in {_end(home)}."
            yield _finding("GraphCheck", node, message)


def _end(graph: str) -> str:
    article = article_of(graph)
    return graph.removeprefix(article) if article else "/" + "/".join(graph.rsplit("/", 2)[1:])


def _linked(view: View, node: str) -> bool:
    return OWL.sameAs.value in view.said.get(node, {})


def links(view: View, _: Texts) -> Iterator[Finding]:
    """An entity's IRI and its Wikidata link say the same number, and only shared entities are linked."""
    for node in view.of(*ENTITY_CLASSES):
        for value in view.terms(node, OWL.sameAs):
            qid = value.value.removeprefix(WD_BASE)
            last = node.rpartition("/")[2]
            if article_of(node) or last != qid:
                message = f"An entity that is linked to {qid} is named …/entity/{qid}."
                yield _finding("LinkCheck", node, message, path=OWL.sameAs, value=value)
            if KG.sameEntityAs.value in view.said[node]:
                message = "An entity that is linked is in no cluster: its item says what it is the same as."
                yield _finding("LinkCheck", node, message, path=KG.sameEntityAs)


def dangling(view: View, _: Texts) -> Iterator[Finding]:
    """Whatever a record points at within the dump is described; other articles are not looked for."""
    if not view.base:
        return
    for node, pairs in view.said.items():
        for predicate, values in pairs.items():
            if not predicate.startswith(INSIDE) or predicate == KG.sameStoryAs.value:
                continue
            for value, _graph in values:
                if isinstance(value, NamedNode) and _missing(view, value.value):
                    message = f"{short(predicate)} points at something that is not described."
                    yield _finding("ReferenceCheck", node, message, path=NamedNode(predicate), value=value)


def _missing(view: View, iri: str) -> bool:
    return iri.startswith(view.base) and iri not in view.classes


def spans(view: View, texts: Texts) -> Iterator[Finding]:
    """Offsets lie in the text, name their node, and give the characters that the span claims."""
    for node in view.of(NIF.Phrase, NIF.Sentence):
        start, end = view.number(node, NIF.beginIndex), view.number(node, NIF.endIndex)
        context = view.text(node, NIF.referenceContext) or ""
        if start is None or end is None or start >= end:
            continue  # the shapes say so
        if node != f"{context}#char={start},{end}":
            message = "A span is named by its text and its offsets: {text}#char={start},{end}."
            yield _finding("SpanCheck", node, message)
        length = view.number(context, NIF.endIndex)
        if length is not None and end > length:
            message = f"A span ends at {end}, behind the end of its text at {length}."
            yield _finding("SpanCheck", node, message, path=NIF.endIndex, value=end)
            continue
        yield from _anchor(view, texts.get(context), node, start, end)


def _anchor(view: View, text: str | None, node: str, start: int, end: int) -> Iterator[Finding]:
    anchor = view.text(node, NIF.anchorOf)
    if anchor is None:
        return
    if len(anchor) != end - start or (text is not None and text[start:end] != anchor):
        message = "A span gives the very characters that stand at its offsets."
        yield _finding(
            "SpanCheck", node, message, path=NIF.anchorOf, value=next(view.terms(node, NIF.anchorOf))
        )


def contexts(view: View, texts: Texts) -> Iterator[Finding]:
    """The text that offsets count in is the text that was read."""
    for node in view.of(NIF.Context):
        text = texts.get(node)
        if text is None:
            continue
        if view.number(node, NIF.endIndex) != len(text):
            message = f"The length of a text is the number of its characters, {len(text)}."
            yield _finding("ContextCheck", node, message, path=NIF.endIndex)
        if view.text(node, NIF.isString) not in (None, text):
            yield _finding("ContextCheck", node, "A text is given as it was read.", path=NIF.isString)
    for node in view.of(KG.Article):
        text = texts.get(f"{node}/text")
        digest = view.text(node, KG.textSha256)
        if text is not None and digest != hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest():
            message = "kg:textSha256 is the digest of the text that was read."
            yield _finding("ContextCheck", node, message, path=KG.textSha256)


def views(view: View, _: Texts) -> Iterator[Finding]:
    """An event is a fact because the article sees it as certain, positive and not future."""
    by_event: dict[str, list[str]] = {}
    for node in view.of(KG.Perspective):
        for event in view.texts(node, KG.on):
            by_event.setdefault(event, []).append(node)
    for event in view.of(*EVENTS):
        seen = by_event.get(event, [])
        if view.is_a(event, KG.ReportedEvent):
            if not seen:
                yield _finding("PerspectiveCheck", event, "A reported event has a perspective of somebody.")
            continue
        own = [node for node in seen if view.article in view.texts(node, KG.source)]
        if not own:
            yield _finding("PerspectiveCheck", event, "An event has a perspective of the article itself.")
        for node in own:
            if not _asserted(view, node):
                message = "An event is asserted: the article sees it as certain, positive and not future."
                yield _finding("PerspectiveCheck", event, message, path=KG.on, value=f"<{node}>")


def _asserted(view: View, perspective: str) -> bool:
    return (
        view.texts(perspective, KG.certainty) == ["certain"]
        and view.texts(perspective, KG.polarity) == ["positive"]
        and view.text(perspective, KG.temporality) in ("past", "present")
    )


def quotes(view: View, texts: Texts) -> Iterator[Finding]:
    """A statement has its content where texts are published; that of a direct quote is the text of its spans.

    A direct quote stands in quotation marks, or behind the colon of a turn in an interview.
    """
    published = any(NIF.anchorOf.value in view.said[span] for span in view.of(NIF.Phrase))
    for node in view.of(*STATEMENTS):
        content = next(view.terms(node, KG.content), None)
        if content is None:
            if published:
                message = "A statement has its content, unless no texts are published at all (--text none)."
                yield _finding("QuoteCheck", node, message, path=KG.content)
            continue
        pieces = _pieces(view, texts, node) if view.text(node, KG.form) == "direct" else None
        if pieces is not None and " ".join(pieces) != content.value:
            message = "The content of a direct quote is the text of its spans, joined by one space."
            yield _finding("QuoteCheck", node, message, path=KG.content, value=content)
        elif pieces is not None and _unmarked(view, texts, node):
            message = "A direct quote stands in quotation marks."
            yield _finding("QuoteCheck", node, message, path=KG.contentSpan, value=content)


def _unmarked(view: View, texts: Texts, statement: str) -> bool:
    """Whether a piece of a quote has no quotation mark at either end and no colon before it, as far as the text is known."""
    for span in view.texts(statement, KG.contentSpan):
        text = texts.get(view.text(span, NIF.referenceContext) or "")
        start, end = view.number(span, NIF.beginIndex), view.number(span, NIF.endIndex)
        if text is None or start is None or end is None:
            continue
        before, after = text[max(0, start - MARGIN) : start].rstrip(), text[end : end + MARGIN].lstrip()
        if before[-1:] not in {*QUOTATION_MARKS, ":"} and after[:1] not in QUOTATION_MARKS:
            return True
    return False


def _pieces(view: View, texts: Texts, statement: str) -> list[str] | None:
    """Read the text of the content spans in order of position, None when it is not known."""
    found: list[tuple[str, int, str]] = []
    for span in view.texts(statement, KG.contentSpan):
        context = view.text(span, NIF.referenceContext) or ""
        start, end = view.number(span, NIF.beginIndex), view.number(span, NIF.endIndex)
        if start is None or end is None:
            return None
        text = texts.get(context)
        piece = text[start:end] if text is not None else view.text(span, NIF.anchorOf)
        if piece is None:
            return None
        found.append((context, start, piece))
    return [piece for _, _, piece in sorted(found)]


def modes(view: View, _: Texts) -> Iterator[Finding]:
    """A mode is one of the event's type."""
    for node in view.of(*EVENTS):
        types = view.texts(node, KG.eventType)
        for mode in view.terms(node, KG.eventMode):
            if not any(mode.value.startswith(f"{name}-") for name in types):
                message = f"{mode.value.removeprefix(KGT_BASE)} is not a mode of the type of the event."
                yield _finding("ModeCheck", node, message, path=KG.eventMode, value=mode)


def names(view: View, _: Texts) -> Iterator[Finding]:
    """The records of an article are named below it."""
    if not view.article:
        return
    kinds = (
        *EVENTS,
        *STATEMENTS,
        KG.Role,
        KG.TimeSpan,
        KG.Perspective,
        NIF.Phrase,
        NIF.Sentence,
        NIF.Context,
    )
    for node in view.of(*kinds):
        if not node.startswith(f"{view.article}/"):
            yield _finding("NameCheck", node, "A record of an article has an IRI below that of the article.")
    for node in view.of(KG.Article):
        if article_of(node) != node:
            yield _finding("NameCheck", node, "An article is named …/article/ and 32 hexadecimal digits.")


ALL: tuple[Check, ...] = (
    blank_nodes,
    graphs,
    links,
    dangling,
    spans,
    contexts,
    views,
    quotes,
    modes,
    names,
)
