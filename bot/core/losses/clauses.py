"""Say which figure hangs on which loss word: a cascade of rules over a sentence's chunks, tried in a visible order.

A rule looks at one counted phrase and the chunks around it and names the loss word, or nothing. Elided nouns and verbs
are taken from the loss before ("and 30 wounded", "five in the next valley").
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.core.losses.lexicon import FALL as _FALL, LossWord, Noun, Shape, Thing
from bot.core.losses.phrases import Chunk, Phrase, Scan
from bot.core.model import Kind, Measure
from bot.core.wordlists import word_set

_SKIPPABLE: Final = frozenset({"a"})
_PEOPLE: Final = Noun(Thing.PERSON, Kind.UNSPECIFIED)
_TOLL_LINKS: Final = frozenset(
    {
        "numbered",
        "numbering",
        "totalled",
        "totaled",
        "totalling",
        "at",
        "to",
        "as",
        "of",
        "was",
        "is",
        "by",
        "from",
        "above",
        "past",
        "over",
        "reached",
        "passed",
        "topped",
        "exceeded",
        "stands",
        "stood",
        "hit",
        "hits",
        "tops",
        "nears",
    }
)
_TOLL_GLUE: Final = word_set(
    "stood stands stand stayed rose rises risen rise has have had climbed climbs jumped jumps now went gone up grown "
    "increased increases reached reaches passed passes exceeded topped tops to at as of was is were be being put by "
    "from hit hits nears nearing - : higher lower put given"
)
_CARRIERS: Final = word_set(
    "put puts gave gives given counted counts said says say reported reports report spoke speaks speak estimated "
    "estimates raised raises revised earlier confirmed acknowledged acknowledges admitted admits listed of at as to "
    "number toll figure count documented recorded records tallied claimed claims claim denied rejected"
)
_LISTING: Final = frozenset({",", "&"})


@dataclass(frozen=True, slots=True)
class Loss:
    """A counted phrase with the loss that it counts.

    `noun` is what was lost (taken from before where the phrase elides it), `word_at` the chunk of the loss word (None
    where the noun says it), `active` whether an agent did it in this clause, `part` whether it is a part of a loss told
    before, `heir` whether whose loss it is must be taken from the loss before.
    """

    phrase: Phrase
    at: int
    noun: Noun
    measure: Measure
    rule: str
    word_at: int | None = None
    word: LossWord | None = None
    active: bool = False
    heir: bool = False
    part: bool = False
    toll: Phrase | None = None


@dataclass(frozen=True, slots=True)
class _Hook:
    """What a rule answers: the loss word or measure that the phrase hangs on."""

    rule: str
    word_at: int | None = None
    word: LossWord | None = None
    measure: Measure | None = None
    active: bool = False
    heir: bool = False
    part: bool = False
    toll: Phrase | None = None
    noun: Noun | None = None


def read_losses(scan: Scan, carried: Sequence[Loss] = ()) -> tuple[Loss, ...]:
    """Return the counted losses of a sentence; `carried` are those of the sentences before, latest last."""
    found: list[Loss] = []
    for at, chunk in enumerate(scan.chunks):
        if chunk.code != "N" or chunk.phrase is None:
            continue
        loss = _loss_at(_View(scan.chunks, scan.lower, at, chunk.phrase, tuple(found), tuple(carried)))
        if loss is not None:
            found.append(loss)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _View:
    """One counted phrase among its chunks, with the losses read before it."""

    chunks: Sequence[Chunk]
    lower: Sequence[str]
    at: int
    phrase: Phrase
    here: tuple[Loss, ...]
    carried: tuple[Loss, ...]

    def chunk(self, at: int) -> Chunk | None:
        """Return a chunk, None beyond either end."""
        return self.chunks[at] if 0 <= at < len(self.chunks) else None

    def code(self, at: int) -> str:
        """Return a chunk's code, a break beyond either end."""
        return self.chunks[at].code if 0 <= at < len(self.chunks) else "|"

    def text(self, at: int) -> str:
        """Return a chunk's words in lower case."""
        return self.chunks[at].lower if 0 <= at < len(self.chunks) else ""

    def skip(self, at: int, step: int, codes: frozenset[str] = _SKIPPABLE) -> int:
        """Return the next place from `at` whose code is not in `codes`."""
        while 0 <= at < len(self.chunks) and self.chunks[at].code in codes:
            at += step
        return at

    def passive(self, at: int) -> bool:
        """Tell whether the loss word at `at` has a form of "be" before it (through a list of such words)."""
        back = self.skip(at - 1, -1)
        while self.code(back) == "&" and self.code(self.skip(back - 1, -1)) == "V":
            back = self.skip(self.skip(back - 1, -1) - 1, -1)
        return self.code(back) == "b"


