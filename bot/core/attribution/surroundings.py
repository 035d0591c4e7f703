"""Tell whose an office is that names no owner, by what stands near it and by what the text is about.

Two lists, the surest first. What is near (who is spoken to, what is fronted, whose soil) decides; what is only about
(who spoke last, where the report is written, whom it names more) is a guess wherever another may as well be meant.
"""

from collections.abc import Iterator
from typing import Final

from bot.core.attribution.clues import (
    across,
    first_soil,
    front,
    fronted,
    is_told_of,
    martyred,
    on_this_side,
    soils,
    where,
)
from bot.core.attribution.deeds import beat_militants, bordering, fired_on_by, slipped_from, struck_by_militants
from bot.core.attribution.lexicon import RANK
from bot.core.attribution.lines import Line
from bot.core.attribution.memory import BODY_KIND, GUESS, PERSON, Memory, Speaker
from bot.core.attribution.nouns import OFFICIAL_PEOPLE, PRIVATE, QUALIFIERS, SPEAKER_NOUNS, STUDIES
from bot.core.attribution.phrases import Mention
from bot.core.attribution.readings import Reading, hits_in, soil
from bot.core.model import OTHER, Side
from bot.core.text import word_set

_OF_PLACE: Final = word_set("provincial local district regional village city town municipal area tribal")
_AT_HAND: Final = word_set("police hospital hospitals doctor doctors medic medics rescuers mayor governor")
_MINISTRIES: Final = word_set("ministry office government")
_UNPLACED: Final = word_set("diplomat diplomats negotiator negotiators delegates")
_ISSUED: Final = word_set("statement statements communique post note release letter message notification")
_SPEAKING: Final = word_set("spokesman spokeswoman spokesperson member representative")
# Grounds that hold though another side has spoken.
_LIKELY: Final = frozenset({"home", "soil", "bordering", "person heard"})
_BY_PLACE: Final = frozenset({"soil", "fronted", "place"})
_HEARD_LAST: Final = frozenset({"recent", "person heard"})
_HEARD: Final = 3
_TURNS: Final = word_set("but though although while however")
_TURN_REACH: Final = 4
_SILENT: Final = word_set("not no yet nothing silent declined refused")
_CHARGES: Final = word_set("blamed accused alleged")
_MINISTERS: Final = word_set(
    "minister president premier pm secretary adviser lawmaker senator mp parliamentarian parliament legislator"
)
_HEADS_OF_STATE: Final = word_set("president prime premier pm")

# A side, and the ground that it was found on.
_Found = tuple[Side | None, str]


