"""Intents as the audit trail keeps them, there and back."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from bot.adapters.stores.rows import Values
from bot.core.model import Bond, Event, EventKind
from bot.core.record import Intent, Knot, Mark, Open, Redirect, Refile, Retitle

_NAMES: Final[Mapping[str, type[Intent]]] = {
    "redirect": Redirect,
    "refile": Refile,
    "open": Open,
    "retitle": Retitle,
    "mark": Mark,
    "knot": Knot,
}


def intent_values(intents: Sequence[Intent]) -> list[Values]:
    """Return intents as they are stored."""
    names = {kind: name for name, kind in _NAMES.items()}
    rows = []
    for intent in intents:
        values: Values = asdict(intent)
        if isinstance(intent, Open):
            values = {"event": {**values["event"], "began": str(intent.event.began), "last": str(intent.event.last)}}
        rows.append({"do": names[type(intent)], **values})
    return rows


def intents_of(rows: Sequence[Mapping[str, Any]]) -> tuple[Intent, ...]:
    """Return the intents that were stored."""
    return tuple(_intent(row) for row in rows)


def _intent(row: Mapping[str, Any]) -> Intent:
    values = {name: value for name, value in row.items() if name != "do"}
    if row["do"] == "open":
        event = values["event"]
        days = {name: date.fromisoformat(event[name]) for name in ("began", "last")}
        lists = {name: tuple(event[name]) for name in ("places", "aliases")}
        return Open(Event(**{**event, **days, **lists, "kind": EventKind(event["kind"])}))
    if row["do"] == "knot":
        values["bond"] = Bond(values["bond"])
    return _NAMES[row["do"]](**values)
