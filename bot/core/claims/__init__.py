"""Turn attributed sentences into claims: figure and loss from the grammar, claimant from the voice, whose loss by rule.

A claim for which any of these cannot be told is left out. Nothing is added up, averaged or inferred from another
source: every claim has one sentence that states it.
"""

from bot.core.claims.extract import extract_claims
from bot.core.claims.words import LossWords, compile_loss_words

__all__ = ["LossWords", "compile_loss_words", "extract_claims"]
