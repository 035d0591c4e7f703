"""When a command fails, the user gets one line and the log another."""

import logging
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.support.bots import FEBRUARY


def break_store(folder: Path) -> None:
    """Take the tables away, as a restored or damaged database would."""
    database = sqlite3.connect(folder / "store.db")
    tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    for (name,) in tables.fetchall():
        database.execute(f'DROP TABLE "{name}"')
    database.commit()
    database.close()


@pytest.mark.scene(fails=True)
async def test_a_broken_record_is_told_in_one_line_without_its_path(
    place: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    break_store(tmp_path)
    with caplog.at_level(logging.INFO, "bot.client"):
        result = await place.member.slash(place.channel, "claims", event=FEBRUARY.id)
    assert result.response.content.startswith("The record cannot be reached")
    assert str(tmp_path) not in result.response.content
    (record,) = [one for one in caplog.records if one.name == "bot.client"]
    assert "command='claims'" in record.getMessage()
    assert record.exc_info


async def test_typing_on_a_broken_record_offers_nothing_and_is_logged(
    place: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    break_store(tmp_path)
    assert await place.member.autocomplete(place.channel, "claims", "event", "x") == []
    assert "choices failed" in caplog.text
