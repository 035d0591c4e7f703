"""Rules by whose claim it is: the foe's men and things that a side claims, and its own men of no name."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from bot.core.claims.subjects.agents import OPENERS, agent_before, is_named_deed
from bot.core.claims.subjects.looking import WEAPONS, is_people
from bot.core.claims.subjects.soil import is_elsewhere, place_soil
from bot.core.claims.subjects.suffering import HAVING
from bot.core.claims.subjects.weapons import is_mutual
from bot.core.claims.told import Case, Told
from bot.core.losses.chunks import Scan
from bot.core.losses.lexicon import SPEECH, Shape, Thing
from bot.core.model import Measure, Side
from bot.core.wordlists import word_set


def claimed_of(case: Case) -> Side | None:
    """Take the claimant's foe for armed men and things that it claims ("claim that 58 soldiers had been killed")."""
    if is_people(case) or case.speaker is None or case.loss.rule == "cost-lives":
        return None
    if case.denied or _was_kidnapped(case) or _fell_to_militants(case) or _fell_beside_foes(case):
        return case.speaker
    if case.loss.noun.thing is Thing.RAID:
        return case.soil or case.speaker
    if case.loss.active and case.loss.word is not None and (case.loss.word.shape is Shape.ACTIVE or _was_blast(case)):
        struck = place_soil(case) or (case.speaker if _was_blast(case) else None)
        if struck is not None and case.loss.noun.thing is Thing.PERSON:
            return struck
    if is_named_deed(case) and case.loss.noun.trait not in {"fighter", "hostile"}:
        return None
    taken = case.loss.noun.thing in {Thing.POST, Thing.VEHICLE, Thing.AIRCRAFT} or case.loss.measure is Measure.CAPTURED
    return case.foe if taken or case.loss.active or _is_boast(case) else None


def _fell_beside_foes(case: Case) -> bool:
    """Tell "claimed 75 militants and ten soldiers were killed": the second are not the first's, so the speaker's."""
    before = case.told[-1] if case.told and case.told[-1].sentence == case.sentence else None
    if before is None or case.loss.active or case.loss.noun.thing is not Thing.PERSON or before.voice != case.voice:
        return False
    joined = case.scan.lower[before.loss.phrase.last : case.loss.phrase.first] == ("and",)
    differ = before.loss.phrase.noun != case.loss.phrase.noun or bool(before.loss.phrase.mentions)
    return joined and differ and before.subject in {case.foe, case.words.militants} and not before.loss.active


def _fell_to_militants(case: Case) -> bool:
    """Tell posts that "had been overrun" where the speaker's side has told of militants alone that attacked it."""
    if case.loss.active or case.loss.noun.thing is not Thing.POST or case.speaker != case.words.fought:
        return False
    told = {one.subject for one in case.told}
    return case.words.militants in told and case.speaker in told and case.foe not in told


def _was_kidnapped(case: Case) -> bool:
    """Tell men who were kidnapped, which no officials boast of."""
    at = case.loss.word_at
    said = case.scan.chunks[at].lower if at is not None and at < len(case.scan.chunks) else ""
    return case.loss.measure is Measure.CAPTURED and any(word in said for word in _KIDNAPPED)


_KIDNAPPED: Final = ("kidnap", "abduct", "hostage")


def _was_blast(case: Case) -> bool:
    """Tell "a bombing killed nine policemen", which is nobody's feat."""
    verb = case.scan.chunks[case.loss.word_at].first if case.loss.word_at is not None else 0
    before = case.scan.lower[_subject_start(case, verb) : verb]
    mine = [m for m in case.side_mentions() if m.code == case.speaker and m.last < verb]
    own = any(case.scan.lower[m.last] in _BLASTS for m in mine)
    did = set(before[-2:] if before[-1:] in HAVING else before[-1:]) & {"it", "they", "we"}
    own = own or before[:1] in _THEY or bool(set(before[:1]) & _OURS and set(before[1:3]) & _MEN)
    if own or did or "retaliatory" in before or _attacked(case, case.scan):
        return False
    if any(one in {"its", "our"} and set(before[at + 1 : at + 3]) & _OWN_BLOWS for at, one in enumerate(before)):
        return False
    return bool(set(before) & (_BLASTS if case.scan.lower[verb] not in _COST else _BLASTS | _ERRANDS))


