"""A server with a channel, an admin and a member, round the real client on a real store."""

from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest

from tests.support.bots import opened
from tests.support.scene import Place, body_faults, running


@pytest.fixture
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Place]:
    """Give the scene; a marker `scene(filled=..., terms=..., fails=...)` changes it."""
    marker = request.node.get_closest_marker("scene")
    options = dict(marker.kwargs) if marker else {}
    fails = options.pop("fails", False)
    async with opened(tmp_path, shards=1, **options) as stage, running(stage, fails=fails) as env:
        guild = env.create_guild()
        managers = guild.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
        scene = Place(
            env,
            stage,
            guild,
            guild.create_text_channel("border-watch"),
            guild.add_member(env.create_user("admin"), roles=[managers]),
            guild.add_member(env.create_user("member")),
        )
        yield scene
        assert body_faults(env) == []


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker."""
    config.addinivalue_line("markers", "scene(**options): what the record holds and how many terms the rules have")
