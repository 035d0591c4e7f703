"""Tell whether a word is a verb of speech where it stands: its group, its form, and what must follow it."""

from dataclasses import dataclass
from typing import Final

from bot.core.attribution.cues import BARE, CATENATIVES, CUES, INVERTING, NOTHING, NOUN_LIKE, SAYING, Cue
from bot.core.attribution.lexicon import MILITANT
from bot.core.attribution.lines import Line, is_number, is_speaker_noun
from bot.core.attribution.nouns import (
    ADVERBS,
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    DETERMINERS,
    LOCAL,
    NEGATIONS,
    NUMBERS,
    PAPERS,
    PREPOSITIONS,
    QUALIFIERS,
    TIMES,
)
from bot.core.attribution.phrases import Mention, is_postposed, phrase_left
from bot.core.text import word_set

_NEAR: Final = 9
_REACH: Final = 7
_SPOILING: Final = 5
# What is not said goes on too: "the fighting continued".
# Who reports dead, where "30 soldiers reported dead" would be found so.
_REPORTING: Final = word_set("officials authorities ministry government army military side sides police hospitals")
_GOING_ON: Final = word_set("continue continues continued")
_SAID: Final = word_set("say claim announce deny admit report tell confirm boast warn insist declare")
_TRAILERS: Final = word_set("on in at during via late early after through to")
_MARKS: Final = frozenset({",", ".", ";", '"', ":", "-", ")", "?", "!", "..."})
_GERUND_LEADS: Final = frozenset({",", "-", '"', ";"}) | word_set(
    "and but or by while before after when in then also instead publicly again as x twitter"
)
_PLURALS: Final = word_set(
    "police they we you people media each both all men women children troops others many some who that"
)
_PARTED: Final = word_set("each both there here all")
_COMPLEMENTS: Final = word_set("to on for at in from")
_OF: Final = word_set("complains accuses")
_BEFORE_INVERTED: Final = frozenset({",", '"', "", "-", "?", "!", "as"})
_PROMPTS: Final = word_set(
    "prompted prompting led leading forced forcing caused causing pushed drove provoked provoking moved"
)
_ENDED: Final = frozenset({(mark,) for mark in _MARKS})
_HAVE: Final = word_set("has have had having 've 'd")


@dataclass(slots=True)
class Group:
    """What stands before the verb: where the verb group begins and what its auxiliaries tell."""

    start: int
    be: bool = False
    have: bool = False
    modal: bool = False
    infinitive: bool = False
    negated: bool = False


_INSERTION: Final = 6
_LEADING: Final = word_set("at more over about around some nearly almost up as only just no several")
# "telephoned reporters to say", "went on air to claim".
_CALLING: Final = word_set(
    "telephoned telephones phoned phones called calls rang emailed e-mailed messaged contacted wrote took takes"
)
_CALLED: Final = 7
_INSERTED: Final = word_set(
    "in on for so of its their his her turn fact part far response return reply public effect , the"
)


def group_of(line: Line, at: int) -> Group:
    group = Group(at)
    while group.start > 0:
        word = line.low[group.start - 1]
        if word in AUXILIARIES:
            group.be |= word in BE
            group.have |= word in _HAVE
            group.modal |= word not in BE and word not in _HAVE
        elif word in NEGATIONS:
            group.negated |= line.low[group.start] != "only"
        elif word == "to" and not group.have and not group.be and group.start == at:
            group.infinitive = True
        elif not _adverbial(line, group.start - 1) and not _inside(line, group.start - 1):
            auxiliary = _past_insertion(line, group.start)
            if auxiliary is None:
                break
            group.start = auxiliary + 1
            continue
        group.start -= 1
    return group


def _past_insertion(line: Line, end: int) -> int | None:
    """Return the auxiliary before "in turn", "on Monday", ", however," and the like, None where none stands."""
    for at in range(end - 1, max(-1, end - _INSERTION), -1):
        if line.low[at] in _HAVE:
            return at if at < end - 1 else None
        if line.low[at] not in _INSERTED and line.low[at] not in TIMES and line.low[at] not in ADVERBS:
            return None
    return None


