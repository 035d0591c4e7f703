"""Say why a reading is kept back: a figure whose speaker is a guess is worse in a wrong mouth than left out.

One table of doubts, tried in order. A doubt looks at who is said to speak, never at whether the figure is likely. Each
stands for a class of readings that was right in less than nine of ten cases when it was measured.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from bot.core.claims.told import Case
from bot.core.claims.voicing import ELIDED
from bot.core.losses.lexicon import LOSE, Thing
from bot.core.model import BOTH, OTHER, AttributedSentence, Kind, Measure, Utterance
from bot.core.wordlists import word_set


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a loss stands: its sentence, the one before it, whether anybody has spoken so far, in the title or not."""

    sentence: AttributedSentence
    before: AttributedSentence | None
    spoken: bool = False
    titled: bool = False


def doubt_about(case: Case, setting: Setting) -> str | None:
    """Return the name of the first doubt about whose word a loss is, None where there is none."""
    return next((name for name, doubts in _DOUBTS if doubts(case, setting)), None)


_RECKONINGS: Final = word_set(
    "tally tallies toll count counts ledger list figures account accounts sum total reckoning counted version telling"
)
_OFFICIALS: Final = word_set(
    "official officials officer officers ministry minister military army commander spokesman spokesperson spokeswoman "
    "police government authorities governor sources command troops"
)
_PAPERS: Final = word_set("information tally list ledger version")
_PRESS: Final = word_set("press agency news wire broadcaster post times")
_FIGHTERS: Final = word_set("the fighters militants insurgents rebels attackers gunmen")
_ABROAD: Final = word_set("un u.n. nato aid western diplomats diplomat hospital charity former retired local militant")


def _amid_voices(case: Case, setting: Setting) -> bool:
    """Doubt what nobody is said to say right after a side's word, which may go on; no side tells both sides' dead."""
    if case.voice is not None or setting.before is None or setting.titled or case.to == BOTH:
        return False
    if _opens_anew(case):
        return False
    return len(setting.before.by) == 1 and setting.before.by[0] in case.words.sides


def _opens_anew(case: Case) -> bool:
    """Tell a stamped line of a live page, and an older time told of soldiers named by their side, from a statement."""
    lower = case.scan.lower
    if _STAMP.match(case.scan.text):
        return ":" not in lower[_STAMP_TOKENS:]
    if _CAME_AFTER.match(case.scan.text) or _REPORTED.search(case.scan.text):
        return True
    return lower[:2] in _OLDER or bool(_DATED.match(case.scan.text))


# "In September,", "Similarly, on Sept 14," and "Earlier on May 5," of another day than the statement's.
_DATED: Final = re.compile(
    r"(?:(?:Similarly|Earlier|Also),? [Oo]n (?:\d{1,2} )?|(?:Earlier,? )?[Ii]n (?:early |late |mid-)?)"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\b"
)
# What the outlet tells of how its event came about: no statement opens so.
_CAME_AFTER: Final = re.compile(
    r"(?:It|This|That|These|The(?: \w+){1,3}) (?:(?:had )?(?:followed|follows)|"
    r"(?:had )?(?:come|came|comes|occurred|erupted)(?: [\w-]+){0,4} after|(?:was|were) \w+ after)\b"
)
# What nobody is said to have reported is the outlet's.
_REPORTED: Final = re.compile(r"\breportedly\b|\b(?:was|were|is|are|been) reported(?! (?:by|to (?:the|him|us)))\b")
_STAMP: Final = re.compile(r"\d{1,2}[:.]\d{2}\b")
_STAMP_TOKENS: Final = 5
_OLDER: Final = frozenset(
    (one, two)
    for one, others in {"last": "week month year", "earlier": "this in", "late": "last", "early": "last"}.items()
    for two in others.split()
)


def _beside_a_voice(case: Case, setting: Setting) -> bool:
    """Doubt what nobody is said to say in a sentence in which a side speaks."""
    told = bool(case.told) and case.told[0].sentence != case.sentence
    return (
        case.voice is None
        and (setting.spoken or told)
        and any(side in case.words.sides for side in setting.sentence.by)
    )


def _reckoned_by_a_side(case: Case, setting: Setting) -> bool:  # noqa: ARG001 - every doubt has the same arguments
    """Doubt what nobody is said to say beside a side's tally, list or count."""
    lower = case.scan.lower
    told = {word for before, word in pairwise(("", *lower)) if (before, word) != ("death", "toll")}
    return case.voice is None and bool(told & _RECKONINGS) and bool(case.side_mentions())


