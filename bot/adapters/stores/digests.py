"""What the digest stage keeps: verdicts, claims and events, and which cards they make stale.

A report is one reading of one entry. A newer version or a newer reading takes its place and leaves it stored; events
only ever grow.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.stores.growth import grow_event
from bot.adapters.stores.rows import Values, claim_values, digest_of, entry_of, event_of, report_digest, report_values
from bot.adapters.stores.stale import alert_guilds, channels_with_card, mark_stale
from bot.adapters.stores.transactions import Transactions
from bot.adapters.tables import claims, entries, events, guild_verdicts, reports
from bot.core.model import Event, Relevance, Report
from bot.errors import StoreError
from bot.ports import PendingEntry


@dataclass(frozen=True, slots=True)
class _Change:
    """What saving a reading changed: the events whose cards must show it, and which of them it is filed under now."""

    event_id: str | None
    left: frozenset[str]


class DigestStore(Transactions):
    """Entries to digest, and what comes out of them."""

    async def entries_pending(
        self, limit: int, *, now: datetime | None = None, lease: timedelta | None = None
    ) -> list[PendingEntry]:
        """Return entries to digest, in the order in which they were stored.

        With `now` and `lease` they are nobody else's until then or until their report is saved.
        """
        pending = select(entries).where(entries.c.state == "pending").order_by(entries.c.row).limit(limit)
        if now is None or lease is None:
            async with self.reading() as connection:
                rows = (await connection.execute(pending)).all()
        else:
            free = or_(entries.c.lease_until.is_(None), entries.c.lease_until <= now)
            async with self.writing() as connection:
                rows = (await connection.execute(pending.where(free).with_for_update(skip_locked=True))).all()
                taken = update(entries).where(entries.c.row.in_([row.row for row in rows]))
                await connection.execute(taken.values(lease_until=now + lease))
        return [PendingEntry(entry_of(row), row.quiet, row.version) for row in rows]

    async def events_near(self, first: date, last: date) -> list[Event]:
        """Return events that overlap the days `first`..`last`, by id."""
        near = select(events).where(events.c.last >= first, events.c.began <= last).order_by(events.c.id)
        async with self.reading() as connection:
            return [event_of(row) for row in await connection.execute(near)]

    async def save_report(
        self, report: Report, *, quiet: bool, guild_verdicts: Mapping[int, Relevance], now: datetime
    ) -> None:
        """Store a report, its claims and its event, mark the entry digested and the event's cards stale."""
        filed = _as_filed(report, guild_verdicts)
        async with self.writing() as connection:
            newer = await _lock_versions(connection, filed.entry.id)
            await self._save_verdicts(connection, filed.entry.id, guild_verdicts)
            if filed.match and filed.match.event:
                await grow_event(self, connection, filed.match.event, filed.entry.seen or now, now)
            change = await self._save_reading(connection, filed, newer=newer, quiet=quiet, now=now)
            done = update(entries).where(entries.c.id == filed.entry.id)
            await connection.execute(done.values(state="digested", reason=None, digested=now, lease_until=None))
            if change is not None:
                await self._mark_cards(connection, change, None if quiet else (report, guild_verdicts), now)

    async def save_unreadable(self, entry_id: str, reason: str, now: datetime) -> None:
        """Mark an entry whose digest failed, with the reason; it is not tried again by itself."""
        failed = update(entries).where(entries.c.id == entry_id, entries.c.state != "digested")
        async with self.writing() as connection:
            await connection.execute(failed.values(state="unreadable", reason=reason, digested=now, lease_until=None))

    async def _save_verdicts(
        self, connection: AsyncConnection, entry_id: str, verdicts: Mapping[int, Relevance]
    ) -> None:
        row = self.insert(guild_verdicts)
        upsert = row.on_conflict_do_update(
            index_elements=["entry_id", "guild_id"],
            set_={"relevant": row.excluded.relevant, "reason": row.excluded.reason},
        )
        for guild, verdict in sorted(verdicts.items()):
            values = {"entry_id": entry_id, "guild_id": guild, "relevant": verdict.relevant, "reason": verdict.reason}
            await connection.execute(upsert, values)

    async def _save_reading(
        self, connection: AsyncConnection, report: Report, *, newer: bool, quiet: bool, now: datetime
    ) -> _Change | None:
        """Store the reading and let it take the place of older ones; None when it stood already."""
        digest = report_digest(report)
        event_id = report.match.event.id if report.match and report.match.event else None
        values = {
            **report_values(report),
            "digest": digest,
            "event_id": event_id,
            "quiet": quiet,
            "judged": now,
            "superseded": now if newer else None,
        }
        added = self.insert(reports).values(values).on_conflict_do_nothing(index_elements=["digest"])
        row = (await connection.execute(added.returning(reports.c.row))).scalar()
        if row is not None:
            await self._save_claims(connection, report, (digest, row, event_id), now)
        if newer:
            return None
        left = await _supersede(connection, report.entry.id, digest, now)
        revived = row is None and await _revive(connection, digest)
        return _Change(event_id, left - {event_id}) if row is not None or revived or left else None

    async def _save_claims(
        self, connection: AsyncConnection, report: Report, under: tuple[str, int, str | None], now: datetime
    ) -> None:
        digest, report_row, event_id = under
        shared: Values = {
            "report_row": report_row,
            "entry_id": report.entry.id,
            "event_id": event_id,
            "source": report.entry.source,
            "link": report.entry.link,
            "said": report.entry.seen or now,
            "saved": now,
        }
        rows = [{**claim_values(claim), **shared} for claim in report.claims]
        for row, claim in zip(rows, report.claims, strict=True):
            row["digest"] = digest_of(digest, claim_values(claim))
        if rows:
            await connection.execute(self.insert(claims).on_conflict_do_nothing(index_elements=["digest"]), rows)

    async def _mark_cards(
        self,
        connection: AsyncConnection,
        change: _Change,
        news: tuple[Report, Mapping[int, Relevance]] | None,
        now: datetime,
    ) -> None:
        """Mark stale the cards that stand; with `news`, ask also for new ones wherever the event is wanted."""
        guilds = await alert_guilds(connection)
        for event_id in sorted(change.left | ({change.event_id} if change.event_id else set())):
            channels = await channels_with_card(connection, event_id) & guilds.keys()
            if news is not None and event_id == change.event_id:
                report, verdicts = news
                channels |= {
                    channel for channel, guild in guilds.items() if verdicts.get(guild, report.relevance).relevant
                }
            await mark_stale(self, connection, channels, event_id, now)


