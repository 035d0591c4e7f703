"""The values of the poll stage: feeds, their state between polls, entries as fetched, and the plan of a refresh."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.model import Side


class Trouble(StrEnum):
    """Why a feed does not answer as it should: it is down, it turns us away, or it says that it is gone."""

    NONE = "none"
    DOWN = "down"
    BLOCKED = "blocked"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Feed:
    """A polled address.

    `side` is whose state or public the outlet belongs to, `state_owned` whether a state owns it. `interval` is the
    pause between polls; `user_agent` overrides the program's own.
    """

    id: str
    outlet: str
    address: str
    language: str = "en"
    side: Side = "OTHER"
    state_owned: bool = False
    interval: timedelta = timedelta(minutes=5)
    user_agent: str | None = None
    full_text: bool = False
    paused: bool = False


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is remembered of a feed between polls; all times are aware UTC.

    `baselined` is false until the first good poll. `address` is where a permanent redirect has led, or None.
    `failures` counts failed polls in a row; `last_error` is one line for an admin, None when the last poll was good.
    `moved_to` is a permanent redirect seen `moved_seen` times in a row, not yet trusted. `recent` holds one opaque
    line for each of the newest entries, by which they are known again when a feed gives all of them new ids.
    `rhythm` is the usual pause between new entries, None until two have come.
    """

    feed_id: str
    next_poll: datetime
    etag: str | None = None
    last_modified: str | None = None
    body_digest: str | None = None
    address: str | None = None
    baselined: bool = False
    failures: int = 0
    last_ok: datetime | None = None
    last_new: datetime | None = None
    last_error: str | None = None
    trouble: Trouble = Trouble.NONE
    moved_to: str | None = None
    moved_seen: int = 0
    recent: tuple[str, ...] = ()
    rhythm: timedelta | None = None


@dataclass(frozen=True, slots=True)
class FetchedEntry:
    """One item of a fetched feed, as plain text.

    `key` identifies it within its feed (guid, else canonical address, else digest of the content; never the date).
    `digest` changes when title, text or link change. `raw` is the item as the feed gave it (JSON values).
    """

    key: str
    digest: str
    link: str
    title: str
    text: str
    published: datetime | None
    raw: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The feed answered with a body that could be read.

    `unparsed` counts items left out of `entries` because the last saved body held them to the letter.
    """

    entries: tuple[FetchedEntry, ...]
    body_digest: str
    etag: str | None = None
    last_modified: str | None = None
    permanent_address: str | None = None
    minimum_wait: timedelta | None = None
    unparsed: int = 0


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The feed answered that nothing is new, or sent the same body again."""

    etag: str | None = None
    last_modified: str | None = None
    permanent_address: str | None = None
    minimum_wait: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """The feed could not be read; `reason` is one line for an admin that reveals no address but the feed's own.

    `gone` is an answer of 410, `blocked` one that turns this program away (401, 403, 429, 451).
    """

    reason: str
    retry_after: timedelta | None = None
    gone: bool = False
    blocked: bool = False


FetchOutcome = Fetched | Unchanged | Failed


@dataclass(frozen=True, slots=True)
class RefreshPlan:
    """What one poll of one feed changes: the next state, entries never seen, entries seen with another content.

    `quiet` is true for a baseline: the entries enter the record, nobody is alerted. `before` is the state that `state`
    follows; where it is given, only what differs need be written. `notice` is what the operators should be told of the
    feed, empty for nothing.
    """

    state: FeedState
    new: tuple[FetchedEntry, ...] = ()
    changed: tuple[FetchedEntry, ...] = ()
    quiet: bool = False
    reason: str = ""
    before: FeedState | None = None
    notice: str = ""


@dataclass(frozen=True, slots=True)
class FeedCheck:
    """What one trial fetch of a feed showed; `reason` is why it failed, None when it answered."""

    feed: Feed
    entries: int
    newest: datetime | None
    seconds: float
    reason: str | None = None

    @property
    def line(self) -> str:
        """Return the result in one line for a person."""
        if self.reason is not None:
            return f"{self.feed.id}: failed after {self.seconds:.1f} s: {self.reason}"
        newest = f"newest {self.newest:%Y-%m-%d %H:%M} UTC" if self.newest else "no dates"
        return f"{self.feed.id}: {self.entries} entries, {newest}, {self.seconds:.1f} s"
