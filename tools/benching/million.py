"""Fill an empty database with a million claims under 20,000 events, in bulk, past the store.

Events differ in size as real ones do: most hold a dozen claims, a few hold thousands. The same seed makes the same
rows on every database.
"""

import json
import random
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import islice
from typing import Any, Final

import asyncpg

from bot.core.model import OTHER

CLAIMS: Final = 1_000_000
EVENTS: Final = 20_000
A_REPORT: Final = 5
LARGEST: Final = 1_500
ONE_REPLACED_IN: Final = 50
BACKGROUND: Final = 0.1
FIRST_DAY: Final = date(2011, 1, 1)
PLACES: Final = ("Northgate", "Southgate", "Red Hill", "Old Fort", "The Ford", "Mill Pass", "Stone Bridge", "Salt Road")
OUTLETS: Final = tuple(f"Outlet {number}" for number in range(40))
AT_ONCE: Final = 20_000

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Filling:
    """Rows of one table, and the columns that they give."""

    table: str
    columns: tuple[str, ...]
    rows: Iterable[Row]


def sizes() -> list[int]:
    """Return how many claims each event holds: CLAIMS in all, none without one."""
    chance = random.Random(1)
    raw = [min(chance.paretovariate(1.1), LARGEST / 12) for _ in range(EVENTS)]
    scale = CLAIMS / sum(raw)
    made = [max(1, min(LARGEST, round(one * scale))) for one in raw]
    made[0] += CLAIMS - sum(made)
    return made


def event_id(number: int) -> str:
    """Return the id of an event by its number."""
    return f"{_day(number).isoformat()}-{_place(number).lower().replace(' ', '-')}-{number}"


def fillings(counts: Sequence[int], sides: tuple[str, str]) -> list[Filling]:
    """Return every table's rows, those first that others refer to; `counts` as `sizes` gives them."""
    return [
        Filling("feeds", _FEED, _feeds()),
        Filling("events", _EVENT, _events()),
        Filling("entries", _ENTRY, (_entry(*one) for one in _reported(counts))),
        Filling("reports", _REPORT, (_report(*one) for one in _reported(counts))),
        Filling("claims", _CLAIM, _claims(counts, sides)),
    ]


def fill_sqlite(path: str, tables: Sequence[Filling]) -> None:
    """Put every row into the tables of a SQLite file."""
    connection = sqlite3.connect(path)
    connection.executescript("PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF;")
    for one in tables:
        marks = ", ".join("?" * len(one.columns))
        command = f"INSERT INTO {one.table} ({_named(one)}) VALUES ({marks})"  # noqa: S608  our own names
        connection.executemany(command, (tuple(map(_as_sqlite_stores, row)) for row in one.rows))
    connection.commit()
    connection.execute("ANALYZE")
    connection.commit()
    connection.close()


async def fill_postgresql(socket: str, tables: Sequence[Filling]) -> None:
    """Put every row into the tables of a PostgreSQL database, by COPY."""
    connection = await asyncpg.connect(user="postgres", database="postgres", host=socket)
    # every row refers to one that is there; checking that again takes longer than all the rest
    await connection.execute("SET session_replication_role = replica")
    for one in tables:
        rows = iter(one.rows)
        while some := list(islice(rows, AT_ONCE)):
            await connection.copy_records_to_table(one.table, records=some, columns=one.columns)
    await connection.execute("ANALYZE")
    await connection.close()


def _named(one: Filling) -> str:
    return ", ".join(f'"{name}"' for name in one.columns)


def _as_sqlite_stores(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value.replace(tzinfo=None).isoformat(' ')}.000000"
    return value.isoformat() if isinstance(value, date) else value


def _day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number * 5500 // EVENTS)


def _place(number: int) -> str:
    return PLACES[number % len(PLACES)]


def _time(number: int, later: int) -> datetime:
    """Return when a report of an event came: one a quarter of an hour."""
    day = _day(number)
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=15 * later)


