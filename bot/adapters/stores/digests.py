"""What the digest stage keeps: verdicts, claims and events, and which cards they make stale.

A report is one reading of one entry. A newer version or a newer reading takes its place and leaves it stored; events
only ever grow.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, or_, select, update

from bot.adapters.stores.awaiting import save_awaiting
from bot.adapters.stores.bonds import save_bonds
from bot.adapters.stores.filings import (
    filed_digest,
    kept_id,
    pin_of,
    raise_latest,
    reopen_for_news,
    save_doubt,
    settle,
)
from bot.adapters.stores.growth import grow_event
from bot.adapters.stores.origins import origin_in
from bot.adapters.stores.refiling import Refiled, file_again
from bot.adapters.stores.remarks import add_missed
from bot.adapters.stores.rows import (
    AnyRow,
    Values,
    claim_values,
    content_digest,
    digest_of,
    entry_of,
    report_values,
)
from bot.adapters.stores.stale import alert_guilds, channels_with_card, mark_stale
from bot.adapters.stores.states import keep_state, keep_stored_base, settle_events
from bot.adapters.stores.transactions import Transactions, insert
from bot.adapters.tables import claims, entries, guild_verdicts, reports
from bot.core.events import recapped
from bot.core.model import EventMatch, Relevance, Report
from bot.errors import StoreError
from bot.ports import PendingEntry

# Built once: putting a statement together costs more than running it.
_MINE = entries.alias("mine")
_VERSIONS = (
    select(entries.c.id, entries.c.version, entries.c.state)
    .join(_MINE, (_MINE.c.feed_id == entries.c.feed_id) & (_MINE.c.key_digest == entries.c.key_digest))
    .where(_MINE.c.id == bindparam("entry"))
    .order_by(entries.c.row)
    .with_for_update(of=entries)
)
_DIGESTED = (
    update(entries)
    .where(entries.c.id == bindparam("entry"))
    .values(state="digested", reason=None, digested=bindparam("digested"), lease_until=None)
)
_SUPERSEDE = (
    update(reports)
    .where(
        reports.c.entry_id.in_(bindparam("versions", expanding=True)),
        reports.c.digest != bindparam("reading"),
        reports.c.superseded.is_(None),
    )
    .values(superseded=bindparam("superseded"))
    .returning(reports.c.event_id, reports.c.content, reports.c.row)
)
_REVIVE = (
    update(reports)
    .where(reports.c.digest == bindparam("reading"), reports.c.superseded.is_not(None))
    .values(superseded=None)
    .returning(reports.c.row)
)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A report on its way into the store, with what tells it from other readings of its entry."""

    report: Report
    values: Values
    quiet: bool
    at: datetime
    event_id: str | None

    @property
    def digest(self) -> str:
        """What tells it from every other reading."""
        return str(self.values["digest"])


@dataclass(frozen=True, slots=True)
class _Versions:
    """The ids of all versions of an entry, oldest first; `newer` where one after the one at hand has been digested."""

    ids: tuple[str, ...]
    newer: bool


@dataclass(frozen=True, slots=True)
class _Change:
    """What saving a reading changed: under which event it is filed, which others it left, whether it says more."""

    event_id: str | None
    left: frozenset[str]
    is_news: bool


