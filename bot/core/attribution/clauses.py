"""Find the cues of a sentence: verbs of speech, "according to", "by Y's count", "Y's claim that"."""

from typing import Final

from bot.core.attribution.ahead import mention_right
from bot.core.attribution.contents import INSERTED
from bot.core.attribution.cues import CUES
from bot.core.attribution.figures import OWNERS, believed, gapped, stated
from bot.core.attribution.labels import label_below, label_in_text
from bot.core.attribution.lines import Line
from bot.core.attribution.nouns import CLAIM_NOUNS, COUNT_NOUNS, DETERMINERS, NUMBERS, PAPERS, PREPOSITIONS
from bot.core.attribution.phrases import Mention, phrase_left, phrase_right
from bot.core.attribution.subjects import Found, can_speak, main_subject
from bot.core.attribution.verbs import verb_cue
from bot.core.text import word_set

_ACCORDING: Final = frozenset({("according", "to"), ("as", "per"), ("going", "by"), ("going", "on"), ("judging", "by")})
_CLAIMS: Final = word_set("claim claims account accounts estimate estimates")
_ACCORDING_WIDTH: Final = 2
# "Additionally, according to", "But on Friday, according to".
_FRONTED: Final = 3
_FIGURES: Final = word_set("figure figures count toll tally version account estimate")
_ACCOUNTED: Final = word_set("account version")
_ISSUED: Final = word_set(
    "circulated released issued published shared posted provided cited compiled made put distributed given kept quoted"
)
_IN_THE_WORDS_OF: Final = frozenset({("in", "the", noun, "of") for noun in ("words", "view", "opinion", "telling")})
_TOLD: Final = word_set("telling version reckoning")
# What a party gives before a colon.
_ACCOUNTS: Final = word_set(
    "tally count account version story tale ledger explanation reply answer message verdict view list"
)
_GIVING: Final = word_set("gave give gives has had have tell tells told offered offers answers answered sent brought")
_ACCOUNT_REACH: Final = 9
# What tells that an account follows a colon.
_SPECIFIC: Final = word_set("specific precise blunt blunter clear clearer exact brief terse categorical unequivocal")
_WAS: Final = word_set("was were is are")
_FIRST: Final = word_set("initial preliminary early first available")
_FIRST_WORD: Final = _FIRST | word_set("the reports report information figures details")
_QUESTIONS: Final = word_set("what who how why when where which does did do has have is are was were can will")
_AFTER_CLAIM: Final = word_set("that of to")


def find_cues(line: Line) -> list[Found]:
    """Return the cues of a sentence in order, without those that stand inside quotation marks."""
    found: list[Found] = []
    if _asks(line):
        return found
    for at, word in enumerate(line.low):
        if line.quoted[at]:
            continue
        one = _phrase_cue(line, at, word) or (gapped(line, at, found) if found else None)
        if one is None and word in CUES and not _in_a_name(line, at) and not _are_posts(line, at):
            one = verb_cue(line, at, found)
        if one is not None and found and _is_issued(found[-1], one):
            continue
        if one is not None:
            if one.manner == "issued" and found and found[-1].mention is not None and found[-1].mention.end == at:
                found.pop()
            found.append(one)
    label = label_in_text(line) if not found or found[0].at > 0 else None
    label = label or (None if found else label_below(line))
    if label is not None:
        return [label, *(one for one in found if one.start >= label.end)]
    return found or _before_colon(line)


def _asks(line: Line) -> bool:
    """Tell a question of the outlet's own: "What does Y say?"."""
    return line.low[-1:] == ("?",) and line.low[0] in _QUESTIONS and line.low[-2] != '"'


def _in_a_name(line: Line, at: int) -> bool:
    """Tell the "Express" of a train's name, outside headlines, where all words have capitals."""
    if at == 0 or not line.tokens[at].text.istitle() or not line.is_name(at - 1) or line.quoted[at - 1]:
        return False
    words = [token.text for token in line.tokens if token.text.isalpha()]
    return sum(word.islower() for word in words) * 5 >= len(words) * 2


def _are_posts(line: Line, at: int) -> bool:
    """Tell "the A and B posts in the sector" from "Y posts on X"."""
    listed = "and" in line.low[max(0, at - 2) : at] and not DETERMINERS.isdisjoint(line.low[max(0, at - 5) : at])
    return line.low[at] == "posts" and line.low[at + 1 : at + 2] == ("in",) and listed


def _is_issued(issued: Found, said: Found) -> bool:
    """Tell "a statement issued by Y said", where Y alone speaks."""
    whose = issued.mention
    if issued.manner != "issued" or whose is None or said.manner not in {"active", "shared"}:
        return False
    return max([whose.end, *(end for _, _, end in whose.tails)]) == said.at


def _before_colon(line: Line) -> list[Found]:
    """Read "Y was blunter: "No."" and "Y had an account of its own: ..." where no verb of speech stands."""
    colon = next((at for at, word in enumerate(line.low[:-1]) if word == ":" and _announces(line, at)), None)
    subject = main_subject(line) if colon is not None else None
    if colon is None or subject is None or not can_speak(line, subject):
        return []
    return [Found("colon", colon, colon + 1, subject, head=subject.start)]


def _announces(line: Line, colon: int) -> bool:
    """Tell a colon before a quotation, or after "gave another account"."""
    if line.low[colon + 1] == '"':
        return True
    told = set(line.low[max(0, colon - _ACCOUNT_REACH) : colon])
    if _SPECIFIC.intersection(line.low[colon - 1 : colon]) and told & _WAS:
        return True
    return bool(told & _ACCOUNTS and told & _GIVING) and not line.quoted[colon]


