"""Show a card in a terminal, as close to the channel as text allows."""

import re
from datetime import UTC, datetime

from rich.box import Box
from rich.columns import Columns
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from bot.core.cards import Card, Field

_NO_BOX = Box("    \n" * 8)
_STAMP = re.compile(r"<t:(-?\d+)(?::[tTdDfFR])?>")
_LINK = re.compile(r"\[((?:[^\]\\]|\\.)*)\]\(<?([^)>]*)>?\)")
_BOLD = re.compile(r"\*\*((?:[^*\\]|\\.)+)\*\*")
_ESCAPE = re.compile(r"\\(.)")


def show_card(card: Card, width: int = 100) -> RenderableType:
    """Return a card as a panel; inline fields that follow each other stand side by side."""
    blocks: list[RenderableType] = [plain(card.summary)]
    side_by_side: list[RenderableType] = []
    for field in card.fields:
        if field.inline:
            side_by_side.append(_block(field, width // 2 - 4))
            continue
        blocks += _columns(side_by_side)
        side_by_side = []
        blocks += ["", _block(field)]
    blocks += _columns(side_by_side)
    return Panel(Group(*blocks), title=plain(card.title), subtitle=plain(card.footer), width=width, padding=(1, 2))


def _columns(blocks: list[RenderableType]) -> list[RenderableType]:
    return ["", Columns(blocks, padding=(0, 2))] if blocks else []


def _block(field: Field, width: int | None = None) -> RenderableType:
    text = Text.assemble((plain(field.name).plain, "bold underline"), "\n", plain(field.value))
    if width is None:
        return text
    return Panel(text, box=_NO_BOX, width=width, padding=0)


def plain(markdown: str) -> Text:
    """Return Discord markdown as styled terminal text: bold kept, links and time stamps written out."""
    words = _STAMP.sub(lambda match: f"{datetime.fromtimestamp(int(match[1]), UTC):%d %b %Y %H:%M} UTC", markdown)
    words = _LINK.sub(lambda match: match[1], words)
    text = Text()
    at = 0
    for match in _BOLD.finditer(words):
        text.append(_unescape(words[at : match.start()]))
        text.append(_unescape(match[1]), style="bold")
        at = match.end()
    text.append(_unescape(words[at:]))
    return text


def _unescape(words: str) -> str:
    return _ESCAPE.sub(r"\1", words)
