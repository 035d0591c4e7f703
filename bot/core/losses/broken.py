"""Rules for losses whose words stand apart: split verbs, gapped verbs, second predicates, labels, idioms."""

from typing import Final

from bot.core.losses.chunks import Phrase
from bot.core.losses.lexicon import LOSS_WORDS, SPEECH, LossWord, Noun, Shape, Thing
from bot.core.losses.verbs import verb_from
from bot.core.losses.view import PEOPLE, Hook, Loss, View, thing_of
from bot.core.model import Kind, Measure
from bot.core.wordlists import word_set

_LOST: Final = LOSS_WORDS[("lost",)]
_SEIZED: Final = LOSS_WORDS[("seized",)]
_PRISONER: Final = LOSS_WORDS[("taken", "prisoner")]
_WOUNDED: Final = LOSS_WORDS[("wounded",)]
_ALIVE: Final = word_set("alive prisoner captive hostage prisoners captives hostages")
_TAKING: Final = word_set("take takes took taken taking capture captured capturing seized seizing caught catching held")


def taken_alive(view: View) -> Hook | None:
    """Read "took nine of them alive", "taken several more prisoner", "killed 70 and took six with them"."""
    behind = view.text(view.skip(view.at + 1, 1)).split()
    along = view.lower[view.phrase.last : view.phrase.last + 2] == ("with", "them") and bool(view.here)
    things = view.phrase.noun is not None and view.phrase.noun.thing is not Thing.PERSON
    if things or not (along or (behind and behind[-1] in _ALIVE)):
        return None
    at = view.skip(view.at - 1, -1)
    if not view.text(at) or view.text(at).split()[0] not in _TAKING:
        return None
    return Hook("taken-alive", at, _PRISONER, active=not view.passive(at))


def split_verb(view: View) -> Hook | None:
    """Read "shot two drones down", "blew three posts up", "sent five men to hell"."""
    verb, particle = view.skip(view.at - 1, -1), view.skip(view.at + 1, 1)
    if view.code(verb) not in {"w", "V"} or view.phrase.noun is None:
        return None
    end = view.text(particle + 1) if view.text(particle) == "to" else ""
    if not end and view.code(particle) not in {"w", "p"}:
        return None
    word = LOSS_WORDS.get(
        (view.text(verb), view.text(particle), end) if end else (view.text(verb), view.text(particle))
    )
    return None if word is None else Hook("split-verb", verb, word, active=True)


def cost_somebody(view: View) -> Hook | None:
    """Read "cost the army eleven men and four vehicles"; toll is who paid, where named."""
    if view.phrase.noun is None or view.phrase.noun.thing in {Thing.TOLL, Thing.RAID}:
        return None
    before = view.here[-1] if view.here else None
    if before is not None and before.rule == "cost" and view.code(view.at - 1) in {"&", ","}:
        return Hook("cost", before.word_at, _LOST, toll=before.toll)
    for at in range(view.at - 1, max(-1, view.at - 5), -1):
        if view.text(at) in {"cost", "costs", "costing"} and view.text(at - 1) not in _NOT_YET:
            return Hook("cost", at, _LOST, toll=_payer(view, at))
        if view.code(at) in {"|", "s", ",", "N", "V", "&", "p"}:
            return None
    return None


_NOT_YET: Final = word_set("would could might may will to")


def _payer(view: View, at: int) -> Phrase | None:
    first, last = view.chunks[at].last, view.phrase.first
    return _named(view, first, last)


def _named(view: View, first: int, last: int) -> Phrase | None:
    """Return the parties named between two tokens as a phrase, None where none is."""
    found = tuple(mention for mention in view.mentions if first <= mention.first < last)
    return Phrase(first, last, None, mentions=found, words=tuple(view.lower[first:last])) if found else None


