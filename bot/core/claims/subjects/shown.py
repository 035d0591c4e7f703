"""Rules by what can be seen of the dead and the captured: their uniforms, and who shows them."""

from typing import Final

from bot.core.claims.told import Case
from bot.core.model import Kind, Measure, Side
from bot.core.wordlists import word_set


def in_uniform(case: Case) -> Side | None:
    """Take "12 bodies in Y's uniform", "nine men in Y's army uniform lay dead" for Y's."""
    at, lower = case.loss.phrase.last, case.scan.lower
    if lower[at : at + 1] not in _WEARING or case.loss.noun.trait == "hostile":
        return None
    worn = next((i for i in range(at + 1, min(at + _UNIFORM_REACH, len(lower))) if lower[i] in _UNIFORMS), None)
    if worn is None:
        return None
    return next((m.code for m in case.side_mentions() if at < m.first < worn), None)


_WEARING: Final = (("in",), ("wearing",))
_UNIFORMS: Final = word_set("uniform uniforms fatigues")
_UNIFORM_REACH: Final = 6


def shown_by(case: Case) -> Side | None:
    """Take bodies and captives of no name that a side's pictures show for the other's."""
    lower, first = case.scan.lower, case.loss.phrase.first
    if case.speaker is None or case.loss.phrase.owner is not None or case.loss.noun.kind is not Kind.MILITARY:
        return None
    seen = next((at for at in range(first) if lower[at] in _PICTURES), None)
    if seen is None or not set(lower[seen:first]) & _SHOWING or set(lower[seen:]) & _MOURNED:
        return None
    bodies = bool(set(lower[seen:first] + case.loss.phrase.words) & _BODIES)
    return case.foe if bodies or case.loss.measure is Measure.CAPTURED else None


_PICTURES: Final = word_set(
    "video videos footage image images photo photos photograph photographs picture pictures clip clips"
)
_SHOWING: Final = word_set("show shows showed showing of purporting depicting")
_BODIES: Final = word_set("bodies body dead corpses corpse")
_MOURNED: Final = word_set("funeral funerals martyred martyrs coffins coffin buried burial mourners")
