"""What deciding an edit needs to know of the record, and which events an edit touches."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, or_, select

from bot.adapters.record_tables import closings, record_edits, redirects
from bot.adapters.stores.bonds import standing_bonds
from bot.adapters.stores.edits.intents import intents_of
from bot.adapters.stores.filings import kept_id
from bot.adapters.stores.rows import AnyRow, event_of
from bot.adapters.tables import entries, events, reports
from bot.core.record import (
    Accept,
    Action,
    Filing,
    Intent,
    Knot,
    Merge,
    Move,
    Open,
    PastEdit,
    RecordState,
    Redirect,
    Refile,
    Split,
    Tie,
    Undo,
    Wish,
)


def state_of(connection: Connection, wish: Wish) -> RecordState:
    """Return what must be known of the record to decide a wish."""
    past = _past(connection, wish.number) if isinstance(wish, Undo) else None
    found = _filings(connection, _entries_of(wish, past))
    ids = {*_events_of(wish, past), *(filing.event_id for filing in found.values())}
    pointing = {row.event_id: row.kept_id for row in connection.execute(_standing_redirects())}
    for event_id in ids:
        ids.add(kept_id(connection, event_id))
    query = select(events).where(events.c.id.in_(ids))
    if isinstance(wish, Split) and found:
        began = wish.began or min(filing.day for filing in found.values())
        query = select(events).where(or_(events.c.id.in_(ids), events.c.id.startswith(began.isoformat())))
    known = {row.id: event_of(row) for row in connection.execute(query)}
    closed = frozenset(connection.scalars(select(closings.c.event_id).where(closings.c.event_id.in_(ids))))
    return RecordState(known, pointing, closed, found, past, standing_bonds(connection, ids))


def _standing_redirects() -> Any:
    return select(redirects.c.event_id, redirects.c.kept_id).where(redirects.c.until.is_(None))


def _events_of(wish: Wish, past: PastEdit | None) -> set[str]:
    match wish:
        case Merge():
            return {wish.gone, wish.kept}
        case Undo():
            return touched((*past.intents, *past.before)) if past else set()
        case Accept():
            return set()
        case Tie():
            return {wish.event, wish.other}
        case _:
            return {wish.event}


def _entries_of(wish: Wish, past: PastEdit | None) -> set[str]:
    match wish:
        case Split():
            return set(wish.entries)
        case Move() | Accept():
            return {wish.entry}
        case Undo():
            return {one.entry_id for one in (past.intents if past else ()) if isinstance(one, Refile)}
        case _:
            return set()


def touched(intents: Iterable[Intent]) -> set[str]:
    """Return the events that intents change."""
    found: set[str] = set()
    for intent in intents:
        match intent:
            case Redirect():
                found |= {intent.event_id} | ({intent.kept_id} if intent.kept_id else set())
            case Open():
                found.add(intent.event.id)
            case Knot():
                found |= {intent.event_id, intent.other_id}
            case _:
                found.add(intent.event_id)
    return found


def _filings(connection: Connection, entry_ids: Iterable[str]) -> dict[str, Filing]:
    found = {}
    for entry_id in sorted(entry_ids):
        row = standing(connection, entry_id)
        if row is not None and row.event_id is not None:
            found[entry_id] = Filing(row.event_id, (row.published or row.fetched).date())
    return found


def standing(connection: Connection, entry_id: str) -> AnyRow | None:
    """Return the report that stands of an entry or, where newer versions have come, of the newest."""
    mine, version = entries.alias("mine"), entries.alias("version")
    query = (
        select(reports, version.c.published, version.c.fetched)
        .join(version, version.c.id == reports.c.entry_id)
        .join(mine, (mine.c.feed_id == version.c.feed_id) & (mine.c.key_digest == version.c.key_digest))
        .where(mine.c.id == entry_id, reports.c.superseded.is_(None))
        .order_by(version.c.version.desc(), reports.c.row.desc())
    )
    return connection.execute(query).first()


def _past(connection: Connection, number: int) -> PastEdit | None:
    row = connection.execute(select(record_edits).where(record_edits.c.row == number)).first()
    if row is None:
        return None
    undone = connection.scalar(select(record_edits.c.row).where(record_edits.c.undoes == number))
    return PastEdit(row.row, Action(row.action), row.event_id, intents_of(row.intents), intents_of(row.before), undone)
