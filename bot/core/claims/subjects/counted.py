"""Whose losses a speaker puts a figure to: "put the other side's losses at 22 soldiers", "its own dead at two"."""

from typing import Final

from bot.core.claims.told import Case
from bot.core.losses.lexicon import SPEECH
from bot.core.model import Side
from bot.core.wordlists import word_set

_LOSSES: Final = word_set("losses dead casualties deaths fatalities wounded injured martyrs toll")
_PUT: Final = word_set(
    "at as to of were was is are stood stands stand : had have has been now rise rises risen rose reach reaches "
    "reached climb climbs climbed grow grows grew grown total totals totalled include includes included increased "
    "mounted mount passed topped gone go went come came amount amounts amounted run ran run rising reaching climbing "
    "further again already since sharply steeply"
)
_NUMBERS: Final = word_set("least more than about around some nearly up a an only just over")
_FOES: Final = word_set("enemy enemy's hostile opposing")
_OWN: Final = word_set("own its their our his")
_REACH: Final = 12


def losses_put(case: Case) -> Side | None:
    """Take what is put to somebody's losses for his: who is named right before them, the speaker for "its own"."""
    at = _losses_before(case)
    if at is None:
        return None
    lower = case.scan.lower
    start = max(0, at - 3)
    named = [m for m in case.scan.mentions if start <= m.first < at and m.last >= at - 1 - (lower[at - 1] == "'s")]
    if named:
        return named[-1].code
    if lower[at - 1] in _FOES or lower[at - 2 : at] == ("'s", "side"):
        return case.foe
    if lower[at - 1] == "own" and lower[at - 2] in _OWN:
        militants = case.of_militants or (case.speaker is None and case.voice is not None)
        return case.words.militants if militants else case.speaker
    return None


def _losses_before(case: Case) -> int | None:
    """Return the token of the losses that the figure is put to, None where it is put to none."""
    lower, first = case.scan.lower, case.loss.phrase.first
    for at in range(first - 1, max(-1, first - _REACH), -1):
        word = lower[at]
        if word in _LOSSES and at > 0:
            counted = word == "toll" and lower[at + 1] == "of"  # a side's toll is what it counts
            return at if set(lower[at + 1 : first]) & _PUT and not counted else None
        if word == "own" and lower[at + 1 : at + 2] in _AT:
            return at + 1  # the losses themselves are elided: "and its own at two"
        if word not in _PUT and word not in _NUMBERS and not _may_stand_between(case, at):
            return None
    return None


def _may_stand_between(case: Case, at: int) -> bool:
    """Tell a time, or whose word it is, from another clause or another count."""
    if case.loss.phrase.noun is not None or case.loss.active:
        return False
    lower, chunks = case.scan.lower, case.scan.chunks
    if lower[at] == ",":
        return lower[at + 1 : at + 3] == ("according", "to")
    inside = next((one for one in chunks if one.first <= at < one.last), None)
    return inside is not None and inside.code in {"w", "p", "a"} and lower[at] not in SPEECH - {"according"}


_AT: Final = (("at",), ("as",))


def theirs_at(case: Case) -> Side | None:
    """Take "and the other army's at nine", ", the other at nine" for whom they name, "its own" for the speaker's."""
    first = case.loss.phrase.first
    lower = case.scan.lower
    if lower[max(0, first - 3) : first] in _OWN_AT:
        return case.speaker
    if (elided := _risen_to(case) or _elided_before(case)) is not None:
        return elided
    at = next((i for i in range(first - 2, max(-1, first - _THEIRS_REACH), -1) if lower[i : i + 2] in _THEIRS_AT), None)
    if at is None or set(lower[at:first]) & {",", ";"}:
        return None
    if lower[at - 1] == "enemy" or lower[at - 2 : at] == ("other", "side"):
        return case.foe
    if lower[at - 2 : at] == ("own", "side"):
        return case.speaker
    return next((m.code for m in case.side_mentions() if m.last == at), None)


def _elided_before(case: Case) -> Side | None:
    """Return Z of "put Y's losses at 58, Z at nine", "and those of Z at nine"."""
    lower, first = case.scan.lower, case.loss.phrase.first
    if lower[first - 1] not in {"at", "as"} or not case.told or case.told[-1].sentence != case.sentence:
        return None
    found = next((m for m in case.side_mentions() if m.last == first - 1), None)
    return found.code if found is not None and lower[found.first - 1] in {",", "and", ";", "the", "of"} else None


def _risen_to(case: Case) -> Side | None:
    """Return whose the second number names in "rose from 58 to 70 soldiers of Y"."""
    first, last = case.loss.phrase.first, case.loss.phrase.last
    if case.scan.lower[first - 1] != "from" or case.scan.lower[last : last + 1] != ("to",):
        return None
    risen = next((one.phrase for one in case.scan.chunks if one.first == last + 1 and one.phrase is not None), None)
    return next((m.code for m in risen.mentions if m.code in case.words.sides), None) if risen is not None else None


# "... and its own as three"
_OWN_AT: Final = frozenset((whose, "own", at) for whose in ("its", "their", "his", "our") for at in ("as", "at", "to"))
# "... and the other army's at nine"
_THEIRS_REACH: Final = 8
_THEIRS_AT: Final = frozenset(("'s", at) for at in ("as", "at", "to"))
