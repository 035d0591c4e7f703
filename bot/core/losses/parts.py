"""Rules for figures that live on a loss told before: parts, breakdowns, bare numbers."""

from dataclasses import replace
from typing import Final

from bot.core.figures import FoundFigure
from bot.core.losses.lexicon import LossWord, Noun, Thing
from bot.core.losses.nouns import predicate_noun, stand_for_them
from bot.core.losses.verbs import verb_from
from bot.core.losses.view import PARTS_OF, PEOPLE, Hook, Loss, View, thing_of
from bot.core.model import Kind, Measure
from bot.core.wordlists import word_set


def part_of_dead(view: View) -> Hook | None:
    """Read "two of the dead were children", "six of those hurt were soldiers"."""
    part = view.phrase.partitive
    word: LossWord | None = None
    measure = PARTS_OF.get(part or "")
    among = _among_the(view)
    if among is not None:
        return Hook("among-the-dead", measure=among)
    if measure is not None and verb_from(view, view.skip(view.at + 1, 1), "subject") is not None:
        return None
    if part == "those" and view.code(view.at + 1) == "V":
        found = view.chunks[view.at + 1].word
        word = found
        measure = found.measure_of(Thing.PERSON) if found is not None else None
    if measure is None:
        return None
    noun = view.phrase.noun if view.phrase.noun is not None else predicate_noun(view)
    if noun is None and not view.here:
        noun = PEOPLE
    return Hook("part-of-the-dead", word=word, measure=measure, heir=True, part=True, noun=noun)


def _among_the(view: View) -> Measure | None:
    """Read "two guards were among the dead", "two guards and a trader were among the dead"."""
    end = view.at + 1
    while view.code(end) in {"&", ","} and view.code(end + 1) == "N":
        end += 2
    at = view.skip(end, 1, frozenset({"a", "b"}))
    told_so = view.code(end) == "b" or (at == end and view.text(view.at - 1) in _LISTING)
    if not told_so or view.text(at) != "among" or view.phrase.article:
        return None
    behind = view.chunk(at + 1)
    words = behind.lower.split() if behind is not None else []
    told = view.chunk(at + 2)
    if words == ["those"] and told is not None and told.word is not None:
        return told.word.measure_of(Thing.PERSON)
    if behind is not None and behind.code == "N" and told is not None and told.word is not None:
        if view.phrase.figure is not None and view.phrase.figure.figure.high == 1:
            return None
        noun = behind.phrase.noun if behind.phrase is not None else None
        return told.word.measure_of(Thing.PERSON) if noun is None or noun.thing is Thing.PERSON else None
    return next((PARTS_OF[word] for word in words if word in PARTS_OF), None)


_LISTING: Final = word_set("with including counts counted reports reported lists listed and")


def part_of_before(view: View) -> Hook | None:
    """Read parts and places of the loss before: "four of them officers", "five in the next valley", "15 of them"."""
    before = _antecedent(view)
    nobody = view.phrase.figure_is_none and view.phrase.partitive is None
    if before is None or view.phrase.article or nobody:
        return None
    return _named_part(view, before) or _place_part(view, before) or _counterpart(view, before)


def _named_part(view: View, before: Loss) -> Hook | None:
    """Read "four of them officers", "including six children"."""
    partitive = view.phrase.partitive == "them" or _of_number(view) is not None
    noun = view.phrase.noun or (predicate_noun(view) if partitive else None)
    opens = (
        view.code(view.at - 1) in {",", "&", "|"}
        or not _words_before(view)
        or view.text(view.at - 1) in {"with", "including", "that"}
    )
    if partitive and view.phrase.figure is not None and view.phrase.figure.figure.high == 1:
        return None
    if partitive and opens and (noun is None or thing_of(noun) is thing_of(before.noun)):
        return replace(carry(view, before, "part", part=True), noun=noun or before.noun)
    inside = is_included(view) or _is_among_them(view)
    if inside and noun is not None and Kind.MATERIEL is noun.kind and thing_of(noun) is not thing_of(before.noun):
        measure = before.word.measure_of(thing_of(noun)) if before.word is not None else None
        return None if measure is None else replace(carry(view, before, "part", part=True), measure=measure)
    if inside and noun is None and view.text(view.at + 1) in {"who", "that"}:
        return carry(view, before, "part", part=True)
    if inside and noun is not None and thing_of(noun) is thing_of(before.noun):
        return carry(view, before, "part", part=True)
    return None


def _is_among_them(view: View) -> bool:
    """Tell ", three soldiers among them", a part of what was told."""
    behind = view.lower[view.phrase.last : view.phrase.last + 2]
    return behind == ("among", "them") and view.code(view.at - 1) == ","


def _words_before(view: View) -> bool:
    """Tell whether any word stands before the phrase; quotes and stamps do not count."""
    return any(word.isalpha() for word in view.lower[: view.phrase.first])


