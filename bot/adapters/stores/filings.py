"""Where reports stand once an analyst has had a hand in it: redirects of merged events, pins, closings, doubts.

Plain functions of a connection, shared by the digest stage, the record's queries and the edits.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, or_, select, update

from bot.adapters.record_tables import closings, doubts, pins, record_edits, redirects
from bot.adapters.stores.rows import AnyRow, Values, digest_of
from bot.adapters.stores.transactions import insert
from bot.adapters.tables import events
from bot.core.model import EventMatch
from bot.core.record import Action, doubt

_KEPT: Final = select(redirects.c.kept_id).where(
    redirects.c.event_id == bindparam("event"), redirects.c.until.is_(None)
)
_STANDING = redirects.c.until.is_(None)
_STOOD = redirects.c.since <= bindparam("at"), or_(redirects.c.until.is_(None), redirects.c.until > bindparam("at"))
# An event that digest left empty has nothing to bring along.
_INTO: Final = select(redirects.c.event_id).where(
    redirects.c.kept_id.in_(bindparam("kept", expanding=True)), redirects.c.own.is_(False)
)
_PIN: Final = select(pins).where(pins.c.entry_id == bindparam("entry"))


def kept_id(connection: Connection, event_id: str) -> str:
    """Return where an event's reports are shown: itself, or the event that it was merged into."""
    while (kept := connection.scalar(_KEPT, {"event": event_id})) is not None:
        event_id = kept
    return event_id


def member_ids(connection: Connection, event_id: str, at: datetime | None = None) -> list[str]:
    """Return the event and all that were merged into it, as things stand or as they stood at `at`."""
    found = [event_id]
    last: Sequence[str] = found
    query = _INTO.where(_STANDING) if at is None else _INTO.where(*_STOOD)
    while last:
        asked: Values = {"kept": list(last)} if at is None else {"kept": list(last), "at": at}
        last = [one for one in connection.scalars(query, asked) if one not in found]
        found.extend(last)
    return found


def pin_of(connection: Connection, first_version: str) -> AnyRow | None:
    """Return what an analyst ordered of an entry: `event_id` and `edit`; None where nothing."""
    return connection.execute(_PIN, {"entry": first_version}).first()


def filed_digest(entry_id: str, content: str, edit: int) -> str:
    """Return what tells a reading that an analyst filed from the same one as it was matched."""
    return digest_of(digest_of(entry_id, content), "filed", edit)


def raise_latest(connection: Connection, event_id: str, latest: datetime) -> None:
    """Let an event count as reported on at `latest`, if that is later than it was."""
    change = update(events).where(events.c.id == event_id, events.c.latest < latest)
    connection.execute(change.values(latest=latest))


def reopen_for_news(connection: Connection, event_id: str, now: datetime) -> None:
    """Open a closed event again because a report came in, and leave a line in the audit trail."""
    opened = delete(closings).where(closings.c.event_id == event_id).returning(closings.c.event_id)
    if connection.execute(opened).first() is None:
        return
    connection.execute(
        insert(connection, record_edits).values(
            at=now,
            by="digest",
            action=Action.REOPEN.value,
            event_id=event_id,
            words=f"{event_id} is open again",
            reason="a later report came in",
            intents=[{"do": "mark", "event_id": event_id, "closed": False}],
            before=[{"do": "mark", "event_id": event_id, "closed": True}],
        )
    )


def save_doubt(connection: Connection, first_version: str, match: EventMatch | None, now: datetime) -> None:
    """Put a match before an analyst where it is neither clear nor clearly new; a newer reading has the last word."""
    found = doubt(match) if match is not None else None
    if match is None or match.event is None or found is None or _is_one(connection, match):
        settle(connection, first_version)
        return
    values: Values = {
        "event_id": match.event.id,
        "score": match.score,
        "runner_up": match.runner_up,
        "runner_up_score": match.runner_up_score,
        "reason": found.reason,
        "at": now,
        "settled": False,
    }
    row = insert(connection, doubts).values(entry_id=first_version, **values)
    connection.execute(row.on_conflict_do_update(index_elements=["entry_id"], set_=values))


def settle(connection: Connection, first_version: str) -> None:
    """Take an entry out of the queue."""
    connection.execute(update(doubts).where(doubts.c.entry_id == first_version).values(settled=True))


def _is_one(connection: Connection, match: EventMatch) -> bool:
    """Tell whether the runner-up is the same event by now."""
    if match.event is None or match.runner_up is None or match.is_new:
        return False
    return kept_id(connection, match.event.id) == kept_id(connection, match.runner_up)
