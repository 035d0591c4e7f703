"""Rules by what is named: a demonym, a possessive, a side's own words, a concession."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.core.claims.subjects.looking import (
    HIDEOUTS,
    is_object_place,
    is_people,
    is_place_of,
    phrases_of,
    token_at,
)
from bot.core.claims.told import Case
from bot.core.losses.chunks import Chunk, Mention, Phrase
from bot.core.losses.lexicon import Thing
from bot.core.model import BOTH, OTHER, Kind, Measure, Side
from bot.core.wordlists import word_set


def named_in_phrase(case: Case) -> Side | None:
    """Take the demonym, state or regime in the phrase itself."""
    inside = case.words.militants if _are_among_militants(case) else _regime_inside(case)
    if inside is not None:
        return inside
    for phrase in phrases_of(case):
        mentions = [
            m for m in phrase.mentions if not (is_place_of(case, m) or _is_head(phrase, m) or _is_fought(case, m))
        ]
        sides = [m for m in mentions if m.code in case.words.sides]
        if sides and case.loss.noun.thing is Thing.RAID:
            return case.enemy(sides[0].code) if sides[0].role == "people" else None
        if sides:
            return _side_of(case, sides)
        others = {m.code for m in mentions} & {case.words.militants, OTHER}
        if case.loss.noun.trait == "hostile" and (sent := _sent_from(case)) is not None:
            return sent
        if others:
            return case.words.militants if case.words.militants in others else OTHER
    return None


def _is_fought(case: Case, mention: Mention) -> bool:
    """Tell "two men fighting Y's troops", who are not Y's."""
    return bool({"fighting", "battling"} & set(case.scan.lower[max(0, mention.first - 2) : mention.first]))


def _side_of(case: Case, sides: Sequence[Mention]) -> Side:
    """Return whose the people counted are that one side or both are named for."""
    if case.loss.noun.kind is Kind.MILITANT and all(m.role == "people" for m in sides):
        return case.words.militants
    joined = (one.last + 1 == other.first for one, other in pairwise(sides) if case.scan.lower[one.last] == "and")
    both = case.words.sides <= {m.code for m in sides} and case.loss.noun.thing is Thing.PERSON
    return BOTH if both and any(joined) else sides[0].code


def _regime_inside(case: Case) -> Side | None:
    """Take the side whose men are said to be among militants counted ("100 militants, including ...")."""
    last, lower = case.loss.phrase.last, case.scan.lower
    if case.loss.noun.kind is not Kind.MILITANT or lower[last : last + 1] not in {(",",), ("including",)}:
        return None
    for mention in case.side_mentions():
        if mention.role != "regime" or not last < mention.first <= last + _INSIDE_REACH:
            continue
        between = lower[last : mention.first]
        named = {"including", "among"} & set(between) or lower[mention.last : mention.last + 2] == ("among", "them")
        if named and not any(chunk.code in {"N", "V"} for chunk in _chunks_in(case, last, mention.first)):
            return mention.code
    return None


_INSIDE_REACH: Final = 5


def _chunks_in(case: Case, first: int, last: int) -> list[Chunk]:
    return [chunk for chunk in case.scan.chunks if first <= chunk.first < last]


def _sent_from(case: Case) -> Side | None:
    """Read "10 attackers from one side": whose side they come from."""
    last = case.loss.phrase.last
    lower = case.scan.lower
    if lower[last - 1] != "from" and lower[last : last + 1] != ("from",):
        return None
    here = (m for m in case.side_mentions() if last - 1 <= m.first <= last + 2)
    return next((m.code for m in here if lower[m.last : m.last + 1] == ("side",)), None)


def _are_among_militants(case: Case) -> bool:
    """Tell "four militants, two of them ... nationals": a part of militants, wherever they come from."""
    if case.loss.rule == "among-the-dead":
        return _is_among_bombers(case)
    before = case.told[-1] if case.told else None
    if before is None or not case.loss.part or before.sentence != case.sentence or case.loss.rule != "part":
        return False
    inside = before.subject == case.words.militants and case.loss.noun.kind in {Kind.CIVILIAN, Kind.UNSPECIFIED}
    return inside and all(m.role == "people" for m in case.loss.phrase.mentions)


