"""What the commands of a server's admins have in common: who may use them, and how they are answered."""

from discord import app_commands

from bot.client import Interaction


def may_manage(interaction: Interaction) -> bool:
    """Tell whether the user may manage the server; Discord's own setting for a command can be overridden there."""
    granted = interaction.permissions
    return interaction.guild_id is not None and (granted.manage_guild or granted.administrator)


def require_manager(interaction: Interaction) -> bool:
    """Pass whoever may manage the server; raise what the error handler explains to the others."""
    if interaction.guild_id is None:
        raise app_commands.NoPrivateMessage
    if not may_manage(interaction):
        raise app_commands.MissingPermissions(["manage_guild"])
    return True