def _inside(line: Line, at: int) -> bool:
    """Tell a word that stands inside a verb group: "have all said", "no longer says"."""
    if line.low[at] in {"all", "both", "each"}:
        return at > 0 and line.low[at - 1] in AUXILIARIES
    return line.low[at : at + 2] == ("no", "longer")


def _adverbial(line: Line, at: int) -> bool:
    word = line.low[at]
    if line.covering[at] is not None:
        return False
    if word in _PARTED or word in TIMES:
        return False
    return word in ADVERBS or (
        word.endswith("ly") and word not in {"family", "assembly"} and line.tokens[at].text[0].islower()
    )


def form_fits(line: Line, at: int, cue: Cue, group: Group) -> bool:
    word = line.low[at]
    previous = line.low[group.start - 1] if group.start > 0 else ""
    if cue.form == "gerund":
        return group.be or _gerund_stands(line, group.start)
    if cue.form == "base" and group.infinitive:
        return group.start > 0 and (
            previous in CATENATIVES
            or prompted(line, group.start) is not None
            or _is_able(line, group.start)
            or _calls(line, group.start)
        )
    if cue.form == "base" and (group.modal or _is_noun(previous)):
        return group.modal
    if cue.form in {"base", "third"}:
        return not group.be and not group.have and (word not in NOUN_LIKE or _verb_not_noun(line, at, group))
    if cue.form == "past":
        by = line.low[at + 1 : at + 2] == ("by",)  # "the 41 claimed by Y"
        standing = by or not _is_attributive(line, group.start)
        return not group.be and not group.have and not group.infinitive and standing
    return group.be or group.have


def _is_noun(previous: str) -> bool:
    """Tell "Y's talk", "the contest" by what stands before."""
    return previous == "'s" or (previous in DETERMINERS and previous not in _PARTED)


def _is_able(line: Line, start: int) -> bool:
    """Tell "have been able to verify" from "were not able to"."""
    return line.low[start - 1] == "able" and not NEGATIONS.intersection(line.low[max(0, start - _CALLED) : start])


def _calls(line: Line, start: int) -> bool:
    """Tell "telephoned reporters to say": who gets in touch speaks."""
    return bool(_CALLING.intersection(line.low[max(0, start - _CALLED) : start - 1])) and line.low[start + 1] in _SAID


def _is_attributive(line: Line, start: int) -> bool:
    """Tell "41 disputed posts" and "the reported dead"."""
    if start == 0 or line.covering[start - 1] is not None:
        return False
    return line.low[start - 1].isdigit() or line.low[start - 1] in {"'s", "the", "a", "an"}


def _verb_not_noun(line: Line, at: int, group: Group) -> bool:
    """Tell "Y claims to" from "Y's claims" and "claims of"."""
    start = group.start
    while start > 0 and line.low[start - 1] in _PARTED:
        start -= 1
    parted = start < group.start
    if parted and line.low[start] in {"each", "both"} and not (start > 0 and line.nominal(start - 1)):
        return True
    if start == 0 or not _follows_verb(line, at):
        return False
    previous = line.low[start - 1]
    if previous == '"':
        return any(cue.lemma in INVERTING for cue in CUES[line.low[at]])
    if previous in CONJUNCTIONS:
        return line.low[at + 1 : at + 2] in {("that",), ("its",), ("the",), ("it",)}
    if previous in DETERMINERS or previous in PREPOSITIONS or previous == "'s":
        return False
    return previous in {",", ")", "which"} or _agrees_in_number(line, at, start, joined=parted)


_ROUGHLY: Final = word_set("about around over under near")


