"""One article, without a dump: for `kg extract` and for `kg.extract`."""

from dataclasses import dataclass

from pyoxigraph import Quad

from kg.article import Article
from kg.config import BuildOptions
from kg.rdf.iri import Minter
from kg.rdf.map import MapOptions, entity_quads, map_article
from kg.rdf.write import jsonld_context, jsonld_graphs, nquads, trig_blocks, turtle_blocks, turtle_prefixes
from kg.records import Extraction
from kg.run.work import extract_linked

__all__ = ["Result", "read_article", "render"]


@dataclass(frozen=True, slots=True)
class Result:
    """What `kg` made of one article: its records, and the quads that say the same."""

    article: Article
    records: Extraction
    quads: tuple[Quad, ...]

    def nquads(self) -> str:
        """The quads as sorted N-Quads."""
        return nquads(self.quads)

    def turtle(self) -> str:
        """The triples as Turtle, graphs flattened."""
        return turtle_prefixes() + "\n" + "\n".join(turtle_blocks(self.quads))

    def trig(self) -> str:
        """The quads as TriG."""
        return turtle_prefixes() + "\n" + "\n".join(trig_blocks(self.quads))

    def jsonld(self) -> str:
        """The quads as JSON-LD with its context inline."""
        import json  # noqa: PLC0415

        context = json.dumps(jsonld_context(), separators=(",", ":"))
        return f'{{"@context":{context},"@graph":[\n' + ",\n".join(jsonld_graphs(self.quads)) + "\n]}\n"


def read_article(article: Article, options: BuildOptions | None = None) -> Result:
    """Everything found in one article, linked and mapped."""
    options = options or BuildOptions()
    extraction, publication, agency = extract_linked(article, options)
    minter, chosen = Minter(options.base_iri), MapOptions(options.text, options.people)
    mapped = map_article(article, extraction, minter, options=chosen, publication=publication, agency=agency)
    return Result(article, extraction, (*mapped.quads, *entity_quads(mapped.shared, minter)))


def render(article: Article, options: BuildOptions, *, form: str, color: bool, page: bool) -> tuple[str, str]:
    """The result in one form, and the HTML review if `page`."""
    from kg.web.review import html_review, terminal_review  # noqa: PLC0415 (only when shown)

    result = read_article(article, options)
    html = html_review(article, result.records) if page else ""
    if form == "review":
        return terminal_review(article, result.records, color=color), html
    return str(getattr(result, form)()), html
