"""Rules by whose fire or strikes did it."""

from itertools import pairwise
from typing import Final

from bot.core.claims.subjects.agents import is_counted, is_killed, is_lost
from bot.core.claims.subjects.looking import HIDEOUTS, WEAPONS
from bot.core.claims.told import Case
from bot.core.losses.chunks import Mention, Scan
from bot.core.losses.lexicon import Thing
from bot.core.model import Kind, Side
from bot.core.wordlists import word_set


def by_weapon(case: Case) -> Side | None:
    """Take the enemy of whose strikes or fire did it ("in a side's strikes", "by fire from its soil")."""
    if case.loss.noun.thing in {Thing.RAID, Thing.AIRCRAFT} or case.loss.noun.trait == "hostile":
        return None
    lower = case.scan.lower
    if case.loss.noun.trait == "fighter" and set(lower[: case.loss.phrase.first]) & HIDEOUTS:
        return case.words.militants
    if is_mutual(case) or _answers(case):
        return None
    found = set()
    for mention in case.side_mentions():
        behind = _right_behind(case, mention.last)
        before = lower[max(0, mention.first - 4) : mention.first]
        first, last = sorted((mention.first, case.loss.phrase.first))
        if _is_speaker(case, mention) or _is_said_by_another(case, mention) or {";", "paid"} & set(lower[first:last]):
            continue
        if is_lost(case, mention) or is_killed(case, mention) or _is_answer(case, mention):
            continue
        fires = _is_armed(case, mention, behind) and _is_cause(case, mention) and not is_counted(case, mention)
        fired = set(lower[max(0, mention.first - 8) : mention.first]) & WEAPONS
        before = lower[max(0, mention.first - 5) : mention.first] if before[-2:] == ("border", "in") else before
        if fires or (fired and "from" in before and "," not in before):
            found.add(mention.code)
    return case.enemy(found.pop()) if len(found) == 1 else None


def _answers(case: Case) -> bool:
    """Tell "said it had responded to fire by ..., destroying eight posts", which the speaker did."""
    lower, verb, cue = case.scan.lower, case.verb, case.voice.cue if case.voice is not None else None
    if cue is None or not case.loss.active or not lower[verb].endswith("ing") or lower[verb - 1] != ",":
        return False
    said = case.scan.text[cue.end : case.scan.tokens[verb].start].split()
    return said[:1] in _ITSELF or said[:2] in (["its", "forces"], ["its", "troops"], ["its", "army"])


_ITSELF: Final = (["it"], ["they"], ["we"])


def by_own_fire(case: Case) -> Side | None:
    """Take whom the speaker's own fire killed for the other's ("said its guns hit two posts, killing nine")."""
    cue = case.voice.cue if case.voice is not None else None
    if cue is None or not case.loss.active or case.denied or case.loss.noun.trait == "hostile":
        return None
    if case.loss.noun.kind is Kind.MILITANT or case.loss.phrase.owner is not None:
        return None
    tokens = case.scan.tokens
    after = next((at for at in range(len(tokens)) if tokens[at].start >= cue.end), len(tokens))
    said = case.scan.lower[after : case.verb]
    at = 1 if said[:1] == ("that",) else 0
    own = said[at : at + 1] in _OWN and bool(set(said[at + 1 : at + 3]) & (WEAPONS | _GUNS))
    return case.foe if own and not {";", "after", "when"} & set(said) else None


_OWN: Final = (("its",), ("our",), ("their",))
_GUNS: Final = word_set("guns gunners jets forces troops men soldiers fighters guards army")


def by_strikes_told(case: Case) -> Side | None:
    """Take whom "the strikes" killed for theirs whose country the sentence before says was struck."""
    lower, verb = case.scan.lower, case.verb
    strikes = any(one in {"the", "these"} and two in _BLOWS for one, two in pairwise(lower[:verb][-_NEAR_VERB:]))
    if not (case.loss.active and strikes and case.earlier) or case.loss.noun.thing is not Thing.PERSON:
        return None
    if any(mention.first < verb for mention in case.side_mentions()):
        return None
    before = case.earlier[-1]
    named = [m for m in before.mentions if m.code in case.words.sides]
    struck = [one.code for one in named if one.role == "state" and before.lower[one.first - 1] in {"in", "inside"}]
    struck = [code for code in struck if any(one.code == case.enemy(code) and _blows(before, one) for one in named)]
    return struck[0] if len(set(struck)) == 1 else None


def _blows(scan: Scan, mention: Mention) -> bool:
    return bool(set(scan.lower[mention.last : mention.last + _BLOW_REACH]) & _BLOWS)


