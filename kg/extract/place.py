"""Where something happens: the locative phrases of a trigger, of those who take part and of the clause above."""

from kg.extract.clause import Scene
from kg.extract.lexicon import word_list
from kg.extract.trigger import read_triggers
from kg.extract.wordlist import word_set
from kg.records import Entity

__all__ = ["LOCATIVE", "is_building", "nearest_place", "place_below"]

LOCATIVE = frozenset(
    {
        "in",
        "at",
        "near",
        "beside",
        "outside",
        "off",
        "inside",
        "around",
        "across",
        "on",
        "along",
        "within",
        "throughout",
    }
)
_HIGHEST = 2
"""Words from the trigger up to the one whose place can be its own."""
_ELSEWHERE = frozenset({"ccomp", "xcomp", "parataxis", "advcl:relcl", "acl", "acl:relcl", "obj"})


def nearest_place(scene: Scene, i: int) -> str | None:
    """The nearest locative of the trigger, else of the clause above it, unless that tells of something else."""
    tree, node = scene.tree, i
    for _ in range(_HIGHEST):
        place = place_below(scene, node) or _of_arguments(scene, node)
        if place or tree.head[node] == node or tree.dep[node] in _ELSEWHERE:
            return place
        own = tree.child(node, "nsubj", "nsubj:pass", "mark") is not None
        if (tree.dep[node] == "advcl" and own) or (tree.dep[node] == "conj" and tree.is_verb(node)):
            return None
        node = tree.head[node]
    return None


def _of_arguments(scene: Scene, node: int) -> str | None:
    """Where those are who take part: "crews in Boulogne burned tyres", "struck a base in Iraq"."""
    if not scene.tree.is_verb(node):
        return None
    a = scene.arguments(node)
    subjects = [t for t in a.subjects if (e := scene.entity(t)) is None or e.type == "group"]
    places = (place_below(scene, t) or _place_before(scene, t) for t in (*a.objects, *subjects))
    return next((place for place in places if place), None)


def _place_before(scene: Scene, n: int) -> str | None:
    """The place named before a noun: "a Kabul hotel"."""
    if scene.entity(n) is not None:
        return None
    named = (scene.literal(c) for c in scene.tree.each(n, "compound") if scene.tree.pos[c] == "PROPN")
    return next((key for key in named if key and scene.actors.entity[key].type == "place"), None)


def place_below(scene: Scene, node: int) -> str | None:
    """The place of the first locative phrase below a token: "in Geneva, Switzerland" is Geneva."""
    tree = scene.tree
    for c in tree.children[node]:
        preposition = scene.case(c) if tree.dep[c].startswith(("obl", "nmod")) else ""
        if preposition not in LOCATIVE:
            continue
        named = [t for t in tree.each(c, "nmod") if scene.case(t) == "of"]  # "in the Peruvian city of Cusco"
        first = named if scene.lemma[c] in word_set("land") else []
        for t in (
            *first,
            c,
            *tree.each(c, "nmod", "appos"),
            *tree.each(c, "compound"),
            *(tree.each(c, "nmod:poss") if not _happens(scene, c) else ()),
        ):
            mention, entity = scene.actors.by_head.get(t), scene.entity(t)
            if (
                mention is None
                or entity is None
                or mention.stands_for
                or mention.kind not in {"name", "nominal"}
            ):
                continue
            if entity.type == "place" or (entity.type == "country" and preposition != "on"):
                return entity.key
            if is_building(entity):
                return entity.key
    return None


def _happens(scene: Scene, noun: int) -> bool:
    """Whether a noun names what somebody does, and no place: "at Kenya's request"."""
    return any(entry.type != "-" for entry in read_triggers().get(("n", scene.lemma[noun]), ()))


def is_building(entity: Entity) -> bool:
    """Whether it is something built that people can be at: "the Elysee Palace"."""
    return entity.type == "artifact" and entity.name.split(" ")[-1].lower() in word_list("building")
