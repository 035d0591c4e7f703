"""Read verbs of speech: whether a word is one here, how it stands, and who its subject is."""

from dataclasses import dataclass
from typing import Final

from bot.core.attribution.cues import BARE, CATENATIVES, CUES, INVERTING, NOTHING, NOUN_LIKE, SAYING, Cue
from bot.core.attribution.lines import Line
from bot.core.attribution.nouns import (
    ADVERBS,
    AUXILIARIES,
    BE,
    CLAIM_NOUNS,
    CONJUNCTIONS,
    DETERMINERS,
    LOCAL,
    NEGATIONS,
    NUMBERS,
    PAPERS,
    PREPOSITIONS,
    QUALIFIERS,
    RELATIVES,
    TIMES,
)
from bot.core.attribution.phrases import Mention, mention_left, mention_right, phrase_left
from bot.core.attribution.subjects import Found, shared_subject, unknown_subject
from bot.core.text import word_set

_NEAR: Final = 9
_REACH: Final = 7
_SPOILING: Final = 5
_RELATIVE: Final = 14
_TERMINATORS: Final = frozenset({",", ";", ".", ":", '"', "-", ")", "(", "?", "!"}) | word_set(
    "who which in on and as after while at during late early but when citing adding with without before via to of for "
    "from about"
)
_TRAILERS: Final = word_set("on in at during via late early after through to")
_MARKS: Final = frozenset({",", ".", ";", '"', ":", "-", ")", "?", "!", "..."})
_GERUND_LEADS: Final = frozenset({",", "-", '"', ";"}) | word_set(
    "and but or by while before after when in then also instead publicly again as x twitter"
)
_PLURALS: Final = word_set(
    "police they we you people media each both all men women children troops others many some who that"
)
_PARTED: Final = word_set("each both there here all")
_COMPLEMENTS: Final = word_set("to on for at in from")
_OF: Final = word_set("complains accuses")
_BEFORE_INVERTED: Final = frozenset({",", '"', "", "-", "?", "!", "as"})
_PROMPTS: Final = word_set(
    "prompted prompting led leading forced forcing caused causing pushed drove provoked provoking moved"
)
_ENDED: Final = frozenset({(mark,) for mark in _MARKS})
_BY_MEANS: Final = word_set("telephone phone email e-mail text video letter way")
# "our readers wrote in" is the outlet's own voice.
_OURS: Final = word_set("listeners readers viewers correspondent correspondents reporter reporters sources")
_CARE: Final = word_set("hospital hospitals clinic clinics doctor doctors ward wards centre center surgeons medics")
_OUR_PAPERS: Final = word_set("report story article newspaper dispatch page blog")
_HAVE: Final = word_set("has have had having 've 'd")


@dataclass(slots=True)
class _Group:
    """What stands before the verb: where the verb group begins and what its auxiliaries tell."""

    start: int
    be: bool = False
    have: bool = False
    modal: bool = False
    infinitive: bool = False
    negated: bool = False


def _group(line: Line, at: int) -> _Group:
    group = _Group(at)
    while group.start > 0:
        word = line.low[group.start - 1]
        if word in AUXILIARIES:
            group.be |= word in BE
            group.have |= word in _HAVE
            group.modal |= word not in BE and word not in _HAVE
        elif word in NEGATIONS:
            group.negated |= line.low[group.start] != "only"
        elif word == "to" and not group.have and not group.be and group.start == at:
            group.infinitive = True
        elif not _adverbial(line, group.start - 1) and not _inside(line, group.start - 1):
            break
        group.start -= 1
    return group


def _inside(line: Line, at: int) -> bool:
    """Tell a word that stands inside a verb group: "have all said", "no longer says"."""
    if line.low[at] in {"all", "both", "each"}:
        return at > 0 and line.low[at - 1] in AUXILIARIES
    return line.low[at : at + 2] == ("no", "longer")


