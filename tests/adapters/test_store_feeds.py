"""What is ordered about feeds by command outlives the theatre's file."""

from dataclasses import replace

import pytest

from bot.adapters.stores import SqlStore
from bot.core.feeds import Feed, FeedState, RefreshPlan
from bot.errors import StoreError
from tests.support.reports import FEED, MINUTE, NOW, fetched, plan

ADDED = Feed("amu", "Amu TV", "https://amu.example/feed", side="AFG")


async def test_added_feed_is_polled_and_stays_when_the_file_is_read_again(store: SqlStore) -> None:
    await store.save_feeds([FEED], NOW)
    await store.add_feeds([ADDED], NOW)
    await store.save_feeds([FEED], NOW)
    assert [one.feed for one in await store.feeds_due(NOW, 10)] == [ADDED, FEED]


@pytest.mark.parametrize("same", [replace(ADDED, id=FEED.id), replace(ADDED, address=FEED.address)])
async def test_id_and_address_are_taken_once(store: SqlStore, same: Feed) -> None:
    await store.save_feeds([FEED], NOW)
    with pytest.raises(StoreError, match=f"feed {FEED.id} .* is there already"):
        await store.add_feeds([same], NOW)


async def test_feeds_of_which_one_is_taken_are_all_left_out(store: SqlStore) -> None:
    await store.save_feeds([FEED], NOW)
    with pytest.raises(StoreError, match=f"feed {FEED.id} .* is there already"):
        await store.add_feeds([ADDED, replace(FEED, address="https://other.example/feed")], NOW)
    assert [one.feed for one in await store.feeds()] == [FEED]


async def test_removed_feed_is_gone_and_may_come_again(store: SqlStore) -> None:
    await store.add_feeds([ADDED], NOW)
    state = FeedState(ADDED.id, NOW + MINUTE, baselined=True, body_digest="b")
    await store.save_refreshes([replace(plan(fetched("a"), feed=ADDED), state=state)], NOW)
    await store.drop_feed(ADDED.id)
    assert await store.feeds() == []
    assert await store.feeds_due(NOW + MINUTE, 10) == []
    assert len(await store.entries_pending(10)) == 1
    await store.add_feeds([ADDED], NOW + MINUTE)
    (again,) = await store.feeds_due(NOW + MINUTE, 10)
    assert (again.feed, again.state.baselined) == (ADDED, False)
    assert await store.entry_digests(ADDED.id, ["a"]) == {"a": "d1"}


async def test_feed_of_the_file_is_not_removed_but_paused(store: SqlStore) -> None:
    await store.save_feeds([FEED], NOW)
    with pytest.raises(StoreError, match=r"feeds\.toml"):
        await store.drop_feed(FEED.id)
    await store.hold_feed(FEED.id, NOW, held=True)
    await store.save_feeds([FEED], NOW)
    assert await store.feeds_due(NOW, 10) == []
    await store.hold_feed(FEED.id, NOW, held=False)
    assert [one.feed for one in await store.feeds_due(NOW, 10)] == [FEED]


async def test_feed_that_the_file_pauses_is_polled_when_it_is_so_ordered(store: SqlStore) -> None:
    paused = replace(FEED, paused=True)
    await store.save_feeds([paused], NOW)
    await store.save_refreshes([RefreshPlan(FeedState(FEED.id, NOW + 60 * MINUTE))], NOW)
    await store.hold_feed(FEED.id, NOW, held=False)
    await store.save_feeds([paused], NOW)
    assert [one.feed for one in await store.feeds_due(NOW, 10)] == [FEED]


async def test_orders_about_unknown_feeds_are_refused(store: SqlStore) -> None:
    for order in (store.drop_feed("nobody"), store.hold_feed("nobody", NOW, held=True)):
        with pytest.raises(StoreError, match="no feed is called nobody"):
            await order
