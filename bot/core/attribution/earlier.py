"""Find who is meant by what a text has told before: a name, an office, a pronoun."""

from dataclasses import replace
from typing import Final

from bot.core.attribution.clues import front, is_placed, same_person
from bot.core.attribution.lexicon import PARTY, REGIME, THIRD
from bot.core.attribution.lines import Line
from bot.core.attribution.memory import BODY_KIND, GUESS, KINDS, MANY, PAPER, PERSON, Memory, Speaker
from bot.core.attribution.naming import called, names_of
from bot.core.attribution.nouns import (
    LOCAL,
    MEDIA,
    OFFICIAL_BODIES,
    OFFICIAL_PEOPLE,
    PRIVATE,
    SPEAKER_NOUNS,
    STATE_OWNED,
    STUDIES,
)
from bot.core.attribution.phrases import Mention
from bot.core.attribution.readings import Reading
from bot.core.model import OTHER, Side
from bot.core.text import word_set

_FULL_NAME: Final = 2
_ONE: Final = word_set("one another others some")
# Offices of one kind under two names.
_ALIKE: Final = {"army": "military", "defense": "defence", "spokesperson": "spokesman", "spokeswoman": "spokesman"}
_ARMS: Final = word_set("army military forces troops")
_LAST: Final = 2
_OTHER_ONES: Final = word_set("the other others second third")
_THIRD_BODIES: Final = word_set("agency organisation organization body mission group charity service office watchdog")
_MEDIUM: Final = word_set("broadcaster channel agency outlet station newspaper daily website network newswire")
_HEARD_MEDIA: Final = MEDIA | {"outlet"}
_VAGUE: Final = word_set("same latter former other said latest")
_FALLEN: Final = word_set("soldier guard fighter policeman constable naik sepoy jawan")
_VICTIMS: Final = word_set(
    "soldier soldiers guard guards fighter fighters troops policeman policemen constable doctor doctors"
)


