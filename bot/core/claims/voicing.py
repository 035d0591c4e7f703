"""Say whose word a figure is: the voice at its place, an elided voice, or the only voice of its sentence."""

import re
from dataclasses import replace
from typing import Final

from bot.core.attribution import voice_at
from bot.core.claims.deeds import is_of_denied_deed
from bot.core.claims.words import LossWords
from bot.core.losses.chunks import Scan
from bot.core.losses.view import Loss
from bot.core.model import AttributedSentence, Side, Span, Utterance
from bot.core.wordlists import word_set

# The rule of a voice that its sentence names without a verb.
ELIDED: Final = "elided-cue"


def voice_of(sentence: AttributedSentence, scan: Scan, loss: Loss, words: LossWords) -> Utterance | None:
    """Return the utterance that the figure of `loss` belongs to, None where the outlet tells it itself."""
    first = loss.phrase.first
    elided = _in_brackets(scan, loss, words) or _elided(scan, first, words) or _gapped(scan, loss, words)
    elided = elided or _in_office(scan, first, words)
    if elided is not None:
        return elided
    figure = loss.phrase.figure
    asked = _ASKED.search(scan.text[: scan.tokens[first].start])
    position = scan.tokens[figure.first if figure is not None else first].start
    heard = replace(
        sentence,
        utterances=tuple(
            one
            for one in sentence.utterances
            if not (
                _is_counted(one, scan)
                or _only_names(one, scan.text, position)
                or _is_refuted(one, scan.text, position)
                or _denies_a_deed(one, scan.text, position)
            )
        ),
    )
    found = _in_aside(heard, scan.text, position) or voice_at(heard, position) or _only_voice(heard, position)
    return None if found is not None and asked is not None and found.content.start <= asked.start() else found


# "Asked about the 200 dead, he said": they are not his words.
_ASKED: Final = re.compile(
    r"\b(?:asked|questioned|pressed|quizzed)\s+(?:about|on|over|whether|if)\b(?:(?!\bsa(?:id|ys)\b)[^,;])*$",
    re.IGNORECASE,
)


def _in_aside(sentence: AttributedSentence, text: str, position: int) -> Utterance | None:
    """Read "a raid in which, one capital says, dozens died": who is named between the commas says what follows."""
    found = None
    for one in sentence.utterances:
        if one.speaker is None or one.cue is None or not one.speaker.start < one.cue.start < position:
            continue
        before = text[: one.speaker.start].casefold()
        if text[one.speaker.start : one.speaker.end].casefold() in _PRONOUNS:
            continue
        if before.endswith(_RELATIVE) and text[one.cue.end : one.cue.end + 1] == ",":
            found = one if ";" not in text[one.cue.end : position] else found
    return found


_PRONOUNS: Final = word_set("he she it they")
_RELATIVE: Final = ("which, ", "who, ", "whom, ", "where, ", "that, ")


_NAMING: Final = word_set("described describes describing called calls calling termed terms dubbed labelled labels")


def _only_names(utterance: Utterance, text: str, position: int) -> bool:
    """Tell "what they described as ...", which ends at the next comma, from a statement about the figure."""
    cue = utterance.cue
    if cue is None or utterance.rejects or text[cue.start : cue.end].casefold() not in _NAMING:
        return False
    asked = "what" in text[: cue.start].casefold().split()[-4:]
    return asked and cue.end < position and "," in text[cue.end : position]


def _denies_a_deed(utterance: Utterance, text: str, position: int) -> bool:
    """Tell "denied carrying out the strike that killed ten", which says nothing of the ten."""
    cue = utterance.cue
    return utterance.rejects and cue is not None and is_of_denied_deed(text[cue.end : position])


def _is_refuted(utterance: Utterance, text: str, position: int) -> bool:
    """Tell "Y's claim of 133 was untrue and that ...": what follows upon "untrue" is no more of the claim."""
    if utterance.rule != "nominal" or utterance.cue is None or utterance.cue.end > position:
        return False
    words = text[utterance.cue.end : position].casefold().replace(",", " ,").split()
    at = next((i for i, word in enumerate(words) if word in _FALSE), None)
    return at is not None and bool(_GOING_ON & set(words[at:]))


_FALSE: Final = word_set("false untrue baseless unfounded wrong fabricated exaggerated propaganda lie lies fiction")
_GOING_ON: Final = frozenset({"and", "but", ","})


def _is_counted(utterance: Utterance, scan: Scan) -> bool:
    """Tell an utterance whose cue is a counted noun ("19 army posts") from one that speaks."""
    if utterance.cue is None:
        return False
    for chunk in scan.chunks:
        at = chunk.phrase.noun_at if chunk.phrase is not None and chunk.code == "N" else None
        if at is not None and utterance.cue.start == scan.tokens[at].start:
            return True
    return False


def _elided(scan: Scan, first: int, words: LossWords) -> Utterance | None:
    """Read "one capital spoke of 50 killed, the other of two": the party before "of" or "to" speaks without a verb."""
    if first < 3 or scan.lower[first - 1] not in {"of", "to", "is", "was", "at"}:
        return None
    if scan.lower[first - 1] == "at" and not _STANDS & set(scan.lower[:first]):
        return None  # "put its toll at 23 and the other's at nine"
    if scan.lower[first - 1] in {"is", "was"} or scan.lower[first - 2] == "'s":
        return _owned(scan, first, words)
    for mention in scan.mentions:
        if mention.last == first - 1 and mention.code in words.sides and mention.role in {"seat", "state"}:
            if scan.lower[mention.first - 1] not in {",", ";", "and", "while", "but"}:
                return None
            return _spoken(mention.code, mention.first, mention.last, scan)
    return None


