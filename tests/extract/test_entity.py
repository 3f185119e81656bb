import pytest

from kg.article import Article
from kg.extract.article import extract_article
from kg.extract.entity import extract_entities, slug
from kg.extract.name import fold
from kg.language.pipeline import parse_article
from tests.docs import make_doc, token

MET = (
    "President|NNP|2|nmod:desc Orsolya|NNP|4|nsubj|B-PERSON Bartha|NNP|2|flat|E-PERSON met|VBD|0|ROOT|lemma=meet "
    "Pavel|NNP|4|obj|B-PERSON Denk|NNP|5|flat|E-PERSON"
)


def forms(doc, *, kinds=("name", "adjective", "nominal", "pronoun")):
    """Entity name → the words that mention it."""
    found = {}
    actors = extract_entities(doc)
    for m in actors.mentions:
        if m.kind in kinds:
            entity = actors.entity[m.entity]
            found.setdefault(entity.name, []).append(doc.text[m.span.start : m.span.end])
    return found


def entity(doc, name):
    return next(e for e in extract_entities(doc).entities if e.name == name)


def test_surnames_join_the_full_name_and_titles_stay_outside():
    doc = make_doc(MET + "\nBartha|NNP|2|nsubj|S-PERSON left|VBD|0|ROOT|lemma=leave")
    assert forms(doc) == {"Orsolya Bartha": ["Orsolya Bartha", "Bartha"], "Pavel Denk": ["Pavel Denk"]}


@pytest.mark.parametrize(
    ("full", "short"),
    [
        pytest.param("Wang Yi", "Wang", id="family name first"),
        pytest.param("Bashar al-Assad", "Assad", id="Arabic article"),
        pytest.param("Kim Jong-un", "Kim Jong Un", id="hyphen or not"),
        pytest.param("Robert Hale Jr.", "Hale", id="junior"),
        pytest.param("William Hale", "Bill Hale", id="short first name"),
        pytest.param("Joachim Brudziński", "Brudzinski", id="accents"),
        pytest.param("Hamza bin Laden", "Hamza bin Ladin", id="spelling"),
    ],
)
def test_forms_of_one_person(full, short):
    doc = make_doc(
        f"{name_cells(full)} left|VBD|0|ROOT|lemma=leave\n{name_cells(short)} returned|VBD|0|ROOT|lemma=return"
    )
    assert forms(doc) == {full: [full, short]}


def name_cells(name, label="PERSON"):
    words = name.split()
    cells = []
    for i, word in enumerate(words):
        edge = "S" if len(words) == 1 else "B" if i == 0 else "E" if i == len(words) - 1 else "I"
        cells.append(f"{word}|NNP|{1 if i else len(words) + 1}|{'flat' if i else 'nsubj'}|{edge}-{label}")
    return " ".join(cells)


def test_two_people_with_one_surname_stay_apart():
    doc = make_doc(
        "Mr.|NNP|3|nmod:desc Adam|NNP|5|nsubj|B-PERSON Rice|NNP|2|flat|E-PERSON has|VBZ|5|aux met|VBN|0|ROOT|lemma=meet "
        "Eve|NNP|5|obj|B-PERSON Rice|NNP|6|flat|E-PERSON\n"
        "Mrs.|NNP|2|nmod:desc Rice|NNP|3|nsubj|S-PERSON left|VBD|0|ROOT|lemma=leave"
    )
    assert forms(doc) == {"Adam Rice": ["Adam Rice"], "Eve Rice": ["Eve Rice", "Rice"]}


def test_a_short_form_in_brackets_joins_the_body():
    doc = make_doc(
        "The|DT|4|det International|NNP|4|amod|B-ORG Seed|NNP|4|compound|I-ORG Council|NNP|8|nsubj|E-ORG "
        "(|-LRB-|6|punct ISC|NNP|4|appos|S-ORG )|-RRB-|6|punct met|VBD|0|ROOT|lemma=meet\n"
        "ISC|NNP|2|compound|S-ORG members|NNS|3|nsubj left|VBD|0|ROOT|lemma=leave"
    )
    assert forms(doc, kinds=["name"]) == {
        "International Seed Council": ["International Seed Council", "ISC", "ISC"]
    }


def test_a_body_is_not_the_larger_one_that_it_is_named_after():
    doc = make_doc(
        f"{name_cells('United Nations', 'ORG')} met|VBD|0|ROOT|lemma=meet\n"
        f"{name_cells('United Nations Security Council', 'ORG')} met|VBD|0|ROOT|lemma=meet"
    )
    assert set(forms(doc)) == {"United Nations", "United Nations Security Council"}


def test_names_and_adjectives_of_a_country_are_one_entity():
    doc = make_doc(
        "U.S.|NNP|2|compound|S-NORP officials|NNS|3|nsubj praised|VBD|0|ROOT|lemma=praise the|DT|6|det "
        "United|NNP|6|amod|B-COUNTRY States|NNPS|3|obj|E-COUNTRY"
    )
    mentions = [m for m in extract_entities(doc).mentions if m.entity == "united-states"]
    assert [m.kind for m in mentions] == ["adjective", "name"]
    assert entity(doc, "United States").qid == "Q30"


def test_the_country_inside_the_name_of_a_body_is_a_mention_and_its_country():
    doc = make_doc(
        "The|DT|4|det Russian|NNP|4|amod|B-ORG Foreign|NNP|4|amod|I-ORG Ministry|NNP|5|nsubj|E-ORG "
        "protested|VBD|0|ROOT|lemma=protest"
    )
    assert forms(doc) == {"Russian Foreign Ministry": ["Russian Foreign Ministry"], "Russia": ["Russian"]}
    assert entity(doc, "Russian Foreign Ministry").country == "russia"


