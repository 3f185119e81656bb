"""Extractors: a parsed document in, frozen records out."""
