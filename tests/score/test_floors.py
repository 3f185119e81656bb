import pytest

from kg.errors import UsageError
from kg.score.figure import Tally
from kg.score.floors import compare, pin, read_floors, write_floors
from kg.score.report import Report


def report(names=0.8456, leaked=0.0123, digest="d"):
    """A report with these two figures."""
    tallies = {"safety.leaked": Tally(leaked, 1, leaked, 1)}
    if names is not None:
        tallies["names.span"] = Tally(names, 1, names, 1)
    return Report((), tallies, digest)


def pinned(tmp_path, *reports, reason=""):
    """The floors after one report after the other, through the file."""
    path, before = tmp_path / "floors.toml", None
    for one in reports:
        made, refused = pin(one, before, reason=reason)
        assert refused == []
        write_floors(path, made)
        before = read_floors(path)
        assert before == made
    return before


def test_floors_are_rounded_down_and_ceilings_up(tmp_path):
    floors = pinned(tmp_path, report())
    assert {name: floor.value for name, floor in floors.figures.items()} == {
        "names.span": 84.5,
        "safety.leaked": 1.3,
    }
    assert compare(report(), floors) == []


@pytest.mark.parametrize(
    ("worse", "lines"),
    [
        (report(names=0.8449), ["names.span is 84.49, below its floor 84.5"]),
        (report(leaked=0.02), ["safety.leaked is 2.00, above its ceiling 1.3"]),
        (report(names=None), ["names.span cannot be measured any more, its floor is 84.5"]),
        (report(names=0.9, leaked=0), []),
    ],
)
def test_one_line_for_each_figure_that_is_worse(tmp_path, worse, lines):
    assert compare(worse, pinned(tmp_path, report())) == lines


def test_other_data_are_told(tmp_path):
    lines = compare(report(digest="e"), pinned(tmp_path, report()))
    assert len(lines) == 1
    assert "their digest is e, the floors' d" in lines[0]


def test_floors_rise_and_are_not_lowered_without_a_reason(tmp_path):
    floors = pinned(tmp_path, report(), report(names=0.9, leaked=0))
    assert (floors.figures["names.span"].value, floors.figures["safety.leaked"].value) == (90, 0)
    assert pin(report(), floors)[1] == [
        "names.span would go from 90.0 to 84.5",
        "safety.leaked would go from 0.0 to 1.3",
    ]


def test_the_reason_stays_beside_the_figure_until_it_is_back(tmp_path):
    low = pinned(tmp_path, report(names=0.9), report(), reason='a "harder" set')
    assert 'span = { floor = 84.5, was = 90.0, lowered = "a \\"harder\\" set" }' in (
        tmp_path / "floors.toml"
    ).read_text(encoding="utf-8")
    better, _ = pin(report(names=0.86), low)
    assert (better.figures["names.span"].value, better.figures["names.span"].was) == (86, 90)
    back, _ = pin(report(names=0.9), better)
    assert back.figures["names.span"].reason == ""


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("[", "the floors cannot be read"),
        ("[names]\nspan = 1", "no digest"),
        ('digest = "d"\n[names]\ncolour = 1', "no figure is named names.colour; known: names.span"),
        ('digest = "d"\nnames = 1', "no figure is named names;"),
        ('digest = "d"\n[names]\nspan = 101', "names.span must be a number from 0 to 100"),
        ('digest = "d"\n[names]\nspan = { floor = "x" }', "names.span must be a number from 0 to 100"),
        ('digest = "d"\n[names]\nspan = { floor = 1, was = nan }', "names.span must be a number from 0 to 100"),
    ],
)  # fmt: skip
def test_a_file_that_holds_no_floors_is_told(tmp_path, content, fault):
    path = tmp_path / "floors.toml"
    path.write_text(content)
    with pytest.raises(UsageError, match=fault):
        read_floors(path)
