"""Which figures are told of an older episode than the entry's own."""

from datetime import UTC, datetime

import pytest

from bot.core.attribution import attribute, attribute_title
from bot.core.claims import extract_claims
from bot.core.model import Entry
from bot.core.text import split_sentences
from tests.support.claim_cases import afpak

LEAD = "Pakistan said three of its soldiers were killed in Kurram on Tuesday."


def flags(title: str, text: str, day: int = 15) -> dict[int | None, bool]:
    """Return the background flag of each claim by its lower bound; the entry is of a day of October 2025."""
    tools, cut = afpak(), split_sentences(text)
    entry = Entry("one", "Example Wire", datetime(2025, 10, day, tzinfo=UTC), title, text)
    heard = attribute_title(title, tools.voices, sentences=cut)
    claims = extract_claims(entry, heard, attribute(title, cut, tools.voices), tools.words)
    return {claim.figure.low: claim.background for claim in claims}


@pytest.mark.parametrize(
    "told",
    [
        "Pakistan said 19 of its soldiers were killed in Chaman last month.",
        "Pakistan said 19 of its soldiers had been killed on the border so far this year.",
        "Pakistan said 19 of its soldiers had been killed in such raids since the spring.",
        "Nineteen Pakistani soldiers were killed in the July 4 attack, Pakistan's army recalled.",
        "Pakistan said 19 of its soldiers were killed in a separate attack in Bannu.",
        "Pakistan said that its troops had fired only after militants killed 19 of its soldiers in Bannu.",
        "Pakistan said 19 of its soldiers died on October 2.",
        "Pakistan said 19 of its soldiers died in the past month.",
        "Pakistan said it was after the men behind an attack Saturday that killed 19 of its soldiers.",
        "Militants had stormed a post, Pakistan's army said. Nineteen of its soldiers died in that attack, it said.",
        "The army recorded repeated attacks since March, in which 19 Pakistani soldiers were martyred, Pakistan said.",
        "Pakistan said 19 of its soldiers had died in the first eight months of the year.",
        "Pakistan said 19 of its soldiers had died at the fence this summer.",
        "The operation followed the martyrdom of 19 Pakistani soldiers in Bannu, Pakistan's army said.",
        "The shelling followed an attack on a convoy in Bannu that killed 19 Pakistani soldiers.",
        "It followed last week’s bombing in Bannu in which 19 Pakistani soldiers were killed.",
        "The raids of mid-May were worse: Pakistan has reported 19 soldiers dead in those days.",
        "It came two months after a rocket attack by militants on a post in Khyber killed 19 Pakistani soldiers.",
        "Previously, 19 Pakistani soldiers had died at the fence, officials in Peshawar said.",
        "The raid came a day after 19 Pakistani soldiers were killed in Bannu, officials in Peshawar said.",
        "Pakistan said 19 of its soldiers had died in shelling over the recent years.",
        "Tensions rose after clashes in Goshta district earlier last year. Nineteen Pakistani soldiers died in Goshta.",
    ],
)
def test_a_figure_of_an_older_episode_is_background(told: str) -> None:
    assert flags("Soldiers killed in Kurram", f"{LEAD} {told}") == {3: False, 19: True}


@pytest.mark.parametrize(
    "told",
    [
        "Pakistan said 19 of its soldiers were wounded on Tuesday.",
        "Pakistan said 19 of its soldiers were wounded, the worst toll since August 2021.",
        "Pakistan said 19 of its soldiers were wounded, a day after foreigners were told to leave by November 1.",
        "Pakistan said 19 of its soldiers were wounded on October 14.",
        "Nineteen Pakistani soldiers have been wounded since last Friday, Pakistan said.",
        "Pakistan put the wounded at 19 of its soldiers earlier this week.",
        "Pakistan said 19 of its soldiers were wounded over the past two days.",
        "Following the attack, troops launched a search, in which 19 of its soldiers were wounded, Pakistan said.",
    ],
)
def test_a_figure_of_the_entrys_own_episode_is_none(told: str) -> None:
    assert flags("Soldiers killed in Kurram", f"{LEAD} {told}") == {3: False, 19: False}


@pytest.mark.parametrize(
    ("title", "background"),
    [
        ("Envoys shake hands in Doha on a ceasefire", True),
        ("Torkham reopens after clashes that shut it for a week", True),
        ("Jirga strikes deal over Torkham", True),
        ("Both sides agree to swap prisoners", True),
        ("Both sides sign a truce after a week of fighting", True),
        ("Elders seek truce as tolls diverge", False),
        ("Truce frays as guns speak in Kurram", False),
        ("Ceasefire collapses in Kurram", False),
        ("Explainer: how the truce was reached", False),
    ],
)
def test_in_an_entry_about_a_truce_every_figure_is_background(title: str, background: bool) -> None:
    assert flags(title, LEAD) == {3: background}


def test_there_points_back_to_the_older_episode_of_the_sentence_before() -> None:
    text = (
        "Pakistan struck camps in Paktika on Tuesday. The strikes came days after an attack in Makeen. "
        "Sixteen soldiers were martyred there, Pakistan's military said."
    )
    assert flags("Strikes in Paktika", text) == {16: True}


def test_what_militants_did_before_the_air_strikes_is_why_the_other_side_struck() -> None:
    text = (
        "Pakistani jets bombed Paktika in Afghanistan on Tuesday. Kabul said nine civilians were killed. "
        "A suicide bomber killed 14 Pakistani soldiers in Bannu on Saturday, Pakistan's military said."
    )
    assert flags("Air strikes hit Paktika, Kabul says", text) == {9: False, 14: True}


def test_what_is_told_weeks_later_of_the_very_day_is_no_background() -> None:
    text = "The mission verified that 31 civilians died in the air strikes of 2 October in Barmal, and 12 were wounded."
    assert flags("Human rights update: the air strikes of 2 October in Barmal", text, day=29) == {31: False, 12: False}


def test_what_sums_up_months_has_no_event_of_its_own_and_no_background() -> None:
    text = "In the last three months of cross-border fire 31 Afghan civilians were killed, the United Nations said."
    assert flags("Cross-border incidents, July to September", text) == {31: False}


def test_what_was_done_in_answer_is_the_entrys_own() -> None:
    text = (
        "Afghan forces attacked posts on Monday in response to the strikes, Kabul said, claiming to have killed "
        "15 soldiers."
    )
    assert flags("Afghan forces attack posts in response to strikes", text) == {15: False}
