"""The same entries make the same events, cards and claims in whatever order they arrive within a day."""

import json
import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.adapters.database import open_store
from bot.adapters.stores import SqlStore
from bot.core.feeds import FetchedEntry
from bot.core.reading import compile_reader
from bot.core.record import Rename
from bot.pipeline import digest
from config.rules.keywords import read_keywords
from config.rules.theatre import load_theatre
from config.settings import ROOT
from tests.support.bots import FixedClock
from tests.support.databases import database_url, postgresql_url, store
from tests.support.reports import FEED, NOW, plan

__all__ = ["database_url", "postgresql_url", "store"]

READER = compile_reader(load_theatre(ROOT / "afpak"))
RULES = read_keywords(ROOT / "afpak" / "keywords.toml")
CLOCK = FixedClock(NOW.replace(year=2027))
CORPUS = Path(__file__).parent / "corpus"
ROWS = [
    row
    for name in ("dev", "dev-2")
    for line in (CORPUS / f"{name}.jsonl").read_text("utf-8").splitlines()
    if (row := json.loads(line))["relevant"]
]


def item(row: dict[str, Any]) -> FetchedEntry:
    published = datetime.fromisoformat(row["published"])
    return FetchedEntry(
        row["id"], row["id"], f"https://news.example/{row['id']}", row["title"], row["text"], published, {}
    )


async def arrive(store: SqlStore, rows: Sequence[dict[str, Any]], at_once: int = 1) -> None:
    """Poll and digest rows, so many at once."""
    clock = CLOCK if len(rows) > 1 else FixedClock(NOW)
    for first in range(0, len(rows), at_once):
        await store.save_refreshes([plan(*map(item, rows[first : first + at_once]))], clock.now())
        while (await digest(store, READER, RULES, clock)).taken:
            """What has waited for an episode is read once more."""


async def record_of(store: SqlStore) -> dict[str, object]:
    """Return every event that stands, as whoever asks sees it."""
    found: dict[str, object] = {}
    for event in await store.events_latest(1000):
        file = await store.event_file(event.id)
        assert file is not None
        claims = sorted((one.entry_id, one.claim.measure.value, str(one.claim.figure.low)) for one in file.claims)
        found[event.id] = (file.event, sorted(one.entry.id for one in file.reports), claims)
    return found


async def record_after(folder: Path, rows: Sequence[dict[str, Any]], at_once: int = 1) -> dict[str, object]:
    async with open_store(f"sqlite:///{folder / f'{random.getrandbits(64)}.db'}") as store:
        await store.save_feeds([FEED], NOW)
        await arrive(store, rows, at_once)
        return await record_of(store)


def shuffled_within_days(rows: Sequence[dict[str, Any]], chance: random.Random) -> list[dict[str, Any]]:
    by_day = defaultdict(list)
    for row in rows:
        by_day[row["published"][:10]].append(row)
    return [row for day in sorted(by_day) for row in chance.sample(by_day[day], len(by_day[day]))]


IN_ORDER = sorted(ROWS, key=lambda row: row["published"])


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.randoms(use_true_random=False), st.integers(1, 7))
async def test_any_order_within_a_day_makes_the_same_record(
    tmp_path: Path, chance: random.Random, at_once: int
) -> None:
    rows = [row for row in IN_ORDER if "2025-10-09" <= row["published"] < "2025-10-21"]
    expected = await record_after(tmp_path, rows)
    assert len(expected) > 1
    assert await record_after(tmp_path, shuffled_within_days(rows, chance), at_once) == expected


def told(name: str, clock: str, title: str, text: str) -> dict[str, Any]:
    return {"id": name, "published": f"2026-02-27T{clock}:00Z", "title": title, "text": text}


FIRST = told(
    "first", "06:00", "Afghan and Pakistani troops clash in Khost and Kurram",
    "Afghan forces killed two Pakistani soldiers in Kurram on Friday, the ministry said.",
)  # fmt: skip
SECOND = told(
    "second", "08:00", "Afghan forces shell Pakistani posts in Kurram",
    "Afghan forces fired on Pakistani soldiers at Kharlachi in Kurram late on Thursday, killing three soldiers.",
)  # fmt: skip


