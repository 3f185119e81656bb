import pytest

from kg.errors import EnvironmentFaultError, UsageError
from kg.wikidata.base import KnowledgeBase, Term


def first(kb, name):
    hits = kb.lookup(name)
    return hits[0].item.qid if hits else None


@pytest.mark.parametrize(
    ("name", "qid"),
    [
        ("Vladimir Putin", "Q7747"), ("Putin's", "Q7747"), ("U.S.", "Q30"), ("the United States", "Q30"), ("China", "Q148"),
        ("PRC", "Q148"), ("Kiev", "Q1899"), ("NATO", "Q7184"), ("Nato", "Q7184"), ("WHO", "Q7817"), ("EU", "Q458"),
        ("Côte d’Ivoire", "Q1008"), ("Recep Tayyip Erdogan", "Q39259"), ("Türkiye", "Q43"), ("Netherlands", "Q55"),
        ("Reuters", "Q130879"), ("Xinhua", "Q204839"), ("Antony Blinken", "Q7821917"), ("MIT", "Q49108"),
        ("World Trade Organization", "Q7825"), ("Foreign Ministry of Russia", None), ("Zxqv Unknown", None), ("", None),
    ],
)  # fmt: skip
def test_names_of_world_news(kb, name, qid):
    assert first(kb, name) == qid


@pytest.mark.parametrize(
    ("word", "wrong"), [("us", "Q30"), ("who", "Q7817"), ("is", "Q2429253"), ("Us", "Q30")]
)
def test_initials_need_capitals(kb, word, wrong):
    assert wrong not in {hit.item.qid for hit in kb.lookup(word)}


def test_capitals_do_not_mean_a_word(kb):
    assert {hit.item.label for hit in kb.lookup("WHO")} == {"World Health Organization"}


@pytest.mark.parametrize(
    ("word", "qid"),
    [("actor", "Q33999"), ("diplomat", "Q193391"), ("lawyer", "Q40348"), ("journalist", "Q1930187")],
)
def test_occupations_are_never_meant(kb, word, qid):
    assert qid not in {hit.item.qid for hit in kb.lookup(word)}


@pytest.mark.parametrize(
    ("qid", "label"), [("Q148", "China"), ("Q43", "Turkey"), ("Q8646", "Hong Kong"), ("Q1008", "Ivory Coast")]
)
def test_countries_have_the_labels_of_news(kb, qid, label):
    assert kb.item(qid).label == label


def test_an_item_tells_what_it_is(small):
    item = small.item("Q2001")
    assert (item.qid, item.label, item.country, item.domain) == ("Q2001", "Mara Q. Veld", "Q1001", "politics")
    assert item.description == "Prime Minister of Norland (2019–)"


def test_items_of_unknown_or_ill_formed_qids(small):
    assert small.item("Q424242") is None
    with pytest.raises(UsageError, match="not a QID"):
        small.item("Norland")


def test_terms_of_office(small):
    (term,) = small.terms("Q2001")
    assert (term.position, term.office, term.country, term.start) == (
        "Prime Minister",
        "Q6001",
        "Q1001",
        20190501,
    )
    assert small.terms("Q2003") == ()


@pytest.mark.parametrize(
    ("end", "day", "covered"),
    [
        (0, 20300101, True),
        (20210601, 20210601, True),
        (20210601, 20210602, False),
        (20210000, 20211231, True),
        (20210000, 20220101, False),
        (20210600, 20210630, True),
        (20210600, 20210701, False),
    ],
)
def test_a_term_covers_its_days(end, day, covered):
    assert Term("Mayor", None, None, 20190501, end).covers(day) is covered


@pytest.mark.parametrize(
    ("title", "body", "qid"),
    [
        ("Foreign Minister", "Q159", "Q1418873"),
        ("U.S. Secretary of State", "Q30", "Q14213"),
        ("prime minister", "Q145", "Q14211"),
        ("Chancellor", "Q183", "Q4970706"),
        ("President", "Q142", "Q191954"),
        ("NATO Secretary General", "Q7184", "Q167662"),
        ("Secretary-General", "Q1065", "Q81066"),
        ("dog catcher", "Q30", None),
        ("President", None, None),
    ],
)
def test_offices_by_title_and_country_or_body(kb, title, body, qid):
    office = kb.office(title, body)
    assert (office.qid if office else None) == qid


def test_words_for_nations_and_seats_of_power(kb):
    assert (kb.demonyms["Dutch"], kb.metonyms["Kremlin"]) == ("Q55", ("Q133274", "Q159"))
    assert (kb.nation("Russian"), kb.nation("South Korea's"), kb.nation("Lunar")) == ("Q159", "Q884", None)


def test_the_shipped_base_is_small_and_open(kb):
    facts = kb.info()
    assert facts["size_bytes"] <= 38e6
    assert facts["items"] > 450_000
    assert not any(word in licence for licence in facts["sources"].values() for word in ("ODbL", "SA", "ODC"))


def test_a_wrong_or_missing_file_is_named(tmp_path):
    (tmp_path / "x.kgb").write_bytes(b"something else")
    with pytest.raises(UsageError, match=r"x\.kgb"):
        KnowledgeBase.open(tmp_path / "x.kgb")
    with pytest.raises(EnvironmentFaultError, match=r"missing\.kgb"):
        KnowledgeBase.open(tmp_path / "missing.kgb")
