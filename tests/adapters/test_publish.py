"""The publisher against the stand-in: what each of Discord's ways to fail means for a card."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import discord
import pytest

from bot.adapters.publish import DiscordPublisher
from bot.core.cards import Card, Field
from bot.core.delivery import Remark
from bot.errors import ChannelClosed, DeliveryError, OutcomeUnknown, TokenRefused
from tests.support.discord_stand_in import CHANNEL, GUILD, DiscordStandIn, Fault, message_text, stand_in
from tests.support.wire import pointed_at

NONCE = "0123456789abcdef012345678"
MESSAGES = f"/channels/{CHANNEL}/messages"
GONE = 9999
THREADS = f"{MESSAGES}/*/threads"


def card(summary: str = "Both accept at least 2 dead.") -> Card:
    fields = (Field("One side says", "killed: 55", inline=True), Field("The other says", "killed: 2", inline=True))
    return Card("2026-02-26-x", "26 Feb", summary, fields, "2 sources", datetime(2026, 2, 27, tzinfo=UTC), 0x607D8B)


def note(thread: int, text: str) -> Remark:
    return Remark(CHANNEL, text, f"note-{text}"[:25], thread, "Clash")


@pytest.fixture
async def discord_there(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DiscordStandIn]:
    async with stand_in() as there:
        with pointed_at(there, monkeypatch):
            yield there


@pytest.fixture
async def publisher(discord_there: DiscordStandIn) -> AsyncIterator[DiscordPublisher]:
    client = discord.Client(
        intents=discord.Intents.none(), allowed_mentions=discord.AllowedMentions.none(), max_ratelimit_timeout=30
    )
    async with client:
        await client.login("a-token")
        yield DiscordPublisher(client, longest_call=0.5)


async def test_a_card_is_posted_with_its_nonce_and_mentions_nobody(
    publisher: DiscordPublisher, discord_there: DiscordStandIn
) -> None:
    number = await publisher.send(CHANNEL, card(), NONCE)
    (message,) = discord_there.messages()
    assert int(message["id"]) == number
    assert "killed: 55" in message_text(message)
    (request,) = discord_there.sent("POST", MESSAGES)
    assert request.body["nonce"] == NONCE
    assert request.body["enforce_nonce"] is True
    assert request.body["allowed_mentions"] == {"parse": []}


async def test_the_same_nonce_never_makes_a_second_message(
    publisher: DiscordPublisher, discord_there: DiscordStandIn
) -> None:
    first = await publisher.send(CHANNEL, card(), NONCE)
    assert await publisher.send(CHANNEL, card(), NONCE) == first
    assert await publisher.send(CHANNEL, card(), NONCE[::-1]) != first
    assert len(discord_there.messages()) == 2


async def test_an_edit_changes_the_message_in_place(publisher: DiscordPublisher, discord_there: DiscordStandIn) -> None:
    number = await publisher.send(CHANNEL, card(), NONCE)
    assert await publisher.edit(CHANNEL, number, card("Raised to 60."))
    (message,) = discord_there.messages()
    assert "Raised to 60." in message_text(message)
    assert discord_there.requests[-1].body["allowed_mentions"] == {"parse": []}


async def test_an_edit_of_a_deleted_message_says_that_it_is_gone(
    publisher: DiscordPublisher, discord_there: DiscordStandIn
) -> None:
    number = await publisher.send(CHANNEL, card(), NONCE)
    discord_there.delete(discord_there.messages()[0])
    assert not await publisher.edit(CHANNEL, number, card())


@pytest.mark.parametrize(
    ("status", "code", "reason"),
    [(403, 50001, "View Channel"), (403, 50013, "Embed Links"), (404, 10003, "gone"), (400, 50083, "archived")],
)
async def test_a_channel_that_is_closed_to_the_bot_is_told_from_a_fault(
    publisher: DiscordPublisher, discord_there: DiscordStandIn, status: int, code: int, reason: str
) -> None:
    discord_there.closed[CHANNEL] = (status, code)
    with pytest.raises(ChannelClosed, match=reason) as caught:
        await publisher.send(CHANNEL, card(), NONCE)
    assert caught.value.channel_id == CHANNEL
    with pytest.raises(ChannelClosed):
        await publisher.edit(CHANNEL, 1, card())


async def test_a_channel_that_was_deleted_is_closed(publisher: DiscordPublisher) -> None:
    with pytest.raises(ChannelClosed, match="gone"):
        await publisher.send(GONE, card(), NONCE)


@pytest.mark.parametrize(
    "fault",
    [
        Fault("POST", MESSAGES, status=503),
        Fault("POST", MESSAGES, status=503, applied=True),
        Fault("POST", MESSAGES, "drop"),
        Fault("POST", MESSAGES, "drop", applied=True),
        Fault("POST", MESSAGES, "hang"),
        Fault("POST", MESSAGES, "hang", applied=True),
        Fault("POST", MESSAGES, "page"),
        Fault("POST", MESSAGES, "page", applied=True),
    ],
    ids=lambda fault: f"{fault.kind}-{fault.status}-{'applied' if fault.applied else 'lost'}",
)
async def test_no_good_answer_leaves_the_outcome_open_and_a_repeat_makes_one_message(
    publisher: DiscordPublisher, discord_there: DiscordStandIn, fault: Fault
) -> None:
    discord_there.fail(fault)
    with pytest.raises(OutcomeUnknown):
        await publisher.send(CHANNEL, card(), NONCE)
    assert len(discord_there.messages()) == (1 if fault.applied else 0)
    await publisher.send(CHANNEL, card(), NONCE)
    assert len(discord_there.messages()) == 1


async def test_a_short_rate_limit_is_waited_out(publisher: DiscordPublisher, discord_there: DiscordStandIn) -> None:
    body = {"message": "slow down", "retry_after": 0.05, "global": False}
    discord_there.fail(Fault("POST", MESSAGES, status=429, body=body, headers={"Via": "1.1 google"}))
    await publisher.send(CHANNEL, card(), NONCE)
    assert len(discord_there.messages()) == 1


async def test_a_long_rate_limit_is_handed_back_with_its_wait(
    publisher: DiscordPublisher, discord_there: DiscordStandIn
) -> None:
    number = await publisher.send(CHANNEL, card(), NONCE)
    body = {"message": "too many edits of old messages", "retry_after": 340.5, "global": False, "code": 30046}
    discord_there.fail(Fault("PATCH", MESSAGES + "/*", status=429, body=body, headers={"Via": "1.1 google"}))
    with pytest.raises(DeliveryError) as caught:
        await publisher.edit(CHANNEL, number, card("new"))
    assert caught.value.retry_after == 340.5


async def test_a_ban_at_the_edge_is_handed_back_with_its_wait(
    publisher: DiscordPublisher, discord_there: DiscordStandIn
) -> None:
    discord_there.fail(Fault("POST", MESSAGES, status=429, headers={"Retry-After": "77"}))
    with pytest.raises(DeliveryError) as caught:
        await publisher.send(CHANNEL, card(), NONCE)
    assert caught.value.retry_after == 77.0


async def test_a_refused_token_is_told_from_a_closed_channel(
    publisher: DiscordPublisher, discord_there: DiscordStandIn
) -> None:
    discord_there.refuses_token = True
    with pytest.raises(TokenRefused, match="DISCORD_TOKEN"):
        await publisher.send(CHANNEL, card(), NONCE)


async def test_a_card_that_discord_rejects_is_an_error_with_its_code(
    publisher: DiscordPublisher, discord_there: DiscordStandIn
) -> None:
    discord_there.fail(Fault("POST", MESSAGES, status=400, body={"message": "Invalid Form Body", "code": 50035}))
    with pytest.raises(DeliveryError, match="50035") as caught:
        await publisher.send(CHANNEL, card(), NONCE)
    assert caught.value.retry_after is None
    assert not isinstance(caught.value, ChannelClosed | OutcomeUnknown)


async def test_a_nonce_whose_message_was_deleted_is_tried_again_much_later(
    publisher: DiscordPublisher, discord_there: DiscordStandIn
) -> None:
    discord_there.fail(Fault("POST", MESSAGES, status=404, body={"message": "Unknown Message", "code": 10008}))
    with pytest.raises(DeliveryError) as caught:
        await publisher.send(CHANNEL, card(), NONCE)
    assert (caught.value.retry_after or 0) >= 300


async def test_a_first_note_takes_two_requests_and_a_later_one_takes_one(
    publisher: DiscordPublisher, discord_there: DiscordStandIn
) -> None:
    number = await publisher.send(CHANNEL, card(), NONCE)
    before = len(discord_there.requests)
    for text in ("36 → 133", "133 → 140"):
        assert await publisher.say(note(number, text))
    assert [one["content"] for one in discord_there.messages(number)] == ["36 → 133", "133 → 140"]
    assert len(discord_there.requests) == before + 3


async def test_a_thread_that_stands_already_takes_the_note(
    publisher: DiscordPublisher, discord_there: DiscordStandIn
) -> None:
    number = await publisher.send(CHANNEL, card(), NONCE)
    discord_there.threads[number] = "somebody opened it"
    discord_there.guilds[GUILD].append(number)
    assert await publisher.say(note(number, "36 → 133"))
    assert len(discord_there.messages(number)) == 1


async def test_where_threads_are_not_allowed_discord_is_not_asked_for_each_card(
    publisher: DiscordPublisher, discord_there: DiscordStandIn
) -> None:
    discord_there.threads_allowed = False
    for nonce in (NONCE, NONCE[::-1]):
        number = await publisher.send(CHANNEL, card(), nonce)
        assert not await publisher.say(note(number, "36 → 133"))
    assert len(discord_there.sent("POST", THREADS)) == 1


async def test_a_card_that_was_deleted_keeps_no_other_from_its_note(
    publisher: DiscordPublisher, discord_there: DiscordStandIn
) -> None:
    unknown = {"message": "Unknown Message", "code": 10008}
    number = await publisher.send(CHANNEL, card(), NONCE)
    discord_there.fail(Fault("POST", THREADS, status=404, body=unknown))
    assert not await publisher.say(note(number, "36 → 133"))
    assert await publisher.say(note(number, "36 → 133"))


async def test_a_thread_that_takes_no_note_keeps_no_other_from_its_note(
    publisher: DiscordPublisher, discord_there: DiscordStandIn
) -> None:
    locked, other = [await publisher.send(CHANNEL, card(), nonce) for nonce in (NONCE, NONCE[::-1])]
    discord_there.closed[locked] = (403, 160005)
    for _ in range(2):
        assert not await publisher.say(note(locked, "36 → 133"))
    assert len(discord_there.sent("POST", f"/channels/{locked}/messages")) == 1
    assert await publisher.say(note(other, "36 → 133"))


async def test_a_nonce_that_discord_would_not_take_is_refused_before_it_is_sent(
    publisher: DiscordPublisher, discord_there: DiscordStandIn
) -> None:
    with pytest.raises(ValueError, match="25"):
        await publisher.send(CHANNEL, card(), NONCE + "0")
    assert not discord_there.sent("POST", MESSAGES)