class Surroundings:
    """What a text tells about an office beside the words that name it."""

    def __init__(self, sides: tuple[Side, Side], memory: Memory) -> None:
        self.sides = sides
        self.memory = memory

    def whose(self, line: Line, mention: Mention, reading: Reading, *, named: bool) -> tuple[Side | None, str]:
        """Return the side of an office that names no owner, and on what ground."""
        told = self._told(reading)
        last = self.memory.spoken[-1] if self.memory.spoken else None
        if told is not None and told == self.memory.counterpart and last is not None and not last.names:
            return told, f"{GUESS}counterpart"
        if told is not None:
            nobodys = not reading.media and not reading.roles & SPEAKER_NOUNS
            unknown = told == OTHER and reading.names is not None and nobodys and not is_told_of(line, mention)
            return told, f"{GUESS}unknown" if unknown else "kept"
        found = next((one for one in self._firm(line, mention, reading, named=named) if one[0] is not None), None)
        side, ground = found or self._guess(line, mention, reading)
        return side, f"{GUESS}{ground}" if ground in _BY_PLACE and self._of_either(line, mention, reading) else ground

    def _of_either(self, line: Line, mention: Mention, reading: Reading) -> bool:
        """Tell bare "security officials", whom both sides have, where both are told of and none has spoken."""
        bare = reading.plural and not reading.local and not mention.tails and not mention.beside
        if self.memory.home in self.sides or self.memory.recent in self.sides or not bare:
            return False
        both = set(self.sides) <= {hit.side for hit in line.hits.values()}
        return both and "security" in line.low[mention.start : mention.end]

    def _told(self, reading: Reading) -> Side | None:
        """Return the side of a medium's source, a paper or somebody addressed, OTHER for what is no office."""
        memory = self.memory
        nameless = reading.sources or reading.plural or (reading.indefinite and reading.names is None)
        if memory.medium is not None and nameless and (reading.official or reading.sources):
            return memory.medium
        if reading.state_owned and reading.media:
            return (memory.recent if memory.spoken else None) or memory.home
        facing = None if reading.names is None else self._facing(reading)
        if facing is not None:
            return facing
        if reading.paper and reading.roles & _ISSUED and (reading.indefinite or memory.summoned is not None):
            return self._issuer(reading)
        if not reading.official and not (reading.paper and reading.office):
            theirs = reading.paper and reading.definite and not reading.roles & STUDIES
            return memory.recent if theirs else OTHER
        return None

    def _facing(self, reading: Reading) -> Side | None:
        """Return the side of a name that is spoken to, or whom the sentence before told something without his name."""
        if not reading.official and self.memory.addressed is not None:
            return self.memory.addressed
        known = self.memory.counterpart in self.sides and not reading.definite
        return self.memory.counterpart if known else None

    def _issuer(self, reading: Reading) -> Side | None:
        """Return whose "a statement" is, and whose "the note" that an envoy was handed."""
        memory = self.memory
        if not reading.indefinite:
            return next((side for side in self.sides if side != memory.summoned), None) if reading.definite else None
        about = memory.about.side if memory.about is not None and memory.about.side in self.sides else None
        return about or memory.recent or self._issuing(reading)

    def _guess(self, line: Line, mention: Mention, reading: Reading) -> tuple[Side | None, str]:
        """Return the side of an office that nothing near it tells, as a guess where it might be the other's."""
        end = mention.start
        side, ground = next((one for one in self._loose(line, end, reading) if one[0] is not None), (None, ""))
        elsewhere = soil(line, 0, end, firm=True)
        contested = side in self.sides and ground not in _LIKELY and self._contested(side)
        contested |= ground in _HEARD_LAST and elsewhere in self.sides and elsewhere != side != self.memory.native
        contested |= self._silent_before(line, mention) not in {None, side} or _behind_a_charge(line, mention)
        contested |= self._of_either_country(line, mention)
        return side, f"{GUESS}{ground or 'nothing'}" if contested or side is None else ground

    def _of_either_country(self, line: Line, mention: Mention) -> bool:
        """Tell "the country's army" behind the names of both."""
        countrys = any(word.startswith("country") for word in line.low[mention.start : mention.end])
        return countrys and set(self.sides) <= {hit.side for hit in hits_in(line, 0, mention.start)}

    def _contested(self, side: Side | None) -> bool:
        """Tell whether another may as well be meant: nobody has spoken yet, or somebody else has too."""
        spoken = {one.side for one in self.memory.spoken[-_HEARD:]}
        return side != self.memory.recent or bool(spoken - {side, None})

    def _silent_before(self, line: Line, mention: Mention) -> Side | None:
        """Return whose silence a sentence tells of before it turns to who speaks ("Y did not reply, but the army")."""
        about = self.memory.about
        if about is None or about.side not in self.sides or about.end > mention.start:
            return None
        turn = next((at for at in range(mention.start - 1, about.end, -1) if line.low[at] in _TURNS), about.end)
        silent = not _SILENT.isdisjoint(line.low[about.end : turn])
        return about.side if silent and mention.start - turn <= _TURN_REACH else None

    def _plain(self, line: Line, mention: Mention, reading: Reading) -> Side | None:
        """Return whose body a bare word means where the theatre tells so ("the army"), in a text of either side."""
        words = line.low[mention.start + 1 : mention.end]
        memory = self.memory
        near = {memory.home, memory.recent, memory.place, *(one.side for one in memory.spoken)} & set(self.sides)
        alone = reading.definite and len(words) == 1 and not mention.tails
        return memory.plain.get(words[0]) if near and alone else None

    def facing_across(self, side: Side | None) -> Side | None:
        """Return the side across the line from one of the two."""
        return next((other for other in self.sides if other != side), None) if side in self.sides else None

    def _issuing(self, reading: Reading) -> Side:
        """Return whose "a government statement" is: the one that the text is told from."""
        return (self.memory.home or self.memory.fallback or OTHER) if reading.office else OTHER

    def _opposite(self) -> Side | None:
        """Return the side across the line from who was heard last."""
        last = next((one.side for one in reversed(self.memory.spoken) if one.side in self.sides), self.memory.home)
        return self.facing_across(last)

    def _loose(self, line: Line, end: int, reading: Reading) -> Iterator[_Found]:
        """Yield the sides that an office may be of where nothing by it tells: who spoke, whose soil, who is named."""
        memory = self.memory
        yield memory.recent, "person heard" if reading.roles & OFFICIAL_PEOPLE and not reading.plural else "recent"
        yield memory.home, "home"
        yield self.facing_across(bordering(line)), "bordering"
        yield soil(line, 0, end, firm=True) or first_soil(line), "soil"
        yield memory.place, "place"
        yield next((one.side for one in reversed(memory.spoken) if one.side in self.sides), None), "spoken"
        yield memory.fallback, "fallback"

    def _firm(self, line: Line, mention: Mention, reading: Reading, *, named: bool) -> Iterator[_Found]:
        """Yield the sides that an office is of by what stands near it, the surest first."""
        memory = self.memory
        yield OTHER if reading.roles & _UNPLACED else None, "unplaced"
        yield OTHER if memory.recent == OTHER and soil(line, 0, mention.start) is None else None, "foreign"
        yield None if reading.roles & _OF_PLACE else memory.addressed, "addressed"
        yield memory.house, "house"
        if memory.envoy is not None and reading.office & _MINISTRIES:
            yield next((side for side in self.sides if side != memory.envoy), None), "envoy"
        if reading.definite and not named and reading.roles & OFFICIAL_PEOPLE and not reading.roles & _HEADS_OF_STATE:
            spoken = (one.side for one in reversed(memory.spoken) if self._means(reading, one))
            yield next(spoken, None), "person"
        yield self._of_what_it_tells(mention, reading), "about"
        yield self._of_ministry_heard(reading), "ministry heard"
        yield where(line, mention), "where"
        yield fronted(line, mention), "fronted"
        if reading.plural and not named and not reading.local:
            yield struck_by_militants(line, mention.start), "struck"
        yield self._opposite() if across(line) else None, "across"
        yield memory.home if on_this_side(line) else None, "this side"
        if reading.plural and not named and not reading.definite:
            yield front(line), "front"
        if memory.recent is None:
            yield martyred(line), "martyred"
        if reading.local:
            fired_on = self.facing_across(fired_on_by(line))
            yield fired_on if fired_on in soils(line, len(line.low)) else None, "fired on"
            yield self._local(line, mention, reading)
            yield fired_on, "fired on"
        yield self._silent_before(line, mention) if reading.definite else None, "silent"
        if named and reading.roles & _MINISTERS and not reading.definite:
            yield memory.home, "minister at home"
        yield self._rank(line, mention), "rank"
        yield self._plain(line, mention, reading), "plain"
        if not named and not reading.paper:
            yield memory.home, f"{GUESS}at home" if self._looks_across(line, mention) else "at home"
        if memory.home is None:
            yield self.facing_across(slipped_from(line)), "slipped in"
            yield beat_militants(line), "beat militants"

    def _looks_across(self, line: Line, mention: Mention) -> bool:
        """Tell bare "officials" who tell of the other side's soil, or of its charge: they may as well be from there."""
        bare = mention.end - mention.start == 1 and not mention.tails
        beyond = soil(line, mention.end, len(line.low), firm=True) not in {None, self.memory.home}
        return bare and (beyond or _behind_a_charge(line, mention))

    def _of_what_it_tells(self, mention: Mention, reading: Reading) -> Side | None:
        """Return the side of the body that a sentence is about, for its "a spokesman said" and "a member said"."""
        about = self.memory.about
        speaks = reading.roles & _SPEAKING and not reading.office - _SPEAKING and not mention.tails
        last = self.memory.spoken[-1] if self.memory.spoken else None
        if (
            speaks
            and reading.indefinite
            and last is not None
            and last.sure
            and (last.kind, last.side) == (BODY_KIND, OTHER)
        ):
            return OTHER
        if about is None or about.kind != BODY_KIND or not speaks:
            return None
        return about.side if about.official or about.roles & PRIVATE else None

    def _of_ministry_heard(self, reading: Reading) -> Side | None:
        """Return the side of the ministry that spoke last, for its "a ministry official said"."""
        last = self.memory.spoken[-1] if self.memory.spoken else None
        if last is None or not reading.indefinite or not reading.roles & OFFICIAL_PEOPLE:
            return None
        same = "ministry" in reading.roles & last.roles and reading.roles & QUALIFIERS <= last.roles
        return last.side if same and last.kind == BODY_KIND and last.side in self.sides else None

    def _means(self, reading: Reading, known: Speaker) -> bool:
        """Tell whether "the general" or "the police chief" can be somebody who has spoken."""
        told_apart = reading.roles & (QUALIFIERS | _OF_PLACE)
        return known.kind == PERSON and known.side in self.sides and told_apart <= known.roles

    def _rank(self, line: Line, mention: Mention) -> Side | None:
        """Return the side whose army alone has ranks like this one's, where the theatre tells of such."""
        hits = hits_in(line, mention.start, mention.end)
        return next((hit.side for hit in hits if hit.sort == RANK), None)

    def _heard_here(self) -> Side | None:
        """Return the side of the local offices heard so far, else where the report is written; None if both have been.

        A capital that answers them in between does not make the next local office its own.
        """
        heard = (one.side for one in self.memory.spoken if one.roles & (_AT_HAND | _OF_PLACE))
        local = set(heard) & set(self.sides)
        if not local:
            return self.memory.home
        return next(iter(local)) if len(local) == 1 else None

    def _local(self, line: Line, mention: Mention, reading: Reading) -> _Found:
        memory = self.memory
        left = soil(line, 0, mention.start, firm=True)
        if memory.home is not None and left is not None and memory.home in soils(line, mention.start):
            left = memory.home
        beside = {word for start, end in mention.beside for word in line.low[start:end]}
        of_place = bool((reading.roles | beside | set(line.low[mention.start : mention.end])) & _OF_PLACE)
        if left is None and memory.recent is not None and not memory.near and not of_place:
            here = self._heard_here()
            return here or memory.recent, "local heard" if here else "local recent"
        if left is not None:
            return left, "local left"
        there = "there" in line.low and memory.near
        if memory.place is not None and (memory.home is None or there or of_place or reading.roles & _AT_HAND):
            return memory.place, "local place"
        if memory.home is not None:
            return memory.home, "local home"
        right = soil(line, mention.end, len(line.low), firm=True)
        return right or soil(line, 0, mention.start, firm=True), "local right"


def _behind_a_charge(line: Line, mention: Mention) -> bool:
    """Tell who speaks behind one side's charge: "strikes that Y blamed on Z killed six, officials said"."""
    return not _CHARGES.isdisjoint(line.low[: mention.start])
