"""Quads to N-Quads, TriG and Turtle, the same bytes for the same quads.

All writers work block by block (an article, or what all articles share), so that a dump of any size is written in
the memory of one block. Terms are written by pyoxigraph; sorting, grouping and short names are ours.
"""

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import DefaultGraph, NamedNode, Quad
from pyoxigraph import Literal as Text

from kg.rdf.vocabulary import PREFIXES, RDF, RDFS, SCHEMA, SKOS, XSD

__all__ = ["by_graph", "compact_iri", "head", "merged_nquads", "nquads", "ntriples", "trig", "turtle"]

NAMESPACES = {namespace: prefix for prefix, namespace in PREFIXES.items()}
LOCAL_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
RELATIVE = re.compile(r"[a-z][A-Za-z0-9_~=,-]*(?:[/#.][A-Za-z0-9_~=,-]+)*")
"""What may stand after the base: no empty segment and no dots that a parser would fold."""

BARE = {
    XSD.integer: re.compile(r"-?[0-9]+"),
    XSD.decimal: re.compile(r"-?[0-9]+\.[0-9]+"),
    XSD.boolean: re.compile(r"true|false"),
}
"""Values that Turtle writes without quotes."""

FIRST = {RDF.type.value: 0, RDFS.label.value: 1, SKOS.prefLabel.value: 1, SCHEMA.headline.value: 1}
"""Predicates at the head of a block; the others follow in the order of the alphabet."""

_TYPE = RDF.type.value
LINE = 100
"""Characters of values that stand on one line."""

KINDS = ("", "role", "event", "statement", "time", "entity", "publication", "facts", "reported", "evidence")
"""The order of the blocks of an article, by the first part of their relative IRI; contexts and spans follow."""


def nquads(quads: Iterable[Quad]) -> str:
    """N-Quads, one line a quad, sorted, each once."""
    return "".join(f"{line} .\n" for line in sorted({str(quad) for quad in quads}))


def merged_nquads(text: str, more: Iterable[Quad]) -> str:
    """What `nquads` wrote with further quads, sorted."""
    added = nquads(more)
    return "".join(sorted({*text.splitlines(True), *added.splitlines(True)})) if added else text


def ntriples(quads: Iterable[Quad]) -> str:
    """N-Triples of all graphs together, one line a triple, sorted, each once."""
    return "".join(f"{line} .\n" for line in sorted({str(quad.triple) for quad in quads}))


def compact_iri(iri: str) -> str | None:
    """The IRI with a prefix of ours, None when it has none that Turtle could write.

    >>> compact_iri("http://www.wikidata.org/entity/Q42")
    'wd:Q42'
    """
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    prefix, local = NAMESPACES.get(iri[:cut]), iri[cut:]
    return f"{prefix}:{local}" if prefix and LOCAL_NAME.fullmatch(local) else None


def head(base: str) -> str:
    """The prefixes of a Turtle or TriG document; `ent:` are the linked entities below the base."""
    prefixes = {**PREFIXES, "ent": f"{base}entity/"}
    return "".join(f"@prefix {prefix}: <{prefixes[prefix]}> .\n" for prefix in sorted(prefixes))


def turtle(quads: Iterable[Quad], base: str, shared: str) -> str:
    """The triples of all graphs below `head(shared)`, one block a subject; IRIs are relative to `base`."""
    return f"\n@base <{base}> .\n\n" + "\n".join(_Names(base, shared).blocks(quads, ""))


def trig(quads: Iterable[Quad], base: str, shared: str) -> str:
    """The quads below `head(shared)`, one block a graph, and in it one a subject."""
    names = _Names(base, shared)
    pieces = [f"\n@base <{base}> .\n"]
    for graph, members in by_graph(quads):
        if graph:
            pieces.append(f"\n{names.iri(graph)} {{\n" + "\n".join(names.blocks(members, "    ")) + "}\n")
        else:
            pieces.append("\n" + "\n".join(names.blocks(members, "")))
    return "".join(pieces)


def by_graph(quads: Iterable[Quad]) -> list[tuple[str, list[Quad]]]:
    """The quads of each named graph, each once, graphs sorted by name; "" is the default graph."""
    graphs: dict[str, list[Quad]] = {}
    for quad in dict.fromkeys(quads):
        name = "" if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value
        graphs.setdefault(name, []).append(quad)
    return sorted(graphs.items())


class _Names:
    """Terms of one document as Turtle writes them, each made once."""

    def __init__(self, base: str, shared: str) -> None:
        self.base, self.entities = base, f"{shared}entity/"
        self.known: dict[str, str] = {}

    def blocks(self, quads: Iterable[Quad], indent: str) -> Iterator[str]:
        subjects: dict[str, dict[str, set[str]]] = {}
        known, term = self.known, self.term
        for quad in quads:
            subject, predicate, value = quad.subject.value, quad.predicate.value, quad.object  # type: ignore[union-attr] # no quoted triples
            pairs = subjects.get(subject)
            if pairs is None:
                pairs = subjects[subject] = {}
            text = known.get(value.value) if isinstance(value, NamedNode) else None
            if text is None:
                text = term(value)  # type: ignore[arg-type]
            if predicate in pairs:
                pairs[predicate].add(text)
            else:
                pairs[predicate] = {text}
        separator = f" ;\n{indent}    "
        for subject in sorted(subjects, key=self._place):
            pairs = subjects[subject]
            lines = [self._line(p, pairs[p], indent) for p in sorted(pairs, key=self._order)]
            yield f"{indent}{self.iri(subject)} {separator.join(lines)} .\n"

    def _order(self, predicate: str) -> tuple[int, str]:
        return FIRST.get(predicate, 2), predicate

    def _line(self, predicate: str, values: set[str], indent: str) -> str:
        """A predicate with its values, on lines of their own where one would be too long."""
        name = "a" if predicate == _TYPE else self.known.get(predicate) or self.iri(predicate)
        if len(values) == 1:
            (value,) = values
            return f"{name} {value}"
        line = " , ".join(sorted(values))
        if len(line) > LINE:
            line = f" ,\n{indent}        ".join(sorted(values))
        return f"{name} {line}"

    def term(self, term: NamedNode | Text) -> str:
        if isinstance(term, NamedNode):
            return self.iri(term.value)
        datatype = term.datatype
        if term.language is not None or datatype == XSD.string:
            return str(term)
        if datatype in BARE and BARE[datatype].fullmatch(term.value):
            return term.value
        return f"{Text(term.value)}^^{self.iri(datatype.value)}"

    def iri(self, iri: str) -> str:
        if iri not in self.known:
            self.known[iri] = self._iri(iri)
        return self.known[iri]

    def _iri(self, iri: str) -> str:
        local = iri[len(self.entities) :]
        if iri.startswith(self.entities) and LOCAL_NAME.fullmatch(local):
            return f"ent:{local}"
        relative = iri[len(self.base) :]
        if iri.startswith(self.base) and RELATIVE.fullmatch(relative):
            return f"<{relative}>"
        return compact_iri(iri) or f"<{iri}>"

    def _place(self, iri: str) -> tuple[int, str, list[int], str]:
        relative = iri[len(self.base) :] if iri.startswith(self.base) else ""
        kind = relative.partition("/")[0]
        place = KINDS.index(kind) if kind in KINDS else len(KINDS)
        group, _, rest = relative.partition("/" if place < len(KINDS) else "#")
        return place, group, [int(n) for n in re.findall(r"[0-9]+", rest)], iri
