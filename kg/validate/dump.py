"""A whole dump: read twice as a stream, checked article by article."""

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse
from rdflib import RDFS

from kg.errors import EnvironmentFaultError, FormatError, UsageError
from kg.rdf.vocabulary import KG, OWL, RDF
from kg.validate.article import check_quads
from kg.validate.finding import Finding, article_of
from kg.validate.shape import Shapes, load_shapes
from kg.validate.view import graph_name

__all__ = ["Report", "check_dump", "read_quads"]

FORMATS = {
    ".nq": RdfFormat.N_QUADS,
    ".nt": RdfFormat.N_TRIPLES,
    ".trig": RdfFormat.TRIG,
    ".ttl": RdfFormat.TURTLE,
    ".jsonld": RdfFormat.JSON_LD,
}
ANSWERS = frozenset({RDF.type.value, OWL.sameAs.value, KG.candidate.value, str(RDFS.subClassOf)})
"""What the checks of an article ask of nodes that it shares with others."""

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in a dump; findings are sorted."""

    findings: tuple[Finding, ...]
    articles: int = 0
    quads: int = 0
    path: str = field(default="", compare=False)

    @property
    def conforms(self) -> bool:
        """Whether there is no violation; warnings do not count."""
        return not any(finding.severity == "violation" for finding in self.findings)


def check_dump(path: Path | str, *, shapes: Shapes | None = None, progress: Progress | None = None) -> Report:
    """Check a dump in N-Quads, N-Triples, TriG, Turtle or JSON-LD, each also with `.gz`.

    Our shapes look at one article at a time, so the memory needed is that of the shared entities and one article
    when the quads of each article stand together, as in what `kg` writes. With other shapes all is checked at once.
    Raises `FormatError` for a file that cannot be parsed, `UsageError` for an unknown kind of file or one that is not
    there, `EnvironmentFaultError` for one that cannot be read.
    """
    chosen, file = shapes or load_shapes(), Path(path)
    if chosen.shipped:
        return _in_parts(file, chosen, progress)
    quads = list(read_quads(file))
    articles = {article_of(quad.subject.value) for quad in quads if isinstance(quad.subject, NamedNode)} - {
        ""
    }
    return Report(tuple(chosen.run(quads)), len(articles), len(quads), str(file))


def read_quads(file: Path) -> Iterator[Quad]:
    """Read the quads of a file as a stream; nothing that it refers to is fetched."""
    name = file.name.removesuffix(".gz")
    form = FORMATS.get(Path(name).suffix)
    if form is None:
        known = ", ".join(FORMATS)
        raise UsageError(f"{file}: unknown kind of dump; the name ends in one of {known}, each also with .gz")
    try:
        with _open(file) as stream:
            for quad in parse(stream, format=form):
                if isinstance(quad.object, Triple):
                    raise FormatError(f"{file}: a triple as a value (RDF 1.2); nothing of ours has one")
                yield quad
    except (SyntaxError, ValueError, EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise FormatError(f"{file}: {_reason(error)}") from error
    except FileNotFoundError as error:
        raise UsageError(f"{file}: no such file") from error
    except OSError as error:
        raise EnvironmentFaultError(f"{file}: {error.strerror or error}") from error


def _open(file: Path) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(file)) if file.suffix == ".gz" else file.open("rb")


def _reason(error: Exception) -> str:
    text = str(error.msg) if isinstance(error, SyntaxError) and error.msg else str(error)
    if "LoadDocumentCallback" in text:
        return "the JSON-LD refers to a context elsewhere, which is never fetched; write the context into the file"
    return text


def _in_parts(file: Path, shapes: Shapes, progress: Progress | None) -> Report:
    shared = _shared(file)
    found: set[Finding] = set()
    articles = 0
    for articles, own in enumerate(_articles(file, together=shared.together), start=1):
        found.update(_check_article(own, shared, shapes))
        if progress:
            progress(articles)
    found.update(check_quads(shared.quads, shapes=shapes))
    return Report(tuple(sorted(found)), articles, shared.count, str(file))


@dataclass(slots=True)
class _Shared:
    """What no article owns: its quads, what articles ask of it, and whether each article stands in one piece."""

    quads: list[Quad] = field(default_factory=list)
    answers: dict[str, list[Quad]] = field(default_factory=dict)
    classes: list[Quad] = field(default_factory=list)
    together: bool = True
    count: int = 0


def _shared(file: Path) -> _Shared:
    shared, done, last = _Shared(), set[str](), ""
    for quad in read_quads(file):
        shared.count += 1
        article = _owner(quad)
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


def _check_article(own: list[Quad], shared: _Shared, shapes: Shapes) -> list[Finding]:
    subjects = {str(quad.subject) for quad in own}
    asked = dict.fromkeys(str(quad.object) for quad in own)
    answers: Iterable[Quad] = (
        quad for node in asked if node not in subjects for quad in shared.answers.get(node, ())
    )
    return check_quads(
        [*own, *answers, *shared.classes], shapes=shapes, owned=lambda iri: _named(iri) in subjects
    )


def _named(focus: str) -> str:
    return focus if focus.startswith(("_:", '"')) else f"<{focus}>"
