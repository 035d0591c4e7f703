"""Read noun phrases off a line of tokens: the phrase that ends or begins at a token, with what hangs on it.

A shallow grammar: closed classes and verbs end a phrase, so an unknown word is a name, a noun or an adjective.
It does not parse the rest of the sentence.
"""

from dataclasses import dataclass, field
from typing import Final

from bot.core.attribution.cues import CUES
from bot.core.attribution.lexicon import PARTY, PLACE, REGIME
from bot.core.attribution.lines import SPEAKERS, Line, is_speaker_noun
from bot.core.attribution.nouns import (
    ADVERBS,
    ATTRIBUTIVE,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    NUMBERS,
    OFFICES,
    PREPOSITIONS,
    PRIVATE,
    PRONOUNS,
    RELATIVES,
    TIES,
    TIMES,
)
from bot.core.text import word_set

_LONGEST: Final = 14
_TITLES: Final = OFFICES | PRIVATE
# "X, then governor of Y": in office when it happened.
AT_THE_TIME: Final = word_set("then now currently himself herself also")
_PARENTHETICAL_OPENERS: Final = (
    PREPOSITIONS
    | RELATIVES
    | ADVERBS
    | word_set(
        "speaking asked quoted writing citing quoting addressing himself herself themselves too when while as though "
        "although responding reacting"
    )
)
_POSTPOSED: Final = word_set(
    "contacted reached interviewed based stationed posted living speaking familiar involved present quoted deployed "
    "displaced appointed close privy responsible working briefed allied loyal linked aligned interviewed stuck "
    "stranded trapped held caught left hurt taking staying gathered waiting"
)
# "Y's ministry last week said", "earlier this month said".
_BEFORE_TIMES: Final = word_set("on in early late last this earlier")
_NAME_PARTICLES: Final = word_set("al ul bin ibn ur e i de von van lil us and ud")
_NAMED: Final = word_set("named called")
# Who runs one of these holds no office by that.
_CARE: Final = word_set("hospital hospitals clinic clinics school schools shop guest bakery hotel ambulance")
_FEWEST_NAMES: Final = 2
_SUBJECTS: Final = frozenset({PARTY, REGIME})


@dataclass(slots=True)
class Mention:
    """A noun phrase as it stands: the core, its prepositional tails, its appositions, and phrases joined to it."""

    start: int
    end: int
    pronoun: str = ""
    tails: list[tuple[str, int, int]] = field(default_factory=list)
    beside: list[tuple[int, int]] = field(default_factory=list)
    there: bool = False
    here: bool = False
    joined: list["Mention"] = field(default_factory=list)


def phrase_left(line: Line, end: int) -> int | None:
    """Return where the noun phrase begins that ends before `end`, None where none does."""
    at = end - 1
    while at >= 0 and end - at <= _LONGEST:
        if line.low[at] == ")":
            opening = _opening(line, at)
            if opening is None:
                break
            at = opening - 1
            continue
        determiner = line.covering[at] is None and line.low[at] in DETERMINERS
        if not determiner and not line.nominal(at):
            break
        if determiner and line.low[at] not in {"one", "some", "another"}:
            at -= 1
            if at >= 0 and line.low[at] in {"all", "both", "each"}:
                at -= 1
            break
        at -= 1
    start = at + 1
    while start < end and line.low[start] in {"'s", "'", ".", ")"}:
        start += 1
    return start if start < end else None


def before_brackets(line: Line, end: int) -> int:
    """Return where a phrase ends without the brackets behind it: "the agency (AG)"."""
    opening = _opening(line, end - 1) if line.low[end - 1] == ")" else None
    return opening if opening is not None and opening > 0 else end


def _opening(line: Line, closing: int) -> int | None:
    for at in range(closing - 1, max(-1, closing - 10), -1):
        if line.low[at] == "(":
            return at
    return None


def phrase_right(line: Line, start: int) -> int | None:
    """Return the end of the noun phrase that begins at `start`, None where none does."""
    at = start
    while at < len(line.low) and at - start < _LONGEST:
        if line.low[at] == "(" and at > start:
            closing = next((k for k in range(at, min(at + 10, len(line.low))) if line.low[k] == ")"), None)
            if closing is None:
                break
            at = closing + 1
            if line.low[at : at + 1] == (".",):
                break
            continue
        if (
            at > start
            and line.covering[at] is None
            and line.low[at] in DETERMINERS
            and line.low[at - 1] not in DETERMINERS
        ):
            break
        if not line.nominal(at) or _past_name(line, start, at):
            break
        at += 1
    return at if at > start else None


