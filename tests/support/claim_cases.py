"""Read the cases of claims: one file each, what it shows, a text, and the claims that are to be read from it."""

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

from bot.core.attribution import Voices, attribute, attribute_title, compile_voices
from bot.core.claims import LossWords, compile_loss_words, extract_claims
from bot.core.model import Claim, Entry, Figure
from bot.core.text import split_sentences
from bot.core.theatre import Theatre
from config.rules.theatre import load_theatre

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests" / "core" / "cases"


@dataclass(frozen=True, slots=True)
class ClaimCase:
    """A text with the claims expected of it, each as one line ("AFG asserts killed PAK military 58")."""

    name: str
    shows: str
    title: str
    text: str
    claims: tuple[str, ...]
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Tools:
    """A theatre with its compiled words."""

    theatre: Theatre
    voices: Voices
    words: LossWords


@cache
def afpak() -> Tools:
    """Return the bundled theatre, compiled once."""
    theatre = load_theatre(ROOT / "config" / "afpak")
    return Tools(theatre, compile_voices(theatre), compile_loss_words(theatre))


@cache
def claim_cases() -> tuple[ClaimCase, ...]:
    """Return every case in the order of its file's name."""
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.toml")))


def _read(path: Path) -> ClaimCase:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    title, day = table.get("title", ""), table.get("published")
    return ClaimCase(path.stem, table["shows"], title, table["text"].strip(), tuple(table["claims"]), day)


def read_claims(
    title: str, text: str, tools: Tools | None = None, *, published: date | None = None
) -> tuple[Claim, ...]:
    """Return the claims of a title and text, from end to end; `tools` are the bundled theatre's unless given."""
    tools = tools or afpak()
    moment = datetime.combine(published, time(), UTC) if published is not None else None
    sentences = attribute(title, split_sentences(text), tools.voices, published=moment)
    entry = Entry(id="case", source="Example Wire", published=moment, title=title, text=text)
    return extract_claims(entry, attribute_title(title, tools.voices, published=moment), sentences, tools.words)


def in_one_line(claim: Claim) -> str:
    """Return a claim as the cases write it."""
    return " ".join((claim.claimant, claim.stance, claim.measure, claim.subject, claim.kind, in_short(claim.figure)))


def in_short(figure: Figure) -> str:
    """Return a figure as the cases write it: 58, 70+, ..40, 16-18, ~50, - for none."""
    about = "~" if figure.approx else ""
    match figure.low, figure.high:
        case None, None:
            return "-"
        case low, None:
            return f"{about}{low}+"
        case None, high:
            return f"{about}..{high}"
        case low, high:
            return f"{about}{low}" if low == high else f"{about}{low}-{high}"
