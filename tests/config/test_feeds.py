"""The file of feeds: what it may hold, and that every fault names its line."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.feeds import Feed
from bot.errors import RulesError
from config.rules.feeds import read_feeds

SIDES = ("AFG", "PAK")
AFPAK = Path(__file__).parents[2] / "config" / "afpak" / "feeds.toml"


def write(folder: Path, text: str) -> Path:
    path = folder / "feeds.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_feeds_of_the_theatre_can_be_read() -> None:
    feeds = read_feeds(AFPAK, SIDES)
    assert len(feeds) == 24
    assert {feed.side for feed in feeds} == {"AFG", "PAK", "OTHER"}
    assert {feed.language for feed in feeds} == {"en", "ur", "ps", "fa"}


def test_every_field_is_read_and_every_default_is_given(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
[[feed]]
id = "plain"
outlet = "Plain News"
address = "https://plain.example.org/feed"

[[feed]]
id = "full"
outlet = "Full News"
address = "http://full.example.org:8080/rss?x=1"
language = "ps"
side = "AFG"
state_owned = true
interval = 1.5
user_agent = "Reader/1"
full_text = true
paused = true
""",
    )
    plain, full = read_feeds(path, SIDES)
    assert plain == Feed("plain", "Plain News", "https://plain.example.org/feed")
    assert full == Feed(
        "full", "Full News", "http://full.example.org:8080/rss?x=1", "ps", "AFG", True,
        timedelta(minutes=1.5), "Reader/1", True, True,
    )  # fmt: skip


def test_file_without_feeds_is_an_empty_list(tmp_path: Path) -> None:
    assert read_feeds(write(tmp_path, "# none yet\n"), SIDES) == ()


GOOD = '[[feed]]\nid = "a"\noutlet = "A"\naddress = "https://a.example.org/"\n\n'


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (GOOD + '[[feed]]\nid = "b"\noutlet = "B"\n', 6, "address must be given"),
        (GOOD + GOOD, 7, 'id "a" stands twice'),
        (GOOD + GOOD.replace('"a"', '"b"'), 9, "stands twice"),
        (GOOD + '[[feed]]\nid = "B b"\noutlet = "B"\naddress = "https://b.example.org/"\n', 7, "small letters"),
        (GOOD + 'side = "XYZ"\n', 6, "AFG, OTHER, PAK"),
        (GOOD + "interval = 0.2\n", 6, "number of minutes"),
        (GOOD + 'interval = "5"\n', 6, "number of minutes"),
        (GOOD + "interval = nan\n", 6, "number of minutes"),
        (GOOD + "interval = true\n", 6, "number of minutes"),
        (GOOD + 'paused = "no"\n', 6, "true or false"),
        (GOOD + 'language = "English"\n', 6, "language code"),
        (GOOD + 'user_agent = "x\\r\\nHost: y"\n', 6, "one line"),
        (GOOD + 'colour = "red"\n', 6, '"colour" is not known'),
        ('[[feed]]\nid = "a"\noutlet = "A"\naddress = "file:///etc/passwd"\n', 4, "http://"),
        ('[[feed]]\nid = "a"\noutlet = "A"\naddress = "https://[::1"\n', 4, "http://"),
        ('[[feed]]\nid = "a"\noutlet = "A"\naddress = "https://a b/"\n', 4, "http://"),
        ("[[feeds]]\n", 1, "[[feed]] table"),
        ('feed = "x"\n', 1, "[[feed]]"),
        ('[[feed]]\nid = "a\n', 2, "not valid TOML"),
    ],
)
def test_fault_names_file_and_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(RulesError) as caught:
        read_feeds(path, SIDES)
    assert (caught.value.file, caught.value.line) == (path, line)
    assert words in caught.value.reason