def gapped(view: View) -> Hook | None:
    """Read "one side lost two officers and the other side's name four": the verb is told once, the loser again."""
    before = view.here[-1] if view.here else None
    if before is not None and before.active and _is_subject_alone(view, before):
        return Hook("gapped-claim", before.word_at, before.word, active=True)
    if before is None or before.word is None or not _is_losing(before):
        return None
    noun = view.phrase.noun
    if noun is not None and before.word.measure_of(thing_of(noun)) is None:
        return None
    between = view.lower[before.phrase.last : view.phrase.first]
    if not between or between[0] not in {"and", ",", ";", "while", "but"} or len(between) > _GAP:
        return None
    loser = _named(view, before.phrase.last, view.phrase.first)
    if (
        loser is None
        or set(between) & SPEECH
        or any(chunk.code in {"V", "p", "b", "h"} for chunk in view.chunks[before.at + 1 : view.at])
    ):
        return None
    return Hook("gapped", before.word_at, before.word, toll=loser, noun=noun or before.noun)


def _is_subject_alone(view: View, before: Loss) -> bool:
    """Tell "one side says it killed 60 men and the other side's name 12": a party right before a phrase with a noun."""
    named = next((m for m in view.mentions if m.last == view.phrase.first and m.role in {"state", "seat"}), None)
    if named is None or view.phrase.noun is None or before.word is None:
        return False
    linked = view.lower[named.first - 1] in {"and", ",", "while", "whereas"} and named.first > before.phrase.last
    return linked and before.word.measure_of(thing_of(view.phrase.noun)) is before.measure


_GAP: Final = 5


def _is_losing(loss: Loss) -> bool:
    return loss.word is not None and loss.word.measures is _LOST.measures


def flag_over(view: View) -> Hook | None:
    """Read "hoisted their flag over eight posts"."""
    noun = view.phrase.noun
    if noun is None or noun.thing is not Thing.POST or view.text(view.at - 1) not in _OVER:
        return None
    for at in range(view.at - 2, max(-1, view.at - 7), -1):
        if {"flag", "flags", "banner", "banners"} & set(view.text(at).split()):
            return Hook("flag", at, _SEIZED, active=True)
        if view.code(at) in {"|", "s", "N", "V"}:
            return None
    return None


_OVER: Final = word_set("over on at above atop in")


def labelled(view: View) -> Hook | None:
    """Read a label and its number: "Killed: 12", "Dead - 4"."""
    last = view.here[-1] if view.here else None
    if last is not None and last.rule == "labelled" and last.at == view.at - 2 and view.code(view.at - 1) in {",", "&"}:
        return Hook("labelled", last.word_at, last.word, noun=view.phrase.noun or last.noun)
    label = view.chunk(view.at - 2)
    if label is None or view.text(view.at - 1) not in {":", "-"} or view.code(view.at - 3) not in {"|", ",", "&"}:
        return None
    if label.code != "V" or label.word is None or label.word.shape not in {Shape.PART, Shape.STATE}:
        return None
    return Hook("labelled", view.at - 2, label.word, noun=view.phrase.noun or (None if view.carried else PEOPLE))


def over_parenthesis(view: View) -> Hook | None:
    """Read "more than 100, including 80 women, wounded", both numbers."""
    at = view.at + 1
    if view.code(at) != ",":
        return None
    if view.text(view.at - 1) not in _OPENERS:
        if view.text(at + 1) not in _OPENERS:
            return None
        closing = next((i for i in range(at + 2, min(at + 9, len(view.chunks))) if view.code(i) in {",", "|"}), None)
        if closing is None or view.code(closing) != ",":
            return None
        at = closing
    hook = verb_from(view, at + 1, "subject")
    return None if hook is None else Hook("over-parenthesis", hook.word_at, hook.word)


_OPENERS: Final = word_set("including among mostly")


