"""Rules for figures that hang on a verb: beside it, as its subject, as its object, behind a parenthesis."""

from typing import Final

from bot.core.losses.chunks import Phrase
from bot.core.losses.lexicon import SPEECH, LossWord, Shape, Thing
from bot.core.losses.parentheses import opens_parenthesis, relative_end, second_verb
from bot.core.losses.view import Hook, View, thing_of
from bot.core.model import Kind, Measure
from bot.core.wordlists import word_set

LISTING: Final = frozenset({",", "&"})


def beside_verb(view: View) -> Hook | None:
    """Read "58 soldiers killed", "eight dead", "another 11 wounded" where nobody is the agent."""
    at = view.skip(view.at + 1, 1)
    at += view.text(at) in {"reported", "presumed", "declared"} and view.code(at + 1) == "V"
    chunk = view.chunk(at)
    if chunk is None or chunk.code != "V" or chunk.word is None or chunk.word.shape is Shape.ACTIVE:
        return None
    if _is_attributive(view, at) or _is_object_of(view, chunk.word):
        return None
    if chunk.word.shape is Shape.PART and _has_object(view, at):
        return None
    died = _dies_later(view, at) if chunk.word.shape is Shape.PART else None
    if died is not None:
        return died
    if view.phrase.noun is None:
        toll = _owner_before(view) or _losses_before(view)
        if toll is not None:
            return Hook("toll" if toll.noun is not None else "beside", at, chunk.word, toll=toll, noun=toll.noun)
    bare = view.phrase.noun is None and view.text(view.at - 1) not in {"of", "among"}
    called = view.chunk(at + 2) if bare and view.code(at + 1) == "b" else None
    noun = called.phrase.noun if called is not None and called.phrase is not None and called.code == "n" else None
    return Hook("beside", at, chunk.word, noun=noun if noun is not None and noun.thing is Thing.PERSON else None)


def _is_object_of(view: View, word: LossWord) -> bool:
    """Tell "killed five soldiers captured in a raid", who were captured before."""
    back = view.skip(view.at - 1, -1)
    verb = view.chunks[back].word if view.code(back) == "V" else None
    if verb is None or view.phrase.noun is None or _reduced(view, back) or view.passive(back):
        return False
    before = word.measure_of(Thing.PERSON) in {Measure.CAPTURED, Measure.WOUNDED}
    killed = verb.measure_of(Thing.PERSON) is Measure.KILLED and verb.shape in {Shape.PART, Shape.ACTIVE}
    return before and killed and word.shape is Shape.PART and view.code(view.at + 2) == "p"


def own_dead(view: View) -> Hook | None:
    """Read "four of its own killed"."""
    chunk = view.chunk(view.at + 1)
    if chunk is None or view.phrase.partitive != "own" or chunk.code != "n" or chunk.phrase is None:
        return None
    noun = chunk.phrase.noun
    return None if noun is None or noun.measure is None else Hook("beside", measure=noun.measure)


def _is_attributive(view: View, at: int) -> bool:
    """Tell "dead" before a noun of no table ("one dead camel")."""
    following = view.text(at + 1)
    return (
        view.text(at) == "dead" and view.code(at + 1) == "w" and following.isalpha() and following not in _AFTER_STATE
    )


_AFTER_STATE: Final = word_set(
    "a an the down up out back home there here so yet outright upon false baseless laughable propaganda imaginary "
    "absurd nonsense ridiculous rubbish untrue exaggerated fabricated fictitious overnight today yesterday"
)


def _dies_later(view: View, at: int) -> Hook | None:
    """Read "an officer wounded at the gate died": what happened last counts."""
    for step in range(at + 1, min(at + _LATER, len(view.chunks))):
        chunk = view.chunks[step]
        if chunk.code == "V" and chunk.word is not None and chunk.word.shape is Shape.INTRANSITIVE:
            return Hook("beside", step, chunk.word)
        if chunk.lower == "since" and view.code(step - 1) == "h":
            continue
        placed = chunk.code in {"n", "N", "x"} and any(view.code(i) == "p" for i in range(at + 1, step))
        if not (chunk.code in {"p", "w", "a", "h"} or placed) or chunk.lower in SPEECH:
            return None
    return None


_LATER: Final = 18


def _owner_before(view: View) -> Phrase | None:
    """Return the party whose name stands before a bare number ("one side's losses were nine dead, the other's 58")."""
    last = view.phrase.first - 1
    owner = next((one for one in view.mentions if one.last == last), None)
    if owner is None or not view.here or view.lower[last] not in {"'s", "'"}:
        return None
    return Phrase(owner.first, last, None, mentions=(owner,), words=tuple(view.lower[owner.first : last]))