class DigestStore(Transactions):
    """Entries to digest, and what comes out of them."""

    async def entries_pending(
        self, limit: int, *, now: datetime | None = None, lease: timedelta | None = None
    ) -> list[PendingEntry]:
        """Return entries to digest, in the order in which they were stored.

        With `now` and `lease` they are the caller's alone for that long, or until their report is saved.
        """
        pending = select(entries).where(entries.c.state == "pending").order_by(entries.c.row).limit(limit)
        if now is None or lease is None:
            rows = await self.read(lambda connection: connection.execute(pending).all())
        else:
            free = pending.where(or_(entries.c.lease_until.is_(None), entries.c.lease_until <= now))
            until = now + lease

            def take(connection: Connection) -> Sequence[AnyRow]:
                rows = connection.execute(free.with_for_update(skip_locked=True)).all()
                taken = update(entries).where(entries.c.row.in_([row.row for row in rows]))
                connection.execute(taken.values(lease_until=until))
                return rows

            rows = await self.write(take)
        return [PendingEntry(entry_of(row), row.quiet, row.version) for row in rows]

    async def save_report(
        self,
        report: Report,
        *,
        quiet: bool,
        guild_verdicts: Mapping[int, Relevance],
        now: datetime,
        late: bool = False,
        again: Sequence[tuple[str, EventMatch]] = (),
    ) -> None:
        """Store a report, its claims and its event, mark the entry digested and the event's cards stale.

        A `late` one alerts nobody, like a quiet one, but counts among what the channels have missed. `again` tells
        where entries published after it are filed, now that it stands before them.
        """
        filed = _as_filed(report, guild_verdicts)
        content = content_digest(filed)
        values = {**report_values(filed), "content": content, "digest": digest_of(filed.entry.id, content)}
        matched = filed.match.event.id if filed.match and filed.match.event else None

        def save(connection: Connection) -> None:
            versions = _lock_versions(connection, filed.entry.id)
            _save_verdicts(connection, filed.entry.id, guild_verdicts)
            reading = _as_ordered(connection, _Reading(filed, values, quiet or late, now, matched), versions)
            change = _save_reading(connection, reading, versions)
            connection.execute(_DIGESTED, {"entry": filed.entry.id, "digested": now})
            if not versions.newer:
                save_awaiting(connection, versions.ids, filed.entry.id, report.awaits)
            moved = file_again(connection, again, now)
            if change is not None and change.event_id is not None and change.event_id == matched:
                save_bonds(connection, change.event_id, report.bonds, now)
                for later, bond in report.followers:
                    save_bonds(connection, later, [(change.event_id, bond)], now)
            if again or (change is not None and change.left):
                _settle(connection, reading, change, (again, moved), now)
            if change is not None:
                _mark_cards(connection, change, (report.relevance, guild_verdicts), now)
            if change is not None and late and change.event_id is not None:
                channels = _channels_wanting(connection, (report.relevance, guild_verdicts))
                add_missed(connection, channels, (filed.entry.id, kept_id(connection, change.event_id)), now)

        await self.write(save)

    async def save_unreadable(self, entry_id: str, reason: str, now: datetime) -> None:
        """Mark an entry whose digest failed, with the reason; it waits for `save_pending_again`."""
        failed = update(entries).where(entries.c.id == entry_id, entries.c.state != "digested")
        marked = failed.values(state="unreadable", reason=reason, digested=now, lease_until=None)
        await self.write(lambda connection: connection.execute(marked))

    async def save_pending_again(self, since: datetime) -> int:
        """Let the entries whose digest has failed since then wait to be read once more; return how many."""
        failed = update(entries).where(entries.c.state == "unreadable", entries.c.digested >= since)
        again = failed.values(state="pending", reason=None, digested=None).returning(entries.c.row)
        return len(await self.write(lambda connection: connection.execute(again).all()))


def _as_ordered(connection: Connection, reading: _Reading, versions: _Versions) -> _Reading:
    """Return the reading filed where an analyst ordered its entry to be, else let the event that it matched grow."""
    match, entry = reading.report.match, reading.report.entry
    seen = min(entry.seen or reading.at, reading.at)
    pin = pin_of(connection, versions.ids[0]) if match is not None else None
    if pin is None:
        if match and match.event:
            keep_stored_base(connection, match.event.id)
            grow_event(connection, match.event, seen, reading.at)
            raise_latest(connection, kept_id(connection, match.event.id), seen)
        if not versions.newer:
            save_doubt(connection, versions.ids[0], match, reading.at)
        return reading
    settle(connection, versions.ids[0])
    raise_latest(connection, kept_id(connection, pin.event_id), seen)
    values = {
        **reading.values,
        "digest": filed_digest(entry.id, str(reading.values["content"]), pin.edit),
        "match_reason": f"filed by an analyst, edit {pin.edit}",
    }
    return replace(reading, event_id=pin.event_id, values=values)