def _loss_at(view: _View) -> Loss | None:
    noun = view.phrase.noun
    if _is_condition(view):
        return None
    if noun is not None and noun.thing is Thing.TOLL and view.phrase.article and noun.trait != "body":
        return None
    if view.phrase.article and (
        view.text(view.at + 1) in _SPEECH or _is_included(view) or view.text(view.at - 1) == "them"
    ):
        return None
    for rule in _RULES:
        hook = rule(view)
        if hook is None:
            continue
        loss = _settle(view, hook)
        if loss is not None:
            return loss
    return None


def _is_condition(view: _View) -> bool:
    """Tell what "if" or "unless" only supposes."""
    for chunk in reversed(view.chunks[: view.at]):
        if chunk.code in {"|", ","}:
            return False
        if chunk.lower in {"if", "unless"}:
            return True
    return False


def _settle(view: _View, hook: _Hook) -> Loss | None:
    """Give the phrase its noun and measure under the hook, None where the two do not go together."""
    noun = hook.noun or _noun_of(view, hook)
    if hook.word is not None and hook.word.measures is _FALL and noun is _PEOPLE and view.phrase.owner is None:
        return None
    measure = hook.measure or (hook.word.measure_of(_thing(noun)) if hook.word is not None else None)
    if measure is None:
        return None
    elided = view.phrase.noun is None or view.phrase.noun.trait == "other"
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


def _thing(noun: Noun) -> Thing:
    return Thing.PERSON if noun.thing is Thing.TOLL else noun.thing


def _noun_of(view: _View, hook: _Hook) -> Noun:
    noun = view.phrase.noun
    if noun is not None and noun.trait != "other":
        return noun
    for before in reversed(view.here):
        if hook.word is None or hook.word.measure_of(_thing(before.noun)) is not None:
            return _others(before) if noun is not None else before.noun
    named = _noun_before(view, hook)
    if named is not None:
        return named
    for before in reversed(view.carried):
        other = noun is not None or _thing(before.noun) is not Thing.PERSON
        if other and (hook.word is None or hook.word.measure_of(_thing(before.noun)) is not None):
            return _general(before.noun)
    return _PEOPLE


_GENERAL: Final = frozenset({"civilians", "villagers", "residents", "refugees", "labourers", "workers", "locals"})


def _others(before: Loss) -> Noun:
    """Return the noun of "others" behind `before`: of women or pupils they may be anybody."""
    if before.noun.kind is Kind.CIVILIAN and not set(before.phrase.words) & _GENERAL and before.phrase.noun is not None:
        return _PEOPLE
    return before.noun


def _general(noun: Noun) -> Noun:
    """Return a noun as "others" and bare numbers take it up: women and pupils become people."""
    return _PEOPLE if noun.kind is Kind.CIVILIAN else noun


def _noun_before(view: _View, hook: _Hook) -> Noun | None:
    """Return the latest noun told before in the sentence that the loss word can be said of."""
    if hook.word is None:
        return None
    for chunk in reversed(view.chunks[: view.at]):
        phrase = chunk.phrase
        if (
            phrase is None
            or phrase.noun is None
            or phrase.noun.thing is Thing.TOLL
            or phrase.noun.trait in {"party", "fighter"}
        ):
            continue
        if chunk.code == "n" and not view.phrase.partitive and phrase.noun.kind is not Kind.MATERIEL:
            continue
        if hook.word.measure_of(_thing(phrase.noun)) is not None:
            return phrase.noun
    return None


# --- the rules, in the order in which they are tried -------------------------------------------------------------


