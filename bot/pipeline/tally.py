"""What a run of a job did."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """What one run of a job did: how many pieces of work it took up and how many changed something."""

    taken: int = 0
    changed: int = 0