def _subject_start(case: Case, verb: int) -> int:
    """Return where the clause begins whose verb stands at a token, over "a clash which it says"."""
    lower = case.scan.lower
    for at in range(verb - 2, max(0, verb - _BLAST_REACH), -1):
        told = lower[at] in SPEECH and not {"which", "that"} & set(lower[max(0, at - 4) : at])
        if told or (lower[at] in OPENERS - SPEECH and at < verb - _RELATIVE):
            return at + 1
    return max(0, verb - _BLAST_REACH)


_BLASTS: Final = word_set(
    "bombing bombings blast blasts bomb bombs explosion explosions mine mines bomber ambush ambushes ied attack "
    "attacks assault assaults raid raids infiltration shell shells rocket rockets grenade grenades munition munitions "
    "projectile projectiles landmine shrapnel clash clashes fighting battle battles skirmish skirmishes firefight "
    "firefights shootout shootouts shoot-out gunbattle gunbattles gunfight gunfights encounter encounters "
    "confrontation confrontations storming intrusion incursion shelling firing gunfire mortar mortars artillery "
    "exchange exchanges incident incidents violence standoff"
)
# "The operation cost the lives of two soldiers" tells of one's own.
_COST: Final = word_set("cost costs costing")
_ERRANDS: Final = word_set("operation operations mission patrol search pursuit")
_THEY: Final = (("it",), ("they",), ("we",))
_BLAST_REACH: Final = 16
_RELATIVE: Final = 7
_OWN_BLOWS: Final = _BLASTS | _ERRANDS | WEAPONS


def _is_boast(case: Case) -> bool:
    """Tell a claim ("claims that", "claim of") from a report."""
    cue = case.voice.cue if case.voice is not None else None
    words = case.scan.text[cue.start : cue.end].casefold() if cue is not None else ""
    before = case.scan.lower[max(0, case.loss.phrase.first - 6) : case.loss.phrase.first]
    return "claim" in words or "alleg" in words or bool(set(before) & {"claim", "claims", "claimed"})


def _boasted(case: Case, before: Told) -> bool:
    """Tell whether the speaker has just told of the foe's posts and tanks: soldiers of no name may be the foe's too."""
    things = before.loss.noun.thing in {Thing.POST, Thing.VEHICLE, Thing.AIRCRAFT}
    if not things or case.foe is None or before.subject != case.foe or before.claimant != case.speaker:
        return False
    return bool(set(case.loss.phrase.words) & _SOLDIERS) and "own" not in case.loss.phrase.words


def _boasts_here(case: Case, before: Told) -> bool:
    """Tell soldiers of no name behind the foe's posts in one sentence; a bare comma goes on with the foe's losses."""
    return before.sentence == case.sentence and before.loss.active and _boasted(case, before)


_SOLDIERS: Final = word_set("soldiers troops troopers")


def own_men(case: Case) -> Side | None:
    """Take armed men of no name for the speaker's own, unless the soil says otherwise."""
    exchanged = case.speaker is None and is_mutual(case)
    of_headline = not case.told and _MORE.intersection(case.loss.phrase.words)  # "30 more soldiers" than it told of
    if is_people(case) or case.loss.noun.thing is not Thing.PERSON or exchanged or of_headline:
        return None
    before = case.told[-1] if case.told else None
    if before is not None and before.sentence == case.sentence and case.loss.rule == "beside":
        taken = before.loss.noun.thing in {Thing.POST, Thing.VEHICLE, Thing.AIRCRAFT}
        if taken and before.subject == case.foe and before.voice == case.voice:
            return case.foe
    if before is not None and _boasts_here(case, before):
        return case.foe if case.scan.lower[case.loss.phrase.first - 1] == "," else None
    if before is not None and case.sentence - before.sentence == 1 and _boasted(case, before):
        there = case.scan.lower[case.loss.phrase.last : case.loss.phrase.last + 4]
        return case.foe if "there" in there and before.loss.active else None
    if _fell_in_own_attack(case) or _CAPTIVE.intersection(case.loss.phrase.words):
        return case.foe
    return case.speaker or _fell_where(case) or (None if is_elsewhere(case) else case.soil)


