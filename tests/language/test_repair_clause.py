import pytest

from kg.language.repair_clause import repair_clauses
from tests.language.test_repair_document import arcs, parse_of

CASES = [
    pytest.param(
        """
        Lund PROPN NNP 0 ROOT
        rival NOUN NN 1 appos
        from ADP IN 4 case
        Oslo PROPN NNP 1 nmod PLACE
        who PRON WP 6 nsubj
        ran VERB VBD 2 acl:relcl
        """,
        {"ran": ("rival", "acl:relcl")},
        id="a place is not who ran",
    ),
    pytest.param(
        """
        court NOUN NN 2 nsubj:pass
        barred VERB VBN 0 ROOT
        Lund PROPN NNP 2 obj
        """,
        {"court": ("barred", "nsubj"), "Lund": ("barred", "obj")},
        id="an active verb read as a passive",
    ),
    pytest.param(
        """
        they PRON PRP 2 nsubj
        fled VERB VBD 0 ROOT
        after SCONJ IN 5 mark
        soldiers NOUN NNS 5 obj
        overthrew VERB VBN 2 advmod
        Lund PROPN NNP 5 obj
        """,
        {"soldiers": ("overthrew", "nsubj"), "overthrew": ("fled", "advcl")},
        id="the subject of a clause read as its object",
    ),
    pytest.param(
        """
        he PRON PRP 2 nsubj
        accused VERB VBD 0 ROOT
        Oslo PROPN NNP 5 obj
        of SCONJ IN 5 mark
        lying VERB VBG 2 advcl
        and CCONJ CC 7 cc
        threatened VERB VBD 5 conj
        Bergen PROPN NNP 7 obj
        """,
        {"Oslo": ("accused", "obj"), "threatened": ("accused", "conj")},
        id="an object before its gerund, a verb joined to the gerund",
    ),
    pytest.param(
        """
        minister NOUN NN 3 nsubj
        held VERB VBD 0 ROOT
        talks NOUN NNS 2 nsubj
        """,
        {"minister": ("held", "nsubj"), "talks": ("held", "obj")},
        id="an object read as the subject",
    ),
    pytest.param(
        """
        killing NOUN NN 5 nsubj:pass
        by ADP IN 3 case
        rebels NOUN NNS 5 obl:agent
        was AUX VBD 5 aux:pass
        condemned VERB VBN 0 ROOT
        by ADP IN 7 case
        Oslo PROPN NNP 5 obl:agent
        """,
        {"rebels": ("killing", "nmod"), "Oslo": ("condemned", "obl:agent")},
        id="who did what the subject names",
    ),
    pytest.param(
        """
        troops NOUN NNS 2 nsubj
        freed VERB VBD 0 ROOT
        hostages NOUN NNS 2 obj
        held VERB VBN 2 advcl
        by ADP IN 6 case
        rebels NOUN NNS 4 obl:agent
        """,
        {"held": ("hostages", "acl")},
        id="a participle behind the noun that it tells of",
    ),
    pytest.param(
        """
        they PRON PRP 2 nsubj
        fought VERB VBD 0 ROOT
        police NOUN NNS 2 obl
        in ADP IN 5 case
        Oslo PROPN NNP 2 obl PLACE
        , PUNCT , 8 punct
        who PRON WP 8 nsubj
        fired VERB VBD 2 parataxis
        """,
        {"fired": ("police", "acl:relcl")},
        id="a relative clause behind a place",
    ),
    pytest.param(
        """
        court NOUN NN 2 nsubj
        restored VERB VBD 0 ROOT
        parliament NOUN NN 2 obj
        that PRON WDT 6 obj
        he PRON PRP 6 nsubj
        dissolved VERB VBD 1 acl:relcl
        """,
        {"dissolved": ("parliament", "acl:relcl")},
        id="a relative clause hung on a noun far before",
    ),
    pytest.param(
        """
        Hamas PROPN NNP 0 ROOT
        , PUNCT , 1 punct
        denied VERB VBD 1 conj
        it PRON PRP 3 obj
        """,
        {"denied": ("denied", "ROOT"), "Hamas": ("denied", "nsubj")},
        id="a subject read as the whole sentence",
    ),
    pytest.param(
        """
        nine NOUN CD 6 nsubj:pass
        were AUX VBD 3 aux:pass
        hurt VERB VBN 0 ROOT
        man NOUN NN 6 nsubj:pass
        was AUX VBD 6 aux:pass
        beaten VERB VBN 3 conj
        """,
        {"nine": ("hurt", "nsubj:pass"), "man": ("beaten", "nsubj:pass")},
        id="the subject of the first verb hung on the second",
    ),
    pytest.param(
        """
        they PRON PRP 2 nsubj
        thanked VERB VBD 0 ROOT
        troops NOUN NNS 2 obj
        and CCONJ CC 5 cc
        accused VERB VBD 6 amod
        guards NOUN NNS 2 obj
        of SCONJ IN 8 mark
        lying VERB VBG 2 advcl
        """,
        {"accused": ("thanked", "conj"), "guards": ("accused", "obj"), "lying": ("accused", "advcl")},
        id="a second verb read as an adjective",
    ),
    pytest.param(
        """
        pair NOUN NN 3 nsubj
        were AUX VBD 3 cop
        beaten VERB VBD 0 ROOT
        """,
        {"pair": ("beaten", "nsubj:pass"), "were": ("beaten", "aux:pass")},
        id="a passive read as an adjective",
    ),
    pytest.param(
        """
        they PRON PRP 2 nsubj
        freed VERB VBD 0 ROOT
        pilots NOUN NNS 2 obj
        on ADP IN 5 case
        Tuesday PROPN NNP 2 obl
        who PRON WP 7 nsubj
        fell VERB VBD 5 acl:relcl
        """,
        {"fell": ("pilots", "acl:relcl")},
        id="a relative clause hung on a date",
    ),
    pytest.param(
        """
        they PRON PRP 2 nsubj
        sent VERB VBD 0 ROOT
        Lund PROPN NNP 2 obj
        to ADP IN 5 case
        Peru PROPN NNP 7 nmod
        despite ADP IN 7 case
        protests NOUN NNS 2 obl
        """,
        {"Peru": ("sent", "obl")},
        id="what stands before a preposition",
    ),
    pytest.param(
        """
        rift NOUN NN 4 nsubj
        with ADP IN 3 case
        Peru PROPN NNP 6 nmod
        hung VERB VBD 0 ROOT
        over ADP IN 6 case
        talks NOUN NNS 4 obl
        """,
        {"Peru": ("rift", "nmod")},
        id="what stands before a verb is of the noun before it",
    ),
    pytest.param(
        """
        supporters NOUN NNS 5 nsubj:pass
        of ADP IN 3 case
        Lund PROPN NNP 5 obl
        were AUX VBD 5 aux:pass
        beaten VERB VBN 0 ROOT
        """,
        {"supporters": ("beaten", "nsubj:pass"), "Lund": ("supporters", "nmod")},
        id="what stands behind 'of' in a subject, read as the verb's",
    ),
    pytest.param(
        """
        fire NOUN NN 6 nsubj
        in ADP IN 3 case
        which PRON WDT 5 obl
        miners NOUN NNS 6 obj
        died VERB VBD 1 acl:relcl
        shocked VERB VBD 0 ROOT
        """,
        {"miners": ("died", "nsubj")},
        id="the subject of a relative clause hung on the main verb",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_clauses_are_put_right(text, expected):
    parse = parse_of(text)
    repair_clauses(parse, with_of={"accused"}, documents=set(), refused=set())
    assert {word: arcs(parse)[word] for word in expected} == expected


def test_a_paper_demands_what_its_opponent_does_not():
    parse = parse_of(
        """
        Oslo PROPN NNP 2 nsubj
        vetoed VERB VBD 0 ROOT
        motion NOUN NN 2 obj
        demanding VERB VBG 2 advcl
        peace NOUN NN 4 obj
        """
    )
    repair_clauses(parse, with_of=set(), documents={"motion"}, refused={"vetoed"})
    assert arcs(parse)["demanding"] == ("motion", "acl")
