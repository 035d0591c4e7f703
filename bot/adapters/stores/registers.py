"""The record as a register: all of it at once for an export, and what an import adds to it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, update

from bot.adapters.record_tables import record_edits
from bot.adapters.stores.growth import add_event, last_day
from bot.adapters.stores.record import file_of, standing_ids
from bot.adapters.stores.rows import claim_values, digest_of, event_values
from bot.adapters.stores.stale import alert_guilds, channels_with_card, mark_stale
from bot.adapters.stores.states import replace_base
from bot.adapters.stores.transactions import Transactions, insert
from bot.adapters.tables import claims, events
from bot.core.model import FiledClaim
from bot.core.record import Action
from bot.core.registers import Difference, Filed, difference


class RegisterStore(Transactions):
    """Export and import."""

    async def register(self) -> list[Filed]:
        """Return every event that stands with the claims that stand under it, by id."""

        def collect(connection: Connection) -> list[Filed]:
            found = (_held(connection, event_id) for event_id in standing_ids(connection))
            return [one for one in found if one is not None]

        return await self.read(collect)

    async def register_difference(self, register: Sequence[Filed], name: str) -> list[Difference]:
        """Return what an import would add and change; `name` is what errors call the file."""
        return await self.read(lambda connection: _difference(connection, register, name))

    async def save_register(self, register: Sequence[Filed], name: str, by: str, now: datetime) -> list[Difference]:
        """Import a register in one transaction and return what it added and changed; nothing the second time."""

        def save(connection: Connection) -> list[Difference]:
            found = _difference(connection, register, name)
            for one in found:
                _save(connection, one, (name, by), now)
            return found

        return await self.write(save)


def _held(connection: Connection, event_id: str) -> Filed | None:
    file = file_of(connection, event_id)
    return None if file is None else Filed(file.event, file.claims)


def _difference(connection: Connection, register: Sequence[Filed], name: str) -> list[Difference]:
    held = {filed.event.id: _held(connection, filed.event.id) for filed in register}
    return difference(register, {key: one for key, one in held.items() if one is not None}, name)


def _save(connection: Connection, one: Difference, told: tuple[str, str], now: datetime) -> None:
    name, by = told
    if one.before is None:
        add_event(connection, one.event, last_day(one.event), now)
    elif one.before != one.event:
        connection.execute(update(events).where(events.c.id == one.event.id).values(event_values(one.event)))
        replace_base(connection, one.event)
    for filed in one.claims:
        _add(connection, one.event.id, filed, now)
    edit = insert(connection, record_edits).values(
        at=now,
        by=by,
        action=Action.IMPORT.value,
        event_id=one.event.id,
        words="; ".join(one.lines),
        reason=f"import of {name}",
        intents=[],
        before=[],
    )
    connection.execute(edit)
    channels = channels_with_card(connection, one.event.id) & alert_guilds(connection).keys()
    mark_stale(connection, channels, one.event.id, now)


def _add(connection: Connection, event_id: str, filed: FiledClaim, now: datetime) -> None:
    values = claim_values(filed.claim)
    where = (filed.entry_id, filed.source, filed.link, filed.said.isoformat())
    row = insert(connection, claims).values(
        **values,
        digest=digest_of("import", event_id, where, values),
        entry_id=filed.entry_id,
        event_id=event_id,
        source=filed.source,
        link=filed.link,
        said=filed.said,
        saved=now,
        origin=filed.origin or None,
    )
    connection.execute(row.on_conflict_do_nothing(index_elements=["digest"]))
