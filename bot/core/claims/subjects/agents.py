"""Rules by who did it: the agent of a verb, the speaker's foe."""

from itertools import pairwise
from typing import Final

from bot.core.claims.subjects.looking import (
    WEAPONS,
    is_hostile_subject,
    is_object_place,
    scenes,
    told_here,
)
from bot.core.claims.subjects.soil import is_elsewhere, place_soil
from bot.core.claims.told import Case
from bot.core.losses.chunks import Mention
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
    if set(lower[max(0, at - _BETWEEN) : at]) & _PEACE or "," in lower[at:]:
        return None  # "though a truce between the two holds, one side said ..."
    if first - at > _BETWEEN:
        return None  # "between January and March one side announced ..."
    named = {mention.code for mention in case.side_mentions() if at < mention.first < len(lower)}
    return BOTH if case.words.sides <= named and not set(lower[at:]) & _RAIDERS else None


_BETWEEN: Final = 4
_PEACE: Final = word_set("truce ceasefire cease-fire talks negotiations agreement deal peace relations tensions trade")
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
        if _is_attacked(case, mention) or is_lost(case, mention) or is_killed(case, mention):
            continue
        if (not is_object_place(case, mention) or _is_whose_army(case, mention)) and not is_counted(case, mention):
            return mention.code
    return None


def _is_whose_army(case: Case, mention: Mention) -> bool:
    """Tell "the army of Y", which acts as Y does."""
    before = case.scan.lower[max(0, mention.first - 3) : mention.first]
    return before[-1:] == ("of",) and before[:1] == ("the",) and before[1] in _ARMIES


_ARMIES: Final = word_set("army forces military troops soldiers government")


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
    others = (one.first for one in case.side_mentions() if one.first >= mention.last and one.code != mention.code)
    end = min([verb, *others])
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


def is_killed(case: Case, mention: Mention) -> bool:
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
    at = next((at for at, pair in enumerate(pairwise(before)) if pair == ("according", "to")), None)
    return at is not None and "," not in before[at:]


def _is_governed(case: Case, mention: Mention) -> bool:
    """Tell "a patrol of the ... scouts", "a hospital in the ... capital", which are no agents."""
    before = case.scan.lower[max(0, mention.first - 2) : mention.first]
    if before[-1:] and before[-1] in {"a", "an", "the"} and before[0] in _AIMS:
        return True
    return before in {("of", "the"), ("against", "the"), ("on", "the"), ("in", "the")}


_AIMS: Final = word_set("into at near onto outside")


def is_counted(case: Case, mention: Mention) -> bool:
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


def is_lost(case: Case, mention: Mention) -> bool:
    """Tell "downed a drone of theirs and captured three": what was itself lost did nothing."""
    return any(one.sentence == case.sentence and mention in one.loss.phrase.mentions for one in case.told)
