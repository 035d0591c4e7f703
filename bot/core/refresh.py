"""Decide what one poll of one feed means: what is new, what changed, what to remember, when to look again.

Pure. An entry is told apart by its key alone, never by its date, its place in the feed or how often it was bumped.
Nothing is ever given up: a feed that fails is looked at less and less often, but once a day at least.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any, Final, assert_never

from bot.core.feeds import Failed, Feed, FeedState, Fetched, FetchedEntry, FetchOutcome, RefreshPlan, Trouble, Unchanged
from bot.core.identity import Mark, mark, read_mark, short_digest, write_mark

LONGEST_PAUSE: Final = timedelta(days=1)
LONGEST_HINT: Final = timedelta(hours=1)
SHORTEST_INTERVAL: Final = timedelta(minutes=1)
EARLIEST_DATE: Final = datetime(1990, 1, 1, tzinfo=UTC)
CLOCK_SKEW: Final = timedelta(minutes=10)
SIGHTS_OF_A_MOVE: Final = 3
FAILURES_OF_A_MOVE: Final = 3
# about a day without an answer, at the usual interval
FAILURES_TOLD: Final = 8
DOUBLINGS: Final = 12
LOOKS_A_RHYTHM: Final = 4
MOST_SLOWED: Final = 3
MARKS_KEPT: Final = 500
QUARANTINE_FROM: Final = 3
RHYTHM_WEIGHT: Final = 0.2
SILENT_AFTER: Final = 12
SILENT_AT_LEAST: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tempo:
    """How fast to look: `shortest` is the least pause between polls of a feed, `hurried` while an event develops."""

    shortest: timedelta = SHORTEST_INTERVAL
    hurried: bool = False


USUAL_TEMPO: Final = Tempo()


def plan_refresh(
    feed: Feed,
    state: FeedState,
    outcome: FetchOutcome,
    known_digests: Mapping[str, str],
    now: datetime,
    tempo: Tempo = USUAL_TEMPO,
) -> RefreshPlan:
    """Return what the poll that ended in `outcome` changes.

    `known_digests` are the newest stored content digests of the outcome's keys, as far as they are known.
    """
    pause = usual_pause(feed, state.rhythm, tempo)
    feed = feed if pause == feed.interval else replace(feed, interval=pause)
    match outcome:
        case Fetched():
            return _plan_fetched(feed, state, outcome, known_digests, now)
        case Unchanged():
            return _plan_unchanged(feed, state, outcome, now)
        case Failed():
            return _plan_failed(feed, state, outcome, now)
        case _:
            assert_never(outcome)


def _plan_unchanged(feed: Feed, state: FeedState, outcome: Unchanged, now: datetime) -> RefreshPlan:
    after = replace(state, **_answered(feed, state, outcome, now))
    return RefreshPlan(after, reason=_resumed(state, "nothing new"), before=state, notice=_back(state))


def _answered(feed: Feed, state: FeedState, outcome: Fetched | Unchanged, now: datetime) -> dict[str, Any]:
    """Return what an answer changes in a state, in one go: this runs for every feed in every cycle."""
    return {
        "next_poll": now + _pause(feed, outcome.minimum_wait),
        "etag": outcome.etag,
        "last_modified": outcome.last_modified,
        "failures": 0,
        "last_ok": now,
        "last_error": None,
        "trouble": Trouble.NONE,
        **_moved(state, outcome.permanent_address),
    }


def _moved(state: FeedState, seen: str | None) -> dict[str, Any]:
    """Trust a permanent redirect once it has been seen SIGHTS_OF_A_MOVE times in a row."""
    if seen is None or seen == state.address:
        return {"moved_to": None, "moved_seen": 0}
    sights = state.moved_seen + 1 if seen == state.moved_to else 1
    if sights >= SIGHTS_OF_A_MOVE:
        return {"address": seen, "moved_to": None, "moved_seen": 0}
    return {"moved_to": seen, "moved_seen": sights}


def _resumed(state: FeedState, otherwise: str) -> str:
    return f"answers again after {state.failures} failed polls; {otherwise}" if state.failures else otherwise


def _back(state: FeedState) -> str:
    """Return what operators are told who were told that the feed was away."""
    away = state.failures >= FAILURES_TOLD or state.trouble is Trouble.GONE
    return f"answers again; failed polls before: {state.failures}" if away else ""


# --- failures


def _plan_failed(feed: Feed, state: FeedState, outcome: Failed, now: datetime) -> RefreshPlan:
    failures = state.failures + 1
    pause = LONGEST_PAUSE if outcome.gone else back_off(feed, failures)
    pause = max(pause, min(outcome.retry_after or timedelta(), LONGEST_PAUSE))
    # An address learnt from a redirect that stops answering is forgotten: the feed's own may lead further.
    address = None if outcome.gone or failures % FAILURES_OF_A_MOVE == 0 else state.address
    failed = replace(
        state,
        next_poll=now + pause,
        failures=failures,
        last_error=outcome.reason,
        trouble=_trouble(outcome),
        address=address,
        moved_to=None,
        moved_seen=0,
    )
    return RefreshPlan(failed, reason=outcome.reason, before=state, notice=_away(state, outcome, failures))


def _away(state: FeedState, outcome: Failed, failures: int) -> str:
    """Return what operators are told, once, of a feed that is gone or has not answered for long."""
    if outcome.gone and state.trouble is not Trouble.GONE:
        return f"{outcome.reason}; I ask once a day from now on"
    if failures == FAILURES_TOLD and not outcome.gone:
        return f"has not answered {failures} times in a row: {outcome.reason}; I go on asking, once a day in the end"
    return ""


def _trouble(outcome: Failed) -> Trouble:
    if outcome.gone:
        return Trouble.GONE
    return Trouble.BLOCKED if outcome.blocked else Trouble.DOWN


def back_off(feed: Feed, failures: int) -> timedelta:
    """Return the pause after `failures` failed polls in a row: doubling from the feed's interval, a day at most."""
    doubled = _interval(feed) * (1 << min(failures, DOUBLINGS))
    return min(doubled + _jitter(feed, doubled), LONGEST_PAUSE)


