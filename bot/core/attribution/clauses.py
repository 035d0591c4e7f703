"""Find the cues of a sentence: verbs of speech, "according to", "by Y's count", "Y's claim that", and their subjects."""

from dataclasses import dataclass
from typing import Final

from bot.core.attribution.cues import (
    BARE,
    CATENATIVES,
    CUES,
    INVERTING,
    NOTHING,
    NOUN_LIKE,
    Cue,
)
from bot.core.attribution.nouns import (
    ADVERBS,
    AUXILIARIES,
    BE,
    CLAIM_NOUNS,
    CONJUNCTIONS,
    COUNT_NOUNS,
    DETERMINERS,
    NEGATIONS,
    PAPERS,
    PREPOSITIONS,
    RELATIVES,
    SUBORDINATORS,
    TIMES,
)
from bot.core.attribution.phrases import Line, Mention, mention_left, mention_right, phrase_left, phrase_right
from bot.core.text import word_set

_NEAR: Final = 9
_REACH: Final = 7
_TERMINATORS: Final = frozenset(
    {
        ",",
        ";",
        ".",
        ":",
        '"',
        "-",
        ")",
        "?",
        "!",
        "who",
        "which",
        "in",
        "on",
        "and",
        "as",
        "after",
        "while",
        "at",
        "during",
        "late",
        "early",
        "but",
        "when",
        "citing",
        "adding",
        "with",
        "without",
        "before",
        "via",
        "to",
        "of",
        "for",
        "from",
        "(",
        "about",
    }
)
_TRAILERS: Final = word_set("on in at during via late early after through to")
_MARKS: Final = frozenset({",", ".", ";", '"', ":", "-", ")", "?", "!", "..."})
_GERUND_LEADS: Final = frozenset(
    {
        ",",
        "and",
        "but",
        "or",
        "by",
        "while",
        "before",
        "after",
        "when",
        "in",
        "-",
        '"',
        ";",
        "then",
        "also",
        "instead",
        "publicly",
        "again",
    }
)
_FIGURES: Final = word_set("figure figures count toll tally version account estimate")
_OWNERS: Final = {"its": "it", "his": "he", "her": "she", "their": "they"}
_PLURALS: Final = word_set("police they we you people media each both all men women children troops others many some who that")
_SOMEBODY: Final = word_set("one another a an some many others other someone those two three several most")
_ISSUED: Final = word_set(
    "circulated released issued published shared posted provided cited compiled made put distributed"
)
_AFTER_CLAIM: Final = word_set("that of to")


@dataclass(slots=True)
class Found:
    """A cue with its speaker as the sentence has it; tokens `at` to `end` are the cue.

    `manner` is how it stands: active, inverted, passive, agentless, gerund, shared, according, count or nominal.
    """

    manner: str
    at: int
    end: int
    mention: Mention | None
    cue: Cue | None = None
    rejects: bool = False
    relative: bool = False
    head: int = 0

    @property
    def start(self) -> int:
        """The first token of speaker and cue."""
        if self.mention is not None and self.manner in {"active"} and not self.relative:
            return min(self.head, self.mention.start)
        return self.head

    @property
    def weak(self) -> bool:
        """Whether it only asks, vows or feels."""
        return self.cue is not None and self.cue.weak


def find_cues(line: Line) -> list[Found]:
    """Return the cues of a sentence in order, without those that stand inside quotation marks."""
    found: list[Found] = []
    for at, word in enumerate(line.low):
        if line.quoted[at]:
            continue
        one = _phrase_cue(line, at, word) or _gapped(line, at, found)
        if one is None and word in CUES:
            one = _verb(line, at, found)
        if one is not None:
            if one.manner == "issued" and found and found[-1].mention is not None and found[-1].mention.end == at:
                found.pop()
            found.append(one)
    return found


def _phrase_cue(line: Line, at: int, word: str) -> Found | None:
    if word == "according" and line.low[at + 1 : at + 2] == ("to",):
        mention = mention_right(line, at + 2)
        return Found("according", at, at + 2, mention, head=at) if mention else None
    if word in {"by", "in"}:
        return _count(line, at)
    if word in _ISSUED and line.low[at + 1 : at + 2] == ("by",):
        return _issued(line, at)
    if word in CLAIM_NOUNS:
        return _claim(line, at)
    return None


