"""Rules by the frame of a sentence: among whom the dead are, in whose post, whose convoy was hit, who was repelled."""

from typing import Final

from bot.core.claims.subjects.agents import agent_before
from bot.core.claims.told import Case
from bot.core.losses.chunks import Chunk
from bot.core.losses.lexicon import Thing
from bot.core.model import Kind, Side
from bot.core.wordlists import word_set


def by_frame(case: Case) -> Side | None:
    """Return whose people of no name the frame of the sentence tells."""
    noun = case.loss.noun
    if case.loss.phrase.mentions or case.loss.phrase.owner is not None or noun.kind is Kind.MILITANT:
        return None
    if noun.thing in _THINGS:
        return _sent_by(case) or _coordinated(case)
    if noun.thing is Thing.PERSON and noun.kind is Kind.CIVILIAN:
        return _from_country(case)
    if noun.thing not in {Thing.PERSON, Thing.TOLL}:
        return None
    return _among_them(case) or _in_theirs(case) or _of_what_was_hit(case) or _repelled(case) or _hidden(case)


def _among_them(case: Case) -> Side | None:
    """Read "58 dead among Y's forces" and "among Y's forces there were 58 dead"."""
    lower, first, last = case.scan.lower, case.loss.phrase.first, case.loss.phrase.last
    for mention in case.side_mentions():
        at = mention.first - 1 - (lower[mention.first - 1 : mention.first] == ("the",))
        if lower[at : at + 1] != ("among",) or not set(lower[mention.last : mention.last + 3]) & _MEN:
            continue
        if last <= at <= last + 2 or (at < first and not _ends_between(lower[mention.last : first])):
            return mention.code
    return None


def _ends_between(words: tuple[str, ...]) -> bool:
    return len(words) > _AMONG_REACH or bool(set(words) & _CLAUSE)


_AMONG_REACH: Final = 6
_CLAUSE: Final = word_set(", ; and but while said says")
_MEN: Final = word_set("forces troops soldiers fighters guards police men personnel ranks army")


def _in_theirs(case: Case) -> Side | None:
    """Read "58 men were killed in a post of Y's"."""
    place = next((chunk for chunk in _behind(case) if chunk.phrase is not None), None)
    if place is None or place.phrase is None or place.phrase.noun is None or place.phrase.figure is None:
        return None
    inside = case.scan.lower[place.first - 1] in {"in", "at", "inside", "aboard"}
    sides = [mention.code for mention in place.phrase.mentions if mention.code in case.words.sides]
    return sides[0] if inside and sides and place.phrase.noun.thing in _THINGS else None


def _behind(case: Case) -> list[Chunk]:
    """Return the chunks right behind the loss's verb, up to the next clause."""
    found = []
    for chunk in case.scan.chunks[case.loss.at + 1 : case.loss.at + _NEXT]:
        if chunk.code in {"|", ",", "&", "s"}:
            break
        found.append(chunk)
    return found


_NEXT: Final = 6
_THINGS: Final = frozenset({Thing.POST, Thing.VEHICLE, Thing.AIRCRAFT})


def _of_what_was_hit(case: Case) -> Side | None:
    """Read "a convoy of Y's was ambushed and 58 men were killed", "Y's post was hit and nine in it died"."""
    lower, first = case.scan.lower, case.loss.phrase.first
    at = next((at for at in range(first - 1, max(0, first - _HIT_REACH), -1) if lower[at] in _HIT), None)
    if (
        at is None
        or lower[at - 1] not in {"was", "were"}
        or lower[at + 1 : first] not in {("and",), (",", "and"), (",",)}
    ):
        return None
    near = [one for one in case.side_mentions() if at - 1 - _NEAR <= one.first < at - 1]
    plain = near and not set(lower[near[-1].last : at - 1]) & _CLAUSE
    return near[-1].code if plain else None


_NEAR: Final = 4
_HIT_REACH: Final = 6
_HIT: Final = word_set("hit struck ambushed attacked destroyed shelled bombed targeted overrun")


def _repelled(case: Case) -> Side | None:
    """Read "repelled an attack by Y's forces, killing 58"."""
    lower, verb = case.scan.lower, case.verb
    if not case.loss.active or case.loss.phrase.noun is not None or not lower[verb].endswith("ing"):
        return None
    at = next((i for i in range(verb) if lower[i] in _REPELLING), None)
    if at is None:
        return None
    return next((m.code for m in case.side_mentions() if at < m.first < verb and set(lower[at : m.first]) & _BY), None)


_REPELLING: Final = word_set("repelled repulsed repelling repulsing foiled thwarted foiling")
_BY: Final = word_set("by from")


def _hidden(case: Case) -> Side | None:
    """Read "said Z was hiding the deaths of 58 soldiers"."""
    first, lower = case.loss.phrase.first, case.scan.lower
    at = next((i for i in range(first - 1, max(-1, first - _HIDDEN_REACH), -1) if lower[i] in _HIDING), None)
    return agent_before(case, at) if at is not None else None


_HIDDEN_REACH: Final = 5
_HIDING: Final = word_set("hiding hid hidden hides concealing concealed conceals")


def _sent_by(case: Case) -> Side | None:
    """Read "58 drones sent by Y were brought down"."""
    lower, last = case.scan.lower, case.loss.phrase.last
    if lower[last : last + 1] not in _SENT or lower[last + 1 : last + 2] not in (("by",), ("from",)):
        return None
    return next((m.code for m in case.side_mentions() if last + 2 <= m.first <= last + 3), None)


_SENT: Final = frozenset((word,) for word in ("sent", "flown", "launched", "dispatched"))


def _coordinated(case: Case) -> Side | None:
    """Read "58 tanks and armoured vehicles of Y's forces were destroyed", whose owner is named once."""
    if case.scan.lower[case.loss.phrase.last : case.loss.phrase.last + 1] != ("and",):
        return None
    behind = case.scan.chunks[case.loss.at + 2 : case.loss.at + 4]
    named = next((one.phrase for one in behind if one.code == "n" and one.phrase is not None), None)
    sides = [one.code for one in named.mentions if one.code in case.words.sides] if named is not None else []
    return sides[0] if sides and named is not None and "of" in named.words else None


def _from_country(case: Case) -> Side | None:
    """Read "58 refugees from Y were killed"."""
    lower, last = case.scan.lower, case.loss.phrase.last
    if lower[last : last + 1] != ("from",) or not set(case.loss.phrase.words) & _MOVING:
        return None
    return next((m.code for m in case.side_mentions() if m.first == last + 1 and m.role == "state"), None)


_MOVING: Final = word_set("refugees refugee migrants returnees deportees labourers workers traders nomads")
