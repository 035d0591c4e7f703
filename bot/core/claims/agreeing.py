"""Part a figure that both sides tell alike, or each of the other, into one in each side's mouth."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.core.claims.subjects import subject_of
from bot.core.claims.told import Case
from bot.core.model import AttributedSentence, Span, Utterance
from bot.core.wordlists import word_set

# What a side grants is its own loss, not the other's ("by what each side admits").
_GRANTING: Final = word_set("admit admits admitted admitting acknowledge acknowledges acknowledged concede concedes")
_OF_EACH: Final = word_set("each both rival")


def in_each_mouth(case: Case, sentence: AttributedSentence) -> tuple[Case, ...]:
    """Return the loss as each side tells it where both do, the loss alone elsewhere."""
    return _each_of_the_other(case) or _both_alike(case, sentence) or (case,)


def _each_of_the_other(case: Case) -> tuple[Case, ...]:
    """Read "each killed dozens of the other's"."""
    lower = case.scan.lower
    first = case.loss.phrase.first
    around = lower[first : case.loss.phrase.last + 4]
    if not set(lower[:first]) & _OF_EACH or "other" not in around:
        return ()
    sides = [party.code for party in case.words.theatre.sides]
    span = Span(0, len(case.scan.text))
    voices = [next((one for one in (case.voice,) if one is not None and one.side == side), None) for side in sides]
    return tuple(
        replace(
            case,
            voice=voice or Utterance(side, None, span, None, None, "reciprocal"),
            to=case.words.theatre.enemy(side),
        )
        for side, voice in zip(sides, voices, strict=True)
    )


def _both_alike(case: Case, sentence: AttributedSentence) -> tuple[Case, ...]:
    """Read "both sides said" where the words tell whose loss it is, whoever of the two speaks."""
    voices = _joint(sentence.utterances, case)
    if case.denied or case.voice not in (None, *voices):
        return ()
    cases = tuple(replace(case, voice=voice, agreed=True) for voice in voices)
    found = {subject_of(one) for one in cases}
    return cases if len(found) == 1 and None not in found else ()


def _joint(utterances: Sequence[Utterance], case: Case) -> Sequence[Utterance]:
    """Return the voices of both sides that share one word of speech, none where anybody else speaks."""
    sides = {one.side for one in utterances}
    cues = {one.cue for one in utterances}
    cue = next(iter(cues), None)
    if len(utterances) != len(sides) or sides != case.words.sides or len(cues) != 1 or cue is None:
        return ()
    figure = case.scan.tokens[case.loss.phrase.first].start
    if not all(one.content.start <= figure < one.content.end for one in utterances):
        return ()  # "..., with each blaming the other"
    granted = case.scan.text[cue.start : cue.end].casefold() in _GRANTING
    return () if granted or any(one.rejects for one in utterances) else utterances
