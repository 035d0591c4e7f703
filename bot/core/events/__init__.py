"""File an entry under the one episode that it is about: read its day, kind and places, then match the record."""

from bot.core.events.matching import event_window, match_event

__all__ = ["event_window", "match_event"]
