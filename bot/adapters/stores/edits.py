"""What analysts change in the record: every edit is a row that is never rewritten, and every change can be undone.

A merged event stays where it is and points to the one that is kept. A report that moves is filed anew: its former
filing is superseded and stays readable as of then, and its claims are carried along.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, func, or_, select, update

from bot.adapters.record_tables import closings, doubts, pins, record_edits, redirects
from bot.adapters.stores.bonds import standing_bonds, tie
from bot.adapters.stores.filings import filed_digest, kept_id, member_ids, raise_latest, settle
from bot.adapters.stores.growth import add_event, last_day
from bot.adapters.stores.refiling import carry_claims, columns, first_version
from bot.adapters.stores.rows import AnyRow, Values, event_of, event_values, folded
from bot.adapters.stores.stale import alert_guilds, channels_with_card, mark_stale
from bot.adapters.stores.transactions import Transactions, insert
from bot.adapters.tables import claims, entries, events, reports
from bot.core.model import Bond, Event, EventKind
from bot.core.record import (
    Accept,
    Action,
    Edit,
    Filing,
    Intent,
    Knot,
    Mark,
    Merge,
    Move,
    Open,
    PastEdit,
    RecordState,
    Redirect,
    Refile,
    Retitle,
    Split,
    Tie,
    Undo,
    Wish,
    decide,
)
from bot.errors import RecordError

_NAMES: Final[Mapping[str, type[Intent]]] = {
    "redirect": Redirect,
    "refile": Refile,
    "open": Open,
    "retitle": Retitle,
    "mark": Mark,
    "knot": Knot,
}


@dataclass(frozen=True, slots=True)
class ListedEvent:
    """An event as lists show it; `kept` is the one it was merged into, None where it stands by itself."""

    event: Event
    kept: str | None
    closed: bool
    reports: int
    claims: int


@dataclass(frozen=True, slots=True)
class ListedReport:
    """A report under an event: its number, its entry, and why it is there."""

    number: int
    entry_id: str
    source: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class StoredEdit:
    """A line of the audit trail."""

    number: int
    at: datetime
    by: str
    action: str
    words: str
    reason: str
    undone: int | None


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A match that waits for an analyst."""

    number: int
    entry_id: str
    title: str
    source: str
    event_id: str
    runner_up: str | None
    reason: str


class EditStore(Transactions):
    """Edits of the record, and what is needed to choose them."""

    async def save_edit(self, wish: Wish, by: str, reason: str, now: datetime) -> Edit:
        """Decide and do what a wish asks for, in one transaction; raise RecordError where it cannot be done."""

        def save(connection: Connection) -> Edit:
            edit = decide(wish, _state(connection, wish))
            _save(connection, edit, (by, reason), now)
            return edit

        return await self.write(save)

    async def entry_of_report(self, number: int) -> str | None:
        """Return the entry of the report with that number, None where there is none."""
        return await self.read(
            lambda connection: connection.scalar(select(reports.c.entry_id).where(reports.c.row == number))
        )

    async def doubt_entry(self, number: int) -> str | None:
        """Return the entry whose report an open doubt of that number is about."""

        def ask(connection: Connection) -> str | None:
            first = connection.scalar(
                select(doubts.c.entry_id).where(doubts.c.row == number, doubts.c.settled.is_(False))
            )
            row = None if first is None else _standing(connection, first)
            return None if row is None else row.entry_id

        return await self.read(ask)

    async def doubts_open(self, limit: int) -> list[Doubtful]:
        """Return what waits for an analyst, oldest first."""
        query = (
            select(doubts, entries.c.title, entries.c.source)
            .join(entries, entries.c.id == doubts.c.entry_id)
            .where(doubts.c.settled.is_(False))
            .order_by(doubts.c.row)
            .limit(limit)
        )
        rows = await self.read(lambda connection: connection.execute(query).all())
        return [
            Doubtful(row.row, row.entry_id, row.title, row.source, row.event_id, row.runner_up, row.reason)
            for row in rows
        ]

    async def listed_events(self, words: str, limit: int) -> list[ListedEvent]:
        """Return events that hold all of `words`, merged ones too, newest first."""
        query = select(events).order_by(events.c.latest.desc(), events.c.id.desc()).limit(limit)
        for word in words.casefold().split():
            query = query.where(events.c.folded.contains(word, autoescape=True))

        def collect(connection: Connection) -> list[ListedEvent]:
            return [_listed(connection, event_of(row)) for row in connection.execute(query).all()]

        return await self.read(collect)

    async def listed_reports(self, event_id: str) -> list[ListedReport]:
        """Return the reports that stand under an event, those of events merged into it included."""

        def collect(connection: Connection) -> list[ListedReport]:
            query = (
                select(reports.c.row, reports.c.entry_id, reports.c.match_reason, entries.c.source, entries.c.title)
                .join(entries, entries.c.id == reports.c.entry_id)
                .where(reports.c.event_id.in_(member_ids(connection, event_id)), reports.c.superseded.is_(None))
                .order_by(reports.c.row)
            )
            return [
                ListedReport(row.row, row.entry_id, row.source, row.title, row.match_reason)
                for row in connection.execute(query)
            ]

        return await self.read(collect)

    async def edits_of(self, event_id: str | None, limit: int = 1000) -> list[StoredEdit]:
        """Return the audit trail of an event and of those merged into it (of all without one), oldest first."""
        later = record_edits.alias("later")
        query = (
            select(record_edits, later.c.row.label("undone"))
            .outerjoin(later, later.c.undoes == record_edits.c.row)
            .order_by(record_edits.c.row)
            .limit(limit)
        )

        def collect(connection: Connection) -> list[StoredEdit]:
            asked = query
            if event_id is not None:
                asked = query.where(record_edits.c.event_id.in_(member_ids(connection, event_id)))
            return [
                StoredEdit(row.row, row.at, row.by, row.action, row.words, row.reason, row.undone)
                for row in connection.execute(asked)
            ]

        return await self.read(collect)


