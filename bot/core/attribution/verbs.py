"""Read verbs of speech: whether a word is one here, how it stands, and who its subject is."""

from typing import Final

from bot.core.attribution.ahead import mention_right
from bot.core.attribution.cues import CUES, INVERTING, Cue
from bot.core.attribution.lines import Line, is_speaker_noun
from bot.core.attribution.nouns import (
    AUXILIARIES,
    CLAIM_NOUNS,
    NUMBERS,
    PAPERS,
    PREPOSITIONS,
    RELATIVES,
    SUBORDINATORS,
    TIMES,
)
from bot.core.attribution.phrases import Mention, before_brackets, mention_left, phrase_left
from bot.core.attribution.subjects import Found, can_speak, main_subject, shared_subject, unknown_subject
from bot.core.attribution.verb_forms import (
    Group,
    absolute,
    complement_fits,
    form_fits,
    group_of,
    prompted,
    says_nothing,
)
from bot.core.text import word_set

_RELATIVE: Final = 14
_ORDERED: Final = 6
_TERMINATORS: Final = frozenset({",", ";", ".", ":", '"', "-", ")", "(", "?", "!"}) | word_set(
    "who which in on and as after while at during late early but when citing adding with without before via to of for "
    "from about"
)
_MARKS: Final = frozenset({",", ".", ";", '"', ":", "-", ")", "?", "!", "..."})
_BEFORE_INVERTED: Final = frozenset({",", '"', "", "-", "?", "!", "as"})
_QUANTITIES: Final = NUMBERS | word_set("some one many most several all both each none others number few")
_OTHER_ONES: Final = frozenset({("the", "other"), ("the", "others"), ("the", "second")})
_BY_MEANS: Final = word_set("telephone phone email e-mail text video letter way")
# "our readers wrote in" is the outlet's own voice.
_OURS: Final = word_set("listeners readers viewers correspondent correspondents reporter reporters sources")
_CARE: Final = word_set("hospital hospitals clinic clinics doctor doctors ward wards centre center surgeons medics")
_OUR_PAPERS: Final = word_set("report story article newspaper dispatch page blog")


def verb_cue(line: Line, at: int, before: list[Found]) -> Found | None:
    group = group_of(line, at)
    for cue in CUES[line.low[at]]:
        if not form_fits(line, at, cue, group) or not complement_fits(line, at, cue):
            continue
        if group.negated or says_nothing(line, at) or (before and cue.lemma == "tell" and _orders(line, at)):
            return None
        found = _with_subject(line, at, cue, group, before)
        if found is not None and not _nobody(line, found):
            return found
    return None


def _orders(line: Line, at: int) -> bool:
    """Tell "told them to leave", which is what somebody did where another speaks."""
    to = next((k for k in range(at + 2, min(at + _ORDERED, len(line.low) - 1)) if line.low[k] == "to"), None)
    return to is not None and all(line.low[k][0].isalpha() for k in range(at + 1, to)) and line.low[to + 1].isalpha()


def _nobody(line: Line, found: Found) -> bool:
    """Tell a subject that says that nobody speaks: "no group claimed", "neither side said"."""
    mention = found.mention
    if mention is None:
        return False
    if _takes_in(line, found, mention) or _is_ours(line, mention):
        return True
    for one in (mention, *mention.joined):
        first = one.start + (line.low[one.start] == "that" and one.end > one.start + 1)
        if line.low[first] in {"no", "none", "neither", "nobody", "nor"}:
            return True
        if one.start > 0 and line.low[one.start - 1] in {"no", "neither", "nor", "none"}:
            return True
    return False


def _takes_in(line: Line, found: Found, mention: Mention) -> bool:
    """Tell "the hospital admitted 11 wounded", which tells of no words."""
    if found.cue is None or found.cue.lemma != "admit" or line.low[found.end : found.end + 1] in {("that",), ("to",)}:
        return False
    start = 0 if mention.pronoun else mention.start
    return bool(_CARE.intersection(line.low[start : mention.end]))


def _is_ours(line: Line, mention: Mention) -> bool:
    """Tell the outlet's own voice: "we", "our readers", "this report"."""
    first, last = line.low[mention.start], line.low[mention.end - 1]
    if first == "this" and last in _OUR_PAPERS:
        return True
    return first == "we" or (first == "our" and not line.covering[mention.end - 1] and last in _OURS)


