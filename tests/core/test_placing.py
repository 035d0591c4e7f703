"""Where a loss was: the place nearest to its figure in its own clause, as the text names it."""

import pytest

from tests.support.claim_cases import read_claims


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Pakistan said two soldiers were killed in Chaman.", ["Chaman"]),
        ("Pakistan said two soldiers were killed by fire from inside Afghanistan.", [None]),
        ("Pakistan said two soldiers were killed, the worst day since the fall of Kabul.", [None]),
        ("Afghan officials in Khost said two policemen were killed.", [None]),
        ("Pakistan said two soldiers were killed in the Ghulam Khan area of Khost.", ["Ghulam Khan"]),
        (
            "Pakistan said at least two bases were destroyed in Kabul at night, while one was destroyed in Kandahar.",
            ["Kabul", "Kandahar"],
        ),
    ],
)
def test_a_loss_is_put_at_the_place_of_its_clause(text: str, places: list[str | None]) -> None:
    assert [claim.place for claim in read_claims("", text)] == places
