"""The column set of UCDP's Georeferenced Event Dataset: armed events only; best, low and high are left empty.

The dataset has one estimate an event; this record holds what each side says and never chooses. The claims stand in
`source_article` in their own words. Columns and precision codes after the codebook of GED 25.1.
"""

import json
from collections.abc import Sequence
from datetime import date
from typing import Final

from bot.core.model import Event, EventKind
from bot.core.places import Gazetteer
from bot.core.registers.rows import (
    Filed,
    Row,
    checked,
    foreign_id,
    listed,
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
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date",
    "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity",
    "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best",
    "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
_NEEDED: Final = ("id", "type_of_violence", "date_start", "date_end")
_ARMED: Final = frozenset({EventKind.CLASH, EventKind.STRIKE})
# 1 the exact place, 3 its district, 4 its province, 5 a stretch such as a border
_WHERE: Final = {"crossing": 1, "town": 1, "district": 3, "province": 4}
# up to so many days: 1 the day, 2 to 6 days, a week, a month, longer
_WHEN: Final = ((1, 1), (6, 2), (7, 3), (31, 4))
_LONGEST_TITLE: Final = 200


def write_ucdp(register: Sequence[Filed], theatre: Theatre, gazetteer: Gazetteer) -> str:
    """Return the register's clashes and strikes in the columns of GED."""
    armed = [filed for filed in register if filed.event.kind in _ARMED]
    return write_table(COLUMNS, [_row(filed, theatre, gazetteer) for filed in armed])


def _row(filed: Filed, theatre: Theatre, gazetteer: Gazetteer) -> dict[str, object]:
    event, place = filed.event, spot(filed.event, gazetteer)
    side_a, side_b = (side.name for side in theatre.sides)
    days = (event.last - event.began).days + 1
    sources = sorted({one.source for one in filed.claims})
    at = place is not None and place.latitude is not None and place.longitude is not None
    return {
        "id": event.id,
        "relid": event.kind.value,
        "year": event.began.year,
        "type_of_violence": 1,
        "conflict_name": theatre.title,
        "dyad_name": f"{side_a} - {side_b}",
        "side_a": side_a,
        "side_b": side_b,
        "number_of_sources": len(sources) or "",
        "source_article": told(filed),
        "source_office": "; ".join(sources),
        "source_date": "; ".join(sorted({f"{one.said:%Y-%m-%d}" for one in filed.claims})),
        "source_headline": event.title,
        "source_original": "; ".join(sorted({one.claim.by for one in filed.claims if one.claim.by})),
        "where_prec": _WHERE.get(place.kind, 5) if place else 6,
        "where_coordinates": place.name if place else "",
        "where_description": listed(event.places),
        "adm_1": upper(place, "province", gazetteer),
        "adm_2": upper(place, "district", gazetteer),
        "latitude": place.latitude if place and at else "",
        "longitude": place.longitude if place and at else "",
        "geom_wkt": f"POINT ({place.longitude} {place.latitude})" if place and at else "",
        "country": upper(place, "country", gazetteer),
        "date_prec": next((code for most, code in _WHEN if days <= most), 5),
        "date_start": event.began.isoformat(),
        "date_end": event.last.isoformat(),
    }


def read_ucdp(text: str, name: str) -> list[Filed]:
    """Return the events of a file in the columns of GED; figures are not read: nobody's sentence stands behind them."""
    return once([Filed(_event(row), (), row.line) for row in read_table(text, name, _NEEDED)], name)


def _event(row: Row) -> Event:
    began: date = row.day("date_start")
    if row.words("type_of_violence") not in ("1", "2", "3"):
        raise row.fault(f"type_of_violence {row.words('type_of_violence')!r} is none of 1, 2, 3")
    relid = row.maybe("relid")
    kind = EventKind(relid) if relid in _ARMED else EventKind.CLASH
    places = _places(row)
    headline = row.maybe("source_headline") if relid in _ARMED else None  # GED's own are an outlet's words
    title = headline or f"{kind.value.capitalize()} at {places[0] if places else 'an unknown place'}"
    event = Event(
        id=foreign_id(row, "id", began, "ucdp"),
        kind=kind,
        title=" ".join(title.split())[:_LONGEST_TITLE].strip(),
        began=began,
        last=row.day("date_end"),
        places=places,
    )
    return checked(row, event)


def _places(row: Row) -> tuple[str, ...]:
    words = row.maybe("where_description") or ""
    try:
        ours = isinstance(json.loads(words), list)
    except ValueError:
        ours = False
    if ours:
        return unlisted(row, "where_description")
    place = row.maybe("where_coordinates")
    return (place,) if place else ()
