"""Names, participants and events marked inside a text: the compact notation of `training/annotations`.

    ⟦Turkey|C|a1⟧ on Tuesday ⟪summoned|1|REJECT|F+cp⟫ ⟦the ⟦Dutch|N⟧ ambassador|dP|r1⟧ over ⟦the pact|dA|t1⟧.

A mention is `⟦text|TYPE⟧` or `⟦text|TYPE|roles⟧`; a trigger is `⟪text|number|EVENT|FACTUALITY⟫`. Marks nest.

`python -m training.marks check FILE...` reads files of one marked paragraph a line and prints what is wrong;
`python -m training.marks compile ARTICLES MARKED OUT` writes offsets and labels, without the text, for each `MARKED/N.txt`
whose text is that of line N (from 0) of ARTICLES.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from training.vocabulary import EVENT_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = {
    "P": "PERSON", "O": "ORG", "C": "COUNTRY", "L": "PLACE", "G": "GROUP", "E": "EVENT", "A": "AGREEMENT",
    "F": "ARTIFACT", "W": "WORK", "N": "NORP",
}  # fmt: skip
ROLES = {
    "a": "agent", "p": "patient", "r": "recipient", "t": "topic", "i": "instrument", "l": "place",
}  # fmt: skip
CERTAINTY = {"c": "certain", "o": "probable", "m": "possible", "u": "unknown"}
TEMPORALITY = {"p": "past", "n": "present", "f": "future"}

_TYPE = "[PCOLGEAFWNp]|d[POCGLEAFW]"
_CLOSE = re.compile(rf"\|({_TYPE})(?:\|([aprtil]\d+(?:,[aprtil]\d+)*))?⟧")
_TRIGGER = re.compile(r"\|(\d+)\|([A-Z]+)\|([FN])([+-])([comu])([pnf])⟫")


@dataclass(frozen=True, slots=True)
class MarkedMention:
    """A name ("name"), description ("nominal"), or pronoun, and the roles it has in numbered events."""

    start: int
    end: int
    kind: str
    type: str
    roles: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class MarkedEvent:
    """A trigger with its type and factuality; `number` is what mentions' roles refer to."""

    start: int
    end: int
    number: int
    type: str
    fact: bool
    polarity: str
    certainty: str
    temporality: str


@dataclass(slots=True)
class MarkedText:
    """A text and what is marked in it, in order of offset."""

    text: str
    mentions: list[MarkedMention] = field(default_factory=list)
    events: list[MarkedEvent] = field(default_factory=list)


def parse(marked: str) -> MarkedText:
    """The plain text and its marks; ValueError says what is wrong and where."""
    out: list[str] = []
    stack: list[tuple[str, int]] = []
    found = MarkedText("")
    i = size = 0
    while i < len(marked):
        here = marked[i]
        if here in "⟦⟪":
            stack.append((here, size))
            i += 1
            continue
        if here == "|" and stack:
            opened, start = stack[-1]
            match = (_CLOSE if opened == "⟦" else _TRIGGER).match(marked, i)
            if match:
                stack.pop()
                _add(found, opened, start, size, match)
                i = match.end()
                continue
        if here in "⟧⟫":
            raise ValueError(f"a mark that cannot be read near {marked[max(0, i - 40) : i + 1]!r}")
        out.append(here)
        size += 1
        i += 1
    if stack:
        raise ValueError(f"a mark that is never closed at {''.join(out)[stack[-1][1] :][:40]!r}")
    found.text = "".join(out)
    found.mentions.sort(key=lambda m: (m.start, -m.end))
    found.events.sort(key=lambda e: e.start)
    _verify(found)
    return found


