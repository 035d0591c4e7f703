"""Split text of any script into folded words, and find phrases among them in one pass.

Folding makes one spelling of many: case, Latin accents, Arabic marks, letter variants, joiners and digits. A phrase
never runs over a full stop, a comma or a line's end.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, Generic, NamedTuple, TypeVar

_MARKS: Final = "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u200c\u200d"
_WORD: Final = re.compile(rf"(?:[^\W_]+|[{_MARKS}]+)+(?:['’]s(?![^\W_]))?")
_STRIPPED: Final = frozenset({"Mn", "Cf", "Lm"})
_LETTERS: Final = str.maketrans({
    "ي": "ی", "ى": "ی", "ې": "ی", "ۍ": "ی", "ے": "ی", "ك": "ک", "ګ": "گ", "ہ": "ه", "ھ": "ه", "ۀ": "ه", "ة": "ه",
    "ە": "ه", "ۂ": "ه", "ں": "ن", "ڼ": "ن", "ٱ": "ا", "ټ": "ت", "ٹ": "ت", "ډ": "د", "ڈ": "د", "ړ": "ر", "ڑ": "ر",
    "ښ": "ش", "ږ": "ژ",
} | {ord(base) + i: str(i) for base in "٠۰" for i in range(10)})  # fmt: skip
_JOINTS: Final = frozenset({" ", "-", "‐", "‑", "/", "\u00a0", "’", "'", ""})
_END: Final = None

T = TypeVar("T")


class Token(NamedTuple):
    """A word: folded, where it stands, and whether it may continue the phrase of the word before it."""

    word: str
    start: int
    end: int
    joined: bool


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Return one word's folded spelling; a possessive 's is dropped."""
    folded = word.lower() if word.isascii() else _bare(word).translate(_LETTERS).casefold()
    while folded.endswith(("'s", "’s")):
        folded = folded[:-2]
    return folded


def _bare(word: str) -> str:
    """Return a word's letters without marks, in their plain forms."""
    plain = unicodedata.normalize("NFKD", word)
    return "".join(one for one in plain if unicodedata.category(one) not in _STRIPPED)


@lru_cache(maxsize=256)
def tokens(text: str) -> tuple[Token, ...]:
    """Return the words of `text` in order, with character offsets into it."""
    found = []
    before = -1
    for match in _WORD.finditer(text):
        word = fold(match[0])
        if not word:
            continue
        start, end = match.span()
        found.append(Token(word, start, end, before >= 0 and text[before:start] in _JOINTS))
        before = end
    return tuple(found)


def is_capitalised(text: str, token: Token) -> bool:
    """Tell whether a word of `text` begins with a capital (an apostrophe or al- may stand before it)."""
    return any(letter.isupper() for letter in text[token.start : token.start + 2])


def phrase(text: str) -> tuple[str, ...]:
    """Return the folded words of a term."""
    return tuple(token.word for token in tokens(text))


@dataclass(slots=True)
class PhraseTable(Generic[T]):
    """Phrases with what they stand for; looking up costs one dictionary step a word, however many phrases."""

    _root: dict[Any, Any] = field(default_factory=dict)

    def add(self, words: Sequence[str], value: T) -> None:
        """Add a phrase; its words must be folded (or stemmed) as those that it is looked up with."""
        node = self._root
        for word in words:
            node = node.setdefault(word, {})
        node.setdefault(_END, []).append(value)

    def longest(
        self, found: Sequence[Token], keys: Sequence[str], fits: Callable[[int, int, T], bool]
    ) -> Iterator[tuple[int, int, list[T]]]:
        """Yield (first, after, values) of the longest phrases from left to right, none overlapping.

        `keys` are the words of `found` as the table has them; a value counts where `fits(first, after, value)`.
        """
        root, count, free = self._root, len(found), 0
        for position in [at for at, key in enumerate(keys) if key in root]:
            if position < free:
                continue
            node, at, best = root[keys[position]], position, None
            while node is not None:
                at += 1
                if _END in node and (values := [one for one in node[_END] if fits(position, at, one)]):
                    best = (position, at, values)
                node = node.get(keys[at]) if at < count and found[at].joined else None
            if best is not None:
                yield best
                free = best[1]


def table(phrases: Iterable[tuple[Sequence[str], T]]) -> PhraseTable[T]:
    """Return a phrase table of `phrases`."""
    made: PhraseTable[T] = PhraseTable()
    for words, value in phrases:
        made.add(words, value)
    return made
