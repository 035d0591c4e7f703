"""Load the real program: many servers with alerts in each channel, news by the hour, commands by the second.

`counterclaim run` runs as its users start it, polling a feed on loopback, against the stand-in Discord in this process,
which holds it to Discord's limits. Each report is of an episode of its own, so it becomes a card in every channel;
commands go through the gateway and are answered over HTTP. All this is done on SQLite and then on PostgreSQL.
`python -m tools.bench_load [SECONDS]` fails where one in a hundred commands waits longer than a second for its answer,
a limit is broken, or a card is missing or doubled.
"""

import asyncio
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

from config.settings import Settings
from tests.support.databases import statement
from tests.support.discord_limits import Limits
from tests.support.discord_stand_in import DiscordStandIn, stand_in
from tests.support.newsroom import FAR_TOWNS, TOKEN, told, up
from tests.support.openapi import VARIABLE
from tests.support.processes import DUE, LoopbackFeed, loopback_feed, program
from tools.benching.databases import databases

MOST_SECONDS: Final = 1.0
# How long a user waits before the command counts as unanswered, and how long the last cards may take.
PATIENCE: Final = 10.0
DRAIN_SECONDS: Final = 120.0
AT_ONCE: Final = 20
FIRST_COUNT: Final = 101
# as the program has them by default; the tests' are shorter
PACES: Final = ("digest_seconds", "publish_seconds", "edit_seconds")


@dataclass(frozen=True, slots=True)
class Load:
    """How much there is to do, and for how long."""

    guilds: int = 50
    channels: int = 4
    events_an_hour: float = 500
    commands_a_second: float = 20
    requests_a_second: float = Settings.model_fields["requests_per_second"].default
    seconds: float = 180

    @property
    def reports(self) -> int:
        """Return how many reports come."""
        return round(self.seconds * self.events_an_hour / 3600)

    @property
    def commands(self) -> int:
        """Return how many commands are given."""
        return round(self.seconds * self.commands_a_second)

    def servers(self) -> dict[int, list[int]]:
        """Return the channels of each server."""
        return {
            2000 + guild: [100_000 + guild * 100 + number for number in range(self.channels)]
            for guild in range(self.guilds)
        }


@dataclass(slots=True)
class Outcome:
    """What became of it: waits in seconds, cards that are missing or doubled, limits that were broken."""

    load: Load
    limits: Limits
    commands: list[float] = field(default_factory=list)
    cards: list[float] = field(default_factory=list)
    # for each report until its first and its last channel have it
    reports: list[tuple[float, float]] = field(default_factory=list)
    missing: int = 0
    doubled: int = 0

    @property
    def misses(self) -> list[str]:
        """Return every bar that was missed, one a line."""
        wrong = {
            f"commands wait {_p99(self.commands):.2f} s at p99": _p99(self.commands) > MOST_SECONDS,
            f"limits broken: {dict(self.limits.breaches)}": bool(self.limits.breaches),
            f"{self.missing} cards are missing": self.missing > 0,
            f"{self.doubled} cards are doubled": self.doubled > 0,
        }
        return [line for line, is_wrong in wrong.items() if is_wrong]

    def lines(self) -> list[str]:
        """Return the result as it is printed."""
        load, limits = self.load, self.limits
        rates = f"{load.events_an_hour:g} reports an hour, {load.commands_a_second:g} commands a second"
        return [
            f"{load.guilds} servers with {load.channels} channels each, {rates}, for {load.seconds:g} s",
            _line("command to its answer", self.commands),
            _line("report in the feed to a card on the wire", self.cards),
            _line("report in the feed to its first channel", [first for first, _ in self.reports]),
            _line("report in the feed to its last channel", [last for _, last in self.reports]),
            f"limits broken {limits.breaches.total()}, most requests in one second {limits.busiest}",
            f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors",
            *(f"MISS  {miss}" for miss in self.misses),
        ]


def _line(name: str, seconds: Sequence[float]) -> str:
    if not seconds:
        return f"{name}: none"
    return (
        f"{name}: n={len(seconds)}, p50 {median(seconds):.3f} s, p99 {_p99(seconds):.3f} s, most {max(seconds):.3f} s"
    )


def _p99(seconds: Sequence[float]) -> float:
    return quantiles(seconds, n=100, method="inclusive")[98] if len(seconds) > 1 else max(seconds, default=0.0)


async def measure(load: Load, folder: Path, url: str) -> Outcome:
    """Run the program in a folder, on a database that is empty, under the load; return what became of it."""
    if load.reports > len(FAR_TOWNS):
        raise ValueError(f"there are {len(FAR_TOWNS)} episodes to tell of, not {load.reports}")
    settings = {Settings.model_fields[name].alias or "": str(Settings.model_fields[name].default) for name in PACES}
    settings["COUNTERCLAIM_REQUESTS_PER_SECOND"] = str(load.requests_a_second)
    async with stand_in() as there, loopback_feed() as feed:
        there.guilds = load.servers()
        feed.add("old", "Cricket: hosts win the toss", "The hosts won the toss and chose to bat.")
        async with program(folder, there, feed, token=TOKEN, database=url, settings=settings) as running:
            await up(running, there)
            await _in_batches([_switch_on(there, channel) for channel in _channels(there)])
            there.limits = Limits()
            outcome = Outcome(load, there.limits)
            await _work(there, (feed, url), outcome, random.Random(5))
            code, output = await running.stop()
    if code:
        raise AssertionError(f"the program ended with {code}:\n{output}")
    return outcome


