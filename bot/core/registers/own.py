"""Our own formats: JSON with one event a line, and CSV with one claim a row; both hold everything."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from json import JSONDecodeError, JSONDecoder
from typing import Any, Final

from bot.core.model import Claim, Event, EventKind, Figure, FiledClaim, Kind, Measure, Span, Stance
from bot.core.registers.rows import Filed, Row, checked, listed, once, read_table, unlisted, write_table
from bot.errors import RecordError

_EVENT: Final = ("id", "event_kind", "title", "began", "last", "places", "aliases", "seeded")
_CLAIM: Final = (
    "claimant", "by", "stance", "measure", "subject", "kind", "low", "high", "approx", "words", "place", "evidence",
    "background", "rule", "figure_span", "loss_span", "source", "link", "said", "entry", "origin",
)  # fmt: skip
_MOST: Final = 2**53


def write_json(register: Sequence[Filed], *_ground: object) -> str:
    """Return the register as a JSON list, one event a line."""
    lines = [
        json.dumps({**_event_values(filed.event), "claims": _claims(filed)}, ensure_ascii=False) for filed in register
    ]
    return "[\n" + ",\n".join(lines) + "\n]\n" if lines else "[\n]\n"


def write_csv(register: Sequence[Filed], *_ground: object) -> str:
    """Return the register as CSV, one claim a row; an event without claims has a row of its own."""
    rows = []
    for filed in register:
        event = _cells(_event_values(filed.event))
        rows += [{**event, **_cells(claim)} for claim in _claims(filed)] or [event]
    return write_table((*_EVENT, *_CLAIM), rows)


def read_json(text: str, name: str) -> list[Filed]:
    """Return the register of a JSON list; raise RecordError with the line where it is none."""
    found = []
    for row in _objects(text, name):
        claims = row.values.get("claims", [])
        if not isinstance(claims, list) or not all(isinstance(one, dict) for one in claims):
            raise row.fault("claims must be a list of objects")
        found.append(Filed(_event(row), tuple(_claim(replace(row, values=one)) for one in claims), row.line))
    return once(found, name)


def read_csv(text: str, name: str) -> list[Filed]:
    """Return the register of a CSV; rows of one event must tell the same of it."""
    found: dict[str, Filed] = {}
    for row in read_table(text, name, (*_EVENT, *_CLAIM)):
        event = _event(row)
        before = found.setdefault(event.id, Filed(event, (), row.line))
        if before.event != event:
            raise row.fault(f"{event.id} is told otherwise than on line {before.line}")
        if any(row.values[column] for column in _CLAIM):
            found[event.id] = replace(before, claims=(*before.claims, _claim(_typed(row))))
    return sorted(found.values(), key=lambda one: one.event.id)


# values to fields


def _event_values(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "event_kind": event.kind.value,
        "title": event.title,
        "began": event.began.isoformat(),
        "last": event.last.isoformat(),
        "places": list(event.places),
        "aliases": list(event.aliases),
        "seeded": event.seeded,
    }


def _claims(filed: Filed) -> list[dict[str, Any]]:
    """Return the claims in an order that does not depend on when they were stored, each once."""
    rows = {json.dumps(values, sort_keys=True): values for values in map(_claim_values, filed.claims)}
    return [rows[key] for key in sorted(rows, key=lambda key: (rows[key]["said"], rows[key]["entry"], key))]


def _claim_values(filed: FiledClaim) -> dict[str, Any]:
    claim = filed.claim
    return {
        "claimant": claim.claimant,
        "by": claim.by or None,
        "stance": claim.stance.value,
        "measure": claim.measure.value,
        "subject": claim.subject,
        "kind": claim.kind.value,
        "low": claim.figure.low,
        "high": claim.figure.high,
        "approx": claim.figure.approx,
        "words": claim.figure.words,
        "place": claim.place or None,
        "evidence": claim.evidence,
        "background": claim.background,
        "rule": claim.rule,
        "figure_span": _ends(claim.figure_span),
        "loss_span": _ends(claim.loss_span),
        "source": filed.source,
        "link": filed.link,
        "said": _utc(filed.said),
        "entry": filed.entry_id,
        "origin": filed.origin or None,
    }


def _utc(time: datetime) -> str:
    return time.isoformat().replace("+00:00", "Z")


def _ends(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _cells(values: Mapping[str, Any]) -> dict[str, Any]:
    cells = {}
    for name, value in values.items():
        match value:
            case None:
                cells[name] = ""
            case bool():
                cells[name] = "true" if value else "false"
            case list():
                cells[name] = listed(value)
            case _:
                cells[name] = value
    return cells


# fields to values


def _typed(row: Row) -> Row:
    """Return a claim's row of CSV with its cells as JSON has them."""
    values = dict(row.values)
    for column in ("low", "high", "approx", "background", "figure_span", "loss_span"):
        cell = values[column]
        try:
            values[column] = json.loads(cell) if cell else None
        except ValueError:
            raise row.fault(f"{column} {cell!r} cannot be read") from None
    return replace(row, values=values)