def _boasted_by_nobody(case: Case, setting: Setting) -> bool:
    """Doubt posts, vehicles and aircraft that nobody is said to have claimed, but in the lead and title."""
    if case.voice is not None or not setting.spoken or setting.titled:
        return False
    return case.loss.noun.thing in {Thing.POST, Thing.VEHICLE, Thing.AIRCRAFT}


def _claimed_by_nobody(case: Case, setting: Setting) -> bool:  # noqa: ARG001
    """Doubt "which prompted A's forces to claim the capture of three": it is A's word, though A is nobody's voice."""
    return case.voice is None and bool(_CLAIMING & set(case.scan.lower[max(0, case.verb - 2) : case.verb]))


_CLAIMING: Final = word_set("claim claims claiming claimed")


def _ours_of_nobody(case: Case, setting: Setting) -> bool:  # noqa: ARG001
    """Doubt "our forces killed 58" from somebody of no side, whose post or statement it is."""
    ours = any(one == "our" and other in _FORCES for one, other in pairwise(case.scan.lower))
    return case.speaker is None and not case.of_militants and ours


_FORCES: Final = word_set("forces mujahideen mujahidin army troops soldiers fighters guards military")


def _guessed(case: Case, setting: Setting) -> bool:  # noqa: ARG001
    """Doubt a speaker whose side nothing tells: a stranger's name, or an office that may be either's."""
    return case.voice is not None and case.voice.rule.startswith("guess ")


def _spoken_by_a_place(case: Case, setting: Setting) -> bool:  # noqa: ARG001
    """Doubt a speaker whose name is a district's or town's: the name belongs to somebody else's."""
    if case.voice is None or case.voice.by is None:
        return False
    by = case.voice.by
    seats = {word for side in case.words.theatre.sides for role in ("names", "seats") for word in side.group(role)}
    named = [hit.place for hit in case.words.gazetteer.find(by) if hit.start == 0 and hit.end == len(by)]
    cue = case.voice.cue
    before = case.scan.text[: cue.start].casefold().split() if cue is not None else []
    if named and named[0].side == case.voice.side and not {word.strip(",") for word in before} & _ABROAD:
        return False  # "the deputy commissioner of the district": whoever it is, he is of its side
    return by not in seats and any(place.kind != "country" for place in named)


def _office_of_nobody(case: Case, setting: Setting) -> bool:  # noqa: ARG001
    """Doubt an officer, ministry or tally that no side was found for."""
    voice = case.voice
    if voice is None or voice.side != OTHER or case.of_militants:
        return False
    if voice.by is None:
        return False
    words = set(voice.by.casefold().split())
    if words & _ABROAD or _names_abroad(case, voice):
        return False
    return bool(words & (_OFFICIALS | _PAPERS))


def _names_abroad(case: Case, voice: Utterance) -> bool:
    """Tell whether a third country or body is named in the speaker."""
    if voice.speaker is None:
        return True
    start, end = voice.speaker.start, voice.speaker.end
    inside = case.scan.text[start:end]
    if any(m.code == OTHER and start <= case.scan.tokens[m.first].start < end for m in case.scan.mentions):
        return True
    return any(name in inside.split() for name in case.words.theatre.group("institutions"))


def _means_another(case: Case, setting: Setting) -> bool:  # noqa: ARG001
    """Doubt "they" taken for somebody far where the sentence names another side's forces or government before it."""
    voice = case.voice
    if voice is None or voice.speaker is None or voice.cue is None or voice.side not in case.words.sides:
        return False
    spoken = case.scan.text[voice.speaker.start : voice.speaker.end].casefold()
    if spoken not in {"they", "it"} or _goes_on(case, voice):
        return False
    tokens = case.scan.tokens
    before = [m for m in case.side_mentions() if tokens[m.first].start < voice.speaker.start and m.role != "people"]
    if spoken == "it":
        before = [m for m in before if case.scan.lower[m.last] not in _MEN]
    return bool(before) and all(m.code != voice.side for m in before) and tokens[before[0].first].start > 0


# "Y's fighters died, it said": many are no "it".
_MEN: Final = word_set("fighters soldiers troops militants guards forces men officers policemen civilians posts people")


def _goes_on(case: Case, voice: Utterance) -> bool:
    """Tell "..., they added", "in which, it says, ...": who spoke before goes on, whoever the losses are of."""
    cue, speaker = voice.cue, voice.speaker
    if cue is None or speaker is None:
        return False
    text = case.scan.text
    if text[cue.start : cue.end].casefold() in {"added", "adds"}:
        return True
    return text[: speaker.start].endswith("in which, ") and text[cue.end : cue.end + 1] == ","


def _fighters_for_a_side(case: Case, setting: Setting) -> bool:  # noqa: ARG001
    """Doubt "the fighters" taken for a side's own voice."""
    by = set((case.voice.by or "").casefold().split()) if case.voice is not None else set()
    return bool(by) and case.speaker is not None and by <= _FIGHTERS


