import pytest

from kg.article import Article
from kg.extract.actors import Actors
from kg.extract.article import extract_article
from kg.extract.clause import Scene
from kg.extract.participant import Participants, find_participants
from kg.extract.trigger import Match
from kg.language.pipeline import parse_article
from kg.records import Entity, Mention, Span
from tests.docs import make_doc


def participants(lines: str, trigger: str, kind: str) -> Participants:
    """Participants of a trigger with type and mode `kind`; a fifth column is the class of the entity at the word.

    Its key is the word in lower case.
    """
    rows = [line.split() for line in lines.strip().splitlines()]
    doc = make_doc("\n".join(" ".join(row[:4]) for row in rows))
    at = {i: Entity(row[0].lower(), row[4], row[0]) for i, row in enumerate(rows) if len(row) > 4}
    by_head = {i: Mention(Span(doc[i].idx, doc[i].idx + len(doc[i])), "name", e.key) for i, e in at.items()}
    actors = Actors(
        tuple(at.values()), tuple(by_head.values()), by_head, by_head, {e.key: e for e in at.values()}
    )
    i = [row[0] for row in rows].index(trigger)
    type_, _, mode = kind.partition(" ")
    return find_participants(Scene(doc, actors), Match(i, i, i), type_, mode or None)


CASES = [
    pytest.param(
        """
        Germany NNP 2 nsubj country
        invaded VBD 0 ROOT
        Poland  NNP 2 obj   country
        """,
        "invaded",
        "ASSAULT",
        {"agent": ["germany"], "patient": ["poland"]},
        id="an active verb",
    ),
    pytest.param(
        """
        Poland  NNP 3 nsubj:pass country
        was     VBD 3 aux:pass
        invaded VBN 0 ROOT
        by      IN  5 case
        Germany NNP 3 obl:agent  country
        """,
        "invaded",
        "ASSAULT",
        {"agent": ["germany"], "patient": ["poland"]},
        id="a passive verb",
    ),
    pytest.param(
        """
        Xi      NNP 2 nsubj person
        visited VBD 0 ROOT
        Russia  NNP 2 obj   country
        """,
        "visited",
        "CONSULT visit",
        {"agent": ["xi"], "recipient": ["russia"]},
        id="the host of a visit is recipient",
    ),
    pytest.param(
        """
        Wang   NNP 2 nsubj person
        met    VBD 0 ROOT
        Putin  NNP 2 obj   person
        in     IN  5 case
        Moscow NNP 2 obl   place
        """,
        "met",
        "CONSULT",
        {"agent": ["wang", "putin"], "place": "moscow"},
        id="those who meet are all agents",
    ),
    pytest.param(
        """
        Wang   NNP 2 nsubj person
        held   VBD 0 ROOT
        talks  NNS 2 obj
        with   IN  5 case
        Lavrov NNP 3 nmod  person
        """,
        "talks",
        "CONSULT",
        {"agent": ["lavrov", "wang"]},
        id="a noun takes its actors from the light verb",
    ),
    pytest.param(
        """
        Russia   NNP 3 nmod:poss country
        's       POS 1 case
        invasion NN  0 ROOT
        of       IN  5 case
        Ukraine  NNP 3 nmod      country
        """,
        "invasion",
        "ASSAULT",
        {"agent": ["russia"], "patient": ["ukraine"]},
        id="an owner does and what follows of undergoes",
    ),
    pytest.param(
        """
        Poland   NNP 2 nsubj country
        urged    VBD 0 ROOT
        Germany  NNP 2 obj   country
        to       TO  5 mark
        withdraw VB  2 xcomp
        """,
        "withdraw",
        "RETREAT withdraw",
        {"agent": ["germany"]},
        id="the object of a request does what is asked",
    ),
    pytest.param(
        """
        Germany NNP 5 nsubj     country
        which   WDT 3 nsubj
        invaded VBD 1 acl:relcl
        Poland  NNP 3 obj       country
        lost    VBD 0 ROOT
        """,
        "invaded",
        "ASSAULT",
        {"agent": ["germany"]},
        id="a relative pronoun stands for its antecedent",
    ),
    pytest.param(
        """
        Russia        NNP 2 nsubj country
        suspended     VBD 0 ROOT
        participation NN  2 obj
        in            IN  5 case
        treaty        NN  3 nmod  agreement
        with          IN  7 case
        Washington    NNP 5 nmod  country
        """,
        "suspended",
        "SANCTION withdraw",
        {"agent": ["russia"], "topic": ["treaty"], "recipient": ["washington"]},
        id="an agreement behind participation is the topic",
    ),
    pytest.param(
        """
        China     NNP 2 nsubj     country
        condemned VBD 0 ROOT
        Russia    NNP 5 nmod:poss country
        's        POS 3 case
        invasion  NN  2 obj
        """,
        "condemned",
        "ACCUSE disapprove",
        {"agent": ["china"], "patient": ["russia"]},
        id="the judged deed leads to its doer",
    ),
    pytest.param(
        """
        Norway   NNP 2 nsubj country
        demanded VBD 0 ROOT
        that     IN  5 mark
        Latvia   NNP 5 nsubj country
        leave    VB  2 ccomp
        """,
        "demanded",
        "REQUEST",
        {"agent": ["norway"], "recipient": ["latvia"]},
        id="who must act is asked",
    ),
    pytest.param(
        """
        Norway     NNP 2 nsubj country
        threatened VBD 0 ROOT
        war        NN  2 obj
        unless     IN  6 mark
        Latvia     NNP 6 nsubj country
        left       VBD 2 advcl
        """,
        "threatened",
        "THREATEN",
        {"agent": ["norway"], "recipient": ["latvia"]},
        id="who could avert it is threatened",
    ),
    pytest.param(
        """
        Latvia NNP 2 nsubj country
        left   VBD 0 ROOT
        Union  NNP 2 obj   organization
        """,
        "left",
        "SANCTION withdraw",
        {"agent": ["latvia"], "recipient": ["union"]},
        id="one leaves a union as its other side",
    ),
    pytest.param(
        """
        Norway   NNP 2 nsubj country
        rejected VBD 0 ROOT
        offers   NNS 2 obj
        from     IN  5 case
        Latvia   NNP 3 nmod  country
        """,
        "rejected",
        "REJECT",
        {"recipient": ["latvia"]},
        id="an offer is rejected that comes from somebody",
    ),
    pytest.param(
        """
        Bombs NNS 2 nsubj
        hit   VBD 0 ROOT
        a     DT  5 det
        Kabul NNP 5 compound place
        hotel NN  2 obj
        """,
        "hit",
        "ASSAULT",
        {"place": "kabul"},
        id="a noun with a town before it says where",
    ),
    pytest.param(
        """
        Miners   NNS 2 nsubj
        rioted   VBD 0 ROOT
        in       IN  6 case
        the      DT  6 det
        Peruvian JJ  6 amod  country
        city     NN  2 obl
        of       IN  8 case
        Cusco    NNP 6 nmod  place
        """,
        "rioted",
        "PROTEST riot",
        {"place": "cusco"},
        id="the named town is the place not the word for it",
    ),
    pytest.param(
        """
        Police NNS 2 nsubj group
        closed VBD 0 ROOT
        shops  NNS 2 obj
        in     IN  5 case
        Puno   NNP 2 obl   place
        and    CC  7 cc
        left   VBD 2 conj
        """,
        "left",
        "MOVE",
        {"agent": ["police"], "place": None},
        id="where somebody else does something is no place of it",
    ),
]


