"""Say where a loss was and on whose soil an entry plays."""

import re
from collections.abc import Sequence
from typing import Final

from bot.core.claims.told import Case
from bot.core.claims.words import LossWords
from bot.core.model import Side
from bot.core.places import PlaceHit
from bot.core.wordlists import word_set

_AT: Final = word_set("in at near around on across inside over")


def entry_soil(texts: Sequence[str], words: LossWords) -> Side | None:
    """Return the soil of the first places that the title and lead name, None where they name both sides' or none."""
    struck = {hit.place.side for text in texts for hit in words.gazetteer.find(text) if _is_struck(text, hit)}
    sides = [side for side in struck if side in words.sides]
    if len(sides) == 1:
        return sides[0]
    for text in texts:
        found = {hit.place.side for hit in words.gazetteer.find(text) if _may_be_scene(text, hit, words)}
        sides = [side for side in found if side in words.sides]
        if len(sides) == 1:
            return sides[0]
    return None


def _may_be_scene(text: str, hit: PlaceHit, words: LossWords) -> bool:
    """Tell a place where it may have happened from a country, and from a capital that speaks or in which one wrote."""
    if hit.place.kind in {"country", "region"}:
        return False
    seats = {seat.casefold() for side in words.theatre.sides for seat in side.group("seats")}
    if text[hit.start : hit.end].casefold() not in seats:
        return True
    return bool(_SCENES & set(text[: hit.start].casefold().split()[-1:]))


_SCENES: Final = word_set("in at near over on around hit hits strike strikes bomb shell")


def _is_struck(text: str, hit: PlaceHit) -> bool:
    """Tell "strikes on a camp in X" from a place that is named for something else."""
    before = text[max(0, hit.start - _STRUCK_REACH) : hit.start].casefold()
    return hit.place.kind not in {"country", "region"} and _STRUCK.search(before) is not None


# Another clause stands between: its place is that of another loss.
_PARTED: Final = re.compile(r";|, (?:while|and|but|whereas)\b")
_CLAUSE: Final = 500
_LISTED_MOST: Final = 4
_LAST: Final = re.compile(r",?\s(?:and|as well as)\s(?:in\s|the\s)?")
_NEXT: Final = re.compile(r",\s")
_STRUCK_REACH: Final = 60
_STRUCK: Final = re.compile(
    r"\b(?:air ?strikes?|air-strikes?|strikes?|air raids?|bomb(?:ed|ing|s)|sorties)\b[^.;:]*"
    r"\b(?:in|on|over|near|at)\s(?:\w+\s)?$"
)


def _is_speakers(case: Case, hit: PlaceHit) -> bool:
    """Tell where the speaker sits ("the military in the capital") from where the loss was."""
    if case.voice is None or case.voice.speaker is None:
        return False
    named = case.scan.text[hit.start : hit.end] in (case.voice.by or "")
    return named and case.voice.speaker.start <= hit.start < case.voice.speaker.end + _BY_REACH


def _is_at(before: Sequence[str]) -> bool:
    """Tell "in X", "the district of X" from "the takeover of X"."""
    if before[-1:] == ["of"]:
        return before[0] in _GROUND
    words = [word for word in before if word not in _BESIDE]
    return words != [] and words[-1] in _AT


_BESIDE: Final = word_set(
    "the eastern western northern southern central remote border nearby upper lower volatile restive"
)
_BY_REACH: Final = 30
_GROUND: Final = word_set(
    "district province village town city area valley region crossing tehsil agency outskirts hills mountains division "
    "point post gate bazaar north south east west vicinity side parts"
)


def place_of(case: Case) -> str | None:
    """Return the place nearest to the figure in its sentence, as the text names it, None where it names none."""
    start = case.scan.tokens[case.loss.phrase.first].start
    best: tuple[int, str] | None = None
    for hit in case.hits:
        if (
            hit.place.kind == "country"
            or _is_speakers(case, hit)
            or not _is_at(case.scan.text[: hit.start].casefold().split()[-2:])
        ):
            continue
        named = case.scan.text[hit.start : _listed_to(hit, case)]
        first, last = sorted((hit.start, start))
        far = last - first + (_CLAUSE if _PARTED.search(case.scan.text, first, last) else 0)
        if best is None or far < best[0]:
            best = (far, named)
    return best[1] if best is not None else None


def _listed_to(hit: PlaceHit, case: Case) -> int:
    """Return where a list of places that begins with one ends ("in X and Y", "in X, Y and Z")."""
    end = hit.end
    after = [one for one in case.hits if one.start > hit.start]
    for one in after[: _LISTED_MOST - 1]:
        between = case.scan.text[end : one.start]
        last = _LAST.fullmatch(between)
        if not last and not _NEXT.fullmatch(between):
            break
        end = one.end
        if last:
            return end
    return hit.end