def _losses_before(view: View) -> Phrase | None:
    """Return "its own losses" where the figure is a part of them ("its own losses at eight killed")."""
    for chunk_at in range(view.at - 1, max(-1, view.at - 11), -1):
        chunk = view.chunks[chunk_at]
        if chunk.code in {"|", "s"} and chunk.lower not in {"as", ":"}:
            return None
        if chunk.phrase is not None and _is_losses(chunk.phrase):
            return chunk.phrase
        if chunk.phrase is not None and chunk.code == "n" and view.text(chunk_at - 1) == "among":
            told = view.chunk(chunk_at - 2)
            if told is not None and told.phrase is not None and told.phrase.noun is not None:
                return chunk.phrase if told.phrase.noun.measure is Measure.CASUALTIES else None
    return next(
        (one.toll for one in view.here if one.toll is not None and _is_losses(one.toll) and one.at >= view.at - 3), None
    )


def _is_losses(phrase: Phrase) -> bool:
    """Tell "its own losses", "its casualties"."""
    noun = phrase.noun
    return noun is not None and (
        noun.trait == "losses"
        or (noun.measure is Measure.CASUALTIES and (phrase.owner is not None or noun.kind is Kind.CIVILIAN))
    )


def _has_object(view: View, at: int) -> bool:
    """Tell whether the loss word at `at` takes the phrase behind it ("killed 12 soldiers")."""
    following = view.chunk(view.skip(at + 1, 1))
    if following is None or following.phrase is None:
        return False
    noun = following.phrase.noun
    if following.code == "N":
        word = view.chunks[at].word
        return (
            word is not None and (noun is None or word.measure_of(thing_of(noun)) is not None) and not view.passive(at)
        )
    return False


def as_subject(view: View) -> Hook | None:
    """Read "58 soldiers were killed", "20 had been wrecked", "two had died" with nothing between."""
    at = view.skip(view.at + 1, 1)
    behind = view.chunk(at)
    if behind is not None and behind.word is not None and _is_object_of(view, behind.word):
        return None
    if view.code(at) == "," and view.text(at + 1) in {"who", "which"} and view.code(at + 2) in {"b", "h", "a", "V"}:
        return before_later_verb(view) or verb_from(view, at + 2, "subject")
    if view.text(at) in {"who", "that", "which"}:
        end = second_verb(view, at, _clause_stop(view, at))
        later = verb_from(view, end, "later-verb") if end is not None else None
        found = later or verb_from(view, _past_speech(view, at + 1), "subject")
        died = _dies_later(view, found.word_at) if found is not None and found.word_at is not None else None
        return died or found
    return verb_from(view, at, "subject")


def _past_speech(view: View, at: int) -> int:
    """Return where a relative clause goes on behind who tells it ("of whom, it says, ...", "who it says were ...")."""
    return at + 2 if view.code(at) == "w" and view.text(at + 1) in SPEECH else at


def _clause_stop(view: View, at: int) -> int:
    """Return where the clause ends that holds chunk `at`."""
    return next((i for i in range(at + 1, len(view.chunks)) if view.code(i) in {",", "|", "s"}), len(view.chunks))


def verb_from(view: View, at: int, rule: str) -> Hook | None:
    auxiliary = False
    while view.code(at) in {"b", "h", "a"} or (auxiliary and view.text(at) == "since"):
        auxiliary = auxiliary or view.code(at) in {"b", "h"}
        be = view.code(at) == "b"
        at += 1
        if be and view.code(at) == "w" and view.code(at + 1) in {"V", "b"}:
            at += 1
    if auxiliary and view.text(at) in _REPORTED and view.text(at + 1) == "to":
        at += 1
    forced = auxiliary and view.code(at + 1) == "V" and view.code(at - 1) == "h"
    if view.text(at) == "to" and (view.code(at + 1) in {"h", "b"} or forced):
        return verb_from(view, at + 1, rule)
    chunk = view.chunk(at)
    if chunk is None or chunk.code != "V" or chunk.word is None or chunk.word.shape is Shape.ACTIVE:
        return None
    if not auxiliary and _is_attributive(view, at):
        return None
    if chunk.word.shape is Shape.PART:
        if not auxiliary and rule != "subject":
            return None
        if not view.passive(at) and (_has_object(view, at) or view.code(at - 1) == "h"):
            return None
    return Hook(rule, at, chunk.word)