def _own_noun(view: _View) -> _Hook | None:
    """Read "15 civilian deaths", "no casualties", "two air strikes"."""
    noun = view.phrase.noun
    if noun is None:
        return None
    if noun.thing is Thing.RAID:
        return _raid(view, noun)
    if noun.measure is None or noun.trait == "count" or (view.phrase.article and noun.trait != "body"):
        return None
    if noun.trait == "losses" and not view.phrase.figure_is_none:
        return None
    return _Hook("noun", measure=noun.measure)


def _raid(view: _View, noun: Noun) -> _Hook | None:
    figure = view.phrase.figure
    if view.phrase.article or figure is None or figure.is_none or (figure.figure.low == 1 and figure.figure.high == 1):
        return None
    if noun.trait == "attack" and not any(
        word in _RAID_CUES for word in view.lower[max(0, view.phrase.first - 4) : view.phrase.last]
    ):
        return None
    return _Hook("raids", measure=Measure.STRIKES)


_RAID_CUES: Final = frozenset(
    {
        "air",
        "aerial",
        "drone",
        "missile",
        "rocket",
        "artillery",
        "carried",
        "launched",
        "conducted",
        "cross-border",
        "carrying",
        "launching",
        "made",
        "mounted",
    }
)


def _state_before_noun(view: _View) -> _Hook | None:
    """Read "four injured people", "a wounded soldier", "70 dead militants"."""
    state = view.phrase.state
    if state is None:
        return None
    return _Hook("state-before-noun", word=state)


def _dead_part(view: _View) -> _Hook | None:
    """Read "two of the dead were children", "six of those hurt were soldiers"."""
    part = view.phrase.partitive
    word: LossWord | None = None
    measure = _PARTS_OF.get(part or "")
    among = _among_the(view)
    if among is not None:
        return _Hook("among-the-dead", measure=among)
    if measure is not None and _verb_from(view, view.skip(view.at + 1, 1), "subject") is not None:
        return None
    if part == "those" and view.code(view.at + 1) == "V":
        found = view.chunks[view.at + 1].word
        word = found
        measure = found.measure_of(Thing.PERSON) if found is not None else None
    if measure is None:
        return None
    noun = view.phrase.noun if view.phrase.noun is not None else _predicate_noun(view)
    if noun is None and not view.here:
        noun = _PEOPLE
    return _Hook("part-of-the-dead", word=word, measure=measure, heir=True, part=True, noun=noun)


def _among_the(view: _View) -> Measure | None:
    """Read "two guards were among the dead"."""
    at = view.skip(view.at + 1, 1, frozenset({"a", "b"}))
    if view.code(view.at + 1) != "b" or view.text(at) != "among" or view.phrase.article:
        return None
    behind = view.chunk(at + 1)
    words = behind.lower.split() if behind is not None else []
    return next((_PARTS_OF[word] for word in words if word in _PARTS_OF), None)


_PARTS_OF: Final = {
    "dead": Measure.KILLED,
    "killed": Measure.KILLED,
    "deceased": Measure.KILLED,
    "victims": Measure.KILLED,
    "slain": Measure.KILLED,
    "fatalities": Measure.KILLED,
    "deaths": Measure.KILLED,
    "fallen": Measure.KILLED,
    "wounded": Measure.WOUNDED,
    "injured": Measure.WOUNDED,
    "casualties": Measure.CASUALTIES,
}


def _predicate_noun(view: _View) -> Noun | None:
    """Return the noun behind "were" ("two of the dead were children")."""
    at = view.at + 1
    while at < len(view.chunks) and at <= view.at + 5 and view.code(at) not in {"|", "s", ","}:
        if view.code(at) == "b":
            following = view.chunk(view.skip(at + 1, 1))
            phrase = following.phrase if following is not None else None
            if phrase is not None and phrase.noun is not None:
                return phrase.noun
            nearby = [
                c.phrase.noun
                for c in view.chunks[at + 1 : at + 4]
                if c.phrase is not None and c.phrase.noun is not None
            ]
            return nearby[0] if nearby else None
        at += 1
    return None


def _beside(view: _View) -> _Hook | None:
    """Read "58 soldiers killed", "eight dead", "another 11 wounded" where nobody is the agent."""
    at = view.skip(view.at + 1, 1)
    chunk = view.chunk(at)
    if chunk is None or chunk.code != "V" or chunk.word is None or chunk.word.shape is Shape.ACTIVE:
        return None
    if chunk.word.shape is Shape.PART and _has_object(view, at):
        return None
    died = _dies_later(view, at) if chunk.word.shape is Shape.PART else None
    if died is not None:
        return died
    if view.phrase.noun is None:
        toll = _losses_before(view)
        if toll is not None:
            return _Hook("toll", at, chunk.word, toll=toll, noun=toll.noun)
    return _Hook("beside", at, chunk.word)


