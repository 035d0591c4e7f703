"""Tell whose "its", "his", "their" and "the agency's" are, by who was told of before."""

from typing import Final

from bot.core.attribution.clues import is_movement
from bot.core.attribution.lexicon import FOREIGN, PARTY, REGIME, THIRD, Hit
from bot.core.attribution.lines import Line
from bot.core.attribution.memory import BODY_KIND, KINDS, Memory
from bot.core.attribution.nouns import (
    CONJUNCTIONS,
    LOCAL,
    NUMBERS,
    OFFICIAL_BODIES,
    PREPOSITIONS,
    PRIVATE,
    SUBORDINATORS,
    TIMES,
)
from bot.core.attribution.phrases import Mention
from bot.core.attribution.readings import Reading
from bot.core.model import OTHER, Side
from bot.core.text import word_set

# Bodies that own an office without naming a party: "the agency's head".
OWNING: Final = (OFFICIAL_BODIES | PRIVATE | word_set("party")) - LOCAL - {"state", "side", "police", "forces", "army"}
MOVEMENT: Final = word_set("group movement")


class Owners:
    """Whose what a possessive names is, in a text that has told of its owner."""

    def __init__(self, sides: tuple[Side, Side], memory: Memory) -> None:
        self.sides = sides
        self.memory = memory

    def owner(self, reading: Reading) -> Side | None:
        """Return whose "its", "his" or "their" is."""
        if not reading.owner:
            return None
        if reading.private:
            return OTHER
        wanted = KINDS[reading.owner]
        main, topic, about = self.memory.main, self.memory.topic, self.memory.about
        if main is None and about is not None and about.side in self.sides:
            main = about
        if reading.owner == "their" and about is not None:
            main = about
        if reading.owner == "its" and about is not None and about.kind == BODY_KIND and about.sure:
            return about.side
        if reading.owner == "its" and main is not None and not (main.sure or (main.official and main.definite)):
            main = topic = None
        if main is not None and main.kind in wanted and main.side is not None:
            return main.side
        if topic is not None and topic.side is not None and BODY_KIND in wanted:
            return topic.side
        spoken = reversed(self.memory.spoken)
        found = (one.side for one in spoken if one.kind in wanted and one.side is not None)
        return next(found, self.memory.recent)

    def subject_before(self, line: Line, end: int) -> Side | None:
        """Return the party that did what a sentence tells before ", its army said": not one it did it with or to."""
        if end < 1 or line.low[end - 1] not in {",", '"'}:
            return None
        found = [hit for hit in line.hits.values() if hit.end < end and _is_subject(line, hit, end - 1)]
        return found[-1].side if found and found[-1].side in self.sides else None

    def body_before(self, line: Line, end: int) -> Side | None:
        """Return whose body a sentence has named last before "its": a third country's mission, a side's army."""
        for at in range(end - 1, 0, -1):
            hit = line.covering[at - 1]
            if line.low[at] in OFFICIAL_BODIES and line.covering[at] is None and hit is not None:
                return hit.side if hit.sort in {PARTY, FOREIGN, THIRD} else None
        return None

    def possessor(self, line: Line, mention: Mention, reading: Reading) -> Side | None:
        """Return whose "the agency's head" and "N's office" is: of a body or person that the text knows."""
        cut = reading.cut
        if cut <= mention.start or any(line.covering[mention.start : cut]):
            return None
        for at in range(cut - 2, mention.start - 1, -1):
            word = line.low[at]
            known = self.memory.people.get(word) if line.is_name(at) else None
            if word in MOVEMENT and is_movement(line, self.memory.about):
                known = self.memory.about
            if known is None and word in OWNING:
                known = next((one for one in reversed(self.memory.spoken) if word in one.roles), None)
            if known is not None:
                return known.side
        return None


def _is_subject(line: Line, hit: Hit, end: int) -> bool:
    """Tell a party's bare name that opens a clause or stands right behind another phrase, with its verb behind it.

    A clause that "as" or "when" opens may not end before the token `end`: else who acts in the next is meant.
    """
    behind = line.low[hit.end]
    if hit.sort not in {PARTY, REGIME} or line.nominal(hit.end) or not behind.isalpha() or behind in _NO_VERBS:
        return False
    if line.low[hit.end - 1].endswith("s"):
        return False  # a people
    at = hit.start - 1 - (hit.start > 0 and line.low[hit.start - 1] == "the")
    last = at >= 0 and line.low[at] in SUBORDINATORS and "," not in line.low[hit.end : end]
    return at < 0 or last or line.low[at] in _OPENING or line.nominal(at)


_NO_VERBS: Final = PREPOSITIONS | CONJUNCTIONS | NUMBERS
_OPENING: Final = CONJUNCTIONS | TIMES | {",", ";", ":", '"'}
