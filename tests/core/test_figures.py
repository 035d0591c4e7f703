"""Figures: digits, words, bounds and ranges, and what is no count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.figures import find_figures
from bot.core.text import tokenise
from tests.support.claim_cases import in_short

READ = [
    ("58 soldiers", ["58"]),
    ("Fifty-eight soldiers", ["58"]),
    ("one hundred and five men", ["105"]),
    ("1,411 dead and 3,124 hurt", ["1411", "3124"]),
    ("at least 70", ["70+"]),
    ("no fewer than 346", ["346+"]),
    ("upwards of 200", ["200+"]),
    ("12 or more", ["12+"]),
    ("70+ killed", ["70+"]),
    ("up to 55", ["..55"]),
    ("as many as 50", ["..50"]),
    ("between 15 and 20 of the attackers", ["15-20"]),
    ("25 to 30 fighters", ["25-30"]),
    ("15-20 killed", ["15-20"]),
    ("two or three", ["2-3"]),
    ("rose from 70 to 81", ["70", "81"]),
    ("about 30", ["~30"]),
    ("some 50", ["~50"]),
    ("dozens", ["~24+"]),
    ("several dozen", ["~24+"]),
    ("scores", ["~40+"]),
    ("hundreds", ["~200+"]),
    ("a dozen", ["12"]),
    ("more than a dozen", ["12+"]),
    ("at least three dozen", ["36+"]),
    ("half a dozen", ["6"]),
    ("half-a-dozen", ["6"]),
    ("more than two dozens of men", ["24+"]),
    ("a couple of dozen", ["~24"]),
    ("anywhere from 60 to 70 men", ["60-70"]),
    ("anything between 30 and 40 men", ["30-40"]),
    ("nine (9) men", ["9"]),
    ("58 (fifty-eight) men", ["58"]),
    ("fifty eight men", ["58"]),
    ("twenty-odd men", ["~20"]),
    ("some 20-plus men", ["20+"]),
    ("several", ["~3+"]),
    ("no casualties", ["0"]),
    ("not one civilian", ["0"]),
    ("no one was hurt", ["0"]),
]
NO_COUNT = [
    "October 11-12",
    "KABUL, Oct 12",
    "in 2023",
    "at 7 pm",
    "06:50 GMT",
    "a 48-hour truce",
    "the 2,700-km frontier",
    "$2.5 million",
    "an F-16",
    "80 per cent",
    "nine in ten",
    "two thirds of them",
    "children under 10",
    "no longer",
    "On Oct. 15, talks",
    "between Oct. 10 and Nov. 17",
    "anything but a truce",
    "the 201 Corps headquarters",
    "the 203 Red Star Corps",
    "the Corps 205 headquarters",
    "9 Red Star Brigade",
]


@pytest.mark.parametrize(("text", "figures"), READ, ids=[text for text, _ in READ])
def test_reads_a_figure(text: str, figures: list[str]) -> None:
    assert [in_short(found.figure) for found in find_figures(tokenise(text), text)] == figures


@pytest.mark.parametrize("text", NO_COUNT)
def test_passes_over_what_is_no_count(text: str) -> None:
    assert find_figures(tokenise(text), text) == ()


@given(st.integers(min_value=0, max_value=999_999), st.sampled_from(["{} soldiers", "{:,} soldiers"]))
def test_reads_any_number_of_soldiers(number: int, form: str) -> None:
    text = form.format(number)
    (found,) = find_figures(tokenise(text), text)
    assert (found.figure.low, found.figure.high) == (number, number)
    assert found.figure.words == text.split()[0]


@given(st.text(max_size=120))
def test_words_are_a_piece_of_any_text(text: str) -> None:
    tokens = tokenise(text)
    for found in find_figures(tokens, text):
        assert found.figure.words == text[tokens[found.first].start : tokens[found.last - 1].end]
        assert found.figure.low is None or found.figure.high is None or found.figure.low <= found.figure.high
