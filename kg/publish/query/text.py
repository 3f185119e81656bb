"""The text of a SPARQL query: what kind it is, whether it calls outside, its prefixes and values."""

import re

from kg.errors import UsageError
from kg.rdf.iri import valid_iri
from kg.rdf.vocabulary import PREFIXES

__all__ = ["bind", "calls_outside", "check", "query_kind", "undeclared", "with_prefixes"]

ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
"""SPARQL lets any character of a query be written so, those of keywords too (section 19.2)."""

TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|'
    r"'''(?:[^'\\]|\\.|'(?!''))*'''|"
    r'"(?:[^"\\\n\r]|\\.)*"|'
    r"'(?:[^'\\\n\r]|\\.)*'|"
    r'<[^<>"{}|^`\\\x00-\x20]*>|'
    r"\#[^\n\r]*|"
    r"[?$][\w]+|"
    r"(?P<word>[\w.-]*:[\w.%:-]*|\w+)",
    re.DOTALL,
)
"""Strings, IRIs, comments and variables, in which a word means nothing, and words."""

OUTSIDE = ("SERVICE", "LOAD")
KINDS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
CHANGES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD"})
"""Keywords of SPARQL Update; none of them is one of a query."""

VALUE = re.compile(r"(\?[A-Za-z_]\w*)=(.*)", re.DOTALL)
COMPACT = re.compile(r"([A-Za-z][\w-]*):([\w-]+)")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def _plain(sparql: str) -> str:
    return ESCAPE.sub(lambda m: chr(min(int(m[1] or m[2], 16), 0x10FFFF)), sparql)


def _words(sparql: str) -> list[str]:
    return [match["word"] for match in TOKEN.finditer(sparql) if match["word"]]


def calls_outside(sparql: str) -> bool:
    """Whether a query asks another server: the keyword counts, not the word in a string, IRI or comment.

    >>> calls_outside("SELECT * { SERVICE <http://a.example/> { ?s ?p 'x' } }")
    True
    >>> calls_outside("SELECT * { ?s ?p 'SERVICE' } # LOAD")
    False
    """
    words = [*_words(sparql), *_words(_plain(sparql))]
    # the parser needs no space around a keyword: "1SERVICE:x" is one, too
    return any(word.partition(":")[0].upper().endswith(OUTSIDE) for word in words)


def query_kind(sparql: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE; "" for an update or for what is no query.

    >>> query_kind("PREFIX select: <http://a.example/> ASK {}")
    'ASK'
    """
    words = [word.upper() for word in _words(_plain(sparql))]
    if any(word in CHANGES for word in words):
        return ""
    return next((word for word in words if word in KINDS), "")


def check(sparql: str, *, allow_federation: bool) -> None:
    """Raise `UsageError` for a query that calls outside without leave."""
    if not allow_federation and calls_outside(sparql):
        raise UsageError("the query calls another server (SERVICE or LOAD); --allow-federation lets it")


def undeclared(sparql: str) -> dict[str, str]:
    """Those of our prefixes that a query does not declare itself."""
    declared = {name.lower() for name in re.findall(r"\bPREFIX\s+([\w.-]*):", sparql, re.IGNORECASE)}
    return {prefix: PREFIXES[prefix] for prefix in PREFIXES if prefix not in declared}


def with_prefixes(sparql: str) -> str:
    """The query with our prefixes that it uses and does not declare."""
    used = {word.partition(":")[0] for word in _words(sparql) if ":" in word}
    return (
        "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in undeclared(sparql).items() if name in used)
        + sparql
    )


def bind(sparql: str, values: tuple[str, ...]) -> str:
    """The query with other values in its `VALUES ?name { … }` lines; each of `values` is `name=value`.

    A value is an IRI in angle brackets or with one of our prefixes, a date, a number, or else a text. Raises
    `UsageError` for another shape and for a name that the query has no such line for.

    >>> bind("SELECT * { VALUES ?item { UNDEF } ?s owl:sameAs ?item }", ("item=wd:Q7184",))
    'SELECT * { VALUES ?item { <http://www.wikidata.org/entity/Q7184> } ?s owl:sameAs ?item }'
    """
    for value in values:
        match = VALUE.fullmatch(f"?{value.lstrip('?$')}")
        if match is None:
            raise UsageError(f"--bind {value}: write NAME=VALUE, such as item=wd:Q7184")
        line = re.compile(rf"(\bVALUES\s+{re.escape(match[1])}\s*)\{{[^{{}}]*\}}", re.IGNORECASE)
        term = _term(match[2])
        sparql, changed = line.subn(lambda found, term=term: f"{found[1]}{{ {term} }}", sparql)  # type: ignore[misc]
        if not changed:
            raise UsageError(f"--bind {value}: the query has no line VALUES {match[1]} {{ … }}")
    return sparql


def _term(value: str) -> str:
    compact = COMPACT.fullmatch(value)
    if value.startswith("<") and value.endswith(">"):
        iri = valid_iri(value[1:-1])
    elif compact and compact[1] in PREFIXES:
        iri = valid_iri(PREFIXES[compact[1]] + compact[2])
    elif DAY.fullmatch(value):
        return f'"{value}"^^<{PREFIXES["xsd"]}date>'
    elif NUMBER.fullmatch(value):
        return value
    else:
        escaped = "".join(c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08X}" for c in value)
        return f'"{escaped}"'
    if iri is None:
        raise UsageError(f"--bind: {value} is no valid IRI")
    return f"<{iri.value}>"
