"""Find events of the record: the newest, and those that hold some words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, or_, select

from bot.adapters.record_tables import closings, links, redirects
from bot.adapters.stores.filings import kept_id
from bot.adapters.stores.rows import EVENT_COLUMNS, AnyRow, event_of
from bot.adapters.stores.transactions import Transactions
from bot.adapters.tables import claims, events, reports
from bot.core.model import Event, Side

# Few reports are superseded, so those are looked for: by an index of their own, where the rows of all would be read.
IS_GONE: Final = select(reports.c.row).where(reports.c.row == claims.c.report_row, reports.c.superseded.is_not(None))
# was not merged into another
STANDS: Final = ~(
    select(redirects.c.row).where(redirects.c.event_id == events.c.id, redirects.c.until.is_(None)).exists()
)
# Few events have any of these: who reads one need not ask for what is not there.
_IS_MERGED: Final = (
    select(redirects.c.row)
    .where(redirects.c.until.is_(None), or_(redirects.c.event_id == events.c.id, redirects.c.kept_id == events.c.id))
    .exists()
    .label("is_merged")
)
_IS_LINKED: Final = (
    select(links.c.row)
    .where(links.c.until.is_(None), or_(links.c.event_id == events.c.id, links.c.other_id == events.c.id))
    .exists()
    .label("is_linked")
)
_IS_CLOSED: Final = select(closings.c.event_id).where(closings.c.event_id == events.c.id).exists().label("is_closed")
_NEWEST: Final = (events.c.latest.desc(), events.c.id.desc())
_MERGED_AWAY: Final = select(redirects.c.event_id).where(redirects.c.until.is_(None))

# Every column of an event, when it was last reported on, and how it stands to others.
EVENTS: Final = select(*(events.c[name] for name in EVENT_COLUMNS), events.c.latest, _IS_MERGED, _IS_LINKED, _IS_CLOSED)


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: so many events at most that hold all words, were reported on since, of which a side spoke."""

    most: int
    words: str = ""
    since: datetime | None = None
    side: Side | None = None


class SearchStore(Transactions):
    """Lists of events."""

    async def events_latest(self, limit: int) -> list[Event]:
        """Return the events with the newest reports, newest first; seeded events without reports by their last day."""
        return await self.events_like("", limit)

    async def events_like(self, words: str, limit: int) -> list[Event]:
        """Return events whose id, title, places or aliases hold all of `words`, newest first; all when empty."""
        rows = await self.read(lambda connection: newest(connection, Search(limit, words)))
        return [event_of(row) for row in rows]


def newest(connection: Connection, search: Search) -> list[AnyRow]:
    """Return rows of EVENTS, newest first; words of an event that was merged into another find that other."""
    wanted = [events.c.folded.contains(word, autoescape=True) for word in search.words.casefold().split()]
    asked = [] if search.since is None else [events.c.latest >= search.since]
    asked += [] if search.side is None else [_is_spoken_of(search.side)]
    rows = list(connection.execute(EVENTS.where(STANDS, *wanted, *asked).order_by(*_NEWEST).limit(search.most)))
    if not wanted:
        return rows
    merged_away = select(events.c.id).where(events.c.id.in_(_MERGED_AWAY), *wanted)
    kept = {kept_id(connection, one) for one in connection.scalars(merged_away)} - {row.id for row in rows}
    if kept:
        rows += connection.execute(EVENTS.where(events.c.id.in_(kept), *asked))
    return sorted(rows, key=lambda row: (row.latest, row.id), reverse=True)[: search.most]


def _is_spoken_of(side: Side) -> ColumnElement[bool]:
    """Match events of which a side has spoken, or of one that was merged into them."""
    said = select(claims.c.row).where(claims.c.claimant == side, ~claims.c.background, ~IS_GONE.exists())
    of_merged = said.join(redirects, redirects.c.event_id == claims.c.event_id).where(
        redirects.c.kept_id == events.c.id, redirects.c.until.is_(None), redirects.c.own.is_(False)
    )
    return or_(said.where(claims.c.event_id == events.c.id).exists(), of_merged.exists())
