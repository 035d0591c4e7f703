"""Match an entry to the record on date, place and kind, or open a new event. Never on a figure.

Every event near its days is scored (`fitting`); the best above the bar wins, else a new one is opened (`opening`).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from bot.core.events.episode import day_told, former_days, read_day, read_episode, read_kind, read_lead
from bot.core.events.fitting import APART, ROUND_DAYS, SETTLING, Asked, Days, Fit, asked_of, fit_of, why_of
from bot.core.events.opening import extended, opened
from bot.core.model import Entry, Event, EventKind, EventMatch, Relevance
from bot.core.places import Gazetteer
from bot.core.theatre import Theatre

_BAR: Final = 0.6
# What a match loses that rests on a day to which the entry only goes back.
_BACK: Final = 0.05


def event_window(entry: Entry, theatre: Theatre, _gazetteer: Gazetteer) -> Days:
    """Return the first and last day of the record in which the entry's event can lie."""
    told = day_told(entry, theatre)
    if told is None:
        return date.min, date.min
    lead = read_lead(entry)
    day, _ = read_day(lead, told)
    margin = timedelta(days=ROUND_DAYS if read_kind(lead) in SETTLING else APART)
    return min(day, told, *(first for first, _ in former_days(entry, told))) - margin, max(day, told)


def match_event(
    entry: Entry, relevance: Relevance, candidates: Sequence[Event], theatre: Theatre, gazetteer: Gazetteer
) -> EventMatch:
    """Return the event of the record that the entry is about, a new one, or none, with the reason."""
    if not relevance.relevant:
        return _none("not relevant")
    episode = read_episode(entry, theatre, gazetteer)
    if episode is None:
        return _none("no date of publication and none of fetching: no episode can be told")
    if episode.period:
        return _none("sums up a longer time: about no single episode")
    asked = asked_of(episode)
    best, second = _best_two(entry, asked, candidates, gazetteer)
    if best is not None and best.score >= _BAR:
        reason = f"{best.event.id}: {why_of(best, asked, gazetteer)}; score {best.score:.2f}"
        reason += f", runner-up {second.event.id} {second.score:.2f}" if second else ""
        event = best.event if relevance.follows else extended(best.event, episode)
        runner_up, runner_up_score = (second.event.id, second.score) if second else (None, 0.0)
        return EventMatch(event, False, best.score, runner_up, runner_up_score, reason)
    event = opened(episode, {one.id for one in candidates}, gazetteer)
    if best is None:
        return EventMatch(event, True, 1.0, None, 0.0, f"new: no event scores {_BAR}; nothing else near")
    nearest = f"nearest {best.event.id} {best.score:.2f} ({why_of(best, asked, gazetteer)})"
    reason = f"new: no event scores {_BAR}; {nearest}"
    return EventMatch(event, True, 1.0 - best.score, best.event.id, best.score, reason)


def _none(reason: str) -> EventMatch:
    return EventMatch(None, False, 0.0, None, 0.0, reason)


def _best_two(
    entry: Entry, asked: Asked, candidates: Sequence[Event], gazetteer: Gazetteer
) -> tuple[Fit | None, Fit | None]:
    """Return the two events that fit best; where none fits well, those of the days that the entry goes back to too."""
    episode = asked.episode
    days = (episode.day, episode.day)
    fits = _ranked(fit_of(asked, event, gazetteer, days) for event in candidates)
    if not fits or fits[0].score < _BAR or fits[0].aside:
        goes_back = episode.answers is None and episode.kind is not EventKind.REOPENING
        former = former_days(entry, episode.told) if candidates and goes_back else ()
        fits = _ranked([*fits, *_back(asked, former, candidates, gazetteer)]) if former else fits
    best, second = [*fits, None, None][:2]
    return best, second


def _ranked(fits: Iterable[Fit]) -> list[Fit]:
    """Return the best fit of each event, best first."""
    best: dict[str, Fit] = {}
    for fit in sorted(fits, key=lambda fit: (-fit.score, fit.event.id)):
        best.setdefault(fit.event.id, fit)
    return list(best.values())


def _back(asked: Asked, former: Sequence[Days], candidates: Iterable[Event], gazetteer: Gazetteer) -> Iterator[Fit]:
    """Yield the fits of the days that an entry without fighting of its own goes back to, at places that it names."""
    for event in candidates:
        for days in former:
            fit = fit_of(asked, event, gazetteer, days)
            if fit.paired:
                yield fit._replace(score=max(fit.score - _BACK, 0.0), why=f"{fit.why}, gone back to")
