"""What is done to one article, in one process, and what comes back: plain data that can be written and sent."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from pyoxigraph import NamedNode, Quad

from kg.article import Article
from kg.config import BuildOptions
from kg.errors import EnvironmentFaultError, KGError, RecordError
from kg.rdf.entity import SharedEntity
from kg.rdf.iri import Minter
from kg.rdf.map import MapOptions, entity_quads, map_article
from kg.rdf.select import accepted_qids
from kg.rdf.vocabulary import KG_BASE, RDF
from kg.rdf.write import nquads
from kg.records import Extraction
from kg.resolve.collect import collect
from kg.resolve.profile import Profile, read_profile
from kg.resolve.story import Story, read_story, story_of
from kg.run.analysis import Analyser, analyse, knowledge_base
from kg.run.version import run_digest

__all__ = ["Outcome", "Published", "count_records", "process", "publish", "work_key"]


@dataclass(frozen=True, slots=True)
class Published:
    """What is published of one article: `quads` of its own graphs, `described` of the entities it shares."""

    extraction: Extraction
    quads: tuple[Quad, ...]
    shared: tuple[SharedEntity, ...]
    described: tuple[Quad, ...]
    dropped: tuple[str, ...]
    corrections: tuple[int, ...] = ()


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
    doubts: tuple[str, ...] = ()
    corrections: tuple[int, ...] = ()
    profile: Profile | None = None
    story: Story | None = None
    stage: str = ""
    reason: str = ""

    def to_json(self) -> str:
        """One line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Outcome":
        """What `to_json` wrote; raises `ValueError`, `TypeError` or `KeyError` for anything else."""
        data: dict[str, Any] = json.loads(text)
        data["shared"] = tuple(SharedEntity(**{**s, "aliases": tuple(s["aliases"])}) for s in data["shared"])
        data["dropped"], data["doubts"] = tuple(data["dropped"]), tuple(data["doubts"])
        data["corrections"] = tuple(data["corrections"])
        data["story"] = read_story(data["story"])
        data["profile"] = read_profile(data["profile"]) if data["profile"] else None
        return cls(**data)


def work_key(article: Article, run: str) -> str:
    """The journal's key of an article: changes with its text, its metadata, and the run's digest."""
    parts = [asdict(article), run]
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


class _Stages:
    """Which step an article is in, for the report of a failure."""

    def __init__(self) -> None:
        self.name = "read"


def publish(
    article: Article,
    options: BuildOptions,
    analyser: Analyser = analyse,
    *,
    run: str | None = None,
    stages: _Stages | None = None,
) -> Published:
    """Everything that can be published of an article, as made by the run with the digest `run`.

    Raises `RecordError` when the text or the metadata cannot be used; a fault elsewhere costs only its record.
    """
    from kg.validate import check_quads, drop_invalid  # noqa: PLC0415 (loads pySHACL)

    stages = stages or _Stages()
    _check_text(article)
    stages.name = "extract"
    found = analyser(article, options)
    stages.name = "map"
    minter = Minter(options.base_iri)
    mapped = map_article(
        article,
        found.extraction,
        minter,
        options=MapOptions(options.text, options.people),
        publication=found.publication,
        agency=found.agency,
        run=minter.run(run or run_digest(options)),
    )
    quads, described = mapped.quads, tuple(entity_quads(mapped.shared, minter))
    stages.name = "validate"
    findings = check_quads([*quads, *described], text=article.text, title=article.title)
    broken = [finding for finding in findings if finding.severity == "violation"]
    if not broken:
        return Published(found.extraction, quads, mapped.shared, described, mapped.losses, found.corrections)
    iri = minter.article(article)
    for finding in broken:
        if finding.focus == iri:
            raise RecordError(finding.message)
    kept, gone = drop_invalid([*quads, *described], broken)
    if not kept:
        raise RecordError(f"nothing of it is valid: {broken[0].message}")
    graph = minter.shared("entities")
    described = tuple(quad for quad in kept if quad.graph_name == graph)
    alive = {str(quad.subject) for quad in described}
    reasons = {f"{finding.focus}: {finding.message}" for finding in broken}
    reasons |= {f"{node}: dropped with what it depends on" for node in gone}
    return Published(
        found.extraction,
        tuple(quad for quad in kept if quad.graph_name != graph),
        tuple(entity for entity in mapped.shared if f"<{entity.iri}>" in alive),
        described,
        (*mapped.losses, *sorted(reasons)),
        found.corrections,
    )


def _check_text(article: Article) -> None:
    for name, text in (("text", article.text), ("title", article.title or "")):
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise RecordError(
                f"the {name} holds half a character (a lone surrogate) at {error.start}"
            ) from error


def process(article: Article, options: BuildOptions, analyser: Analyser, run: str) -> Outcome:
    """One article to an `Outcome`; nothing that happens to it stops the others.

    Raises `EnvironmentFaultError` for what would happen to all of them.
    """
    iri, stages = Minter(options.base_iri).article(article), _Stages()
    try:
        found = publish(article, options, analyser, run=run, stages=stages)
    except EnvironmentFaultError:
        raise
    except KGError as error:
        return Outcome(iri, article.source, article.id, stage=stages.name, reason=str(error))
    except Exception as error:  # noqa: BLE001 (the edge of an article: a bug costs the article, not the run)
        reason = f"internal error: {type(error).__name__}: {error}"
        return Outcome(iri, article.source, article.id, stage=stages.name, reason=reason)
    counts = count_records(found.quads, found.shared)
    text = nquads(found.quads)
    return Outcome(
        iri,
        article.source,
        article.id,
        text,
        found.shared,
        counts,
        tuple(found.dropped),
        _doubts(iri, found),
        found.corrections,
        _profile(article, found, iri, options),
        None if options.duplicates == "keep" else story_of(article, near=options.duplicates == "near"),
    )


def _profile(article: Article, found: Published, iri: str, options: BuildOptions) -> Profile:
    """What later tells which of its entities and events other articles have, too."""
    nodes = {quad.subject for quad in found.quads if quad.predicate == RDF.type}
    return collect(
        article,
        found.extraction,
        iri,
        qids=accepted_qids(found.extraction),
        published=lambda kind, key: NamedNode(f"{iri}/{kind}/{key}") in nodes,
        kb=knowledge_base(options.kb),
    )


def _doubts(iri: str, found: Published) -> tuple[str, ...]:
    """What the knowledge base has against roles, one line each."""
    names = {entity.key: entity.name for entity in found.extraction.entities}
    doubted = (role for role in found.extraction.roles if role.doubt)
    return tuple(f"{iri}: {names[role.holder]}, {role.status} {role.title}: {role.doubt}" for role in doubted)


def count_records(quads: Collection[Quad], shared: Iterable[SharedEntity]) -> dict[str, int]:
    """How many records of each class, quads, and entities with a link."""
    classes = (q.object for q in quads if q.predicate == RDF.type and isinstance(q.object, NamedNode))
    counts = Counter(c.value.removeprefix(KG_BASE) for c in classes if c.value.startswith(KG_BASE))
    links = sum(1 for entity in shared if entity.qid)
    return {**counts, "links": links, "quads": len(quads)}
