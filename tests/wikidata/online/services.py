"""Wikidata's API and a reconciliation service on loopback, with a few invented items."""

import json
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

JSON = {"Content-Type": "application/json; charset=utf-8"}


def ref(qid: str) -> dict:
    value = {"entity-type": "item", "numeric-id": int(qid[1:]), "id": qid}
    return {"snaktype": "value", "datavalue": {"value": value, "type": "wikibase-entityid"}}


def day(date: str) -> dict:
    value = {
        "time": f"+{date}T00:00:00Z",
        "precision": 11,
        "calendarmodel": "http://www.wikidata.org/entity/Q1985727",
    }
    return {"snaktype": "value", "datavalue": {"value": value, "type": "time"}}


def claim(snak: dict, **qualifiers: dict) -> dict:
    return {
        "mainsnak": snak,
        "type": "statement",
        "rank": "normal",
        "qualifiers": {name: [value] for name, value in qualifiers.items()},
    }


def item(qid, label, description="", aliases=(), wikis=0, **claims) -> dict:
    return {
        "type": "item",
        "id": qid,
        "labels": {"en": {"language": "en", "value": label}},
        "descriptions": {"en": {"language": "en", "value": description}} if description else [],
        "aliases": {"en": [{"language": "en", "value": alias} for alias in aliases]} if aliases else [],
        "claims": {
            name: [value if "mainsnak" in value else claim(value) for value in values]
            for name, values in claims.items()
        },
        "sitelinks": {f"w{n}wiki": {"site": f"w{n}wiki", "title": label, "badges": []} for n in range(wikis)},
    }


NORWAY, HUMAN, POLITICIAN = ref("Q20"), ref("Q5"), ref("Q82955")
ITEMS = [
    item("Q900001", "Torvald Eikrem", "Norwegian politician", ["T. Eikrem"], 24, P31=[HUMAN], P27=[NORWAY],
         P569=[day("1971-03-02")], P39=[claim(ref("Q900009"), P580=day("2024-01-15"))]),
    item("Q900002", "Torvald Eikrem", "Norwegian engraver (1802–1866)", wikis=1, P31=[HUMAN], P27=[NORWAY],
         P569=[day("1802-01-01")], P570=[day("1866-01-01")]),
    item("Q900003", "Torvald Eikrem Prize", "award", wikis=2, P31=[ref("Q618779")]),
    item("Q900004", "Vintermark Shipping", "shipping company", ["Vintermark"], 6, P31=[ref("Q900010")], P17=[NORWAY],
         P571=[day("1999-05-01")]),
    item("Q900005", "Sorlund Accord", "Wikimedia disambiguation page", wikis=3, P31=[ref("Q4167410")]),
    item("Q900009", "Minister of Fisheries", "Norwegian government office", wikis=5, P31=[ref("Q294414")], P17=[NORWAY]),
    item("Q900010", "shipping company of the north", P279=[ref("Q900011")]),
    item("Q900011", "transport firm", P279=[ref("Q4830453")]),
]  # fmt: skip


@dataclass
class Wikidata:
    """`wbsearchentities` and `wbgetentities` of MediaWiki 1.43; what stands in `first` is answered before anything."""

    items: dict[str, dict] = field(default_factory=lambda: {i["id"]: i for i in ITEMS})
    redirects: dict[str, str] = field(default_factory=dict)
    first: list[tuple[int, dict, bytes]] = field(default_factory=list)
    concept: str = "http://www.wikidata.org/entity/"

    def __call__(self, method, path, body):
        if self.first:
            return self.first.pop(0)
        asked = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
        assert method == "GET"
        assert asked["format"] == "json"
        answer = getattr(self, asked["action"])(asked)
        return 200, JSON, json.dumps(answer, ensure_ascii=True).encode()

    def wbsearchentities(self, asked):
        assert asked["language"]
        begin, found = asked["search"].casefold(), []
        for entity in self.items.values():
            names = [("label", entity["labels"]["en"]["value"])]
            names += [("alias", a["value"]) for a in (entity["aliases"] or {}).get("en", ())]
            match = next(((kind, name) for kind, name in names if name.casefold().startswith(begin)), None)
            if match:
                found.append(self.hit(entity, *match))
        return {
            "searchinfo": {"search": asked["search"]},
            "search": found[: int(asked["limit"])],
            "success": 1,
        }

    def hit(self, entity, kind, name):
        qid, label = entity["id"], entity["labels"]["en"]["value"]
        hit = {
            "id": qid,
            "title": qid,
            "pageid": 1,
            "concepturi": f"{self.concept}{qid}",
            "repository": "wikidata",
            "url": f"//www.wikidata.org/wiki/{qid}",
            "display": {"label": {"value": label, "language": "en"}},
            "label": label,
            "match": {"type": kind, "language": "en", "text": name},
        }
        return hit | ({"aliases": [name]} if kind == "alias" else {})

    def wbgetentities(self, asked):
        ids = asked["ids"].split("|")
        assert len(ids) <= 50
        found = {}
        for qid in ids:
            entity = self.items.get(self.redirects.get(qid, qid))
            found[qid] = entity or {"id": qid, "missing": ""}
            if qid in self.redirects:
                found[qid] = {**found[qid], "redirects": {"from": qid, "to": self.redirects[qid]}}
        return {"entities": found, "success": 1}


def busy(code: str, *, wait: str = "0") -> tuple[int, dict, bytes]:
    """What MediaWiki says when it is overloaded: status 200, and an error."""
    error = {"error": {"code": code, "info": "Waiting for a server: 9 seconds lagged", "lag": 9}}
    return 200, {**JSON, "Retry-After": wait}, json.dumps(error).encode()


MANIFEST = {
    "versions": ["0.1", "0.2"],
    "name": "Items of the archive",
    "identifierSpace": "http://www.wikidata.org/entity/",
    "schemaSpace": "http://www.wikidata.org/prop/direct/",
    "view": {"url": "https://www.wikidata.org/wiki/{{id}}"},
    "defaultTypes": [{"id": "Q35120", "name": "entity"}],
}
CANDIDATES = {
    "Torvald Eikrem": [
        {"id": "Q900001", "name": "Torvald Eikrem", "description": "Norwegian politician, born 1971", "score": 100,
         "match": True, "type": [{"id": "Q5", "name": "human"}], "features": [{"id": "all_labels", "value": 100}]},
        {"id": "Q900003", "name": "Torvald Eikrem Prize", "score": 62.5, "match": False, "type": ["Q618779"]},
    ],
    "Vintermark Shipping": [
        {"id": "Q900004", "name": "Vintermark Shipping AS", "description": "shipping company in Norway", "score": 71,
         "match": True, "type": [{"id": "Q4830453", "name": "business"}]},
    ],
}  # fmt: skip


@dataclass
class Reconciler:
    """A service of the Reconciliation API 0.2; what stands in `first` is answered before anything."""

    manifest: dict = field(default_factory=lambda: dict(MANIFEST))
    candidates: dict[str, list] = field(default_factory=lambda: dict(CANDIDATES))
    first: list[tuple[int, dict, bytes]] = field(default_factory=list)
    queries: list[dict] = field(default_factory=list)

    def __call__(self, method, path, body):
        if self.first:
            return self.first.pop(0)
        if method == "GET":
            return 200, JSON, json.dumps(self.manifest).encode()
        batch = json.loads(parse_qs(body.decode())["queries"][0])
        self.queries += batch.values()
        results = {key: {"result": self.candidates.get(query["query"], [])} for key, query in batch.items()}
        return 200, JSON, json.dumps(results).encode()
