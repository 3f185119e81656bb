"""How fast, how lean and how right inputs are read: `python benchmarks/readers.py [--seconds N] [--warc-mb N] [--quick]`.

Prints each figure beside its floor and ends with 1 if one is missed. Pages are those of `tests/readers/cases`, put into the
frame that news sites put around an article (navigation, scripts, teasers: some 150 kB); JSON Lines are the annotated articles;
the crawl is generated, one page in three, the rest pictures and scripts. Memory is the largest resident set of a process of its own.
`--quick` leaves the floors of speed out: they are for a machine with nothing else to do.
"""

import argparse
import io
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import trafilatura

from kg.article import LEFT_OUT, Article
from kg.readers import Metadata, read_paths
from kg.readers.base import Source
from kg.readers.html import read as read_html
from kg.readers.jsonl import read as read_jsonl
from kg.readers.markup import decode_markup

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "readers" / "cases"
FIELDS = {
    "headline": ("title", "headline"),
    "date": ("date",),
    "publisher": ("publisher",),
    "author": ("authors",),
}
MEASURE = """
import resource, sys, time
from kg.readers import Metadata, read_paths
start = time.process_time()
count = sum(1 for _ in read_paths(sys.argv[1:], defaults=Metadata()))
print(count, time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def rate(work: Callable[[], int], seconds: float) -> float:
    """Things that `work`, which says how many it did, does in a second of a core's time, others at work or not."""
    work()
    done, start = 0, time.process_time()
    while (passed := time.process_time() - start) < seconds:
        done += work()
    return done / passed


def pages() -> list[str]:
    """The pages of the fixtures from which an article comes."""
    return [
        decode_markup(path.read_bytes())
        for path in sorted(CASES.glob("html-*/input.html"))
        if "reason" not in json.loads((path.parent / "expected.json").read_text("utf-8"))[0]
    ]


def framed(page: str, luck: random.Random) -> str:
    """A page with what news sites put around an article."""
    words = ("city", "council", "budget", "vote", "river", "bridge", "school", "police", "court", "weather")

    def line(count: int) -> str:
        return " ".join(luck.choice(words) for _ in range(count)).capitalize()

    script = "<script>" + "".join(f"window.q{luck.randrange(10**9)}={{a:{luck.random()},b:'{line(4)}'}};" for _ in range(900)) + "</script>"  # fmt: skip
    menu = "<nav><ul>" + "".join(f'<li class="item item-{n}"><a href="/s/{n}" data-track="nav-{n}">{line(2)}</a></li>' for n in range(150)) + "</ul></nav>"  # fmt: skip
    cards = "".join(
        f'<div class="card"><a href="/a/{n}"><img src="/i/{n}.jpg" srcset="/i/{n}-2.jpg 2x" alt="{line(3)}"><h3>{line(7)}</h3></a><p class="teaser">{line(14)}</p></div>'
        for n in range(120)
    )
    style = "<style>" + "".join(f".c{n}{{margin:{n}px;padding:{n}px}}" for n in range(900)) + "</style>"
    page = re.sub(r"</head>", f"{style}{script}</head>", page, count=1, flags=re.IGNORECASE)
    page = re.sub(r"(<body[^>]*>)", rf"\1<header>{menu}</header>", page, count=1, flags=re.IGNORECASE)
    end = f'<aside class="more"><h2>More stories</h2>{cards}</aside><footer>{menu}</footer>'
    return re.sub(r"</body>", f"{end}</body>", page, count=1, flags=re.IGNORECASE)


def read_all(reader: Any, data: bytes) -> int:
    return sum(1 for _ in reader(io.BytesIO(data), Source("benchmark"), defaults=Metadata()))


def json_lines() -> bytes:
    """The annotated articles, each a hundred times with another id."""
    texts = [
        re.sub(r"⟦[^|⟦⟧]*\||⟧", "", path.read_text("utf-8"))
        for path in sorted((ROOT / "benchmarks" / "gold").glob("*.mentions.txt"))
    ]
    rows = ({"id": f"{n}-{m}", "title": "News of the day", "date": "2023-02-22", "author": "Jane Doe", "text": f"{text}\n\n{m}-{n}"} for m in range(20) for n, text in enumerate(texts))  # fmt: skip
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def write_warc(path: Path, size: int, bodies: list[str]) -> None:
    """A crawl of so many bytes: each page with another date and address, pictures and scripts between them."""
    luck = random.Random(1)
    noise = luck.randbytes(400_000)
    with path.open("wb") as stream:
        number = 0
        while stream.tell() < size:
            number += 1
            if number % 3:
                begin = luck.randrange(200_000)
                stream.write(record(number, "image/jpeg", noise[begin : begin + luck.randrange(200_000)]))
            else:
                body = bodies[number % len(bodies)].replace("</body>", f"<p>{number}</p></body>")
                stream.write(record(number, "text/html; charset=utf-8", body.encode()))