def _dies_later(view: _View, at: int) -> _Hook | None:
    """Read "an officer wounded at the gate died": what happened last counts."""
    for step in range(at + 1, min(at + 6, len(view.chunks))):
        chunk = view.chunks[step]
        if chunk.code == "V" and chunk.word is not None and chunk.word.shape is Shape.INTRANSITIVE:
            return _Hook("beside", step, chunk.word)
        if chunk.code not in {"p", "w", "a"} or chunk.lower in _SPEECH:
            return None
    return None


def _losses_before(view: _View) -> Phrase | None:
    """Return "its own losses" where the figure is a part of them ("its own losses at eight killed")."""
    for chunk in reversed(view.chunks[max(0, view.at - 6) : view.at]):
        if chunk.code in {"|", "s"} and chunk.lower not in {"as", ":"}:
            return None
        if chunk.phrase is not None and _is_losses(chunk.phrase):
            return chunk.phrase
    return next(
        (one.toll for one in view.here if one.toll is not None and _is_losses(one.toll) and one.at >= view.at - 3), None
    )


def _is_losses(phrase: Phrase) -> bool:
    """Tell "its own losses", "its casualties"."""
    noun = phrase.noun
    return noun is not None and (
        noun.trait == "losses" or (noun.measure is Measure.CASUALTIES and phrase.owner is not None)
    )


def _has_object(view: _View, at: int) -> bool:
    """Tell whether the loss word at `at` takes the phrase behind it ("killed 12 soldiers")."""
    following = view.chunk(view.skip(at + 1, 1))
    if following is None or following.phrase is None:
        return False
    noun = following.phrase.noun
    if following.code == "N":
        word = view.chunks[at].word
        return word is not None and (noun is None or word.measure_of(_thing(noun)) is not None) and not view.passive(at)
    return False


def _subject(view: _View) -> _Hook | None:
    """Read "58 soldiers were killed", "20 had been wrecked", "two had died" with nothing between."""
    at = view.skip(view.at + 1, 1)
    if view.text(at) in {"who", "that", "which"}:
        at += 1
    return _verb_from(view, at, "subject")


def _verb_from(view: _View, at: int, rule: str) -> _Hook | None:
    auxiliary = False
    while view.code(at) in {"b", "h", "a"}:
        auxiliary = auxiliary or view.code(at) in {"b", "h"}
        be = view.code(at) == "b"
        at += 1
        if be and view.code(at) == "w" and view.code(at + 1) in {"V", "b"}:
            at += 1
    if view.text(at) == "to" and view.code(at + 1) in {"h", "b"}:
        return _verb_from(view, at + 1, rule)
    chunk = view.chunk(at)
    if chunk is None or chunk.code != "V" or chunk.word is None or chunk.word.shape is Shape.ACTIVE:
        return None
    if chunk.word.shape is Shape.PART:
        if not auxiliary and rule != "subject":
            return None
        if not view.passive(at) and (_has_object(view, at) or view.code(at - 1) == "h"):
            return None
    return _Hook(rule, at, chunk.word)


def _object(view: _View) -> _Hook | None:
    """Read "killed 58 soldiers", "killing 18 and wounding 85", lists of objects included."""
    at = view.at - 1
    listed = False
    while True:
        at = view.skip(at, -1, frozenset({"a"}))
        code = view.code(at)
        if code == "V":
            break
        if code in _LISTING and view.code(at - 1) in {"N", "n"} and not _has_own_verb(view, at - 1):
            listed, at = True, at - 2
            continue
        if code in _LISTING and view.code(at - 1) in _LISTING and view.code(at - 2) in {"N", "n"}:
            listed, at = True, at - 3
            continue
        return None
    word = view.chunks[at].word
    if word is None or word.shape in {Shape.INTRANSITIVE, Shape.STATE} or view.passive(at) or _is_wish(view, at):
        return None
    noun = view.phrase.noun
    if listed and (noun is None or word.measure_of(_thing(noun)) is None) and _verb_from(view, view.at + 1, "subject"):
        return None
    if word.shape is Shape.PART and _reduced(view, at):
        return None
    return _Hook("object", at, word, active=True)


