"""One article: the shapes and the checks that SHACL cannot say, together."""

from collections.abc import Sequence
from dataclasses import replace

from pyoxigraph import Quad

from kg.rdf.vocabulary import NIF
from kg.validate.check import Texts, check_view
from kg.validate.finding import Finding, article_of
from kg.validate.shape import Owned, Shapes, load_shapes
from kg.validate.view import View

__all__ = ["check_quads"]


def check_quads(
    quads: Sequence[Quad],
    *,
    text: str | None = None,
    title: str | None = None,
    shapes: Shapes | None = None,
    owned: Owned | None = None,
) -> list[Finding]:
    """Check the quads of one article, with the descriptions of the linked entities that it points at; sorted.

    `text` and `title` are what was read: with them every span is compared with its characters. Quads without an
    article (the entities that all share) are checked as well. `owned` tells which nodes are checked, all by default.
    """
    view = View(quads)
    found = [*(shapes or load_shapes()).run(quads, owned), *check_view(view, _texts(view, text, title))]
    if owned is not None:
        found = [finding for finding in found if owned(finding.focus)]
    return sorted({_placed(finding, view) for finding in found})


def _texts(view: View, text: str | None, title: str | None) -> Texts:
    """Take the texts that were given, else those that the graph itself holds."""
    found = {
        node: words for node in view.of(NIF.Context) if (words := view.text(node, NIF.isString)) is not None
    }
    given = {f"{view.article}/text": text, f"{view.article}/headline": title}
    return found | {name: words for name, words in given.items() if words is not None}


def _placed(finding: Finding, view: View) -> Finding:
    graph = view.home.get(finding.focus) or _first_graph(finding.focus, view)
    return replace(finding, graph=graph, article=article_of(finding.focus) or view.article)


def _first_graph(node: str, view: View) -> str:
    for values in view.said.get(node, {}).values():
        for _, graph in values:
            return graph
    return ""
