"""`/latest` and `/claims`: what the record holds."""

from datetime import timedelta

from discord import app_commands
from discord.ext import commands

from bot.client import CounterclaimClient, Interaction
from bot.desk import NO_SUCH_EVENT, NO_SUCH_SIDE, Form
from cogs.replies import offer, reply_cards, reply_file, reply_line

NO_EPISODE = "No episode in the record is like that. Leave an option out to see more."
EMPTY_RECORD = "The record is empty so far. Cards appear as soon as a report of a new episode comes in."


class Record(commands.Cog):
    """Questions that anybody may ask."""

    def __init__(self, client: CounterclaimClient) -> None:
        """Ask the client's desk."""
        self._desk = client.desk
        self._clock = client.clock

    @app_commands.command(description="The newest episodes, with both sides' claims")
    @app_commands.describe(
        count="How many episodes, 1 to 5",
        place="Only those that hold these words: a place, a date, a word of the title",
        days="Only those reported on in so many days, today included",
        side="Only those of which this side has spoken",
    )
    async def latest(
        self,
        interaction: Interaction,
        count: app_commands.Range[int, 1, 5] = 1,
        place: app_commands.Range[str, 1, 100] = "",
        days: app_commands.Range[int, 1, 3650] | None = None,
        side: app_commands.Range[str, 1, 100] | None = None,
    ) -> None:
        """Show the newest episodes."""
        await interaction.response.defer()
        since = None if days is None else self._clock.now() - timedelta(days=days)
        who = None if side is None else self._desk.side_of(side)
        if side is not None and who is None:
            await reply_line(interaction, NO_SUCH_SIDE)
            return
        cards = await self._desk.latest(count, place, since, who)
        if cards:
            await reply_cards(interaction, cards)
        else:
            await reply_line(interaction, NO_EPISODE if place or days or who else EMPTY_RECORD)

    @latest.autocomplete("side")
    async def _sides(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await offer(interaction, self._desk.side_choices(typed))

    @app_commands.command(description="Who says what about one episode, with the sentence behind every figure")
    @app_commands.describe(
        event="Type a place, a date or a word of the title",
        file="Every claim with its sentence and link as a file, instead of the cards",
        page="The sentences from this page on, where there are more than four pages",
    )
    async def claims(
        self,
        interaction: Interaction,
        event: app_commands.Range[str, 1, 100],
        file: Form | None = None,
        page: app_commands.Range[int, 1, 1000] = 1,
    ) -> None:
        """Show one episode with its evidence, or hand out all of it as a file."""
        await interaction.response.defer()
        if file is not None:
            await self._hand_out(interaction, event, file)
            return
        cards = await self._desk.claims(event, page)
        if cards is None:
            await reply_line(interaction, NO_SUCH_EVENT)
        else:
            await reply_cards(interaction, cards)

    async def _hand_out(self, interaction: Interaction, event: str, form: Form) -> None:
        made = await self._desk.claims_file(event, form)
        if made is None:
            await reply_line(interaction, NO_SUCH_EVENT)
        else:
            await reply_file(interaction, made)

    @claims.autocomplete("event")
    async def _events(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await offer(interaction, self._desk.event_choices(typed))


async def setup(client: CounterclaimClient) -> None:
    """Add the cog."""
    await client.add_cog(Record(client))
