"""The findings of an extraction: one a record, with the place where it is shown."""

from collections.abc import Iterable, Iterator

from kg.records import AUTHOR, Entity, Event, Mention, Perspective, Role, Span, Statement, TimeSpan
from kg.trace import mention_key
from kg.web.review.model import Book, Finding, Line, Run
from kg.web.review.reason import reason_lines

__all__ = ["code", "entity_finding", "findings", "interval", "speakers"]

PARTICIPANTS = ("agents", "patients", "recipients", "instruments", "topics")
SPEECH_SHORT = 90  # characters of a content shown before it is cut in the middle: about one line


def findings(book: Book) -> Iterator[tuple[Span, Finding]]:
    """Everything that was found with the place where it is shown, kind by kind."""
    extraction = book.extraction
    for mention in extraction.mentions:
        yield mention.span, _mention_finding(book, mention)
        if why := tuple(reason_lines(book, "mention", mention_key(mention.span))):
            head = (
                Run(book.text(mention.span), "strong"),
                Run(" is "),
                Run(book.name(mention.entity), "name"),
            )
            yield mention.span, Finding("who", (head, *why))
    for role in extraction.roles:
        yield role.span, _role_finding(book, role)
    for time in extraction.times:
        line = Run(book.text(time.span), "strong"), Run(f" = {interval(time)}"), Run(_rule(time), "dim")
        yield time.span, Finding("time", (line,), key=time.key)
    for statement in extraction.statements:
        yield from _statement_findings(book, statement)
    for event in extraction.events:
        yield event.span, _event_finding(book, event)


def _mention_finding(book: Book, mention: Mention) -> Finding:
    text, name = book.text(mention.span), book.name(mention.entity)
    same = text == name
    line = [Run(text, "name" if same else "strong", mention.entity if same else "")]
    if not same:
        line += [Run(" → "), Run(name, "name", mention.entity)]
    line += book.link(mention.entity)
    entity = book.entities.get(mention.entity)
    kind = f"{entity.type} {mention.kind}" if entity else mention.kind
    line.append(Run(f"  {kind} {mention.confidence:.2f}", "dim"))
    if not mention.stands_for:
        return Finding("mention", (tuple(line),))
    line += [Run(" for ", "strong"), *book.who(mention.stands_for)]
    return Finding("metonym", (tuple(line),))


def _role_finding(book: Book, role: Role) -> Finding:
    line = [*book.who(role.holder), Run(": "), Run(role.title, "strong")]
    for label, key in (("of", role.organization), ("of", role.country)):
        if key:
            line += [Run(f" {label} "), *book.who(key)]
    if role.office:
        line.append(Run(f" (office {role.office})", "link", role.office))
    note = "" if role.status == "current" else f", {role.status}"
    note += f" (doubted: {role.doubt})" if role.doubt else ""
    line += [Run(f"{note}  {role.confidence:.2f}", "dim"), *_doubt(fact=not role.reported)]
    return Finding("role", (tuple(line),), fact=not role.reported, key=role.key)


def _statement_findings(book: Book, statement: Statement) -> Iterator[tuple[Span, Finding]]:
    """The statement at its cue (else where its content begins), and a pointer in other sentences it runs to."""
    contents = statement.content_spans
    place = statement.cue_span or statement.speaker_span or (contents[0] if contents else Span(0, 0))
    yield place, _statement_finding(book, statement)
    home = book.home(place)
    touched = (s for s in book.sentences if s != home and any(_overlap(s, span) for span in contents))
    for sentence in touched:
        line = (Run("words of ", "dim"), Run(speakers(book, statement), "name"))
        yield (
            Span(sentence.start, sentence.start, sentence.context),
            Finding("…says", (line,), statement.fact),
        )


def _overlap(one: Span, other: Span) -> bool:
    return one.context == other.context and one.start < other.end and other.start < one.end


