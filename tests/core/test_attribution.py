"""Whose word each sentence is, by cases told in the files beside this test, one file a phenomenon."""

import tomllib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.attribution import Voices, attribute, attribute_title, compile_voices, voice_at
from bot.core.model import AttributedSentence
from bot.core.text import split_sentences, word_set
from config.rules.theatre import load_theatre

ROOT = Path(__file__).parents[2]
CASES = Path(__file__).parent / "attribution_cases"
WORDS = sorted(
    word_set(
        "Kabul Islamabad said says claims , . ; : \" the Taliban officials and who that according to by 's claim of "
        "denied it he they each both not no 55 killed in Khost ministry spokesman saying accused told quoting with"
    )
)
PUBLISHED = datetime(2025, 10, 14, 12, tzinfo=UTC)


@cache
def voices() -> Voices:
    return compile_voices(load_theatre(ROOT / "config" / "afpak"))


def told(kind: str) -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case.get('shows', case.get('title'))}")
        for path in sorted(CASES.glob("*.toml"))
        for case in tomllib.loads(path.read_text(encoding="utf-8")).get(kind, [])
    ]


def published(case: dict[str, Any]) -> datetime:
    day = case.get("published")
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else PUBLISHED


def read(text: str) -> tuple[AttributedSentence, ...]:
    return attribute("", split_sentences(text), voices(), published=PUBLISHED)


@pytest.mark.parametrize("case", told("case"))
def test_sides_of_each_sentence(case: dict[str, Any]) -> None:
    sentences = split_sentences(case["text"])
    attributed = attribute("", sentences, voices(), published=published(case), source=case.get("source", ""))
    found = [(one.sentence.text, sorted(one.by)) for one in attributed]
    assert found == [(one.text, sorted(by)) for one, by in zip(sentences, case["by"], strict=True)]


@pytest.mark.parametrize("case", told("title"))
def test_sides_of_a_title(case: dict[str, Any]) -> None:
    sentences = split_sentences(case.get("text", ""))
    attributed = attribute_title(case["title"], voices(), published=PUBLISHED, sentences=sentences)
    assert sorted(attributed.by) == sorted(case["by"])


def test_swapping_the_sides_names_swaps_the_sides() -> None:
    swap = {"Afghanistan": "Pakistan", "Afghan": "Pakistani", "Kabul": "Islamabad", "AFG": "PAK"}
    swap |= {new: old for old, new in swap.items()}
    text = (
        "Afghanistan's interior ministry said nine Pakistani guards died. Islamabad denied it. "
        "An Afghan official accused Pakistan of lying. The minister in Kabul added that talks were over."
    )
    mirrored = " ".join(swap.get(word, word) for word in text.replace("'s", " 's").replace(".", " .").split())
    mirrored = mirrored.replace(" 's", "'s").replace(" .", ".")
    assert [[swap[side] for side in one.by] for one in read(text)] == [list(one.by) for one in read(mirrored)]


def test_the_innermost_voice_holds_a_figure() -> None:
    (sentence,) = read("Pakistan rejected Kabul's claim of 55 dead soldiers.")
    inner = voice_at(sentence, sentence.sentence.text.index("55"))
    assert inner is not None
    assert inner.side == "AFG"
    outer = voice_at(sentence, 0)
    assert outer is not None
    assert (outer.side, outer.rejects) == ("PAK", True)


def test_each_clause_has_its_own_voice() -> None:
    (sentence,) = read("Kabul said 9 soldiers died, while Islamabad admitted the loss of 2.")
    found = [voice_at(sentence, sentence.sentence.text.index(figure)) for figure in ("9", "2")]
    assert [one.side for one in found if one] == ["AFG", "PAK"]


def test_a_speaker_is_called_by_name_where_there_is_one() -> None:
    named, office = read(
        "Nine died, said Gul Agha Popal, spokesman for the Paktika police. Two died, the Afghan army said."
    )
    assert [one.by for one in (*named.utterances, *office.utterances)] == ["Gul Agha Popal", "Afghan army"]


def test_a_guessed_side_is_marked() -> None:
    text = "The Afghan interior ministry said nine died. Pakistan denied it.\nThe armed forces said two did."
    afghan, guessed = read(text)[::2]
    assert not afghan.utterances[0].rule.startswith("guess ")
    assert guessed.utterances[0].rule.startswith("guess ")


def test_no_voice_stands_where_the_outlet_speaks() -> None:
    (sentence,) = read("The road is closed.")
    assert voice_at(sentence, 0) is None


@given(st.text(alphabet=st.sampled_from(list("Kabul said Pakistan's army, it \"“”.'\n:;-—(1)éا")), max_size=200))
def test_any_text_is_attributed(text: str) -> None:
    sentences = split_sentences(text)
    attributed = attribute("", sentences, voices())
    assert [one.sentence for one in attributed] == list(sentences)
    for one in attributed:
        assert {utterance.side for utterance in one.utterances} == set(one.by)
        for utterance in one.utterances:
            assert 0 <= utterance.content.start <= utterance.content.end <= len(one.sentence.text)


@given(
    st.lists(
        st.sampled_from(WORDS),
        max_size=30,
    )
)
def test_any_words_are_attributed_as_text_and_as_title(words: list[str]) -> None:
    text = " ".join(words)
    sentences = split_sentences(text)
    assert len(attribute("", sentences, voices())) == len(sentences)
    assert attribute_title(text, voices(), sentences=sentences).sentence.text == text
