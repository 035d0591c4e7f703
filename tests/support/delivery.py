"""A channel of the stand-in, a store, and the publish job between them, at a time that the test moves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import discord

from bot.adapters.database import open_store
from bot.adapters.publish import DiscordPublisher
from bot.adapters.stores import SqlStore
from bot.core.delivery import Pace
from bot.core.feeds import FetchedEntry
from bot.core.model import Event
from bot.core.theatre import Theatre
from bot.pipeline import Tally, publish
from tests.support import claims
from tests.support.discord_stand_in import CHANNEL, GUILD, DiscordStandIn
from tests.support.reports import EVENT, claim, report_on, stored_entry


@dataclass(slots=True)
class TestClock:
    """A clock that a test moves; it starts at the real time, as the ids of messages do."""

    __test__ = False
    time: datetime = field(default_factory=lambda: datetime.now(UTC))

    def now(self) -> datetime:
        """Return the present."""
        return self.time

    def pass_by(self, **lapse: float) -> None:
        """Let time pass."""
        self.time += timedelta(**lapse)


@dataclass(slots=True)
class Desk:
    """Everything that a test of delivery needs."""

    discord: DiscordStandIn
    store: SqlStore
    publisher: DiscordPublisher
    clock: TestClock
    url: str
    theatre: Theatre = field(default_factory=claims.theatre)
    pace: Pace = field(default_factory=Pace)
    ops: int | None = None
    told: int = 0

    async def tell(self, low: int, event: Event = EVENT, *, late: bool = False) -> None:
        """Save a report with one figure; what is said later replaces what was said before."""
        self.told += 1
        await tell(self.store, (f"report-{self.told}", low), event, self.clock.now(), late=late)

    async def publish(self) -> Tally:
        """Run the job once."""
        return await publish(self.store, self.publisher, self.theatre, self.clock, self.pace, self.ops)

    def cards(self, channel: int = CHANNEL) -> list[dict[str, Any]]:
        """Return the messages of a channel that hold a card."""
        return [message for message in self.discord.messages(channel) if message["embeds"]]


@asynccontextmanager
async def delivery(folder: Path, there: DiscordStandIn, url: str | None = None) -> AsyncIterator[Desk]:
    """Open a store with alerts in the stand-in's channel, and a publisher that is logged in."""
    url = url or f"sqlite:///{folder / 'delivery.db'}"
    client = discord.Client(intents=discord.Intents.none(), max_ratelimit_timeout=30)
    async with open_store(url) as store, client:
        await client.login("a-token")
        clock = TestClock()
        await store.save_alerts(CHANNEL, GUILD, 9, clock.now())
        yield Desk(there, store, DiscordPublisher(client, longest_call=0.5), clock, url)


def event(number: int) -> Event:
    """Return one of many events."""
    return replace(EVENT, id=f"2026-02-26-place-{number}")


async def tell(store: SqlStore, what: tuple[str, int], event: Event, now: datetime, *, late: bool = False) -> None:
    """Save a report, given by its key and its one figure, that was published just now."""
    key, low = what
    said = FetchedEntry(key, "d1", f"https://news.example/{key}", "Clash", claim(low).evidence, now, {})
    entry = await stored_entry(store, said)
    report = report_on(entry, claim(low), event=event)
    await store.save_report(report, quiet=False, guild_verdicts={}, now=now, late=late)
