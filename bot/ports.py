"""What the pipeline and the commands need from the world, as protocols; adapters fill them, tests use the real ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.core.cards import Card
from bot.core.feeds import Feed, FeedState, FetchOutcome, RefreshPlan
from bot.core.model import Entry, Event, FiledClaim, Relevance, Report


class Clock(Protocol):
    """The only source of time."""

    def now(self) -> datetime:
        """Return the present as an aware UTC time."""
        ...


class FeedSource(Protocol):
    """Fetches a feed and parses it out of harm's way."""

    async def fetch(self, feed: Feed, state: FeedState) -> FetchOutcome:
        """Return what the feed answers; never raises for anything that a feed or its host does."""
        ...


@dataclass(frozen=True, slots=True)
class PendingEntry:
    """A stored entry that has not been digested; `quiet` ones enter the record without an alert."""

    entry: Entry
    quiet: bool
    version: int


@dataclass(frozen=True, slots=True)
class FeedStanding:
    """A feed with its state, for lists and health."""

    feed: Feed
    state: FeedState


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report as commands show it."""

    entry: Entry
    event_id: str | None
    reason: str
    match_reason: str
    judged: datetime


@dataclass(frozen=True, slots=True)
class EventFile:
    """An event with everything filed under it, oldest first."""

    event: Event
    claims: tuple[FiledClaim, ...]
    reports: tuple[StoredReport, ...]


@dataclass(frozen=True, slots=True)
class AlertChannel:
    """A channel that gets automatic posts; `parked` is why it gets none for now, None when it does."""

    channel_id: int
    guild_id: int
    parked: str | None = None


@dataclass(frozen=True, slots=True)
class StaleCard:
    """A row of the outbox that is leased to the caller: this event's card in this channel must be posted or edited.

    `message_id` and `shown` (the digest of the card as last shown) are None until it has been posted. `nonce` is the
    same for every attempt at the same posting. `attempts` counts earlier attempts; `tried` is when the first of them
    began, None where there was none: after a crash nobody knows whether it arrived.
    """

    row: int
    channel_id: int
    event_id: str
    nonce: str
    attempts: int
    message_id: int | None
    shown: str | None
    tried: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeywordEdit:
    """An addition to or removal from the rules that a guild's admin made by command."""

    guild_id: int
    group: str
    term: str
    added: bool
    by: int
    at: datetime


class Store(Protocol):
    """Everything that outlives a process. Every `save_*` is one transaction and harmless to repeat."""

    # poll
    async def save_feeds(self, feeds: Sequence[Feed], now: datetime) -> None:
        """Make the stored feeds those of the theatre's file (state kept, feeds that left the file paused)."""
        ...

    async def feeds_due(self, now: datetime, limit: int, *, lease: timedelta | None = None) -> list[FeedStanding]:
        """Return feeds whose next poll has come, longest overdue first.

        With `lease` they are the caller's alone for that long, or until their refresh is saved.
        """
        ...

    async def feeds(self) -> list[FeedStanding]:
        """Return all feeds with their state."""
        ...

    async def entry_digests(self, feed_id: str, keys: Sequence[str]) -> Mapping[str, str]:
        """Return the newest stored content digest of each of `keys` that is known."""
        ...

    async def save_refreshes(self, plans: Sequence[RefreshPlan], now: datetime) -> int:
        """Store all of a cycle's plans in one transaction; return how many entry versions were added."""
        ...

    # digest
    async def entries_pending(
        self, limit: int, *, now: datetime | None = None, lease: timedelta | None = None
    ) -> list[PendingEntry]:
        """Return entries to digest, in the order in which they were stored.

        With `now` and `lease` they are the caller's alone for that long, or until their report is saved.
        """
        ...

    async def events_near(self, first: date, last: date) -> list[Event]:
        """Return events that overlap the days `first`..`last`, by id."""
        ...

    async def save_report(
        self, report: Report, *, quiet: bool, guild_verdicts: Mapping[int, Relevance], now: datetime
    ) -> None:
        """Store a report, its claims and its event, mark the entry digested and the event's cards stale."""
        ...

    async def save_unreadable(self, entry_id: str, reason: str, now: datetime) -> None:
        """Mark an entry whose digest failed, with the reason; it is not tried again by itself."""
        ...

    # publish
    async def cards_due(self, now: datetime, limit: int) -> list[StaleCard]:
        """Lease rows of the outbox whose time has come, at most one a channel, oldest first."""
        ...

    async def save_posting(self, card: StaleCard, message_id: int, shown: str, now: datetime) -> None:
        """Record that a card stands in its channel as `shown` and close its outbox row."""
        ...

    async def drop_card(self, card: StaleCard, reason: str, now: datetime) -> None:
        """Close an outbox row without a posting (nothing changed, or the channel no longer wants it)."""
        ...

    async def save_delay(self, card: StaleCard, until: datetime, reason: str) -> None:
        """Give a row back to be tried again at `until`."""
        ...

    async def drop_posting(self, card: StaleCard) -> None:
        """Forget a message that is gone, so that the card is posted afresh."""
        ...

    async def save_parked(self, channel_id: int, reason: str, now: datetime) -> None:
        """Park a channel: its rows wait, nothing is deleted."""
        ...

    # record and commands
    async def save_events(
        self, events: Sequence[Event], claims: Mapping[str, Sequence[FiledClaim]], now: datetime
    ) -> int:
        """Load seeded events and claims; what is there already is left alone. Return how many rows were added."""
        ...

    async def event_file(self, event_id: str) -> EventFile | None:
        """Return an event with its claims and reports, or None where there is no such event."""
        ...

    async def events_latest(self, limit: int) -> list[Event]:
        """Return the events with the newest reports, newest first; seeded events without reports by their last day."""
        ...

    async def events_like(self, words: str, limit: int) -> list[Event]:
        """Return events whose id, title, places or aliases hold all of `words`, newest first; all when empty."""
        ...

    async def save_alerts(self, channel_id: int, guild_id: int, by: int, now: datetime) -> bool:
        """Turn automatic posts on in a channel; False when they were on. A parked channel resumes."""
        ...

    async def drop_alerts(self, channel_id: int) -> bool:
        """Turn automatic posts off in a channel; False when they were off."""
        ...

    async def alert_channels(self) -> list[AlertChannel]:
        """Return all channels with automatic posts."""
        ...

    async def save_keyword_edit(self, edit: KeywordEdit) -> None:
        """Append a guild's edit of the rules."""
        ...

    async def keyword_edits(self) -> list[KeywordEdit]:
        """Return all guilds' edits, oldest first."""
        ...

    async def save_note(self, key: str, value: str, now: datetime) -> None:
        """Set a small named value (heartbeat of a job, fault in a rules file)."""
        ...

    async def note(self, key: str) -> tuple[str, datetime] | None:
        """Return a named value and when it was set, or None."""
        ...

    async def lease(self, name: str, holder: str, seconds: float, now: datetime) -> bool:
        """Take or keep a role that only one process may have; False while another holds it."""
        ...

    async def drop_lease(self, name: str, holder: str) -> None:
        """Give a role back before its time, so that the next process need not wait."""
        ...


class Publisher(Protocol):
    """Puts cards into channels; raises ChannelClosed, OutcomeUnknown or DeliveryError and never retries by itself."""

    async def send(self, channel_id: int, card: Card, nonce: str) -> int:
        """Post a card and return the id of its message; the same `nonce` never makes a second message."""
        ...

    async def edit(self, channel_id: int, message_id: int, card: Card) -> bool:
        """Edit a posted card; False when its message is gone."""
        ...