def _pause(feed: Feed, minimum_wait: timedelta | None) -> timedelta:
    interval = _interval(feed)
    hint = min(minimum_wait or timedelta(), LONGEST_HINT)
    return min(max(interval, hint) + _jitter(feed, interval), LONGEST_PAUSE)


def usual_pause(feed: Feed, rhythm: timedelta | None, tempo: Tempo) -> timedelta:
    """Return the pause after a good poll, before what the host asks for.

    It is the shortest while an event develops; else the feed's interval, longer where its entries come seldom.
    """
    if tempo.hurried:
        return min(max(tempo.shortest, timedelta(seconds=1)), feed.interval)
    if rhythm is None:
        return max(feed.interval, tempo.shortest)
    return max(min(rhythm / LOOKS_A_RHYTHM, feed.interval * MOST_SLOWED), feed.interval, tempo.shortest)


def developing(last_day: date, now: datetime) -> bool:
    """Tell whether an event whose last day is `last_day` may still go on: it was today or yesterday."""
    return now.date() - last_day <= timedelta(days=1)


def _interval(feed: Feed) -> timedelta:
    return max(feed.interval, timedelta(seconds=1))


def _jitter(feed: Feed, pause: timedelta) -> timedelta:
    """Return up to a tenth of `pause`, the same for a feed every time, so that feeds do not fall due together."""
    return pause * _share(feed.id)


@lru_cache(maxsize=16_384)
def _share(feed_id: str) -> float:
    return int(short_digest(feed_id, 8), 16) / 0xFFFFFFFF / 10


# --- entries


@dataclass(frozen=True, slots=True)
class _Sorted:
    """A body's entries, told apart, and by what each will be known again."""

    new: tuple[FetchedEntry, ...]
    changed: tuple[FetchedEntry, ...]
    marks: tuple[Mark, ...]


def _plan_fetched(
    feed: Feed, state: FeedState, outcome: Fetched, known: Mapping[str, str], now: datetime
) -> RefreshPlan:
    entries = _once_each(_with_possible_date(entry, now) for entry in outcome.entries)
    marks = [read_mark(line) for line in state.recent]
    old = [one for one in marks if one]
    aliases = {one.key: one for one in old if one.stored != one.key}
    moved = _all_ids_changed(state, outcome, entries, known, old)
    found = _sort(entries, known, aliases | _copies(entries, known, old) | moved)
    after = replace(
        state,
        **_answered(feed, state, outcome, now),
        **_rhythm(state, found, now),
        body_digest=outcome.body_digest,
        baselined=True,
        recent=_recent(found.marks, state.recent if outcome.unparsed else (), marks),
    )
    quiet = bool(moved) or not state.baselined
    reason = _reason(state, found, quarantined=bool(moved))
    return RefreshPlan(after, found.new, found.changed, quiet, reason, state, reason if moved else _back(state))


def _with_possible_date(entry: FetchedEntry, now: datetime) -> FetchedEntry:
    """Drop a date that cannot be: before the web, or in the future (a wrong clock or time zone)."""
    if entry.published is None or EARLIEST_DATE <= entry.published <= now + CLOCK_SKEW:
        return entry
    return replace(entry, published=None)


def _once_each(entries: Iterable[FetchedEntry]) -> tuple[FetchedEntry, ...]:
    """Keep one entry a key, the same one in whatever order they come."""
    best: dict[str, FetchedEntry] = {}
    for entry in entries:
        held = best.get(entry.key)
        if held is None or _rank(entry) > _rank(held):
            best[entry.key] = entry
    return tuple(best.values())


def _rank(entry: FetchedEntry) -> tuple[datetime, int, str]:
    return (entry.published or EARLIEST_DATE, len(entry.text), entry.digest)


