"""The real program is killed at its every step, from the poll of a report to its card, while the world misbehaves.

A first start, left alone, tells the steps. A sample of them stands in the tests; `make soak` takes each step, and with
COUNTERCLAIM_SOAK_CROSS=1 each step with each fault. The seed is printed and can be given as COUNTERCLAIM_SOAK_SEED;
with it, COUNTERCLAIM_SOAK_FROM leaves out the kills before that number. Whatever is found wrong is said at once, and
written whole, with what the database holds and what the program said last, to a file whose name is printed.
"""

import asyncio
import itertools
import json
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, NoReturn

import pytest

from bot.adapters.database import open_store
from tests.support.account import account
from tests.support.databases import database_url, postgresql_url, statement, values
from tests.support.discord_stand_in import CHANNEL, GUILD, DiscordStandIn, Fault, message_text
from tests.support.newsroom import TOKEN, TOWNS, told
from tests.support.processes import ROOT, LoopbackFeed, environment

__all__ = ["database_url", "postgresql_url"]

SOAK = "COUNTERCLAIM_SOAK_KILLS" in os.environ
CROSS = "COUNTERCLAIM_SOAK_CROSS" in os.environ
SAMPLE = 8
SEED = int(os.environ.get("COUNTERCLAIM_SOAK_SEED", "0")) or random.SystemRandom().randrange(1, 1_000_000)
FROM = int(os.environ.get("COUNTERCLAIM_SOAK_FROM", "1"))
OTHER = 3001
# thousands of kills tell figures that nobody takes for a year
FIRST_FIGURE = 3000
STANDING = "SELECT low FROM claims JOIN reports ON report_row = reports.row WHERE reports.superseded IS NULL"
# A fault may make the program wait; whoever has not come to its last step so long after the first is killed there.
PATIENCE = 3.0
# For a program that nothing befalls: long, so that a busy machine is not taken for a lost alert.
CALM = 90.0
LEFT = {
    "unread": "entries WHERE state = 'pending'",
    "unshown": "outbox WHERE state IN ('pending', 'sending')",
    "unsaid": "remarks WHERE state IN ('pending', 'sending')",
}
# so many kills are followed by a look whether anything was lost or doubled
CHECKED = 100
# how many items of those that were saved a feed still holds
KEPT = 29
MESSAGES, MESSAGE = "/channels/*/messages", "/channels/*/messages/*"
SLOW_DOWN = {"retry_after": 0.05, "message": "", "global": False}
KINDS: tuple[tuple[Literal["drop", "hang", "page"], bool], ...] = (
    ("drop", False), ("drop", True), ("hang", False), ("hang", True), ("page", True)
)  # fmt: skip
FAULTS: tuple[Fault | int | str | None, ...] = (
    None, "drop", "hang", "page", 429, 500, 503,
    *(Fault(method, path, kind, applied=applied)
      for method, path in (("POST", MESSAGES), ("PATCH", MESSAGE))
      for kind, applied in KINDS),
    *(Fault("POST", MESSAGES, status=status, applied=applied)
      for status, applied in ((500, False), (500, True), (503, False), (503, True))),
    Fault("POST", MESSAGES, status=429, headers={"Via": "1.1 google"}, body=SLOW_DOWN),
    Fault("POST", MESSAGES, status=429, headers={"Retry-After": "1"}),
    Fault("GET", MESSAGES, status=503),
)  # fmt: skip