@pytest.mark.parametrize(("lines", "trigger", "kind", "expected"), CASES)
def test_who_takes_part(lines, trigger, kind, expected):
    who = participants(lines, trigger, kind)
    assert {role: getattr(who, role) for role in expected} == expected


def test_one_of_a_nation_is_not_the_nation(nlp):
    text = "An Australian, Tom Ward, attacked the guards in Suva on Monday."
    found = extract_article(parse_article(nlp, Article(text=text, date="2023-02-22")))
    agents = {e.name for e in found.entities for event in found.events if e.key in event.agents}
    assert "Australia" not in agents


@pytest.mark.parametrize(
    ("text", "trigger", "places", "topics"),
    [
        ("Norway froze two accounts in May at Kenya's request.", "froze", [], []),
        ("Norway opened two schools at Kenya's border in May.", "opened", ["Kenya"], []),
        ("Ole Lund congratulated Anna Berg on Truth Social on Monday.", "congratulated", [], []),
    ],
)
def test_requests_are_no_places_and_platforms_no_topics(nlp, text, trigger, places, topics):
    found = extract_article(parse_article(nlp, Article(text=text, date="2023-06-22")))
    event = next(e for e in found.events if text[e.span.start : e.span.end] == trigger)
    names = {e.key: e.name for e in found.entities}
    assert [names[key] for key in (event.place,) if key] == places
    assert [names[key] for key in event.topics if key in names] == topics