def record(number: int, kind: str, body: bytes) -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n" % (kind.encode(), len(body))
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\nWARC-Target-URI: https://crawl.example/{number}\r\nWARC-Date: 2023-02-22T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(http) + len(body)}\r\n\r\n"
    return head.encode() + http + body + b"\r\n\r\n"


def crawl(size: int, bodies: list[str]) -> tuple[int, float, float]:
    """Articles, seconds and MB of memory of reading a crawl of so many bytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "crawl.warc"
        write_warc(path, size, bodies)
        shown = subprocess.run(
            [sys.executable, "-c", MEASURE, str(path)], check=True, capture_output=True, text=True, cwd=ROOT
        )
    count, seconds, memory = map(float, shown.stdout.split())
    return int(count), seconds, memory


def overlap(found: str, expected: str) -> float:
    """F1 of the words of two texts."""
    one, other = (Counter(re.findall(r"\w+", text.casefold())) for text in (found, expected))
    return 2 * (one & other).total() / max(1, (one + other).total())


def content(article: Article) -> str:
    return "\n".join(article.text[s.start : s.end] for s in article.sections if s.kind not in LEFT_OUT)


def like_trafilatura(bodies: list[str]) -> tuple[float, float]:
    """F1 of the text of pages, and of what is analysed of it, beside trafilatura's with its own settings."""
    whole, analysed = [], []
    for body in bodies:
        (article,) = read_html(io.BytesIO(body.encode()), Source("page"), defaults=Metadata(encoding="utf-8"))
        own = trafilatura.extract(body, include_comments=False) or ""
        if isinstance(article, Article):
            whole.append(overlap(article.text, own))
            analysed.append(overlap(content(article), own))
    return sum(whole) / len(whole), sum(analysed) / len(analysed)


def metadata_right() -> Iterator[tuple[str, bool]]:
    """Each field that a fixture of any format expects, and whether it is so."""
    for case in sorted(CASES.iterdir()):
        (path,) = case.glob("input.*")
        given = case / "options.json"
        options = json.loads(given.read_text("utf-8")) if given.exists() else {}
        columns = tuple(sorted(options.pop("columns", {}).items()))
        rows = read_paths([str(path)], defaults=Metadata(columns=columns), **options)
        wanted = json.loads((case / "expected.json").read_text("utf-8"))
        for row, want in zip(rows, wanted, strict=True):
            for field, names in FIELDS.items():
                for name in names:
                    if want.get(name) and "reason" not in want:
                        yield field, json.loads(json.dumps(getattr(row, name, None))) == want[name]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5, help="how long each rate is measured")
    parser.add_argument("--warc-mb", type=int, default=100, help="size of the crawl, up to 1000")
    parser.add_argument("--quick", action="store_true", help="no floors of speed")
    args = parser.parse_args()
    bodies = pages()
    full = [framed(body, random.Random(n)) for n, body in enumerate(bodies)]
    size = sum(map(len, full)) // len(full) // 1000
    rows = json_lines()
    figures: list[tuple[str, float, float | None]] = []
    speed = None if args.quick else 1
    encoded = [body.encode() for body in full]
    found = rate(lambda: sum(read_all(read_html, body) for body in encoded), args.seconds)
    figures.append((f"HTML pages/s, {size} kB each", found, speed and 40))
    small = [body.encode() for body in bodies]
    found = rate(lambda: sum(read_all(read_html, body) for body in small), args.seconds)
    figures.append(("HTML pages/s, without their frame", found, None))
    figures.append(
        ("JSON Lines articles/s", rate(lambda: read_all(read_jsonl, rows), args.seconds), speed and 1000)
    )
    count, seconds, memory = crawl(args.warc_mb * 1_000_000, full)
    figures.append((f"WARC of {args.warc_mb} MB: articles/s of {count}", count / seconds, None))
    figures.append((f"WARC of {args.warc_mb} MB: most memory, MB", -memory, -300))
    whole, analysed = like_trafilatura(bodies)
    figures.append(("text of pages beside trafilatura's, F1", whole, 0.94))
    figures.append(("what is analysed of it, F1", analysed, None))
    right = list(metadata_right())
    for field in FIELDS:
        own = [is_right for name, is_right in right if name == field]
        figures.append((f"{field} right, of {len(own)}", sum(own) / len(own), 0.95))
    for name, figure, floor in figures:
        said = "" if floor is None else f"  floor {abs(floor):g}" if floor > 0 else f"  at most {-floor:g}"
        missed = "  MISSED" if floor is not None and figure < floor else ""
        print(f"{name:48} {abs(figure):10,.{3 if abs(figure) < 2 else 0}f}{said}{missed}")
    sys.exit(any(floor is not None and figure < floor for _, figure, floor in figures))


if __name__ == "__main__":
    main()
