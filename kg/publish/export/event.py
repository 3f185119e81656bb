"""Events as rows for users of event data: one row a pair of agent and recipient, as ICEWS writes them."""

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from functools import cache
from importlib.resources import files
from itertools import permutations

from pyoxigraph import NamedNode, parse

from kg.paths import ontology_dir
from kg.publish.export.index import Index
from kg.rdf.vocabulary import DCTERMS, KG, KGT_BASE, OWL, PREFIXES, RDF, RDFS, SCHEMA, SKOS, WD_BASE

__all__ = ["COLUMNS", "REPORTED_COLUMNS", "USED", "EventRow", "cameo_roots", "event_rows"]

_MUTUAL = frozenset({"CONSULT", "COOPERATE"})
"""Types whose several agents deal with each other where no recipient is named."""

_CLOSE_MATCH = NamedNode(f"{PREFIXES['skos']}closeMatch")

USED = frozenset(
    {
        RDF.type,
        RDFS.label,
        KG.eventType,
        KG.eventMode,
        KG.eventContext,
        KG.ploverType,
        KG.agent,
        KG.recipient,
        KG.patient,
        KG.place,
        KG.country,
        KG.time,
        KG.earliest,
        KG.latest,
        KG.confidence,
        KG.on,
        KG.source,
        KG.polarity,
        KG.certainty,
        KG.temporality,
        SKOS.prefLabel,
        OWL.sameAs,
        SCHEMA.headline,
        SCHEMA.datePublished,
        SCHEMA.url,
        SCHEMA.isPartOf,
        SCHEMA.sourceOrganization,
        DCTERMS.identifier,
    }
)
"""The predicates that rows are made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One event between one agent and one recipient; "" where nothing is known. Dates are ISO, both inclusive."""

    date: str
    date_to: str
    code: str
    mode: str
    cameo: str
    type: str
    contexts: str
    actor: str
    actor_country: str
    actor_iso3: str
    recipient: str
    recipient_country: str
    recipient_iso3: str
    place: str
    place_country: str
    place_iso3: str
    headline: str
    publication: str
    published: str
    article: str
    article_id: str
    confidence: str
    event: str
    label: str
    status: str
    according_to: str

    def cells(self, *, reported: bool) -> tuple[str, ...]:
        """The values in the order of `COLUMNS`, or of `REPORTED_COLUMNS`."""
        values = astuple(self)
        return values if reported else values[: len(COLUMNS)]


REPORTED_COLUMNS = tuple(field.name for field in fields(EventRow))
"""The columns when events that are only reported are wanted, too."""

COLUMNS = REPORTED_COLUMNS[:-2]
"""The columns when all rows are facts."""


def event_rows(article: Index, *, reported: bool = False) -> Iterator[EventRow]:
    """The rows of the events of an article, in the order of the text; without `reported` only facts."""
    perspectives: dict[str, list[str]] = {}
    if reported:
        for view in article.of_class(KG.Perspective):
            perspectives.setdefault(article.one(view, KG.on), []).append(view)
    publications = {a: _publication(article, a) for a in article.of_class(KG.Article)}
    if not publications:
        return
    node, publication = next(iter(publications.items()))
    source = {
        "headline": article.one(node, SCHEMA.headline),
        "publication": publication,
        "published": article.one(node, SCHEMA.datePublished)[:10],
        "article": article.one(node, SCHEMA.url) or node,
        "article_id": article.one(node, DCTERMS.identifier),
    }
    for event in article.of_class(*((KG.Event, KG.ReportedEvent) if reported else (KG.Event,))):
        status, sources = _status(article, event, node, perspectives.get(event, []))
        common = {**source, **_what(article, event), "status": status, "according_to": sources}
        for agent, target in _pairs(article, event):
            yield EventRow(
                **common, **_party(article, "actor", agent), **_party(article, "recipient", target)
            )


def _publication(article: Index, node: str) -> str:
    source = article.one(node, SCHEMA.isPartOf) or article.one(node, SCHEMA.sourceOrganization)
    return article.one(source, SKOS.prefLabel)


