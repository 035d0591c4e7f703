"""Feeds and entries as the poll stage stores them, on every database."""

import asyncio
from dataclasses import fields, replace
from datetime import timedelta

import pytest

from bot.adapters.database import open_store
from bot.adapters.stores import SqlStore
from bot.core.feeds import Feed, FeedState, RefreshPlan, Trouble
from bot.errors import StoreError
from tests.support.reports import FEED, MINUTE, NOW, fetched, plan

OTHER_FEED = Feed("tolo", "Tolo", "https://feeds.example/tolo.xml", interval=timedelta(minutes=3), user_agent="x/1")


async def test_a_new_feed_is_due_at_once_and_remembers_nothing(store: SqlStore) -> None:
    await store.save_feeds([FEED, OTHER_FEED], NOW)
    due = await store.feeds_due(NOW, 10)
    assert [one.feed for one in due] == [FEED, OTHER_FEED]
    assert [one.state for one in due] == [FeedState("dawn", NOW), FeedState("tolo", NOW)]


async def test_every_field_of_a_feeds_state_comes_back(store: SqlStore) -> None:
    state = FeedState(
        "dawn",
        NOW + 5 * MINUTE,
        etag='"abc"',
        last_modified="Fri, 27 Feb 2026 09:00:00 GMT",
        body_digest="f" * 64,
        address="https://feeds.example/new.xml",
        baselined=True,
        failures=3,
        last_ok=NOW,
        last_new=NOW - MINUTE,
        last_error="HTTP 500",
        trouble=Trouble.DOWN,
        moved_to="https://feeds.example/newer.xml",
        moved_seen=2,
        recent=("one", "two"),
        rhythm=timedelta(hours=1),
    )
    unset = FeedState("dawn", NOW)
    same = [f.name for f in fields(FeedState) if getattr(state, f.name) == getattr(unset, f.name)]
    assert same == ["feed_id"], "this test must set every field"
    await store.save_feeds([FEED], NOW)
    await store.save_refreshes([RefreshPlan(state)], NOW)
    assert [one.state for one in await store.feeds()] == [state]


async def test_lines_that_know_entries_again_are_asked_for_apart(store: SqlStore) -> None:
    await store.save_feeds([FEED, OTHER_FEED], NOW)
    state = FeedState("dawn", NOW, etag="e", recent=("one\t", "two"))
    await store.save_refreshes([RefreshPlan(state)], NOW)
    due = {one.feed.id: one.state for one in await store.feeds_due(NOW, 10)}
    assert due["dawn"] == replace(state, recent=())
    assert await store.recent_lines(["dawn", "tolo", "nobody"]) == {"dawn": ("one\t", "two"), "tolo": ()}


async def test_feeds_are_due_longest_overdue_first_and_never_before_their_time(store: SqlStore) -> None:
    await store.save_feeds([FEED, OTHER_FEED], NOW)
    states = [FeedState("dawn", NOW + 2 * MINUTE), FeedState("tolo", NOW + MINUTE)]
    await store.save_refreshes([RefreshPlan(state) for state in states], NOW)
    assert await store.feeds_due(NOW, 10) == []
    assert [one.feed.id for one in await store.feeds_due(NOW + 3 * MINUTE, 10)] == ["tolo", "dawn"]
    assert [one.feed.id for one in await store.feeds_due(NOW + 3 * MINUTE, 1)] == ["tolo"]


async def test_a_feed_that_left_the_file_is_paused_and_resumes_with_its_state(store: SqlStore) -> None:
    await store.save_feeds([FEED, OTHER_FEED], NOW)
    await store.save_refreshes([plan()], NOW)
    await store.save_feeds([OTHER_FEED], NOW)
    assert {one.feed.id: one.feed.paused for one in await store.feeds()} == {"dawn": True, "tolo": False}
    assert [one.feed.id for one in await store.feeds_due(NOW + 60 * MINUTE, 10)] == ["tolo"]
    await store.save_feeds([replace(FEED, outlet="Dawn News"), OTHER_FEED], NOW)
    dawn = (await store.feeds())[0]
    assert (dawn.feed.outlet, dawn.feed.paused, dawn.state.baselined) == ("Dawn News", False, True)