_BLOW_REACH: Final = 6
_NEAR_VERB: Final = 4
_BLOWS: Final = word_set("strike strikes airstrike airstrikes raid raids bombing bombings bombardment shelling attacks")


def _right_behind(case: Case, at: int) -> tuple[str, ...]:
    """Return the words behind a name up to the next loss: "scouts died in the attack" tells of no attack of theirs."""
    end = at + _BEHIND
    verb = next((one.first for one in case.scan.chunks if one.code == "V" and at <= one.first < end), end)
    return case.scan.lower[at:verb]


_BEHIND: Final = 4


def is_mutual(case: Case) -> bool:
    """Tell "X and Y forces exchanged fire": the fire is nobody's alone."""
    lower, codes = case.scan.lower, {mention.code for mention in case.side_mentions()}
    return case.words.sides <= codes and any(one in _EXCHANGED and other in _FIRES for one, other in pairwise(lower))


_EXCHANGED: Final = word_set("exchanged exchange exchanging traded trade trading")
_FIRES: Final = word_set("fire gunfire shots shells blows heavy mortar artillery")


def _is_answer(case: Case, mention: Mention) -> bool:
    """Tell "A's forces struck ..., days after air strikes killed 46": the strikes that were answered are not A's."""
    between = case.scan.lower[mention.last : case.loss.phrase.first]
    after = next((at for at, word in enumerate(between) if word == "after"), None)
    return after is not None and not WEAPONS.isdisjoint(between[after:])


def _is_speaker(case: Case, mention: Mention) -> bool:
    span = case.voice.speaker if case.voice is not None else None
    return span is not None and span.start <= case.scan.tokens[mention.first].start < span.end


def _is_said_by_another(case: Case, mention: Mention) -> bool:
    """Tell whether a party is named past the words that tell who says the loss ("..., X said, and Y ...")."""
    cue = case.voice.cue if case.voice is not None else None
    start = case.scan.tokens[mention.first].start
    figure = case.scan.tokens[case.loss.phrase.first].start
    if cue is None or not figure < cue.start < start:
        return False
    between = case.scan.text[cue.end : start].casefold().split()
    return bool(_OF_ANOTHER.intersection(between))


# "..., one side said, as the other accused it of an attack."
_OF_ANOTHER: Final = word_set("and accused accuses accusing accuse blamed blames blaming blame alleged said claimed")


def _is_armed(case: Case, mention: Mention, behind: tuple[str, ...]) -> bool:
    """Tell a side's air strikes, its bombing, and forces that shoot or by whom it was done."""
    if _is_done_by(case, mention):
        return True
    if mention.role in {"state", "seat"} and behind[:1] != ("'s",) and not set(behind[:1]) & _STRIKES:
        return False
    if set(behind) & WEAPONS:
        return True
    before = case.scan.lower[max(0, mention.first - 2) : mention.first]
    return bool(set(behind) & _ARMED) and (
        "by" in before or bool(set(case.scan.lower[mention.last : mention.last + 6]) & _SHOOTING)
    )


def _is_done_by(case: Case, mention: Mention) -> bool:
    """Tell "were captured by the regime", right behind the verb."""
    at, lower = case.loss.word_at, case.scan.lower
    by = mention.first - 1 - (lower[mention.first - 1] == "the")
    if at is None or at >= len(case.scan.chunks) or case.loss.active or lower[by] != "by":
        return False
    return case.scan.chunks[at].last == by and lower[mention.last : mention.last + 1] != ("'s",)


# A country's name before one of these stands for its people's: "in Y strikes".
_STRIKES: Final = word_set("strike strikes airstrike airstrikes shelling bombing raid raids")
_ARMED: Final = word_set("fighters forces troops soldiers guards army sentry sentries rangers police military force")


_SHOOTING: Final = word_set("shelled fired bombed opened attacked struck hit targeted shot strafed pounded launched")


def _is_cause(case: Case, mention: Mention) -> bool:
    before = case.scan.lower[max(0, mention.first - 3) : mention.first]
    return (
        bool(set(before) & {"by", "in", "when", "after", "where", "of", "as", "during", "a", "an", "the"})
        or mention.first <= 1
        or (case.scan.lower[mention.first - 1] in _OPENING and not _speaks_behind(case, mention))
    )


def _speaks_behind(case: Case, mention: Mention) -> bool:
    """Tell "- Y shelled X's posts in reply to strikes that X said killed eight", who say it after Y is named."""
    span = case.voice.speaker if case.voice is not None else None
    first, figure = (case.scan.tokens[at].start for at in (mention.first, case.loss.phrase.first))
    return span is not None and first < span.start < figure


_OPENING: Final = word_set("that – — - :")
