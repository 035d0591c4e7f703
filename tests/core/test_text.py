"""Sentences and tokens are slices of their text, cut where a reader would cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text import fold, split_sentences, tokenise

SENTENCES = {
    "ranks and titles": ["Lt Gen. Adil Shah spoke.", "Mr. Noor left."],
    "initials of a name": ["J. R. Mirza wrote it.", "It was read by A. Q. Noor."],
    "initials of a body": [
        "The U.N. mission left.",
        "It went to the U.S. They stayed.",
        "A U.N. Security Council report came.",
    ],
    "a network called by one letter": ["He wrote it on X.", "Nobody replied."],
    "months and figures": ["It began on Feb. 26 at dawn.", "No. 5 post fell.", "It cost Rs. 50 million."],
    "hours": ["The gate shut at 5 p.m. on Friday.", "It opened at 6 a.m. The queue was long."],
    "decimals and thousands": ["A 6.0 quake killed 1,124 people.", "It cost 1.5 million."],
    "closing quotes stay": ["“It is over.”", "He left.", 'She said: "No."', "They wept."],
    "a question inside a quotation": ["“Why?” he asked.", "Nobody knew."],
    "dots of silence": ["They waited... and left.", "It rained."],
    "a dateline": ["KABUL, Oct. 12 - Nine men died.", "Two fled."],
    "a time stamp": ["06:15 GMT – Shots are heard.", "They stop."],
    "brackets": ["He fell (at dawn).", "[It was cold.]", "They left."],
    "an abbreviation at the end": ["They work for Khan and Co. The firm is old."],
}


@pytest.mark.parametrize("pieces", SENTENCES.values(), ids=SENTENCES.keys())
def test_sentences_end_where_a_reader_ends_them(pieces: list[str]) -> None:
    whole = [part for piece in pieces for part in _apart(piece)]
    assert [one.text for one in split_sentences(" ".join(whole))] == whole


def _apart(piece: str) -> list[str]:
    """Two sentences on one line of the table are told apart by hand."""
    for mark in ("U.S. They", "6 a.m. The", "Co. The"):
        if mark in piece:
            at = piece.index(mark) + mark.index(". ") + 1
            return [piece[:at], piece[at + 1 :]]
    return [piece]


def test_a_missing_space_still_ends_a_sentence() -> None:
    assert [one.text for one in split_sentences("They left the border.Nobody said why.")] == [
        "They left the border.",
        "Nobody said why.",
    ]


def test_a_paragraph_ends_a_sentence() -> None:
    assert [one.text for one in split_sentences("A headline without a stop\n\nThe text begins.")] == [
        "A headline without a stop",
        "The text begins.",
    ]


def test_an_address_is_not_cut() -> None:
    assert [one.text for one in split_sentences("See www.Example.com/a.b for more. It is long.")] == [
        "See www.Example.com/a.b for more.",
        "It is long.",
    ]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Kabul’s men", ["Kabul", "’s", "men"]),
        ("the troops' posts", ["the", "troops", "'", "posts"]),
        ("don't", ["don't"]),
        ("U.N. envoy", ["U.N.", "envoy"]),
        ("1,124 dead, 6.0", ["1,124", "dead", ",", "6.0"]),
        ("15-20 fighters", ["15", "-", "20", "fighters"]),
        ("an F-16 and a 48-hour truce", ["an", "F-16", "and", "a", "48", "-", "hour", "truce"]),
        ("Fitna al-Khawarij", ["Fitna", "al-Khawarij"]),
        ("“so”…", ["“", "so", "”", "…"]),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert [one.text for one in tokenise(text)] == tokens


def test_folding_makes_quotes_and_dashes_plain() -> None:
    assert fold("“Kabul’s” – DONE") == '"kabul\'s" - done'


ANY = st.text(alphabet=st.one_of(st.characters(), st.sampled_from(list(".!?\n “”\"'AaKZ15,"))), max_size=120)


@given(ANY)
def test_sentences_are_verbatim_in_order_and_leave_nothing_out(text: str) -> None:
    at = 0
    for one in split_sentences(text):
        assert text[one.start : one.end] == one.text == one.text.strip()
        assert text[at : one.start].strip() == ""
        at = one.end
    assert text[at:].strip() == ""


@given(ANY)
def test_tokens_are_verbatim_in_order_and_leave_nothing_out(text: str) -> None:
    at = 0
    for one in tokenise(text):
        assert text[one.start : one.end] == one.text
        assert text[at : one.start].strip() == ""
        at = one.end
    assert text[at:].strip() == ""
