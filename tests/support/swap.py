"""Swap the two sides' names in a text, to test that nothing but the names decides whose word and whose loss it is."""

import re
from typing import Final

PAIRS: Final = (
    ("Afghanistan", "Pakistan"),
    ("Afghans", "Pakistanis"),
    ("Afghan", "Pakistani"),
    ("Kabul", "Islamabad"),
    ("AFG", "PAK"),
)
_OTHER: Final = {one: other for pair in PAIRS for one, other in (pair, pair[::-1])}
_NAMES: Final = re.compile(r"\b(" + "|".join(sorted(_OTHER, key=len, reverse=True)) + r")\b")


def swap_sides(text: str) -> str:
    """Return the text with the countries, demonyms, capitals and codes of the two sides exchanged."""
    return _NAMES.sub(lambda found: _OTHER[found[1]], text)


def without_names(text: str) -> str:
    """Return the text without the words that `swap_sides` exchanges."""
    return _NAMES.sub("", text)
