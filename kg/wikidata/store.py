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
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from kg.errors import EnvironmentFaultError, UsageError

__all__ = ["MAGIC", "StoreFile", "TextBlocks", "name_hash", "pack_texts", "write_store"]

MAGIC = b"KGB1"
TEXTS_PER_BLOCK = 32
_ALIGNMENT = 16
_CACHED_BLOCKS = 256
_DICTIONARY_BYTES = 32768

Array: TypeAlias = npt.NDArray[Any]


def name_hash(key: str) -> tuple[int, int]:
    """Bucket (16 bits) and fingerprint (32 bits) of a name key."""
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=6).digest()
    return int.from_bytes(digest[:2], "big"), int.from_bytes(digest[2:], "big")


def _dictionary(texts: Sequence[str]) -> bytes:
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
    dictionary = _dictionary(texts)
    blocks, offsets, size = [], [0], 0
    for start in range(0, len(texts), TEXTS_PER_BLOCK):
        packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, dictionary)
        raw = "\n".join(text.replace("\n", " ") for text in texts[start : start + TEXTS_PER_BLOCK]).encode()
        block = packer.compress(raw) + packer.flush()
        blocks.append(block)
        size += len(block)
        offsets.append(size)
    return b"".join(blocks), dictionary, np.array(offsets, dtype="<u4")


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
    """Write the file at once: to a temporary name beside it, then renamed."""
    table, blobs, position = {}, [], 0
    for name, array in sections.items():
        data = np.ascontiguousarray(array).tobytes()
        table[name] = [array.dtype.str, position, len(array)]
        padding = -len(data) % _ALIGNMENT
        blobs.append(data + b"\0" * padding)
        position += len(data) + padding
    body = b"".join(blobs)
    full = {**header, "sections": table, "sha256": hashlib.sha256(body).hexdigest()}
    text = json.dumps(full, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    text += b" " * (-(len(MAGIC) + 4 + len(text)) % _ALIGNMENT)
    temporary = path.with_name(path.name + ".part")
    temporary.write_bytes(MAGIC + len(text).to_bytes(4, "little") + text + body)
    temporary.replace(path)


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
        self.header: dict[str, Any] = json.loads(bytes(mapped[8 : 8 + size]))
        self._body = np.asarray(mapped)[8 + size :]

    def section(self, name: str) -> Array:
        """One column or blob, not copied."""
        dtype, start, length = self.header["sections"][name]
        width = np.dtype(dtype).itemsize
        return self._body[start : start + length * width].view(dtype)

    def numbers(self, name: str) -> "memoryview[int]":
        """One column as a sequence of plain integers, not copied."""
        return memoryview(self.section(name))  # type: ignore[arg-type]  # numpy arrays are buffers
