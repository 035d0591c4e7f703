"""Take pictures of cards as a Discord client shows them, offline: simcord's preview drawn by a local Chromium.

`CHROMIUM` names the browser (default `/usr/bin/chromium`); nothing is fetched and no browser is downloaded.
"""

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import discord
import simcord
from discord.ext import commands

from bot.core.cards import Card
from bot.render import render

CHROMIUM: Final = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
NAME: Final = "Counterclaim"
DESKTOP: Final = (900, 1100)
PHONE: Final = (400, 1500)
_QUIET: Final = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@asynccontextmanager
async def local_chromium() -> AsyncIterator[None]:
    """Make playwright start the browser that is installed; simcord names none and would want its own."""
    from playwright.async_api import BrowserType

    launch = BrowserType.launch

    async def launch_installed(self: Any, **options: Any) -> Any:
        return await launch(self, **{**options, "executable_path": CHROMIUM, "args": list(_QUIET)})

    BrowserType.launch = launch_installed  # type: ignore[method-assign]
    try:
        yield
    finally:
        BrowserType.launch = launch  # type: ignore[method-assign]


async def picture(cards: Sequence[Card], path: Path, size: tuple[int, int], now: datetime) -> None:
    """Post the cards in a simulated channel and save a picture of it, `size` in pixels, at the time `now`."""
    bot = commands.Bot("!", intents=discord.Intents.default(), allowed_mentions=discord.AllowedMentions.none())
    async with local_chromium(), simcord.run(bot) as env:
        env.backend.bot_user.name = NAME
        await env.advance_time(max((now - env.now()).total_seconds(), 0))
        guild = env.create_guild(name="Border desk")
        channel = guild.create_text_channel("border-watch")
        reader = guild.add_member(env.create_user("watch officer"))
        place = bot.get_channel(channel.id)
        if not isinstance(place, discord.TextChannel):
            raise TypeError("the simulated channel is no text channel")
        for card in cards:
            await place.send(embed=render(card))
        preview = env.preview(
            channel, viewers=[reader], layout="channel", width=size[0], height=size[1], presentation_time=now
        )
        async with preview:
            await preview.screenshot(path, mode="viewport", viewport=size, allow_incomplete=True)
