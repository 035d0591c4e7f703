"""The bars of the commands' benchmark can be missed, and its record has the size that it names."""

import pytest

from tools.benching.commands import Ratio, Waits
from tools.benching.million import CLAIMS, EVENTS, event_id, sizes


@pytest.mark.parametrize(("slow", "kept"), [(0, True), (1, True), (4, False)])
def test_the_slowest_of_a_hundred_decide_about_waiting(slow: int, kept: bool) -> None:
    waits = Waits("/claims", ((0.02, 0.01),) * (300 - slow) + ((0.4, 0.1),) * slow)
    assert waits.is_kept is kept
    assert waits.line().startswith("ok  " if kept else "MISS")


@pytest.mark.parametrize(("times", "kept"), [(2.9, True), (3.1, False)])
def test_reading_may_take_three_times_what_sqlite_takes(times: float, kept: bool) -> None:
    ratio = Ratio(times, 0.003, 0.001, 100)
    assert ratio.is_kept is kept
    assert ratio.line().startswith("ok  " if kept else "MISS")


def test_a_million_claims_are_under_twenty_thousand_events() -> None:
    counts = sizes()
    assert (len(counts), sum(counts)) == (EVENTS, CLAIMS)
    assert min(counts) >= 1
    assert len({event_id(number) for number in range(EVENTS)}) == EVENTS
