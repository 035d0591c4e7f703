"""Rules by what is owned: "its own", "their posts", "our men", and whose the word is."""

from itertools import pairwise
from typing import Final

from bot.core.claims.subjects.agents import agent_before, is_counted
from bot.core.claims.subjects.looking import FIRE, is_object_place, phrases_of, token_at
from bot.core.claims.told import Case
from bot.core.losses.chunks import Mention
from bot.core.losses.lexicon import LOSE, Thing
from bot.core.model import Kind, Side
from bot.core.wordlists import word_set


def owned_by(case: Case) -> Side | None:
    """Follow "its", "their", "our", "his": the speaker, or the side named last in what is said."""
    owner = next((phrase.owner for phrase in phrases_of(case) if phrase.owner is not None), None)
    words = {word for phrase in phrases_of(case) for word in phrase.words}
    if case.loss.phrase.words[-2:] == ("their", "number") or (owner in {"his", "her", "their"} and words & _KIN):
        return None
    if owner is None:
        return case.speaker if "own" in words or (words & _ARMED_BODIES and "losses" in words) else None
    if "other" in words:
        return None
    if (theirs := _told_of_foe(case, owner) or _part_of_told(case, owner) or _claimed_deed(case)) is not None:
        return theirs
    if _is_foes(case, owner):
        return case.foe
    side = _owner_by_word(case, owner, own="own" in words)
    return case.enemy(side) if side is not None and "own" not in words and _took_it(case, side) else side


_KIN: Final = word_set(
    "children child son sons daughter daughters wife wives husband mother father parents brother brothers sister "
    "sisters baby babies nephew nephews niece nieces cousin cousins grandchildren grandson relatives"
)


def _took_it(case: Case, side: Side) -> bool:
    """Tell "said Y's forces killed nine of its men, overran one of its posts": nobody kills or takes his own."""
    loss = case.loss
    if not loss.active or loss.word is None or loss.word.measures is LOSE or loss.word_at is None:
        return False
    if case.denied and case.scan.chunks[min(loss.word_at + 1, len(case.scan.chunks) - 1)].lower == "of":
        return False  # "denied the capture of its posts"
    if loss.word_at >= len(case.scan.chunks):
        return False
    verb = case.scan.chunks[loss.word_at].first
    if "the" in case.scan.lower[verb - 1 : verb + 1]:
        return _did_it(case, side)  # "over the killing of four of its men"
    they = case.scan.lower[verb - 1] == "they" and side != case.speaker
    return they or agent_before(case, verb) == side


def _did_it(case: Case, side: Side) -> bool:
    """Tell "the killing of its men by Y's forces"."""
    last = case.loss.phrase.last
    by = [one for one in case.side_mentions() if last < one.first <= last + 2 and case.scan.lower[last] == "by"]
    return any(one.code == side for one in by)


def _claimed_deed(case: Case) -> Side | None:
    """Return whose "its" is in "Y's claim to have killed 58 of its men", "Z was silent on Y's claim that its men fell".

    Nobody claims to have killed his own, and what another is asked about are this one's men.
    """
    noun = _claim_before(case)
    if noun is None or "own" in case.loss.phrase.words or (case.loss.word and case.loss.word.measures is LOSE):
        return None
    last = noun - (case.scan.lower[noun - 1] == "'s")
    claimant = next((mention for mention in case.side_mentions() if mention.last == last), None)
    foe = case.enemy(claimant.code) if claimant is not None else None
    if claimant is None or case.loss.active:
        return foe
    silent = any(mention.code == foe and mention.last <= claimant.first for mention in case.side_mentions())
    return foe if silent else None


def _claim_before(case: Case) -> int | None:
    """Return the noun of "claim to have killed", "claim that it killed" and "claim that 58 of its men"."""
    lower, end = case.scan.lower, case.loss.phrase.first
    if case.loss.active:
        end = case.verb
        told = lower[max(0, end - 2) : end]
        if told != ("to", "have") and not {"it", "they"} & set(told):
            return None
    elif lower[end - 1] != "that":
        return None
    return next((at for at in range(end - 1, max(0, end - _CLAIM_REACH), -1) if lower[at] in _CLAIMS), None)


_CLAIM_REACH: Final = 6
_CLAIMS: Final = word_set("claim claims boast boasts assertion assertions statement announcement report contention")


