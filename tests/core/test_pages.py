"""Which pages are opened for their full text, and what is taken over from them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.feeds import FetchedEntry
from bot.core.pages import PAGES_A_POLL, FullTexts, pages_wanted, with_full_texts

NOW = datetime(2026, 2, 27, 12, tzinfo=UTC)
ENTRY = FetchedEntry("a", "digest", "https://news.example.org/a", "Clash at the border", "One sentence.", NOW)


def test_only_pages_of_new_and_changed_entries_are_opened() -> None:
    known, changed, fresh = (replace(ENTRY, key=key) for key in "kcf")
    assert pages_wanted([known, changed, fresh], {"k": "digest", "c": "older"}) == (changed, fresh)


def test_entry_without_an_address_has_no_page() -> None:
    assert pages_wanted([replace(ENTRY, link="")], {}) == ()


def test_newest_come_first_and_no_more_than_a_poll_may_open() -> None:
    many = [replace(ENTRY, key=str(n), published=NOW + timedelta(minutes=n)) for n in range(PAGES_A_POLL + 5)]
    undated = replace(ENTRY, key="undated", published=None)
    assert pages_wanted([undated, *many], {}) == tuple(reversed(many))[:PAGES_A_POLL]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("One sentence.\nAnd another one.", "One sentence.\nAnd another one."),
        ("CLASH  at the border\nOne sentence. And another one.", "One sentence. And another one."),
        ("Clash at the border", "One sentence."),
        ("Cookies?", "One sentence."),
        ("", "One sentence."),
    ],
)
def test_page_is_taken_over_where_it_says_more_without_its_title(page: str, text: str) -> None:
    (one,) = with_full_texts([ENTRY], {"a": page})
    assert (one.text, one.digest) == (text, ENTRY.digest)


def test_entry_whose_page_was_not_opened_keeps_its_text() -> None:
    assert with_full_texts([ENTRY], {"b": "Something else, and much longer."}) == (ENTRY,)


def test_most_frequent_fault_is_told_with_the_count() -> None:
    found = FullTexts({"a": "x", "b": "y"}, ("it asks to wait", "it is gone", "it is gone"))
    assert found.line == "3 of 5 pages could not be read: it is gone"
    assert FullTexts({"a": "x"}).line == ""
