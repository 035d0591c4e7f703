"""Rows to values and values to rows: one pair of functions a table, no SQL."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Row

from bot.core.feeds import Feed, FeedState, FetchedEntry, Trouble
from bot.core.fields import claim_fields
from bot.core.model import (
    AttributedSentence,
    Claim,
    Entry,
    Event,
    EventKind,
    Figure,
    FiledClaim,
    Kind,
    Measure,
    Report,
    Span,
    Stance,
    Utterance,
)
from bot.ports import FeedStanding, StoredReport

AnyRow = Row[*tuple[Any, ...]]
Values = dict[str, Any]


def digest_of(*parts: object) -> str:
    """Return 64 hex characters that stand for `parts`, the same on every machine."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=str)
    return sha256(text.encode()).hexdigest()


# feeds


def feed_values(feed: Feed) -> Values:
    """Return the columns of a feed's definition."""
    return {
        "id": feed.id,
        "outlet": feed.outlet,
        "address": feed.address,
        "language": feed.language,
        "side": feed.side,
        "state_owned": feed.state_owned,
        "interval_seconds": feed.interval.total_seconds(),
        "user_agent": feed.user_agent,
        "full_text": feed.full_text,
        "paused": feed.paused,
    }


def _as_it_is(value: Any) -> Any:
    return value


# Each column of what is remembered of a feed: the field that it holds, and the form in which it does.
_STATE: Final[tuple[tuple[str, str, Callable[[Any], Any]], ...]] = (
    ("next_poll", "next_poll", _as_it_is),
    ("etag", "etag", _as_it_is),
    ("last_modified", "last_modified", _as_it_is),
    ("body_digest", "body_digest", _as_it_is),
    ("permanent_address", "address", _as_it_is),
    ("moved_to", "moved_to", _as_it_is),
    ("moved_seen", "moved_seen", _as_it_is),
    ("trouble", "trouble", lambda trouble: trouble.value),
    # one text, not a list: it is written for every feed with news
    ("recent", "recent", "\n".join),
    ("rhythm_seconds", "rhythm", lambda rhythm: None if rhythm is None else rhythm.total_seconds()),
    ("baselined", "baselined", _as_it_is),
    ("failures", "failures", _as_it_is),
    ("last_ok", "last_ok", _as_it_is),
    ("last_new", "last_new", _as_it_is),
    ("last_error", "last_error", _as_it_is),
)


def state_values(state: FeedState) -> Values:
    """Return the columns of what is remembered of a feed, without its id."""
    return {column: form(getattr(state, field)) for column, field, form in _STATE}


def changed_state_values(before: FeedState, after: FeedState) -> Values:
    """Return the columns in which two states of a feed differ."""
    return {
        column: form(value)
        for column, field, form in _STATE
        if (value := getattr(after, field)) != getattr(before, field)
    }


FEED_COLUMNS: Final = (
    *("id", "outlet", "address", "language", "side", "state_owned", "interval_seconds", "user_agent"),
    *("full_text", "paused"),
)
STATE_COLUMNS: Final = (
    *("next_poll", "etag", "last_modified", "body_digest", "permanent_address", "baselined", "failures"),
    *("last_ok", "last_new", "last_error", "trouble", "moved_to", "moved_seen", "rhythm_seconds", "recent"),
)
_TROUBLES: Final = {trouble.value: trouble for trouble in Trouble}


def standing_of(row: AnyRow) -> FeedStanding:
    """Return a feed and its state from a row of the columns above; this runs for every feed that is due."""
    feed_id, outlet, address, language, side, state_owned, interval, user_agent, full_text, paused, *state = row
    feed = Feed(
        feed_id,
        outlet,
        address,
        language,
        side,
        state_owned,
        timedelta(seconds=interval),
        user_agent,
        full_text,
        paused,
    )
    return FeedStanding(feed, _state_of(feed_id, *state))


