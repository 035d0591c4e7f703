"""Read what the words of a noun phrase tell: side, office, name, whether private, a medium's or a paper's."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from bot.core.attribution.lexicon import BOARD, BODY, FOREIGN, HOLDER, MILITANT, PARTY, PLACE, RANK, REGIME, THIRD, Hit
from bot.core.attribution.lines import Line
from bot.core.attribution.nouns import (
    DETERMINERS,
    FORMER,
    INDEFINITE,
    LOCAL,
    MEDIA,
    OFFICES,
    OFFICIAL_BODIES,
    OFFICIAL_PEOPLE,
    OFFICIAL_SOURCES,
    PAPERS,
    PLURAL,
    POSSESSIVES,
    PRIVATE,
    PRIVATE_MODIFIERS,
    QUALIFIERS,
    RANKS,
    SPEAKER_NOUNS,
    STATE_OWNED,
    TIMES,
)
from bot.core.model import OTHER, Side
from bot.core.text import word_set

SIDED: Final = frozenset({PARTY, REGIME, BODY, HOLDER})
NEVER: Final = frozenset({BOARD, THIRD, MILITANT})
SOILED: Final = word_set("side soil territory bank part")
_OUTLAWED: Final = word_set("banned outlawed proscribed")
_PRIVATELY_RUN: Final = word_set("charity-run ngo-run privately-run un-run militant-run rebel-held foreign-run")
_DIRECTIONS: Final = word_set("upper lower north south east west northern southern eastern western central new old")
_WHERE: Final = word_set("in at near outside across inside around")
_STAFF: Final = word_set("worker workers staff")
_MINISTERS: Final = word_set("minister ministers ambassador envoy president premier governor mayor")
_DEPARTMENTS: Final = word_set("department ministry directorate secretariat")
_PREMISES: Final = word_set(
    "mosque madrasa madrassa seminary school college bazaar market shop mill factory camp team party newspaper"
)
_HOSTS: Final = word_set("host hosts mediator mediators broker")
_GATHERINGS: Final = word_set("protest protests march rally sit-in strike")
_RELIEF: Final = word_set("refugee migration aid relief humanitarian charity")
_OUTLETS: Final = word_set("news times tribune herald express observer online press post")
_NEWS: Final = word_set("news wire press photo broadcasting television radio world")
_AGENCIES: Final = word_set("agency agencies service services")
_RELIEF_OFFICES: Final = word_set("commander commissioner minister secretary general")
_CARE: Final = word_set("health hospital medical rescue")
_MARKS: Final = frozenset({"'s", "'", ".", "(", ")"})
_NOT_NAMES: Final = (
    SPEAKER_NOUNS
    | DETERMINERS
    | TIMES
    | word_set("interior foreign defence defense prime information public health air")
)
_PUBLISHED: Final = word_set("media press newspaper newspapers channel channels tv online social website websites")
_ANYBODYS: Final = word_set("report reports post posts account accounts video videos media press")
_KEPT: Final = 1024


@dataclass(slots=True)
class Reading:
    """What the words of a phrase tell."""

    side: Side | None = None
    never: bool = False
    former: bool = False
    private: bool = False
    official: bool = False
    media: bool = False
    state_owned: bool = False
    paper: bool = False
    local: bool = False
    bare: bool = False
    folk: bool = False
    plural: bool = False
    sources: bool = False
    owner: str = ""
    cut: int = 0
    lent: bool = False
    definite: bool = False
    indefinite: bool = False
    roles: frozenset[str] = frozenset()
    names: tuple[int, int] | None = None
    place: Side | None = None
    office: frozenset[str] = frozenset()
    possessor: frozenset[str] = frozenset()


@lru_cache(maxsize=_KEPT)
def read(line: Line, start: int, end: int) -> Reading:
    """Read the words of one noun phrase; many rules ask of the same one, and none may change what was read."""
    reading = Reading()
    cut = _owner_end(line, start, end)
    reading.cut = cut
    reading.owner = line.low[start] if line.low[start] in POSSESSIVES else ""
    reading.definite = line.low[start] in {"the", "this", "that"}
    reading.indefinite = line.low[start] in INDEFINITE
    _read_hits(line, start, cut, end, reading)
    _read_roles(line, start, cut, end, reading)
    reading.names = name_in(line, cut, end)
    reading.media |= _is_outlet(line, cut, end)
    reading.never |= is_published(line, start, end)
    reading.possessor = office_key(line, start, cut)
    reading.office = office_key(line, cut, end)
    return reading


def is_published(line: Line, start: int, end: int) -> bool:
    """Tell what anybody publishes ("Y's media reports", "Y's press") from what is a state's or an office's own."""
    words = frozenset(line.low[start:end])
    own = (
        words & STATE_OWNED
        or words & OFFICIAL_BODIES
        or any(hit.sort in {BODY, REGIME} for hit in hits_in(line, start, end))
    )
    return line.low[end - 1] in _ANYBODYS and bool(words & _PUBLISHED) and not own


def office_key(line: Line, start: int, end: int) -> frozenset[str]:
    """Return the words that name an office in a stretch, empty where it names none."""
    words = frozenset(word for word in line.low[start:end] if word in QUALIFIERS or word in OFFICES)
    return words if words & OFFICES else frozenset()


def _owner_end(line: Line, start: int, end: int) -> int:
    for at in range(end - 1, start - 1, -1):
        if line.low[at] in {"'s", "'"}:
            return at + 1
    return start


def hits_in(line: Line, start: int, end: int) -> Iterable[Hit]:
    last = None
    for at in range(start, end):
        hit = line.covering[at]
        if hit is not None and hit is not last:
            last = hit
            yield hit


def _read_hits(line: Line, start: int, cut: int, end: int, reading: Reading) -> None:
    words = 0
    for hit in [*hits_in(line, start, cut), *hits_in(line, cut, end)]:
        if hit.sort in {PLACE, FOREIGN} and _is_surname(line, start, hit, end):
            continue
        words += hit.end - hit.start
        owned = reading.side is not None and hit.start >= cut > start
        if hit.sort == BOARD or (hit.sort in NEVER and not owned):
            reading.never = True
        elif hit.sort == FOREIGN:
            reading.side = reading.side or OTHER
        elif hit.sort == PLACE:
            reading.place = reading.place or hit.side
        elif hit.sort in SIDED:
            reading.side = reading.side or hit.side
            reading.official |= hit.sort == BODY
            reading.folk |= hit.role == "demonym" and line.low[hit.end - 1].endswith("s")
            office = hit.role == "office"
            reading.lent = reading.lent or (office and reading.side == hit.side)
        if hit.sort == HOLDER:
            words -= hit.end - hit.start
    if reading.lent and reading.place is not None:
        reading.side = reading.place
    content = sum(1 for word in line.low[start:end] if word not in DETERMINERS and word not in _MARKS)
    reading.bare = words > 0 and words >= content


def _is_surname(line: Line, start: int, hit: Hit, end: int) -> bool:
    """Tell a place's or people's name that ends a person's: "Gul Karim <place>"."""
    names = range(hit.start - 2, hit.start)
    if hit.end != end or names.start < start or any(line.covering[at] is not None for at in names):
        return False
    plain = line.is_name(names[1]) and line.low[names[1]] not in OFFICES and line.low[names[1]] not in _DIRECTIONS
    return plain and (line.is_name(names[0]) or line.low[names[0]] in OFFICES)


