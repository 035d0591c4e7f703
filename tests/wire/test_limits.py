"""The stand-in's limits: what each refuses, and that the client library keeps to those that it knows of."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord
import pytest

from tests.support.discord_limits import Bucket, Limits
from tests.support.discord_stand_in import CHANNEL, DiscordStandIn, Fault, stand_in
from tests.support.wire import pointed_at

SEND = f"/channels/{CHANNEL}/messages"


@pytest.fixture
async def there(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DiscordStandIn]:
    async with stand_in() as discord_there:
        with pointed_at(discord_there, monkeypatch):
            yield discord_there


@asynccontextmanager
async def logged_in() -> AsyncIterator[discord.Client]:
    client = discord.Client(intents=discord.Intents.none(), allowed_mentions=discord.AllowedMentions.none())
    async with client:
        await client.login("a-token")
        yield client


def test_a_bucket_is_of_one_channel_and_opens_again() -> None:
    limits = Limits()
    assert [limits.refuse("a", "POST", SEND, 0.0) for _ in range(5)] == [None] * 5
    assert limits.headers("POST", SEND, 1.0)["X-RateLimit-Remaining"] == "0"
    refusal = limits.refuse("a", "POST", SEND, 1.0)
    assert refusal is not None
    assert refusal.retry_after == 4.0
    assert refusal.body["global"] is False
    assert refusal.headers["Via"]
    assert limits.refuse("a", "POST", "/channels/7/messages", 1.0) is None
    assert limits.refuse("a", "POST", SEND, 5.0) is None
    assert limits.breaches == {"send": 1}


def test_the_global_limit_is_one_token_s_and_leaves_out_interactions() -> None:
    limits = Limits()
    paths = [f"/channels/{number}/messages" for number in range(51)]
    *first, last = [limits.refuse("a", "POST", path, 0.5) for path in paths]
    assert not any(first)
    assert last is not None
    assert last.headers["X-RateLimit-Global"] == "true"
    assert last.body["global"] is True
    assert limits.refuse("b", "POST", paths[-1], 0.5) is None
    assert limits.refuse(None, "POST", "/interactions/1/token/callback", 0.5) is None
    assert limits.refuse("a", "POST", paths[-1], 1.5) is None
    assert limits.breaches == {"global": 1}
    assert limits.busiest == 50


def test_any_second_counts_wherever_it_begins() -> None:
    limits = Limits()
    refusals = [limits.refuse("a", "GET", "/users/@me", at) for at in [0.9] * 30 + [1.1] * 30]
    assert sum(refusal is not None for refusal in refusals) == 10


def test_ten_thousand_refusals_in_ten_minutes_shut_the_address_out() -> None:
    limits = Limits()
    for number in range(9_999):
        limits.answered(403, number * 0.01)
    limits.answered(404, 100.0)
    assert limits.refuse(None, "GET", "/users/@me", 100.0) is None
    limits.answered(429, 100.0)
    refusal = limits.refuse(None, "GET", "/users/@me", 100.0)
    assert refusal is not None
    assert refusal.page
    assert "Via" not in refusal.headers
    assert limits.refuse(None, "GET", "/users/@me", 3701.0) is None


def test_refusals_of_more_than_ten_minutes_ago_are_forgotten() -> None:
    limits = Limits(invalid=3)
    for at in (0.0, 1.0, 601.0):
        limits.answered(401, at)
    assert limits.refuse(None, "GET", "/users/@me", 601.0) is None


async def test_the_library_keeps_to_a_channel_s_bucket(there: DiscordStandIn) -> None:
    there.limits = Limits(buckets=(Bucket("send", "POST", re.compile(r"/channels/(\d+)/messages"), 3, 0.3),))
    async with logged_in() as client:
        for number in range(8):
            await client.get_partial_messageable(CHANNEL).send(f"{number}")
    assert len(there.messages()) == 8
    assert not there.limits.breaches
    assert there.requests[-1].at - there.requests[-8].at > 0.5


async def test_an_address_that_is_shut_out_gets_a_page_of_the_edge(there: DiscordStandIn) -> None:
    there.limits = Limits(invalid=1)
    there.fail(Fault("POST", SEND, status=403, body={"message": "Missing Access", "code": 50001}))
    async with logged_in() as client:
        channel = client.get_partial_messageable(CHANNEL)
        with pytest.raises(discord.Forbidden):
            await channel.send("once")
        with pytest.raises(discord.HTTPException, match="1015") as caught:
            await channel.send("again")
    assert caught.value.status == 429
    assert there.limits.breaches == {"ban": 1}
