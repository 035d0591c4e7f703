"""Rules for tolls of both sides at once: a clash whose dead nobody splits."""

from itertools import pairwise
from typing import Final

from bot.core.claims.subjects.looking import NEAR, WEAPONS, is_people, scenes
from bot.core.claims.subjects.soil import place_soil
from bot.core.claims.told import Case
from bot.core.losses.lexicon import Thing
from bot.core.model import BOTH, Kind, Measure, Side
from bot.core.wordlists import word_set

_CLASH: Final = word_set(
    "fighting clashes clash battle battles fire fought firefight skirmish skirmishes exchange exchanges violence "
    "hostilities stand-off standoff confrontation confrontations clashed gunfight shootout war conflict shelling"
)
_PAIRS: Final = frozenset(
    {"countries", "sides", "neighbours", "neighbors", "nations", "armies", "militaries", "forces", "governments"}
)
_EITHER: Final = {
    (one, two)
    for one in ("both", "either")
    for two in ("sides", "side", "armies", "forces", "countries", "nations", "neighbours", "neighbors")
}
_MUTUAL: Final = frozenset({("each", "other"), ("one", "another")})
_SIDE_MARKS: Final = frozenset({"side", "soil", "territory", "here", "ours"})
_CLASH_REACH: Final = 9
_PART_REACH: Final = 5
_TWO_SIDED: Final = word_set("stand-off standoff clash clashes fighting battle battles hostilities skirmishes")


def marked_both(case: Case) -> Side | None:
    """Take what a figure counts "on both sides" for both sides'."""
    behind = case.scan.lower[case.loss.phrase.last : case.loss.phrase.last + 7]
    marked = any(behind[at] in _OF and behind[at + 1 : at + 3] in _EITHER for at in range(len(behind)))
    if _is_of_his_place(case) or {",", ";"} & set(behind[:3]):
        return None
    return BOTH if marked or any(behind[at : at + 4] in _TWO_SIDES for at in range(len(behind))) else None


def of_both(case: Case) -> Side | None:
    """Take a combined toll of a two-sided clash that is not split."""
    if _is_of_his_place(case) or _is_in_one_country(case) or _is_blow_of_one(case):
        return None
    if _is_between(case) or _has_parts_of_both(case):
        return BOTH
    if marked_both(case) is not None or _is_split_by_nobody(case) or _are_of_both(case):
        return BOTH
    if _is_total_of_both(case) or _holds_militants(case) or _killed_by_clash(case) or _is_mixed(case):
        return BOTH
    return BOTH if _is_toll_of_clash(case) else None


def _has_parts_of_both(case: Case) -> bool:
    """Tell "four soldiers, including three of one side and one of the other,"."""
    last = case.loss.phrase.last
    if case.loss.phrase.mentions or case.scan.lower[last : last + 2] != (",", "including"):
        return False
    inside = [one for one in case.side_mentions() if last < one.first < last + _PARTS_REACH and one.role == "people"]
    return case.words.sides <= {one.code for one in inside}


_PARTS_REACH: Final = 9


def _is_blow_of_one(case: Case) -> bool:
    """Tell "during the conflict 18 people were killed in an air strike of one side": the strike says whose they are."""
    lower, last = case.scan.lower, case.loss.phrase.last
    for mention in case.side_mentions():
        at = mention.first - (lower[mention.first - 1] in {"a", "an", "the"})
        struck = set(lower[mention.last : mention.last + 3]) & WEAPONS
        if at > last and lower[at - 1] in {"in", "by"} and struck and not _TURNS & set(lower[last:at]):
            return True
    return False


_TURNS: Final = word_set("; after when while as but that")


def _is_in_one_country(case: Case) -> bool:
    """Tell "66,000 people were displaced in A by the conflict with B"."""
    last, lower = case.loss.phrase.last, case.scan.lower
    states = [m for m in case.side_mentions() if m.role == "state" and last < m.first <= last + NEAR]
    if not states or lower[states[0].last :][:1] == ("and",):
        return False
    return lower[states[0].first - 1] in {"in", "inside", "across"}


