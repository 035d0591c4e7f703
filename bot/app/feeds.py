"""`counterclaim feeds`: how the feeds stand, and which still answer."""

import asyncio
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, track
from rich.table import Table

from bot.adapters.clock import SystemClock
from bot.adapters.compare_feeds import Comparison, compare_folder, shown
from bot.adapters.fetch import check_feed
from bot.adapters.fetch.pages import EXTRACTOR, MISSING
from bot.app.ground import open_ground, open_source, theatre_feeds
from bot.core.feeds import Feed, FeedCheck
from bot.core.pages import PAGES_NOTE
from bot.core.refresh import standing
from bot.errors import SettingsError
from bot.ports import FeedStanding
from config.settings import Settings, read_settings

PIPE_WIDTH = 160
ALIKE = 0.995
MINUTES_SHOWN = 120
STATES = {"new": "not polled yet", "answers": "good", "silent": "silent: it answers, but nothing new for long"}


def list_feeds() -> int:
    """Print every feed with its state."""
    # A pipe has no width of its own: give every column its room there.
    Console(width=None if sys.stdout.isatty() else PIPE_WIDTH).print(asyncio.run(_standing(read_settings())))
    return 0


async def _standing(settings: Settings) -> Table:
    table = Table("feed", "outlet", "language", "side", "last good poll", "last new entry", "usual pause", "state")
    async with open_ground(settings) as ground:
        await ground.store.save_feeds(theatre_feeds(settings.theatre, ground.reader), ground.clock.now())
        for one in await ground.store.feeds():
            good = f"{one.state.last_ok:%Y-%m-%d %H:%M}" if one.state.last_ok else "never"
            new = f"{one.state.last_new:%Y-%m-%d %H:%M}" if one.state.last_new else "never"
            pause = _pause(one.state.rhythm) if one.state.rhythm else ""
            pages = await ground.store.note(f"{PAGES_NOTE}{one.feed.id}") if one.feed.full_text else None
            state = "; ".join(filter(None, (_state(one, ground.clock.now()), pages[0] if pages else "")))
            table.add_row(one.feed.id, one.feed.outlet, one.feed.language, one.feed.side, good, new, pause, state)
    return table


def _state(one: FeedStanding, now: datetime) -> str:
    """Return how a feed stands: paused, new, answering, silent against its own rhythm, down, blocked or gone."""
    if one.feed.paused:
        return "paused"
    kind = standing(one.state, now)
    return f"{kind}: {one.state.last_error}" if one.state.last_error else STATES.get(kind, kind)


def _pause(rhythm: timedelta) -> str:
    minutes = round(rhythm.total_seconds() / 60)
    return f"{minutes} min" if minutes < MINUTES_SHOWN else f"{minutes / 60:.0f} h"


def compare_feeds(folder: Path) -> int:
    """Hold our reading of the feeds in a folder against feedparser's own; 1 where too few entries are read alike."""
    if not folder.is_dir():
        raise SettingsError(f"{folder} is not a folder; give one that holds feeds as files")
    console = Console(width=None if sys.stdout.isatty() else PIPE_WIDTH)
    reading = track(compare_folder(folder), "Reading the feeds", console=console, transient=True)
    found = list(reading)
    readings, differing = sum(one.compared for one in found), sum(one.differing for one in found)
    if not readings:
        raise SettingsError(f"there is no feed with entries in {folder}")
    if differing:
        console.print(_differences(found, folder))
    for one in found:
        if one.refused:
            console.print(f"{one.file.relative_to(folder)}: not read on purpose: {one.refused}", markup=False)
    alike = (readings - differing) / readings
    console.print(f"{len(found)} feeds, {readings} readings of an entry (whole or as delta), {alike:.2%} alike")
    return 0 if alike >= ALIKE else 1


def _differences(found: Sequence[Comparison], folder: Path) -> Table:
    table = Table("file", "read", "entry", "field", "ours", "feedparser's")
    for one in (difference for comparison in found for difference in comparison.differences):
        where = (str(one.file.relative_to(folder)), one.way, str(one.entry + 1), one.field)
        table.add_row(*map(escape, (*where, shown(one.ours), shown(one.theirs))))
    return table


def check_feeds(ids: Sequence[str]) -> int:
    """Fetch the feeds `ids` (all without any) once and print what each answers; 1 where one does not."""
    console = Console(width=None if sys.stdout.isatty() else PIPE_WIDTH)
    checks = asyncio.run(_check(read_settings(), ids, console))
    console.print(_checked(checks))
    if any(check.feed.full_text for check in checks) and find_spec(EXTRACTOR) is None:
        console.print(f"no full text is read: {MISSING}", markup=False, highlight=False)
    return 0 if all(check.reason is None for check in checks) else 1


async def _check(settings: Settings, ids: Sequence[str], console: Console) -> list[FeedCheck]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    feeds = await _chosen(settings, ids)
    async with open_source(
        settings.contact, allow_private=settings.allow_private_feeds, ports=settings.feed_ports
    ) as source:
        with Progress(*columns, console=console, transient=True) as progress:
            task = progress.add_task("Asking the feeds", total=len(feeds))

            async def check(feed: Feed) -> FeedCheck:
                result = await check_feed(source, feed, SystemClock().now())
                progress.advance(task)
                return result

            return await asyncio.gather(*(check(feed) for feed in feeds))


async def _chosen(settings: Settings, ids: Sequence[str]) -> list[Feed]:
    """Return the feeds of the file and those added by command, or those of them that were asked for."""
    async with open_ground(settings) as ground:
        await ground.store.save_feeds(theatre_feeds(settings.theatre, ground.reader), ground.clock.now())
        feeds = [one.feed for one in await ground.store.feeds()]
    if unknown := set(ids) - {feed.id for feed in feeds}:
        raise SettingsError(f'no feed is called {", ".join(sorted(unknown))}; see "counterclaim feeds list"')
    return [feed for feed in feeds if not ids or feed.id in ids]


def _checked(checks: Sequence[FeedCheck]) -> Table:
    """Return what each feed answered; those that failed come last, where they are seen."""
    table = Table("feed", "outlet", "entries", "newest", "seconds", "answer")
    for one in sorted(checks, key=lambda check: check.reason is not None):
        newest = f"{one.newest:%Y-%m-%d %H:%M}" if one.newest else ""
        counted = str(one.entries) if one.reason is None else ""
        cells = (one.feed.id, one.feed.outlet, counted, newest, f"{one.seconds:.1f}", one.reason or "good")
        table.add_row(*map(escape, cells))
    return table
