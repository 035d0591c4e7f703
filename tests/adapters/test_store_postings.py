"""The outbox: leases, order, nonces, delays, parked channels, and nothing lost between them."""

import asyncio
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection
from sqlalchemy.util import await_only

from bot.adapters.database import open_store
from bot.adapters.stores import SqlStore
from bot.core.model import Event
from bot.ports import AlertChannel, StaleCard
from tests.support.databases import statement
from tests.support.reports import EVENT, MINUTE, NOW, claim, stored_report

LATER = NOW + MINUTE
EVENTS = [replace(EVENT, id=f"2026-02-26-place-{number}") for number in range(4)]


async def report(store: SqlStore, event: Event = EVENT, *, key: str = "a", low: int = 55) -> None:
    """Save a report on `event`."""
    await stored_report(store, f"{event.id}-{key}-{low}", claim(low), event=event)


async def one_due(store: SqlStore) -> StaleCard:
    """Lease the only card that is due."""
    (card,) = await store.cards_due(NOW, 10)
    return card


async def post(store: SqlStore, message_id: int = 1000) -> StaleCard:
    """Lease the only card that is due and record it as posted."""
    card = await one_due(store)
    await store.save_posting(card, message_id, "shown", NOW)
    return card


@pytest.fixture
async def channel(store: SqlStore) -> int:
    """Turn alerts on in one channel."""
    await store.save_alerts(1, 10, 9, NOW)
    return 1


