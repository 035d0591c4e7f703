"""What a whole and its parts tell of each other's kind: who is inside a number, of what number this is a part."""

from collections.abc import Iterator
from typing import Final

from bot.core.claims.told import Case, Told
from bot.core.losses.chunks import Chunk, Phrase
from bot.core.losses.lexicon import POSSESSIVES, Noun, Thing
from bot.core.losses.view import Loss
from bot.core.model import Kind
from bot.core.wordlists import word_set

_ARMED: Final = frozenset({Kind.MILITARY, Kind.MILITANT})


def is_mixed(case: Case) -> bool:
    """Tell "19 others, eight of them civilians": a number with no noun of its own, of whom some are something else."""
    own = case.loss.phrase.noun
    if case.loss.part or not (own is None or own.trait == "other" or own.thing is Thing.TOLL):
        return False
    return any(_differs(part, case.loss.noun) for part in _inside(case))


def is_rest_of_mixed(case: Case) -> bool:
    """Tell "five villagers and three soldiers died and 20 others were hurt": the others may be of either kind."""
    own = case.loss.phrase.noun
    if case.loss.part or not case.loss.heir or not (own is None or own.trait == "other"):
        return False
    told = [one for one in case.told if one.sentence == case.sentence and one.loss.noun.thing is Thing.PERSON]
    if not told or told[-1].loss.measure is case.loss.measure:
        return False
    alike = [one for one in told if _goes_with(case, one, told[-1])]
    kinds = {one.kind for one in alike}
    return len(kinds) > 1 and Kind.MILITANT not in kinds


def _goes_with(case: Case, one: Told, last: Told) -> bool:
    """Tell a loss of the same measure and side that the same clause tells before."""
    same = (one.loss.measure, one.subject, one.claimant) == (last.loss.measure, last.subject, last.claimant)
    return same and ";" not in case.scan.lower[one.loss.phrase.first : case.loss.phrase.first]


def has_civilians(case: Case) -> bool:
    """Tell "10 others, including three civilians"."""
    return any(part.noun is not None and part.noun.kind is Kind.CIVILIAN for part in _inside(case))


def _differs(part: Phrase, whole: Noun) -> bool:
    noun = part.noun
    if noun is None or noun.thing is not Thing.PERSON or noun.kind is Kind.UNSPECIFIED:
        return False
    if whole.kind is Kind.UNSPECIFIED:
        return False
    return noun.kind is not whole.kind or bool(set(part.words) & _GENERAL)


_GENERAL: Final = word_set("soldiers troops civilians personnel")


def _inside(case: Case) -> Iterator[Phrase]:
    """Yield the counted phrases behind the number that are said to be inside it."""
    chunks = case.scan.chunks
    for at in range(case.loss.at + 1, min(case.loss.at + _REACH, len(chunks))):
        chunk = chunks[at]
        if chunk.code in {"|", "s"}:
            return
        if chunk.code == "N" and chunk.phrase is not None:
            if _is_of_them(chunks, at):
                yield chunk.phrase
            elif chunk.phrase.partitive is None:
                return


_REACH: Final = 9


def _is_of_them(chunks: tuple[Chunk, ...], at: int) -> bool:
    phrase = chunks[at].phrase
    behind = tuple(one.lower for one in chunks[at + 1 : at + 3])
    before = chunks[at - 1].lower if at else ""
    return phrase is not None and (
        phrase.partitive == "them" or behind == ("among", "them") or before in {"including", "among"}
    )


def kind_of_whole(case: Case) -> Kind | None:
    """Return the kind of the number told before of which this is a part ("six of them", "three of the victims")."""
    loss = case.loss
    if loss.phrase.noun is not None or not (loss.part or loss.phrase.partitive in _PARTS):
        return None
    behind = case.scan.lower[loss.phrase.last : loss.phrase.last + 3]
    if behind[-1:] == ("men",) and behind[1:2] != () and behind[1] in POSSESSIVES:
        return Kind.MILITARY  # "three of the injured were his men"
    whole = next((one for one in reversed(case.told) if _holds(one, loss)), None)
    if whole is None:
        return None
    return whole.kind if whole.kind is Kind.CIVILIAN or (whole.kind in _ARMED and loss.phrase.partitive) else None


_PARTS: Final = word_set("them those the dead victims killed wounded injured deaths fatalities slain deceased")


def _holds(whole: Told, part: Loss) -> bool:
    """Tell whether a number told before may be the one that `part` is taken from."""
    if whole.loss.part or whole.loss.measure is not part.measure or whole.loss.noun.thing is not part.noun.thing:
        return False
    inner, outer = part.phrase.figure, whole.loss.phrase.figure
    least = inner.figure.low if inner is not None else None
    most = outer.figure.high if outer is not None else None
    return least is not None and (most is None or least < most)


def is_below_age(case: Case) -> bool:
    """Tell "nine of them under the age of 12", "three below ten"."""
    last = case.loss.phrase.last
    behind = case.scan.lower[last : last + _AGE_REACH]
    if behind[:1] in {("under",), ("below",), ("younger",)}:
        return "age" in behind[1:4] or (case.loss.part and behind[1:2] != () and behind[1] in _TEENS)
    return False


_AGE_REACH: Final = 6
_TEENS: Final = frozenset(str(age) for age in range(5, 19)) | word_set(
    "five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
)
