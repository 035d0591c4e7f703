"""Say whose loss it is: rules from the plainest word (a demonym in the phrase) to the faintest (who is speaking).

A rule answers a side, the militants, both or nobody's, or nothing; the first answer holds. Where no rule answers, the
claim is left out: a loss in the wrong side's column is worse than a missing one.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bot.core.claims.told import Case
from bot.core.losses.lexicon import Shape, Thing
from bot.core.losses.phrases import Mention, Phrase
from bot.core.model import BOTH, OTHER, Kind, Measure, Side
from bot.core.wordlists import word_set

_HIDEOUTS: Final = word_set(
    "hideout hideouts hide-outs sanctuary sanctuaries launchpad launchpads lairs dens havens terrorist terrorists "
    "militant militants training terror insurgent insurgents launching"
)
_CLASH: Final = word_set(
    "fighting clashes clash battle battles fire fought firefight skirmish skirmishes exchange exchanges violence "
    "hostilities confrontation confrontations clashed gunfight shootout war conflict shelling"
)
_PAIRS: Final = frozenset(
    {"countries", "sides", "neighbours", "neighbors", "nations", "armies", "militaries", "forces", "governments"}
)
_WEAPONS: Final = word_set(
    "strike strikes airstrike airstrikes raid raids shelling fire firing mortar mortars rocket rockets artillery drone "
    "drones bombing bombings bombardment jets jet aircraft attack attacks missile missiles shells shell bombs warplanes "
    "warplane planes helicopters aggression guns gunfire offensive action"
)
_SOURCES: Final = frozenset({"from", "by"})
_NEAR: Final = 6


def subject_of(case: Case) -> tuple[Side, str] | None:
    """Return whose loss it is and the name of the rule that says so, None where nothing tells."""
    for name, rule in _RULES:
        side = rule(case)
        if side is not None:
            return side, name
    return None


def _phrases(case: Case) -> tuple[Phrase, ...]:
    toll = case.loss.toll
    return (case.loss.phrase,) if toll is None else (case.loss.phrase, toll)


def _is_people(case: Case) -> bool:
    """Tell civilians and people of no kind from armed men and things."""
    return case.loss.noun.thing in {Thing.PERSON, Thing.TOLL, Thing.FAMILY} and case.loss.noun.kind in {
        Kind.CIVILIAN,
        Kind.UNSPECIFIED,
    }


def _named(case: Case) -> Side | None:
    """Take the demonym, state or regime in the phrase itself."""
    for phrase in _phrases(case):
        mentions = [m for m in phrase.mentions if not _is_place_of(case, m)]
        sides = [m for m in mentions if m.code in case.words.sides]
        militant = any(m.code == case.words.militants for m in mentions)
        if sides and case.loss.noun.kind is Kind.MILITANT and all(m.role == "people" for m in sides):
            return case.words.militants
        if sides:
            return sides[0].code
        if militant:
            return case.words.militants
        if any(m.code == OTHER for m in mentions):
            return OTHER
    return None


def _named_beside(case: Case) -> Side | None:
    """Take the demonym in a parenthesis behind the phrase ("300 people, most of them ... civilians")."""
    last = case.loss.phrase.last
    behind = case.scan.lower[last : last + 5]
    if behind[:1] != (",",) or not {"most", "mostly", "many", "mainly", "all", "majority"} & set(behind):
        return None
    sides = [m.code for m in case.side_mentions() if last <= m.first <= last + 6]
    return sides[0] if sides else None


def _is_place_of(case: Case, mention: Mention) -> bool:
    """Tell a country named as a place ("in Afghanistan") from one that says whose."""
    before = case.scan.lower[mention.first - 1] if mention.first else ""
    return before in {"in", "inside", "from", "across", "near"}


def _other_side(case: Case) -> Side | None:
    """Take "the other's soldiers", "the enemy's posts"."""
    words = case.loss.phrase.words
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


def _militants(case: Case) -> Side | None:
    noun, phrase = case.loss.noun, case.loss.phrase
    if noun.kind is Kind.MILITANT:
        return case.words.militants
    if noun.thing is Thing.POST and set(phrase.words) & _HIDEOUTS:
        return case.words.militants
    return None


def _marked_side(case: Case) -> Side | None:
    """Take "on the Afghan side", "on the other side", "on its own side" behind or before the loss."""
    lower = case.scan.lower
    for at in sorted(range(len(lower)), key=lambda one: _far(one, case.loss.phrase.last)):
        word = lower[at]
        if (
            word not in {"side", "territory", "soil", "land", "ranks"}
            or at < 2
            or lower[max(0, at - 4) : at].count("from")
        ):
            continue
        if not set(lower[max(0, at - 4) : at]) & {"on", "in", "inside"} or not _same_clause(case, at):
            continue
        between = [c for c in case.scan.chunks if c.code == "N" and case.loss.phrase.last <= c.first < at]
        if word == "ranks" and between:
            continue
        if (word in {"side", "ranks"}) or _is_people(case) or case.loss.noun.thing is Thing.RAID:
            side = _side_of_marker(case, at)
            if side is not None:
                return side
    return None


def _far(at: int, last: int) -> float:
    """Return how far a token is from a phrase's end; what stands before it counts as farther."""
    return at - last if at >= last else (last - at) * 1.5