def _save_verdicts(connection: Connection, entry_id: str, verdicts: Mapping[int, Relevance]) -> None:
    if not verdicts:
        return
    row = insert(connection, guild_verdicts)
    upsert = row.on_conflict_do_update(
        index_elements=["entry_id", "guild_id"],
        set_={"relevant": row.excluded.relevant, "reason": row.excluded.reason},
    )
    rows = [
        {"entry_id": entry_id, "guild_id": guild, "relevant": verdict.relevant, "reason": verdict.reason}
        for guild, verdict in sorted(verdicts.items())
    ]
    connection.execute(upsert, rows)


def _save_reading(connection: Connection, reading: _Reading, versions: _Versions) -> _Change | None:
    """Store the reading and let it take the place of older ones; None when it stood already."""
    values = {
        **reading.values,
        "event_id": reading.event_id,
        "quiet": reading.quiet,
        "judged": reading.at,
        "superseded": reading.at if versions.newer else None,
    }
    added = insert(connection, reports).values(values).on_conflict_do_nothing(index_elements=["digest"])
    row = connection.execute(added.returning(reports.c.row)).scalar()
    if row is not None:
        _save_claims(connection, reading, row)
    _save_state(connection, reading)
    if versions.newer:
        return None
    replaced = connection.execute(
        _SUPERSEDE, {"versions": versions.ids, "reading": reading.digest, "superseded": reading.at}
    ).all()
    if row is None and connection.execute(_REVIVE, {"reading": reading.digest}).first() is None and not replaced:
        return None
    left = frozenset(old.event_id for old in replaced if old.event_id is not None) - {reading.event_id}
    _mark_recalled(connection, (reading.digest, [old.row for old in replaced]), reading.at)
    is_news = not reading.quiet and all(old.content != reading.values["content"] for old in replaced)
    return _Change(reading.event_id, left, is_news)


def _save_state(connection: Connection, reading: _Reading) -> None:
    """Keep how the event stands after a report that no analyst filed, and that has a part in it."""
    match, entry = reading.report.match, reading.report.entry
    if match is None or match.event is None or match.event.id != reading.event_id or reading.report.awaits:
        return
    row = connection.scalar(select(reports.c.row).where(reports.c.digest == reading.digest))
    if row is not None:
        keep_state(connection, row, match.event, (entry.seen or reading.at, entry.id))


def _settle(
    connection: Connection,
    reading: _Reading,
    change: _Change | None,
    filed: tuple[Sequence[tuple[str, EventMatch]], Sequence[Refiled]],
    now: datetime,
) -> None:
    """Bring the events up to date that reports joined or left, and the cards of those that moved."""
    again, moved = filed
    ids = {match.event.id for _, match in again if match.event} | ({reading.event_id} if reading.event_id else set())
    ids |= set(change.left) if change else set()
    ids |= {event_id for one in moved for event_id in (one.left, one.joined) if event_id}
    settle_events(connection, ids, now)
    for one in moved:
        _mark_moved(connection, one, now)


def _mark_moved(connection: Connection, moved: Refiled, now: datetime) -> None:
    """Make the cards anew that a report left and joined; the new one wherever the report is wanted."""
    guilds = alert_guilds(connection)
    if not guilds:
        return
    for event_id in sorted({kept_id(connection, one) for one in (moved.left, moved.joined) if one}):
        channels = channels_with_card(connection, event_id) & guilds.keys()
        if moved.joined is not None and event_id == kept_id(connection, moved.joined) and not moved.quiet:
            channels |= _channels_of(connection, moved.entry_id, guilds)
        mark_stale(connection, channels, event_id, now)


def _channels_of(connection: Connection, entry_id: str, guilds: Mapping[int, int]) -> set[int]:
    """Return the channels whose server found an entry's report relevant."""
    base = bool(connection.scalar(select(reports.c.relevant).where(reports.c.entry_id == entry_id)))
    asked = select(guild_verdicts.c.guild_id, guild_verdicts.c.relevant).where(guild_verdicts.c.entry_id == entry_id)
    own = {row.guild_id: row.relevant for row in connection.execute(asked)}
    return {channel for channel, guild in guilds.items() if own.get(guild, base)}