def _reported(counts: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Return the number of each report, its event's number, and its place among that event's reports."""
    row = 0
    for number, count in enumerate(counts):
        for later in range(-(-count // A_REPORT)):
            row += 1
            yield row, number, later


_FEED: Final = (
    "id", "outlet", "address", "language", "side", "state_owned", "interval_seconds", "full_text", "paused",
    "next_poll", "recent",
)  # fmt: skip
_EVENT: Final = (
    "id", "kind", "title", "began", "last", "places", "aliases", "seeded", "folded", "latest", "created", "long",
)  # fmt: skip
_ENTRY: Final = (
    "row", "id", "feed_id", "key", "key_digest", "version", "digest", "source", "language", "link", "title", "text",
    "published", "fetched", "raw", "quiet", "state",
)  # fmt: skip
_REPORT: Final = (
    "row", "entry_id", "digest", "content", "relevant", "reason", "hits", "event_id", "is_new", "match_reason",
    "sentences", "quiet", "judged", "superseded",
)  # fmt: skip
_CLAIM: Final = (
    "row", "digest", "report_row", "entry_id", "event_id", "claimant", "by", "stance", "measure", "subject", "kind",
    "low", "high", "approx", "words", "place", "evidence", "background", "rule", "figure_start", "figure_end",
    "loss_start", "loss_end", "source", "link", "said", "saved",
)  # fmt: skip


def _feeds() -> Iterator[Row]:
    for outlet in OUTLETS:
        address = f"https://{_slug(outlet)}.example/feed"
        yield _slug(outlet), outlet, address, "en", "OTHER", False, 600.0, False, False, _time(0, 0), "[]"


def _events() -> Iterator[Row]:
    for number in range(EVENTS):
        day, place, one = _day(number), _place(number), event_id(number)
        title = f"Fighting near {place}, {day:%d %B %Y}, and what was said of it"
        folded = f"{one}\n{title}\n{place}".casefold()
        latest = _time(number, 1)
        yield one, "clash", title, day, day, json.dumps([place]), "[]", False, folded, latest, latest, False


def _entry(row: int, number: int, later: int) -> Row:
    outlet = OUTLETS[row % len(OUTLETS)]
    text = f"Officials of both sides spoke of losses near {_place(number)}. " * 12
    at = _time(number, later)
    link = f"https://{_slug(outlet)}.example/{row}"
    head = (row, f"entry-{row}", _slug(outlet), link, f"{row:064x}", 1, f"{row:064x}", outlet, "en", link)
    return *head, f"Fighting near {_place(number)}", text, at, at, "{}", False, "digested"


def _report(row: int, number: int, later: int) -> Row:
    text = f"Officials of both sides spoke of losses near {_place(number)}."
    sentence = {"text": text, "start": 0, "end": len(text), "by": ["OTHER"], "utterances": []}
    at = _time(number, later)
    head = (row, f"entry-{row}", f"{row:064x}", f"{row:064x}", True, "ground, arms and losses in one sentence", "[]")
    gone = at if row % ONE_REPLACED_IN == 0 else None
    sentences = json.dumps([sentence] * 12)
    return *head, event_id(number), later == 0, "the same day and place", sentences, False, at, gone


def _claims(counts: Sequence[int], sides: tuple[str, str]) -> Iterator[Row]:
    chance = random.Random(2)
    row, left = 0, list(counts)
    for report, number, later in _reported(counts):
        for _ in range(min(A_REPORT, left[number])):
            row += 1
            left[number] -= 1
            voices = chance.choice((*sides, OTHER)), chance.choice(sides)
            yield _claim(row, (report, number, later), voices, chance)


def _claim(row: int, where: tuple[int, int, int], voices: tuple[str, str], chance: random.Random) -> Row:
    report, number, later = where
    figure, outlet, at = chance.randint(1, 60), OUTLETS[report % len(OUTLETS)], _time(number, later)
    claimant, subject = voices
    by = chance.choice(("a spokesman of the ministry", "the governor's office", "Interior Ministry", "the army", None))
    measure = chance.choice(("killed", "killed", "killed", "wounded", "captured", "posts_captured"))
    kind = "materiel" if measure == "posts_captured" else chance.choice(("military", "civilian"))
    start = f"{by or 'Officials'} said late on that day that "
    evidence = f"{start}{figure} had been lost near {_place(number)} and further along the road, {outlet} reported."
    end = len(start) + len(str(figure))
    said = (claimant, by, "asserts" if chance.random() > 0.05 else "denies", measure, subject, kind)
    place = _place(number) if chance.random() < 0.2 else None
    told = (figure, figure, False, str(figure), place, evidence, chance.random() < BACKGROUND, "passive")
    spans = (len(start), end, end + 1, end + 9)
    link = f"https://{_slug(outlet)}.example/{report}"
    head = (row, f"{row:064x}", report, f"entry-{report}", event_id(number))
    return *head, *said, *told, *spans, outlet, link, at, at


@cache
def _slug(outlet: str) -> str:
    return outlet.lower().replace(" ", "-")
