"""The file of a knowledge base: columns that are mapped into memory, and compressed blocks of text.

    magic "KGB1", length of the header (4 bytes), header (JSON: counts, sources, sections), sections

Names are found by a 48-bit hash: the first 16 bits choose a bucket, the other 32 are searched in it; with a
million names an unknown name meets a wrong one once in 300 million look-ups. All numbers are little-endian.
Nothing in the file depends on the day or the machine: the same items give the same bytes.
"""

import hashlib
import json
import zlib
from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from kg.errors import EnvironmentFaultError, UsageError

__all__ = [
    "FORMAT",
    "ITEM_BITS",
    "MAGIC",
    "TEXTS_PER_BLOCK",
    "Array",
    "StoreFile",
    "TextBlocks",
    "name_hash",
    "pack_blocks",
    "pack_texts",
    "smallest",
    "text_dictionary",
    "write_store",
]

MAGIC = b"KGB1"
FORMAT = 1
TEXTS_PER_BLOCK = 32
ITEM_BITS = 20
"""Bits of a posting that number the item, where the header does not say otherwise; above them stand what the name
is: form (3), capitals (1), ordinary (1), namesakes (3)."""
_ALIGNMENT = 16
_CACHED_BLOCKS = 256
_DICTIONARY_BYTES = 32768
_PASSAGE = 1 << 20
_LARGEST_HEADER = 1 << 24

Array: TypeAlias = npt.NDArray[Any]


def name_hash(key: str) -> tuple[int, int]:
    """Bucket (16 bits) and fingerprint (32 bits) of a name key."""
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=6).digest()
    return int.from_bytes(digest[:2], "big"), int.from_bytes(digest[2:], "big")


def smallest(values: Array) -> Array:
    """Whole numbers from 0 in the narrowest type of 2, 4 or 8 bytes that holds them all."""
    most = int(values.max()) if len(values) else 0
    return values.astype("<u2" if most < 1 << 16 else "<u4" if most < 1 << 32 else "<u8")


def text_dictionary(texts: Iterable[str]) -> bytes:
    """The pieces of text that occur most, the best last: what deflate starts each block with."""
    counts = Counter(piece for text in texts for piece in text.split("\t") if len(piece) > 5)
    frequent = [(count * len(piece), piece) for piece, count in counts.items() if count >= 12]
    frequent.sort(reverse=True)
    size, chosen = 0, []
    for _, piece in frequent:
        size += len(piece.encode()) + 1
        if size > _DICTIONARY_BYTES:
            break
        chosen.append(piece)
    return "\t".join(reversed(chosen)).encode()


def pack_texts(texts: Sequence[str]) -> tuple[bytes, bytes, Array]:
    """Texts as compressed blocks of 32, with the dictionary and the offsets that `TextBlocks` needs."""
    dictionary = text_dictionary(texts)
    blocks = pack_blocks(texts, dictionary)
    offsets = np.cumsum([0, *map(len, blocks)], dtype="<u4")
    return b"".join(blocks), dictionary, offsets


def pack_blocks(texts: Sequence[str], dictionary: bytes) -> list[bytes]:
    """Texts as compressed blocks of 32."""
    blocks = []
    for start in range(0, len(texts), TEXTS_PER_BLOCK):
        packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, dictionary)
        raw = "\n".join(text.replace("\n", " ") for text in texts[start : start + TEXTS_PER_BLOCK])
        blocks.append(packer.compress(raw.encode("utf-8", "replace")) + packer.flush())
    return blocks


