"""Put one claimant's figures for one loss in order: what stands, what it replaced, what is only a part of it.

A figure counts from when it was first said, so an outlet that repeats an old one changes nothing. A part ("23 of
them", "five in the east") and a looser word for a known figure ("dozens" for 58) replace nothing either.
"""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Final, TypeVar

from bot.core.comparison.values import Said, Series
from bot.core.model import FiledClaim, Measure

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

_POSTS: Final = frozenset({Measure.POSTS_CAPTURED, Measure.POSTS_DESTROYED})
_DEFAULT_UNIT: Final = "posts"
_UNITS: Final = (
    ("posts", re.compile(r"\b(?:(?:out|check)?[- ]?posts?|checkpoints?|positions?)\b", re.IGNORECASE)),
    ("bases", re.compile(r"\bbases?\b", re.IGNORECASE)),
    ("headquarters", re.compile(r"\b(?:head ?quarters?|hqs?)\b", re.IGNORECASE)),
    ("camps", re.compile(r"\b(?:camps?|hideouts?|hide-outs?|centres?|centers?)\b", re.IGNORECASE)),
    ("depots", re.compile(r"\bdepots?\b", re.IGNORECASE)),
)
_UNIT_REACH: Final = 60

# Said of a figure that another has replaced; looked for shortly before it, or right after it.
_EARLIER: Final = re.compile(
    r"\b(?:earlier|previously|initially|at first|originally|(?:up|down) from"
    r"|had (?:put|said|given|reported|counted))\b",
    re.IGNORECASE,
)
_EARLIER_AFTER: Final = re.compile(
    r"\bearlier (?:in the day|today|on|that day)|\bat first\b|\binitially\b", re.IGNORECASE
)
# Said of a figure that replaces another.
_LATER: Final = re.compile(r"\b(?:later|rose|risen|rises|updated?|now stands?|new toll)\b", re.IGNORECASE)
_CORRECTED: Final = re.compile(
    r"\b(?:revis\w+|correct(?:s|ed|ion)|lower(?:s|ed)|reduced|withdr[ae]w\w*)\b", re.IGNORECASE
)
# Words without one of which none of these can be found: looking for them is many times as fast.
_EARLIER_WORDS: Final = (
    "earlier", "previously", "initially", "at first", "originally", "up from", "down from",
    "had put", "had said", "had given", "had reported", "had counted",
)  # fmt: skip
_LATER_WORDS: Final = ("later", "rose", "risen", "rises", "update", "now stand", "new toll")
_CORRECTED_WORDS: Final = ("revis", "correct", "lower", "reduced", "withdr")
# a sentence is asked about several times a card, and again with every card of its event
_REMEMBERED: Final = 8192
_NOWHERE: Final = (-1, -1)
_BEFORE_REACH: Final = 60
_AFTER_REACH: Final = 70


def order(filed: FiledClaim) -> tuple[object, ...]:
    """Return a total order of claims, so that no result hangs on the order in which they came."""
    claim, figure = filed.claim, filed.claim.figure
    low, high = figure.low, figure.high
    at, loss_at = claim.figure_span, claim.loss_span
    return (
        filed.said, filed.entry_id, claim.evidence, position(filed), filed.source, filed.link,
        claim.claimant, claim.by or "", claim.stance, claim.rule,
        claim.measure, claim.subject, claim.kind, claim.place or "",
        -1 if low is None else low, -1 if high is None else high, figure.approx, figure.words,
        (at.start, at.end) if at else _NOWHERE, (loss_at.start, loss_at.end) if loss_at else _NOWHERE,
    )  # fmt: skip


def position(filed: FiledClaim) -> int:
    """Return where the figure stands in its evidence, 0 where that cannot be told."""
    claim = filed.claim
    if claim.figure_span is not None:
        return claim.figure_span.start
    return max(claim.evidence.casefold().find(claim.figure.words.casefold()), 0)


