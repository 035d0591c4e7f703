"""Say which figure hangs on which loss word: a cascade of rules over a sentence's chunks, tried in a visible order.

A rule looks at one counted phrase and the chunks around it and names the loss word, or nothing. Elided nouns and verbs
are taken from the loss before ("and 30 wounded", "five in the next valley").
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from bot.core.losses.broken import (
    brought_to,
    capture_of,
    cost_somebody,
    family_of,
    flag_over,
    gapped,
    labelled,
    moved_out,
    not_a_single,
    over_parenthesis,
    paid_with_lives,
    second_predicate,
    split_verb,
    taken_alive,
    was_hit,
)
from bot.core.losses.carried import carried_figure
from bot.core.losses.chunks import Scan
from bot.core.losses.honours import fallen_with_honour
from bot.core.losses.lexicon import FALL as _FALL
from bot.core.losses.lexicon import LOSE, SPEECH, Thing
from bot.core.losses.listing import inverted_part, listed_after, next_part, part_in_brackets
from bot.core.losses.nouns import noun_of, stand_for_them, stand_for_whom
from bot.core.losses.parts import (
    added,
    did_too,
    is_included,
    none_too,
    not_that,
    of_those,
    part_of_before,
    part_of_dead,
    single_of_breakdown,
)
from bot.core.losses.people import GUESSED, TRADE
from bot.core.losses.tolls import (
    admitted,
    families_that_left,
    funerals_for,
    in_toll,
    injuries_to,
    lives_lost,
    of_bodies,
    with_own_noun,
    with_state,
)
from bot.core.losses.undone import as_fled, befalls_people, have_fallen, is_undone
from bot.core.losses.verbs import (
    as_object,
    as_object_after_name,
    as_object_before,
    as_subject,
    before_later_verb,
    beside_verb,
    own_dead,
)
from bot.core.losses.view import Hook, Loss, View, thing_of
from bot.core.model import Kind, Measure
from bot.core.wordlists import word_set


def read_losses(scan: Scan, carried: Sequence[Loss] = (), *, same_speaker: bool = False) -> tuple[Loss, ...]:
    """Return the counted losses of a sentence; `carried` are those of the sentences before, latest last.

    `same_speaker` tells that whoever told the last of those still speaks.
    """
    found: list[Loss] = []
    for at, chunk in enumerate(scan.chunks):
        if chunk.code != "N" or chunk.phrase is None:
            continue
        loss = _loss_at(
            View(scan.chunks, scan.lower, at, chunk.phrase, tuple(found), tuple(carried), same_speaker, scan.mentions)
        )
        if loss is not None:
            found.append(loss)
    return tuple(found)


# "A number of", "a mix of": an article that counts nobody.
_OF_MANY: Final = word_set("number mix mixture combination majority string series wave group team convoy")
_NEAR_ARTICLE: Final = 3
# "Men of a paramilitary force": a body is no man.
_BODIES: Final = frozenset((word,) for word in ("force", "militia", "army", "corps", "battalion", "unit", "regiment"))


def _loss_at(view: View) -> Loss | None:
    noun = view.phrase.noun
    if _is_condition(view):
        return None
    if noun is not None and noun.thing is Thing.TOLL and view.phrase.article and noun.trait != "body":
        return None
    body = view.lower[view.phrase.last : view.phrase.last + 1] in _BODIES and "of" not in view.phrase.words
    many = body or not _OF_MANY.isdisjoint(view.phrase.words[:_NEAR_ARTICLE])
    uncounted = view.phrase.article and many
    if uncounted or _is_age(view) or _is_of_families(view):
        return None
    if _is_one_inside(view) or _is_message(view):
        return None
    for rule in _RULES:
        hook = rule(view)
        if hook is None:
            continue
        loss = _settle(view, hook)
        if loss is not None:
            return loss
    return None


def _is_message(view: View) -> bool:
    """Tell "in a post on a network", which nobody captures."""
    behind = view.lower[view.phrase.last : view.phrase.last + 2]
    posted = view.phrase.noun is not None and view.phrase.noun.thing is Thing.POST and view.phrase.article
    shared = behind[:1] in {("shared",), ("published",)}
    return posted and (shared or (behind[:1] == ("on",) and not _NETWORKS.isdisjoint(behind)))


_NETWORKS: Final = word_set("x twitter facebook social telegram instagram platform his its her")


def _is_of_families(view: View) -> bool:
    """Tell "two families of eight", how many are in each."""
    bare = view.phrase.noun is None and view.text(view.at - 1) == "of"
    return bare and view.text(view.at - 2).endswith(("families", "households"))


def _is_in_included_list(view: View) -> bool:
    """Tell "including women, children and a guard", one inside a larger figure."""
    for at in range(view.at - 1, max(-1, view.at - 9), -1):
        if view.text(at) in {"including", "includes"}:
            return True
        if view.code(at) not in {"n", "&", ",", "w"} or view.text(at) in SPEECH:
            return False
    return False


def _is_age(view: View) -> bool:
    """Tell "a labourer of 45", "brothers of 14 and 17", "(age: 31)"."""
    if view.phrase.noun is not None or view.phrase.figure is None:
        return False
    if view.text(view.at - 1) in _AGED or (view.text(view.at - 1) == ":" and view.text(view.at - 2) in _AGED):
        return True
    if view.code(view.at - 1) == "&" and view.code(view.at - 2) in {"N", "x"} and view.text(view.at - 3) == "of":
        return _is_person(view, view.at - 4, plural=True)
    one = view.text(view.at - 1) == "of"
    return one and (
        _is_person(view, view.at - 2) or (view.code(view.at + 1) == "&" and _is_person(view, view.at - 2, plural=True))
    )


_AGED: Final = frozenset({"age", "aged", "ages"})


def _is_person(view: View, at: int, *, plural: bool = False) -> bool:
    """Tell one person told of without a number ("a labourer"), several where `plural` ("brothers")."""
    chunk = view.chunk(at)
    phrase = chunk.phrase if chunk is not None else None
    if phrase is None or phrase.noun is None or phrase.noun.thing is not Thing.PERSON:
        return False
    return phrase.article or (plural and phrase.figure is None)


def _is_one_among(view: View) -> bool:
    """Tell "a captain among them", one inside a larger figure."""
    behind = view.lower[view.phrase.last : view.phrase.last + 6]
    return any(behind[at : at + 2] == ("among", "them") for at in range(len(behind)))


def _speaks(view: View) -> bool:
    """Tell ", an officer in the town claimed" and ", two officers said", who tell the loss."""
    for at in range(view.at + 1, view.at + _SPEAKER_REACH):
        if view.text(at) in _TELLING:
            heard = view.phrase.article or (view.code(view.at - 1) == "," and view.text(at + 1) not in {"to", "as"})
            return bool(heard) and (at == view.at + 1 or view.code(view.at - 1) in {",", "&"})
        if view.code(at) not in {"p", "w", "n"}:
            return False
    return False


def _who_speak(view: View) -> bool:
    """Tell "three villagers who fled said": so few are those who were asked."""
    few = view.phrase.figure is not None and (view.phrase.figure.figure.high or _MOST_ASKED) < _MOST_ASKED
    if not few or view.text(view.at + 1) != "who":
        return False
    for at in range(view.at + 2, view.at + 2 + _SPEAKER_REACH):
        if view.text(at) in _TELLING:
            return at > view.at + 2
        if view.code(at) in {"|", ",", "N"}:
            return False
    return False


def _speaks_too(view: View) -> bool:
    """Tell ", said a doctor and two residents", "according to a doctor and two officials": more who tell it."""
    if (
        view.code(view.at - 1) != "&"
        or view.code(view.at - 2) == ","
        or view.phrase.noun is None
        or view.phrase.noun.thing is not Thing.PERSON
    ):
        return False
    if any(view.code(at) in {"b", "h", "V"} for at in range(view.at + 1, view.at + 4)):
        return False
    for at in range(view.at - 2, max(0, view.at - _SPEAKER_REACH), -1):
        if view.text(at) in SPEECH:
            return view.code(at - 1) in {",", "a"}
        if (view.text(at - 1), view.text(at)) == ("according", "to"):
            return True
        if view.code(at) not in {"w", "n", "p", "N", ",", "a"}:
            return False
    return False


_SPEAKER_REACH: Final = 8
_MOST_ASKED: Final = 12
_TELLING: Final = SPEECH | word_set(
    "admitted admits conceded concedes confirmed confirms acknowledged stated states insisted insists alleged alleges "
    "maintained maintains announced boasted tweeted posted declared recalled complained"
)


def _is_in_apposition(view: View) -> bool:
    """Tell "three men, a captain and two constables, ...": parts behind a comma that make up the number before it."""
    commas = [at for at in range(view.at, 0, -1) if view.code(at) == "," and view.code(at - 1) == "N"]
    return any(_makes_up(view, comma) for comma in commas)


def _makes_up(view: View, comma: int) -> bool:
    """Tell whether what stands behind a comma tells who the number before it are."""
    total = view.chunks[comma - 1].phrase
    if total is None or total.article or total.figure is None or total.noun is None:
        return False
    named = comma + 1 < view.at and all(chunk.code in {"w", "n", ","} for chunk in view.chunks[comma + 1 : view.at])
    if named and total.figure.figure.high == 1:
        return True
    parts, last = 0, comma
    for at in range(comma + 1, len(view.chunks)):
        chunk = view.chunks[at]
        if chunk.code == "N" and chunk.phrase is not None and chunk.phrase.figure is not None:
            parts, last = parts + (chunk.phrase.figure.figure.low or 0), at
        elif chunk.code not in {"&", ","} or (chunk.code == "," and parts == total.figure.figure.low):
            break
    return parts > 1 and parts == total.figure.figure.low and last >= view.at


def _is_one_inside(view: View) -> bool:
    """Tell one person inside a larger figure, or one who only tells it."""
    if _speaks_too(view):
        return True
    if not view.phrase.article:
        figure = view.phrase.figure
        one = figure is not None and figure.figure.high == 1 and view.phrase.words[-2:] == ("of", "whom")
        return one or _speaks(view) or _who_speak(view)
    return (
        view.text(view.at - 1) in {"neither", "nor", "them"}
        or _speaks(view)
        or is_included(view)
        or _is_in_included_list(view)
        or _is_one_among(view)
        or _is_in_apposition(view)
        or _tells_who(view)
    )


def _tells_who(view: View) -> bool:
    """Tell "Naik X, 31, a resident of Y, ...", who has been counted by his name."""
    if view.code(view.at - 1) != "," or view.phrase.words[:1] not in {("a",), ("an",)}:
        return False
    for at in range(view.at - 2, max(-1, view.at - 6), -1):
        phrase = view.chunks[at].phrase
        if view.code(at) == "N" and phrase is not None:
            return phrase.article and phrase.words[:1] not in {("a",), ("an",), ("another",)}
        if view.code(at) not in {",", "w", "|"}:
            return False
    return False


def _is_condition(view: View) -> bool:
    """Tell what "if" or "unless" only supposes, what "would be", and the 58 of "not 58 funerals but 23"."""
    if view.text(view.at - 1) == "not" and any(one.lower == "but" for one in view.chunks[view.at + 1 : view.at + 3]):
        return True
    if view.code(view.at - 1) == "b" and view.text(view.at - 2) in {"would", "could", "might"}:
        return True
    for chunk in reversed(view.chunks[: view.at]):
        if chunk.code in {"|", ","}:
            return False
        if chunk.lower in {"if", "unless"}:
            return True
    return False


def _settle(view: View, hook: Hook) -> Loss | None:
    """Give the phrase its noun and measure under the hook, None where the two do not go together."""
    them = stand_for_whom(view) if hook.toll is None else None
    if them is None and view.phrase.partitive == "them" and not view.here and hook.toll is None:
        them = stand_for_them(view, done=hook.active)
    fits = hook.word is None or (them is not None and hook.word.measure_of(Thing.PERSON) is not None)
    if them is not None and fits and view.phrase.noun is None and view.phrase.owner is None:
        hook = replace(hook, toll=them, noun=hook.noun or them.noun)
    elided = view.phrase.noun is None or view.phrase.noun.trait == "other"
    if elided and hook.noun is None and _counts_more_of_unknown(view):
        return None
    noun = noun_of(view, hook)
    if hook.word is not None and hook.word.measures is _FALL and not have_fallen(view, hook, noun):
        return None
    measure = hook.measure or (hook.word.measure_of(thing_of(noun)) if hook.word is not None else None)
    if hook.word is not None and hook.word.measures is LOSE and "contact" in view.lower[: view.phrase.first][-4:]:
        return None
    if measure is Measure.DISPLACED and noun.kind in {Kind.MILITARY, Kind.MILITANT}:
        measure = as_fled(view)
    if measure is None or is_undone(view, hook, measure, noun):
        return None
    if measure is Measure.WOUNDED and view.phrase.figure_is_none and view.text(hook.word_at or 0) == "harmed":
        measure = Measure.CASUALTIES  # nobody harmed is nobody killed either
    if noun.trait in {GUESSED, TRADE} and not befalls_people(hook, measure, noun):
        return None
    return Loss(
        view.phrase,
        view.at,
        noun,
        measure,
        hook.rule,
        hook.word_at,
        hook.word,
        hook.active,
        hook.heir or elided,
        hook.part,
        hook.toll,
    )


def _counts_more_of_unknown(view: View) -> bool:
    """Tell "200 wounded, 27 sites destroyed, and nine captured": nine of the things that no table knows."""
    start = view.here[-1].at if view.here else 0
    for at in range(view.at - 1, start, -1):
        if view.code(at) == "x":
            return view.code(at + 1) == "w" and view.text(at + 1).endswith("s") and view.code(at + 2) == "V"
    return False


_RULES: Final[tuple[Callable[[View], Hook | None], ...]] = (
    part_in_brackets,
    part_of_dead,
    family_of,
    taken_alive,
    split_verb,
    with_own_noun,
    with_state,
    of_bodies,
    labelled,
    own_dead,
    funerals_for,
    beside_verb,
    lives_lost,
    paid_with_lives,
    over_parenthesis,
    as_subject,
    second_predicate,
    flag_over,
    not_a_single,
    capture_of,
    as_object,
    listed_after,
    gapped,
    cost_somebody,
    as_object_before,
    not_a_single,
    admitted,
    injuries_to,
    none_too,
    did_too,
    not_that,
    inverted_part,
    next_part,
    of_those,
    single_of_breakdown,
    part_of_before,
    brought_to,
    families_that_left,
    in_toll,
    before_later_verb,
    fallen_with_honour,
    as_object_after_name,
    added,
    was_hit,
    moved_out,
    carried_figure,
)
