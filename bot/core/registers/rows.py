"""What every format needs: an event with its claims, rows of a table, and checks that name the line."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Final, TypeVar

from bot.core.model import BOTH, Event, FiledClaim
from bot.core.places import Gazetteer
from bot.core.theatre import Place, Theatre
from bot.errors import RecordError

ID: Final = re.compile(r"\d{4}-\d\d-\d\d-[a-z0-9-]{1,180}")
LONGEST_FIELD: Final = 200_000
# What a spreadsheet reads as a formula, already guarded or not.
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
_NAMED_DAY: Final = re.compile(r"(?P<day>\d{1,2})[ -](?P<month>[A-Za-z]{3,9})[ -](?P<year>\d{4})")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d+)?")
Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Filed:
    """An event of a register, the claims filed under it, and the line on which it stands (0 where it is no file's)."""

    event: Event
    claims: tuple[FiledClaim, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file: its values by column, and where it stands."""

    values: Mapping[str, Any]
    name: str
    line: int

    def fault(self, reason: str) -> RecordError:
        """Return an error at this row."""
        return RecordError(f"{self.name}, line {self.line}: {reason}; nothing was imported")

    def words(self, column: str, most: int | None = None) -> str:
        """Return a text that must be there, of `most` characters."""
        value = self.maybe(column, most)
        if value is None:
            raise self.fault(f"{column} is empty")
        return value

    def maybe(self, column: str, most: int | None = None) -> str | None:
        """Return a text, None where it is empty or absent."""
        value = self.values.get(column)
        if value is not None and not isinstance(value, str):
            raise self.fault(f"{column} must be text")
        if value is not None and most is not None and len(value) > most:
            raise self.fault(f"{column} is longer than {most} characters")
        return value if value and value.strip() else None

    def day(self, column: str) -> date:
        """Return a day: YYYY-MM-DD, or as ACLED's downloads write it, 31 January 2026."""
        value = self.words(column)
        named = _NAMED_DAY.fullmatch(value.strip())
        try:
            if named:
                month = _MONTHS.index(named["month"][:3].lower()) + 1
                return date(int(named["year"]), month, int(named["day"]))
            return date.fromisoformat(value[:10])
        except ValueError:
            raise self.fault(f"{column} {value!r} is no day; write YYYY-MM-DD") from None

    def time(self, column: str) -> datetime:
        """Return an aware time."""
        value = self.words(column)
        try:
            found = datetime.fromisoformat(value)
        except ValueError:
            raise self.fault(f"{column} {value!r} is no time; write 2026-01-31T12:00:00Z") from None
        if found.tzinfo is None:
            raise self.fault(f"{column} {value!r} has no time zone; write 2026-01-31T12:00:00Z")
        return found.astimezone(UTC)

    def choice(self, column: str, among: type[Choice]) -> Choice:
        """Return one of a closed set."""
        value = self.words(column)
        try:
            return among(value)
        except ValueError:
            raise self.fault(f"{column} {value!r} is none of {', '.join(among)}") from None

    def event_id(self, column: str) -> str:
        """Return an id as the record has them."""
        value = self.words(column)
        if not ID.fullmatch(value):
            raise self.fault(f"{column} {value!r} is no id of an event; write YYYY-MM-DD-place, in small letters")
        return value


def checked(row: Row, event: Event) -> Event:
    """Return the event where its days are in order."""
    if event.last < event.began:
        raise row.fault("the event ends before it began")
    return event


def foreign_id(row: Row, column: str, began: date, kind: str) -> str:
    """Return an id of ours as it is, and one of another register as an id of ours."""
    value = row.words(column)
    if ID.fullmatch(value):
        return value
    slug = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")
    if not slug:
        raise row.fault(f"{column} {value!r} holds no letter or digit")
    return f"{began.isoformat()}-{kind}-{slug[:100]}"


def write_table(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Return rows as CSV with a header; no cell is a formula to a spreadsheet."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _guarded(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def _guarded(value: object) -> object:
    """Return a text that a spreadsheet would take for a formula behind an apostrophe, which it does not show."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) and not _NUMBER.fullmatch(value) else value


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def read_table(text: str, name: str, needed: Sequence[str]) -> list[Row]:
    """Return the rows of a CSV with a header that holds at least the `needed` columns; a row's line is its first."""
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    line = 1
    try:
        header = next(reader, [])
        if missing := [column for column in needed if column not in header]:
            raise RecordError(f"{name}, line 1: there is no column {missing[0]}; nothing was imported")
        line = reader.line_num + 1
        for values in reader:
            if values:
                if len(values) != len(header):
                    raise RecordError(
                        f"{name}, line {line}: {len(values)} fields for {len(header)} columns; nothing was imported"
                    )
                cells = map(_unguarded, values)
                rows.append(Row(dict(zip(header, cells, strict=True)), name, line))
            line = reader.line_num + 1
    except csv.Error as error:
        raise RecordError(f"{name}, line {line}: no CSV ({error}); nothing was imported") from error
    return rows


def check_sides(register: Sequence[Filed], theatre: Theatre, name: str) -> None:
    """Raise RecordError where a claim is of a side that the theatre has not got."""
    claimants = theatre.claimants
    subjects = (*claimants, BOTH, theatre.militants.code)
    for filed in register:
        for claim in (one.claim for one in filed.claims):
            for column, side, known in (("claimant", claim.claimant, claimants), ("subject", claim.subject, subjects)):
                if side not in known:
                    raise Row({}, name, filed.line).fault(f"{column} {side!r} is none of {', '.join(known)}")


def once(found: Sequence[Filed], name: str) -> list[Filed]:
    """Return the events, by id, where none is there twice."""
    seen: dict[str, Filed] = {}
    for one in found:
        if one.event.id in seen:
            first = seen[one.event.id].line
            raise RecordError(
                f"{name}, line {one.line}: {one.event.id} is there twice, first on line {first}; nothing was imported"
            )
        seen[one.event.id] = one
    return sorted(found, key=lambda one: one.event.id)


def told(filed: Filed) -> str:
    """Return every claim in its own words, a line each: who said so, where it was read."""
    return "\n".join(
        f"{one.claim.claimant}: {' '.join(one.claim.evidence.split())} ({one.source}, {one.said:%Y-%m-%d})"
        for one in filed.claims
    )


def spot(event: Event, gazetteer: Gazetteer) -> Place | None:
    """Return the first place of the event that the gazetteer knows, a small one rather than a whole region."""
    known = [place for name in event.places if (place := gazetteer.by_name.get(name)) is not None]
    return next((place for place in known if place.kind != "region"), known[0] if known else None)


def upper(place: Place | None, kind: str, gazetteer: Gazetteer) -> str:
    """Return the name of the place's province, district or country; empty where there is none."""
    chain = gazetteer.chain(place) if place else ()
    return next((one.name for one in chain if one.kind == kind), "")


def listed(names: Sequence[str]) -> str:
    """Return names as one field, without loss."""
    return json.dumps(list(names), ensure_ascii=False) if names else ""


def unlisted(row: Row, column: str) -> tuple[str, ...]:
    """Read names as one field."""
    value = row.values.get(column) or []
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            value = None
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise row.fault(f'{column} must be a list of names, like ["Here", "There"]')
    return tuple(value)
