"""Read entries from JSON lines and write what was read out of each; nothing is kept and nothing else is touched."""

import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.core.events import near, position
from bot.core.fields import claim_fields
from bot.core.model import AttributedSentence, Claim, Entry, Event, Report
from bot.core.reading import Reader, days_behind, days_near, days_waited_for, judge_after, read_entry, recall_older
from bot.core.relevance import Rules, judge
from bot.errors import EntriesError

_NEEDED = ("id", "title", "text")
_YEARS = range(1900, 2200)


def parse_entries(lines: Iterable[str], where: str) -> list[Entry]:
    """Return the entries of JSON lines in order of `published`; raise EntriesError at the first line that is none."""
    entries = [_entry(line, number, where) for number, line in enumerate(lines, start=1) if line.strip()]
    return sorted(entries, key=position)


def _entry(line: str, number: int, where: str) -> Entry:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise EntriesError(where, number, f"is no JSON ({error.msg}, column {error.colno})") from error
    except (ValueError, RecursionError) as error:
        raise EntriesError(where, number, "is no JSON of this world (a number too long or nested too deep)") from error
    if not isinstance(row, dict):
        raise EntriesError(where, number, "must be one JSON object a line")
    for name in _NEEDED:
        if not isinstance(row.get(name), str):
            raise EntriesError(where, number, f'has no "{name}" (a string)')
    return Entry(
        id=row["id"],
        source=str(row.get("source") or ""),
        published=_published(row.get("published"), number, where),
        title=row["title"],
        text=row["text"],
        link=str(row.get("link") or ""),
        language=str(row.get("language") or "en"),
    )


def _published(value: object, number: int, where: str) -> datetime | None:
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise EntriesError(where, number, f'has a "published" that is no ISO 8601 time: {value!r}') from error
    if moment.year not in _YEARS:
        raise EntriesError(where, number, f'has a "published" of an impossible year: {value!r}')
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def analyse(
    entries: Iterable[Entry], rules: Rules, reader: Reader, record: Iterable[Event]
) -> Iterator[dict[str, Any]]:
    """Yield one JSON object an entry; `record` are the events known at the start, each entry may add to them."""
    return map(report_as_json, read_reports(entries, rules, reader, record))


def read_reports(entries: Iterable[Entry], rules: Rules, reader: Reader, record: Iterable[Event]) -> Iterator[Report]:
    """Yield what was read out of each entry; `record` as for `analyse`.

    One that only may be told after an episode is read when the record is whole, and so are held back those after it.
    """
    events = {event.id: event for event in record}
    held: deque[Report] = deque()
    for entry in entries:
        report = _read(entry, rules, reader, events)
        if report.match and report.match.event:
            events[report.match.event.id] = report.match.event
        if held or report.relevance.follows:
            held.append(report)
        else:
            yield report
    while held:
        report = held.popleft()
        yield _read(report.entry, rules, reader, events) if report.relevance.follows else report


def _read(entry: Entry, rules: Rules, reader: Reader, events: Mapping[str, Event]) -> Report:
    """Return what is read out of an entry by the record as it stands."""
    relevance = judge(entry, rules, reader.theatre)
    relevance = judge_after(entry, relevance, near(events.values(), *days_waited_for(entry, reader)), reader)
    report = read_entry(
        entry, relevance, near(events.values(), *days_near(entry, reader)), reader, wanted=relevance.relevant
    )
    older = {one.id: one for days in days_behind(report, reader) for one in near(events.values(), *days)}
    return recall_older(report, tuple(older.values()), reader)


def report_as_json(report: Report) -> dict[str, Any]:
    """Return a report in the fields of the labelling guidelines, with `why` beside them."""
    match, recalls = report.match, dict(report.recalls)
    return {
        "id": report.entry.id,
        "relevant": report.relevance.relevant,
        "event": match.event.id if match and match.event else None,
        "claims": [_claim_as_json(claim, recalls.get(number)) for number, claim in enumerate(report.claims)],
        "sentences": [_sentence_as_json(sentence) for sentence in report.sentences],
        "why": {
            "relevant": report.relevance.reason,
            "terms": [hit.words for hit in report.relevance.hits],
            "event": match.reason if match else None,
            "score": match.score if match else None,
            "runner_up": match.runner_up if match else None,
        },
    }


def _claim_as_json(claim: Claim, recalled: str | None) -> dict[str, Any]:
    fields = claim_fields(claim)
    if not claim.background:
        # the guidelines leave it out where it is not so
        del fields["background"]
    return fields | ({"recalls": recalled} if recalled else {})


def _sentence_as_json(sentence: AttributedSentence) -> dict[str, Any]:
    return {"text": sentence.sentence.text, "by": list(sentence.by)}