def _what(article: Index, event: str) -> dict[str, str]:
    """What was done, when and where."""
    type_ = _code(article.one(event, KG.eventType))
    code = _code(article.one(event, KG.ploverType))
    mode = _code(article.one(event, KG.eventMode)) if code == type_ else ""
    time = article.one(event, KG.time)
    contexts = [_code(c).removeprefix("context-") for c in article.all(event, KG.eventContext)]
    return {
        "date": article.one(time, KG.earliest),
        "date_to": article.one(time, KG.latest),
        "code": code,
        "mode": mode.removeprefix(f"{type_}-"),
        "cameo": "|".join(cameo_roots(mode) or cameo_roots(code)),
        "type": type_,
        "contexts": "; ".join(contexts),
        **_party(article, "place", article.one(event, KG.place)),
        "confidence": article.one(event, KG.confidence),
        "event": event,
        "label": article.one(event, RDFS.label),
    }


def _code(iri: str) -> str:
    return iri.removeprefix(KGT_BASE)


def _pairs(article: Index, event: str) -> Sequence[tuple[str, str]]:
    """Agents by recipients (else patients); of a meeting without a host, each agent with each other."""
    agents = article.all(event, KG.agent)
    targets = article.all(event, KG.recipient) or article.all(event, KG.patient)
    if targets:
        return [(agent, target) for agent in agents or [""] for target in targets]
    if len(agents) > 1 and _code(article.one(event, KG.eventType)) in _MUTUAL:
        return list(permutations(agents, 2))
    return [(agent, "") for agent in agents or [""]]


def _party(article: Index, column: str, node: str) -> dict[str, str]:
    """Name, country and code of the country of an entity; a country is its own."""
    is_country = KG.Country.value in article.all(node, RDF.type)
    country = node if is_country else article.one(node, KG.country)
    qid = article.one(country, OWL.sameAs).removeprefix(WD_BASE)
    return {
        column: article.one(node, SKOS.prefLabel),
        f"{column}_country": article.one(country, SKOS.prefLabel),
        f"{column}_iso3": _iso3().get(qid, ""),
    }


def _status(article: Index, event: str, author: str, views: Sequence[str]) -> tuple[str, str]:
    """How far an event is from a fact, and who speaks of it: the view of the author, else of the last who has one."""
    if KG.Event.value in article.all(event, RDF.type):
        return "fact", ""
    sources = {view: article.one(view, KG.source) for view in views}
    names = [article.one(source, SKOS.prefLabel) for source in sources.values() if source != author]
    own = [view for view in views if sources[view] == author]
    others = [view for view in views if sources[view] != author]
    open_ = [view for view in own if article.one(view, KG.certainty) != "unknown"]
    view = next(iter([*open_, *reversed(others), *own]), "")
    return _word(article, view, is_author=sources.get(view) == author), "; ".join(dict.fromkeys(names))


def _word(article: Index, view: str, *, is_author: bool) -> str:
    certainty = article.one(view, KG.certainty)
    if article.one(view, KG.polarity) == "negative":
        return "negated" if is_author else "denied"
    if certainty == "possible":
        return "possible"
    if article.one(view, KG.temporality) == "future":
        return "planned"
    if certainty == "probable":
        return "probable"
    return "unknown" if is_author or not view else "claimed"


@cache
def _iso3() -> dict[str, str]:
    """Wikidata item → ISO 3166-1 alpha-3."""
    text = (files("kg.publish") / "data" / "country_codes.tsv").read_text("utf-8")
    lines = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {qid: code for qid, code, _ in lines}


@cache
def _matches() -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for quad in parse(path=str(ontology_dir() / "event-types.ttl")):
        if quad.predicate == _CLOSE_MATCH:
            number = quad.object.value.rpartition("cameo-")[2]
            found.setdefault(_code(quad.subject.value), set()).add(number[:2])
    return {code: tuple(sorted(roots)) for code, roots in found.items()}


def cameo_roots(code: str) -> tuple[str, ...]:
    """The root codes of CAMEO that a PLOVER type or mode stands for; several where CAMEO is finer, or none.

    >>> cameo_roots("CONSULT-visit"), cameo_roots("ASSAULT")
    (('04',), ('18', '19', '20'))
    """
    return _matches().get(code, ())
