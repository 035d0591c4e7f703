"""Say who or what was lost, once it is known whose loss it is."""

from collections.abc import Callable
from typing import Final

from bot.core.claims.told import Case
from bot.core.losses.lexicon import Thing
from bot.core.model import BOTH, Kind, Measure, Side

_MATERIEL = frozenset({Thing.POST, Thing.VEHICLE, Thing.AIRCRAFT, Thing.RAID})


def kind_of(case: Case, subject: Side) -> Kind:
    """Return the kind by the noun; armed men are the militants' or a side's by whose they are."""
    return next(kind for kind in (rule(case, subject) for rule in _RULES) if kind is not None)


def _by_whose(case: Case, subject: Side) -> Kind | None:
    """Settle what no noun can change: things, militants, a toll of both sides."""
    noun = case.loss.noun
    if noun.thing in _MATERIEL:
        return Kind.MATERIEL
    if subject == case.words.militants:
        return Kind.MILITANT
    if noun.kind is Kind.MILITANT and subject in case.words.sides:
        return Kind.MILITARY
    return Kind.UNSPECIFIED if subject == BOTH else None


def _by_force(case: Case, subject: Side) -> Kind | None:  # noqa: ARG001 - every rule has the same arguments
    if _is_of_force(case):
        return Kind.MILITARY
    return Kind.CIVILIAN if case.loss.measure is Measure.DISPLACED else None


def _by_noun(case: Case, subject: Side) -> Kind:
    kind = case.loss.noun.kind
    return _kind_beside(case, subject) if kind is Kind.UNSPECIFIED else kind


def _is_of_force(case: Case) -> bool:
    """Tell men and members of a force: "its men", "a Levies man", casualties that an army suffered."""
    phrase = case.loss.phrase
    if case.loss.noun.kind is Kind.UNSPECIFIED and ("men" in phrase.words or _before(case) & _ARMY_VERBS):
        return True
    return bool({"man", "men"} & set(phrase.words)) and any(m.role == "forces" for m in phrase.mentions)


_ARMY_VERBS: Final = frozenset({"suffered", "inflicted", "lost", "losing"})


def _before(case: Case) -> set[str]:
    first = case.loss.phrase.first
    return set(case.scan.lower[max(0, first - 1) : first])


def _kind_beside(case: Case, subject: Side) -> Kind:
    """Return the kind that the words beside a noun of none give it ("members of one family", "deaths in its ranks")."""
    toll = case.loss.toll
    if _is_own_toll(case, subject):
        return Kind.MILITARY
    if case.loss.phrase.owner in {"theirs", "ours"}:
        return Kind.MILITARY
    if toll is not None and toll.owner is not None and "own" in toll.words:
        return Kind.MILITARY
    if set(case.loss.phrase.words) & {"family", "household"} or _is_one_household(case):
        return Kind.CIVILIAN
    if (
        "ranks" in case.scan.lower
        or (case.loss.noun.trait == "body" and "behind" in case.scan.lower)
        or _is_army_speaking(case)
    ):
        return Kind.MILITARY
    before = case.told[-1] if case.told else None
    if (
        before is not None
        and case.loss.heir
        and before.sentence == case.sentence
        and before.loss.noun == case.loss.noun
    ):
        return before.kind if before.kind is not Kind.MILITANT else Kind.UNSPECIFIED
    counted = case.loss.noun.thing is Thing.TOLL and case.loss.rule == "noun"
    if counted and before is not None and before.sentence == case.sentence and before.subject == subject:
        return before.kind
    return Kind.UNSPECIFIED


def _is_own_toll(case: Case, subject: Side) -> bool:
    """Tell "its dead", "its own losses" of an army from the toll that a government gives of people."""
    toll = case.loss.toll
    noun = toll.noun if toll is not None else None
    if toll is None or noun is None or toll.owner is None or case.loss.phrase.noun is not None:
        return False
    return case.speaker == subject and noun.trait not in {"count", "number"}


def _is_one_household(case: Case) -> bool:
    """Tell "all of them from the same family", "all members of one household"."""
    behind = case.scan.lower[case.loss.phrase.last : case.loss.phrase.last + 14]
    if (
        behind[:1] == (",",)
        and behind[1:2] == ("all",)
        and set(behind[2:7]) & {"women", "children", "civilians", "villagers", "girls", "pupils", "students"}
    ):
        return True
    return (
        "all" in behind
        and bool({"family", "household", "house"} & set(behind))
        and bool({"one", "same", "single", "a"} & set(behind))
    )


def _is_army_speaking(case: Case) -> bool:
    """Tell whether an army acknowledges losses that it gives no noun ("the deaths of two")."""
    by = (case.voice.by or "").casefold() if case.voice is not None else ""
    conceded = {"acknowledged", "acknowledges", "admitted", "admits", "conceded", "concedes"} & set(case.scan.lower)
    return bool(conceded) and any(word in by for word in ("army", "military"))


_RULES: Final[tuple[Callable[[Case, Side], Kind | None], ...]] = (_by_whose, _by_force, _by_noun)
