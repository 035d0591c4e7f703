"""Turn a card into Discord's own type; every text has been made safe and short before."""

import discord

from bot.core.cards import Card


def render(card: Card) -> discord.Embed:
    """Return the card as an embed; its time is when the newest figure was first said."""
    embed = discord.Embed(title=card.title, description=card.summary, colour=card.colour, timestamp=card.updated)
    for field in card.fields:
        embed.add_field(name=field.name, value=field.value, inline=field.inline)
    return embed.set_footer(text=card.footer)
