"""What the rules of whose loss look at in a sentence."""

import re
from typing import Final

from bot.core.claims.told import Case
from bot.core.losses.chunks import Chunk, Mention, Phrase
from bot.core.losses.lexicon import SPEECH, Thing
from bot.core.losses.view import Loss
from bot.core.model import Kind
from bot.core.places import PlaceHit
from bot.core.wordlists import word_set

HIDEOUTS: Final = word_set(
    "hideout hideouts hide-outs sanctuary sanctuaries launchpad launchpads lairs dens havens terrorist terrorists "
    "militant militants training terror insurgent insurgents launching gunmen gunman"
)


WEAPONS: Final = word_set(
    "strike strikes airstrike airstrikes raid raids shelling fire firing mortar mortars rocket rockets artillery drone "
    "drones bombing bombings bombardment jets jet aircraft attack attacks missile missiles shells shell bombs "
    "warplanes warplane planes helicopters aggression guns gunfire offensive action"
)


FIRE: Final = word_set("strike strikes airstrikes raids shelling fire firing bombing bombings bombardment attack")


NEAR: Final = 6


def phrases_of(case: Case) -> tuple[Phrase, ...]:
    toll = case.loss.toll
    return (case.loss.phrase,) if toll is None else (case.loss.phrase, toll)


def scenes(case: Case) -> tuple[PlaceHit, ...]:
    """Return the places of the sentence where it may have happened: no countries, not those of its dateline."""
    head = _DATELINE.match(case.scan.text)
    start = head.end() if head is not None else 0
    return tuple(hit for hit in case.hits if hit.place.kind != "country" and hit.start >= start)


# "Place, Country (Agency) -" and "Place:".
_DATELINE: Final = re.compile(
    r"\s*[A-Z][\w.'’-]*(?:[ ,/]+[A-Z][\w.'’-]*){0,5}(?:\s*\([^()]{2,40}\))?\s*(?::|\s[–—-]{1,2})\s"
)


def told_here(case: Case) -> tuple[Loss, ...]:
    """Return the losses told before in the sentence."""
    return tuple(one.loss for one in case.told if one.sentence == case.sentence)


def is_people(case: Case) -> bool:
    """Tell civilians and people of no kind from armed men and things."""
    return case.loss.noun.thing in {Thing.PERSON, Thing.TOLL, Thing.FAMILY} and case.loss.noun.kind in {
        Kind.CIVILIAN,
        Kind.UNSPECIFIED,
    }


def is_place_of(case: Case, mention: Mention) -> bool:
    """Tell a country named as a place ("in", "inside") from one that says whose."""
    before = case.scan.lower[mention.first - 1] if mention.first else ""
    return before in {"in", "inside", "from", "across", "near"}


def same_clause(case: Case, at: int) -> bool:
    """Tell whether no semicolon stands between the loss and token `at`."""
    first, last = sorted((case.loss.phrase.first, at))
    return not {";", "when", "after", "as", "while", "whereas"} & set(case.scan.lower[first:last])


def fits_with(one: Thing, other: Thing) -> bool:
    people = {Thing.PERSON, Thing.TOLL, Thing.FAMILY}
    return one is other or (one in people and other in people)


def is_object_place(case: Case, mention: Mention) -> bool:
    before = [word for word in case.scan.lower[max(0, mention.first - 2) : mention.first] if word not in _DIRECTIONS]
    return before[-1:] != [] and before[-1] in _LEADING


_DIRECTIONS: Final = word_set(
    "eastern western northern southern southwestern northwestern southeastern northeastern central "
    "north south east west northwest northeast southwest southeast mainland neighbouring neighboring"
)
_LEADING: Final = word_set("in into on from inside across near against at with of by")


def is_hostile_subject(case: Case, verb: int) -> bool:
    """Tell militants, or attackers of no name, as the subject right before the verb at token `verb`."""
    before = [chunk for chunk in case.scan.chunks if chunk.last <= verb and chunk.code not in {"h", "a"}]
    before, related = _without_aside(before)
    if related and before and before[-1].lower in (_ANYBODY | _GANGS if case.speaker is not None else _ANYBODY):
        return True
    phrase = before[-1].phrase if before else None
    noun = phrase.noun if phrase is not None else None
    if noun is None or phrase is None:
        return False
    if related and not phrase.mentions and phrase.owner is None and phrase.words[-1] in _MEN:
        return True
    if phrase.mentions:
        theirs = all(mention.code == case.words.militants for mention in phrase.mentions)
        return theirs and noun.thing is Thing.PERSON
    return noun.trait == "hostile" or noun.kind is Kind.MILITANT


def _without_aside(before: list[Chunk]) -> tuple[list[Chunk], bool]:
    """Leave out "who", "who the ministry says" and "it says" behind a noun; tell whether it is a relative clause."""
    said = bool(before) and before[-1].lower in SPEECH
    for back in range(1, min(len(before), _ASIDE_REACH if said else 1) + 1):
        if before[-back].lower in _RELATIVES:
            return before[:-back], True
    if said and before[-2:-1] and before[-2].lower in {"it", "he", "she", "they"}:
        return before[:-2], True
    return before, False


_ASIDE_REACH: Final = 5
_RELATIVES: Final = word_set("who that which whom")
_ANYBODY: Final = word_set("those people anyone")
_GANGS: Final = word_set("group gang cell")
_MEN: Final = word_set("men man suspects people persons individuals youths group groups")


def token_at(case: Case, position: int) -> int:
    return next((i for i, token in enumerate(case.scan.tokens) if token.start >= position), len(case.scan.tokens))


def is_loss_place(case: Case, at: int) -> bool:
    """Tell "killed in the capital" from "the ministry in the capital said"."""
    lower = case.scan.lower
    before = lower[max(0, at - 3) : at - 1]
    return not set(before) & {
        "ministry",
        "government",
        "officials",
        "official",
        "authorities",
        "mission",
        "administration",
        "spokesman",
        "rulers",
        "military",
        "embassy",
        "office",
    }
