"""Name a speaker: what kind it is, which words are its names, and what it is called on a card."""

from typing import Final

from bot.core.attribution.lexicon import THIRD
from bot.core.attribution.lines import Line
from bot.core.attribution.memory import BODY_KIND, MANY, PAPER, PERSON
from bot.core.attribution.nouns import DETERMINERS, OFFICIAL_BODIES, OFFICIAL_PEOPLE, PRIVATE
from bot.core.attribution.phrases import Mention
from bot.core.attribution.readings import Reading, head_end, name_in
from bot.core.text import word_set

_NAMING: Final = word_set("of in at for")
_BODIES: Final = word_set(
    "group board charity union association organisation organization ngo watchdog company foundation institute "
    "federation network alliance think-tank publication newspaper"
)


def kind_of(line: Line, mention: Mention, reading: Reading, *, named: bool) -> str:
    last = line.low[mention.end - 1]
    hit = line.covering[mention.end - 1]
    body = reading.names is None and last in OFFICIAL_BODIES and not reading.plural and line.low[mention.start] != "a"
    if (
        body
        or (reading.media and reading.names is not None and not reading.plural)
        or _named_body(line, mention, reading)
        or (hit is not None and hit.sort == THIRD)
        or any(_is_body(line, start, end) for start, end in mention.beside)
    ):
        return MANY if last == "sources" else BODY_KIND
    if reading.plural or (reading.folk and reading.bare):
        return MANY
    if last == "source" or (named and not reading.bare and not reading.paper):
        return PERSON
    if reading.paper:
        return PAPER
    if reading.roles & (OFFICIAL_PEOPLE | PRIVATE) and not reading.roles & OFFICIAL_BODIES:
        return PERSON
    return PERSON if last in OFFICIAL_PEOPLE or (last in PRIVATE and last not in _BODIES) else BODY_KIND


def _named_body(line: Line, mention: Mention, reading: Reading) -> bool:
    """Tell "the rights group N" from a person's name."""
    first = reading.names[0] if reading.names is not None else mention.start
    return first > mention.start and line.low[first - 1] in _BODIES


def _is_body(line: Line, start: int, end: int) -> bool:
    """Tell an apposition that calls a name a body: "a medical charity"."""
    cut = head_end(line, start, end)
    return (
        line.low[start] in {"a", "an"}
        and cut > start
        and line.low[cut - 1] in _BODIES | OFFICIAL_BODIES - {"staff", "side"}
    )


def _name_spans(line: Line, mention: Mention, reading: Reading) -> list[tuple[int, int] | None]:
    """Return where names stand: in the phrase, beside it, behind "for Health" or "of the province"."""
    spans = [reading.names, *(name_in(line, start, end) for start, end in mention.beside)]
    for prep, start, end in mention.tails:
        span = name_in(line, start, end) if prep in {"of", "for"} else None
        if span is not None and span[0] > start and not OFFICIAL_PEOPLE.intersection(line.low[start:end]):
            spans.append(span)
    return spans


def names_of(line: Line, mention: Mention, reading: Reading) -> frozenset[str]:
    """Return the words of the names in a phrase and beside it."""
    spans = _name_spans(line, mention, reading)
    words = (word for span in spans if span is not None for word in line.low[span[0] : span[1]])
    return frozenset(word for word in words if word.isalpha() or "-" in word)


def called(line: Line, mention: Mention, reading: Reading) -> str:
    """Return the speaker's name where there is one, else the office or institution."""
    spans = _name_spans(line, mention, reading)
    named = next((span for span in spans if span is not None), None)
    return line.slice(*named) if named is not None else text_of(line, mention)


def text_of(line: Line, mention: Mention) -> str:
    """Return an office without its article, with the first "of Y", "in Y" after it; a body by its letters."""
    start, end = mention.start, mention.end
    while end > start + 1 and line.low[end - 1] in {"'s", "'"}:
        end -= 1
    if line.low[end - 1] == ")" and line.tokens[end - 2].text.isupper():
        return line.tokens[end - 2].text
    while start < end - 1 and line.low[start] in DETERMINERS:
        start += 1
    if mention.tails and mention.tails[0][0] in _NAMING and mention.tails[0][1] == end + 1:
        end = mention.tails[0][2]
    return line.slice(start, end)
