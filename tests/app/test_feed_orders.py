"""`counterclaim feeds add|remove|pause|resume|export|import`, as an operator types them."""

import shutil
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.__main__ import main
from config.settings import ROOT
from tests.support.feed_server import item, rss

PAGE = b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head></html>'


class Site(BaseHTTPRequestHandler):
    """A page that names its feed, and the feed."""

    def do_GET(self) -> None:
        body = {"/": PAGE, "/bare": b"<html></html>", "/feed.xml": rss(item("a"), item("b"))}.get(self.path)
        self.send_response(200 if body else 404)
        self.end_headers()
        self.wfile.write(body or b"")

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def _own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERCLAIM_DATABASE_URL", f"sqlite:///{tmp_path / 'feeds.sqlite3'}")
    monkeypatch.setenv("COUNTERCLAIM_ALLOW_PRIVATE_FEEDS", "true")
    monkeypatch.chdir(tmp_path)


def test_feed_is_found_from_its_site_and_looked_after(
    site: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["feeds", "add", site + "/", "--side", "AFG", "--outlet", "Example News", "--interval", "10"]) == 0
    said = capsys.readouterr().out
    assert "added 127-0-0-1: 2 entries" in said
    assert f"{site}/feed.xml" in said
    assert main(["feeds", "pause", "127-0-0-1"]) == 0
    assert main(["feeds", "list"]) == 0
    assert [line for line in capsys.readouterr().out.splitlines() if "Example News" in line and "paused" in line]
    assert main(["feeds", "export", str(tmp_path / "all.opml")]) == 0
    assert f'xmlUrl="{site}/feed.xml" id="127-0-0-1" language="en" side="AFG"' in (tmp_path / "all.opml").read_text()
    assert main(["feeds", "remove", "127-0-0-1"]) == 0
    capsys.readouterr()
    assert main(["feeds", "import", str(tmp_path / "all.opml")]) == 0
    assert "1 added, 24 there already" in capsys.readouterr().out


def test_feed_that_its_site_does_not_name_is_found_at_a_usual_path(
    site: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["feeds", "add", site + "/bare"]) == 0
    assert "2 entries" in (said := capsys.readouterr().out)
    assert f"{site}/feed.xml" in said


@pytest.mark.parametrize("installed", [True, False])
def test_feed_is_added_with_its_pages_and_a_missing_package_is_told(
    site: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, installed: bool
) -> None:
    if not installed:
        monkeypatch.setitem(sys.modules, "trafilatura", None)
    assert main(["feeds", "add", site + "/", "--full-text"]) == 0
    assert ("the package trafilatura is not installed" in capsys.readouterr().out) is not installed


def test_check_asks_the_feeds_of_the_file_and_those_added_by_command(
    site: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    theatre = tmp_path / "theatre"
    shutil.copytree(ROOT / "afpak", theatre)
    of_file = f'[[feed]]\nid = "gone"\noutlet = "Gone News"\naddress = "{site}/gone"\nfull_text = true\n'
    (theatre / "feeds.toml").write_text(of_file)
    monkeypatch.setenv("COUNTERCLAIM_THEATRE", str(theatre))
    assert main(["feeds", "add", site + "/feed.xml", "--id", "added", "--outlet", "Added News"]) == 0
    capsys.readouterr()
    assert main(["feeds", "check", "added"]) == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "Added News" in line]
    assert [cell.strip() for cell in line.split("│")[3:5]] == ["2", "2026-02-27 10:00"]
    assert main(["feeds", "check"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert [line.split("│")[1].strip() for line in said if " News " in line] == ["added", "gone"]
    assert any("Gone News" in line and "there is nothing at its address (status 404)" in line for line in said)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["check", "nobody"], "no feed is called nobody"),
        (["add", "SITE/none"], "there is nothing at its address"),
        (["add", "SITE/feed.xml", "--side", "XYZ"], "not known"),
        (["add", "SITE/feed.xml", "--language", "English!"], "no language code"),
        (["add", "SITE/feed.xml", "--id", "No Id"], "must be small letters"),
        (["remove", "tolonews"], "feeds.toml"),
        (["resume", "nobody"], "no feed is called nobody"),
        (["import", "missing.opml"], "cannot be read"),
    ],
)
def test_order_that_cannot_be_followed_says_why(
    site: str, words: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["feeds", *(word.replace("SITE", site) for word in words)]) == 78
    assert reason in capsys.readouterr().err