@pytest.mark.usefixtures("channel")
class TestOneChannel:
    async def test_a_card_is_posted_once_and_then_edited_by_its_message_id(self, store: SqlStore) -> None:
        await report(store)
        first = await one_due(store)
        assert (first.channel_id, first.event_id, first.attempts) == (1, EVENT.id, 0)
        assert (first.message_id, first.shown, first.tried, len(first.nonce)) == (None, None, None, 25)
        await store.save_posting(first, 1000, "digest one", NOW)
        assert await store.cards_due(NOW, 10) == []
        await report(store, low=8)
        second = await one_due(store)
        assert (second.message_id, second.shown) == (1000, "digest one")

    async def test_many_reports_before_a_card_is_sent_are_one_row(self, store: SqlStore) -> None:
        for low in range(5):
            await report(store, low=low)
        await post(store)
        assert await store.cards_due(NOW, 10) == []

    async def test_a_report_while_its_card_is_being_sent_brings_the_card_again(self, store: SqlStore) -> None:
        await report(store)
        card = await one_due(store)
        await report(store, low=8)
        await report(store, low=9)
        assert await store.cards_due(NOW, 10) == []
        await store.save_posting(card, 1000, "digest", NOW)
        again = await one_due(store)
        assert (again.row != card.row, again.message_id) == (True, 1000)
        await store.drop_card(again, "nothing changed", NOW)
        assert await store.cards_due(NOW, 10) == []

    async def test_a_report_while_its_card_is_dropped_brings_the_card_again(self, store: SqlStore) -> None:
        await report(store)
        card = await one_due(store)
        await report(store, low=8)
        await store.drop_card(card, "nothing changed", NOW)
        assert (await one_due(store)).row != card.row

    async def test_the_first_card_of_a_new_event_goes_before_edits_that_wait_longer(self, store: SqlStore) -> None:
        for number, old in enumerate(EVENTS[:2]):
            await report(store, old)
            await post(store, 1000 + number)
        for old in EVENTS[:2]:
            await report(store, old, low=8)
        await report(store, EVENTS[2])
        order = []
        for number in range(3):
            card = await one_due(store)
            order.append((card.event_id, card.message_id))
            await store.save_posting(card, card.message_id or 2000 + number, "shown", NOW)
        assert order == [(EVENTS[2].id, None), (EVENTS[0].id, 1000), (EVENTS[1].id, 1001)]

    async def test_a_card_whose_message_is_gone_is_no_first_card(self, store: SqlStore) -> None:
        await report(store, EVENTS[0])
        await post(store)
        await report(store, EVENTS[0], low=8)
        await store.drop_posting(await one_due(store))
        await report(store, EVENTS[1])
        assert (await one_due(store)).event_id == EVENTS[1].id

    async def test_a_row_whose_lease_ran_out_is_handed_out_again_with_the_same_nonce(self, store: SqlStore) -> None:
        await report(store)
        first = await one_due(store)
        assert await store.cards_due(NOW + MINUTE, 10) == []
        (second,) = await store.cards_due(NOW + 3 * MINUTE, 10)
        assert (second.row, second.nonce, second.attempts, second.tried) == (first.row, first.nonce, 1, NOW)

    async def test_who_comes_after_the_lease_has_passed_on_closes_nothing(self, store: SqlStore) -> None:
        await report(store)
        late = await one_due(store)
        (holder,) = await store.cards_due(NOW + 3 * MINUTE, 10)
        await store.drop_card(late, "too late", NOW)
        await store.save_delay(late, NOW, "too late")
        assert await store.cards_due(NOW + 3 * MINUTE, 10) == []
        await store.save_posting(holder, 1000, "of the holder", NOW)
        await store.save_posting(late, 999, "of the late one", NOW)
        await report(store, low=8)
        card = await one_due(store)
        assert (card.message_id, card.shown) == (1000, "of the holder")

    async def test_a_posting_told_late_is_kept_when_nobody_else_told_one(self, store: SqlStore) -> None:
        await report(store)
        late = await one_due(store)
        (holder,) = await store.cards_due(NOW + 3 * MINUTE, 10)
        await store.save_posting(late, 1000, "digest", NOW)
        await store.save_delay(holder, NOW, "Discord is away")
        assert (await one_due(store)).message_id == 1000

    async def test_saving_a_posting_twice_changes_nothing(self, store: SqlStore) -> None:
        await report(store)
        card = await post(store)
        await store.save_posting(card, 1000, "shown", LATER)
        assert await store.cards_due(LATER, 10) == []

    async def test_a_delayed_row_waits_for_its_time_and_holds_up_no_other(self, store: SqlStore) -> None:
        await report(store, EVENTS[0])
        await report(store, EVENTS[1])
        first = await one_due(store)
        await store.save_delay(first, NOW + 5 * MINUTE, "HTTP 503")
        second = await one_due(store)
        assert second.event_id == EVENTS[1].id
        await store.save_posting(second, 1000, "digest", NOW)
        assert await store.cards_due(NOW + 4 * MINUTE, 10) == []
        (again,) = await store.cards_due(NOW + 5 * MINUTE, 10)
        assert (again.row, again.nonce, again.attempts) == (first.row, first.nonce, 1)

    async def test_a_channel_gets_its_cards_one_at_a_time_oldest_first(self, store: SqlStore) -> None:
        for event in EVENTS:
            await report(store, event)
        seen = []
        for number in range(len(EVENTS)):
            card = await one_due(store)
            assert await store.cards_due(NOW, 10) == []
            await store.save_posting(card, number, "digest", NOW)
            seen.append(card.event_id)
        assert seen == [event.id for event in EVENTS]

    async def test_a_message_that_is_gone_is_posted_afresh_with_another_nonce(self, store: SqlStore) -> None:
        await report(store)
        old = await post(store)
        await report(store, low=8)
        card = await one_due(store)
        await store.drop_posting(card)
        await store.save_delay(card, NOW, "the message was deleted")
        fresh = await one_due(store)
        assert (fresh.message_id, fresh.shown) == (None, None)
        assert fresh.nonce != old.nonce
        await store.save_posting(fresh, 2000, "digest", NOW)
        await report(store, low=9)
        assert (await one_due(store)).message_id == 2000

    async def test_forgetting_the_same_message_twice_changes_nothing(self, store: SqlStore) -> None:
        await report(store)
        await post(store)
        await report(store, low=8)
        card = await one_due(store)
        await store.drop_posting(card)
        fresh = await one_due(store)
        await store.drop_posting(card)
        await store.save_posting(fresh, 2000, "digest", NOW)
        nonces = set()
        for card in await store.cards_due(NOW, 10):
            nonces.add(card.nonce)
            assert card.message_id == 2000
        assert nonces <= {fresh.nonce}

    async def test_a_message_gone_after_its_row_was_closed_is_posted_afresh(self, store: SqlStore) -> None:
        await report(store)
        card = replace(await post(store), message_id=1000)
        await store.drop_posting(card)
        fresh = await one_due(store)
        assert (fresh.message_id, fresh.nonce != card.nonce) == (None, True)

    async def test_a_parked_channel_waits_and_resumes_with_everything(self, store: SqlStore) -> None:
        await report(store, EVENTS[0])
        card = await one_due(store)
        await store.save_parked(1, "permission is missing", NOW)
        await report(store, EVENTS[1])
        assert await store.cards_due(NOW + 60 * MINUTE, 10) == []
        assert await store.alert_channels() == [AlertChannel(1, 10, "permission is missing")]
        assert await store.save_alerts(1, 10, 9, NOW) is False
        assert await store.alert_channels() == [AlertChannel(1, 10)]
        again = await one_due(store)
        assert (again.event_id, again.nonce) == (EVENTS[0].id, card.nonce)
        await store.drop_card(again, "looked at", NOW)
        assert (await one_due(store)).event_id == EVENTS[1].id

    async def test_a_delayed_row_of_a_parked_channel_is_due_as_soon_as_it_resumes(self, store: SqlStore) -> None:
        await report(store)
        await store.save_delay(await one_due(store), NOW + 60 * MINUTE, "forbidden")
        await store.save_parked(1, "permission is missing", NOW)
        await store.save_alerts(1, 10, 9, LATER)
        assert len(await store.cards_due(LATER, 10)) == 1

    async def test_alerts_are_on_until_turned_off(self, store: SqlStore) -> None:
        assert await store.save_alerts(1, 10, 9, NOW) is False
        assert await store.save_alerts(2, 20, 9, NOW) is True
        assert await store.alert_channels() == [AlertChannel(1, 10), AlertChannel(2, 20)]
        assert await store.drop_alerts(2) is True
        assert await store.drop_alerts(2) is False
        assert await store.alert_channels() == [AlertChannel(1, 10)]

    async def test_turning_alerts_off_and_on_reposts_nothing_by_itself(self, store: SqlStore) -> None:
        await report(store, EVENTS[0])
        await report(store, EVENTS[1])
        out = await one_due(store)
        assert await store.drop_alerts(1) is True
        assert await store.save_alerts(1, 10, 9, NOW) is True
        assert await store.cards_due(NOW + 60 * MINUTE, 10) == []
        await store.save_posting(out, 1000, "digest", NOW)
        await report(store, EVENTS[0], low=8)
        assert (await one_due(store)).message_id == 1000