def _object_relative(view: _View) -> _Hook | None:
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
            return None if _has_object(view, step) else _Hook("object-relative", step, chunk.word, active=True)
        if chunk.code in {"|", ",", "s", "N"} or chunk.lower in _SPEECH:
            return None
    return None


def _reduced(view: _View, at: int) -> bool:
    """Tell whether the participle at `at` belongs to a counted phrase before it ("three killed, 30 wounded")."""
    return any(loss.word_at == at and not loss.active for loss in view.here)


def _has_own_verb(view: _View, at: int) -> bool:
    return any(loss.at == at and loss.rule in {"subject", "beside", "noun"} for loss in view.here)


_WISHES: Final = frozenset({"to", "can", "could", "would", "will", "may", "might", "not", "never", "should", "must"})


def _is_wish(view: _View, at: int) -> bool:
    """Tell "tried to seize", "could kill" from what has happened."""
    chunk = view.chunks[at]
    bare_form = (
        chunk.word is not None
        and chunk.word.shape is Shape.ACTIVE
        and not chunk.lower.split()[0].endswith(("ing", "s"))
    )
    before = view.text(view.skip(at - 1, -1))
    return (bare_form and before in _WISHES) or before in {"not", "never"}


def _lost(view: _View) -> _Hook | None:
    """Read "cost 23 soldiers their lives", "left three people dead", "had taken several prisoner"."""
    following = view.lower[view.phrase.last : view.phrase.last + 2]
    if tuple(following) == ("their", "lives") or (following and following[0] == "lives"):
        return _Hook("cost-lives", measure=Measure.KILLED, active=True)
    return None


def _toll(view: _View) -> _Hook | None:
    """Read "put the number of soldiers killed at two", "toll rises to 47", "its losses at eight dead"."""
    if view.code(view.at - 1) == "&" and view.here and view.here[-1].rule == "toll" and view.here[-1].at == view.at - 2:
        first = view.here[-1]
        return _Hook("toll", first.word_at, first.word, first.measure, toll=first.toll, noun=_better(view, first.noun))
    at = view.at - 1
    glue = 0
    while at >= 0 and glue <= _TOLL_REACH:
        chunk = view.chunks[at]
        measured = _toll_measure(view, at)
        if measured is not None:
            return measured if glue else None
        if chunk.code in {"|", "s"} and chunk.lower not in {":", "as", "that"}:
            return None
        if chunk.code == "N" and not any(loss.at == at and loss.rule in {"toll", "carried"} for loss in view.here):
            if not _is_place_like(view, at):
                return None
        if (
            glue == 0
            and chunk.lower not in _TOLL_LINKS
            and chunk.code not in {"b", "a"}
            and chunk.lower not in _LISTING
            and chunk.lower not in {":", "stand", "stands"}
        ):
            return None
        glue += 1
        at -= 1
    return None


_TOLL_REACH: Final = 10


def _is_place_like(view: _View, at: int) -> bool:
    return view.code(at - 1) == "p"


def _toll_measure(view: _View, at: int) -> _Hook | None:
    """Return what the toll expression that ends at chunk `at` counts, None where there is none."""
    chunk = view.chunks[at]
    if chunk.code == "V" and chunk.word is not None and chunk.word.shape in {Shape.PART, Shape.STATE}:
        before = view.chunk(view.skip(at - 1, -1))
        if before is not None and before.lower == "of":
            before = view.chunk(at - 2)
        if before is None or before.phrase is None or before.code != "n" or view.passive(at):
            return None
        counted = before.phrase.noun
        if counted is None:
            return None
        noun = counted if counted.thing is not Thing.TOLL else view.phrase.noun or _PEOPLE
        measure = chunk.word.measure_of(_thing(noun))
        return (
            None
            if measure is None
            else _Hook("toll", at, chunk.word, measure, toll=before.phrase, noun=_better(view, noun))
        )
    phrase = chunk.phrase
    if phrase is None or phrase.noun is None or phrase.noun.thing is not Thing.TOLL:
        return None
    if chunk.code != "n" and not phrase.article:
        return None
    if phrase.noun.measure is not None:
        return _Hook("toll", measure=phrase.noun.measure, toll=phrase, noun=_better(view, phrase.noun))
    return None


