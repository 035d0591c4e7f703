"""Whatever leaves work for a job wakes it on PostgreSQL at the moment at which it is saved."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.adapters.database import open_store
from bot.adapters.stores import SqlStore
from bot.adapters.waking import listen
from bot.core.delivery import Remark
from bot.core.record import Rename
from tests.support.databases import empty
from tests.support.reports import EVENT, MINUTE, NOW, fetched, plan, stored_entry, stored_report

OPS = Remark(3, "Feed dawn: is gone.", "a nonce")
Step = Callable[[SqlStore], Awaitable[object]]


async def nothing_before(_store: SqlStore) -> None:
    """Begin with an empty record."""


async def new_entry(store: SqlStore) -> None:
    await stored_entry(store)


async def card_waits(store: SqlStore) -> None:
    await store.save_alerts(1, 10, 9, NOW)
    await stored_report(store)


async def card_stands(store: SqlStore) -> None:
    await card_waits(store)
    (card,) = await store.cards_due(NOW, 1)
    await store.save_posting(card, 1000, "shown", NOW)


async def channel_is_parked(store: SqlStore) -> None:
    await card_waits(store)
    await store.save_parked(1, "a permission is missing", NOW, NOW + 60 * MINUTE)


async def poll_tells_of_a_feed(store: SqlStore) -> None:
    await store.save_refreshes([plan()], NOW, [OPS])


async def analyst_renames(store: SqlStore) -> None:
    await store.save_edit(Rename(EVENT.id, "Torkham, the first night"), "analyst", "because", NOW + MINUTE)


async def alerts_are_asked_for_again(store: SqlStore) -> None:
    await store.save_alerts(1, 10, 9, NOW + MINUTE)


async def newer_version_is_polled(store: SqlStore) -> None:
    await store.save_refreshes([plan(changed=[fetched(digest="d2")])], NOW + MINUTE)


@pytest.fixture
async def there(postgresql_url: str) -> AsyncIterator[tuple[SqlStore, str]]:
    async with open_store(postgresql_url) as store:
        yield store, postgresql_url
    await empty(postgresql_url)


@pytest.mark.parametrize(
    ("before", "saved", "job"),
    [
        (nothing_before, new_entry, "digest"),
        (new_entry, newer_version_is_polled, "digest"),
        (nothing_before, card_waits, "publish"),
        (card_stands, analyst_renames, "publish"),
        (new_entry, poll_tells_of_a_feed, "publish"),
        (channel_is_parked, alerts_are_asked_for_again, "publish"),
    ],
)
async def test_whoever_saves_work_wakes_its_job(
    there: tuple[SqlStore, str], before: Step, saved: Step, job: str
) -> None:
    store, url = there
    await before(store)
    told: asyncio.Queue[str | None] = asyncio.Queue()
    listening = asyncio.create_task(listen(url, told.put_nowait))
    try:
        async with asyncio.timeout(10):
            assert await told.get() is None
            await saved(store)
            while await told.get() != job:
                continue
    finally:
        listening.cancel()
        await asyncio.wait([listening])
