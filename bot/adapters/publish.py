"""Put cards into Discord's channels and say exactly what became of each attempt.

discord.py honours the rate limits and repeats after 500, 502, 504 and 524. It does not repeat after 503, a dropped
connection or an answer that never comes, and takes any body with status 200 for a message. All of those end here as
OutcomeUnknown: the caller repeats with the same nonce, and Discord makes one message of the two.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final, TypeVar

import aiohttp
import discord

from bot.core.cards import Card
from bot.core.delivery import CLOCKS_DIFFER, Remark
from bot.errors import ChannelClosed, DeliveryError, OutcomeUnknown, TokenRefused
from bot.render import render

log = logging.getLogger(__name__)

T = TypeVar("T")

NONCE_LENGTH: Final = 25  # Discord: "Create Message", nonce
LONGEST_CALL: Final = 30.0
LONGEST_RATE_WAIT: Final = 30.0
NONCE_REST: Final = 600.0
SEARCHED: Final = 500
THREAD_MINUTES: Final = 1440
# How long a channel or a thread that takes no notes is left alone, and how many open threads are remembered.
THREADS_REST: Final = 900.0
THREADS_KNOWN: Final = 10_000
# stands between a posted card's footer and its event's id
MARK: Final = " · "
# The client's own default covers sending, not editing.
NOBODY: Final = discord.AllowedMentions.none()

# Discord: "Opcodes and Status Codes", JSON error codes.
UNKNOWN_MESSAGE: Final = 10008
THREAD_STANDS: Final = 160004
CLOSED: Final = {
    10003: "the channel is gone",
    10004: "the server is gone",
    50001: "I cannot see the channel: View Channel is missing",
    50013: "a permission is missing: View Channel, Send Messages and Embed Links are needed",
    50083: "the thread is archived",
    160005: "the thread is locked",
}
CLOSED_STATUS: Final = {403: "I am not allowed to post there", 404: "the channel is gone"}


class DiscordPublisher:
    """Post and edit through a client that is logged in; the gateway need not be connected."""

    def __init__(self, client: discord.Client, longest_call: float = LONGEST_CALL) -> None:
        """Give up on a call after `longest_call` seconds, waits for rate limits included."""
        self._client = client
        self._longest_call = longest_call
        self._threads: set[int] = set()
        # channels and threads that take no notes, and until when they are not asked again
        self._resting: dict[int, float] = {}

    async def send(self, channel_id: int, card: Card, nonce: str) -> int:
        """Post a card and return the id of its message; the same `nonce` never makes a second message."""
        if not 1 <= len(nonce) <= NONCE_LENGTH:
            raise ValueError(f"a nonce has 1 to {NONCE_LENGTH} characters, not {len(nonce)}")
        channel = self._client.get_partial_messageable(channel_id)
        embed = _posted(card)
        try:
            message = await self._call(
                channel_id, lambda: channel.send(embed=embed, nonce=nonce, allowed_mentions=NOBODY)
            )
        except discord.NotFound as error:
            # The message of this nonce was deleted on Discord while it still remembers the nonce.
            raise DeliveryError(f"channel {channel_id}: the card was deleted just now", NONCE_REST) from error
        return message.id

    async def edit(self, channel_id: int, message_id: int, card: Card) -> bool:
        """Edit a posted card; False when its message is gone."""
        message = self._client.get_partial_messageable(channel_id).get_partial_message(message_id)
        embed = _posted(card)
        try:
            await self._call(channel_id, lambda: message.edit(embed=embed, allowed_mentions=NOBODY))
        except discord.NotFound:
            return False
        return True

    async def find(self, channel_id: int, event_id: str, since: datetime) -> int | None:
        """Return the message of a card that was posted after `since`; None where there is none or none can be seen.

        Without Read Message History Discord shows an empty channel; without View Channel it refuses.
        """
        return await self._search(channel_id, since, lambda message: _is_card(message, event_id))

    async def _search(self, channel_id: int, since: datetime, is_it: Callable[[discord.Message], bool]) -> int | None:
        channel = self._client.get_partial_messageable(channel_id)

        async def search() -> int | None:
            async for message in channel.history(limit=SEARCHED, after=since - CLOCKS_DIFFER):
                if self._is_own(message) and is_it(message):
                    return message.id
            return None

        try:
            return await self._call(channel_id, search)
        except (ChannelClosed, discord.NotFound) as error:
            log.warning("history not readable channel=%d reason=%s", channel_id, error)
            return None

    async def point(self, channel_id: int, message_id: int, text: str) -> bool:
        """Let a line of text take the place of a card; False when its message is gone."""
        message = self._client.get_partial_messageable(channel_id).get_partial_message(message_id)
        try:
            await self._call(channel_id, lambda: message.edit(content=text, embed=None, allowed_mentions=NOBODY))
        except discord.NotFound:
            return False
        return True

    async def say(self, remark: Remark, since: datetime | None = None) -> bool:
        """Post a remark, at most once for its nonce; False where its thread cannot be made or written to.

        With `since` it may have been posted after that time already, too long ago for the nonce: look first.
        """
        place = remark.thread_of or remark.channel_id
        if since is not None and await self._search(place, since, lambda message: message.content == remark.text):
            return True
        if remark.thread_of is None:
            await self._say(remark.channel_id, remark)
            return True
        if not await self._has_thread(remark.channel_id, remark.thread_of, remark.title):
            return False
        try:
            # The thread of a message has the message's id (Discord: "Start Thread from Message").
            await self._say(remark.thread_of, remark)
        except ChannelClosed:
            self._let_rest(remark.thread_of)
            return False
        return True

    async def _has_thread(self, channel_id: int, message_id: int, name: str) -> bool:
        """Open a message's thread unless it is known to stand; a refusal holds for a while for the whole channel."""
        now = asyncio.get_running_loop().time()
        if any(self._resting.get(place, now) > now for place in (channel_id, message_id)):
            return False
        if message_id in self._threads:
            return True
        try:
            await self._call(channel_id, lambda: self._open_thread(channel_id, message_id, name))
        except ChannelClosed:
            self._let_rest(channel_id)
            return False
        except discord.NotFound:
            return False
        if len(self._threads) >= THREADS_KNOWN:
            self._threads.clear()
        self._threads.add(message_id)
        return True

    def _let_rest(self, place: int) -> None:
        """Ask a channel or a thread no more for a while: refusals are counted, and too many shut the bot out."""
        now = asyncio.get_running_loop().time()
        self._resting = {one: until for one, until in self._resting.items() if until > now}
        self._resting[place] = now + THREADS_REST

    async def _say(self, channel_id: int, remark: Remark) -> None:
        channel = self._client.get_partial_messageable(channel_id)
        try:
            await self._call(channel_id, lambda: channel.send(remark.text, nonce=remark.nonce, allowed_mentions=NOBODY))
        except discord.NotFound:
            log.info("remark deleted channel=%d", channel_id)

    async def _open_thread(self, channel_id: int, message_id: int, name: str) -> None:
        try:
            await self._client.http.start_thread_with_message(
                channel_id, message_id, name=name, auto_archive_duration=THREAD_MINUTES
            )
        except discord.HTTPException as error:
            if error.code != THREAD_STANDS:
                raise

    def _is_own(self, message: discord.Message) -> bool:
        """Tell whether the bot posted a message by itself, not as an answer to a command."""
        own = self._client.user is not None and message.author.id == self._client.user.id
        return own and message.type is discord.MessageType.default and message.webhook_id is None

    async def _call(self, channel_id: int, request: Callable[[], Awaitable[T]]) -> T:
        """Return the request's answer; only an unknown message passes as discord.NotFound, all else as our errors."""
        try:
            async with asyncio.timeout(self._longest_call):
                return await request()
        except discord.RateLimited as error:
            raise DeliveryError(f"channel {channel_id}: rate limited", error.retry_after) from error
        except discord.HTTPException as error:
            if error.status == 404 and error.code == UNKNOWN_MESSAGE:
                raise
            raise _meaning(channel_id, error) from error
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise OutcomeUnknown(f"channel {channel_id}: no answer from Discord ({type(error).__name__})") from error
        except (TypeError, KeyError, ValueError) as error:
            # A proxy's page with status 200 reaches the model layer as text.
            raise OutcomeUnknown(f"channel {channel_id}: the answer was no message") from error