async def test_a_feed_whose_address_was_changed_starts_over(store: SqlStore) -> None:
    await store.save_feeds([FEED], NOW)
    state = FeedState("dawn", NOW + MINUTE, etag="e", baselined=True, address="https://elsewhere.example/")
    await store.save_refreshes([RefreshPlan(state)], NOW)
    await store.save_feeds([replace(FEED, address="https://feeds.example/dawn2.xml")], NOW)
    assert [one.state for one in await store.feeds_due(NOW, 1)] == [FeedState("dawn", NOW)]


async def test_a_poll_under_way_while_the_address_changes_brings_nothing_back(store: SqlStore) -> None:
    await store.save_feeds([FEED], NOW)
    before = FeedState("dawn", NOW, etag="e", body_digest="b", baselined=True, recent=("one\t", "two"))
    await store.save_refreshes([RefreshPlan(before)], NOW)
    assert [one.state for one in await store.feeds()] == [before]
    await store.save_feeds([replace(FEED, address="https://feeds.example/dawn2.xml")], NOW)
    polled = replace(before, next_poll=NOW + MINUTE, last_ok=NOW)
    await store.save_refreshes([RefreshPlan(polled, before=before)], NOW)
    (state,) = [one.state for one in await store.feeds()]
    assert (state.next_poll, state.last_ok) == (NOW + MINUTE, NOW)
    assert (state.etag, state.body_digest, state.baselined) == (None, None, False)


async def test_new_entries_wait_in_the_order_in_which_they_were_stored(store: SqlStore) -> None:
    await store.save_feeds([FEED], NOW)
    assert (
        await store.save_refreshes(
            [
                plan(fetched("a"), fetched("b")),
            ],
            NOW,
        )
        == 2
    )
    assert await store.save_refreshes([plan(fetched("c"), quiet=True)], NOW) == 1
    pending = await store.entries_pending(10)
    assert [(one.entry.link[-1], one.quiet, one.version) for one in pending] == [
        ("a", False, 1),
        ("b", False, 1),
        ("c", True, 1),
    ]
    first = pending[0].entry
    assert (first.source, first.feed_id, first.published, first.fetched) == ("Dawn", "dawn", NOW - 5 * MINUTE, NOW)
    assert [one.entry.id for one in await store.entries_pending(2)] == [one.entry.id for one in pending[:2]]


async def test_the_same_plan_twice_adds_nothing(store: SqlStore) -> None:
    await store.save_feeds([FEED], NOW)
    assert await store.save_refreshes([plan(fetched("a"))], NOW) == 1
    assert await store.save_refreshes([plan(fetched("a"))], NOW) == 0
    changed = plan(changed=[fetched("a", digest="d2")])
    assert await store.save_refreshes([changed], NOW) == 1
    assert await store.save_refreshes([changed], NOW) == 0
    assert [one.version for one in await store.entries_pending(10)] == [1, 2]


async def test_every_version_is_kept_and_the_newest_digest_is_known(store: SqlStore) -> None:
    await store.save_feeds([FEED], NOW)
    for digest in ("d1", "d2", "d1"):
        await store.save_refreshes([plan(changed=[fetched("a", digest=digest)])], NOW)
    pending = await store.entries_pending(10)
    assert [one.version for one in pending] == [1, 2, 3]
    assert len({one.entry.id for one in pending}) == 3
    assert await store.entry_digests("dawn", ["a", "b"]) == {"a": "d1"}
    assert await store.entry_digests("tolo", ["a"]) == {}


async def test_one_key_twice_in_a_body_is_one_entry(store: SqlStore) -> None:
    await store.save_feeds([FEED], NOW)
    assert await store.save_refreshes([plan(fetched("a"), fetched("a", digest="d2"))], NOW) == 1


