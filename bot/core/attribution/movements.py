"""Tell which of two movements of one name a sentence means: the rulers of a side, or militants who are nobody's."""

from collections.abc import Sequence
from typing import Final

from bot.core.attribution.lexicon import MILITANT, PARTY, REGIME
from bot.core.attribution.lines import Line
from bot.core.attribution.nouns import OFFICIAL_BODIES
from bot.core.attribution.phrases import Mention
from bot.core.attribution.readings import SIDED, hits_in
from bot.core.attribution.subjects import Found, topic_of
from bot.core.model import Side
from bot.core.text import word_set

# What any movement has; a ministry, a governor or a police chief is a government's.
_OF_ANY: Final = word_set(
    "the a an one another its their 's of for in from senior local top regional central "
    "spokesman spokesperson spokeswoman commander commanders leader leaders fighter fighters militant militants "
    "source sources statement"
)


def movement_of(line: Line) -> Side | None:
    """Return whose regime or which militants a sentence is about, or the only ones that it names."""
    subject = topic_of(line)
    leading = () if subject is None or subject.pronoun else hits_in(line, subject.start, subject.end)
    for hits in (leading, line.hits.values()):
        sides = {hit.side for hit in hits if hit.sort in {REGIME, MILITANT}}
        if len(sides) == 1:
            return sides.pop()
    return None


def militants_act(line: Line, cues: Sequence[Found]) -> bool:
    """Tell a sentence in which militants are the subject or speak: they may go on under the bare name."""
    mentions = [topic_of(line), *(found.mention for found in cues)]
    acting = [one for one in mentions if one is not None and not one.pronoun]
    return any(hit.sort == MILITANT for one in acting for hit in hits_in(line, one.start, one.end))


def names_militants(line: Line, end: int) -> bool:
    """Tell whether militants who bear the rulers' name are named before a token."""
    rulers = {line.low[hit.start] for hit in line.hits.values() if hit.sort == REGIME}
    hits = (hit for hit in line.hits.values() if hit.sort == MILITANT and hit.end <= end)
    return any(not rulers.isdisjoint(line.low[hit.start : hit.end]) for hit in hits)


def names_rulers(line: Line) -> bool:
    """Tell a line that calls rulers what they are, by their country or office: the bare name is theirs from then on."""
    for hit in line.hits.values():
        before = [line.covering[at] for at in range(max(0, hit.start - 2), hit.start)]
        own = any(one is not None and one.side == hit.side and one.sort == PARTY for one in before)
        if hit.sort == REGIME and (own or OFFICIAL_BODIES.intersection(line.low[hit.end : hit.end + 1])):
            return True
    return False


def bears_the_name(line: Line, mention: Mention) -> bool:
    """Tell a speaker of whom only the rulers' bare name tells whose he is: "the Ys", "N N, a spokesman for the Ys"."""
    spans = [(mention.start, mention.end), *mention.beside, *((start, end) for _, start, end in mention.tails)]
    hits = [hit for start, end in spans for hit in hits_in(line, start, end)]
    if {hit.sort for hit in hits if hit.sort in SIDED} != {REGIME}:
        return False
    loose = [at for start, end in spans for at in range(start, end) if line.covering[at] is None]
    return all(line.low[at] in _OF_ANY or line.is_name(at) or not line.low[at].isalpha() for at in loose)
