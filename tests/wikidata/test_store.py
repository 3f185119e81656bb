import numpy as np
import pytest

from kg.errors import EnvironmentFaultError, UsageError
from kg.wikidata.base import KnowledgeBase
from kg.wikidata.store import FORMAT, StoreFile, TextBlocks, pack_texts, smallest, write_store


def test_sections_come_back_from_the_file(tmp_path):
    numbers = np.arange(5, dtype="<u4")
    write_store(tmp_path / "x.kgb", {"format": FORMAT}, {"numbers": numbers, "bytes": np.zeros(3, "u1")})
    store = StoreFile(tmp_path / "x.kgb")
    assert list(store.numbers("numbers")) == [0, 1, 2, 3, 4]
    assert len(store.section("bytes")) == 3


def test_a_section_mapped_from_a_file_gives_the_same_bytes(tmp_path):
    numbers = np.arange(3_000_000, dtype="<u4")
    numbers.tofile(tmp_path / "column")
    write_store(tmp_path / "a.kgb", {"format": FORMAT}, {"n": numbers})
    write_store(tmp_path / "b.kgb", {"format": FORMAT}, {"n": np.memmap(tmp_path / "column", "<u4", "r")})
    assert (tmp_path / "a.kgb").read_bytes() == (tmp_path / "b.kgb").read_bytes()


def test_texts_come_back_by_number():
    texts = [f"text number {n}\twith a part that occurs often" for n in range(100)]
    blob, dictionary, offsets = pack_texts(texts)
    blocks = TextBlocks(np.frombuffer(blob, "u1"), dictionary, offsets)
    assert [blocks[n] for n in (99, 0, 31, 32)] == [texts[n] for n in (99, 0, 31, 32)]


@pytest.mark.parametrize(("most", "dtype"), [(0, "<u2"), (65535, "<u2"), (65536, "<u4"), (1 << 32, "<u8")])
def test_columns_are_as_narrow_as_their_numbers_allow(most, dtype):
    assert smallest(np.array([most], dtype="<u8")).dtype == np.dtype(dtype)


@pytest.mark.parametrize(
    ("keep", "message"),
    [pytest.param(60, "cut off", id="header"), pytest.param(-1000, "cut off", id="columns")],
)
def test_a_file_that_is_cut_off_is_refused(small, tmp_path, keep, message):
    path = tmp_path / "cut.kgb"
    path.write_bytes(small._store.path.read_bytes()[:keep])
    with pytest.raises(UsageError, match=message):
        KnowledgeBase.open(path)


def test_a_file_of_another_format_says_what_to_do(tmp_path):
    write_store(tmp_path / "new.kgb", {"format": 99}, {})
    with pytest.raises(UsageError, match=r"format 99 .* build it again"):
        StoreFile(tmp_path / "new.kgb")


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(EnvironmentFaultError, match=r"cannot write .*none/x\.kgb"):
        write_store(tmp_path / "none" / "x.kgb", {"format": FORMAT}, {})
