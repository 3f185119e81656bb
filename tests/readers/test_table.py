from pathlib import Path

import pytest

from kg.article import Article
from kg.errors import UsageError
from kg.readers import Metadata, Rejected, read_paths

TEXT = "The council voted to close the bridge."


def read(folder: Path, content: bytes, name: str = "a.csv", **options: object) -> list[Article | Rejected]:
    (folder / name).write_bytes(content)
    return list(read_paths([str(folder / name)], defaults=Metadata(**options)))


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_delimiters_and_charsets(tmp_path: Path, mark: str, charset: str) -> None:
    rows = f"id{mark}text{mark}author\r\n1{mark}“{TEXT}”{mark}Åse Dahl\r\n"
    (article,) = read(tmp_path, rows.encode(charset))
    assert (article.id, article.text, article.authors) == ("1", f"“{TEXT}”", ("Åse Dahl",))


def test_a_cell_that_never_ends_costs_the_rest_only(tmp_path: Path) -> None:
    rows = b"id,text\n1," + TEXT.encode() + b'\n2,"' + b"never " * 1_000_000
    article, rest = read(tmp_path, rows)
    assert article.id == "1"
    assert "the rest of the table cannot be read" in rest.reason


def test_a_row_in_another_charset_costs_that_row(tmp_path: Path) -> None:
    rows = b"id,text\n1,Caf\xe9 closed\n2," + TEXT.encode() + b"\n"
    bad, article = read(tmp_path, rows)
    assert "try --encoding windows-1252" in bad.reason
    assert article.id == "2"
    assert [a.id for a in read(tmp_path, rows, encoding="windows-1252")] == ["1", "2"]


def test_a_table_without_known_text_column_says_what_to_do(tmp_path: Path) -> None:
    (row,) = read(tmp_path, b"a,b\n1,2\n")
    assert row.reason == "no column is known to hold the text; say which with --column text=NAME, of: a, b"


def test_a_column_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"--column text=c: .*a\.csv has no such column; it has: a, b"):
        read(tmp_path, b"a,b\n1,2\n", columns=(("text", "c"),))


def test_prose_with_commas_is_no_table(tmp_path: Path) -> None:
    text = "The text, the title, and the date were read aloud in the council on Monday.\n"
    (article,) = read(tmp_path, text.encode(), "a.dat")
    assert article.text == text


def test_a_damaged_parquet_file(tmp_path: Path) -> None:
    whole = (Path(__file__).parent / "cases/parquet-archive/input.parquet").read_bytes()
    for data in (whole[:300], b"PAR1" + bytes(100) + b"PAR1", whole[:200] + bytes(50) + whole[250:]):
        *_, row = read(tmp_path, data, "a.parquet")
        assert "the Parquet file is damaged" in row.reason