def _side_of_marker(case: Case, at: int) -> Side | None:
    before = set(case.scan.lower[max(0, at - 3) : at])
    for mention in case.side_mentions():
        if at - 3 <= mention.first < at:
            return mention.code
    if before & {"other", "enemy", "opposite"}:
        return case.foe
    if before & {"its", "our", "their"}:
        return case.speaker
    if "that" in before:
        return next((m.code for m in reversed(case.side_mentions()) if m.first < at), None) or earlier_soil(case)
    return None


def earlier_soil(case: Case) -> Side | None:
    """Return the soil of the place named last in the two sentences before."""
    for scan in reversed(case.earlier[-1:]):
        hits = case.words.gazetteer.find(scan.text)
        there = replace(case, scan=scan, hits=hits)
        for hit in reversed(hits):
            if hit.place.side in case.words.sides and hit.place.kind != "country" and _is_locative(there, hit.start):
                return hit.place.side
    return None


def _same_clause(case: Case, at: int) -> bool:
    """Tell whether no semicolon stands between the loss and token `at`."""
    first, last = sorted((case.loss.phrase.first, at))
    return not {";", "when", "after", "as"} & set(case.scan.lower[first:last])


def _left_behind(case: Case) -> Side | None:
    """Take bodies left behind for those told of just before."""
    if (
        case.loss.noun.trait != "body"
        or "behind" not in case.scan.lower[case.loss.phrase.last : case.loss.phrase.last + 3]
    ):
        return None
    before = case.told[-1] if case.told else None
    return before.subject if before is not None and before.sentence == case.sentence else case.foe


def _heir(case: Case) -> Side | None:
    """Take the side of the loss whose noun or verb this one shares."""
    if not case.loss.heir or not case.told:
        return None
    before = case.told[-1]
    same = before.sentence == case.sentence
    if case.loss.rule in {"parallel", "carried", "part", "breakdown"} or (same and before.loss.noun == case.loss.noun):
        return before.subject
    if case.loss.part and (same or before.claimant == (case.voice.side if case.voice is not None else OTHER)):
        return before.subject
    if same and case.loss.phrase.noun is None and _fits(before.loss.noun.thing, case.loss.noun.thing):
        return before.subject
    return None


def _fits(one: Thing, other: Thing) -> bool:
    people = {Thing.PERSON, Thing.TOLL, Thing.FAMILY}
    return one is other or (one in people and other in people)


def _conceded(case: Case) -> Side | None:
    """Take what a speaker acknowledges or admits for its own."""
    before = case.scan.lower[: case.loss.phrase.first]
    at = max((i for i, word in enumerate(before) if word in _CONCESSIONS), default=None)
    if case.loss.active and case.loss.rule != "carried":
        return None
    if at is None or case.speaker is None or case.denied or {";", "but", "while"} & set(before[at:]):
        return None
    return case.speaker


