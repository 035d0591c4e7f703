"""`counterclaim feeds …`."""

from functools import partial
from pathlib import Path

from bot import app
from bot.command_line.arguments import Actions, minutes


def add_feeds(commands: Actions) -> None:
    """Add the commands that look after feeds."""
    feeds = commands.add_parser("feeds", help="look after the feeds").add_subparsers(required=True, metavar="ACTION")
    listing = feeds.add_parser("list", help="the feeds of the theatre and how each stands")
    listing.set_defaults(command=lambda _: app.list_feeds())
    check = feeds.add_parser("check", help="fetch every feed once and say which still answer")
    check.add_argument("id", nargs="*", help="only these feeds")
    check.set_defaults(command=lambda options: app.check_feeds(options.id))
    _add_orders(feeds)
    compare = feeds.add_parser("compare", help="hold our reading of a folder of feeds against feedparser's own")
    compare.add_argument("folder", type=Path, help="folder of feeds as files, looked through to its depth")
    compare.set_defaults(command=lambda options: app.compare_feeds(options.folder))


def _add_orders(feeds: Actions) -> None:
    add = feeds.add_parser("add", help="add a feed by its address or its site's")
    add.add_argument("address", help="address of the feed, or of a page that names it")
    add.add_argument("--id", help="what to call it; made from its host without one")
    add.add_argument("--outlet", help="what cards call the source; its host without one")
    add.add_argument("--language", default="en", help="language of its entries (default en)")
    add.add_argument("--side", default="OTHER", help="whose state or public the outlet belongs to (default OTHER)")
    add.add_argument("--state-owned", action="store_true", help="a state owns the outlet")
    add.add_argument("--interval", type=minutes, default=5, help="minutes between polls (default 5)")
    add.add_argument("--full-text", action="store_true", help="read its entries' pages too, where its terms allow it")
    add.set_defaults(command=app.add_feed)
    for name, order, words in (
        ("remove", app.remove_feed, "take out a feed that was added by command"),
        ("pause", partial(app.hold_feed, held=True), "stop polling a feed, whatever the file says"),
        ("resume", partial(app.hold_feed, held=False), "poll a feed again, whatever the file says"),
    ):
        action = feeds.add_parser(name, help=words)
        action.add_argument("id")
        action.set_defaults(command=lambda options, order=order: order(options.id))
    export = feeds.add_parser("export", help="write the feeds as OPML")
    export.add_argument("file", nargs="?", type=Path, help="standard output without one")
    export.set_defaults(command=lambda options: app.export_feeds(options.file))
    importing = feeds.add_parser("import", help="add the feeds of an OPML file")
    importing.add_argument("file", type=Path)
    importing.set_defaults(command=lambda options: app.import_feeds(options.file))
