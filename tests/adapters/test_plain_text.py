"""HTML to the text that a reader would see."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.plain_text import LONGEST_HTML, LONGEST_TEXT, from_html, tidy

CASES = [
    ("plain words", "plain words"),
    ("a &amp; b", "a & b"),
    ("&amp;lt;b&amp;gt; is decoded once", "&lt;b&gt; is decoded once"),
    ("<p>One.</p><p>Two.</p>", "One.\nTwo."),
    ("<p>One\n  line.</p>", "One line."),
    ("One<br>Two<br/>Three<hr>Four", "One\nTwo\nThree\nFour"),
    ("<ul><li>19 posts</li><li>2 bases</li></ul>", "19 posts\n2 bases"),
    ("<b>5</b><i>5</i> dead", "55 dead"),
    ("a<script>if (a<b) alert('</p>')</script>b", "ab"),
    ("a<style>p{}</style><svg><title>x</title></svg>b", "ab"),
    ("<iframe src='x'/>after", "after"),
    ("a<!-- b -->c<!-- <p>d</p> -->e", "ace"),
    ("a<!-- never ends", "a"),
    ("<![CDATA[kept]]> <?php x ?><!DOCTYPE y>z", "kept z"),
    ('<a href="x>y">link</a>', "link"),
    ("<img alt='a < b > c'>text", "text"),
    ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
    ("torn <a href='http", "torn"),
    ("non\u00a0breaking\u2003space", "non breaking space"),
    ("zero\u200bwidth\u202e\ufeff\u00ad", "zerowidth"),
    ("می\u200cشود", "می\u200cشود"),
    ("a\u200cb\u200dc", "abc"),
    ("bell\x07 null\x00 escape\x1b[0m", "bell null escape[0m"),
    ("e\u0301", "é"),
    ("half \ud800 pair", "half pair"),
    ("first\n\n  second\r\nthird", "first\nsecond\nthird"),
    ("<p>Text.</p>\n<p>The post <a>Clash</a> appeared first on <a>Khaama</a>.</p>", "Text."),
    ("&#8217;&rsquo;&nbsp;x", "’’ x"),
    ("one\rtwo\x0bthree\x85four", "one two three four"),
    ("", ""),
]


@pytest.mark.parametrize(("html", "text"), CASES)
def test_text_is_what_a_reader_would_see(html: str, text: str) -> None:
    assert from_html(html) == text


@pytest.mark.parametrize(
    "unit", ["<!--", "<a ", "<a\n", "<a x='", '<a x="<', "<a/", "<?", "<![", "</", "&", "<p>", "<a x=y "]
)
def test_hostile_repetition_takes_no_quadratic_time(unit: str) -> None:
    began = time.process_time()
    from_html(unit * (LONGEST_HTML // len(unit)))
    # the library's own parser takes up to 60 s for these; the limit only has to tell the two apart
    assert time.process_time() - began < 2


@given(
    st.text()
    | st.lists(st.sampled_from(["<", ">", "p", "<p>", "</", "'", '"', "&lt;", "<!--", "-->", "script", " "])).map(
        "".join
    )
)
def test_any_text_is_tidied_and_stays_so(html: str) -> None:
    text = from_html(html)
    assert len(text) <= LONGEST_TEXT
    assert tidy(text) == text
    assert text.encode("utf-8").isascii() or not {"\u200b", "\u202e", "\x00", "\ud800"} & set(text)
