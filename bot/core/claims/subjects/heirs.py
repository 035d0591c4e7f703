"""Rules by the loss told just before, whose noun or verb the figure shares."""

from typing import Final

from bot.core.claims.subjects.agents import agent_before
from bot.core.claims.subjects.looking import fits_with, is_hostile_subject, is_people
from bot.core.claims.subjects.named import CONCESSIONS
from bot.core.claims.subjects.soil import place_soil, soil_behind
from bot.core.claims.told import Case, Told
from bot.core.losses.lexicon import LOSE, SPEECH, Thing
from bot.core.model import BOTH, OTHER, Kind, Measure, Side
from bot.core.wordlists import word_set


def as_before(case: Case) -> Side | None:
    """Take the side of the loss whose noun or verb this one shares."""
    before = _whose_measure(case) if case.loss.heir and case.told and not _is_of_forces(case) else None
    if before is None or _another_speaks(case, before) or _are_civilians_after_militants(case, before):
        return None
    if (other := _another_than_before(case, before)) is not None or _did_it_now(case, before):
        return other
    if _are_others_of_both(case, before):
        return BOTH
    if _are_militants_by_place(case) or _are_militants_to_another(case, before):
        return case.words.militants if before.claimant == case.claimant else place_soil(case)
    same = before.sentence == case.sentence
    told_on = before.claimant == case.claimant
    noun = case.loss.phrase.noun
    next_to = told_on and case.sentence - before.sentence == 1
    rest = told_on and case.loss.phrase.noun is not None and case.loss.phrase.noun.trait == "other"
    bare = noun is None and case.loss.toll is None and case.loss.noun == before.loss.noun
    others = noun is not None and noun.trait == "other"
    more = (rest and case.sentence - before.sentence <= _STILL) or (next_to and (bare or others))
    follows = case.loss.rule in {"parallel", "carried", "part", "breakdown", "not-that"} or (
        case.loss.part and (same or told_on)
    )
    elided = (case.loss.phrase.noun is None or others) and fits_with(before.loss.noun.thing, case.loss.noun.thing)
    elided = elided or _were_in_it(case, before)
    shares = same and (before.loss.noun == case.loss.noun or elided)
    if case.loss.rule == "denial" and noun is None and (same or told_on):
        return before.subject
    answers = told_on or _answers(case, before)
    return before.subject if more or follows or shares or (answers and _updates(case, before)) else None


def _are_militants_to_another(case: Case, before: Told) -> bool:
    """Tell "one side said it had killed 60 militants. A doctor counted eight": he counts no militants."""
    bare = case.loss.rule == "carried" and case.loss.phrase.noun is None
    return bare and before.subject == case.words.militants and before.claimant != case.claimant


def _were_in_it(case: Case, before: Told) -> bool:
    """Tell "destroyed a headquarters, killing dozens", who were in it."""
    thing = before.loss.noun.thing in {Thing.POST, Thing.VEHICLE, Thing.AIRCRAFT} and before.loss.active
    bare = case.loss.active and case.loss.phrase.noun is None
    return thing and bare and case.scan.lower[case.verb].endswith("ing")


def _whose_measure(case: Case) -> Told | None:
    """Return the loss told before; "the injured included three soldiers" takes up the injured, never dead militants."""
    last = case.told[-1]
    if case.loss.rule != "part-inverted" or last.loss.measure is case.loss.measure:
        return last
    same = next((one for one in reversed(case.told) if one.loss.measure is case.loss.measure), None)
    militants = last.loss.noun.kind is Kind.MILITANT and case.loss.noun.kind is not Kind.MILITANT
    return same or (None if militants or last.subject == case.words.militants else last)


def _are_militants_by_place(case: Case) -> bool:
    """Tell "they killed 11 militants. Seven were killed in X": a bare number of those told just before."""
    told = [one for one in case.told if case.sentence - one.sentence == 1]
    whole = told[0] if told and case.told[-1] is told[-1] else None
    if whole is None or whole.subject != case.words.militants or case.loss.measure is not whole.loss.measure:
        return False
    if case.loss.phrase.noun is not None or case.loss.phrase.first > 1 or case.loss.active:
        return False
    part, total = case.loss.phrase.figure, whole.loss.phrase.figure
    most, least = (one.figure.high if one is not None else None for one in (part, total))
    told_on = whole.claimant == case.claimant
    return told_on and most is not None and least is not None and most <= least


def _did_it_now(case: Case, before: Told) -> bool:
    """Tell "admits to 23 dead, says it killed 200": whom somebody killed are not whom it has lost."""
    if not case.loss.active or before.loss.active or case.loss.phrase.noun is not None:
        return False
    return case.scan.lower[case.verb - 1 : case.verb] in _ITSELF


