"""Cut a text into sentences and tokens, to the letter: every piece is a slice of the text it came from.

A paragraph always ends a sentence. A full stop ends one unless it belongs to an abbreviation, an initial or a
number; closing quotes and brackets stay with the sentence that they close.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from bot.core.model import Sentence


def word_set(listed: str) -> frozenset[str]:
    """Return the words of a list written as one string."""
    return frozenset(listed.split())


_FOLD: Final = str.maketrans(
    {
        "‘": "'",
        "’": "'",
        "ʼ": "'",
        "`": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "‐": "-",
        "‑": "-",
        "–": "-",
        "—": "-",
        "―": "-",
        "…": "...",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
    }
)

# Initials with stops; numbers with separators; the possessive on its own; words with inner hyphens and apostrophes.
_TOKEN: Final = re.compile(
    r"(?:[^\W\d_]\.){2,}"
    r"|\d+(?:[.,]\d+)*"
    r"|['’](?:s|S)(?!\w)"
    r"|[^\W\d_]\w*(?:(?:[-‐‑]|['’](?![sS](?!\w)))\w+)*"
    r"|\.{2,}|\S"
)

# A stop after one of these never ends a sentence: something is still to be named.
_TITLES: Final = word_set(
    "mr mrs ms mx dr prof sen rep gov gen lt col maj brig capt cpl sgt cmdr adm rear cdr insp supt hon rev fr st "
    "mt ft messrs mme mlle pres no nos rs art sec para vol fig pp op cit vs v al ed eds approx est ca cf viz "
    "e.g i.e lt-gen lt-col maj-gen brig-gen moulvi mst md mohd syed"
)
# A stop after one of these ends a sentence only where the next word is one that begins sentences.
_MAYBE: Final = word_set(
    "jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun inc ltd co corp "
    "bros dept univ jr sr etc am pm hrs hr km kg sq ave rd blvd"
)
_STARTERS: Final = word_set(
    "the a an in on at it its he she they we i his her their this that these those there but and however meanwhile "
    "earlier later after before since when while as for from by to no none neither both each some many more most "
    "also according officials police residents witnesses local security one two three asked speaking if what with "
    "another other several dozens hundreds such so yet still not all any despite during under last"
)
_STOP: Final = re.compile(r"""[.!?…]+["'”’)\]»]*(?=\s|$)|(?<=[a-z][a-z])[.!?](?=[A-Z][a-z]+\s)""")
_NEXT: Final = re.compile(r"""\s*["'“‘(\[«]*([^\s"'“‘(\[«]*)""")
_OPENING: Final = frozenset("([\"'“‘")
# "wrote on X." is a name that ends its sentence, not an initial.
_BARE_LETTER: Final = re.compile(r"\b(?:on|via|from|site|platform|group|category|zone|block|plan|gate) [A-Z]$")
# A single word before the first stop of a paragraph is a dateline or a run-in heading.
_RUN_IN_HEAD: Final = re.compile(r"\s*[A-Z][A-Za-z]{3,}\.")
_STOPS: Final = (("۔", "."), ("؟", "?"))
_TOKENISED: Final = 256
_SPLIT: Final = 8
_PARAGRAPH: Final = re.compile(r"[^\r\n\u0085\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark; `lower` is casefolded with quotes and dashes as ASCII."""

    text: str
    lower: str
    start: int
    end: int


def fold(text: str) -> str:
    """Return `text` casefolded, with quotes, dashes and odd spaces as ASCII."""
    return text.lower() if text.isascii() and "`" not in text else text.translate(_FOLD).casefold()


@lru_cache(maxsize=_TOKENISED)
def tokenise(text: str) -> tuple[Token, ...]:
    """Return the words, numbers and marks of `text` in order; a possessive "'s" is a token of its own."""
    return tuple(Token(found[0], fold(found[0]), found.start(), found.end()) for found in _TOKEN.finditer(text))


def with_latin_stops(text: str) -> str:
    """Return a text with the stops of Arabic script as Latin ones, letter for letter."""
    for stop, latin in _STOPS:
        text = text.replace(stop, latin)
    return text


@lru_cache(maxsize=_SPLIT)
def split_sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of `text` in order; each is `text[start:end]` and no character but space is left out."""
    return tuple(
        sentence
        for paragraph in _PARAGRAPH.finditer(text)
        for sentence in _split_paragraph(text, paragraph.start(), paragraph.end())
    )


def _split_paragraph(text: str, start: int, end: int) -> list[Sentence]:
    paragraph = text[start:end]
    cuts = [stop.end() for stop in _STOP.finditer(paragraph) if _ends(paragraph, stop)]
    sentences = []
    left = 0
    for cut in [*cuts, len(paragraph)]:
        piece = paragraph[left:cut]
        words = piece.strip()
        if words:
            first = start + left + len(piece) - len(piece.lstrip())
            sentences.append(Sentence(words, first, first + len(words)))
        left = cut
    return sentences


def _ends(paragraph: str, stop: re.Match[str]) -> bool:
    """Tell whether a full stop, question or exclamation mark ends its sentence."""
    following = _NEXT.match(paragraph, stop.end())
    word = following[1] if following else ""
    if not word:
        return True
    if word[0].islower():
        return False
    if not stop[0].startswith("."):
        return True
    if _RUN_IN_HEAD.fullmatch(paragraph, 0, stop.end()):
        return False
    before = _word_before(paragraph, stop.start())
    if not before or (len(before) == 1 and _BARE_LETTER.search(paragraph, 0, stop.start())):
        return True
    return not _is_abbreviation(before, word, closed=len(stop[0]) > 1)


def _word_before(paragraph: str, end: int) -> str:
    """Return what stands before a stop, back to a space or an opening mark."""
    start = end
    while start and not paragraph[start - 1].isspace() and paragraph[start - 1] not in _OPENING:
        start -= 1
    return paragraph[start:end]


def _is_abbreviation(before: str, following: str, *, closed: bool) -> bool:
    """Tell whether the stop after `before` belongs to it rather than to the sentence."""
    plain = before.casefold().rstrip(".")
    begins = following.casefold().strip(",.;:’'\"”") in _STARTERS
    if closed and not before[-1:].isupper():
        return False
    if plain in _TITLES:
        return not (plain == "no" and not following[0].isdigit())
    if len(plain) == 1 and plain.isalpha():
        return before.isupper() and not (begins and plain == "i")
    if plain in _MAYBE or "." in plain:
        return not begins or following == "Security"
    return False
