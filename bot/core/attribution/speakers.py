"""Tell whose side a speaker is on, from the words that name it and from who spoke before.

The side comes from an owner ("Y's ministry"), a demonym, an institution of the theatre's, a place for local posts, an
apposition, an earlier introduction under the same name or office, and at last from where the report is written.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from bot.core.attribution.clues import (
    again,
    at_seat,
    is_domain,
    is_foreign,
    lend_office,
    official_side,
    rest,
    runs_private,
    studies,
)
from bot.core.attribution.earlier import Earlier
from bot.core.attribution.lexicon import BODY, REGIME
from bot.core.attribution.lines import Line
from bot.core.attribution.memory import GUESS, MANY, PERSON, Memory, Speaker
from bot.core.attribution.movements import bears_the_name, names_militants
from bot.core.attribution.naming import called, kind_of, names_of
from bot.core.attribution.nouns import (
    ENVOYS,
    FORMER,
    OFFICES,
    OFFICIAL_PEOPLE,
    PRIVATE,
    RANKS,
)
from bot.core.attribution.owners import MOVEMENT, OWNING, Owners
from bot.core.attribution.pairs import both_of
from bot.core.attribution.phrases import Mention, phrase_left
from bot.core.attribution.readings import Reading, head_end, hits_in, is_published, read, soil
from bot.core.attribution.surroundings import Surroundings
from bot.core.model import OTHER, Side
from bot.core.text import word_set

_ANYBODY: Final = word_set("man woman")
_TAILS: Final = word_set("of for from with at in on by near along inside within")
_ISSUING: Final = word_set("by from of")
_UNPLACED: Final = word_set("diplomat diplomats negotiator negotiators delegates")
_SOME: Final = word_set("one two three some another several both most many none")
_FULL_NAME: Final = 2
_FOR: Final = word_set("minister commissioner secretary director department ministry")
# Who is sent abroad speaks for who sent him, wherever he is.
_POSTED: Final = word_set("embassy consulate mission ambassador envoy consul attaché attache")
_RUN: Final = word_set("run operated managed funded supported staffed owned")
_OF: Final = frozenset({"of", "for", "from"})
_SERVING: Final = word_set("adviser advisor aide assistant deputy counsellor secretary counsel confidant")
_OBJECTS: Final = {"it": "its", "them": "their"}
# The ground of a speaker whose side the phrase itself tells.
TOLD: Final = "told"
_DELEGATIONS: Final = word_set("delegation delegations")
_PARTS: Final = word_set("side half part members delegation arm wing branch team")
_QUOTED_BY_MEDIA: Final = word_set("quoted quotes quoting cited cites citing")
_THE_MOVEMENT: Final = frozenset({("the", noun) for noun in MOVEMENT})
_MEN: Final = word_set("men man personnel women member members")


class Identifier:
    """Find the speakers that a mention names, given who has spoken before in the text."""

    def __init__(self, sides: tuple[Side, Side], memory: Memory) -> None:
        self.sides = sides
        self.memory = memory
        self.surroundings = Surroundings(sides, memory)
        self.earlier = Earlier(memory)
        self.owners = Owners(sides, memory)

    def speakers(self, line: Line, mention: Mention) -> list[Speaker]:
        """Return who is meant: one for each phrase joined, both sides for "each side"."""
        several = both_of(line, mention, self.memory.pair or self.sides)
        if several:
            return several
        found = [self._one(line, one) for one in (*mention.joined, mention)]
        known = next((one.side for one in found if one.side not in {None, OTHER}), None)
        return [one if one.side is not None or len(found) == 1 else replace(one, side=known) for one in found]

    def _one(self, line: Line, mention: Mention) -> Speaker:
        if mention.pronoun:
            return self.earlier.pronoun(mention)
        if mention.tails and mention.tails[0][0] == "of" and set(line.low[mention.start : mention.end]) <= _SOME:
            if line.low[mention.tails[0][1]] == "them":
                return self._one_of_them(mention)
            mention = Mention(mention.tails[0][1], mention.tails[0][2], tails=mention.tails[1:], beside=mention.beside)
        reading = read(line, mention.start, mention.end)
        named = reading.names is not None or bool(mention.beside)
        if named or reading.sources:
            reading = lend_office(line, mention, reading)
        side = self._side(line, mention, reading)
        if side is not None:
            return self._described(line, mention, reading, side, self._ground(line, mention, reading, side))
        side, ground = self._there(line, mention, reading) or at_seat(line, mention, reading), "there"
        if side is None:
            known = self.earlier.in_sentence(line, mention, reading) or self.earlier.recall(line, mention, reading)
            if known is not None:
                return known
            side, ground = self.earlier.office(reading, named=named), "office"
        if side is None and self._owned_by_stranger(line, mention, reading):
            side, ground = OTHER, f"{GUESS}stranger"
        if side is None:
            side, ground = self.surroundings.whose(line, mention, reading, named=named)
        return self._described(line, mention, reading, side, ground)

    def _ground(self, line: Line, mention: Mention, reading: Reading, side: Side) -> str:
        """Return what tells the side of a phrase that tells it: a guess where it is of somebody guessed."""
        if self._may_be_militants(line, mention, side):
            return f"{GUESS}movement"
        owner = self.memory.main or self.memory.about
        of_guessed = reading.owner and reading.side is None and owner is not None and owner.guessed
        return owner.ground if of_guessed and owner is not None and owner.side == side else TOLD

    def _may_be_militants(self, line: Line, mention: Mention, side: Side) -> bool:
        """Tell the rulers' bare name where militants who share it have acted, not on the rulers' own soil."""
        if self.memory.rulers or self.memory.place == side:
            return False
        return (self.memory.militants or names_militants(line, mention.start)) and bears_the_name(line, mention)

    def _one_of_them(self, mention: Mention) -> Speaker:
        """Return one of those who spoke last, as nobody known by name."""
        about = self.memory.about
        ahead = about is not None and about.kind == MANY and about.start < mention.start
        many = about if ahead and about else self.earlier.pronoun(Mention(mention.start, mention.end, pronoun="they"))
        return replace(many, kind=PERSON, names=frozenset(), start=mention.start, end=mention.end)

    def _described(self, line: Line, mention: Mention, reading: Reading, side: Side | None, ground: str) -> Speaker:
        names = names_of(line, mention, reading)
        roles = reading.roles | {word for start, end in mention.beside for word in line.low[start:end]}
        roles |= {RANKS[word] for word in roles & RANKS.keys()} | ({"outlet"} if reading.media else set())
        if any(start and line.low[start - 1] in {"speaks", "spoke"} for start, _ in mention.beside):
            roles |= {"spokesman"}
        official = reading.official or bool(roles & OFFICIAL_PEOPLE)
        sure = ground == TOLD
        return Speaker(
            side=side,
            by=called(line, mention, reading),
            kind=kind_of(line, mention, reading, named=bool(names)),
            names=names,
            roles=roles,
            start=mention.start,
            end=mention.end,
            sure=sure,
            foreign=is_foreign(line, mention) or (not sure and side == OTHER and official and not roles & _UNPLACED),
            definite=reading.definite,
            official=official,
            ground=ground,
        )

    def _there(self, line: Line, mention: Mention, reading: Reading) -> Side | None:
        """Read "officials there" and "sources here"."""
        if reading.private:
            return None
        if mention.there:
            here = soil(line, 0, mention.start) or self._subject_side()
            return here or self._only_side(line, mention.start) or self.memory.place
        return self.memory.home if mention.here else None

    def _only_side(self, line: Line, end: int) -> Side | None:
        """Return the only side that a sentence names before a token."""
        named = {hit.side for hit in line.hits.values() if hit.end <= end and hit.side in self.sides}
        return named.pop() if len(named) == 1 else None

    def _subject_side(self) -> Side | None:
        about = self.memory.about
        return (
            about.side
            if about is not None and about.side in self.sides and about.official and about.kind != PERSON
            else None
        )

    # What the phrase itself tells.

    def _side(self, line: Line, mention: Mention, reading: Reading) -> Side | None:
        """Return the side that the phrase itself tells, None where it tells none."""
        return next((side for side in self._told(line, mention, reading) if side is not None), None)

    def _told(self, line: Line, mention: Mention, reading: Reading) -> Iterator[Side | None]:
        yield self.owners.possessor(line, mention, reading) or self._whose(line, mention)
        movement = line.low[mention.start : mention.end] in _THE_MOVEMENT
        yield self.memory.movement if movement and not PRIVATE.intersection(line.low[: mention.start]) else None
        owner = None
        if reading.owner == "its":
            owner = self.owners.subject_before(line, mention.start) or self.owners.body_before(line, mention.start)
            owner = owner or self.owners.owner(reading)
        if owner == OTHER and reading.official:
            yield OTHER
        if runs_private(line, mention) or studies(line, mention):
            yield OTHER
        former = any(FORMER.intersection(line.low[start : start + 3]) for start, _ in mention.beside)
        serves = OFFICIAL_PEOPLE.intersection(line.low[mention.start : mention.end])
        if former and not serves and not again(line, mention):
            yield OTHER
        elders = self.memory.elders and reading.names is not None and reading.side is None
        yield OTHER if elders and self._leads_elders(line, mention) else None
        yield self._own(line, mention, reading)
        if reading.paper and reading.owner:
            yield self.owners.owner(reading)
        stranger = any(self._is_private(line, start, end) for start, end in mention.beside)
        if stranger or any(read(line, start, end).never for prep, start, end in mention.tails if prep in _OF):
            yield OTHER
        told = [read(line, start, end) for _, start, end in mention.tails]
        spread = (is_published(line, start, end) for prep, start, end in mention.tails if prep in {"in", "on"})
        yield OTHER if reading.paper and any(spread) else None
        yield self._those(line, mention)
        sided = [tail for tail, one in zip(mention.tails, told, strict=True) if one.side in self.sides and one.bare]
        for prep, start, end in (*sided, *mention.tails):
            if prep in {"in", "at"} and reading.roles & _POSTED:
                continue
            it = _OBJECTS.get(line.low[start]) if end - start == 1 else None
            yield self.owners.owner(Reading(owner=it)) if it else self._tail(line, prep, start, end, reading)
        for start, end in mention.beside:
            yield self._beside(line, start, end)
        owner = owner or self.owners.owner(reading)
        yield self._across(owner) if "counterpart" in reading.roles else owner

    def _those(self, line: Line, mention: Mention) -> Side | None:
        """Return the side of "those in Z" behind "officials in Y"."""
        last = self.memory.spoken[-1] if self.memory.spoken else None
        if line.low[mention.start : mention.end] != ("those",) or last is None or not last.official:
            return None
        there = (read(line, start, end) for _, start, end in mention.tails)
        return next((one.side or one.place for one in there), None)

    def _leads_elders(self, line: Line, mention: Mention) -> bool:
        """Tell who leads a delegation and holds no office, where elders confer."""
        beside = {word for start, end in mention.beside for word in line.low[start:end]}
        words = beside | set(line.low[mention.start : mention.end])
        return bool(beside & _DELEGATIONS) and not words & OFFICIAL_PEOPLE

    def _own(self, line: Line, mention: Mention, reading: Reading) -> Side | None:
        if reading.former and not again(line, mention):
            return OTHER
        if reading.never or "private" in reading.roles:
            return OTHER
        if reading.media:
            ruled = any(hit.sort in {BODY, REGIME} for hit in hits_in(line, mention.start, mention.end))
            return OTHER if reading.side is not None and not (reading.state_owned or ruled) else reading.side
        if reading.private:
            return self._private(line, mention, reading)
        in_office = any(
            read(line, start, end).official or line.low[start] in _OBJECTS for _, start, end in mention.tails
        )
        meant = reading.definite or line.low[mention.start] in {"these", "those"}
        if reading.sources and not reading.official and not meant and not in_office:
            return self._bare_sources(line, mention) or OTHER
        return official_side(reading)

    def _owned_by_stranger(self, line: Line, mention: Mention, reading: Reading) -> bool:
        """Tell "N N's spokesman" where the text has not told who N N is."""
        owner = range(mention.start, reading.cut - 1)
        named = [at for at in owner if line.covering[at] is None and line.is_name(at) and line.low[at] not in OFFICES]
        return len(named) >= _FULL_NAME and not any(line.low[at] in OFFICES for at in owner)

    def _private(self, line: Line, mention: Mention, reading: Reading) -> Side | None:
        """Return whose a private voice is: a side's for "men of the corps", nobody's unless it was heard before."""
        known = reading.definite and bool(reading.roles & _ANYBODY or self.earlier.same_role(reading))
        stranger = not known or reading.side is not None or reading.plural
        return self._men_of(line, mention) or (OTHER if stranger else None)

    def _men_of(self, line: Line, mention: Mention) -> Side | None:
        """Return whose "men of the corps" are."""
        if line.low[mention.end - 1] not in _MEN:
            return None
        tails = (span for prep, *span in mention.tails if prep == "of")
        hits = (hit for start, end in tails for hit in hits_in(line, start, end))
        return next((hit.side for hit in hits if hit.sort == BODY), None)

    def _whose(self, line: Line, mention: Mention) -> Side | None:
        """Return the side of what "whose office" points back to."""
        whose = mention.start - 1
        if whose < 1 or line.low[whose] != "whose":
            return None
        end = whose - (line.low[whose - 1] == ",")
        start = phrase_left(line, end)
        if start is None:
            return None
        owner = read(line, start, end)
        return OTHER if owner.never else owner.side or owner.place

    def _bare_sources(self, line: Line, mention: Mention) -> Side | None:
        """Return the side of plain "sources" where officials of one side have spoken in this text before."""
        if mention.end - mention.start > 1 or mention.tails or line.low[mention.start] != "sources":
            return None
        if mention.start and line.low[mention.start - 1] in _QUOTED_BY_MEDIA:
            return None
        sided = [one for one in self.memory.spoken if one.side in self.sides and not one.guessed]
        found = next((one.side for one in reversed(sided) if one.kind == MANY), None)
        return found if sided and sided[-1].side == found else None

    def _tail(self, line: Line, prep: str, start: int, end: int, reading: Reading) -> Side | None:
        """Return the side that "of Y", "for Y's army", "in Y" tells of a phrase."""
        run = prep == "by" and line.low[start - 2] in _RUN
        if prep not in _TAILS and not run:
            return self._tail_to(line, start, end, reading) if prep == "to" else None
        tail = read(line, start, end)
        alone = tail.private and (not tail.official or prep == "by")
        if "private" in tail.roles or tail.never or alone:
            return None if is_domain(reading, prep, line.low[end - 1]) else self._private_tail(prep, tail, reading)
        if not (reading.official or reading.paper or reading.state_owned):
            return None
        if tail.side is not None or tail.place is not None:
            return tail.side or tail.place
        if reading.paper and prep in _ISSUING and (tail.official or (tail.media and tail.definite)):
            heard = self.earlier.medium() if tail.media else None
            return heard.side if heard else self.surroundings.whose(line, Mention(start, end), tail, named=False)[0]
        return self.owners.owner(tail) or (self._of_body(tail) if tail.official and tail.definite else None)

    def _tail_to(self, line: Line, start: int, end: int, reading: Reading) -> Side | None:
        """Return the side of "the adviser to Y's president"; an envoy to Y is not Y's."""
        side = read(line, start, end).side
        if side not in self.sides:
            return None
        if reading.roles & ENVOYS:
            return next(other for other in self.sides if other != side)
        return side if reading.roles & _SERVING else None

    def _private_tail(self, prep: str, tail: Reading, reading: Reading) -> Side | None:
        """Return the side of "the head of Y's team" and "the commissioner for refugees", OTHER for private bodies."""
        if "private" in tail.roles:
            return OTHER
        if tail.side in self.sides and reading.official and "team" in tail.roles:
            return tail.side
        if prep not in {"of", "for", "from", "with", "at", "by"} and not tail.never:
            return None
        ours = (prep == "of" and "ministry" in reading.roles) or (prep == "for" and reading.office & _FOR)
        return None if ours and not tail.never else OTHER

    def _of_body(self, reading: Reading) -> Side | None:
        """Return the side of a body that has spoken: "sources in the same ministry"."""
        wanted = reading.roles & OWNING
        return next((one.side for one in reversed(self.memory.spoken) if wanted and wanted <= one.roles), None)

    def _beside(self, line: Line, start: int, end: int) -> Side | None:
        """Return the side that an apposition tells."""
        if line.low[start] in _OBJECTS:
            return self.owners.owner(Reading(owner=_OBJECTS[line.low[start]]))
        cut = head_end(line, start, end)
        core = read(line, start, cut if cut > start else end)
        if (core.official or line.low[cut - 1] in _PARTS) and self._of_private(line, start, cut, end):
            return OTHER
        if core.owner and "team" in core.roles:
            return self.owners.owner(replace(core, private=False))
        if read(line, start, end).former or (core.private and not core.side):
            return OTHER
        own = self._own(line, Mention(start, end), core)
        own = own or rest(line, cut, end, core)
        if own is not None:
            return own
        owner = self.owners.owner(core)
        facing = "counterpart" in core.roles or ("opposite", "number") in pairwise(line.low[start:end])
        return self._across(owner) if facing else owner

    def _across(self, side: Side | None) -> Side | None:
        """Return the side across the line, whose counterpart somebody is."""
        return self.surroundings.facing_across(side) or side

    def _is_private(self, line: Line, start: int, end: int) -> bool:
        """Tell an apposition that says that somebody is nobody's: "a charity that runs ..."."""
        core = read(line, start, max(head_end(line, start, end), start + 1))
        return core.indefinite and core.private and core.side is None and not core.official

    def _of_private(self, line: Line, start: int, at: int, end: int) -> bool:
        """Tell "the delegation of elders" and "Y's side of the jirga"."""
        while at + 1 < end and line.low[at] in {"of", "for"}:
            cut = head_end(line, at + 1, end)
            tail = read(line, at + 1, cut if cut > at + 1 else end)
            if is_domain(read(line, start, at), line.low[at], line.low[max(cut, at + 2) - 1]):
                return False
            if tail.never or (tail.private and tail.side not in self.sides):
                return True
            at = cut
        return False
