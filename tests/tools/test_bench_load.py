"""Every bar of the load test can be missed."""

import pytest

from tests.support.discord_limits import Limits
from tools.bench_load import Load, Outcome


def outcome(*, slow: int = 0, missing: int = 0, doubled: int = 0, broken: int = 0) -> Outcome:
    limits = Limits()
    limits.breaches.update({"global": broken} if broken else {})
    waits = [0.1] * (1000 - slow) + [1.5] * slow
    return Outcome(Load(), limits, waits, [2.0], [(2.0, 2.0)], missing, doubled)


def test_a_good_outcome_misses_nothing() -> None:
    good = outcome(slow=9)
    assert good.misses == []
    assert "MISS" not in "\n".join(good.lines())


@pytest.mark.parametrize("fault", ["slow", "missing", "doubled", "broken"])
def test_each_bar_can_be_missed(fault: str) -> None:
    bad = outcome(**{fault: 20})
    assert len(bad.misses) == 1
    assert bad.lines()[-1].startswith("MISS")


def test_the_load_is_the_one_that_was_promised() -> None:
    load = Load()
    assert sum(map(len, load.servers().values())) == 200
    assert (load.reports, load.commands) == (25, 3600)
