"""The line that tells what a trial fetch showed."""

from datetime import UTC, datetime

import pytest

from bot.core.feeds import Feed, FeedCheck

FEED = Feed("dawn", "Dawn", "https://www.dawn.com/feeds/home")


@pytest.mark.parametrize(
    ("check", "line"),
    [
        (
            FeedCheck(FEED, 30, datetime(2026, 2, 27, 11, tzinfo=UTC), 0.42),
            "dawn: 30 entries, newest 2026-02-27 11:00 UTC, 0.4 s",
        ),
        (FeedCheck(FEED, 3, None, 1.0), "dawn: 3 entries, no dates, 1.0 s"),
        (FeedCheck(FEED, 0, None, 10.0, "it did not answer"), "dawn: failed after 10.0 s: it did not answer"),
    ],
)
def test_check_tells_its_result_in_one_line(check: FeedCheck, line: str) -> None:
    assert check.line == line
