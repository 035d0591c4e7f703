"""Rules by what was told just before."""

from itertools import pairwise
from typing import Final

from bot.core.claims.subjects.agents import agent_before
from bot.core.claims.subjects.looking import fits_with, is_hostile_subject, is_people
from bot.core.claims.told import Case, Told
from bot.core.losses.lexicon import Thing
from bot.core.model import BOTH, Figure, Kind, Side
from bot.core.wordlists import word_set


def named_again(case: Case) -> Side | None:
    """Take "seven of the soldiers" for those that the sentence or the one before named by their side."""
    words = case.loss.phrase.words
    at = next((i for i in range(len(words) - 2) if words[i : i + 2] == ("of", "the")), None)
    if at is None or case.loss.phrase.mentions or case.loss.phrase.noun_at is None:
        return None
    noun = case.scan.lower[case.loss.phrase.noun_at]
    scans = ((case.scan, case.loss.phrase.first), *((one, len(one.tokens)) for one in case.earlier[-1:]))
    for scan, end in scans:
        for chunk in reversed([one for one in scan.chunks if one.first < end]):
            phrase = chunk.phrase
            if phrase is not None and phrase.noun is not None and noun in phrase.words and phrase.mentions:
                named = [m.code for m in phrase.mentions if m.code in case.words.sides]
                return named[0] if named else None
    return None


def more_of_them(case: Case) -> Side | None:
    """Take "eight other soldiers" and more bodies for more of those of whom the same voice told before."""
    speaker = case.claimant
    people = (one for one in reversed(case.told) if fits_with(one.loss.noun.thing, Thing.PERSON))
    before = next(people, None)
    if before is None or before.claimant != speaker or case.sentence - before.sentence > 1:
        return None
    if before.subject == BOTH:
        return None
    noun = case.loss.phrase.noun
    same = case.loss.noun.trait == "body" or (noun is not None and noun == before.loss.phrase.noun)
    return before.subject if same and set(case.loss.phrase.words) & _MORE else None


_MORE: Final = word_set("more another further other additional")
_STILL: Final = 2


_LEAVING: Final = word_set("abandoned abandoning left leaving")


def left_behind(case: Case) -> Side | None:
    """Take bodies left behind for those told of just before."""
    first, last = case.loss.phrase.first, case.loss.phrase.last
    around = (*case.scan.lower[max(0, first - 2) : first], *case.scan.lower[last : last + 3])
    verb = next((at for at in range(first - 1, max(-1, first - 4), -1) if case.scan.lower[at] in _LEAVING), None)
    counted = case.loss.toll is not None and case.loss.toll.noun is not None and case.loss.toll.noun.trait == "body"
    if (case.loss.noun.trait == "body" or (counted and not is_people(case))) and _are_with_us(case):
        return case.foe
    if verb is not None and case.loss.noun.trait != "body" and set(case.scan.lower[:verb]) & _RETREATED:
        return agent_before(case, verb) or (case.words.militants if _tells_of_attackers(case, verb) else None)
    if case.loss.noun.trait != "body" or ("behind" not in around and verb is None):
        return None
    if verb is not None and is_hostile_subject(case, verb):
        return case.words.militants
    before = case.told[-1] if case.told else None
    return before.subject if before is not None and before.sentence == case.sentence else case.foe


def _tells_of_attackers(case: Case, verb: int) -> bool:
    """Tell militants or attackers of no name as those who retreated."""
    nouns = [one.phrase.noun for one in case.scan.chunks if one.phrase is not None and one.last <= verb]
    return any(noun is not None and (noun.kind is Kind.MILITANT or noun.trait == "hostile") for noun in nouns)


_RETREATED: Final = word_set("pulled retreated withdrew fled fell retreating withdrawing fleeing")


def _are_with_us(case: Case) -> bool:
    """Tell bodies that lie with the speaker's men, or that the other side may fetch."""
    behind = case.scan.lower[case.loss.phrase.last :]
    held = any(pair in _WITH_US for pair in pairwise(behind[:6]))
    fetched = {"be", "were", "was"} & set(behind) and set(behind) & _FETCHED
    return held or bool(fetched)


_WITH_US: Final = frozenset(
    [("with", "us"), ("in", "our"), ("with", "our"), ("are", "with"), ("remain", "with"), ("lie", "with")]
)
_FETCHED: Final = word_set("claimed collected fetched handed returned flag")


def figure_again(case: Case) -> Side | None:
    """Take the side of "the five bodies" told of before, or of the very figure that a denial rejects."""
    return _the_same(case) or _figure_rejected(case)


def _the_same(case: Case) -> Side | None:
    """Return whose "the six people killed" are: those of the sentences before, of that number and kind."""
    phrase, lower = case.loss.phrase, case.scan.lower
    before = {*lower[max(0, phrase.first - 1) : phrase.first], *phrase.words[:1]}
    if phrase.figure is None or phrase.figure_is_none or not before & _TAKEN_UP or case.loss.part:
        return None
    told = [one for one in reversed(case.told) if 0 < case.sentence - one.sentence <= _STILL and not one.loss.part]
    same = [one for one in told if _is_of(one, phrase.figure.figure) and _may_be(one.kind, case.loss.noun.kind)]
    return same[0].subject if same and len({one.subject for one in same}) == 1 else None


def _may_be(told: Kind, kind: Kind) -> bool:
    return told == kind or Kind.UNSPECIFIED in {told, kind}


_TAKEN_UP: Final = word_set("the those these")


def _figure_rejected(case: Case) -> Side | None:
    """Return whose the very figure is that a denial rejects, where another claimed it before."""
    if not case.denied or not case.loss.heir or case.loss.phrase.figure is None or case.loss.phrase.figure_is_none:
        return None
    figure = case.loss.phrase.figure.figure
    others = [one for one in reversed(case.told) if one.claimant != case.speaker and one.loss.phrase.figure is not None]
    return next((one.subject for one in others if _is_of(one, figure)), None)


def _is_of(before: Told, figure: Figure) -> bool:
    found = before.loss.phrase.figure
    return found is not None and (found.figure.low, found.figure.high) == (figure.low, figure.high)
