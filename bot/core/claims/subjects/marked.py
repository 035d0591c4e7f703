"""Rules by a side of the border that is named: "on the other side", "in that country's territory"."""

from itertools import pairwise
from typing import Final

from bot.core.claims.subjects.looking import is_people, same_clause
from bot.core.claims.subjects.soil import earlier_soil
from bot.core.claims.told import Case
from bot.core.losses.lexicon import Thing
from bot.core.model import OTHER, Side
from bot.core.wordlists import word_set


def marked_side(case: Case) -> Side | None:
    """Take "on that country's side", "on the other side", "on its own side" behind or before the loss."""
    lower = case.scan.lower
    if (elided := _elided_side(case)) is not None:
        return elided
    if lower[:5] == _ON_THE_OTHER and case.foe is not None:
        return case.foe
    for at in sorted(range(len(lower)), key=lambda one: _far(one, case.loss.phrase.last)):
        word = lower[at]
        if word in {"theirs", "ours"} and lower[at - 1 : at] == ("on",) and at >= case.loss.phrase.last:
            return case.speaker
        if (
            word not in {"side", "territory", "soil", "land", "ranks"}
            or at < 2
            or lower[max(0, at - 4) : at].count("from")
        ):
            continue
        near = set(lower[max(0, at - 4) : at])
        placed = near & {"on", "in", "inside"} or (word == "ranks" and near & {"among", "within", "from"})
        if not placed or not same_clause(case, at) or _marks_another(case, at):
            continue
        between = [c for c in case.scan.chunks if c.code == "N" and case.loss.phrase.last <= c.first < at]
        if word == "ranks" and between:
            continue
        if (word in {"side", "ranks"}) or is_people(case) or case.loss.noun.thing is Thing.RAID:
            side = _side_of_marker(case, at)
            if side is not None:
                return side
    return None


_ON_THE_OTHER: Final = ("on", "the", "other", "side", ",")


def _elided_side(case: Case) -> Side | None:
    """Read "58 dead on the one side and nine on the other's": an adjective that no noun follows."""
    lower, last = case.scan.lower, case.loss.phrase.last
    if lower[last : last + 1] == ("on",):  # "and 11 on Y's were wounded"
        owner = next((m for m in case.side_mentions() if m.first == last + 1 and lower[m.last] == "'s"), None)
        if owner is not None and lower[owner.last + 1 : owner.last + 2] in _ENDING_OR_VERB:
            return owner.code
    if lower[last : last + 2] != ("on", "the"):
        return None
    told = case.told[-1] if case.told and case.told[-1].sentence == case.sentence else None
    if lower[last + 2 : last + 3] == ("other",) and lower[last + 3 : last + 4] in _ENDING and told is not None:
        return case.enemy(told.subject) if told.subject in case.words.sides and "side" in lower[:last] else None
    named = next((m for m in case.side_mentions() if m.first == last + 2 and m.role == "people"), None)
    ends = named is not None and lower[named.last : named.last + 1] in _ENDING
    return named.code if named is not None and ends else None


_ENDING_OR_VERB: Final = ((".",), (",",), (";",), ("and",), ("were",), ("was",), ("had",), ("died",))
_ENDING: Final = ((".",), (",",), (";",), ("and",), ("one",))


def _marks_another(case: Case, at: int) -> bool:
    """Tell a side that is named where the speaker is, or in what another or the same one says before or after."""
    first, last = case.loss.phrase.first, case.loss.phrase.last
    lower = case.scan.lower
    if at >= last:
        on = next((i for i in range(at, last - 1, -1) if lower[i] in {"on", "in", "inside"}), last)
        counts_there = any(chunk.code == "N" and chunk.first == at + 1 for chunk in case.scan.chunks)
        going_on = set(lower[last:at]) & _GOING_ON or any(pair in _CLAIMING for pair in pairwise(lower[last:at]))
        return bool(going_on) or (counts_there and lower[on - 1] in {"and", ",", "while"})
    voice = case.voice
    figure, marker = case.scan.tokens[first].start, case.scan.tokens[at].start
    named = any(at - 3 <= mention.first < at for mention in case.side_mentions())
    ahead = voice is not None and voice.speaker is not None and marker < voice.speaker.start < figure
    return ahead and not named


_CLAIMING: Final = frozenset(("and", word) for word in word_set("claimed claims put puts counted reported reports"))
_GOING_ON: Final = word_set("adding saying whom which who")


def _far(at: int, last: int) -> float:
    """Return how far a token is from a phrase's end; what stands before it counts as farther."""
    return at - last if at >= last else (last - at) * 1.5


def _side_of_marker(case: Case, at: int) -> Side | None:
    before = set(case.scan.lower[max(0, at - 3) : at])
    for mention in case.side_mentions():
        if at - 3 <= mention.first < at:
            return mention.code
    if before & {"other", "enemy", "opposite"}:
        return _across(case) or case.foe
    if before & {"its", "our", "their", "his", "her"}:
        return case.speaker
    if "this" in before:
        return case.soil
    if "that" in before:
        return next((m.code for m in reversed(case.side_mentions()) if m.first < at), None) or earlier_soil(case)
    return None


def _across(case: Case) -> Side | None:
    """Return the other side than the one whose losses somebody else told of in the sentence before."""
    here = case.told[-1] if case.told and case.told[-1].sentence == case.sentence else None
    told_on = case.loss.rule != "breakdown" and here is not None and here.voice == case.voice
    if here is not None and told_on and here.subject == case.speaker:
        return here.subject
    last = next((one for one in reversed(case.told) if one.sentence != case.sentence), None)
    if last is None or case.sentence - last.sentence != 1 or last.claimant in {OTHER, case.speaker}:
        return None
    return case.enemy(last.subject) if last.subject == last.claimant else None
