"""Whether a seat of power acts for its state or is only a place."""

from spacy.tokens import Token

from kg.extract.lexicon import Metonym, countries, metonyms

__all__ = ["stands_for"]

LOCATIVE = frozenset(
    ["in", "at", "to", "near", "from", "outside", "inside", "around", "through", "across", "into", "via", "over", "above", "throughout", "towards", "toward"]
)
SHARING = frozenset(["between", "with", "against", "among", "by"])
STATIC = frozenset(["lie", "locate", "situate", "surround", "host", "flood", "empty", "inhabit", "wake", "sleep", "celebrate", "have"])
PLACE_NOUNS = frozenset(
    ["street", "airport", "mayor", "suburb", "resident", "outskirt", "centre", "center", "district", "neighbourhood", "neighborhood", "square", "station", "metro", "subway", "university", "hospital", "police", "court", "weather", "population", "skyline", "museum", "stadium", "river", "bridge", "hotel", "port", "market", "restaurant", "church", "cathedral", "mosque", "citizen", "region", "area", "city", "downtown"]
)
ADDRESSED = frozenset(
    ["accuse", "urge", "warn", "blame", "support", "offer", "press", "pressure", "ask", "tell", "help", "aid", "arm", "back", "criticise", "criticize", "condemn", "sanction", "threaten", "persuade", "join", "isolate", "punish", "assure", "invite", "provide", "give", "sell", "send", "supply", "promise", "grant", "anger", "alarm", "worry", "infuriate", "provoke", "deter", "counter", "challenge", "defy"]
)
_SUBJECT = frozenset({"nsubj", "nsubj:outer"})


def stands_for(text: str, head: Token) -> tuple[Metonym, float] | None:
    """What a capital or palace stands for at this place of a sentence, and how surely; None where it is a place.

    `head` is the token that attaches the name to its sentence.
    """
    metonym = metonyms().get(text)
    if metonym is None:
        return None
    palace = metonym.kind != "capital"
    score = _reading(head, palace=palace)
    return (metonym, score) if score >= 0.5 else None


def _reading(token: Token, *, palace: bool) -> float:
    cases = {child.lower_ for child in token.children if child.dep_ == "case"}
    head = token.head
    if token.dep_ == "conj":
        partner = head
        if partner.text in countries() or partner.text in metonyms():
            return (
                _reading(partner, palace=palace)
                if partner.text in metonyms()
                else _role(partner, set(), 0.75)
            )
    if cases & LOCATIVE and token.dep_ != "nmod:poss":
        giving = "to" in cases and head.lemma_ in ADDRESSED
        return 0.8 if giving else 0.2
    return _role(token, cases, 0.85 if palace else 0.3)


def _role(token: Token, cases: set[str], default: float) -> float:
    head = token.head
    if token.dep_ in _SUBJECT:
        if any(child.dep_ == "cop" for child in head.children) or head.lemma_ in STATIC:
            return 0.6 if default > 0.5 else 0.4
        return 0.95
    if token.dep_ == "nsubj:pass":
        return 0.8 if head.lemma_ in ADDRESSED else default
    if token.dep_ == "nmod:poss":
        return 0.25 if head.lemma_ in PLACE_NOUNS else 0.9
    if token.dep_ in ("obj", "iobj"):
        return 0.85 if head.lemma_ in ADDRESSED else default
    if cases & SHARING:
        return 0.85
    if token.dep_ == "obl:agent":
        return 0.9
    return default
