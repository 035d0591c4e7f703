"""Lay out a comparison as one card: two columns in the same order, then what follows from them.

Limits hold for any input: every line is bounded, every block fits its share, and what does not fit is counted.
The shares add up to less than the 6000 characters that one message may hold.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Final

from bot.core.cards.lines import counted, fit_columns, fit_lines, moment
from bot.core.cards.links import source_link
from bot.core.cards.values import FIELD_VALUE, NEUTRAL_COLOUR, Card, Field
from bot.core.comparison.values import Cell, Comparison, Row, Said, Standing
from bot.core.comparison.wording import (
    accepted_words,
    cell_words,
    current_words,
    days_words,
    denial_words,
    gap_words,
    revision_words,
    spoken_words,
)
from bot.core.neutral import isolated, neutralise
from bot.core.theatre import Theatre

_MAX_TITLE: Final = 160
_MAX_LABEL: Final = 100
_MAX_CELL: Final = 200
_MAX_LINE: Final = 230
_MAX_NAME: Final = 60

_OTHERS_SHARE: Final = 600
_DIFFERS_SHARE: Final = 350
_DENIED_SHARE: Final = 400
_REVISED_SHARE: Final = 400
_SOURCES_SHARE: Final = 800
_GAPS_SHOWN: Final = 3
_INDENT: Final = "\u2003"  # an em space, which Discord keeps at the start of a line

QUOTED: Final = "quoted, not verified"
NOTHING_READ: Final = "No figure or denial has been read yet."


def lay_out(comparison: Comparison, theatre: Theatre) -> Card:
    """Return the event's card, within Discord's limits whatever the comparison holds."""
    blocks = (
        *_columns(comparison),
        _others(comparison),
        _block("What differs most (computed)", _gaps(comparison, theatre), _DIFFERS_SHARE),
        _block("What both accept (computed)", _accepted(comparison, theatre), _DIFFERS_SHARE),
        _block("Revised", _safe(revision_words(one) for one in comparison.revisions), _REVISED_SHARE),
        _block("Denied", _denials(comparison, theatre), _DENIED_SHARE),
        _sources(comparison),
    )
    return Card(
        event_id=comparison.event.id,
        title=card_title(comparison),
        summary=_summary(comparison, theatre),
        fields=tuple(block for block in blocks if block is not None),
        footer=card_footer(comparison),
        updated=comparison.updated,
        colour=NEUTRAL_COLOUR,
    )


def card_digest(card: Card) -> str:
    """Return a digest of what a card says; the counts of the footer and the time are no reason for an edit."""
    fields = [(field.name, field.value, field.inline) for field in card.fields]
    shown = json.dumps([card.event_id, card.title, card.summary, fields, card.colour], ensure_ascii=True)
    return hashlib.sha256(shown.encode("ascii")).hexdigest()


def card_title(comparison: Comparison) -> str:
    """Return the event's name and days."""
    event = comparison.event
    return f"{isolated(neutralise(event.title or event.id, _MAX_TITLE))} · {days_words(event.began, event.last)}"


def card_footer(comparison: Comparison) -> str:
    """Return how much was read; Discord shows a footer without markdown."""
    return f"{heard_words(comparison)} · {QUOTED}"


def heard_words(comparison: Comparison) -> str:
    """Return how much was read, and from how many: outlets that print one agency's text are one source."""
    reports, outlets = comparison.reports, comparison.outlets
    counts = f"{counted(reports, 'report', 'reports')}, {counted(outlets, 'outlet', 'outlets')}"
    if comparison.origins >= outlets:
        return counts
    return f"{counts}, {counted(comparison.origins, 'original source', 'original sources')}"


def _summary(comparison: Comparison, theatre: Theatre) -> str:
    spoken = neutralise(spoken_words(comparison, theatre), _MAX_LINE)
    if not comparison.rows:
        return f"{spoken} {NOTHING_READ}"
    losses = counted(len(comparison.rows), "loss", "losses")
    newest = f" · newest figure {moment(comparison.updated, 'R')}" if comparison.updated else ""
    return f"{spoken} {losses} compared{newest}"


def _columns(comparison: Comparison) -> tuple[Field, Field]:
    """Return the sides' columns: the same losses in the same order, each under its own name."""
    rows = [row for row in comparison.rows if any(cell.standing is not Standing.NOTHING for cell in row.cells)]
    columns = [[f"{_label(row)}\n{_INDENT}{_stand(row, row.cells[side])}" for row in rows] for side in (0, 1)]
    left, right = fit_columns(columns, FIELD_VALUE)
    first, second = (f"{neutralise(name, _MAX_NAME)} says" for name in comparison.names)
    return Field(first, left, inline=True), Field(second, right, inline=True)


def _others(comparison: Comparison) -> Field | None:
    cells = [(row, cell) for row in comparison.rows for cell in row.others]
    lines = (
        f"{_label(row)}: {_stand(row, cell)} – {isolated(neutralise(cell.name, _MAX_NAME))}" for row, cell in cells
    )
    return Field("Others say", fit_lines(lines, _OTHERS_SHARE, len(cells))) if cells else None


def _label(row: Row) -> str:
    return neutralise(row.label, _MAX_LABEL)


def _stand(row: Row, cell: Cell) -> str:
    """Return a claimant's word with what stands in bold, what it replaced and what is missing in plain."""
    words, current = cell_words(cell, row), current_words(cell, row)
    if cell.standing is Standing.DENIED:
        return f"**{words}**"
    if not current:
        return neutralise(words, _MAX_CELL)
    if not words.startswith(current):
        return f"**{neutralise(words, _MAX_CELL)}**"
    rest = words.removeprefix(current)
    gap = " " if rest.startswith(" ") else ""
    return f"**{neutralise(current, _MAX_CELL)}**" + (gap + neutralise(rest, _MAX_CELL) if rest else "")


def _gaps(comparison: Comparison, theatre: Theatre) -> list[str]:
    return _safe(gap_words(gap, theatre) for gap in comparison.gaps[:_GAPS_SHOWN])


def _accepted(comparison: Comparison, theatre: Theatre) -> list[str]:
    return _safe([accepted_words(comparison.accepted, theatre)])


def _denials(comparison: Comparison, theatre: Theatre) -> list[str]:
    denied = ((cell, row) for row in comparison.rows for cell in row.every_cell if cell.denials)
    return _safe(denial_words(cell, row, theatre) for cell, row in denied)


def _block(name: str, lines: list[str], share: int) -> Field | None:
    """Return a block over the full width, None where it would be empty; the lines are safe already."""
    return Field(name, fit_lines(lines, share)) if lines else None


def _safe(words: Iterable[str]) -> list[str]:
    return [neutralise(one, _MAX_LINE) for one in words if one]


def _sources(comparison: Comparison) -> Field | None:
    """Return links to the reports that first gave what stands on the card, newest first."""
    stated = (said.filed for row in comparison.rows for cell in row.every_cell for said in _stands(cell))
    read = sorted({(one.said, one.source, one.link) for one in stated}, reverse=True)
    lines = (f"{moment(said, 'f')} {source_link(source, link)}" for said, source, link in read)
    return Field("Sources", fit_lines(lines, _SOURCES_SHARE, len(read))) if read else None


def _stands(cell: Cell) -> Iterator[Said]:
    if cell.standing is Standing.SAID:
        yield from (said for series in cell.series for said in series.current)
    yield from cell.denials
