"""Tell whose side a speaker is on, from the words that name it and from who spoke before.

The side comes from an owner ("Y's ministry"), a demonym, an institution of the theatre's, a place for local posts, an
apposition, an earlier introduction under the same name or office, and at last from where the report is written.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from bot.core.attribution.lexicon import (
    BOARD,
    BODY,
    FOREIGN,
    HOLDER,
    MILITANT,
    PARTY,
    PLACE,
    REGIME,
    THIRD,
    Hit,
)
from bot.core.attribution.nouns import (
    COUNTRIES,
    DETERMINERS,
    FORMER,
    INDEFINITE,
    LOCAL,
    MEDIA,
    OFFICIAL_BODIES,
    OFFICIAL_PEOPLE,
    OFFICIAL_SOURCES,
    PAPERS,
    POSSESSIVES,
    PRIVATE,
    PRIVATE_MODIFIERS,
    QUALIFIERS,
    STATE_OWNED,
    TIMES,
)
from bot.core.attribution.phrases import Line, Mention, phrase_left
from bot.core.model import OTHER, Side
from bot.core.text import word_set

PERSON: Final = "person"
BODY_KIND: Final = "body"
MANY: Final = "many"
PAPER: Final = "paper"

_SIDED: Final = frozenset({PARTY, REGIME, BODY, HOLDER})
_NEVER: Final = frozenset({BOARD, THIRD, MILITANT})
_SOILED: Final = word_set("side soil territory bank part")
_PLURAL: Final = word_set(
    "police troops authorities sources officials residents forces rescuers people men women children locals elders guards"
)
_ANYBODY: Final = word_set("man woman")
_OF_PLACE: Final = word_set("provincial local district regional village city town municipal area tribal")
_OFFICES: Final = OFFICIAL_PEOPLE | OFFICIAL_BODIES
_SAME: Final = word_set("same latter former other said latest")
_WHERE: Final = word_set("in at near outside across inside around")
_TAILS: Final = word_set("of for from with at in on by near along inside")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose word it is: side (None while unknown), the short name, and what it may be called by later."""

    side: Side | None
    by: str | None
    kind: str
    names: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    start: int = 0
    end: int = 0
    sure: bool = False
    foreign: bool = False
    definite: bool = False
    official: bool = False


@dataclass(slots=True)
class Memory:
    """Who has spoken so far in this text."""

    home: Side | None = None
    spoken: list[Speaker] = field(default_factory=list)
    people: dict[str, Speaker] = field(default_factory=dict)
    met: dict[str, Speaker] = field(default_factory=dict)
    topic: Speaker | None = None
    topics: list[Speaker] = field(default_factory=list)
    place: Side | None = None
    recent: Side | None = None
    near: bool = False
    main: Speaker | None = None
    addressed: Side | None = None
    accused: Side | None = None
    offices: dict[frozenset[str], Side] = field(default_factory=dict)
    fallback: Side | None = None
    pair: tuple[Side, ...] = ()

    def learn(self, speaker: Speaker) -> None:
        """Remember a speaker under its names; a name without an office takes the office that is told right after."""
        before = self.spoken[-1] if self.spoken else None
        if before is not None and speaker.sure and speaker.kind == PERSON and not speaker.names and speaker.definite:
            if before.kind == PERSON and before.names and not before.roles & OFFICIAL_PEOPLE and not before.sure:
                for name in before.names:
                    self.people.setdefault(
                        name, Speaker(speaker.side, before.by, PERSON, before.names, speaker.roles, sure=True)
                    )
        self.spoken.append(speaker)
        if speaker.side is not None and speaker.kind == PERSON:
            known = self.people if speaker.sure else self.met
            for name in speaker.names:
                known.setdefault(name, speaker)


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
    plural: bool = False
    sources: bool = False
    owner: str = ""
    definite: bool = False
    indefinite: bool = False
    roles: frozenset[str] = frozenset()
    names: tuple[int, int] | None = None
    place: Side | None = None
    office: frozenset[str] = frozenset()
    possessor: frozenset[str] = frozenset()