def second_predicate(view: View) -> Hook | None:
    """Read "two vehicles were hit by rockets and burned", "a jet was hit and crashed"."""
    at = view.skip(view.at + 1, 1)
    if view.text(at) == "including" and view.code(at + 1) in {"n", "N"}:
        at = view.skip(at + 2, 1)
    first = view.text(view.skip(at + 1, 1))
    if not (view.code(at) in {"b", "h"} and view.code(view.skip(at + 1, 1)) != "V") and not _is_past(view, at):
        return None
    if not first:
        return None
    for step in range(at + 1, min(at + 14, len(view.chunks))):
        code = view.code(step)
        if code in {"|", "s"} or (code in {"N", "n"} and view.code(step - 1) not in {"p", "w"}):
            return None
        word = view.chunks[step].word
        if code == "V" and word is not None and word.shape is Shape.STATE and word.measures is _WOUNDED.measures:
            return Hook("second-predicate", step, word)
        if code == "&":
            hook = verb_from(view, view.skip(step + 1, 1), "subject")
            if hook is not None:
                return Hook("second-predicate", hook.word_at, hook.word)
    return None


def _is_past(view: View, at: int) -> bool:
    word = view.text(at)
    return view.code(at) == "w" and (word.endswith("ed") or word in _PASTS) and word not in SPEECH


_PASTS: Final = word_set("hit struck came ran drove went fell caught flew strayed stepped sank broke")


def brought_to(view: View) -> Hook | None:
    """Read "brings to 23 the number of soldiers killed", "taking to 41 the death toll"."""
    behind = view.at + 3 if view.text(view.at + 1) == "from" and view.code(view.at + 2) == "N" else view.at + 1
    last = view.here[-1] if view.here else None
    if last is not None and last.rule == "toll" and view.text(view.at - 1) == "from" and last.at == view.at - 2:
        return Hook("toll", last.word_at, last.word, last.measure, toll=last.toll, noun=last.noun)
    tally = view.chunk(behind)
    if view.phrase.noun is not None or view.text(view.at - 1) != "to" or tally is None or tally.phrase is None:
        return None
    if tally.code != "n" or not set(tally.phrase.words) & _TALLIES:
        return None
    noun = tally.phrase.noun
    if noun is not None and noun.measure is not None:
        return Hook("toll", measure=noun.measure, toll=tally.phrase, noun=noun)
    whose = view.chunk(behind + 2) if view.text(behind + 1) == "of" else None
    if whose is not None and whose.phrase is not None:
        tally, noun = whose, whose.phrase.noun
    counted = tally.phrase or view.phrase
    for at in range(behind + 1, min(behind + 5, len(view.chunks))):
        word = view.chunks[at].word
        if word is not None and word.shape in {Shape.PART, Shape.STATE}:
            people = PEOPLE if noun is None else Noun(thing_of(noun), noun.kind)
            return Hook("toll", at, word, toll=counted, noun=people)
    return None


_TALLIES: Final = word_set("number toll tally count total figure estimate")


def family_of(view: View) -> Hook | None:
    """Read "rockets killed a family of six", "a family of six died"."""
    family = view.chunk(view.at - 2)
    if view.text(view.at - 1) != "of" or view.phrase.noun is not None or family is None or family.phrase is None:
        return None
    if family.phrase.noun is None or family.phrase.noun.thing is not Thing.FAMILY or family.lower.endswith("ies"):
        return None
    verb = view.skip(view.at - 3, -1)
    word = view.chunks[verb].word if view.code(verb) == "V" else None
    people = Noun(Thing.PERSON, Kind.CIVILIAN)
    if word is not None and word.measure_of(Thing.PERSON) is not None and not view.passive(verb):
        return Hook("family-of", verb, word, active=True, noun=people)
    hook = verb_from(view, view.skip(view.at + 1, 1), "subject")
    return None if hook is None else Hook("family-of", hook.word_at, hook.word, noun=people)


def was_hit(view: View) -> Hook | None:
    """Read "three men were hit" of people as wounded."""
    noun = view.phrase.noun
    be = view.skip(view.at + 1, 1)
    if noun is None or noun.thing is not Thing.PERSON or view.code(be) != "b":
        return None
    at = view.skip(be + 1, 1)
    return Hook("was-hit", at, _WOUNDED) if view.text(at) == "hit" else None


