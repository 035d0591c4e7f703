"""Tell a match that is neither clear nor clearly new: it is filed all the same, and an analyst looks at it."""

from dataclasses import dataclass
from typing import Final

from bot.core.model import EventMatch

# The grey zone, in one table. A match is doubtful where its score is below CLEAR, or where the runner-up also passes
# for a match (RIVAL) and comes within CLOSE of it; a new event is where an event of the record scored NEARLY or more.
CLEAR: Final = 0.70
RIVAL: Final = 0.60
CLOSE: Final = 0.05
NEARLY: Final = 0.50


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a match is put before an analyst."""

    reason: str


def doubt(match: EventMatch) -> Doubt | None:
    """Return why a match is neither clear nor clearly new, None where it is."""
    if match.event is None:
        return None
    if match.is_new:
        near = match.runner_up is not None and match.runner_up_score >= NEARLY
        return Doubt(f"filed as new, but {match.runner_up} scores {match.runner_up_score:.2f}") if near else None
    if match.score < CLEAR:
        return Doubt(f"scores {match.score:.2f} only")
    if match.runner_up_score >= RIVAL and match.score - match.runner_up_score < CLOSE:
        return Doubt(f"scores {match.score:.2f}, but {match.runner_up} {match.runner_up_score:.2f}")
    return None
