"""Analysts' edits on both databases: nothing is lost, everything is undone, and no later report undoes an edit."""

from dataclasses import replace
from datetime import date

import pytest

from bot.adapters.stores import SqlStore
from bot.core.model import Event, EventMatch, FiledClaim, Report
from bot.core.record import Accept, Close, Merge, Move, Rename, Split, Undo, Wish
from bot.errors import RecordError
from tests.support.reports import (
    EVENT,
    MINUTE,
    NOW,
    claim,
    fetched,
    plan,
    report_on,
    stored_entry,
    stored_report,
)

KURRAM = replace(
    EVENT, id="2026-02-27-kurram", title="Clash in Kurram", began=date(2026, 2, 27), last=date(2026, 2, 27),
    places=("Kurram",),
)  # fmt: skip
LATER = NOW + MINUTE


async def two_events(store: SqlStore) -> tuple[Report, Report]:
    """File a report under each of two events."""
    one = await stored_report(store, "a", claim(55))
    return one, await stored_report(store, "b", claim(8), event=KURRAM)


async def edit(store: SqlStore, wish: Wish, minutes: int = 1) -> int:
    """Edit, and return the edit's number."""
    await store.save_edit(wish, "analyst", "because", NOW + minutes * MINUTE)
    return (await store.edits_of(None))[-1].number


async def lows(store: SqlStore, event: Event, at: object = None) -> list[int]:
    file = await store.event_file(event.id, at)  # type: ignore[arg-type]
    assert file is not None
    return sorted(one.claim.figure.low or 0 for one in file.claims)


async def cards(store: SqlStore) -> set[tuple[int, str]]:
    """Return channel and event of the cards that are stale, and close them."""
    seen = set()
    while due := await store.cards_due(NOW + 100 * MINUTE, 100):
        for card in due:
            seen.add((card.channel_id, card.event_id))
            await store.drop_card(card, "looked at", NOW)
    return seen


async def test_a_merge_shows_both_under_the_one_kept_and_its_undo_parts_them(store: SqlStore) -> None:
    await two_events(store)
    number = await edit(store, Merge(KURRAM.id, EVENT.id))
    for event in (EVENT, KURRAM):
        file = await store.event_file(event.id)
        assert file is not None
        assert (file.event.id, file.event.last, file.event.places) == (EVENT.id, KURRAM.last, ("Torkham", "Kurram"))
        assert await lows(store, event) == [8, 55]
    assert [one.id for one in await store.events_latest(5)] == [EVENT.id]
    assert [one.id for one in await store.events_like("kurram", 5)] == [EVENT.id]
    assert await lows(store, EVENT, NOW) == [55]
    await edit(store, Undo(number), 2)
    assert (await lows(store, EVENT), await lows(store, KURRAM)) == ([55], [8])
    assert await lows(store, EVENT, LATER) == [8, 55]
    assert {one.id for one in await store.events_latest(5)} == {EVENT.id, KURRAM.id}


async def test_the_newest_events_of_which_a_side_has_spoken(store: SqlStore) -> None:
    async def spoken(side: str) -> list[str]:
        return [one.event.id for one in await store.claims_latest(5, side=side)]

    told_in_passing = claim(12, claimant="PAK", background=True)
    await stored_report(store, "a", claim(55), told_in_passing)
    await stored_report(store, "b", claim(8, claimant="PAK"), event=KURRAM)
    assert await spoken("AFG") == [EVENT.id]
    assert await spoken("PAK") == [KURRAM.id]
    await edit(store, Merge(KURRAM.id, EVENT.id))
    assert await spoken("AFG") == await spoken("PAK") == [EVENT.id]
    # what takes the place of the second report tells of no loss that this side speaks of
    await stored_report(store, "b", claim(9), event=KURRAM, digest="d2")
    assert await spoken("AFG") == [EVENT.id]
    assert await spoken("PAK") == []


async def test_a_later_report_of_a_merged_event_lands_in_the_one_kept(store: SqlStore) -> None:
    await two_events(store)
    await edit(store, Merge(KURRAM.id, EVENT.id))
    await store.save_alerts(1, 10, 9, NOW)
    await stored_report(store, "c", claim(13), event=KURRAM, now=LATER)
    assert await lows(store, EVENT) == [8, 13, 55]
    assert await cards(store) == {(1, EVENT.id)}


async def test_merges_may_follow_each_other(store: SqlStore) -> None:
    await two_events(store)
    third = replace(KURRAM, id="2026-02-28-bajaur")
    await stored_report(store, "c", claim(3), event=third)
    await edit(store, Merge(KURRAM.id, EVENT.id))
    await edit(store, Merge(EVENT.id, third.id), 2)
    assert await lows(store, KURRAM) == await lows(store, third) == [3, 8, 55]
    with pytest.raises(RecordError, match="part already"):
        await edit(store, Merge(third.id, KURRAM.id), 3)


async def test_a_moved_report_stays_where_it_was_put(store: SqlStore) -> None:
    one, _ = await two_events(store)
    number = await edit(store, Move(one.entry.id, KURRAM.id))
    assert (await lows(store, EVENT), await lows(store, KURRAM)) == ([], [8, 55])
    assert await lows(store, EVENT, NOW) == [55]
    await store.save_report(one, quiet=False, guild_verdicts={}, now=NOW + 2 * MINUTE)
    assert (await lows(store, EVENT), await lows(store, KURRAM)) == ([], [8, 55])
    await store.save_refreshes([plan(changed=[fetched("a", digest="d2")])], NOW)
    (waiting,) = await store.entries_pending(5)
    await store.save_report(report_on(waiting.entry, claim(60)), quiet=False, guild_verdicts={}, now=NOW + 3 * MINUTE)
    assert (await lows(store, EVENT), await lows(store, KURRAM)) == ([], [8, 60])
    await edit(store, Undo(number), 4)
    assert (await lows(store, EVENT), await lows(store, KURRAM)) == ([60], [8])


