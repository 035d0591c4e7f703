"""Poll: fetch what is due, plan what it changes, save it. Calls ports and core, and decides nothing itself."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.core.delivery import feed_remark
from bot.core.feeds import Feed, Fetched, FetchOutcome, RefreshPlan
from bot.core.pages import PAGES_NOTE, pages_wanted, with_full_texts
from bot.core.refresh import SHORTEST_INTERVAL, Tempo, developing, plan_refresh
from bot.pipeline.tally import Tally
from bot.ports import Clock, FeedSource, FeedStanding, Store

log = logging.getLogger(__name__)

FEEDS_A_CYCLE = 500
FETCHES_AT_ONCE = 20
SAVE_EVERY = 1.0


async def poll(
    store: Store,
    source: FeedSource,
    clock: Clock,
    lease: timedelta | None = None,
    shortest: timedelta = SHORTEST_INTERVAL,
    ops: int | None = None,
) -> Tally:
    """Fetch every feed that is due; what has arrived is saved each second, so that no slow feed delays another.

    With `lease` other processes may poll the same feeds: each is one process's for that long. `shortest` is the least
    pause between polls of a feed, and the pause while an event develops. `ops` is the channel in which the operators
    are told of feeds.
    """
    due = await store.feeds_due(clock.now(), FEEDS_A_CYCLE, lease=lease)
    newest = await store.events_latest(1) if due else []
    tempo = Tempo(shortest, hurried=any(developing(event.last, clock.now()) for event in newest))
    turns = iter(due)
    arrived: list[tuple[FeedStanding, FetchOutcome]] = []

    async def work() -> None:
        for standing in turns:
            outcome = await source.fetch(standing.feed, standing.state)
            if standing.feed.full_text and isinstance(outcome, Fetched):
                outcome = await _with_pages(store, source, standing.feed, outcome, clock)
            arrived.append((standing, outcome))

    workers = {asyncio.create_task(work()) for _ in range(min(FETCHES_AT_ONCE, len(due)))}
    added = 0
    try:
        while workers:
            done, workers = await asyncio.wait(workers, timeout=SAVE_EVERY)
            outcomes, arrived[:] = arrived[:], []
            added += await _save(store, outcomes, clock, (tempo, ops))
            for worker in done:
                worker.result()
    finally:
        for worker in workers:
            worker.cancel()
    return Tally(len(due), added)


async def _with_pages(store: Store, source: FeedSource, feed: Feed, outcome: Fetched, clock: Clock) -> Fetched:
    """Let the pages of new and changed entries give their texts; what fails is noted with the feed."""
    known = await store.known_digests({feed.id: [entry.key for entry in outcome.entries]})
    wanted = pages_wanted(outcome.entries, known[feed.id])
    if not wanted:
        return outcome
    found = await source.full_texts(feed, wanted)
    log.info("opened pages feed=%s texts=%d reason=%r", feed.id, len(found.texts), found.line)
    await store.save_note(f"{PAGES_NOTE}{feed.id}", found.line, clock.now())
    return replace(outcome, entries=with_full_texts(outcome.entries, found.texts))


async def _save(
    store: Store,
    outcomes: Sequence[tuple[FeedStanding, FetchOutcome]],
    clock: Clock,
    settings: tuple[Tempo, int | None],
) -> int:
    if not outcomes:
        return 0
    (tempo, ops), now = settings, clock.now()
    keys = {
        standing.feed.id: [entry.key for entry in outcome.entries]
        for standing, outcome in outcomes
        if isinstance(outcome, Fetched) and outcome.entries
    }
    known = await store.known_digests(keys) if keys else {}
    fetched = [standing.feed.id for standing, outcome in outcomes if isinstance(outcome, Fetched)]
    recent = await store.recent_lines(fetched) if fetched else {}
    plans: list[RefreshPlan] = []
    for standing, outcome in outcomes:
        feed_id, state = standing.feed.id, standing.state
        state = replace(state, recent=recent[feed_id]) if feed_id in recent else state
        plan = plan_refresh(standing.feed, state, outcome, known.get(feed_id, {}), now, tempo)
        if plan.new or plan.changed or plan.state.last_error or state.failures:
            log.info(
                "polled feed=%s new=%d changed=%d quiet=%s failures=%d reason=%r",
                standing.feed.id, len(plan.new), len(plan.changed), plan.quiet, plan.state.failures, plan.reason,
            )  # fmt: skip
        plans.append(plan)
    told = [feed_remark(ops, plan.state.feed_id, plan.notice, now) for plan in plans if plan.notice and ops]
    return await store.save_refreshes(plans, now, told)
