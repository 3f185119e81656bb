import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import RdfFormat, Store, parse

from kg.cli import main
from tests.publish.store.servers import asked, graph_of, oxigraph, rows, told, virtuoso

BASE = "https://news.example/data/"
ARTICLE = f"{BASE}article/{'a' * 32}"
OTHER = f"{BASE}article/{'b' * 32}"


def line(article: str, part: str, number: int) -> str:
    return (
        f'<{article}/event/{number:04}> <https://schema.org/name> "{part} {number}"@en <{article}/{part}> .\n'
    )


def write_dump(folder: Path, *, articles=(ARTICLE, OTHER), size: int = 3) -> Path:
    folder.mkdir(exist_ok=True)
    lines = [line(a, part, n) for a in articles for part in ("evidence", "facts") for n in range(size)]
    shared = f'<{BASE}entity/Q1> <http://www.w3.org/2004/02/skos/core#prefLabel> "It\'s \\"x\\"\\n\\u00E9"@en <{BASE}graph/entities> .\n'
    (folder / "graph.nq").write_text("".join(sorted(lines)) + shared)
    (folder / "dataset.ttl").write_text(
        f'<{BASE}graph/dataset> <http://rdfs.org/ns/void#uriSpace> "{BASE}" .\n', encoding="utf-8"
    )
    return folder


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def server(request, tmp_path_factory):
    start = {"oxigraph": oxigraph, "virtuoso": virtuoso}[request.param]
    with start(tmp_path_factory.mktemp(request.param)) as address:
        yield address


@pytest.fixture
def load(tmp_path, monkeypatch):
    """`kg load` with a journal of its own: exit code, standard output, standard error."""
    monkeypatch.setenv("KG_STORE_USER", "dba")
    monkeypatch.setenv("KG_STORE_PASSWORD", "dba")

    def run(dump, address, *options, expect=0, journal="journal.jsonl"):
        arguments = ["load", str(dump), address, "--journal", str(tmp_path / journal), *options]
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == expect, result.output
        return result.stdout, result.stderr

    return run


def test_a_dump_is_loaded_repeated_changed_and_pruned(server, load, tmp_path):
    dump = write_dump(tmp_path / "dump")
    assert "6 graphs: 6 new, 0 replaced, 0 unchanged" in load(dump, server)[0]
    assert "0 new, 0 replaced, 6 unchanged, 0 pruned; 0 triples" in load(dump, server, "--prune")[0]
    write_dump(dump, articles=(ARTICLE,), size=5)
    assert (
        "would be: 4 graphs: 0 new, 2 replaced, 2 unchanged, 2 pruned; 10 triples"
        in load(dump, server, "--prune", "--dry-run")[0]
    )
    assert "0 new, 2 replaced, 2 unchanged, 2 pruned; 10 triples" in load(dump, server, "--prune")[0]
    assert "4 unchanged, 0 pruned" in load(dump, server, "--prune")[0]
    # a journal that is lost costs time, not truth
    assert "0 new, 4 replaced, 0 unchanged" in load(dump, server, journal="other.jsonl")[0]


def test_what_is_in_the_store_is_what_was_in_the_dump(server, load, tmp_path):
    from kg.publish.store.client import Client, login_for
    from kg.publish.store.store import open_store

    dump = write_dump(tmp_path / "dump")
    load(dump, server, "--prune")
    with Client(login_for(server)) as client:
        store = open_store(client, server)
        found = store.select(f"SELECT ?o WHERE {{ GRAPH <{BASE}graph/entities> {{ ?s ?p ?o }} }}")
        assert [row["o"] for row in found] == ['It\'s "x"\né']
        assert store.counts([f"{ARTICLE}/facts", f"{ARTICLE}/none"]) == {
            f"{ARTICLE}/facts": 3,
            f"{ARTICLE}/none": 0,
        }
        assert len(list(store.graphs_below(BASE))) == 6


