"""What is left out when an episode is read as though nothing had been taken from it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bot.core.model import Entry, Event, EventKind
from config.rules.keywords import read_keywords
from config.rules.theatre import load_theatre
from tools.leaving_out import Ground, read_left_out

FOLDER = Path(__file__).parents[2] / "config" / "afpak"
EVENT = Event("2024-05-08-torkham", EventKind.CLASH, "Clash", date(2024, 5, 8), date(2024, 5, 8), ("Torkham",))
GROUND = Ground(load_theatre(FOLDER), read_keywords(FOLDER / "keywords.toml"), (EVENT,))


def labelled(name: str, event: str | None, title: str, text: str) -> dict[str, Any]:
    return {"id": name, "source": "Wire", "title": title, "text": text, "event": event}


def read(rows: Sequence[dict[str, Any]], others: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    told = datetime(2024, 5, 8, 18, tzinfo=UTC)
    entries = [Entry(row["id"], row["source"], told, row["title"], row["text"]) for row in rows]
    return {row["id"]: row for row in read_left_out(rows, entries, others, GROUND)}


CLASH = labelled(
    "one", EVENT.id, "Guards trade fire at Torkham", "Afghan and Pakistani guards fired on each other on Wednesday."
)
SAME_WORDS = labelled(
    "two", "2020-01-01-other", "Guards trade fire in Goshta", "Afghan and Pakistani guards fired on each other there."
)
AT_TORKHAM = labelled(
    "three", "2019-01-01-torkham", "Torkham is quiet", "Afghan and Pakistani guards trade fire seldom."
)


def test_the_episode_is_gone_from_the_record() -> None:
    found = read([CLASH], [SAME_WORDS, AT_TORKHAM])["one"]
    assert found["relevant"]
    assert "new:" in str(found["why"])


def test_a_place_that_only_the_episode_names_is_unknown_in_it() -> None:
    known = read([CLASH], [SAME_WORDS, AT_TORKHAM])["one"]["event"]
    unknown = read([CLASH], [SAME_WORDS])["one"]["event"]
    assert (known, unknown) == ("2024-05-08-torkham", "2024-05-08-border")


def test_words_that_no_other_entry_uses_do_not_count() -> None:
    assert read([CLASH], [SAME_WORDS])["one"]["relevant"]
    assert not read([CLASH])["one"]["relevant"]


def test_every_entry_is_read_once_and_those_of_no_episode_alone() -> None:
    rows = [CLASH, SAME_WORDS, labelled("four", None, "Grapes are cheap", "Nobody fired.")]
    assert sorted(read(rows)) == ["four", "one", "two"]
