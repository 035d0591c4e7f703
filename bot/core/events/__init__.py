"""File an entry under the one episode that it is about: read its day, kind and places, then match the record."""

from bot.core.events.filing import FILED_AGAIN, file_in_order, near, position
from bot.core.events.matching import event_window, match_event

__all__ = ["FILED_AGAIN", "event_window", "file_in_order", "match_event", "near", "position"]