# what a decision needs


def _state(connection: Connection, wish: Wish) -> RecordState:
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
            return _touched((*past.intents, *past.before)) if past else set()
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


def _touched(intents: Iterable[Intent]) -> set[str]:
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
        row = _standing(connection, entry_id)
        if row is not None and row.event_id is not None:
            found[entry_id] = Filing(row.event_id, (row.published or row.fetched).date())
    return found


def _standing(connection: Connection, entry_id: str) -> AnyRow | None:
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
    return PastEdit(row.row, Action(row.action), row.event_id, _intents(row.intents), _intents(row.before), undone)


# intents as they are stored


def _stored(intents: Sequence[Intent]) -> list[Values]:
    names = {kind: name for name, kind in _NAMES.items()}
    rows = []
    for intent in intents:
        values: Values = asdict(intent)
        if isinstance(intent, Open):
            values = {"event": {**values["event"], "began": str(intent.event.began), "last": str(intent.event.last)}}
        rows.append({"do": names[type(intent)], **values})
    return rows


def _intents(rows: Sequence[Mapping[str, Any]]) -> tuple[Intent, ...]:
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


# doing it


def _save(connection: Connection, edit: Edit, told: tuple[str, str], now: datetime) -> None:
    by, reason = told
    row = insert(connection, record_edits).values(
        at=now,
        by=by,
        action=edit.action.value,
        event_id=edit.event_id,
        words=edit.words,
        reason=reason,
        intents=_stored(edit.intents),
        before=_stored(edit.before),
        undoes=edit.undoes,
    )
    number = connection.execute(row.returning(record_edits.c.row)).scalar_one()
    touched = _touched((*edit.intents, *edit.before))
    shown = {kept_id(connection, event_id) for event_id in touched}
    for intent in edit.intents:
        _do(connection, intent, number, now)
    _mark(connection, touched | shown, now)


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
    report = _standing(connection, intent.entry_id)
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


def _mark(connection: Connection, touched: set[str], now: datetime) -> None:
    """Let the cards of all that changed be made anew; the events that stand, wherever one of them was shown."""
    alerts = set(alert_guilds(connection))
    before = {event_id: channels_with_card(connection, event_id) & alerts for event_id in touched}
    everywhere = set().union(*before.values()) if before else set()
    for event_id in sorted(touched | {kept_id(connection, one) for one in touched}):
        stands = kept_id(connection, event_id) == event_id
        mark_stale(connection, everywhere if stands else before[event_id], event_id, now)


def _listed(connection: Connection, event: Event) -> ListedEvent:
    kept = kept_id(connection, event.id)
    members = member_ids(connection, event.id)
    told = connection.scalar(
        select(func.count()).select_from(reports).where(reports.c.event_id.in_(members), reports.c.superseded.is_(None))
    )
    said = connection.scalar(
        select(func.count())
        .select_from(claims)
        .outerjoin(reports, claims.c.report_row == reports.c.row)
        .where(claims.c.event_id.in_(members), reports.c.superseded.is_(None))
    )
    closed = connection.scalar(select(closings.c.event_id).where(closings.c.event_id == event.id)) is not None
    return ListedEvent(event, kept if kept != event.id else None, closed, told or 0, said or 0)
