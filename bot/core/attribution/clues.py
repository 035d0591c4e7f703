"""Read what a sentence tells of a speaker beside the phrase that names it: what is fronted, whose soil, which rank."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.core.attribution.lexicon import FOREIGN, MILITANT, PARTY, PLACE, REGIME, Hit
from bot.core.attribution.lines import Line
from bot.core.attribution.memory import Speaker
from bot.core.attribution.nouns import LOCAL, OFFICIAL_PEOPLE, PRIVATE, TIES
from bot.core.attribution.phrases import Mention
from bot.core.attribution.readings import NEVER, SIDED, SOILED, Reading, head_end, hits_in, read, soil
from bot.core.model import OTHER, Side
from bot.core.text import word_set

_TURNS: Final = word_set("but and while whereas though although")
_FRONTS: Final = word_set("in at from on across")
_MARTYRED: Final = word_set("martyred martyrdom martyrs")
# Private words that stand in an apposition without being its speaker.
_INCIDENTAL: Final = word_set("group people man men agent agents rights")
_SERVING: Final = word_set("of from at with in inside within")
_LINES: Final = word_set("border line wire frontier river fence divide")
_OTHER_SIDE: Final = ("on", "the", "other", "side")
_HONORIFICS: Final = word_set("mr mrs ms miss sir dr prof gen lt col maj brig capt")
# Whom departments are for.
_SERVED: Final = word_set("refugees returnees migrants women youth workers pilgrims martyrs disabled farmers students")
_DEPARTMENTS: Final = word_set(
    "ministry minister ministers directorate department director commission commissioner secretary authority office "
    "adviser bureau secretariat"
)
# "The provincial head for refugees".
_HEADING: Final = word_set("head chief director")
_CENTRES: Final = word_set("center centre council forum")
_LEARNED: Final = word_set("studies research")
_STUDY_REACH: Final = 6
_AREAS: Final = word_set("provincial district regional city")
_FULL_NAME: Final = 2
_FRONT_REACH: Final = 8
_NOW: Final = word_set("now currently today's again")
_SPEAKING_IN: Final = {("speaking", "in"), ("speaking", "from"), ("said", "in"), ("said", "from")}
_HEADS: Final = word_set(
    "head chief director manager coordinator representative chairman chairwoman founder campaigner"
)


def official_side(reading: Reading) -> Side | None:
    """Return the side of an office, a bare party, a paper or a named person by the words of the phrase."""
    if reading.side is None:
        return reading.place if reading.official else None
    if reading.folk and not (reading.definite or reading.official or reading.paper):
        return OTHER
    if reading.official or reading.bare or reading.paper or reading.names is not None:
        return reading.side
    return OTHER if reading.indefinite else reading.side


def same_person(words: Sequence[str], known: Speaker) -> bool:
    """Tell one person from two who share a name: of two full names two words must be alike, or all of one."""
    told = {word for word in words if (word.isalpha() or "-" in word) and word not in _HONORIFICS}
    shared = told & known.names
    return len(shared) >= min(_FULL_NAME, len(told), len(known.names))


def again(line: Line, mention: Mention) -> bool:
    """Tell a former office-holder who holds another office now."""
    return any(line.low[start - 1] in _NOW or line.low[start] in _NOW for start, _ in mention.beside if start)


def is_placed(speaker: Speaker) -> bool:
    """Tell an office-holder, or somebody whose side the text tells."""
    return bool(speaker.roles & OFFICIAL_PEOPLE) or (speaker.sure and speaker.side != OTHER)


def first_soil(line: Line) -> Side | None:
    """Return on whose soil a sentence begins."""
    places = (hit for hit in line.hits.values() if hit.sort == PLACE and not line.is_origin(hit.start))
    return next((hit.side for hit in places), None)


def soils(line: Line, end: int) -> set[Side]:
    """Return on whose soil the places named before a token lie."""
    return {hit.side for hit in line.hits.values() if hit.sort == PLACE and hit.end <= end}


def on_this_side(line: Line) -> bool:
    """Tell "on this side" and "on our side", where the report is written."""
    return any(line.low[at : at + 2] in {("this", "side"), ("our", "side")} for at in range(len(line.low)))


def martyred(line: Line) -> Side | None:
    """Return on whose soil a speaker's own dead fell: "martyred in Y" is said by Y's."""
    for at, word in enumerate(line.low):
        if word in _MARTYRED:
            end = next((k for k in range(at, len(line.low)) if line.low[k] in {",", ";"}), len(line.low))
            return soil(line, at, end, firm=True) or soil(line, 0, at, firm=True)
    return None


def across(line: Line) -> bool:
    """Tell "Across the river, ..." and "On the other side, ..." at the head of a sentence."""
    return (line.low[:1] == ("across",) and bool(_LINES.intersection(line.low[1:4]))) or line.low[:4] == _OTHER_SIDE


def fronted(line: Line, mention: Mention) -> Side | None:
    """Return the side of "In Y,", "On the Y side," or "but in Y" before an office."""
    comma = mention.start - 1
    seat = _right_before(line, mention)
    turned = seat is not None and seat.start > 1 and line.low[seat.start - 2] in _TURNS
    if seat is not None and turned and seat.role == "seat" and line.low[seat.start - 1] == "in":
        return seat.side
    if comma > 0 and line.low[comma] != "," and line.covering[comma] is not None:
        comma += 1
    if comma < 1 or (comma < mention.start and line.low[comma] != ",") or line.low[0] not in _FRONTS:
        return None
    last = next((hit for hit in reversed(line.covering[:comma]) if hit is not None), None)
    if last is None:
        return None
    if last.sort in {PARTY, REGIME, FOREIGN} and line.low[last.end] in SOILED:
        return last.side
    seated = last.role == "seat" or last.sort == PLACE or (last.role == "name" and last.start == 1)
    return last.side if last.end == comma and seated else None


def front(line: Line) -> Side | None:
    """Return the side of "On the Y side, ..." and "In Y, ..." at a sentence's head, whatever stands between."""
    comma = next((at for at in range(1, min(len(line.low), _FRONT_REACH)) if line.low[at] == ","), 0)
    if not comma or line.low[0] not in _FRONTS:
        return None
    for hit in (line.covering[at] for at in range(1, comma)):
        if hit is not None and (hit.sort == PLACE or hit.role == "seat" or line.low[hit.end] in SOILED):
            return hit.side
    return None


