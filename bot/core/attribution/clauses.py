"""Find the cues of a sentence: verbs of speech, "according to", "by Y's count", "Y's claim that"."""

from typing import Final

from bot.core.attribution.cues import CUES
from bot.core.attribution.labels import label_in_text
from bot.core.attribution.lines import Line
from bot.core.attribution.nouns import CLAIM_NOUNS, COUNT_NOUNS, DETERMINERS, PAPERS, PREPOSITIONS
from bot.core.attribution.phrases import Mention, mention_right, phrase_left, phrase_right
from bot.core.attribution.subjects import Found, can_speak, main_subject
from bot.core.attribution.verbs import verb_cue
from bot.core.text import word_set

_FIGURES: Final = word_set("figure figures count toll tally version account estimate")
_OWNERS: Final = {"its": "it", "his": "he", "her": "she", "their": "they"}
_ISSUED: Final = word_set(
    "circulated released issued published shared posted provided cited compiled made put distributed"
)
_IN_THE_WORDS_OF: Final = frozenset({("in", "the", noun, "of") for noun in ("words", "view", "opinion", "telling")})
_GAPPING: Final = word_set("speak talk put give report")
_AFTER_CLAIM: Final = word_set("that of to")


def find_cues(line: Line) -> list[Found]:
    """Return the cues of a sentence in order, without those that stand inside quotation marks."""
    found: list[Found] = []
    for at, word in enumerate(line.low):
        if line.quoted[at]:
            continue
        one = _phrase_cue(line, at, word) or _gapped(line, at, found)
        if one is None and word in CUES:
            one = verb_cue(line, at, found)
        if one is not None:
            if one.manner == "issued" and found and found[-1].mention is not None and found[-1].mention.end == at:
                found.pop()
            found.append(one)
    label = label_in_text(line) if not found or found[0].at > 0 else None
    if label is not None:
        return [label, *(one for one in found if one.start >= label.end)]
    return found or _before_quotation(line)


def _before_quotation(line: Line) -> list[Found]:
    """Read "Y was blunter: "No."" where no verb of speech stands."""
    colon = next((at for at, word in enumerate(line.low[:-1]) if word == ":" and line.low[at + 1] == '"'), None)
    subject = main_subject(line) if colon is not None else None
    if colon is None or subject is None or not can_speak(line, subject):
        return []
    return [Found("colon", colon, colon + 1, subject, head=subject.start)]


def _phrase_cue(line: Line, at: int, word: str) -> Found | None:
    if word == "according" and line.low[at + 1 : at + 2] == ("to",):
        mention = mention_right(line, at + 2)
        if mention is not None and at == 0:
            mention.beside = [span for span in mention.beside if _is_phrase(line, *span)]
        return Found("according", at, at + 2, mention, head=at) if mention else None
    if line.low[at : at + 4] in _IN_THE_WORDS_OF:
        mention = mention_right(line, at + 4)
        return Found("count", at, at + 4, mention, head=at) if mention else None
    if word in {"by", "in"}:
        return _count(line, at)
    if word in _ISSUED and line.low[at + 1 : at + 2] == ("by",):
        return _issued(line, at)
    if word in CLAIM_NOUNS:
        return _claim(line, at)
    return None


def _is_phrase(line: Line, start: int, end: int) -> bool:
    """Tell an apposition from the clause that follows "According to Y,"."""
    words = (at for at in range(start, end) if line.low[at] not in PREPOSITIONS and line.low[at] not in DETERMINERS)
    return line.low[end : end + 1] == (",",) and all(line.nominal(at) for at in words)


def _issued(line: Line, at: int) -> Found | None:
    """Read "a message circulated by the group", "figures released by Y"."""
    if not any(word in PAPERS or word in CLAIM_NOUNS for word in line.low[max(0, at - 8) : at]):
        return None
    mention = mention_right(line, at + 2)
    if mention is None or not line.speaks(mention.start, mention.end):
        return None
    return Found("issued", at, at + 1, mention, head=at)


def _gapped(line: Line, at: int, before: list[Found]) -> Found | None:
    """Read the second half of "Y speaks of three dead, Z of eleven"."""
    hit = line.covering[at]
    if not before or hit is None or hit.start != at or at == 0 or hit.end >= len(line.low):
        return None
    cue = before[-1].cue
    if cue is None or cue.lemma not in _GAPPING or line.low[at - 1] not in {",", "and", ";", "while"}:
        return None
    link = line.low[hit.end]
    if link not in {"of", "at"} or link not in line.low[before[-1].end : at]:
        return None
    return Found("gapped", at, hit.end, Mention(hit.start, hit.end), cue, cue.rejects, head=at)


def _count(line: Line, at: int) -> Found | None:
    """Read "by Y's count", "in the ministry's words" and the elliptic "by Y's"."""
    owner = line.low[at + 1] if at + 1 < len(line.low) else ""
    if owner in _OWNERS and any(word in COUNT_NOUNS for word in line.low[at + 2 : at + 4]):
        return Found("count", at, at + 3, Mention(at + 1, at + 2, pronoun=_OWNERS[owner]), head=at)
    end = phrase_right(line, at + 1)
    if end is not None and line.low[end - 1 : end + 1] == ("'s", "telling"):
        end += 1
    if end is None or not ("'s" in line.low[at + 1 : end] or any(line.covering[at + 1 : end])):
        return None
    last = line.low[end - 1]
    if last in COUNT_NOUNS or (last == "words" and "'s" in line.low[at + 1 : end]):
        owner_end = end - 1
    elif last == "'s" and line.low[at] == "by":
        owner_end = end
    else:
        return None
    owner_end -= line.low[owner_end - 1] == "'s" and owner_end > at + 2
    return Found("count", at, end, Mention(at + 1, owner_end), head=at)


def _claim(line: Line, at: int) -> Found | None:
    """Read "Y's claim that", "rebel claims of", "the claim by Y that"."""
    following = line.low[at + 1] if at + 1 < len(line.low) else ""
    if following == "by":
        mention = mention_right(line, at + 2)
        speaks = mention is not None and line.speaks(mention.start, mention.end)
        return Found("nominal", at, at + 1, mention, head=at) if speaks else None
    states = following in {"is", "was"} and line.low[at + 2 : at + 3] == ("that",)
    if at == 0 or not (following in _AFTER_CLAIM or states):
        return None
    whose = mention_right(line, at + 2) if following == "of" else None
    if whose is not None and line.low[whose.end : whose.end + 1] == ("that",) and can_speak(line, whose):
        return Found("nominal", at, at + 1, whose, head=at)
    return _owned_claim(line, at)


def _owned_claim(line: Line, at: int) -> Found | None:
    before = line.low[at - 1]
    if before == "'s":
        start = phrase_left(line, at - 1)
        return Found("nominal", at, at + 1, Mention(start, at - 1), head=start) if start is not None else None
    if before in _OWNERS:
        return Found("nominal", at, at + 1, Mention(at - 1, at, pronoun=_OWNERS[before]), head=at - 1)
    hit = line.covering[at - 1]
    if hit is not None and line.low[at] not in _FIGURES:
        return Found("nominal", at, at + 1, Mention(hit.start, hit.end), head=hit.start)
    return None
