"""All extractors over one document, in order."""

from spacy.tokens import Doc

from kg.extract.entity import extract_entities
from kg.extract.event import extract_events
from kg.extract.reply import with_replies
from kg.extract.role import extract_roles
from kg.extract.statement import extract_statements
from kg.extract.time import extract_times
from kg.extract.tree import Tree
from kg.language.context import spans_of
from kg.records import Extraction, Span
from kg.trace import Trace

__all__ = ["extract_article"]


def extract_article(doc: Doc, trace: Trace | None = None) -> Extraction:
    """Everything found in a parsed article, without links: records in text order, offsets as published.

    The extractors share one `Tree`. Why each record is as it is, is noted in `trace`, if one is given.
    """
    tree = Tree(doc)
    actors = extract_entities(doc, trace, tree=tree)
    times = extract_times(doc)
    roles = extract_roles(doc, actors, tree=tree)
    statements = extract_statements(doc, actors, times, trace, tree=tree)
    events, perspectives, statements = extract_events(doc, actors, times, statements, trace, tree=tree)
    sentences = _sentences(doc)
    answered = with_replies(statements, events, perspectives, actors.entities, sentences)
    return Extraction(
        entities=actors.entities,
        mentions=actors.mentions,
        roles=tuple(roles),
        times=tuple(times),
        events=tuple(events),
        perspectives=tuple(perspectives),
        statements=tuple(answered),
        sentences=sentences,
    )


def _sentences(doc: Doc) -> tuple[Span, ...]:
    """The span of each sentence without the white space around it."""
    spans = []
    for sent in doc.sents:
        words = [token for token in sent if not token.is_space]
        if words:
            spans.append(spans_of(doc[words[0].i : words[-1].i + 1]))
    return tuple(spans)
