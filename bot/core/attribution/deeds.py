"""Tell whose an officer is by the deeds that he tells of: whose fire it was, who slips in from where, who is beaten."""

from typing import Final

from bot.core.attribution.lexicon import MILITANT, PARTY, PLACE, REGIME, Hit
from bot.core.attribution.lines import Line
from bot.core.attribution.nouns import OFFICIAL_BODIES, OFFICIAL_PEOPLE
from bot.core.model import Side
from bot.core.text import word_set

_FIRE: Final = word_set(
    "fire firing shelling shells shell mortar mortars rocket rockets artillery bombing bombardment gunfire airstrike "
    "airstrikes strike strikes raid raids drone drones jets warplanes missile missiles bombs"
)
_FIRE_REACH: Final = 2
_FIRED: Final = word_set("fired lobbed launched landing came coming") | _FIRE
_SLIPPING: Final = word_set(
    "infiltrate infiltrated infiltrating infiltration sneak sneaking intrude intruding slipping slip"
)
_CROSSING: Final = word_set("cross crossed crossing crossings enter entered entering came come coming") | _FIRED
_FROM_REACH: Final = 6
_MILITANTS: Final = word_set(
    "militant militants terrorist terrorists insurgent insurgents rebel rebels extremists jihadists infiltrators "
    "gunmen attackers"
)
_FORCES: Final = word_set("forces force troops army soldiers military police guards rangers commandos")
_BEATING: Final = word_set(
    "killed gunned shot foiled repulsed repelled eliminated neutralised neutralized thwarted intercepted engaged hunted"
)
_FORCES_REACH: Final = 3
_BORDERS: Final = word_set("border frontier")
_NEAR: Final = 4


def fired_on_by(line: Line) -> Side | None:
    """Return the only side whose fire a sentence tells of ("in Y's shelling", "shells fired from Y")."""
    fires = {
        hit.side
        for hit in _sided(line)
        if _FIRE.intersection(line.low[hit.end : hit.end + _FIRE_REACH]) or _FIRED.intersection(_before_from(line, hit))
    }
    return fires.pop() if len(fires) == 1 else None


def slipped_from(line: Line) -> Side | None:
    """Return the side from whose soil militants come over the line: who tells of it is of the other."""
    crossing = _CROSSING if _tells_of_militants(line) else _SLIPPING
    for hit in _sided(line):
        if (_SLIPPING if hit.sort == PLACE else _SLIPPING | crossing) & _coming(line, hit):
            return hit.side
    return None


def beat_militants(line: Line) -> Side | None:
    """Return the only side whose forces a sentence about militants names: whose success or loss it is."""
    if not _tells_of_militants(line):
        return None
    named = {hit.side for hit in _sided(line) if hit.sort != PLACE and _beats(line, hit)}
    return named.pop() if len(named) == 1 else None


def _beats(line: Line, hit: Hit) -> bool:
    """Tell "Y's forces killed ..." and "were killed by Y's forces"."""
    forces = next(
        (at for at in range(hit.end, hit.end + _FORCES_REACH) if line.low[at : at + 1] and line.low[at] in _FORCES),
        None,
    )
    if forces is None:
        return False
    by = line.low[hit.start - 1] == "by" or line.low[max(0, hit.start - 2) : hit.start] == ("by", "the")
    return by or not _BEATING.isdisjoint(line.low[forces + 1 : forces + _NEAR])


def struck_by_militants(line: Line, end: int) -> Side | None:
    """Return whose post or patrol militants attacked before a token: its officials tell what it cost.

    "The raid on a Y outpost, which officials said killed nine".
    """
    at = next((at for at in range(end) if line.low[at] in _ATTACKED), None)
    if at is None or not (_MILITANTS & set(line.low[:at]) or _names_militants(line, at)):
        return None
    for hit in _sided(line):
        if at < hit.start <= at + _NEAR and hit.end < end and hit.sort != PLACE:
            return hit.side if _TARGETS.intersection(line.low[hit.end : hit.end + _FORCES_REACH]) else None
    return None


def _names_militants(line: Line, end: int) -> bool:
    return any(hit.sort == MILITANT and hit.end <= end for hit in line.hits.values())


_ATTACKED: Final = word_set(
    "attacked stormed ambushed raided targeted assaulted overran bombed attack raid assault ambush storming ambushing"
)
_TARGETS: Final = _FORCES | word_set(
    "post posts outpost outposts check-post check-posts checkpost checkpoint checkpoints base convoy patrol camp fort"
)


def attacks(line: Line, end: int, side: Side | None) -> bool:
    """Tell "Y's guards fired at posts in Z", of a subject that ends at a token: officials of either may go on."""
    struck = next((at for at in range(end, min(end + _NEAR, len(line.low))) if line.low[at] in _STRIKING), None)
    return struck is not None and any(hit.start > struck and hit.side != side for hit in _sided(line))


_STRIKING: Final = word_set(
    "attacked fired shelled bombed targeted struck hit opened launched raided stormed ambushed pounded bombarded killed"
)


def bordering(line: Line) -> Side | None:
    """Return the side that the line is told to border on ("near the Y border", "the border with Y")."""
    for hit in _sided(line):
        if hit.sort == PARTY and _is_border(line, hit) and not _are_two(line, hit):
            return hit.side
        if line.low[hit.start - 1] == "with" and line.low[max(0, hit.start - 2)] in _BORDERS:
            return hit.side
    return None


def _are_two(line: Line, hit: Hit) -> bool:
    """Tell "the Y-Z border"."""
    return any(one.end >= hit.start - 1 and one.start < hit.start for one in _sided(line))


def _tells_of_militants(line: Line) -> bool:
    return bool(_MILITANTS.intersection(line.low)) or any(hit.sort == MILITANT for hit in line.hits.values())


def _sided(line: Line) -> list[Hit]:
    return [hit for hit in line.hits.values() if hit.sort in {PARTY, REGIME, PLACE}]


def _is_border(line: Line, hit: Hit) -> bool:
    """Tell "the Y border" from "Y border posts"."""
    posted = not (_TARGETS | OFFICIAL_PEOPLE | OFFICIAL_BODIES).isdisjoint(line.low[hit.end + 1 : hit.end + 2])
    return not _BORDERS.isdisjoint(line.low[hit.end : hit.end + 1]) and not posted


def _coming(line: Line, hit: Hit) -> frozenset[str]:
    """Return the words that tell how somebody came from a side, none where he did not."""
    if _is_border(line, hit):
        return frozenset(line.low[max(0, hit.start - _NEAR) : hit.start])
    return frozenset(_before_from(line, hit))


def _before_from(line: Line, hit: Hit) -> tuple[str, ...]:
    """Return the words before the "from" that a name follows."""
    at = hit.start - 1 - (line.low[hit.start - 1] in {"the", "neighbouring", "neighboring"})
    return line.low[max(0, at - _FROM_REACH) : at] if at > 0 and line.low[at] == "from" else ()