_ITSELF: Final = (("it",), ("they",), ("we",), ("had",))


def _are_others_of_both(case: Case, before: Told) -> bool:
    """Tell "30 others were hurt" behind one measure of both sides, and no other of that voice."""
    noun = case.loss.phrase.noun
    alike = [one for one in case.told if one.sentence == before.sentence and one.claimant == before.claimant]
    if noun is None or noun.trait != "other" or case.loss.phrase.mentions or case.sentence - before.sentence > 1:
        return False
    one_measure = {one.loss.measure for one in alike} == {before.loss.measure} != {case.loss.measure}
    return one_measure and case.words.sides <= {one.subject for one in alike}


def _are_civilians_after_militants(case: Case, before: Told) -> bool:
    """Tell "it killed 70 militants; villagers say the 18 dead were civilians": not of the militants' number."""
    inside = case.loss.part and before.sentence == case.sentence and before.claimant == case.claimant
    return before.loss.noun.kind is Kind.MILITANT and case.loss.noun.kind is Kind.CIVILIAN and not inside


def _turned_on_them(case: Case, before: Told) -> bool:
    """Tell "the militants killed six soldiers before 14 of them were shot": them are who killed."""
    between = case.scan.lower[before.loss.phrase.last : case.loss.phrase.first]
    if before.sentence != case.sentence or case.loss.phrase.partitive != "them" or "before" not in between:
        return False
    at = before.loss.word_at
    return before.loss.active and at is not None and is_hostile_subject(case, case.scan.chunks[at].first)


def _struck_back(case: Case, before: Told) -> bool:
    """Tell "they killed 23 of its men and it killed 200 of them": those whom a side says it killed are not its own."""
    if before.subject != case.speaker or case.loss.phrase.partitive != "them" or not case.loss.active:
        return False
    cued = bool({"it", "they", "forces"} & set(case.scan.lower[max(0, case.verb - 2) : case.verb]))
    return cued and agent_before(case, case.verb) in {case.speaker, None}


def _another_than_before(case: Case, before: Told) -> Side | None:
    """Return whose it is where this loss shares the noun or verb and not the side: the killer's, each one's own."""
    if _is_loser(case, before):
        return case.enemy(before.subject)
    if _turned_on_them(case, before):
        return case.words.militants
    if (own := _counts_its_own(case, before)) or _struck_back(case, before) or _says_beside_conceded(case, before):
        return case.speaker if own else case.foe
    same = before.sentence == case.sentence
    there = soil_behind(case, countries=not same) or (_soil_of_another(case, before) if same else _soil_fronted(case))
    noun = case.loss.phrase.noun
    of_militants = before.subject == case.words.militants and (noun is None or noun.trait == "other")
    if there is not None and is_people(case) and not of_militants:
        return there
    if before.subject != BOTH or not case.loss.part:
        return None
    # "the dead" of whom a side's own official tells on its soil
    return place_soil(case) or (case.soil if case.soil == case.speaker and case.voice != before.voice else None)


def _soil_fronted(case: Case) -> Side | None:
    """Return whose soil "In X, residents said 58 had died" begins with."""
    if case.scan.lower[:1] != ("in",) or case.loss.phrase.mentions:
        return None
    first = next((hit for hit in case.hits if hit.start == case.scan.tokens[1].start), None)
    return first.place.side if first is not None and first.place.side in case.words.sides else None


def _soil_of_another(case: Case, before: Told) -> Side | None:
    """Return the soil from which the other side tells of people of its own ("while officials in X spoke of five")."""
    one, other = before.voice, case.voice
    if case.loss.phrase.mentions or one is None or other is None or other.speaker is None or other.cue is None:
        return None
    if {one.side, other.side} != set(case.words.sides) or before.subject != one.side:
        return None
    seats = {case.scan.tokens[one.first].start for one in case.scan.mentions if one.role == "seat"}
    inside = (hit for hit in case.hits if other.speaker.start <= hit.start < other.cue.start)
    named = (hit.place for hit in inside if hit.start not in seats)  # a capital speaks for its government
    return next((other.side for place in named if place.kind != "country" and place.side == other.side), None)