@dataclass(slots=True)
class Newsroom:
    """A feed, two channels and a database, and a program that is started again and again between them."""

    process: asyncio.subprocess.Process
    there: DiscordStandIn
    feed: LoopbackFeed
    url: str
    folder: Path
    environment: dict[str, str]
    told: dict[str, int] = field(default_factory=dict)
    count: int = 0

    async def publish(self) -> None:
        """Let the feed tell of one town more, with a higher figure than ever."""
        town = TOWNS[self.count % len(TOWNS)]
        self.count += 1
        self.told[town] = FIRST_FIGURE + self.count
        self.feed.items.append(told(town, self.told[town]))
        # a feed is polled more often than it forgets, however often the program dies before it has saved a poll
        unsaved = self.count + 1 - int(await statement(self.url, "SELECT count(*) FROM entries"))
        del self.feed.items[: -KEPT - unsaved]
        await self.let_the_feed_be_due()

    async def let_the_feed_be_due(self) -> None:
        """Let the time pass until the next poll, and that for which a dead process has the feed."""
        past = "2020-01-01 00:00:00.000000" if self.url.startswith("sqlite") else "2020-01-01"
        await statement(self.url, f"UPDATE feeds SET next_poll = '{past}', lease_until = NULL")  # noqa: S608  our own words

    async def live(self, last: int) -> tuple[str, list[str]]:
        """Start the program and let it live to its `last` step; return how it ended and the steps it took."""
        steps = self.folder / f"steps-{self.count}-{last}"
        order = {
            "folder": str(self.folder), "environment": self.environment, "jobs": "poll,digest,publish",
            "output": str(self.folder / "output"), "steps": str(steps), "last": last,
        }  # fmt: skip
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order).encode() + b"\n")
        child = int(await self.process.stdout.readline())
        ended = asyncio.create_task(self.process.stdout.readline())
        shown = asyncio.create_task(self._all_is_shown())
        begun = asyncio.create_task(_stands(steps))
        # a busy machine may let it begin late
        await asyncio.wait({ended, shown, begun}, timeout=CALM, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.wait({ended, shown}, timeout=PATIENCE if last else CALM, return_when=asyncio.FIRST_COMPLETED)
        if not ended.done():
            # it may have come to its last step just now
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGTERM if shown.done() else signal.SIGKILL)
        for task in (shown, begun):
            task.cancel()
        code = int(await ended)
        taken = await asyncio.to_thread(lines_of, steps)
        if not last and code == -signal.SIGKILL:
            await self.fail([f"not at rest after {CALM:.0f} s, work left: {await self.work()}", *await self.faults()])
        if code == -signal.SIGKILL:
            return "killed" if len(taken) == last else "killed while it waited", taken
        # it may be told to stop before it listens
        if code not in {0, -signal.SIGTERM}:
            await self.fail([f"ended with code {code}"])
        return "all shown", taken

    async def _all_is_shown(self) -> None:
        while not (self.complete() and await self.nothing_waits()):  # noqa: ASYNC110  another process cannot set our event
            await asyncio.sleep(0.1)

    async def nothing_waits(self) -> bool:
        """Tell whether no work is left."""
        return not any((await self.work()).values())

    async def work(self) -> dict[str, int]:
        """Count what waits to be saved, read, shown and said."""
        left = {name: int(await statement(self.url, f"SELECT count(*) FROM {which}")) for name, which in LEFT.items()}  # noqa: S608  our own words
        # what the feed held at first, and what it has told since
        return left | {"unsaved": 1 + self.count - int(await statement(self.url, "SELECT count(*) FROM entries"))}

    def cards(self, channel: int) -> list[str]:
        """Return the cards of a channel as text, their thousands without a comma."""
        return [message_text(one).replace(",", "") for one in self.there.messages(channel) if one["embeds"]]

    def complete(self) -> bool:
        """Tell whether each town's newest figure is shown in both channels."""
        return not any(self.missing(channel) for channel in (CHANNEL, OTHER))

    def missing(self, channel: int) -> list[int]:
        """Return the towns' newest figures that no card of the channel shows."""
        cards = self.cards(channel)
        return [figure for figure in self.told.values() if not any(str(figure) in card for card in cards)]

    def strike(self, fault: Fault | int | str | None) -> None:
        """Let a fault lie in wait, on the side of the feed or of Discord."""
        if isinstance(fault, Fault):
            self.there.fail(copy(fault))
        elif fault is not None:
            self.feed.faults.append(fault)

    async def let_leases_run_out(self, *, long: bool) -> None:
        """Let the time pass that a dead process's leases take; after a `long` one Discord has forgotten the nonces."""
        lite = self.url.startswith("sqlite")
        past = "2020-01-01 00:00:00.000000" if lite else "2020-01-01"
        earlier = "datetime(claimed_at, '-1 hour')" if lite else "claimed_at - interval '1 hour'"
        changes = [f"UPDATE entries SET lease_until = '{past}' WHERE lease_until IS NOT NULL"]  # noqa: S608  our own words
        for table in ("outbox", "remarks"):
            changes += [
                f"UPDATE {table} SET lease_until = '{past}' WHERE state = 'sending'",  # noqa: S608  our own words
                f"UPDATE {table} SET next_try = '{past}' WHERE state = 'pending'",  # noqa: S608  our own words
            ]
            if long:
                changes.append(f"UPDATE {table} SET claimed_at = {earlier} WHERE state IN ('pending', 'sending')")  # noqa: S608  our own words
        await statement(self.url, *changes)
        if long:
            self.there.forget_nonces()

    async def settle(self) -> None:
        """Let what is left find its way, now that every fault is over."""
        self.there.heal()
        self.feed.faults.clear()
        for _ in range(3):
            await self.let_the_feed_be_due()
            await self.live(0)
            await self.let_leases_run_out(long=True)

    async def holds(self) -> None:
        """Assert that every event has one card in each channel, and every claim one row."""
        if wrong := await self.faults():
            await self.fail(wrong)

    async def faults(self) -> list[str]:
        """Return each thing that is lost or doubled, in words; nothing where all is well."""
        wrong = []
        for channel in (CHANNEL, OTHER):
            headings = [card.partition("\n")[0] for card in self.cards(channel)]
            numbers = {town: sum(town in heading for heading in headings) for town in self.told}
            wrong += [f"{town} has {number} cards in {channel}" for town, number in numbers.items() if number != 1]
            wrong += [f"no card in {channel} shows {figure}" for figure in self.missing(channel)]
            if len(headings) != len(self.told):
                wrong.append(f"{len(headings)} cards for {len(self.told)} events in {channel}: {headings}")
        events = await statement(self.url, "SELECT count(*) FROM events WHERE NOT seeded")
        if events != len(self.told):
            wrong.append(f"{events} events, not {len(self.told)}")
        rows = Counter(await values(self.url, STANDING))
        wrong += [
            f"the claim of {figure} has {rows[figure]} rows"
            for figure in sorted({*range(FIRST_FIGURE + 1, FIRST_FIGURE + self.count + 1), *rows})
            if rows[figure] != (FIRST_FIGURE < figure <= FIRST_FIGURE + self.count)
        ]
        unread = await statement(self.url, "SELECT count(*) FROM entries WHERE state <> 'digested'")
        return [*wrong, f"{unread} entries are not read"] if unread else wrong

    async def fail(self, wrong: Sequence[str]) -> NoReturn:
        """Say what is wrong at once, keep a whole account of it in a file, and end the test."""
        cards = {channel: self.cards(channel) for channel in (CHANNEL, OTHER)}
        file = self.folder / "account"
        file.write_text(await account(self.url, wrong, cards, self.folder / "output"), encoding="utf-8")
        said = "\n".join([*wrong, f"whole account in {file}"])
        sys.stdout.write(f"NOT SO: {said}\n")
        pytest.fail(said)


