"""Digest: judge, read and file what waits. Calls ports and core, and decides nothing itself."""

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import timedelta

from bot.core.delivery import Pace, is_late
from bot.core.events import FILED_AGAIN, FOLLOWED_FOR, may_be_followed, near, position
from bot.core.model import Entry, Event, Relevance, Report
from bot.core.reading import (
    Reader,
    days_before,
    days_behind,
    days_near,
    file_again,
    follow,
    follow_late,
    read_entry,
    recall_older,
    told_after,
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


async def _digest_one(
    store: Store,
    reader: Reader,
    rules: tuple[Rules, Mapping[int, Rules]],
    pending: tuple[PendingEntry, bool],
    clock: Clock,
) -> bool:
    (base, by_guild), (one, late) = rules, pending
    verdict = judge(one.entry, base, reader.theatre)
    guilds: dict[int, Relevance] = {guild: judge(one.entry, own, reader.theatre) for guild, own in by_guild.items()}
    asked = any(own.relevant or own.follows for own in (verdict, *guilds.values()))
    late = late and not one.quiet
    # Two processes that read of one new episode at the same time must not make two events of it.
    async with store.alone("match") if asked else nullcontext():
        later = await store.filed_after(one.entry, one.entry.seen + FILED_AGAIN) if asked and one.entry.seen else []
        record = await _record_for(store, reader, one.entry, later) if asked else []
        candidates = near(record, *days_near(one.entry, reader))
        verdict = told_after(one.entry, verdict, candidates, reader)
        guilds = {guild: told_after(one.entry, own, candidates, reader) for guild, own in guilds.items()}
        wanted = verdict.relevant or any(own.relevant for own in guilds.values())
        report = read_entry(one.entry, verdict, candidates, reader, wanted=wanted)
        older = [await store.events_near(*days) for days in days_behind(report, reader)]
        report = recall_older(report, tuple({event.id: event for events in older for event in events}.values()), reader)
        if before := days_before(report):
            report = follow(report, await store.events_near(*before), reader)
        report = await _followed(store, reader, report)
        again = file_again(report, later, record, reader)
        await store.save_report(report, quiet=one.quiet, guild_verdicts=guilds, now=clock.now(), late=late, again=again)
    if wanted:
        event = report.match.event.id if report.match and report.match.event else None
        log.info("digested entry=%s event=%s claims=%d late=%s", one.entry.id, event, len(report.claims), late)
    return wanted


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
