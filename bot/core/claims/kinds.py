"""Say who or what was lost, once it is known whose loss it is."""

from collections.abc import Callable
from itertools import pairwise
from typing import Final

from bot.core.claims.subjects.looking import phrases_of
from bot.core.claims.told import Case
from bot.core.claims.wholes import has_civilians, is_below_age, is_mixed, is_rest_of_mixed, kind_of_whole
from bot.core.figures import FoundFigure
from bot.core.losses.lexicon import RANKS, Thing
from bot.core.model import BOTH, Kind, Measure, Side
from bot.core.wordlists import word_set

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
    soldiers = noun.kind is Kind.MILITARY and noun.thing is Thing.PERSON and not noun.trait
    of_both = subject == BOTH and noun.kind is not Kind.CIVILIAN and case.loss.measure is not Measure.DISPLACED
    return Kind.UNSPECIFIED if of_both and not soldiers else None


def _by_force(case: Case, subject: Side) -> Kind | None:
    if case.loss.rule == "not-that" and case.told:
        return case.told[-1].kind
    if is_mixed(case) or is_rest_of_mixed(case):
        return Kind.UNSPECIFIED
    if _are_parts_civilian(case) or is_below_age(case) or _is_lost_by_folk(case):
        return Kind.CIVILIAN
    if _is_of_force(case) or _is_nobody_of_force(case) or _is_ranked(case) or _is_of_regime(case, subject):
        return Kind.MILITARY
    held = subject == case.foe or (case.denied and subject == case.speaker)
    if case.loss.measure is Measure.CAPTURED and case.loss.phrase.noun is None and held:
        return Kind.MILITARY if case.loss.noun.kind is Kind.UNSPECIFIED else None
    return Kind.CIVILIAN if case.loss.measure is Measure.DISPLACED else None


def _by_noun(case: Case, subject: Side) -> Kind:
    kind = case.loss.noun.kind
    return _kind_beside(case, subject) if kind is Kind.UNSPECIFIED else kind


def _is_of_regime(case: Case, subject: Side) -> bool:
    """Tell "133 members of the regime", who are its fighters."""
    mentions, last = case.loss.phrase.mentions, case.loss.phrase.last
    ours = [one for one in mentions if one.code == subject]
    named = any(one.role == "regime" or (one.role == "state" and one.last == last) for one in ours)
    return named and case.loss.noun.trait == "member" and case.loss.noun.kind is Kind.UNSPECIFIED


def _is_of_force(case: Case) -> bool:
    """Tell men and members of a force: "its men", "a man of a corps", casualties that an army suffered."""
    phrase = case.loss.phrase
    if case.loss.rule == "bracket" or set(phrase.words) & _CIVIL_MEN:
        return False
    if set(case.scan.lower[max(0, phrase.first - 3) : phrase.last + 3]) & {"women", "children", "woman", "child"}:
        return False
    if case.loss.noun.kind is Kind.UNSPECIFIED and (_is_of_men(case) or _before(case) & _ARMY_VERBS):
        return True
    if _shares_force(case) or ("sons" in phrase.words and (set(phrase.words) & _LANDS or _is_honoured(case))):
        return True
    if phrase.noun is not None and phrase.noun.thing is Thing.TOLL and "military" in phrase.words:
        return True
    men = bool({"man", "men"} & set(phrase.words))
    return men and (any(m.role == "forces" for m in phrase.mentions) or bool(_before(case) & _ARMY_VERBS))


def _is_of_men(case: Case) -> bool:
    """Tell "two men were injured" where a force is told of, from men shot in a village."""
    phrase = case.loss.phrase
    if "men" not in phrase.words:
        return False
    if phrase.owner or phrase.mentions or any(told.kind is Kind.MILITARY for told in case.told):
        return True
    by = case.voice.by if case.voice is not None else None
    return bool({*case.scan.lower, *(by or "").lower().split()} & _MEN_OF)


def _is_lost_by_folk(case: Case) -> bool:
    """Tell "one family lost 18 members" and "villagers had suffered no losses" from what an army lost."""
    verb, lower = case.loss.phrase.first - 1, case.scan.lower
    if verb < 1 or lower[verb] not in _ARMY_VERBS or case.loss.noun.thing not in {Thing.PERSON, Thing.TOLL}:
        return False
    start = max((at + 1 for at in range(verb) if lower[at] in _CLAUSE_OPENERS), default=0)
    words = set(lower[start:verb])
    return bool(words & _FOLK) and not words & (_FORCES | _ARMED)


