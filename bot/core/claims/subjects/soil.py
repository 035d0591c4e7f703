"""Rules by where it happened: a place's soil, the entry's place."""

from dataclasses import replace
from itertools import pairwise
from typing import Final

from bot.core.claims.subjects.looking import NEAR, is_loss_place, is_people, token_at
from bot.core.claims.told import Case
from bot.core.losses.lexicon import Thing
from bot.core.model import BOTH, OTHER, Kind, Side
from bot.core.places import PlaceHit
from bot.core.wordlists import word_set


def earlier_soil(case: Case) -> Side | None:
    """Return the soil of the place named last in the two sentences before."""
    for scan in reversed(case.earlier[-1:]):
        hits = case.words.gazetteer.find(scan.text)
        there = replace(case, scan=scan, hits=hits)
        for hit in reversed(hits):
            if hit.place.side in case.words.sides and hit.place.kind != "country" and _is_locative(there, hit.start):
                return hit.place.side
    return None


def by_place(case: Case) -> Side | None:
    """Take the side on whose soil it happened, for people and for strikes."""
    if not (is_people(case) or case.loss.noun.thing is Thing.RAID):
        return None
    people = is_people(case)
    if people and (_lies_on_both(case) or _goes_on_of_both(case)):
        return BOTH
    return place_soil(case)


def _goes_on_of_both(case: Case) -> bool:
    """Tell what the same voice goes on to count behind a total of both sides and its parts by place."""
    totals = [one for one in case.told if one.sentence == case.sentence and one.subject == BOTH]
    if not totals or totals[-1].claimant != (case.speaker or OTHER) or case.loss.part or case.loss.rule == "breakdown":
        return False
    first = case.scan.tokens[case.loss.phrase.first].start
    return case.loss.phrase.noun is not None and not any(hit.start > first for hit in case.hits)


def _lies_on_both(case: Case) -> bool:
    """Tell people counted in two places at once, one on either side's soil ("in X and Y")."""
    last, tokens = case.loss.phrase.last, case.scan.tokens
    for one, other in pairwise(case.hits):
        first, second = token_at(case, one.start), token_at(case, other.start)
        joined = case.scan.lower[second - 1] == "and" and one.end == tokens[second - 2].end
        if joined and last <= first and {one.place.side, other.place.side} == set(case.words.sides):
            counted = any(chunk.code == "N" and last <= chunk.first < first for chunk in case.scan.chunks[:])
            apart = case.scan.lower[first - 1] == "between" and case.scan.lower[first - 2] not in _FOUGHT
            return case.scan.lower[first - 1] in _AT_BOTH and not counted and not apart
    return False


_FOUGHT: Final = word_set("clash clashes fighting fire battle battles exchange exchanges skirmish skirmishes war")
_AT_BOTH: Final = word_set("in at near around across of between both")


def breakdown_place(case: Case) -> Side | None:
    """Take the soil of the place that directly follows a part of a breakdown ("430 here and 110 there")."""
    of_militants = case.told and case.told[-1].subject == case.words.militants
    if case.loss.rule != "breakdown" or of_militants or (case.told and not is_people(case)):
        return None
    end = case.scan.tokens[min(case.loss.phrase.last, len(case.scan.tokens) - 1)].end
    near = (hit.place.side for hit in case.hits if 0 <= hit.start - end <= 2)
    return next((side for side in near if side in case.words.sides), None)


def soil_behind(case: Case, *, countries: bool = False) -> Side | None:
    """Return whose soil the place lies on that stands right behind a loss: "three dead and 19 injured in X"."""
    tokens, last = case.scan.tokens, case.loss.phrase.last
    at = next((i for i in range(last, min(last + _BEHIND, len(tokens))) if case.scan.lower[i] == "in"), None)
    if at is None or at + 1 >= len(tokens) or {",", ";"} & set(case.scan.lower[last:at]):
        return None
    counted = {chunk.first for chunk in case.scan.chunks if chunk.code == "N"}
    if any(case.scan.lower[i] == "and" and i + 1 not in counted for i in range(last, at)):
        return None
    name = at + 2 if case.scan.lower[at + 1] in _LYING and at + 2 < len(tokens) else at + 1
    there = next((hit for hit in case.hits if hit.start == tokens[name].start), None)
    named = there is not None and (countries or there.place.kind != "country")
    soil = soil_of(case, there) if there is not None and named else None
    return soil if soil in case.words.sides else None


