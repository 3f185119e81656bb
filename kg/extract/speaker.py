"""Who says it: the source of a cue, by grammar and by what the model sees."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import takewhile

from kg.extract.actors import Actors
from kg.extract.around import source_of_preposition
from kg.extract.cue import Cue, read_cues, read_words
from kg.extract.passage import Content, subject_of
from kg.extract.source import Speaker, entity_of, is_anonymous, is_human, noun_phrase
from kg.extract.tree import Tree
from kg.extract.wordlist import word_set

__all__ = ["before_cue", "beside", "find_speaker", "resolve", "unnamed_source"]

_RELATIVE = frozenset({"who", "which", "that", "whom"})
_CERTAIN = 0.8  # the model's score of a passive that surely attributes: "is believed to"
_SAID = 0.9  # the model's score of a verb that surely attributes, whoever its subject is
_SURE = 0.5  # from here on the model's speaker outweighs the parse
_BREAKS = frozenset({",", ";", ":", "“", "”", '"', "—", "–", "but", "while", "that"})
_DUMB = frozenset({"event", "artifact"})  # things that say nothing
_NEAR = 12  # tokens between a verb of saying and a name beside it
_OBJECTS = frozenset({"me", "him", "her", "us", "them"})
_SUPPORT_DEPS = frozenset({"obj", "obl", "nsubj:pass"})


def find_speaker(tree: Tree, actors: Actors, cue: Cue, content: Content | None) -> Speaker | None:
    """The source of a cue by grammar, checked with what the model sees; None when no entity stands behind it."""
    found = _find(tree, actors, cue, content)
    if found is not None and _is_object(tree, actors, cue, found):
        return None
    if found is not None and found.entities and not found.document:
        kinds = {actors.entity[key].type for key in found.entities if key in actors.entity}
        if kinds <= _DUMB:
            return None
    return found


def _is_object(tree: Tree, actors: Actors, cue: Cue, found: Speaker) -> bool:
    """Whether the source is whom the verb is about: in "the second accused him" he is not the one who accuses."""
    relays = cue.entry.lemma in word_set("relaying")  # whom one quotes speaks
    if cue.entry.pos != "v" or _is_passive(tree, cue.head) or relays:
        return False
    subject = subject_of(tree, cue.head)
    for child in tree.each(cue.head, "obj", "iobj"):
        if tree.low[child] in _OBJECTS and entity_of(tree, actors, child) in found.entities:
            return True
        if child in found.heads and subject is not None and subject < cue.head:
            return tree.said[subject] in {"", "O"}  # not: “Enough,” said the minister
    return False


def _find(tree: Tree, actors: Actors, cue: Cue, content: Content | None) -> Speaker | None:
    found = _by_grammar(tree, actors, cue, content)
    if found is not None and found.entities and (cue.entry.pos in "np" or tree.has_case(cue.head, "as")):
        return found
    for token in (cue.head, cue.last):
        for score, head in tree.proposed["speaker"].get(token, ())[:2]:
            if found is not None and (score < _SURE or not found.entities or head in found.heads):
                break
            if content is not None and content.holds(head):
                continue
            if found is not None and any(tree.cue[i] >= _SURE for i in range(head + 1, cue.first)):
                continue  # another cue stands between
            if tree.child(cue.head, "aux:pass") is not None and _is_told_of(tree, cue.head, head):
                continue  # "is said to", "was accused of": by somebody else
            seen = _by_model(tree, actors, head)
            if seen is not None and not (found is not None and set(seen.entities) <= set(found.entities)):
                return replace(seen, rule=f"model {score:.2f}")
    return found


def _is_told_of(tree: Tree, verb: int, token: int) -> bool:
    """Whether the token is in the subject of a passive: not they say that "the ministers were told"."""
    subject = _subject(tree, verb)
    return subject is not None and tree.within(token, subject)


def _by_model(tree: Tree, actors: Actors, head: int) -> Speaker | None:
    """The speaker at a token that the model points to; the token may be any of the phrase."""
    mention = actors.mention_at(tree.tokens[head])
    if mention is not None and actors.headed_by(tree.tokens[head]) is None:
        shift = tree.doc._.kg.shift if mention.span.context == "text" else 0
        first = tree.token_from(mention.span.start + shift)
        last = tree.token_from(mention.span.end + shift)
        head = next(
            (i for i in range(first, min(last, len(tree))) if actors.headed_by(tree.tokens[i]) is mention),
            head,
        )
    return resolve(tree, actors, head)


def beside(tree: Tree, actors: Actors, cue: Cue, start: int, stop: int) -> Speaker | None:
    """The one named right behind or right before a verb of saying, when the parse gives no subject.

    Only tokens `start <= i < stop` count: the words between a quotation and the end of its sentence.
    """
    last = cue.first - 1
    if tree.low[last] == ",":  # "X, the minister of Y, said"
        last = next((i - 1 for i in range(last - 1, start, -1) if tree.low[i] == ","), last)
    behind = _first_actor(tree, actors, range(cue.last + 1, min(stop, cue.last + _NEAR)))
    before = _first_actor(tree, actors, range(last, max(start, last - _NEAR) - 1, -1))
    for head in (before, behind):
        told = subject_of(tree, cue.head) is not None and tree.dep[head or 0] in {"obj", "iobj"}
        if told and head in tree.children[cue.head]:
            continue
        speaker = resolve(tree, actors, head) if head is not None else None
        if speaker is None:
            continue
        if speaker.document or is_human(actors, speaker.entities):
            return replace(speaker, rule="beside")
    return None


def before_cue(tree: Tree, actors: Actors, cue: Cue) -> Speaker | None:
    """The first actor of the stretch of words before a cue, for a sentence that the parse got wrong."""
    start, stop = tree.bounds(cue.head)[0], cue.first
    for _ in range(2):
        first = next((i + 1 for i in range(stop - 1, start - 1, -1) if tree.low[i] in _BREAKS), start)
        for i in range(first, stop):
            mention = actors.headed_by(tree.tokens[i])
            if mention is None or mention.kind == "adjective" or (i > first and tree.pos[i - 1] == "ADP"):
                continue
            speaker = resolve(tree, actors, i)
            if speaker is not None and is_human(actors, speaker.entities):
                return replace(speaker, rule="first before")
        stop = first - 1  # "X, the leader of Y, said": the name stands before the comma
        if stop <= start or tree.low[stop] != ",":
            return None
    return None


def unnamed_source(tree: Tree, cue: Cue, *, least: float = _SAID) -> Speaker | None:
    """The subject of what is surely a verb of saying, where no actor stands behind it: "The other said", "one asked".

    `least` is the model's score from which it is sure.
    """
    subject = subject_of(tree, cue.head)
    if subject is None or cue.entry.pos != "v" or cue.entry.kind != "speech" or tree.cue[cue.head] < least:
        return None
    if tree.low[subject] in _RELATIVE or tree.child(cue.head, "expl", "aux:pass") is not None:
        return None
    if "n_pred" in cue.entry.frames:
        return None  # "they call it the snake"
    return Speaker((), (subject,), noun_phrase(tree, subject), anonymous=True, rule="unnamed")


def _first_actor(tree: Tree, actors: Actors, tokens: Iterable[int]) -> int | None:
    """The head of the first mention in the tokens before a verb, a preposition or a mark comes."""
    for i in tokens:
        known = actors.headed_by(tree.tokens[i]) is not None or tree.low[i] in read_words("documents")
        if known and tree.pos[i] in {"NOUN", "PROPN", "PRON"}:
            return i
        if tree.pos[i] in {"VERB", "ADP", "PUNCT", "SCONJ", "CCONJ", "SPACE"} and tree.low[i] not in {
            "-",
            "'s",
            "’s",
        }:
            return None
    return None


def _by_grammar(tree: Tree, actors: Actors, cue: Cue, content: Content | None) -> Speaker | None:
    if cue.entry.pos == "p":
        source = source_of_preposition(tree, cue)
        source = _owned(tree, actors, source) if source is not None else None
        found, rule = resolve(tree, actors, source) if source is not None else None, "preposition"
    elif cue.entry.pos == "n":
        found, rule = _of_noun(tree, actors, cue, content), "noun"
    elif _is_passive(tree, cue.head):
        found, rule = _of_passive(tree, actors, cue, content), "passive"
    else:
        subject = _subject(tree, _higher_cue(tree, cue))
        found, rule = resolve(tree, actors, subject) if subject is not None else None, "subject"
    return replace(found, rule=rule) if found is not None else None


def _owned(tree: Tree, actors: Actors, source: int) -> int:
    """In "the University of Oslo's institute", where the parse takes the university for the source, the institute."""
    for i in range(source + 1, min(source + _NEAR, len(tree))):
        if tree.pos[i] in {"PUNCT", "VERB", "AUX"}:
            return source
        if tree.tag[i] == "POS":
            behind = range(i + 1, min(i + _NEAR, len(tree)))
            words = takewhile(lambda j: tree.pos[j] in {"NOUN", "PROPN", "ADJ", "NUM"}, behind)
            return next((j for j in words if actors.headed_by(tree.tokens[j]) is not None), source)
    return source


def _higher_cue(tree: Tree, cue: Cue) -> int:
    """The verb whose subject says ", adding that …": the cue above, when the clause it hangs on is what is said."""
    i = cue.head
    if tree.tag[i] != "VBG" or tree.low[i - 1] != "," or tree.low[i] not in read_words("participles"):
        return i
    table = read_cues()
    for _ in range(5):
        if tree.head[i] == i:
            return cue.head
        i = tree.head[i]
        if tree.is_verb(i) and any(
            entry.pos == "v" and "s" in entry.frames for _, entry in table.get(tree.low[i], ())
        ):
            return i
    return cue.head


def _is_passive(tree: Tree, i: int) -> bool:
    if tree.child(i, "aux:pass", "nsubj:pass") is not None:
        return True
    return (
        tree.tag[i] == "VBN" and tree.dep[i] == "acl" and subject_of(tree, i) is None
    )  # "factors cited for …"


def _of_passive(tree: Tree, actors: Actors, cue: Cue, content: Content | None) -> Speaker | None:
    """In "was called X by Y" and "it was reported that": the agent, else nobody that is named."""
    agent = _agent(tree, cue.head)
    if agent is not None:
        return resolve(tree, actors, agent)
    if content is None or content.frame not in {"s", "oto", "to", "seen", "p", "n+"}:
        return None
    subject = _subject(tree, cue.head)
    passive = tree.child(cue.head, "aux:pass") is not None
    if content.frame == "n+" and cue.entry.lemma not in {"accuse", "credit", "suspect"}:
        return None
    if passive and content.frame != "s" and tree.cue[cue.head] >= _CERTAIN:
        return Speaker((), anonymous=True)
    formal = tree.child(cue.head, "expl") is not None or (subject is not None and tree.low[subject] == "it")
    if formal and cue.entry.kind == "speech":
        return Speaker((), anonymous=True)
    if subject is not None and content.frame == "s" and "addressee" in cue.entry.frames:
        return Speaker((), anonymous=True)
    return None


def _agent(tree: Tree, verb: int) -> int | None:
    """The one with "by", also behind "as saying"."""
    relayed = [c for c in tree.each(verb, "advcl", "xcomp") if tree.has_case(c, "as")]
    for host in (verb, *relayed):
        for child in tree.each(host, "obl:agent", "obl"):
            if tree.dep[child] == "obl:agent" or tree.has_case(child, "by"):
                return child
    return None


def _subject(tree: Tree, i: int) -> int | None:
    """The subject of a verb, through coordination, control and relative clauses."""
    for _ in range(6):
        subject = subject_of(tree, i)
        if subject is not None:
            return subject
        dep, head = tree.dep[i], tree.head[i]
        if tree.tag[i] == "VBG" and tree.has_case(i, "as"):
            return _quoted(tree, head)
        if (dep == "conj" and (tree.is_verb(head) or tree.child(head, "cop") is not None)) or (
            dep in {"xcomp", "advcl", "parataxis", "dep", "ccomp"} and _shares_subject(tree, i)
        ):
            i = head
        elif dep in {"acl", "acl:relcl"} and tree.tag[i] in {"VBG", "VBN", "VBD", "VBP", "VBZ", "VB"}:
            return head
        else:
            return None
    return None


def _quoted(tree: Tree, verb: int) -> int | None:
    """Who is quoted in "quoted X as saying" and "X was quoted as saying"."""
    return tree.child(verb, "nsubj:pass") or tree.child(verb, "obj") or tree.child(verb, "iobj")


def _shares_subject(tree: Tree, i: int) -> bool:
    """Whether a clause without subject takes that of the clause above: ", adding …", "went on to say"."""
    if tree.dep[i] == "xcomp":
        return tree.child(tree.head[i], "obj", "iobj") is None or tree.tag[i] == "VBG"
    return tree.tag[i] in {"VBG", "VB"} or (
        tree.dep[i] == "parataxis" and tree.tag[i] in {"VBD", "VBZ", "VBP"}
    )


def resolve(tree: Tree, actors: Actors, head: int) -> Speaker | None:
    """The source named by a noun phrase: its entity, or those of "A and B", or the author of a document."""
    if tree.low[head] in _RELATIVE and tree.pos[head] in {"PRON", "DET", "SCONJ"}:
        antecedent = _antecedent(tree, head)
        if antecedent is None:
            return None
        if tree.dep[antecedent] == "appos" and _is_named(tree, actors, tree.head[antecedent]):
            antecedent = tree.head[antecedent]  # "Anna Berg, a nurse who says that …"
        return resolve(tree, actors, _written_on(tree, actors, antecedent))
    heads = (head, *tree.each(head, "conj"))
    found: dict[str, int] = {}
    for h in heads:
        entity = entity_of(tree, actors, h)
        if entity is not None:
            found.setdefault(entity, h)
    span = noun_phrase(tree, head, heads[-1])
    is_document = tree.pos[head] == "NOUN" and tree.low[head] in read_words("documents")
    if found and not (is_document and not is_human(actors, found)):
        entities = tuple(found)
        return Speaker(
            entities,
            heads,
            span,
            anonymous=_all_anonymous(tree, actors, entities, heads),
            document=is_document,
        )
    if is_document:
        return _author(tree, actors, head, span, tuple(found))
    if tree.low[head] in read_words("nobody"):
        return Speaker((), heads, span, anonymous=True)
    return None


def _all_anonymous(tree: Tree, actors: Actors, entities: tuple[str, ...], heads: tuple[int, ...]) -> bool:
    known = [actors.entity.get(key) for key in entities]
    return bool(known) and all(e is not None and is_anonymous(tree, e, heads) for e in known)


def _author(
    tree: Tree, actors: Actors, head: int, span: tuple[int, int] | None, own: tuple[str, ...]
) -> Speaker:
    """Who stands behind a document: "the ministry's statement", "a report by Oxfam", else the document itself."""
    for dep in ("nmod:poss", "nmod", "acl", "acl:relcl", "compound", "amod"):
        for noun in tree.each(head, dep):
            child = _made_by(tree, noun) if dep.startswith("acl") else noun
            if child is None or (dep == "nmod" and not tree.has_case(child, "by", "from", "of")):
                continue
            entity = entity_of(tree, actors, child)
            if entity is not None and is_human(actors, (entity,)):
                return Speaker((entity,), (head,), span, document=True)
    if own:
        return Speaker(own, (head,), span, document=True)
    maker = _maker(tree, actors, head)
    if maker is not None:
        return Speaker((maker,), (head,), span, document=True)
    return Speaker((), (head,), span, anonymous=True, document=True)


def _made_by(tree: Tree, verb: int) -> int | None:
    """Who made it in "a report published by Oxfam", "the statement that the ministry issued"."""
    made = tree.low[verb] in read_words("support_verbs")
    return _agent(tree, verb) or (tree.child(verb, "nsubj") if made else None)


def _maker(tree: Tree, actors: Actors, head: int) -> str | None:
    """Who makes a document in the same clause: "the army said in a statement", "the ministry posted a message"."""
    verb = tree.head[head]
    if not tree.is_verb(verb) or _is_passive(tree, verb):
        return None
    said = tree.dep[head] == "obl" and tree.has_case(head, "in", "on", "with", "through", "via")
    if not said and (tree.dep[head] != "obj" or tree.low[verb] not in read_words("support_verbs")):
        return None
    subject = _subject(tree, verb)
    entity = entity_of(tree, actors, subject) if subject is not None and subject != head else None
    return entity if entity is not None and is_human(actors, (entity,)) else None


def _antecedent(tree: Tree, pronoun: int) -> int | None:
    """The noun that a relative pronoun stands for."""
    i = pronoun
    for _ in range(8):
        if tree.dep[i] == "acl:relcl":
            return tree.head[i]
        if tree.head[i] == i:
            break
        i = tree.head[i]
    before = pronoun - 1  # "a statement that blamed …", where the parse sees no relative clause
    return before if tree.low[pronoun] != "whom" and tree.low[before] in read_words("documents") else None


def _is_named(tree: Tree, actors: Actors, head: int) -> bool:
    mention = actors.headed_by(tree.tokens[head])
    return mention is not None and mention.kind == "name"


def _written_on(tree: Tree, actors: Actors, noun: int) -> int:
    """The document in "a message on Telegram that blamed …", where the parse takes the platform for what blamed."""
    entity = entity_of(tree, actors, noun)
    if entity is None or is_human(actors, (entity,)):
        return noun
    head = tree.head[noun]
    documents = [i for i in (head, *tree.each(head, "obj")) if tree.low[i] in read_words("documents")]
    return next((i for i in documents if i < noun and tree.pos[i] == "NOUN"), noun)


def _of_noun(tree: Tree, actors: Actors, cue: Cue, content: Content | None) -> Speaker | None:
    """The source of "Moscow's claim", "a warning from NATO", "expressed concern", "reports that"."""
    head = cue.head
    said = content.pieces[0][0] if content else len(tree)
    if head >= 2 and tree.low[head - 1] in {"'s", "’s"}:
        owner = resolve(tree, actors, head - 2)
        if owner is not None and is_human(actors, owner.entities):
            return owner
    for dep in ("nmod:poss", "nmod", "amod", "compound"):
        for child in tree.each(head, dep):
            if child >= said or (dep == "nmod" and not tree.has_case(child, "by", "from", "of", "among")):
                continue
            speaker = resolve(tree, actors, child)
            if speaker is not None and speaker.entities and is_human(actors, speaker.entities):
                return speaker
    governor = tree.head[head]
    if tree.dep[head] in _SUPPORT_DEPS and tree.low[governor] in read_words("support_verbs"):
        subject = _subject(tree, governor) if not _is_passive(tree, governor) else None
        speaker = resolve(tree, actors, subject) if subject is not None else None
        if speaker is not None and speaker.entities:
            return speaker
    if tree.low[head] in read_words("nobody"):
        return Speaker((), (head,), None, anonymous=True)
    return None