def _says_beside_conceded(case: Case, before: Told) -> bool:
    """Tell "Y, which admits to nine, says 58", who are the other's."""
    if case.loss.rule != "carried" or before.sentence != case.sentence or before.subject != case.speaker:
        return False
    first, lower = before.loss.phrase.first, case.scan.lower
    conceded = set(lower[max(0, first - _CONCEDED_REACH) : first]) & CONCESSIONS
    said = set(lower[before.loss.phrase.last : case.loss.phrase.first])
    claims = bool(said & (SPEECH | {"claim"})) and not said & CONCESSIONS
    return bool(conceded) and claims and before.claimant == case.claimant


_CONCEDED_REACH: Final = 4


def _counts_its_own(case: Case, before: Told) -> bool:
    """Tell "one side counted eleven dead and the other one", where the first counted its own and named nobody."""
    first = case.loss.phrase.first
    claimed = case.scan.lower[first - 2 : first] == ("claim", "of")  # "nine of its men, against Y's claim of 58"
    own = before.subject == before.claimant and not before.loss.phrase.mentions and not claimed
    elided = case.voice is not None and case.voice.rule.startswith("gapped") and before.claimant != case.speaker
    return (case.loss.rule == "parallel" or elided) and own and case.speaker in case.words.sides


def _is_loser(case: Case, before: Told) -> bool:
    """Tell "lost 23 and killed over 200": who lost is who killed."""
    one, other = before.loss.word, case.loss.word
    if before.sentence != case.sentence or one is None or other is None or not case.loss.active:
        return False
    if before.voice != case.voice:
        return False
    lost = before.loss.active and one.measures is LOSE and before.subject in case.words.sides
    return lost and other.measures is not LOSE and case.loss.phrase.noun is None


def _another_speaks(case: Case, before: Told) -> bool:
    """Tell whether somebody else than before speaks with a verb of his own; "A spoke of 50, B of two" has one verb."""
    if case.loss.rule in {"parallel", "gapped"} or before.sentence != case.sentence:
        return False
    one, other = before.voice, case.voice
    if one is None or other is None or one.cue is None or other.cue is None or case.loss.phrase.noun is not None:
        return False
    return one.cue != other.cue and one.side == OTHER == other.side and one.by != other.by


def _reports_bare_deaths(case: Case) -> bool:
    """Tell "it killed 58 of them; it reported nine deaths", "and put the army's toll at nine", which are not theirs."""
    reported = case.loss.rule == "noun" and case.scan.lower[case.loss.phrase.first - 1] in _REPORTING
    return reported or _is_of_forces(case)


_REPORTING: Final = word_set("reported reports reporting recorded recording registered counted")


def in_one_breath(case: Case) -> Side | None:
    """Take the side of the loss told just before in the sentence, for people told in one breath."""
    for before in reversed(case.told):
        if before.sentence != case.sentence:
            break
        if before.claimant != case.claimant or _another_speaks(case, before) or _reports_bare_deaths(case):
            continue
        if fits_with(before.loss.noun.thing, case.loss.noun.thing) and before.subject not in {BOTH, OTHER}:
            if before.subject == case.words.militants and is_people(case):
                continue
            return before.subject
    return None


def _updates(case: Case, before: Told) -> bool:
    """Tell a new number of the dead told of before ("gave the number of dead as five")."""
    toll = case.loss.toll
    bare = toll is not None and not toll.mentions and case.loss.noun.thing is Thing.TOLL
    if not bare or case.loss.rule != "toll":
        return False
    return before.loss.measure is case.loss.measure or _are_wounded_beside(case, before)


def _is_of_forces(case: Case) -> bool:
    """Tell "the army's death toll", "the soldiers' toll", which is no new number of those told of before."""
    lower = case.scan.lower[: case.loss.phrase.first]
    if case.loss.rule != "toll" or "toll" not in lower:
        return False
    at = len(lower) - 1 - lower[::-1].index("toll")
    return any(word.rstrip("'’") in _IN_ARMS for word in lower[max(0, at - 4) : at])


_IN_ARMS: Final = word_set("army force forces soldiers troops police guards")


def _are_wounded_beside(case: Case, before: Told) -> bool:
    """Tell "he put the number of wounded at 30" behind the dead of one side."""
    toll, voice = case.loss.toll, case.voice
    told_on = voice is not None and voice.side == before.claimant and case.sentence - before.sentence <= 1
    measures = (before.loss.measure, case.loss.measure) == (Measure.KILLED, Measure.WOUNDED)
    return told_on and measures and toll is not None and toll.owner is None


def _answers(case: Case, before: Told) -> bool:
    """Tell one side's number for a side's dead of whom the other has told in the sentence before."""
    sided = {case.speaker, before.claimant} == set(case.words.sides) and before.subject in case.words.sides
    return sided and case.sentence - before.sentence <= 1


_STILL: Final = 2
