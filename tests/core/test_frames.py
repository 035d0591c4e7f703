"""Losses told in many frames, of either side and by either side: nobody's words or dead may change hands."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from bot.core.model import Claim
from tests.support.claim_cases import read_claims

FRAMES = tomllib.loads((Path(__file__).parent / "frames.toml").read_text())
SIDES = {
    "AFG": {
        "people": "Afghan",
        "country": "Afghanistan",
        "capital": "Kabul",
        "forces": "Taliban forces",
        "soldiers": "Taliban fighters",
        "owner": "Afghanistan's",
        "town": "Spin Boldak",
        "district": "Khost",
        "ministry": "the Taliban defence ministry",
        "spokesman": "Zabihullah Mujahid, the Taliban spokesman,",
    },
    "PAK": {
        "people": "Pakistani",
        "country": "Pakistan",
        "capital": "Islamabad",
        "forces": "Pakistani forces",
        "soldiers": "Pakistani soldiers",
        "owner": "Pakistan's",
        "town": "Chaman",
        "district": "Kurram",
        "ministry": "the ISPR",
        "spokesman": "Lt Gen Ahmed Sharif Chaudhry, the army spokesman,",
    },
}
OTHER = {"AFG": "PAK", "PAK": "AFG"}
MANY, FEW = 58, 9


@dataclass(frozen=True)
class Sentence:
    """A sentence, who says it, and by whom which number was lost."""

    text: str
    speaker: str
    lost: dict[int, str]


def fill(template: str, **roles: str) -> str:
    """Return a template with the words of each role's side in it, "an" before a vowel."""
    words = {f"{role}_{name}": word for role, side in roles.items() for name, word in SIDES[side].items()}
    return template.format(**words).replace(" a Afghan", " an Afghan").replace(" an Pakistani", " a Pakistani")


def told(clause: str, ways: list[str]) -> Iterator[Sentence]:
    """Yield a clause in every way of telling it, for both losers and both speakers."""
    for loser in SIDES:
        content = fill(clause, loser=loser, enemy=OTHER[loser])
        for speaker in SIDES:
            for way in ways:
                named = way.replace("{clause}", content).replace("{Clause}", content[0].upper() + content[1:])
                text = fill(named, speaker=speaker).replace("A Afghan", "An Afghan")
                yield Sentence(text[0].upper() + text[1:], speaker, {MANY: loser})


@cache
def read(text: str) -> tuple[Claim, ...]:
    return tuple(read_claims("", text))


def clauses() -> list[tuple[str, str]]:
    local = [("local", clause) for clause in FRAMES["local"]["clauses"]]
    return local + [(measure, clause) for measure, some in FRAMES["clauses"].items() for clause in some]


def every(kind: str, clause: str) -> Iterator[Sentence]:
    return told(clause, FRAMES["local"]["ways"] if kind == "local" else FRAMES["ways"])


@pytest.mark.parametrize(("kind", "clause"), clauses(), ids=lambda value: value[:60])
def test_a_loss_is_laid_to_the_loser_in_the_word_of_the_speaker(kind: str, clause: str) -> None:
    wrong = [
        (one.text, claim.claimant, claim.subject)
        for one in every(kind, clause)
        for claim in read(one.text)
        if claim.figure.low == MANY and (claim.claimant, claim.subject) != (one.speaker, one.lost[MANY])
    ]
    assert wrong == []


@pytest.mark.parametrize("kind", ["local", *sorted(FRAMES["clauses"])])
def test_nearly_every_way_of_telling_a_loss_is_read(kind: str) -> None:
    some = [one for other, clause in clauses() if other == kind for one in every(kind, clause)]
    unread = [one.text for one in some if not any(claim.figure.low == MANY for claim in read(one.text))]
    assert len(unread) <= len(some) // 100, unread[:10]


def pairs() -> list[tuple[str, bool]]:
    return [(text, kind == "of_both") for kind in ("of_both", "of_speaker") for text in FRAMES["pairs"][kind]]


@pytest.mark.parametrize(("template", "both"), pairs(), ids=lambda value: str(value)[:60])
@pytest.mark.parametrize("speaker", sorted(SIDES))
def test_two_numbers_are_laid_each_to_its_side(template: str, both: bool, speaker: str) -> None:
    text = fill(template, speaker=speaker, enemy=OTHER[speaker]).replace("A Afghan", "An Afghan")
    wanted = {FEW: speaker, MANY: OTHER[speaker] if both else speaker}
    found = {claim.figure.low: claim.subject for claim in read(text)}
    assert found == wanted, text
