"""Small things that outlive a process: a guild's edits of the rules, named notes, leases on a role."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, or_, select

from bot.adapters.stores.transactions import Transactions, insert
from bot.adapters.tables import keyword_edits, leases, notes
from bot.ports import KeywordEdit


class NoteStore(Transactions):
    """Keyword edits, notes and leases."""

    async def save_keyword_edit(self, edit: KeywordEdit) -> None:
        """Append a guild's edit of the rules; the newest edit of a term counts."""
        values = _edit_values(edit)
        known = select(keyword_edits.c.row).where(*(keyword_edits.c[name] == value for name, value in values.items()))

        def append(connection: Connection) -> None:
            if connection.execute(known).first() is None:
                connection.execute(keyword_edits.insert().values(values))

        await self.write(append)

    async def keyword_edits(self) -> list[KeywordEdit]:
        """Return all guilds' edits, oldest first."""
        query = select(keyword_edits).order_by(keyword_edits.c.row)
        rows = await self.read(lambda connection: connection.execute(query).all())
        return [KeywordEdit(row.guild_id, row.group, row.term, row.added, row.by, row.at) for row in rows]

    async def save_note(self, key: str, value: str, now: datetime) -> None:
        """Set a small named value (heartbeat of a job, fault in a rules file)."""

        def put(connection: Connection) -> None:
            row = insert(connection, notes).values(key=key, value=value, at=now)
            connection.execute(row.on_conflict_do_update(index_elements=["key"], set_={"value": value, "at": now}))

        await self.write(put)

    async def note(self, key: str) -> tuple[str, datetime] | None:
        """Return a named value and when it was set, or None."""
        query = select(notes).where(notes.c.key == key)
        row = await self.read(lambda connection: connection.execute(query).one_or_none())
        return (row.value, row.at) if row else None

    async def lease(self, name: str, holder: str, seconds: float, now: datetime) -> bool:
        """Take or keep a role that only one process may have; False while another holds it."""
        until = now + timedelta(seconds=seconds)

        def take(connection: Connection) -> bool:
            row = insert(connection, leases).values(name=name, holder=holder, until=until)
            taken = row.on_conflict_do_update(
                index_elements=["name"],
                set_={"holder": holder, "until": until},
                where=or_(leases.c.holder == holder, leases.c.until <= now),
            )
            return connection.execute(taken.returning(leases.c.name)).first() is not None

        return await self.write(take)

    async def drop_lease(self, name: str, holder: str) -> None:
        """Give a role back before its time, so that the next process need not wait."""
        gone = delete(leases).where(leases.c.name == name, leases.c.holder == holder)
        await self.write(lambda connection: connection.execute(gone))

    async def share(self, what: str, holder: str, seconds: float, now: datetime) -> int:
        """Take or keep a part in what several processes share; return how many have one, the caller included.

        Of two that join at a time one at least sees both: they are counted once the part is saved.
        """
        name, until = f"{what}:{holder}", now + timedelta(seconds=seconds)
        ours = leases.c.name.startswith(f"{what}:", autoescape=True)

        def take(connection: Connection) -> None:
            connection.execute(delete(leases).where(ours, leases.c.until <= now))
            row = insert(connection, leases).values(name=name, holder=holder, until=until)
            connection.execute(row.on_conflict_do_update(index_elements=["name"], set_={"until": until}))

        await self.write(take)
        count = select(func.count()).select_from(leases).where(ours)
        return await self.read(lambda connection: connection.scalar(count) or 0)

    async def drop_share(self, what: str, holder: str) -> None:
        """Give a part back, so that the others need not wait for it."""
        await self.drop_lease(f"{what}:{holder}", holder)


def _edit_values(edit: KeywordEdit) -> dict[str, object]:
    return {
        "guild_id": edit.guild_id,
        "group": edit.group,
        "term": edit.term,
        "added": edit.added,
        "by": edit.by,
        "at": edit.at,
    }
