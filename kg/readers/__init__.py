"""Readers: a file in, articles out."""

from kg.readers.base import Metadata, Rejected
from kg.readers.paths import read_paths

__all__ = ["Metadata", "Rejected", "read_paths"]
