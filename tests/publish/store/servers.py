"""Real stores on loopback, and one that answers as it is told."""

import http.server
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

OXIGRAPH = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
VIRTUOSO, ISQL = shutil.which("virtuoso-t"), shutil.which("isql-vt")

VIRTUOSO_INI = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
[SPARQL]
ResultSetMaxRows = 10000
"""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(address: str, process: subprocess.Popen, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, f"the server of {address} ended with {process.returncode}"
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} did not start")


def run_until_done(command: list[str], folder: Path, address: str) -> Iterator[str]:
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(address, process)
        yield address
    finally:
        process.kill()
        process.wait()


@contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    """The address of an Oxigraph server that keeps its data in memory."""
    if not OXIGRAPH:
        pytest.skip("the oxigraph wheel is not installed")
    port = free_port()
    command = [OXIGRAPH, "serve", "--bind", f"127.0.0.1:{port}"]
    yield from run_until_done(command, folder, f"http://127.0.0.1:{port}")


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """The address of a Virtuoso server with the login dba, dba."""
    if not VIRTUOSO or not ISQL:
        pytest.skip("Debian's virtuoso-opensource-7-bin is not installed")
    http_port, sql_port = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO_INI.format(http=http_port, sql=sql_port))
    command = [VIRTUOSO, "+foreground", "+configfile", "virtuoso.ini"]
    yield from run_until_done(command, folder, f"http://127.0.0.1:{http_port}/sparql")


@dataclass
class Told:
    """A store that answers as it is told; `requests` are method, path and body of what was asked."""

    answer: Callable[[str, str, bytes], tuple[int, dict[str, str], bytes]]
    requests: list[tuple[str, str, bytes]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    address: str = ""

    def bodies(self, part: str) -> list[bytes]:
        return [body for _, path, body in self.requests if part in path]


def rows(*bindings: dict[str, object]) -> tuple[int, dict[str, str], bytes]:
    import json

    names = sorted({name for row in bindings for name in row})
    cells = [
        {name: {"type": "literal", "value": str(value)} for name, value in row.items()} for row in bindings
    ]
    return (
        200,
        {"Content-Type": "application/sparql-results+json"},
        json.dumps({"head": {"vars": names}, "results": {"bindings": cells}}).encode(),
    )


@contextmanager
def told(answer) -> Iterator[Told]:
    """A store on loopback; an answer with status 0 drops the connection."""
    store = Told(answer)

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            store.requests.append((self.command, self.path, body))
            store.headers.append({name.lower(): value for name, value in self.headers.items()})
            status, headers, content = store.answer(self.command, self.path, body)
            if not status:
                self.close_connection = True
                self.connection.close()
                return
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815 (the names that http.server calls)

        def log_message(self, *arguments) -> None:
            """No talk."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    store.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield store
    finally:
        server.shutdown()
        server.server_close()


def asked(body: bytes) -> str:
    """The SPARQL query of a request's form."""
    return parse_qs(body.decode()).get("query", [""])[0]


def graph_of(path: str) -> str:
    query = parse_qs(urlsplit(path).query)
    return (query.get("graph") or query.get("graph-uri") or [""])[0]