def _are_of_both(case: Case) -> bool:
    """Tell "soldiers and villagers on both sides were among the 23 dead", with nobody named."""
    lower, first = case.scan.lower, case.loss.phrase.first
    if case.loss.active or case.denied or case.speaker is not None or case.side_mentions():
        return False
    pairs = (at for at in range(1, first) if lower[at : at + 2] in _EITHER and lower[at - 1] in _OF)
    return any(not {",", ";"} & set(lower[at:first]) for at in pairs)


def _is_split_by_nobody(case: Case) -> bool:
    """Tell "left four dead and about 40 injured on both sides": both figures are of both."""
    lower, last = case.scan.lower, case.loss.phrase.last
    if case.loss.phrase.mentions:
        return False
    end = next((at for at in range(last, len(lower)) if lower[at] in _CLAUSE_ENDS), len(lower))
    if "between" in lower[last:end]:
        return False  # "an exchange of fire between the forces of both sides"
    pairs = (lower[at + 1 : at + 3] in _EITHER or lower[at : at + 4] in _TWO_SIDES for at in range(last, end))
    named = any(last <= mention.first < end for mention in case.side_mentions())
    return not named and any(one and lower[at] in _OF for at, one in enumerate(pairs, last))


_CLAUSE_ENDS: Final = word_set(", ; . that when while after as said says in")
_OF: Final = frozenset({"on", "of", "from", "for"})
_TWO_SIDES: Final = frozenset((at, "the", "two", "sides") for at in _OF)


def _is_of_his_place(case: Case) -> bool:
    """Tell what a district's or a hospital's man counts: the dead of his own place."""
    span = case.voice.speaker if case.voice is not None else None
    if span is None or case.speaker is None:
        return False
    words = case.scan.text[span.start : span.end + _OFFICE_REACH].casefold().replace(",", " ").split()
    return bool(_LOCAL & {word.strip(".") for word in words})


_OFFICE_REACH: Final = 60
_LOCAL: Final = word_set("district hospital doctor tehsil mayor superintendent")


def _is_between(case: Case) -> bool:
    """Tell soldiers of no name who died in fighting "between A and B"."""
    lower, last = case.scan.lower, case.loss.phrase.last
    shares = case.loss.heir and bool(case.told) and case.told[-1].sentence == case.sentence
    if case.loss.noun.thing is not Thing.PERSON or case.loss.phrase.mentions or case.loss.active or shares:
        return False
    at = next((i for i in range(last, len(lower)) if lower[i] == "between"), None)
    of_one = case.speaker is not None and case.loss.noun.kind is Kind.CIVILIAN
    if case.loss.noun.kind is Kind.CIVILIAN and _lie_on_one_soil(case):
        return False
    if (
        at is None
        or (of_one and lower[at - 1] in _LINE)
        or not set(lower[last:at]) & _CLASH
        or {",", ";"} & set(lower[last:at])
    ):
        return False
    return case.words.sides <= {m.code for m in case.side_mentions() if at < m.first <= at + _BETWEEN}


_BETWEEN: Final = 8


def _lie_on_one_soil(case: Case) -> bool:
    """Tell villagers killed "in clashes between A and B forces near one town": they are of that town's side."""
    behind = case.scan.tokens[case.loss.phrase.last - 1].end
    sides = {hit.place.side for hit in case.hits if hit.start >= behind and hit.place.side is not None}
    return len(sides) == 1