def _is_elided_speaker(view: View) -> bool:
    """Tell "..., the other of two": a party and "of" with no verb."""
    before = view.chunk(view.at - 2)
    return view.text(view.at - 1) == "of" and before is not None and before.code != "N" and view.at > 2


def _is_elided_party(view: View) -> bool:
    """Tell "one side holds to 58, the other side's name to 23": a party and the preposition of the number before."""
    link = view.text(view.at - 1)
    if not view.here or link not in {"to", "at", "on"} or view.text(view.here[-1].at - 1) != link:
        return False
    first = view.chunks[view.at - 1].first
    return any(one.last == first and one.role in {"seat", "state"} for one in view.mentions)


def not_that(view: View) -> Hook | None:
    """Read "lost one man, not three": the number that is denied."""
    before = view.here[-1] if view.here else None
    if before is None or view.phrase.noun is not None or view.text(view.at - 1) != "not":
        return None
    return carry(view, before, "not-that")


def did_too(view: View) -> Hook | None:
    """Read "nine fighters died, and 20 soldiers did"."""
    before = view.here[-1] if view.here else None
    if before is None or view.phrase.noun is None or view.text(view.at + 1) not in {"did", "too"}:
        return None
    return Hook("did-too", before.word_at, before.word, before.measure, noun=view.phrase.noun)


def added(view: View) -> Hook | None:
    """Read "five posts were destroyed, along with a tank": the verb of the loss before holds for this one too."""
    before = view.here[-1] if view.here else None
    if before is None or before.word is None or view.phrase.noun is None or view.code(view.at - 1) != "&":
        return None
    if view.phrase.article and view.code(view.at + 1) == "," and view.phrase.noun.thing is Thing.PERSON:
        return None
    between = [one.phrase.noun for one in view.chunks[before.at + 1 : view.at] if one.phrase is not None]
    if any(noun is not None and noun.measure not in {None, before.measure} for noun in between):
        return None  # "the death of two and injuries to another child"
    measure = before.word.measure_of(thing_of(view.phrase.noun))
    own = view.code(view.at + 1) not in {"|", ",", "p", "s", "&"}
    if measure is None or own or view.phrase.noun.thing is Thing.TOLL:
        return None
    return Hook("added", before.word_at, before.word, measure, before.active, noun=view.phrase.noun)


def _place_part(view: View, before: Loss) -> Hook | None:
    """Read "five in the next valley"."""
    listed = view.text(view.at - 1) in {",", "and", "&", ":", ";", "with", "including"}
    taken = before.measure is Measure.WOUNDED and view.text(view.at + 1) == "to"
    if view.phrase.noun is None and not view.phrase.figure_is_none and listed and (taken or _is_place_next(view)):
        return carry(view, before, "breakdown", part=True)
    return None


def _counterpart(view: View, before: Loss) -> Hook | None:
    """Read "against nine of its own", "and forty of theirs", "and 58 by the other's count"."""
    noun = view.phrase.noun
    if noun is None and view.here and view.text(view.at - 1) == "with" == view.text(before.at - 1):
        return carry(view, before, "breakdown", part=True)
    opposed = view.text(view.at - 1) in {"against", "versus"} and view.text(view.at + 1) not in {"for", "on"}
    if opposed and (noun is None or view.phrase.owner is not None):
        return carry(view, before, "versus")
    if view.phrase.owner in {"theirs", "ours"} and view.code(view.at - 1) in {"&", "p"} and view.here:
        return carry(view, before, "versus")
    spoken_of = _is_elided_speaker(view) and view.here and view.text(view.here[-1].at - 1) == "of"
    if spoken_of or _is_elided_party(view) or (view.here and _counts_too(view, noun)):
        return carry(view, before, "parallel")
    linked = view.text(view.at - 1) in {"and", "but", ",", ";"} or _is_elided_speaker(view)
    if noun is None and linked and view.text(view.at + 1) in {"by", ".", ",", ";", "in", "near", "at"}:
        return carry(view, before, "parallel")
    return None


def _counts_too(view: View, noun: Noun | None) -> bool:
    """Tell "one side counts three dead and the other side's name two": a party right before a number that ends it."""
    party = next((m for m in view.mentions if m.last == view.phrase.first and m.role in {"seat", "state"}), None)
    if party is None or not party.first or view.lower[party.first - 1] not in {"and", ",", ";", "while"}:
        return False
    told = view.here[-1]
    people = noun is None or (noun.thing is Thing.PERSON and thing_of(told.noun) is Thing.PERSON)
    ends = view.code(view.at + 1) in {"|", ",", "&", "s"}
    return people and ends and not told.active and party.first > told.phrase.last


