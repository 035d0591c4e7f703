"""`/latest` and `/claims`: what the record holds."""

from discord import app_commands
from discord.ext import commands

from bot.client import CounterclaimClient, Interaction
from bot.desk import NO_SUCH_EVENT
from cogs.replies import offer, reply_cards, reply_line

EMPTY_RECORD = "The record is empty so far. Cards appear as soon as a report of a new episode comes in."


class Record(commands.Cog):
    """Questions that anybody may ask."""

    def __init__(self, client: CounterclaimClient) -> None:
        """Ask the client's desk."""
        self._desk = client.desk

    @app_commands.command(description="The newest episodes, with both sides' claims")
    @app_commands.describe(count="How many episodes, 1 to 5")
    async def latest(self, interaction: Interaction, count: app_commands.Range[int, 1, 5] = 1) -> None:
        """Show the newest episodes."""
        await interaction.response.defer()
        cards = await self._desk.latest(count)
        if cards:
            await reply_cards(interaction, cards)
        else:
            await reply_line(interaction, EMPTY_RECORD)

    @app_commands.command(description="Who says what about one episode, with the sentence behind every figure")
    @app_commands.describe(event="Type a place, a date or a word of the title")
    async def claims(self, interaction: Interaction, event: app_commands.Range[str, 1, 100]) -> None:
        """Show one episode with its evidence."""
        await interaction.response.defer()
        cards = await self._desk.claims(event)
        if cards is None:
            await reply_line(interaction, NO_SUCH_EVENT)
        else:
            await reply_cards(interaction, cards)

    @claims.autocomplete("event")
    async def _events(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await offer(interaction, self._desk.event_choices(typed))


async def setup(client: CounterclaimClient) -> None:
    """Add the cog."""
    await client.add_cog(Record(client))
