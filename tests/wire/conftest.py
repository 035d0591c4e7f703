"""A stand-in Discord, a feed on loopback and an empty PostgreSQL for tests of the real program."""

from collections.abc import AsyncIterator

import pytest

from tests.support.databases import empty, postgresql_url
from tests.support.discord_stand_in import DiscordStandIn, stand_in
from tests.support.processes import LoopbackFeed, loopback_feed

__all__ = ["postgresql_url"]


@pytest.fixture
async def discord_there() -> AsyncIterator[DiscordStandIn]:
    """Run a stand-in; whatever it was sent that Discord would refuse fails the test."""
    async with stand_in() as there:
        yield there


@pytest.fixture
async def feed() -> AsyncIterator[LoopbackFeed]:
    """Serve a feed that holds one item about something else."""
    async with loopback_feed() as there:
        there.add("old", "Cricket: hosts win the toss", "The hosts won the toss and chose to bat.")
        yield there


@pytest.fixture
async def database(postgresql_url: str) -> AsyncIterator[str]:
    """Give the URL of an empty PostgreSQL."""
    await empty(postgresql_url)
    yield postgresql_url
    await empty(postgresql_url)