def read(line: Line, start: int, end: int) -> Reading:
    """Read the words of one noun phrase."""
    reading = Reading()
    cut = _possessor_end(line, start, end)
    reading.owner = line.low[start] if line.low[start] in POSSESSIVES else ""
    reading.definite = line.low[start] in {"the", "this", "that"}
    reading.indefinite = line.low[start] in INDEFINITE
    _read_hits(line, start, cut, end, reading)
    _read_roles(line, start, cut, end, reading)
    reading.names = _name(line, cut, end)
    reading.possessor = office_key(line, start, cut)
    reading.office = office_key(line, cut, end)
    return reading


def office_key(line: Line, start: int, end: int) -> frozenset[str]:
    """Return the words that name an office in a stretch, empty where it names none."""
    words = frozenset(word for word in line.low[start:end] if word in QUALIFIERS or word in _OFFICES)
    return words if words & _OFFICES else frozenset()


def _possessor_end(line: Line, start: int, end: int) -> int:
    for at in range(end - 1, start - 1, -1):
        if line.low[at] in {"'s", "'"}:
            return at + 1
    return start


def _hits(line: Line, start: int, end: int) -> Iterable[Hit]:
    last = None
    for at in range(start, end):
        hit = line.covering[at]
        if hit is not None and hit is not last:
            last = hit
            yield hit


def _read_hits(line: Line, start: int, cut: int, end: int, reading: Reading) -> None:
    words = 0
    for hit in [*_hits(line, start, cut), *_hits(line, cut, end)]:
        words += hit.end - hit.start
        if hit.sort == BOARD:
            reading.never = True
        elif hit.sort in _NEVER and not (reading.side is not None and hit.start >= cut > start):
            reading.never = True
        elif hit.sort == FOREIGN:
            reading.side = reading.side or OTHER
        elif hit.sort == PLACE:
            reading.place = reading.place or hit.side
        elif hit.sort in _SIDED:
            reading.side = reading.side or hit.side
            reading.official |= hit.sort == BODY
        if hit.sort == HOLDER:
            words -= hit.end - hit.start
    content = sum(
        1
        for at in range(start, end)
        if line.low[at] not in DETERMINERS and line.low[at] not in {"'s", "'", ".", "(", ")"}
    )
    reading.bare = words > 0 and words >= content


def _read_roles(line: Line, start: int, cut: int, end: int, reading: Reading) -> None:
    roles = []
    for at in range(start, end):
        word = line.low[at]
        if word in FORMER:
            reading.former = True
        if line.covering[at] is not None:
            roles += [word] if line.covering[at].sort == BODY else []  # type: ignore[union-attr]
            continue
        if word in LOCAL:
            reading.local = True
        if word in STATE_OWNED:
            reading.state_owned = True
        if word in OFFICIAL_PEOPLE or word in OFFICIAL_BODIES or word in PRIVATE or word in MEDIA or word in PAPERS:
            roles.append(word)
            _set_head(line, at, start, cut, reading)
        elif word.islower() and word not in DETERMINERS and line.tokens[at].text.islower():
            roles.append(word)
    reading.roles = frozenset(roles)


def _set_head(line: Line, at: int, start: int, cut: int, reading: Reading) -> None:
    """Let the last noun of office, private life, media or paper be the head; a private owner makes it private."""
    word = line.low[at]
    if at < cut:
        if word in PRIVATE:
            reading.never = True
        return
    before = line.low[at - 1] if at > start else ""
    reading.private = word in PRIVATE or (word in OFFICIAL_PEOPLE and before in PRIVATE_MODIFIERS)
    reading.media = word in MEDIA and word not in PAPERS
    reading.paper = word in PAPERS
    reading.official = (word in OFFICIAL_PEOPLE or word in OFFICIAL_BODIES) and not reading.private
    if word == "agency" and before in {"news", "wire"}:
        reading.media, reading.official = True, False
    if word in {"sources", "source"}:
        reading.sources = True
        reading.official = any(line.low[k] in OFFICIAL_SOURCES for k in range(start, at))
    if word == "reports" and reading.state_owned:
        reading.media, reading.paper = True, False
    reading.plural = word in _PLURAL or (word.endswith("s") and word in OFFICIAL_PEOPLE | PRIVATE)


