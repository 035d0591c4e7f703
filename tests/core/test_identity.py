"""What identifies an entry, and by what it is known again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.identity import (
    LONGEST_KEY,
    Mark,
    canonical_address,
    content_digest,
    entry_key,
    entry_keys,
    mark,
    read_mark,
    write_mark,
)


@pytest.mark.parametrize(
    ("link", "canonical"),
    [
        ("https://www.dawn.com/news/1/", "dawn.com/news/1"),
        ("http://DAWN.com/news/1", "dawn.com/news/1"),
        ("https://dawn.com:443/news/1#comments", "dawn.com/news/1"),
        ("http://dawn.com:8080/news/1", "dawn.com:8080/news/1"),
        ("https://dawn.com./news?utm_source=rss&id=5&fbclid=x", "dawn.com/news?id=5"),
        ("https://dawn.com/?p=1&at_medium=RSS", "dawn.com?p=1"),
        ("https://dawn.com/News/A", "dawn.com/News/A"),
        ("https://dawn.com/news/1/ / #comments", "dawn.com/news/1"),
        ("  https://dawn.com/a  ", "dawn.com/a"),
        ("https://dawn.com/?q=", "dawn.com?q="),
        ("ftp://dawn.com/a", ""),
        ("/relative", ""),
        ("", ""),
        ("http://[::1", ""),
        ("http://dawn.com:port/", ""),
        ("https:///a", ""),
    ],
)
def test_address_without_what_tells_no_pages_apart(link: str, canonical: str) -> None:
    assert canonical_address(link) == canonical


@given(st.text())
def test_any_link_has_a_canonical_form_that_stays_one(link: str) -> None:
    once = canonical_address("https://example.org/" + link)
    assert canonical_address(link) == "" or canonical_address("https://" + canonical_address(link)) != ""
    assert canonical_address("https://" + once) == once or not once


def test_key_is_guid_else_address_else_content() -> None:
    assert entry_key(" g ", "https://a.example/1", "d") == "g"
    assert entry_key(" ", "https://a.example/1", "d") == "a.example/1"
    assert entry_key("", "", "d") == "content:d"
    long = entry_key("x" * (LONGEST_KEY + 1), "", "d")
    assert long.startswith("sha256:")
    assert long != entry_key("x" * (LONGEST_KEY + 2), "", "d")


def test_shared_guid_gives_way_to_the_address_but_a_repeated_item_stays_one() -> None:
    assert entry_keys([("g", "https://a.example/1", "d"), ("g", "https://a.example/2", "e")]) == [
        "a.example/1",
        "a.example/2",
    ]
    assert entry_keys([("g", "https://a.example/1", "d"), ("g", "http://www.a.example/1/", "d")]) == ["g", "g"]


def test_parts_of_the_content_do_not_run_into_each_other() -> None:
    assert content_digest("ab", "c", "") != content_digest("a", "bc", "")
    assert content_digest("a", "b", "mailto:x") != content_digest("a", "b", "mailto:y")


@given(st.builds(Mark, st.text(), st.text(min_size=1), st.text(), st.text(), st.text()))
def test_mark_survives_being_written_down(one: Mark) -> None:
    assert read_mark(write_mark(one)) == one


def test_mark_of_an_entry_without_title_or_address_has_nothing_to_match() -> None:
    one = mark("k", "  ", "", "d" * 32)
    assert (one.key, one.stored, one.link, one.title) == ("k", "k", "", "")


@pytest.mark.parametrize("line", ["", "x", "[]", "{}", "1", "null", "[1,2,3]", "true"])
def test_line_that_is_no_mark_is_none(line: str) -> None:
    assert read_mark(line) is None
