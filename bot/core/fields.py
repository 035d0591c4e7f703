"""A claim as plain fields, in the words of the labelling guidelines: for tables, JSON and digests alike."""

from typing import Any

from bot.core.model import Claim


def claim_fields(claim: Claim) -> dict[str, Any]:
    """Return what a claim says, field by field, but for where in its evidence it says so."""
    figure = claim.figure
    return {
        "claimant": claim.claimant,
        "by": claim.by,
        "stance": claim.stance.value,
        "measure": claim.measure.value,
        "subject": claim.subject,
        "kind": claim.kind.value,
        "low": figure.low,
        "high": figure.high,
        "approx": figure.approx,
        "words": figure.words,
        "place": claim.place,
        "evidence": claim.evidence,
        "background": claim.background,
        "rule": claim.rule,
    }