def _statement_finding(book: Book, statement: Statement) -> Finding:
    head = list(joined(book, statement.speakers)) or [Run("nobody named", "dim")]
    if statement.anonymous:
        head.append(Run(" (anonymous)", "dim"))
    head.append(Run(f" [{statement.cue or 'no cue'}] ", "strong"))
    head.append(Run(f"{statement.form}, {statement.act}  {statement.confidence:.2f}", "dim"))
    head += _doubt(fact=statement.fact)
    lines = [tuple(head), (Run(_shortened(statement.content), "quote"),)]
    rest = _labelled(book, _statement_parts(statement))
    if statement.venue:
        rest += [Run("  venue ", "dim"), Run(statement.venue)]
    if statement.time:
        rest += [Run("  time ", "dim"), Run(time_text(book, statement.time))]
    if outer := book.statements.get(statement.reported_in or ""):
        rest += [Run("  as told by ", "dim"), Run(speakers(book, outer), "name")]
    rest += _answers(book, statement)
    if rest:
        lines.append(_line(rest))
    lines += reason_lines(book, "statement", statement.key)
    return Finding("says", tuple(lines), fact=statement.fact, key=statement.key)


def _answers(book: Book, statement: Statement) -> Iterator[Run]:
    """Whose words the statement denies or confirms, and whether it was said to the publication itself."""
    for word, keys in (("denies", statement.denies), ("confirms", statement.confirms)):
        for other in (book.statements[key] for key in keys if key in book.statements):
            yield Run(f"  {word} ", "dim")
            yield Run(speakers(book, other), "name")
            yield Run(f" {_shortened(other.content)}", "quote")
    if statement.firsthand:
        yield Run("  firsthand", "dim")


def _statement_parts(statement: Statement) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "to", (statement.addressee,) if statement.addressee else ()
    yield "for", (statement.on_behalf_of,) if statement.on_behalf_of else ()
    yield "mentions", statement.mentions
    yield "reports", statement.reports


def _event_finding(book: Book, event: Event) -> Finding:
    head = [Run(code(event), "fact" if event.fact else "reported")]
    if event.plover_type and event.plover_type != event.type:
        head.append(Run(f" (PLOVER {event.plover_type})", "dim"))
    head += [Run(f" {book.text(event.span)}", "strong"), Run(f"  {event.label}")]
    head.append(Run(f"  {event.confidence:.2f}", "dim"))
    lines = [tuple(head)]
    if parts := _event_parts(book, event):
        lines.append(_line(parts))
    views = [_view(book, view) for view in book.perspectives.get(event.key, []) if not _is_plain(view)]
    if views:
        lines.append((Run("seen by ", "dim"), Run("; ".join(views), "dim")))
    lines += reason_lines(book, "event", event.key)
    return Finding("fact" if event.fact else "reported", tuple(lines), fact=event.fact, key=event.key)


def _event_parts(book: Book, event: Event) -> list[Run]:
    runs = _labelled(book, ((name[:-1], getattr(event, name)) for name in PARTICIPANTS))
    runs += _labelled(book, (("place", (event.place,) if event.place else ()),))
    if event.time:
        runs += [Run("  time ", "dim"), Run(time_text(book, event.time))]
    for label, value in (
        ("context", ", ".join(event.contexts)),
        ("agreement", event.agreement_status or ""),
        ("version of", book.name(event.version_of) if event.version_of else ""),
        ("part of", book.name(event.sub_event_of) if event.sub_event_of else ""),
    ):
        if value:
            runs += [Run(f"  {label} ", "dim"), Run(value)]
    if event.named_event:
        runs += [Run("  is ", "dim"), Run(event.named_event, "link", event.named_event)]
    return runs


def _line(runs: Iterable[Run]) -> Line:
    """The runs without the space that parts the first of them from nothing."""
    first, *rest = (*runs, Run(""))
    return (Run(first.text.lstrip(), first.style, first.target), *rest)


def _doubt(*, fact: bool) -> tuple[Run, ...]:
    return () if fact else (Run("  reported only", "reported"),)


def _labelled(book: Book, parts: Iterable[tuple[str, tuple[str, ...]]]) -> list[Run]:
    runs: list[Run] = []
    for label, keys in parts:
        if keys:
            runs += [Run(f"  {label} ", "dim"), *joined(book, keys)]
    return runs