def _event(row: Row) -> Event:
    began, last = row.day("began"), row.day("last")
    seeded = row.values.get("seeded")
    if seeded not in (True, False, None, "true", "false", ""):
        raise row.fault("seeded must be true or false")
    return checked(
        row,
        Event(
            id=row.event_id("id"),
            kind=row.choice("event_kind", EventKind),
            title=" ".join(row.words("title").split()),
            began=began,
            last=last,
            places=unlisted(row, "places"),
            aliases=unlisted(row, "aliases"),
            seeded=seeded is True or seeded == "true",
        ),
    )


def _claim(row: Row) -> FiledClaim:
    low, high = _count(row, "low"), _count(row, "high")
    stance = row.choice("stance", Stance)
    if low is not None and high is not None and high < low:
        raise row.fault("high is below low")
    claim = Claim(
        claimant=row.words("claimant", 20),
        by=row.maybe("by"),
        stance=stance,
        measure=row.choice("measure", Measure),
        subject=row.words("subject", 20),
        kind=row.choice("kind", Kind),
        figure=Figure(low, high, _flag(row, "approx"), row.maybe("words") or ""),
        place=row.maybe("place"),
        evidence=row.words("evidence"),
        background=_flag(row, "background"),
        rule=row.maybe("rule", 100) or "",
        figure_span=_span(row, "figure_span"),
        loss_span=_span(row, "loss_span"),
    )
    where = (row.words("source"), row.maybe("link") or "", row.time("said"), row.words("entry", 200))
    return FiledClaim(claim, *where, row.maybe("origin", 200) or "")


def _count(row: Row, column: str) -> int | None:
    value = row.values.get(column)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _MOST:
        raise row.fault(f"{column} {value!r} is no whole number from 0 on")
    return value


def _flag(row: Row, column: str) -> bool:
    value = row.values.get(column)
    if value is not None and not isinstance(value, bool):
        raise row.fault(f"{column} must be true or false")
    return bool(value)


def _span(row: Row, column: str) -> Span | None:
    value = row.values.get(column)
    if value is None:
        return None
    good = isinstance(value, list) and [type(end) for end in value] == [int, int] and 0 <= value[0] <= value[1] < _MOST
    if not good:
        raise row.fault(f"{column} must be two numbers, like [11, 13]")
    return Span(*value)


def _objects(text: str, name: str) -> Iterator[Row]:
    """Return the objects of a JSON list, each with the line on which it begins."""
    decoder, at = JSONDecoder(), _after(text, 0, "")
    if text[at : at + 1] != "[":
        raise _no_json(text, name, at, "a list is expected")
    at = _after(text, at + 1, "")
    while text[at : at + 1] != "]":
        try:
            value, end = decoder.raw_decode(text, at)
        except (JSONDecodeError, RecursionError) as error:
            raise _no_json(text, name, getattr(error, "pos", at), "no JSON") from error
        line = text.count("\n", 0, at) + 1
        if not isinstance(value, dict):
            raise RecordError(f"{name}, line {line}: an event is an object; nothing was imported")
        yield Row(value, name, line)
        at = _after(text, end, "")
        if text[at : at + 1] == ",":
            at = _after(text, at + 1, "]")
        elif text[at : at + 1] != "]":
            raise _no_json(text, name, at, "a comma or the end of the list is expected")
    if text[at + 1 :].strip():
        raise _no_json(text, name, at + 1, "there is more after the end of the list")


def _after(text: str, at: int, never: str) -> int:
    """Return where the next thing begins after white space."""
    while at < len(text) and text[at].isspace():
        at += 1
    return len(text) if never and text[at : at + 1] == never else at


def _no_json(text: str, name: str, at: int, reason: str) -> RecordError:
    return RecordError(f"{name}, line {text.count(chr(10), 0, at) + 1}: {reason}; nothing was imported")