def _sort(entries: Sequence[FetchedEntry], known: Mapping[str, str], aliases: Mapping[str, Mark]) -> _Sorted:
    """Tell new, changed and seen apart; an alias keeps the key under which its entry is stored."""
    new: list[FetchedEntry] = []
    changed: dict[str, FetchedEntry] = {}
    marks: list[Mark] = []
    taken = {entry.key for entry in entries if entry.key in known}
    for entry in entries:
        alias = None if entry.key in known else aliases.get(entry.key)
        if alias is None:
            marks.append(_mark(entry))
            if entry.key not in known:
                new.append(entry)
            elif known[entry.key] != entry.digest:
                changed[entry.key] = entry
            continue
        marks.append(replace(_mark(entry), stored=alias.stored))
        if alias.stored not in taken and alias.content != marks[-1].content:
            changed[alias.stored] = replace(entry, key=alias.stored)
        taken.add(alias.stored)
    return _Sorted(tuple(new), tuple(changed.values()), tuple(marks))


def _mark(entry: FetchedEntry) -> Mark:
    return mark(entry.key, entry.title, entry.link, entry.digest)


def _recent(marks: Sequence[Mark], lines: Sequence[str], old: Sequence[Mark | None]) -> tuple[str, ...]:
    """Return the marks to keep: those of the body, then the `lines` of before (where it was not parsed whole)."""
    kept = {one.key: write_mark(one) for one in marks}
    for line, one in zip(lines, old, strict=False):
        if one:
            kept.setdefault(one.key, line)
    return tuple(islice(kept.values(), MARKS_KEPT))


def _rhythm(state: FeedState, found: _Sorted, now: datetime) -> dict[str, Any]:
    """Learn the usual pause between new entries, the latest pauses counting most."""
    if not found.new:
        return {}
    if state.last_new is None or not state.baselined:
        return {"last_new": now}
    pause = now - state.last_new
    before = state.rhythm if state.rhythm is not None else pause
    return {"last_new": now, "rhythm": before + (pause - before) * RHYTHM_WEIGHT}


def _reason(state: FeedState, found: _Sorted, *, quarantined: bool) -> str:
    counts = f"{len(found.new)} new, {len(found.changed)} changed"
    if not state.baselined:
        return f"first good poll: {counts}, nobody is alerted"
    if quarantined:
        return f"gave all its entries new ids at once; known ones were recognised: {counts}, nobody is alerted"
    return _resumed(state, counts)


# --- the feed that changes every id at once


def _all_ids_changed(
    state: FeedState, outcome: Fetched, entries: Sequence[FetchedEntry], known: Mapping[str, str], old: Sequence[Mark]
) -> dict[str, Mark]:
    """Return the old mark of each recognised key where an established feed changed all of its ids; empty otherwise."""
    if not state.baselined or outcome.unparsed or len(entries) < QUARANTINE_FROM:
        return {}
    had = {one.key for one in old}
    if any(entry.key in known or entry.key in had for entry in entries):
        return {}
    recognised = _recognised([_mark(entry) for entry in entries], old, (_content, _link, _title))
    return recognised if len(recognised) * 2 >= min(len(entries), len(old)) else {}


def _copies(entries: Sequence[FetchedEntry], known: Mapping[str, str], old: Sequence[Mark]) -> dict[str, Mark]:
    """Return the old mark of each unknown key that stands for the very page and words of an entry already known."""
    had = {one.key for one in old}
    unknown = [_mark(entry) for entry in entries if entry.key not in known and entry.key not in had]
    if {one.content for one in unknown}.isdisjoint(one.content for one in old):
        return {}
    return _recognised(unknown, old, (_page,))


def _recognised(
    current: Sequence[Mark], old: Sequence[Mark], parts: Sequence[Callable[[Mark], str]]
) -> dict[str, Mark]:
    """Pair marks by one part after the other, each only where it names one entry on both sides."""
    pairs: dict[str, Mark] = {}
    taken: set[str] = set()
    for part in parts:
        before, after = _by_part(old, part), _by_part(current, part)
        for value in sorted(before.keys() & after.keys()):
            fresh, stale = after[value], before[value]
            if fresh.key not in pairs and stale.key not in taken:
                pairs[fresh.key] = stale
                taken.add(stale.key)
    return pairs


def _page(one: Mark) -> str:
    return one.content if one.link else ""


def _content(one: Mark) -> str:
    return one.content


def _link(one: Mark) -> str:
    return one.link


def _title(one: Mark) -> str:
    return one.title


def _by_part(marks: Sequence[Mark], part: Callable[[Mark], str]) -> dict[str, Mark]:
    """Return marks by the value of one part, without empty values and those that several share."""
    counts = Counter(map(part, marks))
    return {part(one): one for one in marks if part(one) and counts[part(one)] == 1}


# --- how a feed stands


def standing(state: FeedState, now: datetime) -> str:
    """Return in one word how a feed stands: new, answers, silent (against its own rhythm), down, blocked or gone."""
    if state.trouble is not Trouble.NONE:
        return state.trouble.value
    if not state.baselined:
        return "new"
    if state.rhythm is None or state.last_new is None:
        return "answers"
    patience = max(state.rhythm * SILENT_AFTER, SILENT_AT_LEAST)
    return "silent" if now - state.last_new > patience else "answers"
