"""Digest: judge, read and file what waits. Calls ports and core, and decides nothing itself."""

import logging
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.core.delivery import Pace, is_late
from bot.core.events import FILED_AGAIN, FOLLOWED_FOR, may_be_followed, near, position
from bot.core.model import Entry, Event, EventMatch, Relevance, Report
from bot.core.reading import (
    Reader,
    days_before,
    days_behind,
    days_near,
    days_waited_for,
    file_again,
    follow,
    follow_late,
    judge_after,
    read_entry,
    recall_older,
)
from bot.core.relevance import Rules, judge, with_edits
from bot.errors import StoreError
from bot.pipeline.tally import Tally
from bot.ports import Clock, KeywordEdit, PendingEntry, Store

log = logging.getLogger(__name__)

ENTRIES_A_CYCLE = 50
DEFAULT_PACE = Pace()


async def digest(
    store: Store,
    reader: Reader,
    rules: Rules,
    clock: Clock,
    pace: Pace = DEFAULT_PACE,
    lease: timedelta | None = None,
) -> Tally:
    """Read every stored entry that waits; one that cannot be read is marked and holds up no other.

    With `lease` other processes may read entries too: each is one process's for that long.
    """
    pending = await store.entries_pending(ENTRIES_A_CYCLE, now=clock.now(), lease=lease)
    if not pending:
        return Tally()
    by_guild = rules_by_guild(rules, await store.keyword_edits())
    relevant = 0
    for one in sorted(pending, key=lambda one: position(one.entry)):
        try:
            late = is_late(one.entry, one.version, pace.late, clock.now())
            relevant += await _digest_one(store, reader, (rules, by_guild), (one, late), clock)
        except StoreError:
            # The database is at fault, not the entry: it waits as it is.
            raise
        except Exception as error:
            # Whatever one entry does to the reader, the next must still be read; the fault is stored and loud.
            log.exception("digest failed entry=%s", one.entry.id)
            await store.save_unreadable(one.entry.id, f"{type(error).__name__}: {error}", clock.now())
    return Tally(len(pending), relevant)


def rules_by_guild(rules: Rules, edits: Sequence[KeywordEdit]) -> dict[int, Rules]:
    """Return the rules of every guild that has edits of its own."""
    grouped: defaultdict[int, list[tuple[str, str, bool]]] = defaultdict(list)
    for edit in edits:
        grouped[edit.guild_id].append((edit.group, edit.term, edit.added))
    return {guild: with_edits(rules, own) for guild, own in grouped.items()}


@dataclass(frozen=True, slots=True)
class _Judged:
    """What the base rules and those of each guild make of an entry."""

    base: Relevance
    guilds: Mapping[int, Relevance]

    @property
    def every(self) -> tuple[Relevance, ...]:
        """All verdicts."""
        return self.base, *self.guilds.values()

    def each(self, change: Callable[[Relevance], Relevance]) -> "_Judged":
        """Return the verdicts changed one by one."""
        return _Judged(change(self.base), {guild: change(own) for guild, own in self.guilds.items()})


async def _digest_one(
    store: Store,
    reader: Reader,
    rules: tuple[Rules, Mapping[int, Rules]],
    pending: tuple[PendingEntry, bool],
    clock: Clock,
) -> bool:
    (base, by_guild), (one, late) = rules, pending
    guilds = {guild: judge(one.entry, own, reader.theatre) for guild, own in by_guild.items()}
    judged = _Judged(judge(one.entry, base, reader.theatre), guilds)
    asked = any(own.relevant or own.follows for own in judged.every)
    late = late and not one.quiet
    # Two processes that read of one new episode at the same time must not make two events of it.
    async with store.alone("match") if asked else nullcontext():
        judged, awaits = await _after(store, reader, one.entry, judged)
        wanted = any(own.relevant for own in judged.every)
        report, again = await _filed(store, reader, (one.entry, judged.base), wanted=wanted, awaits=awaits)
        await store.save_report(
            report, quiet=one.quiet, guild_verdicts=judged.guilds, now=clock.now(), late=late, again=again
        )
    if wanted:
        event = report.match.event.id if report.match and report.match.event else None
        log.info("digested entry=%s event=%s claims=%d late=%s", one.entry.id, event, len(report.claims), late)
    return wanted


async def _after(
    store: Store, reader: Reader, entry: Entry, judged: _Judged
) -> tuple[_Judged, tuple[date, date] | None]:
    """Return the verdicts with what the record makes of them, and the days of the episode for which an entry waits."""
    if not any(one.follows for one in judged.every):
        return judged, None
    days = days_waited_for(entry, reader)
    record = await store.events_near(*days)
    after = judged.each(lambda one: judge_after(entry, one, record, reader))
    waits = not any(one.relevant and not one.follows for one in after.every)
    # whoever takes it for a report of its own, it is filed once, for all
    return after.each(lambda one: replace(one, follows=waits)), days if waits else None


async def _filed(
    store: Store, reader: Reader, judged: tuple[Entry, Relevance], *, wanted: bool, awaits: tuple[date, date] | None
) -> tuple[Report, tuple[tuple[str, EventMatch], ...]]:
    """Return what an entry says, under its event, and where those published after it are filed now.

    One that waits for an episode is filed by the record as it stands, and nothing is filed by it.
    """
    entry, relevance = judged
    if not wanted:
        return replace(read_entry(entry, relevance, (), reader, wanted=False), awaits=awaits), ()
    later = await store.filed_after(entry, entry.seen + FILED_AGAIN) if entry.seen and awaits is None else []
    record = await _record_for(store, reader, entry, later)
    candidates = near(record, *days_near(entry, reader))
    report = read_entry(entry, relevance, candidates, reader, wanted=True)
    older = [await store.events_near(*days) for days in days_behind(report, reader)]
    report = recall_older(report, tuple({event.id: event for events in older for event in events}.values()), reader)
    if awaits is not None:
        return replace(report, awaits=awaits), ()
    if before := days_before(report):
        report = follow(report, await store.events_near(*before), reader)
    report = await _followed(store, reader, report)
    return report, file_again(report, later, record, reader)


async def _followed(store: Store, reader: Reader, report: Report) -> Report:
    """Return the report with what follows from its event, where it came later than what was published after it."""
    seen = report.entry.seen
    later = await store.filed_after(report.entry, seen + FOLLOWED_FOR) if seen and may_be_followed(report) else []
    if not later:
        return report
    days = [days_near(one, reader) for one in later]
    first, last = min(first for first, _ in days), max(last for _, last in days)
    return follow_late(report, later, await store.events_near(first - FOLLOWED_FOR, last), reader)


async def _record_for(store: Store, reader: Reader, entry: Entry, later: Sequence[Entry]) -> list[Event]:
    """Return the events among which an entry, and those published after it, can lie: as they stood before it."""
    days = [days_near(one, reader) for one in (entry, *later)]
    first, last = min(first for first, _ in days), max(last for _, last in days)
    return await store.events_before(entry, first, last) if later else await store.events_near(first, last)