_CLAUSE_OPENERS: Final = word_set("that , ; : said says when while after but and")
_ARMED: Final = word_set("fighters guards enemy militants regime side country government")
_FOLK: Final = word_set(
    "family families household households residents villagers civilians people locals tribesmen refugees couple house "
    "home village tribe community"
)


def _are_parts_civilian(case: Case) -> bool:
    """Tell "eight people, five women and three children,": parts right behind that make up the number."""
    figure = case.loss.phrase.figure
    whole = figure.figure.low if figure is not None and case.loss.noun.kind is Kind.UNSPECIFIED else None
    parts = 0
    for chunk in case.scan.chunks[case.loss.at + 1 :] if whole and not case.loss.part else ():
        phrase = chunk.phrase
        if chunk.code == "N" and phrase is not None and phrase.figure is not None:
            if phrase.noun is None or phrase.noun.kind is not Kind.CIVILIAN:
                return False
            parts += phrase.figure.figure.low or 0
        elif chunk.code not in {",", "&", "|", "a"} and (parts or chunk.code not in {"V", "b", "h"}):
            break
        if parts and parts == whole:
            return True
    return False


def _is_honoured(case: Case) -> bool:
    """Tell "12 of our sons embraced martyrdom"."""
    return case.loss.phrase.owner == "our" and case.loss.word is not None and case.loss.word.own


def _is_ranked(case: Case) -> bool:
    """Tell "Constable N N, a resident of Z," from a villager."""
    first = case.loss.phrase.first
    before = case.scan.lower[max(0, first - _RANK_REACH) : first]
    return case.loss.phrase.words[-1:] == ("resident",) and before[-1:] == (",",) and bool(RANKS & set(before))


_RANK_REACH: Final = 9


def _is_nobody_of_force(case: Case) -> bool:
    """Tell "no one from its forces", "nobody in the army", "no loss of life was suffered by the troops"."""
    noun = case.loss.phrase.noun
    if not case.loss.phrase.figure_is_none or (noun is not None and noun.thing is not Thing.TOLL):
        return False
    last = case.loss.phrase.last
    behind = case.scan.lower[last : last + _FORCE_REACH]
    at = next((i for i, word in enumerate(behind) if word in _FROM), None)
    return at is not None and bool(set(behind[at + 1 : at + 4]) & _FORCES)


_FROM: Final = word_set("from of in among within by on")
_FORCE_REACH: Final = 7
_FORCES: Final = word_set("forces army military troops soldiers personnel police corps ranks army's")
_MEN_OF: Final = (_FORCES - {"police"}) | word_set(
    "guards loss post posts outpost outposts convoy patrol camp base defence defense"
)
_CIVIL_MEN: Final = word_set("young elderly old unarmed local civilian wedding")
_LANDS: Final = frozenset(
    {"motherland", "motherland's", "soil", "nation", "nation's", "brave", "country", "fatherland"}
)


def _shares_force(case: Case) -> bool:
    """Tell "one man of a corps martyred and seven hurt": the seven are its men too."""
    before = case.told[-1] if case.told else None
    own = case.loss.phrase.noun
    if before is None or not case.loss.heir or case.loss.part or (own is not None and own.trait != "other"):
        return False
    alike = not has_civilians(case) if own is not None else before.loss.noun == case.loss.noun
    same = before.sentence == case.sentence and alike
    return same and before.kind is Kind.MILITARY and before.subject in case.words.sides


_ARMY_VERBS: Final = frozenset({"suffered", "inflicted", "lost", "losing"})


def _before(case: Case) -> set[str]:
    first = case.loss.phrase.first
    return set(case.scan.lower[max(0, first - 1) : first])


