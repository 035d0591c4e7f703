"""Give a figure its noun where the phrase itself has none, or names a part of something."""

from itertools import takewhile
from typing import Final

from bot.core.losses.chunks import Phrase
from bot.core.losses.lexicon import LOSE, Noun, Thing
from bot.core.losses.view import PEOPLE, Hook, Loss, View, thing_of
from bot.core.model import Kind
from bot.core.wordlists import word_set


def noun_of(view: View, hook: Hook) -> Noun:
    """Return what was lost: the phrase's own noun, the one it shares, and what people are said to have been."""
    noun = hook.noun or _noun_told(view, hook)
    if noun.kind is Kind.UNSPECIFIED and thing_of(noun) is Thing.PERSON:
        return _said_of_all(view) or noun
    return noun


def _noun_told(view: View, hook: Hook) -> Noun:
    noun = view.phrase.noun
    if noun is not None and noun.trait != "other":
        return noun
    again = view.phrase.words[:1] == ("another",) or view.text(view.at) in _ORDINALS
    if noun is None and (view.text(view.at - 1) == "among" or (view.here and again)):
        return PEOPLE if view.text(view.at - 1) == "among" else view.here[-1].noun
    for before in [*reversed([one for one in view.here if not one.part]), *reversed(view.here)]:
        if hook.word is None or hook.word.measure_of(thing_of(before.noun)) is not None:
            return _others(view, before) if noun is not None else before.noun
    named = _struck_before(view, hook) or _shared_behind(view, hook) or _noun_before(view, hook)
    if named is not None:
        return named
    for before in reversed(view.carried if noun is not None or not view.here or hook.word is None else ()):
        lost = hook.word is not None and hook.word.measures is LOSE  # of men, where men were told of last
        other = noun is not None or view.same_speaker or lost or thing_of(before.noun) is not Thing.PERSON
        if other and (hook.word is None or hook.word.measure_of(thing_of(before.noun)) is not None):
            return as_others(before.noun)
    return PEOPLE


_ORDINALS: Final = frozenset({"a second", "a third", "a fourth"})
_GENERAL: Final = frozenset({"civilians", "villagers", "residents", "refugees", "labourers", "workers", "locals"})


def _others(view: View, before: Loss) -> Noun:
    """Return the noun of "others" behind `before`: of pupils, or with civilians among them, they are people."""
    inside = [
        chunk.phrase.noun for chunk in view.chunks[view.at + 1 : view.at + 5] if chunk.code == "N" and chunk.phrase
    ]
    if view.text(view.at + 2) in {"including", "among"} and any(one and one.kind is Kind.CIVILIAN for one in inside):
        return PEOPLE
    if before.noun.kind is Kind.CIVILIAN and not set(before.phrase.words) & _GENERAL and before.phrase.noun is not None:
        return PEOPLE
    return before.noun


def as_others(noun: Noun) -> Noun:
    """Return a noun as "others" and bare numbers take it up: women and pupils become people."""
    if noun.trait == "own":
        return Noun(noun.thing, noun.kind)
    return PEOPLE if noun.kind is Kind.CIVILIAN else noun


def _shared_behind(view: View, hook: Hook) -> Noun | None:
    """Return the noun of "killed 58 and wounded 30 soldiers" for the first number too."""
    if view.phrase.noun is not None or not hook.active or view.code(view.at + 1) != "&":
        return None
    behind = view.chunk(view.skip(view.at + 3, 1)) if view.code(view.at + 2) == "V" else None
    phrase = behind.phrase if behind is not None and behind.code == "N" else None
    if phrase is None or phrase.noun is None or phrase.noun.trait == "other" or phrase.article:
        return None
    return phrase.noun if phrase.noun.thing is Thing.PERSON else None


def _struck_before(view: View, hook: Hook) -> Noun | None:
    """Return the people of "shot at guards, killing two", "attacked soldiers in the valley, killing two"."""
    verb = hook.word_at
    if view.phrase.noun is not None or verb is None or not view.text(verb).endswith("ing"):
        return None
    if view.code(view.skip(verb - 1, -1)) != ",":
        return None
    for at in range(view.skip(verb - 1, -1) - 1, max(0, verb - _STRUCK_REACH), -1):
        phrase = view.chunks[at].phrase
        if view.code(at) in {"|", "s", ","}:
            return None
        if phrase is not None and phrase.noun is not None and phrase.noun.thing is Thing.PERSON:
            struck = view.text(at - 1) in _AT or view.text(at - 1) in _STRUCK
            return Noun(Thing.PERSON, phrase.noun.kind) if struck and phrase.noun.trait != "party" else None
    return None


_STRUCK_REACH: Final = 9
_AT: Final = word_set("at on upon against of")
_STRUCK: Final = word_set("attacked ambushed bombed shelled targeted hit struck engaged")


def _noun_before(view: View, hook: Hook) -> Noun | None:
    """Return the latest noun told before in the sentence that the loss word can be said of."""
    if hook.word is None:
        return None
    introduced = view.chunk(view.at - 2)
    if view.text(view.at - 1) == ":" and introduced is not None and introduced.phrase is not None:
        noun = introduced.phrase.noun
        if noun is not None and hook.word.measure_of(thing_of(noun)) is not None and _are_many(introduced.phrase):
            return noun
    for chunk in reversed(view.chunks[: view.at]):
        phrase = chunk.phrase
        if phrase is not None and phrase.article:
            continue
        if (
            phrase is None
            or phrase.noun is None
            or phrase.noun.thing is Thing.TOLL
            or phrase.noun.trait in {"party", "fighter"}
        ):
            continue
        if chunk.code == "n" and not view.phrase.partitive and phrase.noun.kind is not Kind.MATERIEL:
            continue
        if hook.word.measure_of(thing_of(phrase.noun)) is not None:
            return phrase.noun
    return None