async def test_channels_do_not_wait_for_each_other(store: SqlStore) -> None:
    for channel in (1, 2, 3):
        await store.save_alerts(channel, 10, 9, NOW)
    await report(store, EVENTS[0])
    await report(store, EVENTS[1])
    first = await store.cards_due(NOW, 2)
    assert [(card.channel_id, card.event_id) for card in first] == [(1, EVENTS[0].id), (2, EVENTS[0].id)]
    second = await store.cards_due(NOW, 10)
    assert [(card.channel_id, card.event_id) for card in second] == [(3, EVENTS[0].id)]
    assert len({card.nonce for card in (*first, *second)}) == 3


async def test_two_processes_never_lease_the_same_row_nor_two_of_one_channel(
    store: SqlStore, database_url: str
) -> None:
    for channel in range(1, 9):
        await store.save_alerts(channel, 10, 9, NOW)
    for event in EVENTS:
        await report(store, event)
    shown: list[tuple[int, str]] = []

    async def work(worker: SqlStore) -> None:
        while cards := await worker.cards_due(NOW, 3):
            assert len({card.channel_id for card in cards}) == len(cards)
            for card in cards:
                await worker.save_posting(card, card.row, "digest", NOW)
                shown.append((card.channel_id, card.event_id))

    async with open_store(database_url) as other, open_store(database_url) as third:
        leased = await asyncio.gather(*(worker.cards_due(NOW, 5) for worker in (store, other, third)))
        channels = [card.channel_id for cards in leased for card in cards]
        assert len(channels) == len(set(channels))
        for card in (card for cards in leased for card in cards):
            await store.save_delay(card, NOW, "looked at")
        await asyncio.gather(*map(work, (store, other, third)))
        await work(store)
    assert sorted(shown) == sorted((channel, event.id) for channel in range(1, 9) for event in EVENTS)


