"""Words and phrases in any script."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.tokens import PhraseTable, fold, phrase, table, tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kabul's", "kabul"),
        ("Kabul’s", "KABUL"),
        ("Türkiye", "turkiye"),
        ("Guterres", "GUTERRES"),
        ("افغانی", "افغاني"),
        ("کابل", "كابل"),
        ("ہلمند", "هلمند"),
        ("حملہ", "حمله"),
        ("ھرات", "هرات"),
        ("جلال‌آباد", "جلالاباد"),
        ("مُحمّد", "محمد"),
        ("۱۲", "12"),
        ("١٢", "12"),
        ("کنـــر", "کنر"),
    ],
)
def test_spellings_of_one_word_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def found_in(names: PhraseTable[object], text: str) -> list[list[object]]:
    words = tokens(text)
    return [values for _, _, values in names.longest(words, [word.word for word in words], lambda *_: True)]


def test_tokens_know_where_they_stand() -> None:
    text = "Spin Boldak’s gate. Fire!"
    assert [(text[t.start : t.end], t.word, t.joined) for t in tokens(text)] == [
        ("Spin", "spin", False),
        ("Boldak’s", "boldak", True),
        ("gate", "gate", True),
        ("Fire", "fire", False),
    ]


def test_marks_alone_are_no_word() -> None:
    assert tokens("\u0640 \u064b") == ()


def test_a_phrase_runs_over_hyphens_but_not_over_a_full_stop() -> None:
    names: PhraseTable[object] = table([(phrase("cross border"), "both")])
    assert found_in(names, "a cross-border raid") == [["both"]]
    assert not found_in(names, "They came to cross. Border guards fired.")


def test_the_longest_phrase_hides_the_shorter_ones_in_it() -> None:
    names: PhraseTable[object] = table(
        [(phrase("north waziristan"), 2), (phrase("waziristan"), 1), (phrase("north"), 0)]
    )
    assert found_in(names, "north Waziristan, Waziristan, north") == [[2], [1], [0]]


def test_a_longer_phrase_that_breaks_off_does_not_hide_the_shorter() -> None:
    names: PhraseTable[object] = table([(phrase("air strike on kabul"), "long"), (phrase("air strike"), "short")])
    assert found_in(names, "air strike on Khost") == [["short"]]


@given(st.text(max_size=200))
def test_tokens_are_in_order_and_inside_the_text(text: str) -> None:
    found = tokens(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= after.start for one, after in pairwise(found))


@given(st.text(max_size=40))
@example("guard's's")
@example("'\u017f")
def test_folding_twice_changes_nothing(word: str) -> None:
    assert fold(fold(word)) == fold(word)
