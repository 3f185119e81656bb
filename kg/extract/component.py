"""`nlp.add_pipe("kg")`: the extractors as a component of anybody's spaCy pipeline with a UD parse and names."""

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

__all__ = ["Extractor", "make_kg"]


@Language.factory(
    "kg", requires=["token.dep", "token.tag", "doc.ents", "doc.sents"], assigns=["doc._.kg_records"]
)
def make_kg(nlp: Language, name: str) -> "Extractor":  # noqa: ARG001 (spaCy passes it)
    """The component; after it `doc._.kg_records` is a `kg.records.Extraction`."""
    return Extractor(name)


class Extractor:
    """Runs every extractor over a parsed `Doc`."""

    def __init__(self, name: str = "kg") -> None:
        self.name = name
        if not Doc.has_extension("kg_records"):
            Doc.set_extension("kg_records", default=None)

    def __call__(self, doc: Doc) -> Doc:  # noqa: D102 (spaCy calls it)
        # loaded when first used: spaCy loads every registered factory whenever any pipeline is made
        from kg.extract.article import extract_article  # noqa: PLC0415

        own: Any = doc._
        own.kg_records = extract_article(doc)
        return doc
