import pytest

from kg.records import Link
from tests.score.records import article, figure, mention, person, scored, titled, value

MET = article("⟦e1:n|Ann Li⟧ met ⟦e2:n|Bo Ek⟧.", {"e1": {"qid": "Q1"}, "e2": {"qid": None}})


def linked(**qids):
    text = MET.text
    return scored(
        MET,
        entities=[person("a", "Ann Li"), person("b", "Bo Ek")],
        mentions=[mention(text, "Ann Li", "a"), mention(text, "Bo Ek", "b")],
        links=[Link(key, qid, 0.9) for key, qid in qids.items()],
    )


def test_a_name_counts_with_its_exact_span_and_kind():
    gold = article("⟦e1:n|Ann Li⟧ saw ⟦e2:n|Bo Ek⟧ and ⟦e3:d|a judge⟧ there")
    found = scored(
        gold,
        entities=[person("a"), person("b"), person("c")],
        mentions=[
            mention(gold.text, "Ann Li", "a"),
            mention(gold.text, "Bo Ek and", "b"),
            mention(gold.text, "a judge", "c"),
        ],
    )
    assert figure(found, "names.span") == (1, 2, 3)
    assert [(m.kind, found.gold.text[m.start : m.end]) for m in found.misses if m.figure == "names.span"] == [
        ("missed", "Bo Ek"),
        ("invented", "Bo Ek and"),
        ("invented", "a judge"),
    ]


@pytest.mark.parametrize(("kind", "right"), [("person", 1), ("organization", 0)])
def test_the_type_of_a_name_is_that_of_its_entity(kind, right):
    gold = article("⟦e1:n|Ann Li⟧ left")
    found = scored(gold, entities=[person("a", type=kind)], mentions=[mention(gold.text, "Ann Li", "a")])
    assert figure(found, "names.type") == (right, 1, 1)


def test_a_newspaper_of_ours_is_an_organization_of_theirs():
    gold = article("⟦e1:n|Le Monde⟧ asked", {"e1": {"type": "ORGANIZATION"}})
    found = scored(
        gold, entities=[person("a", type="publication")], mentions=[mention(gold.text, "Le Monde", "a")]
    )
    assert value(found, "names.type") == 1


@pytest.mark.parametrize(
    ("qids", "item", "none"),
    [
        pytest.param({"a": "Q1", "b": None}, (1, 1, 1), (1, 1, 1), id="all right"),
        pytest.param({"a": "Q7", "b": None}, (0, 1, 1), (1, 1, 1), id="another item"),
        pytest.param({"a": "Q1", "b": "Q7"}, (1, 1, 2), (0, 1, 1), id="an item where there is none"),
        pytest.param({"a": None, "b": None}, (0, 1, 0), (1, 1, 1), id="no item"),
    ],
)
def test_links_count_by_entity(qids, item, none):
    found = linked(**qids)
    assert figure(found, "links.item") == item
    assert figure(found, "links.none") == none


def test_what_annotators_did_not_look_up_is_not_scored():
    gold = article("⟦e1:n|Ann Li⟧ left ⟦e2:n|Oslo⟧", {"e2": {"qid": "Q585"}})
    mentions = [mention(gold.text, "Ann Li", "a"), mention(gold.text, "Oslo", "o")]
    links = [Link("a", "Q7", 0.9), Link("o", "Q585", 0.9)]
    found = scored(gold, entities=[person("a"), person("o")], mentions=mentions, links=links)
    assert figure(found, "links.item") == (1, 1, 1)


def test_a_state_that_only_a_metonym_names_is_linked():
    gold = article("⟦e1:n>e2|Moscow⟧ warned", {"e2": {"name": "Russia", "qid": "Q159"}})
    mentions = [mention(gold.text, "Moscow", "m", stands_for="r")]
    entities = [person("m"), person("r", "Russia")]
    found = scored(gold, entities=entities, mentions=mentions, links=[Link("r", "Q159", 0.9)])
    assert figure(found, "links.item") == (1, 1, 1)


def test_coreference_leaves_adjectives_and_singletons_out():
    gold = article("⟦e1:n|Ann⟧ and ⟦e2:n|Norway⟧'s ⟦e2:a|Norwegian⟧ said ⟦e1:p|she⟧ won")
    mentions = [mention(gold.text, "Ann", "a"), mention(gold.text, "she", "a", kind="pronoun")]
    found = scored(gold, entities=[person("a")], mentions=mentions)
    assert figure(found, "coreference.b3") == (2, 2, 2)
    assert value(found, "coreference.conll") == 1


def test_a_pronoun_of_another_one_is_shown_with_both_names():
    gold = article("⟦e1:n|Ann⟧ told ⟦e2:n|Bo⟧ that ⟦e1:p|she⟧ won")
    mentions = [
        mention(gold.text, "Ann", "a"),
        mention(gold.text, "Bo", "b"),
        mention(gold.text, "she", "b", kind="pronoun"),
    ]
    found = scored(gold, entities=[person("a", "Ann"), person("b", "Bo")], mentions=mentions)
    assert [m.note for m in found.misses if m.kind == "wrong"] == ["is Ann, found Bo"]


@pytest.mark.parametrize(("state", "right"), [("r", 1), ("f", 0)])
def test_a_metonym_stands_for_the_right_one(state, right):
    gold = article("⟦e1:n>e2|Moscow⟧ warned; ⟦e2:n|Russia⟧ and ⟦e3:n|France⟧ talked")
    found = scored(
        gold,
        entities=[person("m"), person("r"), person("f")],
        mentions=[
            mention(gold.text, "Moscow", "m", stands_for=state),
            mention(gold.text, "Russia", "r"),
            mention(gold.text, "France", "f"),
        ],
    )
    assert figure(found, "metonyms.state") == (right, 1, 1)


@pytest.mark.parametrize(
    ("title", "right"), [("prime minister", 1), ("minister", 1), ("foreign minister", 0), ("judge", 0)]
)
def test_a_role_needs_its_holder_and_a_title_that_is_part_of_the_other(title, right):
    role = {"holder": "e1", "title": "Prime Minister", "status": "current"}
    gold = article("Prime Minister ⟦e1:n|Ann⟧, foreign minister and judge", roles=[role])
    found = scored(
        gold,
        entities=[person("a")],
        mentions=[mention(gold.text, "Ann", "a")],
        roles=[titled(gold.text.lower(), title, "a")],
    )
    assert figure(found, "roles.title") == (right, 1, 1)


def test_a_role_said_again_counts_once():
    role = {"holder": "e1", "title": "Prime Minister", "status": "current"}
    gold = article("Prime Minister ⟦e1:n|Ann⟧ is the minister", roles=[role])
    roles = [titled(gold.text, "Prime Minister", "a"), titled(gold.text, "minister", "a")]
    found = scored(gold, entities=[person("a")], mentions=[mention(gold.text, "Ann", "a")], roles=roles)
    assert figure(found, "roles.title") == (1, 1, 1)


def test_nothing_found_is_all_missed():
    found = scored(MET)
    assert found.tallies["names.span"].recall == 0
    assert {m.kind for m in found.misses} == {"missed"}