def _quotes_another(case: Case, setting: Setting) -> bool:  # noqa: ARG001
    """Doubt a medium's word where the sentence says that it quotes somebody."""
    voice = case.voice
    if voice is None or voice.side != OTHER:
        return False
    at = next((i for i, word in enumerate(case.scan.lower) if word in _QUOTING), None)
    if at is None:
        return False
    quoted = [m for m in case.side_mentions() if at < m.first <= at + _QUOTED]
    return any(m.role != "people" for m in quoted)


_QUOTING: Final = word_set("quoting citing quoted cited")
_QUOTED: Final = 8


def _uses_others_words(case: Case, setting: Setting) -> bool:  # noqa: ARG001
    """Doubt a side's word that calls the dead what only the other side calls them."""
    if case.speaker is None or case.voice is None or case.denied:
        return False
    words = set(case.scan.lower)
    used = {side.code for side in case.words.theatre.sides if words & {word.casefold() for word in side.group("usage")}}
    return bool(used) and case.speaker not in used


def _both_speak(case: Case, setting: Setting) -> bool:
    """Doubt one side's word where both say the same in one breath, not of each other nor of one of them by name."""
    voice = case.voice
    utterances = setting.sentence.utterances
    if voice is None or case.agreed or "other" in " ".join(case.scan.lower) or any(one.rejects for one in utterances):
        return False
    rival = case.words.theatre.enemy(voice.side) if voice.side in case.words.sides else None
    return any(one.side == rival and (one.content, one.cue) == (voice.content, voice.cue) for one in utterances)


def _counts_others_foes(case: Case, setting: Setting) -> bool:  # noqa: ARG001
    """Doubt militants' losses in a voice that only goes on, of the side that does not fight them."""
    voice = case.voice
    carried = voice is not None and voice.cue is None and not case.denied
    return carried and case.to == case.words.militants and case.speaker not in {None, case.words.fought}


def _harms_others(case: Case, setting: Setting) -> bool:
    """Doubt civilians in a voice that only goes on, of the side that hurt them: no side volunteers whom it hurt.

    They are the other side's, or died "in the strikes" of which the speaker has just told as its own.
    """
    voice, noun = case.voice, case.loss.noun
    if voice is None or not _only_goes_on(voice) or case.denied or case.speaker is None or _is_quoted(case, setting):
        return False
    if noun.kind not in {Kind.CIVILIAN, Kind.UNSPECIFIED} or noun.thing is not Thing.PERSON or noun.trait == "other":
        return False
    return case.to == case.foe or (case.to == case.speaker and _struck_before(case))


def _kills_its_own(case: Case, setting: Setting) -> bool:  # noqa: ARG001
    """Doubt who "said it killed 15" of his own: it must be the other side that speaks."""
    here = [one.loss for one in case.told if one.sentence == case.sentence and one.voice == case.voice]
    return any(
        loss.active
        and loss.measure is Measure.KILLED
        and loss.word is not None
        and loss.word.measures is not LOSE
        and loss.word_at is not None
        and loss.word_at < len(case.scan.chunks)
        and any(mention.code == case.speaker for mention in loss.phrase.mentions)
        and _did_it(case, loss.word_at)
        for loss in (*here, case.loss)
    )


def _did_it(case: Case, word_at: int) -> bool:
    before = case.scan.lower[: case.scan.chunks[word_at].first]
    before = before[:-1] if before[-1:] in _HAVING else before
    return before[-1:] in _ITSELF


_HAVING: Final = (("had",), ("has",), ("have",))
_ITSELF: Final = (("it",), ("they",), ("we",))


def _follows_a_guess(case: Case, setting: Setting) -> bool:  # noqa: ARG001
    """Doubt a figure put beside one whose speaker is a guess, and so whose dead they are."""
    before = case.told[-1] if case.told and case.loss.rule in {"carried", "parallel"} else None
    if before is None or before.voice is None or before.sentence != case.sentence or case.loss.phrase.mentions:
        return False
    guessed = before.voice.rule.startswith("guess") and before.subject == before.claimant
    return guessed and not before.loss.phrase.mentions


def _foes_feat(case: Case, setting: Setting) -> bool:  # noqa: ARG001
    """Doubt nameless sources that tell what the foe did to their own posts: they may as well be the foe's."""
    voice = case.voice
    if voice is None or voice.speaker is None or case.denied or not case.loss.active or case.to != case.speaker:
        return False
    if case.loss.noun.thing not in {Thing.POST, Thing.VEHICLE, Thing.AIRCRAFT}:
        return False
    spoken = case.scan.text[voice.speaker.start : voice.speaker.end].casefold().split()
    tokens = case.scan.tokens
    named = any(voice.speaker.start <= tokens[one.first].start < voice.speaker.end for one in case.side_mentions())
    return "sources" in spoken and not named


