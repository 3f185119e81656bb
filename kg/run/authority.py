"""Corrections that survive every build, read from a table or from Turtle: `docs/corrections.md`."""

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kg.errors import UsageError
from kg.rdf.vocabulary import OWL, PREFIXES, SKOS
from kg.run.correction import ACTIONS, Action, Correction, RecordName

__all__ = ["read_authority"]

COLUMNS = ("name", "qid", "article", "action", "record", "other")
HEADER = f"the header must have name or record, and no other columns than {', '.join(COLUMNS)}"
TURTLE = (".ttl", ".nt")
_ITEM = re.compile(r"(?:wd:|https?://www\.wikidata\.org/(?:entity|wiki)/)?(Q[1-9][0-9]*)")
_CLUSTER = re.compile(r"https?://\S+/cluster/[0-9a-f]{32}")
_NOTHING, _DIFFERENT, _DEPRECATED = (
    NamedNode(PREFIXES["owl"] + name) for name in ("Nothing", "differentFrom", "deprecated")
)
_EXACT = NamedNode(PREFIXES["skos"] + "exactMatch")
_PART_OF = NamedNode(PREFIXES["dcterms"] + "isPartOf")


def read_authority(path: Path) -> tuple[Correction, ...]:
    """The corrections of a file of CSV, TSV or Turtle, which its name tells.

    Raises `UsageError` naming the file and the line or subject that is wrong.
    """
    try:
        return _read(path, path.stat().st_mtime_ns, path.stat().st_size)
    except (OSError, UnicodeDecodeError, csv.Error, SyntaxError) as error:
        kind = "Turtle" if path.suffix in TURTLE else "CSV or TSV"
        raise UsageError(f"{path}: not a readable {kind} file: {error}") from error


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int, _size: int) -> tuple[Correction, ...]:
    return tuple(_statements(path) if path.suffix in TURTLE else _rows(path))


# ---------------------------------------------------------------- tables


def _rows(path: Path) -> Iterator[Correction]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        head = lines.readline()
        lines.seek(0)
        reader = csv.DictReader(lines, delimiter="\t" if "\t" in head else ",", strict=True)
        columns = {(column or "").strip() for column in reader.fieldnames or ()}
        if not columns <= set(COLUMNS) or not columns & {"name", "record"}:
            raise UsageError(f"{path}:1: {HEADER}")
        for row in reader:
            where = f"{path.name}:{reader.line_num}"
            if None in row or None in row.values():
                raise UsageError(f"{where}: has {'more' if None in row else 'fewer'} cells than the header")
            cells = {column.strip(): value.strip() for column, value in row.items()}
            if any(cells.values()):
                yield _correction(cells, where)


def _correction(cells: dict[str, str], where: str) -> Correction:
    """The correction of a row, of which each cell is there or empty."""
    name, qid, article, action, record, other = (cells.get(column, "") for column in COLUMNS)
    chosen = next((known for known in ACTIONS if known == (action or "link")), None)
    if chosen is None:
        raise UsageError(f"{where}: action {action!r} is unknown; known: {', '.join(ACTIONS)}")
    if bool(name) == bool(record):
        raise UsageError(f"{where}: needs either a name or the IRI of a record, and not both")
    if qid and chosen not in ("link", "never"):
        raise UsageError(f"{where}: {chosen} needs no qid")
    if bool(other) != (chosen in ("apart", "join")):
        needs = "needs the IRI of another record in other" if not other else "needs no other record"
        raise UsageError(f"{where}: {chosen} {needs}")
    if article and record:
        raise UsageError(f"{where}: the IRI of a record says of which article it is; leave article empty")
    if chosen == "retract":
        return Correction(chosen, cluster=_cluster(name or record, where), where=where)
    made = Correction(
        chosen,
        name,
        _item(qid, where) if qid else None,
        article or None,
        _record(record, where) if record else None,
        _record(other, where) if other else None,
        where=where,
    )
    return _checked(made)


def _item(text: str, where: str) -> str:
    match = _ITEM.fullmatch(text)
    if match is None:
        raise UsageError(f"{where}: qid {text!r} is no item; give one such as Q42, or none for no item")
    return match[1]


