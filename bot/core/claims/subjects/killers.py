"""Rules by who killed: militants whom one side fights, or the speaker's own men, who kill none of theirs."""

from collections.abc import Sequence
from typing import Final

from bot.core.claims.subjects.agents import agent_before
from bot.core.claims.subjects.looking import is_hostile_subject, is_people, token_at
from bot.core.claims.subjects.soil import place_soil
from bot.core.claims.told import Case
from bot.core.losses.lexicon import Thing
from bot.core.model import Kind, Measure, Side
from bot.core.wordlists import word_set


def killed_by_militants(case: Case) -> Side | None:
    """Take whom militants killed for the speaker's, else for those of whom they fight."""
    noun = case.loss.noun
    if case.denied or case.speaker is not None or noun.thing not in {Thing.PERSON, Thing.TOLL}:
        return None
    if case.of_militants or noun.kind is Kind.MILITANT or noun.trait in {"hostile", "body"}:
        return None
    if case.loss.phrase.mentions or not (_militants_did_it(case) or _fell_beside_militants(case)):
        return None
    return _soil_here(case) or case.words.fought


def _militants_did_it(case: Case) -> bool:
    """Tell "by militants", "in an attack claimed by the ...", "gunmen killed six", in the clause of the loss."""
    first, last, lower = case.loss.phrase.first, case.loss.phrase.last, case.scan.lower
    killers = _killers(case)
    if any(lower[at - 1] == "claimed" for at in killers) and set(lower) & _BLOWS:
        return True
    if case.loss.active:
        at = case.loss.word_at
        verb = case.scan.chunks[at].first if at is not None and at < len(case.scan.chunks) else 0
        return is_hostile_subject(case, verb) or _follows_blow(case, killers, verb)
    end = next((at for at in range(last, len(lower)) if lower[at] in _ENDS), len(lower))
    return any(last <= at < end for at in killers) or _follows_blow(case, killers, first)


def _fell_beside_militants(case: Case) -> bool:
    """Tell "five soldiers and 25 terrorists were killed": men in arms counted beside militants whom they fought."""
    if case.loss.noun.kind is not Kind.MILITARY or case.loss.noun.trait:
        return False
    counted = [one for one in case.scan.chunks if one.code == "N" and one.phrase is not None]
    at = next((i for i, one in enumerate(counted) if one.phrase is case.loss.phrase), None)
    beside = counted[max(0, at - 1) : at + 2] if at is not None else ()
    return any(
        one.phrase and one.phrase.noun and one.phrase.noun.kind is Kind.MILITANT and one.phrase.noun.trait != "party"
        for one in beside
    )


def _follows_blow(case: Case, killers: Sequence[int], end: int) -> bool:
    """Tell "an attack by the ..., in which" right before a token."""
    start = max(0, end - _BEFORE)
    return bool(set(case.scan.lower[start:end]) & _BLOWS) and any(start <= at < end for at in killers)


def _killers(case: Case) -> list[int]:
    """Return the tokens "by" before militants, or before attackers of no name."""
    named = [mention.first for mention in case.scan.mentions if mention.code == case.words.militants]
    for chunk in case.scan.chunks:
        noun = chunk.phrase.noun if chunk.phrase is not None and not chunk.phrase.mentions else None
        if noun is not None and (noun.kind is Kind.MILITANT or noun.trait == "hostile"):
            named.append(chunk.first)
    return [at for one in named for at in range(max(1, one - 2), one) if case.scan.lower[at] == "by"]


_BEFORE: Final = 14
_ENDS: Final = word_set("; when while after as whereas before")
_BLOWS: Final = word_set("attack attacks ambush ambushes bombing bombings raid raids assault assaults blast blasts")


def _soil_here(case: Case) -> Side | None:
    """Return whose soil the loss is put to, not that of what followed upon it ("strikes in X came after ...")."""
    soil = place_soil(case)
    first = case.loss.phrase.first
    there = [token_at(case, hit.start) for hit in case.hits if hit.place.side == soil]
    behind_cause = all(at < first and set(case.scan.lower[at:first]) & _UPON for at in there)
    return None if there and behind_cause else soil


_UPON: Final = word_set("after followed following day days week weeks hours")


def killed_by_own_men(case: Case) -> Side | None:
    """Take men of no name whom the speaker's own men killed for militants on its soil, else for its foe's."""
    speaker, at = case.speaker, case.loss.word_at
    if speaker is None or case.denied or at is None or at >= len(case.scan.chunks) or not case.loss.active:
        return None
    men = set(case.loss.phrase.words) & _MEN
    if case.loss.phrase.mentions or case.loss.measure is not Measure.KILLED or not men or not is_people(case):
        return None
    verb = case.scan.chunks[at].first
    own = agent_before(case, verb) == speaker or _is_own_force(case, verb)
    there = place_soil(case) == case.foe or _went_into(case, verb)
    if not own or ("men" not in men and there):
        return case.foe if own and there else None
    return case.words.militants if speaker == case.words.fought else case.foe


_MEN: Final = word_set("men people persons individuals")


def _went_into(case: Case, verb: int) -> bool:
    """Tell "crossed into X and killed 58 people" of the foe's X, and shells "fired from" the speaker's side."""
    lower = case.scan.lower[:verb]
    into = [hit for hit in case.hits if lower[token_at(case, hit.start) - 1 : token_at(case, hit.start)] == ("into",)]
    return any(hit.place.side == case.foe for hit in into) or ("fired" in lower and "side" in lower)


def _is_own_force(case: Case, verb: int) -> bool:
    """Tell "its soldiers", "our guards", "security forces" as the subject of the verb at a token."""
    before = [one.phrase for one in case.scan.chunks if one.last <= verb and one.phrase is not None]
    phrase = before[-1] if before else None
    if phrase is None or phrase.noun is None or phrase.noun.kind is not Kind.MILITARY or phrase.mentions:
        return False
    return phrase.owner in {"its", "our", "their"} or "security" in phrase.words


def died_in_camps(case: Case) -> Side | None:
    """Take a bare number killed in strikes on militants' camps for militants, in the word of whom they fight."""
    if case.speaker != case.words.fought or case.denied or case.loss.phrase.noun is not None:
        return None
    if case.loss.noun.kind is not Kind.UNSPECIFIED or not is_people(case):
        return None
    first, last, lower = case.loss.phrase.first, case.loss.phrase.last, case.scan.lower
    near = range(max(0, first - _CAMPS_REACH), min(len(lower), last + _CAMPS_REACH))
    struck = (at for at in near if lower[at] in _CAMPS and _BLOWS_ON & set(lower[max(0, at - _CAMPS_REACH) : at]))
    here = (at for at in struck if not _TURNS & set(lower[min(at, last) : max(at, first)]))
    return case.words.militants if any(_are_militants(case, at) for at in here) else None


def _are_militants(case: Case, camp: int) -> bool:
    """Tell "militant camps", "camps of the ..."."""
    around = range(max(0, camp - 3), camp + 4)
    named = any(m.code == case.words.militants and m.first in around for m in case.scan.mentions)
    return named or bool(_MILITANT & set(case.scan.lower[max(0, camp - 2) : camp]))


_TURNS: Final = word_set("; while whereas but")
_CAMPS_REACH: Final = 14
_CAMPS: Final = word_set("camp camps hideout hideouts sanctuary sanctuaries bases base centres centers centre center")
_MILITANT: Final = word_set("militant militants militants' terrorist terrorists terrorists' terror insurgent rebel")
_BLOWS_ON: Final = word_set(
    "struck hit bombed targeted strikes strike raids attacked destroyed pounded raided bombing bombardment shelled"
)
