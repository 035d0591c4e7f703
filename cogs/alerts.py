"""`/alerts here|off`: automatic posts in a channel, for those who may manage the server."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import CounterclaimClient, Interaction
from cogs.admins import require_manager
from cogs.replies import reply_line

# What the bot needs where it posts, as Discord's settings call it.
NEEDED = {"view_channel": "View Channel", "send_messages": "Send Messages", "embed_links": "Embed Links"}
NEEDED_IN_THREAD = {
    "view_channel": "View Channel",
    "send_messages_in_threads": "Send Messages in Threads",
    "embed_links": "Embed Links",
}


@app_commands.default_permissions(manage_guild=True)
@app_commands.guild_only()
class Alerts(commands.GroupCog, group_name="alerts", group_description="Automatic cards in this channel"):
    """Turns automatic posts on and off."""

    def __init__(self, client: CounterclaimClient) -> None:
        """Ask the client's desk."""
        self._desk = client.desk
        self._clock = client.clock

    async def interaction_check(self, interaction: Interaction) -> bool:  # type: ignore[override]
        """Check the permission again: a server's admins can open a command to anybody."""
        return require_manager(interaction)

    @app_commands.command(description="Post a card for each new episode in this channel, and keep it up to date")
    async def here(self, interaction: Interaction) -> None:
        """Turn automatic posts on here."""
        await interaction.response.defer(ephemeral=True)
        place, now = _place(interaction), self._clock.now()
        line = await self._desk.alerts_on(*place, interaction.user.id, now, _lacking(interaction))
        await reply_line(interaction, line)

    @app_commands.command(description="Stop automatic cards in this channel")
    async def off(self, interaction: Interaction) -> None:
        """Turn automatic posts off here."""
        await interaction.response.defer(ephemeral=True)
        channel_id, _ = _place(interaction)
        await reply_line(interaction, await self._desk.alerts_off(channel_id))


def _place(interaction: Interaction) -> tuple[int, int]:
    if interaction.channel_id is None or interaction.guild_id is None:
        raise app_commands.NoPrivateMessage
    return interaction.channel_id, interaction.guild_id


def _lacking(interaction: Interaction) -> list[str]:
    """Return the permissions that the bot needs here and has not got."""
    needed = NEEDED_IN_THREAD if isinstance(interaction.channel, discord.Thread) else NEEDED
    return [label for name, label in needed.items() if not getattr(interaction.app_permissions, name)]


async def setup(client: CounterclaimClient) -> None:
    """Add the cog."""
    await client.add_cog(Alerts(client))
