"""Who takes part in a happening, as what, and where: from grammatical functions by the rules of `data/roles.tsv`."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from kg.extract.clause import Arguments, Scene
from kg.extract.cue import read_words
from kg.extract.light_verb import lender, light_verbs
from kg.extract.place import LOCATIVE, is_building, nearest_place, place_below
from kg.extract.reference import keys_at
from kg.extract.trigger import ACTORS, Match
from kg.extract.wordlist import rows, word_set
from kg.records import Entity

__all__ = ["ROLES", "Participants", "find_participants"]

ROLES = ("agent", "patient", "recipient", "instrument", "topic")
_LOCATED = frozenset({"place", "country"})
_TOPICAL = frozenset({"agreement", "event", "work"})
_ADDRESSED = frozenset({"ACCUSE", "SUPPORT", "REJECT", "PROTEST"})
"""Types that are aimed at whoever did what they judge: "condemned Russia's invasion"."""
_CONDITIONED = frozenset({"THREATEN", "REQUEST"})
"""Types that are aimed at whoever can bring about or avert what they tell of."""
_HINT_SURE = 0.8
_CLEAR, _LIKELY = (0.6, 0.85), (0.35, 0.5)
_HINT_FLOORS = {"recipient": _LIKELY, "topic": _LIKELY, "place": _LIKELY}
"""The model's score from which a participant that only the model sees is taken, and the one for a noun and somebody
outside its phrase ("the United States supplied weapons throughout the war"); agents and patients, whom grammar
mostly finds, have to be clear."""
_BEHIND = {
    ("*", "with"): "recipient",
    ("*", "to"): "recipient",
    ("*", "against"): "patient",
    ("THREATEN", "against"): "recipient",
    ("THREATEN", "on"): "recipient",
    ("REJECT", "from"): "recipient",
    ("REJECT", "by"): "recipient",
    ("PROTEST", "against"): "recipient",
}
"""Who stands behind the object, by type and preposition: "threatened tariffs on Peru", "rejected an offer from Oslo"."""
_FACILITIES = frozenset({"artifact", "organization"})
_AT = frozenset({"at", "in", "inside", "outside", "near", "beside", "from"})
_UNPLACED = frozenset({"REQUEST", "REJECT"})
"""Types that are words: where they are put is where what they are about stands."""
_HARMED = frozenset({"SANCTION", "COERCE", "ASSAULT"})
"""Types that strike whoever has what they strike: "froze the assets of two banks", "raided the party's offices"."""
_LABEL_SURE = 0.6
_SHARED = frozenset({"in", "during", "with", "after", "at", "for", "on"})
_JOINED = {
    "CONSULT": _SHARED,
    "PROTEST": frozenset({"in", "at", "on"}),
    "COMPETE": _SHARED,
    "RETREAT": frozenset({"in"}),
}
"""Types whose nouns, behind a preposition, name what the subject takes part in: "spoke after talks with"."""


@dataclass(slots=True)
class Participants:
    """Entity keys by role, in text order; `place` is one key. `by` says by which slot or rule each was found."""

    agent: list[str] = field(default_factory=list)
    patient: list[str] = field(default_factory=list)
    recipient: list[str] = field(default_factory=list)
    instrument: list[str] = field(default_factory=list)
    topic: list[str] = field(default_factory=list)
    place: str | None = None
    by: dict[str, str] = field(default_factory=dict)

    def add(self, role: str, key: str, by: str = "") -> None:
        """Put an entity into a role unless it has one."""
        self.by.setdefault(key, by)
        if role == "place":
            self.place = self.place or key
        elif not any(key in keys for keys in self.roles()):
            getattr(self, role).append(key)

    def roles(self) -> tuple[list[str], ...]:
        """The entities in each of `ROLES`."""
        return self.agent, self.patient, self.recipient, self.instrument, self.topic

    def __bool__(self) -> bool:
        return any(self.roles())


@cache
def _roles() -> dict[tuple[str, str], str]:
    return {(row[0], row[1]): row[2] for row in rows("roles.tsv")}


@cache
def _role(type_: str | None, mode: str | None, slot: str) -> str | None:
    table = _roles()
    for key in (f"{type_}-{mode}", type_ or "*", "*"):
        found = table.get((key, slot))
        if found is not None:
            return found
    return None


def find_participants(scene: Scene, match: Match, type_: str | None, mode: str | None) -> Participants:
    """The participants of the happening that a trigger names."""
    found, i = Participants(), match.head
    arguments = scene.arguments(i)
    kills = scene.tree.is_verb(i) and (bool(arguments.objects) or scene.lemma[i] in word_set("killing"))
    _fill(scene, found, i, type_, mode, noun=not scene.tree.is_verb(i), kills=kills)
    if not scene.tree.is_verb(i):
        _borrow(scene, found, i, type_, mode)
        _share_clause(scene, found, i, type_)
    elif type_ == "ASSAULT" and not found.agent:
        _by_means(scene, found, i)
    if type_ in _CONDITIONED and not found.recipient and scene.tree.is_verb(i):
        _asked(scene, found, i, type_)
    if found.place is None and type_ not in _UNPLACED:
        found.place = place_below(scene, i)
        found.by.setdefault(found.place or "", "nearest")
    _hints(scene, found, i)
    _labelled(scene, found, i)
    if found.place is None and type_ not in _UNPLACED:
        found.place = nearest_place(scene, i)
        found.by.setdefault(found.place or "", "nearest")
    return found


def _fill(
    scene: Scene,
    found: Participants,
    i: int,
    type_: str | None,
    mode: str | None,
    *,
    noun: bool,
    kills: bool,
) -> None:
    a = scene.arguments(i)
    for slot, tokens in (
        ("subj", a.subjects),
        ("owner", [] if _ranked(scene, a) else a.owners),
        ("iobj", a.indirect),
        ("of" if noun else "obj", a.objects),
        ("mod", a.modifiers),
    ):
        if slot == "subj" and kills and _role(type_, mode, slot) == "patient":
            continue  # "drones struck the port, killing two": the killed are the object
        for t in tokens:
            _give(scene, found, t, slot, type_, mode, _of_word(type_, scene.lemma[i], slot))
    for prep, t in a.obliques:
        apart = noun or not a.subjects or mode == "third-party"  # "hailed ties between the two"
        if apart or prep not in {"between", "among"}:
            _give(scene, found, t, prep, type_, mode, _of_word(type_, scene.lemma[i], prep))
    if not noun:
        for t in a.objects:
            _through(scene, found, t, type_, mode)
        for prep, t in a.obliques:
            if type_ == "PROTEST" and prep in {"against", "over", "at"}:
                _owners_behind(scene, found, t, "recipient")


def _through(
    scene: Scene, found: Participants, t: int, type_: str | None, mode: str | None, depth: int = 0
) -> None:
    """Those behind an object that is nobody itself: "suspended its participation in the treaty with Washington"."""
    entity = scene.entity(t)
    if entity is not None and (not depth or entity.type not in _TOPICAL):
        return
    if scene.lemma[t] in word_set("quantity") or scene.lemma[t] in word_set("representative"):
        return
    if not depth and type_ in _ADDRESSED:
        _owners_behind(scene, found, t, _role(type_, mode, "obj") or "recipient")
    if (
        type_ in _HARMED
        and not scene.tree.is_verb(t)
        and scene.lemma[scene.tree.head[t]] not in word_set("using")
    ):
        a = scene.arguments(t)
        owners = (*a.owners, *a.objects, *(a.modifiers if type_ == "ASSAULT" else ()))
        _add_actors(scene, found, "patient", owners, "owner of the object")
    for c in scene.tree.children[t]:
        if scene.tree.dep[c] != "nmod":
            continue
        prep = scene.case(c)
        head = scene.tree.head[t]
        if prep == "on" and scene.lemma[head] in word_set("blaming_on"):  # "blamed the crash on the pilot"
            for key, _ in keys_at(scene, c):
                found.add("recipient", key, "behind the object")
        role = _BEHIND.get((type_ or "*", prep)) or _BEHIND.get(("*", prep))
        if role:
            _add_actors(scene, found, role, (c,), "behind the object")
        elif prep in {"in", "of", "on", "about", "over"}:
            for key, kind in keys_at(scene, c):
                if kind in _TOPICAL:
                    found.add("topic", key, "behind the object")
        if depth < 2 and prep in {"in", "of", "on", "with", "to"}:
            _through(scene, found, c, type_, mode, depth + 1)


def _add_actors(scene: Scene, found: Participants, role: str, tokens: Iterable[int], by: str) -> None:
    """Put the actors at tokens into a role."""
    for t in tokens:
        for key, kind in keys_at(scene, t):
            if kind in ACTORS:
                found.add(role, key, by)


def _owners_behind(scene: Scene, found: Participants, t: int, role: str) -> None:
    """Those whose deed or thing is judged, refused or protested against: "condemned Russia's invasion"."""
    entity = scene.entity(t)
    if scene.tree.is_verb(t) or (entity is not None and entity.type not in _TOPICAL):
        return
    a = scene.arguments(t)
    _add_actors(scene, found, role, (*a.owners, *a.subjects, *a.modifiers), "behind the object")


def _ranked(scene: Scene, a: Arguments) -> bool:
    """Whether the owner is where something is the most of its kind: "Pakistan's deadliest bombing"."""
    return any(scene.tree.tag[m] == "JJS" for m in a.modifiers)


@cache
def _of_word(type_: str | None, lemma: str, slot: str) -> str | None:
    """The role that a slot has with this very word: one leaves a union, and joins it, as its other side."""
    return _roles().get((f"{type_}={lemma}", slot)) or _roles().get((f"*={lemma}", slot))


def _give(
    scene: Scene,
    found: Participants,
    t: int,
    slot: str,
    type_: str | None,
    mode: str | None,
    role: str | None = None,
) -> None:
    """Put what stands in a slot into the role that the type gives to it, or into the one given."""
    role = role or _role(type_, mode, slot)
    if slot == "mod":
        role = _modifier_role(scene, t, type_, role)
    if role is None or role == "-":
        return
    for key, kind in keys_at(scene, t):
        if role == "place":
            if kind in _LOCATED or is_building(scene.actors.entity[key]):
                found.add("place", key, slot)
            continue
        if type_ == "CONSULT" and role == "recipient" and kind == "place":
            found.add("place", key, slot)
            host = scene.actors.entity[key].country
            if host is not None:
                found.add("recipient", host, "host")
            continue
        if slot in LOCATIVE and kind in _LOCATED and role == "topic":
            continue
        if slot == "on" and _is_platform(scene.actors.entity[key]):
            continue  # "congratulated her on Truth Social"
        found.add(_adapted(role, slot, kind, type_), key, slot)


def _modifier_role(scene: Scene, t: int, type_: str | None, role: str | None) -> str | None:
    """A nation's adjective does ("Israeli strikes"), a country's name before a noun undergoes ("Iran sanctions")."""
    mention = scene.actors.by_head.get(t)
    if mention is None:
        return None
    if scene.tree.dep[t] == "compound" and mention.kind == "name":
        return _roles().get((type_ or "*", "compound"), role)
    return role


def _adapted(role: str, slot: str, kind: str, type_: str | None) -> str:
    """The role for this kind of entity: agreements are topics, "with" joins the agents, cities are not hit but places."""
    if role == "with":
        return "agent" if kind in ACTORS else "topic"
    if type_ in {"ELECT", "COMPETE"} and slot == "obj" and kind in ACTORS:
        return "patient"
    if kind in _TOPICAL and role in {"patient", "recipient", "agent"} and slot != "subj":
        return "topic"
    if (
        kind == "place"
        and role in {"patient", "recipient"}
        and type_ in {"ASSAULT", "COERCE", "ACCIDENT", "DISASTER", "RETREAT"}
        and slot != "subj"
    ):
        return "place"
    if kind == "artifact" and role == "recipient":
        return "topic"
    if kind == "organization" and slot == "compound" and type_ == "SANCTION":
        return "agent"  # "EU sanctions"
    return role


def _borrow(scene: Scene, found: Participants, n: int, type_: str | None, mode: str | None) -> None:
    """What a noun takes from its light verb, and from a participle or relative clause behind it."""
    _from_participle(scene, found, n, type_, mode)
    lent = lender(scene, n)
    if lent:
        head, share = lent
        own = any(found.by.get(key) != "with" for key in found.agent)
        if share == "agent" and own and scene.lemma[head] in word_set("ending"):
            share = "none"  # who lifts a ban has not imposed it
        a = scene.arguments(head)
        passive = scene.passive(head)
        subjects = a.subjects if share != "patient" else []
        if share == "agent" and type_ != "DIE":  # who announces a death has not died
            for t in subjects:
                _give(scene, found, t, "subj", type_, mode)
        elif share == "patient":
            role = _role(type_, mode, "obj") or "patient"
            for t in scene.arguments(head).subjects:
                for key, kind in keys_at(scene, t):
                    found.add(_adapted(role, "obj", kind, type_), key, "light verb")
            if n not in a.objects:  # "put him under house arrest"
                for t in a.objects:
                    _give(scene, found, t, "obj", type_, mode)
        for prep, t in a.obliques:
            if t != n and not (passive and prep == "by"):
                _give(scene, found, t, prep, type_, mode)
        for t in a.indirect:
            _give(scene, found, t, "iobj", type_, mode)


def _from_participle(scene: Scene, found: Participants, n: int, type_: str | None, mode: str | None) -> None:
    """Who takes part by a participle or relative clause behind a noun: "sanctions imposed by Oslo on Peru"."""
    for v in scene.tree.each(n, "acl", "acl:relcl"):
        if scene.tree.is_verb(v) and light_verbs().get(("obj", scene.lemma[v])):
            a = scene.arguments(v)
            if n in a.objects and scene.lemma[v] not in word_set("mediating"):
                for t in a.subjects if light_verbs()["obj", scene.lemma[v]] == "agent" else ():
                    _give(scene, found, t, "subj", type_, mode)
                for prep, t in a.obliques:
                    _give(scene, found, t, prep, type_, mode)


def _share_clause(scene: Scene, found: Participants, n: int, type_: str | None) -> None:
    """Who takes part in a noun behind a preposition because of what the verb above tells.

    "Talks" of who "left after talks", an attack of who "killed nine in an attack" and on who "died in an attack",
    the crime of whom somebody "charged with fraud".
    """
    tree, v, case = scene.tree, scene.tree.head[n], scene.case(n)
    if tree.dep[n] != "obl" or not tree.is_verb(v) or lender(scene, n):
        return
    a, by = scene.arguments(v), "subject of the clause"
    partner = all(found.by.get(key) == "with" for key in found.agent)
    if case in _JOINED.get(type_ or "", ()) and partner and not scene.passive(v):
        _add_actors(scene, found, "agent", a.subjects, by)
    accused = scene.lemma[v] in word_set("accusing") and case in {"of", "with", "for"}
    if type_ in {"CRIME", "ASSAULT"} and accused and not found.agent:
        _add_actors(scene, found, "agent", a.objects, by)
    if type_ == "ASSAULT" and scene.lemma[v] in word_set("hurting") and case in {"in", "during", "with"}:
        dies = scene.lemma[v] == "die"
        for role, tokens in (
            ("agent", [] if dies else a.subjects),
            ("patient", a.subjects if dies else a.objects),
        ):
            if not getattr(found, role):
                _add_actors(scene, found, role, tokens, by)


def _by_means(scene: Scene, found: Participants, i: int) -> None:
    """Whose strike or weapon it was that hit: "an Israeli strike killed two", "a bomb planted by rebels wounded three"."""
    for t in scene.arguments(i).subjects:
        if scene.tree.is_verb(t) or scene.entity(t) is not None:
            continue
        a = scene.arguments(t)
        by = [
            s for v in scene.tree.each(t, "acl") if scene.tree.is_verb(v) for s in scene.arguments(v).subjects
        ]
        owners = (*a.owners, *a.subjects, *a.modifiers, *(x for x in by if x != t))
        _add_actors(scene, found, "agent", owners, "whose means it is")


def _labelled(scene: Scene, found: Participants, i: int) -> None:
    """Who did what a noun names by PropBank's label, where grammar has found nobody."""
    if found.agent or scene.tree.is_verb(i):
        return
    first, end = scene.tree.bounds(i)
    for t, label, score in scene.labels.get(i, ()):
        if label == "ARG0" and score >= _LABEL_SURE and first <= t < end:
            _add_actors(scene, found, "agent", (t,), "label")


