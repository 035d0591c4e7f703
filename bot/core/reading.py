"""Read one entry from end to end: the order of the pure stages, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.core.attribution import Voices, attribute_entry, compile_voices
from bot.core.claims import LossWords, compile_loss_words, extract_claims
from bot.core.events import (
    bonds_of,
    days_awaited,
    days_followed,
    days_recalled,
    event_window,
    file_in_order,
    followers_of,
    match_event,
    recall,
    told_after,
)
from bot.core.model import Entry, Event, EventMatch, Relevance, Report
from bot.core.places import Gazetteer, compile_gazetteer
from bot.core.text import split_sentences
from bot.core.theatre import Theatre


@dataclass(frozen=True, slots=True)
class Reader:
    """The theatre with everything that reading compiles from it once."""

    theatre: Theatre
    gazetteer: Gazetteer
    voices: Voices
    loss_words: LossWords


def compile_reader(theatre: Theatre) -> Reader:
    """Compile the theatre's words for reading."""
    return Reader(theatre, compile_gazetteer(theatre.places), compile_voices(theatre), compile_loss_words(theatre))


def days_near(entry: Entry, reader: Reader) -> tuple[date, date]:
    """Return the first and last day of the record in which the entry's event can lie."""
    return event_window(entry, reader.theatre, reader.gazetteer)


def days_waited_for(entry: Entry, reader: Reader) -> tuple[date, date]:
    """Return the days in which the episode can lie after which an entry may be told that `follows`."""
    return days_awaited(entry, reader.theatre, reader.gazetteer)


def judge_after(entry: Entry, relevance: Relevance, record: Sequence[Event], reader: Reader) -> Relevance:
    """Return what the record's events of `days_waited_for` make of an entry that only may be told after an episode."""
    return told_after(entry, relevance, record, reader.theatre, reader.gazetteer)


def read_entry(
    entry: Entry, relevance: Relevance, candidates: Sequence[Event], reader: Reader, *, wanted: bool
) -> Report:
    """Return what the entry says; only a `wanted` entry has claims and an event.

    `candidates` are the record's events of `days_near`. An entry may be wanted though `relevance` says no, where
    somebody's own rules let it in.
    """
    cut, outlet, seen = split_sentences(entry.text), entry.source, entry.seen
    title, sentences = attribute_entry(entry.title, cut, reader.voices, published=seen, source=outlet)
    if not wanted:
        return Report(entry, relevance, None, sentences, (), title)
    claims = extract_claims(entry, title, sentences, reader.loss_words)
    # Whoever let it in, it is filed: an entry that only one server's rules want has an event all the same.
    let_in = replace(relevance, relevant=True)
    match = match_event(entry, let_in, candidates, reader.theatre, reader.gazetteer)
    return Report(entry, relevance, match, sentences, claims, title)


def file_again(
    report: Report, later: Sequence[Entry], record: Sequence[Event], reader: Reader
) -> tuple[tuple[str, EventMatch], ...]:
    """Return where the entries published after a report's are filed now that it stands before them, by their ids.

    `record` is as it stood before the report.
    """
    events = {event.id: event for event in record}
    if report.match is not None and report.match.event is not None:
        events[report.match.event.id] = report.match.event
    filed = file_in_order(later, events.values(), reader.theatre, reader.gazetteer)
    return tuple((entry.id, match) for entry, match in filed)


def days_behind(report: Report, reader: Reader) -> tuple[tuple[date, date], ...]:
    """Return the stretches of days in which the older events lie that a report's background figures are about."""
    return days_recalled(report, reader.theatre)


def recall_older(report: Report, record: Sequence[Event], reader: Reader) -> Report:
    """Return the report with its background figures under the older events of the record that they are about."""
    return recall(report, record, reader.theatre, reader.gazetteer)


def days_before(report: Report) -> tuple[date, date] | None:
    """Return the days in which the event may lie that a report's follows from; None where there is none to look for."""
    return days_followed(report)


def follow(report: Report, record: Sequence[Event], reader: Reader) -> Report:
    """Return the report with the earlier events of the record from which its own follows."""
    return replace(report, bonds=bonds_of(report, record, reader.theatre, reader.gazetteer))


def follow_late(report: Report, later: Sequence[Entry], record: Sequence[Event], reader: Reader) -> Report:
    """Return the report with the events of later entries that follow from the one it opens, though they came first."""
    return replace(report, followers=followers_of(report, later, record, reader.theatre, reader.gazetteer))
