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
}
OPEN = ("tag", "upos", "morph", "lemma")
IGNORE = -100
