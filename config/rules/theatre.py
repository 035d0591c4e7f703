"""Read a theatre's whole folder."""

from dataclasses import replace
from pathlib import Path

from bot.core.theatre import Theatre
from config.rules.places import read_places
from config.rules.sides import read_theatre


def load_theatre(folder: Path) -> Theatre:
    """Return the theatre of `folder` with its places; raise RulesError with file and line where a file is wrong."""
    theatre = read_theatre(folder)
    codes = [side.code for side in theatre.sides]
    return replace(theatre, places=read_places(folder / "places.toml", codes))