def _issued(line: Line, at: int) -> Found | None:
    """Read "a message circulated by the group", "figures released by Y"."""
    if not any(word in PAPERS or word in CLAIM_NOUNS for word in line.low[max(0, at - 3) : at]):
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
    if cue is None or line.low[at - 1] not in {",", "and", ";", "while"}:
        return None
    link = line.low[hit.end]
    if link not in {"of", "at"} or link not in line.low[before[-1].end : at]:
        return None
    return Found("active", at, hit.end, Mention(hit.start, hit.end), cue, cue.rejects, head=at)


def _count(line: Line, at: int) -> Found | None:
    """Read "by Y's count", "in the ministry's words" and the elliptic "by Y's"."""
    owner = line.low[at + 1] if at + 1 < len(line.low) else ""
    if owner in _OWNERS and any(word in COUNT_NOUNS for word in line.low[at + 2 : at + 4]):
        return Found("count", at, at + 3, Mention(at + 1, at + 2, pronoun=_OWNERS[owner]), head=at)
    end = phrase_right(line, at + 1)
    if end is None or "'s" not in line.low[at + 1 : end] and not any(line.covering[at + 1 : end]):
        return None
    last = line.low[end - 1]
    if last in COUNT_NOUNS or (last == "words" and "'s" in line.low[at + 1 : end]):
        owner_end = end - 1
    elif last == "'s" and line.low[at] == "by":
        owner_end = end
    else:
        return None
    return Found("count", at, end, Mention(at + 1, owner_end), head=at)


def _claim(line: Line, at: int) -> Found | None:
    """Read "Y's claim that", "Afghan claims of", "the claim by Y that"."""
    following = line.low[at + 1] if at + 1 < len(line.low) else ""
    if following == "by":
        mention = mention_right(line, at + 2)
        return (
            Found("nominal", at, at + 1, mention, head=at)
            if mention and line.speaks(mention.start, mention.end)
            else None
        )
    if following not in _AFTER_CLAIM or at == 0:
        return None
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
            group.have |= word in {"has", "have", "had", "having", "'ve", "'d"}
            group.modal |= word not in BE and word not in {"has", "have", "had", "having"}
        elif word in NEGATIONS:
            group.negated |= line.low[group.start] != "only"
        elif word == "to" and not group.have and not group.be and group.start == at:
            group.infinitive = True
        elif word in {"all", "both", "each"} and group.start > 1 and line.low[group.start - 2] in AUXILIARIES:
            pass
        elif word == "no" and line.low[group.start] in {"longer"}:
            pass
        elif not _adverbial(line, group.start - 1):
            break
        group.start -= 1
    return group


def _adverbial(line: Line, at: int) -> bool:
    word = line.low[at]
    if line.covering[at] is not None:
        return False
    if word in {"there", "here", "each", "both", "all"} or word in TIMES:
        return False
    return word in ADVERBS or (
        word.endswith("ly") and word not in {"family", "assembly"} and line.tokens[at].text[0].islower()
    )


def _verb(line: Line, at: int, before: list[Found]) -> Found | None:
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
        return group.start > 0 and previous in CATENATIVES
    if cue.form == "base" and group.modal:
        return True
    if cue.form in {"base", "third"}:
        return not group.be and not group.have and (word not in NOUN_LIKE or _verb_not_noun(line, at, group))
    if cue.form == "past":
        return not group.be and not group.have and not group.infinitive and previous not in {"'s", "the", "a", "an"}
    return group.be or group.have


def _verb_not_noun(line: Line, at: int, group: _Group) -> bool:
    """Tell "Kabul claims to" from "Kabul's claims" and "claims of"."""
    start = group.start
    while start > 0 and line.low[start - 1] in {"each", "both", "there", "here", "all"}:
        start -= 1
    if start < group.start and line.low[start] in {"each", "both"} and not (start > 0 and line.nominal(start - 1)):
        return True
    if start == 0:
        return False
    previous = line.low[start - 1]
    following = line.low[at + 1] if at + 1 < len(line.low) else ""
    if (
        previous in DETERMINERS
        and previous not in {"each", "both", "all"}
        or previous == "'s"
        or previous in PREPOSITIONS
        or previous in CONJUNCTIONS
    ):
        return previous in CONJUNCTIONS and following in {"that", "its", "the", "it"}
    if following in AUXILIARIES or (following == "of" and line.low[at] not in {"complains", "accuses"}):
        return False
    if line.low[at] in {"state", "states"} and following != "that":
        return False
    if following in PREPOSITIONS and following not in {"to", "on", "for", "at", "in", "from"}:
        return False
    if previous in {",", ")"}:
        return True
    joined = start < group.start or _is_joined(line, start)
    if line.low[at] in BARE and not joined and not _is_plural(line, start - 1):
        return False
    hit = line.covering[start - 1]
    if hit is not None and hit.role == "demonym" and not previous.endswith("s"):
        return False
    return line.speaks(start - 1, start)


