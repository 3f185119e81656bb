"""How far two annotations of the same articles agree: `python -m training.agreement --given CORPORA --again FOLDER`.

`--given` holds the corpora's folders (articles with their compiled annotation `ID.json`); `--again` holds the second
annotation as offsets and labels, without text. `python -m training.agreement compile MADE OUT` writes such files
from compiled ones.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

Span = tuple[int, int]

CORPORA = ("wikinews_annotated", "invented_wire")
FLOORS = {
    "names, span and type": 86,
    "coreference, CoNLL": 68,
    "statements, content": 75,
    "statements, speaker": 85,
    "events, trigger": 70,
    "events, type": 75,
    "events, fact": 92,
}
KINDS = {"n": "names", "a": "adjectives", "d": "descriptions", "p": "pronouns"}
PARTICIPANTS = ("agent", "patient", "recipient", "topic", "place")
HALF = 0.5
_WORD = re.compile(r"\w+")


# ---------------------------------------------------------------- reading and writing


def standoff(data: dict[str, Any], corpus: str) -> dict[str, Any]:
    """Offsets and labels of a compiled annotation, and the SHA-256 of its text."""
    text = data["text"]
    entities = {
        key: {k: v for k, v in sorted(entity.items()) if k != "name"}
        for key, entity in sorted(data["entities"].items(), key=lambda e: int(e[0][1:]))
    }
    wordy = {"content", "cue", "speaker_span"}
    statements = [{k: v for k, v in s.items() if k not in wordy} for s in data["statements"]]
    events = []
    for event in data["events"]:
        row = {k: v for k, v in event.items() if k not in {"near", "trigger", "time"}}
        row["time_offsets"] = _nearest(text, event.get("time"), event["trigger_offsets"])
        events.append(row)
    return {
        "id": data["id"],
        "corpus": corpus,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "mentions": data["mentions"],
        "entities": entities,
        "roles": data["roles"],
        "statements": statements,
        "events": events,
    }


def _nearest(text: str, piece: str | None, span: Span) -> list[int] | None:
    if not piece:
        return None
    spots = [m.start() for m in re.finditer(re.escape(piece), text)]
    start = min(spots, key=lambda s: abs(s - span[0]), default=None)
    return None if start is None else [start, start + len(piece)]


def texts(corpora: Path) -> dict[tuple[str, str], str]:
    """Texts by corpus and article."""
    found = {}
    for corpus in CORPORA:
        with (corpora / corpus / "articles.jsonl").open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                found[corpus, row["id"]] = row["text"]
    return found


def read_standoff(path: Path, known: dict[tuple[str, str], str]) -> dict[str, Any]:
    """An annotation of offsets with its text; ValueError if it belongs to another text."""
    data = json.loads(path.read_text(encoding="utf-8"))
    text = known.get((data["corpus"], data["id"]))
    if text is None:
        raise ValueError(f"{path.name}: no article {data['id']} in {data['corpus']}")
    if hashlib.sha256(text.encode()).hexdigest() != data["sha256"]:
        raise ValueError(f"{path.name}: made for another text of {data['id']}; annotate it anew")
    return {**data, "text": text}


# ---------------------------------------------------------------- what belongs together


def pairs(scores: dict[tuple[Any, Any], Any]) -> dict[Any, Any]:
    """The best one-to-one pairing, best first: given key to again key."""
    found: dict[Any, Any] = {}
    taken: set[Any] = set()
    for (a, b), _ in sorted(scores.items(), key=lambda s: (-s[1], s[0])):
        if a not in found and b not in taken:
            found[a] = b
            taken.add(b)
    return found


def overlap(a: Span, b: Span) -> float:
    """Characters that two spans share, against their mean length."""
    return 2 * max(0, min(a[1], b[1]) - max(a[0], b[0])) / ((a[1] - a[0]) + (b[1] - b[0]))


def same_entities(given: dict[str, Any], again: dict[str, Any]) -> dict[str, str]:
    """Given entity to again entity, by the mentions that they share; a metonym counts for what it stands for too."""

    def spans(data: dict[str, Any]) -> list[tuple[Span, str, str]]:
        own = [((m[0], m[1]), m[2], "own") for m in data["mentions"]]
        return own + [((m[0], m[1]), m[4], "stood for") for m in data["mentions"] if m[4]]

    shared: Counter[tuple[str, str]] = Counter()
    for span, entity, how in spans(given):
        for other, candidate, way in spans(again):
            if span == other:
                shared[entity, candidate] += 4 if how == way else 2
            elif how == way and overlap(span, other) >= HALF:
                shared[entity, candidate] += 1
    return pairs(shared)


def words(text: str, spans: list[Span]) -> frozenset[int]:
    """Where the words inside the spans start."""
    return frozenset(m.start() + a for a, b in spans for m in _WORD.finditer(text[a:b]))


def common(a: frozenset[int], b: frozenset[int]) -> float:
    """Shared words against those of the longer."""
    return len(a & b) / max(1, len(a), len(b))


# ---------------------------------------------------------------- coreference


def clusters(data: dict[str, Any]) -> list[frozenset[Span]]:
    """Entities with at least two mentions, as sets of spans."""
    found: dict[str, set[Span]] = {}
    for start, end, entity, _, _ in data["mentions"]:
        found.setdefault(entity, set()).add((start, end))
    return [frozenset(spans) for _, spans in sorted(found.items()) if len(spans) > 1]


def muc(key: list[frozenset[Span]], response: list[frozenset[Span]]) -> tuple[int, int]:
    """Links of the key that the response has, and all (Vilain et al. 1995)."""
    owner = {span: i for i, cluster in enumerate(response) for span in cluster}
    kept = total = 0
    for cluster in key:
        parts = {owner[s] for s in cluster if s in owner}
        missing = sum(s not in owner for s in cluster)
        kept += len(cluster) - len(parts) - missing
        total += len(cluster) - 1
    return kept, total


def b_cubed(key: list[frozenset[Span]], response: list[frozenset[Span]]) -> tuple[float, int]:
    """Share of each mention's cluster that the response has, summed, and the mentions (Bagga and Baldwin 1998)."""
    kept = sum(len(k & r) ** 2 / len(k) for k in key for r in response)
    return kept, sum(map(len, key))


