"""Judge an entry by the rules: where hits stand, what they are worth, what raises the bar.

Principles: a combination counts where its groups stand in one sentence; a hit in the title or the first sentence is
worth more than one further down, where old episodes are retold. A combination of the whole entry asks instead how many
different terms tell the same story, wherever they stand. An exclusion never rejects by itself: it asks for more.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from bot.core.model import Entry, Hit, Relevance
from bot.core.relevance.terms import Rules, find
from bot.core.relevance.wording import Combination, Needs, Points, Wording
from bot.core.text import split_sentences, with_latin_stops
from bot.core.theatre import Theatre

_TOP: Final = 3
_OPENING: Final = 3
_IF_FOLLOWED: Final = ", if the record has the episode after which it is told"
_WHERE: Final = {
    "title": "in the title", "top": "at the top", "opening": "in title and opening together",
    "whole": "in the entry as a whole",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Window:
    """The title or one sentence, with its hits by group."""

    where: str
    worth: int
    by_group: Mapping[str, Sequence[Hit]]
    place: int


def judge(entry: Entry, rules: Rules, theatre: Theatre) -> Relevance:
    """Return whether the entry concerns the theatre, with the terms that decided and the reason in one line.

    What only may be told after an episode is not relevant yet, and `follows`: the record decides.
    `start` of a hit counts from the start of the title, a newline, and the text.
    """
    text = f"{entry.title}\n{entry.text}"
    windows = _windows(text, len(entry.title), find(text, rules), rules.wording.points)
    open_to = _open_to(windows, rules.wording)
    needed, against = _bar(windows, rules.wording)
    met, score = _told(windows, [one for one in open_to if not one.follows], rules.wording)
    after, worth = _told(windows, [one for one in open_to if one.follows], rules.wording) if score < needed else ([], 0)
    follows = bool(after) and worth >= needed
    if follows:
        met, score = after, worth
    used = list(chain.from_iterable(_used(window, made) for window, made in met)) + against
    reason = _reason(met, (score, needed), against, theatre) + (_IF_FOLLOWED if follows else "")
    hits = tuple(sorted(dict.fromkeys(used), key=lambda hit: hit.start))
    return Relevance(score >= needed and not follows, hits, reason, follows)


def _windows(text: str, title_end: int, hits: Sequence[Hit], points: Points) -> list[_Window]:
    """Return the title and the sentences that hold hits, each with what a hit there is worth."""
    body = with_latin_stops(text)
    starts = [0, *(title_end + 1 + one.start for one in split_sentences(body[title_end + 1 :]))]
    worths = [points.title, points.first, points.second]
    grouped: dict[int, dict[str, list[Hit]]] = {}
    for hit in hits:
        grouped.setdefault(bisect_right(starts, hit.start) - 1, {}).setdefault(hit.group, []).append(hit)
    return [
        _Window(
            "title" if place == 0 else "top" if place <= _TOP else "body",
            worths[place] if place < len(worths) else points.rest,
            by_group,
            place,
        )
        for place, by_group in sorted(grouped.items())
    ]


def _told(
    windows: Sequence[_Window], open_to: Sequence[Combination], wording: Wording
) -> tuple[list[tuple[_Window, Combination]], int]:
    """Return what is met and its points: by single sentences or by the entry as a whole, whichever is worth more."""
    met = _by_sentence(windows, [one for one in open_to if not one.points], wording)
    score = _score([window for window, _ in met], wording.points)
    whole = _joined([one for one in windows if one.place <= wording.points.whole], "whole", 0)
    wide = [one for one in open_to if one.points > score and _met(whole, [one]) and _fills(whole, one)]
    if not wide:
        return met, score
    best = max(wide, key=lambda one: one.points)
    return [(whole, best), *met], best.points


def _open_to(windows: Sequence[_Window], wording: Wording) -> list[Combination]:
    """Return the combinations that all words, those of the top and of the title leave open, and can make at all."""
    top = [one for one in windows if one.where != "body"]
    titles = [one for one in windows if one.where == "title"]
    present = {group for one in windows for group in one.by_group}
    return [
        one
        for one in wording.combinations
        if not any(map(present.isdisjoint, one.together))
        and present.isdisjoint(one.without)
        and _all_stand(one.top, top)
        and _all_stand(one.title, titles)
    ]


def _all_stand(needs: Needs, windows: Sequence[_Window]) -> bool:
    return all(any(not one.by_group.keys().isdisjoint(need) for one in windows) for need in needs)


def _by_sentence(
    windows: Sequence[_Window], combinations: Sequence[Combination], wording: Wording
) -> list[tuple[_Window, Combination]]:
    """Return the windows that meet a combination; the opening as a whole where its sentences do not."""
    met = [(window, made) for window in windows if (made := _met(window, combinations))]
    opens = [window for window in windows if window.place < _OPENING]
    missing = wording.points.opening - sum(window.worth for window, _ in met if window.place < _OPENING)
    tight = [one for one in combinations if not one.one_sentence]
    titled = not wording.title_holds or any(
        one.where == "title" and not one.by_group.keys().isdisjoint(wording.title_holds) for one in opens
    )
    if missing > 0 and titled and (made := _met(opening := _joined(opens, "opening", missing), tight)):
        met.insert(0, (opening, made))
    return met


def _joined(windows: Sequence[_Window], where: str, worth: int) -> _Window:
    together: dict[str, list[Hit]] = {}
    for window in windows:
        for group, hits in window.by_group.items():
            together.setdefault(group, []).extend(hits)
    return _Window(where, worth, together, 0)


def _fills(window: _Window, one: Combination) -> bool:
    """Tell whether a window holds as many different terms of a combination's groups as it asks for."""
    groups = {group for need in one.together for group in need}
    terms = {hit.term for group in groups for hit in window.by_group.get(group, ())}
    return len(terms) >= one.at_least