_REPORTED: Final = word_set("reported said claimed alleged rumoured rumored stated")


def as_object(view: View) -> Hook | None:
    """Read "killed 58 soldiers", "killing 18 and wounding 85", lists of objects included."""
    at = view.at - 1
    listed = False
    if view.phrase.partitive == "them" and view.code(at) == "," and view.here:
        return None
    while True:
        at = view.skip(at, -1, frozenset({"a"}))
        code = view.code(at)
        if code == "V":
            break
        if code in LISTING and view.code(at - 1) in {"N", "n"} and not _has_own_verb(view, at - 1):
            listed, at = True, at - 2
            continue
        if code in LISTING and view.code(at - 1) in LISTING and view.code(at - 2) in {"N", "n"}:
            listed, at = True, at - 3
            continue
        return None
    word = view.chunks[at].word
    if word is None or word.shape in {Shape.INTRANSITIVE, Shape.STATE} or view.passive(at) or _is_wish(view, at):
        return None
    noun = view.phrase.noun
    if listed and (noun is None or word.measure_of(thing_of(noun)) is None) and verb_from(view, view.at + 1, "subject"):
        return None
    if word.shape is Shape.PART and _reduced(view, at):
        return None
    return Hook("object", at, word, active=True)


def as_object_after_name(view: View) -> Hook | None:
    """Read "killed Y, his wife and three daughters": the last of a list that begins with somebody's name."""
    if view.code(view.at - 1) != "&" or view.code(view.at + 1) not in {"p", "|", ",", "&"} or view.phrase.noun is None:
        return None
    for at in range(view.at - 2, max(-1, view.at - _LIST_REACH), -1):
        chunk = view.chunks[at]
        if chunk.code == "V":
            word = chunk.word
            if word is None or word.shape not in {Shape.PART, Shape.ACTIVE} or view.passive(at) or _is_wish(view, at):
                return None
            return None if _reduced(view, at) or view.code(at - 1) == "&" else Hook("object", at, word, active=True)
        if chunk.code not in {"w", "n", ",", "a"} or chunk.lower in SPEECH or chunk.lower in _COMMON_VERBS:
            return None
    return None


_LIST_REACH: Final = 9


def as_object_before(view: View) -> Hook | None:
    """Read "19 posts that its forces had seized", "a jet, old and slow, that gunners have shot down"."""
    at = view.at + 1
    if view.code(at) == ",":
        closing = next((i for i in range(at + 1, min(at + 7, len(view.chunks))) if view.code(i) == ","), None)
        at = at if closing is None else closing + 1
    if view.text(at) not in {"that", "which", "whom"} or view.code(at + 1) in {"b", "h", "V"}:
        return None
    for step in range(at + 2, min(at + 8, len(view.chunks))):
        chunk = view.chunks[step]
        if chunk.code == "V" and chunk.word is not None and chunk.word.shape is Shape.PART and not view.passive(step):
            return None if _has_object(view, step) else Hook("object-relative", step, chunk.word, active=True)
        if chunk.code in {"|", ",", "s", "N"} or (chunk.lower in SPEECH and step > at + 2):
            return None
    return None


def _reduced(view: View, at: int) -> bool:
    """Tell whether the participle at `at` belongs to a counted phrase before it ("three killed, 30 wounded")."""
    return any(loss.word_at == at and not loss.active for loss in view.here)


def _has_own_verb(view: View, at: int) -> bool:
    return any(loss.at == at and loss.rule in {"subject", "beside", "noun"} for loss in view.here)


_WISHES: Final = frozenset({"to", "can", "could", "would", "will", "may", "might", "not", "never", "should", "must"})


_DONE: Final = word_set("helped managed able went continued came proceeded")


def _is_wish(view: View, at: int) -> bool:
    """Tell "tried to seize", "could kill" from what has happened."""
    chunk = view.chunks[at]
    bare_form = (
        chunk.word is not None
        and chunk.word.shape is Shape.ACTIVE
        and not chunk.lower.split()[0].endswith(("ing", "s", "the"))
    )
    back = view.skip(at - 1, -1)
    before = view.text(back)
    if before == "to" and view.text(view.skip(back - 1, -1)) in _DONE:
        return False
    return (bare_form and before in _WISHES) or before in {"not", "never"} or _is_unreal(view, back)


def _is_unreal(view: View, at: int) -> bool:
    """Tell the "have" of "could have killed", which nobody did."""
    return view.text(at) == "have" and view.text(view.skip(at - 1, -1)) in {"could", "would", "might"}