def _past_name(line: Line, start: int, at: int) -> bool:
    """Tell a plain word after a person's name, which is the verb."""
    if (
        at - start < 2
        or not line.tokens[at].text[0].islower()
        or line.covering[at] is not None
        or line.covering[at - 1] is not None
    ):
        return False
    if line.low[at] in SPEAKERS or line.low[at] == "'s" or "-" in line.low[at] or line.low[at] in _NAME_PARTICLES:
        return False
    return (
        line.tokens[at - 1].text[0].isupper()
        and line.tokens[at - 2].text[0].isupper()
        and line.low[at - 1] not in SPEAKERS
    )


def mention_left(line: Line, end: int) -> Mention | None:
    """Return the phrase that ends before `end`, as the subject of a verb that begins at `end`."""
    at = end - 1
    there = here = False
    while (
        at >= 0
        and (
            line.low[at]
            in {"there", "here", "also", "alike", "each", "both", "all", "himself", "itself", "themselves", "herself"}
            or line.low[at] in TIMES
        )
        and line.covering[at] is None
    ):
        if line.low[at] in {"each", "both"} and (at == 0 or not line.nominal(at - 1)):
            return Mention(at, at + 1)
        there |= line.low[at] == "there"
        here |= line.low[at] == "here"
        at -= 1
        while at >= 0 and line.low[at] in _BEFORE_TIMES and line.low[at + 1] in TIMES | _BEFORE_TIMES:
            at -= 1
    if at < 0:
        return None
    mention = _ending_at(line, at)
    if mention is not None:
        mention.there |= there
        mention.here |= here
    return mention


def _ending_at(line: Line, at: int) -> Mention | None:
    word = line.low[at]
    if word in PRONOUNS:
        return _of_it(line, at) or Mention(at, at + 1, pronoun=word)
    if at > 1 and is_postposed(word) and is_speaker_noun(line.low[at - 1]):
        return _ending_at(line, at - 1)
    if word in RELATIVES or (word == "that" and at > 0 and line.nominal(at - 1)):
        return _antecedent(line, at)
    if word == ",":
        return _past_parenthesis(line, at)
    start = phrase_left(line, at + 1)
    if start is None:
        return None
    clause = _contact_clause(line, start, at + 1) or _after_fronted(line, start, at + 1)
    return Mention(clause, at + 1) if clause is not None else _grow_left(line, start, at + 1)


def _of_it(line: Line, at: int) -> Mention | None:
    """Read "a source within it" and "an official of it", where the pronoun is only whose."""
    if line.low[at] != "it" or at < len(("a", "source", "in")) or line.low[at - 1] not in {"of", "within", "inside"}:
        return None
    head = _head_before(line, at - 1)
    if head is None or head.pronoun:
        return None
    head.tails.append((line.low[at - 1], at, at + 1))
    return head


def _after_fronted(line: Line, start: int, end: int) -> int | None:
    """Return where a name begins in "At the briefing X Y said" and "In May 2017 Y's corps said"."""
    if start == 0 or (line.low[start - 1] not in PREPOSITIONS and line.low[start - 1] not in TIMES):
        return None
    if line.low[start].isdigit() and start + 1 < end:
        return start + 1
    at = end
    while at > start and line.covering[at - 1] is None and line.is_name(at - 1):
        at -= 1
    plain = at > start and line.covering[at - 1] is None and line.tokens[at - 1].text.islower()
    who = line.low[end - 1]
    if (
        start == 1
        and at == end
        and who in _TITLES
        and line.tokens[end - 1].text.islower()
        and _is_own_name(line, end - 2)
    ):
        return end - 1
    named = end - at > 1 and plain and line.low[at - 1] not in _TITLES and line.low[at - 1] not in DETERMINERS
    return at if named and start == 1 else None


def _is_own_name(line: Line, at: int) -> bool:
    """Tell the name of a place, known to the theatre or not ("In <name> residents said")."""
    hit = line.covering[at] if at > 0 else None
    if hit is not None:
        return hit.sort == PLACE and hit.start == 1
    return at > 0 and line.covering[at] is None and line.is_name(at) and line.low[at] not in _TITLES


