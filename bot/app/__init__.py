"""The composition root: the only package that knows every class. One module a command of the command line."""

from bot.app.databases import copy as copy_database
from bot.app.entries import analyse
from bot.app.explain import explain
from bot.app.feed_orders import add_feed, export_feeds, hold_feed, import_feeds, remove_feed
from bot.app.feeds import check_feeds, compare_feeds, list_feeds
from bot.app.preview import demo
from bot.app.service import JOBS, run
from bot.supervisor import CANNOT_GO_ON, TRY_AGAIN

__all__ = [
    "CANNOT_GO_ON",
    "JOBS",
    "TRY_AGAIN",
    "add_feed",
    "analyse",
    "check_feeds",
    "compare_feeds",
    "copy_database",
    "demo",
    "explain",
    "export_feeds",
    "hold_feed",
    "import_feeds",
    "list_feeds",
    "remove_feed",
    "run",
]