def _is_toll_of_clash(case: Case) -> bool:
    """Tell people of no kind who died in fighting that both sides are named for."""
    noun = case.loss.noun
    shares = case.loss.heir and bool(case.told) and case.told[-1].sentence == case.sentence
    if noun.kind is not Kind.UNSPECIFIED or noun.trait == "body" or shares or case.loss.active:
        return False
    lower = case.scan.lower
    clash = _CLASH if case.speaker is not None else _CLASH | _COUNTED
    if not (set(lower) & clash or _fight_each_other(case)) or case.loss.measure is Measure.STRIKES:
        return False
    if _died_in_clash(case):
        return True
    fights = [at for at, word in enumerate(lower) if word in _CLASH]
    if any(_two_sides_near(case, at) for at in fights) or _fight_each_other(case) or _are_paired(case):
        return True
    fought = any(lower[at] in {"battles", "clashes", "fighting", "clash"} for at in fights)
    return case.voice is None and fought and bool(case.told) and case.told[-1].subject == BOTH


def _fight_each_other(case: Case) -> bool:
    """Tell "when A and B forces shelled each other", "A and B guards ... a clash in which three died"."""
    lower = case.scan.lower
    mutual = any(lower[at : at + 2] in _MUTUAL for at in range(len(lower)))
    return (mutual or bool(set(lower) & _CLASH)) and any(
        other.first - one.last == 1 and lower[one.last] in {"and", ","} and one.code != other.code
        for one, other in pairwise(case.side_mentions())
        if "people" in {one.role, other.role}
    )


def _are_paired(case: Case) -> bool:
    """Tell both sides' names joined to one word before a clash, not before their border."""
    parties = case.words.lexicon.parties
    for at, token in enumerate(case.scan.lower[:-1]):
        first, dash, second = token.partition("-")
        if dash and "border" not in case.scan.lower[at + 1 : at + 3]:
            named = {code for name in (first, second) for words, (code, _) in parties.get(name, ()) if words == (name,)}
            if case.words.sides <= named:
                return True
    return False


def _died_in_clash(case: Case) -> bool:
    """Tell "four people were killed in Friday's clash", "the clash cost 11 lives", on nobody's side of the line."""
    lower = case.scan.lower
    speaker = case.voice.speaker if case.voice is not None else None
    told = [m for m in case.side_mentions() if m.first >= case.loss.phrase.first]
    if speaker is not None:
        told = [m for m in told if not speaker.start <= case.scan.tokens[m.first].start < speaker.end]
    if case.denied or told:
        return False
    if place_soil(case) is not None or set(lower) & _SIDE_MARKS:
        return False
    first, last = case.loss.phrase.first, case.loss.phrase.last
    before = tuple(word for word in lower[max(0, first - _CLASH_REACH) : first] if word != ",")
    clash = _TWO_SIDED if case.speaker is not None else _TWO_SIDED | _COUNTED
    if any(word in clash and before[i + 1 : i + 3] == ("in", "which") for i, word in enumerate(before)):
        return True
    behind = lower[last : last + _CLASH_REACH]
    if case.speaker is None and set(lower) & _LEDGERS and set(lower) & _LINE:
        return True
    at = next((i for i, word in enumerate(behind) if word in _TWO_SIDED), None)
    return at is not None and {"in", "during"} & set(behind[:at]) != set() and "," not in behind[:at]


# What one who keeps count of the whole line counts.
_COUNTED: Final = word_set("incidents exchanges episodes")
_LEDGERS: Final = word_set("recorded records recording counts counted logged documented documents verified tallied")
_LINE: Final = word_set("border frontier line")


def _is_total_of_both(case: Case) -> bool:
    """Tell "540 civilians ..., 430 here and 110 there": parts on both sides' soil behind one total."""
    if not is_people(case) or case.loss.part or case.loss.phrase.figure is None:
        return False
    counted = [c for c in case.scan.chunks if c.code == "N" and c.first >= case.loss.phrase.last]
    behind = case.scan.lower[case.loss.phrase.last : counted[0].first if counted else None]
    if ":" in behind and case.scan.tokens and counted:
        named = {m.code for chunk in counted if chunk.phrase is not None for m in chunk.phrase.mentions}
        return case.words.sides <= named
    if case.loss.heir:
        return False
    soils = set()
    for chunk in counted:
        end = case.scan.tokens[chunk.last - 1].end
        soils |= {hit.place.side for hit in case.hits if 0 <= hit.start - end <= _PART_REACH}
    return case.words.sides <= soils


