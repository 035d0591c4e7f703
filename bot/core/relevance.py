"""Judge whether an entry concerns the theatre: groups of terms, what together is a hit, what raises the bar.

Principles: one pass over the words finds every term, the longest first, so that a longer term hides the shorter ones
in it. A combination counts where its groups stand in one sentence; a hit in the title or the first sentence is worth
more than one further down, where old episodes are retold. A combination of the whole entry asks instead how many
different terms tell the same story, wherever they stand. An exclusion never rejects by itself: it asks for more.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final, TypeAlias

from bot.core.inflection import stem
from bot.core.model import Entry, Hit, Relevance
from bot.core.text import split_sentences
from bot.core.theatre import Theatre
from bot.core.tokens import PhraseTable, Token, is_capitalised, phrase, table, tokens

Needs: TypeAlias = tuple[tuple[str, ...], ...]

TERM_MOST: Final = 80
_SHORTEST: Final = 3
_ABBREVIATION: Final = 4
_STOPS: Final = str.maketrans({"۔": ".", "؟": "?", "؛": ";"})
_TOP: Final = 3
_OPENING: Final = 3
_WHERE: Final = {
    "title": "in the title", "top": "at the top", "opening": "in title and opening together",
    "whole": "in the entry as a whole",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Combination:
    """Groups that make a hit when one sentence holds all of `together`; `top` at the top, `title` in the title.

    Each need is a tuple of groups of which any will do. The top is the title and the first three sentences; groups
    of `without` must stand nowhere in the entry, those of `apart` not in the same sentence. `one_sentence` is for
    loose ones, which the title and the opening sentences do not make together. Where `points` are given, the groups
    may stand anywhere in the title and the first `Points.whole` sentences, with `at_least` different terms in all.
    """

    name: str
    together: Needs
    top: Needs = ()
    without: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    one_sentence: bool = False
    points: int = 0
    at_least: int = 0
    title: Needs = ()


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A subject that raises the bar to `needed` points where the top holds `at_least` different terms of `group`."""

    group: str
    at_least: int
    needed: int


@dataclass(frozen=True, slots=True)
class Points:
    """What a hit is worth by where it stands, how much all further sentences count at most, how much is needed.

    `opening` is for a hit that only the title and the first two sentences taken together make;
    it counts where the title holds a group of the wording's `title_holds`. `whole` is how many sentences are read
    for hits of the whole entry.
    """

    title: int = 3
    first: int = 3
    second: int = 2
    opening: int = 3
    rest: int = 1
    rest_most: int = 3
    needed: int = 3
    whole: int = 12


@dataclass(frozen=True, slots=True)
class Wording:
    """The rules as an admin writes them; `names` are groups to which place names (found capitalised) are added."""

    groups: Mapping[str, tuple[str, ...]]
    combinations: tuple[Combination, ...]
    exclusions: tuple[Exclusion, ...] = ()
    points: Points = Points()
    names: Mapping[str, tuple[str, ...]] | None = None
    title_holds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Mark:
    """What a phrase stands for: its group and term; `exact` are the very words, `capital` asks for one."""

    group: str
    term: str
    exact: tuple[str, ...] = ()
    capital: bool = False
    capitals: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """Compiled rules; `version` is a digest of all that they say."""

    version: str
    groups: Mapping[str, tuple[str, ...]]
    wording: Wording
    phrases: PhraseTable[_Mark]


@dataclass(frozen=True, slots=True)
class _Window:
    """The title or one sentence, with its hits by group."""

    where: str
    worth: int
    by_group: Mapping[str, Sequence[Hit]]
    place: int


def compile_rules(wording: Wording) -> Rules:
    """Return the rules ready to judge."""
    marks = chain(
        (made for group, terms in wording.groups.items() for term in terms for made in _marks(group, term)),
        (
            (_keys(phrase(name)), _named(group, name))
            for group, names in (wording.names or {}).items()
            for name in names
        ),
    )
    written = repr((
        sorted(wording.groups.items()), wording.combinations, wording.exclusions, wording.points,
        sorted((wording.names or {}).items()), wording.title_holds,
    ))  # fmt: skip
    version = hashlib.sha256(written.encode()).hexdigest()[:12]
    return Rules(version, dict(wording.groups), wording, table(marks))


def with_edits(rules: Rules, edits: Sequence[tuple[str, str, bool]]) -> Rules:
    """Return the rules with terms added to or taken from groups, in order; an edit of an unknown group is left out."""
    groups = {group: list(terms) for group, terms in rules.groups.items()}
    for group, term, added in edits:
        if group not in groups:
            continue
        wanted = phrase(term)
        if added:
            groups[group].append(term)
        else:
            groups[group] = [left for one in groups[group] if (left := _without(one, wanted))]
    changed = {group: tuple(dict.fromkeys(terms)) for group, terms in groups.items()}
    return compile_rules(replace(rules.wording, groups=changed))