def _posted(card: Card) -> discord.Embed:
    """Return the card as it is posted: its footer ends with the event's id, by which it is found again."""
    embed = render(card)
    return embed.set_footer(text=f"{card.footer}{MARK}{card.event_id}")


def _is_card(message: discord.Message, event_id: str) -> bool:
    return any((embed.footer.text or "").endswith(MARK + event_id) for embed in message.embeds)


def _meaning(channel_id: int, error: discord.HTTPException) -> DeliveryError:
    """Return what Discord's refusal means for whoever waits for the card."""
    if error.status == 401:
        return TokenRefused("Discord refuses the token; set DISCORD_TOKEN to a valid one and start again")
    if error.status >= 500:
        return OutcomeUnknown(f"channel {channel_id}: Discord answered {error.status}")
    if error.status == 429:
        return DeliveryError(f"channel {channel_id}: rate limited (code {error.code})", _wait(error))
    if error.code in CLOSED or error.status in CLOSED_STATUS:
        return ChannelClosed(channel_id, CLOSED.get(error.code) or CLOSED_STATUS[error.status])
    return DeliveryError(f"channel {channel_id}: Discord answered {error.status} (code {error.code})")


def _wait(error: discord.HTTPException) -> float:
    """Return the seconds that a 429 asks to wait; half a minute where it does not say."""
    try:
        return float(error.response.headers["Retry-After"])
    except (KeyError, ValueError):
        return LONGEST_RATE_WAIT