def _read_roles(line: Line, start: int, cut: int, end: int, reading: Reading) -> None:
    roles = []
    for at in range(start, end):
        word = line.low[at]
        reading.former |= word in FORMER
        hit = line.covering[at]
        if hit is not None and hit.sort != RANK:
            roles += [word] if hit.sort == BODY else []
            continue
        reading.local |= word in LOCAL
        reading.never |= word in _OUTLAWED or word in _PRIVATELY_RUN
        reading.state_owned |= word in STATE_OWNED
        if at < cut and (word in _GATHERINGS or word in _HOSTS):
            reading.never = True
        if word in SPEAKER_NOUNS:
            roles += [word, RANKS[word]] if word in RANKS else [word]
            _set_head(line, at, start, cut, reading)
        elif word.islower() and word not in DETERMINERS and line.tokens[at].text.islower():
            roles.append(word)
    reading.roles = frozenset(roles)


def _set_head(line: Line, at: int, start: int, cut: int, reading: Reading) -> None:
    """Let the last noun of office, private life, media or paper be the head; a private owner makes it private."""
    word = line.low[at]
    if at < cut:
        if word in PRIVATE or word in _PREMISES:
            reading.never = True
        return
    if word in _DEPARTMENTS and reading.never and not reading.side:
        reading.never = False
    before = line.low[at - 1] if at > start else ""
    if reading.private and (before in PRIVATE or word in RANKS) and line.tokens[at].text[0].isupper():
        return
    ranked = word in _RELIEF_OFFICES and before in _RELIEF
    led = (word in OFFICIAL_PEOPLE and word not in _MINISTERS) or word in {"committee", "council"}
    reading.private = word in PRIVATE or (led and before in PRIVATE_MODIFIERS and not ranked)
    reading.media = word in MEDIA and word not in PAPERS
    reading.paper = word in PAPERS
    reading.official = word in OFFICES and not reading.private
    if word in _AGENCIES:
        _set_agency(line, at, start, reading)
    if word in _STAFF and before in _CARE:
        reading.private, reading.official = False, True
    if word in {"sources", "source"}:
        reading.sources = True
        reading.official = any(_is_official_source(line, k) for k in range(start, at))
    if word == "reports" and reading.state_owned:
        reading.media, reading.paper = True, False
    many = word in PLURAL or word.endswith(("smen", "ermen"))
    reading.plural = many or (word.endswith("s") and (word in OFFICIAL_PEOPLE or word in PRIVATE))