def _right_before(line: Line, mention: Mention) -> Hit | None:
    """Return what the theatre knows that stands right before a phrase, past a comma and "where"."""
    at = mention.start - 1
    at -= at > 0 and line.low[at] == "where"
    at -= at > 0 and line.low[at] == ","
    return line.covering[at] if at > 0 else None


def at_seat(line: Line, mention: Mention, reading: Reading) -> Side | None:
    """Return the side of a seat right before an office: "In Y, the ministry said", "in Y the army said"."""
    if not reading.office or reading.names is not None:
        return None
    seat = _right_before(line, mention)
    local = seat is not None and seat.sort == PLACE and bool(reading.office & LOCAL or reading.possessor & LOCAL)
    if (
        seat is None
        or not (seat.role in {"seat", "name"} or local)
        or line.low[max(0, seat.start - 1)] not in {"in", "from"}
    ):
        return None
    begins = seat.start == 1 or line.low[seat.start - 2] in _TURNS or line.low[seat.start - 2] in {",", ";"}
    return seat.side if begins or line.low[mention.start - 1] == "where" else None


def where(line: Line, mention: Mention) -> Side | None:
    """Return the side of "Y, where the ministry said", "a spokesman, speaking in Y, said" and "X said in Y"."""
    end = max([mention.end, *(end for _, _, end in mention.tails)])
    at = end + 1 + (line.low[end : end + 1] == (",",))
    if line.low[at - 1 : at + 1] in _SPEAKING_IN:
        there = line.covering[at + 1] if at + 1 < len(line.low) else None
        return there.side if there is not None and (there.sort == PLACE or there.role == "seat") else None
    last = _right_before(line, mention) if mention.start and line.low[mention.start - 1] == "where" else None
    return last.side if last is not None and (last.sort == PLACE or last.role in {"seat", "name"}) else None


