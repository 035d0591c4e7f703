"""Values for tests of the store: feeds, plans, reports with claims, and the steps that lead to them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.core.feeds import Feed, FeedState, FetchedEntry, RefreshPlan
from bot.core.model import (
    AttributedSentence,
    Claim,
    Entry,
    Event,
    EventKind,
    EventMatch,
    Figure,
    Hit,
    Kind,
    Measure,
    Relevance,
    Report,
    Sentence,
    Span,
    Stance,
)
from bot.ports import Store

NOW = datetime(2026, 2, 27, 9, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
RELEVANT = Relevance(True, (Hit("places", "torkham", "Torkham", 0),), "torkham and clash")
IRRELEVANT = Relevance(False, (), "no place of the border")

FEED = Feed("dawn", "Dawn", "https://feeds.example/dawn.xml")
EVENT = Event(
    "2026-02-26-border",
    EventKind.CLASH,
    "Clashes along the border",
    date(2026, 2, 26),
    date(2026, 2, 26),
    ("Torkham",),
)


def fetched(
    key: str = "guid-1", *, digest: str = "d1", text: str = "Kabul said 55 soldiers were killed."
) -> FetchedEntry:
    """Return an item of a feed."""
    link = f"https://news.example/{key}"
    return FetchedEntry(key, digest, link, f"Clash at Torkham ({key})", text, NOW - 5 * MINUTE, {"guid": key})


def plan(
    *new: FetchedEntry, changed: Sequence[FetchedEntry] = (), feed: Feed = FEED, quiet: bool = False
) -> RefreshPlan:
    """Return the plan of a poll that found `new` and `changed` entries."""
    state = FeedState(feed.id, NOW + feed.interval, baselined=True, last_ok=NOW)
    return RefreshPlan(state, new, tuple(changed), quiet)


def claim(low: int = 55, **other: object) -> Claim:
    """Return a claim that `low` soldiers were killed."""
    base = Claim(
        claimant="AFG",
        by="the defence ministry",
        stance=Stance.ASSERTS,
        measure=Measure.KILLED,
        subject="PAK",
        kind=Kind.MILITARY,
        figure=Figure(low, low, False, str(low)),
        place="Torkham",
        evidence=f"Kabul said {low} soldiers were killed.",
        rule="count-loss",
        figure_span=Span(11, 13),
    )
    return replace(base, **other)  # type: ignore[arg-type]


def report_on(
    entry: Entry,
    *claims: Claim,
    event: Event | None = EVENT,
    relevance: Relevance = RELEVANT,
) -> Report:
    """Return a report that files `claims` under `event`."""
    match = EventMatch(event, True, 0.9, None, 0.0, "place and day")
    whole = Sentence(entry.text, 0, len(entry.text))
    return Report(entry, relevance, match, (AttributedSentence(whole, ("AFG",)),), claims)


async def stored_entry(store: Store, item: FetchedEntry | None = None, *, quiet: bool = False) -> Entry:
    """Poll one item into the store and return it as an entry that waits."""
    await store.save_feeds([FEED], NOW)
    await store.save_refreshes([plan(item or fetched(), quiet=quiet)], NOW)
    return (await store.entries_pending(1000))[-1].entry


async def stored_report(
    store: Store,
    key: str = "guid-1",
    *claims: Claim,
    event: Event | None = EVENT,
    digest: str = "d1",
    quiet: bool = False,
    relevance: Relevance = RELEVANT,
    verdicts: Mapping[int, Relevance] | None = None,
    now: datetime = NOW,
) -> Report:
    """Poll one item and save what was read out of it."""
    entry = await stored_entry(store, fetched(key, digest=digest), quiet=quiet)
    report = report_on(entry, *(claims or (claim(),)), event=event, relevance=relevance)
    await store.save_report(report, quiet=quiet, guild_verdicts=verdicts or {}, now=now)
    return report
