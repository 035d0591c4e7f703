"""The values of a comparison: losses, what each claimant says of them, and what follows from it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.model import Event, FiledClaim, Measure, Side


class Family(StrEnum):
    """Measures that share a row; the order of the members is the order of the rows."""

    KILLED = "killed"
    WOUNDED = "wounded"
    CAPTURED = "captured"
    CASUALTIES = "casualties"
    DISPLACED = "displaced"
    POSTS = "posts"
    AIRCRAFT = "aircraft"
    VEHICLES = "vehicles"
    STRIKES = "strikes"


class Group(StrEnum):
    """Kinds that share a row: fighters of any name, civilians, people of a kind that nobody names, things."""

    ARMED = "armed"
    CIVILIAN = "civilian"
    PEOPLE = "people"
    MATERIEL = "materiel"


class Standing(StrEnum):
    """Where a claimant stands on a loss."""

    SAID = "said"
    DENIED = "denied"
    SILENT = "not addressed"
    NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Loss:
    """What a row is about; two claims are compared only where all three agree."""

    subject: Side
    family: Family
    group: Group


@dataclass(frozen=True, slots=True)
class Said:
    """One figure (or denial) of one claimant, however often it is reported.

    `filed` is the claim in its commonest wording, as first reported; `since` when the figure was first said;
    `unit` the noun that goes with it where a row counts several things ("posts"), empty elsewhere.
    """

    filed: FiledClaim
    unit: str
    since: datetime
    reports: int

    @property
    def size(self) -> int:
        """Return the figure's lower end, or its upper end where it has no other; -1 without a figure."""
        figure = self.filed.claim.figure
        low = figure.high if figure.low is None else figure.low
        return -1 if low is None else low

    @property
    def is_vague(self) -> bool:
        """Tell whether the figure is a word that no number may stand for ("dozens")."""
        figure = self.filed.claim.figure
        return figure.approx and figure.high is None


@dataclass(frozen=True, slots=True)
class Series:
    """A claimant's figures for one thing counted.

    `current` holds one figure, or several that stand side by side (one a place). `earlier` are the figures that they
    replaced, newest first; `details` are parts of them and looser wordings, which replace nothing.
    """

    measure: Measure
    unit: str
    current: tuple[Said, ...]
    earlier: tuple[Said, ...] = ()
    details: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """What one claimant says of one loss.

    `name` is what a card calls the claimant: the side's name or, for other voices, the speaker or the outlet.
    `admits` marks a side's own loss that it concedes.
    """

    side: Side
    name: str
    standing: Standing
    series: tuple[Series, ...] = ()
    denials: tuple[Said, ...] = ()
    admits: bool = False

    @property
    def sole(self) -> Said | None:
        """Return the one current figure, None where there is none or more than one."""
        if len(self.series) == 1 and len(self.series[0].current) == 1:
            return self.series[0].current[0]
        return None


@dataclass(frozen=True, slots=True)
class Row:
    """One loss compared; `cells` are the two sides in the theatre's order, `others` one cell a voice."""

    loss: Loss
    label: str
    cells: tuple[Cell, Cell]
    others: tuple[Cell, ...] = ()

    @property
    def every_cell(self) -> tuple[Cell, ...]:
        """Return the cells of the sides and of the others."""
        return (*self.cells, *self.others)

    @property
    def is_mixed(self) -> bool:
        """Tell whether figures of different measures stand in the row, so that each must say its own."""
        return len({series.measure for cell in self.every_cell for series in cell.series}) > 1


@dataclass(frozen=True, slots=True)
class Floor:
    """An own loss that its side admits and that the enemy does not put lower. Computed."""

    loss: Loss
    number: int


@dataclass(frozen=True, slots=True)
class Gap:
    """How far the two sides' figures for one loss are apart. Computed from the lower ends.

    `tenths` is ten times the ratio, rounded down; None where one side says none.
    """

    loss: Loss
    more: Cell
    less: Cell
    tenths: int | None


@dataclass(frozen=True, slots=True)
class Revision:
    """A side's figure that replaced an earlier one of its own."""

    label: str
    name: str
    before: Said
    after: Said


@dataclass(frozen=True, slots=True)
class Comparison:
    """An event's losses, each side's word next to the other's, and what follows from them.

    `names` are the two sides' names in the theatre's order, `spoken` those of the two sides that said anything.
    `reports` and `outlets` count what was read, `origins` those whose words it was; `updated` is when the newest
    figure or denial was first said.
    """

    event: Event
    names: tuple[str, str]
    rows: tuple[Row, ...]
    spoken: tuple[Side, ...]
    accepted: tuple[Floor, ...]
    gaps: tuple[Gap, ...]
    revisions: tuple[Revision, ...]
    reports: int
    outlets: int
    origins: int
    updated: datetime | None
