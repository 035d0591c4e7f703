"""Commands on a record of a million claims: how long a user waits, and what reading costs beside raw sqlite3.

A command goes the whole way: from the gateway through the client, the cog, the desk and the store, back over HTTP to
the stand-in Discord of this process. An event is asked for as often as it has claims, so the large ones come often.
"""

import asyncio
import os
import random
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from statistics import median, quantiles
from typing import Any, Final

from bot.adapters.clock import SystemClock
from bot.adapters.database import open_store
from bot.adapters.stores import SqlStore
from bot.app.service import look_less_for_garbage
from bot.client import CounterclaimClient, point_at
from bot.core.theatre import Theatre
from bot.desk import Desk
from tests.support.discord_stand_in import DiscordStandIn, stand_in
from tests.support.openapi import VARIABLE
from tools.benching.million import EVENTS, event_id

ASKED: Final = 300
TIMES: Final = 33
READS: Final = 200
MOST_SECONDS: Final = 0.1
MOST_TIMES: Final = 3.0
TYPED: Final = (
    "",
    "2",
    "mill",
    "salt road 2014",
    "old fort 12",
    "northgate 2026",
    "nothing like it",
    "2012-03",
    "the ford",
)
RAW: Final = """
    SELECT c.claimant, c."by", c.stance, c.measure, c.subject, c.kind, c.low, c.high, c.approx, c.words, c.place,
           c.evidence, c.background, c.rule, c.figure_start, c.figure_end, c.loss_start, c.loss_end, c.source, c.link,
           c.said, c.entry_id, c.origin
    FROM claims c
    WHERE c.event_id = ? AND NOT c.background
      AND NOT EXISTS (SELECT r.row FROM reports r WHERE r.row = c.report_row AND r.superseded IS NOT NULL)
    ORDER BY c.said, c.row
"""


@dataclass(frozen=True, slots=True)
class Waits:
    """How long users waited for the first answer, in seconds, and what of it this process was at work.

    The second counts the stand-in's side too; it tells a slow program from a busy machine.
    """

    name: str
    taken: tuple[tuple[float, float], ...]

    @property
    def seconds(self) -> list[float]:
        """Return how long each waited."""
        return [wall for wall, _ in self.taken]

    @property
    def p99(self) -> float:
        """Return what one in a hundred waited, or longer."""
        return quantiles(self.seconds, n=100)[98]

    @property
    def is_kept(self) -> bool:
        """Tell whether the bar is kept."""
        return self.p99 <= MOST_SECONDS

    def line(self) -> str:
        """Return the result as it is printed."""
        kept = "ok  " if self.is_kept else "MISS"
        p50, p99 = median(self.seconds) * 1e3, self.p99 * 1e3
        cpu = [work * 1e3 for _, work in self.taken]
        of_it = f"(at work {median(cpu):.1f} and {quantiles(cpu, n=100)[98]:.1f} ms)"
        return f"{kept}  {self.name:<26} n={len(self.taken)}  p50 {p50:6.1f} ms  p99 {p99:6.1f} ms  {of_it}"


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times raw sqlite3's time the store takes to read an event's claims, in the middle of all rounds."""

    times: float
    ours: float
    raw: float
    rows: float

    @property
    def is_kept(self) -> bool:
        """Tell whether the bar is kept."""
        return self.times <= MOST_TIMES

    def line(self) -> str:
        """Return the result as it is printed."""
        kept = "ok  " if self.is_kept else "MISS"
        ours, raw = self.ours * 1e3, self.raw * 1e3
        return (
            f"{kept}  {self.times:.2f} times raw sqlite3, rows made into claims and the thread's hop included "
            f"(medians {ours:.2f} and {raw:.2f} ms, {self.rows:.0f} rows)"
        )


async def waits(url: str, theatre: Theatre, counts: Sequence[int]) -> list[Waits]:
    """Ask the bot on that database, command after command, and return how long each took."""
    chance = random.Random(3)
    asked = [event_id(number) for number in chance.choices(range(EVENTS), counts, k=ASKED)]
    # the stand-in shares this process: its check against Discord's own document would count as the bot's work
    os.environ[VARIABLE] = os.devnull
    async with stand_in() as there, open_store(url) as store, _serving(store, theatre, there) as ended:

        async def command(name: str, options: dict[str, Any]) -> tuple[float, float]:
            ended.clear()
            taken = await _taken(lambda: there.interact(name, options))
            await ended.wait()
            return taken

        claims = [await command("claims", {"event": one}) for one in asked]
        latest = [await command("latest", {"count": 1 + number % 5}) for number in range(ASKED)]
        typing = [await _taken(partial(there.complete, "claims", {"event": words})) for words in TYPED * TIMES]
    return [
        Waits("/claims", tuple(claims)),
        Waits("/latest, 1 to 5 episodes", tuple(latest)),
        Waits("typing an event", tuple(typing)),
    ]


async def ratio(url: str, sqlite_path: str, counts: Sequence[int]) -> Ratio:
    """Read the same events by turns with raw sqlite3 and with the store at `url`."""
    chance = random.Random(4)
    asked = [event_id(number) for number in chance.choices(range(EVENTS), counts, k=READS)]
    taken: list[tuple[float, float, int]] = []
    raw = sqlite3.connect(sqlite_path)
    async with open_store(url) as store:
        look_less_for_garbage()
        for one in asked * 2:
            began = _now()
            rows = raw.execute(RAW, (one,)).fetchall()
            between = _now()
            found = await store.event_claims(one)
            ended = _now()
            if found is None or len(found.claims) != len(rows):
                raise AssertionError(f"the store and raw sqlite3 read different rows of {one}")
            taken.append((ended - between, between - began, len(rows)))
    raw.close()
    warm = taken[len(asked) :]
    ours, bare, rows_read = zip(*warm, strict=True)
    times = median(our / other for our, other, _ in warm)
    return Ratio(times, median(ours), median(bare), median(rows_read))


@asynccontextmanager
async def _serving(store: SqlStore, theatre: Theatre, there: DiscordStandIn) -> AsyncIterator[asyncio.Event]:
    """Run the bot's client on the store; the event that is given is set whenever a command has been answered."""
    ended = asyncio.Event()
    point_at(there.api_base, there.gateway_url)
    client = CounterclaimClient(Desk(store, theatre, _no_rules, SystemClock()), store, SystemClock(), shard_count=1)

    async def on_app_command_completion(*_: object) -> None:
        ended.set()

    client.add_listener(on_app_command_completion)
    await client.log_in("a-token")
    connection = asyncio.create_task(client.serve())
    try:
        await there.wait_for(lambda: there.gateway.sessions, why="an IDENTIFY")
        look_less_for_garbage()
        yield ended
    finally:
        await client.close()
        await asyncio.wait([connection])


def _no_rules() -> Any:
    raise AssertionError("no command of these asks for the rules")


async def _taken(act: Callable[[], Awaitable[object]]) -> tuple[float, float]:
    began, worked = _now(), time.process_time()
    await act()
    return _now() - began, time.process_time() - worked


def _now() -> float:
    return asyncio.get_running_loop().time()