def _save_claims(connection: Connection, reading: _Reading, report_row: int) -> None:
    entry = reading.report.entry
    shared: Values = {
        "report_row": report_row,
        "entry_id": entry.id,
        "event_id": reading.event_id,
        "source": entry.source,
        "link": entry.link,
        "said": entry.seen or reading.at,
        "saved": reading.at,
        "origin": origin_in(connection, entry, reading.event_id) if reading.report.claims else None,
    }
    # the same claim twice in one entry is one claim
    recalls = dict(reading.report.recalls)
    claimed = {}
    for number, claim in enumerate(reading.report.claims):
        values = {**shared, **claim_values(claim)}
        if (older := recalls.get(number)) is not None:
            values |= {**claim_values(recapped(claim)), "event_id": older}
        claimed[digest_of(reading.digest, claim_values(claim))] = values
    if claimed:
        rows = [{**values, "digest": digest} for digest, values in claimed.items()]
        connection.execute(insert(connection, claims).on_conflict_do_nothing(index_elements=["digest"]), rows)


def _mark_recalled(connection: Connection, changed: tuple[str, Sequence[int]], now: datetime) -> None:
    """Make the cards of older events anew whose figures a report tells, or told before; nobody is alerted."""
    digest, replaced = changed
    query = (
        select(claims.c.event_id)
        .join(reports, claims.c.report_row == reports.c.row)
        .where(or_(reports.c.digest == digest, reports.c.row.in_(replaced)), claims.c.event_id != reports.c.event_id)
        .distinct()
    )
    older = {kept_id(connection, event_id) for event_id in connection.scalars(query)}
    guilds = alert_guilds(connection) if older else {}
    for event_id in sorted(older):
        mark_stale(connection, channels_with_card(connection, event_id) & guilds.keys(), event_id, now)


def _mark_cards(
    connection: Connection, change: _Change, verdicts: tuple[Relevance, Mapping[int, Relevance]], now: datetime
) -> None:
    """Mark stale the cards that stand; for news ask also for new ones, wherever the report is relevant."""
    base, by_guild = verdicts
    filed = None if change.event_id is None else kept_id(connection, change.event_id)
    if change.is_news and filed is not None:
        reopen_for_news(connection, filed, now)
    guilds = alert_guilds(connection)
    if not guilds:
        return
    for event_id in sorted({kept_id(connection, one) for one in change.left} | ({filed} if filed else set())):
        channels = channels_with_card(connection, event_id) & guilds.keys()
        if change.is_news and event_id == filed:
            channels |= {channel for channel, guild in guilds.items() if by_guild.get(guild, base).relevant}
        mark_stale(connection, channels, event_id, now)


def _channels_wanting(connection: Connection, verdicts: tuple[Relevance, Mapping[int, Relevance]]) -> list[int]:
    """Return the channels with alerts whose server finds the report relevant."""
    base, by_guild = verdicts
    return [channel for channel, guild in alert_guilds(connection).items() if by_guild.get(guild, base).relevant]


def _as_filed(report: Report, verdicts: Mapping[int, Relevance]) -> Report:
    """Return the report without event and claims where nobody finds it relevant."""
    if report.relevance.relevant or any(verdict.relevant for verdict in verdicts.values()):
        return report
    return replace(report, match=None, claims=())


def _lock_versions(connection: Connection, entry_id: str) -> _Versions:
    """Lock all versions of an entry, so that two readings of it are saved one after the other."""
    rows = connection.execute(_VERSIONS, {"entry": entry_id}).all()
    version = next((row.version for row in rows if row.id == entry_id), None)
    if version is None:
        raise StoreError(f"entry {entry_id} is not in the database; poll its feed before digesting it")
    newer = any(row.state == "digested" and row.version > version for row in rows)
    return _Versions(tuple(row.id for row in rows), newer)
