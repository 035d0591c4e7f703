"""Decide how cards and remarks are delivered: when to wait, to look back, to post afresh, what is said beside a card.

Everything here goes from values to values; the pipeline does what is decided, the store remembers it. Limits that
come from Discord: a nonce holds "for the past few minutes" (Create Message), a message older than an hour takes few
edits (code 30046, the number is not published), a message holds 2000 characters.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.core.model import Entry, Event
from bot.core.neutral import neutralise, plain, width
from bot.core.retry import wait_before

# Well inside Discord's "few minutes", so that whoever is unsure looks into the channel rather than trusts the nonce.
NONCE_HOLDS: Final = timedelta(seconds=60)
# The time of a message is Discord's, the time of an attempt ours.
CLOCKS_DIFFER: Final = timedelta(minutes=2)
OLD_MESSAGE: Final = timedelta(hours=1)
MANY_EDITS: Final = 10
LONG_REFUSAL: Final = 10.0
FIRST_PROBE: Final = timedelta(minutes=1)
LONGEST_PROBE: Final = timedelta(hours=6)
# Who joins goes at a tenth of the whole until all others have looked how many they are, and have used up their turns.
JOINING: Final = timedelta(seconds=10)
JOINING_SHARE: Final = 0.1
NONCE_LENGTH: Final = 25
MESSAGE: Final = 1900
THREAD_NAME: Final = 100
_MAX_LINE: Final = 400
_EVENTS_NAMED: Final = 5
_MAX_TITLE: Final = 120


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast cards change: edits of a card are gathered for `least` to `most`; entries older than `late` are late."""

    least: timedelta = timedelta(seconds=60)
    most: timedelta = timedelta(seconds=300)
    late: timedelta = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Standing:
    """A card as it stands in its channel: when it was posted and last edited, and how often edited."""

    posted: datetime
    edited: datetime
    edits: int


@dataclass(frozen=True, slots=True)
class Remark:
    """A short message beside the cards: in a channel or, with `thread_of`, in the thread of that message.

    The `nonce` is a digest of where it goes and why, so that the same remark is never saved or sent twice.
    """

    channel_id: int
    text: str
    nonce: str
    thread_of: int | None = None
    title: str = ""


# --- cards


def edit_due(standing: Standing, pace: Pace, now: datetime) -> datetime:
    """Return when a card may be edited: at once the first time, later the faster things move and the older it is."""
    if standing.edits == 0 or pace.most <= timedelta():
        return now
    return standing.edited + edit_pause(standing, pace, now)


def edit_pause(standing: Standing, pace: Pace, now: datetime) -> timedelta:
    """Return how long edits are gathered: `least` for the first few in an hour, more with each, `most` for old ones."""
    if now - standing.posted >= OLD_MESSAGE:
        return pace.most
    return min(pace.least * (1 + standing.edits / 3), pace.most)


def looks_back(tried: datetime | None, now: datetime) -> bool:
    """Tell whether to search the channel for the card: the nonce of an earlier attempt may have been forgotten."""
    return tried is not None and now - tried >= NONCE_HOLDS


def is_worn(standing: Standing, now: datetime) -> bool:
    """Tell whether a card is old and much edited, so that news is better posted afresh."""
    return standing.edits >= MANY_EDITS and now - standing.posted >= OLD_MESSAGE


def is_refused_for_age(standing: Standing, retry_after: float | None, now: datetime) -> bool:
    """Tell whether a refusal to edit means that the message is too old (30046 comes as a long rate limit)."""
    return retry_after is not None and retry_after >= LONG_REFUSAL and now - standing.posted >= OLD_MESSAGE


def retry_at(failures: int, retry_after: float | None, now: datetime) -> datetime:
    """Return when a card that failed `failures` times before is tried again; Discord's own word counts where given."""
    return now + timedelta(seconds=wait_before(failures + 1) if retry_after is None else retry_after)


