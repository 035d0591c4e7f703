"""Tell whose text an entry carries: an outlet's own, or one that an agency wrote and many outlets print.

Ten outlets with one agency's text are one source. Three marks, the surest first: the feed says where the item comes
from, the text names an agency in its dateline or byline, or two texts are nearly the same. Which names are agencies'
follows from their form and place, not from a list.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from bot.core.text import fold

SHINGLE: Final = 5
SKETCH: Final = 64
NEARLY_THE_SAME: Final = 0.5
FEWEST_WORDS: Final = 30
_LEAD: Final = 300
_LONGEST_NAME: Final = 40
# "BRIGTOWN (AFP) —", "HARBOUR CITY, Feb 27 (Wire): …": the name in brackets that ends a dateline
_DATELINE: Final = re.compile(
    r"\A[^\W\d_a-z][\w'’-]*(?:[ /][^\W\d_a-z][\w'’-]*){0,3}(?:, [^\W\d_]{3,9}\.? \d{1,2})?,?"
    r" \((?P<name>[^\W\d_][\w .&'’-]{1,30})\)\s*[-–—:]"
)
# "With inputs from AFP", "Source: AP" as the last words
_CREDIT: Final = re.compile(
    r"(?:\A|\n)\s*(?:with (?:additional )?(?:input|inputs|reporting) (?:from|by)|source\s*:|via)\s+"
    r"(?P<name>[^\W\d_][\w .&'’-]{1,30}?)\s*[.)\]]?\s*\Z",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose text it is: `name` folded for comparing, empty for the outlet's own; `rule` is what told it."""

    name: str
    rule: str


OWN: Final = Origin("", "own")


def origin_of(text: str, raw: Mapping[str, object], outlet: str) -> Origin:
    """Return whose text an entry carries; `raw` is the item as its feed gave it."""
    for rule, name in (
        ("source", _named_source(raw)),
        ("dateline", _match(_DATELINE, text[:_LEAD].lstrip())),
        ("credit", _match(_CREDIT, text[-_LEAD:])),
    ):
        folded = plain_name(name)
        if folded and folded != plain_name(outlet):
            return Origin(folded, rule)
    return OWN


def _named_source(raw: Mapping[str, object]) -> str:
    source = raw.get("source")
    title = source.get("title") if isinstance(source, Mapping) else source
    return title if isinstance(title, str) and len(title) <= _LONGEST_NAME else ""


def _match(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found["name"] if found else ""


def plain_name(name: str) -> str:
    """Return a name for comparing."""
    return " ".join(_WORD.findall(fold(name)))


# --- texts that are nearly the same


@lru_cache(maxsize=1_024)
def sketch(text: str) -> tuple[int, ...]:
    """Return the smallest digests of the text's runs of five words; empty for a text too short to tell.

    A bottom-k sketch (Broder 1997): what two sketches share estimates what the texts share.
    """
    words = _WORD.findall(fold(text))
    if len(words) < FEWEST_WORDS:
        return ()
    runs = {" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}
    digests = (int.from_bytes(blake2b(run.encode("utf-8", "replace"), digest_size=8).digest()) for run in runs)
    return tuple(sorted(digests)[:SKETCH])


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """Return from 0 to 1 how much of two texts' runs of words they share, by their sketches."""
    if not one or not other:
        return 0.0
    newest = sorted({*one, *other})[: max(len(one), len(other))]
    shared = {*one} & {*other}
    return sum(digest in shared for digest in newest) / len(newest)


def author_of(entry: tuple[str, str, str], raw: Mapping[str, object], told: Iterable[tuple[str, str, str]]) -> str:
    """Return whose words an entry carries: an outlet's or an agency's name, for counting sources.

    `entry` is its title, text and outlet; `told` are titles, texts and authors of other reports of the same event. A
    text nearly the same as one of those is that one's author's, whoever signed it; whichever came first, it is one.
    """
    title, text, outlet = entry
    own = sketch(f"{title} {text}")
    alike = ((likeness(own, sketch(f"{other} {words}")), author) for other, words, author in told) if own else ()
    nearest, author = max(alike, default=(0.0, ""))
    if nearest >= NEARLY_THE_SAME and author:
        return plain_name(author)
    return origin_of(text, raw, outlet).name or plain_name(outlet)
