"""What follows from the rows: what both sides accept, where they are furthest apart, what each has revised.

Every value here is computed and called so where it is shown. Nothing is averaged and nobody is ranked.
"""

from collections.abc import Sequence
from typing import Final

from bot.core.comparison.values import Cell, Family, Floor, Gap, Group, Revision, Row, Said, Standing

_PEOPLE: Final = frozenset({Family.KILLED, Family.WOUNDED, Family.CAPTURED, Family.CASUALTIES})
_TELLING: Final = 15  # tenths: below one and a half times there is little to point out


def floors_of(rows: Sequence[Row]) -> tuple[Floor, ...]:
    """Return own losses that a side admits and the enemy does not put lower."""
    return tuple(floor for row in rows for floor in _floors(row))


def gaps_of(rows: Sequence[Row]) -> tuple[Gap, ...]:
    """Return losses for which both sides give one figure each, furthest apart first."""
    gaps = [gap for row in rows if (gap := _gap(row)) is not None]
    return tuple(sorted(gaps, key=lambda gap: (gap.tenths is not None, -(gap.tenths or 0))))


def revisions_of(rows: Sequence[Row]) -> tuple[Revision, ...]:
    """Return each side's latest change of a figure of its own."""
    return tuple(
        Revision(row.label, cell.name, series.earlier[0], series.current[0])
        for row in rows
        for cell in row.cells
        for series in cell.series
        if series.earlier and len(series.current) == 1
    )


def _floors(row: Row) -> tuple[Floor, ...]:
    if row.loss.family not in _PEOPLE or row.loss.group is not Group.ARMED:
        return ()
    first, second = row.cells
    for own, enemy in ((first, second), (second, first)):
        admitted, claimed = _number(own), _low(enemy)
        if own.admits and admitted is not None and claimed is not None and claimed >= admitted:
            return (Floor(row.loss, admitted),)
    return ()


def _gap(row: Row) -> Gap | None:
    first, second = row.cells
    numbers = (_number(first), _number(second))
    if numbers[0] is None or numbers[1] is None or _counted(first) != _counted(second):
        return None
    (low, less), (high, more) = sorted(zip(numbers, row.cells, strict=True), key=lambda pair: pair[0] or 0)
    if not low:
        return Gap(row.loss, more, less, None) if high else None
    tenths = (high or 0) * 10 // low
    return Gap(row.loss, more, less, tenths) if tenths >= _TELLING else None


def _counted(cell: Cell) -> tuple[str, str]:
    return cell.series[0].measure, cell.series[0].unit


def _low(cell: Cell) -> int | None:
    said = _sole(cell)
    return said.filed.claim.figure.low if said else None


def _number(cell: Cell) -> int | None:
    """Return the lower end of a cell's one definite figure; no number stands for a word."""
    said = _sole(cell)
    return None if said is None or said.is_vague else said.filed.claim.figure.low


def _sole(cell: Cell) -> Said | None:
    return cell.sole if cell.standing is Standing.SAID else None