# "One's toll stands at 23, the other's at nine."
_STANDS: Final = word_set("stands stood stand")
_JOINTS: Final = word_set(", ; and or while but nor")


def _owned(scan: Scan, first: int, words: LossWords) -> Utterance | None:
    """Read "one capital's figure is 58; the other's is 23", "one's claim of 58 or the other's of 200"."""
    for mention in scan.mentions:
        alone = mention.last == first - 2 and scan.lower[mention.last] == "'s" and mention.first > 0
        if alone and mention.code in words.sides and scan.lower[mention.first - 1] in _JOINTS:
            return _spoken(mention.code, mention.first, mention.last, scan)
    return None


def _gapped(scan: Scan, loss: Loss, words: LossWords) -> Utterance | None:
    """Read "A says it killed 60 men and B 12", "A said that ..., B that it lost seven": B speaks with A's verb."""
    first = loss.phrase.first
    for mention in scan.mentions:
        if mention.code not in words.sides or mention.role not in {"seat", "state"} or mention.last > first:
            continue
        alone = loss.rule == "gapped-claim" and mention.last == first
        that = scan.lower[mention.last] == "that" and not set(scan.lower[mention.last + 1 : first]) & _STOPPING
        if (alone or that) and mention.first and scan.lower[mention.first - 1] in {",", ";", "and", "while"}:
            return _spoken(mention.code, mention.first, mention.last, scan)
    return None


_STOPPING: Final = word_set(", ; said says that while and")


def _in_office(scan: Scan, first: int, words: LossWords) -> Utterance | None:
    """Read "A speaks of 20 killed, officials in X of three": an office and its place speak with A's verb."""
    if first < len(_OFFICE) or scan.lower[first - 1] != "of" or "of" not in scan.lower[: first - 1]:
        return None
    start = next((at + 1 for at in range(first - 2, -1, -1) if scan.lower[at] in {",", ";", "and", "while"}), None)
    if start is None or not set(scan.lower[start : first - 1]) & _OFFICES or "in" not in scan.lower[start:first]:
        return None
    end = scan.tokens[first - 2].end
    there = [hit.place.side for hit in words.gazetteer.find(scan.text) if hit.end == end]
    side = there[0] if there and there[0] in words.sides else None
    return None if side is None else _spoken(side, start, first - 1, scan)


_OFFICE: Final = ("officials", "in", "X", "of")
_OFFICES: Final = word_set("officials official authorities police administration ministry commanders spokesmen")


def _in_brackets(scan: Scan, loss: Loss, words: LossWords) -> Utterance | None:
    """Read "23 soldiers (one's army)", "nine (according to one capital)", "nine (the other's: 200)"."""
    first, last, lower = loss.phrase.first, loss.phrase.last, scan.lower
    behind = lower[last : last + 1] == ("(",)
    inside = lower[first - 1 : first] == (":",)
    for mention in scan.mentions if behind or inside else ():
        if mention.code not in words.sides or mention.role not in {"seat", "state", "institution", "regime"}:
            continue
        close = next((at for at in range(mention.last, len(lower)) if lower[at] in {")", ","}), len(lower))
        told = behind and set(lower[last + 1 : mention.first]) <= _SOURCED and mention.first > last
        if told and set(lower[mention.last : close]) <= _SOURCED:
            return _spoken(mention.code, mention.first, mention.last, scan)
        if inside and mention.last == first - 1 and lower[mention.first - 1] in {"(", "the"} and close < len(lower):
            return _spoken(mention.code, mention.first, mention.last, scan)
    return None


_SOURCED: Final = word_set("the according to per by says said say claim claims figure figures count 's official")


def _spoken(side: Side, first: int, last: int, scan: Scan) -> Utterance:
    start, end = scan.tokens[first].start, scan.tokens[last - 1].end
    return Utterance(side, scan.text[start:end], Span(end, len(scan.text)), None, Span(start, end), ELIDED)


# A speaker put behind what he says: after the cue comes nothing but a day ("officials said on Monday, as ...").
_TAIL: Final = re.compile(r"\s*(?:on\s+)?\w*\s*(?:[,.;]|$)")


def _only_voice(sentence: AttributedSentence, position: int) -> Utterance | None:
    """Return the only speaker of the sentence where the figure stands behind the speaker's name."""
    if len({one.side for one in sentence.utterances}) != 1:
        return None
    one = sentence.utterances[0]
    text = sentence.sentence.text
    if one.rule.startswith("passive") and one.speaker is not None and text[one.speaker.end :][:1] == ",":
        return None  # "The deaths, confirmed by Y, came after ..."
    if one.cue is not None and position < one.cue.start and _TAIL.match(text, one.cue.end):
        return None if ";" in text[position : one.cue.start] else one
    if one.content.end <= position and _ends_there(one, text):
        return None
    if one.speaker is None or one.speaker.end > position or ";" in sentence.sentence.text[one.speaker.end : position]:
        return None
    return one


def _ends_there(one: Utterance, text: str) -> bool:
    """Tell "While Y says 58 died, Z has lost 23" and "strikes, which Y says killed ten, came after ..."."""
    fronted = text.split(" ", 1)[0].casefold() in _CONCEDING
    return fronted or text[one.content.start : one.content.end].split(" ", 1)[0].casefold() in _RELATIVES


_RELATIVES: Final = word_set("which who whom where")
_CONCEDING: Final = word_set("while whereas though although")
