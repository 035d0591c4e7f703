"""What the command line understands: a module a group of commands."""

from bot.command_line.arguments import Actions
from bot.command_line.feeds import add_feeds
from bot.command_line.reading import add_analyse, add_demo, add_explain
from bot.command_line.record import add_record
from bot.command_line.running import add_db, add_run

__all__ = ["Actions", "add_analyse", "add_db", "add_demo", "add_explain", "add_feeds", "add_record", "add_run"]
