"""Lay out a comparison as a card that holds within Discord's limits whatever the input."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Field:
    """One block of a card: a heading and its lines joined, both already neutralised; `inline` blocks stand side by side."""

    name: str
    value: str
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """An event as shown: text only, safe to hand to Discord as it is."""

    event_id: str
    title: str
    summary: str
    fields: tuple[Field, ...]
    footer: str
    updated: datetime | None
    colour: int
