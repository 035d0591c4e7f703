"""Rules by who suffered it: what a side lost, suffered, had killed or inflicted."""

from itertools import pairwise
from typing import Final

from bot.core.claims.subjects.agents import OPENERS, agent_before, militants_did
from bot.core.claims.subjects.looking import is_hostile_subject, is_object_place, told_here
from bot.core.claims.told import Case
from bot.core.losses.lexicon import SPEECH, Thing
from bot.core.losses.view import Loss
from bot.core.model import BOTH, Kind, Measure, Side
from bot.core.wordlists import word_set


def suffered_by(case: Case) -> Side | None:
    """Take casualties suffered for one's own, casualties inflicted for the other's."""
    first = case.loss.phrase.first
    before = case.scan.lower[first - 1] if first else ""
    if case.loss.measure is Measure.CAPTURED:
        return _let_go(case, first - 1)
    if before in _SUFFER and is_hostile_subject(case, first - 1):
        return case.words.militants
    toll = case.loss.toll
    if toll is not None and toll.noun is not None and toll.noun.trait == "losses" and not toll.mentions:
        return _who_suffered(case, toll.first)
    if case.loss.noun.thing is not Thing.TOLL:
        counted_in = _losses_told(case)
        return _who_suffered(case, counted_in) if counted_in is not None else None
    agent = agent_before(case, first - 1) or case.speaker
    if agent is None or before not in _SUFFER | _INFLICT:
        return None
    return agent if before in _SUFFER else case.enemy(agent)


def _let_go(case: Case, at: int) -> Side | None:
    """Take captured men of no name whom a side released for the other's."""
    verb = at - (at > 0 and case.scan.lower[at] == "over")
    if at < 0 or case.scan.lower[verb] not in _FREEING or case.loss.phrase.owner:
        return None
    freed_by = agent_before(case, verb)
    return case.enemy(freed_by) if freed_by is not None else None


def avenged_by(case: Case) -> Side | None:
    """Take whose death a side answers or avenges for its own ("retaliated for the killing of 11 soldiers")."""
    lower, first = case.scan.lower, case.loss.phrase.first
    if case.loss.phrase.mentions or case.loss.noun.thing is not Thing.PERSON:
        return None
    at = next((i for i in range(first - 1, max(-1, first - _AVENGED_REACH), -1) if lower[i] in _AVENGING), None)
    if at is None or lower[at + 1 : at + 2] not in _FOR or "by" in lower[at:first]:
        return None
    died = set(lower[at:first]) & _DEATHS
    return (agent_before(case, at) or case.speaker) if died else None


_AVENGED_REACH: Final = 7
_AVENGING: Final = word_set(
    "retaliated retaliation revenge avenge avenged avenging reprisal reprisals retaliating response answer"
)
_FOR: Final = (("for",), ("to",), ("the",))
_DEATHS: Final = word_set("killing killings death deaths murder loss martyrdom")


def held_by(case: Case) -> Side | None:
    """Take who is "in Y's hands", "in Y custody" for the enemy's of Y."""
    lower, last = case.scan.lower, case.loss.phrase.last
    if case.loss.measure is not Measure.CAPTURED:
        return None
    for mention in case.side_mentions():
        behind = lower[mention.last + (lower[mention.last : mention.last + 1] == ("'s",)) :][:1]
        if mention.first > last and behind in _HANDS and "in" in lower[mention.first - 2 : mention.first]:
            return case.enemy(mention.code)
    return None


_HANDS: Final = (("hands",), ("custody",), ("captivity",))