def _name(line: Line, start: int, end: int) -> tuple[int, int] | None:
    """Return the run of capitalised words at the end of a phrase that names a person."""
    at = end
    while at > start and _is_name_word(line, at - 1):
        at -= 1
    while at < end and (line.low[at] in {".", "-"} or line.low[at] in OFFICIAL_PEOPLE | OFFICIAL_BODIES):
        at += 1
    return (at, end) if at < end else None


def _is_name_word(line: Line, at: int) -> bool:
    hit = line.covering[at]
    if hit is not None:
        return hit.sort in {HOLDER, PLACE} and line.tokens[at].text[0].isupper()
    word = line.low[at]
    if word in OFFICIAL_PEOPLE | OFFICIAL_BODIES | PRIVATE | MEDIA | PAPERS | DETERMINERS | TIMES or word in {
        "interior",
        "foreign",
        "defence",
        "defense",
        "prime",
        "information",
        "public",
        "state",
        "health",
        "air",
    }:
        return False
    return line.tokens[at].text[0].isupper() or (word == "." and at > 0 and len(line.low[at - 1]) == 1)


class Identifier:
    """Find the speakers that a mention names, given who has spoken before in the text."""

    def __init__(self, sides: tuple[Side, Side], memory: Memory) -> None:
        self.sides = sides
        self.memory = memory

    def speakers(self, line: Line, mention: Mention) -> list[Speaker]:
        """Return who is meant: one for each phrase joined, both sides for "each side"."""
        pair = self._pair(line, mention)
        if pair:
            return pair
        found = [self._one(line, one) for one in (*mention.joined, mention)]
        if len(found) > 1:
            known = [one for one in found if one.side not in {None, OTHER}]
            found = [
                one if one.side is not None else _with_side(one, known[0].side if known else None) for one in found
            ]
        tails = self._split_tails(line, mention)
        return tails or found

    def _pair(self, line: Line, mention: Mention) -> list[Speaker]:
        """Read "both sides", "each government", "the two countries"."""
        if mention.pronoun:
            return []
        words = set(line.low[mention.start : mention.end])
        if line.low[mention.start : mention.end] in {("each",), ("both",)}:
            words |= {"side"}
        tail = {word for _, start, end in mention.tails for word in line.low[start:end]}
        both = {"both", "each", "two", "rival", "either"}
        if (words & both and words & (COUNTRIES | {"government", "side", "country", "army"})) or (
            tail & {"each", "both"} and tail & (COUNTRIES | {"side", "government", "country"}) and not words & PRIVATE
        ):
            return [
                Speaker(side, None, BODY_KIND, start=mention.start, end=mention.end)
                for side in self.memory.pair or self.sides
            ]
        return []

    def _split_tails(self, line: Line, mention: Mention) -> list[Speaker]:
        """Read "officials in X and Y" as a speaker of each."""
        sided = [read(line, start, end) for prep, start, end in mention.tails if prep in {"in", "from", "of"}]
        sides = list(dict.fromkeys(one.side for one in sided if one.side is not None and one.bare))
        core = read(line, mention.start, mention.end)
        if len(sides) > 1 and core.official and core.side is None and core.plural:
            return [Speaker(side, _text(line, mention), MANY, start=mention.start, end=mention.end) for side in sides]
        return []

    def _one(self, line: Line, mention: Mention) -> Speaker:
        if mention.pronoun:
            return self._pronoun(mention)
        reading = read(line, mention.start, mention.end)
        if reading.names is not None or mention.beside:
            _lend_office(line, mention, reading)
        side = self._side(line, mention, reading)
        sure = side is not None
        if side is None and mention.there and not reading.private:
            side = soil(line, 0, mention.start) or self.memory.place
        if side is None and mention.here and not reading.private:
            side = self.memory.home
        if side is None:
            known = self._recall(line, mention, reading)
            if known is not None:
                return known
            side = self._office(reading, named=reading.names is not None or bool(mention.beside)) or self._context(line, mention, reading, named=reading.names is not None or bool(mention.beside))
        names = self._names(line, mention, reading)
        kind = _kind(line, mention, reading, bool(names))
        roles = reading.roles | {word for start, end in mention.beside for word in line.low[start:end]}
        official = reading.official or bool(roles & OFFICIAL_PEOPLE)
        foreign = _is_foreign(line, mention) or (not sure and side == OTHER and official)
        return Speaker(
            side=side,
            by=_by(line, mention, reading),
            kind=kind,
            names=names,
            roles=roles,
            start=mention.start,
            end=mention.end,
            sure=sure,
            foreign=foreign,
            definite=reading.definite,
            official=official,
        )

    def _names(self, line: Line, mention: Mention, reading: Reading) -> frozenset[str]:
        spans = [reading.names] if reading.names else []
        spans += [name for start, end in mention.beside if (name := _name(line, start, end)) is not None]
        return frozenset(
            line.low[at]
            for start, end in spans
            for at in range(start, end)
            if line.low[at].isalpha() or "-" in line.low[at]
        )

    def _side(self, line: Line, mention: Mention, reading: Reading) -> Side | None:
        """Return the side that the phrase itself tells, None where it tells none."""
        own = self._own(line, mention, reading)
        if own is not None:
            return own
        for prep, start, end in mention.tails:
            side = self._tail(line, prep, start, end, reading)
            if side is not None:
                return side
        for start, end in mention.beside:
            side = self._beside(line, start, end)
            if side is not None:
                return side
        if reading.owner:
            return self._owner(reading)
        return None

    def _own(self, line: Line, mention: Mention, reading: Reading) -> Side | None:
        if reading.former or reading.never:
            return OTHER
        if reading.media and reading.state_owned and reading.side:
            return reading.side
        if reading.media and reading.side:
            return OTHER
        if reading.private:
            known = reading.definite and bool(reading.roles & _ANYBODY or self._same_role(reading))
            return OTHER if not known or reading.side or reading.plural else None
        if reading.sources and not reading.official and not reading.definite:
            return self._bare_sources(line, mention) or OTHER
        if reading.side is not None and (reading.official or reading.bare or reading.paper):
            return reading.side
        if reading.side is not None and reading.names is not None:
            return reading.side
        if reading.side is not None:
            return OTHER if reading.indefinite else reading.side
        if reading.place is not None and reading.official:
            return reading.place
        return None

    def _bare_sources(self, line: Line, mention: Mention) -> Side | None:
        """Return the side of plain "sources" where officials of one side have spoken in this text before."""
        if mention.end - mention.start > 1 or mention.tails or line.low[mention.start] != "sources":
            return None
        return next(
            (one.side for one in reversed(self.memory.spoken) if one.kind == MANY and one.side in self.sides), None
        )

    def _tail(self, line: Line, prep: str, start: int, end: int, reading: Reading) -> Side | None:
        if prep not in _TAILS:
            return None
        tail = read(line, start, end)
        if tail.never or (tail.private and not tail.official and prep in {"of", "for", "from", "with", "at"}):
            return OTHER
        if reading.official or reading.paper or reading.state_owned:
            if tail.side is not None:
                return tail.side
            if tail.place is not None:
                return tail.place
        if reading.paper and tail.official and prep in {"by", "from", "of"}:
            return self._context(line, Mention(start, end), tail)
        if tail.owner and (reading.official or reading.paper):
            return self._owner(tail)
        return None

    def _beside(self, line: Line, start: int, end: int) -> Side | None:
        reading = read(line, start, end)
        if line.low[start] in FORMER or reading.former:
            return OTHER
        spoken = Mention(start, end)
        cut = next((at for at in range(start, end) if not line.nominal(at) and line.low[at] not in DETERMINERS), end)
        core = read(line, start, cut) if cut > start else reading
        if core.private and not core.side:
            return OTHER
        side = self._own(line, spoken, core)
        if side is not None:
            return side
        rest = _rest(line, cut, end, core)
        if rest is not None:
            return rest
        if core.owner:
            return self._owner(core)
        return None

    def _office(self, reading: Reading, *, named: bool = False) -> Side | None:
        """Return the side of an office that the text has named with its owner; "the ministry" is the last one told."""
        if reading.indefinite:
            return None
        for key in (reading.possessor, reading.office):
            for known, side in reversed(self.memory.offices.items()):
                if key and (known == key or (not named and key < known)):
                    return side
        return None

    def _owner(self, reading: Reading) -> Side | None:
        """Return whose "its", "his" or "their" is."""
        wanted = {"its": (BODY_KIND, PAPER), "their": (MANY, BODY_KIND), "his": (PERSON,), "her": (PERSON,)}[
            reading.owner
        ]
        if reading.private:
            return OTHER
        if self.memory.main is not None and self.memory.main.kind in wanted and self.memory.main.side is not None:
            return self.memory.main.side
        if self.memory.topic is not None and self.memory.topic.side is not None and BODY_KIND in wanted:
            return self.memory.topic.side
        for speaker in reversed(self.memory.spoken):
            if speaker.kind in wanted and speaker.side is not None:
                return speaker.side
        return self.memory.recent

    def _same_role(self, reading: Reading) -> Speaker | None:
        for speaker in reversed(self.memory.spoken):
            if speaker.roles & reading.roles & (PRIVATE | OFFICIAL_PEOPLE | OFFICIAL_BODIES | MEDIA):
                return speaker
        return None

    def _pronoun(self, mention: Mention) -> Speaker:
        wanted = {"he": (PERSON,), "she": (PERSON,), "it": (BODY_KIND, PAPER), "they": (MANY, BODY_KIND)}[
            mention.pronoun
        ]
        main = self.memory.main
        if main is not None and main.kind in wanted and main.roles & OFFICIAL_PEOPLE and len(main.names) > 1:
            return main
        topic = self.memory.topic
        if topic is not None and topic.kind in wanted and (topic.names or topic.official or topic.kind != PERSON):
            return topic
        for speaker in reversed(self.memory.spoken):
            if speaker.kind in wanted:
                return speaker
        if self.memory.topic is not None:
            return self.memory.topic
        if self.memory.spoken:
            return self.memory.spoken[-1]
        return Speaker(None, None, wanted[0])

    def _recall(self, line: Line, mention: Mention, reading: Reading) -> Speaker | None:
        """Return the speaker met before under this name or, for "the ministry", under this office."""
        if reading.names is not None:
            for at in range(reading.names[1] - 1, reading.names[0] - 1, -1):
                known = self.memory.people.get(line.low[at]) or self.memory.met.get(line.low[at])
                if known is not None:
                    return Speaker(
                        known.side,
                        _by(line, mention, reading),
                        PERSON,
                        known.names,
                        known.roles,
                        mention.start,
                        mention.end,
                    )
            if not reading.official:
                return self._unnamed_before(line, mention, reading)
        if reading.indefinite or reading.names is not None:
            return None
        offices = (reading.roles - _SAME) & (PRIVATE | OFFICIAL_PEOPLE | OFFICIAL_BODIES | MEDIA | PAPERS)
        qualifiers = reading.roles - offices - _SAME
        for speaker in reversed(self.memory.spoken):
            if speaker.side is not None and offices & speaker.roles and qualifiers <= speaker.roles:
                return Speaker(
                    speaker.side,
                    _by(line, mention, reading),
                    speaker.kind,
                    speaker.names,
                    speaker.roles | reading.roles,
                    mention.start,
                    mention.end,
                )
        office = self._office(reading)
        if office is not None:
            return Speaker(
                office, _by(line, mention, reading), _kind(line, mention, reading, False), roles=reading.roles
            )
        if reading.definite and not reading.official and not reading.media:
            return self._last(reading)
        return None

    def _unnamed_before(self, line: Line, mention: Mention, reading: Reading) -> Speaker | None:
        """Return the office-holder who spoke last without a name, for a bare full name that follows."""
        last = self.memory.spoken[-1] if self.memory.spoken else None
        if last is None or last.kind != PERSON or last.names or last.side is None or not last.roles & OFFICIAL_PEOPLE:
            return None
        if reading.names is None or reading.names[1] - reading.names[0] < len(("given", "family")):
            return None
        names = self._names(line, mention, reading)
        return Speaker(
            last.side, _by(line, mention, reading), PERSON, names, last.roles, mention.start, mention.end, last.sure
        )

    def _last(self, reading: Reading) -> Speaker | None:
        """Return who spoke last, for "the statement" or "the opener"."""
        wanted = (BODY_KIND, PAPER, MANY) if reading.paper else (PERSON,)
        for speaker in reversed(self.memory.spoken):
            if speaker.kind in wanted or reading.paper:
                return speaker
        return None

    def _context(self, line: Line, mention: Mention, reading: Reading, *, named: bool = False) -> Side | None:
        """Return the side of an office that names no owner, by place and by what the text is about."""
        if reading.state_owned and reading.media:
            return self.memory.recent or self.memory.home
        if not reading.official:
            return OTHER if not (reading.paper and reading.definite) else self.memory.recent
        if self.memory.recent == OTHER and soil(line, 0, mention.start) is None:
            return OTHER
        if self.memory.addressed is not None:
            return self.memory.addressed
        if reading.definite and not named and self._same_person_office(reading) is not None:
            return self._same_person_office(reading)
        fronted = _fronted(line, mention)
        if fronted is not None:
            return fronted
        martyred = _martyred(line)
        if martyred is not None and self.memory.recent is None:
            return martyred
        if reading.local:
            side = self._local(line, mention, reading)
            if side is not None:
                return side
        memory = self.memory
        if not named and not reading.definite and memory.home is not None:
            return memory.home
        return (
            memory.recent
            or memory.home
            or memory.place
            or next((one.side for one in reversed(memory.spoken) if one.side in self.sides), memory.fallback)
        )

    def _same_person_office(self, reading: Reading) -> Side | None:
        for speaker in reversed(self.memory.spoken):
            if speaker.kind == PERSON and reading.roles & OFFICIAL_PEOPLE and speaker.side in self.sides:
                return speaker.side
        return None

    def _local(self, line: Line, mention: Mention, reading: Reading) -> Side | None:
        left = soil(line, 0, mention.start)
        if left is None and self.memory.recent is not None and not self.memory.near and not set(line.low[mention.start : mention.end]) & _OF_PLACE:
            return self.memory.recent
        return left or self.memory.place or self.memory.home or soil(line, mention.end, len(line.low))


