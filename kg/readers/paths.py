"""Files, folders, globs and standard input: found, put in one order, read one after the other."""

import glob
import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.article import Article
from kg.errors import UsageError
from kg.readers.base import PACKED, Metadata, Rejected, Source
from kg.readers.container import ARCHIVES, is_archive_name, read_source, stem_of
from kg.readers.decoding import check_encoding
from kg.readers.metadata import check_options
from kg.readers.registry import check_format, suffixes
from kg.readers.text import SUFFIXES as TEXT_SUFFIXES

__all__ = ["find_sources", "read_paths"]

STDIN = "-"


def read_paths(
    paths: Sequence[str], *, defaults: Metadata | None = None, input_format: str | None = None
) -> Iterator[Article | Rejected]:
    """The articles of files, folders (with all below them), globs and `-`, in one canonical order.

    The order of `paths` does not matter. Two articles with the same URL, or the same id under one publisher
    or collection, cannot both be published: the second is rejected. Raises `UsageError` at once when nothing
    is found or an option is wrong; while iterating, `UsageError` or `EnvironmentFaultError` when a file
    cannot be opened.
    """
    options = check_options(defaults or Metadata())
    check_encoding(options.encoding)
    check_format(input_format)
    sources = find_sources(paths)
    return _without_duplicates(_read_all(sources, options, input_format))


def find_sources(paths: Sequence[str]) -> list[Source]:
    """The inputs that the paths mean, each once, sorted by name."""
    if not paths:
        raise UsageError("no input: name a file, a folder, a glob, or - for standard input")
    found: dict[str, Source] = {}
    for path in paths:
        for source in _expand(path):
            found.setdefault(source.name, source)
    return [found[name] for name in sorted(found)]


def _expand(path: str) -> list[Source]:
    if path == STDIN:
        return [Source(STDIN)]
    if Path(path).is_dir():
        return _folder(Path(os.path.normpath(path)))
    if os.path.lexists(path) or not glob.has_magic(path):
        if not Path(path).exists():
            raise UsageError(f"{path}: no such file or folder")
        return _files([Path(os.path.normpath(path))])
    matches = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 (absolute patterns, too)
    if not matches:
        raise UsageError(f"{path}: no file matches")
    return [source for match in matches for source in _match(match)]


def _match(match: str) -> list[Source]:
    path = Path(os.path.normpath(match))
    if not path.is_dir():
        return _files([path])
    return [] if not _in_folder(path) else _folder(path)


def _files(paths: Sequence[Path]) -> list[Source]:
    return [Source(path.as_posix(), path, stem_of(path.name)) for path in paths if not _is_sidecar(path)]


def _folder(folder: Path) -> list[Source]:
    files = _in_folder(folder)
    if not files:
        known = " ".join(sorted((*suffixes(), *ARCHIVES)))
        raise UsageError(f"{folder}: no article in this folder (looked for {known})")
    return [Source(path.as_posix(), path, stem_of(path.relative_to(folder).as_posix())) for path in files]


def _in_folder(folder: Path) -> list[Path]:
    """All files of a known format below a folder, hidden ones aside; links to folders are not followed."""
    found = []
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            if not name.startswith(".") and _is_known(name) and not _is_sidecar(path):
                found.append(path)
    return found


def _is_known(name: str) -> bool:
    return is_archive_name(name) or Source(name).suffix in suffixes()


def _is_sidecar(path: Path) -> bool:
    """`NAME.json` beside `NAME.txt` is that article's metadata."""
    if path.suffix.lower() != ".json":
        return False
    texts = (path.with_suffix(suffix + packed) for suffix in TEXT_SUFFIXES for packed in ("", *PACKED))
    return any(text.is_file() for text in texts)


def _read_all(
    sources: Sequence[Source], options: Metadata, input_format: str | None
) -> Iterator[Article | Rejected]:
    for source in sources:
        yield from read_source(source, defaults=options, input_format=input_format)


def _without_duplicates(rows: Iterator[Article | Rejected]) -> Iterator[Article | Rejected]:
    seen: dict[bytes, str] = {}
    for row in rows:
        if isinstance(row, Rejected):
            yield row
            continue
        what, key = _identity(row)
        digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()[:16]
        if (first := seen.get(digest)) is None:
            seen[digest] = row.source
            yield row
        else:
            where = "earlier in this file" if first == row.source else f"in {first}"
            yield Rejected(row.source, row.id, "read", f"{what} stands {where}", format=row.format)


def _identity(article: Article) -> tuple[str, str]:
    """What makes two articles one, in words and as a key: URL, else publisher and id, else the text."""
    if article.url:
        return f"an article with the same URL <{article.url}>", f"url {article.url}"
    if article.id:
        owner = article.publisher or article.collection
        return f"an article with the same id {article.id!r} of {owner}", f"id {owner}\n{article.id}"
    return "an article with the same text", f"text {article.text_sha256}"