def check_term(group: str, term: str, rules: Rules) -> str | None:
    """Return why a term is refused, in one line, or None when it is fine."""
    if group not in rules.groups:
        return f'there is no group "{group}"; the groups are {", ".join(sorted(rules.groups))}'
    if len(term) > TERM_MOST:
        return f"the term has {len(term)} characters; {TERM_MOST} are the most"
    for spelling in spellings(term) or ("",):
        words = phrase(spelling)
        if not words:
            return "the term holds no word"
        if len(words) == 1 and len(words[0]) < _SHORTEST and words[0].isascii() and not spelling.isupper():
            return f'"{spelling}" is so short that it would hit nearly everything; use a longer word or a phrase'
    return None


def spellings(term: str) -> tuple[str, ...]:
    """Return the spellings of a term, which stand between upright strokes."""
    return tuple(one.strip() for one in term.split("|") if one.strip())


def judge(entry: Entry, rules: Rules, theatre: Theatre) -> Relevance:
    """Return whether the entry concerns the theatre, with the terms that decided and the reason in one line.

    `start` of a hit counts from the start of the title, a newline, and the text.
    """
    text = f"{entry.title}\n{entry.text}"
    windows = _windows(text, len(entry.title), _find(text, rules), rules.wording.points)
    met, score = _told(windows, rules.wording)
    needed, against = _bar(windows, rules.wording)
    used = list(chain.from_iterable(_used(window, made) for window, made in met)) + against
    reason = _reason(met, (score, needed), against, theatre)
    return Relevance(score >= needed, tuple(sorted(dict.fromkeys(used), key=lambda hit: hit.start)), reason)


def _marks(group: str, term: str) -> Iterable[tuple[tuple[str, ...], _Mark]]:
    every = spellings(term)
    for spelling in every:
        plain = spelling.removeprefix("=")
        words = phrase(plain)
        if words:
            exact = words if spelling.startswith("=") else ()
            yield _keys(words), _Mark(group, every[0].removeprefix("="), exact, capitals=_is_abbreviation(plain))


def _named(group: str, name: str) -> _Mark:
    return _Mark(group, name, phrase(name), capital=name[:1].isupper(), capitals=_is_abbreviation(name))


def _is_abbreviation(spelling: str) -> bool:
    return spelling.isascii() and spelling.isupper() and len(spelling) <= _ABBREVIATION


def _keys(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(stem(word) for word in words)


def _without(term: str, wanted: tuple[str, ...]) -> str:
    return " | ".join(one for one in spellings(term) if phrase(one) != wanted) if phrase(term) != wanted else ""


def _find(text: str, rules: Rules) -> list[Hit]:
    found = tokens(text)

    def fits(first: int, after: int, mark: _Mark) -> bool:
        if mark.capital and not is_capitalised(text, found[first]):
            return False
        if mark.capitals and not text[found[first].start : found[first].end].isupper():
            return False
        return not mark.exact or tuple(one.word for one in found[first:after]) == mark.exact

    return [
        Hit(mark.group, mark.term, text[found[first].start : found[after - 1].end], found[first].start)
        for first, after, marks in rules.phrases.longest(found, _stems(found), fits)
        for mark in marks
    ]


def _stems(found: Sequence[Token]) -> list[str]:
    return [stem(one.word) for one in found]


def _windows(text: str, title_end: int, hits: Sequence[Hit], points: Points) -> list[_Window]:
    """Return the title and the sentences that hold hits, each with what a hit there is worth."""
    body = text.translate(_STOPS)
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


def _told(windows: Sequence[_Window], wording: Wording) -> tuple[list[tuple[_Window, Combination]], int]:
    """Return what is met and its points: by single sentences or by the entry as a whole, whichever is worth more."""
    open_to = _open_to(windows, wording)
    met = _by_sentence(windows, [one for one in open_to if not one.points], wording)
    score = _score([window for window, _ in met], wording.points)
    whole = _joined([one for one in windows if one.place <= wording.points.whole], "whole", 0)
    wide = [one for one in open_to if one.points > score and _met(whole, [one]) and _fills(whole, one)]
    if not wide:
        return met, score
    best = max(wide, key=lambda one: one.points)
    return [(whole, best), *met], best.points


def _open_to(windows: Sequence[_Window], wording: Wording) -> list[Combination]:
    """Return the combinations that all words, those of the top and of the title leave open."""
    top = [one for one in windows if one.where != "body"]
    titles = [one for one in windows if one.where == "title"]
    present = {group for one in windows for group in one.by_group}
    return [
        one
        for one in wording.combinations
        if present.isdisjoint(one.without) and _all_stand(one.top, top) and _all_stand(one.title, titles)
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
    for one in combinations:
        together = all(not window.by_group.keys().isdisjoint(need) for need in one.together)
        if together and window.by_group.keys().isdisjoint(one.apart):
            return one
    return None


def _score(windows: Sequence[_Window], points: Points) -> int:
    rest = sum(one.worth for one in windows if one.where == "body")
    return sum(one.worth for one in windows if one.where != "body") + min(rest, points.rest_most)


def _bar(windows: Sequence[_Window], wording: Wording) -> tuple[int, list[Hit]]:
    """Return how many points are needed, and the hits of the exclusion that asks for the most."""
    needed, against = wording.points.needed, []
    for one in wording.exclusions:
        found: dict[str, Hit] = {}
        for window in windows:
            if window.where != "body":
                found.update((hit.term, hit) for hit in window.by_group.get(one.group, ()))
        if len(found) >= one.at_least and one.needed > needed:
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