def _fell_where(case: Case) -> Side | None:
    """Return on whose soil armed men fell, not the one struck before ("martyred after Y bombed camps inside Z")."""
    behind = case.scan.lower[case.loss.phrase.last :]
    after = next((at for at, word in enumerate(behind) if word == "after"), None)
    struck = after is not None and not _STRIKING.isdisjoint(behind[after:])
    return None if struck else place_soil(case)


_STRIKING: Final = word_set("strikes airstrikes struck bombed bombing raids jets")
_CAPTIVE: Final = word_set("captured captive seized")  # "two of the captured soldiers had died"
_MORE: Final = word_set("more other further another additional")


def _fell_in_own_attack(case: Case) -> bool:
    """Tell soldiers killed "in the operation" of whose attack the speaker has just told: they are those attacked."""
    if case.speaker is None or case.loss.phrase.owner:
        return False
    if _was_in_what_was_hit(case):
        return True
    return _in_operation(case.scan.lower) and any(_attacked(case, scan) for scan in (case.scan, *case.earlier[-1:]))


def _was_in_what_was_hit(case: Case) -> bool:
    """Tell "its gunners hit a convoy, and seven soldiers died in it"."""
    lower = case.scan.lower
    inside = any(pair in _IN_IT for pair in pairwise(lower[case.loss.phrase.last :]))
    verb = next((at for at in range(case.loss.phrase.first) if lower[at] in _HITTING), None) if inside else None
    return verb is not None and agent_before(case, verb) == case.speaker


_IN_IT: Final = frozenset({("in", "it"), ("inside", "it"), ("on", "board"), ("in", "them"), ("inside", "them")})
_HITTING: Final = word_set("hit struck ambushed attacked destroyed shelled bombed targeted")


def _in_operation(lower: Sequence[str]) -> bool:
    """Tell "in the operation", "during these retaliatory strikes"."""
    starts = (at for at, word in enumerate(lower[:-2]) if word in _DURING and lower[at + 1] in _THIS)
    return any(_OPERATIONS.intersection(lower[at + 2 : at + 4]) for at in starts)


def _attacked(case: Case, scan: Scan) -> bool:
    """Tell a sentence in which the speaker's own forces attack the foe's."""
    lower = scan.lower
    verb = next((at for at, word in enumerate(lower) if word in _ATTACKING), None)
    if verb is None or lower[verb + 1 : verb + 2] in {("from",), ("by",)}:
        return False  # "condemned the assault launched from across the border"
    if "enemy" not in lower and not any(m.code == case.foe and m.first > verb for m in scan.mentions):
        return False
    own = any(one in _OURS and two in _MEN for one, two in pairwise(lower[:verb]))
    return (
        own or lower[verb - 1] in {"they", "we", "it"} or agent_before(replace(case, scan=scan), verb) == case.speaker
    )


_DURING: Final = word_set("in during")
_THIS: Final = word_set("the this these that those its our")
_OPERATIONS: Final = word_set(
    "operation operations attack attacks strike strikes raid raids assault assaults offensive retaliation response"
)
_ATTACKING: Final = word_set(
    "attacked stormed raided targeted struck shelled assaulted pounded launched conducted carried overran"
)
_OURS: Final = word_set("its our their own")
_MEN: Final = word_set("forces troops soldiers men fighters army mujahideen guards")