def _holds_militants(case: Case) -> bool:
    """Tell "38 people had been killed, 29 of them militants": a toll of both, the rest being who fought them."""
    noun = case.loss.noun
    if noun.kind is not Kind.UNSPECIFIED or case.loss.part or case.loss.phrase.noun is None:
        return False
    nexts = [chunk.phrase for chunk in case.scan.chunks if chunk.code == "N" and chunk.first >= case.loss.phrase.last]
    part = nexts[0] if nexts else None
    inside = part is not None and part.partitive == "them" and part.noun is not None
    return inside and part is not None and part.noun is not None and part.noun.kind is Kind.MILITANT


def _killed_by_clash(case: Case) -> bool:
    """Tell "clashes that killed four", "fighting between the two killed 70": nobody says whom."""
    loss = case.loss
    if not loss.active or loss.word_at is None or not is_people(case) or loss.phrase.mentions or scenes(case)[1:]:
        return False
    if loss.noun.kind is not Kind.UNSPECIFIED:
        return False
    verb = case.scan.chunks[loss.word_at].first
    if _fought_killing(case, verb):
        return True
    before = [word for word in case.scan.lower[max(0, verb - _BETWEEN) : verb] if word not in _SKIPPED]
    between = next((at for at in range(len(before) - 1, 0, -1) if before[at] == "between"), len(before))
    if {",", ";"} & set(before[between:]):
        return False
    return bool(set(before[max(0, between - 2) : between]) & _TWO_SIDED)


_SKIPPED: Final = word_set("that which have has had")


def _fought_killing(case: Case, verb: int) -> bool:
    """Tell "A and B forces traded fire, killing four": who fought is both, and no place says on whose soil they lay."""
    lower = case.scan.lower[:verb]
    fought = next((at for at, word in enumerate(lower) if word in _FIGHT), None)
    if fought is None or "," not in lower[fought:] or not lower[-1:] or lower[-1] not in _RESULTING:
        return False
    pairs = pairwise([one for one in case.side_mentions() if one.first < fought])
    paired = any(one.code != two.code and lower[one.last : two.first] in _JOINED for one, two in pairs)
    first = case.scan.tokens[case.loss.phrase.first].start
    return paired and not any(hit.start > first for hit in case.hits)


_JOINED: Final = frozenset(
    [("and",), *((men, "and") for men in ("forces", "troops", "soldiers", "guards", "fighters", "army"))]
)
_FIGHT: Final = word_set("clashed fought traded exchanged battled skirmished exchange trade clash fire")
_RESULTING: Final = word_set(", in the to least")


def _is_mixed(case: Case) -> bool:
    """Tell "dozens of soldiers, civilians and suspected militants" that nobody's name goes with."""
    words = set(case.loss.phrase.words)
    armed = words & {"soldiers", "troops", "fighters", "guards"}
    others = words & {"militants", "fighters", "insurgents"} - armed
    return bool(armed and others and words & {"civilians", "villagers"})


def _two_sides_near(case: Case, at: int) -> bool:
    lower = case.scan.lower
    near = [m for m in case.side_mentions() if abs(m.first - at) <= NEAR + 2]
    pairs = [(one, other) for one in near for other in near if one.first < other.first and one.code != other.code]
    for one, other in pairs:
        between = lower[one.last : other.first]
        joined = (len(between) <= 4 and set(between) & {"and", "with"}) or between in {(",",), ("-",), ("/",)}
        if joined and "border" not in lower[other.last : other.last + 2]:
            return True
    around = lower[max(0, at - NEAR) : at + NEAR]
    return any(
        word in _PAIRS
        and set(lower[max(0, i - 3) : i]) & {"two", "both", "neighbouring", "neighboring", "rival", "between"}
        for i, word in enumerate(lower)
    ) and bool(around)