def _follows_verb(line: Line, at: int) -> bool:
    """Tell whether what follows can be the complement of a verb."""
    following = line.low[at + 1] if at + 1 < len(line.low) else ""
    spoken = following in CUES and following not in NOUN_LIKE and not following.endswith("ing")
    if spoken or following in AUXILIARIES or (line.low[at] in {"state", "states"} and following != "that"):
        return False
    if following in _ROUGHLY:
        counted = line.low[at + 2] if at + 2 < len(line.low) else ""
        return counted in {"a", ""} or counted in NUMBERS or counted[0].isdigit()
    return following not in PREPOSITIONS or following in _COMPLEMENTS or (following == "of" and line.low[at] in _OF)


def _agrees_in_number(line: Line, at: int, start: int, *, joined: bool) -> bool:
    """Tell a subject before a word that may be a noun: a speaker, and many of them before a bare form."""
    if line.low[at] in BARE and not joined and not _is_joined(line, start) and not _is_plural(line, _head(line, start)):
        return False
    hit = line.covering[start - 1]
    if line.low[start - 1] in NUMBERS or line.low[start - 1][0].isdigit():
        return False
    if line.low[at] in BARE and _is_one(line, start):
        return False
    if line.low[at] == "posts" and line.low[start - 1] in QUALIFIERS | LOCAL:
        return False
    if hit is not None and hit.role == "demonym" and not line.low[start - 1].endswith("s"):
        return False
    head, beside = _head(line, start), line.speaks(start - 1, start)
    apart = head < start - 1 and (line.low[at] in BARE or not beside)
    return _is_speaker(line, head) and _begins_words(line, at, head) if apart else beside


def _is_speaker(line: Line, at: int) -> bool:
    return line.covering[at] is not None or line.is_name(at) or is_speaker_noun(line.low[at])


def _begins_words(line: Line, at: int, head: int) -> bool:
    """Tell "report nine dead", "estimate that", "..., the society estimates," from "the UN report on"."""
    following = line.low[at + 1] if at + 1 < len(line.low) else "."
    if following in _MARKS:
        start = phrase_left(line, head + 1)
        return start is not None and start > 0 and line.low[start - 1] in {",", '"'}
    counted = following in NUMBERS or following[0].isdigit() or following in _LEADING
    return counted or following in {"that", "to", "of"} or following in DETERMINERS or following.endswith("ing")


def _head(line: Line, end: int) -> int:
    """Return the last word of a phrase without what hangs on it: "sources" of "sources in Y", "aides there"."""
    if end > 1 and is_postposed(line.low[end - 1]):
        return _head(line, end - 1)
    start = phrase_left(line, end)
    while start is not None and start > 1 and line.low[start - 1] in PREPOSITIONS:
        end = start - 1
        end -= end > 1 and is_postposed(line.low[end - 1])
        start = phrase_left(line, end)
    return end - 1


def _is_one(line: Line, end: int) -> bool:
    """Tell "a police post", one thing, before which no bare verb stands."""
    start = phrase_left(line, end)
    return start is not None and line.low[start] in {"a", "an"} and not _is_joined(line, end)


def _is_joined(line: Line, end: int) -> bool:
    start = phrase_left(line, end)
    return start is not None and start > 0 and line.low[start - 1] == "and"


def _is_plural(line: Line, at: int) -> bool:
    """Tell a subject that a bare form can follow: "officials claim", "the police say"."""
    hit = line.covering[at]
    return (
        line.low[at].endswith("s")
        or line.low[at] in _PLURALS
        or (hit is not None and (hit.role == "regime" or hit.sort == MILITANT))
    )


def _gerund_stands(line: Line, start: int) -> bool:
    if start == 0:
        return True
    previous = line.low[start - 1]
    if previous in {"each", "both"} or absolute(line, start) is not None:
        return True
    if previous == "without" or previous in DETERMINERS:
        return False
    quoting = line.low[start] in {"quoting", "citing"} and previous in CUES
    return quoting or previous in _GERUND_LEADS or previous in PAPERS or previous in TIMES


