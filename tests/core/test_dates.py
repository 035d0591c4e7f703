"""Days that a text names."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.dates import dates_in, rows_in, spans_in

FRIDAY = date(2026, 2, 27)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("late on Thursday", ["2026-02-26"]),
        ("on Friday", ["2026-02-27"]),
        ("last Friday", ["2026-02-20"]),
        ("last Sunday", ["2026-02-22"]),
        ("two days ago", ["2026-02-25"]),
        ("a day earlier", ["2026-02-26"]),
        ("3 days before", ["2026-02-24"]),
        ("a week ago", ["2026-02-20"]),
        ("on October 11", ["2025-10-11"]),
        ("the air strikes of 16 April", ["2025-04-16"]),
        ("Feb 26 - ", ["2026-02-26"]),
        ("on the night of October 11-12", ["2025-10-11"]),
        ("the nights of April 25/26", ["2025-04-25"]),
        ("March 3, 2019 and 4th of May 2020", ["2019-03-03", "2020-05-04"]),
        ("overnight", ["2026-02-26"]),
        ("last night, today", ["2026-02-26", "2026-02-27"]),
        ("at the weekend", ["2026-02-21"]),
        ("for a third consecutive day", ["2026-02-25"]),
        ("next Monday", []),
        ("on Sept. 31", []),
        ("it may 2 people", []),
        ("will meet on March 25", []),
        ("in October", []),
        ("Monday's clash, then Tuesday", ["2026-02-23", "2026-02-24"]),
        ("Wednesday, January 14", ["2026-01-14"]),
        ("on Wednesday when 12 men fired", ["2026-02-25"]),
        ("the strikes of the 24th and of the 28th", ["2026-02-24", "2026-01-28"]),
        ("on the 31st", ["2026-01-31"]),
        ("of the 11th Corps", []),
        ("two days after a gunbattle", ["2026-02-25"]),
        ("", []),
    ],
)
def test_a_day_is_read_from_the_day_of_telling(text: str, days: list[str]) -> None:
    assert [hit.day.isoformat() for hit in dates_in(text, FRIDAY)] == days


def test_a_hit_tells_where_it_stands_and_whether_days_were_counted() -> None:
    text = "Guns fired for a third day"
    (hit,) = dates_in(text, FRIDAY)
    assert text[hit.start : hit.end] == "third day"
    assert hit.counted


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("470 rockets in the past three weeks", "2026-02-06"),
        ("after three days of talks", "2026-02-24"),
        ("nearly four weeks of rocket fire", "2026-01-30"),
        ("for 38 days", "2026-01-20"),
        ("over the last ten nights", "2026-02-17"),
        ("three weeks later", None),
        ("two days ago", None),
    ],
)
def test_a_row_of_days_begins_so_long_before_the_telling(text: str, first: str | None) -> None:
    assert [hit.day.isoformat() for hit in rows_in(text, FRIDAY)] == ([first] if first else [])


@given(st.text(alphabet="in pastwoedksfr 1234", max_size=80), st.dates(min_value=date(1900, 1, 1)))
def test_no_row_of_days_is_too_odd(text: str, told: date) -> None:
    assert all(hit.counted and hit.day <= told for hit in rows_in(text, told))


@given(st.text(alphabet="aJun1 23/-day weekSundlrthg,", max_size=80), st.dates())
def test_no_text_and_no_day_is_too_odd(text: str, told: date) -> None:
    assert all(0 <= hit.start < hit.end <= len(text) for hit in dates_in(text, told))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("fighting in October", date(2023, 10, 1), date(2023, 10, 31)),
        ("fighting in May", date(2024, 5, 1), date(2024, 5, 31)),
        ("in December 2022", date(2022, 12, 1), date(2022, 12, 31)),
        ("killed last month", date(2024, 4, 1), date(2024, 4, 30)),
        ("killed earlier this month", date(2024, 5, 1), date(2024, 5, 10)),
        ("killed last week", date(2024, 4, 29), date(2024, 5, 5)),
        ("killed earlier this week", date(2024, 5, 6), date(2024, 5, 10)),
        ("killed last year", date(2023, 1, 1), date(2023, 12, 31)),
        ("killed earlier this year", date(2024, 1, 1), date(2024, 5, 10)),
        ("killed in 2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("killed two weeks ago", date(2024, 4, 22), date(2024, 4, 30)),
        ("killed three months earlier", date(2024, 1, 24), date(2024, 2, 25)),
    ],
)
def test_stretches_without_a_day_are_read(text: str, first: date, last: date) -> None:
    assert spans_in(text, date(2024, 5, 10)) == ((first, last),)


@pytest.mark.parametrize("text", ["on October 11", "May they rest", "in the last hours", "in 50 villages"])
def test_what_names_a_day_or_none_is_no_stretch(text: str) -> None:
    assert spans_in(text, date(2024, 5, 10)) == ()
