"""Claims from end to end: split, attribute, extract; one case a file in `cases/`."""

import re
from dataclasses import replace

import pytest

from bot.core.attribution import compile_voices
from bot.core.claims import compile_loss_words
from tests.support.claim_cases import ClaimCase, Tools, afpak, claim_cases, in_one_line, read_claims
from tests.support.swap import swap_sides, without_names

PLAIN = "The weather in the capital was mild."
DATELINE = re.compile(r"[A-Z]{3,}(?::|, )")


@pytest.mark.parametrize("case", claim_cases(), ids=lambda case: case.name)
def test_reads_the_claims_of_a_case(case: ClaimCase) -> None:
    found = [in_one_line(claim) for claim in read_claims(case.title, case.text, published=case.published)]
    assert sorted(found) == sorted(case.claims), case.shows


@pytest.mark.parametrize("case", claim_cases(), ids=lambda case: case.name)
def test_evidence_is_to_the_letter_and_spans_point_into_it(case: ClaimCase) -> None:
    for claim in read_claims(case.title, case.text, published=case.published):
        assert claim.evidence in case.text or claim.evidence == case.title
        if claim.figure_span is not None and claim.figure.words:
            assert claim.evidence[claim.figure_span.start : claim.figure_span.end] == claim.figure.words
        if claim.loss_span is not None:
            assert claim.evidence[claim.loss_span.start : claim.loss_span.end].strip()


@pytest.mark.parametrize("case", claim_cases(), ids=lambda case: case.name)
def test_an_unrelated_sentence_changes_no_claim(case: ClaimCase) -> None:
    plain = [in_one_line(claim) for claim in read_claims(case.title, case.text, published=case.published)]
    assert [
        in_one_line(claim) for claim in read_claims(case.title, f"{case.text} {PLAIN}", published=case.published)
    ] == plain
    if not DATELINE.match(case.text):
        assert sorted(
            in_one_line(claim) for claim in read_claims(case.title, f"{PLAIN} {case.text}", published=case.published)
        ) == sorted(plain)


def test_there_are_cases_for_every_phenomenon() -> None:
    groups = {case.name.split("_")[0] for case in claim_cases()}
    assert groups >= {"figures", "noloss", "subject", "links", "sides", "denials"}


def is_free_of_other_sides_words(case: ClaimCase) -> bool:
    """Tell whether nothing but the swapped names tells the sides apart: no place, institution or regime."""
    tools = afpak()
    rest = without_names(f"{case.title} {case.text}")
    if any(hit.place.side is not None for hit in tools.words.gazetteer.find(rest)):
        return False
    own = {
        word
        for party in (*tools.theatre.sides, tools.theatre.militants)
        for words in party.words.values()
        for word in words
    }
    return not any(re.search(rf"\b{re.escape(word)}\b", rest, re.IGNORECASE) for word in own)


def test_swapping_the_names_swaps_claimants_and_subjects_and_nothing_else() -> None:
    free = [case for case in claim_cases() if is_free_of_other_sides_words(case)]
    assert len(free) >= 60
    wrong = [
        case.name
        for case in free
        if sorted(
            swap_sides(in_one_line(claim)) for claim in read_claims(case.title, case.text, published=case.published)
        )
        != sorted(in_one_line(claim) for claim in read_claims(swap_sides(case.title), swap_sides(case.text)))
    ]
    assert wrong == []


def mirrored(tools: Tools) -> Tools:
    """Return the theatre with the codes of its sides exchanged: each side's words, places and voices change hands."""
    first, second = tools.theatre.sides
    other = {first.code: second.code, second.code: first.code}
    sides = (replace(second, code=first.code), replace(first, code=second.code))
    places = tuple(
        replace(
            place,
            side=other.get(place.side or "", place.side),
            village=other.get(place.village or "", place.village),
        )
        for place in tools.theatre.places
    )
    zones = {other[code]: zone for code, zone in tools.theatre.time_zones.items()}
    theatre = replace(tools.theatre, sides=sides, places=places, time_zones=zones)
    return Tools(theatre, compile_voices(theatre), compile_loss_words(theatre))


def test_no_code_of_a_side_is_treated_otherwise_than_the_other() -> None:
    tools = mirrored(afpak())
    wrong = []
    for case in claim_cases():
        swapped = sorted(
            in_one_line(claim) for claim in read_claims(case.title, case.text, tools, published=case.published)
        )
        if sorted(swap_codes(line) for line in swapped) != sorted(case.claims):
            wrong.append(case.name)
    assert wrong == []


def swap_codes(line: str) -> str:
    """Return a claim in one line with the codes of the sides exchanged."""
    return re.sub(r"\b(AFG|PAK)\b", lambda found: "PAK" if found[1] == "AFG" else "AFG", line)
