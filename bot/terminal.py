"""Show a card in a terminal, as close to the channel as text allows."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby, zip_longest

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.core.cards import Card, Field

_STAMP = re.compile(r"<t:(-?\d+)(?::[tTdDfFR])?>")
_LINK = re.compile(r"\[((?:[^\]\\]|\\.)*)\]\(<?([^)>]*)>?\)")
_BOLD = re.compile(r"\*\*((?:[^*\\]|\\.)+)\*\*")
_ESCAPE = re.compile(r"\\(.)")


def show_card(card: Card, width: int = 100) -> RenderableType:
    """Return a card as a panel; inline fields that follow each other stand side by side, line by line."""
    blocks: list[RenderableType] = [plain(card.summary)]
    for inline, fields in groupby(card.fields, key=lambda field: field.inline):
        blocks.append("")
        if inline:
            blocks.append(_side_by_side(list(fields)))
        else:
            blocks += _one_below_the_other(list(fields))
    return Panel(Group(*blocks), title=plain(card.title), subtitle=plain(card.footer), width=width, padding=(1, 2))


def _side_by_side(fields: Sequence[Field]) -> RenderableType:
    table = Table(box=None, show_edge=False, padding=(0, 2, 0, 0), expand=True)
    for field in fields:
        table.add_column(plain(field.name), header_style="bold underline", ratio=1)
    for lines in zip_longest(*(field.value.split("\n") for field in fields), fillvalue=""):
        table.add_row(*map(plain, lines))
    return table


def _one_below_the_other(fields: Sequence[Field]) -> Sequence[RenderableType]:
    texts = [Text.assemble((plain(field.name).plain, "bold underline"), "\n", plain(field.value)) for field in fields]
    return [part for text in texts for part in ("", text)][1:]


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