def _is_joined(line: Line, end: int) -> bool:
    start = phrase_left(line, end)
    return start is not None and start > 0 and line.low[start - 1] == "and"


def _is_plural(line: Line, at: int) -> bool:
    """Tell a subject that a bare form can follow: "officials claim", "the Taliban say"."""
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
    return previous in _GERUND_LEADS or previous in PAPERS or previous in {"as", "x", "twitter"} or previous in TIMES


def _complement_fits(line: Line, at: int, cue: Cue) -> bool:
    following = at + 1
    while following < len(line.low) and (line.low[following] in ADVERBS or line.low[following] in TIMES):
        following += 1
    word = line.low[following] if following < len(line.low) else "."
    straight = line.low[at + 1] if at + 1 < len(line.low) else "."
    if straight in cue.forbids or any(word in cue.spoils for word in line.low[at + 1 : at + 6]):
        return False
    near = line.low[at + 1 : at + 1 + _NEAR]
    if cue.near and not _near(near, cue.near):
        return cue.trailing and _trails(line, at, word)
    if not cue.follows or word in cue.follows or straight in cue.follows:
        return True
    if "that" in cue.follows and "that" in line.low[following : following + _REACH]:
        return True
    return cue.trailing and _trails(line, at, word)


def _near(words: tuple[str, ...], wanted: frozenset[str]) -> bool:
    for word in words:
        if word in {";", "."}:
            return False
        if word in wanted or ("#" in wanted and (word[0].isdigit() or word in _NUMBERS)):
            return True
    return False


_NUMBERS: Final = word_set(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds dozens dozen scores several least"
)


def _trails(line: Line, at: int, following: str) -> bool:
    if following in _MARKS:
        return True
    return following in _TRAILERS and any(mark in line.low[max(0, at - 8) : at] for mark in (",", '"'))


def _says_nothing(line: Line, at: int) -> bool:
    """Tell "made no mention", "gave no figures", "says nothing"."""
    following = line.low[at + 1 : at + 2]
    if (
        line.low[at]
        in {
            "said",
            "says",
            "say",
            "saying",
            "claimed",
            "claims",
            "claim",
            "found",
            "denied",
            "insisted",
            "insists",
            "maintains",
            "added",
            "confirmed",
        }
        and following != ("nothing",)
        and following != ("little",)
    ):
        return False
    return bool(following) and following[0] in NOTHING


def _nobody(line: Line, found: Found) -> bool:
    """Tell a subject that says that nobody speaks: "no group claimed", "neither side said"."""
    mention = found.mention
    if mention is None:
        return False
    for one in (mention, *mention.joined):
        if line.low[one.start] in {"no", "none", "neither", "nobody", "nor"}:
            return True
        if one.start > 0 and line.low[one.start - 1] in {"no", "neither", "nor", "none"}:
            return True
    return False


def _with_subject(line: Line, at: int, cue: Cue, group: _Group, before: list[Found]) -> Found | None:
    end = at + 1
    rejects = cue.rejects
    if group.be and cue.form == "participle":
        return _passive(line, at, cue, group)
    if cue.form == "gerund" and not group.be and group.start > 0 and line.low[group.start - 1] in {"each", "both"}:
        return Found("active", at, end, Mention(group.start - 1, group.start), cue, rejects, head=group.start - 1)
    if cue.lemma in {"quote", "cite"} and cue.form == "gerund":
        return _cited(line, at, cue)
    absolute = _absolute(line, group.start) if cue.form == "gerund" and not group.be else None
    if absolute is not None:
        return Found("active", at, end, absolute, cue, rejects, head=absolute.start)
    if cue.form == "gerund" and not group.be:
        return Found("gerund", at, end, _shared(line, before, at), cue, rejects, head=at)
    if (
        cue.form == "past"
        and "by" not in cue.follows
        and line.low[end : end + 1] == ("by",)
        and not _has_subject(line, group.start)
    ):
        return _passive(line, at, cue, group)
    inverted = _inverted(line, at, cue, group)
    if inverted is not None:
        return inverted
    return _active(line, at, cue, group, before)


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
    end = at + 1
    previous = line.low[group.start - 1] if group.start > 0 else ""
    if group.infinitive:
        return Found("shared", at, end, _shared(line, before, at), cue, cue.rejects, head=at)
    if previous in {"and", "but", "then", "or"} or (previous in _MARKS and before and previous != '"'):
        mention = mention_left(line, group.start) if previous == "," else None
        if mention is not None and line.speaks(mention.start, mention.end) and (previous != ","):
            return Found("active", at, end, mention, cue, cue.rejects, head=at)
        if mention is None:
            return Found("shared", at, end, _shared(line, before, at), cue, cue.rejects, head=at)
    mention = mention_left(line, group.start)
    if mention is None or not line.speaks(mention.start, mention.end):
        mention = None if cue.weak else _unknown(line, group.start)
    if mention is None or (cue.lemma == "point" and line.low[mention.end - 1] in PAPERS):
        return None
    if cue.weak and not _office_or_name(line, mention):
        return None
    relative = previous in RELATIVES or previous == "that"
    return Found(
        "active", at, end, mention, cue, cue.rejects, relative=relative, head=group.start - 1 if relative else at
    )


