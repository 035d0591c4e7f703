"""Rules by who did it: the agent of a verb, whose fire or strike, the speaker's foe."""

from itertools import pairwise
from typing import Final

from bot.core.claims.subjects.looking import (
    HIDEOUTS,
    WEAPONS,
    is_hostile_subject,
    is_object_place,
    scenes,
    told_here,
)
from bot.core.claims.subjects.soil import is_elsewhere, place_soil
from bot.core.claims.told import Case
from bot.core.losses.chunks import Mention, Scan
from bot.core.losses.lexicon import ADVERBS, HAVE, Shape, Thing
from bot.core.model import BOTH, Kind, Measure, Side
from bot.core.wordlists import word_set


def by_agent(case: Case) -> Side | None:
    """Take the enemy of who did it: the side before an active verb, or the speaker where the verb has no such side."""
    loss = case.loss
    if not loss.active or loss.word_at is None or loss.word_at >= len(case.scan.chunks):
        return None
    verb = case.scan.chunks[loss.word_at].first
    if case.scan.lower[verb] in _TENDING or is_named_deed(case):
        return None
    believed = case.scan.lower[max(0, verb - 3) : verb - 2]
    claimed = case.scan.lower[max(0, verb - 2) : verb] == ("to", "have") and not _BELIEVED.intersection(believed)
    claimant = case.foe if case.denied else case.speaker
    if is_hostile_subject(case, verb) and case.loss.noun.kind is not Kind.MILITANT:
        return place_soil(case) or case.speaker or (None if is_elsewhere(case) else case.soil)
    agent = claimant if claimed and claimant is not None else agent_before(case, verb)
    if agent is None and _did_it(case, verb):
        return case.foe
    if agent is None and militants_did(case, verb):
        return (
            _crossed_into(case, verb) or place_soil(case) or case.speaker or (None if is_elsewhere(case) else case.soil)
        )
    return case.enemy(agent) if agent is not None else None


def _crossed_into(case: Case, verb: int) -> Side | None:
    """Return the side into whose country militants crossed before they killed ("crossed into X and killed six")."""
    return next((m.code for m in case.side_mentions() if m.first < verb and _leads_into(case, m)), None)


def _leads_into(case: Case, mention: Mention) -> bool:
    return mention.role == "state" and case.scan.lower[mention.first - 1 : mention.first] == ("into",)


_BELIEVED: Final = word_set("believed thought suspected said reported known feared alleged")


def struck_ours(case: Case) -> Side | None:
    """Take whom those killed who "hit our post" for the speaker's own."""
    pairs = pairwise(case.scan.lower[: case.verb])
    ours = any(one in _ATTACKED and two == "our" for one, two in pairs)
    return case.speaker if ours and case.loss.active else None


def fought_by_both(case: Case) -> Side | None:
    """Take whom "clashes on the border between A and B" killed for both sides'."""
    lower = case.scan.lower[: case.verb]
    if not case.loss.active or "between" not in lower or case.loss.phrase.mentions or scenes(case):
        return None
    at = lower.index("between")
    first = min((mention.first for mention in case.side_mentions() if mention.first > at), default=at)
    if first - at > _BETWEEN:
        return None  # "between January and March one side announced ..."
    named = {mention.code for mention in case.side_mentions() if at < mention.first < len(lower)}
    return BOTH if case.words.sides <= named and not set(lower[at:]) & _RAIDERS else None


_BETWEEN: Final = 4
_RAIDERS: Final = word_set("militants terrorists insurgents attackers raiders gunmen khwarij khawarij rebels")


def is_named_deed(case: Case) -> bool:
    """Tell "the killing of six soldiers", which the subject of the sentence need not have done."""
    at = case.loss.word_at
    if at is None or case.loss.noun.thing is not Thing.PERSON or case.loss.measure is not Measure.KILLED:
        return False
    return case.scan.chunks[at].lower in _DEEDS


_DEEDS: Final = frozenset(
    f"{the}{deed} of"
    for the in ("the ", "")
    for deed in ("killing", "killings", "murder", "murders", "massacre", "slaying")
)


# Who treats the wounded did them no harm.
_TENDING: Final = word_set("treated treating treats treat operated operating received receiving admitted")


