from dataclasses import replace

import pytest

from kg.article import Article
from kg.records import Entity, Extraction, Mention, Role, Span, Statement
from kg.wikidata.linker import THRESHOLD, link_entities, link_name, office_qid

RUSSIA = Entity("ru", "country", "Russia")
USA = Entity("us", "country", "United States")
UK = Entity("uk", "country", "United Kingdom")


def link(kb, entity, *others, roles=(), speaks=False, date="2023-02-24", text="", mentions=()):
    statements = (Statement("s", True, (), "", "direct", speakers=(entity.key,)),) if speaks else ()
    extraction = Extraction((entity, *others), tuple(mentions), tuple(roles), statements=statements)
    return link_entities(extraction, Article(text=text, date=date), kb)[0]


def role(title, country=None, status="current"):
    return Role("r", Span(0, 1), "e", title, country=country, status=status)


@pytest.mark.parametrize(
    ("entity_type", "name", "qid"),
    [
        ("country", "Russia", "Q159"), ("country", "U.S.", "Q30"), ("country", "Britain", "Q145"), ("place", "Beijing", "Q956"),
        ("place", "Washington", "Q61"), ("person", "Xi Jinping", "Q15031"), ("person", "Putin", "Q7747"),
        ("organization", "United Nations", "Q1065"), ("organization", "NATO", "Q7184"), ("organization", "EU", "Q458"),
        ("organization", "Associated Press", "Q40469"), ("publication", "The New York Times", "Q9684"),
        ("organization", "Republican Party", "Q29468"), ("organization", "Microsoft", "Q2283"), ("group", "Taliban", "Q42418"),
        ("event", "World War II", "Q362"), ("agreement", "New START", "Q2002064"), ("artifact", "Twitter", "Q918"),
    ],
)  # fmt: skip
def test_frequent_names_of_world_news_link_alone(kb, entity_type, name, qid):
    found = link(kb, Entity("e", entity_type, name))
    assert found.qid == qid
    assert found.confidence >= THRESHOLD


def test_two_names_are_not_one_item_that_only_one_of_them_bears(kb):
    assert (
        link(kb, Entity("e", "organization", "Google"), Entity("f", "organization", "Alphabet")).qid == "Q95"
    )
    assert (
        link(kb, Entity("e", "organization", "Alphabet"), Entity("f", "organization", "Google")).qid
        == "Q20800404"
    )


def test_a_body_among_teams_is_the_team_of_the_town(kb):
    teams = [
        Entity(name, "organization", name) for name in ("Bayern Munich", "Real Madrid", "Borussia Dortmund")
    ]
    assert link(kb, Entity("e", "organization", "Barcelona"), *teams).qid == "Q7156"


def test_a_role_at_the_articles_date_decides(kb):
    found = link(
        kb, Entity("e", "person", "Antony Blinken"), USA, roles=[role("U.S. Secretary of State", "us")]
    )
    assert found.qid == "Q7821917"
    assert found.confidence >= 0.95


def test_a_surname_links_by_the_role(kb):
    pm = Entity("e", "person", "Brown")
    then = {"roles": [role("Prime Minister", "uk")], "date": "2009-02-24"}
    assert link(kb, pm, UK, **then).qid == "Q10648"
    assert link(kb, pm).qid is None


@pytest.mark.parametrize(
    ("entity_type", "name"),
    [
        pytest.param("person", "Vladimir Zorgin", id="only the first name is known"),
        pytest.param("person", "John Smith", id="many bear the name"),
        pytest.param("person", "Johnson", id="a common surname"),
        pytest.param("person", "Daniel", id="a first name"),
        pytest.param("place", "Springfield", id="many towns"),
        pytest.param("organization", "Orange", id="a common word"),
        pytest.param("organization", "European Fishing Chronicle", id="unknown"),
        pytest.param("organization", "Defense Ministry", id="every country has one"),
        pytest.param("work", "Crash", id="a title that many works have"),
    ],
)
def test_no_link_without_enough_reason(kb, entity_type, name):
    assert link(kb, Entity("e", entity_type, name)).qid is None


def test_near_misses_are_candidates(kb):
    found = link(kb, Entity("e", "country", "Congo"))
    assert found.qid is None
    assert {qid for qid, _ in found.candidates} == {"Q974", "Q971"}


def test_the_long_dead_do_not_speak(kb):
    composer = Entity("e", "person", "Ferruccio Busoni")
    assert link(kb, composer).qid == "Q219551"
    assert link(kb, composer, speaks=True).qid is None