def _martyred(line: Line) -> Side | None:
    """Return on whose soil a speaker's own dead fell: "martyred in Y" is said by Y's."""
    for at, word in enumerate(line.low):
        if word in {"martyred", "martyrdom", "martyrs"}:
            return soil(line, at, len(line.low)) or soil(line, 0, at)
    return None


def _fronted(line: Line, mention: Mention) -> Side | None:
    """Return the side of "In Y," or "On the Y side," before an office."""
    if mention.start < len("in Y,".split()) + 1 or line.low[mention.start - 1] != ",":
        return None
    before = [hit for hit in (line.covering[at] for at in range(mention.start)) if hit is not None]
    if not before or line.low[0] not in {"in", "at", "from", "on", "across"}:
        return None
    last = before[-1]
    if last.sort in {PARTY, REGIME, FOREIGN} and line.low[last.end] in _SOILED:
        return last.side
    return last.side if (last.role == "seat" or last.sort == PLACE) and last.end == mention.start - 1 else None


def soil(line: Line, start: int, end: int) -> Side | None:
    """Return on whose soil the last place named in a stretch lies."""
    for at in range(end - 1, start - 1, -1):
        hit = line.covering[at]
        if hit is None:
            continue
        if hit.sort == PLACE:
            return hit.side
        following = line.low[hit.end] if hit.end < len(line.low) else ""
        if hit.sort in {PARTY, REGIME, FOREIGN} and following in _SOILED:
            return hit.side
        if hit.role in {"seat", "name"} and hit.start > 0 and line.low[hit.start - 1] in _WHERE and following != "'s":
            return hit.side
        if (
            hit.role == "seat"
            and following == "'s"
            and hit.end + 2 < len(line.low)
            and line.low[hit.start - 1] in _WHERE
        ):
            return hit.side
    return None


