"""Read figures out of tokens: digits, number words, vague words, bounds and ranges.

A figure is a closed range with the words that stand for it; nothing is averaged and no word is turned into the number
that stands behind it on a card. What is plainly no count (years, dates, clock times, sums of money, percentages,
distances) is passed over here; whether a count is of a loss is decided elsewhere.
"""

from bot.core.figures.finding import find_figures
from bot.core.figures.numbers import FoundFigure

__all__ = ["FoundFigure", "find_figures"]
