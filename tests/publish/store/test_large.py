"""Graphs that are larger than a batch: in pieces of bounded size, counted, resumed, and not sent twice."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner
from pyoxigraph import RdfFormat, Store

from kg.cli import main
from kg.publish.store.piece import own_lines, pieces, quad_lines, sorted_lines
from tests.publish.store.servers import asked, oxigraph, rows, told, virtuoso
from tests.publish.store.test_load import ARTICLE, OTHER, line, write_dump

BATCH = 0.02
LIMIT = int(BATCH * 1024 * 1024)


class Keeping:
    """Answers like Oxigraph, keeps what it gets; after `stop` bodies the connection drops, the `lossy` one is kept by half."""

    def __init__(self, *, stop: int = 10**9, lossy: int = -1) -> None:
        self.store, self.bodies, self.stop, self.lossy = Store(), [], stop, lossy

    def __call__(self, method, path, body):
        if path.startswith("/store"):
            if len(self.bodies) >= self.stop:
                return 0, {}, b""
            self.bodies.append(body)
            lines = body.splitlines(keepends=True)
            kept = lines[: len(lines) // 2] if len(self.bodies) - 1 == self.lossy else lines
            self.store.load(b"".join(kept), format=RdfFormat.N_QUADS)
            return 204, {}, b""
        if path.startswith("/update"):
            self.store.update(body.decode())
            return 204, {}, b""
        result = self.store.query(asked(body))
        names = [variable.value for variable in result.variables]
        return rows(*({n: row[n].value for n in names if row[n] is not None} for row in result))


@pytest.fixture
def load(tmp_path, monkeypatch):
    monkeypatch.setenv("KG_STORE_USER", "dba")
    monkeypatch.setenv("KG_STORE_PASSWORD", "dba")

    def run(dump, address, *options, expect=0, batch=BATCH):
        arguments = ["load", str(dump), address, "--journal", str(tmp_path / "journal.jsonl")]
        sizes = ["--batch-size", str(batch), "--retries", "0"]
        result = CliRunner().invoke(main, [*arguments, *sizes, *options])
        assert result.exit_code == expect, result.output
        return result.stdout if expect == 0 else result.stderr

    return run


@pytest.fixture
def dump(tmp_path):
    return write_dump(tmp_path / "dump", articles=(ARTICLE,), size=700)


def sent(answer):
    """How many triples came in requests."""
    return sum(body.count(b"\n") for body in answer.bodies)


def quads_of(dump):
    return sorted(line.decode() for _, line in quad_lines(dump))


def kept(answer):
    return sorted(f"{quad} .\n" for quad in answer.store)


def test_no_request_is_larger_than_a_batch(load, dump):
    with told(Keeping()) as store:
        assert "4 graphs: 4 new, 0 replaced" in load(dump, store.address, "--profile", "oxigraph")
    assert max(map(len, store.answer.bodies)) <= LIMIT
    assert len(store.answer.bodies) > 8
    assert kept(store.answer) == quads_of(dump)


@pytest.mark.parametrize("start", [oxigraph, virtuoso])
def test_a_large_graph_is_not_sent_again_unless_it_changed(load, dump, tmp_path, start):
    with start(tmp_path) as address:
        assert "4 new" in load(dump, address)
        assert "4 unchanged, 0 pruned; 0 triples" in load(dump, address, batch=0.01)
        write_dump(dump, articles=(ARTICLE,), size=650)
        assert "0 new, 2 replaced, 2 unchanged, 0 pruned; 1300 triples" in load(dump, address)
        assert "4 unchanged" in load(dump, address)


def test_what_changed_in_the_middle_replaces_the_graph(load, dump):
    options = ("--profile", "oxigraph")
    with told(Keeping()) as store:
        load(dump, store.address, *options)
        file = dump / "graph.nq"
        file.write_text(
            file.read_text().replace("facts 0699", "facts 0699x").replace('facts 350"', 'FACTS 350"')
        )
        assert "would be: 4 graphs: 0 new, 1 replaced, 3" in load(dump, store.address, *options, "--dry-run")
        assert "1 replaced, 3 unchanged" in load(dump, store.address, *options)
    assert kept(store.answer) == quads_of(dump)


@pytest.mark.parametrize("batch", [BATCH, 0.013, 8])
def test_a_large_graph_goes_on_where_it_was_stopped(load, dump, batch):
    answer = Keeping(stop=6)
    with told(answer) as store:
        error = load(dump, store.address, "--profile", "oxigraph", expect=1)
        assert "run the same command again" in error
        before, answer.stop = sent(answer), 10**9
        load(dump, store.address, "--profile", "oxigraph", batch=batch)
    assert before > 300
    assert sent(answer) == len(quads_of(dump))
    assert kept(answer) == quads_of(dump)


def test_what_changed_while_a_load_was_stopped_is_sent_from_the_start(load, dump):
    answer = Keeping(stop=6)
    with told(answer) as store:
        load(dump, store.address, "--profile", "oxigraph", expect=1)
        write_dump(dump, articles=(ARTICLE, OTHER), size=600)
        file = dump / "graph.nq"
        file.write_text(file.read_text().replace('evidence 3"', 'EVIDENCE 3"'))
        answer.stop = 10**9
        load(dump, store.address, "--profile", "oxigraph")
    assert kept(answer) == quads_of(dump)


def test_a_large_graph_of_which_the_store_kept_half_is_sent_once_more(load, dump, tmp_path):
    with told(Keeping(lossy=2)) as store:
        load(dump, store.address, "--profile", "oxigraph")
    assert kept(store.answer) == quads_of(dump)
    entries = [json.loads(line) for line in (tmp_path / "journal.jsonl").read_text().splitlines()]
    assert all(entry[1] for entry in {entry[0]: entry for entry in entries}.values())


def test_a_store_that_always_loses_some_is_found_out(load, dump, tmp_path):
    class Losing(Keeping):
        def __call__(self, method, path, body):
            self.lossy = 2 if len(self.bodies) == 2 else len(self.bodies)
            return super().__call__(method, path, body)

    with told(Losing()) as store:
        error = load(dump, store.address, "--profile", "oxigraph", expect=1)
    assert "triples were sent, the store has" in error
    assert len(error.splitlines()) == 1


PEAK = "import kg.cli; kg.cli.main(standalone_mode=False); print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"


def test_memory_does_not_grow_with_a_graph(tmp_path):
    """Peaks in KiB of loads of 3 and 30 MB, in batches of 1 MiB."""
    counts = {}

    def answer(method, path, body):
        if path.startswith("/store"):
            graph = body.rpartition(b" <")[2].rstrip(b"> .\n").decode()
            counts[graph] = counts.get(graph, 0) + body.count(b"\n")
            return 204, {}, b""
        return rows(*({"g": graph, "n": number} for graph, number in counts.items()))

    peaks = []
    for size in (30_000, 300_000):
        counts.clear()
        file = tmp_path / f"{size}.nq"
        file.write_text("".join(sorted(line(ARTICLE, "facts", n) for n in range(size))))
        with told(answer) as store:
            options = [
                store.address,
                "--journal",
                tmp_path / "j",
                "--profile",
                "oxigraph",
                "--batch-size",
                "1",
            ]
            command = [sys.executable, "-c", PEAK, "load", file, *options]
            done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
            store.requests.clear()
        peaks.append(int(done.stdout.split()[-1]))
    assert peaks[1] < peaks[0] + 12 * 1024, peaks


@pytest.mark.parametrize("limit", [1, 1000, 10**6])
@pytest.mark.parametrize("way", ["own", "any", "sorted"])
def test_pieces_are_the_same_triples_whatever_their_size(tmp_path, limit, way):
    dump = write_dump(tmp_path / "dump", size=30)
    file = dump / "graph.nq"
    file.write_text(file.read_text(encoding="utf-8").replace("\\u00E9", "é"), encoding="utf-8")
    lines = {"own": own_lines, "any": quad_lines, "sorted": lambda dump: sorted_lines(quad_lines(dump))}[way]
    cut = list(pieces(lines(dump), limit))
    assert sorted(b"".join(piece.data for piece in cut).decode().splitlines(keepends=True)) == quads_of(dump)
    assert {p.graph: (p.digest, p.count) for p in cut if p.last} == {
        p.graph: (p.digest, p.count) for p in pieces(own_lines(dump), 10**9)
    }


@pytest.mark.parametrize("number", [0, 1, 17, 699, 700])
def test_a_piece_is_cut_after_any_triple(dump, number):
    (whole,) = (p for p in pieces(own_lines(dump), 10**9) if p.graph.endswith("facts"))
    digest, rest = whole.after(number)
    assert (rest.start, rest.count, rest.digest) == (number, 700, whole.digest)
    head = whole.data[: len(whole.data) - len(rest.data)]
    assert head.count(b"\n") == number
    assert rest.after(700)[0] == whole.digest
    assert rest.after(number)[0] == digest
