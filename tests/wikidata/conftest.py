import pytest

from kg.wikidata.base import KnowledgeBase
from kg.wikidata.build import build
from tests.wikidata.seed import write_seed


@pytest.fixture(scope="session")
def kb():
    """The base that ships with kg."""
    return KnowledgeBase.open()


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    """A base built from the seed that is written in the tests."""
    folder = tmp_path_factory.mktemp("kb")
    build(write_seed(folder / "seed"), folder / "small.kgb")
    return KnowledgeBase.open(folder / "small.kgb")
