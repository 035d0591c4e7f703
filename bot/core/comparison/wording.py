"""Say figures, losses and findings in words: the same words for both sides, plain text, nothing made safe yet.

A figure keeps its own words; only an exact number and a plain "at least" are written in digits ("8", "133+").
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Final

from bot.core.comparison.values import (
    Cell,
    Comparison,
    Family,
    Floor,
    Gap,
    Group,
    Loss,
    Revision,
    Row,
    Said,
    Series,
    Standing,
)
from bot.core.model import BOTH, Figure, Measure
from bot.core.neutral import plain
from bot.core.theatre import Party, Theatre

_COLLECTIVE: Final = re.compile(
    r"\b(?:dozens?|scores?|couple|pair|tens|hundreds|thousands|several|few|some|many|multiple)\b"
)
_AT_LEAST: Final = re.compile(r"\b(?:at least|no fewer than|no less than|not less than|a minimum of|or more)\b|\+")
_LETTER: Final = re.compile(r"[^\W\d_]")
_MAX_WORDS: Final = 40
_MAX_NAME: Final = 60
_EARLIER_SHOWN: Final = 3
_PLACES_SHOWN: Final = 3
_WHOLE_FROM: Final = 10  # from ten times on a tenth tells nothing
# the same voices and figures are named again with every card of their event
_REMEMBERED: Final = 4096

_SINGULAR: Final = {"posts": "post", "bases": "base", "camps": "camp", "depots": "depot", "people": "person"}
_MEASURE_VERBS: Final = {Measure.POSTS_CAPTURED: "taken", Measure.POSTS_DESTROYED: "destroyed"}
_FAMILY_VERBS: Final = {
    Family.KILLED: "killed",
    Family.WOUNDED: "wounded",
    Family.CAPTURED: "captured",
    Family.CASUALTIES: "killed or wounded",
    Family.DISPLACED: "displaced",
    Family.POSTS: "posts taken or destroyed",
    Family.AIRCRAFT: "aircraft shot down",
    Family.VEHICLES: "vehicles destroyed",
}
_SHORT: Final = _FAMILY_VERBS | {
    Family.KILLED: "dead",
    Family.CASUALTIES: "dead and wounded",
    Family.POSTS: "posts lost",
    Family.AIRCRAFT: "aircraft lost",
    Family.VEHICLES: "vehicles lost",
    Family.STRIKES: "soil struck",
}
_GROUP_NOUNS: Final = {Group.CIVILIAN: "civilians", Group.PEOPLE: "people"}
_SHORT_GROUPS: Final = {Group.CIVILIAN: "civilian"}


@lru_cache(_REMEMBERED)
def figure_words(figure: Figure) -> str:
    """Return the figure as a card shows it, its own words wherever a number would say more or less than they do."""
    words = plain(figure.words, _MAX_WORDS)
    folded = words.casefold()
    if figure.low == figure.high == 0:
        return "none"
    if _COLLECTIVE.search(folded) or (_LETTER.search(folded) and not _is_number(figure, folded)):
        return words
    return _in_digits(figure)


def _is_number(figure: Figure, folded: str) -> bool:
    """Tell whether digits say the same as the words: an exact number, or a plain "at least"."""
    if figure.approx:
        return False
    if figure.high is None:
        return bool(_AT_LEAST.search(folded))
    return figure.low is not None


def _in_digits(figure: Figure) -> str:
    if figure.approx and figure.high is None:
        return "an unstated number"
    about = "about " if figure.approx else ""
    low, high = figure.low, figure.high
    if low is None:
        text = "no figure" if high is None else f"up to {high:,}"
    elif high is None:
        text = f"{low:,}+"
    else:
        text = f"{low:,}" if low == high else f"{low:,}–{high:,}"
    return plain(about + text, _MAX_WORDS)


def said_words(said: Said, *, with_place: bool = False) -> str:
    """Return a figure with what it counts, and its place where several stand side by side."""
    text = figure_words(said.filed.claim.figure)
    if said.unit:
        text = f"{text} {_SINGULAR.get(said.unit, said.unit) if text == '1' else said.unit}"
    place = plain(said.filed.claim.place or "", _MAX_NAME)
    return f"{text} ({place})" if with_place and place else text


def cell_words(cell: Cell, row: Row) -> str:
    """Return a claimant's word on a loss: "133+, earlier 36", "2 (admits)", "denied", "not addressed", "–"."""
    if cell.standing is not Standing.SAID:
        return cell.standing.value
    return _stated_words(cell, row, history=True) + _denial_words(cell)


def current_words(cell: Cell, row: Row) -> str:
    """Return the figures that stand, without what they replaced; empty where there is none."""
    return _stated_words(cell, row, history=False) if cell.series else ""


def _stated_words(cell: Cell, row: Row, *, history: bool) -> str:
    alone = len(cell.series) == 1
    admits = " (admits)" if cell.admits and history else ""
    parts = []
    for measure, some in groupby(cell.series, key=lambda one: one.measure):
        texts = [text for series in some for text in _series_words(series, alone, admits, history)]
        verb = f" {_MEASURE_VERBS[measure]}" if row.is_mixed and measure in _MEASURE_VERBS else ""
        parts.append(_and(texts) + verb)
    return "; ".join(parts) + ("" if alone else admits)


def _series_words(series: Series, alone: bool, admits: str, history: bool) -> list[str]:
    """Return one text a figure that stands; the last carries what the figures replaced."""
    several = len(series.current) > 1
    shown = [said_words(said, with_place=several) for said in series.current[:_PLACES_SHOWN]]
    if len(series.current) > _PLACES_SHOWN:
        shown.append(f"{len(series.current) - _PLACES_SHOWN} more places")
    earlier = [figure_words(said.filed.claim.figure) for said in series.earlier[:_EARLIER_SHOWN]]
    if len(series.earlier) > _EARLIER_SHOWN:
        earlier.append(f"{len(series.earlier) - _EARLIER_SHOWN} more")
    replaced = f"earlier {_and(earlier)}" if earlier and history else ""
    if not alone:
        return [*shown[:-1], shown[-1] + (f" ({replaced})" if replaced else "")]
    return [_and(shown) + admits + (f", {replaced}" if replaced else "")]