def _unknown(line: Line, end: int) -> Mention | None:
    """Return a speaker that no noun tells, from the mark before the clause: "one of those attending said"."""
    for at in range(end - 1, max(-1, end - 12), -1):
        if line.low[at] in {",", '"', ";"} or at == 0:
            first = at if at == 0 else at + 1
            mention = mention_right(line, first) if first < end and line.low[first] in _SOMEBODY else None
            return (
                mention
                if mention is not None and mention.end > mention.start + (line.low[first] in {"a", "an"})
                else None
            )
    return None


def _office_or_name(line: Line, mention: Mention) -> bool:
    return bool(mention.pronoun) or line.speaks(mention.start, mention.end)


def _shared(line: Line, before: list[Found], at: int) -> Mention | None:
    """Return the subject that a further verb or participle shares with what stands before it."""
    for earlier in reversed(before):
        if earlier.manner in {"active", "inverted", "shared", "gerund", "passive", "according"} and not any(
            mark == ";" for mark in line.low[earlier.end : at]
        ):
            return earlier.mention
    return main_subject(line)


def main_subject(line: Line) -> Mention | None:
    """Return the first noun phrase of the sentence, past what stands before its subject."""
    at = 0
    while at < len(line.low):
        word = line.low[at]
        if word in PREPOSITIONS:
            at = _past_prepositional(line, at)
        elif word in ADVERBS or word in TIMES or word in CONJUNCTIONS or word in {",", '"', "last", "earlier"}:
            at += 1
        elif at + 1 < len(line.low) and line.low[at + 1] in TIMES and (word in DETERMINERS or word in _NUMBERS):
            at += 2
        elif word in SUBORDINATORS or word.endswith("ing") or _fronted_participle(line, at):
            comma = next((k for k in range(at, len(line.low)) if line.low[k] == ","), None)
            if comma is None:
                return None
            at = comma + 1
        else:
            return mention_right(line, at)
    return None


def _fronted_participle(line: Line, at: int) -> bool:
    """Tell "Asked about the blasts, ..." at the head of a sentence."""
    return at == 0 and line.low[at] in {"asked", "quoted", "contacted", "reached", "pressed", "questioned", "interviewed"}


def _past_prepositional(line: Line, at: int) -> int:
    at += 1
    while at < len(line.low) and (line.low[at] in TIMES or line.low[at][0].isdigit()):
        at += 1
    end = phrase_right(line, at) if at < len(line.low) and line.low[at] != "," else at
    return end if end is not None and end > at else at


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
    if cue.rejects:
        return Found("agentless", at, end, None, cue, cue.rejects, head=at)
    return None


def _inverted(line: Line, at: int, cue: Cue, group: _Group) -> Found | None:
    """Read "..., said the ministry" and "..., says X of the department"."""
    if cue.lemma not in INVERTING or group.start != at:
        return None
    previous = line.low[at - 1] if at > 0 else ""
    if previous not in {",", '"', "", "-", "?", "!"} and previous != "as":
        return None
    mention = mention_right(line, at + 1)
    if mention is None or not line.speaks(mention.start, mention.end):
        return None
    end = mention.end
    if not mention.pronoun and not line.speaks(end - 1, end):
        return None
    following = line.low[end] if end < len(line.low) else "."
    if following not in _TERMINATORS and following not in TIMES:
        return None
    if previous == "," and _fronted_clause(line, mention, end):
        return None
    return Found("inverted", at, at + 1, mention, cue, cue.rejects, head=at)


def _fronted_clause(line: Line, mention: Mention, end: int) -> bool:
    """Tell whether what looks like an inverted subject is the subject of a clause of its own."""
    last = max([end, *(tail[2] for tail in mention.tails)])
    return last < len(line.low) and line.low[last] in AUXILIARIES
