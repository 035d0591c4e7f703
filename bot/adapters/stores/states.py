"""How an event stood after each of its reports, in the order of publication, and before any of them.

A late report is matched against the record as it stood before it; whatever was published after it is filed again.
An event that an analyst has had a hand in stays as it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select, update

from bot.adapters.record_tables import event_states, pins, record_edits, redirects
from bot.adapters.stores.awaiting import wake_awaiting
from bot.adapters.stores.bonds import carry_bonds
from bot.adapters.stores.growth import merged
from bot.adapters.stores.rows import AnyRow, Values, event_of, event_values
from bot.adapters.stores.stale import carry_cards
from bot.adapters.stores.transactions import insert
from bot.adapters.tables import events, reports
from bot.core.model import Event, EventKind

# Who made an edit that no person made.
DIGEST: Final = "digest"
Position = tuple[datetime, str]

_STATES = select(event_states).join(reports, event_states.c.report_row == reports.c.row)
_STANDING = _STATES.where(reports.c.superseded.is_(None))


def keep_base(connection: Connection, event: Event) -> None:
    """Keep how an event stands that was in the record before its first report; once."""
    if connection.scalar(select(event_states.c.row).where(event_states.c.event_id == event.id).limit(1)) is None:
        _add(connection, event, {"report_row": None, "seen": None, "entry_id": ""})


def keep_stored_base(connection: Connection, event_id: str) -> None:
    """Keep the base of an event that is in the record already."""
    row = connection.execute(select(events).where(events.c.id == event_id)).first()
    if row is not None:
        keep_base(connection, event_of(row))


def replace_base(connection: Connection, event: Event) -> None:
    """Let an event stand from now on, whatever reports it has, as an import says."""
    of_base = (event_states.c.event_id == event.id, event_states.c.report_row.is_(None))
    changed = update(event_states).where(*of_base).values(state=_state(event)).returning(event_states.c.row)
    if connection.execute(changed).first() is None:
        _add(connection, event, {"report_row": None, "seen": None, "entry_id": ""})


def keep_state(connection: Connection, report_row: int, event: Event, at: Position) -> None:
    """Keep how an event stands after a report."""
    seen, entry_id = at
    _add(connection, event, {"report_row": report_row, "seen": seen, "entry_id": entry_id})


def touched(connection: Connection, event_id: str) -> bool:
    """Tell whether an analyst has had a hand in an event."""
    edited = exists().where(record_edits.c.event_id == event_id, record_edits.c.by != DIGEST)
    led = or_(redirects.c.event_id == event_id, redirects.c.kept_id == event_id)
    joined = exists().where(led, redirects.c.own.is_(False), redirects.c.until.is_(None))
    pinned = exists().where(pins.c.event_id == event_id)
    return bool(connection.scalar(select(or_(edited, joined, pinned))))


def states_after(connection: Connection, at: Position, until: datetime) -> Sequence[AnyRow]:
    """Return the states whose reports stand and were published after `at`, up to `until`, of events left to digest."""
    later = _STANDING.where(_after(at), event_states.c.seen <= until).order_by(
        event_states.c.seen, event_states.c.entry_id
    )
    rows = connection.execute(later).all()
    free = {event_id: not touched(connection, event_id) for event_id in {row.event_id for row in rows}}
    return [row for row in rows if free[row.event_id]]


def as_of(connection: Connection, event: Event, at: Position) -> Event | None:
    """Return an event as it stood before `at`; None where it did not."""
    ours = event_states.c.event_id == event.id
    if connection.scalar(select(event_states.c.row).where(ours).limit(1)) is None or touched(connection, event.id):
        return event
    return _joined(connection, event, _STANDING.where(ours, _before(at)))


def settle_events(connection: Connection, event_ids: Iterable[str], now: datetime) -> None:
    """Let each event stand as its reports left it; one without any is part of the event that took them over."""
    left = [event_id for event_id in sorted(set(event_ids)) if not _settle(connection, event_id, now)]
    for event_id in left:
        _vacate(connection, event_id, now)


def _settle(connection: Connection, event_id: str, now: datetime) -> bool:
    """Bring one event up to date; False where nothing stands under it any more."""
    ours = event_states.c.event_id == event_id
    kept = connection.scalar(select(event_states.c.row).where(ours).limit(1))
    if kept is None or touched(connection, event_id):
        return True
    row = connection.execute(select(events).where(events.c.id == event_id).with_for_update(key_share=True)).one()
    stored = event_of(row)
    event = _joined(connection, stored, _STANDING.where(ours))
    if event != stored:
        wake_awaiting(connection, stored, *([event] if event else []))
    if event is None:
        return False
    newest = connection.scalar(
        select(func.max(event_states.c.seen))
        .join(reports, event_states.c.report_row == reports.c.row)
        .where(ours, reports.c.superseded.is_(None))
    )
    values: Values = event_values(event)
    if newest is not None:
        values["latest"] = min(newest, now)
    connection.execute(update(events).where(events.c.id == event_id).values(values))
    own = update(redirects).where(redirects.c.event_id == event_id, redirects.c.own, redirects.c.until.is_(None))
    connection.execute(own.values(until=now))
    return True


def _vacate(connection: Connection, event_id: str, now: datetime) -> None:
    """Let an event without reports point to the one under which the first of them stands now."""
    stood = select(event_states.c.entry_id).where(event_states.c.event_id == event_id)
    heirs = _STANDING.where(event_states.c.entry_id.in_(stood)).order_by(event_states.c.seen, event_states.c.entry_id)
    heir = connection.execute(heirs).first()
    pointing = select(redirects.c.row).where(redirects.c.event_id == event_id, redirects.c.until.is_(None))
    if heir is None or heir.event_id == event_id or connection.scalar(pointing) is not None:
        return
    values = {"event_id": event_id, "kept_id": heir.event_id, "since": now, "own": True}
    connection.execute(insert(connection, redirects).values(values))
    carry_cards(connection, event_id, heir.event_id, now)
    carry_bonds(connection, event_id, heir.event_id, now)


def _joined(connection: Connection, event: Event, of_reports: Any) -> Event | None:
    """Return an event as its base and the last of some reports' states make it; None where there is neither."""
    last = connection.execute(
        of_reports.order_by(event_states.c.seen.desc(), event_states.c.entry_id.desc()).limit(1)
    ).first()
    base = connection.execute(
        select(event_states).where(event_states.c.event_id == event.id, event_states.c.report_row.is_(None))
    ).first()
    if base is None:
        return None if last is None else _event(event, last.state)
    return _event(event, base.state) if last is None else merged(_event(event, base.state), _event(event, last.state))


