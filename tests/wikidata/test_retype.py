import pytest

from kg.records import Entity, Extraction, Link, Role, Span
from kg.run.analysis import knowledge_base
from kg.wikidata.retype import retyped


def types(entity_type, name, qid, **rest):
    entity = Entity("it", entity_type, name)
    found = Extraction(entities=(entity,), links=(Link("it", qid, 0.9),), **rest)
    (typed,) = retyped(found, knowledge_base(None)).entities
    return typed.type


@pytest.mark.parametrize(
    ("entity_type", "name", "qid", "expected"),
    [
        ("person", "Quetta", "Q185458", "place"),
        ("person", "al-Qaeda", "Q34490", "organization"),
        ("group", "United States", "Q30", "country"),
        ("organization", "Manchester", "Q18125", "place"),
        ("person", "Angela Merkel", "Q567", "person"),
        ("artifact", "Twitter", "Q918", "artifact"),
        ("place", "Russia", "Q159", "place"),
    ],
)
def test_the_item_tells_what_a_name_cannot_be(entity_type, name, qid, expected):
    assert types(entity_type, name, qid) == expected


def test_who_holds_a_role_stays_a_person():
    role = Role("role", Span(0, 5), "it", "mayor")
    assert types("person", "Quetta", "Q185458", roles=(role,)) == "person"