def _contact_clause(line: Line, start: int, end: int) -> int | None:
    """Return where the subject begins in "the man Y said it had hit", where no "whom" stands between."""
    for at in range(start + 1, end):
        hit = line.covering[at]
        if hit is None or hit.start != at or hit.sort not in _SUBJECTS:
            continue
        before = line.low[at - 1]
        plain = line.covering[at - 1] is None and line.tokens[at - 1].text.islower() and before not in DETERMINERS
        whole = hit.role in {"name", "seat", "regime"} and hit.end == end
        if plain and before not in ATTRIBUTIVE and (whole or before.endswith("s")) and before != "'s":
            return at if not is_speaker_noun(before) or whole else None
    return None


def _grow_left(line: Line, start: int, end: int) -> Mention | None:
    before = line.low[start - 1] if start > 0 else ""
    if before == ",":
        office = _office_before(line, start, end)
        if office is not None:
            return office
    if before in _NAMED:
        head = mention_left(line, start - 1)
        if head is not None and not head.pronoun and line.speaks(head.start, head.end):
            head.beside.append((start, end))
            return head
    if before in PREPOSITIONS:
        if line.low[max(0, start - 2) : start] == ("according", "to") or _after(line, start, end):
            return Mention(start, end)
        head = _head_before(line, start - 1) if start > 1 and line.low[start - 2] != "," else None
        if head is None or head.pronoun:
            return head
        head.tails.append((before, start, end))
        return head
    mention = Mention(start, end)
    if before in CONJUNCTIONS and start > 1:
        _join(line, mention, start - 1)
    return mention


def _after(line: Line, start: int, end: int) -> bool:
    """Tell the party of "two days after Y said", where a clause begins."""
    return line.low[start - 1] in {"after", "before"} and any(line.covering[start:end])


def _office_before(line: Line, start: int, end: int) -> Mention | None:
    """Read "A spokesman for the corps, N N said", where the second comma is missing."""
    if end - start < _FEWEST_NAMES or not all(
        line.covering[at] is None and line.is_name(at) for at in range(start, end)
    ):
        return None
    head = mention_left(line, start - 1)
    if head is None or head.pronoun or head.start > 0 or not OFFICES.intersection(line.low[head.start : head.end]):
        return None
    if any(is_speaker_noun(word) for word in line.low[start:end]):
        return None
    head.beside.append((start, end))
    return head


def _head_before(line: Line, preposition: int) -> Mention | None:
    """Return the phrase that a prepositional one hangs on, past a participle ("residents reached by telephone")."""
    before = line.low[preposition - 1] if preposition > 1 else ""
    if before and line.nominal(preposition - 2):
        reduced = before.endswith("ed") and before not in CUES and is_speaker_noun(line.low[preposition - 2])
        preposition -= reduced or is_postposed(before)
    return mention_left(line, preposition)


def is_postposed(word: str) -> bool:
    """Tell a participle that may stand behind its noun: "residents reached", "a charity working"."""
    return word in _POSTPOSED or (word.endswith("ing") and word not in CUES)


def counts_others(line: Line, start: int, end: int) -> bool:
    """Tell "23 soldiers", which are counted and do not speak, from "two officials"."""
    counted = line.low[start] in NUMBERS or line.low[start].isdigit()
    return counted and (line.low[end - 1] in _COUNTED or not is_speaker_noun(line.low[end - 1]))


_BEFORE_CLAUSES: Final = word_set("after before since until")
# Who speaks at times, but not where he is counted beside another speaker.
_COUNTED: Final = word_set("soldiers troops fighters militants guards civilians policemen people children taliban")


def _join(line: Line, mention: Mention, conjunction: int) -> None:
    """Join the phrase before "and" where it is a speaker's too."""
    left_end = conjunction
    start = phrase_left(line, left_end)
    if start is None or not line.speaks(start, left_end) or line.low[left_end - 1] in TIMES:
        return
    before = line.low[start - 1] if start > 0 else ""
    if before in PREPOSITIONS - _BEFORE_CLAUSES:
        head = mention_left(line, start - 1) if start > 1 else None
        if (
            head is not None
            and not head.pronoun
            and any(is_speaker_noun(word) for word in line.low[head.start : head.end])
        ):
            _join_tail(line, mention, head, (before, start, left_end))
        return
    if (before and line.nominal(start - 1)) or counts_others(line, start, left_end):
        return
    mention.joined.append(Mention(start, left_end))