def _phrase_cue(line: Line, at: int, word: str) -> Found | None:
    if word == "if":
        return believed(line, at)
    if line.low[at : at + _ACCORDING_WIDTH] in _ACCORDING:
        return _according(line, at, _ACCORDING_WIDTH)
    return _noun_cue(line, at, word)


def _according(line: Line, at: int, width: int) -> Found | None:
    mention = mention_right(line, at + width)
    if mention is None or (line.low[at] != "according" and not can_speak(line, mention)):
        return None
    mention = _claimant(line, mention) or mention
    if at <= _FRONTED or line.low[max(0, at - 2) : at] in INSERTED:
        mention.beside = [span for span in mention.beside if _is_phrase(line, *span)]
    words = set(line.low[mention.start : mention.end])
    if words & _FIRST and words <= _FIRST_WORD and not mention.tails:
        return Found("agentless", at, mention.end, None, head=at)
    return Found("according", at, at + width, mention, head=at)


def _claimant(line: Line, claim: Mention) -> Mention | None:
    """Return who makes it in "according to a claim by Y"."""
    if line.low[claim.end - 1] not in _CLAIMS or line.low[claim.end : claim.end + 1] not in {("by",), ("from",)}:
        return None
    whose = mention_right(line, claim.end + 1)
    return whose if whose is not None and line.speaks(whose.start, whose.end) else None


def _noun_cue(line: Line, at: int, word: str) -> Found | None:
    if word == "in" and line.low[at : at + 4] in _IN_THE_WORDS_OF:
        mention = mention_right(line, at + 4)
        return Found("count", at, at + 4, mention, head=at) if mention else None
    if word in {"by", "in"}:
        return _count(line, at)
    if word in _ISSUED and line.low[at + 1 : at + 2] == ("by",):
        return _issued(line, at)
    claims = word in CLAIM_NOUNS or (word == "talk" and line.low[at + 1 : at + 2] == ("of",) and _counts(line, at + 2))
    return (_claim(line, at) if claims else None) or stated(line, at)


def _counts(line: Line, at: int) -> bool:
    """Tell a number of losses, which "talk of" claims."""
    return at < len(line.low) and (line.low[at][0].isdigit() or line.low[at] in NUMBERS)


def _is_phrase(line: Line, start: int, end: int) -> bool:
    """Tell an apposition from the clause that follows "According to Y,"."""
    words = (at for at in range(start, end) if line.low[at] not in PREPOSITIONS and line.low[at] not in DETERMINERS)
    return line.low[end : end + 1] == (",",) and all(line.nominal(at) for at in words)


def _issued(line: Line, at: int) -> Found | None:
    """Read "a message circulated by the group", "figures released by Y"."""
    before, after = line.low[max(0, at - 8) : at], line.low[at:]
    named = any(word in PAPERS or word in CLAIM_NOUNS or word in {"one", "sum"} for word in before)
    if not named or any(after[k : k + 2] == ("no", "mention") for k in range(len(after))):
        return None
    mention = mention_right(line, at + 2)
    if mention is None or not line.speaks(mention.start, mention.end):
        return None
    return Found("issued", at, at + 1, mention, head=at)


def _count(line: Line, at: int) -> Found | None:
    """Read "by Y's count", "in the ministry's words" and the elliptic "by Y's"."""
    owner = line.low[at + 1] if at + 1 < len(line.low) else ""
    if owner in OWNERS and any(word in COUNT_NOUNS for word in line.low[at + 2 : at + 4]):
        return Found("count", at, at + 3, Mention(at + 1, at + 2, pronoun=OWNERS[owner]), head=at)
    if owner == "that" and line.low[at + 2 : at + 3] == ("of",):
        of = mention_right(line, at + 3)
        return Found("count", at, at + 3, of, head=at) if of is not None and can_speak(line, of) else None
    whose = mention_right(line, at + 4) if owner == "the" and _of_count(line, at + 2) else None
    if whose is not None:
        return Found("count", at, at + 4, whose, head=at)
    end = phrase_right(line, at + 1)
    if end is not None and line.low[end - 1 : end + 1] == ("'s", "telling"):
        end += 1
    if end is None or not ("'s" in line.low[at + 1 : end] or any(line.covering[at + 1 : end])):
        return None
    last = line.low[end - 1]
    if (last in COUNT_NOUNS and (line.low[at] == "by" or last in _TOLD or "'s" in line.low[at + 1 : end])) or (
        last == "words" and "'s" in line.low[at + 1 : end]
    ):
        owner_end = end - 1
    elif last == "'s" and line.low[at] == "by":
        owner_end = end
    else:
        return None
    owner_end -= line.low[owner_end - 1] == "'s" and owner_end > at + 2
    return Found("count", at, end, Mention(at + 1, owner_end), head=at)


def _of_count(line: Line, at: int) -> bool:
    """Tell the "count of" in "by the count of Y"."""
    return any(word in COUNT_NOUNS for word in line.low[at : at + 1]) and line.low[at + 1 : at + 2] == ("of",)


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
    if before in OWNERS:
        return Found("nominal", at, at + 1, Mention(at - 1, at, pronoun=OWNERS[before]), head=at - 1)
    hit = line.covering[at - 1]
    if hit is not None and hit.start > 1 and line.low[hit.start - 1] == "and" and line.covering[hit.start - 2]:
        return None  # "Y and Z claim to have"
    article = hit is not None and hit.start > 0 and line.low[hit.start - 1] in {"the", "an", "a"}
    if hit is not None and (line.low[at] not in _FIGURES or (article and line.low[at] in _ACCOUNTED)):
        return Found("nominal", at, at + 1, Mention(hit.start, hit.end), head=hit.start)
    return None