def is_domain(reading: Reading, prep: str, word: str) -> bool:
    """Tell "the directorate of refugees" and "the minister for women", whom an office is for, from who runs it."""
    heads = _HEADING & reading.roles and _AREAS & reading.roles
    return prep in {"of", "for", "on"} and word in _SERVED and bool(heads or reading.roles & _DEPARTMENTS)


def is_foreign(line: Line, mention: Mention) -> bool:
    """Tell whether a third country is named in a phrase or beside it."""
    spans = [(mention.start, mention.end), *((start, end) for _, start, end in mention.tails), *mention.beside]
    return any(hit.sort == FOREIGN for start, end in spans for hit in hits_in(line, start, end))


def is_movement(line: Line, about: Speaker | None) -> bool:
    """Tell a sentence about a regime or militants, of whom "the group's spokesman" is."""
    return about is not None and any(hit.sort in {REGIME, MILITANT} for hit in hits_in(line, about.start, about.end))


def studies(line: Line, mention: Mention) -> bool:
    """Tell "the N-based Center for Research and Security Studies" from a government's media centre."""
    centre = line.low[mention.end - 1] in _CENTRES
    return centre and not _LEARNED.isdisjoint(line.low[mention.end : mention.end + _STUDY_REACH])


def runs_private(line: Line, mention: Mention) -> bool:
    """Tell "the <people> head of a relief group", who speaks for the group and not for the people's side."""
    if line.low[mention.end - 1] not in _HEADS:
        return False
    if not any(hit.role == "demonym" for hit in hits_in(line, mention.start, mention.end)):
        return False
    tails = (read(line, start, end) for prep, start, end in mention.tails if prep in {"of", "for"})
    private = (tail for tail in tails if tail.private and not tail.official and "team" not in tail.roles)
    return any(tail.side in {None, OTHER} for tail in private)


def lend_office(line: Line, mention: Mention, reading: Reading) -> Reading:
    """Let "X of the district department" and "X, a doctor" count as an office-holder's phrase."""
    if reading.official or reading.private or reading.never:
        return reading
    reading = replace(reading)
    spans = [(start, end) for prep, start, end in mention.tails if prep in _SERVING]
    for start, end in (*spans, *mention.beside):
        cut = head_end(line, start, end)
        office = read(line, start, cut if cut > start else end)
        if office.official and not office.never:
            reading.official = True
            reading.local |= office.local or bool(LOCAL.intersection(line.low[cut:end]))
            reading.roles |= office.roles
    return reading


def rest(line: Line, start: int, end: int, core: Reading) -> Side | None:
    """Read the rest of an apposition: the first word that tells a side or a private voice."""
    for at in range(start, end):
        hit = line.covering[at]
        if hit is None:
            served = is_domain(core, "for", line.low[at]) or (
                line.low[at] in _SERVED and _DEPARTMENTS & set(line.low[at + 1 : at + 3])
            )
            if line.low[at] in PRIVATE and line.low[at] not in _INCIDENTAL and not served:
                return OTHER
        elif hit.sort in NEVER or hit.sort == FOREIGN:
            return OTHER
        elif hit.sort in SIDED or (hit.sort == PLACE and core.official):
            return hit.side
    return None


def is_told_of(line: Line, mention: Mention) -> bool:
    """Tell a name told of as anybody's: "N N, who lives nearby", "N N, 40", "N N of the village"."""
    ends = [mention.end, *(end for _, _, end in mention.tails)]
    behind = {word for end in ends for word in line.low[end : end + 3]}
    aged = any(line.low[start].isdigit() for start, _ in mention.beside)
    tied = any(line.low[start - 1] in TIES for start, _ in mention.beside if start)
    placed = any(prep in {"of", "from", "in"} for prep, _, _ in mention.tails)
    owns = "its" in line.low[mention.end : mention.end + 4]
    return aged or placed or owns or (bool(behind & {"who", "whose", "which"}) and not tied)