def ceaf(key: list[frozenset[Span]], response: list[frozenset[Span]]) -> float:
    """Similarity of the best alignment of clusters, found greedily (CEAF-e, Luo 2005)."""
    scores = {
        (i, j): 2 * len(k & r) / (len(k) + len(r))
        for i, k in enumerate(key)
        for j, r in enumerate(response)
        if k & r
    }
    return sum(scores[pair] for pair in pairs(scores).items())


# ---------------------------------------------------------------- counting


class Counts:
    """Right, given and again of every measure."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.given: Counter[str] = Counter()
        self.again: Counter[str] = Counter()

    def add(self, name: str, right: float, given: float, again: float) -> None:
        self.right[name] += right
        self.given[name] += given
        self.again[name] += again

    def f1(self, name: str) -> float:
        return 200 * self.right[name] / max(1, self.given[name] + self.again[name])


def compare(given: dict[str, Any], again: dict[str, Any], counts: Counts) -> None:
    """Add an article's agreement to the counts."""
    if given["text"] != again["text"]:
        raise ValueError(f"{given['id']}: the two annotations have different texts")
    same = same_entities(given, again)
    _mentions(given, again, counts)
    _coreference(given, again, counts)
    _roles(given, again, same, counts)
    _statements(given, again, same, counts)
    _events(given, again, same, counts)


def _mentions(given: dict[str, Any], again: dict[str, Any], counts: Counts) -> None:
    def layer(data: dict[str, Any], kind: str) -> dict[Span, str]:
        return {(m[0], m[1]): data["entities"][m[2]]["type"] for m in data["mentions"] if m[3] == kind}

    for kind, name in KINDS.items():
        a, b = layer(given, kind), layer(again, kind)
        counts.add(f"{name}, span", len(a.keys() & b.keys()), len(a), len(b))
        if kind != "p":
            counts.add(f"{name}, span and type", len(a.items() & b.items()), len(a), len(b))
    metonyms = [{(m[0], m[1]) for m in data["mentions"] if m[4]} for data in (given, again)]
    counts.add("metonyms", len(metonyms[0] & metonyms[1]), *map(len, metonyms))


def _coreference(given: dict[str, Any], again: dict[str, Any], counts: Counts) -> None:
    key, response = clusters(given), clusters(again)
    for name, measure in (("MUC", muc), ("B3", b_cubed)):
        right, total = measure(key, response)
        counts.add(f"{name} recall", right, total, total)
        right, total = measure(response, key)
        counts.add(f"{name} precision", right, total, total)
    counts.add("CEAF", ceaf(key, response), len(key), len(response))


def _roles(given: dict[str, Any], again: dict[str, Any], same: dict[str, str], counts: Counts) -> None:
    a = {(same.get(r["holder"], ""), r["title"].lower()) for r in given["roles"]}
    b = {(r["holder"], r["title"].lower()) for r in again["roles"]}
    counts.add("roles, holder and title", len(a & b), len(a), len(b))
    holders = [{h for h, _ in roles} for roles in (a, b)]
    counts.add("roles, holder", len(holders[0] & holders[1]), *map(len, holders))


def _statements(given: dict[str, Any], again: dict[str, Any], same: dict[str, str], counts: Counts) -> None:
    text = given["text"]
    said = [
        {k: (s, words(text, s["content_spans"])) for k, s in enumerate(data["statements"])}
        for data in (given, again)
    ]
    scores = {}
    for i, (s, inside) in said[0].items():
        for j, (t, other) in said[1].items():
            if common(inside, other) >= HALF:
                scores[i, j] = common(inside, other) + _touch(s, t, "cue_offsets") + _speaker(s, t, same) / 2
    paired = pairs(scores)
    counts.add("statements, content", len(paired), *map(len, said))
    exact = sum(said[0][i][1] == said[1][j][1] for i, j in paired.items())
    counts.add("statements, content word for word", exact, *map(len, said))
    n = len(paired)
    both = [(said[0][i][0], said[1][j][0]) for i, j in paired.items()]
    counts.add("statements, cue", sum(_touch(s, t, "cue_offsets") for s, t in both), n, n)
    counts.add("statements, speaker", sum(_speaker(s, t, same) for s, t in both), n, n)
    for label in ("form", "act"):
        counts.add(f"statements, {label}", sum(s[label] == t[label] for s, t in both), n, n)


