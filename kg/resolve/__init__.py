"""Entities and events across articles: which of them are one, as decisions that can be taken back."""
