"""The clause grammar: which figure hangs on which loss word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.losses.clauses import read_losses
from bot.core.losses.phrases import scan_sentence
from bot.core.wordlists import word_list
from tests.support.claim_cases import afpak

LINKS = [
    ("Six soldiers were killed and another 14 wounded.", [("Six", "killed"), ("14", "wounded")]),
    (
        "The number of soldiers killed stood at two, with three others wounded.",
        [("two", "killed"), ("three", "wounded")],
    ),
    ("Posts destroyed stand at 102 and posts captured at 22.", [("102", "posts_destroyed"), ("22", "posts_captured")]),
    (
        "It killed 12 fighters, wounded 30 and seized two posts.",
        [("12", "killed"), ("30", "wounded"), ("two", "posts_captured")],
    ),
    ("Nine people, most of them women, were killed.", [("Nine", "killed")]),
    ("The strike left three dead and four hurt.", [("three", "killed"), ("four", "wounded")]),
    ("They took several others prisoner.", [("several", "captured")]),
    ("It put its losses at eight dead and 11 wounded.", [("eight", "killed"), ("11", "wounded")]),
    ("The battle cost 23 soldiers their lives.", [("23", "killed")]),
    (
        "Two drones were brought down and six tanks knocked out.",
        [("Two", "aircraft_downed"), ("six", "vehicles_destroyed")],
    ),
    ("About 60 fighters took part in the attack.", []),
    ("They planned to kill 50 soldiers.", []),
    ("If ten soldiers are killed, they will pay.", []),
]


@pytest.mark.parametrize(("text", "losses"), LINKS, ids=[text[:40] for text, _ in LINKS])
def test_hangs_each_figure_on_its_loss(text: str, losses: list[tuple[str, str]]) -> None:
    found = read_losses(scan_sentence(text, afpak().words.lexicon))
    told = [(loss.phrase.figure.figure.words if loss.phrase.figure else "", str(loss.measure)) for loss in found]
    assert [(words.split()[-1], measure) for words, measure in told] == losses


WORDS = st.sampled_from(
    word_list(
        "58 dozens of soldiers , and were killed wounded the posts a captured its own ; by in had at least no said "
        "losses toll at to them including who "
    )
)


@given(st.lists(WORDS, max_size=30))
def test_reads_any_jumble_of_words_without_fault(words: list[str]) -> None:
    text = " ".join(words)
    scan = scan_sentence(text, afpak().words.lexicon)
    assert [chunk.first for chunk in scan.chunks[1:]] == [chunk.last for chunk in scan.chunks[:-1]]
    for loss in read_losses(scan):
        assert loss.phrase.figure is not None