def handed_back(case: Case) -> Side | None:
    """Take soldiers whose bodies a side handed over for the other's ("returned the bodies of five soldiers")."""
    lower, first = case.scan.lower, case.loss.phrase.first
    if case.loss.noun.kind is not Kind.MILITARY:
        return None
    verb = next((at for at in range(first - 1, max(-1, first - _HANDED_REACH), -1) if lower[at] in _FREEING), None)
    if verb is None or lower[verb + 1] in _HOME or case.loss.phrase.owner:
        return None
    if not {"bodies", "body", "remains"} & set(lower[verb:first]):
        return None
    itself = case.speaker if _ITSELF & set(lower[max(0, verb - _ITS_REACH) : verb]) else None
    giver = agent_before(case, verb) or itself
    return case.enemy(giver) if giver is not None else None


_ITSELF: Final = word_set("it they we")
_ITS_REACH: Final = 6
_HOME: Final = word_set("with to from home and")  # "returned with the bodies of its men"
_HANDED_REACH: Final = 12
_FREEING: Final = word_set("released freed releasing freeing handed repatriated returned gave give hand handing return")


def _losses_told(case: Case) -> int | None:
    """Return where "heavy losses" stands in "suffered heavy losses, with 12 troops dead"."""
    first, lower = case.loss.phrase.first, case.scan.lower
    for at in range(first - 1, max(0, first - _LOSSES_REACH), -1):
        if lower[at] in SPEECH or lower[at] in {";", "while", "but"}:
            return None
        if lower[at] in {"losses", "casualties"}:
            return at if set(lower[at + 1 : at + 3]) & {"with", ":", "including"} else None
    return None


_LOSSES_REACH: Final = 14


def _who_suffered(case: Case, at: int) -> Side | None:
    """Return whose "heavy losses" were suffered or inflicted that the figures behind them count."""
    lower = case.scan.lower
    verb = next((i for i in range(at, max(-1, at - 4), -1) if lower[i] in _SUFFER | _INFLICT), None)
    agent = agent_before(case, verb) if verb is not None else None
    if verb is None or agent is None:
        return None
    return agent if lower[verb] in _SUFFER else case.enemy(agent)


_SUFFER: Final = word_set("suffered suffer suffers suffering sustained sustain incurred took taken endured endure")


_INFLICT: Final = word_set("inflicted inflict inflicts inflicting")


def lost_by(case: Case) -> Side | None:
    """Take what somebody lost for his own ("lost 23 men")."""
    loss = case.loss
    if not loss.active or loss.word_at is None or loss.rule == "carried":
        return None
    verb = case.scan.chunks[loss.word_at].first
    if case.scan.lower[verb] in {"lost", "losing", "loses"} or case.scan.lower[verb : verb + 2] == ("the", "loss"):
        if is_hostile_subject(case, verb):
            return case.words.militants
        agent = _said_to_have(case, verb) or agent_before(case, verb)
        if agent is None and any(pair in _BOTH_SIDES for pair in pairwise(case.scan.lower[:verb])):
            return BOTH
        of_number = loss.phrase.words[-2:] == ("their", "number")
        if agent is None and (case.speaker is None or of_number) and militants_did(case, verb):
            return case.words.militants
        speaker = case.foe if _are_they(case, verb) else case.speaker
        return agent or speaker or (case.words.fought if _fought_militants(case, verb) else None)
    return None


def _are_they(case: Case, verb: int) -> bool:
    """Tell "They lost 58" from one who says "we lost nine"."""
    ours = any({"we", "our", "ours"} & set(scan.lower) for scan in (*case.earlier[-1:], case.scan))
    return ours and case.scan.lower[verb - 1] == "they" and case.foe is not None


def _said_to_have(case: Case, verb: int) -> Side | None:
    """Return Z of "Z, which Y says lost 58 men"."""
    voice, tokens = case.voice, case.scan.tokens
    if voice is None or voice.cue is None or voice.speaker is None or tokens[verb - 1].end != voice.cue.end:
        return None
    who = next((at for at in range(verb) if tokens[at].start >= voice.speaker.start), verb)
    if case.scan.lower[max(0, who - 2) : who] not in {(",", "which"), (",", "who")}:
        return None
    return next((mention.code for mention in case.side_mentions() if mention.last == who - 2), None)