def _join_tail(line: Line, mention: Mention, head: Mention, tail: tuple[str, int, int]) -> None:
    """Read "officials in X and Y" as one head with two tails, "an official in X and a resident" as two heads."""
    head.tails.append(tail)
    if line.low[mention.start] in DETERMINERS or any(
        is_speaker_noun(word) for word in line.low[mention.start : mention.end]
    ):
        mention.joined.append(head)
        return
    head.tails.append((tail[0], mention.start, mention.end))
    mention.start, mention.end, mention.tails = head.start, head.end, head.tails


def _antecedent(line: Line, relative: int) -> Mention | None:
    end = relative
    if end > 0 and line.low[end - 1] in PREPOSITIONS:
        end -= 1
    if end > 0 and line.low[end - 1] == ",":
        end -= 1
    if end == 0:
        return None
    head, nearest = mention_left(line, end), phrase_left(line, end)
    counted = head is not None and not head.pronoun and counts_others(line, head.start, head.end)
    if counted and nearest is not None and line.low[relative] == "which":
        return Mention(nearest, end)
    if nearest is None or (head is not None and (head.pronoun or line.speaks(head.start, head.end))):
        return head
    return Mention(nearest, end)


def _past_parenthesis(line: Line, closing: int) -> Mention | None:
    """Step over ", ... ," before a verb, keeping what stands there as an apposition."""
    opening = next((at for at in range(closing - 1, max(-1, closing - 30), -1) if line.low[at] == ","), None)
    if opening is None or opening == 0:
        return None
    first = opening + 1
    first += first < closing - 1 and line.low[first] in AT_THE_TIME
    if first < closing and line.low[closing - 1] == '"':
        return _past_parenthesis(line, opening)
    head = mention_left(line, opening)
    if head is None or not _is_somebody(line, head, first, closing) or not _at_edge(line, head):
        deeper = _past_parenthesis(line, opening) if _is_apposition(line, first, closing) else None
        if deeper is not None:
            deeper.beside.append((first, closing))
        return deeper
    tied = tie(line, first, closing)
    if tied is not None:
        head.beside.append(tied)
    elif line.low[first] in {"of", "from", "at", "for"} and first + 1 < closing:
        head.beside.append((first + 1, closing))
    elif line.low[first] not in _PARENTHETICAL_OPENERS:
        head.beside.append((first, closing))
    return head


def _is_somebody(line: Line, head: Mention, first: int, closing: int) -> bool:
    """Tell a speaker's phrase, "one of them, N N," and "One worshiper, N N,"."""
    if line.speaks(head.start, head.end):
        return True
    named = closing - first >= _FEWEST_NAMES and all(line.is_name(at) for at in range(first, closing))
    return named and not head.pronoun and line.low[head.start] in {"one", "another"}


def _is_apposition(line: Line, start: int, end: int) -> bool:
    return start < end and (line.low[start] in _PARENTHETICAL_OPENERS or line.speaks(start, end))


def _at_edge(line: Line, mention: Mention) -> bool:
    """Tell whether a phrase begins its clause, as a subject does."""
    if mention.pronoun or mention.start == 0:
        return True
    before = line.low[mention.start - 1]
    if line.low[mention.start] in DETERMINERS:
        return before not in PREPOSITIONS
    return not line.nominal(mention.start - 1) and before not in PREPOSITIONS


def tie(line: Line, start: int, end: int) -> tuple[int, int] | None:
    """Return the office in "who heads the corps", None where no such clause stands."""
    if start + 2 >= end or line.low[start] not in {"who", "which"}:
        return None
    verb = start + 1
    while verb < end and line.low[verb] in AUXILIARIES | ADVERBS and line.low[verb] not in TIES:
        verb += 1
    if verb >= end or line.low[verb] not in TIES:
        return None
    if line.low[verb] in {"runs", "ran"} and _CARE.intersection(line.low[verb + 1 : verb + 5]):
        return None
    first = verb + 1
    while first < end and line.low[first] in {"himself", "herself", "as"}:
        first += 1
    return first, end
