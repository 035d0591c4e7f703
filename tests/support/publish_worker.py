"""A process that publishes for real against the stand-in Discord, and kills itself at the step that it is told.

`python -m tests.support.publish_worker URL STEP`: STEP counts the points just before and just after each call to the
store and to Discord; 0 kills never. The lines that it prints name the steps.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import discord

from bot.adapters.clock import SystemClock
from bot.adapters.database import open_store
from bot.adapters.publish import DiscordPublisher
from bot.client import point_at
from bot.core.delivery import Pace
from bot.pipeline import publish
from tests.support import claims

LONGEST_CALL = 0.4


class Mortal:
    """Passes calls on, and kills the process before or after the one that it is told."""

    def __init__(self, beyond: object, tick: Callable[[str], None]) -> None:
        """Stand before `beyond`; `tick` is called around each awaited call."""
        self._beyond = beyond
        self._tick = tick

    def __getattr__(self, name: str) -> Any:
        """Return the method with its two points."""
        method = getattr(self._beyond, name)

        async def call(*arguments: Any, **named: Any) -> Any:
            self._tick(f"before {name}")
            answer: Awaitable[Any] = method(*arguments, **named)
            result = await answer
            self._tick(f"after {name}")
            return result

        return call


def killer(step: int) -> Callable[[str], None]:
    """Return what kills this process at its `step`th call."""
    count = 0

    def tick(name: str) -> None:
        nonlocal count
        count += 1
        if count == step:
            sys.stdout.write(f"killed {name}\n")
            sys.stdout.flush()
            os.kill(os.getpid(), signal.SIGKILL)

    return tick


async def main(url: str, step: int) -> None:
    """Publish until nothing is taken up any more."""
    point_at(os.environ["DISCORD_API_BASE"], None)
    tick = killer(step)
    client = discord.Client(intents=discord.Intents(guilds=True), max_ratelimit_timeout=30)
    async with open_store(url) as store, client:
        await client.login("a-token")
        mortal_store: Any = Mortal(store, tick)
        publisher: Any = Mortal(DiscordPublisher(client, LONGEST_CALL), tick)
        theatre, pace = claims.theatre(), Pace(least=Pace().least * 0, most=Pace().most * 0)
        while (await publish(mortal_store, publisher, theatre, SystemClock(), pace)).taken:
            continue


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