def _state_of(feed_id: str, *columns: Any) -> FeedState:
    next_poll, etag, last_modified, body_digest, address, baselined, failures, *told = columns
    last_ok, last_new, last_error, trouble, moved_to, moved_seen, rhythm, recent = told
    return FeedState(
        feed_id=feed_id,
        next_poll=next_poll,
        etag=etag,
        last_modified=last_modified,
        body_digest=body_digest,
        address=address,
        baselined=baselined,
        failures=failures,
        last_ok=last_ok,
        last_new=last_new,
        last_error=last_error,
        trouble=_TROUBLES[trouble],
        moved_to=moved_to,
        moved_seen=moved_seen,
        recent=lines_of(recent),
        rhythm=None if rhythm is None else timedelta(seconds=rhythm),
    )


def lines_of(stored: str | list[str]) -> tuple[str, ...]:
    """Read lines as they are stored; as a list in older rows."""
    if isinstance(stored, str):
        return tuple(stored.split("\n")) if stored else ()
    return tuple(stored)


# entries


def key_digest(key: str) -> str:
    """Return what stands for an entry's key in an index."""
    return sha256(key.encode("utf-8", "backslashreplace")).hexdigest()


def entry_values(feed_id: str, fetched: FetchedEntry, version: int) -> Values:
    """Return the columns of one version of an entry that the entry itself decides."""
    digest = key_digest(fetched.key)
    return {
        "id": f"{feed_id}:{digest[:16]}:{version}",
        "feed_id": feed_id,
        "key": fetched.key,
        "key_digest": digest,
        "version": version,
        "digest": fetched.digest,
        "link": fetched.link,
        "title": fetched.title,
        "text": fetched.text,
        "published": fetched.published,
        "raw": dict(fetched.raw),
    }


ENTRY_COLUMNS = ("id", "source", "published", "title", "text", "link", "feed_id", "language", "fetched")


def entry_of(row: AnyRow) -> Entry:
    """Return an entry from a row that holds the columns of entries."""
    return Entry(
        id=row.id,
        source=row.source,
        published=row.published,
        title=row.title,
        text=row.text,
        link=row.link,
        feed_id=row.feed_id,
        language=row.language,
        fetched=row.fetched,
    )


# events

# An event that lasts longer is found by an index of its own, so that one for the others can look at few days.
LONG: Final = timedelta(days=60)
_EVENT_KINDS: Final = {kind.value: kind for kind in EventKind}
_DAY: Final = date.fromisoformat
_DECODE: Final = json.JSONDecoder().raw_decode
EVENT_COLUMNS: Final = ("id", "kind", "title", "began", "last", "places", "aliases", "seeded")


def event_values(event: Event) -> Values:
    """Return the columns of an event that the event itself decides."""
    return {
        "id": event.id,
        "kind": event.kind.value,
        "title": event.title,
        "began": event.began,
        "last": event.last,
        "places": list(event.places),
        "aliases": list(event.aliases),
        "seeded": event.seeded,
        "folded": folded(event),
        "long": event.last - event.began > LONG,
    }


def folded(event: Event) -> str:
    """Return the text that a search for an event looks through."""
    return "\n".join((event.id, event.title, *event.places, *event.aliases)).casefold()


def event_of(row: AnyRow) -> Event:
    """Return an event from a row of events."""
    return Event(
        id=row.id,
        kind=EventKind(row.kind),
        title=row.title,
        began=row.began,
        last=row.last,
        places=tuple(row.places),
        aliases=tuple(row.aliases),
        seeded=row.seeded,
    )


def plain_event(row: Sequence[Any]) -> Event:
    """Return an event from its columns, days and lists as they are written: keeping events costs more than this."""
    name, kind, title, began, last, places, aliases, seeded = row
    days = (_DAY(began), _DAY(last))
    return Event(name, _EVENT_KINDS[kind], title, *days, _names(places), _names(aliases), bool(seeded))


def _names(written: str) -> tuple[str, ...]:
    return () if written == "[]" else tuple(_DECODE(written)[0])


# reports and claims


def report_values(report: Report) -> Values:
    """Return the columns of a report's verdicts."""
    match = report.match
    return {
        "entry_id": report.entry.id,
        "relevant": report.relevance.relevant,
        "reason": report.relevance.reason,
        "hits": [hit._asdict() for hit in report.relevance.hits],
        "is_new": match is not None and match.is_new,
        "score": match.score if match else None,
        "runner_up": match.runner_up if match else None,
        "runner_up_score": match.runner_up_score if match else None,
        "match_reason": match.reason if match else "",
        "sentences": [_sentence_values(sentence) for sentence in report.sentences],
    }