def probe_at(probes: int, now: datetime) -> datetime:
    """Return when a parked channel is tried again after `probes` vain attempts: doubling, six hours at most."""
    pause: timedelta = FIRST_PROBE * (1 << min(probes, 12))
    return now + min(pause, LONGEST_PROBE)


def part_of(per_second: float, sharing: int, since_joined: timedelta) -> float:
    """Return how many requests a second one of several processes may make of a limit that they share."""
    if sharing <= 1:
        return per_second
    part = per_second / sharing
    return part if since_joined >= JOINING else min(part, per_second * JOINING_SHARE)


def stub_text(guild_id: int, channel_id: int, message_id: int) -> str:
    """Return what an old card says once a fresh one stands."""
    return f"This card goes on here: https://discord.com/channels/{guild_id or '@me'}/{channel_id}/{message_id}"


def merged_text(kept: Event) -> str:
    """Return what the card of an event says that was merged into another."""
    return f"This episode is now told with another: **{neutralise(kept.title or kept.id, _MAX_TITLE)}** ({kept.id})."


# --- entries that come late


def is_late(entry: Entry, version: int, limit: timedelta, now: datetime) -> bool:
    """Tell whether an entry is read long after it was news: first seen or, though seen in time, read only now."""
    if entry.fetched is None:
        return False
    if now - entry.fetched > limit:
        return True
    return version == 1 and entry.published is not None and entry.fetched - entry.published > limit


# --- remarks


def change_remark(place: tuple[int, int], title: str, lines: Sequence[str], shown: str) -> Remark | None:
    """Return the note for a card's thread about what changed; None where nothing material did.

    `place` is the channel and the message, `shown` the digest of the card with the change.
    """
    if not lines:
        return None
    channel_id, message_id = place
    text = _fit(lines)
    nonce = nonce_of("note", message_id, shown)
    return Remark(channel_id, text, nonce, message_id, plain(title, THREAD_NAME) or "Changes")


def away_remark(channel_id: int, missed: Sequence[Event], reports: int, now: datetime) -> Remark:
    """Return the one line about reports that came too late for alerts; `now` tells one such line from the next."""
    named = [f"**{neutralise(event.title or event.id, _MAX_TITLE)}**" for event in missed[:_EVENTS_NAMED]]
    more = len(missed) - len(named)
    listed = ", ".join(named) + (f" and {more} more" if more > 0 else "")
    count = f"{reports:,} older report{'s' if reports != 1 else ''}"
    text = f"While I was away: {count} filed without an alert, on {listed}. `/latest` and `/claims` show them."
    return Remark(channel_id, text, nonce_of("away", channel_id, now.isoformat()))


def parked_remark(ops_channel: int, channel_id: int, reason: str, now: datetime) -> Remark:
    """Return what the operators are told about a channel that takes no cards."""
    text = (
        f"<#{channel_id}> takes no cards: {neutralise(reason, _MAX_LINE)}. Nothing is lost; I try again by myself, "
        "later each time."
    )
    return Remark(ops_channel, text, nonce_of("parked", channel_id, now.isoformat()))


def feed_remark(ops_channel: int, feed_id: str, notice: str, now: datetime) -> Remark:
    """Return what the operators are told about a feed."""
    text = f"Feed {neutralise(feed_id, _MAX_LINE)}: {neutralise(notice, _MAX_LINE)}."
    return Remark(ops_channel, text, nonce_of("feed", ops_channel, f"{feed_id}|{notice}|{now.isoformat()}"))


def nonce_of(why: str, place: int, what: str) -> str:
    """Return what Discord tells repeats of one remark by."""
    return hashlib.sha256(f"{why}|{place}|{what}".encode()).hexdigest()[:NONCE_LENGTH]


def _fit(lines: Sequence[str]) -> str:
    """Join as many lines as one message holds, then count the rest."""
    kept: list[str] = []
    used = 0
    for line in lines:
        used += width(line) + 1
        if used > MESSAGE:
            return "\n".join([*kept, f"… and {len(lines) - len(kept)} more changes"])
        kept.append(line)
    return "\n".join(kept)