def _with_subject(line: Line, at: int, cue: Cue, group: Group, before: list[Found]) -> Found | None:
    if group.be and cue.form == "participle":
        return _passive(line, at, cue, group)
    if cue.form == "gerund" and not group.be:
        return _gerund(line, at, cue, group, before)
    by_follows = line.low[at + 1 : at + 2] == ("by",) and "by" not in cue.follows
    by_follows = by_follows and not set(line.low[at + 2 : at + 3]) & _BY_MEANS
    if cue.form == "past" and by_follows and not _has_subject(line, group.start):
        if cue.lemma in {"quote", "cite"} and _speaks_on(line, at, group, before):
            return None
        return _passive(line, at, cue, group)
    return _inverted(line, at, cue, group) or _active(line, at, cue, group, before)


def _speaks_on(line: Line, at: int, group: Group, before: list[Found]) -> bool:
    """Tell "sources quoted by Y said" and "according to sources cited by Y", where the sources speak."""
    by = mention_right(line, at + 2)
    if by is None:
        return False
    if before and before[-1].manner == "according" and "," not in line.low[before[-1].end : at]:
        return True
    parted = line.low[group.start - 1] == ","
    whom = mention_left(line, group.start - parted)
    if whom is None or not line.speaks(whom.start, whom.end):
        return False
    return any(word in CUES for word in line.low[by.end : by.end + 2])


def _gerund(line: Line, at: int, cue: Cue, group: Group, before: list[Found]) -> Found | None:
    """Read ", saying that", "each saying that", "with Y saying that", "quoting Y"."""
    start = group.start
    if start > 0 and line.low[start - 1] in {"each", "both"}:
        return Found("active", at, at + 1, Mention(start - 1, start), cue, cue.rejects, head=start - 1)
    if cue.lemma in {"quote", "cite"}:
        return _cited(line, at, cue)
    who = absolute(line, start) or _told_of(line, start)
    if who is not None:
        return Found("active", at, at + 1, who, cue, cue.rejects, head=who.start)
    return Found("gerund", at, at + 1, shared_subject(line, before, at), cue, cue.rejects, head=at)


def _told_of(line: Line, start: int) -> Mention | None:
    """Return the party in "a figure that Y, conceding four dead, dismissed", which is told of in another's words."""
    left = phrase_left(line, start - 1) if start > 2 and line.low[start - 1] == "," else None
    if left is None or left == 0 or line.low[left - 1] not in RELATIVES | {"that"}:
        return None
    return Mention(left, start - 1) if line.covering[start - 2] is not None else None


def _cited(line: Line, at: int, cue: Cue) -> Found | None:
    """Read "quoting security sources": whoever is quoted speaks."""
    mention = mention_right(line, at + 1)
    if mention is None or not line.speaks(mention.start, mention.end) or line.low[mention.end - 1] in PAPERS:
        return None
    if at == 0 or any(line.low[start] in CUES for start, _ in mention.beside):
        mention.beside.clear()  # what follows the comma is who quotes
    return Found("cited", at, at + 1, mention, cue, head=at)


def _has_subject(line: Line, start: int) -> bool:
    return start > 0 and line.low[start - 1] in {"he", "she", "it", "they"}


def _active(line: Line, at: int, cue: Cue, group: Group, before: list[Found]) -> Found | None:
    if group.infinitive:
        return _infinitive(line, at, cue, group, before)
    end = at + 1
    quoted = _quoted_as(line, at) if cue.lemma in {"quote", "cite", "report"} else None
    if quoted is not None:
        return Found("active", at, end, quoted, cue, head=at)
    previous = line.low[group.start - 1] if group.start > 0 else ""
    if previous in {"and", "but", "then", "or"} or (previous in _MARKS and before and previous != '"'):
        mention = mention_left(line, group.start) if previous == "," else None
        if mention is None:
            return Found("shared", at, end, shared_subject(line, before, at), cue, cue.rejects, head=at)
    mention = _subject(line, cue, group)
    if mention is None or (cue.lemma == "point" and line.low[mention.end - 1] in PAPERS):
        return None
    relative = previous in RELATIVES or previous == "that"
    if before and previous == "that" and line.low[max(0, mention.start - 2) : mention.start] == ("it", "was"):
        return None
    inside = mention.start > 0 and line.low[mention.start - 1] in RELATIVES
    head = group.start - 1 if relative else mention.start if inside else at
    return Found("active", at, end, mention, cue, cue.rejects, relative=relative or inside, head=head)