def _better(view: _View, noun: Noun) -> Noun:
    own = view.phrase.noun
    return own if own is not None and own.trait != "other" else noun


def _later_verb(view: _View) -> _Hook | None:
    """Read "six people, most of them children, were killed": the verb behind a parenthesis, a place, a list."""
    at = view.at + 1
    inside = False
    after_preposition = False
    steps = 0
    while at < len(view.chunks) and steps < _REACH_RIGHT:
        code = view.code(at)
        if code == "|":
            return None
        if code == "s":
            end = _relative_end(view, at)
            if end is None:
                return None
            at = end
            continue
        if code in {"b", "h"} and not inside:
            hook = _verb_from(view, at, "later-verb")
            return hook
        if code == "V" and not inside:
            word = view.chunks[at].word
            if word is not None and word.shape is Shape.INTRANSITIVE:
                return _Hook("later-verb", at, word)
            if word is not None and word.shape in {Shape.PART, Shape.STATE} and not _has_object(view, at):
                return _Hook("later-verb", at, word)
            return None
        if code in {"p", ","} and not inside:
            after_preposition = code == "p"
        if code == "w" and not inside and not after_preposition and view.text(at).isalpha():
            return None
        if code == ",":
            inside = _opens_parenthesis(view, at) if not inside else False
        at += 1
        steps += 1
    return None


_REACH_RIGHT: Final = 22
_SPEECH: Final = frozenset(
    {
        "said",
        "says",
        "say",
        "told",
        "added",
        "according",
        "claimed",
        "claims",
        "reported",
        "wrote",
        "tried",
        "attempted",
        "opened",
        "began",
        "started",
    }
)


def _opens_parenthesis(view: _View, at: int) -> bool:
    """Tell whether the comma at `at` opens a stretch that another comma closes."""
    following = view.text(at + 1)
    if view.code(at + 1) == "&":
        return False
    closing = next((i for i in range(at + 1, len(view.chunks)) if view.code(i) in {",", "|"}), None)
    if closing is None or view.code(closing) == "|":
        return False
    if view.code(at + 1) == "N":
        part = view.chunks[at + 1].phrase
        return part is not None and part.partitive is not None
    return following != ""


def _relative_end(view: _View, at: int) -> int | None:
    """Return the chunk behind a relative clause closed by a comma, None where it does not close."""
    if view.text(at) not in {"who", "which", "whom", "whose"}:
        return None
    closing = next((i for i in range(at + 1, len(view.chunks)) if view.code(i) in {",", "|"}), None)
    return closing + 1 if closing is not None and view.code(closing) == "," else None


def _part_of_before(view: _View) -> _Hook | None:
    """Read parts and places of the loss before: "four of them officers", "five in the next valley", "15 of them"."""
    before = _antecedent(view)
    if before is None or view.phrase.article:
        return None
    partitive = view.phrase.partitive == "them"
    noun = view.phrase.noun or (_predicate_noun(view) if partitive else None)
    opens = view.code(view.at - 1) in {",", "&", "|"} or view.text(view.at - 1) in {"with", "including"}
    if partitive and opens and (noun is None or _thing(noun) is _thing(before.noun)):
        return replace(_carry(view, before, "part", part=True), noun=noun or before.noun)
    if (
        noun is None
        and view.text(view.at - 1) in {",", "and", "&", ":", ";", "with", "including"}
        and _is_place_next(view)
    ):
        return _carry(view, before, "breakdown", part=True)
    if _is_included(view) and noun is not None and _thing(noun) is _thing(before.noun):
        return _carry(view, before, "part", part=True)
    if view.text(view.at - 1) in {"against", "versus"} and (noun is None or view.phrase.owner is not None):
        return _carry(view, before, "versus")
    if view.phrase.owner in {"theirs", "ours"} and view.code(view.at - 1) in {"&", "p"} and view.here:
        return _carry(view, before, "versus")
    if (
        noun is None
        and view.text(view.at - 1) in {"and", "of", "but", ",", ";"}
        and view.code(view.at + 1) in {"|", "p", ","}
    ):
        if view.text(view.at + 1) in {"by", ".", ",", ";", "in", "near", "at"}:
            return _carry(view, before, "parallel")
    return None


