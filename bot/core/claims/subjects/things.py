"""Rules for things: whose camps, compounds and depots they are."""

from typing import Final

from bot.core.claims.told import Case
from bot.core.losses.lexicon import Thing
from bot.core.model import Kind, Side
from bot.core.wordlists import word_set


def used_by(case: Case) -> Side | None:
    """Take "four compounds used by militants" for theirs."""
    last = case.loss.phrase.last
    if case.loss.noun.thing not in {Thing.POST, Thing.VEHICLE} or not set(case.scan.lower[last : last + 2]) & _USED:
        return None
    named = (m.code for m in case.party_mentions() if last < m.first <= last + _USED_REACH)
    called = any(
        chunk.phrase is not None and chunk.phrase.noun is not None and chunk.phrase.noun.kind is Kind.MILITANT
        for chunk in case.scan.chunks
        if last < chunk.first <= last + _USED_REACH
    )
    return case.words.militants if called else next(named, None)


_USED: Final = word_set(
    "used run operated belonging housing owned manned occupied sheltering inhabited kept of frequented"
)
_USED_REACH: Final = 7


def things_of_militants(case: Case) -> Side | None:
    """Take camps, compounds, depots and vehicles of no name for the militants' of whom the speaker has just told."""
    before = case.told[-1] if case.told else None
    if before is None or case.loss.noun.thing not in {Thing.POST, Thing.VEHICLE} or case.loss.phrase.mentions:
        return None
    if set(case.loss.phrase.words) & _ARMYS or case.sentence - before.sentence > _STILL or case.denied:
        return None
    told_on = before.claimant == case.claimant
    return before.subject if told_on and before.subject == case.words.militants else None


def camps_of_militants(case: Case) -> Side | None:
    """Take camps of no name for the militants' in the mouth of whom they fight."""
    if case.loss.noun.thing is not Thing.POST or case.denied or case.loss.phrase.mentions or case.speaker is None:
        return None
    before = case.told[-1] if case.told else None
    if before is not None and before.sentence == case.sentence and before.subject == case.foe:
        return None
    camps = case.speaker == case.words.fought and bool(set(case.loss.phrase.words) & _CAMPS)
    return case.words.militants if camps and not set(case.loss.phrase.words) & _ARMYS else None


_CAMPS: Final = word_set("camp camps centre centres center centers")
_STILL: Final = 2
_ARMYS: Final = word_set(
    "post posts outpost outposts checkpoint checkpoints checkpost checkposts check-post check-posts headquarters tank "
    "tanks guns howitzers battalion brigade border security pickets picket bunkers apcs humvees"
)
