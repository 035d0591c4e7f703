"""`counterclaim feeds compare` finds where we read a feed otherwise than feedparser does."""

from pathlib import Path

import pytest

from bot.__main__ import main
from bot.adapters.compare_feeds import compare_folder
from tests.support.feed_server import item, rss

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>
<entry><id>tag:1</id><title type="html">A &lt;b&gt;clash&lt;/b&gt; &amp;amp; talks</title><link href="http://a.example/1"/>
<updated>2026-02-27T10:00:00Z</updated><summary>One.</summary><content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml"><p>One <a href="/x">link</a>.</p><p>Two.</p></div></content></entry>
<entry><id>tag:2</id><title>Second</title><link href="http://a.example/2"/><published>2026-02-26T10:00:00+05:00</published>
</entry></feed>"""
# feedparser takes the second script for text, because an end without a beginning came before it
MISREAD = "&lt;/script&gt;Kept.&lt;script&gt;not text&lt;/script&gt;"


def test_usual_feeds_are_read_alike_whole_and_item_by_item(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "one.rss").write_bytes(rss(item("a"), item("b", text="&lt;p&gt;Two&lt;/p&gt; dead"), item("c")))
    (tmp_path / "deep" / "two.atom").write_text(ATOM, encoding="utf-8")
    (tmp_path / "no-feed.txt").write_text("nothing")
    assert main(["feeds", "compare", str(tmp_path)]) == 0
    assert "2 feeds, 10 readings of an entry (whole or as delta), 100.00% alike" in capsys.readouterr().out


def test_differences_are_named_and_fail_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "odd[1].rss").write_bytes(rss(item("a", text=MISREAD), item("b")))
    assert main(["feeds", "compare", str(tmp_path)]) == 1
    shown = capsys.readouterr().out
    assert "odd[1].rss" in shown
    assert "not text" in shown
    assert "50.00% alike" in shown


def test_file_that_is_refused_is_told_apart_from_one_that_differs(tmp_path: Path) -> None:
    body = rss(item("a")).replace(b"<rss", b'<!DOCTYPE rss [<!ENTITY x "y">]><rss', 1)
    (tmp_path / "entities.rss").write_bytes(body)
    (found,) = compare_folder(tmp_path)
    assert found.refused == "it declares XML entities, which are not accepted"
    assert (found.compared, found.differing) == (0, 0)


@pytest.mark.parametrize("name", ["missing", "."])
def test_folder_without_feeds_is_a_plain_error(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["feeds", "compare", str(tmp_path / name)]) == 78
    assert str(tmp_path / name).rstrip("/.") in capsys.readouterr().err