def _is_foreign(line: Line, mention: Mention) -> bool:
    """Tell whether a third country is named in a phrase or beside it."""
    spans = [(mention.start, mention.end), *((start, end) for _, start, end in mention.tails), *mention.beside]
    return any(hit.sort == FOREIGN for start, end in spans for hit in _hits(line, start, end))


def _lend_office(line: Line, mention: Mention, reading: Reading) -> None:
    """Let "X of the district department" count as an office-holder's phrase."""
    if reading.official or reading.private or reading.never:
        return
    for prep, start, end in mention.tails:
        tail = read(line, start, end)
        if prep in {"of", "from", "at", "with"} and tail.official and not tail.never:
            _lend(reading, tail)
    for start, end in mention.beside:
        cut = next((at for at in range(start, end) if not line.nominal(at) and line.low[at] not in DETERMINERS), end)
        core = read(line, start, cut) if cut > start else read(line, start, end)
        if core.official and not core.never:
            _lend(reading, core)


def _lend(reading: Reading, office: Reading) -> None:
    reading.official = True
    reading.local |= office.local
    reading.roles |= office.roles


def _rest(line: Line, start: int, end: int, core: Reading) -> Side | None:
    """Read the rest of an apposition: the first word that tells a side or a private voice."""
    for at in range(start, end):
        hit = line.covering[at]
        if hit is None:
            if line.low[at] in PRIVATE and line.low[at] not in {
                "group",
                "people",
                "man",
                "men",
                "agent",
                "agents",
                "rights",
            }:
                return OTHER
        elif hit.sort in _NEVER or hit.sort == FOREIGN:
            return OTHER
        elif hit.sort in _SIDED or (hit.sort == PLACE and core.official):
            return hit.side
    return None