def _owner_by_word(case: Case, owner: str, *, own: bool) -> Side | None:
    """Take "his" for the man's told of before, "our" and "own" for the speaker's, the rest for whoever is named."""
    if owner in {"his", "her"}:
        return _master(case) or case.speaker or _owner_inside(case, owner)
    if case.denied and case.speaker is not None:
        return case.speaker
    if owner in {"our", "my", "ours", "theirs"} or own or _is_behind_cue(case, owner):
        return case.speaker or _last_side(case)
    return _owner_inside(case, owner)


def _is_behind_cue(case: Case, owner: str) -> bool:
    """Tell "Z, which Y says ..., put its dead at 23": its is the speaker's."""
    cue = case.voice.cue if case.voice is not None else None
    return cue is not None and case.scan.text[cue.end :].lstrip().casefold().startswith(f"{owner} ")


def _master(case: Case) -> Side | None:
    """Return the side of the one man told of just before whose men they are ("a ... commander and six of his men")."""
    last = case.told[-1] if case.told and case.told[-1].sentence == case.sentence else None
    one = last is not None and last.loss.phrase.figure is not None and last.loss.phrase.figure.figure.high == 1
    if last is not None and one and last.subject == case.words.militants:
        return last.subject
    before = [chunk.phrase for chunk in case.scan.chunks if chunk.code == "N" and chunk.last <= case.loss.phrase.first]
    if not before or before[-1] is None or not before[-1].article or before[-1].noun is None:
        return None
    named = [m.code for m in before[-1].mentions if m.code in case.words.sides]
    return named[0] if named and before[-1].noun.thing is Thing.PERSON else None


def _owner_inside(case: Case, owner: str) -> Side | None:
    """Take the party named last in what is said, the speaker or the side named last where there is none."""
    if owner == "its" and case.speaker is not None and _says_it(case):
        return case.speaker
    start = max(_clause_start(case), _behind_cue(case))
    inside = [
        m
        for m in case.party_mentions()
        if start <= m.first < case.loss.phrase.first and not is_object_place(case, m) and not _is_weapons(case, m)
    ]
    if owner == "its" and not case.loss.active:
        inside = [m for m in inside if not _are_many(case, m)]
    if not inside and owner == "their" and _means_theirs(case):
        return case.foe
    if inside and case.voice is None and owner == "its" and inside[0].first <= start + 1:
        return inside[0].code
    return inside[-1].code if inside and case.voice is not None else case.speaker or _last_side(case)


def _are_many(case: Case, mention: Mention) -> bool:
    """Tell "58 ... soldiers died and two of its", "... forces opened fire and two of its": many are no "its"."""
    if mention.role != "people" or _YIELDED & set(case.scan.lower[mention.last : case.loss.phrase.first]):
        return False
    if case.loss.noun.thing is Thing.PERSON and is_counted(case, mention):
        return True
    return case.scan.lower[mention.last : mention.last + 1] in _MANY_MEN


_MANY_MEN: Final = frozenset((men,) for men in ("forces", "troops", "soldiers", "guards", "jets", "fighters", "police"))
_YIELDED: Final = word_set("lost suffered fled retreated withdrew abandoned sustained left losing admitted")


def _behind_cue(case: Case) -> int:
    """Return where "says six of its men died" goes on behind the verb of speech, 0 where that stands elsewhere."""
    cue = case.voice.cue if case.voice is not None else None
    at = token_at(case, cue.end) if cue is not None else 0
    said = 0 < at <= case.loss.phrase.first and case.scan.lower[at] not in {",", ";"}
    return at if said and not _is_inverted(case, at) else 0


def _is_inverted(case: Case, at: int) -> bool:
    """Tell "..., said the spokesman, and destroyed two of its posts": token `at` behind the cue is who speaks."""
    speaker = case.voice.speaker if case.voice is not None else None
    return speaker is not None and speaker.end > case.scan.tokens[at].start


def _says_it(case: Case) -> bool:
    """Tell "who, it says, killed two of its soldiers": its is the speaker's."""
    speaker = case.voice.speaker if case.voice is not None else None
    if speaker is None or speaker.end > case.scan.tokens[case.loss.phrase.first].start:
        return False
    return case.scan.text[speaker.start : speaker.end] == "it" and case.scan.text[: speaker.start].endswith(", ")


def _is_foes(case: Case, owner: str) -> bool:
    """Tell "theirs", "their" of who says "we", "its" behind "the other side" or in a claim that the foe quotes."""
    if owner == "theirs" and not _is_quoted(case) and not _speaks_as_we(case):
        return False  # "officials said two of theirs were killed"
    if owner == "theirs" or (owner == "their" and _speaks_as_we(case)) or _is_quoted_by_foe(case, owner):
        return True
    return owner in {"its", "their"} and _tells_of_other_side(case)