def _touch(s: dict[str, Any], t: dict[str, Any], name: str) -> bool:
    a, b = s.get(name), t.get(name)
    return bool(a and b and overlap(a, b))


def _speaker(s: dict[str, Any], t: dict[str, Any], same: dict[str, str]) -> bool:
    return t["speaker"] is None if s["speaker"] is None else same.get(s["speaker"]) == t["speaker"]


def _events(given: dict[str, Any], again: dict[str, Any], same: dict[str, str], counts: Counts) -> None:
    first, second = given["events"], again["events"]
    scores = {
        (i, j): share
        for i, v in enumerate(first)
        for j, w in enumerate(second)
        if (share := overlap(v["trigger_offsets"], w["trigger_offsets"]))
    }
    paired = pairs(scores)
    n = len(paired)
    both = [(first[i], second[j]) for i, j in paired.items()]
    counts.add("events, trigger", n, len(first), len(second))
    for label in ("type", "fact", "polarity", "certainty", "temporality"):
        counts.add(f"events, {label}", sum(v[label] == w[label] for v, w in both), n, n)
    for role in PARTICIPANTS:
        a = {(k, same.get(e, "")) for k, (v, _) in enumerate(both) for e in _members(v, role)}
        b = {(k, e) for k, (_, w) in enumerate(both) for e in _members(w, role)}
        counts.add(f"events, {role}", len(a & b), len(a), len(b))


def _members(event: dict[str, Any], role: str) -> list[str]:
    value = event.get(role) or []
    return [value] if isinstance(value, str) else value


# ---------------------------------------------------------------- the table


def table(counts: Counts) -> list[dict[str, Any]]:
    """Rows of measure, agreement, how many each annotation has, and the floor if there is one."""
    conll = []
    for name in ("MUC", "B3"):
        recall, precision = counts.f1(f"{name} recall"), counts.f1(f"{name} precision")
        conll.append(2 * recall * precision / max(1, recall + precision))
    conll.append(counts.f1("CEAF"))
    rows = []
    for name in counts.given:
        if name.startswith(("MUC", "B3")):
            continue
        shown = "coreference, CoNLL" if name == "CEAF" else name
        value = sum(conll) / 3 if name == "CEAF" else counts.f1(name)
        rows.append(
            {
                "measure": shown,
                "agreement": round(value, 1),
                "given": int(counts.given[name]),
                "again": int(counts.again[name]),
                "floor": FLOORS.get(shown),
            }
        )
    return rows


def shown(rows: list[dict[str, Any]]) -> str:
    """The rows as a Markdown table."""
    lines = ["| layer | agreement | given | again | floor |", "| --- | ---: | ---: | ---: | ---: |"]
    for row in rows:
        floor = row["floor"]
        mark = "" if floor is None else f"{floor}{' (below)' if row['agreement'] < floor else ''}"
        lines.append(
            f"| {row['measure']} | {row['agreement']:.1f} | {row['given']} | {row['again']} | {mark} |"
        )
    return "\n".join(lines)


def agreement(corpora: Path, folder: Path) -> list[dict[str, Any]]:
    """The table's rows over every article of the second annotation."""
    known = texts(corpora)
    counts = Counts()
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise ValueError(f"{folder} has no annotation (*.json)")
    for path in paths:
        again = read_standoff(path, known)
        file = corpora / again["corpus"] / f"{again['id']}.json"
        given = json.loads(file.read_text(encoding="utf-8"))
        compare({**given, "text": known[again["corpus"], again["id"]]}, again, counts)
    return table(counts)


def compile_folder(made: Path, out: Path) -> None:
    """Write compiled annotations as offsets and labels."""
    out.mkdir(parents=True, exist_ok=True)
    for path in sorted(made.glob("??-???.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        corpus = CORPORA[0] if data["id"].startswith("wn") else CORPORA[1]
        line = json.dumps(standoff(data, corpus), ensure_ascii=False, separators=(",", ":"))
        (out / path.name).write_text(line + "\n", encoding="utf-8")


def main(argv: list[str] | None = None) -> int:
    argv = sys.argv[1:] if argv is None else argv
    if argv[:1] == ["compile"]:
        parser = argparse.ArgumentParser(prog="training.agreement compile")
        parser.add_argument("made", type=Path)
        parser.add_argument("out", type=Path)
        args = parser.parse_args(argv[1:])
        compile_folder(args.made, args.out)
        return 0
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--given", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--again", type=Path, required=True, help="folder of the second annotation")
    parser.add_argument("--json", type=Path, help="write the table here too")
    args = parser.parse_args(argv)
    try:
        rows = agreement(args.given, args.again)
    except (OSError, ValueError, KeyError) as error:
        print(f"agreement: {error}", file=sys.stderr)
        return 1
    print(shown(rows))
    if args.json:
        args.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
