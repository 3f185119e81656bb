from kg.language.repair import repair_arguments, repair_predicates, repair_subjects


def repaired(text, repair=repair_arguments):
    """Rows of word, tag, head (from 1, 0 for a root) and label."""
    rows = [line.split() for line in text.strip().splitlines()]
    heads = [i if int(r[2]) == 0 else int(r[2]) - 1 for i, r in enumerate(rows)]
    heads, deps = repair([r[0] for r in rows], [r[1] for r in rows], heads, [r[3] for r in rows])
    return {row[0]: (rows[h][0], d) for row, h, d in zip(rows, heads, deps, strict=True)}


def test_a_second_subject_behind_the_verb_is_its_object():
    found = repaired("""
        Courts NNS 2 nsubj
        convicted VBD 0 ROOT
        ministers NNS 2 nsubj
    """)
    assert found["ministers"] == ("convicted", "obj")
    assert found["Courts"] == ("convicted", "nsubj")


def test_an_inverted_subject_stays():
    found = repaired("""
        Later RB 2 advmod
        came VBD 0 ROOT
        tanks NNS 2 nsubj
    """)
    assert found["tanks"] == ("came", "nsubj")


def test_who_stands_before_of_and_a_gerund_is_the_object_above():
    found = repaired("""
        Armies NNS 2 nsubj
        accused VBD 0 ROOT
        rebels NNS 5 nsubj
        of IN 5 mark
        shelling VBG 2 advcl
        towns NNS 5 obj
    """)
    assert found["rebels"] == ("accused", "obj")


def test_a_name_before_the_adjective_of_a_noun_receives():
    found = repaired("""
        Beijing NNP 2 nsubj
        offered VBD 0 ROOT
        Moscow NNP 5 compound
        stronger JJR 5 amod
        support NN 2 obj
    """)
    assert found["Moscow"] == ("offered", "iobj")


def test_a_participle_behind_was_is_a_passive():
    found = repaired("""
        He PRP 3 nsubj
        was VBD 3 cop
        accused VBN 0 ROOT
    """)
    assert found["He"] == ("accused", "nsubj:pass")
    assert found["was"] == ("accused", "aux:pass")


def mended(text):
    rows = [line.split() for line in text.strip().splitlines()]
    heads = [i if int(r[2]) == 0 else int(r[2]) - 1 for i, r in enumerate(rows)]
    heads, deps = repair_predicates([r[1] for r in rows], heads, [r[3] for r in rows])
    return {row[0]: (rows[h][0], d) for row, h, d in zip(rows, heads, deps, strict=True)}


def test_a_finite_verb_is_no_participle_of_the_first_noun():
    found = mended("""
        Lund NNP 0 ROOT
        of IN 3 case
        Norway NNP 1 nmod
        met VBD 1 acl
        envoys NNS 1 obj
        . . 1 punct
    """)
    assert found["met"] == ("met", "ROOT")
    assert found["Lund"] == ("met", "nsubj")
    assert found["Norway"] == ("Lund", "nmod")
    assert found["envoys"] == ("met", "obj")


def test_a_participle_of_the_first_noun_stays():
    rows = """
        Talks NNS 0 ROOT
        held VBN 1 acl
        quietly RB 2 advmod
    """
    assert mended(rows)["held"] == ("Talks", "acl")


def test_a_noun_before_was_is_the_subject_that_its_clause_lacks():
    found = mended("""
        Lund NNP 2 nsubj
        said VBD 0 ROOT
        the DT 4 det
        outbreak NN 1 nmod
        was VBD 6 cop
        over JJ 2 ccomp
    """)
    assert found["outbreak"] == ("over", "nsubj")


def test_a_noun_behind_a_preposition_is_not_made_a_subject():
    found = mended("""
        the DT 2 det
        mayor NN 6 nsubj
        of IN 4 case
        Bergen NNP 2 nmod
        was VBD 6 cop
        ill JJ 0 ROOT
    """)
    assert found["Bergen"] == ("mayor", "nmod")


def test_who_is_urged_is_no_second_subject():
    found = repaired(
        """
        Envoys NNS 2 nsubj
        urged VBD 0 ROOT
        Lund NNP 2 nsubj
        to TO 5 mark
        leave VB 2 xcomp
        """,
        repair_subjects,
    )
    assert found["Lund"] == ("urged", "obj")


def test_a_subject_behind_that_is_the_subject_of_its_clause():
    found = repaired(
        """
        Lund NNP 2 nsubj
        demanded VBD 0 ROOT
        that IN 5 mark
        auditors NNS 2 nsubj
        examine VB 2 xcomp
        """,
        repair_subjects,
    )
    assert found["auditors"] == ("examine", "nsubj")
    assert found["examine"] == ("demanded", "ccomp")


def test_who_is_warned_of_something_is_the_object():
    found = repaired(
        """
        Poland NNP 2 nsubj
        warned VBD 0 ROOT
        Latvia NNP 2 nsubj
        of IN 5 case
        raids NNS 2 obj
        """,
        repair_subjects,
    )
    assert (found["Latvia"], found["raids"]) == (("warned", "obj"), ("warned", "obl"))


def test_a_verb_with_an_object_and_no_was_is_active():
    found = repaired(
        """
        Moldova NNP 2 nsubj:pass
        expelled VBD 0 ROOT
        envoys NNS 2 obj
        """,
        repair_subjects,
    )
    assert found["Moldova"] == ("expelled", "nsubj")


def test_a_title_before_the_name_is_no_subject():
    found = repaired(
        """
        President NNP 3 nsubj
        Lund NNP 3 nsubj
        left VBD 0 ROOT
        """,
        repair_subjects,
    )
    assert found["President"] == ("Lund", "nmod:desc")


def test_a_name_between_commas_stands_in_apposition():
    found = repaired(
        """
        king NN 5 nsubj
        , , 1 punct
        Olaf NNP 5 nsubj
        , , 1 punct
        died VBD 0 ROOT
        """,
        repair_subjects,
    )
    assert found["Olaf"] == ("king", "appos")


def test_what_stands_before_the_comma_of_a_clause_is_not_its_subject():
    found = repaired(
        """
        veteran NN 4 nsubj
        , , 1 punct
        Lund NNP 4 nsubj
        led VBD 0 ROOT
        """,
        repair_subjects,
    )
    assert found["veteran"] == ("Lund", "dislocated")
