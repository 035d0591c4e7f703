"""Tell what a loss word says that is no loss: people who have gone home, arms that were seized, numbers that fell."""

from itertools import pairwise
from typing import Final

from bot.core.losses.lexicon import Noun, Thing
from bot.core.losses.people import GUESSED
from bot.core.losses.view import PEOPLE, Hook, View
from bot.core.model import Measure
from bot.core.wordlists import word_set


def as_fled(view: View) -> Measure | None:
    """Take fighters that fled for wounded where they fled with injuries, for nothing lost otherwise."""
    behind = set(view.lower[view.phrase.last : view.phrase.last + _HURT_REACH])
    return Measure.WOUNDED if behind & _HURT else None


_HURT: Final = word_set("injuries wounds wounded injured hurt")
_HURT_REACH: Final = 8


def _has_died(view: View, hook: Hook) -> bool:
    """Tell "received a bullet injury and embraced martyrdom", of whom the second word tells."""
    at = hook.word_at
    behind = [chunk for chunk in view.chunks[at + 1 : at + 4] if chunk.code != "b"] if at is not None else []
    if len(behind) < len(("and", "died")) or behind[0].lower != "and":
        return False
    word = behind[1].word
    return word is not None and word.measure_of(Thing.PERSON) is Measure.KILLED and view.phrase.figure is not None


def is_undone(view: View, hook: Hook, measure: Measure, noun: Noun) -> bool:
    """Tell arms that were seized, cargo that was taken along, people who have gone home, "a farmer who fled"."""
    if view.phrase.figure_is_none and _is_unmentioned(view):
        return True
    if measure is Measure.WOUNDED and _has_died(view, hook):
        return True
    if measure is Measure.KILLED and _is_under_rubble(view, hook):
        return True
    if noun.trait == "store":
        return measure is Measure.POSTS_CAPTURED
    if noun.trait == "cargo":
        return hook.word is not None and hook.word.measure_of(Thing.PERSON) is not None
    return measure is Measure.DISPLACED and (view.phrase.article or _have_returned(view))


def _is_unmentioned(view: View) -> bool:
    """Tell "no casualties among guards were mentioned" and "gave no losses", which leaves open if there were any."""
    if view.lower[view.phrase.first - 1 : view.phrase.first] in _GIVING:
        return True
    behind = view.lower[view.phrase.last : view.phrase.last + _GIVEN_REACH]
    return any(one in {"was", "were", "is", "are"} and two in _GIVEN for one, two in pairwise(behind))


_GIVING: Final = frozenset((word,) for word in ("mentioned", "mentioning", "mentions", "gave", "giving", "disclosed"))
_GIVEN: Final = word_set("mentioned disclosed specified given listed")
_GIVEN_REACH: Final = 8


def _is_under_rubble(view: View, hook: Hook) -> bool:
    """Tell "23 people were buried under the rubble", of whom some are brought out alive."""
    buried = hook.word_at is not None and view.text(hook.word_at).split()[0] in _BURIED
    return buried and bool(set(view.lower[view.phrase.last :]) & _RUBBLE)


_BURIED: Final = word_set("buried burying buries bury lie lay lies")
_RUBBLE: Final = word_set("rubble debris ruins mud wreckage")


def _have_returned(view: View) -> bool:
    """Tell "350 of those who fled have gone home"."""
    behind = view.lower[view.phrase.last : view.phrase.last + _HOME_REACH]
    return any(pair in _HOME for pair in pairwise(behind)) or any(
        one == "returned" and before in {"have", "had", "already", "since"} for before, one in pairwise(behind)
    )


_HOME: Final = frozenset({("gone", "home"), ("returned", "home"), ("gone", "back"), ("come", "back"), ("went", "home")})
_HOME_REACH: Final = 14


def have_fallen(view: View, hook: Hook, noun: Noun) -> bool:
    """Tell "25 have fallen" and "nine of its own fell" from numbers that fell and men who fell upon a post."""
    at = hook.word_at if hook.word_at is not None else len(view.chunks)
    if view.text(at + 1) in _FALLING:
        return False
    return noun is not PEOPLE or view.phrase.owner is not None or view.text(at) == "fallen"


_FALLING: Final = word_set("upon on back silent short within under apart out behind ill asleep")


def befalls_people(hook: Hook, measure: Measure, noun: Noun) -> bool:
    """Tell a loss that only people can have: killed or hurt, and not as the object of somebody's act."""
    only = hook.word is None or hook.word.measure_of(Thing.POST) is None
    done = hook.active and noun.trait == GUESSED
    return only and not done and measure in {Measure.KILLED, Measure.WOUNDED, Measure.CASUALTIES}