def _is_among_bombers(case: Case) -> bool:
    """Tell "three ... nationals were among five suicide bombers killed"."""
    behind = [one.phrase for one in case.scan.chunks if one.code == "N" and one.first >= case.loss.phrase.last]
    noun = behind[0].noun if behind and behind[0] is not None else None
    return noun is not None and noun.kind is Kind.MILITANT and case.loss.noun.kind is not Kind.MILITARY


def _is_head(phrase: Phrase, mention: Mention) -> bool:
    """Tell "a corps headquarters": a body's name that is itself the noun counted says nobody's."""
    return (
        mention.role == "institution" and phrase.noun_at is not None and mention.first <= phrase.noun_at < mention.last
    )


def named_beside(case: Case) -> Side | None:
    """Take the demonym said of the phrase ("300 people, most of them ... civilians", "the 12 killed were ...")."""
    last = case.loss.phrase.last
    behind = case.scan.lower[last : last + 5]
    if behind[:1] != (",",) and (comma := _past_verb(case)) is not None:
        last, behind = comma, case.scan.lower[comma : comma + 5]
    if behind[:1] != (",",) or not _OF_ALL & set(behind[1:3]):
        return _said_of_killed(case)
    if "all" not in behind and _CLASHES & set(case.scan.lower[: case.loss.phrase.first]):
        return None  # "Sunday's clash killed eight, most of them Y's"
    sides = [m.code for m in case.side_mentions() if last <= m.first <= last + 6]
    return sides[0] if sides else _come_from(case, last, last + 8) if "all" in behind else None


def _past_verb(case: Case) -> int | None:
    """Return the comma of "58 were killed, all of them Y's soldiers"."""
    chunks = case.scan.chunks[case.loss.at + 1 : case.loss.at + _SAID_REACH]
    comma = next((one for one in chunks if one.code == ","), None)
    plain = comma is not None and all(one.code in {"b", "h", "V", "a"} for one in chunks[: chunks.index(comma)])
    of_all = comma is not None and case.scan.lower[comma.last : comma.last + 3] == ("all", "of", "them")
    return comma.first if comma is not None and plain and of_all else None


def _come_from(case: Case, start: int, end: int) -> Side | None:
    """Return whose soil "all of them refugees from X" names between two tokens."""
    lower = case.scan.lower
    at = next((at for at in range(start, min(end, len(lower))) if lower[at] == "from"), None)
    sides = (hit.place.side for hit in case.hits if at is not None and token_at(case, hit.start) == at + 1)
    return next((side for side in sides if side in case.words.sides), None)


_CLASHES: Final = word_set("clash clashes fighting skirmish skirmishes firefight exchange")


_OF_ALL: Final = word_set("most mostly many mainly all majority")


def _said_of_killed(case: Case) -> Side | None:
    """Take the demonym of "12 people killed in the raid were ... nationals", "the 12 killed were all ..."."""
    verb = case.scan.chunks[case.loss.at + 1 : case.loss.at + 2]
    if not verb or verb[0].code != "V" or case.loss.phrase.mentions:
        return None
    behind = case.scan.chunks[case.loss.at + 2 : case.loss.at + _SAID_REACH]
    at = next((one.last for one in behind if one.code in {"b", "N", "V", "&", "|", "s", ","}), None)
    if at is None or not any(one.code == "b" and one.last == at for one in behind):
        return None
    at += case.scan.lower[at : at + 1] != () and case.scan.lower[at] in _OF_ALL
    return next((m.code for m in case.side_mentions() if m.first == at), None) or _come_from(case, at, at + 1)


_SAID_REACH: Final = 9


def the_other_side(case: Case) -> Side | None:
    """Take "the other's soldiers", "the enemy's posts"."""
    words = {word for phrase in phrases_of(case) for word in (*phrase.words, *_possessors(case, phrase))}
    last = case.loss.phrase.last
    if _has_lost(case):
        return case.foe
    if words & {"enemy", "enemy's"} and _told_of_militants(case):
        return case.words.militants
    toll = case.loss.toll.last if case.loss.toll is not None else last
    if any(case.scan.lower[end : end + 3] in {("of", "the", "enemy"), ("of", "the", "other")} for end in (last, toll)):
        return case.foe
    if set(case.scan.lower[max(0, case.loss.phrase.first - 6) : case.loss.phrase.first]) & {"enemy"} and _pays(case):
        return case.foe
    if (
        "other's" in words
        or "enemy" in words
        or "enemy's" in words
        or "hostile" in words
        or "opposing" in words
        or "rival" in words
    ):
        return case.foe
    return None