def test_a_country_tells_bodies_of_one_name_apart(kb):
    ministry = Entity("e", "organization", "Defense Ministry", country="ru")
    assert link(kb, ministry, RUSSIA).qid == "Q1146492"
    court = Entity("e", "organization", "Supreme Court", country="in")
    assert link(kb, court, Entity("in", "country", "India")).qid != "Q11201"


def test_a_common_name_is_of_the_state_named_beside_it(kb):
    text = (
        "Philippine senators left Manila. The Senate is closed."
        + 60 * " It rained."
        + " The United States sent aid."
    )
    at = {"ph": "Philippine", "ma": "Manila", "e": "Senate", "us": "United States"}
    mentions = [
        Mention(Span(text.index(name), text.index(name) + len(name)), "name", key) for key, name in at.items()
    ]
    others = (
        Entity("ph", "country", "Philippines", qid="Q928"),
        Entity("ma", "place", "Manila"),
        replace(USA, qid="Q30"),
    )
    found = link(kb, Entity("e", "organization", "Senate"), *others, text=text, mentions=mentions)
    assert found.qid == "Q1418426"


@pytest.mark.parametrize(
    ("name", "qid"),
    [("Russian Foreign Ministry", "Q789889"), ("Ministry of Foreign Affairs of Russia", "Q789889")],
)
def test_a_nation_in_the_name_is_a_country(kb, name, qid):
    assert link(kb, Entity("e", "organization", name)).qid == qid


def test_the_region_behind_a_town_decides(kb):
    text = "in Springfield, Illinois, on"
    town, state = Entity("e", "place", "Springfield"), Entity("il", "place", "Illinois")
    mentions = [Mention(Span(3, 14), "name", "e"), Mention(Span(16, 24), "name", "il")]
    assert link(kb, town, state, text=text, mentions=mentions).qid == "Q28515"


def test_the_full_name_is_not_a_part_of_it(kb):
    agency = Entity("e", "organization", "Federal Bureau of Imagination", aliases=("FBI",))
    assert link(kb, agency).qid is None
    assert link(kb, Entity("e", "organization", "NBC News", aliases=("NBC",))).qid == "Q2877626"


def test_items_named_by_a_word_list_are_accepted(kb):
    found = link(kb, Entity("e", "group", "Dutch", qid="Q29999"))
    assert (found.qid, found.label, found.confidence) == ("Q55", "Netherlands", 0.97)


def test_the_unnamed_get_no_link(kb):
    unnamed = Entity("x", "group", "protesters", named=False)
    anonymous = Entity("y", "person", "Putin", anonymous=True)
    links = link_entities(Extraction((unnamed, anonymous, RUSSIA)), Article(text=""), kb)
    assert [found.entity for found in links] == ["ru"]


def test_an_event_after_the_article_is_not_meant(kb):
    olympics = Entity("e", "event", "2020 Summer Olympics")
    assert link(kb, olympics, date="2021-08-01").qid == "Q181278"
    war = Entity("e", "event", "2022 Russian invasion of Ukraine")
    assert link(kb, war, date="2023-01-01").qid == "Q110999040"


def test_the_order_of_entities_changes_nothing(kb):
    entities = [
        RUSSIA,
        USA,
        Entity("p", "person", "Putin"),
        Entity("c", "place", "Georgia"),
        Entity("o", "organization", "UN"),
    ]
    article = Article(text="", date="2023-01-01")
    there = link_entities(Extraction(tuple(entities)), article, kb)
    back = link_entities(Extraction(tuple(reversed(entities))), article, kb)
    assert {found.entity: found for found in there} == {found.entity: found for found in back}


def test_a_newspaper_links_by_its_name_alone(kb):
    assert link_name("Le Monde", "publication", kb).qid == "Q12461"


def test_offices_of_countries_and_of_bodies(kb):
    assert office_qid(kb, "Foreign Minister", "Q159") == "Q1418873"
    assert office_qid(kb, "spokesman", None, None) is None


def test_a_dateline_names_a_town(kb):
    mentions = [Mention(Span(0, 8), "name", "ny")]
    filed = link(kb, Entity("ny", "place", "NEW YORK"), text="NEW YORK (AP) — It rained.", mentions=mentions)
    assert (filed.qid, filed.candidates) == ("Q60", ())
    told = link(kb, Entity("ny", "place", "New York"), text="New York banned it.", mentions=mentions)
    assert "Q1384" in {qid for qid, _ in told.candidates}


def test_a_product_is_not_its_maker(kb):
    assert link(kb, Entity("e", "artifact", "Facebook")).qid == "Q355"
    assert link(kb, Entity("e", "organization", "Facebook")).qid == "Q380"
