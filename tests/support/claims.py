"""Build claims by hand, in one line each, as the store would give them back."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.core.model import Claim, Event, EventKind, Figure, FiledClaim, Kind, Measure, Side, Stance
from bot.core.theatre import Theatre
from config.rules.sides import read_theatre

ROOT = Path(__file__).resolve().parents[2]
AT = datetime(2026, 2, 27, 6, 0, tzinfo=UTC)
CLASH = Event(
    id="2026-02-26-border",
    kind=EventKind.CLASH,
    title="Clash along the border",
    began=date(2026, 2, 26),
    last=date(2026, 2, 27),
    places=("Torkham",),
)


def theatre() -> Theatre:
    """Return the real theatre without its places."""
    return read_theatre(ROOT / "config" / "afpak")


def figure(words: str, low: int | None = None, high: int | None = None, *, approx: bool = False) -> Figure:
    """Return a figure; a bare number needs no ends."""
    if words.isdigit() and low is None and high is None:
        low = high = int(words)
    return Figure(low, high, approx, words)


def claim(
    claimant: Side,
    subject: Side,
    measure: Measure,
    words: Figure | str = "",
    kind: Kind = Kind.MILITARY,
    *,
    by: str | None = None,
    place: str | None = None,
    evidence: str = "",
    stance: Stance = Stance.ASSERTS,
    background: bool = False,
    hours: float = 0,
    entry: str = "",
    source: str = "Example Wire",
    link: str = "",
) -> FiledClaim:
    """Return a claim said `hours` after AT in the entry `entry` (one of its own where none is given)."""
    amount = figure(words) if isinstance(words, str) else words
    sentence = evidence or f"{by or claimant} said: {amount.words} {subject} {measure}."
    name = entry or f"{claimant}-{subject}-{measure}-{amount.words}-{hours}-{source}"
    address = link or f"https://wire.example/{name}"
    said = Claim(claimant, by, stance, measure, subject, kind, amount, place, sentence, background)
    return FiledClaim(said, source, address, AT + timedelta(hours=hours), name)


def february() -> list[FiledClaim]:
    """Return the claims of February 2026 as the seed reports them, without the wounded."""
    posts = "The ministry said it had destroyed 19 Pakistani army posts and two bases."
    return [
        claim("AFG", "PAK", Measure.KILLED, "55", by="Defence Ministry", entry="e1"),
        claim("AFG", "PAK", Measure.CAPTURED, figure("several", 3, approx=True), by="Defence Ministry", entry="e1"),
        claim("AFG", "AFG", Measure.KILLED, figure("eight", 8, 8), by="Defence Ministry", entry="e1"),
        claim("AFG", "PAK", Measure.POSTS_DESTROYED, "19", Kind.MATERIEL, by="Ministry", evidence=posts, entry="e1"),
        claim(
            "AFG", "PAK", Measure.POSTS_DESTROYED, figure("two", 2, 2), Kind.MATERIEL,
            by="Ministry", evidence=posts, entry="e1",
        ),
        claim("AFG", "PAK", Measure.AIRCRAFT_DOWNED, figure("a", 1, 1), Kind.MATERIEL, entry="e1"),
        claim("PAK", "PAK", Measure.KILLED, figure("two", 2, 2), by="Attaullah Tarar", entry="e1"),
        claim("PAK", "AFG", Measure.KILLED, "36", by="Attaullah Tarar", entry="e1"),
        claim("PAK", "AFG", Measure.KILLED, figure("at least 133", 133), by="Mosharraf Ali Zaidi", entry="e1"),
        claim("PAK", "PAK", Measure.CAPTURED, by="Mosharraf Ali Zaidi", stance=Stance.DENIES, entry="e1"),
        claim("PAK", "PAK", Measure.POSTS_CAPTURED, kind=Kind.MATERIEL, stance=Stance.DENIES, entry="e1"),
    ]  # fmt: skip
