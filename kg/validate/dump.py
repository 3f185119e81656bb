"""A whole dump: read twice as a stream, checked article by article."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize
from rdflib import RDFS

from kg.pool import each
from kg.rdf.read import graph_files, read_quads
from kg.rdf.vocabulary import KG, OWL, RDF
from kg.validate.article import check_quads
from kg.validate.baseline import fingerprint
from kg.validate.finding import CHECKS, SHAPES, Finding, Severity, article_of
from kg.validate.place import Passage, Place, find_places, passage_of
from kg.validate.shape import Shapes, load_shapes
from kg.validate.view import graph_name

__all__ = ["Report", "check_dump", "together"]

ANSWERS = frozenset({RDF.type.value, OWL.sameAs.value, KG.candidate.value, str(RDFS.subClassOf)})
"""What the checks of an article ask of nodes that it shares with others."""

GRAVITY: tuple[Severity, ...] = ("violation", "warning", "info")

MEMBERSHIP = frozenset({KG.sameEntityAs.value, KG.inCluster.value})

Progress = Callable[[int], None]
_Checked: TypeAlias = list[tuple[Finding, Passage | None]]


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in a dump; findings are sorted.

    `places` and `passages` tell where they stand, as far as that is known; `known` counts those that a baseline left out.
    """

    findings: tuple[Finding, ...]
    articles: int = 0
    quads: int = 0
    path: str = field(default="", compare=False)
    places: Mapping[Finding, Place] = field(default_factory=dict, compare=False, hash=False)
    passages: Mapping[Finding, Passage] = field(default_factory=dict, compare=False, hash=False)
    known: int = 0

    @property
    def conforms(self) -> bool:
        """Whether there is no violation; warnings do not count."""
        return not self.failing("violation")

    def failing(self, least: Severity) -> int:
        """How many findings are of this severity or a graver one."""
        return sum(GRAVITY.index(finding.severity) <= GRAVITY.index(least) for finding in self.findings)

    def without(self, baseline: Container[str]) -> "Report":
        """The report without the findings whose fingerprints are in a baseline."""
        new = tuple(finding for finding in self.findings if fingerprint(finding) not in baseline)
        return replace(self, findings=new, known=self.known + len(self.findings) - len(new))


def together(reports: Sequence[Report]) -> Report:
    """One report of several dumps; where a finding stands in two of them, the first place counts."""
    if len(reports) == 1:
        return reports[0]
    return Report(
        tuple(sorted({finding for report in reports for finding in report.findings})),
        sum(report.articles for report in reports),
        sum(report.quads for report in reports),
        reports[0].path,
        {finding: place for report in reversed(reports) for finding, place in report.places.items()},
        {finding: words for report in reversed(reports) for finding, words in report.passages.items()},
    )


def check_dump(
    path: Path | str, *, shapes: Shapes | None = None, progress: Progress | None = None, jobs: int = 1
) -> Report:
    """Check a dump: a file in N-Quads, N-Triples, TriG, Turtle or JSON-LD, packed or not, or a folder.

    Our shapes look at one article at a time, so the memory needed is that of the shared entities and one article
    when the quads of each article stand together, as in what `kg` writes. With other shapes all is checked at once. With several `jobs`, so many processes check articles.
    Raises like `kg.rdf.read.read_quads`.
    """
    chosen, file = shapes or load_shapes(), Path(path)
    shown = str(graph_files(file)[0])
    if chosen.shipped:
        return _in_parts(file, shown, chosen, progress, jobs)
    quads = list(read_quads(file))
    articles = {article_of(quad.subject.value) for quad in quads if isinstance(quad.subject, NamedNode)} - {
        ""
    }
    found = tuple(chosen.run(quads))
    return Report(found, len(articles), len(quads), shown, find_places(graph_files(file), found))


def _in_parts(file: Path, shown: str, shapes: Shapes, progress: Progress | None, jobs: int) -> Report:
    shared = _shared(file)
    found: set[Finding] = set()
    passages: dict[Finding, Passage] = {}
    folder = file if file.is_dir() else file.parent
    articles = 0
    each_article = _articles(file, together=shared.together)
    checked: Iterable[_Checked]
    if jobs > 1:
        pieces = (_piece(own, shared, folder) for own in each_article)
        checked = (findings for _, findings in each(pieces, _check_piece, jobs=jobs))
    else:
        checked = (_with_passages(_check_article(own, shared, shapes), own, folder) for own in each_article)
    for articles, findings in enumerate(checked, start=1):
        for finding, passage in findings:
            found.add(finding)
            if passage is not None:
                passages[finding] = passage
        if progress:
            progress(articles)
    found.update(check_quads(shared.quads, shapes=shapes))
    found.update(_lonely(shared))
    places = find_places(graph_files(file), found)
    return Report(tuple(sorted(found)), articles, shared.count, shown, places, passages)


