"""Keep the bot's requests below Discord's global limit, so that Discord never has to.

discord.py keeps to the limits of single routes beforehand, but learns of the global one (50 requests a second) only by
breaking it, and then everything waits. Here each request waits for its turn at the last moment before it leaves, the
library's own repeats and the pages of a history too. Turns come at even gaps: a bucket that may be emptied at once and
fills again meanwhile would let nearly twice its rate through in one second. Replies to commands are outside the
global limit (Discord: "Rate Limits") and never wait.
"""

from types import SimpleNamespace
from typing import Final

import aiohttp
from aiolimiter import AsyncLimiter

# Discord: "Receiving and Responding", the endpoints of interactions.
OUTSIDE: Final = ("interactions", "webhooks")


def paced(per_second: float) -> aiohttp.TraceConfig:
    """Return what lets a client's session start at most `per_second` requests a second; give it as `http_trace`."""
    turns = AsyncLimiter(1, 1 / per_second)

    async def wait_for_turn(
        _session: aiohttp.ClientSession, _context: SimpleNamespace, request: aiohttp.TraceRequestStartParams
    ) -> None:
        if not any(part in OUTSIDE for part in request.url.parts):
            await turns.acquire()

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(wait_for_turn)
    return trace
