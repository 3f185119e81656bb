import json
import shutil
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.score.folder import MAX_BYTES, read_folder

FLEET = Path(__file__).with_name("gold")
MARKED, FACTS = "fleet.mentions.txt", "fleet.facts.json"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(FLEET, tmp_path / "gold"))


def row(folder, **values):
    """`articles.jsonl` with the article, as far as it is not said otherwise."""
    text = read_folder(folder).articles[0].text
    data = {"id": "fleet", "url": None, "date": None, "title": None, "text": text, **values}
    (folder / "articles.jsonl").write_text(json.dumps(data) + "\n")


def test_the_first_line_gives_date_and_title(folder):
    article = read_folder(folder).articles[0]
    assert (article.id, article.date, article.title) == (
        "fleet",
        "2023-02-22",
        "Norway and Turkey to sign fisheries treaty",
    )
    assert article.text.startswith("OSLO (AP)")
    assert article.text.endswith("last year.")


def test_articles_jsonl_wins_and_the_first_line_is_not_needed(folder):
    row(folder, date="2023-03-01", title="Fish", url="https://a.example/1")
    (folder / MARKED).write_text((folder / MARKED).read_text(encoding="utf-8").partition("\n")[2], "utf-8")
    article = read_folder(folder).articles[0]
    assert (article.date, article.title, article.url) == ("2023-03-01", "Fish", "https://a.example/1")


def test_the_digest_is_that_of_names_and_contents(folder):
    before = read_folder(folder).digest
    (folder / "README.md").write_text("not data")
    assert read_folder(folder).digest == before
    (folder / FACTS).write_bytes((folder / FACTS).read_bytes() + b"\n")
    changed = read_folder(folder).digest
    for name in (MARKED, FACTS):
        (folder / name).rename(folder / name.replace("fleet", "ship"))
    assert len({before, changed, read_folder(folder).digest}) == 3


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        pytest.param(MARKED, b"OSLO", "fleet.mentions.txt: the first line must be", id="no first line"),
        pytest.param(MARKED, b"# 2023 | T\nOSLO \xff", "fleet.mentions.txt: is not UTF-8 at byte 16", id="bytes"),
        pytest.param(MARKED, "# 2023 | T\n⟦OSLO".encode(), "fleet.mentions.txt: line 1 of the text: a mark", id="mark"),
        pytest.param(MARKED, b"# soon | T\nOSLO", "fleet.mentions.txt: ", id="date"),
        pytest.param(MARKED, b"# 2023 | T\n\n", "fleet.mentions.txt: there is no text", id="no text"),
        pytest.param(FACTS, b"{", "fleet.facts.json: is not JSON: ", id="JSON"),
        pytest.param(FACTS, b'{"id": 1, "id": 2}', "fleet.facts.json: is not JSON: the key 'id' stands twice", id="key"),
        pytest.param(FACTS, b"[" * 100_000, "fleet.facts.json: is nested too deeply", id="nested"),
        pytest.param(FACTS, b" " * (MAX_BYTES + 1), "fleet.facts.json: is larger than 2,000,000 bytes", id="large"),
        pytest.param("other.facts.json", b"{}", "other.mentions.txt: is missing", id="half an article"),
        pytest.param("=1.facts.json", b"{}", "'=1': an id must be letters", id="strange id"),
        pytest.param("articles.jsonl", b"{}", "articles.jsonl: line 1 needs id and text", id="row"),
        pytest.param("articles.jsonl", b"\n[", "articles.jsonl: line 2 is not JSON", id="line"),
    ],
)  # fmt: skip
def test_a_fault_is_one_line_with_its_file(folder, name, content, fault):
    (folder / name).write_bytes(content)
    found = read_folder(folder)
    assert len(found.faults) == 1
    assert found.faults[0].startswith(fault)
    assert "\n" not in found.faults[0]


def test_every_fault_is_told(folder):
    text = (folder / FACTS).read_text(encoding="utf-8")
    (folder / FACTS).write_text(
        text.replace('"told"', '"shouted"').replace('"Tuesday"', "7"), encoding="utf-8"
    )
    found = read_folder(folder)
    assert found.articles == ()
    assert [fault.split(":")[1].strip() for fault in found.faults] == ["statement s1", "v1"]


def test_another_text_than_in_articles_jsonl_is_a_fault(folder):
    row(folder, text="OSLO (AP) — Norwegian Prime Minister")
    fault = "fleet.mentions.txt: the text without marks is not that of articles.jsonl at 22: "
    assert read_folder(folder).faults[0].startswith(fault)


def test_a_folder_without_articles_is_a_fault(tmp_path):
    assert read_folder(tmp_path).faults[0].endswith("it needs ID.mentions.txt and ID.facts.json of each")
    with pytest.raises(UsageError, match="there is no such folder"):
        read_folder(tmp_path / "nowhere")
