"""Bytes to text: charsets, byte order marks, and complaints that say what to do."""

import codecs
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import DecodeError, UsageError
from kg.readers.decoding import check_encoding, decode

TEXT = "“Café” — naïve\r\nsecond line\t1"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        pytest.param(TEXT.encode(), None, id="plain utf-8"),
        pytest.param(codecs.BOM_UTF8 + TEXT.encode(), None, id="utf-8 with mark"),
        pytest.param(codecs.BOM_UTF8 + TEXT.encode(), "utf-8", id="utf-8 declared, with mark"),
        pytest.param(TEXT.encode("utf-16"), None, id="utf-16 with mark"),
        pytest.param(TEXT.encode("utf-32"), None, id="utf-32 with mark"),
        pytest.param(TEXT.encode("utf-16-be"), "utf-16-be", id="utf-16 declared"),
        pytest.param(TEXT.encode("windows-1252"), "windows-1252", id="windows-1252 declared"),
    ],
)
def test_text_comes_out_unchanged_and_without_mark(data: bytes, encoding: str | None) -> None:
    assert decode(data, encoding) == TEXT


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        pytest.param(
            "“Yes”, he said".encode("windows-1252"), "byte 0x93 at offset 0.*windows-1252", id="windows"
        ),
        pytest.param("plain and long text".encode("utf-16-le"), "utf-16-le", id="utf-16 without mark"),
        pytest.param(b"%PDF-1.7 stream", "PDF", id="a PDF"),
        pytest.param(b"text\x00more", "zero byte at character 4", id="a zero byte"),
        pytest.param(b"a\x01\x02\x03\x04\x05\x06b", "6 of 8 characters are control", id="control characters"),
        pytest.param(b"", "0 bytes", id="empty"),
        pytest.param(b" \n\t ", "white space", id="only white space"),
        pytest.param(b"123 - 456 !", "no letter", id="no letter"),
    ],
)
def test_what_is_not_text_is_refused_with_a_reason(data: bytes, complaint: str) -> None:
    with pytest.raises(DecodeError, match=complaint):
        decode(data)


def test_a_declared_charset_that_does_not_fit_is_named() -> None:
    with pytest.raises(DecodeError, match="not ASCII: byte 0xc3 at offset 3"):
        decode("Café".encode(), "ascii")


def test_an_unknown_charset_is_a_wrong_call() -> None:
    with pytest.raises(UsageError, match="klingon"):
        check_encoding("klingon")


def test_a_codec_that_is_no_charset_is_a_wrong_call() -> None:
    with pytest.raises(UsageError):
        check_encoding("base64")


def test_one_very_long_word_is_text() -> None:
    assert len(decode(b"a" * 10_000)) == 10_000


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_any_text_with_a_letter_survives(text: str) -> None:
    text = f"x{text}"
    assert decode(text.encode()) == text


@given(st.binary(max_size=300))
def test_bytes_become_text_or_a_decode_error(data: bytes) -> None:
    with contextlib.suppress(DecodeError):
        assert "\x00" not in decode(data)