def _did_it(case: Case, verb: int) -> bool:
    """Tell "says it killed 25", "say they have captured 15": the speaker did, where no noun says to whom."""
    if case.loss.phrase.noun is not None or case.speaker is None or case.denied:
        return False
    before = [chunk.lower for chunk in case.scan.chunks if chunk.last <= verb and chunk.code not in {"h", "a"}]
    if set(case.scan.lower[:verb]) & WEAPONS:
        return False
    return before[-1:] != [] and before[-1] in {"it", "they", "we"} and before[-2:-1] != [","]


def militants_did(case: Case, verb: int) -> bool:
    """Tell whether militants are the subject of the verb ("militants ambushed a patrol and killed six soldiers")."""
    if case.loss.noun.kind is Kind.MILITANT:
        return False
    if _militants_lead(case, verb) or any(_goes_on_of(case, mention, verb) for mention in case.scan.mentions):
        return True
    for chunk in case.scan.chunks:
        if chunk.first >= verb:
            break
        phrase = chunk.phrase
        if (
            phrase is not None
            and phrase.noun is not None
            and (phrase.noun.kind is Kind.MILITANT or (phrase.noun.trait == "hostile" and not phrase.mentions))
            and not any(one.active and one.phrase is phrase for one in told_here(case))
            and (not _is_led(case, phrase.first) or case.scan.lower[phrase.last] in {"who", "that", "which"})
        ):
            return True
    return False


def _militants_lead(case: Case, verb: int) -> bool:
    """Tell a clause that begins with militants known by name ("their commander and his men killed six")."""
    lower = case.scan.lower
    start = max((at + 1 for at in range(verb) if lower[at] in OPENERS), default=0)
    first = next((m for m in case.scan.mentions if start <= m.first < verb), None)
    if first is None or first.code != case.words.militants:
        return False
    return first.first - start <= _LEAD_REACH and not _is_led(case, first.first)


_LEAD_REACH: Final = 3


def _goes_on_of(case: Case, mention: Mention, verb: int) -> bool:
    """Tell "the group, which he said had killed six", of militants known by name."""
    behind = case.scan.lower[mention.last : mention.last + 2]
    near = mention.last < verb <= mention.last + _RELATIVE_REACH
    return mention.code == case.words.militants and near and bool({"which", "who", "that"} & set(behind))


_RELATIVE_REACH: Final = 8


def _is_led(case: Case, first: int) -> bool:
    return case.scan.lower[first - 1 : first] in {("of",), ("against",), ("at",), ("on",), ("by",)}


def agent_before(case: Case, verb: int) -> Side | None:
    """Return the side named as the subject of the verb at token `verb`."""
    lower = case.scan.lower
    start = max(
        (
            at + 1
            for at in range(verb)
            if lower[at] in OPENERS or (lower[at] in _ALLEGING and lower[at + 1 : at + 2] != ("to",))
        ),
        default=0,
    )
    mentions = case.side_mentions()
    beside = next((one.code for one in mentions if _is_right_before(case, one, verb)), None)
    if beside is not None:
        return beside
    if verb and lower[verb - 1] in {"of", "for"} and lower[verb].endswith("ing"):
        mentions = mentions[::-1]
    for mention in mentions:
        if not start <= mention.first < verb or _is_governed(case, mention) or _is_cited(case, mention):
            continue
        if _is_blaming(case, mention, verb):
            continue
        if _is_attacked(case, mention) or _is_lost(case, mention) or _is_killed(case, mention):
            continue
        if not is_object_place(case, mention) and not _is_counted(case, mention):
            return mention.code
    return None


def _is_right_before(case: Case, mention: Mention, verb: int) -> bool:
    """Tell a party between another's name and its verb: "in clashes with the one's troops the other lost 23 men"."""
    lower = case.scan.lower
    if mention.last > verb or not set(lower[mention.last : verb]) <= HAVE | ADVERBS:
        return False
    at = mention.first - (mention.first > 0 and lower[mention.first - 1] == "the")
    at -= lower[0].endswith("ing") and lower[at - 1] == ","  # "fighting the one, the other lost ..."
    return any(one.last == at and one.code != mention.code for one in case.scan.mentions)


def _is_blaming(case: Case, mention: Mention, verb: int) -> bool:
    """Tell "A's officials have accused B of strikes that killed three": who blames did it not."""
    lower = case.scan.lower
    end = min([verb, *(one.first for one in case.side_mentions() if one.first >= mention.last)])
    blaming = next((at for at in range(mention.last, end) if lower[at] in _BLAMING), None)
    return blaming is not None and blaming + 1 < len(lower) and lower[blaming + 1] not in {"by", "of", "for"}