def _asked(scene: Scene, found: Participants, i: int, type_: str | None) -> None:
    """Who is to do what is asked for, or can avert what is threatened: "demanded that Peru leave", "unless they left"."""
    tree = scene.tree
    first, end = tree.bounds(i)
    for v in range(first, end):
        subject = tree.child(v, "nsubj")
        if subject is None or not tree.within(v, i):
            continue
        wanted = type_ == "REQUEST" and tree.dep[v] == "ccomp" and tree.head[v] == i and tree.tag[v] == "VB"
        averts = type_ == "THREATEN" and tree.has_case(v, "unless", "until", "if")
        if wanted or averts:
            _add_actors(scene, found, "recipient", (subject,), "who is to act")


def _hints(scene: Scene, found: Participants, i: int) -> None:
    """Participants that only the model sees."""
    hints = scene.hints.get(i)
    if not hints:
        return
    sure = [t for t, label, score in hints if label == "agent" and score >= _HINT_SURE]
    if sure and _controlled(scene, i) and i not in scene.imposed:
        known = {key for t in sure for key, _ in keys_at(scene, t)}
        if known and not known & set(found.agent):
            found.agent = []
    empty = {role for role in ROLES if not getattr(found, role)}
    verb, subtree = scene.tree.is_verb(i), range(scene.tree.left[i], scene.tree.right[i] + 1)
    for t, label, score in hints:
        near, far = _HINT_FLOORS.get(label, _CLEAR)
        if score < (near if verb or t in subtree else far):
            continue
        for key, kind in keys_at(scene, t):
            if label == "place":
                facility = kind in _FACILITIES and scene.case(t) in _AT
                if (kind in _LOCATED or facility) and found.place is None:
                    found.place = scene.literal(t)
                    found.by.setdefault(found.place or "", "model")
            elif label in empty and not _is_misplaced(scene, i, t, label, key):
                found.add(label, key, "model")


def _of_lower_clause(scene: Scene, i: int, t: int) -> bool:
    """Whether a noun is the subject of a clause below the trigger's: "…, with officials reporting"."""
    tree = scene.tree
    verb = tree.head[t]
    if not tree.dep[t].startswith("nsubj") or verb == i or not tree.dep[verb].startswith("advcl"):
        return False
    return tree.left[i] <= verb <= tree.right[i] and not tree.left[verb] <= i <= tree.right[verb]


def _controlled(scene: Scene, i: int) -> bool:
    """Whether a verb has its subject only from another word."""
    return (
        scene.tree.is_verb(i) and scene.tree.child(i, "nsubj", "nsubj:pass") is None and not scene.passive(i)
    )


def _is_misplaced(scene: Scene, i: int, t: int, label: str, key: str) -> bool:
    """Whether what the model sees in a role does something else: acts in a lower clause, is where something is said."""
    if label == "agent":
        return _of_lower_clause(scene, i, t)
    return (
        label in {"topic", "recipient"} and scene.case(t) == "on" and _is_platform(scene.actors.entity[key])
    )


def _is_platform(entity: Entity) -> bool:
    """Whether something is said there, not about it."""
    return entity.named and entity.name.split(" ")[-1].lower() in read_words("platform")
