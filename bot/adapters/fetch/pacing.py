"""Keep from asking one host too much at once or too often, and all hosts together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.adapters.fetch.limits import FetchLimits


@dataclass(slots=True)
class _Host:
    """How many may ask one host at once, and when the next may."""

    gate: asyncio.Semaphore
    free: float = 0.0

    async def turn(self, gap: float) -> None:
        """Wait until `gap` seconds have gone by since whoever asked before."""
        now = asyncio.get_running_loop().time()
        at = max(now, self.free)
        self.free = at + gap
        if at > now:
            await asyncio.sleep(at - now)


class Pacing:
    """Gives every request its turn."""

    def __init__(self, limits: FetchLimits) -> None:
        self._limits = limits
        self._hosts: dict[str, _Host] = {}
        self._gate = asyncio.Semaphore(limits.at_once)

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for a place among the requests to one host and for its turn, then for a place among all."""
        place = self._hosts.get(host)
        if place is None:
            place = self._hosts[host] = _Host(asyncio.Semaphore(self._limits.per_host))
        async with place.gate:
            if self._limits.host_gap:
                await place.turn(self._limits.host_gap)
            async with self._gate:
                yield
