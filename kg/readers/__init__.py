"""Readers: a file in, articles out."""
