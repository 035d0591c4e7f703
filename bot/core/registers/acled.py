"""The column set of ACLED: one event a row, claims in the notes in their own words, fatalities left empty.

ACLED picks one figure where sources differ; this record never does. A row has one day and one place: further ones stand
in `tags`, and are read from there again. Columns after ACLED's codebook.
"""

import json
from collections.abc import Sequence
from typing import Any, Final

from bot.core.model import Event, EventKind
from bot.core.places import Gazetteer
from bot.core.registers.rows import (
    Filed,
    Row,
    checked,
    foreign_id,
    once,
    read_table,
    spot,
    told,
    unlisted,
    upper,
    write_table,
)
from bot.core.theatre import Theatre

COLUMNS: Final = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso",
    "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source",
    "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
_NEEDED: Final = ("event_id_cnty", "event_date", "event_type", "location")
_TYPES: Final = {
    EventKind.CLASH: ("Political violence", "Battles", "Armed clash"),
    EventKind.STRIKE: ("Political violence", "Explosions/Remote violence", "Air/drone strike"),
    EventKind.TRUCE: ("Strategic developments", "Strategic developments", "Agreement"),
    EventKind.TALKS: ("Strategic developments", "Strategic developments", "Other"),
    EventKind.REOPENING: ("Strategic developments", "Strategic developments", "Change to group/activity"),
}
_KINDS: Final = {"Battles": EventKind.CLASH, "Explosions/Remote violence": EventKind.STRIKE}
_AGREED: Final = {sub: kind for kind, (_, _, sub) in _TYPES.items()}
# 1 the place itself, 2 a part of a region, 3 a region
_PRECISION: Final = {"crossing": 1, "town": 1, "district": 2}
_LONGEST_TITLE: Final = 200


def write_acled(register: Sequence[Filed], theatre: Theatre, gazetteer: Gazetteer) -> str:
    """Return the register in ACLED's columns."""
    return write_table(COLUMNS, [_row(filed, theatre, gazetteer) for filed in register])


def _row(filed: Filed, theatre: Theatre, gazetteer: Gazetteer) -> dict[str, object]:
    event, place = filed.event, spot(filed.event, gazetteer)
    disorder, kind, sub = _TYPES[event.kind]
    newest = max((one.said for one in filed.claims), default=None)
    return {
        "event_id_cnty": event.id,
        "event_date": event.began.isoformat(),
        "year": event.began.year,
        "time_precision": 1,
        "disorder_type": disorder,
        "event_type": kind,
        "sub_event_type": sub,
        "actor1": theatre.sides[0].name,
        "actor2": theatre.sides[1].name,
        "country": upper(place, "country", gazetteer),
        "admin1": upper(place, "province", gazetteer),
        "admin2": upper(place, "district", gazetteer),
        "location": place.name if place else (event.places[0] if event.places else ""),
        "latitude": "" if place is None or place.latitude is None else place.latitude,
        "longitude": "" if place is None or place.longitude is None else place.longitude,
        "geo_precision": _PRECISION.get(place.kind, 3) if place else 3,
        "source": "; ".join(sorted({one.source for one in filed.claims})),
        "notes": "\n".join(part for part in (" ".join(event.title.split()), told(filed)) if part),
        "tags": _tags(event),
        "timestamp": int(newest.timestamp()) if newest else "",
    }


def _tags(event: Event) -> str:
    values: dict[str, Any] = {"last": event.last.isoformat(), "kind": event.kind.value, "places": list(event.places)}
    values |= {"aliases": list(event.aliases)} if event.aliases else {}
    values |= {"seeded": True} if event.seeded else {}
    return json.dumps(values, ensure_ascii=False)


def read_acled(text: str, name: str) -> list[Filed]:
    """Return the events of a file in ACLED's columns; figures are not read: nobody's sentence stands behind them."""
    return once([Filed(_event(row), (), row.line) for row in read_table(text, name, _NEEDED)], name)


def _event(row: Row) -> Event:
    began, ours = row.day("event_date"), _ours(row)
    tagged = Row(ours, row.name, row.line)
    place = row.maybe("location")
    kind = tagged.choice("kind", EventKind) if "kind" in ours else _kind(row)
    notes = row.maybe("notes") if "kind" in ours else None  # ACLED's own are somebody's account, no title of ours
    what = row.maybe("sub_event_type") or row.words("event_type")
    title = (notes or f"{what} at {place or 'an unknown place'}").split("\n")[0]
    return checked(
        row,
        Event(
            id=foreign_id(row, "event_id_cnty", began, "acled"),
            kind=kind,
            title=title[:_LONGEST_TITLE].strip(),
            began=began,
            last=tagged.day("last") if "last" in ours else began,
            places=unlisted(tagged, "places") if "places" in ours else ((place,) if place else ()),
            aliases=unlisted(tagged, "aliases"),
            seeded=ours.get("seeded") is True,
        ),
    )


def _kind(row: Row) -> EventKind:
    kind = _KINDS.get(row.words("event_type")) or _AGREED.get(row.maybe("sub_event_type") or "")
    if kind is None:
        known = ", ".join([*_KINDS, *(sub for sub in _AGREED if sub not in ("Armed clash", "Air/drone strike"))])
        raise row.fault(f"event_type {row.words('event_type')!r} is no kind of this record ({known})")
    return kind


def _ours(row: Row) -> dict[str, Any]:
    """Return what we wrote into the tags; nothing where they are ACLED's own."""
    try:
        found = json.loads(row.maybe("tags") or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