def not_a_single(view: View) -> Hook | None:
    """Read "have not lost a single post" as none lost."""
    if not view.phrase.figure_is_none or "single" not in view.phrase.words or view.phrase.noun is None:
        return None
    at = view.skip(view.at - 1, -1)
    word = view.chunks[at].word if view.code(at) == "V" else None
    if word is None or word.measure_of(thing_of(view.phrase.noun)) is None:
        return None
    return Hook("none-single", at, word, active=True)


def moved_out(view: View) -> Hook | None:
    """Read "40 families had moved to the next valley", "a dozen families were living with relatives"."""
    noun = view.phrase.noun
    if (
        view.phrase.figure_is_none
        or view.text(view.at - 1) == "not"
        or noun is None
        or not (noun.thing is Thing.FAMILY or (noun.thing is Thing.PERSON and noun.kind in _PEOPLES))
    ):
        return None
    verbs = _FAMILIES_MOVE if noun.thing is Thing.FAMILY else _PEOPLE_MOVE
    for at in range(view.at + 1, min(view.at + 8, len(view.chunks))):
        if set(view.text(at).split()) & verbs or _are_moved_to(view, at):
            return Hook("moved-out", measure=Measure.DISPLACED)
        if view.code(at) in {"|", "N", "V", "&"}:
            return None
    return None


def _are_moved_to(view: View, at: int) -> bool:
    """Tell "had been moved to a school", not to a hospital or a prison."""
    moved = view.text(at) in {"moved", "shifted"} and view.code(view.skip(at - 1, -1)) == "b"
    to = {word for chunk in view.chunks[at + 1 : at + 8] for word in chunk.lower.split()}
    return moved and view.text(at + 1) == "to" and not to & _INDOORS


_INDOORS: Final = word_set(
    "hospital hospitals clinic clinics facility facilities prison custody jail morgue mortuary doctors"
)
_PEOPLES: Final = frozenset({Kind.CIVILIAN, Kind.UNSPECIFIED})
_PEOPLE_MOVE: Final = word_set("evacuated relocated sheltering")
_FAMILIES_MOVE: Final = _PEOPLE_MOVE | word_set(
    "moved moving left leaving shifted migrated departed living staying sheltered camping crossed fled refuge shelter "
    "abandoned vacated uprooted tents walked gone come arrived trekked"
)


def paid_with_lives(view: View) -> Hook | None:
    """Read "17 soldiers paid for them with their lives"."""
    behind = list(view.lower[view.phrase.last : view.phrase.last + 8])
    if "paid" in behind and "lives" in behind and "with" in behind:
        return Hook("paid", measure=Measure.KILLED)
    return None


def capture_of(view: View) -> Hook | None:
    """Read "the capture of a post and of two soldiers", "destruction of nine posts"."""
    if view.text(view.at - 1) != "of" or view.phrase.noun is None:
        return None
    at = view.at - 2
    if view.code(at) == "&":
        before = next((loss for loss in view.here if loss.at == at - 1 and loss.rule == "capture-of"), None)
        return None if before is None else Hook("capture-of", before.word_at, before.word, active=True)
    words = view.text(at).split()
    word = NOMINALS.get(words[-1]) if words else None
    return None if word is None else Hook("capture-of", at, word, active=True)


def _nominals() -> dict[str, LossWord]:
    pairs = {
        "capture": "captured",
        "seizure": "seized",
        "arrest": "arrested",
        "detention": "detained",
        "destruction": "destroyed",
        "elimination": "eliminated",
        "killing": "killed",
        "neutralisation": "neutralised",
        "neutralization": "neutralised",
        "downing": "downed",
        "displacement": "displaced",
        "wounding": "wounded",
        "loss": "lost",
        "martyrdom": "martyred",
    }
    return {noun: LOSS_WORDS[(verb,)] for noun, verb in pairs.items()}


NOMINALS: Final = _nominals()