async def _stands(steps: Path) -> None:
    while not await asyncio.to_thread(lines_of, steps):  # noqa: ASYNC110  another process cannot set our event
        await asyncio.sleep(0.05)


def lines_of(file: Path) -> list[str]:
    """Return the lines of a file, none where it is not there yet."""
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


@asynccontextmanager
async def newsroom(folder: Path, there: DiscordStandIn, feed: LoopbackFeed, url: str) -> AsyncIterator[Newsroom]:
    """Open the database with alerts in two channels, and have the program ready to fork."""
    there.guilds[GUILD].append(OTHER)
    async with open_store(url) as store:
        for channel in (CHANNEL, OTHER):
            await store.save_alerts(channel, GUILD, 9, datetime.now(UTC))
    settings = environment(folder, there, feed, token=TOKEN, database=url)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.support.mortal_program", cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield Newsroom(process, there, feed, url, folder, settings)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


def deaths(steps: Sequence[str], chance: random.Random) -> list[tuple[int, Fault | int | str | None]]:
    """Return where to die, and of what else: a sample, each step, or each step with each fault."""
    # in any order: the feed forgets what was not stored for long
    places = chance.sample(range(1, len(steps) + 1), len(steps))
    if CROSS:
        return chance.sample(every := list(itertools.product(places, FAULTS)), len(every))
    if SOAK:
        return [(place, chance.choice(FAULTS)) for place in places]
    # the sample is spread over the way from poll to card
    share = len(steps) / SAMPLE
    return [(1 + int((number + chance.random()) * share), chance.choice(FAULTS)) for number in range(SAMPLE)]


async def test_every_event_has_one_card_and_every_claim_one_row_wherever_the_program_dies(
    database_url: str, tmp_path: Path, discord_there: DiscordStandIn, feed: LoopbackFeed
) -> None:
    kind = database_url.partition(":")[0]
    chance = random.Random(f"{SEED} {kind}")
    async with newsroom(tmp_path, discord_there, feed, database_url) as room:
        # the first poll of a feed posts nothing
        await room.live(0)
        for _ in TOWNS[:2]:
            await room.publish()
            _, steps = await room.live(0)
        sys.stdout.write(f"seed={SEED} database={kind} steps={len(steps)}\n")
        for number, (last, fault) in enumerate(deaths(steps, chance), 1):
            long = chance.random() < 0.5
            if number < FROM:
                continue
            await room.publish()
            room.strike(fault)
            how, taken = await room.live(last)
            name = taken[-1] if taken else "start"
            what = (fault.method, fault.kind, fault.status, fault.applied) if isinstance(fault, Fault) else fault
            sys.stdout.write(f"step={last} {name!r} fault={what} {how}\n")
            await room.let_leases_run_out(long=long)
            if number % CHECKED == 0:
                await room.settle()
                await room.holds()
                sys.stdout.write(f"all holds after {number} kills\n")
        await room.settle()
        await room.holds()
