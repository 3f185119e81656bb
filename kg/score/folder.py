"""A folder of annotated articles: `ID.mentions.txt` and `ID.facts.json` of each, perhaps `articles.jsonl`."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.readers.base import Metadata
from kg.readers.metadata import check_options
from kg.score.facts import read_facts
from kg.score.mark import MarkError, read_marks
from kg.score.record import GoldArticle

__all__ = ["MAX_BYTES", "Gold", "read_folder"]

MAX_BYTES = 2_000_000
"""The largest file of one article."""
MAX_ROWS_BYTES = 200_000_000
"""The largest `articles.jsonl`."""
MARKED, FACTS, ROWS = ".mentions.txt", ".facts.json", "articles.jsonl"
HEAD = re.compile(r"# *([^|\n]*?) *\| *([^\n]*?) *\r?(?:\n|$)")
NAME = re.compile(r"[A-Za-z0-9][\w.-]*")
SHOWN = 25


@dataclass(frozen=True, slots=True)
class Gold:
    """Annotated articles in the order of their ids, the digest of the files, and what is wrong with them.

    `digest` is SHA-256 over the sorted names and the contents of all files that were read.
    """

    articles: tuple[GoldArticle, ...]
    digest: str
    faults: tuple[str, ...]


class _FileError(ValueError):
    """A file that cannot be used."""


def read_folder(folder: Path) -> Gold:
    """The articles of a folder; `Gold.faults` holds one line for each fault, and articles with faults are left out.

    A title and date in `articles.jsonl` win over the first line of `ID.mentions.txt`, `# date | title`, which only
    an article in `articles.jsonl` may lack. Raises `UsageError` if there is no such folder.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder")
    names = sorted(path.name for path in folder.iterdir() if path.name.endswith((MARKED, FACTS)))
    files: dict[str, bytes] = {}
    faults: list[str] = []
    for name in [*names, *([ROWS] if (folder / ROWS).exists() else [])]:
        try:
            files[name] = _content(folder / name)
        except _FileError as error:
            faults.append(f"{name}: {error}")
    rows = _rows(files.get(ROWS, b""), faults)
    articles = []
    for ident in sorted({name.removesuffix(MARKED).removesuffix(FACTS) for name in names}):
        article, found = _article(ident, files, rows.get(ident), set(names))
        faults += found
        if article is not None and not found:
            articles.append(article)
    if not names:
        faults.append(f"{folder}: no annotated article in it; it needs ID{MARKED} and ID{FACTS} of each")
    return Gold(tuple(articles), _digest(files), tuple(faults))


def _content(path: Path) -> bytes:
    limit = MAX_ROWS_BYTES if path.name == ROWS else MAX_BYTES
    try:
        if not path.is_file():
            raise _FileError("is not a file")
        if path.stat().st_size > limit:
            raise _FileError(f"is larger than {limit:,} bytes")
        return path.read_bytes()
    except OSError as error:
        raise _FileError(f"cannot be read: {error.strerror or error}") from error


def _digest(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{len(files[name])}\0".encode())
        digest.update(files[name])
    return digest.hexdigest()


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _FileError(f"is not UTF-8 at byte {error.start}") from error


def _json(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_once)
    except RecursionError as error:
        raise _FileError("is nested too deeply") from error
    except ValueError as error:
        raise _FileError(f"is not JSON: {error}") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        raise ValueError(f"the key {counts.most_common(1)[0][0]!r} stands twice in one object")
    return found


def _rows(content: bytes, faults: list[str]) -> dict[str, Mapping[str, Any]]:
    """The rows of `articles.jsonl` by id."""
    found: dict[str, Mapping[str, Any]] = {}
    for number, line in enumerate(content.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            row = _json(_text(line))
        except _FileError as error:
            faults.append(f"{ROWS}: line {number} {error}")
            continue
        fields = ("id", "text", "title", "date", "url")
        if not isinstance(row, dict) or not all(
            isinstance(row.get(name), str) or (name not in fields[:2] and row.get(name) is None)
            for name in fields
        ):
            faults.append(f"{ROWS}: line {number} needs id and text; title, date and url are texts or null")
            continue
        found[row["id"]] = row
    return found


def _article(
    ident: str, files: Mapping[str, bytes], row: Mapping[str, Any] | None, names: set[str]
) -> tuple[GoldArticle | None, list[str]]:
    """An article, and what is wrong with it."""
    if not NAME.fullmatch(ident):
        return None, [f"{ident!r}: an id must be letters, digits, points, hyphens"]
    missing = [ident + end for end in (MARKED, FACTS) if ident + end not in names]
    if missing:
        return None, [f"{name}: is missing" for name in missing]
    if ident + MARKED not in files or ident + FACTS not in files:
        return None, []
    where = ident + MARKED
    try:
        title, date, marked = _head(_text(files[where]), row)
        text, mentions = read_marks(marked)
        url = row["url"] if row is not None and "url" in row else None
        _check_against(text, row)
        _check_metadata(title, date, url)
        where = ident + FACTS
        data = _json(_text(files[where]))
    except (_FileError, MarkError) as error:
        return None, [f"{where}: {error}"]
    facts = read_facts(data, text, mentions)
    article = GoldArticle(
        ident,
        text,
        title,
        date,
        url,
        mentions,
        facts.entities,
        facts.roles,
        facts.statements,
        facts.events,
    )
    return article, [f"{where}: {fault}" for fault in facts.faults]


def _head(content: str, row: Mapping[str, Any] | None) -> tuple[str | None, str | None, str]:
    """Title, date, and the marked text."""
    head = HEAD.match(content)
    if head is None and row is None:
        raise _FileError("the first line must be `# date | title`")
    body = content[head.end() :] if head else content
    title, date = (head[2] or None, head[1] or None) if head else (None, None)
    if row is not None:
        title, date = row.get("title") or title, row.get("date") or date
    return title, date, body.strip("\r\n")


def _check_against(text: str, row: Mapping[str, Any] | None) -> None:
    """Raise `_FileError` if the text without marks is not that of `articles.jsonl`."""
    if not text.strip():
        raise _FileError("there is no text")
    given = row["text"].strip("\r\n") if row is not None else text
    if text == given:
        return
    pairs = enumerate(zip(text, given, strict=False))
    at = next((i for i, (a, b) in pairs if a != b), min(len(text), len(given)))
    here, there = (t[max(0, at - SHOWN) : at + SHOWN] for t in (text, given))
    raise _FileError(f"the text without marks is not that of {ROWS} at {at}: {here!r}, there {there!r}")


def _check_metadata(title: str | None, date: str | None, url: str | None) -> None:
    try:
        check_options(Metadata(title=title, date=date, url=url))
    except UsageError as error:
        raise _FileError(str(error)) from error