def _before(at: Position) -> ColumnElement[bool]:
    seen, entry_id = at
    same = and_(event_states.c.seen == seen, event_states.c.entry_id < entry_id)
    return or_(event_states.c.seen < seen, same)


def _after(at: Position) -> ColumnElement[bool]:
    seen, entry_id = at
    same = and_(event_states.c.seen == seen, event_states.c.entry_id > entry_id)
    return or_(event_states.c.seen > seen, same)


def _add(connection: Connection, event: Event, where: Values) -> None:
    row = insert(connection, event_states).values(event_id=event.id, state=_state(event), **where)
    anew = {"event_id": event.id, "state": _state(event), "seen": where["seen"], "entry_id": where["entry_id"]}
    connection.execute(row.on_conflict_do_update(index_elements=["report_row"], set_=anew))


def _state(event: Event) -> Values:
    days = {"began": event.began.isoformat(), "last": event.last.isoformat()}
    return {"kind": event.kind.value, "title": event.title, "places": list(event.places), **days}


def _event(event: Event, state: Values) -> Event:
    return replace(
        event,
        kind=EventKind(state["kind"]),
        title=state["title"],
        began=date.fromisoformat(state["began"]),
        last=date.fromisoformat(state["last"]),
        places=tuple(state["places"]),
    )