def _adverbial(line: Line, at: int) -> bool:
    word = line.low[at]
    if line.covering[at] is not None:
        return False
    if word in _PARTED or word in TIMES:
        return False
    return word in ADVERBS or (
        word.endswith("ly") and word not in {"family", "assembly"} and line.tokens[at].text[0].islower()
    )


def verb_cue(line: Line, at: int, before: list[Found]) -> Found | None:
    group = _group(line, at)
    for cue in CUES[line.low[at]]:
        if not _form_fits(line, at, cue, group) or not _complement_fits(line, at, cue):
            continue
        if group.negated or _says_nothing(line, at):
            return None
        found = _with_subject(line, at, cue, group, before)
        if found is not None and not _nobody(line, found):
            return found
    return None


def _form_fits(line: Line, at: int, cue: Cue, group: _Group) -> bool:
    word = line.low[at]
    previous = line.low[group.start - 1] if group.start > 0 else ""
    if cue.form == "gerund":
        return group.be or _gerund_stands(line, group.start)
    if cue.form == "base" and group.infinitive:
        return group.start > 0 and (previous in CATENATIVES or _prompted(line, group.start) is not None)
    if cue.form == "base" and group.modal:
        return True
    if cue.form in {"base", "third"}:
        return not group.be and not group.have and (word not in NOUN_LIKE or _verb_not_noun(line, at, group))
    if cue.form == "past":
        return not group.be and not group.have and not group.infinitive and not _is_attributive(line, group.start)
    return group.be or group.have


def _is_attributive(line: Line, start: int) -> bool:
    """Tell "41 disputed posts" and "the reported dead"."""
    if start == 0 or line.covering[start - 1] is not None:
        return False
    return line.low[start - 1].isdigit() or line.low[start - 1] in {"'s", "the", "a", "an"}


def _verb_not_noun(line: Line, at: int, group: _Group) -> bool:
    """Tell "Y claims to" from "Y's claims" and "claims of"."""
    start = group.start
    while start > 0 and line.low[start - 1] in _PARTED:
        start -= 1
    parted = start < group.start
    if parted and line.low[start] in {"each", "both"} and not (start > 0 and line.nominal(start - 1)):
        return True
    if start == 0 or not _follows_verb(line, at):
        return False
    previous = line.low[start - 1]
    if previous == '"':
        return any(cue.lemma in INVERTING for cue in CUES[line.low[at]])
    if previous in CONJUNCTIONS:
        return line.low[at + 1 : at + 2] in {("that",), ("its",), ("the",), ("it",)}
    if previous in DETERMINERS or previous in PREPOSITIONS or previous == "'s":
        return False
    return previous in {",", ")"} or _agrees_in_number(line, at, start, joined=parted)


def _follows_verb(line: Line, at: int) -> bool:
    """Tell whether what follows can be the complement of a verb."""
    following = line.low[at + 1] if at + 1 < len(line.low) else ""
    if following in AUXILIARIES or (line.low[at] in {"state", "states"} and following != "that"):
        return False
    return following not in PREPOSITIONS or following in _COMPLEMENTS or (following == "of" and line.low[at] in _OF)


def _agrees_in_number(line: Line, at: int, start: int, *, joined: bool) -> bool:
    """Tell a subject before a word that may be a noun: a speaker, and many of them before a bare form."""
    if line.low[at] in BARE and not joined and not _is_joined(line, start) and not _is_plural(line, start - 1):
        return False
    hit = line.covering[start - 1]
    if line.low[at] == "posts" and line.low[start - 1] in QUALIFIERS | LOCAL:
        return False
    if hit is not None and hit.role == "demonym" and not line.low[start - 1].endswith("s"):
        return False
    return line.speaks(start - 1, start)


def _is_joined(line: Line, end: int) -> bool:
    start = phrase_left(line, end)
    return start is not None and start > 0 and line.low[start - 1] == "and"


