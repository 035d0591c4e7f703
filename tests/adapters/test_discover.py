"""A site's address leads to its feed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.discover import feed_links

SITE = "https://news.example/world/"


@pytest.mark.parametrize(
    ("page", "links"),
    [
        (
            '<link rel="alternate" type="application/rss+xml" href="/feed?a=1&amp;b=2">',
            ["https://news.example/feed?a=1&b=2"],
        ),
        ("<LINK HREF=atom.xml TYPE=application/atom+xml REL=Alternate />", ["https://news.example/world/atom.xml"]),
        ("<link rel='home alternate' type='application/rss+xml' href='//cdn.example/f'>", ["https://cdn.example/f"]),
        ('<link rel="alternate" hreflang="ur" href="/urdu/">', []),
        ('<link rel="stylesheet" type="application/rss+xml" href="/x">', []),
        ('<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">', []),
        ('<link rel="alternate" type="application/rss+xml" href="file:///etc/passwd">', []),
        ('<link rel="alternate" type="application/rss+xml" href="">', []),
        ('<link rel="alternate" type="application/rss+xml" href="http://[">', []),
        ('<link rel="alternate" type="application/rss+xml" href="/f">' * 3, ["https://news.example/f"]),
        ("<link " * 200_000, []),
    ],
    ids=range(11),
)
def test_feeds_that_a_page_names(page: str, links: list[str]) -> None:
    assert feed_links(page, SITE) == links


@given(page=st.text(alphabet="<link rel=alternate type=application/rss+xml href='\"> ", max_size=300))
def test_no_page_breaks_the_search(page: str) -> None:
    assert all(link.startswith("https://news.example/") for link in feed_links(page, SITE))