async def test_a_cycle_is_stored_whole_or_not_at_all(store: SqlStore) -> None:
    await store.save_feeds([FEED], NOW)
    unknown = replace(OTHER_FEED, id="unknown")
    with pytest.raises(StoreError, match="feed unknown"):
        await store.save_refreshes([plan(fetched("a")), plan(fetched("b"), feed=unknown)], NOW)
    assert await store.entries_pending(10) == []
    assert [one.state.baselined for one in await store.feeds()] == [False]


@pytest.mark.parametrize(
    "hostile",
    ["\0 in the middle\0", "half a pair \ud83d", "x" * 300_000, "\u202e turned round", "'; DROP TABLE entries; --"],
    ids=["nul", "surrogate", "long", "bidi", "sql"],
)
async def test_whatever_text_a_feed_gives_is_stored(store: SqlStore, hostile: str) -> None:
    await store.save_feeds([FEED], NOW)
    item = replace(fetched(hostile), link=hostile, title=hostile, text=hostile, raw={"summary": hostile})
    assert await store.save_refreshes([plan(item)], NOW) == 1
    assert await store.save_refreshes([plan(item)], NOW) == 0
    assert await store.entry_digests("dawn", [hostile]) == {hostile: "d1"}
    (one,) = await store.entries_pending(10)
    assert one.entry.text == hostile.replace("\0", "").replace("\ud83d", "?")


async def test_more_keys_than_a_statement_holds_are_all_looked_up(store: SqlStore) -> None:
    await store.save_feeds([FEED], NOW)
    keys = [f"guid-{number}" for number in range(2500)]
    assert await store.save_refreshes([plan(*map(fetched, keys))], NOW) == 2500
    assert await store.entry_digests("dawn", keys) == dict.fromkeys(keys, "d1")


async def test_the_same_key_in_two_feeds_is_two_entries(store: SqlStore) -> None:
    await store.save_feeds([FEED, OTHER_FEED], NOW)
    plans = [plan(fetched("a"), fetched("b")), plan(fetched("a", digest="d2"), feed=OTHER_FEED)]
    assert await store.save_refreshes(plans, NOW) == 3
    asked = {"dawn": ["a", "b", "c"], "tolo": ["a", "b"]}
    assert await store.known_digests(asked) == {"dawn": {"a": "d1", "b": "d1"}, "tolo": {"a": "d2"}}


async def test_an_entry_that_cannot_be_read_is_not_tried_again(store: SqlStore) -> None:
    await store.save_feeds([FEED], NOW)
    await store.save_refreshes([plan(fetched("a"), fetched("b"))], NOW)
    first, second = await store.entries_pending(10)
    await store.save_unreadable(first.entry.id, "RecursionError: too deep", NOW)
    assert await store.entries_pending(10) == [second]


async def test_leased_feeds_and_entries_are_nobody_elses_until_saved_or_run_out(
    store: SqlStore, database_url: str
) -> None:
    await store.save_feeds([FEED, OTHER_FEED], NOW)
    await store.save_refreshes([RefreshPlan(FeedState("tolo", NOW), (fetched("a"),))], NOW)
    async with open_store(database_url) as other:
        leased = await asyncio.gather(
            store.feeds_due(NOW, 1, lease=2 * MINUTE), other.feeds_due(NOW, 1, lease=2 * MINUTE)
        )
        assert sorted(one.feed.id for feeds in leased for one in feeds) == ["dawn", "tolo"]
        assert await other.feeds_due(NOW + MINUTE, 2, lease=MINUTE) == []
        assert len(await other.feeds_due(NOW + 3 * MINUTE, 2, lease=MINUTE)) == 2
        await other.save_refreshes([RefreshPlan(FeedState("dawn", NOW))], NOW)
        assert [one.feed.id for one in await store.feeds_due(NOW, 2)] == ["dawn"]

        assert len(await store.entries_pending(5, now=NOW, lease=MINUTE)) == 1
        assert await other.entries_pending(5, now=NOW, lease=MINUTE) == []
        assert len(await other.entries_pending(5, now=NOW + 2 * MINUTE, lease=MINUTE)) == 1
