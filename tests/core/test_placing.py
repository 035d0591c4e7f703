"""Where a loss was: the place that its own words name, all of them where they name several."""

import pytest

from tests.support.claim_cases import read_claims


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Eight women were killed in Khost and Paktika, officials said.", "Khost and Paktika"),
        ("Eight women were killed in Khost, Kunar and Paktika, officials said.", "Khost, Kunar and Paktika"),
        ("Eight women were killed in Khost, officials in Paktika said.", "Khost"),
        ("Eight women were killed in Khost on Monday.", "Khost"),
    ],
)
def test_a_loss_at_several_places_is_shown_with_all_of_them(text: str, place: str) -> None:
    (claim,) = read_claims("", text)
    assert claim.place == place
