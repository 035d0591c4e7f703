"""Tell how a register differs from the record: what an import would add and change. It never takes anything away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from bot.core.model import Event, FiledClaim
from bot.core.registers.rows import Filed
from bot.errors import RecordError


@dataclass(frozen=True, slots=True)
class Difference:
    """One event's: `before` is None where it is new; `claims` are those that the record does not hold."""

    event: Event
    before: Event | None
    claims: tuple[FiledClaim, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """What would change, a line each."""
        many = f"{len(self.claims)} new claim{'' if len(self.claims) == 1 else 's'}"
        if self.before is None:
            return (f"+ {self.event.id}: {self.event.title} ({many})",)
        changed = tuple(
            f"~ {self.event.id}: {one.name} {_shown(getattr(self.before, one.name))}"
            f" becomes {_shown(getattr(self.event, one.name))}"
            for one in fields(Event)
            if getattr(self.before, one.name) != getattr(self.event, one.name)
        )
        return (*changed, *((f"~ {self.event.id}: {many}",) if self.claims else ()))


def difference(register: Sequence[Filed], held: Mapping[str, Filed], name: str) -> list[Difference]:
    """Return the differences of a register from what the record holds of its events, by id; none where all is there."""
    found = []
    for filed in register:
        before = held.get(filed.event.id)
        if before is not None and before.event.id != filed.event.id:
            raise RecordError(
                f"{name}, line {filed.line}: {filed.event.id} is part of {before.event.id} in the record; "
                "nothing was imported"
            )
        known = set(before.claims) if before else set()
        claims = tuple(one for one in dict.fromkeys(filed.claims) if one not in known)
        if before is None or before.event != filed.event or claims:
            found.append(Difference(filed.event, before.event if before else None, claims))
    return found


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) or "nothing" if isinstance(value, tuple) else str(value)