def _met(window: _Window, combinations: Iterable[Combination]) -> Combination | None:
    groups = window.by_group.keys()
    for one in combinations:
        for need in one.together:
            if groups.isdisjoint(need):
                break
        else:
            if groups.isdisjoint(one.apart):
                return one
    return None


def _score(windows: Sequence[_Window], points: Points) -> int:
    rest = sum(one.worth for one in windows if one.where == "body")
    return sum(one.worth for one in windows if one.where != "body") + min(rest, points.rest_most)


def _bar(windows: Sequence[_Window], wording: Wording) -> tuple[int, list[Hit]]:
    """Return how many points are needed, and the hits of the exclusion that asks for the most."""
    needed, against = wording.points.needed, []
    above = _joined([one for one in windows if one.where != "body"], "top", 0).by_group
    for one in wording.exclusions:
        if one.needed > needed and (hits := above.get(one.group)):
            found = {hit.term: hit for hit in hits}
            if len(found) >= one.at_least:
                needed, against = one.needed, list(found.values())
    return needed, against


def _used(window: _Window, made: Combination) -> Iterable[Hit]:
    return (window.by_group[group][0] for need in made.together for group in need if group in window.by_group)


def _reason(
    met: Sequence[tuple[_Window, Combination]], points: tuple[int, int], against: Sequence[Hit], theatre: Theatre
) -> str:
    score, needed = points
    bar = f"{score} of {needed} points"
    raised = f" (raised by {against[0].group}: {_quoted(against)})" if against else ""
    if not met:
        return f"nothing about the {theatre.title}: no combination of terms in one sentence, {bar}{raised}"
    window, made = met[0]
    where = _WHERE.get(window.where, "further down only")
    more = f" and {len(met) - 1} more" if len(met) > 1 else ""
    return f"{made.name} {where} ({_quoted(_used(window, made))}){more}: {bar}{raised}"


def _quoted(hits: Iterable[Hit]) -> str:
    return ", ".join(dict.fromkeys(f'"{hit.words}"' for hit in hits))
