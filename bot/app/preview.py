"""`counterclaim demo`: sample feeds through the real pipeline into a preview of the channel."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import discord
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from bot.adapters.database import open_store
from bot.adapters.publish import DiscordPublisher
from bot.app.ground import SEEDS, open_source, read_ground, theatre_seeds
from bot.client import CounterclaimClient
from bot.demo import Audience, CardWall, ReplayClock, Sample, Stage, read_samples, replay, sample_feeds, stay
from bot.desk import Desk
from bot.errors import SettingsError
from bot.ports import Publisher
from bot.terminal import show_card
from config.settings import Settings, read_settings

START = datetime(2026, 2, 26, 12, tzinfo=UTC)
GUILD, CHANNEL = 1, 1
CARD_WIDTH = 110
NO_PREVIEW = (
    'the preview page needs the package simcord: install "counterclaim[demo]", or see the cards here with '
    '"counterclaim demo --once"'
)


def demo(*, once: bool, port: int) -> int:
    """Replay the sample feeds and print the cards; unless `once`, serve a page of the channel until stopped."""
    settings = read_settings()
    console = Console(width=None if sys.stdout.isatty() else CARD_WIDTH)
    with suppress(KeyboardInterrupt):
        asyncio.run(_print_cards(settings, console) if once else _serve_page(settings, console, port))
    return 0


@asynccontextmanager
async def open_stage(settings: Settings) -> AsyncIterator[tuple[Stage, list[Sample]]]:
    """Open an embedded database, the sample feed server and the fetcher; the record ends where the replay starts."""
    reader, book = read_ground(settings.theatre)
    clock = ReplayClock(START)
    samples = read_samples(SEEDS / "demo" / "entries.jsonl")
    seeds = theatre_seeds(settings.theatre)
    past = [event for event in seeds.events if event.last < START.date()]
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="counterclaim-demo-"))
        store = await stack.enter_async_context(open_store(f"sqlite:///{Path(folder) / 'demo.sqlite3'}"))
        source = await stack.enter_async_context(open_source(settings.contact, allow_private=True, ports=()))
        feeds = await stack.enter_async_context(sample_feeds(samples, clock))
        await store.save_events(past, {event.id: seeds.claims.get(event.id, ()) for event in past}, clock.now())
        await store.save_feeds(feeds, clock.now())
        yield Stage(store, source, reader, book.current(), clock), samples


async def _print_cards(settings: Settings, console: Console) -> None:
    async with open_stage(settings) as (stage, samples):
        await stage.store.save_alerts(CHANNEL, GUILD, 0, stage.clock.now())
        await _replay_and_print(stage, samples, console)


async def _replay_and_print(
    stage: Stage,
    samples: list[Sample],
    console: Console,
    beyond: Publisher | None = None,
    moved: Callable[[datetime], Awaitable[None]] = stay,
) -> None:
    wall = CardWall(beyond)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("Replaying", total=1 + sum(sample.published > START for sample in samples))

        def told(line: str) -> None:
            progress.console.print(line, highlight=False, markup=False, style="dim")
            progress.advance(task)

        await replay(stage, Audience(wall, told, moved), samples)
    for card in wall.cards.values():
        console.print(show_card(card, min(console.width, CARD_WIDTH)))


async def _serve_page(settings: Settings, console: Console, port: int) -> None:
    """Run the real client against a simulated Discord, replay into its channel, and serve that as a page."""
    async with open_stage(settings) as (stage, samples), _channel(stage) as (env, client, channel, officer):

        async def moved(moment: datetime) -> None:
            await env.advance_time(max((moment - env.now()).total_seconds(), 0))

        await moved(stage.clock.now())
        await _replay_and_print(stage, samples, console, DiscordPublisher(client), moved)
        page = env.preview(channel, viewers=[officer], layout="channel", port=port, presentation_time=stage.clock.now())
        async with page:
            console.print(f"The channel is open at {page.url}")
            console.print("Try /latest, /claims and /keywords list there (the arrow sends a command). Ctrl-C ends it.")
            await _until_closed(page)


async def _until_closed(page: Any) -> None:
    """Wait until the page is closed, or SIGINT or SIGTERM says to end (also where the shell had them ignored)."""
    loop = asyncio.get_running_loop()
    closed = asyncio.ensure_future(page.wait_closed())
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, closed.cancel)
    await asyncio.wait({closed})


@asynccontextmanager
async def _channel(stage: Stage) -> AsyncIterator[tuple[Any, CounterclaimClient, Any, Any]]:
    try:
        import simcord  # noqa: PLC0415  only the page needs it, and it is an extra
    except ImportError as error:
        raise SettingsError(NO_PREVIEW) from error
    desk = Desk(stage.store, stage.reader.theatre, lambda: stage.rules, stage.clock)
    client = CounterclaimClient(desk, stage.store, stage.clock, shard_count=1)
    async with simcord.run(client) as env:
        env.backend.bot_user.name = "Counterclaim"
        guild = env.create_guild(name="Newsroom")
        channel = guild.create_text_channel("border-watch")
        role = guild.create_role("Desk", permissions=discord.Permissions(manage_guild=True))
        officer = guild.add_member(env.create_user("watch officer"), roles=[role])
        await stage.store.save_alerts(channel.id, guild.id, officer.id, stage.clock.now())
        yield env, client, channel, officer