def grouped(items: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """Return the items by key, both in the order in which they come."""
    groups: dict[K, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def series_of(filed: Sequence[FiledClaim]) -> tuple[Series, ...]:
    """Return a claimant's assertions about one loss, given in order, as one series for each thing counted."""
    by_unit = grouped(filed, lambda one: (one.claim.measure, unit_of(one)))
    units = [unit for unit, _ in _UNITS]
    keys = sorted(by_unit, key=lambda key: (list(Measure).index(key[0]), units.index(key[1]) if key[1] else -1))
    return tuple(_series(measure, unit, by_unit[measure, unit]) for measure, unit in keys)


def unit_of(filed: FiledClaim) -> str:
    """Return what is counted where a row counts several things: the first such noun after the figure."""
    if filed.claim.measure not in _POSTS:
        return ""
    start = position(filed) + len(filed.claim.figure.words)
    stretch = filed.claim.evidence[start : start + _UNIT_REACH]
    found = [(match.start(), unit) for unit, pattern in _UNITS if (match := pattern.search(stretch))]
    return min(found)[1] if found else _DEFAULT_UNIT


def sayings(filed: Sequence[FiledClaim], unit: str = "") -> tuple[Said, ...]:
    """Return each distinct figure of claims that are in order once, the one that stands last."""
    groups = grouped(filed, _figure_key).values()
    ranked = sorted((_rank(group), number, group) for number, group in enumerate(groups))
    return tuple(_said(group, unit, since) for (_, since, _), _, group in ranked)


def _series(measure: Measure, unit: str, filed: Sequence[FiledClaim]) -> Series:
    wholes, parts = _split_parts(filed)
    current: list[Said] = []
    earlier: list[Said] = []
    details = list(sayings(parts, unit))
    for here in _by_place(wholes):
        *before, last = _without_loose(sayings(here, unit), details)
        current.append(last)
        earlier.extend(before)
    if len(current) > 1:
        current.sort(key=lambda said: (-said.size, order(said.filed)))
    # what ties stays in the order of the claims
    earlier.sort(key=lambda said: (said.since, said.size, said.is_vague), reverse=True)
    return Series(measure, unit, tuple(current), tuple(earlier), tuple(details))


def _split_parts(filed: Sequence[FiledClaim]) -> tuple[list[FiledClaim], list[FiledClaim]]:
    """Tell figures of the whole from figures of a part of it."""
    sizes = [_size(one) for one in filed]
    everywhere = max((size for size, one in zip(sizes, filed, strict=True) if one.claim.place is None), default=-1)
    entries = grouped(filed, lambda one: one.entry_id)
    parts = {at for at, one in enumerate(filed) if _is_part(one, entries[one.entry_id], everywhere)}
    if parts:
        known, top = {sizes[at] for at in parts}, max(sizes)
        parts |= {at for at, size in enumerate(sizes) if size in known and size < top and not _is_replaced(filed[at])}
    return [one for at, one in enumerate(filed) if at not in parts], [filed[at] for at in sorted(parts)]


def _is_part(one: FiledClaim, entry: Sequence[FiledClaim], everywhere: int) -> bool:
    """Tell whether `one` counts a part of a figure in its `entry` or, being of one place, of a figure of all places."""
    size = _size(one)
    if one.claim.place and size < everywhere:
        return True
    larger = [other for other in entry if _size(other) > size] if len(entry) > 1 else ()
    return bool(larger) and not _is_replaced(one) and any(_shares_breath(one, other) for other in larger)


def _shares_breath(one: FiledClaim, larger: FiledClaim) -> bool:
    """Tell whether one speaker gives both figures of one report, neither replacing the other."""
    if not _same_speaker(one.claim.by, larger.claim.by):
        return False
    if one.claim.place and larger.claim.place and one.claim.place.casefold() != larger.claim.place.casefold():
        return False
    return not _says(_LATER, _LATER_WORDS, larger.claim.evidence)


def _same_speaker(one: str | None, other: str | None) -> bool:
    words, others = set((one or "").casefold().split()), set((other or "").casefold().split())
    return words <= others or others <= words


def _by_place(wholes: Sequence[FiledClaim]) -> list[list[FiledClaim]]:
    """Keep places apart where every figure is of some place; figures of the whole are one stream."""
    if all(one.claim.place for one in wholes):
        return list(grouped(wholes, lambda one: (one.claim.place or "").casefold()).values())
    return [list(wholes)]


def _without_loose(figures: Sequence[Said], details: list[Said]) -> list[Said]:
    """Drop words that a definite figure of the same claimant bears out; they go to the details."""
    definite = max((said.size for said in figures if not said.is_vague), default=-1)
    loose = [said for said in figures if said.is_vague and said.size <= definite]
    details.extend(loose)
    return [said for said in figures if said not in loose]


def _figure_key(filed: FiledClaim) -> tuple[int, bool]:
    figure = filed.claim.figure
    return _size(filed), figure.approx and figure.high is None


def _size(filed: FiledClaim) -> int:
    figure = filed.claim.figure
    low = figure.high if figure.low is None else figure.low
    return -1 if low is None else low


def _rank(group: Sequence[FiledClaim]) -> tuple[bool, datetime, int]:
    """Order figures by when they were first said; those only ever told as outdated come before all others."""
    standing = [one.said for one in group if not _is_replaced(one)]
    return bool(standing), _since(group, standing), _size(group[0])


def _since(group: Sequence[FiledClaim], standing: Sequence[datetime]) -> datetime:
    """Return when the figure was first said as one that stands, or last gone back to."""
    returned = [one.said for one in group if _is_corrected(one.claim.evidence)]
    return max(returned) if returned else min(standing or [one.said for one in group])


def _said(group: Sequence[FiledClaim], unit: str, since: datetime) -> Said:
    if len(group) == 1:
        return Said(group[0], unit, since, 1)
    wordings = Counter(one.claim.figure for one in group)
    commonest = max(wordings.values())
    first = next(one for one in group if wordings[one.claim.figure] == commonest)
    return Said(first, unit, since, len({one.entry_id for one in group}))


def _is_replaced(filed: FiledClaim) -> bool:
    """Tell whether the sentence gives the figure as one that another has replaced."""
    start = position(filed)
    return _is_replaced_at(filed.claim.evidence, start, start + len(filed.claim.figure.words))


@lru_cache(_REMEMBERED)
def _is_replaced_at(sentence: str, start: int, end: int) -> bool:
    if not _holds(_EARLIER_WORDS, sentence):
        return False
    before = sentence[max(0, start - _BEFORE_REACH) : start]
    clause = re.split(r"[;–—]|\d", before)[-1]
    return bool(_EARLIER.search(clause) or _EARLIER_AFTER.search(sentence[end : end + _AFTER_REACH]))


@lru_cache(_REMEMBERED)
def _is_corrected(sentence: str) -> bool:
    return _says(_CORRECTED, _CORRECTED_WORDS, sentence)


def _says(pattern: re.Pattern[str], words: Sequence[str], sentence: str) -> bool:
    return _holds(words, sentence) and bool(pattern.search(sentence))


def _holds(words: Sequence[str], sentence: str) -> bool:
    return any(map(sentence.casefold().__contains__, words))