async def test_a_report_saved_half_way_leaves_nothing(store: SqlStore, database_url: str) -> None:
    await store.save_alerts(1, 10, 9, NOW)
    await statement(database_url, "ALTER TABLE outbox RENAME TO outbox_away")
    with pytest.raises(Exception, match="outbox"):
        await report(store)
    await statement(database_url, "ALTER TABLE outbox_away RENAME TO outbox")
    assert await store.event_file(EVENT.id) is None
    assert len(await store.entries_pending(10)) == 1
    assert await store.cards_due(NOW, 10) == []


class Interruption(Exception):
    """What stops a transaction in a test."""


async def test_a_transaction_that_is_left_by_an_error_leaves_nothing(store: SqlStore) -> None:
    await report(store)

    def half(connection: Connection) -> None:
        connection.exec_driver_sql("UPDATE events SET title = 'half-written'")
        raise Interruption

    with pytest.raises(Interruption):
        await store.write(half)
    file = await store.event_file(EVENT.id)
    assert file is not None
    assert file.event.title == EVENT.title


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["report", "quiet", "lease", "post", "drop", "delay", "forget", "park", "resume", "pass"]),
        st.integers(0, 2),
    ),
    max_size=25,
)


class Channel:
    """One channel that a publisher serves while anything may happen to it; time passes only by steps."""

    def __init__(self, store: SqlStore, number: int) -> None:
        self.store, self.number, self.now = store, number, NOW
        self.events = [replace(EVENT, id=f"2026-02-26-{number}-{index}") for index in range(3)]
        self.told: dict[str, int] = {}
        self.leased: list[tuple[StaleCard, int]] = []
        self.messages = 0

    async def step(self, name: str, index: int) -> None:
        """Do one step; one that has nothing to work on does nothing."""
        if name in ("report", "quiet"):
            await self.tell(self.events[index], quiet=name == "quiet")
        elif name == "lease":
            self.leased += [(card, self.told[card.event_id]) for card in await self.store.cards_due(self.now, 5)]
        elif name == "park":
            await self.store.save_parked(self.number, "permission is missing", self.now)
        elif name == "resume":
            await self.store.save_alerts(self.number, 10, 9, self.now)
        elif name == "pass":
            self.now += 3 * MINUTE
        elif self.leased:
            await self.finish(name, *self.leased[index % len(self.leased)])

    async def tell(self, event: Event, *, quiet: bool) -> None:
        """Save a report; quiet ones count only where a card is wanted already."""
        if quiet and event.id not in self.told:
            return
        self.told[event.id] = low = self.told.get(event.id, 0) + 1
        await stored_report(self.store, f"{event.id}-{low}", claim(low), event=event, quiet=quiet, now=self.now)

    async def finish(self, name: str, card: StaleCard, told: int) -> None:
        """Do what a publisher may do with a card that it holds, or held."""
        if name == "post":
            self.messages += 1
            await self.store.save_posting(card, card.message_id or self.messages, str(told), self.now)
        elif name == "drop" and card.shown == str(told):
            await self.store.drop_card(card, "nothing changed", self.now)
        elif name == "delay":
            await self.store.save_delay(card, self.now + MINUTE, "HTTP 503")
        elif name == "forget" and card.message_id is not None:
            await self.store.drop_posting(card)

    async def shown(self) -> dict[str, int]:
        """Serve the channel to the end; return what it shows of each event."""
        await self.store.save_alerts(self.number, 10, 9, self.now)
        self.now += 10 * MINUTE
        while cards := await self.store.cards_due(self.now, 5):
            for card in cards:
                await self.finish("post", card, self.told[card.event_id])
        for event_id in self.told:
            await stored_report(
                self.store, f"{event_id}-last", claim(99), event=replace(EVENT, id=event_id), now=self.now
            )
        shown = {}
        while cards := await self.store.cards_due(self.now, 5):
            for card in cards:
                shown[card.event_id] = int(card.shown or -1)
                await self.store.drop_card(card, "looked at", self.now)
        await self.store.drop_alerts(self.number)
        return shown


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=STEPS)
async def test_whatever_happens_every_card_ends_up_with_the_last_report(
    store: SqlStore, steps: list[tuple[str, int]]
) -> None:
    number = 1 + max((int(event.id.split("-")[3]) for event in await store.events_like("", 10_000)), default=0)
    channel = Channel(store, number)
    await store.save_alerts(number, 10, 9, NOW)
    for name, index in steps:
        await channel.step(name, index)
    assert await channel.shown() == channel.told