def _sentence_values(attributed: AttributedSentence) -> Values:
    sentence = attributed.sentence
    return {
        "text": sentence.text,
        "start": sentence.start,
        "end": sentence.end,
        "by": list(attributed.by),
        "utterances": [_utterance_values(utterance) for utterance in attributed.utterances],
    }


def _utterance_values(utterance: Utterance) -> Values:
    return {
        "side": utterance.side,
        "by": utterance.by,
        "rule": utterance.rule,
        "rejects": utterance.rejects,
        "content": _ends(utterance.content),
        "cue": _ends(utterance.cue),
        "speaker": _ends(utterance.speaker),
    }


def _ends(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def stored_report_of(row: AnyRow) -> StoredReport:
    """Return a report from a row of reports joined with entries (report columns prefixed with `report_`)."""
    return StoredReport(entry_of(row), row.report_event, row.report_reason, row.report_match, row.report_judged)


def claim_values(claim: Claim) -> Values:
    """Return the columns of a claim that the claim itself decides."""
    return {
        **claim_fields(claim),
        **_span_values("figure", claim.figure_span),
        **_span_values("loss", claim.loss_span),
    }


CLAIM_COLUMNS: Final = (
    "claimant", "by", "stance", "measure", "subject", "kind", "low", "high", "approx", "words", "place", "evidence",
    "background", "rule", "figure_start", "figure_end", "loss_start", "loss_end", "source", "link", "said", "entry_id",
    "origin",
)  # fmt: skip
# The same figures and spans come again and again; so many are kept to be shared.
SHARED: Final = 4096
_STANCES: Final = {one.value: one for one in Stance}
_MEASURES: Final = {one.value: one for one in Measure}
_KINDS: Final = {one.value: one for one in Kind}


def filed_claim_of(row: AnyRow) -> FiledClaim:
    """Return a claim with where it was read, from a row of CLAIM_COLUMNS; by position, as a card may need thousands."""
    (
        claimant, by, stance, measure, subject, kind, low, high, approx, words, place, evidence,
        background, rule, figure_start, figure_end, loss_start, loss_end, source, link, said, entry_id, origin,
    ) = row  # fmt: skip
    claim = Claim(
        claimant,
        by,
        _STANCES[stance],
        _MEASURES[measure],
        subject,
        _KINDS[kind],
        _figure_of(low, high, approx, words),
        place,
        evidence,
        background,
        rule,
        _span_of(figure_start, figure_end),
        _span_of(loss_start, loss_end),
    )
    return FiledClaim(claim, source, link, said, entry_id, origin or "")


@lru_cache(SHARED)
def _figure_of(low: int | None, high: int | None, approx: bool, words: str) -> Figure:
    return Figure(low, high, approx, words)


# A seeded claim is the same claim when its wording or link is touched up later.
_TOUCHED_UP = ("evidence", "rule", "place", "figure_start", "figure_end", "loss_start", "loss_end", "background")


def seed_digest(event_id: str, filed: FiledClaim) -> str:
    """Return what tells a seeded claim from every other."""
    kept = _without(claim_values(filed.claim), _TOUCHED_UP)
    return digest_of("seed", event_id, filed.entry_id, filed.source, filed.said.isoformat(), kept)


def content_digest(report: Report) -> str:
    """Return what tells what a report says from what any other says: verdict, event and claims."""
    event = report.match.event if report.match else None
    claims = [claim_values(claim) for claim in report.claims]
    read: tuple[object, ...] = (report.relevance.relevant, event.id if event else None, claims)
    return digest_of(*read, report.recalls) if report.recalls else digest_of(*read)


def _without(values: Mapping[str, Any], names: Sequence[str]) -> Values:
    return {name: value for name, value in values.items() if name not in names}


def _span_values(name: str, span: Span | None) -> Values:
    return {f"{name}_start": span.start if span else None, f"{name}_end": span.end if span else None}


@lru_cache(SHARED)
def _span_of(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)
