"""Try a feed once, for a person who wants to know whether it answers."""

import asyncio
from datetime import datetime

from bot.adapters.fetch.fetcher import FeedFetcher
from bot.core.feeds import Failed, Feed, FeedCheck, FeedState, Fetched


async def check_feed(fetcher: FeedFetcher, feed: Feed, now: datetime) -> FeedCheck:
    """Fetch a feed as if for the first time and tell what came of it; nothing is stored."""
    clock = asyncio.get_running_loop().time
    began = clock()
    outcome = await fetcher.fetch(feed, FeedState(feed.id, now))
    seconds = clock() - began
    match outcome:
        case Fetched(entries=entries):
            dates = [entry.published for entry in entries if entry.published and entry.published <= now]
            return FeedCheck(feed, len(entries), max(dates, default=None), seconds)
        case Failed(reason=reason):
            return FeedCheck(feed, 0, None, seconds, reason)
        case _:
            return FeedCheck(feed, 0, None, seconds, "it says that nothing has changed, though it was asked for all")
