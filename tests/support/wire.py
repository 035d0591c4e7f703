"""Point the client library at the stand-in for the length of a test."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.client import point_at
from tests.support.discord_stand_in import DiscordStandIn


@contextmanager
def pointed_at(discord: DiscordStandIn, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Use the stand-in as Discord; the library's own addresses come back afterwards."""
    with monkeypatch.context() as patch:
        patch.setattr(Route, "BASE", Route.BASE)
        patch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)
        point_at(discord.api_base, discord.gateway_url)
        yield