class Earlier:
    """What a text has told before, asked for by the phrase that goes back to it."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    def same_role(self, reading: Reading) -> Speaker | None:
        """Return who spoke last in such a role."""
        wanted = reading.roles & SPEAKER_NOUNS
        return next((one for one in reversed(self.memory.spoken) if one.roles & wanted), None)

    def pronoun(self, mention: Mention) -> Speaker:
        """Return whom "he", "she", "it" or "they" means."""
        wanted = KINDS[mention.pronoun]
        main, topic = self.memory.main, self.memory.topic
        told = main is not None and is_placed(main) and not main.roles & _FALLEN
        if main is not None and told and main.kind in wanted and len(main.names) >= _FULL_NAME:
            return main
        if topic is not None and topic.kind == PERSON and not topic.names and topic.roles & _VICTIMS:
            topic = None
        if topic is not None and topic.kind == PERSON and topic.roles & PRIVATE and topic.kind in wanted:
            return topic
        if topic is not None and topic.kind in wanted and (topic.names or topic.official or topic.kind != PERSON):
            return topic
        known = self.memory.last_of(wanted) or topic
        if known is not None:
            return known
        last = self.memory.spoken[-1] if self.memory.spoken else Speaker(None, None, wanted[0])
        return replace(last, ground=f"{GUESS}pronoun") if PERSON in wanted and last.kind == BODY_KIND else last

    def in_sentence(self, line: Line, mention: Mention, reading: Reading) -> Speaker | None:
        """Return the body that "the agency" and "the broadcaster" go back to in the same sentence."""
        if not reading.definite or mention.end - mention.start != len(("the", "agency")):
            return None
        word = line.low[mention.end - 1]
        for at in range(mention.start - 1, 0, -1):
            hit = line.covering[at]
            if hit is None or hit.end != at + 1:
                continue
            if hit.sort == THIRD and word in _THIRD_BODIES:
                return Speaker(OTHER, line.slice(hit.start, hit.end), BODY_KIND, start=mention.start, end=mention.end)
            if (
                hit.sort in {PARTY, REGIME}
                and word in MEDIA
                and line.low[hit.end : hit.end + 1]
                and _is_state_medium(line, hit.end)
            ):
                return Speaker(
                    hit.side,
                    line.slice(mention.start + 1, mention.end),
                    BODY_KIND,
                    start=mention.start,
                    end=mention.end,
                )
        return None

    def recall(self, line: Line, mention: Mention, reading: Reading) -> Speaker | None:
        """Return the speaker met before under this name or, for "the ministry", under this office."""
        known = self._by_name(line, reading) or self._other_of_two(line, mention)
        if known is None and reading.names is not None and not reading.official:
            known = self._unnamed_before(line, mention, reading)
        elsewhere = reading.plural and not reading.definite and front(line) is not None
        if known is None and not reading.indefinite and reading.names is None and not elsewhere:
            known = self._by_role(reading)
        if known is None:
            return None
        by = known.by or called(line, mention, reading)
        return replace(known, by=by, start=mention.start, end=mention.end)

    def _other_of_two(self, line: Line, mention: Mention) -> Speaker | None:
        """Return one of those who spoke last for "the other", "the second" and a bare "one"."""
        words = set(line.low[mention.start : mention.end])
        alone = words <= _ONE and not mention.tails and not mention.beside
        if not alone and not (words <= _OTHER_ONES and "the" in words):
            return None
        many = next((one for one in self.memory.spoken[-_LAST:] if one.kind == MANY), None)
        return replace(many, kind=PERSON, names=frozenset()) if many is not None else None

    def _by_name(self, line: Line, reading: Reading) -> Speaker | None:
        """Return who is known under the last of these names."""
        if reading.names is None:
            return None
        words = line.low[reading.names[0] : reading.names[1]]
        for word in reversed(words):
            known = self.memory.people.get(word) or self.memory.met.get(word)
            if known is not None and same_person(words, known):
                return replace(known, kind=PERSON, sure=False)
        return None

    def _by_role(self, reading: Reading) -> Speaker | None:
        """Return who spoke under this office, whose office it is, or who spoke last ("the statement")."""
        nouns = (reading.roles - _VAGUE) & SPEAKER_NOUNS
        others = reading.roles - nouns - _VAGUE
        for speaker in reversed(self.memory.spoken):
            if reading.official and reading.sources and not speaker.official:
                continue
            if nouns & OFFICIAL_PEOPLE and not nouns & (OFFICIAL_BODIES - LOCAL) <= speaker.roles:
                continue
            if not reading.definite and reading.plural and self._has_turned(speaker):
                continue
            if speaker.side is not None and nouns & speaker.roles and others <= speaker.roles:
                known = replace(speaker, roles=speaker.roles | reading.roles, sure=False)
                bodily = nouns <= OFFICIAL_BODIES and speaker.kind == PERSON
                return replace(known, kind=BODY_KIND, names=frozenset(), by=None) if bodily else known
        office = self.office(reading, named=False) or self._arms(reading)
        if office is not None:
            return Speaker(office, None, PERSON if reading.roles & OFFICIAL_PEOPLE else BODY_KIND, roles=reading.roles)
        last = self.memory.spoken[-1] if self.memory.spoken else None
        if reading.definite and reading.sources and last is not None and last.official and last.kind != PERSON:
            return last
        if not reading.definite or reading.official or reading.media:
            return self.medium() if reading.definite and reading.roles & _MEDIUM else None
        if reading.paper:
            study = reading.roles & STUDIES
            last = next((one for one in reversed(self.memory.spoken) if not study or _reports(one)), None)
            return replace(last, kind=PAPER) if last is not None else None
        return self.memory.last_of((PERSON,))

    def medium(self) -> Speaker | None:
        """Return the medium that spoke last, for "the broadcaster" and "updates from the channel"."""
        return next((one for one in reversed(self.memory.spoken) if one.roles & _HEARD_MEDIA), None)

    def _arms(self, reading: Reading) -> Side | None:
        """Return whose "the army" is where the arms of one side alone have spoken, by whatever name."""
        if not reading.definite or not reading.roles & SPEAKER_NOUNS <= _ARMS:
            return None
        armed = (one.side for one in self.memory.spoken if one.roles & _ARMS and one.official)
        sides = {side for side in armed if side not in {OTHER, None}}
        return next(iter(sides)) if len(sides) == 1 else None

    def _has_turned(self, speaker: Speaker) -> bool:
        """Tell whether the other side has spoken since: bare "officials" may then be anybody's."""
        since = self.memory.spoken[self.memory.spoken.index(speaker) + 1 :]
        return any(one.side not in {speaker.side, OTHER, None} for one in since)

    def _unnamed_before(self, line: Line, mention: Mention, reading: Reading) -> Speaker | None:
        """Return the office-holder who spoke last without a name, for a bare full name that follows."""
        last = self.memory.spoken[-1] if self.memory.spoken else None
        unnamed = last is not None and last.kind == PERSON and not last.names and last.side is not None
        if (
            self.memory.counterpart is not None
            or not _is_bare_name(line, mention)
            or last is None
            or not unnamed
            or not last.roles & OFFICIAL_PEOPLE
        ):
            return None
        if mention.end < len(line.low) and line.low[mention.end] == ",":
            return None
        names = names_of(line, mention, reading)
        return replace(last, names=names) if len(names) >= _FULL_NAME else None

    def office(self, reading: Reading, *, named: bool) -> Side | None:
        """Return the side of an office that the text has named with its owner; "the ministry" is the last one told."""
        if reading.indefinite:
            return None
        for key in (reading.possessor, reading.office):
            for known, side in reversed(self.memory.offices.items()):
                if key and (known == key or (not named and key < known)):
                    return side
        alike = _alike(reading.office)
        found = (side for known, side in reversed(self.memory.offices.items()) if _alike(known) == alike != set())
        return next((side for side in found if side != OTHER), None)


def _alike(office: frozenset[str]) -> set[str]:
    """Return an office's words where two names for one kind are the same."""
    return {_ALIKE.get(word, word) for word in office}


def _is_state_medium(line: Line, at: int) -> bool:
    """Tell "state television" behind a party's name."""
    return line.low[at] in STATE_OWNED and bool(MEDIA.intersection(line.low[at + 1 : at + 3]))


def _reports(speaker: Speaker) -> bool:
    """Tell a medium and whoever is neither side's, whose "the report" may be."""
    return speaker.side == OTHER or bool(speaker.roles & MEDIA)


def _is_bare_name(line: Line, mention: Mention) -> bool:
    """Tell a full name and nothing else from "the conflict monitor N N"."""
    words = range(mention.start, mention.end)
    return not mention.beside and all(line.tokens[at].text[0].isupper() for at in words if line.low[at][0].isalpha())