def _add(found: MarkedText, opened: str, start: int, end: int, match: re.Match[str]) -> None:
    if start == end:
        raise ValueError(f"an empty mark {match.group(0)!r}")
    if opened == "⟦":
        code = match.group(1)
        kind = "pronoun" if code == "p" else "nominal" if code[0] == "d" else "name"
        roles = tuple((ROLES[r[0]], int(r[1:])) for r in (match.group(2) or "").split(",") if r)
        found.mentions.append(MarkedMention(start, end, kind, "" if code == "p" else NAMES[code[-1]], roles))
        return
    number, kind, fact, polarity, certainty, temporality = match.groups()
    if kind not in EVENT_TYPES:
        raise ValueError(f"{kind} is no event type")
    found.events.append(
        MarkedEvent(
            start,
            end,
            int(number),
            kind,
            fact == "F",
            polarity,
            CERTAINTY[certainty],
            TEMPORALITY[temporality],
        )
    )


def _verify(found: MarkedText) -> None:
    numbers = [e.number for e in found.events]
    if len(numbers) != len(set(numbers)):
        raise ValueError(f"an event number is used twice in {found.text[:60]!r}")
    for mention in found.mentions:
        text = found.text[mention.start : mention.end]
        if text != text.strip():
            raise ValueError(f"the mark around {text!r} has white space at its edge")
        for _, number in mention.roles:
            if number not in numbers:
                raise ValueError(f"{text!r} has a role in event {number}, which is not there")
    for event in found.events:
        if event.fact and (event.polarity == "-" or event.temporality == "future"):
            text = found.text[event.start : event.end]
            raise ValueError(f"{text!r} is marked as a fact, but negated or in the future")


def paragraphs(path: Path) -> Iterator[tuple[int, MarkedText]]:
    """Line numbers (from 1) and marked paragraphs of a file; `#` opens a comment line."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            try:
                yield number, parse(line)
            except ValueError as error:
                raise ValueError(f"{path.name}:{number}: {error}") from error


def standoff(marked: MarkedText) -> dict[str, object]:
    """Offsets and labels, and the SHA-256 of the text that they belong to."""
    return {
        "sha256": hashlib.sha256(marked.text.encode()).hexdigest(),
        "mentions": [asdict(m) for m in marked.mentions],
        "events": [asdict(e) for e in marked.events],
    }


def _check(paths: list[Path]) -> int:
    faults = lines = events = mentions = 0
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            lines += 1
            try:
                found = parse(line)
            except ValueError as error:
                faults += 1
                print(f"{path.name}:{number}: {error}")
                continue
            events += len(found.events)
            mentions += len(found.mentions)
    print(f"{lines} paragraphs, {mentions} mentions, {events} events, {faults} faults")
    return int(faults > 0)


def _same_text(text: str, source: str) -> None:
    if text != source:
        pairs = enumerate(zip(text, source, strict=False))
        at = next((i for i, (a, b) in pairs if a != b), min(len(text), len(source)))
        raise ValueError(f"text differs: {text[at : at + 30]!r}, source {source[at : at + 30]!r}")


def _compile(articles: Path, marked: Path, out: Path) -> int:
    with gzip.open(articles, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line) for line in lines]
    out.mkdir(parents=True, exist_ok=True)
    faults = 0
    for path in sorted(marked.glob("*.txt"), key=lambda p: int(p.stem)):
        article = texts[int(path.stem)]
        try:
            found = parse(path.read_text(encoding="utf-8").strip("\n"))
            _same_text(found.text, article["text"].strip("\n"))
        except ValueError as error:
            faults += 1
            print(f"{path.name}: {error}")
            continue
        row = {"url": article["url"], **standoff(found)}
        (out / f"{path.stem}.json").write_text(
            json.dumps(row, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n",
            encoding="utf-8",
        )
        print(f"{path.name}: {len(found.mentions)} mentions, {len(found.events)} events")
    return int(faults > 0)


def main() -> int:
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check")
    check.add_argument("files", type=Path, nargs="+")
    compiled = commands.add_parser("compile")
    for name in ("articles", "marked", "out"):
        compiled.add_argument(name, type=Path)
    args = parser.parse_args()
    return _check(args.files) if args.command == "check" else _compile(args.articles, args.marked, args.out)


if __name__ == "__main__":
    sys.exit(main())
