"""Put on a card how its event stands and which others it hangs together with, in neutral words."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.core.cards.lines import moment
from bot.core.cards.values import DESCRIPTION, TOTAL, Card
from bot.core.comparison.wording import days_words
from bot.core.lifecycle import Life, Linked, State
from bot.core.neutral import neutralise, width

_MAX_TITLE: Final = 120
_MOST: Final = 4
_STATES: Final = {
    State.NEW: "New",
    State.DEVELOPING: "Developing",
    State.SETTLED: "Settled",
    State.REOPENED: "Reopened",
}


def with_standing(card: Card, life: Life, others: Sequence[Linked]) -> Card:
    """Return the card with how its event stands, until when, and a line for each event that it hangs together with.

    What changes with the clock alone is told with its time, so that no card must be edited for it. The lines that
    would not fit into one message are left out.
    """
    texts = (card.title, card.footer, *(text for one in card.fields for text in (one.name, one.value)))
    left = TOTAL - sum(map(width, texts))
    lines = [card.summary]
    for line in (_state(life), *map(_line, others[:_MOST])):
        if width("\n".join([*lines, line])) <= min(left, DESCRIPTION):
            lines.append(line)
    return replace(card, summary="\n".join(lines))


def state_words(life: Life) -> str:
    """Return how an event stands, in a word."""
    return _STATES[life.state]


def _state(life: Life) -> str:
    if life.until is None:
        return _STATES[life.state]
    return f"{_STATES[life.state]} (settled if nothing new is claimed by {moment(life.until, 'f')})"


def _line(one: Linked) -> str:
    words, title = one.words.capitalize(), neutralise(one.event.title or one.event.id, _MAX_TITLE)
    return f"{words}: {title} · {days_words(one.event.began, one.event.last)}"