class TextBlocks:
    """Texts by number out of compressed blocks; the last 256 blocks stay unpacked."""

    def __init__(self, blob: Array, dictionary: bytes, offsets: Array) -> None:
        self._blob, self._dictionary, self._offsets = blob, dictionary, offsets
        self._cache: OrderedDict[int, list[str]] = OrderedDict()

    def __getitem__(self, index: int) -> str:
        number, place = divmod(index, TEXTS_PER_BLOCK)
        block = self._cache.get(number)
        if block is None:
            block = self._cache[number] = self._unpack(number)
            if len(self._cache) > _CACHED_BLOCKS:
                self._cache.popitem(last=False)
        return block[place]

    def _unpack(self, number: int) -> list[str]:
        start, end = int(self._offsets[number]), int(self._offsets[number + 1])
        unpacker = zlib.decompressobj(-15, self._dictionary)
        return unpacker.decompress(self._blob[start:end].tobytes()).decode().split("\n")


def write_store(path: Path, header: Mapping[str, Any], sections: Mapping[str, Array]) -> None:
    """Write the file at once: to a temporary name beside it, then renamed.

    Sections may be files mapped into memory: they are read twice, a passage at a time. Raises
    `EnvironmentFaultError` when the disk is full or the folder cannot be written.
    """
    table, position = {}, 0
    for name, array in sections.items():
        table[name] = [array.dtype.str, position, len(array)]
        position += array.nbytes + -array.nbytes % _ALIGNMENT
    digest = hashlib.sha256()
    for passage in _passages(sections):
        digest.update(passage)
    full = {**header, "sections": table, "sha256": digest.hexdigest()}
    text = json.dumps(full, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    text += b" " * (-(len(MAGIC) + 4 + len(text)) % _ALIGNMENT)
    temporary = path.with_name(path.name + ".part")
    try:
        with temporary.open("wb") as file:
            file.write(MAGIC + len(text).to_bytes(4, "little") + text)
            file.writelines(_passages(sections))
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise EnvironmentFaultError(f"cannot write {path}: {error.strerror or error}") from error


def _passages(sections: Mapping[str, Array]) -> Iterator[bytes]:
    for array in sections.values():
        for start in range(0, len(array), _PASSAGE):
            yield np.ascontiguousarray(array[start : start + _PASSAGE]).tobytes()
        yield b"\0" * (-array.nbytes % _ALIGNMENT)


class StoreFile:
    """A knowledge base file mapped into memory: its header and its sections by name."""

    def __init__(self, path: Path) -> None:
        try:
            mapped = np.memmap(path, dtype=np.uint8, mode="r")
        except (OSError, ValueError) as error:
            raise EnvironmentFaultError(f"cannot open the knowledge base {path}: {error}") from error
        if bytes(mapped[: len(MAGIC)]) != MAGIC:
            raise UsageError(f"{path} is not a knowledge base of kg (it should begin with {MAGIC.decode()})")
        size = int.from_bytes(bytes(mapped[4:8]), "little")
        self.path = path
        self.header = _header(path, bytes(mapped[8 : 8 + min(size, _LARGEST_HEADER)]))
        self._body = np.asarray(mapped)[8 + size :]
        for dtype, start, length in self.header["sections"].values():
            if start + length * np.dtype(dtype).itemsize > len(self._body):
                raise UsageError(f"{path} is cut off: copy or build the knowledge base again")

    def section(self, name: str) -> Array:
        """One column or blob, not copied."""
        dtype, start, length = self.header["sections"][name]
        width = np.dtype(dtype).itemsize
        return self._body[start : start + length * width].view(dtype)

    def numbers(self, name: str) -> "memoryview[int]":
        """One column as a sequence of plain integers, not copied."""
        return memoryview(self.section(name))  # type: ignore[arg-type]  # numpy arrays are buffers


def _header(path: Path, text: bytes) -> dict[str, Any]:
    try:
        header: dict[str, Any] = json.loads(text)
    except ValueError as error:
        raise UsageError(f"{path} is cut off or damaged: copy or build the knowledge base again") from error
    if header.get("format") != FORMAT:
        raise UsageError(
            f"{path} has format {header.get('format')} of knowledge bases, this version of kg reads {FORMAT}: "
            "build it again"
        )
    return header
