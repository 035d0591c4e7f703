"""Losses that a denial names without a figure: captured soldiers, the fall of any post."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from bot.core.losses.broken import NOMINALS
from bot.core.losses.chunks import Phrase, Scan
from bot.core.losses.lexicon import Noun, Shape, Thing
from bot.core.losses.view import PARTS_OF, PEOPLE, Loss
from bot.core.model import Measure

_WITHIN: Final = 7
_LOSS_OF: Final = ("loss", "of")


def bare_losses(scan: Scan, first: int, last: int) -> Iterable[Loss]:
    for at, chunk in enumerate(scan.chunks):
        if not first <= chunk.first < last:
            continue
        if chunk.lower == "any":
            yield from _any_of_them(scan, at, last)
        if chunk.lower in {"anyone", "anybody"}:
            yield from _both_of(scan, at, Phrase(chunk.first, chunk.last, None, words=("any",)), PEOPLE, last)
        if (
            chunk.code in {"n", "N"}
            and chunk.phrase is not None
            and (chunk.code == "n" or chunk.phrase.article)
            and chunk.phrase.noun is not None
        ):
            noun = chunk.phrase.noun
            loss = _deaths_of(scan, at, noun) or _loss_of(scan, at, chunk.phrase, noun, last)
            if loss is not None:
                yield loss
            else:
                yield from _both_of(scan, at, chunk.phrase, chunk.phrase.noun, last)


def _loss_of(scan: Scan, at: int, phrase: Phrase, noun: Noun, last: int) -> Loss | None:
    if phrase.state is not None and phrase.state.measure_of(noun.thing) is not None:
        return Loss(phrase, at, noun, phrase.state.measures[noun.thing], "denial")
    if noun.measure in {Measure.KILLED, Measure.CASUALTIES, Measure.WOUNDED} and noun.trait != "losses":
        return Loss(phrase, at, noun, noun.measure, "denial")
    if noun.thing is Thing.TOLL or noun.trait == "party":
        return None
    if noun.thing is Thing.PERSON and _LOSS_OF in zip(phrase.words, phrase.words[1:], strict=False):
        return Loss(phrase, at, noun, Measure.KILLED, "denial")
    acted = _acted_on(scan, at, phrase, noun)
    if acted is None and _in_hands(scan, phrase) and noun.thing is Thing.PERSON:
        return Loss(phrase, at, noun, Measure.CAPTURED, "denial")
    return acted or _passive_of(scan, at, phrase, noun, last)


def _deaths_of(scan: Scan, at: int, noun: Noun) -> Loss | None:
    """Read "the deaths of its soldiers": whose they are says the second noun."""
    following = scan.chunks[at + 2] if at + 2 < len(scan.chunks) and scan.chunks[at + 1].lower == "of" else None
    people = following.phrase if following is not None and following.code == "n" else None
    if noun.measure is None or people is None or people.noun is None or people.noun.thing is not Thing.PERSON:
        return None
    return Loss(people, at + 2, people.noun, noun.measure, "denial")


def _both_of(scan: Scan, at: int, phrase: Phrase, noun: Noun, last: int) -> Iterable[Loss]:
    """Read "that any guard had been killed or captured": both are denied; "that anyone had been taken"."""
    step = next((i for i in range(at + 1, min(at + _WITHIN, len(scan.chunks))) if scan.chunks[i].code == "V"), None)
    words = scan.chunks[step].lower.split(" or ") if step is not None and scan.chunks[step].first < last else []
    if noun.thing is not Thing.PERSON or step is None or scan.chunks[step - 1].code != "b":
        return
    measures = [PARTS_OF[word] for word in words if word in PARTS_OF]
    yield from (Loss(phrase, at, noun, measure, "denial", step, scan.chunks[step].word) for measure in measures)


def _acted_on(scan: Scan, at: int, phrase: Phrase, noun: Noun) -> Loss | None:
    """Read "losing any posts", "had captured a post", "the capture of its soldiers"."""
    if at > 2 and (scan.chunks[at - 2].lower, scan.chunks[at - 1].lower) == ("any", "of"):
        at -= 2  # "any of its posts"
    before = scan.chunks[at - 1] if at else None
    if before is None:
        return None
    act = NOMINALS.get(scan.chunks[at - 2].lower.split()[-1]) if at > 1 and before.lower == "of" else None
    word_at = at - 1 if act is None else at - 2
    attributive = False
    if act is None and before.word is not None and before.code == "V":
        attributive = before.last == phrase.first and scan.chunks[at - 2].code not in {"b", "h"} and not phrase.article
        participle = before.word.shape is Shape.PART and (_has_have(scan, at - 1) or attributive)
        told = before.word.shape is Shape.ACTIVE or participle
        act = before.word if told else None
    measure = act.measure_of(noun.thing) if act is not None else None
    return None if measure is None else Loss(phrase, at, noun, measure, "denial", word_at, act, active=not attributive)


def _does_it(scan: Scan, at: int, shape: Shape) -> bool:
    """Tell a verb whose subject did it: "losing", "had captured"."""
    perfect = shape is Shape.PART and scan.chunks[at - 1].code == "h"
    return shape is Shape.ACTIVE or (perfect and scan.chunks[at + 1 : at + 2] != () and _has_object(scan, at + 1))


def _has_object(scan: Scan, at: int) -> bool:
    return scan.chunks[at].code in {"n", "N"} or scan.chunks[at].lower == "any"


def _any_of_them(scan: Scan, at: int, last: int) -> Iterable[Loss]:
    """Read "that any had died", "that any of them were hurt": those told of before."""
    people = [
        chunk.phrase.noun
        for chunk in scan.chunks[:at]
        if chunk.code == "N" and chunk.phrase is not None and chunk.phrase.noun is not None and not chunk.phrase.article
    ]
    noun = people[-1] if people else PEOPLE
    token = scan.chunks[at].first
    phrase = Phrase(token, token + 1, None, words=("any",))
    step = at + 3 if scan.lower[token + 1 : token + 3] in {("of", "them"), ("of", "those"), ("of", "these")} else at + 1
    if step >= len(scan.chunks) or scan.chunks[step].code not in {"b", "h"}:
        return
    loss = _passive_of(scan, step - 1, phrase, noun, last)
    if loss is not None:
        yield replace(loss, at=at, heir=True)


def _in_hands(scan: Scan, phrase: Phrase) -> bool:
    """Tell "were in the other side's hands"."""
    behind = scan.lower[phrase.last : phrase.last + 7]
    return "in" in behind and "hands" in behind and behind.index("in") < behind.index("hands")


def _has_have(scan: Scan, at: int) -> bool:
    return any(chunk.code == "h" for chunk in scan.chunks[max(0, at - 2) : at])


def _passive_of(scan: Scan, at: int, phrase: Phrase, noun: Noun, last: int) -> Loss | None:
    for step, chunk in enumerate(scan.chunks[at + 1 : at + 1 + _WITHIN], start=at + 1):
        if chunk.first >= last or chunk.code in {"n", "N", "|", "s"}:
            return None
        if chunk.lower == "taken" and noun.thing is Thing.PERSON and scan.chunks[step - 1].code in {"b", "h"}:
            return Loss(phrase, at, noun, Measure.CAPTURED, "denial", step, chunk.word)
        if chunk.code == "V" and chunk.word is not None and not _does_it(scan, step, chunk.word.shape):
            measure = chunk.word.measure_of(noun.thing)
            if measure is not None:
                return Loss(phrase, at, noun, measure, "denial", step, chunk.word)
    return None