def _is_included(view: _View) -> bool:
    """Tell "including six children", "among them six children", "of whom six were children"."""
    before = tuple(chunk.lower for chunk in view.chunks[max(0, view.at - 2) : view.at])
    return before[-1:] in {("including",), ("includes",)} or before in {("among", "them"), (",", "namely")}


def _none_too(view: _View) -> _Hook | None:
    """Read "70 militants had been killed, he said, and not one civilian"."""
    before = view.here[-1] if view.here else None
    noun = view.phrase.noun
    if before is None or noun is None or not view.phrase.figure_is_none or noun.thing is not Thing.PERSON:
        return None
    if view.text(view.at - 1) in {"and", "but", ","} and view.code(view.at + 1) in {"|", ","}:
        return _Hook("none-too", before.word_at, before.word, before.measure, noun=noun)
    return None


def _inverted(view: _View) -> _Hook | None:
    """Read "among the dead were four children", "the dead included five women"."""
    if view.text(view.at - 1) not in _INVERSIONS or view.phrase.noun is None:
        return None
    for chunk in reversed(view.chunks[max(0, view.at - 6) : view.at - 1]):
        if chunk.code in {"|", "s", "V", "N"} and not (chunk.code == "V" and chunk.lower in _PARTS_OF):
            return None
        found = next((_PARTS_OF[word] for word in chunk.lower.split() if word in _PARTS_OF), None)
        if found is not None:
            return _Hook("part-inverted", measure=found, heir=True, part=True, noun=view.phrase.noun)
    return None


_INVERSIONS: Final = word_set("were was are is included include includes including")


def _of_those(view: _View) -> _Hook | None:
    """Read "of the 14 people killed, three were soldiers", "eight were civilians" after a toll."""
    if view.phrase.noun is not None or view.code(view.at + 1) != "b" or view.phrase.article:
        return None
    opens = view.at == 0 or (bool(view.here) and view.text(0) == "of" and view.code(view.at - 1) == ",")
    noun = _predicate_noun(view)
    before = view.here[-1] if view.here else view.carried[-1] if view.carried else None
    if not opens or noun is None or before is None or _thing(noun) is not _thing(before.noun):
        return None
    behind = view.chunk(view.at + 2)
    if behind is None or behind.phrase is None:
        return None
    return replace(_carry(view, before, "part", part=True), noun=noun)


def _single_breakdown(view: _View) -> _Hook | None:
    """Read the last of a breakdown ("and a child in the next valley")."""
    before = view.here[-1] if view.here else None
    if before is None or before.rule not in {"breakdown"} or not view.phrase.article or view.phrase.noun is None:
        return None
    if view.code(view.at - 1) == "&" and view.code(view.at + 1) == "p" and _thing(view.phrase.noun) is Thing.PERSON:
        return _Hook(
            "breakdown", before.word_at, before.word, before.measure, heir=True, part=True, noun=view.phrase.noun
        )
    return None


def _antecedent(view: _View) -> Loss | None:
    if view.here:
        return view.here[-1]
    return view.carried[-1] if view.carried and view.phrase.partitive == "them" else None


def _carry(view: _View, before: Loss, rule: str, *, part: bool = False) -> _Hook:
    own = view.phrase.noun
    noun = own if own is not None and own.trait != "other" else before.noun
    return _Hook(
        rule,
        before.word_at,
        before.word,
        before.measure,
        before.active,
        heir=True,
        part=part,
        toll=before.toll,
        noun=noun,
    )


def _is_place_next(view: _View) -> bool:
    return view.text(view.at + 1) in {"in", "at", "near", "around", "on", "from", "across", "along"}


def _bodies_of(view: _View) -> _Hook | None:
    """Read "the bodies of 23 of them"."""
    if view.text(view.at - 1) != "of":
        return None
    before = view.chunk(view.at - 2)
    phrase = before.phrase if before is not None else None
    if phrase is None or phrase.noun is None or phrase.noun.measure is None or phrase.noun.trait == "count":
        return None
    them = _them(view) if view.phrase.partitive == "them" else None
    return _Hook("deaths-of", measure=phrase.noun.measure, toll=them or phrase, noun=_body_noun(view, phrase.noun))


