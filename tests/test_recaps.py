"""A figure about an older episode enters that one's card, silently, and never the new one."""

from dataclasses import replace
from datetime import timedelta

from bot.adapters.stores import SqlStore
from bot.core.reading import compile_reader
from bot.pipeline import digest
from config.rules.keywords import read_keywords
from config.rules.theatre import load_theatre
from config.settings import ROOT
from tests.support.bots import FixedClock
from tests.support.databases import database_url, postgresql_url, store
from tests.support.reports import FEED, NOW, fetched, plan

__all__ = ["database_url", "postgresql_url", "store"]

READER = compile_reader(load_theatre(ROOT / "afpak"))
RULES = read_keywords(ROOT / "afpak" / "keywords.toml")
OLD = replace(
    fetched("old"),
    title="Afghan and Pakistani troops clash in Kurram",
    text="Afghan forces killed five Pakistani soldiers in Kurram on Tuesday, the Afghan defence ministry said.",
    published=NOW - timedelta(days=17),
)
NEW = replace(
    fetched("new"),
    title="Afghan and Pakistani troops clash at Torkham",
    text=(
        "Afghan forces killed two Pakistani soldiers at Torkham on Friday, the Afghan defence ministry said. "
        "Nine Pakistani soldiers were killed in a clash in Kurram on February 10, according to the Afghan ministry."
    ),
)


async def lows(store: SqlStore, event_id: str) -> list[tuple[int | None, str]]:
    file = await store.event_file(event_id)
    assert file is not None
    return sorted((one.claim.figure.low, one.entry_id.split(":")[0]) for one in file.claims if not one.claim.background)


async def two_episodes(store: SqlStore) -> tuple[str, str]:
    """Digest the old report, then the new one; return the events."""
    await store.save_feeds([FEED], NOW)
    for item in (OLD, NEW):
        await store.save_refreshes([plan(item)], NOW)
        await digest(store, READER, RULES, FixedClock(NOW))
    new, old = await store.events_latest(5)
    return old.id, new.id


async def test_a_recap_stands_under_its_own_event_with_its_report(store: SqlStore) -> None:
    old, new = await two_episodes(store)
    assert old.startswith("2026-02-10")
    assert [low for low, _ in await lows(store, old)] == [5, 9]
    assert [low for low, _ in await lows(store, new)] == [2]
    file = await store.event_file(old)
    assert file is not None
    assert {one.link for one in file.claims} == {OLD.link, NEW.link}


async def test_a_recap_posts_no_card_of_the_older_event(store: SqlStore) -> None:
    await store.save_feeds([FEED], NOW)
    await store.save_refreshes([plan(OLD)], NOW)
    await digest(store, READER, RULES, FixedClock(NOW))
    await store.save_alerts(1, 10, 7, NOW)
    await store.save_refreshes([plan(NEW)], NOW)
    await digest(store, READER, RULES, FixedClock(NOW))
    assert [card.event_id for card in await store.cards_due(NOW, 10)] == ["2026-02-27-torkham"]


async def test_a_report_that_no_longer_tells_it_takes_the_recap_back(store: SqlStore) -> None:
    old, _ = await two_episodes(store)
    changed = replace(NEW, digest="d2", text=NEW.text.partition("Nine")[0])
    await store.save_refreshes([plan(changed=[changed])], NOW)
    await digest(store, READER, RULES, FixedClock(NOW))
    assert [low for low, _ in await lows(store, old)] == [5]
