"""An edit of the keywords file takes effect without a restart; a bad one changes nothing and says why."""

import os
import shutil
from pathlib import Path

import pytest

from bot.core.model import Entry
from bot.core.relevance import judge
from bot.errors import RulesError
from config.rules.book import RulesBook
from config.rules.theatre import load_theatre
from config.settings import ROOT

THEATRE = ROOT / "afpak"
ENTRY = Entry(
    "1", "Wire", None, "Afghan and Pakistani troops trade zorbfire at Torkham", "They traded zorbfire on Monday night."
)


@pytest.fixture
def book(tmp_path: Path) -> RulesBook:
    folder = tmp_path / "theatre"
    shutil.copytree(THEATRE, folder)
    return RulesBook(folder / "keywords.toml")


def rewrite(path: Path, old: str, new: str) -> None:
    """Change the file, and its time in case the clock of the file system is coarse."""
    words = path.read_text(encoding="utf-8")
    assert old in words
    path.write_text(words.replace(old, new, 1), encoding="utf-8")
    status = path.stat()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1_000_000))


def test_a_good_edit_takes_effect(book: RulesBook) -> None:
    theatre = load_theatre(THEATRE)
    assert not judge(ENTRY, book.current(), theatre).relevant
    rewrite(book.path, "\narms = [", '\narms = [\n  "zorbfire",')
    assert judge(ENTRY, book.current(), theatre).relevant
    assert book.fault is None


def test_a_bad_edit_changes_nothing_and_says_where(book: RulesBook) -> None:
    before = book.current().version
    rewrite(book.path, "\narms = [", "\narms = = [")
    assert book.current().version == before
    assert book.fault is not None
    assert f"{book.path}, line " in book.fault


def test_the_fault_goes_when_the_file_is_mended(book: RulesBook) -> None:
    rewrite(book.path, "\narms = [", "\narms = = [")
    book.current()
    rewrite(book.path, "\narms = = [", "\narms = [")
    book.current()
    assert book.fault is None


def test_a_file_that_is_gone_changes_nothing(book: RulesBook) -> None:
    before = book.current().version
    book.path.unlink()
    assert book.current().version == before
    assert book.fault is not None


def test_an_edited_place_reaches_the_rules(book: RulesBook) -> None:
    before = book.current().version
    rewrite(book.path.parent / "places.toml", '"Torkham"', '"Torkhamabad"')
    assert book.current().version != before


def test_a_bad_file_at_the_start_is_refused(book: RulesBook) -> None:
    rewrite(book.path, "\narms = [", "\narms = = [")
    with pytest.raises(RulesError, match="line"):
        RulesBook(book.path)
