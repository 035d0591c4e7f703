"""`counterclaim db`: move the whole database to another."""

import asyncio

from rich.console import Console

from bot.adapters.copying import copy_database


def copy(source: str, target: str) -> int:
    """Copy the database at one URL into the empty one at another, and print what was copied."""
    console = Console()
    copied = asyncio.run(copy_database(source, target))
    for one in copied:
        console.print(f"{one.rows:>9,}  {one.table}", highlight=False)
    console.print(f"{sum(one.rows for one in copied):>9,}  rows in all, counted on both sides", highlight=False)
    return 0
