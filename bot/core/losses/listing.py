"""Rules for lists of parts: behind a colon, in brackets, behind "among the dead", and the next part of each."""

from dataclasses import replace
from typing import Final

from bot.core.losses.lexicon import Thing
from bot.core.losses.nouns import predicate_noun
from bot.core.losses.parts import carry
from bot.core.losses.verbs import verb_from
from bot.core.losses.view import PARTS_OF, Hook, Loss, View, thing_of
from bot.core.wordlists import word_set


def listed_after(view: View) -> Hook | None:
    """Read the parts behind a total and a colon: "four dead: a soldier, two guards and a villager"."""
    noun = view.phrase.noun
    if noun is None or noun.thing is not Thing.PERSON or noun.trait == "other" or not view.here:
        return None
    colon = next((at for at in range(view.at - 1, -1, -1) if view.text(at) == ":"), None)
    if colon is None or verb_from(view, view.skip(view.at + 1, 1), "subject") is not None:
        return None
    if any(view.code(at) not in {"N", ",", "&", "a"} for at in range(colon + 1, view.at)):
        return None
    total = next((loss for loss in reversed(view.here) if loss.at < colon), None)
    if total is None or thing_of(total.noun) is not Thing.PERSON:
        return None
    return Hook("listed", total.word_at, total.word, total.measure, part=True, noun=noun)


def inverted_part(view: View) -> Hook | None:
    """Read "among the dead were four children", "the dead included five women"."""
    if view.text(view.at - 1) not in _INVERSIONS or view.phrase.noun is None or view.phrase.article:
        return None
    for chunk in reversed(view.chunks[max(0, view.at - 6) : view.at - 1]):
        if chunk.code in {"|", "s", "V", "N"} and not (chunk.code == "V" and chunk.lower in PARTS_OF):
            return None
        found = next((PARTS_OF[word] for word in chunk.lower.split() if word in PARTS_OF), None)
        if found is not None:
            return Hook("part-inverted", measure=found, heir=True, part=True, noun=view.phrase.noun)
    return None


_INVERSIONS: Final = word_set("were was are is included include includes including")


def part_in_brackets(view: View) -> Hook | None:
    """Read "17 deaths (nine children, five women)", "44 fighters (12 of them in the next valley)"."""
    before = next((one for one in reversed(view.here) if not one.part), None)
    opening = next((at for at in range(view.phrase.first - 1, -1, -1) if view.lower[at] in {"(", ")"}), None)
    if before is None or opening is None or view.lower[opening] == ")" or _end_of(view, before) != opening:
        return None
    if before.phrase.figure is not None and before.phrase.figure.figure.high == 1:
        return None  # one man's age
    noun = view.phrase.noun
    measured = noun is not None and (noun.measure is not None or thing_of(noun) is not thing_of(before.noun))
    if measured or view.code(view.at + 1) not in {",", "&", "p"} or ")" not in view.lower[view.phrase.last :]:
        return None
    return carry(view, before, "bracket", part=True)


def _end_of(view: View, loss: Loss) -> int:
    """Return where a counted phrase ends with the loss word right behind it ("8 killed")."""
    behind = view.chunk(loss.at + 1)
    told = behind is not None and loss.word_at == loss.at + 1
    return behind.last if behind is not None and told else loss.phrase.last


def next_part(view: View) -> Hook | None:
    """Read the rest of a list of parts: "among them nine boys and five girls", "six were children and two women"."""
    before = view.here[-1] if view.here else None
    if before is None or not before.part or view.phrase.article or view.code(view.at - 1) not in {",", "&"}:
        return None
    noun, behind = view.phrase.noun, view.code(view.at + 1)
    told = view.code(view.at - 2) == "n" and view.code(view.at - 3) == "b" and before.at == view.at - 4
    person = noun is not None and noun.thing is Thing.PERSON and noun.trait != "other"
    listed = person and (told or before.at == view.at - 2)
    ends = behind in {"|", ",", "&", "p"} or view.text(view.at + 1).endswith("ing")
    if listed and ends and before.rule in {"part", "part-inverted"}:
        return replace(carry(view, before, before.rule, part=True), noun=noun)
    called = predicate_noun(view) if noun is None and behind == "b" else None
    if called is None or called.thing is not Thing.PERSON:
        return None
    return replace(carry(view, before, before.rule, part=True), noun=called)
