"""Digest files what the rules let in, minds each server's own rules, and lets no entry hold up another."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.adapters.database import open_store
from bot.adapters.stores import SqlStore
from bot.core.reading import Reader, compile_reader
from bot.core.relevance import Rules
from bot.errors import StoreError
from bot.pipeline import Tally, digest, publish
from bot.ports import KeywordEdit
from config.rules.keywords import read_keywords
from config.rules.theatre import load_theatre
from config.settings import ROOT
from tests.support.bots import FixedClock
from tests.support.reports import FEED, MINUTE, NOW, fetched, plan

READER: Reader = compile_reader(load_theatre(ROOT / "afpak"))
RULES: Rules = read_keywords(ROOT / "afpak" / "keywords.toml")
CLOCK = FixedClock(NOW)
CLASH = replace(
    fetched("clash"),
    title="Afghan and Pakistani troops clash at Torkham",
    text="Afghan forces killed five Pakistani soldiers at Torkham on Friday, the Afghan defence ministry said.",
)
CRICKET = replace(
    fetched("cricket"),
    title="Spinners win it",
    text="Pakistan beat Afghanistan by 12 runs in the final over on Friday.",
)
HOME, ELSEWHERE = (100, 1), (200, 2)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    async with open_store(f"sqlite:///{tmp_path / 'store.db'}") as opened:
        await opened.save_feeds([FEED], NOW)
        for channel, guild in (HOME, ELSEWHERE):
            await opened.save_alerts(channel, guild, 7, NOW)
        yield opened


async def test_a_relevant_entry_opens_an_event_with_its_claim(store: SqlStore) -> None:
    await store.save_refreshes([plan(CLASH, CRICKET)], NOW)
    tally = await digest(store, READER, RULES, CLOCK)
    assert (tally.taken, tally.changed) == (2, 1)
    (event,) = await store.events_latest(5)
    file = await store.event_file(event.id)
    assert file is not None
    assert [(one.claim.claimant, one.claim.subject, one.claim.figure.low) for one in file.claims] == [("AFG", "PAK", 5)]
    assert {card.channel_id for card in await store.cards_due(NOW, 10)} == {HOME[0], ELSEWHERE[0]}


async def test_a_server_that_added_a_term_gets_what_others_do_not(store: SqlStore) -> None:
    entry = replace(
        CLASH,
        title="Afghan and Pakistani troops trade zorbfire at Torkham",
        text="They traded zorbfire across the line on Friday, residents said.",
    )
    await store.save_keyword_edit(KeywordEdit(HOME[1], "arms", "zorbfire", True, 7, NOW))
    await store.save_refreshes([plan(entry)], NOW)
    await digest(store, READER, RULES, CLOCK)
    assert {card.channel_id for card in await store.cards_due(NOW, 10)} == {HOME[0]}


async def test_a_bulletin_that_names_no_side_goes_to_the_episode_of_its_place(store: SqlStore) -> None:
    strike = replace(
        fetched("strike"),
        title="Pakistani jets strike Barmal district of Paktika",
        text="Pakistani aircraft bombed Barmal in Afghanistan's Paktika province overnight, killing nine people, the "
        "Taliban government in Kabul said.",
    )
    bulletin = replace(
        fetched("bulletin"),
        title="Barmal: what our teams found",
        text="Our clinic has treated 12 people for blast injuries since the strikes. Elders told us of 11 dead.",
    )
    await store.save_refreshes([plan(bulletin)], NOW)
    assert (await digest(store, READER, RULES, CLOCK)).changed == 0
    await store.save_refreshes([plan(strike)], NOW)
    assert (await digest(store, READER, RULES, CLOCK)).changed == 1
    # the bulletin waited for it, and once told is not asked again
    assert (await digest(store, READER, RULES, CLOCK)).changed == 1
    assert (await digest(store, READER, RULES, CLOCK)).taken == 0
    (event,) = await store.events_latest(5)
    file = await store.event_file(event.id)
    assert file is not None
    assert {one.claim.claimant for one in file.claims} == {"AFG", "OTHER"}


async def test_a_new_version_of_a_bulletin_waits_in_place_of_the_old_one(store: SqlStore) -> None:
    bulletin = replace(
        fetched("bulletin"),
        title="Barmal: what our teams found",
        text="Our clinic has treated 12 people for blast injuries since the strikes.",
    )
    strike = replace(
        fetched("strike"),
        title="Pakistani jets strike Barmal district of Paktika",
        text="Pakistani aircraft bombed Barmal in Paktika, the Taliban government in Kabul said.",
    )
    fair = replace(bulletin, title="Barmal: the summer fair", text="Our clinic had a stall at the fair.")
    for one in (bulletin, fair, strike):
        await store.save_refreshes([plan(one)], NOW)
        await digest(store, READER, RULES, CLOCK)
    assert (await digest(store, READER, RULES, CLOCK)).taken == 0


async def test_a_baseline_enters_the_record_and_alerts_nobody(store: SqlStore) -> None:
    await store.save_refreshes([plan(CLASH, quiet=True)], NOW)
    await digest(store, READER, RULES, CLOCK)
    assert len(await store.events_latest(5)) == 1
    assert await store.cards_due(NOW, 10) == []


class Refusing(SqlStore):
    """A real store whose disk is full when reports are saved."""

    async def save_report(self, *_args: object, **_named: object) -> None:
        raise StoreError("the disk is full")


async def test_a_full_disk_leaves_the_entry_waiting(store: SqlStore, tmp_path: Path) -> None:
    await store.save_refreshes([plan(CLASH)], NOW)
    store.__class__, own = Refusing, store.__class__
    with pytest.raises(StoreError):
        await digest(store, READER, RULES, CLOCK)
    store.__class__ = own
    assert (await digest(store, READER, RULES, CLOCK)).changed == 1


async def test_an_entry_that_breaks_the_reader_holds_up_no_other(store: SqlStore) -> None:
    await store.save_refreshes([plan(replace(CLASH, key="first"), CRICKET)], NOW)
    broken = replace(READER, theatre=None)  # type: ignore[arg-type]
    assert (await digest(store, broken, RULES, CLOCK)).taken == len(("clash", "cricket"))
    assert (await digest(store, READER, RULES, CLOCK)).taken == 0


async def test_what_broke_the_reader_is_read_again_when_asked_for(store: SqlStore) -> None:
    await store.save_refreshes([plan(CLASH)], NOW)
    await digest(store, replace(READER, theatre=None), RULES, CLOCK)  # type: ignore[arg-type]
    assert await store.save_pending_again(NOW + MINUTE) == 0
    assert await store.save_pending_again(NOW) == 1
    assert await digest(store, READER, RULES, CLOCK) == Tally(1, 1)
    assert {card.channel_id for card in await store.cards_due(NOW, 10)} == {HOME[0], ELSEWHERE[0]}
    assert await store.save_pending_again(NOW) == 0


async def test_nothing_stale_publishes_nothing(store: SqlStore) -> None:
    class Nobody:
        async def send(self, *_args: object) -> int:
            raise AssertionError("nothing was to be sent")

        edit = send

    tally = await publish(store, Nobody(), READER.theatre, CLOCK)  # type: ignore[arg-type]
    assert tally.taken == 0
