"""Tell whose fighters of no name are: the speaker's foe, his own men, or whoever was told of last."""

from typing import Final

from bot.core.claims.subjects.agents import agent_before
from bot.core.claims.subjects.looking import HIDEOUTS, WEAPONS
from bot.core.claims.told import Case
from bot.core.losses.chunks import Mention, Scan
from bot.core.model import OTHER, Kind, Side
from bot.core.wordlists import word_set


def hostile_to(case: Case) -> Side | None:
    """Take fighters of no name for the speaker's foe, or for whoever was told of last."""
    if case.loss.noun.trait not in {"fighter", "hostile"} or (case.denied and case.loss.phrase.figure_is_none):
        return case.speaker if case.loss.noun.trait in {"fighter", "hostile"} else None
    if _MILITANT & set(case.loss.phrase.words) or _is_of_militants(case):
        return case.words.militants
    if _are_own_troops(case):
        return case.speaker
    foe = case.foe if case.loss.noun.trait == "fighter" else case.words.militants
    told, agent = _fighters_told_of(case), _killer(case)
    if agent is not None and told == agent and case.speaker in {None, agent}:  # nobody kills attackers of his own
        return _attacked_before(case, agent) or (case.words.militants if case.loss.noun.trait == "hostile" else None)
    return told or foe


def _attacked_before(case: Case, agent: Side) -> Side | None:
    """Return the side whose forces the sentence before told of, where those killed are its enemy's attackers."""
    scan = case.earlier[-1] if case.earlier else None
    named = [m for m in scan.mentions if not _is_of_ground(scan, m) and not _governs(scan, m)] if scan else []
    enemy = case.enemy(agent)
    return enemy if any(m.code == enemy and m.role in {"regime", "people", "forces"} for m in named) else None


def _killer(case: Case) -> Side | None:
    """Return the side that is the subject of the verb of the loss."""
    at = case.loss.word_at
    if not case.loss.active or at is None or at >= len(case.scan.chunks):
        return None
    return agent_before(case, case.scan.chunks[at].first)


def _is_of_militants(case: Case) -> bool:
    """Tell "a commander in the banned N", "a fighter belonging to the group known as N"."""
    last = case.loss.phrase.last
    behind = case.scan.lower[last : last + _OF_REACH]
    if not behind or behind[0] not in _WITHIN:
        return False
    near = (mention for mention in case.scan.mentions if last < mention.first < last + _OF_REACH)
    return next((mention.code for mention in near), None) == case.words.militants


_OF_REACH: Final = 7
_WITHIN: Final = word_set("in within from of belonging affiliated linked with")
_MILITANT: Final = word_set("militant terrorist insurgent rebel jihadist")


def _fighters_told_of(case: Case) -> Side | None:
    """Return whose fighters the sentence or those before it told of last."""
    for scan in (case.scan, *reversed(case.earlier[-4:])):
        found = [
            m
            for m in scan.mentions
            if m.code != OTHER
            and m.code != case.speaker
            and (scan is not case.scan or m.first < case.loss.phrase.first)
            and m.role != "seat"
            and not _is_of_ground(scan, m)
            and not _governs(scan, m)
        ]
        if not any(m.role == "regime" for m in found) and _tells_of_militants(case, scan):
            return case.words.militants
        sides = [m for m in found if m.code in case.words.sides and m.role in {"regime", "people", "forces"}]
        if sides:
            return sides[-1].code
        if found and found[-1].code == case.words.militants:
            return case.words.militants
        if any(word in HIDEOUTS for word in scan.lower):
            return case.words.militants
    return None


def _are_own_troops(case: Case) -> bool:
    """Tell "one fighter was killed" in the mouth of a side that calls its own men so, and that did not do it."""
    phrase = case.loss.phrase
    noun = case.scan.lower[phrase.noun_at] if phrase.noun_at is not None else ""
    troops = case.words.troops.get(case.speaker, frozenset()) if case.speaker is not None else frozenset()
    if not {noun, f"{noun}s"} & troops or _tells_of_militants(case, case.scan):
        return False
    if case.denied:
        return True
    if not case.loss.active or case.loss.word_at is None or case.loss.word_at >= len(case.scan.chunks):
        return True
    verb = case.scan.chunks[case.loss.word_at].first
    before = set(case.scan.lower[max(0, verb - _WEAPON_REACH) : verb])
    agent = agent_before(case, verb)
    return agent == case.foe or (bool(before & WEAPONS) and not before & _OURS and agent != case.speaker)


_WEAPON_REACH: Final = 4
_OURS: Final = word_set("we they he it our its their his")


_GROUND: Final = word_set("border frontier soil territory side provinces province district districts")


def _is_of_ground(scan: Scan, mention: Mention) -> bool:
    """Tell "from across the ... border", which names nobody who fights."""
    return mention.role == "people" and bool(set(scan.lower[mention.last : mention.last + 1]) & _GROUND)


_GOVERNING: Final = word_set(
    "administration government authorities rulers ministry officials official spokesman spokesperson said says took "
    "takeover returned came embassy mission diplomat diplomats envoy ambassador consulate leadership return"
)


def _governs(scan: Scan, mention: Mention) -> bool:
    """Tell a regime named as a government or for the day it came, which names nobody who fights."""
    behind = scan.lower[mention.last : mention.last + 2]
    behind = behind[1:] if behind[:1] == ("'s",) else behind[:1]
    return mention.role == "regime" and bool(set(behind) & _GOVERNING)


def _tells_of_militants(case: Case, scan: Scan) -> bool:
    """Tell whether a sentence names militants, in the loss's own sentence before it."""
    end = case.loss.phrase.first if scan is case.scan else len(scan.tokens)
    nouns = (chunk.phrase.noun for chunk in scan.chunks if chunk.phrase is not None and chunk.first < end)
    return any(noun is not None and noun.kind is Kind.MILITANT for noun in nouns)
