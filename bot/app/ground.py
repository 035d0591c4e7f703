"""What every command stands on: the settings, the theatre compiled, its rules, the open store."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.adapters.clock import SystemClock
from bot.adapters.database import default_url, open_store
from bot.adapters.fetch import FeedFetcher, FetchLimits
from bot.adapters.parse import FeedParser
from bot.adapters.seeds import Seeds, read_seeds
from bot.core.feeds import Feed
from bot.core.reading import Reader, compile_reader
from bot.ports import Clock, Store
from config.rules.book import RulesBook
from config.rules.feeds import read_feeds
from config.rules.theatre import load_theatre
from config.settings import Settings

HOST_GAP = 0.5
SEEDS = Path(__file__).resolve().parents[2] / "seeds"


@dataclass(frozen=True, slots=True)
class Ground:
    """The parts that every process needs."""

    settings: Settings
    reader: Reader
    book: RulesBook
    store: Store
    clock: Clock


@asynccontextmanager
async def open_ground(settings: Settings) -> AsyncIterator[Ground]:
    """Read the theatre, open the store; raise RulesError or StoreError where that cannot be."""
    reader, book = read_ground(settings.theatre)
    url = settings.database_url.get_secret_value() if settings.database_url else default_url()
    async with open_store(url) as store:
        yield Ground(settings, reader, book, store, SystemClock())


def read_ground(theatre: Path) -> tuple[Reader, RulesBook]:
    """Read and compile the theatre's files."""
    return compile_reader(load_theatre(theatre)), RulesBook(theatre / "keywords.toml")


def theatre_feeds(ground_theatre: Path, reader: Reader) -> tuple[Feed, ...]:
    """Read the theatre's feeds."""
    return read_feeds(ground_theatre / "feeds.toml", reader.theatre.claimants)


def theatre_seeds(theatre: Path) -> Seeds:
    """Read the record to start from; a theatre without one starts empty."""
    return read_seeds(SEEDS / theatre.name)


@asynccontextmanager
async def open_source(
    contact: str, *, allow_private: bool, ports: Collection[int] = (80, 443)
) -> AsyncIterator[FeedFetcher]:
    """Start the parser's child processes and the shared HTTP session; no `ports` allows every port."""
    # Feeds of the operator's own network need no pacing.
    limits = FetchLimits(ports=frozenset(ports), host_gap=0.0 if allow_private else HOST_GAP)
    async with (
        FeedParser() as parser,
        FeedFetcher(parser, contact=contact, allow_private=allow_private, limits=limits) as fetcher,
    ):
        yield fetcher