def _is_plural(line: Line, at: int) -> bool:
    """Tell a subject that a bare form can follow: "officials claim", "the police say"."""
    hit = line.covering[at]
    return line.low[at].endswith("s") or line.low[at] in _PLURALS or (hit is not None and hit.role == "regime")


def _gerund_stands(line: Line, start: int) -> bool:
    if start == 0:
        return True
    previous = line.low[start - 1]
    if previous in {"each", "both"} or _absolute(line, start) is not None:
        return True
    if previous == "without" or previous in DETERMINERS:
        return False
    return previous in _GERUND_LEADS or previous in PAPERS or previous in TIMES


def _complement_fits(line: Line, at: int, cue: Cue) -> bool:
    following = at + 1
    while following < len(line.low) and (line.low[following] in ADVERBS or line.low[following] in TIMES):
        following += 1
    word = line.low[following] if following < len(line.low) else "."
    straight = line.low[at + 1] if at + 1 < len(line.low) else "."
    if straight in cue.forbids or any(word in cue.spoils for word in line.low[at + 1 : at + 1 + _SPOILING]):
        return False
    near = line.low[at + 1 : at + 1 + _NEAR]
    if cue.near and not _near(near, cue.near):
        return cue.trailing and _trails(line, at, word)
    if cue.lemma == "go":
        return straight == "further" or line.low[at + 2 : at + 3] in _ENDED
    return _follows(line, at, cue, following)


def _follows(line: Line, at: int, cue: Cue, following: int) -> bool:
    """Tell whether what must come next does, or the verb closes its clause."""
    word = line.low[following] if following < len(line.low) else "."
    straight = line.low[at + 1] if at + 1 < len(line.low) else "."
    if cue.lemma in INVERTING and at > 0 and line.low[at - 1] in _BEFORE_INVERTED and not cue.near:
        return True
    marked = word in _MARKS and line.low[at] in NOUN_LIKE
    if not cue.follows or (not marked and (word in cue.follows or straight in cue.follows)):
        return True
    if "that" in cue.follows and _reaches_that(line, following):
        return True
    return cue.trailing and _trails(line, at, word)


def _reaches_that(line: Line, start: int) -> bool:
    """Tell "added in a note that" from "the posts and the fact that"."""
    for word in line.low[start : start + _REACH]:
        if word == "that":
            return True
        if word in CONJUNCTIONS or word in _MARKS:
            return False
    return False


def _near(words: tuple[str, ...], wanted: frozenset[str]) -> bool:
    for word in words:
        if word in {";", "."}:
            return False
        if word in wanted or ("#" in wanted and (word[0].isdigit() or word in NUMBERS)):
            return True
    return False


def _trails(line: Line, at: int, following: str) -> bool:
    if following in _MARKS and line.low[at] not in NOUN_LIKE:
        return True
    start = phrase_left(line, at)
    start = at - 1 if start is None else start
    return (following in _TRAILERS or following in _MARKS) and start > 0 and line.low[start - 1] in {",", '"'}


def _says_nothing(line: Line, at: int) -> bool:
    """Tell "made no mention", "gave no figures", "says nothing"."""
    following = line.low[at + 1] if at + 1 < len(line.low) else ""
    if line.low[at] in SAYING:
        return following in {"nothing", "little"}
    return following in NOTHING


def _nobody(line: Line, found: Found) -> bool:
    """Tell a subject that says that nobody speaks: "no group claimed", "neither side said"."""
    mention = found.mention
    if mention is None:
        return False
    if _takes_in(line, found, mention) or _is_ours(line, mention):
        return True
    for one in (mention, *mention.joined):
        if line.low[one.start] in {"no", "none", "neither", "nobody", "nor"}:
            return True
        if one.start > 0 and line.low[one.start - 1] in {"no", "neither", "nor", "none"}:
            return True
    return False


def _takes_in(line: Line, found: Found, mention: Mention) -> bool:
    """Tell "the hospital admitted 11 wounded", which tells of no words."""
    return (
        found.cue is not None
        and found.cue.lemma == "admit"
        and bool(_CARE.intersection(line.low[mention.start : mention.end]))
    )


