"""Do what was decided: every intent in turn, a line in the audit trail, and the cards of all that changed."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from bot.adapters.record_tables import closings, pins, record_edits, redirects
from bot.adapters.stores.bonds import tie
from bot.adapters.stores.edits.intents import intent_values
from bot.adapters.stores.edits.state import standing, touched
from bot.adapters.stores.filings import filed_digest, kept_id, raise_latest, settle
from bot.adapters.stores.growth import add_event, last_day
from bot.adapters.stores.refiling import carry_claims, columns, first_version
from bot.adapters.stores.rows import event_of, event_values, folded
from bot.adapters.stores.stale import alert_guilds, channels_with_card, mark_stale
from bot.adapters.stores.transactions import insert
from bot.adapters.tables import events, reports
from bot.core.model import Event
from bot.core.record import Edit, Intent, Knot, Mark, Open, Redirect, Refile, Retitle
from bot.errors import RecordError


def do_edit(connection: Connection, edit: Edit, told: tuple[str, str], now: datetime) -> None:
    """Do an edit; `told` are who wished it and why."""
    by, reason = told
    row = insert(connection, record_edits).values(
        at=now,
        by=by,
        action=edit.action.value,
        event_id=edit.event_id,
        words=edit.words,
        reason=reason,
        intents=intent_values(edit.intents),
        before=intent_values(edit.before),
        undoes=edit.undoes,
    )
    number = connection.execute(row.returning(record_edits.c.row)).scalar_one()
    changed = touched((*edit.intents, *edit.before))
    shown = {kept_id(connection, event_id) for event_id in changed}
    for intent in edit.intents:
        _do(connection, intent, number, now)
    _mark(connection, changed | shown, now)


def _do(connection: Connection, intent: Intent, number: int, now: datetime) -> None:
    match intent:
        case Redirect():
            _redirect(connection, intent, now)
        case Refile():
            _refile(connection, intent, number, now)
        case Open():
            if not add_event(connection, intent.event, last_day(intent.event), now):
                raise RecordError(f"the record has an event {intent.event.id} already; give another title")
        case Retitle():
            _retitle(connection, intent)
        case Mark() if intent.closed:
            connection.execute(insert(connection, closings).values(event_id=intent.event_id, at=now))
        case Knot():
            tie(connection, (intent.event_id, intent.other_id, intent.bond), now, stands=intent.stands)
        case Mark():
            connection.execute(delete(closings).where(closings.c.event_id == intent.event_id))


def _redirect(connection: Connection, intent: Redirect, now: datetime) -> None:
    if intent.kept_id is None:
        standing = update(redirects).where(redirects.c.event_id == intent.event_id, redirects.c.until.is_(None))
        connection.execute(standing.values(until=now))
        return
    values = {"event_id": intent.event_id, "kept_id": intent.kept_id, "since": now}
    connection.execute(insert(connection, redirects).values(values))
    latest = connection.scalar(select(events.c.latest).where(events.c.id == intent.event_id))
    if latest is not None:
        raise_latest(connection, intent.kept_id, latest)


def _retitle(connection: Connection, intent: Retitle) -> None:
    row = connection.execute(select(events).where(events.c.id == intent.event_id).with_for_update()).one()
    event = event_of(row)
    aliases = tuple(name for name in dict.fromkeys((*event.aliases, event.title)) if name != intent.title)
    named = Event(**{**asdict(event), "title": intent.title, "aliases": aliases})
    values = {**event_values(named), "folded": folded(named)}
    connection.execute(update(events).where(events.c.id == intent.event_id).values(values))


def _refile(connection: Connection, intent: Refile, number: int, now: datetime) -> None:
    """File the report that stands anew, with its claims, and pin the entry there."""
    first = first_version(connection, intent.entry_id)
    report = standing(connection, intent.entry_id)
    if report is None:
        raise RecordError(f"no report of {intent.entry_id} stands any more")
    pin = {"event_id": intent.event_id, "edit": number}
    pinned = insert(connection, pins).values(entry_id=first, **pin)
    connection.execute(pinned.on_conflict_do_update(index_elements=["entry_id"], set_=pin))
    settle(connection, first)
    values = columns(reports, report)
    values |= {
        "digest": filed_digest(report.entry_id, report.content, number),
        "event_id": intent.event_id,
        "match_reason": f"filed by an analyst, edit {number}",
        "judged": now,
        "superseded": None,
    }
    row = connection.execute(insert(connection, reports).values(values).returning(reports.c.row)).scalar_one()
    carry_claims(connection, report, (row, intent.event_id), ("filed", number), now)
    connection.execute(update(reports).where(reports.c.row == report.row).values(superseded=now))
    seen = report.published or report.fetched
    raise_latest(connection, intent.event_id, seen)
    raise_latest(connection, kept_id(connection, intent.event_id), seen)


def _mark(connection: Connection, changed: set[str], now: datetime) -> None:
    """Let the cards of all that changed be made anew; the events that stand, wherever one of them was shown."""
    alerts = set(alert_guilds(connection))
    before = {event_id: channels_with_card(connection, event_id) & alerts for event_id in changed}
    everywhere = set().union(*before.values()) if before else set()
    for event_id in sorted(changed | {kept_id(connection, one) for one in changed}):
        stands = kept_id(connection, event_id) == event_id
        mark_stale(connection, everywhere if stands else before[event_id], event_id, now)