def _kind_beside(case: Case, subject: Side) -> Kind:
    """Return the kind that the words beside a noun of none give it ("members of one family", "deaths in its ranks")."""
    if set(case.loss.phrase.words) & {"family", "household"} or _is_one_household(case):
        return Kind.CIVILIAN
    alike = _kind_of_all(case) or _kind_of_nationals(case)
    if alike is not None:
        return alike
    if _is_own_toll(case, subject) or case.loss.phrase.owner in {"theirs", "ours"} or _is_armys(case, subject):
        return Kind.MILITARY
    found = (
        kind_of_whole(case)
        or _kind_among(case)
        or _kind_rejected(case)
        or _kind_carried(case, subject)
        or _kind_before(case, subject)
    )
    return found if found is not None and found is not Kind.MATERIEL else Kind.UNSPECIFIED


def _kind_of_nationals(case: Case) -> Kind | None:
    """Take the kind of the whole for "three of one nation" inside it."""
    if not case.loss.part or case.loss.noun.trait != "party":
        return None
    whole = next((one for one in case.told if one.sentence == case.sentence and not one.loss.part), None)
    return whole.kind if whole is not None and whole.kind in {Kind.MILITARY, Kind.CIVILIAN} else None


def _kind_rejected(case: Case) -> Kind | None:
    """Take the kind of the very figure that is denied, where it was told before."""
    figure = case.loss.phrase.figure
    if not case.denied or figure is None or figure.is_none:
        return None
    told = [one for one in reversed(case.told) if one.loss.phrase.figure is not None]
    same = (one for one in told if one.loss.phrase.figure and _same_number(one.loss.phrase.figure, figure))
    return next((one.kind for one in same if one.loss.measure is case.loss.measure), None)


def _same_number(one: FoundFigure, other: FoundFigure) -> bool:
    return (one.figure.low, one.figure.high) == (other.figure.low, other.figure.high)


_OF_ITS_OWN: Final = frozenset(("of", whose, "own") for whose in ("its", "their", "his", "our"))


def _is_armys(case: Case, subject: Side) -> bool:
    """Tell losses in an army's ranks, bodies that it left behind, what an army says of itself with no noun."""
    toll = case.loss.toll
    if toll is not None and toll.owner is not None and "own" in toll.words:
        return True
    own = case.loss.phrase.partitive == "own" and case.loss.rule in {"beside", "among-the-dead"}
    if own and subject == case.speaker:
        return True
    behind = case.scan.lower[case.loss.phrase.last : case.loss.phrase.last + 4]
    if any(behind[at : at + 3] in _OF_ITS_OWN for at in range(2)):
        return True
    if _is_admitted(case, subject) or _is_foes_dead(case, subject):
        return True
    left = case.loss.noun.trait == "body" and "behind" in case.scan.lower
    by = (case.voice.by or "").casefold() if case.voice is not None else ""
    alone = not case.told or case.told[-1].sentence != case.sentence
    army = alone and (
        any(word in by for word in ("army", "military")) and case.loss.phrase.noun is None and subject == case.speaker
    )
    return left or army or "ranks" in case.scan.lower


def _is_admitted(case: Case, subject: Side) -> bool:
    """Tell dead and wounded whom a side admits or calls its martyrs and says no more of."""
    if subject != case.speaker or case.denied or case.loss.active or case.loss.rule not in {"noun", "beside", "toll"}:
        return False
    bare = case.loss.noun.thing is Thing.TOLL or case.loss.phrase.noun is None
    cue = case.voice.cue if case.voice is not None else None
    said = case.scan.text[cue.start : cue.end].casefold() if cue is not None else ""
    had = case.scan.lower[max(0, case.loss.phrase.first - 1) : case.loss.phrase.first]
    return bare and (said in _ADMITTING or (case.loss.noun.trait == "own" and had in {("had",), ("has",)}))


_ADMITTING: Final = word_set("admit admits admitted acknowledge acknowledges acknowledged concede concedes conceded")


def _is_foes_dead(case: Case, subject: Side) -> bool:
    """Tell "that side's dead" in its enemy's mouth."""
    named = any(m.code == subject for phrase in phrases_of(case) for m in phrase.mentions)
    party = case.loss.noun.trait == "party" and case.scan.lower[case.loss.phrase.last :][:1] == ("dead",)
    dead = party or case.loss.phrase.noun is None or case.loss.noun.thing is Thing.TOLL
    return named and dead and subject == case.foe and case.loss.measure is Measure.KILLED


