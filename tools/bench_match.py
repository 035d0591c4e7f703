"""Measure how long one entry takes to be matched against records of 1,000 to 1,000,000 events (`make bench-match`).

What is measured is what the digest job does: the days in which the entry's event can lie, the events of the record that
overlap them (SQLite, a file), and the match among these. A record grows as a real one does, by two events a day, and in
dense times by four and by eight: the larger one reaches further back, and one event in a hundred lasts for weeks, one
in a thousand for months. Entries ask about days all over the record.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from bot.adapters.database import open_store
from bot.adapters.stores import SqlStore
from bot.adapters.stores.rows import event_values
from bot.adapters.tables import events
from bot.app.ground import read_ground
from bot.core.events import match_event
from bot.core.model import Entry, Event, EventKind, Relevance
from bot.core.reading import Reader, days_near
from config.settings import read_settings

SIZES: Final = (1_000, 10_000, 100_000, 1_000_000)
A_DAY: Final = (2, 4, 8)
NEWEST: Final = date(2026, 2, 27)
ROWS_AT_ONCE: Final = 5_000
RELEVANT: Final = Relevance(True, (), "bench")
P99_MS: Final = 3.0
P99_TIMES: Final = 3.0


def record_of(size: int, a_day: int, places: Sequence[str], chance: random.Random) -> Iterator[Event]:
    """Return `size` events, `a_day` each day, newest last."""
    first = NEWEST - timedelta(days=size // a_day)
    kinds = (EventKind.CLASH, EventKind.CLASH, EventKind.STRIKE, EventKind.TALKS)
    for number in range(size):
        began = first + timedelta(days=number // a_day)
        days = chance.randint(*_lasting(number))
        spots = tuple(chance.sample(places, chance.randint(1, 3)))
        name = f"{began.isoformat()}-{number}"
        yield Event(name, chance.choice(kinds), f"Clash at {spots[0]}", began, began + timedelta(days=days), spots)


def _lasting(number: int) -> tuple[int, int]:
    """Return how many days an event may last: most a few, one in a hundred weeks, one in a thousand months."""
    return (60, 400) if number % 1000 == 999 else (10, 60) if number % 100 == 99 else (0, 2)


def entry_about(day: date, place: str, number: int) -> Entry:
    """Return an entry of the day about a clash at a place."""
    text = f"Border forces exchanged heavy fire at {place} on {day:%A} night, officials said. Two soldiers were killed."
    told = datetime(day.year, day.month, day.day, 18, tzinfo=UTC)
    return Entry(f"bench:{number}", "Bench", told, f"Clash at {place}", text, fetched=told)


async def fill(store: SqlStore, record: Iterator[Event]) -> None:
    """Store a record."""
    stamp = datetime.combine(NEWEST, datetime.min.time(), UTC)
    rows: list[dict[str, object]] = []

    def add(connection: Connection) -> None:
        connection.execute(events.insert(), rows)

    for event in record:
        rows.append({**event_values(event), "latest": stamp, "created": stamp})
        if len(rows) == ROWS_AT_ONCE:
            await store.write(add)
            rows.clear()
    if rows:
        await store.write(add)


async def matched(store: SqlStore, reader: Reader, entry: Entry) -> tuple[float, float, int]:
    """Return how many milliseconds one match took by the clock and of the processor, and how many events were seen."""
    began, worked = time.perf_counter(), time.process_time()
    first, last = days_near(entry, reader)
    candidates = await store.events_near(first, last)
    match_event(entry, RELEVANT, candidates, reader.theatre, reader.gazetteer)
    return (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000, len(candidates)


async def curve(sizes: Sequence[int], a_day: int, entries: int, folder: Path) -> list[float]:
    """Print p50, p99 (milliseconds) and the mean number of candidates of each record; return the p99."""
    reader, _ = read_ground(read_settings().theatre)
    places = sorted(name for name, place in reader.gazetteer.by_name.items() if place.kind != "region")
    found = []
    for size in sizes:
        chance = random.Random(size)
        file = folder / f"{a_day}-{size}.db"
        async with open_store(f"sqlite:///{file}") as store:
            await fill(store, record_of(size, a_day, places, chance))
            days = size // a_day
            asked = [
                entry_about(NEWEST - timedelta(days=chance.randrange(days)), chance.choice(places), number)
                for number in range(entries + 50)
            ]
            taken = [await matched(store, reader, entry) for entry in asked][50:]
        times, work = sorted(one for one, _, _ in taken), sorted(one for _, one, _ in taken)
        mean = sum(many for _, _, many in taken) / len(taken)
        found.append(times[int(len(times) * 0.99)])
        told = f"{size:>9,} events, {a_day} a day  p50 {times[len(times) // 2]:6.2f} ms  p99 {found[-1]:6.2f} ms"
        print(f"{told}  p99 of the processor {work[int(len(work) * 0.99)]:6.2f} ms  {mean:6.1f} candidates", flush=True)
        file.unlink()
    return found


def main() -> int:
    """Print the curve; 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--a-day", type=int, nargs="+", default=list(A_DAY))
    parser.add_argument("--entries", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = [asyncio.run(curve(options.sizes, one, options.entries, Path(folder))) for one in options.a_day]
    worst = max(max(p99) for p99 in found)
    times = max(p99[-1] / p99[0] for p99 in found)
    good = worst <= P99_MS and times <= P99_TIMES
    print(f"p99 at most {worst:.2f} ms (bar {P99_MS}), the largest {times:.1f} times the smallest (bar {P99_TIMES})")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
