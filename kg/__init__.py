"""Turns English news articles into linked data that people can trust."""

__version__ = "0.1.0"
