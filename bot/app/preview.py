"""`counterclaim demo`: sample feeds through the real pipeline into a preview of the channel."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from bot.adapters.database import open_store
from bot.app.ground import SEEDS, open_source, read_ground, theatre_seeds
from bot.demo import CHANNEL, CardWall, ReplayClock, Sample, Stage, read_samples, replay, sample_feeds
from bot.terminal import show_card
from config.settings import Settings, read_settings

START = datetime(2026, 2, 26, 12, tzinfo=UTC)
GUILD = 1
CARD_WIDTH = 110


def demo(*, once: bool, port: int) -> int:
    """Replay the sample feeds and print the cards; unless `once`, serve a page of the channel until stopped."""
    settings = read_settings()
    console = Console(width=None if sys.stdout.isatty() else CARD_WIDTH)
    asyncio.run(_demo(settings, console, once=once, port=port))
    return 0


async def _demo(settings: Settings, console: Console, *, once: bool, port: int) -> None:
    samples = read_samples(SEEDS / "demo" / "entries.jsonl")
    wall = CardWall()
    async with open_stage(settings, samples, wall) as stage:
        await run_replay(stage, samples, console)
        for card in wall.cards.values():
            console.print(show_card(card, min(console.width, CARD_WIDTH)))


@asynccontextmanager
async def open_stage(settings: Settings, samples: list[Sample], wall: CardWall) -> AsyncIterator[Stage]:
    """Open an embedded database, the sample feed server and the fetcher; the record ends where the replay starts."""
    reader, book = read_ground(settings.theatre)
    clock = ReplayClock(START)
    seeds = theatre_seeds(settings.theatre)
    past = [event for event in seeds.events if event.last < START.date()]
    with TemporaryDirectory(prefix="counterclaim-demo-") as folder:
        async with (
            open_store(f"sqlite:///{Path(folder) / 'demo.sqlite3'}") as store,
            open_source(settings.contact, allow_private=True) as source,
            sample_feeds(samples, clock) as feeds,
        ):
            await store.save_events(past, {event.id: seeds.claims.get(event.id, ()) for event in past}, clock.now())
            await store.save_feeds(feeds, clock.now())
            await store.save_alerts(CHANNEL, GUILD, 0, clock.now())
            yield Stage(store, source, reader, book.current(), wall, clock)


async def run_replay(stage: Stage, samples: list[Sample], console: Console) -> None:
    """Replay with a progress bar that names every step."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console) as progress:
        steps = 1 + sum(sample.published > START for sample in samples)
        task = progress.add_task("Replaying the sample feeds", total=steps)

        def told(line: str) -> None:
            progress.console.print(line, highlight=False, markup=False, style="dim")
            progress.advance(task)

        await replay(stage, samples, START, told)
