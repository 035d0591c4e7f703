"""`/keywords list|add|remove`: a server's own edits of the rules, for those who may manage it."""

from discord import app_commands
from discord.ext import commands

from bot.client import CounterclaimClient, Interaction
from cogs.admins import may_manage, require_manager
from cogs.replies import offer, reply_line

Name = app_commands.Range[str, 1, 100]


@app_commands.default_permissions(manage_guild=True)
@app_commands.guild_only()
class Keywords(commands.GroupCog, group_name="keywords", group_description="The words that make a report count here"):
    """Shows and edits the rules of one server."""

    def __init__(self, client: CounterclaimClient) -> None:
        """Ask the client's desk."""
        self._desk = client.desk
        self._clock = client.clock

    async def interaction_check(self, interaction: Interaction) -> bool:  # type: ignore[override]
        """Check the permission again: a server's admins can open a command to anybody."""
        return require_manager(interaction)

    @app_commands.command(name="list", description="The groups of keywords, or the terms of one group")
    @app_commands.describe(group="A group, to see its terms", page="Which page of the terms")
    async def show(
        self, interaction: Interaction, group: Name | None = None, page: app_commands.Range[int, 1, 500] = 1
    ) -> None:
        """Show the rules as they stand in this server."""
        await interaction.response.defer(ephemeral=True)
        await reply_line(interaction, await self._desk.keyword_list(_guild(interaction), group, page))

    @app_commands.command(description="Add a term to a group, for this server")
    @app_commands.describe(group="The group", term="A word or a phrase, matched as whole words")
    async def add(self, interaction: Interaction, group: Name, term: Name) -> None:
        """Add a term."""
        await interaction.response.defer(ephemeral=True)
        guild, user, now = _guild(interaction), interaction.user.id, self._clock.now()
        await reply_line(interaction, await self._desk.add_keyword(guild, group, term, user, now))

    @app_commands.command(description="Remove a term from a group, for this server")
    @app_commands.describe(group="The group", term="The term, as the list shows it")
    async def remove(self, interaction: Interaction, group: Name, term: Name) -> None:
        """Remove a term."""
        await interaction.response.defer(ephemeral=True)
        guild, user, now = _guild(interaction), interaction.user.id, self._clock.now()
        await reply_line(interaction, await self._desk.remove_keyword(guild, group, term, user, now))

    @show.autocomplete("group")
    @add.autocomplete("group")
    @remove.autocomplete("group")
    async def _groups(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        # Discord runs no check before autocomplete.
        if not may_manage(interaction):
            return []
        return await offer(interaction, self._desk.group_choices(_guild(interaction), typed))

    @remove.autocomplete("term")
    async def _terms(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        if not may_manage(interaction):
            return []
        group = str(interaction.namespace.group or "")
        return await offer(interaction, self._desk.term_choices(_guild(interaction), group, typed))


def _guild(interaction: Interaction) -> int:
    if interaction.guild_id is None:
        raise app_commands.NoPrivateMessage
    return interaction.guild_id


async def setup(client: CounterclaimClient) -> None:
    """Add the cog."""
    await client.add_cog(Keywords(client))