_BEHIND: Final = 6
_LYING: Final = word_set("neighbouring neighboring nearby eastern western northern southern southeastern northwestern")


def contrasted_soil(case: Case) -> Side | None:
    """Take "12 in the one country, three in the other": each loss lies where the place behind it does."""
    before = case.told[-1] if case.told and case.told[-1].sentence == case.sentence else None
    if before is None or before.subject not in case.words.sides or not is_people(case) or case.loss.phrase.mentions:
        return None
    there = soil_behind(case, countries=True)
    if there is None or there == before.subject:
        return None
    tokens = case.scan.tokens
    start, end = tokens[before.loss.phrase.last - 1].end, tokens[case.loss.phrase.first].start
    placed = any(start <= hit.start < end and soil_of(case, hit) == before.subject for hit in case.hits)
    marked = any(start <= tokens[one.first].start < end and one.code == before.subject for one in case.side_mentions())
    return there if placed or marked else None


def raid_from(case: Case) -> Side | None:
    """Take the enemy of whose soil raids came from."""
    if case.loss.noun.thing is not Thing.RAID:
        return None
    for hit in case.hits:
        at = token_at(case, hit.start)
        if case.scan.lower[at - 1 : at] == ("from",) and hit.place.side in case.words.sides:
            return case.enemy(hit.place.side)
    lower = case.scan.lower
    for mention in case.side_mentions():
        soil = lower[mention.last : mention.last + 1]
        if lower[mention.first - 1 : mention.first] == ("from",) and soil in _OF_SOIL:
            return case.enemy(mention.code)
    if any(lower[at : at + 2] == ("from", "there") for at in range(case.loss.phrase.last, len(lower))):
        before = [hit for hit in case.hits if hit.start < case.scan.tokens[case.loss.phrase.first].start]
        named = [hit.place.side for hit in before if hit.place.side in case.words.sides]
        return case.enemy(named[-1]) if named and named[-1] is not None else None
    return None


def by_men_from(case: Case) -> Side | None:
    """Take whom "men from X" or "gunmen from X" killed for the enemy's of whose soil X is."""
    lower, last = case.scan.lower, case.loss.phrase.last
    if case.loss.noun.thing is not Thing.PERSON or case.loss.active or case.loss.noun.kind is Kind.MILITANT:
        return None
    for hit in case.hits:
        at = token_at(case, hit.start)
        before = lower[max(last, at - _FROM_REACH) : at]
        if before[-1:] != ("from",) or not set(before) & _MEN_WHO or not {"by", "hands"} & set(before):
            continue
        if hit.place.side in case.words.sides:
            return case.enemy(hit.place.side)
    return None


_FROM_REACH: Final = 7
_MEN_WHO: Final = word_set("men gunmen militants fighters attackers groups assailants")
_OF_SOIL: Final = frozenset((word,) for word in ("soil", "territory", "side", "land"))


def place_soil(case: Case) -> Side | None:
    """Return whose soil the place nearest to the loss lies on, None where no place or one of neither is named."""
    best: tuple[int, Side] | None = None
    figure = case.scan.tokens[case.loss.phrase.first].start
    for hit in case.hits:
        if _is_told_by_another(case, hit.start) or _is_of_line(case, hit.start):
            continue
        soil = soil_of(case, hit)
        if soil is None or soil not in case.words.sides or not _is_locative(case, hit.start):
            continue
        distance = hit.start - figure if hit.start >= figure else 2 * (figure - hit.start)
        if best is None or distance < best[0]:
            best = (distance, soil)
    return best[1] if best is not None else None


def soil_of(case: Case, hit: PlaceHit) -> Side | None:
    """Return whose soil a place lies on; who is "in" a crossing is in the village of its name."""
    at = token_at(case, hit.start)
    return hit.place.village if case.scan.lower[at - 1 : at] == ("in",) and hit.place.village else hit.place.side


_TURNS: Final = ("while ", "whereas ", "but ", "though ", "although ", ";")


def _is_told_by_another(case: Case, start: int) -> bool:
    """Tell whether a place lies in what another voice of the sentence says ("..., and a driver says ...")."""
    voice = case.voice
    if voice is None or voice.cue is None:
        return False
    figure = case.scan.tokens[case.loss.phrase.first].start
    if figure < voice.content.end <= start and case.scan.text[voice.content.end :].lstrip(" ,").startswith(_TURNS):
        return True
    first, last = sorted((start, figure))
    between = case.scan.text[first:last]
    return start < (voice.speaker or voice.cue).start < voice.cue.start < figure and ", and " in between