_CONCESSIONS: Final = word_set(
    "acknowledged acknowledges acknowledge acknowledging admitted admits admit admitting conceded concedes conceding"
)


def _outlet(case: Case) -> Side | None:
    """Take armed men of no name in the word of a side's own media for that side's."""
    if case.voice is None or case.speaker is not None or case.voice.speaker is None or _is_people(case):
        return None
    span = case.voice.speaker
    for mention in case.side_mentions():
        if span.start <= case.scan.tokens[mention.first].start < span.end:
            return mention.code
    return None


def _owned(case: Case) -> Side | None:
    """Follow "its", "their", "our", "his": the speaker, or the side named last in what is said."""
    owner = next((phrase.owner for phrase in _phrases(case) if phrase.owner is not None), None)
    if owner is None:
        return None
    if any("other" in phrase.words for phrase in _phrases(case)):
        return None
    words = {word for phrase in _phrases(case) for word in phrase.words}
    if owner == "theirs":
        return case.foe
    if owner in {"our", "my", "ours"} or "own" in words:
        return case.speaker or _last_side(case)
    start = _token_at(case, case.voice.content.start) if case.voice is not None else 0
    inside = [
        m for m in case.side_mentions() if start <= m.first < case.loss.phrase.first and not _is_object_place(case, m)
    ]
    if inside and case.voice is not None:
        return inside[-1].code
    return case.speaker or _last_side(case)


def _is_object_place(case: Case, mention: Mention) -> bool:
    before = case.scan.lower[mention.first - 1] if mention.first else ""
    return before in {"in", "on", "from", "inside", "across", "near", "against", "at", "with", "of", "by"}


def _token_at(case: Case, position: int) -> int:
    return next((i for i, token in enumerate(case.scan.tokens) if token.start >= position), len(case.scan.tokens))


def _last_side(case: Case) -> Side | None:
    before = [m for m in case.side_mentions() if m.first < case.loss.phrase.first]
    return before[-1].code if before else None


def _honoured(case: Case) -> Side | None:
    """Take a side's word for its own dead ("martyred")."""
    word = case.loss.word
    own = (word is not None and word.own) or case.loss.noun.trait == "own"
    return case.speaker if own else None


def _both(case: Case) -> Side | None:
    """Take a combined toll of a two-sided clash that is not split."""
    noun = case.loss.noun
    if noun.kind is not Kind.UNSPECIFIED or noun.trait == "body" or case.loss.heir or case.loss.active:
        return None
    lower = case.scan.lower
    if not set(lower) & _CLASH or case.loss.measure is Measure.STRIKES:
        return None
    clash = [at for at, word in enumerate(lower) if word in _CLASH]
    for at in clash:
        if _two_sides_near(case, at):
            return BOTH
    if (
        case.voice is None
        and any(lower[at] in {"battles", "clashes", "fighting", "clash"} for at in clash)
        and case.told
        and case.told[-1].subject == BOTH
    ):
        return BOTH
    return None


def _two_sides_near(case: Case, at: int) -> bool:
    lower = case.scan.lower
    near = [m for m in case.side_mentions() if abs(m.first - at) <= _NEAR + 2]
    pairs = [(one, other) for one in near for other in near if one.first < other.first and one.code != other.code]
    for one, other in pairs:
        between = lower[one.last : other.first]
        joined = (len(between) <= 4 and set(between) & {"and", "with"}) or between in {(",",), ("-",), ("/",)}
        if joined and "border" not in lower[other.last : other.last + 2]:
            return True
    around = lower[max(0, at - _NEAR) : at + _NEAR]
    return any(
        word in _PAIRS and set(lower[max(0, i - 3) : i]) & {"two", "both", "neighbouring", "rival"}
        for i, word in enumerate(lower)
    ) and bool(around)


