"""Say who or what was lost, once it is known whose loss it is."""

from bot.core.claims.told import Case
from bot.core.losses.lexicon import Thing
from bot.core.model import BOTH, Kind, Measure, Side

_MATERIEL = frozenset({Thing.POST, Thing.VEHICLE, Thing.AIRCRAFT, Thing.RAID})


def kind_of(case: Case, subject: Side) -> Kind:
    """Return the kind by the noun; armed men are the militants' or a side's by whose they are."""
    noun = case.loss.noun
    if noun.thing in _MATERIEL:
        return Kind.MATERIEL
    if subject == case.words.militants:
        return Kind.MILITANT
    if noun.kind is Kind.MILITANT and subject in case.words.sides:
        return Kind.MILITARY
    if subject == BOTH:
        return Kind.UNSPECIFIED
    if noun.kind is Kind.UNSPECIFIED and "men" in case.loss.phrase.words:
        return Kind.MILITARY
    if case.loss.measure is Measure.DISPLACED:
        return Kind.CIVILIAN
    if noun.kind is Kind.UNSPECIFIED:
        return _kind_beside(case)
    return noun.kind


def _kind_beside(case: Case) -> Kind:
    """Return civilian where the part or the complement says so ("18 members of one family", "eight club players")."""
    words = set(case.loss.phrase.words)
    return Kind.CIVILIAN if words & {"family", "household"} else Kind.UNSPECIFIED
