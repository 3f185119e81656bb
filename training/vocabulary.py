"""The classes that the heads tell apart, in the order of their outputs."""

from __future__ import annotations

NAME_TYPES = (
    "PERSON", "ORG", "COUNTRY", "PLACE", "GROUP", "EVENT", "AGREEMENT", "ARTIFACT", "WORK", "DATE", "NORP",
)  # fmt: skip
NAME_TAGS = ("O", *(f"{p}-{t}" for t in NAME_TYPES for p in "BIES"))
TAG_ID = {tag: i for i, tag in enumerate(NAME_TAGS)}
EVENT_TYPES = (
    "", "OTHER", "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE",
    "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "ELECT", "APPOINT", "DIE",
    "INJURE", "DISASTER", "ACCIDENT", "COURT", "CRIME", "LEGISLATE", "TRADE", "LAUNCH", "COMPETE", "PUBLISH", "MOVE",
)  # fmt: skip
NOMINAL_TYPES = (
    "",
    "person",
    "organization",
    "country",
    "group",
    "place",
    "event",
    "agreement",
    "artifact",
    "work",
)
ACTS = (
    "assert", "deny", "promise", "threaten", "request", "accuse", "praise", "criticise", "speculate", "announce",
    "believe",
)  # fmt: skip
RELATIONS = ("", "agent", "patient", "recipient", "topic", "instrument", "place", "speaker", "addressee")
ROLE_LABELS = (
    "", "ARG0", "ARG1", "ARG2", "ARG3", "ARG4", "ARGM-TMP", "ARGM-ADV", "ARGM-MOD", "ARGM-NEG", "ARGM-ADJ",
    "ARGM-LOC", "ARGM-MNR", "ARGM-DIS", "ARGM-EXT", "ARGM-PRP", "ARGM-CAU", "ARGM-PRR", "ARGM-LVB", "ARGM-DIR",
    "ARGM-PRD", "ARGM-GOL", "ARGM-CXN", "ARGM-COM", "R-ARG0", "R-ARG1", "R-ARG2", "R-ARGM-LOC", "R-ARGM-TMP",
    "C-ARG1", "C-V",
)  # fmt: skip
"""PropBank's labels with ten examples or more, without the rarest continuations."""
FIXED = {
    "sent": ("", "start"),
    "names": NAME_TAGS,
    "event": EVENT_TYPES,
    "fact": ("no", "yes"),
    "polarity": ("+", "-"),
    "certainty": ("certain", "probable", "possible", "unknown"),
    "temporality": ("past", "present", "future"),
    "cue": ("", "cue"),
    "act": ACTS,
    "content": ("O", "B", "I"),
    "nominal": NOMINAL_TYPES,
    "predicate": ("", "predicate"),
    "mention": ("", "mention"),
}
OPEN = ("tag", "upos", "morph", "lemma")
IGNORE = -100
