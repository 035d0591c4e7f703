"""How long to wait before trying again."""

FIRST_WAIT = 2.0
LONGEST_WAIT = 600.0
_DOUBLINGS = 10


def wait_before(attempt: int) -> float:
    """Return the seconds to wait before attempt number `attempt` (the second is 2): doubling, ten minutes at most."""
    doublings = min(max(attempt - 1, 0), _DOUBLINGS)
    return float(min(FIRST_WAIT * 2**doublings, LONGEST_WAIT))
