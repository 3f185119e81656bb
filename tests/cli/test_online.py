"""`--online`: the whole way, against Wikidata's API on loopback."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.config import BuildOptions, read_config
from kg.errors import UsageError
from tests.publish.store.servers import told
from tests.wikidata.online.services import Wikidata

NEWS = {
    "a.txt": "Torvald Eikrem, Norway's minister of fisheries, visited Oslo on Monday. Eikrem said that Norway would help.\n",
    "b.txt": "The company Vintermark Shipping of Norway said on Tuesday that it would sell two ships to a firm in Oslo.\n",
}
BASE = ["--base-iri", "https://data.example/", "--date", "2024-05-01", "--format", "nquads"]
LINK = '<http://www.w3.org/2005/11/its/rdf#taSource> "{}"^^<http://www.w3.org/2001/XMLSchema#anyURI>'


def kg(*arguments):
    return CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.fixture
def news(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    Path("in").mkdir()
    for name, text in NEWS.items():
        Path("in", name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.slow
def test_the_same_bytes_from_the_cache_in_any_number_of_processes(news):
    with told(Wikidata()) as server:
        online = ["--online", f"{server.address}/w/api.php"]
        first = kg("build", "in", "-o", "one", *BASE, "-j", 1, *online)
        assert first.exit_code == 0, first.stderr
        requests = len(server.requests)
    again = kg("build", "in", "-o", "two", *BASE, "-j", 2, *online, "--online-replay")
    assert again.exit_code == 0, again.stderr
    assert len(server.requests) == requests > 0
    for name in ("graph.nq", "dataset.ttl", "manifest.json", "report.txt"):
        assert Path("one", name).read_bytes() == Path("two", name).read_bytes()
    graph = Path("one/graph.nq").read_text(encoding="utf-8")
    assert "<http://www.w3.org/2002/07/owl#sameAs> <http://www.wikidata.org/entity/Q900001>" in graph
    assert LINK.format(online[1]) in graph
    assert kg("validate", "one").exit_code == 0


def test_nothing_is_asked_unless_told_to(news):
    with told(Wikidata()) as server:
        assert kg("extract", "in/a.txt", "--format", "nquads").exit_code == 0
    assert server.requests == []
    assert not Path("cache/kg").exists()


def test_a_service_that_is_away_stops_the_run_with_a_line(news):
    def lost(*_):
        return 403, {}, b"no robots"

    with told(lost) as server:
        result = kg("build", "in", "-o", "out", *BASE, "-j", 1, "--online", server.address)
    assert result.exit_code == 3
    assert result.stderr == f"error: {server.address} answers 403: no robots\n"


def test_replay_without_answers_says_what_to_do(news):
    result = kg("extract", "in/a.txt", "--online", "wikidata", "--online-replay", "--online-cache", "kept")
    assert result.exit_code == 3
    assert "never asked for: run once without --online-replay" in result.stderr


@pytest.mark.parametrize(
    "target",
    [
        "http://www.wikidata.org/w/api.php", "http://localhost.evil.example/", "ftp://127.0.0.1/", "file:///etc/passwd", "wikipedia",
        "https://user:secret@example.org/", "https://example.org/#x", "https://[::1", "https://exa mple.org/", "https://a.example/\n", "",
    ],
)  # fmt: skip
def test_only_safe_addresses_are_asked(target):
    with pytest.raises(UsageError, match="online: "):
        BuildOptions(online=target)


@pytest.mark.parametrize(
    "target", ["wikidata", "https://recon.example/en/api", "http://127.0.0.1:8000/", "http://[::1]:8000/"]
)
def test_safe_addresses(target):
    assert BuildOptions(online=target).online == target


def test_cache_and_replay_do_not_change_what_an_article_becomes():
    plain = BuildOptions(online="wikidata")
    assert BuildOptions(online="wikidata", online_cache="x", online_replay=True).meaning() == plain.meaning()
    assert plain.meaning() != BuildOptions().meaning()


def test_replay_alone_is_a_slip():
    with pytest.raises(UsageError, match="with online only"):
        BuildOptions(online_replay=True)


def test_the_configuration_knows_it(tmp_path):
    (tmp_path / "kg.toml").write_text('[build]\nonline = "wikidata"\nonline_replay = true\n')
    assert read_config(tmp_path / "kg.toml").online_replay
