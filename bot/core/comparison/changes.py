"""Tell what changed between two comparisons of one event, in lines fit for a note; repeats and rewordings are none."""

from typing import Final

from bot.core.comparison.values import Cell, Comparison, Group, Loss, Row, Said
from bot.core.comparison.wording import current_words, said_words, speaker_name
from bot.core.neutral import neutralise

_MAX_WORDS: Final = 200
_MAX_SPEAKER: Final = 80


def is_material(before: Comparison, after: Comparison) -> tuple[str, ...]:
    """Return one neutralised line for each claimant's figure or denial that is new; empty when nothing changed."""
    known = {row.loss: row for row in before.rows}
    return tuple(
        line for row in after.rows for cell in row.every_cell for line in _change(_like(row.loss, known), row, cell)
    )


def _like(loss: Loss, known: dict[Loss, Row]) -> Row | None:
    """Return the row as it was, also where its kind has only become known since."""
    return known.get(loss) or known.get(Loss(loss.subject, loss.family, Group.PEOPLE))


def _change(was: Row | None, row: Row, cell: Cell) -> tuple[str, ...]:
    old = next((one for one in was.every_cell if (one.side, one.name) == (cell.side, cell.name)), None) if was else None
    lines = []
    if _figures(cell) - _figures(old):
        before = current_words(old, was) if old and was else ""
        arrow = f"{neutralise(before, _MAX_WORDS)} → " if before else ""
        now = neutralise(current_words(cell, row), _MAX_WORDS)
        lines.append(f"{row.label}: {arrow}{now} ({_speaker(cell, _current(cell))})")
    if _denials(cell) - _denials(old):
        rejected = [said_words(said) for said in cell.denials if said.size >= 0]
        what = f"denies {neutralise(', '.join(rejected), _MAX_WORDS)}" if rejected else "denied"
        lines.append(f"{row.label}: {what} ({_speaker(cell, cell.denials)})")
    return tuple(lines)


def _figures(cell: Cell | None) -> frozenset[tuple[object, ...]]:
    """Return the figures that a cell states, wording left aside."""
    series = cell.series if cell else ()
    return frozenset((one.measure, one.unit, said.size) for one in series for said in one.current)


def _denials(cell: Cell | None) -> frozenset[tuple[object, ...]]:
    return frozenset((said.filed.claim.measure, said.size) for said in (cell.denials if cell else ()))


def _current(cell: Cell) -> tuple[Said, ...]:
    return tuple(said for series in cell.series for said in series.current)


def _speaker(cell: Cell, words: tuple[Said, ...]) -> str:
    """Return who says it and, unless it speaks for itself, the outlet that has it from them."""
    newest = max(words, key=lambda said: (said.since, said.size)).filed
    speaker = neutralise(speaker_name(newest.claim.by, cell.name), _MAX_SPEAKER)
    outlet = neutralise(newest.source, _MAX_SPEAKER)
    return speaker if not outlet or outlet.casefold() == speaker.casefold() else f"{speaker}, via {outlet}"