def _with_side(speaker: Speaker, side: Side | None) -> Speaker:
    return Speaker(side, speaker.by, speaker.kind, speaker.names, speaker.roles, speaker.start, speaker.end)


def _kind(line: Line, mention: Mention, reading: Reading, named: bool) -> str:
    if reading.plural:
        return MANY
    if line.low[mention.end - 1] == "source":
        return PERSON
    if reading.paper:
        return PAPER
    if named and not reading.bare:
        return PERSON
    if reading.roles & (OFFICIAL_PEOPLE | PRIVATE) and not reading.roles & OFFICIAL_BODIES:
        return PERSON
    last = line.low[mention.end - 1]
    return (
        PERSON
        if last in OFFICIAL_PEOPLE or last in PRIVATE - {"group", "board", "charity", "union", "association"}
        else BODY_KIND
    )


def _by(line: Line, mention: Mention, reading: Reading) -> str | None:
    """Return the speaker's name where there is one, else the office or institution."""
    spans = [reading.names, *(_name(line, start, end) for start, end in mention.beside)]
    named = next((span for span in spans if span is not None), None)
    if named is not None:
        return line.slice(*named)
    return _text(line, mention)


def _text(line: Line, mention: Mention) -> str:
    start = mention.start
    while start < mention.end - 1 and line.low[start] in DETERMINERS:
        start += 1
    return line.slice(start, mention.end)


def offices(line: Line) -> Iterable[tuple[frozenset[str], Side]]:
    """Return the offices that a sentence names together with their owner: ({"governor"}, side)."""
    for at, word in enumerate(line.low):
        if (word not in OFFICIAL_PEOPLE and word not in OFFICIAL_BODIES) or line.covering[at] is not None:
            continue
        start = phrase_left(line, at + 1)
        if start is None:
            continue
        reading = read(line, start, at + 1)
        side = reading.side or reading.place or _after(line, at + 1)
        if side is not None and not reading.never and not reading.private:
            yield office_key(line, start, at + 1), side


def _after(line: Line, at: int) -> Side | None:
    """Return whose "of Y", "for Y's" or "in Y" after an office is."""
    if at + 1 >= len(line.low) or line.low[at] not in {"of", "for", "in"}:
        return None
    hit = line.covering[at + 1] or (line.covering[at + 2] if at + 2 < len(line.low) else None)
    return hit.side if hit is not None and hit.sort in {PARTY, REGIME, PLACE, FOREIGN} else None