def _has_lost(case: Case) -> bool:
    """Tell "the other side had lost nine soldiers": who loses, and nothing but the verb before the figure."""
    lower, first = case.scan.lower, case.loss.phrase.first
    at = next((i for i in range(first - 1, max(0, first - 6), -1) if lower[i] not in _LOSING), 0)
    return lower[at - 1 : at + 1] in _ADVERSARIES


_LOSING: Final = word_set("had has have been lost losing loses suffered suffers sustained incurred also left only")
_ADVERSARIES: Final = frozenset(
    pair for whose in ("other", "opposite", "opposing", "enemy") for pair in ((whose, "side"), (whose, "party"))
) | {("the", "enemy")}


def _told_of_militants(case: Case) -> bool:
    """Tell whether militants are the only enemy told of so far."""
    told = {one.subject for one in case.told}
    named = {m.code for scan in case.earlier for m in scan.mentions if m.role == "militant"}
    return case.foe not in told and case.words.militants in told | named


_PAID: Final = word_set("paid lost suffered left lose loses")


def _pays(case: Case) -> bool:
    """Tell "the enemy had paid with 200 lives"."""
    return bool(set(case.scan.lower[max(0, case.loss.phrase.first - 4) : case.loss.phrase.first]) & _PAID)


def the_militants(case: Case) -> Side | None:
    noun, phrase = case.loss.noun, case.loss.phrase
    if case.loss.toll is not None and _are_hostiles(case, case.loss.toll):
        return case.words.militants
    if (
        noun.kind is Kind.MILITANT
        and (phrase.noun is None or phrase.noun.trait == "other")
        and case.loss.toll is None
        and not case.loss.part
        and case.told
        and case.told[-1].sentence == case.sentence
    ):
        return case.told[-1].subject
    if _died_in_operation(case) or _are_of_outfit(case) or _are_called_militants(case):
        return case.words.militants
    if noun.kind is Kind.MILITANT:
        return None if _is_foes_count(case) else case.words.militants
    theirs = {Thing.POST: HIDEOUTS, Thing.VEHICLE: _OF_MILITANTS}.get(noun.thing, frozenset())
    return case.words.militants if theirs & set(phrase.words) else None


def _died_in_operation(case: Case) -> bool:
    """Tell "nine people, including two bombers, killed in an operation" of whom the speaker fights."""
    noun, last = case.loss.noun, case.loss.phrase.last
    if case.speaker != case.words.fought or noun.thing is not Thing.PERSON or noun.kind is not Kind.UNSPECIFIED:
        return False
    behind = [one.phrase.noun for one in case.scan.chunks if one.first >= last and one.phrase is not None]
    inside = case.scan.lower[last : last + 2] in {(",", "including"), (",", "among")}
    hostile = bool(behind) and behind[0] is not None and behind[0].kind is Kind.MILITANT
    return inside and hostile and "operation" in case.scan.lower and not case.loss.active


def _are_called_militants(case: Case) -> bool:
    """Tell "described the 60 people killed as militants"."""
    lower, last = case.scan.lower, case.loss.phrase.last
    if case.speaker is None or not set(lower[: case.loss.phrase.first]) & _CALLING:
        return False
    at = next((i for i in range(last, min(last + _CALLED_REACH, len(lower))) if lower[i] == "as"), None)
    if at is None:
        return False
    behind = next((one.phrase for one in case.scan.chunks if one.first > at and one.phrase is not None), None)
    return behind is not None and behind.noun is not None and behind.noun.kind is Kind.MILITANT


_CALLING: Final = word_set("described describes described identified identifies branded presented labelled portrayed")
_CALLED_REACH: Final = 5


def _are_of_outfit(case: Case) -> bool:
    """Tell "six members of the banned outfit", told by whom it fights."""
    phrase = case.loss.phrase
    if not {"members", "member"} & set(phrase.words) or case.speaker != case.words.fought or phrase.mentions:
        return False
    told = [one for one in case.scan.lower[phrase.first : phrase.last + 4] if one not in _OUTLAWED]
    outfit = next((at for at, word in enumerate(told) if word in _OUTFITS), 0)
    return told[outfit - 1 : outfit] == ["of"] and told[outfit + 1 : outfit + 2] != ["of"]


