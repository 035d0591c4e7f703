"""Remarks, what channels missed, cards that go on afresh, parked channels that are tried: on both databases."""

from datetime import timedelta

from bot.adapters.stores import SqlStore
from bot.core.delivery import Remark, Standing
from bot.ports import StaleCard
from tests.support.delivery import tell
from tests.support.reports import EVENT, MINUTE, NOW, claim, stored_entry, stored_report

REMARK = Remark(1, "36 → 133", "a nonce", 1000, "title")
CLOSED = "permission is missing"


async def due(store: SqlStore, minutes: float = 0) -> StaleCard:
    (card,) = await store.cards_due(NOW + minutes * MINUTE, 10)
    return card


async def posted(store: SqlStore, remark: Remark | None = None) -> StaleCard:
    """Let a card of the event stand in channel 1, and be stale again."""
    await store.save_alerts(1, 10, 9, NOW)
    await stored_report(store, "first", claim(36))
    await store.save_posting(await due(store), 1000, "shown", NOW, remark)
    await stored_report(store, "second", claim(133))
    return await due(store, 1)


class TestCards:
    async def test_a_card_knows_how_it_stands(self, store: SqlStore) -> None:
        card = await posted(store)
        assert card.standing == Standing(NOW, NOW, 0)
        assert (card.guild_id, card.former_id, card.failures) == (10, None, 0)
        await store.save_posting(card, 1000, "shown again", NOW + MINUTE)
        await stored_report(store, "third", claim(140))
        assert (await due(store, 2)).standing == Standing(NOW, NOW + MINUTE, 1)

    async def test_waiting_is_no_failure_and_no_attempt_at_sending(self, store: SqlStore) -> None:
        await store.save_alerts(1, 10, 9, NOW)
        await stored_report(store)
        await store.save_wait(await due(store), NOW + MINUTE, "gathered")
        assert await store.cards_due(NOW, 10) == []
        card = await due(store, 1)
        assert (card.failures, card.tried) == (0, None)
        await store.save_delay(card, NOW + 2 * MINUTE, "HTTP 429", unsure=False)
        card = await due(store, 2)
        assert (card.failures, card.tried) == (1, None)
        await store.save_delay(card, NOW + 3 * MINUTE, "no answer")
        card = await due(store, 3)
        assert (card.failures, card.tried) == (2, NOW + 2 * MINUTE)

    async def test_a_card_that_goes_on_afresh_remembers_the_former_until_it_points_there(self, store: SqlStore) -> None:
        old = await posted(store)
        await store.save_fresh(old, NOW + MINUTE)
        fresh = await due(store, 1)
        assert (fresh.message_id, fresh.former_id, fresh.tried) == (None, 1000, None)
        assert fresh.nonce != old.nonce
        await store.save_posting(fresh, 2000, "shown", NOW + MINUTE)
        await store.drop_former(fresh)
        await stored_report(store, "third", claim(140))
        card = await due(store, 2)
        assert (card.message_id, card.former_id) == (2000, None)

    async def test_the_record_is_known_as_it_was(self, store: SqlStore) -> None:
        await stored_report(store, "first", claim(36), now=NOW)
        await stored_report(store, "second", claim(133), now=NOW + MINUTE)
        await stored_report(store, "first", claim(40), digest="d2", now=NOW + 2 * MINUTE)
        figures = []
        for minutes in (-1, 0, 1, 2):
            file = await store.event_file(EVENT.id, NOW + minutes * MINUTE)
            assert file is not None
            figures.append(sorted(filed.claim.figure.low or 0 for filed in file.claims))
        assert figures == [[], [36], [36, 133], [40, 133]]


class TestParked:
    async def test_a_parked_channel_is_tried_with_one_card_and_resumes_when_it_takes_it(self, store: SqlStore) -> None:
        card = await posted(store)
        assert await store.save_parked(1, CLOSED, NOW, NOW + 5 * MINUTE, REMARK) is True
        assert await store.save_parked(1, CLOSED, NOW, NOW + 5 * MINUTE, Remark(1, "again", "other nonce")) is False
        assert await store.cards_due(NOW + 4 * MINUTE, 10) == []
        probe = await due(store, 5)
        assert (probe.row, probe.probes) == (card.row, 2)
        await store.save_posting(probe, 1000, "shown again", NOW + 5 * MINUTE)
        assert [channel.parked for channel in await store.alert_channels()] == [None]
        assert [one.remark for one in await store.remarks_due(NOW + MINUTE, 10)] == [REMARK]

    async def test_a_delayed_card_of_a_channel_that_resumes_is_due_at_once(self, store: SqlStore) -> None:
        card = await posted(store)
        await store.save_delay(card, NOW + timedelta(days=1), CLOSED)
        await store.save_parked(1, CLOSED, NOW, NOW)
        await stored_report(store, "other", claim(5), event=None)
        await store.save_posting(card, 1000, "told late", NOW)
        assert (await due(store)).row == card.row


class TestRemarks:
    async def test_a_remark_is_saved_with_its_posting_once_and_leased(self, store: SqlStore) -> None:
        card = await posted(store, REMARK)
        await store.save_posting(card, 1000, "shown again", NOW, REMARK)
        (one,) = await store.remarks_due(NOW, 10)
        assert (one.remark, one.attempts, one.tried) == (REMARK, 0, None)
        assert await store.remarks_due(NOW + MINUTE, 10) == []
        (again,) = await store.remarks_due(NOW + 3 * MINUTE, 10)
        assert (again.row, again.attempts, again.tried) == (one.row, 1, NOW)
        await store.save_said(one, NOW)
        await store.save_remark_delay(again, NOW + 5 * MINUTE, "HTTP 503")
        (last,) = await store.remarks_due(NOW + 5 * MINUTE, 10)
        await store.save_said(last, NOW)
        assert await store.remarks_due(NOW + 60 * MINUTE, 10) == []

    async def test_a_refusal_for_certain_leaves_no_doubt_behind(self, store: SqlStore) -> None:
        await posted(store, REMARK)
        (one,) = await store.remarks_due(NOW, 10)
        await store.save_remark_delay(one, NOW, "HTTP 429", unsure=False)
        (again,) = await store.remarks_due(NOW, 10)
        assert again.tried is None
        await store.drop_remark(again, "the channel is gone", NOW)
        assert await store.remarks_due(NOW + 60 * MINUTE, 10) == []


class TestMissed:
    async def test_late_reports_are_counted_once_a_channel_and_told_once(self, store: SqlStore) -> None:
        for channel in (1, 2):
            await store.save_alerts(channel, 10 * channel, 9, NOW)
        for number in range(3):
            await tell(store, (f"late-{number}", number), EVENT, NOW, late=True)
        assert await store.cards_due(NOW, 10) == []
        assert await store.missed(NOW - MINUTE) == []
        missed = await store.missed(NOW)
        assert [(one.channel_id, one.events, one.reports) for one in missed] == [(1, (EVENT,), 3), (2, (EVENT,), 3)]
        for _ in range(2):
            await store.save_away(missed[0], Remark(1, "while away", "nonce of away"), NOW)
        assert [one.channel_id for one in await store.missed(NOW)] == [2]
        assert len(await store.remarks_due(NOW, 10)) == 1
        await store.drop_alerts(2)
        assert await store.missed(NOW) == []

    async def test_nothing_is_told_while_entries_wait_to_be_read(self, store: SqlStore) -> None:
        await store.save_alerts(1, 10, 9, NOW)
        await tell(store, ("late", 1), EVENT, NOW, late=True)
        await stored_entry(store)
        assert await store.missed(NOW + MINUTE) == []
