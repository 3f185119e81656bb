"""Dumps and their description."""