def test_batches_smaller_than_a_graph(server, load, tmp_path):
    dump = write_dump(tmp_path / "dump", size=400)
    assert "; 1602 triples" in load(dump, server, "--force", "--batch-size", "0.01")[0]
    assert "unchanged" in load(dump, server, "--batch-size", "0.01")[0]


def test_graphs_that_do_not_stand_together(server, load, tmp_path):
    dump = tmp_path / "mixed.nq"
    dump.write_text("".join(line(a, "facts", n) for n in (2, 1, 2) for a in (ARTICLE, OTHER)))
    load(dump, server, "--force")
    dump.write_text("".join(line(a, "facts", n) for n in (1, 2) for a in (OTHER, ARTICLE)))
    assert "2 unchanged" in load(dump, server)[0]


def test_a_load_that_is_killed_goes_on(tmp_path):
    dump = write_dump(tmp_path / "dump", articles=[f"{BASE}article/{n:032x}" for n in range(40)], size=200)
    journal = tmp_path / "journal.jsonl"
    with oxigraph(tmp_path) as address:
        options = ["--batch-size", "0.1", "--journal", journal]
        command = [Path(sys.executable).with_name("kg"), "load", dump, address, *options]
        first = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        while first.poll() is None and (not journal.exists() or journal.stat().st_size < 500):
            time.sleep(0.001)
        first.kill()
        first.wait()
        done = len(journal.read_text().splitlines())
        with journal.open("a") as stream:
            stream.write('["cut sho')
        second = subprocess.run(command, capture_output=True, text=True, check=True)
        assert 0 < done < 82
        assert f" {done} unchanged" in second.stdout
        third = subprocess.run(command, capture_output=True, text=True, check=True)
        assert "82 unchanged" in third.stdout


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (401, "it asks for a login"),
        (403, "not allowed"),
        (404, "check the address and --profile"),
        (415, "format"),
        (507, "disk is full"),
        (302, "sends elsewhere"),
    ],
)
def test_a_refusal_is_one_line_that_says_what_to_do(load, tmp_path, status, says):
    def answer(method, path, body):
        return rows() if path == "/query" else (status, {"Server": "Oxigraph/0.5"}, b"no\x1b[31m way\n" * 100)

    with told(answer) as store:
        _, error = load(write_dump(tmp_path / "dump"), store.address, "--profile", "oxigraph", expect=1)
    assert says in error
    assert len(error.splitlines()) == 1
    assert "\x1b" not in error
    assert "dba" not in error


def test_a_store_that_keeps_half_is_found_out(load, tmp_path):
    def answer(method, path, body):
        query = asked(body)
        if "COUNT" in query and store.bodies("/store"):
            return rows({"g": f"{ARTICLE}/facts", "n": 2})
        return rows() if path == "/query" else (200, {}, b"")

    with told(answer) as store:
        _, error = load(write_dump(tmp_path / "dump"), store.address, "--profile", "oxigraph", expect=1)
    assert "3 triples were sent, the store has 0 (and 5 more graphs)" in error
    assert len(store.bodies("/store")) == 2
    assert (tmp_path / "journal.jsonl").read_text() == ""


def test_a_busy_store_is_asked_again(load, tmp_path):
    answers = iter([(429, {"Retry-After": "0"}, b""), (503, {"Retry-After": "0"}, b""), (0, {}, b"")])
    held = {}

    def answer(method, path, body):
        if path == "/store":
            early = next(answers, None)
            if early:
                return early
            for text in body.decode().splitlines():
                graph = text.rpartition("<")[2].removesuffix("> .")
                held[graph] = held.get(graph, 0) + 1
            return 204, {}, b""
        return rows(*({"g": graph, "n": n} for graph, n in held.items()))

    with told(answer) as store:
        out, _ = load(write_dump(tmp_path / "dump"), store.address, "--profile", "oxigraph")
    assert "6 new" in out


