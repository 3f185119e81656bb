import pytest

from kg.errors import EnvironmentFaultError
from kg.wikidata.online.cache import Cache, cache_folder


def test_what_was_put_is_there_also_where_it_is_nothing(tmp_path):
    cache = Cache(tmp_path / "c", "https://a.example/")
    assert cache.get("entity", "Q1") is None
    cache.put("entity", "Q1", None)
    assert Cache(tmp_path / "c", "https://a.example/").get("entity", "Q1") == (None,)


def test_services_do_not_share_answers(tmp_path):
    Cache(tmp_path, "https://a.example/").put("search", "../../etc/passwd", ["Q1"])
    assert Cache(tmp_path, "https://b.example/").get("search", "../../etc/passwd") is None
    assert all(tmp_path in path.parents for path in tmp_path.rglob("*"))


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"asked": 1}', '{"asked": [1, "x"], "answer": 1}', "[" * 100_000]
)
def test_a_damaged_answer_is_as_good_as_none(tmp_path, text):
    cache = Cache(tmp_path, "https://a.example/")
    cache.put("entity", "Q1", 1)
    (path,) = tmp_path.rglob("*.json")
    path.write_text(text)
    assert cache.get("entity", "Q1") is None


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvironmentFaultError, match="--online-cache DIR"):
        Cache(tmp_path / "file" / "c", "https://a.example/")


def test_the_folder_follows_the_environment(tmp_path):
    assert cache_folder({"XDG_CACHE_HOME": str(tmp_path)}) == tmp_path / "kg" / "online"
    assert cache_folder({"HOME": str(tmp_path)}) == tmp_path / ".cache" / "kg" / "online"
