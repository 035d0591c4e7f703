"""File an entry under the one episode that it is about: read its day, kind and places, then match the record."""

from bot.core.events.awaiting import days_awaited, told_after
from bot.core.events.filing import FILED_AGAIN, file_in_order, near, position
from bot.core.events.linking import FOLLOWED_FOR, bonds_of, days_followed, followers_of, may_be_followed
from bot.core.events.matching import event_window, match_event
from bot.core.events.recalling import days_recalled, is_recap, recall, recapped

__all__ = [
    "FILED_AGAIN",
    "FOLLOWED_FOR",
    "bonds_of",
    "days_awaited",
    "days_followed",
    "days_recalled",
    "event_window",
    "file_in_order",
    "followers_of",
    "is_recap",
    "match_event",
    "may_be_followed",
    "near",
    "position",
    "recall",
    "recapped",
    "told_after",
]
