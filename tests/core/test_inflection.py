"""Forms of one word share a stem; words that only look alike do not."""

import pytest

from bot.core.inflection import stem


@pytest.mark.parametrize(
    "forms",
    [
        "strike strikes struck striking",
        "kill kills killed killing killings",
        "shell shells shelled shelling",
        "clash clashes clashed clashing",
        "fire fires fired firing",
        "die dies died dying",
        "retaliate retaliates retaliated retaliating",
        "casualty casualties",
        "agree agrees agreed agreeing",
        "stop stops stopped stopping",
        "child children",
    ],
)
def test_forms_of_one_word_share_a_stem(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("strike", "string"), ("raid", "rain"), ("post", "poster"), ("gun", "gunner")]
)
def test_other_words_do_not(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_another_script_is_left_alone() -> None:
    assert stem("حمله") == "حمله"