def test_only_the_country_of_a_joined_word_is_the_mention():
    doc = make_doc("A|DT|3|det U.S.-led|JJ|3|amod|S-NORP coalition|NN|4|nsubj landed|VBD|0|ROOT|lemma=land")
    assert forms(doc, kinds=["adjective"]) == {"United States": ["U.S."]}


@pytest.mark.parametrize(
    "text", ["U.S.-China talks failed.", "Israeli-Palestinian talks failed.", "India/Pakistan talks failed."]
)
def test_two_lands_joined_by_a_hyphen_are_two(nlp, text):
    found = extract_article(parse_article(nlp, Article(text=text)))
    (talks,) = [event for event in found.events if event.lemma == "talk"]
    assert len({mention.entity for mention in found.mentions}) == 2
    assert len(talks.agents) == 2


def test_nationality_before_a_title_is_the_country_of_a_person():
    doc = make_doc(
        "Greek|JJ|2|amod|S-NORP shipowner|NN|3|nmod:desc Nikos|NNP|5|nsubj|B-PERSON Vardas|NNP|3|flat|E-PERSON "
        "left|VBD|0|ROOT|lemma=leave"
    )
    assert entity(doc, "Nikos Vardas").country == "greece"


@pytest.mark.parametrize(
    ("sentence", "gender"),
    [
        pytest.param("Mrs.|NNP|2|nmod:desc Denk|NNP|3|nsubj|S-PERSON left|VBD|0|ROOT", "f", id="title"),
        pytest.param(
            "Maria|NNP|3|nsubj|B-PERSON Denk|NNP|1|flat|E-PERSON left|VBD|0|ROOT", "f", id="first name"
        ),
        pytest.param("Xq|NNP|3|nsubj|B-PERSON Denk|NNP|1|flat|E-PERSON left|VBD|0|ROOT", "", id="unknown"),
    ],
)
def test_gender(sentence, gender):
    assert extract_entities(make_doc(sentence)).entities[0].gender == gender


@pytest.mark.parametrize("word", ["Monday", "X", "the", "Mr", "Photo"])
def test_words_that_are_no_names(word):
    doc = make_doc(f"{word}|NNP|2|nsubj|S-PERSON left|VBD|0|ROOT|lemma=leave")
    assert extract_entities(doc).mentions == ()


def test_the_possessive_and_quotation_marks_are_no_part_of_a_name():
    doc = make_doc(
        "“|``|2|punct|B-WORK Nord|NNP|5|nmod:poss|I-WORK ”|''|2|punct|I-WORK ’s|POS|2|case|E-WORK end|NN|0|ROOT"
    )
    assert forms(doc, kinds=["name"]) == {"Nord": ["Nord"]}


def test_known_lands_win_over_what_the_model_says():
    doc = make_doc("Moscow|NNP|2|nsubj|S-ORG met|VBD|0|ROOT|lemma=meet Kenya|NNP|2|obj|S-ORG")
    assert {e.name: e.type for e in extract_entities(doc).entities if e.name != "Russia"} == {
        "Moscow": "place",
        "Kenya": "country",
    }


def test_a_language_is_no_country():
    doc = make_doc("He|PRP|2|nsubj spoke|VBD|0|ROOT|lemma=speak in|IN|4|case Russian|NNP|2|obl|S-NORP")
    assert extract_entities(doc).mentions == ()


def test_keys_are_slugs_and_clashing_ones_get_the_offset():
    doc = make_doc(
        "A|DT|2|det pilot|NN|3|nsubj|nominal=person met|VBD|0|ROOT a|DT|5|det pilot|NN|3|obj|nominal=person"
    )
    assert [e.key for e in extract_entities(doc).entities] == ["pilot", "pilot-12"]


def test_offsets_count_in_the_article_text_and_in_the_headline():
    from kg.language.context import DocContext

    title = "President Orsolya Bartha met Pavel Denk"
    doc = make_doc(
        f"{MET}\n¶\nBartha|NNP|2|nsubj|S-PERSON left|VBD|0|ROOT|lemma=leave",
        context=DocContext(shift=len(title) + 2, headlines=((0, len(title)),)),
    )
    spans = [m.span for m in extract_entities(doc).mentions if m.entity == "orsolya-bartha"]
    assert [(s.start, s.end, s.context) for s in spans] == [(10, 24, "headline"), (0, 6, "text")]


def test_actors_answer_for_every_token_of_a_name():
    doc = make_doc(MET)
    actors = extract_entities(doc)
    assert actors.actor_at(token(doc, "Denk")) == actors.actor_at(token(doc, "Pavel")) == "pavel-denk"
    assert actors.actor_at(token(doc, "met")) is None


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "a" * 10_000, "\u200d", "“", "Łódź 🚢"])
def test_odd_text_is_read_without_an_error(text):
    from spacy.lang.en import English

    nlp = English()
    nlp.add_pipe("sentencizer")
    assert extract_entities(nlp(text)).mentions == ()


def test_slug_and_fold():
    assert slug("Joachim Brudziński’s") == "joachim-brudzinskis"
    assert fold("The U.S.") == fold("US") == "us"


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("A fire broke out at the Presidential Palace in Bissau on Monday.", "artifact"),
        ("A lorry struck the Storebælt Bridge on Monday.", "artifact"),
        ("The crowd gathered in Taksim Square on Monday.", "place"),
    ],
)
def test_what_people_built_is_no_place(nlp, text, type_):
    analysis = extract_article(parse_article(nlp, Article(text=text)))
    assert [e.type for e in analysis.entities if e.name.endswith(("Palace", "Bridge", "Square"))] == [type_]
