"""Lists of feeds go out as OPML and come back."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.opml import FeedList, read_opml, write_opml
from bot.core.feeds import Feed
from bot.errors import FeedError

words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), min_size=1).map(str.strip)
feeds = st.builds(
    Feed,
    id=st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True),
    outlet=words.filter(bool),
    address=st.from_regex(r"https://[a-z]{1,8}\.example/[a-z?&=]{0,20}", fullmatch=True),
    language=st.sampled_from(["en", "ps"]),
    side=st.sampled_from(["AFG", "PAK", "OTHER"]),
    state_owned=st.booleans(),
    interval=st.integers(1, 1440).map(lambda minutes: timedelta(minutes=minutes)),
    paused=st.booleans(),
    full_text=st.booleans(),
    user_agent=st.none()
    | st.from_regex(r"[A-Za-z]{1,9}/[0-9]\.[0-9] \(\+https://[a-z]{1,9}\.example\)", fullmatch=True),
)


@given(some=st.lists(feeds, max_size=5))
def test_what_goes_out_comes_back(some: list[Feed]) -> None:
    assert read_opml(write_opml(some).encode(), {"AFG", "PAK", "OTHER"}, "list") == FeedList(tuple(some), ())


def test_other_programs_lists_are_read_and_what_is_not_taken_is_said() -> None:
    document = b"""<?xml version="1.0"?><opml version="1.0"><body><outline text="News">
    <outline text="A &amp; B" xmlUrl="https://a.example/feed" side="XYZ" interval="often"/><outline text="no feed"/>
    <outline title="C" text="c" xmlUrl="file:///etc/passwd"/>
    <outline title="D" text="d" xmlUrl="https://d.example/feed" language="Pashto" interval="0.1"/>
    </outline></body></opml>"""
    found = read_opml(document, {"AFG"}, "list")
    assert found.feeds == (Feed("", "A & B", "https://a.example/feed"), Feed("", "D", "https://d.example/feed"))
    assert found.remarks == (
        'list, line 2: side="XYZ" is none of AFG, OTHER; OTHER is taken',
        'list, line 2: interval="often" is no number of minutes from 1 to 1440; 5 is taken',
        'list, line 3: xmlUrl="file:///etc/passwd" does not begin with http:// or https://, so this feed is left out',
        'list, line 4: language="Pashto" is no language code such as en; en is taken',
        'list, line 4: interval="0.1" is no number of minutes from 1 to 1440; 5 is taken',
    )


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (b"no xml", "it is no OPML"),
        (b"<opml><body>", "it is no OPML"),
        (b'<!DOCTYPE opml [<!ENTITY a "b">]><opml/>', "DOCTYPE"),
        (b" " * (5 * 1024 * 1024 + 1), "larger"),
    ],
    ids=["text", "torn", "entities", "large"],
)
def test_what_is_no_list_is_refused(document: bytes, reason: str) -> None:
    with pytest.raises(FeedError, match=reason):
        read_opml(document, {"AFG"}, "list")
