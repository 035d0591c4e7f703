"""The order of the three jobs: poll, digest, publish. It calls ports and core, and decides nothing itself."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.core.cards import card_digest, lay_out
from bot.core.comparison import compare
from bot.core.feeds import Fetched, FetchOutcome, RefreshPlan
from bot.core.model import Relevance
from bot.core.reading import Reader, days_near, read_entry
from bot.core.refresh import plan_refresh
from bot.core.relevance import Rules, judge, with_edits
from bot.core.retry import wait_before
from bot.core.theatre import Theatre
from bot.errors import ChannelClosed, DeliveryError, StoreError
from bot.ports import Clock, FeedSource, FeedStanding, KeywordEdit, PendingEntry, Publisher, StaleCard, Store

log = logging.getLogger(__name__)

FEEDS_A_CYCLE = 500
FETCHES_AT_ONCE = 20
SAVE_EVERY = 1.0
ENTRIES_A_CYCLE = 50
CARDS_A_CYCLE = 20


@dataclass(frozen=True, slots=True)
class Tally:
    """What one run of a job did: how many pieces of work it took up and how many changed something."""

    taken: int = 0
    changed: int = 0


async def poll(store: Store, source: FeedSource, clock: Clock) -> Tally:
    """Fetch every feed that is due; what has arrived is saved each second, so that no slow feed delays another."""
    due = await store.feeds_due(clock.now(), FEEDS_A_CYCLE)
    gate = asyncio.Semaphore(FETCHES_AT_ONCE)

    async def fetch(standing: FeedStanding) -> tuple[FeedStanding, FetchOutcome]:
        async with gate:
            return standing, await source.fetch(standing.feed, standing.state)

    waiting = {asyncio.create_task(fetch(standing)) for standing in due}
    added = 0
    try:
        while waiting:
            done, waiting = await asyncio.wait(waiting, timeout=SAVE_EVERY)
            added += await _save(store, [task.result() for task in done], clock)
    finally:
        for task in waiting:
            task.cancel()
    return Tally(len(due), added)


async def _save(store: Store, outcomes: Sequence[tuple[FeedStanding, FetchOutcome]], clock: Clock) -> int:
    if not outcomes:
        return 0
    now = clock.now()
    plans: list[RefreshPlan] = []
    for standing, outcome in outcomes:
        keys = [entry.key for entry in outcome.entries] if isinstance(outcome, Fetched) else []
        known = await store.entry_digests(standing.feed.id, keys) if keys else {}
        plan = plan_refresh(standing.feed, standing.state, outcome, known, now)
        if plan.new or plan.changed or plan.state.last_error:
            log.info(
                "polled feed=%s new=%d changed=%d quiet=%s failures=%d reason=%r",
                standing.feed.id, len(plan.new), len(plan.changed), plan.quiet, plan.state.failures, plan.reason,
            )  # fmt: skip
        plans.append(plan)
    return await store.save_refreshes(plans, now)


async def digest(store: Store, reader: Reader, rules: Rules, clock: Clock) -> Tally:
    """Read every stored entry that waits; one that cannot be read is marked and holds up no other."""
    pending = await store.entries_pending(ENTRIES_A_CYCLE)
    if not pending:
        return Tally()
    by_guild = rules_by_guild(rules, await store.keyword_edits())
    relevant = 0
    for one in pending:
        try:
            relevant += await _digest_one(store, reader, (rules, by_guild), one, clock)
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
    store: Store, reader: Reader, rules: tuple[Rules, Mapping[int, Rules]], one: PendingEntry, clock: Clock
) -> bool:
    base, by_guild = rules
    verdict = judge(one.entry, base, reader.theatre)
    guilds: dict[int, Relevance] = {guild: judge(one.entry, own, reader.theatre) for guild, own in by_guild.items()}
    wanted = verdict.relevant or any(own.relevant for own in guilds.values())
    first, last = days_near(one.entry, reader)
    candidates = await store.events_near(first, last) if wanted else []
    report = read_entry(one.entry, verdict, candidates, reader, wanted=wanted)
    await store.save_report(report, quiet=one.quiet, guild_verdicts=guilds, now=clock.now())
    if wanted:
        event = report.match.event.id if report.match and report.match.event else None
        log.info("digested entry=%s event=%s claims=%d", one.entry.id, event, len(report.claims))
    return wanted


async def publish(store: Store, publisher: Publisher, theatre: Theatre, clock: Clock) -> Tally:
    """Bring every stale card up to date in its channel."""
    due = await store.cards_due(clock.now(), CARDS_A_CYCLE)
    shown = 0
    for card in due:
        try:
            shown += await _publish_one(store, publisher, theatre, card, clock)
        except ChannelClosed as error:
            log.warning("parked channel=%d event=%s reason=%r", card.channel_id, card.event_id, error.reason)
            await store.save_delay(card, clock.now(), error.reason)
            await store.save_parked(card.channel_id, error.reason, clock.now())
        except DeliveryError as error:
            wait = getattr(error, "retry_after", None) or wait_before(card.attempts + 1)
            log.warning("card delayed channel=%d event=%s reason=%r", card.channel_id, card.event_id, str(error))
            await store.save_delay(card, clock.now() + timedelta(seconds=wait), str(error))
    return Tally(len(due), shown)


async def _publish_one(store: Store, publisher: Publisher, theatre: Theatre, row: StaleCard, clock: Clock) -> bool:
    file = await store.event_file(row.event_id)
    if file is None:
        await store.drop_card(row, "the event is no longer in the record", clock.now())
        return False
    card = lay_out(compare(file.event, file.claims, theatre), theatre)
    digest_shown = card_digest(card)
    if row.message_id is not None and row.shown == digest_shown:
        await store.drop_card(row, "nothing to show has changed", clock.now())
        return False
    message_id = row.message_id
    if message_id is None:
        message_id = await publisher.send(row.channel_id, card, row.nonce)
    elif not await publisher.edit(row.channel_id, message_id, card):
        await store.drop_posting(row)
        await store.save_delay(row, clock.now(), "the message was deleted; posting it afresh")
        return False
    await store.save_posting(row, message_id, digest_shown, clock.now())
    done = "edited" if row.message_id else "posted"
    log.info("%s channel=%d event=%s message=%d", done, row.channel_id, row.event_id, message_id)
    return True
