"""Compare what each side says of an event's losses. It sets words side by side; it never averages or picks one."""

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from bot.core.comparison.changes import is_material
from bot.core.comparison.findings import floors_of, gaps_of, revisions_of
from bot.core.comparison.rows import claimant_of, rows_of
from bot.core.comparison.series import order
from bot.core.comparison.values import Cell, Comparison, Row, Said, Series, Standing
from bot.core.model import Event, FiledClaim
from bot.core.origin import plain_name
from bot.core.theatre import Theatre

__all__ = ["Cell", "Comparison", "Row", "Said", "Series", "Standing", "compare", "is_material"]


def compare(event: Event, claims: Sequence[FiledClaim], theatre: Theatre) -> Comparison:
    """Return the event's losses with each claimant's word on them; background is left out, order does not matter."""
    heard = _once(claims)
    rows = rows_of(heard, theatre)
    voices = {claimant_of(one, theatre) for one in heard}
    first, second = theatre.sides
    return Comparison(
        event=event,
        names=(first.name, second.name),
        rows=rows,
        spoken=tuple(side.code for side in theatre.sides if side.code in voices),
        accepted=floors_of(rows),
        gaps=gaps_of(rows),
        revisions=revisions_of(rows),
        reports=len({one.entry_id for one in heard}),
        outlets=len({one.source for one in heard}),
        origins=len({origin or plain_name(source) for origin, source in {(one.origin, one.source) for one in heard}}),
        updated=max((said.since for row in rows for cell in row.every_cell for said in _stated(cell)), default=None),
    )


def _once(claims: Sequence[FiledClaim]) -> list[FiledClaim]:
    """Return what is not background in its order, each claim once."""
    keyed = sorted(((order(one), one) for one in claims if not one.claim.background), key=itemgetter(0))
    return [next(some)[1] for _, some in groupby(keyed, key=itemgetter(0))]


def _stated(cell: Cell) -> list[Said]:
    return [*(said for series in cell.series for said in series.current), *cell.denials]
