"""The client as the real library runs it: over HTTP and a WebSocket, against the stand-in."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.adapters.publish import DiscordPublisher
from bot.client import point_at
from bot.desk import NO_SUCH_EVENT
from bot.errors import DeliveryError, SettingsError, TokenRefused
from tests.support.bots import FEBRUARY, Stage, opened
from tests.support.discord_payloads import APPLICATION
from tests.support.discord_stand_in import CHANNEL, DiscordStandIn, Fault, stand_in
from tests.support.wire import pointed_at

COMMANDS = f"/applications/{APPLICATION}/commands"


@pytest.fixture
async def discord_there(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DiscordStandIn]:
    async with stand_in() as there:
        with pointed_at(there, monkeypatch):
            yield there


@asynccontextmanager
async def serving(stage: Stage, discord: DiscordStandIn) -> AsyncIterator[asyncio.Task[None]]:
    """Run a client until the end of the block, connected to the stand-in's gateway."""
    await stage.client.log_in("a-token")
    connection = asyncio.create_task(stage.client.serve())
    try:
        await discord.wait_for(lambda: connection.done() or discord.gateway.sessions, why="an IDENTIFY")
        yield connection
    finally:
        await stage.client.close()
        await asyncio.wait([connection])


@pytest.fixture
async def connected(discord_there: DiscordStandIn, tmp_path: Path) -> AsyncIterator[Stage]:
    async with opened(tmp_path) as stage, serving(stage, discord_there):
        yield stage


async def test_it_identifies_with_the_servers_intent_alone(connected: Stage, discord_there: DiscordStandIn) -> None:
    (identity,) = discord_there.gateway.identifies
    assert identity["intents"] == 1


async def test_the_commands_are_synced_with_the_right_to_manage_for_the_admins_ones(
    connected: Stage, discord_there: DiscordStandIn
) -> None:
    needed = {one["name"]: one["default_member_permissions"] for one in discord_there.commands}
    assert needed == {"latest": None, "claims": None, "alerts": 1 << 5, "keywords": 1 << 5}


async def test_claims_are_answered_within_three_seconds_with_both_sides_figures(
    connected: Stage, discord_there: DiscordStandIn
) -> None:
    reply = await discord_there.interact("claims", {"event": FEBRUARY.id})
    await discord_there.wait_for(lambda: "133" in reply.text, why="the card")
    assert reply.waiting < 3
    assert "55" in reply.text
    assert not reply.ephemeral


async def test_a_question_for_an_unknown_episode_gets_one_line(connected: Stage, discord_there: DiscordStandIn) -> None:
    reply = await discord_there.interact("claims", {"event": "@everyone <@1> nothing"})
    assert reply.text == NO_SUCH_EVENT


async def test_typing_offers_the_episodes(connected: Stage, discord_there: DiscordStandIn) -> None:
    choices = await discord_there.complete("claims", {"event": "torkham"})
    assert [choice["value"] for choice in choices] == [FEBRUARY.id]


async def test_a_member_without_the_right_is_refused_though_discord_let_the_command_through(
    connected: Stage, discord_there: DiscordStandIn
) -> None:
    reply = await discord_there.interact("alerts here", permissions=0)
    assert reply.ephemeral
    assert "Manage Server" in reply.text
    assert await connected.store.alert_channels() == []


@pytest.mark.parametrize("command", ["alerts here", "alerts off", "keywords list"])
async def test_an_admins_command_in_a_direct_message_is_refused(
    connected: Stage, discord_there: DiscordStandIn, command: str
) -> None:
    reply = await discord_there.interact(command, direct=True)
    assert "in a server only" in reply.text


async def test_a_member_without_the_right_is_offered_no_terms(connected: Stage, discord_there: DiscordStandIn) -> None:
    typed = {"group": "places", "term": "tor"}
    assert await discord_there.complete("keywords remove", typed)
    assert await discord_there.complete("keywords remove", typed, permissions=0) == []
    assert await discord_there.complete("keywords add", {"group": ""}, permissions=0) == []


@pytest.mark.parametrize(
    ("command", "options", "said"),
    [
        ("gone", {}, "older form"),
        ("claims", {}, "older form"),
        ("latest", {"count": "three"}, "Something went wrong"),
    ],
)
async def test_a_command_that_does_not_fit_ours_gets_one_line(
    connected: Stage, discord_there: DiscordStandIn, command: str, options: dict[str, str], said: str
) -> None:
    discord_there.commands.append({"id": "1", "name": "gone", "type": 1})
    reply = await discord_there.interact(command, options)
    assert said in reply.text
    assert "\n" not in reply.text


