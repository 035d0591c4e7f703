"""Say whose the people are whose loss somebody denies."""

from itertools import pairwise
from typing import Final

from bot.core.claims.subjects.looking import WEAPONS, token_at
from bot.core.claims.told import Case
from bot.core.model import Kind, Measure, Side
from bot.core.wordlists import word_set

# Who denies deaths where he holds office speaks of his own people; a minister or a force, of those that it struck.
_LOCAL: Final = word_set(
    "district police commissioner deputy governor mayor director doctor dr hospital health provincial administration "
    "councillor chief local residents elder agent tehsildar political"
)


def denied_people(case: Case) -> Side | None:
    """Take dead whom somebody denies for his own, or for those whom he struck."""
    if case.loss.phrase.figure_is_none and case.loss.noun.kind is Kind.UNSPECIFIED:
        return case.speaker
    behind = case.scan.lower[case.loss.phrase.last :][:2]
    if behind[:1] == ("among",) and behind[1:] in _OWN and case.speaker is not None:
        return case.speaker
    if case.loss.noun.kind is Kind.UNSPECIFIED and not _told_by_others(case) and _is_armys_word(case):
        return case.speaker
    if _is_boast_of_foe(case) or _corrects(case):
        return case.speaker
    if _is_of_foes(case, _COUNTS):
        return case.soil
    local = case.loss.measure is Measure.CAPTURED or _is_local(case)
    own = case.speaker if case.soil in {case.speaker, None} and local else None
    return _told_by_others(case) or own or case.foe or told_people(case)


_OWN: Final = (("its",), ("their",), ("our",), ("them",))


def _is_armys_word(case: Case) -> bool:
    """Tell an army that rejects a number of dead, which are its own."""
    by = set((case.voice.by or "").casefold().split()) if case.voice is not None else set()
    return bool(by & {"army", "military", "officer", "army's", "military's"})


def _is_local(case: Case) -> bool:
    """Tell whether a man of a place or a hospital denies."""
    words = set(case.scan.lower) & _LOCAL
    return bool(words - {"hospital"} if _is_hospital_struck(case) else words)


def _is_hospital_struck(case: Case) -> bool:
    """Tell "in the hospital strike" and "struck a hospital" from a hospital that denies."""
    lower = case.scan.lower
    at = lower.index("hospital") if "hospital" in lower else 0
    hit = bool(set(lower[max(0, at - _HIT_REACH) : at]) & (_HIT | WEAPONS))
    return hit or any(one == "hospital" and two in WEAPONS for one, two in pairwise(lower))


_HIT_REACH: Final = 5
_HIT: Final = word_set("hit hits hitting struck bombed targeted destroyed shelled")


def _is_boast_of_foe(case: Case) -> bool:
    """Tell "Y's claim of 133 dead", which Z denies: Z's dead, unless strikes or civilians are told of."""
    placed = any(token_at(case, hit.start) > case.loss.phrase.first for hit in case.hits)
    return not placed and not set(case.scan.lower) & (WEAPONS | _WHERE_PEOPLE_ARE) and _is_of_foes(case, _CLAIMS)


def _corrects(case: Case) -> bool:
    """Tell "rejected the claim of 58 dead, saying 23 had died", who are its own unless strikes are told of."""
    lower, last = case.scan.lower, case.loss.phrase.last
    at = next((i for i in range(last, len(lower)) if lower[i] in _SAYING), None)
    if at is None or case.loss.phrase.noun is not None or case.hits or set(lower) & (WEAPONS | _WHERE_PEOPLE_ARE):
        return False
    return any(chunk.code == "N" and chunk.first > at for chunk in case.scan.chunks)


_SAYING: Final = word_set("saying said says insisting insisted stating")


def _is_of_foes(case: Case, nouns: frozenset[str]) -> bool:
    """Tell "Y's claim of 133 dead", "Y's figure of 133" by one of the nouns, where Y is the foe."""
    first, lower = case.loss.phrase.first, case.scan.lower
    said = [at for at in range(max(0, first - 6), first) if lower[at] in nouns]
    bare = case.loss.phrase.noun is None and case.loss.noun.kind is Kind.UNSPECIFIED
    return bare and bool(said) and any(m.code == case.foe and 0 <= said[-1] - m.last <= 1 for m in case.side_mentions())


_CLAIMS: Final = word_set("claim claims")
# Whose dead these count, only the place tells.
_COUNTS: Final = word_set("figure figures count number tally")
_WHERE_PEOPLE_ARE: Final = word_set("hospital house homes village mosque madrasa centre center school market")


def _told_by_others(case: Case) -> Side | None:
    """Return whose civilians others told of just before, which a denial answers."""
    for before in reversed(case.told[-3:]):
        others = before.claimant != case.claimant
        if others and before.kind is Kind.CIVILIAN and before.subject in case.words.sides:
            return before.subject
    return None


def told_people(case: Case) -> Side | None:
    """Return whose people were told of before, None where both sides' were."""
    told = {one.subject for one in case.told if one.kind in {Kind.CIVILIAN, Kind.UNSPECIFIED}}
    if case.words.sides <= told:
        return None
    for before in reversed(case.told):
        if before.kind in {Kind.CIVILIAN, Kind.UNSPECIFIED} and before.subject in case.words.sides:
            return before.subject
    return None