_BLAMING: Final = word_set("blames blamed blaming accuses accused accusing")
_ALLEGING: Final = word_set(
    "alleged alleges claimed claims confirmed confirms stated announced noted maintained believes"
)
OPENERS: Final = word_set("that ; : said says say told added insists insisted when while after whereas which reported")


def _is_attacked(case: Case, mention: Mention) -> bool:
    """Tell "ambushed a side's patrol and killed six", whose object is no agent of the second verb."""
    at = mention.first - 1
    while at > 0 and case.scan.lower[at] in _ARTICLES:
        at -= 1
    return at > 0 and case.scan.lower[at] in _ATTACKED


def _is_killed(case: Case, mention: Mention) -> bool:
    """Tell "killed 12 of a side's crewmen and destroyed three tanks": who is killed is no agent of the next verb."""
    at = mention.first
    while at and (case.scan.lower[at - 1] in _ARTICLES or case.scan.lower[at - 1].isdigit()):
        at -= 1
    verb = next((one.word for one in case.scan.chunks if one.code == "V" and one.last == at), None)
    return verb is not None and verb.shape in {Shape.ACTIVE, Shape.PART}


_ARTICLES: Final = word_set("a an the its their two three four several some many and")
_ATTACKED: Final = word_set(
    "ambushed attacked stormed raided hit struck targeted shelled bombed overran besieged assaulted rocketed attack "
    "attacking storming raiding hitting striking targeting shelling bombing ambushing engaged"
)


def _is_cited(case: Case, mention: Mention) -> bool:
    """Tell "..., according to the ... army, ...", who speaks and does nothing."""
    before = case.scan.lower[max(0, mention.first - 4) : mention.first]
    return any(pair == ("according", "to") for pair in pairwise(before))


def _is_governed(case: Case, mention: Mention) -> bool:
    """Tell "a patrol of the ... scouts", "a hospital in the ... capital", which are no agents."""
    before = case.scan.lower[max(0, mention.first - 2) : mention.first]
    return before in {("of", "the"), ("against", "the"), ("at", "the"), ("on", "the"), ("in", "the")}


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


def by_weapon(case: Case) -> Side | None:
    """Take the enemy of whose strikes or fire did it ("in a side's strikes", "by fire from its soil")."""
    if case.loss.noun.thing in {Thing.RAID, Thing.AIRCRAFT} or case.loss.noun.trait == "hostile":
        return None
    lower = case.scan.lower
    if case.loss.noun.trait == "fighter" and set(lower[: case.loss.phrase.first]) & HIDEOUTS:
        return case.words.militants
    if is_mutual(case):
        return None
    found = set()
    for mention in case.side_mentions():
        behind = _right_behind(case, mention.last)
        before = lower[max(0, mention.first - 4) : mention.first]
        first, last = sorted((mention.first, case.loss.phrase.first))
        if _is_speaker(case, mention) or _is_said_by_another(case, mention) or {";", "paid"} & set(lower[first:last]):
            continue
        if _is_lost(case, mention) or _is_killed(case, mention) or _is_answer(case, mention):
            continue
        fires = _is_armed(case, mention, behind) and _is_cause(case, mention) and not _is_counted(case, mention)
        fired = set(lower[max(0, mention.first - 8) : mention.first]) & WEAPONS
        before = lower[max(0, mention.first - 5) : mention.first] if before[-2:] == ("border", "in") else before
        if fires or (fired and "from" in before and "," not in before):
            found.add(mention.code)
    return case.enemy(found.pop()) if len(found) == 1 else None


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


def _is_lost(case: Case, mention: Mention) -> bool:
    """Tell "downed a drone of theirs and captured three": what was itself lost did nothing."""
    return any(one.sentence == case.sentence and mention in one.loss.phrase.mentions for one in case.told)


def _is_speaker(case: Case, mention: Mention) -> bool:
    span = case.voice.speaker if case.voice is not None else None
    return span is not None and span.start <= case.scan.tokens[mention.first].start < span.end


def _is_said_by_another(case: Case, mention: Mention) -> bool:
    """Tell whether a party is named past the words that tell who says the loss ("..., X said, and Y ...")."""
    cue = case.voice.cue if case.voice is not None else None
    start = case.scan.tokens[mention.first].start
    figure = case.scan.tokens[case.loss.phrase.first].start
    return cue is not None and figure < cue.start < start and " and " in case.scan.text[cue.end : start]


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