def _agent(case: Case) -> Side | None:
    """Take the enemy of who did it: the side before an active verb, or the speaker where the verb has no such side."""
    loss = case.loss
    if not loss.active or loss.word_at is None:
        return None
    verb = case.scan.chunks[loss.word_at].first
    claimed = case.scan.lower[max(0, verb - 2) : verb] == ("to", "have")
    claimant = case.foe if case.denied else case.speaker
    agent = claimant if claimed and claimant is not None else _agent_before(case, verb)
    return case.enemy(agent) if agent is not None else None


def _suffered(case: Case) -> Side | None:
    """Take casualties suffered for one's own, casualties inflicted for the other's."""
    if case.loss.noun.thing is not Thing.TOLL:
        return None
    first = case.loss.phrase.first
    before = case.scan.lower[first - 1] if first else ""
    agent = _agent_before(case, first - 1) or case.speaker
    if agent is None or before not in _SUFFER | _INFLICT:
        return None
    return agent if before in _SUFFER else case.enemy(agent)


_SUFFER: Final = word_set("suffered suffer suffers suffering sustained sustain incurred took")
_INFLICT: Final = word_set("inflicted inflict inflicts inflicting")


def _lost(case: Case) -> Side | None:
    """Take what somebody lost for his own ("lost 23 men")."""
    loss = case.loss
    if not loss.active or loss.word_at is None:
        return None
    verb = case.scan.chunks[loss.word_at].first
    if case.scan.lower[verb] in {"lost", "losing", "loses"} or case.scan.lower[verb : verb + 2] == ("the", "loss"):
        return _agent_before(case, verb) or case.speaker
    return None


def _agent_before(case: Case, verb: int) -> Side | None:
    """Return the side named as the subject of the verb at token `verb`."""
    lower = case.scan.lower
    start = max(
        (
            at + 1
            for at in range(verb)
            if lower[at] in {"that", ";", ":", "said", "says", "when", "while", "after", "whereas", "which"}
        ),
        default=0,
    )
    for mention in case.side_mentions():
        if start <= mention.first < verb and not _is_object_place(case, mention) and not _is_counted(case, mention):
            return mention.code
    return None


def _is_counted(case: Case, mention: Mention) -> bool:
    """Tell whether a party is named inside a counted phrase, and so is no agent."""
    return any(
        chunk.phrase is not None
        and chunk.code == "N"
        and chunk.first <= mention.first < chunk.last
        and not (
            chunk.phrase.noun is not None
            and chunk.phrase.noun.thing in {Thing.RAID, Thing.AIRCRAFT}
            and chunk.phrase.article
        )
        for chunk in case.scan.chunks
    )


def _by_weapon(case: Case) -> Side | None:
    """Take the enemy of whose strikes or fire did it ("in Pakistani strikes", "by fire from Afghanistan")."""
    if not _is_people(case) and case.loss.noun.thing is not Thing.PERSON:
        return None
    lower = case.scan.lower
    found = set()
    for mention in case.side_mentions():
        behind = lower[mention.last : mention.last + 4]
        before = lower[max(0, mention.first - 4) : mention.first]
        if ";" in lower[min(mention.first, case.loss.phrase.first) : max(mention.first, case.loss.phrase.first)]:
            continue
        if _is_armed(case, mention, behind) and _is_cause(case, mention) and not _is_counted(case, mention):
            found.add(mention.code)
        elif "from" in before and "," not in before and set(lower[max(0, mention.first - 8) : mention.first]) & _WEAPONS:
            found.add(mention.code)
    return case.enemy(found.pop()) if len(found) == 1 else None


def _is_armed(case: Case, mention: Mention, behind: tuple[str, ...]) -> bool:
    """Tell "Pakistani air strikes", "Pakistan's bombing", and forces that shoot or by whom it was done."""
    if mention.role in {"state", "seat"} and behind[:1] != ("'s",):
        return False
    if set(behind) & _WEAPONS:
        return True
    before = case.scan.lower[max(0, mention.first - 2) : mention.first]
    return bool(set(behind) & _ARMED) and (
        "by" in before or bool(set(case.scan.lower[mention.last : mention.last + 6]) & _SHOOTING)
    )


