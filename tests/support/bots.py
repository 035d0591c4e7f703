"""Build the client on a real SQLite store, with the real theatre and rules small enough to read."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from bot.adapters.database import open_store
from bot.client import CounterclaimClient
from bot.core.model import Event, EventKind, Measure
from bot.core.relevance import Combination, Rules, Wording, compile_rules
from bot.desk import Desk
from bot.ports import Store
from tests.support import claims

NOW = datetime(2026, 2, 27, 9, 30, tzinfo=UTC)
OCTOBER = Event(
    id="2025-10-11-border",
    kind=EventKind.CLASH,
    title="Clashes along the border",
    began=date(2025, 10, 11),
    last=date(2025, 10, 12),
    places=("Spin Boldak",),
    seeded=True,
)
FEBRUARY = claims.CLASH


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still."""

    time: datetime = NOW

    def now(self) -> datetime:
        """Return the same time always."""
        return self.time


@dataclass(frozen=True, slots=True)
class Stage:
    """A client and what it stands on."""

    client: CounterclaimClient
    store: Store


def small_rules(terms: int = 0) -> Rules:
    """Return rules with three groups; `terms` more are put into the first."""
    groups = {
        "places": ("Torkham", "Durand Line", *(f"village number {number}" for number in range(terms))),
        "actions": ("clash", "air strike | airstrike"),
        "exclusions": ("cricket",),
    }
    return compile_rules(Wording(groups, (Combination("place and action", (("places",), ("actions",))),)))


@asynccontextmanager
async def opened(
    folder: Path, *, shards: int | None = None, filled: bool = True, terms: int = 0
) -> AsyncIterator[Stage]:
    """Open a store, filled with two episodes or empty, and build a client on it."""
    rules = small_rules(terms)
    async with open_store(f"sqlite:///{folder / 'store.db'}") as store:
        if filled:
            october = [claims.claim("PAK", "PAK", Measure.KILLED, "23", by="the army", hours=-3300)]
            said = {FEBRUARY.id: claims.february(), OCTOBER.id: october}
            await store.save_events([OCTOBER, replace(FEBRUARY, seeded=True)], said, NOW)
        desk = Desk(store, claims.theatre(), lambda: rules, FixedClock())
        yield Stage(CounterclaimClient(desk, store, FixedClock(), shard_count=shards), store)