def _channels(there: DiscordStandIn) -> list[int]:
    return [channel for channels in there.guilds.values() for channel in channels]


async def _in_batches(work: Sequence[Awaitable[object]]) -> None:
    for first in range(0, len(work), AT_ONCE):
        await asyncio.gather(*work[first : first + AT_ONCE])


async def _switch_on(there: DiscordStandIn, channel: int) -> None:
    await there.interact("alerts here", channel=channel, seconds=PATIENCE)


async def _work(
    there: DiscordStandIn, newsroom: tuple[LoopbackFeed, str], outcome: Outcome, chance: random.Random
) -> None:
    load, published, channels = outcome.load, dict[str, float](), _channels(there)
    events = [choice["value"] for choice in await there.complete("claims", {"event": ""}, channel=channels[0])]

    async def report(number: int) -> None:
        town = FAR_TOWNS[number]
        feed, url = newsroom
        published[_slug(town)] = _now()
        feed.add(*told(town, FIRST_COUNT + number))
        await statement(url, DUE)

    async def command(_: int) -> None:
        outcome.commands.append(await _asked(there, chance, events, chance.choice(channels)))

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_at_a_rate(load.reports, load.seconds, report, tasks))
        tasks.create_task(_at_a_rate(load.commands, load.seconds, command, tasks))
    wanted = len(published) * len(channels)
    try:
        await there.wait_for(lambda: sum(map(len, map(there.messages, channels))) >= wanted, DRAIN_SECONDS)
    except AssertionError:
        print("the last cards never came")
    _tell_cards(there, published, outcome)


async def _at_a_rate(
    count: int, seconds: float, act: Callable[[int], Coroutine[None, None, None]], tasks: asyncio.TaskGroup
) -> None:
    """Begin to act `count` times at even gaps, whether or not what was begun before has ended."""
    began = _now()
    for number in range(count):
        await asyncio.sleep(began + number * seconds / count - _now())
        tasks.create_task(act(number))


async def _asked(there: DiscordStandIn, chance: random.Random, events: Sequence[str], channel: int) -> float:
    """Give one of the commands that everyone may give; return how long its answer took, PATIENCE where none came."""
    event, number = chance.choice(events), chance.randrange(5)
    commands: tuple[Callable[[], Awaitable[object]], ...] = (
        lambda: there.interact("claims", {"event": event}, channel=channel, seconds=PATIENCE),
        lambda: there.interact("latest", {"count": number + 1}, channel=channel, seconds=PATIENCE),
        lambda: there.complete("claims", {"event": event[: 3 * number]}, channel=channel),
    )
    began = _now()
    try:
        await chance.choice(commands)()
    except AssertionError:
        return PATIENCE
    return _now() - began


def _tell_cards(there: DiscordStandIn, published: dict[str, float], outcome: Outcome) -> None:
    """Note when each card was on the wire, and what stands in the channels."""
    waits: dict[tuple[str, str], float] = {}
    for request in there.sent("POST", "/channels/*/messages"):
        town = _town_of(request.body)
        waits.setdefault((town, request.path), request.at - published[town])
    stand = Counter((channel, _town_of(one)) for channel in _channels(there) for one in there.messages(channel))
    outcome.cards = list(waits.values())
    by_town = [[wait for (of, _), wait in waits.items() if of == town] for town in {of for of, _ in waits}]
    outcome.reports = [(min(of_one), max(of_one)) for of_one in by_town]
    outcome.missing = len(published) * len(_channels(there)) - len(stand)
    outcome.doubled = stand.total() - len(stand)


def _town_of(message: Mapping[str, Any]) -> str:
    """Return the town of a card: its footer ends with its event's id, which ends with the place."""
    footer = str(message["embeds"][0]["footer"]["text"])
    return footer.rpartition(" · ")[2].split("-", 3)[3]


def _slug(town: str) -> str:
    return town.lower().replace(" ", "-")


def _now() -> float:
    return asyncio.get_running_loop().time()


async def main(seconds: float) -> int:
    """Measure on each database and print; return 1 where a bar is missed."""
    # the stand-in shares the machine: its check against Discord's own document would count as the program's work
    os.environ[VARIABLE] = os.devnull
    missed = False
    with databases() as there:
        for name, url in there.urls.items():
            with tempfile.TemporaryDirectory(prefix="counterclaim-load-") as folder:
                outcome = await measure(Load(seconds=seconds), Path(folder), url)
            print(f"{name}:", *outcome.lines(), sep="\n", flush=True)
            missed = missed or bool(outcome.misses)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else Load().seconds)))
