"""The words of figures: ones and tens, vague words, sets, bounds before and behind a number."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.core.wordlists import word_list

ONES: Final = word_list(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
TENS: Final = word_list("twenty thirty forty fifty sixty seventy eighty ninety")
WORDS: Final[Mapping[str, int]] = MappingProxyType(
    {word: value for value, word in enumerate(ONES)} | {word: 20 + 10 * step for step, word in enumerate(TENS)}
)
POWERS: Final[Mapping[str, int]] = MappingProxyType({"hundred": 100, "thousand": 1000, "lakh": 100_000})
# Words of unclear size and the least that they stand for (the guidelines' table).
VAGUE: Final[Mapping[str, int]] = MappingProxyType(
    {"dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "several": 3, "multiple": 3}
)
# Sets told by a noun: "a score of soldiers".
SETS: Final[Mapping[str, tuple[int, int | None]]] = MappingProxyType(
    {
        "score": (20, 20),
        "couple": (2, 2),
        "pair": (2, 2),
        "brace": (2, 2),
        "trio": (3, 3),
        "quartet": (4, 4),
        "handful": (3, None),
        "few": (3, None),
    }
)
BEFORE: Final[tuple[tuple[tuple[str, ...], str], ...]] = tuple(
    (tuple(words.split()), bound)
    for bound, phrases in {
        "low": (
            "at least",
            "at the very least",
            "at a minimum",
            "a minimum of",
            "no fewer than",
            "no less than",
            "not fewer than",
            "not less than",
            "upwards of",
            "upward of",
            "more than",
            "greater than",
            "higher than",
            "larger than",
            "well over",
            "just over",
            "well above",
            "in excess of",
            "well in excess of",
            "north of",
            "anything over",
            "exceeding",
            "over",
            "above",
        ),
        "high": (
            "up to",
            "as many as",
            "no more than",
            "not more than",
            "at most",
            "a maximum of",
            "fewer than",
            "less than",
            "under",
        ),
        "approx": (
            "about",
            "around",
            "some",
            "nearly",
            "almost",
            "roughly",
            "approximately",
            "close to",
            "close on",
            "something like",
            "in the order of",
            "an approximate",
            "just under",
            "just short of",
            "an estimated",
            "estimated",
            "circa",
            "perhaps",
            "in the region of",
        ),
    }.items()
    for words in phrases
)
AFTER: Final[tuple[tuple[tuple[str, ...], str], ...]] = (
    (("or", "more"), "low"),
    (("or", "so"), "approx"),
    (("at", "least"), "low"),
    (("at", "the", "very", "least"), "low"),
    (("or", "fewer"), "high"),
    (("at", "most"), "high"),
    (("plus",), "low"),
    (("+",), "low"),
    (("-", "plus"), "low"),
    (("-", "odd"), "approx"),
    (("odd",), "approx"),
)
