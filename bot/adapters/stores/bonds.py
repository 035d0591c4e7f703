"""How events hang together, and whether an analyst closed them: what cards and lists show beside the claims."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, or_, select, update

from bot.adapters.record_tables import closings, links
from bot.adapters.stores.filings import kept_id
from bot.adapters.stores.rows import event_of
from bot.adapters.stores.stale import alert_guilds, channels_with_card, mark_stale
from bot.adapters.stores.transactions import insert
from bot.adapters.tables import events
from bot.core.model import Bond, Event

_MINE: Final = (
    select(links.c.event_id, links.c.other_id, links.c.bond)
    .where(
        links.c.until.is_(None),
        or_(
            links.c.event_id.in_(bindparam("mine", expanding=True)),
            links.c.other_id.in_(bindparam("mine", expanding=True)),
        ),
    )
    .order_by(links.c.row)
)
_CLOSED: Final = select(closings.c.event_id).where(closings.c.event_id.in_(bindparam("mine", expanding=True))).limit(1)


def bonds_of(connection: Connection, event_ids: Sequence[str]) -> tuple[tuple[Bond, Event, bool], ...]:
    """Return the bonds of an event, given with all merged into it: how, the other event, whether that came before."""
    found: dict[tuple[str, str, bool], None] = {}
    for row in connection.execute(_MINE, {"mine": list(event_ids)}):
        before = row.event_id in event_ids
        other = kept_id(connection, row.other_id if before else row.event_id)
        if other not in event_ids:
            found[row.bond, other, before] = None
    rows = connection.execute(select(events).where(events.c.id.in_({other for _, other, _ in found})))
    known = {row.id: event_of(row) for row in rows} if found else {}
    return tuple((Bond(bond), known[other], before) for bond, other, before in found)


def is_closed(connection: Connection, event_ids: Sequence[str]) -> bool:
    """Tell whether an analyst closed an event."""
    return connection.scalar(_CLOSED, {"mine": list(event_ids)}) is not None


def save_bonds(connection: Connection, event_id: str, bonds: Iterable[tuple[str, Bond]], now: datetime) -> None:
    """Link an event to earlier ones; one that was taken off stays off. The cards of both are made anew."""
    for other_id, bond in bonds:
        values = {"event_id": event_id, "other_id": other_id, "bond": bond.value, "since": now}
        row = insert(connection, links).values(values)
        new = row.on_conflict_do_nothing(index_elements=["event_id", "other_id", "bond"]).returning(links.c.row)
        if connection.execute(new).first() is not None:
            _mark(connection, (event_id, other_id), now)


def carry_bonds(connection: Connection, event_id: str, heir_id: str, now: datetime) -> None:
    """Let the event that took an event's reports over have its links too."""
    mine = or_(links.c.event_id == event_id, links.c.other_id == event_id)
    for row in connection.execute(select(links).where(mine, links.c.until.is_(None)).order_by(links.c.row)).all():
        later, earlier = (heir_id if one == event_id else one for one in (row.event_id, row.other_id))
        if later != earlier:
            save_bonds(connection, later, [(earlier, Bond(row.bond))], now)


def tie(connection: Connection, bond: tuple[str, str, Bond], now: datetime, *, stands: bool) -> None:
    """Let a link stand or not, as an analyst says."""
    event_id, other_id, how = bond
    values = {"event_id": event_id, "other_id": other_id, "bond": how.value, "since": now}
    keys = ["event_id", "other_id", "bond"]
    if stands:
        row = insert(connection, links).values(values)
        connection.execute(row.on_conflict_do_update(index_elements=keys, set_={"until": None, "since": now}))
        return
    connection.execute(update(links).where(*(links.c[name] == values[name] for name in keys)).values(until=now))


def standing_bonds(connection: Connection, event_ids: Collection[str]) -> frozenset[tuple[str, str, Bond]]:
    """Return the links that stand from some events."""
    query = select(links).where(links.c.until.is_(None), links.c.event_id.in_(event_ids))
    return frozenset((row.event_id, row.other_id, Bond(row.bond)) for row in connection.execute(query))


def _mark(connection: Connection, event_ids: Iterable[str], now: datetime) -> None:
    guilds = alert_guilds(connection)
    for event_id in sorted({kept_id(connection, one) for one in event_ids}):
        mark_stale(connection, channels_with_card(connection, event_id) & guilds.keys(), event_id, now)
