"""Keep one claim of what is said twice."""

from collections.abc import Iterable, Sequence

from bot.core.model import Claim, Kind


def merge(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return the claims with repeats left out; the first stays, with the more exact kind."""
    kept: list[Claim] = []
    for claim in claims:
        if not any(_same(claim, one) for one in kept):
            kept.append(claim)
    return tuple(kept)


def without_title_repeats(titled: Sequence[Claim], stated: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return the title's claims that the text does not state in any wording or anybody's mouth."""
    return tuple(claim for claim in titled if not any(_restates(claim, one) for one in stated))


def _same(one: Claim, other: Claim) -> bool:
    return _key(one) == _key(other) and _compatible(one.kind, other.kind) and not _elsewhere(one, other)


def _elsewhere(one: Claim, other: Claim) -> bool:
    """Tell parts of a breakdown by place from a repeat: both have a place of their own and the places differ."""
    if one.place is None or other.place is None or one.place in other.place or other.place in one.place:
        return False
    apart = one.evidence == other.evidence and one.figure_span != other.figure_span
    return apart or any(rule in claim.rule for claim in (one, other) for rule in ("breakdown", "part"))


def _key(claim: Claim) -> tuple[object, ...]:
    figure = claim.figure
    return (claim.background, claim.claimant, claim.stance, claim.measure, claim.subject, figure.low, figure.high)


def _compatible(one: Kind, other: Kind) -> bool:
    return one is other or Kind.UNSPECIFIED in {one, other}


def _restates(titled: Claim, stated: Claim) -> bool:
    if titled.measure is not stated.measure or titled.stance is not stated.stance:
        return False
    if _is_part_of(stated, titled):
        return False
    ends = {titled.figure.low, titled.figure.high} - {None}
    return (
        not ends
        or bool(ends & {stated.figure.low, stated.figure.high})
        or titled.figure.approx
        or titled.subject == stated.subject
    )


def _is_part_of(stated: Claim, titled: Claim) -> bool:
    """Tell a part of the title's number ("nine children were among the dead") from that number."""
    part, whole = stated.figure.high, titled.figure.low
    told = stated.rule.startswith(_PARTS) and stated.subject == titled.subject
    return told and part is not None and whole is not None and part < whole


_PARTS = ("part", "among-the-dead", "bracket", "breakdown", "listed")