_ARMED: Final = word_set("fighters forces troops soldiers guards army sentry sentries rangers police military force")
_SHOOTING: Final = word_set("shelled fired bombed opened attacked struck hit targeted shot strafed pounded launched")


def _is_cause(case: Case, mention: Mention) -> bool:
    before = case.scan.lower[max(0, mention.first - 3) : mention.first]
    return (
        bool(set(before) & {"by", "in", "when", "after", "where", "of", "as", "during", "a", "the"})
        or mention.first <= 1
    )


def _by_place(case: Case) -> Side | None:
    """Take the side on whose soil it happened, for people and for strikes."""
    if not (_is_people(case) or case.loss.noun.thing is Thing.RAID):
        return None
    return place_soil(case)


def place_soil(case: Case) -> Side | None:
    """Return whose soil the place nearest to the loss lies on, None where no place or one of neither is named."""
    best: tuple[int, Side] | None = None
    figure = case.scan.tokens[case.loss.phrase.first].start
    for hit in case.hits:
        if hit.place.side is None or hit.place.side not in case.words.sides or not _is_locative(case, hit.start):
            continue
        distance = abs(hit.start - figure)
        if best is None or distance < best[0]:
            best = (distance, hit.place.side)
    return best[1] if best is not None else None


_LOCATIVE: Final = word_set(
    "in at near around on inside outside over across within along of off between and , ( struck hit shelled bombed "
    "district province area opposite city town village hits pounded targeted rocked"
)


def _is_locative(case: Case, start: int) -> bool:
    at = _token_at(case, start)
    before = case.scan.lower[max(0, at - 3) : at]
    if "from" in before[-2:] or "by" in before[-1:] or "'s" in case.scan.lower[at + 1 : at + 2]:
        return False
    if before[-1:] and before[-1] in {
        "the",
        "remote",
        "eastern",
        "southern",
        "northern",
        "western",
        "border",
        "nearby",
    }:
        before = before[:-1]
    if (
        at > 0
        and case.scan.lower[at : at + 1]
        and any(m.first <= at < m.last and m.role in {"people", "seat"} for m in case.scan.mentions)
    ):
        return bool(set(before[-1:]) & {"in", "at", "near", "around", "on", "over", "inside"}) and _is_loss_place(
            case, at
        )
    if before[-1:] in {(",",), ("and",)}:
        return any(
            hit.end == case.scan.tokens[at - 1].start or hit.end + 1 == case.scan.tokens[at - 1].start
            for hit in case.hits
        )
    if any(m.first <= at < m.last and m.role == "state" for m in case.scan.mentions):
        return bool(set(before[-1:]) & {"in", "inside", "within", "across", "throughout"})
    return bool(set(before[-1:]) & _LOCATIVE)


def _is_loss_place(case: Case, at: int) -> bool:
    """Tell "killed in Kabul" from "the ministry in Kabul said"."""
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


def _hostile(case: Case) -> Side | None:
    """Take fighters of no name for the speaker's foe, or for whoever was told of last."""
    if case.loss.noun.trait not in {"fighter", "hostile"}:
        return None
    for scan in (case.scan, *reversed(case.earlier[-2:])):
        found = [
            m
            for m in scan.mentions
            if m.code != OTHER
            and m.code != case.speaker
            and (scan is not case.scan or m.first < case.loss.phrase.first)
            and m.role != "seat"
        ]
        sides = [m for m in found if m.code in case.words.sides and m.role in {"regime", "people", "forces"}]
        if sides:
            return sides[-1].code
        if found and found[-1].code == case.words.militants:
            return case.words.militants
        if any(word in _HIDEOUTS for word in scan.lower):
            return case.words.militants
    return case.foe


