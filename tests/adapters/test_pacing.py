"""Pacing against a stand-in that holds a bot to Discord's limits."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import discord
import pytest

from bot.adapters.pacing import Turns, paced
from bot.adapters.publish import DiscordPublisher
from bot.core.delivery import Remark
from bot.errors import ChannelClosed
from tests.support.discord_limits import Limits
from tests.support.discord_stand_in import CHANNEL, GUILD, DiscordStandIn, stand_in
from tests.support.wire import pointed_at

CHANNELS = tuple(range(CHANNEL, CHANNEL + 30))


@pytest.fixture
async def there(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DiscordStandIn]:
    async with stand_in() as discord_there:
        discord_there.guilds[GUILD] = list(CHANNELS)
        with pointed_at(discord_there, monkeypatch):
            yield discord_there


@asynccontextmanager
async def publisher(pace: aiohttp.TraceConfig) -> AsyncIterator[DiscordPublisher]:
    client = discord.Client(intents=discord.Intents.none(), http_trace=pace)
    async with client:
        await client.login("a-token")
        yield DiscordPublisher(client)


async def say_in_30_channels_at_once(there: DiscordStandIn, pace: aiohttp.TraceConfig) -> Limits:
    async with publisher(pace) as mouth:
        there.limits = Limits(per_second=12)
        said = (mouth.say(Remark(one, "Here.", f"nonce-{one}")) for one in CHANNELS)
        await asyncio.gather(*said, return_exceptions=True)
    return there.limits


async def test_many_channels_at_once_stay_below_the_global_limit(there: DiscordStandIn) -> None:
    limits = await say_in_30_channels_at_once(there, paced(Turns(8)))
    assert not limits.breaches
    assert all(len(there.messages(one)) == 1 for one in CHANNELS)


async def test_turns_that_become_more_count_for_those_who_wait_already() -> None:
    turns = Turns(4)
    async with asyncio.timeout(5):
        waiting = [asyncio.create_task(turns.wait()) for _ in range(100)]
        await turns.wait()
        turns.change(10_000)
        await asyncio.gather(*waiting)


async def test_without_it_the_same_channels_break_the_global_limit(there: DiscordStandIn) -> None:
    limits = await say_in_30_channels_at_once(there, aiohttp.TraceConfig())
    assert limits.breaches["global"]


async def test_many_refusals_slow_everything_down_before_discord_shuts_the_bot_out(there: DiscordStandIn) -> None:
    refused, gone = dict.fromkeys(CHANNELS, (403, 50001)), dict.fromkeys(CHANNELS, (404, 10003))
    async with publisher(paced(Turns(1000), most_refusals=30)) as mouth:
        taken = [
            await time_of_refusals(there, mouth, channels, closed)
            for channels, closed in ((CHANNELS, gone), (CHANNELS, refused), (CHANNELS[:4], refused))
        ]
    # at the careful pace thirty take six seconds, and four more than half a second
    assert max(taken[:2]) < 5
    assert taken[2] > 0.55


async def time_of_refusals(
    there: DiscordStandIn, mouth: DiscordPublisher, channels: tuple[int, ...], closed: dict[int, tuple[int, int]]
) -> float:
    there.closed = closed
    began = asyncio.get_running_loop().time()
    for one in channels:
        with pytest.raises(ChannelClosed):
            await mouth.say(Remark(one, "Here.", f"nonce-{one}"))
    return asyncio.get_running_loop().time() - began


async def test_a_reply_to_a_command_does_not_wait_for_its_turn(there: DiscordStandIn) -> None:
    async with asyncio.timeout(5), aiohttp.ClientSession(trace_configs=[paced(Turns(0.01))]) as session:
        await session.get(there.api_base + "/users/@me")
        for path in ("/interactions/1/token/callback", "/webhooks/1/token"):
            assert (await session.post(there.api_base + path, json={"type": 5})).status == 404
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await session.get(there.api_base + "/users/@me")
    # nobody gave a command
    there.violations.clear()
