"""`counterclaim feeds add|remove|pause|resume|export|import`: what an operator orders about feeds."""

import asyncio
import re
import sys
from argparse import Namespace
from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import replace
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urlsplit

from rich.console import Console

from bot.adapters.discover import find_feeds
from bot.adapters.fetch.pages import EXTRACTOR, MISSING
from bot.adapters.opml import LANGUAGE, read_opml, write_opml
from bot.app.entries import write_whole
from bot.app.ground import Ground, open_ground, open_source, theatre_feeds
from bot.core.feeds import Feed
from bot.core.model import OTHER
from bot.errors import SettingsError
from config.settings import read_settings

T = TypeVar("T")

_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_NOT_OF_ID: Final = re.compile(r"[^a-z0-9]+")


def add_feed(options: Namespace) -> int:
    """Find the feed at an address, or that its page names, and add it."""
    return asyncio.run(_on_ground(lambda ground: _add(ground, options)))


async def _add(ground: Ground, options: Namespace) -> int:
    settings, now = ground.settings, ground.clock.now()
    sides = {*ground.reader.theatre.claimants, OTHER}
    if options.side not in sides:
        raise SettingsError(f'side "{options.side}" is not known; use one of {", ".join(sorted(sides))}')
    if not LANGUAGE.fullmatch(options.language):
        raise SettingsError(f'language "{options.language}" is no language code such as "en"')
    address = options.address if "://" in options.address else f"https://{options.address}"
    console = Console(soft_wrap=True)
    async with open_source(
        settings.contact, allow_private=settings.allow_private_feeds, ports=settings.feed_ports
    ) as source:
        first, *others = await find_feeds(source, address, now)
    host = urlsplit(first.feed.address).hostname or ""
    taken = {one.id for one in await _stored(ground)}
    feed = Feed(
        id=_free_id(options.id or host.removeprefix("www."), taken, given=options.id is not None),
        outlet=options.outlet or host,
        address=first.feed.address,
        language=options.language,
        side=options.side,
        state_owned=options.state_owned,
        interval=timedelta(minutes=options.interval),
        full_text=options.full_text,
    )
    await ground.store.add_feeds([feed], now)
    console.print(f"added {replace(first, feed=feed).line} ({feed.address})", markup=False, highlight=False)
    for other in others:
        console.print(f"also named there: {other.feed.address}", markup=False, highlight=False)
    if feed.full_text and find_spec(EXTRACTOR) is None:
        console.print(f"no full text is read: {MISSING}", markup=False, highlight=False)
    return 0


def _free_id(wanted: str, taken: Collection[str], *, given: bool) -> str:
    """Return an id: the wanted one where it was given, else one made of it that nobody has."""
    if given:
        if not _ID.fullmatch(wanted):
            raise SettingsError(f'id "{wanted}" must be small letters, digits and dashes, 60 at most')
        return wanted
    base = _NOT_OF_ID.sub("-", wanted.lower()).strip("-")[:50] or "feed"
    numbered = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(one for one in numbered if one not in taken)


def remove_feed(feed_id: str) -> int:
    """Take out a feed that was added by command."""
    return asyncio.run(_on_ground(lambda ground: _done(ground.store.drop_feed(feed_id), f"removed {feed_id}")))


def hold_feed(feed_id: str, *, held: bool) -> int:
    """Pause a feed, or poll it again."""
    words = f"{'paused' if held else 'resumed'} {feed_id}"
    return asyncio.run(
        _on_ground(lambda ground: _done(ground.store.hold_feed(feed_id, ground.clock.now(), held=held), words))
    )


async def _done(order: Awaitable[None], words: str) -> int:
    await order
    Console(soft_wrap=True).print(words, markup=False, highlight=False)
    return 0


def export_feeds(file: Path | None) -> int:
    """Write all feeds as OPML to `file`, or to standard output."""
    feeds = asyncio.run(_on_ground(_stored))
    document = write_opml(feeds)
    if file is None:
        sys.stdout.write(document)
        return 0
    try:
        write_whole(file, document)
    except OSError as error:
        raise SettingsError(f"{file} cannot be written ({error.strerror}); name another file") from None
    return 0


async def _stored(ground: Ground) -> list[Feed]:
    return [one.feed for one in await ground.store.feeds()]


def import_feeds(file: Path) -> int:
    """Add the feeds of an OPML document whose addresses are not there yet; nothing is fetched."""
    try:
        document = file.read_bytes()
    except OSError as error:
        raise SettingsError(f"{file} cannot be read ({error.strerror})") from None
    return asyncio.run(_on_ground(lambda ground: _import(ground, document, file)))


async def _import(ground: Ground, document: bytes, file: Path) -> int:
    console = Console(soft_wrap=True)
    found = read_opml(document, ground.reader.theatre.claimants, str(file))
    for remark in found.remarks:
        console.print(remark, markup=False, highlight=False)
    fresh = list(_fresh(found.feeds, await _stored(ground)))
    await ground.store.add_feeds(fresh, ground.clock.now())
    for feed in fresh:
        console.print(f"added {feed.id} ({feed.address})", markup=False, highlight=False)
    if any(feed.full_text for feed in fresh) and find_spec(EXTRACTOR) is None:
        console.print(f"no full text is read: {MISSING}", markup=False, highlight=False)
    console.print(f"{len(fresh)} added, {len(found.feeds) - len(fresh)} there already")
    return 0


def _fresh(found: Iterable[Feed], stored: Iterable[Feed]) -> Iterable[Feed]:
    """Return the feeds whose address is new, each with an id that is free."""
    ids, addresses = {one.id for one in stored}, {one.address for one in stored}
    for feed in found:
        if feed.address in addresses:
            continue
        wanted = feed.id if _ID.fullmatch(feed.id) else urlsplit(feed.address).hostname or ""
        named = replace(feed, id=_free_id(wanted, ids, given=False))
        ids.add(named.id)
        addresses.add(named.address)
        yield named


async def _on_ground(order: Callable[[Ground], Awaitable[T]]) -> T:
    """Run an order once the feeds of the file are in the database."""
    async with open_ground(read_settings()) as ground:
        await ground.store.save_feeds(theatre_feeds(ground.settings.theatre, ground.reader), ground.clock.now())
        return await order(ground)
