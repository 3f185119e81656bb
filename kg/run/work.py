"""What is done to one article, in one process, and what comes back: plain data that can be written and sent."""

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from kg import __version__
from kg.article import Article
from kg.config import BuildOptions
from kg.errors import KGError
from kg.rdf.iri import Minter
from kg.rdf.map import MapOptions, SharedEntity, Source, entity_quads, map_article
from kg.rdf.write import nquads
from kg.records import Extraction

__all__ = ["Outcome", "extract_linked", "process", "software_digest", "work_key"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article: its N-Quads and what it adds to the dump, or the reason why not."""

    iri: str
    source: str
    id: str | None
    nquads: str = ""
    shared: tuple[SharedEntity, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    stage: str = ""
    reason: str = ""

    def to_json(self) -> str:
        """One line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Outcome":
        """What `to_json` wrote."""
        data: dict[str, Any] = json.loads(text)
        data["shared"] = tuple(SharedEntity(**{**s, "aliases": tuple(s["aliases"])}) for s in data["shared"])
        data["dropped"] = tuple(data["dropped"])
        return cls(**data)


@cache
def _file_digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _folder_digest(folder: Path, pattern: str) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob(pattern)):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + _file_digest(path).encode())
    return digest.hexdigest()


@cache
def software_digest() -> dict[str, str]:
    """Version and SHA-256 of what decides a result: software, weights, knowledge base, ontology, shapes."""
    from kg.language.model import WEIGHTS  # noqa: PLC0415 (spaCy is not needed to read a journal)
    from kg.paths import ontology_dir, shapes_dir  # noqa: PLC0415

    package = Path(__file__).parents[1]
    return {
        "version": __version__,
        "software": _folder_digest(package, "*.py"),
        "data": _folder_digest(package / "extract" / "data", "*"),
        "weights": _folder_digest(WEIGHTS, "*[!2].*") if WEIGHTS.exists() else "",
        "knowledge_base": _folder_digest(package / "wikidata" / "core", "*.kgb"),
        "ontology": _folder_digest(ontology_dir(), "*"),
        "shapes": _folder_digest(shapes_dir(), "*.ttl"),
    }


def work_key(article: Article, options: BuildOptions) -> str:
    """The journal's key of an article: changes with its text, its metadata, the options and the software."""
    parts = [asdict(article), options.meaning(), software_digest()]
    if options.authority:
        parts.append({"authority": _file_digest(Path(options.authority))})
    return hashlib.sha256(
        json.dumps(parts, sort_keys=True, default=str).encode("utf-8", "surrogatepass")
    ).hexdigest()[:32]


def extract_linked(
    article: Article, options: BuildOptions
) -> tuple[Extraction, Source | None, Source | None]:
    """Everything found in an article with its links, and its publication and agency."""
    from kg.extract.article import extract_article  # noqa: PLC0415 (loads spaCy)
    from kg.extract.publication import publication_of  # noqa: PLC0415
    from kg.language.pipeline import load, parse_article  # noqa: PLC0415
    from kg.run.authority import apply_authority, read_authority  # noqa: PLC0415
    from kg.wikidata.base import KnowledgeBase  # noqa: PLC0415
    from kg.wikidata.linker import link_entities, office_qid  # noqa: PLC0415

    extraction = extract_article(parse_article(load(options.pipeline), article))
    kb = KnowledgeBase.open()
    links = link_entities(extraction, article, kb)
    if options.authority:
        links = apply_authority(links, extraction, read_authority(Path(options.authority)))
    extraction = replace(extraction, links=links)
    qids = {e.key: e.qid for e in extraction.entities if e.qid} | {k.entity: k.qid for k in links if k.qid}
    names = {e.key: e.name for e in extraction.entities}
    roles = tuple(
        replace(
            role,
            office=office_qid(
                role.title, qids.get(role.country or ""), names.get(role.organization or ""), kb=kb
            ),
        )
        for role in extraction.roles
    )
    found = publication_of(article)
    return (
        replace(extraction, roles=roles),
        _source(found.name, kb, "publication") if found.name else None,
        _source(found.agency, kb, "agency") if found.agency else None,
    )


def _source(name: str, kb: Any, kind: str) -> Source:
    from kg.wikidata.linker import publication_qid  # noqa: PLC0415

    return Source(name, publication_qid(name, kb, kind=kind))


def process(article: Article, options: BuildOptions) -> Outcome:
    """One article to an `Outcome`; nothing that happens to it stops the others."""
    from kg.validate import check_quads, drop_invalid  # noqa: PLC0415 (loads pySHACL)

    minter = Minter(options.base_iri)
    iri = minter.article(article)
    stage = "extract"
    try:
        extraction, publication, agency = extract_linked(article, options)
        stage = "map"
        mapped = map_article(
            article,
            extraction,
            minter,
            options=MapOptions(options.text, options.people),
            publication=publication,
            agency=agency,
            run=minter.run(run_digest(options)),
        )
        quads, shared = list(mapped.quads), mapped.shared
        stage = "validate"
        described = entity_quads(shared, minter)
        findings = [
            f
            for f in check_quads([*quads, *described], text=article.text, title=article.title)
            if f.severity == "violation"
        ]
        dropped = list(mapped.losses)
        if findings:
            if any(f.focus == iri for f in findings):
                worst = next(f for f in findings if f.focus == iri)
                return Outcome(iri, article.source, article.id, stage=stage, reason=worst.message)
            kept, gone = drop_invalid([*quads, *described], findings)
            quads = [q for q in kept if q.graph_name != minter.shared("entities")]
            dropped += [f"{f.focus}: {f.message}" for f in findings] + [
                f"{g}: dropped with what it depends on" for g in gone
            ]
        counts = _counts(extraction, quads)
        return Outcome(
            iri, article.source, article.id, nquads(quads), tuple(shared), counts, tuple(sorted(set(dropped)))
        )
    except KGError as error:
        return Outcome(iri, article.source, article.id, stage=stage, reason=str(error))
    except Exception as error:  # noqa: BLE001 (the edge of an article: a bug costs the article, not the run)
        return Outcome(
            iri,
            article.source,
            article.id,
            stage=stage,
            reason=f"internal error: {type(error).__name__}: {error}",
        )


def run_digest(options: BuildOptions) -> str:
    """32 hex digits for a run: the same options and software give the same."""
    parts = [options.meaning(), software_digest()]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:32]


def _counts(extraction: Extraction, quads: list[Any]) -> dict[str, int]:
    from kg.rdf.vocabulary import KG, RDF  # noqa: PLC0415

    types: dict[str, int] = {}
    for quad in quads:
        if quad.predicate == RDF.type and quad.object.value.startswith(KG.Event.value[: -len("Event")]):
            name = quad.object.value.rsplit("#", 1)[-1]
            types[name] = types.get(name, 0) + 1
    types["links"] = sum(1 for link in extraction.links if link.qid)
    types["quads"] = len(quads)
    return types
