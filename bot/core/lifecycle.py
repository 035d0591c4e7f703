"""How an event stands, by the time since anything was last claimed about it, and how events hang together.

An event is new for six hours after its first claim, developing until nothing new was claimed for two days, settled
then or when an analyst closed it, and reopened when a claim comes after that. A repeat of what was claimed before
changes nothing of this, nor does a figure told in passing by a report about something else.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final

from bot.core.model import Bond, Event, FiledClaim

FRESH: Final = timedelta(hours=6)
QUIET: Final = timedelta(days=2)
# Before the name of the rule by which a figure was read: it was told in a report about something else.
RECAP: Final = "recap:"


class State(StrEnum):
    """How an event stands."""

    NEW = "new"
    DEVELOPING = "developing"
    SETTLED = "settled"
    REOPENED = "reopened"


# The same, told from the earlier event.
FROM_BEFORE: Final = {
    Bond.RESPONSE: "answered by",
    Bond.TRUCE: "followed by the truce",
    Bond.TALKS: "followed by the talks",
    Bond.REOPENING: "followed by the reopening",
}


@dataclass(frozen=True, slots=True)
class Life:
    """How an event stands, and until when if nothing new is claimed (None once it is settled)."""

    state: State
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Linked:
    """An event that hangs together with the one at hand, with the words for how."""

    words: str
    event: Event


def life_of(event: Event, claims: Collection[FiledClaim], now: datetime, *, closed: bool = False) -> Life:
    """Return how an event stands at `now`; without a claim its own days count."""
    told = [said for said in _news(claims) if said <= now]
    last_day = datetime.combine(event.last, time.min, UTC) + timedelta(days=1)
    times = told or [datetime.combine(event.began, time.min, UTC), last_day]
    if closed or now - times[-1] >= QUIET:
        return Life(State.SETTLED)
    until = times[-1] + QUIET
    if any(later - earlier >= QUIET for earlier, later in pairwise(times)):
        return Life(State.REOPENED, until)
    return Life(State.NEW if now - times[0] < FRESH else State.DEVELOPING, until)


def _news(claims: Collection[FiledClaim]) -> list[datetime]:
    """Return when each thing was claimed for the first time, in order; a repeat is no news."""
    first: dict[object, datetime] = {}
    for one in sorted(claims, key=lambda one: one.said):
        claim = one.claim
        if not claim.rule.startswith(RECAP):
            what = (claim.stance, claim.measure, claim.subject, claim.kind, claim.figure.low, claim.figure.high)
            first.setdefault((claim.claimant, what), one.said)
    return sorted(first.values())


def linked(bonds: Sequence[tuple[Bond, Event, bool]]) -> tuple[Linked, ...]:
    """Return what stands on an event's card for its bonds: each with the other event, and whether that came before."""
    return tuple(Linked(bond.value if before else FROM_BEFORE[bond], event) for bond, event, before in bonds)
