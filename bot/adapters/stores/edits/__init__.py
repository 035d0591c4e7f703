"""What analysts change in the record: every edit is a row that is never rewritten, and every change can be undone.

A merged event stays where it is and points to the one that is kept. A report that moves is filed anew: its former
filing is superseded and stays readable as of then, and its claims are carried along.
"""

from datetime import datetime

from sqlalchemy import Connection

from bot.adapters.stores.edits.doing import do_edit
from bot.adapters.stores.edits.listing import ListingStore
from bot.adapters.stores.edits.state import state_of
from bot.core.record import Edit, Wish, decide


class EditStore(ListingStore):
    """Edits of the record, and what is needed to choose them."""

    async def save_edit(self, wish: Wish, by: str, reason: str, now: datetime) -> Edit:
        """Decide and do what a wish asks for, in one transaction; raise RecordError where it cannot be done."""

        def save(connection: Connection) -> Edit:
            edit = decide(wish, state_of(connection, wish))
            do_edit(connection, edit, (by, reason), now)
            return edit

        return await self.write(save)
