"""Every example article is read as its file says, and all of them build into a dump that conforms."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kg.article import Article
from kg.readers import read_paths

FOLDER = Path(__file__).parents[1] / "examples" / "articles"
KG = Path(sys.executable).with_name("kg")
ARTICLES = {article.id: article for article in read_paths([str(FOLDER)]) if isinstance(article, Article)}
FROM_DATABASES = sorted(
    i for i, a in ARTICLES.items() if a.text.splitlines()[-1].startswith("Newspapers from")
)
DATELINES = {
    "geneva-grain": ("GENEVA (AP) —", "Associated Press"),
    "river-front": ("KYIV, Ukraine (AP) —", "Associated Press"),
    "chip-curbs": ("TOKYO (Reuters) -", "Reuters"),
    "ferry-trial": ("LISBON, Portugal —", None),
    "wire-0418-01": ("NEW DELHI -", None),
}


def part(article: Article, kind: str) -> str | None:
    return next((article.text[s.start : s.end] for s in article.sections if s.kind == kind), None)


def test_every_file_is_read():
    rows = [json.loads(line) for line in (FOLDER / "wire.jsonl").read_text(encoding="utf-8").splitlines()]
    expected = {path.stem for path in FOLDER.glob("*.txt")} | {row["id"] for row in rows}
    assert set(ARTICLES) == expected
    assert len(ARTICLES) >= 14


@pytest.mark.parametrize("name", FROM_DATABASES)
def test_page_of_a_newspaper_database(name):
    article = ARTICLES[name]
    lines = article.text.splitlines()
    assert part(article, "publication") == lines[0]
    assert (part(article, "headline"), part(article, "deck")) == (lines[2], lines[4])
    assert f"{article.publisher} ({article.publisher_place})" == lines[0]
    body = part(article, "body") or ""
    assert body.rstrip().endswith((".", "”"))
    assert "Newspapers" not in body


@pytest.mark.parametrize("name", DATELINES)
def test_dateline_and_agency(name):
    dateline, agency = DATELINES[name]
    assert (part(ARTICLES[name], "dateline"), ARTICLES[name].agency) == (dateline, agency)


@pytest.mark.parametrize("name", ["chip-curbs", "paris-accord", "space-telescope"])
def test_headline_without_a_newspaper_line(name):
    article = ARTICLES[name]
    assert article.headline == article.text.splitlines()[0]


def test_headline_of_a_json_row_is_not_in_the_text():
    article = ARTICLES["wire-0417-03"]
    assert article.title == "Two killed as freight train derails in Austria"
    assert article.title not in article.text


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_file_beside_the_text_is_used(path):
    given, article = json.loads(path.read_text(encoding="utf-8")), ARTICLES[path.stem]
    authors = given.get("author", [])
    assert article.date == given["date"]
    assert article.authors == tuple([authors] if isinstance(authors, str) else authors)
    assert article.url == given.get("url")
    if "publisher" in given:
        assert article.publisher == given["publisher"]


def test_article_without_a_date_has_none():
    assert ARTICLES["geneva-grain"].date is None


def test_what_is_said_does_not_begin_in_the_dateline(nlp):
    from kg.extract.article import extract_article
    from kg.language.pipeline import parse_article

    article = ARTICLES["chip-curbs"]
    statements = extract_article(parse_article(nlp, article)).statements
    first = min(statements, key=lambda statement: statement.content_spans[0])
    assert first.content.startswith("Japan will restrict exports")


@pytest.mark.slow
@pytest.mark.usefixtures("nlp")
def test_all_examples_build_and_conform(tmp_path):
    for command in (["build", str(FOLDER), "-o", "dump", "--format", "nquads"], ["validate", "dump"]):
        done = subprocess.run([KG, *command], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((tmp_path / "dump" / "report.json").read_text(encoding="utf-8"))
    assert (report["articles"], report["rejected"]) == (len(ARTICLES), [])