def joined(book: Book, keys: Iterable[str]) -> Iterator[Run]:
    for number, key in enumerate(keys):
        if number:
            yield Run(", ")
        yield from book.who(key)


def speakers(book: Book, statement: Statement) -> str:
    """Who speaks, by name."""
    return ", ".join(book.name(key) for key in statement.speakers) or "nobody named"


def code(event: Event) -> str:
    """Type and mode ("CONSULT-visit")."""
    return f"{event.type or 'no type'}{f'-{event.mode}' if event.mode else ''}"


def _is_plain(view: Perspective) -> bool:
    """Whether the author tells it as done: what `fact` says already."""
    values = view.source, view.certainty, view.polarity, view.temporality
    return values == (AUTHOR, "certain", "positive", "past")


def _view(book: Book, view: Perspective) -> str:
    return f"{book.name(view.source)}: {view.certainty}, {view.polarity}, {view.temporality}"


def time_text(book: Book, key: str) -> str:
    time = book.times.get(key)
    return f"{time.expression} ({interval(time)})" if time else key


def interval(time: TimeSpan) -> str:
    """The days that a time expression covers, in words."""
    if time.earliest is None and time.latest is None:
        return "no date"
    first, last = time.earliest or "…", time.latest or "…"
    days = first if first == last else f"{first} to {last}"
    return f"{days}, {time.granularity}" + (", throughout" if time.relation == "throughout" else "")


def _rule(time: TimeSpan) -> str:
    return f"  {time.rule} from {time.anchor}" if time.anchor and time.rule else f"  {time.rule}".rstrip()


def _shortened(text: str) -> str:
    if len(text) <= 2 * SPEECH_SHORT:
        return text
    return f"{text[:SPEECH_SHORT].rstrip()} […] {text[-SPEECH_SHORT:].lstrip()}"


def entity_finding(book: Book, entity: Entity) -> Finding:
    """An entity with its link, all its mentions and its roles."""
    lines = [tuple(_entity_head(book, entity)), _line(_entity_mentions(book, entity))]
    roles = (role for role in book.extraction.roles if role.holder == entity.key)
    lines += [(Run("role ", "dim"), *_role_finding(book, role).lines[0]) for role in roles]
    lines += reason_lines(book, "link", entity.key)
    return Finding(entity.type, tuple(line for line in lines if line), key=entity.key)


def _entity_head(book: Book, entity: Entity) -> Iterator[Run]:
    yield Run(entity.name, "name", entity.key)
    yield from book.link(entity.key)
    link = book.links.get(entity.key)
    if link and (link.label or link.reason):
        yield Run(f" {link.label}" + (f" ({link.reason})" if link.reason else ""), "dim")
    notes = [note for note, true in _entity_notes(entity) if true]
    if notes:
        yield Run(f"  {', '.join(notes)}", "dim")
    if entity.country:
        yield Run("  country ", "dim")
        yield from book.who(entity.country)
    if link and link.candidates and not link.qid:
        others = ", ".join(f"{qid} {score:.2f}" for qid, score in link.candidates[:5])
        yield Run(f"  candidates {others}", "dim")


def _entity_notes(entity: Entity) -> Iterator[tuple[str, bool]]:
    yield "unnamed", not entity.named
    yield "anonymous", entity.anonymous
    yield "plural", entity.plural
    yield {"f": "she", "m": "he"}.get(entity.gender, ""), entity.gender in {"f", "m"}
    yield f"also {' | '.join(entity.aliases)}", bool(entity.aliases)


def _entity_mentions(book: Book, entity: Entity) -> Iterator[Run]:
    """Every place where it is mentioned, those that only stand for it included."""
    for mention in book.extraction.mentions:
        if entity.key in {mention.entity, mention.stands_for}:
            yield Run(f"  {book.text(mention.span)}", "quote")
            sign = "*" if mention.stands_for == entity.key else ""
            place = "headline " if mention.span.context == "headline" else ""
            yield Run(f" {place}{mention.span.start}{sign}", "dim")
