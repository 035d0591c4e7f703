"""The event record as seeds fill it and commands search it; guilds' edits, notes and roles."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.adapters.database import open_store
from bot.adapters.stores import SqlStore
from bot.core.model import EventKind, FiledClaim
from bot.ports import KeywordEdit
from tests.support.reports import EVENT, MINUTE, NOW, claim, stored_report

OCTOBER = replace(
    EVENT,
    id="2025-10-11-border",
    title="October fighting",
    began=date(2025, 10, 11),
    last=date(2025, 10, 15),
    places=("Spin Boldak", "Chaman", "Kurram"),
    aliases=("the October clashes", "د اکتوبر جګړه"),
    seeded=True,
)
TALKS = replace(
    EVENT,
    id="2025-10-25-istanbul",
    kind=EventKind.TALKS,
    title="Talks in İstanbul, 100% by_the_book",
    began=date(2025, 10, 25),
    last=date(2025, 10, 30),
    places=(),
    seeded=True,
)
SEED = FiledClaim(claim(58), "Record", "https://record.example/", NOW - timedelta(days=130), "seed-1")


async def test_seeds_are_loaded_once(store: SqlStore) -> None:
    seeds = {OCTOBER.id: [SEED, replace(SEED, claim=claim(23))]}
    assert await store.save_events([OCTOBER, TALKS], seeds, NOW) == 4
    assert await store.save_events([OCTOBER, TALKS], seeds, NOW + MINUTE) == 0
    file = await store.event_file(OCTOBER.id)
    assert file is not None
    assert (file.event, file.reports) == (OCTOBER, ())
    assert {one.claim.figure.low for one in file.claims} == {58, 23}


async def test_a_seeded_claim_that_is_worded_anew_is_no_second_claim(store: SqlStore) -> None:
    await store.save_events([OCTOBER], {OCTOBER.id: [SEED]}, NOW)
    worded = replace(SEED, link="https://record.example/moved", claim=replace(SEED.claim, evidence="Other words."))
    assert await store.save_events([OCTOBER], {OCTOBER.id: [worded]}, NOW) == 0
    file = await store.event_file(OCTOBER.id)
    assert file is not None
    assert file.claims == (SEED,)


async def test_loading_seeds_leaves_alone_what_reports_have_added(store: SqlStore) -> None:
    await store.save_events([OCTOBER], {}, NOW)
    later = replace(OCTOBER, last=date(2025, 10, 19), places=("Paktika",))
    await stored_report(store, event=later)
    assert await store.save_events([OCTOBER], {}, NOW) == 0
    file = await store.event_file(OCTOBER.id)
    assert file is not None
    assert file.event == replace(later, places=(*OCTOBER.places, "Paktika"))


async def test_the_latest_event_is_the_one_last_reported_on(store: SqlStore) -> None:
    await store.save_events([OCTOBER, TALKS], {}, NOW)
    assert await store.events_latest(10) == [TALKS, OCTOBER]
    await stored_report(store, "a", now=NOW)
    assert [event.id for event in await store.events_latest(10)] == [EVENT.id, TALKS.id, OCTOBER.id]
    await stored_report(store, "b", event=OCTOBER, now=NOW + MINUTE)
    assert len(await store.events_latest(2)) == 2


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", [TALKS.id, OCTOBER.id]),
        ("OCTOBER", [OCTOBER.id]),
        ("boldak october", [OCTOBER.id]),
        ("chaman", [OCTOBER.id]),
        ("2025-10", [TALKS.id, OCTOBER.id]),
        ("اکتوبر", [OCTOBER.id]),
        ("i̇STANBUL", [TALKS.id]),
        ("100%", [TALKS.id]),
        ("by_the", [TALKS.id]),
        ("by%book", []),
        ("october istanbul", []),
        ("'; --", []),
    ],
)
async def test_events_are_found_by_words_in_any_case(store: SqlStore, words: str, found: list[str]) -> None:
    await store.save_events([OCTOBER, TALKS], {}, NOW)
    assert [event.id for event in await store.events_like(words, 10)] == found


async def test_no_more_events_are_found_than_asked_for(store: SqlStore) -> None:
    await store.save_events([OCTOBER, TALKS], {}, NOW)
    assert await store.events_like("2025", 1) == [TALKS]


async def test_keyword_edits_are_kept_in_order_and_none_is_rewritten(store: SqlStore) -> None:
    add = KeywordEdit(10, "places", "Torkham", True, 9, NOW)
    remove = replace(add, added=False, at=NOW - MINUTE)
    other = replace(add, guild_id=11)
    for edit in (add, remove, other, add):
        await store.save_keyword_edit(edit)
    assert await store.keyword_edits() == [add, remove, other]
    again = replace(add, at=NOW + MINUTE)
    await store.save_keyword_edit(again)
    assert await store.keyword_edits() == [add, remove, other, again]


async def test_a_note_holds_its_last_value_and_when_it_was_set(store: SqlStore) -> None:
    assert await store.note("heartbeat.poll") is None
    await store.save_note("heartbeat.poll", "one", NOW)
    await store.save_note("heartbeat.poll", "two", NOW + MINUTE)
    await store.save_note("heartbeat.digest", "", NOW)
    assert await store.note("heartbeat.poll") == ("two", NOW + MINUTE)


async def test_a_part_counts_until_it_runs_out_or_is_given_back(store: SqlStore) -> None:
    for number, holder in enumerate(("one", "two", "one"), start=1):
        assert await store.share("turns", holder, 30, NOW) == min(number, 2)
    assert await store.share("turns_of_others", "three", 30, NOW) == 1
    assert await store.share("turns", "two", 30, NOW + timedelta(seconds=29)) == 2
    assert await store.share("turns", "two", 30, NOW + timedelta(seconds=30)) == 1
    assert await store.share("turns", "three", 30, NOW + timedelta(seconds=31)) == 2
    await store.drop_share("turns", "two")
    assert await store.share("turns", "three", 30, NOW + timedelta(seconds=32)) == 1


async def test_a_role_has_one_holder_until_it_runs_out_or_is_given_back(store: SqlStore, database_url: str) -> None:
    async with open_store(database_url) as other:
        taken = await asyncio.gather(store.lease("discord", "one", 30, NOW), other.lease("discord", "two", 30, NOW))
        assert sorted(taken) == [False, True]
        holder, waiting = ("one", "two") if taken[0] else ("two", "one")
        assert await store.lease("discord", holder, 30, NOW + timedelta(seconds=20)) is True
        assert await other.lease("discord", waiting, 30, NOW + timedelta(seconds=49)) is False
        assert await other.lease("discord", waiting, 30, NOW + timedelta(seconds=50)) is True
        await store.drop_lease("discord", holder)
        assert await store.lease("discord", holder, 30, NOW + timedelta(seconds=51)) is False
        await other.drop_lease("discord", waiting)
        assert await store.lease("discord", holder, 30, NOW + timedelta(seconds=51)) is True
        assert await store.lease("poll", "anyone", 30, NOW) is True


async def test_cards_get_what_the_file_holds_but_the_background(store: SqlStore) -> None:
    told = replace(SEED, claim=replace(SEED.claim, background=True), entry_id="seed-2")
    await store.save_events([OCTOBER], {OCTOBER.id: [SEED, told]}, NOW)
    await stored_report(store, event=EVENT)
    for event in (OCTOBER, EVENT):
        file, shown = await store.event_file(event.id), await store.event_claims(event.id)
        assert file is not None
        assert shown is not None
        assert shown.event == file.event
        assert shown.claims == tuple(one for one in file.claims if not one.claim.background) != ()
    assert await store.event_claims("2026-01-01-nowhere") is None


async def test_cards_of_the_newest_events_come_in_their_order(store: SqlStore) -> None:
    await store.save_events([OCTOBER, TALKS], {OCTOBER.id: [SEED]}, NOW)
    await stored_report(store, event=EVENT)
    shown = await store.claims_latest(2)
    assert [one.event for one in shown] == await store.events_latest(2)
    assert shown[0] == await store.event_claims(EVENT.id)