def _kind_among(case: Case) -> Kind | None:
    """Read "casualties among soldiers", "14 deaths and 36 injuries among civilians"."""
    last = case.loss.phrase.last
    joined = case.scan.chunks[case.loss.at + 1 : case.loss.at + 3]
    if (
        [one.code for one in joined] == ["&", "N"]
        and joined[1].phrase is not None
        and joined[1].phrase.noun is not None
    ):
        last = joined[1].last if joined[1].phrase.noun.measure is not None else last
    if case.scan.lower[last : last + 1] != ("among",):
        return None
    behind = (chunk.phrase for chunk in case.scan.chunks if last < chunk.first <= last + 3)
    return next((one.noun.kind for one in behind if one is not None and one.noun is not None), None)


def _kind_carried(case: Case, subject: Side) -> Kind | None:
    """Take soldiers for what a bare new number counts where soldiers were told of ("the figure was 15")."""
    before = case.told[-1] if case.told else None
    if before is None or case.loss.rule != "carried" or before.subject != subject:
        return None
    return Kind.MILITARY if before.kind is Kind.MILITARY else None


def _kind_before(case: Case, subject: Side) -> Kind | None:
    """Take the kind of the loss told just before where this one shares its noun or counts a part of it."""
    before = case.told[-1] if case.told else None
    if before is None:
        return None
    toll = case.loss.toll
    answers = before.claimant == _claimant(case) or (
        case.sentence - before.sentence == 1 and toll is not None and toll.owner is None
    )
    if case.loss.rule == "toll" and case.loss.noun.thing is Thing.TOLL and answers:
        return before.kind if before.subject == subject and before.kind is Kind.MILITARY else None
    if before.sentence != case.sentence or before.loss.rule == "among-the-dead":
        return None
    more = case.loss.phrase.noun is None or "more" in case.loss.phrase.words
    if case.loss.heir and more and before.kind is Kind.MILITARY and before.subject == subject and not before.loss.part:
        return Kind.MILITARY
    if case.loss.heir and before.loss.noun == case.loss.noun:
        return before.kind if before.kind is not Kind.MILITANT else None
    counted = case.loss.noun.thing is Thing.TOLL and case.loss.rule == "noun"
    return before.kind if counted and before.subject == subject and before.claimant == _claimant(case) else None


def _claimant(case: Case) -> Side | None:
    return case.voice.side if case.voice is not None else None


def _is_own_toll(case: Case, subject: Side) -> bool:
    """Tell "its dead", "its own losses" of an army from the toll that a government gives of people."""
    toll = case.loss.toll
    noun = toll.noun if toll is not None else None
    if toll is None or noun is None or toll.owner is None or case.loss.phrase.noun is not None:
        return False
    return case.speaker == subject and noun.trait not in {"count", "number"}


def _is_one_household(case: Case) -> bool:
    """Tell "all of them from the same family", ", all of them villagers"."""
    behind = case.scan.lower[case.loss.phrase.last : case.loss.phrase.last + 20]
    if "all" not in behind or ("in", "all") in pairwise(behind):
        return False
    rest = set(behind[behind.index("all") : behind.index("all") + 7])
    one_house = rest & {"family", "household", "house"} and rest & {"one", "same", "single", "a", "the"}
    return bool(one_house or rest & _CIVILIANS)


def _kind_of_all(case: Case) -> Kind | None:
    """Read ", all of them labourers", "all shopkeepers and drivers", "all of them guards"."""
    last = case.loss.phrase.last
    behind = case.scan.lower[last : last + _ALL_WITHIN]
    if (",", "all") not in pairwise(behind):
        return None
    at = last + behind.index("all")
    phrases = [chunk.phrase for chunk in case.scan.chunks if at <= chunk.first <= at + _ALL_REACH and chunk.phrase]
    kinds = {one.noun.kind for one in phrases if one.noun is not None and one.noun.thing is Thing.PERSON}
    return kinds.pop() if len(kinds) == 1 and not kinds & {Kind.UNSPECIFIED, Kind.MILITANT} else None


_ALL_WITHIN: Final = 20
_ALL_REACH: Final = 4
_CIVILIANS: Final = word_set("women children civilians villagers girls pupils students residents refugees")


_RULES: Final[tuple[Callable[[Case, Side], Kind | None], ...]] = (_by_whose, _by_force, _by_noun)