async def test_a_report_and_a_posting_of_one_event_never_wait_for_each_other_crosswise(
    store: SqlStore, database_url: str
) -> None:
    async with open_store(database_url) as other:
        await store.save_alerts(1, 10, 9, NOW)
        for low in range(20):
            await report(store, low=low)
            card = await one_due(store)
            await asyncio.gather(report(other, low=low + 100), store.save_posting(card, 1000, str(low), NOW))
            for again in await store.cards_due(NOW, 10):
                await store.drop_card(again, "looked at", NOW)


async def test_a_transaction_that_another_was_in_the_way_of_is_repeated(store: SqlStore, database_url: str) -> None:
    if database_url.startswith("sqlite"):
        pytest.skip("SQLite has one writer at a time")
    for name in ("one", "two"):
        await store.save_note(name, "0", NOW)
    async with open_store(database_url) as other:
        barrier = asyncio.Barrier(2)
        tries: list[str] = []

        async def cross(which: SqlStore, *names: str) -> None:
            def change(connection: Connection) -> None:
                is_first = names[0] not in tries
                tries.append(names[0])
                for name in names:
                    connection.exec_driver_sql("UPDATE notes SET value = value || 'x' WHERE key = $1", (name,))
                    if is_first and name == names[0]:
                        # both hold what the other needs; whoever repeats fast may be in the way once more
                        await_only(barrier.wait())

            await which.write(change)

        await asyncio.gather(cross(store, "one", "two"), cross(other, "two", "one"))
        assert len(tries) > 2
        for name in ("one", "two"):
            note = await store.note(name)
            assert note is not None
            assert note[0] == "0xx"


async def test_what_was_closed_long_ago_is_forgotten_and_nothing_that_a_repeat_is_known_by(store: SqlStore) -> None:
    await store.save_alerts(1, 10, 9, NOW)
    for event in EVENTS[:3]:
        await report(store, event)
    for number in range(3):
        await post(store, 1000 + number)
    await report(store, EVENTS[0], key="b", low=70)
    assert await store.drop_closed(NOW) == 0
    assert await store.drop_closed(LATER) == 3
    (card,) = await store.cards_due(LATER, 10)
    assert (card.event_id, card.message_id) == (EVENTS[0].id, 1000)
    await store.save_posting(card, 1000, "shown", LATER)
    # the newest row keeps its number from coming again
    assert await store.drop_closed(LATER + MINUTE) == 0


async def test_channels_that_wait_for_a_first_card_go_before_those_with_edits(store: SqlStore) -> None:
    for channel in (1, 2, 3):
        await store.save_alerts(channel, 10, 9, NOW)
    await report(store)
    for card in await store.cards_due(NOW, 10):
        await store.save_posting(card, 1000 + card.channel_id, "shown", NOW)
    await report(store, low=8)
    (edit,) = await store.cards_due(NOW, 1)
    await store.save_alerts(4, 10, 9, NOW)
    await report(store, EVENTS[1])
    due = await store.cards_due(NOW, 2)
    assert edit.channel_id == 1
    assert [(card.channel_id, card.event_id) for card in due] == [(2, EVENTS[1].id), (3, EVENTS[1].id)]
