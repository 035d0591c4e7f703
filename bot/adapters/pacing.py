"""Keep the bot's requests below Discord's global limits, so that Discord never has to.

discord.py keeps to the limits of single routes beforehand, but learns of the global one (50 requests a second) only by
breaking it, and then everything waits. Here each request waits for its turn at the last moment before it leaves, the
library's own repeats and the pages of a history too. Turns come at even gaps: a bucket that may be emptied at once and
fills again meanwhile would let nearly twice its rate through in one second. Replies to commands are outside the
global limit (Discord: "Rate Limits") and never wait.

Discord shuts an address out after 10,000 refusals (401, 403, 429) in ten minutes. After half of them turns come so
seldom that the other half cannot be reached, whatever goes wrong.
"""

import asyncio
import logging
from collections import deque
from types import SimpleNamespace
from typing import Final

import aiohttp
from aiolimiter import AsyncLimiter

log = logging.getLogger(__name__)

# Discord: "Receiving and Responding", the endpoints of interactions.
OUTSIDE: Final = ("interactions", "webhooks")
REFUSED: Final = frozenset({401, 403, 429})
REFUSALS_SECONDS: Final = 600.0
MOST_REFUSALS: Final = 5_000
CAREFUL_PER_SECOND: Final = 5.0


class Refusals:
    """How often Discord has refused in the last ten minutes."""

    def __init__(self, most: int) -> None:
        """Call `most` too many."""
        self._most = most
        self._times: deque[float] = deque(maxlen=most)

    def add(self, now: float) -> None:
        """Count one; say so when there are too many."""
        were_many = self.are_many(now)
        self._times.append(now)
        if self.are_many(now) and not were_many:
            log.error("discord refuses too often refusals=%d minutes=%d", self._most, REFUSALS_SECONDS // 60)

    def are_many(self, now: float) -> bool:
        """Tell whether there are too many to go on at full speed."""
        return len(self._times) == self._most and now - self._times[0] < REFUSALS_SECONDS


class Turns:
    """Turns at even gaps; how many there are in a second may change while some wait for theirs."""

    def __init__(self, per_second: float) -> None:
        """Begin with so many a second."""
        self._per_second = per_second
        self._gaps = AsyncLimiter(1, 1 / per_second)
        # one at a time waits for a gap, so that a change counts for all who wait behind
        self._queue: Final = asyncio.Lock()

    def change(self, per_second: float) -> None:
        """Give so many turns a second from the next one on."""
        if per_second != self._per_second:
            self._per_second = per_second
            self._gaps = AsyncLimiter(1, 1 / per_second)

    async def wait(self) -> None:
        """Wait for a turn."""
        async with self._queue:
            await self._gaps.acquire()


def paced(turns: Turns, most_refusals: int = MOST_REFUSALS) -> aiohttp.TraceConfig:
    """Return what lets a client's session start a request only in its turn; give it as `http_trace`."""
    careful = Turns(CAREFUL_PER_SECOND)
    refusals, clock = Refusals(most_refusals), asyncio.get_running_loop().time

    async def wait_for_turn(
        _session: aiohttp.ClientSession, _context: SimpleNamespace, request: aiohttp.TraceRequestStartParams
    ) -> None:
        if not any(part in OUTSIDE for part in request.url.parts):
            await (careful if refusals.are_many(clock()) else turns).wait()

    async def count_refusal(
        _session: aiohttp.ClientSession, _context: SimpleNamespace, request: aiohttp.TraceRequestEndParams
    ) -> None:
        if request.response.status in REFUSED:
            refusals.add(clock())

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(wait_for_turn)
    trace.on_request_end.append(count_refusal)
    return trace
