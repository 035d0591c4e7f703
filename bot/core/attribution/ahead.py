"""Read the noun phrase that begins at a token, with what hangs on it: tails, a second speaker, appositions."""

from typing import Final

from bot.core.attribution.cues import CUES
from bot.core.attribution.lines import Line, is_speaker_noun
from bot.core.attribution.nouns import CONJUNCTIONS, DETERMINERS, FORMER, PREPOSITIONS, PRONOUNS, TIMES
from bot.core.attribution.phrases import AT_THE_TIME, Mention, counts_others, phrase_right, tie

_OBJECTIVE: Final = {"him": "he", "them": "they", "her": "she"}


def mention_right(line: Line, start: int) -> Mention | None:
    """Return the phrase that begins at `start`, with its tails and its apposition."""
    while start < len(line.low) and (line.low[start] == "also" or line.low[start] in TIMES):
        start += 1
    if start >= len(line.low):
        return None
    pronoun = _OBJECTIVE.get(line.low[start], line.low[start])
    if pronoun in PRONOUNS and not (line.low[start] == "her" and line.nominal(start + 1)):
        return Mention(start, start + 1, pronoun=pronoun)
    end = phrase_right(line, start)
    if end is None:
        return None
    mention = Mention(start, end)
    if end < len(line.low) and line.low[end] in {"there", "here"}:
        mention.there, mention.here = line.low[end] == "there", line.low[end] == "here"
        end += 1
    at = _tails_right(line, mention, end)
    if at < len(line.low) and line.low[at] in CONJUNCTIONS:
        second = phrase_right(line, at + 1)
        if second is not None and mention.tails and _only_names(line, at + 1, second):
            at = second
        elif second is not None and line.speaks(at + 1, second) and not counts_others(line, at + 1, second):
            mention.joined.append(Mention(at + 1, second))
            at = second
    _beside_right(line, mention, at)
    return mention


def _only_names(line: Line, start: int, end: int) -> bool:
    """Tell a second name behind "from X and" that the theatre does not know."""
    return all(
        line.covering[at] is None and line.is_name(at) and not is_speaker_noun(line.low[at]) for at in range(start, end)
    )


def _tails_right(line: Line, mention: Mention, at: int) -> int:
    while at + 1 < len(line.low):
        if line.low[at] in TIMES:
            at += 1
            continue
        if line.low[at] not in PREPOSITIONS:
            break
        end = phrase_right(line, at + 1)
        if end is None:
            if line.low[at + 1] in TIMES:
                at += 2
                continue
            break
        mention.tails.append((line.low[at], at + 1, end))
        if end < len(line.low) and line.low[end] == "and" and line.low[at] in {"in", "of", "for", "from"}:
            second = phrase_right(line, end + 1)
            if second is not None and any(line.covering[k] for k in range(end + 1, second)):
                mention.tails.append((line.low[at], end + 1, second))
                end = second
        at = end
    return at


def _beside_right(line: Line, mention: Mention, at: int) -> None:
    """Take ", spokesman for ..." or ", who heads ..." as an apposition; two of them at most."""
    for _ in range(2):
        if at + 1 >= len(line.low) or line.low[at] not in {",", "(", "-"}:
            if at + 1 < len(line.low) and line.low[at] in {"who", "which"}:
                at -= 1
            else:
                return
        first = at + 1
        end = next(
            (
                k
                for k in range(first, len(line.low))
                if line.low[k] in {",", ";", ".", ":", ")", "-"} and not line.nominal(k)
            ),
            len(line.low),
        )
        first += first < end - 1 and line.low[first] in AT_THE_TIME
        tied = tie(line, first, end)
        if tied is not None:
            mention.beside.append(tied)
        elif line.low[first] in FORMER or _names_somebody(line, first, end):
            mention.beside.append((first, end))
        else:
            return
        at = end


def _names_somebody(line: Line, start: int, end: int) -> bool:
    """Tell whether what stands after a comma can be an apposition."""
    if not line.nominal(start) or line.low[start] in CONJUNCTIONS:
        return False
    if line.low[start] in CUES and line.low[start + 1 : start + 2] == ("that",):
        return False
    return line.low[start] in DETERMINERS or line.speaks(start, end)