async def test_a_split_takes_reports_into_an_event_of_their_own(store: SqlStore) -> None:
    one = await stored_report(store, "a", claim(55))
    await stored_report(store, "b", claim(8))
    number = await edit(store, Split(EVENT.id, (one.entry.id,), "Clash at Chaman", place="Chaman"))
    (new,) = await store.events_like("chaman", 5)
    assert (new.id, new.places) == ("2026-02-27-chaman", ("Chaman",))
    assert (await lows(store, EVENT), await lows(store, new)) == ([8], [55])
    await edit(store, Undo(number), 2)
    assert await lows(store, EVENT) == [8, 55]


async def test_a_seeded_claim_is_carried_along(store: SqlStore) -> None:
    seeded = FiledClaim(claim(58), "Record", "", NOW, "record:1")
    await store.save_events([KURRAM], {KURRAM.id: [seeded]}, NOW)
    await stored_report(store, "a", claim(55))
    await edit(store, Merge(KURRAM.id, EVENT.id))
    assert await lows(store, EVENT) == [55, 58]


async def test_the_old_title_is_still_found(store: SqlStore) -> None:
    await two_events(store)
    await edit(store, Rename(KURRAM.id, "Night of fire"))
    for words in ("night of fire", "clash in kurram"):
        assert [one.title for one in await store.events_like(words, 5)] == ["Night of fire"]
    await stored_report(store, "c", event=KURRAM)
    assert [one.title for one in await store.events_like("night", 5)] == ["Night of fire"]


async def test_a_later_report_opens_a_closed_event(store: SqlStore) -> None:
    await two_events(store)
    await edit(store, Close(EVENT.id))
    assert {one.event.id: one.closed for one in await store.listed_events("", 5)} == {EVENT.id: True, KURRAM.id: False}
    await stored_report(store, "c", claim(60), now=LATER)
    assert not any(one.closed for one in await store.listed_events("", 5))
    assert [(one.action, one.by) for one in await store.edits_of(EVENT.id)] == [
        ("close", "analyst"),
        ("reopen", "digest"),
    ]


async def test_an_edit_makes_the_cards_stale_wherever_they_stand(store: SqlStore) -> None:
    await store.save_alerts(1, 10, 9, NOW)
    await two_events(store)
    for card in await store.cards_due(NOW, 10) + await store.cards_due(NOW, 10):
        await store.save_posting(card, card.row + 100, "shown", NOW)
    while due := await store.cards_due(NOW, 10):
        await store.save_posting(due[0], due[0].row + 100, "shown", NOW)
    assert await cards(store) == set()
    await edit(store, Merge(KURRAM.id, EVENT.id))
    assert await cards(store) == {(1, EVENT.id), (1, KURRAM.id)}


async def test_the_trail_says_who_when_what_and_is_never_rewritten(store: SqlStore) -> None:
    await two_events(store)
    first = await edit(store, Rename(EVENT.id, "Night of fire"))
    second = await edit(store, Undo(first), 2)
    trail = await store.edits_of(EVENT.id)
    assert [(one.number, one.by, one.reason, one.undone) for one in trail] == [
        (first, "analyst", "because", second),
        (second, "analyst", "because", None),
    ]
    with pytest.raises(RecordError, match="undone already"):
        await edit(store, Undo(first), 3)
    await edit(store, Undo(second), 4)
    assert [one.title for one in await store.events_like("2026-02-26", 5)] == ["Night of fire"]


async def test_a_refused_edit_leaves_nothing(store: SqlStore) -> None:
    await two_events(store)
    with pytest.raises(RecordError):
        await store.save_edit(Move("nothing", EVENT.id), "analyst", "", NOW)
    assert await store.edits_of(None) == []


async def doubtful(store: SqlStore, key: str = "d") -> Report:
    """File a report whose match is doubtful."""
    entry = await stored_entry(store, fetched(key))
    match = EventMatch(EVENT, False, 0.63, KURRAM.id, 0.61, "near")
    report = replace(report_on(entry, claim(5)), match=match)
    await store.save_report(report, quiet=False, guild_verdicts={}, now=NOW)
    return report


async def test_a_doubtful_match_is_filed_and_waits_for_an_analyst(store: SqlStore) -> None:
    await two_events(store)
    report = await doubtful(store)
    (one,) = await store.doubts_open(10)
    assert (one.entry_id, one.event_id, one.runner_up) == (report.entry.id, EVENT.id, KURRAM.id)
    assert await lows(store, EVENT) == [5, 55]
    assert await store.doubt_entry(one.number) == report.entry.id
    await edit(store, Accept(report.entry.id))
    assert await store.doubts_open(10) == []
    assert await store.doubt_entry(one.number) is None
    await store.save_report(report, quiet=False, guild_verdicts={}, now=LATER)
    assert await store.doubts_open(10) == []
    assert await lows(store, EVENT) == [5, 55]


async def test_refiling_takes_a_report_out_of_the_queue(store: SqlStore) -> None:
    await two_events(store)
    report = await doubtful(store)
    await edit(store, Move(report.entry.id, KURRAM.id))
    assert await store.doubts_open(10) == []
    assert await lows(store, KURRAM) == [5, 8]


async def test_two_events_that_are_one_by_now_are_no_doubt(store: SqlStore) -> None:
    await two_events(store)
    await edit(store, Merge(KURRAM.id, EVENT.id))
    await doubtful(store)
    assert await store.doubts_open(10) == []
