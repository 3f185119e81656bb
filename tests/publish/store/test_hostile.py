"""`kg load` as it is run, with dumps and stores that are broken: one line that says what is wrong, and a second run that completes."""

import gzip
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
import zstandard
from click.testing import CliRunner

from kg.cli import main
from tests.publish.store.servers import OXIGRAPH, asked, free_port, oxigraph, rows, told, wait_for
from tests.publish.store.test_large import Keeping
from tests.publish.store.test_load import ARTICLE, BASE, write_dump

KG = Path(sys.executable).with_name("kg")
PACK = {"": bytes, ".gz": gzip.compress, ".zst": zstandard.compress}
OXIGRAPH_PROFILE = ("--profile", "oxigraph", "--retries", "0")


@pytest.fixture
def kg(tmp_path):
    """`kg` in a process of its own: what it said on the stream that the exit code makes expect."""

    def run(command, *arguments, expect=0):
        journal = ["--journal", tmp_path / "journal.jsonl"] if command == "load" else []
        done = subprocess.run(
            [KG, command, *arguments, *journal], capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == expect, done.stdout + done.stderr
        if not expect:
            return done.stdout
        assert done.stderr.startswith("error: "), done.stderr
        assert len(done.stderr.splitlines()) == 1, done.stderr
        return done.stderr

    return run


@contextmanager
def answering(status, content=b"", headers=None):
    """A store that answers so to data, and keeps them once `broken` is False."""
    keeping = Keeping()

    def answer(method, path, body):
        if answer.broken and path.startswith("/store"):
            return status, headers or {}, content
        return keeping(method, path, body)

    answer.broken = True
    with told(answer) as store:
        yield store, answer


@pytest.mark.parametrize("packing", PACK)
@pytest.mark.parametrize("where", ["within a line", "at the end of a line"])
def test_a_dump_that_was_cut_off(kg, tmp_path, packing, where):
    dump = write_dump(tmp_path / "dump", size=300)
    whole = (dump / "graph.nq").read_bytes()
    (dump / "graph.nq").unlink()
    file = dump / f"graph.nq{packing}"
    packed = PACK[packing](whole)
    with (dump / "dataset.ttl").open("a") as stream:
        title, size = "http://purl.org/dc/terms/title", "http://www.w3.org/ns/dcat#byteSize"
        stream.write(f'<{BASE}graph/dataset#f> <{title}> "{file.name}" ; <{size}> {len(packed)} .\n')
    middle = len(packed) // 2 if packing or where == "within a line" else whole.rindex(b"\n", 0, 9000) + 1
    file.write_bytes(packed[:middle])
    with oxigraph(tmp_path) as address:
        assert "cut off" in kg("load", dump, address, expect=1)
        file.write_bytes(packed)
        assert "6 graphs: 6 new" in kg("load", dump, address)


@pytest.mark.parametrize("packing", PACK)
def test_a_file_that_was_cut_off(kg, tmp_path, packing):
    whole = (write_dump(tmp_path / "dump", size=300) / "graph.nq").read_bytes()
    file = tmp_path / f"some.nq{packing}"
    packed = PACK[packing](whole)
    file.write_bytes(packed[: len(packed) * 2 // 3])
    with oxigraph(tmp_path) as address:
        for command in (("load", file, address), ("validate", file), ("query", file, "ASK {}")):
            assert str(file) in kg(*command, expect=1)
        file.write_bytes(packed)
        assert "; 1201 triples" in kg("load", file, address)
        assert "5 unchanged" in kg("load", file, address)


def test_a_shard_that_is_not_there(kg, tmp_path):
    dump = write_dump(tmp_path / "dump")
    (dump / "graph.nq").rename(dump / "graph-0001.nq")
    with (dump / "dataset.ttl").open("a") as stream:
        for number in (1, 2):
            stream.write(
                f'<{BASE}#f{number}> <http://purl.org/dc/terms/title> "graph-000{number}.nq" ;'
                " <http://www.w3.org/ns/dcat#byteSize> 5 .\n"
            )
    with told(Keeping()) as store:
        assert "graph-0002.nq: it is not there" in kg(
            "load", dump, store.address, *OXIGRAPH_PROFILE, expect=1
        )
    assert store.answer.bodies == []


@pytest.mark.parametrize(
    ("status", "content", "says"),
    [
        (401, b"", "set KG_STORE_USER"),
        (403, b"", "not allowed"),
        (404, b"<html>no such page</html>", "check the address"),
        (415, b"Unknown media type", "check --profile"),
        (500, b"While appending to file: 000012.log: No space left on device", "disk is full"),
        (500, b"out of luck", "it says: out of luck"),
        (507, b"", "disk is full"),
    ],
)
def test_a_store_that_refuses_takes_the_dump_once_it_does_not(kg, tmp_path, status, content, says):
    dump = write_dump(tmp_path / "dump")
    with answering(status, content) as (store, answer):
        error = kg("load", dump, store.address, *OXIGRAPH_PROFILE, expect=1)
        answer.broken = False
        assert "6 new" in kg("load", dump, store.address, *OXIGRAPH_PROFILE)
    assert says in error
    assert f"answers {status} to POST" in error


def test_a_full_disk_is_not_asked_again(kg, tmp_path):
    with answering(500, b"No space left on device") as (store, _):
        kg("load", write_dump(tmp_path / "dump"), store.address, "--profile", "oxigraph", expect=1)
    assert len(store.bodies("/store")) == 1


def test_a_triple_that_is_too_large_is_named(kg, tmp_path):
    with answering(413) as (store, _):
        error = kg("load", write_dump(tmp_path / "dump"), store.address, *OXIGRAPH_PROFILE, expect=1)
    assert "one triple alone is too much" in error
    assert len(store.bodies("/store")) < 8


def test_a_wrong_count_is_told_and_the_next_load_makes_up_for_it(kg, tmp_path):
    dump = write_dump(tmp_path / "dump")
    with answering(200) as (store, answer):
        error = kg("load", dump, store.address, *OXIGRAPH_PROFILE, expect=1)
        assert "3 triples were sent, the store has 0" in error
        answer.broken = False
        assert "6 new" in kg("load", dump, store.address, *OXIGRAPH_PROFILE)


def test_a_page_in_the_place_of_a_store(kg, tmp_path):
    with told(lambda *_: (200, {"Content-Type": "text/html"}, b"<html>welcome</html>")) as store:
        error = kg("load", write_dump(tmp_path / "dump"), store.address, *OXIGRAPH_PROFILE, expect=1)
    assert "no SPARQL result" in error


def test_a_store_that_goes_away_and_comes_back(kg, tmp_path):
    if not OXIGRAPH:
        pytest.skip("the oxigraph wheel is not installed")
    dump = write_dump(tmp_path / "dump", articles=[f"{BASE}article/{n:032x}" for n in range(30)], size=150)
    port = free_port()
    address, journal = f"http://127.0.0.1:{port}", tmp_path / "journal.jsonl"
    serve = [OXIGRAPH, "serve", "--location", tmp_path / "store", "--bind", f"127.0.0.1:{port}"]
    options = ("--batch-size", "0.05", "--retries", "0")

    def start():
        server = subprocess.Popen(serve, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(address, server)
        return server

    def stop(server):
        server.kill()
        server.wait()

    server = start()
    command = [KG, "load", dump, address, "--journal", journal, *options]
    try:
        load = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        while load.poll() is None and (not journal.exists() or journal.stat().st_size < 500):
            time.sleep(0.001)
    finally:
        stop(server)
    _, error = load.communicate(timeout=60)
    assert load.returncode == 1, error
    assert "the store went away" in error
    assert len(error.splitlines()) == 1
    server = start()
    try:
        assert " 0 unchanged" not in kg("load", dump, address, *options)
        assert "62 unchanged" in kg("load", dump, address, *options)
    finally:
        stop(server)


def test_ctrl_c_waits_for_no_store(tmp_path):
    dump = write_dump(tmp_path / "dump", size=300)
    hanging = threading.Event()

    def answer(method, path, body):
        if path.startswith("/store") or store.bodies("/store"):
            hanging.wait(60)
        return rows()

    with told(answer) as store:
        code = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); import kg.cli; kg.cli.main()"
        command = [sys.executable, "-c", code, "load", dump, store.address, "--journal", tmp_path / "j"]
        load = subprocess.Popen(
            [*command, *OXIGRAPH_PROFILE, "--batch-size", "0.02"], stderr=subprocess.PIPE, text=True
        )
        while load.poll() is None and not store.bodies("/store"):
            time.sleep(0.01)
        time.sleep(0.2)
        load.send_signal(signal.SIGINT)
        start = time.monotonic()
        _, error = load.communicate(timeout=50)
        hanging.set()
    assert load.returncode == 130
    assert error == "error: interrupted; what was finished is kept\n"
    assert time.monotonic() - start < 25


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("page.nq", b"<html><body>Not found</body></html>\n", "cannot be read"),
        ("data.jsonld", b'{"@context": "http://192.0.2.1/c.jsonld", "name": "x"}', "never fetched"),
        ("data.jsonld", b'{"@context": {"@import": "http://192.0.2.1/c.jsonld"}, "a": "x"}', "cannot be read"),
        ("deep.jsonld", b"[" * 500_000, "cannot be read"),
        ("deep.ttl", b"<http://a.example/s> <http://a.example/p> " + b"[ <http://a.example/p> " * 100_000, "cannot be read"),
        ("lists.ttl", b"<http://a.example/s> <http://a.example/p> " + b"(" * 100_000, "lists.ttl: "),
        ("open.ttl", b'<http://a.example/s> <http://a.example/p> """' + b"x\n" * 9_000_000, "longer than 16 MiB"),
        ("long.nq", b'<http://a.example/s> <http://a.example/p> "' + b"x" * 50_000_000 + b'" <http://a.example/g> .\n', "longer than 16 MiB"),
        ("utf.nq", b'<http://a.example/s> <http://a.example/p> "\xff" <http://a.example/g> .\n', "cannot be read"),
        ("zeros.nq.gz", b"\0" * 1000, "damaged or cut off"),
        ("zeros.nq.zst", b"\0" * 1000, "damaged or cut off"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)  # fmt: skip
def test_files_that_are_no_dump(kg, tmp_path, name, content, says):
    (tmp_path / name).write_bytes(content)
    with told(Keeping()) as store:
        load = ("load", tmp_path / name, store.address, "--graph", "http://a.example/g", *OXIGRAPH_PROFILE)
        for command in (load, ("validate", tmp_path / name), ("query", tmp_path / name, "ASK {}")):
            assert says in kg(*command, expect=1)
    assert store.answer.bodies == []


@pytest.mark.parametrize(
    "content",
    [
        "".join(f"@prefix p{n}: <http://a.example/{n}/> .\n" for n in range(50_000)) + "p1:a p2:b p3:c .\n",
        "<http://a.example/s> <http://a.example/p> <http://a.example/o> .\n" * 50_000,
    ],
    ids=["prefixes", "repetitions"],
)
def test_turtle_that_is_only_long_is_read(kg, tmp_path, content):
    (tmp_path / "long.ttl").write_text(content)
    with told(Keeping()) as store:
        done = kg(
            "load", tmp_path / "long.ttl", store.address, "--graph", "http://a.example/g", *OXIGRAPH_PROFILE
        )
    assert "1 graphs: 1 new, 0 replaced, 0 unchanged, 0 pruned; 1 triples" in done


def test_a_long_text_of_our_own_goes_alone(kg, tmp_path):
    dump = write_dump(tmp_path / "dump")
    long = f'<{ARTICLE}/text> <https://schema.org/text> "{"x" * 12_000_000}" <{ARTICLE}/facts> .\n'
    lines = [*(dump / "graph.nq").read_text().splitlines(keepends=True), long]
    (dump / "graph.nq").write_text("".join(sorted(lines)))
    with oxigraph(tmp_path) as address:
        assert "6 new" in kg("load", dump, address)
        assert "6 unchanged" in kg("load", dump, address)


@pytest.mark.parametrize(
    "line",
    [
        "<{a}/x> <http://a.example/p> <http://a.example/o> <http://evil.example/> . <{a}/y> <http://a.example/p> <http://a.example/o> <{a}/facts> .\n",
        "<{a}/x> <http://a.example/p> <http://a.example/o> <http://evil.example/> <{a}/facts> .\n",
        "<{a}/x> <http://a.example/p> <{a}/facts> .\n",
        "<{a}/x> <http://a.example/p> _:b <{a}/facts> .\n",
        "_:b <http://a.example/p> <{a}/o> <{a}/facts> .\n",
        "# <{a}/facts> .\n",
        "<{a}/x> <http://a.example/p y> <{a}/o> <{a}/facts> .\n",
        "<{a}/x> <rel> <{a}/o> <{a}/facts> .\n",
    ],
)
def test_a_line_that_would_reach_other_graphs_is_not_sent(tmp_path, line):
    dump = write_dump(tmp_path / "dump", articles=())
    (dump / "graph.nq").write_text(line.format(a=ARTICLE))
    with told(Keeping()) as store:
        arguments = ["load", str(dump), store.address, "--journal", str(tmp_path / "j"), *OXIGRAPH_PROFILE]
        result = CliRunner().invoke(main, arguments)
    graphs = {quad.graph_name.value for quad in store.answer.store}
    assert graphs <= {f"{BASE}graph/dataset"}, graphs
    assert result.exit_code in (0, 1, 2)
    assert "internal" not in result.output


@pytest.mark.parametrize(
    "query",
    ["SELECT * { SERVICE <http://192.0.2.1/> { ?s ?p ?o } }", "LOAD <http://192.0.2.1/x.ttl>", "ASK { SERVICE SILENT ?s {} }"],
)  # fmt: skip
def test_queries_that_call_outside_are_refused_unless_asked_for(kg, tmp_path, query):
    dump = write_dump(tmp_path / "dump")
    with told(lambda *_: rows()) as store:
        for place in (dump, store.address):
            assert "--allow-federation" in kg("query", place, query, expect=2)
    assert not [body for _, _, body in store.requests if asked(body) == query]


SHAPES = """\
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
<urn:shape> a sh:NodeShape ; sh:targetSubjectsOf <https://schema.org/name> ; sh:property [ sh:path <urn:p> ; sh:minCount 1 ] .
"""
FOREIGN = {
    "js": ("<urn:shape> sh:js [ a sh:JSConstraint ; sh:jsLibrary [ sh:jsLibraryURL <{0}/x.js> ] ; sh:jsFunctionName 'f' ] .", 1),
    "imports": ("<urn:shapes> a owl:Ontology ; owl:imports <{0}/more.ttl> .", 1),
    "sparql": ('<urn:shape> sh:sparql [ sh:select "SELECT $this {{ SERVICE <{0}/> {{ ?s ?p ?o }} }}" ] .', 2),
    "target": ('<urn:shape> sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this {{ SERVICE <{0}/> {{}} }}" ] .', 2),
    "rule": ('<urn:shape> sh:rule [ a sh:SPARQLRule ; sh:construct "CONSTRUCT {{}} {{ SERVICE <{0}/> {{}} }}" ] .', 2),
}  # fmt: skip


@pytest.mark.parametrize("kind", FOREIGN)
def test_shapes_of_others_call_nobody(kg, tmp_path, kind):
    dump = write_dump(tmp_path / "dump")
    shapes = tmp_path / "shapes"
    shapes.mkdir()
    text, code = FOREIGN[kind]
    with told(lambda *_: (200, {}, b"")) as elsewhere:
        (shapes / "a.ttl").write_text(SHAPES + text.format(elsewhere.address))
        command = [KG, "validate", dump, "--shapes", shapes]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == code, done.stderr
    assert elsewhere.requests == []
    assert "does not conform" in done.stdout if code == 1 else "is not SHACL Core" in done.stderr
