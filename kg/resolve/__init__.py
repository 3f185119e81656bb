"""Entities and events across articles."""