def before_later_verb(view: View) -> Hook | None:
    """Read "six people, most of them children, were killed": the verb behind a parenthesis, a place, a list."""
    if _is_no_subject(view):
        return None
    at = view.at + 1
    inside = False
    after_preposition = False
    for _ in range(_REACH_RIGHT):
        code = view.code(at)
        if code == "s":
            end = relative_end(view, at)
            at, code, inside = (at, "|", False) if end is None else (end, view.code(end), False)
        if code == "N" and (_is_new_subject(view, at) or _has_its_own(view, at)):
            return None
        if code == "|" or (not inside and _is_other_verb(view, at, after_preposition=after_preposition)):
            return None
        if code in {"b", "h", "V"} and not inside:
            return verb_from(view, at, "later-verb") if code != "V" else _verb_at(view, at)
        if not inside and code in {"p", ","}:
            after_preposition = code == "p"
        elif view.text(at).endswith("ing") or view.text(at) == "aged":
            after_preposition = True
        if code == ",":
            inside = not inside and opens_parenthesis(view, at)
        at += 1
    return None


def _is_no_subject(view: View) -> bool:
    """Tell "who numbered 100, were killed", "of 130 attackers, 78 were killed", "to kill 50 for each lost"."""
    if view.code(view.at - 1) == "V" and _is_wish(view, view.at - 1):
        return True
    numbered = view.phrase.noun is None and view.text(view.at - 1).startswith("number")
    return numbered or (view.at == 1 and view.text(0) == "of")


def _is_new_subject(view: View, at: int) -> bool:
    """Tell ", and five of the vehicles ..." from the last of a list."""
    return view.code(at - 1) == "&" and view.code(at - 2) == "," and view.code(at - 3) not in {"N", "n"}


def _has_its_own(view: View, at: int) -> bool:
    """Tell "with nine more injured", whose participle is its own, from "with a captain were killed"."""
    if view.text(at - 1) != "with":
        return False
    verb = next((i for i in range(at + 1, at + _OWN_REACH) if view.code(i) in {"V", "b", "h", "|", ","}), at)
    return view.code(verb) == "V" or view.text(verb) == "being"


_OWN_REACH: Final = 5


def _is_other_verb(view: View, at: int, *, after_preposition: bool) -> bool:
    """Tell a bare word that is in no place or time, and so may well be another verb."""
    word = view.text(at)
    if view.code(at) != "w" or not word.isalpha() or word.endswith("ing") or view.text(at + 1) == "by":
        return False
    if view.code(at - 1) == "&" and view.code(at + 1) == "n" and word not in SPEECH:  # "and affiliated militants"
        return False
    sent = word in _SENT and view.text(at + 1) in {"from", "by", "across"}
    if word == "aged" or sent or (word in _POSTED and at == view.skip(view.at + 1, 1)) or _is_of_name(view, at):
        return False
    governs = word.endswith("ed") and view.code(at + 1) in {"n", "N", "s"}
    return not after_preposition or word in SPEECH or word in _COMMON_VERBS or governs


def _is_of_name(view: View, at: int) -> bool:
    """Tell the last word of a group's name ("of the Red Star faction") and "a commander called X"."""
    return view.text(at) in _GROUPS or (view.text(at) in _NAMED and view.code(at - 1) in {"N", "n"})


_GROUPS: Final = word_set(
    "group groups faction factions network networks outfit outfits organisation organization party movement regiment "
    "regiments battalion battalions brigade brigades wing unit units corps force forces scouts rifles levies militia "
    "tribe clan family families alliance"
)
_NAMED: Final = word_set("called named identified")
# "Guards posted in the valley were killed."
_POSTED: Final = word_set(
    "posted deployed stationed manning guarding serving belonging affiliated linked allied loyal associated aligned "
    "attached mounted fitted armed equipped laden loaded"
)
# "Drones sent from the other side were brought down."
_SENT: Final = word_set("sent flown launched dispatched despatched")
_COMMON_VERBS: Final = word_set(
    "went gave put made came took called spoke named counted announced confirmed described stood posted appeared wrote"
)


def _verb_at(view: View, at: int) -> Hook | None:
    word = view.chunks[at].word
    if _is_attributive(view, at):
        return None
    if word is None or word.shape is Shape.ACTIVE or (word.shape is not Shape.INTRANSITIVE and _has_object(view, at)):
        return None
    return Hook("later-verb", at, word)


_REACH_RIGHT: Final = 22