def _them(view: _View) -> Phrase | None:
    """Return the people that "them" stands for: those named first with a side, else those named last."""
    people = [
        chunk.phrase
        for chunk in view.chunks[: view.at]
        if chunk.phrase is not None and chunk.phrase.noun is not None and chunk.phrase.noun.thing is Thing.PERSON
    ]
    return next(
        (one for one in people if one.mentions and one.noun is not None and one.noun.trait != "party"),
        people[-1] if people else None,
    )


def _injuries_to(view: _View) -> _Hook | None:
    """Read "injuries to five", "the deaths of two"."""
    if view.text(view.at - 1) != "to":
        return None
    before = view.chunk(view.at - 2)
    phrase = before.phrase if before is not None else None
    if phrase is None or phrase.noun is None or phrase.noun.measure is not Measure.WOUNDED:
        return None
    return _Hook("injuries-to", measure=Measure.WOUNDED, noun=_body_noun(view, phrase.noun))


def _body_noun(view: _View, fallback: Noun) -> Noun:
    own = view.phrase.noun
    if own is not None and own.trait != "other":
        return own
    if view.phrase.partitive == "them":
        them = _them(view)
        if them is not None and them.noun is not None:
            return them.noun
    return view.here[-1].noun if view.here and _thing(view.here[-1].noun) is Thing.PERSON else fallback


def _carried_figure(view: _View) -> _Hook | None:
    """Read a bare number of a loss told before: "other residents say 33", "had earlier counted seven"."""
    before = view.here[-1] if view.here else _last_deaths(view)
    if before is None or view.phrase.article or view.phrase.partitive or not _ends_clause(view):
        return None
    noun = view.phrase.noun
    if noun is not None:
        return None
    cue = view.skip(view.at - 1, -1, frozenset({"a", "p"}))
    if view.text(cue) == ":" or _is_number_word(view, cue) or view.text(cue) in _CARRIERS or view.code(cue) == "b":
        return _carry(view, before, "carried") if _has_carrier(view) else None
    return None


def _last_deaths(view: _View) -> Loss | None:
    """Return the loss of the sentences before that a bare number most likely updates: deaths before wounds."""
    deaths = [loss for loss in view.carried if loss.measure is Measure.KILLED]
    found = deaths[-1] if deaths else view.carried[-1] if view.carried else None
    return replace(found, noun=_general(found.noun)) if found is not None else None


def _is_number_word(view: _View, at: int) -> bool:
    chunk = view.chunk(at)
    return (
        chunk is not None
        and chunk.phrase is not None
        and chunk.phrase.noun is not None
        and chunk.phrase.noun.trait in {"number", "count"}
    )


def _has_carrier(view: _View) -> bool:
    start = max(0, view.at - 12)
    words = {word for chunk in view.chunks[start : view.at] for word in chunk.lower.split()}
    return bool(words & _CARRIER_NOUNS) or bool(
        {w for c in view.chunks[max(0, view.at - 3) : view.at] for w in c.lower.split()} & _CARRIER_VERBS
    )


_CARRIER_NOUNS: Final = frozenset({"number", "toll", "count", "figure", "tally", "estimate", "total"})
_CARRIER_VERBS: Final = frozenset(
    {
        "counted",
        "counts",
        "say",
        "says",
        "said",
        "estimated",
        "tallied",
        "reported",
        "spoke",
        "speaks",
        "acknowledged",
        "acknowledges",
        "admitted",
        "admits",
        "only",
    }
)


def _ends_clause(view: _View) -> bool:
    code = view.code(view.at + 1)
    return code in {"|", ",", "&", "s"} or view.text(view.at + 1) in {"in", "by", "from", "on", '"', "'", "for"}


_RULES: Final[tuple[Callable[[_View], _Hook | None], ...]] = (
    _dead_part,
    _own_noun,
    _state_before_noun,
    _beside,
    _lost,
    _subject,
    _object,
    _object_relative,
    _bodies_of,
    _injuries_to,
    _none_too,
    _inverted,
    _of_those,
    _single_breakdown,
    _part_of_before,
    _toll,
    _later_verb,
    _carried_figure,
)


def with_noun(loss: Loss, noun: Noun) -> Loss:
    """Return the loss with another noun."""
    return replace(loss, noun=noun)
