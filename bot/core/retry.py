"""How long to wait before trying again."""

FIRST_WAIT = 2.0
LONGEST_WAIT = 600.0


def wait_before(attempt: int) -> float:
    """Return the seconds to wait before attempt number `attempt` (the second is 2): doubling, ten minutes at most."""
    return float(min(FIRST_WAIT * 2 ** max(attempt - 1, 0), LONGEST_WAIT))