def complement_fits(line: Line, at: int, cue: Cue) -> bool:
    following = at + 1
    while following < len(line.low) and (
        line.low[following] in ADVERBS or line.low[following] in TIMES or _is_dated(line, following)
    ):
        following += 1
    word = line.low[following] if following < len(line.low) else "."
    straight = line.low[at + 1] if at + 1 < len(line.low) else "."
    if straight in cue.forbids and not (straight == "dead" and line.low[_head(line, at)] in _REPORTING):
        return False
    if straight not in {"that", "to"} and any(word in cue.spoils for word in line.low[at + 1 : at + 1 + _SPOILING]):
        return False
    near = line.low[at + 1 : at + 1 + _NEAR]
    if cue.near and not _near(near, cue.near):
        return cue.trailing and _trails(line, at, word)
    if cue.lemma == "go":
        return straight == "further" or (straight == "on" and line.low[at + 2 : at + 3] in _ENDED)
    return _follows(line, at, cue, following)


def _is_dated(line: Line, at: int) -> bool:
    """Tell the preposition of "on Tuesday", "in the evening"."""
    return line.low[at] in {"on", "in", "at"} and bool(TIMES.intersection(line.low[at + 1 : at + 2]))


def _follows(line: Line, at: int, cue: Cue, following: int) -> bool:
    """Tell whether what must come next does, or the verb closes its clause."""
    word = line.low[following] if following < len(line.low) else "."
    straight = line.low[at + 1] if at + 1 < len(line.low) else "."
    previous = line.low[at - 1] if at > 0 else "."
    if (cue.lemma in INVERTING or previous == '"') and previous in _BEFORE_INVERTED and not cue.near:
        return True
    marked = word in _MARKS and line.low[at] in NOUN_LIKE
    if not cue.follows or (not marked and (word in cue.follows or straight in cue.follows)):
        return True
    if cue.lemma == "state" and is_number(word):
        return True  # "stated 29 soldiers were injured"
    if "that" in cue.follows and _reaches_that(line, following):
        return True
    return cue.trailing and _trails(line, at, word)


def _reaches_that(line: Line, start: int) -> bool:
    """Tell "added in a note that" from "the posts and the fact that"."""
    for word in line.low[start : start + _REACH]:
        if word == "that":
            return True
        if word in CONJUNCTIONS or word in _MARKS:
            return False
    return False


def _near(words: tuple[str, ...], wanted: frozenset[str]) -> bool:
    for word in words:
        if word in {";", "."}:
            return False
        if word in wanted or ("#" in wanted and (word[0].isdigit() or word in NUMBERS)):
            return True
    return False


def _trails(line: Line, at: int, following: str) -> bool:
    start = phrase_left(line, at)
    start = at - 1 if start is None else start
    behind = start > 0 and line.low[start - 1] in {",", '"'}
    if following in _MARKS and line.low[at] not in NOUN_LIKE:
        return behind or line.low[at] not in _GOING_ON
    return (following in _TRAILERS or following in _MARKS) and behind


def says_nothing(line: Line, at: int) -> bool:
    """Tell "made no mention", "gave no figures", "says nothing"."""
    following = line.low[at + 1] if at + 1 < len(line.low) else ""
    if line.low[at] in SAYING:
        return following in {"nothing", "little"}
    return following in NOTHING


def prompted(line: Line, end: int) -> Mention | None:
    """Return the speaker of "prompted Y to say"."""
    start = phrase_left(line, end)
    if start is None or start == 0 or line.low[start - 1] not in _PROMPTS or not line.speaks(start, end):
        return None
    return Mention(start, end)


def absolute(line: Line, start: int) -> Mention | None:
    """Return the speaker of "with Y accusing Z" and ", Y insisting that"."""
    if start == 0 or line.low[start - 1] in PAPERS:
        return None
    left = phrase_left(line, start)
    if left is None or left == 0 or line.low[left - 1] not in {"with", ",", ";", "and"} or not line.speaks(left, start):
        return None
    return Mention(left, start)