def _quoted_as(line: Line, at: int) -> Mention | None:
    """Return who is quoted in "the daily quoted Y as saying"."""
    mention = mention_right(line, at + 1)
    if mention is None or not line.speaks(mention.start, mention.end):
        return None
    last = max([mention.end, *(end for _, _, end in mention.tails), *(end for _, end in mention.beside)])
    said = line.low[last : last + 1] == ("as",) and (line.low[at] != "reported" or line.low[last + 1].endswith("ing"))
    return mention if said else None


def _infinitive(line: Line, at: int, cue: Cue, group: Group, before: list[Found]) -> Found:
    """Read "prompted Y to say" and "went on to say"."""
    whom = prompted(line, group.start)
    if whom is not None:
        return Found("active", at, at + 1, whom, cue, cue.rejects, head=whom.start)
    return Found("shared", at, at + 1, shared_subject(line, before, at), cue, cue.rejects, head=at)


def _subject(line: Line, cue: Cue, group: Group) -> Mention | None:
    """Return who speaks before a verb: whoever "a ..." is, where it says or tells."""
    mention = mention_left(line, _before_bracketed(line, group.start))
    anybody = mention is not None and line.low[mention.start] in {"a", "an"} and not mention.tails
    if mention is not None and anybody and mention.end - mention.start > 1 and cue.lemma in {"say", "tell"}:
        return mention
    if mention is not None and line.low[mention.start : mention.end] in _OTHER_ONES:
        return mention
    if mention is not None and not _is_thing(line, mention):
        return mention
    return (
        _before_relative(line, group.start)
        or _before_participle(line, group.start)
        or _before_parenthesis(line, group.start)
        or _in_clause(line, group.start)
        or (None if cue.weak else unknown_subject(line, group.start))
    )


def _before_bracketed(line: Line, end: int) -> int:
    """Return where "(12 October)" begins that stands before a verb, else the verb's own place."""
    if line.low[end - 1 : end] != (")",):
        return end
    opens = next((at for at in range(end - 1, max(-1, end - _BRACKETED), -1) if line.low[at] == "("), end)
    dated = opens < end and not any(line.covering[opens:end]) and TIMES.intersection(line.low[opens:end])
    return opens if dated else end


_BRACKETED: Final = 6


def _before_participle(line: Line, end: int) -> Mention | None:
    """Return the subject at a sentence's head before "heading home", where no other verb stands between."""
    head = main_subject(line)
    if head is None or head.pronoun or head.end >= end or not can_speak(line, head):
        return None
    between = line.low[head.end : end]
    plain = not any(word in AUXILIARIES or word in CUES or word == "," for word in between)
    return Mention(head.start, head.end) if between[0].endswith("ing") and plain else None


def _before_parenthesis(line: Line, end: int) -> Mention | None:
    """Return the subject at a sentence's head before "who survived, N N," and ", which lost three, two of them,"."""
    head = main_subject(line) if line.low[end - 1] == "," and end > 1 else None
    if head is None or head.pronoun or head.end >= end or not can_speak(line, head):
        return None
    last = max([head.end, *(tail for _, _, tail in head.tails)])
    opens = line.low[last + (line.low[last] == ",")]
    if opens not in RELATIVES and not (line.low[last] == "," and opens in PREPOSITIONS):
        return None
    between = line.low[last:end]
    if '"' in between or ";" in between or _is_thing(line, Mention(head.start, head.end)):
        return None
    head.beside.clear()
    return head


def _in_clause(line: Line, end: int) -> Mention | None:
    """Return the subject of a clause inside before an aside: "after Y's officials, who would not be named, said"."""
    if line.low[max(0, end - 1)] != ",":
        return None
    opens = next((at for at in range(end - 2, 0, -1) if line.low[at] in _MARKS), 0)
    aside = line.low[opens + 1]
    if line.low[opens] != "," or not (aside in RELATIVES or aside in PREPOSITIONS or aside.endswith("ing")):
        return None
    left = mention_left(line, opens)
    if left is None or left.pronoun or not line.speaks(left.start, left.end):
        return None
    return left if left.start and line.low[left.start - 1] in SUBORDINATORS else None