def _is_ours(line: Line, mention: Mention) -> bool:
    """Tell the outlet's own voice: "we", "our readers", "this report"."""
    first, last = line.low[mention.start], line.low[mention.end - 1]
    if first == "this" and last in _OUR_PAPERS:
        return True
    return first == "we" or (first == "our" and not line.covering[mention.end - 1] and last in _OURS)


def _with_subject(line: Line, at: int, cue: Cue, group: _Group, before: list[Found]) -> Found | None:
    if group.be and cue.form == "participle":
        return _passive(line, at, cue, group)
    if cue.form == "gerund" and not group.be:
        return _gerund(line, at, cue, group, before)
    by_follows = line.low[at + 1 : at + 2] == ("by",) and "by" not in cue.follows
    by_follows = by_follows and not set(line.low[at + 2 : at + 3]) & _BY_MEANS
    if cue.form == "past" and by_follows and not _has_subject(line, group.start):
        return _passive(line, at, cue, group)
    return _inverted(line, at, cue, group) or _active(line, at, cue, group, before)


def _gerund(line: Line, at: int, cue: Cue, group: _Group, before: list[Found]) -> Found | None:
    """Read ", saying that", "each saying that", "with Y saying that", "quoting Y"."""
    start = group.start
    if start > 0 and line.low[start - 1] in {"each", "both"}:
        return Found("active", at, at + 1, Mention(start - 1, start), cue, cue.rejects, head=start - 1)
    if cue.lemma in {"quote", "cite"}:
        return _cited(line, at, cue)
    absolute = _absolute(line, start)
    if absolute is not None:
        return Found("active", at, at + 1, absolute, cue, cue.rejects, head=absolute.start)
    return Found("gerund", at, at + 1, shared_subject(line, before, at), cue, cue.rejects, head=at)


def _cited(line: Line, at: int, cue: Cue) -> Found | None:
    """Read "quoting security sources": whoever is quoted speaks."""
    mention = mention_right(line, at + 1)
    if mention is None or not line.speaks(mention.start, mention.end) or line.low[mention.end - 1] in PAPERS:
        return None
    return Found("cited", at, at + 1, mention, cue, head=at)


def _absolute(line: Line, start: int) -> Mention | None:
    """Return the speaker of "with Y accusing Z" and ", Y insisting that"."""
    if start == 0 or line.low[start - 1] in PAPERS:
        return None
    left = phrase_left(line, start)
    if left is None or left == 0 or line.low[left - 1] not in {"with", ",", ";", "and"} or not line.speaks(left, start):
        return None
    return Mention(left, start)


def _has_subject(line: Line, start: int) -> bool:
    return start > 0 and line.low[start - 1] in {"he", "she", "it", "they"}


def _active(line: Line, at: int, cue: Cue, group: _Group, before: list[Found]) -> Found | None:
    if group.infinitive:
        return _infinitive(line, at, cue, group, before)
    end = at + 1
    previous = line.low[group.start - 1] if group.start > 0 else ""
    if previous in {"and", "but", "then", "or"} or (previous in _MARKS and before and previous != '"'):
        mention = mention_left(line, group.start) if previous == "," else None
        if mention is None:
            return Found("shared", at, end, shared_subject(line, before, at), cue, cue.rejects, head=at)
    mention = _subject(line, cue, group)
    if mention is None or (cue.lemma == "point" and line.low[mention.end - 1] in PAPERS):
        return None
    relative = previous in RELATIVES or previous == "that"
    inside = mention.start > 0 and line.low[mention.start - 1] in RELATIVES
    head = group.start - 1 if relative else mention.start if inside else at
    return Found("active", at, end, mention, cue, cue.rejects, relative=relative or inside, head=head)