_OUTLAWED: Final = word_set("the a an one this that same banned proscribed outlawed terrorist militant terror")
_OUTFITS: Final = word_set("group outfit network organisation organization gang cell faction")


def _is_foes_count(case: Case) -> bool:
    """Tell a side's own number of those whom the other side called militants."""
    before = case.told[-1] if case.told else None
    if before is None or case.loss.rule != "carried" or case.loss.phrase.noun is not None or case.speaker is None:
        return False
    return before.claimant == case.foe


def _are_hostiles(case: Case, toll: Phrase) -> bool:
    """Tell "the attackers' dead" where nobody is named."""
    return bool(_possessors(case, toll) & (_HOSTILES | _OF_MILITANTS)) and not toll.mentions


def _possessors(case: Case, toll: Phrase) -> frozenset[str]:
    """Return the words with a possessive ending in a toll or right before it ("the enemy's dead")."""
    first = max(0, toll.first - 2)
    words = case.scan.lower[first : toll.last]
    return frozenset(one for one, mark in pairwise(words) if mark in {"'", "'s"})


_HOSTILES: Final = word_set("attackers assailants raiders gunmen intruders infiltrators bombers")
_OF_MILITANTS: Final = word_set("militants militant terrorists terrorist insurgents insurgent gunmen rebels militants'")


def conceded_by(case: Case) -> Side | None:
    """Take what a speaker acknowledges or admits for its own."""
    before = case.scan.lower[: case.loss.phrase.first]
    at = max((i for i, word in enumerate(before) if word in CONCESSIONS), default=None)
    cue = case.voice.cue if case.voice is not None else None
    if cue is not None and case.scan.text[cue.start : cue.end].casefold() in CONCESSIONS and not case.denied:
        at = len(before) if at is None else at
    if case.loss.active and case.loss.rule != "carried":
        return None
    here = case.told[-1] if case.told else None
    since = here is not None and (at is None or here.loss.phrase.first > at or at == len(before))
    if here is not None and here.sentence == case.sentence and here.subject == case.foe and since:
        return None
    if at is not None and before[at:] == ("admitted",) and case.loss.measure is Measure.WOUNDED:
        return None
    if at is None or case.speaker is None or case.denied or _CONCEDES_NO_MORE & set(before[at:]):
        return None
    return case.speaker


CONCESSIONS: Final = word_set(
    "acknowledged acknowledges acknowledge acknowledging admitted admits admit admitting conceded concedes conceding"
)


_CONCEDES_NO_MORE: Final = word_set(
    "; but while maintains maintained claims claimed claim insists insisted says said say"
)


def of_outlet(case: Case) -> Side | None:
    """Take armed men of no name in the word of a side's own media for that side's."""
    if case.voice is None or case.speaker is not None or case.voice.speaker is None or is_people(case):
        return None
    span = case.voice.speaker
    for mention in case.side_mentions():
        if span.start <= case.scan.tokens[mention.first].start < span.end:
            return mention.code
    return None


def of_its_own(case: Case) -> Side | None:
    """Take "four dead of its own" for the speaker's."""
    last = case.loss.phrase.last
    behind = case.scan.lower[last : last + 5]
    return case.speaker if any(behind[at : at + 3] in _OF_ITS_OWN for at in range(3)) else None


_OF_ITS_OWN: Final = frozenset(("of", whose, "own") for whose in ("its", "their", "his", "our"))
_MOURNED: Final = word_set("buried buries mourned mourns mourning burying")


def mourned_by(case: Case) -> Side | None:
    """Take whom a side buries or mourns for its own."""
    first = case.loss.phrase.first
    if case.loss.phrase.noun is None or not set(case.scan.lower[max(0, first - 2) : first]) & _MOURNED:
        return None
    before = [m for m in case.side_mentions() if m.first < first and not is_object_place(case, m)]
    return before[-1].code if before else case.speaker


def honoured_by(case: Case) -> Side | None:
    """Take a side's word for its own dead ("martyred")."""
    word = case.loss.word
    own = (word is not None and word.own) or case.loss.noun.trait == "own"
    return case.speaker if own else None