def _is_outlet(line: Line, cut: int, end: int) -> bool:
    """Tell "Y's <name> News" and "the Y-based <name> Press", outlets there, from a side's own."""
    named = end - cut > 1 and line.low[end - 1] in _OUTLETS and line.tokens[end - 1].text.istitle()
    return named and all(line.covering[at] is None or line.low[at].endswith("-based") for at in range(cut, end))


def _is_official_source(line: Line, at: int) -> bool:
    """Tell "security sources" and "sources" of a body that is a side's own."""
    hit = line.covering[at]
    return line.low[at] in OFFICIAL_SOURCES or (hit is not None and hit.sort in {BODY, REGIME})


def _set_agency(line: Line, at: int, start: int, reading: Reading) -> None:
    """Tell a news agency from a relief agency, and both from a state's disaster agency or border service."""
    before = line.low[at - 1] if at > start else ""
    plain = _is_plain(line, at - 1, start)
    news = before in _NEWS or (line.low[at] in {"agency", "agencies"} and not plain)
    relief = before in _RELIEF or before == "un"
    reading.private = relief
    reading.media = news and not relief
    reading.official = plain and not news and not relief


def _is_plain(line: Line, at: int, start: int) -> bool:
    """Tell a plain word that says what an agency is for ("disaster"), no article, name or owner."""
    if at < start or line.covering[at] is not None or line.low[at] in DETERMINERS:
        return False
    return line.low[at].isalpha() and (line.tokens[at].text.islower() or line.low[at] in QUALIFIERS)


def name_in(line: Line, start: int, end: int) -> tuple[int, int] | None:
    """Return the run of capitalised words at the end of a phrase that names a person."""
    at = end
    while at > start and _is_name_word(line, at - 1):
        at -= 1
    while at < end and (line.low[at] in {".", "-"} or line.low[at] in OFFICES):
        at += 1
    return (at, end) if at < end else None


def _is_name_word(line: Line, at: int) -> bool:
    hit = line.covering[at]
    if hit is not None:
        return hit.sort in {HOLDER, PLACE} and line.tokens[at].text[0].isupper()
    word = line.low[at]
    if word in _NOT_NAMES:
        return False
    return line.tokens[at].text[0].isupper() or (word == "." and at > 0 and len(line.low[at - 1]) == 1)


def head_end(line: Line, start: int, end: int) -> int:
    """Return where the first noun phrase of a stretch ends."""
    return next((at for at in range(start, end) if not line.nominal(at) and line.low[at] not in DETERMINERS), end)


def soil(line: Line, start: int, end: int, *, firm: bool = False) -> Side | None:
    """Return on whose soil the last place named in a stretch lies; one that something comes from counts least."""
    origin = None
    for at in range(end - 1, start - 1, -1):
        hit = line.covering[at]
        if hit is not None and _is_place(line, hit):
            if not line.is_origin(hit.start):
                return hit.side
            origin = origin or hit.side
    return None if firm else origin


def _is_place(line: Line, hit: Hit) -> bool:
    """Tell a place, "Y's side" and a seat or country where something happens."""
    if hit.sort == PLACE:
        return True
    following = line.low[hit.end] if hit.end < len(line.low) else ""
    if hit.sort in {PARTY, REGIME, FOREIGN} and following in SOILED:
        return True
    if hit.start == 0 or line.low[hit.start - 1] not in _WHERE:
        return False
    return hit.role == "seat" or (hit.role == "name" and following != "'s")


def owner_after(line: Line, at: int) -> tuple[Side, int] | None:
    """Return whose "of Y", "for Y's" or "in Y" after an office is, and where that ends."""
    if at + 1 >= len(line.low) or line.low[at] not in {"of", "for", "in"}:
        return None
    hit = line.covering[at + 1] or (line.covering[at + 2] if at + 2 < len(line.low) else None)
    return (hit.side, hit.end) if hit is not None and hit.sort in {PARTY, REGIME, PLACE, FOREIGN} else None
