"""Fetch feeds politely and safely: one shared session, conditional requests, every limit kept while the bytes arrive.

Nothing that a feed or its host does is raised; it becomes `Failed` with one plain line. An address that is refused and
one that does not exist get the same line, so that nobody can use a feed to look around the operator's network.
"""

from bot.adapters.fetch.check import check_feed
from bot.adapters.fetch.faults import NOT_PUBLIC
from bot.adapters.fetch.fetcher import FeedFetcher
from bot.adapters.fetch.limits import FetchLimits
from bot.adapters.fetch.session import Page, user_agent

__all__ = ["NOT_PUBLIC", "FeedFetcher", "FetchLimits", "Page", "check_feed", "user_agent"]
