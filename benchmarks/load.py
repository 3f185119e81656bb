"""How fast `kg load` fills a store, beside `curl` with the same file to the same kind of server.

    python benchmarks/load.py [--articles 1000] [--repeat 3] [--dump DIR]

Needs the oxigraph wheel and curl. Each run has a new server. Prints quads a second of the fastest run of both, their
ratio, and the peak memory of `kg load`.
"""

import argparse
import hashlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent


def multiplied(source: Path, articles: int, target: Path) -> int:
    """Write a dump of so many articles, the ones of `source` again and again under new IRIs; its number of quads."""
    blocks: dict[str, list[str]] = defaultdict(list)
    shared = []
    with source.open(encoding="utf-8") as stream:
        for line in stream:
            subject = line.partition(">")[0]
            _, found, rest = subject.partition("/article/")
            if found:
                blocks[rest[:32]].append(line)
            else:
                shared.append(line)
    keys = sorted(blocks)
    names = sorted((hashlib.sha256(b"%d" % n).hexdigest()[:32], keys[n % len(keys)]) for n in range(articles))
    count = len(shared)
    with target.open("w", encoding="utf-8") as stream:
        for name, key in names:
            stream.writelines(sorted(line.replace(key, name) for line in blocks[key]))
            count += len(blocks[key])
        stream.writelines(shared)
    return count


class Server:
    """An Oxigraph server in memory, for as long as the block runs."""

    def __enter__(self) -> str:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            port = listener.getsockname()[1]
        self.process = subprocess.Popen(
            [BIN / "oxigraph", "serve", "--bind", f"127.0.0.1:{port}"], stderr=subprocess.DEVNULL
        )
        address = f"http://127.0.0.1:{port}"
        for _ in range(100):
            try:
                urllib.request.urlopen(address, timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        return address

    def __exit__(self, *exception: object) -> None:
        self.process.kill()
        self.process.wait()


def seconds(command: list[object]) -> float:
    start = time.perf_counter()
    subprocess.run([str(word) for word in command], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def by_curl(curl: str, file: Path) -> float:
    with Server() as address:
        header = "Content-Type: application/n-quads"
        return seconds([curl, "-sf", "-X", "POST", "-T", file, "-H", header, f"{address}/store"])


def by_kg(dump: Path, journal: Path) -> tuple[float, float]:
    """Seconds of a load, and of the same once more."""
    journal.unlink(missing_ok=True)
    with Server() as address:
        command = [BIN / "kg", "load", dump, address, "--journal", journal]
        return seconds(command), seconds(command)


def peak_megabytes(dump: Path) -> int:
    """What `kg load` needs itself, apart from the server."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
    )
    with Server() as address:
        command = [
            sys.executable,
            "-c",
            code,
            BIN / "kg",
            "load",
            dump,
            address,
            "--journal",
            dump / "journal",
        ]
        return int(subprocess.run(command, check=True, capture_output=True).stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--dump", type=Path, default=ROOT / "demo", help="a folder with graph.nq (make demo)")
    options = parser.parse_args()
    curl = shutil.which("curl") or sys.exit("curl is not installed")
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / "dump"
        dump.mkdir()
        shutil.copy(options.dump / "dataset.ttl", dump)
        file = dump / "graph.nq"
        quads = multiplied(options.dump / "graph.nq", options.articles, file)
        runs = [(by_curl(curl, file), *by_kg(dump, Path(folder) / "journal")) for _ in range(options.repeat)]
        memory = peak_megabytes(dump)
    raw, ours, again = map(min, zip(*runs, strict=True))
    print(f"{quads} quads of {options.articles} articles into Oxigraph in memory")
    print(f"curl      {quads / raw:10,.0f} quads/s")
    print(f"kg load   {quads / ours:10,.0f} quads/s, counted; {raw / ours:.2f} of curl; {memory} MB")
    print(f"again     {quads / again:10,.0f} quads/s, nothing changed")


if __name__ == "__main__":
    main()