@dataclass(slots=True)
class _Shared:
    """What no article owns: its quads, what articles ask of it, and whether each article stands in one piece."""

    quads: list[Quad] = field(default_factory=list)
    answers: dict[str, list[Quad]] = field(default_factory=dict)
    classes: list[Quad] = field(default_factory=list)
    clustered: dict[str, str] = field(default_factory=dict)
    together: bool = True
    count: int = 0

    def note_member(self, quad: Quad, article: str) -> None:
        """Remember of which article a cluster has a member, "" once it is of several."""
        if quad.predicate.value in MEMBERSHIP and isinstance(quad.object, NamedNode):
            cluster = quad.object.value
            if self.clustered.setdefault(cluster, article) != article:
                self.clustered[cluster] = ""


def _shared(file: Path) -> _Shared:
    shared, done, last = _Shared(), set[str](), ""
    for quad in read_quads(file):
        shared.count += 1
        article = _owner(quad)
        shared.note_member(quad, article)
        if article:
            if article != last:
                shared.together = shared.together and article not in done
                done.add(article)
                last = article
            continue
        shared.quads.append(quad)
        if quad.predicate.value in ANSWERS:
            shared.answers.setdefault(str(quad.subject), []).append(quad)
        if quad.predicate.value == str(RDFS.subClassOf):
            shared.classes.append(quad)
    return shared


def _lonely(shared: _Shared) -> list[Finding]:
    """Clusters that do not join records of two articles."""
    made = {
        quad.subject.value: graph_name(quad)
        for quad in shared.quads
        if quad.predicate == RDF.type
        and quad.object in (KG.EntityCluster, KG.EventCluster)
        and isinstance(quad.subject, NamedNode)
    }
    return [
        Finding(
            article="",
            graph=made[cluster],
            focus=cluster,
            shape=f"{SHAPES}ClusterCheck",
            component=CHECKS,
            path="",
            value="",
            message="A cluster joins records of at least two articles.",
        )
        for cluster in sorted(made)
        if shared.clustered.get(cluster, "none")
    ]


def _owner(quad: Quad) -> str:
    """Name the article whose record this is; what any graph says of a shared node belongs to all."""
    subject = quad.subject
    return article_of(subject.value if isinstance(subject, NamedNode) else graph_name(quad))


def _articles(file: Path, *, together: bool) -> Iterator[list[Quad]]:
    """Yield the quads of each article; all of them are held at once when they are scattered."""
    groups: dict[str, list[Quad]] = {}
    for quad in read_quads(file):
        article = _owner(quad)
        if not article:
            continue
        if together and groups and article not in groups:
            yield from groups.values()
            groups.clear()
        groups.setdefault(article, []).append(quad)
    yield from groups.values()


@dataclass(frozen=True, slots=True)
class _Piece:
    """An article to be checked, as N-Quads, so that another process can: its quads, and what it asks of others."""

    own: bytes
    asked: bytes
    folder: Path


def _piece(own: list[Quad], shared: _Shared, folder: Path) -> _Piece:
    form = RdfFormat.N_QUADS
    asked = [*_answers(own, shared), *shared.classes]
    return _Piece(serialize(own, format=form) or b"", serialize(asked, format=form) or b"", folder)


def _check_piece(piece: _Piece) -> _Checked:
    own, asked = (list(parse(content, format=RdfFormat.N_QUADS)) for content in (piece.own, piece.asked))
    return _with_passages(_check(own, asked, load_shapes()), own, piece.folder)


def _with_passages(findings: list[Finding], own: list[Quad], folder: Path) -> _Checked:
    return [(finding, passage_of(finding, own, folder)) for finding in findings]


def _answers(own: list[Quad], shared: _Shared) -> list[Quad]:
    """What is said elsewhere of the nodes that an article points at."""
    subjects = {str(quad.subject) for quad in own}
    asked = dict.fromkeys(str(quad.object) for quad in own)
    return [quad for node in asked if node not in subjects for quad in shared.answers.get(node, ())]


def _check_article(own: list[Quad], shared: _Shared, shapes: Shapes) -> list[Finding]:
    return _check(own, [*_answers(own, shared), *shared.classes], shapes)


def _check(own: list[Quad], asked: list[Quad], shapes: Shapes) -> list[Finding]:
    subjects = {str(quad.subject) for quad in own}
    return check_quads([*own, *asked], shapes=shapes, owned=lambda iri: _named(iri) in subjects)


def _named(focus: str) -> str:
    return focus if focus.startswith(("_:", '"')) else f"<{focus}>"
