"""Sort claims into losses and losses into rows: which claims are about the same thing, and where each voice stands."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from bot.core.comparison.series import grouped, sayings, series_of
from bot.core.comparison.values import Cell, Family, Group, Loss, Row, Standing
from bot.core.comparison.wording import loss_label, speaker_name
from bot.core.model import BOTH, OTHER, FiledClaim, Kind, Measure, Side, Stance
from bot.core.theatre import Theatre

_FAMILIES: Final = {
    Measure.KILLED: Family.KILLED,
    Measure.WOUNDED: Family.WOUNDED,
    Measure.CAPTURED: Family.CAPTURED,
    Measure.CASUALTIES: Family.CASUALTIES,
    Measure.DISPLACED: Family.DISPLACED,
    Measure.POSTS_CAPTURED: Family.POSTS,
    Measure.POSTS_DESTROYED: Family.POSTS,
    Measure.AIRCRAFT_DOWNED: Family.AIRCRAFT,
    Measure.VEHICLES_DESTROYED: Family.VEHICLES,
    Measure.STRIKES: Family.STRIKES,
}
_THINGS: Final = frozenset({Family.POSTS, Family.AIRCRAFT, Family.VEHICLES, Family.STRIKES})
_GROUPS: Final = {
    Kind.MILITARY: Group.ARMED,
    Kind.MILITANT: Group.ARMED,
    Kind.CIVILIAN: Group.CIVILIAN,
    Kind.UNSPECIFIED: Group.PEOPLE,
    Kind.MATERIEL: Group.PEOPLE,
}
# A side concedes losses of its forces; what befell its civilians it reports.
_CONCEDED: Final = frozenset({Group.ARMED, Group.MATERIEL})
_REMEMBERED: Final = 1024


def rows_of(filed: Sequence[FiledClaim], theatre: Theatre) -> tuple[Row, ...]:
    """Return one row a loss, in the order of the measures, then fighters before civilians, then the subjects.

    The claims are given in the order of `series.order`.
    """
    codes = (*(side.code for side in theatre.sides), theatre.militants.code)
    named = grouped(filed, lambda one: _loss(one, codes))
    losses = grouped(filed, lambda one: _settled(one, _loss(one, codes), named, theatre))
    return tuple(_row(loss, losses[loss], theatre) for loss in sorted(losses, key=lambda one: _place(one, theatre)))


def claimant_of(filed: FiledClaim, theatre: Theatre) -> Side:
    """Return whose word it is; whoever is neither side is one of the others."""
    return filed.claim.claimant if filed.claim.claimant in theatre.claimants else OTHER


def _loss(filed: FiledClaim, codes: tuple[Side, ...]) -> Loss:
    claim = filed.claim
    return _loss_of(claim.measure, claim.subject, claim.kind, codes)


@lru_cache(_REMEMBERED)
def _loss_of(measure: Measure, subject: Side, kind: Kind, codes: tuple[Side, ...]) -> Loss:
    """Return whose loss of what it is; `codes` are those of the sides, the militants' last."""
    family = _FAMILIES[measure]
    subject = subject if subject in {*codes, BOTH} else OTHER
    if family in _THINGS:
        return Loss(subject, family, Group.MATERIEL)
    return Loss(subject, family, Group.ARMED if subject == codes[-1] else _GROUPS[kind])


def _place(loss: Loss, theatre: Theatre) -> tuple[int, int, int]:
    """Order rows; the second side's losses come first, so that the first column opens with a claim about the enemy."""
    first, second = theatre.sides
    subjects = (second.code, first.code, theatre.militants.code, BOTH, OTHER)
    return list(Family).index(loss.family), list(Group).index(loss.group), subjects.index(loss.subject)


def _settled(one: FiledClaim, loss: Loss, losses: dict[Loss, list[FiledClaim]], theatre: Theatre) -> Loss:
    """Return the loss under which a claim is shown: of "people", the one kind that others name, where nothing forbids.

    A claimant that itself names the kind means somebody else by "people", and a side's own "people" need not be its
    soldiers: these stay in a row of their own.
    """
    if loss.group is not Group.PEOPLE:
        return loss
    kinds = [Loss(loss.subject, loss.family, group) for group in (Group.ARMED, Group.CIVILIAN)]
    named = [kind for kind in kinds if kind in losses]
    joins = len(named) == 1 and _may_join(one, losses[named[0]], theatre)
    return named[0] if joins and not (named[0].group is Group.ARMED and _is_own_figure(one)) else loss


def _may_join(one: FiledClaim, specific: Sequence[FiledClaim], theatre: Theatre) -> bool:
    return claimant_of(one, theatre) not in {claimant_of(other, theatre) for other in specific}


def _is_own_figure(one: FiledClaim) -> bool:
    return one.claim.stance is Stance.ASSERTS and one.claim.claimant == one.claim.subject


def _row(loss: Loss, filed: Sequence[FiledClaim], theatre: Theatre) -> Row:
    by_side = grouped(filed, lambda one: claimant_of(one, theatre))
    first, second = (_side_cell(loss, side.code, by_side, theatre) for side in theatre.sides)
    voices = grouped(by_side.get(OTHER, []), lambda one: speaker_name(one.claim.by, one.source).casefold())
    others = tuple(
        _cell(loss, OTHER, speaker_name(voice[0].claim.by, voice[0].source), voice) for voice in voices.values()
    )
    return Row(loss, loss_label(loss, theatre), (first, second), others)


def _side_cell(loss: Loss, side: Side, by_side: dict[Side, list[FiledClaim]], theatre: Theatre) -> Cell:
    name = next(party.name for party in theatre.sides if party.code == side)
    if side in by_side:
        return _cell(loss, side, name, by_side[side])
    enemy = by_side.get(theatre.enemy(side), [])
    asserted = any(one.claim.stance is Stance.ASSERTS for one in enemy)
    return Cell(side, name, Standing.SILENT if asserted else Standing.NOTHING)


def _cell(loss: Loss, side: Side, name: str, filed: Sequence[FiledClaim]) -> Cell:
    asserted = [one for one in filed if one.claim.stance is Stance.ASSERTS and _has_figure(one)]
    denied = [one for one in filed if one.claim.stance is Stance.DENIES]
    series = series_of(asserted)
    denials = sayings(denied)
    if not series:
        return Cell(side, name, Standing.DENIED if denials else Standing.NOTHING, (), denials)
    some = any(said.size > 0 for one in series for said in one.current)
    admits = side == loss.subject and loss.group in _CONCEDED and some
    return Cell(side, name, Standing.SAID, series, denials, admits)


def _has_figure(filed: FiledClaim) -> bool:
    return filed.claim.figure.low is not None or filed.claim.figure.high is not None
