"""Lay out a comparison as a card that holds within Discord's limits whatever the input."""

from bot.core.cards.evidence import lay_out_evidence
from bot.core.cards.layout import QUOTED, card_digest, lay_out
from bot.core.cards.standing import state_words, with_standing
from bot.core.cards.values import Card, Field

__all__ = ["QUOTED", "Card", "Field", "card_digest", "lay_out", "lay_out_evidence", "state_words", "with_standing"]