def _claimed(case: Case) -> Side | None:
    """Take the claimant's foe for armed men and things that it claims ("claim that 58 soldiers had been killed")."""
    if _is_people(case) or case.speaker is None:
        return None
    thing, measure = case.loss.noun.thing, case.loss.measure
    if case.denied:
        return case.speaker
    if thing in {Thing.POST, Thing.VEHICLE, Thing.AIRCRAFT} or measure is Measure.CAPTURED:
        return case.foe
    if thing is Thing.RAID:
        return case.soil or case.speaker
    cue = case.scan.text[case.voice.cue.start : case.voice.cue.end].casefold() if case.voice and case.voice.cue else ""
    before = case.scan.lower[max(0, case.loss.phrase.first - 6) : case.loss.phrase.first]
    if case.loss.active:
        return case.foe
    if "claim" in cue or set(before) & {"claim", "claims", "claimed"}:
        return case.foe
    return None


def _same_sentence(case: Case) -> Side | None:
    """Take the side of the loss told just before in the sentence, for people told in one breath."""
    for before in reversed(case.told):
        if before.sentence != case.sentence:
            break
        if before.claimant != (case.voice.side if case.voice is not None else OTHER):
            continue
        if _fits(before.loss.noun.thing, case.loss.noun.thing) and before.subject not in {BOTH, OTHER}:
            if before.subject == case.words.militants and _is_people(case):
                continue
            return before.subject
    return None


def _own(case: Case) -> Side | None:
    """Take armed men of no name for the speaker's own, unless the soil says otherwise."""
    if _is_people(case) or case.loss.noun.thing is not Thing.PERSON:
        return None
    return case.speaker or place_soil(case) or case.soil


def _people_of_entry(case: Case) -> Side | None:
    """Take people of no name: those told of before, else of the entry's place, else the speaker's own."""
    if not _is_people(case):
        return case.soil if case.loss.noun.thing in {Thing.RAID, Thing.POST} else None
    if case.denied:
        return case.foe or _told_people(case)
    if case.loss.rule == "none-too":
        return case.soil or case.foe
    if "there" in case.scan.lower and earlier_soil(case) is not None:
        return earlier_soil(case)
    if case.speaker is not None:
        return case.speaker
    if _is_elsewhere(case):
        return None
    return _told_people(case) or case.soil


def _is_elsewhere(case: Case) -> bool:
    """Tell whether the loss is put at a place that the gazetteer does not know."""
    known = [(hit.start, hit.end) for hit in case.hits]
    tokens = case.scan.tokens
    for at in range(case.loss.phrase.last, min(len(tokens) - 1, case.loss.phrase.last + _NEAR)):
        token = tokens[at + 1]
        if tokens[at].lower in {"in", "at", "near"} and token.text[0].isupper() and not token.text.isupper():
            inside = any(start <= token.start < end for start, end in known)
            day = token.lower in _DAYS
            if not inside and not day and not any(m.first <= at + 1 < m.last for m in case.scan.mentions):
                return True
    return False


_DAYS: Final = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december ramadan eid"
)


def _told_people(case: Case) -> Side | None:
    for before in reversed(case.told):
        if before.kind in {Kind.CIVILIAN, Kind.UNSPECIFIED} and before.subject in case.words.sides:
            return before.subject
    return None


_RULES: Final[tuple[tuple[str, Callable[[Case], Side | None]], ...]] = (
    ("named", _named),
    ("named-beside", _named_beside),
    ("militants", _militants),
    ("other-side", _other_side),
    ("owned", _owned),
    ("lost", _lost),
    ("suffered", _suffered),
    ("marked-side", _marked_side),
    ("left-behind", _left_behind),
    ("conceded", _conceded),
    ("heir", _heir),
    ("honoured", _honoured),
    ("both", _both),
    ("weapon", _by_weapon),
    ("place", _by_place),
    ("hostile", _hostile),
    ("agent", _agent),
    ("claimed", _claimed),
    ("outlet", _outlet),
    ("own", _own),
    ("same-sentence", _same_sentence),
    ("people", _people_of_entry),
)

__all__ = ["Shape", "place_soil", "subject_of"]
