"""File an entry under the one episode that it is about: read its day, kind and places, then match the record."""

from bot.core.events.filing import FILED_AGAIN, file_in_order, near, position
from bot.core.events.linking import bonds_of, days_followed
from bot.core.events.matching import event_window, match_event
from bot.core.events.recalling import days_recalled, is_recap, recall, recapped

__all__ = [
    "FILED_AGAIN",
    "bonds_of",
    "days_followed",
    "days_recalled",
    "event_window",
    "file_in_order",
    "is_recap",
    "match_event",
    "near",
    "position",
    "recall",
    "recapped",
]