async def posted(store: SqlStore) -> set[tuple[int, str, int | None]]:
    """Say that every card that is due stands; return channel, event and the message that stood there before."""
    found = set()
    while due := await store.cards_due(CLOCK.now(), 10):
        for card in due:
            found.add((card.channel_id, card.event_id, card.message_id))
            await store.save_posting(card, card.message_id or 100 + card.row, "shown", CLOCK.now())
    return found


async def test_an_earlier_report_that_comes_late_renames_the_event_and_its_card_is_edited(store: SqlStore) -> None:
    await store.save_feeds([FEED], NOW)
    await store.save_alerts(1, 10, 7, NOW)
    await arrive(store, [SECOND])
    (before,) = await store.events_latest(5)
    ((_, _, message),) = await posted(store)
    assert message is None
    await arrive(store, [FIRST])
    (event,) = await store.events_latest(5)
    assert event.id != before.id
    ((channel, shown, message),) = await posted(store)
    assert (channel, shown) == (1, event.id)
    assert message is not None
    old = await store.event_file(before.id)
    assert old is not None
    assert old.event == event
    assert sorted(one.claim.figure.low or 0 for one in old.claims) == [2, 3]


async def test_what_an_analyst_has_touched_stays_as_it_is(store: SqlStore) -> None:
    await store.save_feeds([FEED], NOW)
    await arrive(store, [SECOND])
    (before,) = await store.events_latest(5)
    await store.save_edit(Rename(before.id, "Night of fire"), "analyst", "", NOW)
    await arrive(store, [FIRST])
    assert [(one.id, one.title) for one in await store.events_latest(5)] == [(before.id, "Night of fire")]


async def test_a_seeded_event_is_never_left_empty(tmp_path: Path) -> None:
    async with open_store(f"sqlite:///{tmp_path / 'store.db'}") as store:
        await store.save_feeds([FEED], NOW)
        await arrive(store, [SECOND])
        (event,) = await store.events_latest(5)
    async with open_store(f"sqlite:///{tmp_path / 'seeded.db'}") as store:
        await store.save_feeds([FEED], NOW)
        await store.save_events([event], {}, NOW)
        await arrive(store, [SECOND])
        await arrive(store, [FIRST])
        assert [one.id for one in await store.events_latest(5)] == [event.id]


WAITING = [
    told("strike", "05:00", "Pakistani jets strike Barmal in Paktika",
         "Pakistani aircraft bombed Barmal on Friday, killing nine people, the Taliban government said."),
    told("clinic", "04:10", "Barmal: what our teams found",
         "Our clinic has treated 12 people for blast injuries since the strikes. Elders told us of 11 dead."),
    told("flight", "09:30", "Families leave Barmal",
         "Families fled Barmal after bombs fell on homes. Nine people were buried, and the wounded are in Urgun."),
    told("clash", "11:00", "Afghan and Pakistani troops clash at Torkham",
         "Afghan forces killed two Pakistani soldiers at Torkham on Friday, the ministry in Kabul said."),
    told("ward", "10:20", "Torkham hospital receives soldiers",
         "A hospital near Torkham received four wounded soldiers, and two of them died."),
    told("gate", "20:00", "Torkham crossing reopens", "The Torkham border crossing reopened on Friday evening."),
    told("far", "08:00", "Khost: what our teams found",
         "Our clinic has treated 12 people for blast injuries since the strikes. Elders told us of 11 dead."),
]  # fmt: skip


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(WAITING), st.integers(1, 4))
async def test_what_waits_for_an_episode_is_taken_in_whichever_came_first(
    tmp_path: Path, rows: list[dict[str, Any]], at_once: int
) -> None:
    async with open_store(f"sqlite:///{tmp_path / f'{random.getrandbits(64)}.db'}") as store:
        await store.save_feeds([FEED], NOW)
        await arrive(store, rows, at_once)
        files = [await store.event_file(event.id) for event in await store.events_latest(9)]
    assert {file.event.id: {one.entry.title for one in file.reports} for file in files if file} == {
        "2026-02-27-barmal": {WAITING[0]["title"], WAITING[1]["title"], WAITING[2]["title"]},
        "2026-02-27-torkham": {WAITING[3]["title"], WAITING[4]["title"]},
        "2026-02-27-torkham-reopening": {WAITING[5]["title"]},
    }