def _infinitive(line: Line, at: int, cue: Cue, group: _Group, before: list[Found]) -> Found:
    """Read "prompted Y to say" and "went on to say"."""
    prompted = _prompted(line, group.start)
    if prompted is not None:
        return Found("active", at, at + 1, prompted, cue, cue.rejects, head=prompted.start)
    return Found("shared", at, at + 1, shared_subject(line, before, at), cue, cue.rejects, head=at)


def _subject(line: Line, cue: Cue, group: _Group) -> Mention | None:
    """Return who speaks before a verb: whoever "a ..." is, where it says or tells."""
    mention = mention_left(line, group.start)
    anybody = mention is not None and line.low[mention.start] in {"a", "an"} and not mention.tails
    if mention is not None and anybody and mention.end - mention.start > 1 and cue.lemma in {"say", "tell"}:
        return mention
    if mention is not None and line.speaks(mention.start, mention.end):
        return mention
    return _before_relative(line, group.start) or (None if cue.weak else unknown_subject(line, group.start))


def _before_relative(line: Line, end: int) -> Mention | None:
    """Return the subject before a clause without commas: "an official who asked not to be named said"."""
    for at in range(end - 1, max(0, end - _RELATIVE), -1):
        if line.low[at] in _MARKS:
            return None
        if line.low[at] == "who":
            return mention_left(line, at)
    return None


def _prompted(line: Line, end: int) -> Mention | None:
    """Return the speaker of "prompted Y to say"."""
    start = phrase_left(line, end)
    if start is None or start == 0 or line.low[start - 1] not in _PROMPTS or not line.speaks(start, end):
        return None
    return Mention(start, end)


def _passive(line: Line, at: int, cue: Cue, group: _Group) -> Found | None:
    end = at + 1
    if cue.lemma in {"quote", "cite", "report"} and "as" in line.low[end : end + 8]:
        mention = mention_left(line, group.start)
        return Found("active", at, end, mention, cue, cue.rejects, head=at) if mention else None
    for by in range(end, min(end + 12, len(line.low))):
        if line.low[by] in {",", ";", ".", '"'}:
            break
        if line.low[by] == "by":
            mention = mention_right(line, by + 1)
            if mention is not None and line.speaks(mention.start, mention.end):
                return Found("passive", at, end, mention, cue, cue.rejects, head=at)
    claims = any(word in CLAIM_NOUNS for word in line.low[: group.start])
    if (cue.rejects and cue.lemma not in {"dispute", "contest", "discount"}) or (
        claims and "as" in line.low[end : end + 2]
    ):
        return Found("agentless", at, end, None, cue, cue.rejects, head=at)
    return None


def _inverted(line: Line, at: int, cue: Cue, group: _Group) -> Found | None:
    """Read "..., said the ministry" and "..., says X of the department"."""
    if cue.lemma not in INVERTING or group.start != at:
        return None
    previous = line.low[at - 1] if at > 0 else ""
    if previous not in _BEFORE_INVERTED:
        return None
    mention = mention_right(line, at + 1)
    if mention is None or not _closes_clause(line, mention) or (previous == "," and _fronted_clause(line, mention)):
        return None
    return Found("inverted", at, at + 1, mention, cue, cue.rejects, head=at)


def _closes_clause(line: Line, mention: Mention) -> bool:
    """Tell whether a speaker's phrase ends the clause, so that no verb of its own follows."""
    end = mention.end
    if line.low[mention.start : end] in {("one",), ("another",)}:
        return True
    if not line.speaks(mention.start, end) or not (mention.pronoun or line.speaks(end - 1, end)):
        return False
    following = line.low[end] if end < len(line.low) else "."
    return following in _TERMINATORS or following in TIMES


def _fronted_clause(line: Line, mention: Mention) -> bool:
    """Tell whether what looks like an inverted subject is the subject of a clause of its own."""
    last = max([mention.end, *(end for _, _, end in mention.tails)])
    return last < len(line.low) and line.low[last] in AUXILIARIES
