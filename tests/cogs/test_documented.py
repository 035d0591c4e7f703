"""The README names every command."""

from pathlib import Path
from typing import Any

from discord import app_commands

README = Path(__file__).resolve().parents[2] / "README.md"


async def test_every_command_stands_in_the_readme(place: Any) -> None:
    text = README.read_text(encoding="utf-8")
    commands = [one for one in place.stage.client.tree.walk_commands() if isinstance(one, app_commands.Command)]
    assert len(commands) >= 7
    assert [one.qualified_name for one in commands if f"`/{one.qualified_name}" not in text] == []