_LOCATIVE: Final = word_set(
    "in at near around on inside outside over across within along of off between and , ( struck hit shelled bombed "
    "district province area opposite city town village hits pounded targeted rocked strike striking bomb bombing "
    "shelling hitting targeting attacked"
)


def _is_of_line(case: Case, start: int) -> bool:
    """Tell "the border between A and B" and "fire between A and B", which lie in neither."""
    at = token_at(case, start)
    before = case.scan.lower[max(0, at - _LINE_REACH) : at]
    return "between" in before and bool(_LINE & set(before))


_LINE_REACH: Final = 6
_LINE: Final = word_set("border frontier line boundary fire exchange clash clashes fighting")


# "Militants based in X" and "an attack planned in X" tell where they live, not where they killed.
_BASED: Final = word_set(
    "based hiding sheltering sheltered operating hosted harboured harbored headquartered residing planned plotted "
    "trained hatched prepared orchestrated coordinated conceived"
)


# "The ambassador in X" tells where he is posted.
_POSTED: Final = word_set("ambassador envoy consul embassy consulate attaché attache d'affaires representative")


# "The government in X" is who did it.
_RULING: Final = word_set("government regime rulers")


_WARDS: Final = frozenset((word,) for word in ("hospital", "clinic", "morgue"))


def _is_possessor(case: Case, at: int) -> bool:
    """Tell "X's forces" from "X's Y district", which lies in X."""
    behind = case.scan.lower[at + 1 : at + 5]
    return behind[:1] == ("'s",) and not set(behind[2:]) & _PARTS_OF_LAND


_PARTS_OF_LAND: Final = word_set("district province area valley region tehsil")


# "In the country's N district".
_COUNTRYS: Final = ("country", "'s")


def _is_locative(case: Case, start: int) -> bool:
    at = token_at(case, start)
    before = case.scan.lower[max(0, at - 3) : at]
    if before[-2:] == _COUNTRYS:
        before = case.scan.lower[max(0, at - 6) : at - 3]
    if case.scan.lower[at + 1 : at + 2] in _WARDS:
        return True
    posted = before[-1:] and before[-1] in {"in", "to"} and set(before) & _POSTED
    ruling = before[-1:] == ("in",) and before[-2:-1] and before[-2] in _RULING
    if (
        posted
        or ruling
        or set(before) & _BASED
        or "from" in before[-2:]
        or "by" in before[-1:]
        or _is_possessor(case, at)
    ):
        return False
    if before[-1:] and before[-1] in {
        "the",
        "remote",
        "eastern",
        "southern",
        "northern",
        "western",
        "southwestern",
        "northwestern",
        "southeastern",
        "northeastern",
        "central",
        "border",
        "nearby",
    }:
        before = before[:-1]
    if (
        at > 0
        and case.scan.lower[at : at + 1]
        and any(m.first <= at < m.last and m.role in {"people", "seat"} for m in case.scan.mentions)
    ):
        return bool(set(before[-1:]) & {"in", "at", "near", "around", "on", "over", "inside"}) and is_loss_place(
            case, at
        )
    if before[-1:] in {(",",), ("and",)}:
        joint = case.scan.tokens[at - 1].start
        listed = (hit for hit in case.hits if joint - 1 <= hit.end <= joint)
        return any(hit.place.kind != "country" or _is_locative(case, hit.start) for hit in listed)
    if any(m.first <= at < m.last and m.role == "state" for m in case.scan.mentions):
        return bool(set(before[-1:]) & {"in", "inside", "within", "across", "throughout"})
    return bool(set(before[-1:]) & _LOCATIVE)


def is_elsewhere(case: Case) -> bool:
    """Tell whether the loss is put at a place that the gazetteer does not know."""
    known = [(hit.start, hit.end) for hit in case.hits]
    tokens = case.scan.tokens
    for at in range(case.loss.phrase.last, min(len(tokens) - 1, case.loss.phrase.last + NEAR)):
        token = tokens[at + 1]
        if tokens[at].lower in {"in", "at", "near"} and token.text[0].isupper() and not token.text.isupper():
            inside = any(start <= token.start < end for start, end in known)
            day = token.lower in _DAYS or token.lower in case.words.seasons
            if not inside and not day and not any(m.first <= at + 1 < m.last for m in case.scan.mentions):
                return True
    return False


_DAYS: Final = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december"
)