def _record(iri: str, where: str) -> RecordName:
    record = RecordName.of(iri)
    if record is None:
        raise UsageError(
            f"{where}: {iri!r} is no entity, event, statement or role of an article; copy its IRI from the dump"
        )
    return record


def _cluster(iri: str, where: str) -> str:
    if _CLUSTER.fullmatch(iri) is None:
        raise UsageError(f"{where}: retract needs the IRI of a cluster, as in clusters.jsonl, not {iri!r}")
    return iri


def _checked(correction: Correction) -> Correction:
    """The correction, if it can be followed."""
    where, action, record, other = correction.where, correction.action, correction.record, correction.other
    if action == "never" and not correction.qid:
        raise UsageError(f"{where}: never needs the qid that it is not")
    if action in ("link", "never") and record is not None and record.kind != "entity":
        raise UsageError(f"{where}: only an entity is linked, not a record of the kind {record.kind}")
    if action in ("apart", "join"):
        if record is None or other is None:
            raise UsageError(f"{where}: {action} needs two records; a name is not enough")
        if record == other or record.kind != other.kind or record.kind not in ("entity", "event"):
            raise UsageError(f"{where}: {action} needs two entities or two events")
    return correction


# ---------------------------------------------------------------- Turtle


def _statements(path: Path) -> Iterator[Correction]:
    """A correction for each triple that says something of a record, of a cluster, or of a node with a name."""
    form = RdfFormat.TURTLE if path.suffix == ".ttl" else RdfFormat.N_TRIPLES
    triples = [quad.triple for quad in parse(path.read_bytes(), form, base_iri="file:///")]
    about: dict[object, list[Triple]] = {}
    for triple in triples:
        about.setdefault(triple.subject, []).append(triple)
    for subject, said in about.items():
        yield from _of_subject(subject, said, path.name)


def _of_subject(subject: object, said: list[Triple], file: str) -> Iterator[Correction]:
    names = [_text(t.object) for t in said if t.predicate == SKOS.prefLabel]
    articles = [_text(t.object) for t in said if t.predicate == _PART_OF]
    where = f"{file}: {names[0] if names and isinstance(subject, BlankNode) else _text(subject)}"
    if len(names) > 1 or len(articles) > 1:
        raise UsageError(f"{where}: has more than one skos:prefLabel or dcterms:isPartOf")
    cells = {"article": articles[0] if articles else ""}
    if names:
        cells["name"] = names[0]
    elif isinstance(subject, NamedNode):
        cells["record"] = subject.value
    rest = [t for t in said if t.predicate not in (SKOS.prefLabel, _PART_OF)]
    if not rest:
        raise UsageError(f"{where}: says nothing that could be corrected")
    for triple in rest:
        yield replace(_correction({**cells, **_said(triple, where)}, where), where=file)


def _said(triple: Triple, where: str) -> dict[str, str]:
    """The cells of a row that says the same as a triple."""
    predicate, value = triple.predicate, triple.object
    if predicate == _DEPRECATED and _text(value) == "true":
        cluster = isinstance(triple.subject, NamedNode) and _CLUSTER.fullmatch(triple.subject.value)
        return {"action": "retract" if cluster else "drop"}
    if predicate == OWL.sameAs and value == _NOTHING:
        return {"action": "link"}
    if isinstance(value, NamedNode):
        item = _ITEM.fullmatch(value.value)
        actions: dict[tuple[NamedNode, bool], Action] = {
            (OWL.sameAs, True): "link",
            (_DIFFERENT, True): "never",
            (_DIFFERENT, False): "apart",
            (_EXACT, False): "join",
        }
        if action := actions.get((predicate, item is not None)):
            return {"action": action, "qid" if item else "other": value.value}
    raise UsageError(
        f"{where}: {_text(predicate)} {_text(value)} is no correction; known: owl:sameAs and owl:differentFrom an item "
        "of Wikidata, owl:sameAs owl:Nothing, owl:differentFrom and skos:exactMatch a record, owl:deprecated true"
    )


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal | BlankNode) else str(term)