def _denial_words(cell: Cell) -> str:
    figures = [said_words(said) for said in cell.denials if said.size >= 0]
    if figures:
        return f"; denies {_and(figures[-_EARLIER_SHOWN:])}"
    if not cell.denials:
        return ""
    denied = max(said.since for said in cell.denials)
    stated = max(said.since for series in cell.series for said in series.current)
    return "; earlier denied" if denied < stated else "; later denied" if denied > stated else "; also denied"


def loss_label(loss: Loss, theatre: Theatre) -> str:
    """Return what a row is called, such that it can be read without its column."""
    party = _party(loss, theatre)
    if loss.family is Family.STRIKES:
        return f"Strikes on {party.name if party else 'other soil' if loss.subject != BOTH else 'both sides'}"
    what = _FAMILY_VERBS[loss.family]
    if loss.group is Group.MATERIEL:
        return f"{_owner(loss, theatre)} {what}"
    if party is theatre.militants:
        return _capital(f"{party.name} {what}")
    noun = _noun(loss, party)
    if loss.subject == BOTH:
        return _capital(f"{noun} of both sides {what}")
    return _capital(f"{_owner(loss, theatre)} {noun} {what}")


def loss_short(loss: Loss, theatre: Theatre) -> tuple[str, str]:
    """Return whose and what in short, apart, so that a sentence can list them: ("Xish", "dead")."""
    group = _SHORT_GROUPS.get(loss.group, "")
    return _owner(loss, theatre), f"{group} {_SHORT[loss.family]}".strip()


def accepted_words(floors: Sequence[Floor], theatre: Theatre) -> str:
    """Return what both sides accept, as one computed sentence; empty where there is nothing."""
    if not floors:
        return ""
    named = [(loss_short(floor.loss, theatre), floor.number) for floor in floors]
    phrases = []
    for what, some in groupby(named, key=lambda pair: pair[0][1]):
        phrases.append(f"{_and([f'{number:,} {owner}' for (owner, _), number in some])} {what}")
    return f"Both accept at least {'; '.join(phrases)}."


def gap_words(gap: Gap, theatre: Theatre) -> str:
    """Return how far the sides are apart on a loss, with the two figures it was computed from."""
    on = " ".join(loss_short(gap.loss, theatre))
    more, less = (figure_words(cell.sole.filed.claim.figure) for cell in (gap.more, gap.less) if cell.sole)
    if gap.tenths is None:
        return f"On {on} one side says none, the other {more}."
    whole, tenth = divmod(gap.tenths, 10)
    times = f"{whole:,}" if whole >= _WHOLE_FROM or not tenth else f"{whole}.{tenth}"
    return f"On {on} they are {times} times apart ({more} and {less})."


def revision_words(revision: Revision) -> str:
    """Return how a side changed its own figure."""
    before, after = (said_words(said) for said in (revision.before, revision.after))
    verb = "raised" if revision.after.size > revision.before.size else "lowered"
    return f"{revision.name}, {revision.label}: {verb} from {before} to {after}"


def denial_words(cell: Cell, row: Row, theatre: Theatre) -> str:
    """Return what a claimant denies: the loss itself, or the figures that it rejects."""
    figures = [said_words(said) for said in cell.denials if said.size >= 0]
    rejected = f" (the figure {_and(figures)})" if figures else ""
    measures = {said.filed.claim.measure for said in cell.denials}
    label = row.label
    if row.loss.family is Family.POSTS and len(measures) == 1:
        label = f"{_owner(row.loss, theatre)} posts {_MEASURE_VERBS[measures.pop()]}"
    return f"{cell.name} denies: {label}{rejected}"


def spoken_words(comparison: Comparison, theatre: Theatre) -> str:
    """Return who has been heard, in the reports read so far."""
    names = [party.name for party in theatre.sides if party.code in comparison.spoken]
    if len(names) == len(theatre.sides):
        return "Both sides have spoken."
    return f"Only {names[0]} has spoken so far." if names else "Neither side has spoken so far."


def days_words(began: date, last: date) -> str:
    """Return the days of an event: "26–28 February 2026"."""
    end = f"{last.day} {last:%B %Y}"
    if last <= began:
        return f"{began.day} {began:%B %Y}"
    if (began.year, began.month) == (last.year, last.month):
        return f"{began.day}–{end}"
    start = f"{began.day} {began:%B}" if began.year == last.year else f"{began.day} {began:%B %Y}"
    return f"{start} – {end}"


@lru_cache(_REMEMBERED)
def speaker_name(by: str | None, source: str) -> str:
    """Return who says it: the speaker as named, otherwise the outlet in its own voice."""
    return plain(by or source, _MAX_NAME) or "unnamed"


def _party(loss: Loss, theatre: Theatre) -> Party | None:
    return next((party for party in (*theatre.sides, theatre.militants) if party.code == loss.subject), None)


def _owner(loss: Loss, theatre: Theatre) -> str:
    party = _party(loss, theatre)
    if party is not None:
        return _capital(party.adjective)
    return "Both sides’" if loss.subject == BOTH else "Other"


def _noun(loss: Loss, party: Party | None) -> str:
    if loss.group in _GROUP_NOUNS:
        return _GROUP_NOUNS[loss.group]
    return next(iter(party.group("troops")), "soldiers") if party else "soldiers"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _and(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
