"""What the pipeline and the commands need from the world, as protocols; adapters fill them, tests use the real ones."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.core.cards import Card
from bot.core.delivery import Remark, Standing
from bot.core.feeds import Feed, FeedState, FetchedEntry, FetchOutcome, RefreshPlan
from bot.core.model import Bond, Entry, Event, EventMatch, FiledClaim, Relevance, Report, Side
from bot.core.pages import FullTexts


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

    async def full_texts(self, feed: Feed, entries: Sequence[FetchedEntry]) -> FullTexts:
        """Return the texts of the pages that entries link to; never raises for anything that a page does."""
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
class EventClaims:
    """An event with what is claimed about it, oldest first; `bonds`: how, the other event, whether that came before."""

    event: Event
    claims: tuple[FiledClaim, ...]
    closed: bool = field(default=False, kw_only=True)
    bonds: tuple[tuple[Bond, Event, bool], ...] = field(default=(), kw_only=True)


@dataclass(frozen=True, slots=True)
class EventFile(EventClaims):
    """An event with everything filed under it, oldest first."""

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

    `message_id`, `shown` (the digest of the card as last shown) and `standing` are None until it has been posted.
    `nonce` is the same for every attempt at the same posting. `attempts` counts earlier leases, `failures` those that
    ended in a fault; `tried` is when the first of them began, None where there was none: after a crash nobody knows
    whether it arrived. `former_id` is the message whose place this posting takes, as long as that one does not point
    to it. `probes` is how often the channel was tried in vain since it was parked.
    """

    row: int
    channel_id: int
    event_id: str
    nonce: str
    attempts: int
    message_id: int | None
    shown: str | None
    tried: datetime | None = None
    failures: int = 0
    standing: Standing | None = None
    former_id: int | None = None
    guild_id: int = 0
    probes: int = 0


@dataclass(frozen=True, slots=True)
class DueRemark:
    """A remark that is leased to the caller; `attempts` and `tried` as of a card."""

    row: int
    remark: Remark
    attempts: int
    tried: datetime | None


