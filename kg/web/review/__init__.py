"""The review: an article sentence by sentence with what was found beside it, for people to judge."""

from kg.web.review.page import html_review
from kg.web.review.terminal import terminal_review

__all__ = ["html_review", "terminal_review"]
