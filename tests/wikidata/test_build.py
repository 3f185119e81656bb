import pytest

from kg.errors import UsageError
from kg.wikidata.build import build, main
from kg.wikidata.kinds import Kind
from tests.wikidata.seed import HEADER, write_seed


def qids(base, name):
    return [hit.item.qid for hit in base.lookup(name)]


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    seed = write_seed(tmp_path / "seed")
    build(seed, tmp_path / "one.kgb")
    build(seed, tmp_path / "two.kgb")
    assert (tmp_path / "one.kgb").read_bytes() == (tmp_path / "two.kgb").read_bytes()


def test_hand_picked_rows_win_and_other_names_stay_aliases(small):
    item = small.item("Q1001")
    assert (item.label, item.kind, item.curated) == ("Republic of Norland", Kind.COUNTRY, True)
    assert "Nordlandia" in item.aliases


def test_codes_of_countries_are_no_names(small):
    assert qids(small, "NL") == []


def test_sources_of_other_licences_stay_out(small):
    assert qids(small, "Forbidden Town") == []
    assert small.item("Q8001") is None
    assert "odbl_places.tsv.gz" in small.info()["left_out"]


def test_common_nouns_are_kept_but_no_name_means_them(small):
    assert (small.item("Q3001").label, small.item("Q3001").linkable) == ("actor", False)
    assert qids(small, "actor") == qids(small, "Steel") == []


def test_a_class_that_the_description_contradicts_is_corrected(small):
    assert small.item("Q3002").kind is Kind.PERSON


def test_a_pronoun_in_the_place_of_a_label_is_replaced(small):
    assert small.item("Q2004").label == "Karl Amsel"
    assert qids(small, "He") == []


def test_dates_of_life_come_from_the_description(small):
    item = small.item("Q2003")
    assert (item.start, item.end, item.lifetime, item.country) == (1901, 1960, True, "Q1001")


def test_years_in_office_are_no_dates_of_life(small):
    item = small.item("Q2001")
    assert (item.start, item.lifetime) == (2019, False)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Mara Veld", "VARIANT"),
        ("Veld", "SURNAME"),
        ("Oskar Lindt", "VARIANT"),
        ("Orbit Steel", "VARIANT"),
        ("OSI", "ALIAS"),
    ],
)
def test_short_forms_are_derived(small, name, form):
    assert [hit.form.name for hit in small.lookup(name)] == [form]


def test_unknown_persons_have_no_surname_of_their_own(small):
    assert qids(small, "Lindt") == []


def test_ministries_are_found_under_the_names_that_news_uses(small):
    for name in ("Ministry of Foreign Affairs", "Foreign Ministry", "Norlandic Foreign Ministry"):
        assert qids(small, name) == ["Q4001"]


def test_a_folder_without_seed_is_refused(tmp_path, capsys):
    with pytest.raises(UsageError, match="no seed file"):
        build(tmp_path, tmp_path / "x.kgb")
    assert main([str(tmp_path), str(tmp_path / "x.kgb")]) == 2
    assert "no seed file" in capsys.readouterr().err
    assert not (tmp_path / "x.kgb").exists()


def test_a_broken_row_names_its_file(tmp_path):
    (tmp_path / "core.tsv").write_text(HEADER + "\nno qid\tX\n")
    with pytest.raises(UsageError, match=r"core\.tsv"):
        build(tmp_path, tmp_path / "x.kgb")


def test_command_without_arguments_says_how(capsys):
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err


def test_names_of_countries_are_no_aliases_of_anything_else(tmp_path):
    seed = write_seed(tmp_path / "seed")
    row = "Q9001\tNorland United\tSudland\tSportsTeam\tfootball team\tQ1001\t\t\t5\tx@1:a"
    (seed / "sports_teams.tsv").write_text(f"{HEADER}\n{row}\n")
    build(seed, tmp_path / "base.kgb")
    from kg.wikidata.base import KnowledgeBase

    assert qids(KnowledgeBase.open(tmp_path / "base.kgb"), "Sudland") == ["Q1003"]
