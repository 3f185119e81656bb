"""The SHACL shapes, parsed once and run by pySHACL's own constraint components.

`pyshacl.validate` reads the shapes, and every list in them, again for each focus node. Here a property shape takes over
the targets of the node shape that it hangs on, its constraints are made once, and each of them sees all its focus
nodes together: the same results (a test compares them), some hundred times sooner.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph
import rdflib
from pyoxigraph import Quad
from pyshacl.constraints import ALL_CONSTRAINT_PARAMETERS, CONSTRAINT_PARAMETERS_MAP
from pyshacl.errors import ReportableRuntimeError
from pyshacl.pytypes import SHACLExecutor
from pyshacl.shapes_graph import ShapesGraph
from rdflib import RDF, RDFS
from rdflib.namespace import SH
from rdflib.term import Node, URIRef

from kg.errors import UsageError
from kg.paths import shapes_dir
from kg.rdf.read import PARSER_ERRORS, parser_reason
from kg.rdf.vocabulary import PREFIXES
from kg.validate.finding import SHAPES, Finding, Severity
from kg.validate.graph import TripleGraph, to_node, to_ntriples
from kg.validate.path import Follow, follower, path_text

__all__ = ["Shapes", "load_shapes"]

TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
REFERENCES = (SH.node, SH["not"], SH.qualifiedValueShape)
REFERENCE_LISTS = (SH["and"], SH["or"], SH.xone)
BEYOND_CORE = (SH.sparql, SH.select, SH.ask, SH.construct, SH.target)
SEVERITIES: dict[Node, Severity] = {SH.Violation: "violation", SH.Warning: "warning", SH.Info: "info"}

Owned = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """One shape with targets, ready to run."""

    shape: Any
    targets: tuple[tuple[Node, Node], ...]
    follow: Follow | None
    constraints: tuple[Any, ...]

    def results(self, graph: TripleGraph, executor: Any, owned: Owned | None) -> list[Any]:
        """Run all constraints over all focus nodes; `owned` chooses among them."""
        focus = self._focus(graph)
        if owned is not None:
            focus = {node for node in focus if owned(str(node))}
        if not focus:
            return []
        if self.follow is None:
            values = self.shape.value_nodes(graph, list(focus))
        else:
            values = {node: self.follow(graph, node) for node in focus}
        found: list[Any] = []
        for constraint in self.constraints:
            found += self._evaluate(constraint, graph, executor, values)
        return found

    def _evaluate(
        self, constraint: Any, graph: TripleGraph, executor: Any, values: dict[Node, set[Node]]
    ) -> list[Any]:
        """Evaluate one constraint; values that pySHACL cannot compare ("30 February") break it, as SHACL says."""
        try:
            results: list[Any] = constraint.evaluate(executor, graph, values, [self.shape, constraint])[1]
        except (TypeError, ReportableRuntimeError):
            if len(values) > 1:
                parts = ({node: values[node]} for node in values)
                return [r for part in parts for r in self._evaluate(constraint, graph, executor, part)]
            return [
                constraint.make_v_result(graph, node, value_node=value)
                for node, found in values.items()
                for value in sorted(found, key=str)
            ]
        return results

    def _focus(self, graph: TripleGraph) -> set[Node]:
        found: set[Node] = set()
        for kind, term in self.targets:
            if kind == SH.targetClass:
                for name in {term, *graph.transitive_subjects(RDFS.subClassOf, term)}:
                    found.update(graph.subjects(RDF.type, name))
            elif kind == SH.targetSubjectsOf:
                found |= graph.having(term)
            elif kind == SH.targetObjectsOf:
                found |= graph.values_of(term)
            else:
                found.add(term)
        return found


class Shapes:
    """A set of shapes; `run` checks quads against it."""

    def __init__(self, graph: rdflib.Graph, *, shipped: bool) -> None:
        self.graph = graph
        self.shipped = shipped
        _flatten(graph)
        for prefix, namespace in {**PREFIXES, "kgs": SHAPES}.items():
            graph.bind(prefix, namespace)
        self.known = {str(t): t for triple in graph for t in triple if isinstance(t, URIRef)}
        self.executor = SHACLExecutor()
        shapes = ShapesGraph(graph)
        self.rules = [rule for shape in shapes.shapes if (rule := _rule(shape, graph)) is not None]

    def run(self, quads: Iterable[Quad], owned: Owned | None = None) -> list[Finding]:
        """Check the union of the quads' graphs, without inference; sorted, `article` and `graph` left empty.

        `owned` says of an IRI whether it is to be checked; all others only answer questions.
        """
        graph = TripleGraph(quads, self.known)
        found = {
            self._finding(result[2])
            for rule in self.rules
            for result in rule.results(graph, self.executor, owned)
        }
        return sorted(found)

    def _finding(self, triples: Iterable[tuple[Node, Node, Any]]) -> Finding:
        parts: dict[Node, list[Node]] = {}
        for _, predicate, value in triples:
            parts.setdefault(predicate, []).append(value[1] if isinstance(value, tuple) else value)

        def one(predicate: Node) -> Node | None:
            return parts.get(predicate, [None])[0]

        path, value = one(SH.resultPath), one(SH.value)
        return Finding(
            article="",
            graph="",
            focus=_iri(one(SH.focusNode)),
            shape=_iri(one(SH.sourceShape)),
            component=_iri(one(SH.sourceConstraintComponent)),
            path="" if path is None else path_text(self.graph, path),
            value="" if value is None else to_ntriples(value),
            message=" ".join(sorted(str(text) for text in parts.get(SH.resultMessage, []))),
            severity=SEVERITIES.get(one(SH.resultSeverity) or SH.Violation, "violation"),
        )


def _iri(node: Node | None) -> str:
    return "" if node is None else str(node) if isinstance(node, URIRef) else to_ntriples(node)


@cache
def load_shapes(folder: Path | None = None) -> Shapes:
    """Read all `*.ttl` files of a folder, ours by default; the same folder is read once.

    Nothing that they name is fetched: `owl:imports`, `sh:js` and rules are ignored. Raises `UsageError` when a file is
    no Turtle or holds SPARQL, which shapes could use to reach other hosts.
    """
    chosen = folder or shapes_dir()
    files = sorted(chosen.glob("*.ttl"))
    if not files:
        raise UsageError(f"{chosen}: no shapes there (*.ttl)")
    graph = rdflib.Graph(bind_namespaces="none")
    for file in files:
        _read(file, graph)
    try:
        return Shapes(graph, shipped=folder is None or chosen.resolve() == shapes_dir().resolve())
    except Exception as error:  # pySHACL raises many kinds, all of them about the shapes
        raise UsageError(f"{chosen}: not usable as SHACL shapes: {error}") from error


def _read(file: Path, graph: rdflib.Graph) -> None:
    try:
        triples = list(pyoxigraph.parse(path=str(file), format=pyoxigraph.RdfFormat.TURTLE))
    except PARSER_ERRORS as error:
        raise UsageError(f"{file}: {parser_reason(error)}") from error
    beyond = {str(name) for name in BEYOND_CORE}
    for triple in triples:
        if triple.predicate.value in beyond:
            name = triple.predicate.value.removeprefix(str(SH))
            raise UsageError(f"{file}: sh:{name} is not SHACL Core; say it in Core")
        graph.add((to_node(triple.subject), to_node(triple.predicate), to_node(triple.object)))


def _flatten(graph: rdflib.Graph) -> None:
    """Give property shapes the targets of the node shape that they hang on, and take them off it."""
    used = {node for name in REFERENCES for node in graph.objects(None, name)}
    used |= {n for name in REFERENCE_LISTS for head in graph.objects(None, name) for n in graph.items(head)}
    used |= set(graph.objects(None, SH.property))
    for shape, part in list(graph.subject_objects(SH.property)):
        targets = [(kind, term) for kind in TARGETS for term in graph.objects(shape, kind)]
        if not targets or shape in used or (shape, SH.deactivated, None) in graph:
            continue
        for kind, term in targets:
            graph.add((part, kind, term))
        graph.remove((shape, SH.property, part))


def _rule(shape: Any, graph: rdflib.Graph) -> Rule | None:
    targets = [(kind, term) for kind in TARGETS for term in graph.objects(shape.node, kind)]
    targets += [(SH.targetClass, node) for node in shape.implicit_class_targets()]
    parameters = [p for p in graph.predicates(shape.node) if p in ALL_CONSTRAINT_PARAMETERS]
    if not targets or not parameters or shape.deactivated:
        return None
    kinds = {CONSTRAINT_PARAMETERS_MAP[parameter] for parameter in parameters}
    constraints = [kind(shape) for kind in sorted(kinds, key=lambda kind: str(kind.__name__))]
    follow = follower(graph, shape.path()) if shape.is_property_shape else None
    return Rule(shape, tuple(sorted(targets)), follow, tuple(constraints))
