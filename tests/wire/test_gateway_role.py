"""The gateway's one holder: who waits, who takes over, and who ends when the gateway stays away."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.adapters.clock import SystemClock
from bot.app.gateway import ALIVE_NOTE, keep_gateway, leave_role
from bot.app.ground import Ground, read_ground
from bot.errors import DeliveryError, TokenRefused
from config.settings import read_settings
from tests.support.bots import Stage, opened
from tests.support.databases import statement
from tests.support.discord_stand_in import DiscordStandIn, stand_in
from tests.support.wire import pointed_at

LOOK = 0.05


@pytest.fixture
async def there(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DiscordStandIn]:
    async with stand_in() as discord:
        with pointed_at(discord, monkeypatch):
            yield discord


def ground_on(stage: Stage) -> Ground:
    settings = read_settings()
    reader, book = read_ground(settings.theatre)
    return Ground(settings, reader, book, stage.store, SystemClock())


@asynccontextmanager
async def copy_of_the_bot(folder: Path, holder: str, patience: float = 60) -> AsyncIterator[asyncio.Task[None]]:
    async with opened(folder) as stage:
        ground = ground_on(stage)
        await stage.client.log_in("a-token")
        task = asyncio.create_task(keep_gateway(ground, stage.client, holder, patience, LOOK))
        try:
            yield task
        finally:
            task.cancel()
            await asyncio.wait([task])
            await stage.client.close()
            await leave_role(ground, holder)


async def test_a_second_copy_waits_and_takes_over(there: DiscordStandIn, tmp_path: Path) -> None:
    async with copy_of_the_bot(tmp_path, "second") as second:
        await there.wait_for(lambda: len(there.gateway.sessions) == 1, why="the first connection")
        async with copy_of_the_bot(tmp_path, "third") as third:
            await asyncio.wait([second, third], timeout=5 * LOOK)
            assert len(there.gateway.identifies) == 1
            second.cancel()
            await asyncio.wait([second])
            async with opened(tmp_path) as stage:
                await leave_role(ground_on(stage), "second")
            await there.wait_for(lambda: len(there.gateway.identifies) == 2, why="the takeover")


async def test_a_gateway_that_is_up_leaves_a_note(there: DiscordStandIn, tmp_path: Path) -> None:
    async with copy_of_the_bot(tmp_path, "only") as running, opened(tmp_path) as stage:
        noted: list[object] = []

        async def look() -> None:
            while not noted:
                if (note := await stage.store.note(ALIVE_NOTE)) is not None:
                    noted.append(note)

        await asyncio.wait([asyncio.create_task(look()), running], timeout=20, return_when=asyncio.FIRST_COMPLETED)
        assert noted


async def test_a_resume_address_that_never_answers_ends_the_process(there: DiscordStandIn, tmp_path: Path) -> None:
    async with copy_of_the_bot(tmp_path, "only", patience=1) as running:
        await there.wait_for(lambda: there.gateway.sessions, why="a session")
        there.gateway.refuses_everyone = True
        there.gateway.drop()
        done, _ = await asyncio.wait([running], timeout=20)
        assert done
        with pytest.raises(DeliveryError, match="not been ready for 1 s"):
            await running


async def test_a_first_connection_that_never_comes_up_ends_the_process(there: DiscordStandIn, tmp_path: Path) -> None:
    there.gateway.refuses_everyone = True
    async with copy_of_the_bot(tmp_path, "only", patience=1) as running:
        done, _ = await asyncio.wait([running], timeout=20)
        assert done
        with pytest.raises(DeliveryError):
            await running


async def test_whoever_lost_the_role_ends(there: DiscordStandIn, tmp_path: Path) -> None:
    async with copy_of_the_bot(tmp_path, "frozen") as running:
        await there.wait_for(lambda: there.gateway.sessions, why="a session")
        taken = "UPDATE leases SET holder = 'other', until = '2100-01-01 00:00:00.000000'"
        await statement(f"sqlite:///{tmp_path / 'store.db'}", taken)
        done, _ = await asyncio.wait([running], timeout=20)
        assert done
        with pytest.raises(DeliveryError, match="another process"):
            await running


async def test_a_token_refused_at_the_gateway_is_passed_on(there: DiscordStandIn, tmp_path: Path) -> None:
    there.gateway.refuses_token = True
    async with copy_of_the_bot(tmp_path, "only") as running:
        with pytest.raises(TokenRefused):
            await asyncio.wait_for(asyncio.shield(running), 20)
