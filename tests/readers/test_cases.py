"""Every format by example: `cases/NAME/input.*` is read, `cases/NAME/expected.json` says what must come out.

Of an expected article each field that is named must be equal. `text` of a page is compared with what is analysed of
it, by words, F1 .9; that of other formats is compared as it is. `content` is what is analysed, white space aside.
`reason` is part of the reason of a rejection, beside which fields of the row may stand.
"""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from kg.article import LEFT_OUT, Article
from kg.readers import Metadata, read_paths

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.name for path in CASES.iterdir())


def overlap(found: str, expected: str) -> float:
    """F1 of the words of two texts."""
    one, other = (Counter(re.findall(r"\w+", text.casefold())) for text in (found, expected))
    return 2 * (one & other).total() / max(1, (one + other).total())


def content_of(article: Article) -> str:
    """What of the text is analysed."""
    return "\n".join(article.text[s.start : s.end] for s in article.sections if s.kind not in LEFT_OUT)


@pytest.mark.parametrize("name", NAMES)
def test_case(name: str) -> None:
    (path,) = (CASES / name).glob("input.*")
    options = json.loads((CASES / name / "options.json").read_text()) if (CASES / name / "options.json").exists() else {}  # fmt: skip
    columns = tuple(sorted(options.pop("columns", {}).items()))
    rows = list(read_paths([str(path)], defaults=Metadata(columns=columns), **options))
    wanted = json.loads((CASES / name / "expected.json").read_text("utf-8"))
    assert [type(row).__name__ for row in rows] == [
        "Rejected" if "reason" in w else "Article" for w in wanted
    ], rows
    for row, want in zip(rows, wanted, strict=True):
        text, reason, content = (want.pop(name, None) for name in ("text", "reason", "content"))
        if reason is not None:
            assert reason in row.reason
        found = {field: getattr(row, field) for field in want}
        assert json.loads(json.dumps(found)) == want
        if content is not None:
            assert " ".join(content_of(row).split()) == content
        if text is not None and path.suffix == ".html":
            assert overlap(content_of(row), text) >= 0.9, row.text
        elif text is not None:
            assert row.text == text