def test_a_body_too_large_is_halved(load, tmp_path):
    held = {}

    def answer(method, path, body):
        if method in {"PUT", "POST"} and "crud" in path:
            if len(body) > 200:
                return 413, {}, b""
            graph = graph_of(path)
            held[graph] = (0 if method == "PUT" else held[graph]) + len(body.splitlines())
            return 201, {}, b""
        return rows(*({"g": graph, "n": n} for graph, n in held.items()))

    with told(answer) as store:
        out, _ = load(write_dump(tmp_path / "dump"), store.address, "--profile", "virtuoso")
    assert "6 new" in out
    assert held[f"{ARTICLE}/facts"] == 3


def test_a_store_that_goes_away_costs_nothing_that_was_counted(load, tmp_path):
    held = {}

    def answer(method, path, body):
        if path == "/query":
            return rows(*({"g": graph, "n": n} for graph, n in held.items()))
        if len(held) > 2:
            return 0, {}, b""
        for text in body.decode().splitlines():
            graph = text.rpartition("<")[2].removesuffix("> .")
            held[graph] = held.get(graph, 0) + 1
        return 204, {}, b""

    dump = write_dump(tmp_path / "dump")
    options = ("--profile", "oxigraph", "--batch-size", "0.01", "--retries", "0")
    with told(answer) as store:
        write_dump(dump, size=60)
        _, error = load(dump, store.address, *options, expect=1)
    assert "went away" in error
    assert "run the same command again" in error
    entries = [json.loads(line) for line in (tmp_path / "journal.jsonl").read_text().splitlines()]
    assert 1 <= len({graph for graph, digest, *part in entries if digest and not part}) <= len(held)


def test_an_update_store_gets_updates(load, tmp_path):
    local = Store()

    def answer(method, path, body):
        if method == "POST" and b"INSERT DATA" in body:
            local.update(body.decode())
            return 200, {}, b"{}"
        if method == "GET":
            return 200, {"Server": "qlever/1"}, b""
        result = local.query(asked(body))
        names = [variable.value for variable in result.variables]
        return rows(*({n: row[n].value for n in names if row[n] is not None} for row in result))

    dump = write_dump(tmp_path / "dump")
    with told(answer) as store:
        assert "(qlever): 6 graphs: 6 new" in load(dump, store.address, "--profile", "qlever")[0]
        write_dump(dump, size=2)
        assert "(generic): 6 graphs: 0 new, 4 replaced, 2 unchanged" in load(dump, store.address)[0]
        assert store.headers[-1]["user-agent"].startswith("kg/")
    expected = set(parse((dump / "graph.nq").read_bytes(), format=RdfFormat.N_QUADS))
    assert {quad for quad in local if "dataset" not in str(quad.graph_name)} == expected


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("ftp://a.example/", "no address of a store"),
        ("http://me:secret@a.example/", "leave name and password out"),
        ("http://a.example/?x=1", "leave ? and #"),
    ],
)
def test_addresses_that_are_refused(load, tmp_path, address, says):
    _, error = load(write_dump(tmp_path / "dump"), address, expect=2)
    assert says in error
    assert "secret" not in error


def test_a_store_that_is_not_there(load, tmp_path):
    _, error = load(write_dump(tmp_path / "dump"), "http://127.0.0.1:9", "--retries", "0", expect=3)
    assert "cannot be reached" in error


@pytest.mark.parametrize(
    ("name", "content", "code", "says"),
    [
        ("a.nq", "<http://a.example/s> <http://a.example/p> _:b <http://a.example/g> .\n", 1, "blank nodes"),
        ("a.nq", "<http://a.example/s> <http://a.example/p> .\n", 1, "cannot be read"),
        ("a.nt", "<http://a.example/s> <http://a.example/p> <http://a.example/o> .\n", 2, "--graph IRI"),
    ],
)
def test_dumps_that_cannot_be_loaded(load, tmp_path, name, content, code, says):
    (tmp_path / name).write_text(content)
    with told(lambda method, path, body: rows()) as store:
        _, error = load(tmp_path / name, store.address, "--profile", "oxigraph", expect=code)
    assert says in error
    assert len(error.splitlines()) == 1