@dataclass(frozen=True, slots=True)
class Missed:
    """What came too late for alerts in one channel: the events, how many reports, the last of them."""

    channel_id: int
    events: tuple[Event, ...]
    reports: int
    last_row: int


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

    async def add_feeds(self, added: Sequence[Feed], now: datetime) -> None:
        """Add feeds beside those of the file; none, with StoreError, where an id or address is already taken."""
        ...

    async def drop_feed(self, feed_id: str) -> None:
        """Take out a feed that was added by command, not its entries; raises StoreError for any other."""
        ...

    async def hold_feed(self, feed_id: str, now: datetime, *, held: bool) -> None:
        """Pause a feed or poll it again, whatever the file says; raises StoreError where no feed has this id."""
        ...

    async def feeds_due(self, now: datetime, limit: int, *, lease: timedelta | None = None) -> list[FeedStanding]:
        """Return feeds whose next poll has come, longest overdue first, without their `recent` lines.

        With `lease` they are the caller's alone for that long, or until their refresh is saved.
        """
        ...

    async def recent_lines(self, feed_ids: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """Return what `feeds_due` leaves out of the states of some feeds: the lines that know their entries again."""
        ...

    async def feeds(self) -> list[FeedStanding]:
        """Return all feeds with their state."""
        ...

    async def known_digests(self, keys: Mapping[str, Sequence[str]]) -> Mapping[str, Mapping[str, str]]:
        """Return, by feed, the newest stored content digest of each of its `keys` that is known."""
        ...

    async def entry_digests(self, feed_id: str, keys: Sequence[str]) -> Mapping[str, str]:
        """Return the newest stored content digest of each of `keys` that is known."""
        ...

    async def save_refreshes(self, plans: Sequence[RefreshPlan], now: datetime, remarks: Sequence[Remark] = ()) -> int:
        """Store a cycle's plans, and what is to be said of them, at once; return how many entry versions were added."""
        ...

    # digest
    async def entries_pending(
        self, limit: int, *, now: datetime | None = None, lease: timedelta | None = None
    ) -> list[PendingEntry]:
        """Return entries to digest, in the order in which they were stored.

        With `now` and `lease` they are the caller's alone for that long, or until their report is saved.
        """
        ...

    def alone(self, name: str) -> AbstractAsyncContextManager[None]:
        """Keep every other process out of the section of that name for as long as the block runs."""
        ...

    async def events_near(self, first: date, last: date) -> list[Event]:
        """Return events that overlap the days `first`..`last`, by id."""
        ...

    async def filed_after(self, entry: Entry, until: datetime) -> list[Entry]:
        """Return entries that were published after one, up to `until`, and are filed where digest put them."""
        ...

    async def events_before(self, entry: Entry, first: date, last: date) -> list[Event]:
        """Return events that overlap the days `first`..`last`, as they stood before an entry was published."""
        ...

    async def save_report(
        self,
        report: Report,
        *,
        quiet: bool,
        guild_verdicts: Mapping[int, Relevance],
        now: datetime,
        late: bool = False,
        again: Sequence[tuple[str, EventMatch]] = (),
    ) -> None:
        """Store a report, its claims and its event, mark the entry digested and the event's cards stale.

        A `late` one alerts nobody, like a quiet one, but counts among what the channels have missed. `again` tells
        where entries published after it are filed, now that it stands before them.
        """
        ...

    async def save_unreadable(self, entry_id: str, reason: str, now: datetime) -> None:
        """Mark an entry whose digest failed, with the reason; it waits for `save_pending_again`."""
        ...

    async def save_pending_again(self, since: datetime) -> int:
        """Let the entries whose digest has failed since then wait to be read once more; return how many."""
        ...

    # publish
    async def cards_due(self, now: datetime, limit: int) -> list[StaleCard]:
        """Lease rows of the outbox whose time has come, at most one a channel, oldest first."""
        ...

    async def drop_closed(self, before: datetime) -> int:
        """Forget outbox rows and remarks that were closed before; return how many."""
        ...

    async def save_posting(
        self, card: StaleCard, message_id: int, shown: str, now: datetime, remark: Remark | None = None
    ) -> None:
        """Record that a card stands in its channel as `shown`, with what is to be said beside it; close its outbox row.

        A parked channel has taken a card, so it resumes.
        """
        ...

    async def drop_card(self, card: StaleCard, reason: str, now: datetime) -> None:
        """Close an outbox row without a posting (nothing changed, or the channel no longer wants it)."""
        ...

    async def save_delay(self, card: StaleCard, until: datetime, reason: str, *, unsure: bool = True) -> None:
        """Give a row back after a fault, to be tried at `until`; not `unsure`: nothing has arrived for certain."""
        ...

    async def save_wait(self, card: StaleCard, until: datetime, reason: str) -> None:
        """Give a row back untried; it comes again at `until`."""
        ...

    async def save_fresh(self, card: StaleCard, now: datetime) -> None:
        """Let the card be posted afresh at once; its present message is kept as the former one."""
        ...

    async def drop_former(self, card: StaleCard) -> None:
        """Forget the former message: it points to the fresh card, or is past helping."""
        ...

    async def drop_posting(self, card: StaleCard) -> None:
        """Forget a message that is gone, so that the card is posted afresh."""
        ...

    async def save_parked(
        self,
        channel_id: int,
        reason: str,
        now: datetime,
        probe_at: datetime | None = None,
        remark: Remark | None = None,
    ) -> bool:
        """Park a channel: its rows wait, nothing is deleted; at `probe_at` one of them is tried.

        The remark is saved only where the channel was not parked before, which is what is returned.
        """
        ...

    async def remarks_due(self, now: datetime, limit: int) -> list[DueRemark]:
        """Lease remarks whose time has come, oldest first."""
        ...

    async def save_said(self, due: DueRemark, now: datetime) -> None:
        """Close a remark that was sent."""
        ...

    async def drop_remark(self, due: DueRemark, reason: str, now: datetime) -> None:
        """Close a remark that is not sent."""
        ...

    async def save_remark_delay(self, due: DueRemark, until: datetime, reason: str, *, unsure: bool = True) -> None:
        """Give a remark back, to be tried again at `until`; not `unsure`: it has not arrived for certain."""
        ...

    async def missed(self, before: datetime) -> list[Missed]:
        """Return what channels missed, of those that missed nothing since `before`; none while entries wait."""
        ...

    async def save_away(self, missed: Missed, remark: Remark, now: datetime) -> None:
        """Save the remark about what a channel missed, and forget what it tells."""
        ...

    # record and commands
    async def save_events(
        self, events: Sequence[Event], claims: Mapping[str, Sequence[FiledClaim]], now: datetime
    ) -> int:
        """Load seeded events and claims; what is there already is left alone. Return how many rows were added."""
        ...

    async def event_file(self, event_id: str, at: datetime | None = None) -> EventFile | None:
        """Return an event with its claims and reports, or None where there is no such event.

        With `at` the claims and reports are those that were filed by then.
        """
        ...

    async def event_claims(self, event_id: str, at: datetime | None = None) -> EventClaims | None:
        """Return what cards show of an event, background left out; `at` and None as of `event_file`."""
        ...

    async def claims_latest(
        self, limit: int, words: str = "", since: datetime | None = None, side: Side | None = None
    ) -> list[EventClaims]:
        """Return what cards show of the events with the newest reports, as `events_like` finds them.

        With `since` only of those that were reported on since then, with `side` of those of which it has spoken.
        """
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

    async def share(self, what: str, holder: str, seconds: float, now: datetime) -> int:
        """Take or keep a part in what several processes share; return how many have one, the caller included."""
        ...

    async def drop_share(self, what: str, holder: str) -> None:
        """Give a part back, so that the others need not wait for it."""
        ...


class Publisher(Protocol):
    """Puts cards into channels; raises ChannelClosed, OutcomeUnknown or DeliveryError and never retries by itself."""

    async def send(self, channel_id: int, card: Card, nonce: str) -> int:
        """Post a card and return the id of its message; the same `nonce` never makes a second message."""
        ...

    async def edit(self, channel_id: int, message_id: int, card: Card) -> bool:
        """Edit a posted card; False when its message is gone."""
        ...

    async def find(self, channel_id: int, event_id: str, since: datetime) -> int | None:
        """Return the message of a card that was posted after `since`; None where there is none or none can be seen."""
        ...

    async def point(self, channel_id: int, message_id: int, text: str) -> bool:
        """Let a line of text take the place of a card; False when its message is gone."""
        ...

    async def say(self, remark: Remark, since: datetime | None = None) -> bool:
        """Post a remark, at most once for its nonce; False where its thread cannot be made or written to.

        With `since` it may have been posted after that time already, too long ago for the nonce: look first.
        """
        ...
