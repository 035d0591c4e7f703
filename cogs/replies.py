"""Give an answer to a command: cards or one line, in as many messages as Discord's limits ask for."""

import asyncio
import io
import logging
from collections.abc import Awaitable, Iterator, Sequence
from typing import Final

import discord
from discord import app_commands

from bot.client import Interaction
from bot.core.cards import QUOTED, Card
from bot.core.neutral import width
from bot.desk import File
from bot.errors import StoreError
from bot.render import render

log = logging.getLogger(__name__)

EMBEDS_A_MESSAGE: Final = 10  # Discord: "Create Message"
CHARACTERS_A_MESSAGE: Final = 6000  # all embeds of a message together
MOST_MESSAGES: Final = 5
LARGEST_FILE: Final = 10_000_000  # Discord: "Uploading Files", without a boost
TOO_LARGE: Final = "There is more than a file on Discord may hold; ask the operator for `counterclaim record export`."
LONGEST_CHOOSING: Final = 2.5  # Discord waits three seconds


async def reply_cards(interaction: Interaction, cards: Sequence[Card]) -> None:
    """Answer a deferred command with cards; what would flood the channel is left out, and that is said."""
    messages = list(_packed(cards))
    for message in messages[:MOST_MESSAGES]:
        await interaction.followup.send(embeds=[render(card) for card in message])
    left = sum(map(len, messages[MOST_MESSAGES:]))
    if left:
        await interaction.followup.send(f"{left} more cards are left out here.")


async def reply_file(interaction: Interaction, made: File) -> None:
    """Answer a deferred command with a file; with one line where Discord would not take it."""
    if len(made.content) > LARGEST_FILE:
        await interaction.followup.send(TOO_LARGE)
        return
    attached = discord.File(io.BytesIO(made.content), made.name)
    many = "claim" if made.claims == 1 else "claims"
    await interaction.followup.send(f"{made.claims:,} {many}, {QUOTED}.", file=attached)


async def offer(
    interaction: Interaction, choices: Awaitable[Sequence[tuple[str, str]]]
) -> list[app_commands.Choice[str]]:
    """Answer autocomplete with labels and values; with nothing where the answer does not come in time."""
    try:
        async with asyncio.timeout(LONGEST_CHOOSING):
            return [app_commands.Choice(name=label, value=value) for label, value in await choices]
    except (StoreError, TimeoutError) as error:
        # discord.py has no error handler for autocomplete; the user can still type the value.
        log.warning("choices failed guild=%s reason=%s", interaction.guild_id, type(error).__name__)
        return []


async def reply_line(interaction: Interaction, line: str) -> None:
    """Answer a deferred command with one line."""
    await interaction.followup.send(line)


def _packed(cards: Sequence[Card]) -> Iterator[list[Card]]:
    """Fill message after message, in order."""
    message: list[Card] = []
    for card in cards:
        if message and (len(message) == EMBEDS_A_MESSAGE or sum(map(_size, [*message, card])) > CHARACTERS_A_MESSAGE):
            yield message
            message = []
        message.append(card)
    if message:
        yield message


def _size(card: Card) -> int:
    texts = [card.title, card.summary, card.footer, *(part for one in card.fields for part in (one.name, one.value))]
    return sum(map(width, texts))
