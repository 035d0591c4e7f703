"""The card as values, and the limits that Discord sets it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

# Limits of one embed, in characters; neither part of a field may be empty (Discord's documentation, Message Resource).
TITLE: Final = 256
DESCRIPTION: Final = 4096
FIELDS: Final = 25
FIELD_NAME: Final = 256
FIELD_VALUE: Final = 1024
FOOTER: Final = 2048
TOTAL: Final = 6000

NEUTRAL_COLOUR: Final = 0x607D8B


@dataclass(frozen=True, slots=True)
class Field:
    """One block of a card: a heading and its lines joined, both already neutralised; `inline` ones stand abreast."""

    name: str
    value: str
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """An event as shown: text only, safe to hand to Discord as it is.

    `updated` is when the newest figure was first said, None where there is none.
    """

    event_id: str
    title: str
    summary: str
    fields: tuple[Field, ...]
    footer: str
    updated: datetime | None
    colour: int
