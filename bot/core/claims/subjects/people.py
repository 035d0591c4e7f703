"""The last rules of whose loss it is: people of no name, by what was told, the entry's place and who speaks."""

from itertools import pairwise
from typing import Final

from bot.core.claims.subjects.agents import agent_before
from bot.core.claims.subjects.denied import denied_people, told_people
from bot.core.claims.subjects.looking import is_people
from bot.core.claims.subjects.soil import earlier_soil, is_elsewhere, soil_of
from bot.core.claims.told import Case
from bot.core.losses.lexicon import LOSE, Thing
from bot.core.model import BOTH, OTHER, Kind, Measure, Side
from bot.core.wordlists import word_set


def people_of_entry(case: Case) -> Side | None:
    """Take people of no name: those told of before, else of the entry's place, else the speaker's own."""
    if not is_people(case):
        return case.soil if case.loss.noun.thing in {Thing.RAID, Thing.POST} else None
    none = case.loss.phrase.figure_is_none and case.loss.noun.kind is Kind.CIVILIAN and case.loss.rule != "none-too"
    if case.denied or none:
        return denied_people(case)
    if case.loss.rule == "none-too":
        return case.soil or case.foe
    if case.loss.measure is Measure.CAPTURED:
        police = case.loss.word is not None and case.loss.word.measure_of(Thing.POST) is None
        if _are_held_by_militants(case):
            return _speakers_soil(case) or case.speaker or _people_of_outlet(case)
        return None if police and _is_by_police(case) else case.foe
    there = earlier_soil(case) if "there" in case.scan.lower else None
    militants = case.words.fought if case.of_militants and case.soil is None else None
    speaker = None if _is_own_deed(case) or _is_bare_boast(case) else case.speaker
    return there or _speakers_soil(case) or speaker or militants or _people_of_outlet(case)


def _is_own_deed(case: Case) -> bool:
    """Tell "Y said it killed 12 people", who are not its own."""
    lost = case.loss.word is not None and case.loss.word.measures is LOSE
    if not case.loss.active or lost or case.speaker is None:
        return False
    cue = case.voice.cue if case.voice is not None else None
    said = case.scan.text[cue.end : case.scan.tokens[case.verb].start].split() if cue is not None else []
    return agent_before(case, case.verb) == case.speaker or (said[:1] == ["it"] and set(said) <= _IT_HAD)


def _is_bare_boast(case: Case) -> bool:
    """Tell "Y claims 200 dead", who may be anybody's."""
    cue = case.voice.cue if case.voice is not None else None
    if cue is None or case.loss.phrase.noun is not None:
        return False
    words = case.scan.text[cue.start : cue.end].casefold()
    between = case.scan.text[cue.end : case.scan.tokens[case.loss.phrase.first].start]
    return words in _CLAIMING and not between.strip()


_CLAIMING: Final = word_set("claim claims claimed")
_IT_HAD: Final = word_set("it had has have")


def _is_by_police(case: Case) -> bool:
    """Tell an arrest, which says nothing of whose the arrested are."""
    return bool(set(case.scan.lower) & {"arrested", "detained", "arrests", "apprehended"})


def _are_held_by_militants(case: Case) -> bool:
    """Tell "taken hostage by the raiders", "held in the village", which nobody's army did."""
    chunks = case.scan.chunks
    captors = [
        one.phrase.noun for at, one in enumerate(chunks) if one.phrase is not None and chunks[at - 1].lower == "by"
    ]
    by = any(noun is not None and (noun.trait == "hostile" or noun.kind is Kind.MILITANT) for noun in captors)
    hostage = bool(_HOSTAGES & set(case.scan.lower[case.loss.phrase.first : case.loss.phrase.last + 3]))
    witnessed = case.speaker is None and case.voice is not None
    return by or hostage or (witnessed and "men" not in case.loss.phrase.words)


_HOSTAGES: Final = word_set("hostage hostages kidnapped abducted")


def _people_of_outlet(case: Case) -> Side | None:
    """Take people that neither side tells of for those of the entry's soil, nobody's where a place is unknown."""
    if is_elsewhere(case) or _speaks_from_elsewhere(case):
        return None
    if _is_none_of_clash(case):
        return BOTH
    return case.soil or told_people(case) or _of_both_told_of(case)


def _is_none_of_clash(case: Case) -> bool:
    """Tell "no loss of life was reported" after a clash of the two, which neither of them says of itself."""
    if case.voice is not None or not case.loss.phrase.figure_is_none or case.hits or case.side_mentions():
        return False
    kind = case.loss.noun.kind
    return kind is Kind.UNSPECIFIED and any(_CLASHES & set(scan.lower) for scan in (*case.earlier, case.scan))


_CLASHES: Final = word_set("clash clashes clashed skirmish skirmishes exchange exchanged traded firefight gunfight")


def _of_both_told_of(case: Case) -> Side | None:
    """Take people killed for both sides' where the outlet has just told that the two shelled each other."""
    last = case.earlier[-1] if case.earlier and case.voice is None else None
    if last is None or case.loss.noun.kind is not Kind.UNSPECIFIED or case.loss.phrase.mentions or case.hits:
        return None
    mutual = any(pair in {("each", "other"), ("both", "sides"), ("two", "sides")} for pair in pairwise(last.lower))
    return BOTH if mutual and case.words.sides <= {mention.code for mention in last.mentions} else None


def _speaks_from_elsewhere(case: Case) -> bool:
    """Tell whether a witness speaks from a place that the gazetteer does not know ("tribesmen in ...")."""
    words = ((case.voice.by or "") if case.voice is not None else "").split()
    return any(one in {"in", "near", "from"} and two[0].isupper() for one, two in pairwise(words))


# places that say nothing about the soil: a country is no place of a witness, a crossing lies on both sides
_SHARED: Final = frozenset({"country", "crossing"})


def _speakers_soil(case: Case) -> Side | None:
    """Return whose soil a witness of neither side speaks from ("tribesmen in ...", "a resident of ...")."""
    voice = case.voice
    if voice is None or voice.side != OTHER or voice.speaker is None or case.of_militants:
        return None
    end = voice.cue.start if voice.cue is not None and voice.cue.start > voice.speaker.start else voice.speaker.end + 30
    tokens = case.scan.tokens
    folk = [m for m in case.side_mentions() if m.role == "people" and voice.speaker.start - 30 <= tokens[m.first].start]
    folk = [m for m in folk if tokens[m.first].start < end]
    if folk and len({m.code for m in folk}) == 1:
        return folk[0].code
    there = [hit for hit in case.hits if voice.speaker.start <= hit.start < end]
    soils = (soil_of(case, hit) for hit in there if hit.place.kind not in _SHARED or hit.place.village)
    return next((soil for soil in soils if soil in case.words.sides), None)