async def test_a_reply_that_discord_no_longer_takes_is_logged_and_harms_nothing(
    connected: Stage, discord_there: DiscordStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    expired = {"message": "Unknown interaction", "code": 10062}
    discord_there.fail(Fault("POST", "/interactions/*/callback", status=404, body=expired))
    with pytest.raises(AssertionError, match="not within"):
        await discord_there.interact("alerts here", permissions=0, seconds=0.5)
    assert "reply lost" in caplog.text
    assert (await discord_there.interact("latest")).messages


async def test_alerts_say_which_permissions_are_missing(connected: Stage, discord_there: DiscordStandIn) -> None:
    view_channel = 1 << 10
    reply = await discord_there.interact("alerts here", app_permissions=view_channel)
    assert reply.ephemeral
    assert "I lack Send Messages and Embed Links" in reply.text
    assert [one.channel_id for one in await connected.store.alert_channels()] == [CHANNEL]


async def test_the_publisher_posts_through_the_same_client(connected: Stage, discord_there: DiscordStandIn) -> None:
    (card,) = await connected.client.desk.latest(1)
    publisher = DiscordPublisher(connected.client)
    number = await publisher.send(CHANNEL, card, "nonce-1")
    assert await publisher.send(CHANNEL, card, "nonce-1") == number
    assert await publisher.edit(CHANNEL, number, card)
    assert len(discord_there.messages()) == 1


async def test_a_dropped_socket_is_resumed_and_the_missed_command_answered(
    connected: Stage, discord_there: DiscordStandIn
) -> None:
    discord_there.gateway.drop()
    reply = await discord_there.interact("claims", {"event": FEBRUARY.id}, seconds=15)
    assert reply.messages
    assert len(discord_there.gateway.identifies) == 1
    assert discord_there.gateway.resumes


async def test_the_commands_are_sent_once_for_as_long_as_they_stay_the_same(
    discord_there: DiscordStandIn, tmp_path: Path
) -> None:
    for _ in range(2):
        async with opened(tmp_path) as stage, serving(stage, discord_there):
            pass
    assert len(discord_there.sent("PUT", COMMANDS)) == 1


async def test_commands_that_could_not_be_sent_are_sent_at_the_next_start(
    discord_there: DiscordStandIn, tmp_path: Path
) -> None:
    discord_there.fail(Fault("PUT", COMMANDS, status=503))
    async with opened(tmp_path) as stage:
        await stage.client.log_in("a-token")
        await stage.client.close()
    assert discord_there.commands == []
    async with opened(tmp_path) as stage:
        await stage.client.log_in("a-token")
        await stage.client.close()
    assert discord_there.commands


async def test_commands_that_could_not_be_sent_are_sent_when_the_gateway_is_ready(
    discord_there: DiscordStandIn, tmp_path: Path
) -> None:
    discord_there.fail(Fault("PUT", COMMANDS, status=503))
    async with opened(tmp_path) as stage, serving(stage, discord_there):
        await discord_there.wait_for(lambda: discord_there.commands, why="the commands")


async def test_an_invalid_session_is_followed_by_a_new_one_without_a_second_sync(
    connected: Stage, discord_there: DiscordStandIn
) -> None:
    await discord_there.gateway.invalidate()
    await discord_there.wait_for(lambda: len(discord_there.gateway.identifies) == 2, why="a second IDENTIFY")
    assert (await discord_there.interact("latest")).messages
    assert len(discord_there.sent("PUT", COMMANDS)) == 1


async def test_a_wish_to_reconnect_is_followed_by_a_resume(connected: Stage, discord_there: DiscordStandIn) -> None:
    await discord_there.gateway.ask_to_reconnect()
    await discord_there.wait_for(lambda: discord_there.gateway.resumes, why="a RESUME")
    assert (await discord_there.interact("latest")).messages


async def test_after_the_longest_outage_the_gateway_is_tried_twice_a_minute(connected: Stage) -> None:
    (one,) = (info._parent for info in connected.client.shards.values())
    assert max(one._backoff.delay() for _ in range(200)) <= 32


async def test_a_refused_token_ends_with_one_line_that_says_what_to_do(
    discord_there: DiscordStandIn, tmp_path: Path
) -> None:
    discord_there.refuses_token = True
    async with opened(tmp_path) as stage:
        with pytest.raises(TokenRefused, match="DISCORD_TOKEN") as caught:
            await stage.client.log_in("canary-token")
        await stage.client.close()
    assert "canary" not in str(caught.value)


async def test_a_token_refused_at_the_gateway_ends_as_well(discord_there: DiscordStandIn, tmp_path: Path) -> None:
    discord_there.gateway.refuses_token = True
    async with opened(tmp_path) as stage:
        await stage.client.log_in("a-token")
        with pytest.raises(TokenRefused, match="DISCORD_TOKEN"):
            await stage.client.serve()
        await stage.client.close()


@pytest.mark.parametrize("fault", [Fault("GET", "/gateway/bot", "drop"), Fault("GET", "/gateway/bot", status=503)])
async def test_a_gateway_that_cannot_be_found_ends_with_an_error_that_may_pass(
    discord_there: DiscordStandIn, tmp_path: Path, fault: Fault
) -> None:
    discord_there.fail(replace(fault, times=9))
    async with opened(tmp_path) as stage:
        await stage.client.log_in("a-token")
        with pytest.raises(DeliveryError, match="gateway") as caught:
            await stage.client.serve()
        await stage.client.close()
    assert not isinstance(caught.value, TokenRefused)


@pytest.mark.parametrize(
    "fault",
    [Fault("GET", "/users/@me", "drop"), Fault("GET", "/users/@me", status=503), Fault("GET", "/users/@me", "page")],
    ids=lambda fault: fault.kind,
)
async def test_a_discord_that_cannot_be_reached_is_told_from_a_refused_token(
    discord_there: DiscordStandIn, tmp_path: Path, fault: Fault
) -> None:
    discord_there.fail(replace(fault, times=9))
    async with opened(tmp_path) as stage:
        with pytest.raises(DeliveryError) as caught:
            await stage.client.log_in("a-token")
        await stage.client.close()
    assert not isinstance(caught.value, TokenRefused)


@pytest.mark.parametrize(
    ("api_base", "gateway_url"),
    [
        ("https://discord.example/api", None),
        ("http://127.0.0.1.example/api", None),
        ("http://user@discord.com/api", None),
        ("file:///etc/passwd", None),
        (None, "wss://gateway.example"),
        (None, "http://127.0.0.1"),
    ],
)
def test_another_discord_must_be_on_this_machine(api_base: str | None, gateway_url: str | None) -> None:
    with pytest.raises(SettingsError, match="DISCORD_"):
        point_at(api_base, gateway_url)