def _is_thing(line: Line, mention: Mention) -> bool:
    """Tell a phrase that nobody is called by: "the nearby ... gate" behind "traders who use"."""
    if any(line.is_name(start) for start, _ in mention.beside):
        return False
    if mention.tails and mention.tails[0][0] == "of" and line.low[mention.end - 1] in _QUANTITIES:
        _, start, end = mention.tails[0]
        return not line.speaks(start, end) and line.low[start] not in {"them", "us"}
    if mention.pronoun or mention.joined or not line.speaks(mention.start, mention.end):
        return not mention.pronoun and not mention.joined
    last = line.tokens[mention.end - 1]
    named = line.covering[mention.end - 1] is not None or last.text[:1].isupper() or is_speaker_noun(last.lower)
    relative = any(word in RELATIVES for word in line.low[max(0, mention.start - _RELATIVE) : mention.start])
    return not named and last.lower.isalpha() and last.lower not in {"each", "both"} and relative


def _before_relative(line: Line, end: int) -> Mention | None:
    """Return the subject before a clause without commas: "an official who asked not to be named said"."""
    for at in range(end - 1, max(0, end - _RELATIVE), -1):
        if line.low[at] in _MARKS:
            return None
        if line.low[at] == "who":
            return mention_left(line, at)
    return None


def _passive(line: Line, at: int, cue: Cue, group: Group) -> Found | None:
    end = at + 1
    if cue.lemma in {"quote", "cite", "report"} and "as" in line.low[end : end + 8]:
        mention = mention_left(line, group.start)
        return Found("active", at, end, mention, cue, cue.rejects, head=at) if mention else None
    for by in range(end, min(end + 12, len(line.low))):
        if line.low[by] in {",", ";", "."} or line.low[by] in AUXILIARIES or (by == end and line.low[by] == "that"):
            break
        if line.low[by] == '"' and by != end and line.low[end : end + 1] not in {('"',), ("as",)}:
            break
        if line.low[by] == "by":
            mention = mention_right(line, by + 1)
            if mention is not None and line.speaks(mention.start, mention.end):
                return Found("passive", at, end, mention, cue, cue.rejects, head=at)
    seat = line.covering[end + 1] if line.low[end : end + 1] == ("in",) and end + 1 < len(line.low) else None
    if cue.rejects and seat is not None and seat.role == "seat":
        return Found("passive", at, end, Mention(seat.start, seat.end), cue, cue.rejects, head=at)
    claims = any(word in CLAIM_NOUNS for word in line.low[: group.start])
    if (cue.rejects and cue.lemma not in {"dispute", "contest", "discount"}) or (
        claims and "as" in line.low[end : end + 2]
    ):
        return Found("agentless", at, end, None, cue, cue.rejects, head=at)
    return None


def _inverted(line: Line, at: int, cue: Cue, group: Group) -> Found | None:
    """Read "..., said the ministry" and "..., says X of the department"."""
    previous = line.low[at - 1] if at > 0 else ""
    if (cue.lemma not in INVERTING and previous != '"') or group.start != at:
        return None
    if previous not in _BEFORE_INVERTED:
        return None
    mention = mention_right(line, at + 1)
    if mention is None or not _closes_clause(line, mention) or (previous == "," and _fronted_clause(line, mention)):
        return None
    if previous == "," and _has_told_subject(line, group.start):
        return None
    return Found("inverted", at, at + 1, mention, cue, cue.rejects, head=at)


def _has_told_subject(line: Line, end: int) -> bool:
    """Tell "N N, who runs the office, said 14 villagers ..." from "..., said 14 villagers"."""
    left = mention_left(line, end)
    if left is None or left.pronoun or not line.speaks(left.start, left.end):
        return False
    if left.beside and (line.low[end + 1][0].isdigit() or line.low[end + 1] in NUMBERS):
        return True
    return left.start <= 1 and any("who" in line.low[max(0, start - 3) : start + 1] for start, _ in left.beside)


def _closes_clause(line: Line, mention: Mention) -> bool:
    """Tell whether a speaker's phrase ends the clause, so that no verb of its own follows."""
    end = mention.end
    if line.low[mention.start : end] in {("one",), ("another",)}:
        return True
    last = before_brackets(line, end)
    if not line.speaks(mention.start, end) or not (mention.pronoun or line.speaks(last - 1, last)):
        return False
    following = line.low[end] if end < len(line.low) else "."
    return following in _TERMINATORS or following in TIMES


def _fronted_clause(line: Line, mention: Mention) -> bool:
    """Tell whether what looks like an inverted subject is the subject of a clause of its own."""
    last = max([mention.end, *(end for _, _, end in mention.tails)])
    return last < len(line.low) and line.low[last] in AUXILIARIES
