"""A dump in Wikidata's exact JSON, written here: states, people in office, towns, companies, and much that is of no use."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

__all__ = ["BROKEN", "dump_lines", "entity", "item_claim", "time_claim", "write_dump"]

NEWS = ("en", "de", "fr", "es", "ru", "zh", "ja", "ar", "pt", "it", "nl", "pl", "uk", "tr", "fa", "sv")
BROKEN = {
    7: '{"type":"item","id":"Q99","labels":',
    19: "[1, 2, 3]",
    31: '{"id":"Q98","sitelinks":{"enwiki":{"site":"enwiki"},"dewiki":{"site":"dewiki"},"frwiki":{"site":"frwiki"}}}',
}
"""Lines that are no entities, by the number of the line that they stand on."""


def entity(
    number: int,
    label: str,
    *,
    description: str = "",
    aliases: Sequence[str] = (),
    links: int = 10,
    claims: Mapping[str, Sequence[Any]] | None = None,
    labels: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """An item as the dump has it."""
    named = {"en": label, **(labels or {})} if label else dict(labels or {})
    return {
        "type": "item",
        "id": f"Q{number}",
        "labels": {code: {"language": code, "value": text} for code, text in named.items()},
        "descriptions": {"en": {"language": "en", "value": description}} if description else [],
        "aliases": {"en": [{"language": "en", "value": alias} for alias in aliases]} if aliases else [],
        "claims": dict(claims or {}),
        "sitelinks": {
            f"{code}wiki": {"site": f"{code}wiki", "title": label or f"T{number}", "badges": []}
            for code in [*NEWS, *(f"x{n}" for n in range(400))][not label :][:links]
        },
        "pageid": number,
        "ns": 0,
        "lastrevid": 1,
        "modified": "2024-01-01T00:00:00Z",
    }


def item_claim(prop: str, number: int, *, rank: str = "normal", **qualifiers: str) -> dict[str, Any]:
    """A statement whose value is an item; qualifiers are days of Wikidata ("+2019-00-00T00:00:00Z")."""
    found: dict[str, Any] = {
        "mainsnak": {
            "snaktype": "value",
            "property": prop,
            "datavalue": {
                "value": {"entity-type": "item", "numeric-id": number, "id": f"Q{number}"},
                "type": "wikibase-entityid",
            },
            "datatype": "wikibase-item",
        },
        "type": "statement",
        "id": f"Q1$-{prop}-{number}",
        "rank": rank,
    }
    if qualifiers:
        found["qualifiers"] = {name: [_time_snak(name, day)] for name, day in qualifiers.items()}
    return found


def time_claim(prop: str, day: str, precision: int = 11) -> dict[str, Any]:
    """A statement whose value is a time."""
    return {"mainsnak": _time_snak(prop, day, precision), "type": "statement", "id": "x", "rank": "normal"}


def _time_snak(prop: str, day: str, precision: int = 11) -> dict[str, Any]:
    if day in {"somevalue", "novalue"}:
        return {"snaktype": day, "property": prop, "datatype": "time"}
    value = {
        "time": day,
        "timezone": 0,
        "before": 0,
        "after": 0,
        "precision": precision,
        "calendarmodel": "http://www.wikidata.org/entity/Q1985727",
    }
    return {
        "snaktype": "value",
        "property": prop,
        "datavalue": {"value": value, "type": "time"},
        "datatype": "time",
    }


def _amount_claim(prop: str, amount: int) -> dict[str, Any]:
    value = {"value": {"amount": f"+{amount}", "unit": "1"}, "type": "quantity"}
    snak = {"snaktype": "value", "property": prop, "datavalue": value, "datatype": "quantity"}
    return {"mainsnak": snak, "type": "statement", "id": "y", "rank": "normal"}


def _kind(number: int) -> dict[str, Sequence[Any]]:
    return {"P31": [item_claim("P31", number)]}


def _entities() -> Iterator[dict[str, Any]]:
    yield {"type": "property", "datatype": "wikibase-item", "id": "P31", "labels": {}, "claims": {}}
    yield entity(6256, "country", claims={"P279": [item_claim("P279", 43702)]})
    yield entity(990001, "island state", claims={"P279": [item_claim("P279", 6256)]})
    yield entity(
        900100,
        "Varmia",
        description="country in Europe",
        aliases=["Republic of Varmia"],
        links=180,
        claims=_kind(6256),
    )
    yield entity(900101, "Tolosa Islands", description="island country", links=120, claims=_kind(990001))
    yield entity(
        900110,
        "Minister of Foreign Affairs of Varmia",
        links=1,
        claims={
            **_kind(4164871),
            "P279": [item_claim("P279", 83307)],
            "P1001": [item_claim("P1001", 900100)],
        },
    )
    yield entity(
        900120,
        "Ilze Kronberga",
        description="Varmian politician",
        aliases=["I. Kronberga", "Ilze K."],
        links=30,
        claims={
            **_kind(5),
            "P27": [item_claim("P27", 900101, rank="deprecated"), item_claim("P27", 900100)],
            "P569": [time_claim("P569", "+1971-03-04T00:00:00Z")],
            "P570": [time_claim("P570", "novalue")],
            "P39": [
                item_claim("P39", 900110, P580="+2019-05-02T00:00:00Z", P582="novalue"),
                item_claim("P39", 900110, P580="+1999-05-02T00:00:00Z", P582="somevalue"),
                item_claim("P39", 900119, rank="deprecated", P580="+2001-01-01T00:00:00Z"),
            ],
        },
    )
    yield entity(
        900130,
        "Port Selen",
        description="city in Varmia",
        links=40,
        claims={**_kind(515), "P17": [item_claim("P17", 900100)], "P1082": [_amount_claim("P1082", 812_000)]},
    )
    yield entity(
        900140,
        "Norrgran Shipping AB",
        description="Varmian shipping company",
        links=12,
        claims={
            **_kind(4830453),
            "P17": [item_claim("P17", 900100)],
            "P571": [time_claim("P571", "+1898-00-00T00:00:00Z", 9)],
        },
    )
    yield entity(900150, "Norrgran", description="family name", links=9, claims=_kind(101352))
    yield entity(900151, "", links=5, labels={"lv": "Bez nosaukuma"}, claims=_kind(5))
    yield entity(900152, "Hardly Known", links=2, claims=_kind(5))
    yield entity(7747, "Vladimir Putin", description="President of Russia", links=300, claims=_kind(5))
    ended = [time_claim("P576", "+1905-00-00T00:00:00Z", 9)]
    yield entity(900102, "Varmian Union", description="former country", claims={**_kind(6256), "P576": ended})
    yield entity(
        900121,
        "Andris Ledaal",
        description="Prime Minister of Varmia (1990–1994)",
        claims={
            **_kind(5),
            "P27": [item_claim("P27", 900102), item_claim("P27", 900100)],
            "P569": [time_claim("P569", "+1931-00-00T00:00:00Z", 9)],
        },
    )
    yield entity(
        900141, "Varmia national football team", aliases=["Varmia", "The Tides"], claims=_kind(12973014)
    )
    yield entity(900111, "Commissioner for Tides of the United Nations", claims=_kind(4164871))
    yield {"type": "lexeme", "id": "L1", "lemmas": {"en": {"language": "en", "value": "go"}}}
    yield {"entity": "Q900199", "redirect": "Q900120", "type": "item", "id": "Q900199"}


def dump_lines(people: int = 260) -> list[str]:
    """The lines of the dump: what the tests ask for, and people in whom nobody is interested."""
    found = [json.dumps(e, ensure_ascii=False) for e in _entities()]
    for n in range(people):
        name = f"{('Arne', 'Berta', 'Carlo', 'Dagny')[n % 4]} {('Holt', 'Ilves', 'Juhl')[n % 3]}{n}"
        found.append(json.dumps(entity(910000 + n, name, links=n % 9, claims=_kind(5)), ensure_ascii=False))
    lines = ["[", *(f"{line}," for line in found)]
    for at, text in sorted(BROKEN.items()):
        lines.insert(at - 1, f"{text},")
    lines[-1] = lines[-1].removesuffix(",")
    return [*lines, "]"]


def write_dump(path: Any, people: int = 260) -> Any:
    """The dump as a file, packed as its name says."""
    import bz2
    import gzip

    import zstandard

    content = ("\n".join(dump_lines(people)) + "\n").encode()
    pack = {".gz": lambda c: gzip.compress(c, mtime=0), ".bz2": bz2.compress, ".zst": zstandard.compress}.get(
        path.suffix, bytes
    )
    path.write_bytes(pack(content))
    return path