def predicate_noun(view: View) -> Noun | None:
    """Return the noun behind "were" ("two of the dead were children")."""
    at = view.at + 1
    while at < len(view.chunks) and at <= view.at + 8 and view.code(at) not in {"|", "s"}:
        if view.code(at) == "b":
            following = view.chunk(view.skip(at + 1, 1))
            phrase = following.phrase if following is not None else None
            if phrase is not None and phrase.noun is not None:
                return phrase.noun
            near = takewhile(lambda one: one.code not in {"s", "|"}, view.chunks[at + 1 : at + 4])
            nearby = [one.phrase.noun for one in near if one.phrase is not None and one.phrase.noun is not None]
            return nearby[0] if nearby else None
        at += 1
    return None


def _said_of_all(view: View) -> Noun | None:
    """Return militants of "30, all of them militants," and "23 people killed were mostly fighters"."""
    if (view.here and view.phrase.noun is None) or view.text(view.at - 1) == "of":
        return None
    at = next((at for at in range(view.at + 1, view.at + _ALL_REACH) if _opens_apposition(view, at)), None)
    if at is None or any(view.code(between) in _NEXT_ONES for between in range(view.at + 1, at)):
        return None
    near = [one.phrase.noun for one in view.chunks[at + 1 : at + 6] if one.phrase is not None and one.phrase.noun]
    if not near or near[0].thing is not Thing.PERSON:
        return None
    told = view.code(at) == "b" and not near[0].trait
    return near[0] if told or near[0].kind is Kind.MILITANT else None


def _opens_apposition(view: View, at: int) -> bool:
    """Tell the comma or dash of ", all of them" and "- mostly", and the "were" behind "killed in the raid"."""
    first = view.chunk(at + 1)
    if view.code(at) == "b" and any(view.code(before) == "V" for before in range(view.at + 1, at)):
        return first is not None and (first.code == "n" or first.lower in _OF_ALL)
    return view.text(at) in {",", "-"} and first is not None and first.lower.partition(" ")[0] in _OF_ALL


_ALL_REACH: Final = 14
_OF_ALL: Final = word_set("all most mostly mainly")
_NEXT_ONES: Final = frozenset("N&|s")


def better_noun(view: View, noun: Noun) -> Noun:
    own = view.phrase.noun
    return own if own is not None and own.trait != "other" else noun


def stand_for_them(view: View, *, done: bool = False) -> Phrase | None:
    """Return the people that "them" stands for: those named first with a side, else those named last.

    Where somebody has `done` it to them, whoever is named first did ("troops met rebels, killing nine of them").
    """
    people = [one for one in _people_before(view) if not set(one.words) & _OFFICIALS]
    joined = view.text(view.at - 1).endswith("ing") or view.code(view.at - 2) == "&"
    if done and people[1:] and not view.here and joined:
        people = people[1:]
    return next(
        (one for one in people if one.mentions and one.noun is not None and one.noun.trait != "party"),
        people[-1] if people else None,
    )


def stand_for_whom(view: View) -> Phrase | None:
    """Return the uncounted people that "14 of whom" and "of whom dozens" stand for: those named last."""
    behind = ("of", "whom") in {view.lower[view.phrase.last - 2 : view.phrase.last], _two_before(view)}
    people = [one for one in _people_before(view) if not set(one.words) & _OFFICIALS] if behind else []
    return people[-1] if people and people[-1].figure is None else None


def _two_before(view: View) -> tuple[str, ...]:
    return tuple(view.lower[max(0, view.phrase.first - 2) : view.phrase.first])


def _are_many(phrase: Phrase) -> bool:
    """Tell "soldiers: 8 killed" from a speaker, or his name, before a colon."""
    return not set(phrase.words) & _OFFICIALS and phrase.words[-1:] != () and phrase.words[-1].endswith(_PLURALS)


_PLURALS: Final = ("s", "men", "een", "din", "police", "personnel", "women", "children")


def _people_before(view: View) -> list[Phrase]:
    """Return the people named before in the sentence that more than one of can be told."""
    named = [chunk.phrase for chunk in view.chunks[: view.at] if chunk.phrase is not None]
    return [
        one
        for one in named
        if one.noun is not None and one.noun.thing is Thing.PERSON and one.noun.trait != "other" and _may_be_many(one)
    ]


def _may_be_many(phrase: Phrase) -> bool:
    """Tell "a large group of men" from "a man"."""
    return not phrase.article or not _MANY.isdisjoint(phrase.words)


_MANY: Final = word_set("group groups number band gang party wave swarm convoy")


_OFFICIALS: Final = word_set("official officials sources source spokesman spokeswoman spokesperson spokesmen doctors")


def noun_of_bodies(view: View, fallback: Noun) -> Noun:
    own = view.phrase.noun
    if own is not None and own.trait != "other":
        return own
    if view.phrase.partitive == "them":
        them = stand_for_them(view)
        if them is not None and them.noun is not None:
            return them.noun
    return view.here[-1].noun if view.here and thing_of(view.here[-1].noun) is Thing.PERSON else fallback
