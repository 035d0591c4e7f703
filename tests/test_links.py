"""Events that follow from each other are linked, both cards say so, and an analyst has the last word."""

from dataclasses import replace
from datetime import timedelta

from bot.adapters.stores import SqlStore
from bot.core.model import Bond
from bot.core.reading import compile_reader
from bot.core.record import Merge, Tie, Undo
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
CLASH = replace(
    fetched("clash"),
    title="Afghan and Pakistani troops clash at Torkham",
    text="Afghan forces killed five Pakistani soldiers at Torkham on Wednesday, the Afghan defence ministry said.",
    published=NOW - timedelta(days=2),
)
TRUCE = replace(
    fetched("truce"),
    title="Afghanistan and Pakistan agree on a ceasefire at Torkham",
    text="Afghan and Pakistani commanders agreed on Friday on a ceasefire after clashes at Torkham, officials said.",
)
OTHER = replace(
    CLASH,
    key="other",
    title="Afghan and Pakistani troops clash at Chaman",
    text=CLASH.text.replace("Torkham", "Chaman"),
)


async def two_linked(store: SqlStore) -> tuple[str, str]:
    """Digest a clash and the truce after it; return their events."""
    await store.save_feeds([FEED], NOW)
    await store.save_alerts(1, 10, 7, NOW)
    for item in (CLASH, TRUCE):
        await store.save_refreshes([plan(item)], NOW)
        await digest(store, READER, RULES, FixedClock(NOW))
    truce, clash = await store.events_latest(5)
    return clash.id, truce.id


async def bonds(store: SqlStore, event_id: str) -> list[tuple[Bond, str, bool]]:
    found = await store.event_claims(event_id)
    assert found is not None
    return [(bond, event.id, before) for bond, event, before in found.bonds]


async def cards(store: SqlStore) -> set[str]:
    """Say that every card that is due stands; return the events."""
    found = set()
    while due := await store.cards_due(NOW, 10):
        for card in due:
            found.add(card.event_id)
            await store.save_posting(card, 100 + card.row, "shown", NOW)
    return found


async def test_a_truce_is_linked_to_the_clash_before_it(store: SqlStore) -> None:
    clash, truce = await two_linked(store)
    assert await bonds(store, truce) == [(Bond.TRUCE, clash, True)]
    assert await bonds(store, clash) == [(Bond.TRUCE, truce, False)]


async def test_an_analyst_takes_a_link_off_and_digest_does_not_put_it_on_again(store: SqlStore) -> None:
    clash, truce = await two_linked(store)
    await cards(store)
    await store.save_edit(Tie(truce, clash, Bond.TRUCE, stands=False), "ana", "two valleys", NOW)
    assert await cards(store) == {clash, truce}
    await store.save_refreshes([plan(replace(TRUCE, key="again"))], NOW)
    await digest(store, READER, RULES, FixedClock(NOW))
    assert await bonds(store, truce) == []
    (edit,) = [one for one in await store.edits_of(truce) if one.action == "unlink"]
    await store.save_edit(Undo(edit.number), "ana", "", NOW)
    assert await bonds(store, truce) == [(Bond.TRUCE, clash, True)]


async def test_a_link_goes_to_the_event_that_was_kept(store: SqlStore) -> None:
    clash, truce = await two_linked(store)
    await store.save_refreshes([plan(OTHER)], NOW)
    await digest(store, READER, RULES, FixedClock(NOW))
    other = next(one.id for one in await store.events_like("chaman", 5))
    await store.save_edit(Merge(clash, other), "ana", "", NOW)
    assert await bonds(store, truce) == [(Bond.TRUCE, other, True)]
    assert await bonds(store, other) == [(Bond.TRUCE, truce, False)]


async def test_a_truce_is_linked_to_a_clash_that_is_told_of_late(store: SqlStore) -> None:
    await store.save_feeds([FEED], NOW)
    await store.save_alerts(1, 10, 7, NOW)
    for item in (TRUCE, OTHER, CLASH):
        await store.save_refreshes([plan(item)], NOW)
        await digest(store, READER, RULES, FixedClock(NOW))
        shown = await cards(store)
    clash = (await store.events_like("clash torkham", 5))[0].id
    truce = (await store.events_like("truce", 5))[0].id
    assert await bonds(store, truce) == [(Bond.TRUCE, clash, True)]
    assert await bonds(store, clash) == [(Bond.TRUCE, truce, False)]
    assert truce in shown


async def test_a_blow_is_linked_to_the_one_it_answers_though_that_is_told_of_late(store: SqlStore) -> None:
    await store.save_feeds([FEED], NOW)
    strike = replace(
        CLASH,
        key="strike",
        title="Pakistani jets bomb Barmal",
        text="Pakistani aircraft struck houses in Barmal on Monday night and killed nine people, officials said.",
        published=NOW - timedelta(days=3),
    )
    answer = replace(
        CLASH,
        key="answer",
        title="Afghan forces shell posts in retaliation for the strikes in Barmal",
        text="Afghan forces shelled Pakistani posts at Chaman in retaliation for the air strikes in Barmal.",
        published=NOW,
    )
    for item in (answer, strike):
        await store.save_refreshes([plan(item)], NOW)
        await digest(store, READER, RULES, FixedClock(NOW))
    blow = (await store.events_like("barmal strike", 5))[0].id
    assert [(bond, earlier) for bond, _, earlier in await bonds(store, blow)] == [(Bond.RESPONSE, False)]


EARLIER = replace(
    CLASH,
    key="earlier",
    title="Afghan and Pakistani troops clash in Nangarhar",
    text="Afghan forces fired on Pakistani soldiers in Nangarhar late on Tuesday, the Afghan defence ministry said.",
    published=NOW - timedelta(days=2, hours=5),
)


async def test_a_link_follows_an_event_that_an_earlier_report_renames(store: SqlStore) -> None:
    clash, truce = await two_linked(store)
    await store.save_refreshes([plan(EARLIER)], NOW)
    await digest(store, READER, RULES, FixedClock(NOW))
    renamed = next(one.id for one in await store.events_latest(5) if one.id != truce)
    assert renamed != clash
    assert await bonds(store, truce) == [(Bond.TRUCE, renamed, True)]
    assert await bonds(store, renamed) == [(Bond.TRUCE, truce, False)]
