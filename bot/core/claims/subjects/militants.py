"""Rules for what militants say themselves: their own men, and whom they fight."""

from typing import Final

from bot.core.claims.subjects.agents import agent_before
from bot.core.claims.subjects.looking import is_people, phrases_of
from bot.core.claims.subjects.soil import place_soil
from bot.core.claims.told import Case
from bot.core.losses.lexicon import SPEECH, Thing
from bot.core.model import Kind, Measure, Side
from bot.core.wordlists import word_set

_OWNERS: Final = frozenset({"its", "their", "our", "his", "my", "ours"})
_OWN_VERBS: Final = word_set(
    "lost losing loses suffered sustained acknowledged acknowledges admitted admits conceded concedes mourned mourns "
    "mourning buried acknowledge admit mourn concede"
)
_ANNOUNCED: Final = word_set("announced announces announcing confirmed confirms confirming")
_DEATHS: Final = word_set("death deaths martyrdom loss")
_ITSELF: Final = word_set("it they we its their our")
_ENDS: Final = word_set("; but while claimed claims claiming killed killing maintained said")


def said_by_militants(case: Case) -> Side | None:
    """Take militants' own dead for theirs, and soldiers and posts that they claim for those of whom they fight."""
    if not case.of_militants or (case.loss.heir and _goes_on(case)):
        return None
    owner = next((phrase.owner for phrase in phrases_of(case) if phrase.owner is not None), None)
    words = {word for phrase in phrases_of(case) for word in phrase.words}
    if (owner in _OWNERS and "other" not in words) or _concedes(case) or _is_own(case):
        return case.words.militants
    if is_people(case) and _is_boasted(case):
        return place_soil(case) or case.words.fought
    noun = case.loss.noun
    taken = noun.thing in {Thing.POST, Thing.VEHICLE, Thing.AIRCRAFT} or case.loss.measure is Measure.CAPTURED
    if taken or (noun.thing is Thing.PERSON and noun.kind is Kind.MILITARY):
        if noun.trait == "fighter":
            return case.words.militants
        return place_soil(case) or (case.soil if _is_another_group(case) else None) or case.words.fought
    return None


def _is_another_group(case: Case) -> bool:
    """Tell a group beside the theatre's own militants, which fights where it is told of."""
    by = (case.voice.by or "").casefold() if case.voice is not None else ""
    own = (*case.words.theatre.militants.group("names"), *case.words.theatre.militants.group("called"))
    other = any(name.casefold() in by for name in case.words.theatre.group("militants"))
    return other and not any(name.casefold() in by for name in own)


def _is_boasted(case: Case) -> bool:
    """Tell dead that militants claim as their deed ("the attack, in which 40 died, was claimed by ...")."""
    cue = case.voice.cue if case.voice is not None else None
    words = case.scan.text[cue.start : cue.end].casefold() if cue is not None else ""
    return "claim" in words and "disclaim" not in words


def _goes_on(case: Case) -> bool:
    """Tell whether the militants have told the loss before, whose noun this one shares."""
    before = case.told[-1] if case.told else None
    if before is None or before.voice is None or case.voice is None:
        return False
    return before.voice.by == case.voice.by


def _is_own(case: Case) -> bool:
    return (case.loss.word is not None and case.loss.word.own) or case.loss.noun.trait == "own"


def _concedes(case: Case) -> bool:
    """Tell whether a verb of losing or admitting governs the figure."""
    before = case.scan.lower[: case.loss.phrase.first]
    announced = next((i for i, word in enumerate(before) if word in _ANNOUNCED), None)
    if announced is not None and set(before[announced : announced + 4]) & _DEATHS:
        return True
    at = max((i for i, word in enumerate(before) if word in _OWN_VERBS), default=None)
    if at is None or set(before[at + 1 :]) & _ENDS:
        return False
    said = max((i for i in range(at) if before[i] in SPEECH), default=0)
    # not "said Y's army had lost 58 men"
    return bool(_ITSELF & set(before[said:at])) or agent_before(case, at) is None
