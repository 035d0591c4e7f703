"""What `make score` counts."""

from typing import Any

import pytest

from tools.scoring import Row, score


def entry(*claims: Row) -> dict[str, Any]:
    evidence = "Nine were killed."
    rows = [{"evidence": evidence, **claim} for claim in claims]
    return {
        "id": "one",
        "title": "",
        "text": evidence,
        "relevant": True,
        "event": None,
        "claims": rows,
        "sentences": [],
    }


def killed(low: int, *, background: bool = False) -> Row:
    claim = {"claimant": "AFG", "stance": "asserts", "measure": "killed", "subject": "PAK", "kind": "military"}
    return {**claim, "low": low, "high": low, "background": background}


@pytest.mark.parametrize(
    ("wanted", "found", "precision", "recall"),
    [
        ([killed(9, background=True)], [killed(9, background=True)], 1.0, 1.0),
        ([killed(9, background=True)], [killed(9)], 1.0, 0.0),
        ([killed(9)], [killed(9, background=True)], 0.0, 1.0),
        ([killed(9), killed(7, background=True)], [killed(9, background=True), killed(7, background=True)], 0.5, 1.0),
    ],
)
def test_background_is_compared_on_claims_that_agree(
    wanted: list[Row], found: list[Row], precision: float, recall: float
) -> None:
    background = score([entry(*wanted)], [entry(*found)]).background
    assert (background.precision, background.recall) == (precision, recall)


def test_a_claim_that_is_wrong_otherwise_says_nothing_of_background() -> None:
    background = score([entry(killed(9, background=True))], [entry(killed(8))]).background
    assert (background.found, background.wanted) == (0, 0)