def _fought_militants(case: Case, verb: int) -> bool:
    """Tell "the army has killed 300 militants while it lost 20 men", who fights militants whatever its name."""
    army = [word for word in case.scan.lower[max(0, verb - 4) : verb] if word in _ARMY]
    killed = any(_is_object(case, one) and one.noun.kind is Kind.MILITANT for one in told_here(case))
    return bool(army) and killed


_ARMY: Final = word_set("it army military troops forces soldiers its")


def _is_object(case: Case, loss: Loss) -> bool:
    """Tell a loss that somebody inflicted before this one is told."""
    return loss.active and loss.phrase.first < case.loss.phrase.first


_BOTH_SIDES: Final = frozenset(
    (one, two)
    for one in ("both", "two")
    for two in ("sides", "armies", "countries", "neighbours", "neighbors", "forces")
)


def repulsed_with(case: Case) -> Side | None:
    """Take "its foes attacked and were repulsed with 30 dead" for those who were repulsed."""
    first, lower = case.loss.phrase.first, case.scan.lower
    at = next((i for i in range(first - 1, max(0, first - _REPULSED_REACH), -1) if lower[i] in _REPULSED), None)
    if at is None or case.loss.active or lower[first - 1] not in {"with", "leaving", "suffering", "after"}:
        return None
    if is_hostile_subject(case, at) or militants_did(case, at):
        return case.words.militants
    return agent_before(case, at) if lower[at - 1] in {"were", "was", "been", "being"} else None


_REPULSED_REACH: Final = 5
_REPULSED: Final = word_set("repulsed repelled pushed beaten driven thrown")


def had_killed(case: Case) -> Side | None:
    """Take "one army had a dozen soldiers killed" for its own."""
    first = case.loss.phrase.first
    if case.loss.active or case.loss.noun.thing not in {Thing.PERSON, Thing.TOLL}:
        return None
    if (paid := _left_with(case, first)) is not None:
        return paid
    if not _has_before(case, first):
        return None
    start = max((i + 1 for i in range(first) if case.scan.lower[i] in OPENERS), default=0)
    named = [m for m in case.side_mentions() if start <= m.first < first]
    return named[-1].code if named and not is_object_place(case, named[-1]) else None


def _has_before(case: Case, first: int) -> bool:
    """Tell "had", "suffered" or "left behind" right before a figure."""
    lower = case.scan.lower
    if lower[first - 1 : first] == ("with",) and set(lower[max(0, first - _ENDED_REACH) : first]) & _ENDED:
        return True
    return lower[first - 1 : first] in HAVING | _LOSING or lower[max(0, first - 2) : first] == ("left", "behind")


_LOSING: Final = frozenset((verb,) for verb in ("lost", "mourned", "mourns", "mourn", "mourning"))
_ENDED: Final = word_set("ended ends end emerged paid pay pays away")
_ENDED_REACH: Final = 8


def _left_with(case: Case, first: int) -> Side | None:
    """Return whom something "cost 58 dead" or "left with 58 dead"."""
    lower = case.scan.lower
    at = first - (lower[first - 1 : first] == ("with",))
    for mention in case.side_mentions():
        if mention.last == at and set(lower[max(0, mention.first - 2) : mention.first]) & _COSTING:
            return mention.code
    return None


_COSTING: Final = word_set("cost costs costing left leaves leaving")


HAVING: Final = frozenset((verb,) for verb in ("had", "has", "have", "saw", "suffered", "sustained", "incurred"))


def we_have(case: Case) -> Side | None:
    """Take "we have three police wounded" for the speaker's own."""
    before = case.scan.lower[: case.loss.phrase.first]
    ours = any(pair in {("we", "have"), ("we", "had"), ("i", "have")} for pair in pairwise(before[-_WE_REACH:]))
    if not ours or case.loss.active or case.loss.noun.thing is not Thing.PERSON:
        return None
    return case.speaker


_WE_REACH: Final = 10