def _is_quoted(case: Case) -> bool:
    """Tell whether a figure stands between quotation marks."""
    before = case.scan.text[: case.scan.tokens[case.loss.phrase.first].start]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _told_of_foe(case: Case, owner: str) -> Side | None:
    """Return whose men were told of last in "nine of the attackers were killed and two of their posts levelled"."""
    before = case.told[-1] if case.told and case.told[-1].sentence == case.sentence else None
    if before is None or case.loss.noun.thing not in {Thing.POST, Thing.VEHICLE} or before.claimant != case.speaker:
        return None
    other = before.subject in {case.foe, case.words.militants} and "own" not in case.loss.phrase.words
    return before.subject if other and owner == "their" else None


def _part_of_told(case: Case, owner: str) -> Side | None:
    """Return whose they are in "19 died, including five of their commanders", "two commanders and 30 of their men"."""
    before = case.told[-1] if case.told and case.told[-1].sentence == case.sentence else None
    first = case.loss.phrase.first
    inside = case.scan.lower[first - 1 : first] == ("including",) or case.scan.lower[first - 2 : first] == _AMONG_THEM
    led = case.scan.lower[first - 1 : first] == ("and",) and _LED & set(case.loss.phrase.words)
    beside = before is not None and before.loss.phrase.last == first - 1 and bool(led)
    return before.subject if before is not None and (inside or beside) and owner == "their" else None


_AMONG_THEM: Final = ("among", "them")
_LED: Final = word_set("men fighters comrades followers guards bodyguards soldiers troops")
# "The army's own dead" and "the military's losses" are the speaker's.
_ARMED_BODIES: Final = word_set("army military forces police corps force army's military's navy")


def _clause_start(case: Case) -> int:
    """Return where what is said begins: behind the last "that" of the speaker's content before the figure."""
    start = token_at(case, case.voice.content.start) if case.voice is not None else 0
    opened = (at + 1 for at in range(start, case.loss.phrase.first) if case.scan.lower[at] == "that")
    return next(opened, start)


def _means_theirs(case: Case) -> bool:
    """Tell what one man calls "their", who would say "our" of his own, from what officials or a force say of theirs."""
    voice, noun = case.voice, case.loss.noun
    if voice is None or voice.by is None or noun.trait in {"comrade", "own"}:
        return False
    if noun.kind not in {Kind.MILITARY, Kind.MATERIEL}:
        return False
    if voice.speaker is not None:
        spoken = case.scan.text[voice.speaker.start : voice.speaker.end]
        if spoken.casefold() in {"he", "she"}:
            return True
        if spoken.startswith("The ") or not spoken.endswith(voice.by.split()[-1]):
            return False
    return " " in voice.by and voice.by.istitle() and not set(voice.by.casefold().split()) & _MANY


_MANY: Final = word_set(
    "office ministry army police force forces government command corps authorities officials sources media department "
    "military administration council news agency"
)


def _tells_of_other_side(case: Case) -> bool:
    """Tell whether what is said speaks of "the other side", whose "its" then is."""
    before = case.scan.lower[_clause_start(case) : case.loss.phrase.first]
    return any(pair in _OTHER_SIDES for pair in pairwise(before))


_OTHER_SIDES: Final = frozenset({("other", "side"), ("the", "enemy"), ("opposite", "side"), ("opposing", "side")})


def _is_quoted_by_foe(case: Case, owner: str) -> bool:
    """Tell "X called a fairy tale a claim of Y's that 27 of its soldiers ...": its is X's."""
    quoted = case.outer is not None and case.outer == case.foe
    return quoted and owner in {"its", "their"} and not case.loss.active


def _speaks_as_we(case: Case) -> bool:
    """Tell "we took 30 of their posts", "eight of their bodies are with us"."""
    behind = case.loss.phrase.last
    before = case.scan.lower[: case.loss.phrase.first]
    ours = before[len(before) - before[::-1].index(";") :] if ";" in before else before
    return "we" in before or bool({"our", "ours"} & set(ours)) or "us" in case.scan.lower[behind : behind + 6]


def _is_weapons(case: Case, mention: Mention) -> bool:
    """Tell "indiscriminate ... fire": an adjective of fire is nobody whom "its" can mean."""
    return mention.role == "people" and bool(set(case.scan.lower[mention.last : mention.last + 2]) & FIRE)


def _last_side(case: Case) -> Side | None:
    before = [m for m in case.side_mentions() if m.first < case.loss.phrase.first]
    return before[-1].code if before else None
