"""How an event stands, and what its card says of that and of the events it hangs together with."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.cards import Card, Field, with_standing
from bot.core.cards.values import TOTAL
from bot.core.lifecycle import RECAP, Life, Linked, State, life_of, linked
from bot.core.model import Bond, Event, EventKind, FiledClaim
from tests.support.reports import EVENT, claim

DAY = datetime(2026, 2, 26, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def told(hours: float, low: int = 55, rule: str = "count-loss") -> FiledClaim:
    return FiledClaim(replace(claim(low), rule=rule), "Wire", "", DAY + hours * HOUR, "e")


@pytest.mark.parametrize(
    ("claims", "hours", "state", "until"),
    [
        ([told(0)], 1, State.NEW, 48),
        ([told(0)], 7, State.DEVELOPING, 48),
        ([told(0), told(30)], 47, State.DEVELOPING, 48),
        ([told(0), told(30, 60)], 49, State.DEVELOPING, 78),
        ([told(0), told(30)], 48, State.SETTLED, None),
        ([told(0), told(60, 60)], 61, State.REOPENED, 108),
        ([told(0), told(60, 60)], 108, State.SETTLED, None),
        ([told(0), told(60, 60, RECAP + "count-loss")], 61, State.SETTLED, None),
        ([told(0), told(5)], 1, State.NEW, 48),
    ],
    ids=["new", "developing", "repeat", "news", "settled", "reopened", "again", "recap", "to come"],
)
def test_an_event_stands_by_when_something_new_was_claimed(
    claims: list[FiledClaim], hours: float, state: State, until: float | None
) -> None:
    life = life_of(EVENT, claims, DAY + hours * HOUR)
    assert life == Life(state, None if until is None else DAY + until * HOUR)


def test_a_closed_event_is_settled_and_one_without_claims_goes_by_its_days() -> None:
    assert life_of(EVENT, [told(0)], DAY, closed=True).state is State.SETTLED
    assert life_of(EVENT, [], DAY + 12 * HOUR).state is State.DEVELOPING
    assert life_of(EVENT, [], DAY + 80 * HOUR).state is State.SETTLED


CARD = Card(EVENT.id, "Clash", "Both sides have spoken.", (), "1 report", None, 0)
STRIKE = Event("2026-02-22-khost", EventKind.STRIKE, "Strikes in *Khost*", date(2026, 2, 22), date(2026, 2, 22), ())


def test_a_card_says_how_its_event_stands_and_what_it_follows_from() -> None:
    others = linked([(Bond.RESPONSE, STRIKE, True), (Bond.TRUCE, STRIKE, False)])
    card = with_standing(CARD, Life(State.DEVELOPING, DAY), others)
    assert card.summary.split("\n") == [
        "Both sides have spoken.",
        f"Developing (settled if nothing new is claimed by <t:{int(DAY.timestamp())}:f>)",
        "Response to: Strikes in \\*Khost\\* · 22 February 2026",
        "Followed by the truce: Strikes in \\*Khost\\* · 22 February 2026",
    ]
    assert with_standing(CARD, Life(State.SETTLED), ()).summary.endswith("\nSettled")


def test_what_does_not_fit_into_a_message_is_left_out() -> None:
    full = replace(CARD, fields=(Field("x", "y" * (TOTAL - 60)),))
    card = with_standing(full, Life(State.SETTLED), [Linked("response to", STRIKE)] * 3)
    assert card.summary == "Both sides have spoken.\nSettled"
