"""Bytes to text: by the charset that the user declares, else a byte order mark, else UTF-8.

A byte order mark says how the bytes are to be read; it is no part of the text, so offsets count from the
character behind it. Nothing else is changed: line ends, tabs and odd spaces stay as they are.
"""

import codecs
import unicodedata

from kg.errors import DecodeError, UsageError

__all__ = ["check_characters", "check_encoding", "decode", "wide_guess"]

_MARKS = (  # the longest first: the mark of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "gzip data (give it a name that ends in .gz)"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x7fELF", "a program"),
)
MAX_CONTROL_SHARE = 0.01
"""Share of control characters above which a text is taken for binary data."""


def check_encoding(encoding: str | None) -> None:
    """Raise `UsageError` if the charset is not known."""
    if encoding is None:
        return
    try:
        "x".encode(encoding)  # codecs that are no charsets (base64) fail here
    except (LookupError, TypeError, ValueError):
        raise UsageError(
            f"unknown text encoding {encoding!r}; known are for example utf-8, utf-16, windows-1252"
        ) from None


def decode(data: bytes, encoding: str | None = None, *, is_container: bool = False) -> str:
    r"""The text of a file.

    Raises `DecodeError` that says at which byte it is not text, and what to try. What only holds text (JSON)
    `is_container`: its characters are checked when it has been unpacked.

    >>> decode(b"\xef\xbb\xbfCaf\xc3\xa9")
    'Café'
    """
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise DecodeError(f"not text: it looks like {name}")
    marked = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), None)
    if marked and (encoding is None or _same_family(encoding, marked[1])):
        data, charset = data[len(marked[0]) :], marked[1]
    else:
        charset = encoding or "utf-8"
    try:
        text = data.decode(charset)
    except UnicodeDecodeError as error:
        raise DecodeError(_complaint(data, charset, error.start)) from None
    if not is_container:
        check_characters(text)
    return text


def _same_family(encoding: str, marked: str) -> bool:
    return codecs.lookup(encoding).name[:6] == marked[:6]


def _complaint(data: bytes, charset: str, offset: int) -> str:
    byte = data[offset] if offset < len(data) else 0
    said = f"not {charset.upper()}: byte 0x{byte:02x} at offset {offset}"
    if wide := wide_guess(data):
        return f"{said}; try --encoding {wide}"
    if charset.lower().replace("-", "") == "utf8":
        return f"{said}; if an old Windows program wrote it, try --encoding windows-1252"
    return f"{said}; is --encoding right?"


def wide_guess(data: bytes) -> str | None:
    """The charset of UTF-16 without its mark, where every other byte of Latin text is zero; else None."""
    sample = data[:2000]
    half = len(sample) // 2
    if half < 4:
        return None
    if sample[1::2].count(0) > 0.7 * half and sample[::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if sample[::2].count(0) > 0.7 * half and sample[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def check_characters(text: str) -> None:
    """Raise `DecodeError` for binary data, text without a letter, and halves of characters."""
    if "\x00" in text:
        wide = wide_guess(text[:2000].encode("utf-8", "replace"))
        hint = f"; try --encoding {wide}" if wide else ""
        raise DecodeError(f"binary data: a zero byte at character {text.index(chr(0))}{hint}")
    controls = sum(map(text.count, _CONTROLS))
    if controls > max(3, MAX_CONTROL_SHARE * len(text)):
        raise DecodeError(f"binary data: {controls} of {len(text)} characters are control characters")
    if not text or text.isspace():
        raise DecodeError("empty: nothing but white space" if text else "empty: it has 0 bytes")
    if not any(map(str.isalpha, text)):
        raise DecodeError("there is no letter in it")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise DecodeError(
            f"half a character (surrogate U+{ord(text[error.start]):04X}) at {error.start}"
        ) from None


_CONTROLS = tuple(
    chr(i)
    for i in range(0xA0)
    if unicodedata.category(chr(i)) == "Cc" and chr(i) not in "\t\n\r\x0b\x0c\x85\x1a"
)
