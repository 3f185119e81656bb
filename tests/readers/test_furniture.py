"""Lines around an article: which are known, and which sentences are taken for none of them."""

from pathlib import Path

import pytest

from kg.readers.furniture import caption_range, cut_off, is_ending, kind_of

LINES = [line.split("\t") for line in (Path(__file__).parent / "lines.tsv").read_text("utf-8").splitlines()]


@pytest.mark.parametrize(("kind", "line"), LINES)
def test_line(kind: str, line: str) -> None:
    found = kind_of(line, at_edge=True) or ("end" if is_ending(line) else "body")
    assert found == kind


def test_a_correction_stands_at_an_end_of_the_page() -> None:
    note = "This article was amended on 4 May 2023. An earlier version said that the mayor was 58."
    assert (kind_of(note, at_edge=True), kind_of(note, at_edge=False)) == ("correction", None)


def test_a_long_paragraph_is_no_furniture() -> None:
    assert kind_of("Sign up for " + "the ferry and " * 30, at_edge=True) is None


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("Meadows under water near Vell. Photo: A. Prela", "Photo: A. Prela"),
        ("Workers on the bridge, May 3. (AP Photo/Jane Doe)", "(AP Photo/Jane Doe)"),
        ("A man walks over the bridge in Vell. [Jane Doe/Reuters]", "[Jane Doe/Reuters]"),
        ("The mayor on Monday. Jane Doe/AFP via Getty Images", "Jane Doe/AFP via Getty Images"),
        ("The mayor | Photo Credit: PTI", "Photo Credit: PTI"),
        ("The mayor spoke to Reuters on Monday.", ""),
        ("The court saw the picture (page 3).", ""),
    ],
)
def test_the_credit_of_a_caption(line: str, credit: str) -> None:
    assert line[caption_range(line)[1] :].strip(" |") == credit


@pytest.mark.parametrize(
    ("line", "own"),
    [
        ("FILE PHOTO: The bridge in May.", "The bridge in May."),
        ("Image caption, The bridge in May", "The bridge in May"),
        ("Video: Crowds fill the square", "Crowds fill the square"),
        ("The bridge in May.", "The bridge in May."),
        ("Photo:", "Photo:"),
    ],
)
def test_a_caption_without_its_label(line: str, own: str) -> None:
    start, end = caption_range(line)
    assert line[start:end] == own


def test_a_text_that_was_cut_off() -> None:
    assert cut_off("The council voted on Tues… [+2371 chars]")
    assert cut_off("The council voted on Tuesday.") is None