def _as_filed(report: Report, verdicts: Mapping[int, Relevance]) -> Report:
    """Return the report without event and claims where nobody finds it relevant."""
    if report.relevance.relevant or any(verdict.relevant for verdict in verdicts.values()):
        return report
    return replace(report, match=None, claims=())


async def _lock_versions(connection: AsyncConnection, entry_id: str) -> bool:
    """Lock all versions of an entry; tell whether a newer one has been digested already."""
    query = select(entries.c.feed_id, entries.c.key_digest, entries.c.version).where(entries.c.id == entry_id)
    entry = (await connection.execute(query)).one_or_none()
    if entry is None:
        raise StoreError(f"entry {entry_id} is not in the database; poll its feed before digesting it")
    versions = (
        select(entries.c.version, entries.c.state)
        .where(entries.c.feed_id == entry.feed_id, entries.c.key_digest == entry.key_digest)
        .order_by(entries.c.row)
        .with_for_update()
    )
    rows = (await connection.execute(versions)).all()
    return any(row.state == "digested" and row.version > entry.version for row in rows)


async def _supersede(connection: AsyncConnection, entry_id: str, digest: str, now: datetime) -> frozenset[str]:
    """Let the reading `digest` take the place of every other of its entry; return the events these were filed under."""
    mine = entries.alias("mine")
    same_entry = (
        select(entries.c.id)
        .join(mine, (mine.c.feed_id == entries.c.feed_id) & (mine.c.key_digest == entries.c.key_digest))
        .where(mine.c.id == entry_id)
    )
    others = update(reports).where(
        reports.c.entry_id.in_(same_entry), reports.c.digest != digest, reports.c.superseded.is_(None)
    )
    rows = await connection.execute(others.values(superseded=now).returning(reports.c.event_id))
    return frozenset(row.event_id for row in rows if row.event_id is not None)


async def _revive(connection: AsyncConnection, digest: str) -> bool:
    """Let a reading stand again that another had replaced; False when it stands."""
    query = update(reports).where(reports.c.digest == digest, reports.c.superseded.is_not(None))
    rows = await connection.execute(query.values(superseded=None).returning(reports.c.row))
    return rows.first() is not None
