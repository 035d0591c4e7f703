"""What the poll stage keeps: feeds, their state, and every version of every entry."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, literal, or_, select, update

from bot.adapters.stores.feeds import REMOVED
from bot.adapters.stores.remarks import add_remark
from bot.adapters.stores.rows import (
    FEED_COLUMNS,
    STATE_COLUMNS,
    Values,
    changed_state_values,
    entry_values,
    feed_values,
    key_digest,
    lines_of,
    standing_of,
    state_values,
)
from bot.adapters.stores.transactions import Transactions, insert, wake
from bot.adapters.tables import entries, feeds
from bot.core.delivery import Remark
from bot.core.feeds import Feed, FetchedEntry, RefreshPlan
from bot.errors import StoreError
from bot.ports import FeedStanding

# A feed that moves to another address by the hand of its file is polled there as if for the first time.
_FORGOTTEN_WITH_ADDRESS: Values = {
    "etag": None,
    "last_modified": None,
    "body_digest": None,
    "permanent_address": None,
    "moved_to": None,
    "moved_seen": 0,
    "baselined": False,
}
_MOST_PARAMETERS = 1000
# The lines are most of a row, and only a feed with news needs them.
_STANDING: Final = tuple(feeds.c[name] for name in FEED_COLUMNS + STATE_COLUMNS)
_WITHOUT_RECENT: Final = (*_STANDING[:-1], literal("").label("recent"))


class PollStore(Transactions):
    """Feeds and entries."""

    async def save_feeds(self, feeds_of_file: Sequence[Feed], now: datetime) -> None:
        """Make the stored feeds those of the theatre's file (state kept, feeds that left the file paused)."""

        def save(connection: Connection) -> None:
            known = select(feeds.c.id, feeds.c.address, feeds.c.origin, feeds.c.held).with_for_update()
            stored = {row.id: row for row in connection.execute(known)}
            for feed in feeds_of_file:
                values = {**feed_values(feed), "origin": "file"}
                if feed.id not in stored:
                    connection.execute(insert(connection, feeds).values(**values, next_poll=now, recent=[]))
                    continue
                if stored[feed.id].held is not None:
                    values["paused"] = stored[feed.id].held
                if stored[feed.id].address != feed.address:
                    values |= {**_FORGOTTEN_WITH_ADDRESS, "next_poll": now}
                connection.execute(update(feeds).where(feeds.c.id == feed.id).values(**values))
            left = {row.id for row in stored.values() if row.origin == "file"} - {feed.id for feed in feeds_of_file}
            connection.execute(update(feeds).where(feeds.c.id.in_(sorted(left))).values(paused=True))

        await self.write(save)

    async def feeds_due(self, now: datetime, limit: int, *, lease: timedelta | None = None) -> list[FeedStanding]:
        """Return feeds whose next poll has come, longest overdue first, without their `recent` lines.

        With `lease` they are the caller's alone for that long, or until their refresh is saved.
        """
        free = or_(feeds.c.lease_until.is_(None), feeds.c.lease_until <= now)
        due = select(*_WITHOUT_RECENT).where(feeds.c.paused.is_(False), feeds.c.next_poll <= now, free)
        due = due.order_by(feeds.c.next_poll, feeds.c.id).limit(limit)
        if lease is None:
            return await self.read(lambda connection: [standing_of(row) for row in connection.execute(due)])
        until = now + lease

        def take(connection: Connection) -> list[FeedStanding]:
            taken = [standing_of(row) for row in connection.execute(due.with_for_update(skip_locked=True))]
            names = [standing.feed.id for standing in taken]
            connection.execute(update(feeds).where(feeds.c.id.in_(names)).values(lease_until=until))
            return taken

        return await self.write(take)

    async def recent_lines(self, feed_ids: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """Return what `feeds_due` leaves out of the states of some feeds: the lines that know their entries again."""

        def ask(connection: Connection) -> dict[str, tuple[str, ...]]:
            found: dict[str, tuple[str, ...]] = {}
            for some in _chunks(sorted(feed_ids)):
                rows = connection.execute(select(feeds.c.id, feeds.c.recent).where(feeds.c.id.in_(some)))
                found |= {row.id: lines_of(row.recent) for row in rows}
            return found

        return await self.read(ask)

    async def feeds(self) -> list[FeedStanding]:
        """Return all feeds with their state, by id, without those that were taken out."""
        query = select(*_STANDING).where(feeds.c.origin != REMOVED).order_by(feeds.c.id)
        return await self.read(lambda connection: [standing_of(row) for row in connection.execute(query)])

    async def entry_digests(self, feed_id: str, keys: Sequence[str]) -> Mapping[str, str]:
        """Return the newest stored content digest of each of `keys` that is known."""
        return (await self.known_digests({feed_id: keys}))[feed_id]

    async def known_digests(self, keys: Mapping[str, Sequence[str]]) -> Mapping[str, Mapping[str, str]]:
        """Return, by feed, the newest stored content digest of each of its `keys` that is known."""
        newest = await self.read(lambda connection: _newest_versions(connection, keys))
        return {
            feed_id: {key: found[1] for key in own if (found := newest.get((feed_id, key_digest(key))))}
            for feed_id, own in keys.items()
        }

    async def save_refreshes(self, plans: Sequence[RefreshPlan], now: datetime, remarks: Sequence[Remark] = ()) -> int:
        """Store a cycle's plans, and what is to be said of them, at once; return how many entry versions were added."""
        if not plans:
            return 0

        def save(connection: Connection) -> int:
            outlets = _outlets(connection, [plan for plan in plans if plan.new or plan.changed])
            shared = {"fetched": now, "state": "pending"}
            added = [
                {**row, **outlets[plan.state.feed_id], **shared, "quiet": plan.quiet}
                for plan, row in _new_versions(connection, plans)
            ]
            if added:
                connection.execute(entries.insert(), added)
                wake(connection, "digest")
            _save_states(connection, plans)
            for remark in remarks:
                add_remark(connection, remark, now)
            return len(added)

        return await self.write(save)


_STATE: Final = update(feeds).where(feeds.c.id == bindparam("of_feed")).values(lease_until=None)


def _save_states(connection: Connection, plans: Sequence[RefreshPlan]) -> None:
    """Write what each plan changes of its feed's state; nearly all of a cycle change the same few columns."""
    alike: dict[tuple[str, ...], list[Values]] = {}
    for plan in plans:
        values = changed_state_values(plan.before, plan.state) if plan.before else state_values(plan.state)
        alike.setdefault(tuple(values), []).append({"of_feed": plan.state.feed_id, **values})
    for rows in alike.values():
        connection.execute(_STATE, rows)


def _outlets(connection: Connection, plans: Sequence[RefreshPlan]) -> dict[str, Values]:
    """Lock the feeds of `plans` against other pollers, and return what their entries take over from them."""
    names = sorted({plan.state.feed_id for plan in plans})
    found: dict[str, Values] = {}
    for some in _chunks(names):
        query = select(feeds.c.id, feeds.c.outlet, feeds.c.language).where(feeds.c.id.in_(some)).order_by(feeds.c.id)
        for row in connection.execute(query.with_for_update()):
            found[row.id] = {"source": row.outlet, "language": row.language}
    if unknown := set(names) - found.keys():
        raise StoreError(f"feed {min(unknown)} is not in the database; save the theatre's feeds before polling them")
    return found


def _new_versions(connection: Connection, plans: Sequence[RefreshPlan]) -> list[tuple[RefreshPlan, Values]]:
    """Return a row for each entry of the plans whose content is not the newest one stored."""
    planned = {plan.state.feed_id: _once_each(plan) for plan in plans}
    newest = _newest_versions(connection, {feed_id: list(own) for feed_id, own in planned.items() if own})
    rows = []
    for plan in plans:
        feed_id = plan.state.feed_id
        for entry in planned[feed_id].values():
            version, digest = newest.get((feed_id, key_digest(entry.key)), (0, ""))
            if digest != entry.digest:
                rows.append((plan, entry_values(feed_id, entry, version + 1)))
    return rows


def _once_each(plan: RefreshPlan) -> dict[str, FetchedEntry]:
    entries_by_key: dict[str, FetchedEntry] = {}
    for entry in (*plan.new, *plan.changed):
        entries_by_key.setdefault(entry.key, entry)
    return entries_by_key


def _newest_versions(
    connection: Connection, keys: Mapping[str, Sequence[str]]
) -> dict[tuple[str, str], tuple[int, str]]:
    """Return version and content digest of the newest version of each known key, by feed and the key's digest."""
    newest: dict[tuple[str, str], tuple[int, str]] = {}
    columns = (entries.c.feed_id, entries.c.key_digest, entries.c.version, entries.c.digest)
    for of_feeds, digests in _bundles(keys):
        query = select(*columns).where(entries.c.feed_id.in_(of_feeds), entries.c.key_digest.in_(digests))
        for row in connection.execute(query.order_by(entries.c.version)):
            newest[row.feed_id, row.key_digest] = (row.version, row.digest)
    return newest


def _bundles(keys: Mapping[str, Sequence[str]]) -> Iterator[tuple[list[str], list[str]]]:
    """Bundle feeds and their keys' digests for one statement each: it looks up every feed with every key."""
    of_feeds: list[str] = []
    digests: list[str] = []
    for feed_id, own in keys.items():
        for some in _chunks([key_digest(key) for key in own]):
            if of_feeds and (len(of_feeds) + 1) * (len(digests) + len(some)) > _MOST_PARAMETERS:
                yield of_feeds, digests
                of_feeds, digests = [], []
            of_feeds.append(feed_id)
            digests += some
    if of_feeds:
        yield of_feeds, digests


def _chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """Split what one statement cannot take; databases cap its parameters."""
    for start in range(0, len(values), _MOST_PARAMETERS):
        yield values[start : start + _MOST_PARAMETERS]