def is_included(view: View) -> bool:
    """Tell "including six children", "among them a captain and six sepoys", "of whom six were children"."""
    first = view.at
    while first > 2 and view.code(first - 1) in {"&", ","} and view.code(first - 2) == "N":
        first -= 2
    before = tuple(chunk.lower for chunk in view.chunks[max(0, first - 2) : first])
    return before[-1:] in {("including",), ("includes",)} or before in {("among", "them"), (",", "namely")}


def none_too(view: View) -> Hook | None:
    """Read "70 militants had been killed, he said, and not one civilian"."""
    before = view.here[-1] if view.here else None
    noun = view.phrase.noun
    if before is None or noun is None or not view.phrase.figure_is_none or noun.thing is not Thing.PERSON:
        return None
    if view.text(view.at - 1) in {"and", "but", ","} and view.code(view.at + 1) in {"|", ","}:
        return Hook("none-too", before.word_at, before.word, before.measure, noun=noun)
    return None


def of_those(view: View) -> Hook | None:
    """Read "of the 14 people killed, three were soldiers", "eight were civilians" after a toll."""
    if view.phrase.noun is not None or view.code(view.at + 1) != "b" or view.phrase.article:
        return None
    whom = view.text(view.at - 1) in {"whom", "which"} and view.text(view.at - 2) == "of" and bool(view.here)
    opens = not _words_before(view) or whom or (view.code(view.at - 1) == "," and _is_of_these(view))
    noun = predicate_noun(view)
    before = _of_number(view) or (view.here[-1] if view.here else view.carried[-1] if view.carried else None)
    if not opens or noun is None or before is None or thing_of(noun) is not thing_of(before.noun):
        return None
    behind = view.chunk(view.at + 2)
    if behind is None or behind.phrase is None:
        return None
    return replace(carry(view, before, "part", part=True), noun=noun, toll=behind.phrase)


def _is_of_these(view: View) -> bool:
    """Tell "of the 14 killed, three were ...", "of these, six were ..."."""
    return (bool(view.here) and view.text(0) == "of") or (view.text(view.at - 3), view.text(view.at - 2)) in _OF_THESE


_OF_THESE: Final = frozenset(("of", word) for word in ("these", "those", "them"))


def single_of_breakdown(view: View) -> Hook | None:
    """Read the last of a breakdown ("and a child in the next valley")."""
    before = view.here[-1] if view.here else None
    if before is None or before.rule != "breakdown" or not view.phrase.article or view.phrase.noun is None:
        return None
    if view.code(view.at - 1) == "&" and view.code(view.at + 1) == "p" and thing_of(view.phrase.noun) is Thing.PERSON:
        return Hook(
            "breakdown", before.word_at, before.word, before.measure, heir=True, part=True, noun=view.phrase.noun
        )
    return None


def _of_number(view: View) -> Loss | None:
    """Return the loss whose very number a part names ("two of the five")."""
    words = view.phrase.words
    if view.phrase.partitive != "the" or len(words) < len(("two", "of", "the", "five")) or words[-3] != "of":
        return None
    told = [one for one in reversed((*view.carried, *view.here)) if one.phrase.figure is not None]
    return next((one for one in told if one.phrase.figure and _ends_with(one.phrase.figure, words[-1])), None)


def _ends_with(found: FoundFigure, word: str) -> bool:
    return found.figure.words.casefold().split()[-1:] == [word]


def _antecedent(view: View) -> Loss | None:
    numbered = _of_number(view)
    if numbered is not None:
        return numbered
    if view.here:
        return view.here[-1]
    if view.phrase.partitive != "them" or stand_for_them(view) is not None:
        return None
    last = view.carried[-1] if view.carried else None
    return next((one for one in reversed(view.carried) if _may_hold(one, view)), last)


def _may_hold(whole: Loss, view: View) -> bool:
    """Tell whether a loss is large enough for "three of them" to be its part."""
    part, total = view.phrase.figure, whole.phrase.figure
    least = part.figure.low if part is not None else None
    most = total.figure.high if total is not None else None
    return least is None or most is None or least <= most


def carry(view: View, before: Loss, rule: str, *, part: bool = False) -> Hook:
    """Answer with the verb, measure and noun of the loss before."""
    own = view.phrase.noun
    noun = own if own is not None and own.trait != "other" else before.noun
    told_here = any(one is before for one in view.here)
    return Hook(
        rule,
        before.word_at if told_here else None,
        before.word,
        before.measure,
        before.active,
        heir=True,
        part=part,
        toll=before.toll if told_here else None,
        noun=noun,
    )


def _is_place_next(view: View) -> bool:
    if view.text(view.at + 2) in _WEEKDAYS:
        return False
    return view.text(view.at + 1) in {"in", "at", "near", "around", "on", "from", "across", "along"}


_WEEKDAYS: Final = word_set("monday tuesday wednesday thursday friday saturday sunday")