def _after_a_rejection(case: Case, setting: Setting) -> bool:
    """Doubt a voice that only goes on behind its rejection of the other's claims: the outlet goes on more often."""
    voice = case.voice
    if voice is None or not _only_goes_on(voice) or case.denied or setting.before is None or case.speaker is None:
        return False
    if _is_quoted(case, setting):
        return False
    return any(one.side == voice.side and one.rejects for one in setting.before.utterances)


def _only_goes_on(voice: Utterance) -> bool:
    """Tell a voice that its sentence does not name."""
    return voice.cue is None and voice.rule != ELIDED


def _is_quoted(case: Case, setting: Setting) -> bool:
    """Tell a sentence that stands in quotation marks, or behind ones that were not closed."""
    text, before = case.scan.text, setting.before.sentence.text if setting.before is not None else ""
    return text[:1] in _QUOTES or text[-1:] in _QUOTES or before.count("“") > before.count("”")


_QUOTES: Final = frozenset('"“”')


def _struck_before(case: Case) -> bool:
    """Tell "died in the raids" behind "Y says that it struck camps"."""
    behind = case.scan.lower[case.loss.phrase.last :]
    if not case.earlier or not any(one == "the" and two in _RAIDS for one, two in pairwise(behind)):
        return False
    before = case.earlier[-1]
    foes = (mention.first for mention in before.mentions if mention.code == case.foe)
    struck = next((at for at, word in enumerate(before.lower) if word in _STRUCK), None)
    return struck is not None and min(foes, default=struck) >= struck


_RAIDS: Final = word_set("strikes strike raids raid airstrikes bombing bombardment shelling")
_STRUCK: Final = word_set("struck hit targeted bombed raided destroyed conducted carried")


def _is_press(case: Case, setting: Setting) -> bool:  # noqa: ARG001
    """Doubt a medium taken for somebody of another name ("The ... Press" for an official heard before)."""
    voice = case.voice
    if voice is None or voice.by is None or voice.speaker is None:
        return False
    words = case.scan.text[voice.speaker.start : voice.speaker.end].split()
    named = {word.casefold() for word in words if word[:1].isupper()} - {"the", "a", "an", "he", "she", "it", "they"}
    known = {word.casefold() for word in voice.by.split()}
    return bool(named & _PRESS) and not named & known


def _stamped(case: Case, setting: Setting) -> bool:
    """Doubt a statement carried on over the time stamp of a live page."""
    opening = setting.sentence.sentence.text[:6]
    return case.voice is not None and case.voice.cue is None and opening[:1].isdigit() and ":" in opening


def _set_in_time(case: Case, setting: Setting) -> bool:  # noqa: ARG001
    """Doubt ", two days after militants killed seven" behind what a side says: as a rule the outlet sets it in time."""
    voice = case.voice
    if voice is None or voice.cue is None or case.speaker is None:
        return False
    figure = case.scan.tokens[case.loss.phrase.first].start
    between = case.scan.text[voice.cue.end : figure] if voice.cue.end < figure else ""
    return " after " in between and _LATER.search(between) is not None and not _QUOTES & set(between)


_LATER: Final = re.compile(r", (?:[\w-]+ ){0,5}(?:minutes?|hours?|days?|weeks?|months?|years?|weekend) after [^,;]*$")


_DOUBTS: Final[tuple[tuple[str, Callable[[Case, Setting], bool]], ...]] = (
    ("amid-voices", _amid_voices),
    ("beside-a-voice", _beside_a_voice),
    ("reckoned", _reckoned_by_a_side),
    ("boast-of-nobody", _boasted_by_nobody),
    ("claimed-by-nobody", _claimed_by_nobody),
    ("guessed", _guessed),
    ("ours-of-nobody", _ours_of_nobody),
    ("place-speaks", _spoken_by_a_place),
    ("office-of-nobody", _office_of_nobody),
    ("pronoun", _means_another),
    ("fighters", _fighters_for_a_side),
    ("quotes", _quotes_another),
    ("usage", _uses_others_words),
    ("both-speak", _both_speak),
    ("others-foes", _counts_others_foes),
    ("harms-others", _harms_others),
    ("kills-own", _kills_its_own),
    ("heir-of-guess", _follows_a_guess),
    ("foes-feat", _foes_feat),
    ("after-rejection", _after_a_rejection),
    ("press", _is_press),
    ("time-stamp", _stamped),
    ("set-in-time", _set_in_time),
)
