import gzip
import io
import subprocess
import sys

import pytest
import zstandard

from kg.errors import FormatError
from kg.packing import PACKINGS, create_packed, open_packed

CONTENT = b"".join(f"line {i * 7919 % 10007}\n".encode() for i in range(60_000))


@pytest.fixture(params=PACKINGS)
def packed(request, tmp_path):
    path = tmp_path / f"rows{PACKINGS[request.param]}"
    with create_packed(path, request.param) as stream:
        for start in range(0, len(CONTENT), 1000):
            stream.write(CONTENT[start : start + 1000])
    return path


def read(path):
    with open_packed(path) as stream:
        return b"".join(stream)


def test_what_is_written_is_read(packed):
    assert read(packed) == CONTENT
    assert packed.stat().st_size < len(CONTENT) / 2


def test_other_programs_read_it(packed):
    data = packed.read_bytes()
    if packed.suffix == ".gz":
        assert gzip.decompress(data) == CONTENT
    else:
        assert zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data)).read() == CONTENT


@pytest.mark.parametrize("keep", [0.3, 0.999])
def test_a_file_that_was_cut_off_is_no_shorter_file(packed, keep):
    data = packed.read_bytes()
    packed.write_bytes(data[: int(len(data) * keep)])
    with pytest.raises(FormatError, match="damaged or cut off"):
        read(packed)


def test_damage_and_other_data(packed):
    data = packed.read_bytes()
    for broken in (data + b"more", b"plain text", data[:1000] + b"\xff" * 100 + data[1100:]):
        packed.write_bytes(broken)
        with pytest.raises(FormatError, match=packed.name):
            read(packed)


def test_parts_one_after_the_other(packed):
    packed.write_bytes(packed.read_bytes() * 2)
    assert read(packed) == CONTENT * 2


def test_a_failure_leaves_no_file(tmp_path):
    path = tmp_path / "rows.gz"
    with pytest.raises(TypeError), create_packed(path, "gzip") as stream:
        stream.write("text")
    assert not path.exists()


def test_without_the_library_there_is_a_clear_line(tmp_path):
    code = (
        "import sys; sys.modules['zstandard'] = None\n"
        "from pathlib import Path\nfrom kg.packing import open_packed\n"
        "with open_packed(Path(sys.argv[1])) as stream: stream.read()"
    )
    path = tmp_path / "rows.zst"
    path.write_bytes(b"x")
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=False)
    assert "newskg[zstd]" in done.stderr
