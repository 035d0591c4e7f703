"""Tell losses outside an entry's own event: earlier dates, other episodes, the clash behind a truce."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.claims.told import Case
from bot.core.claims.words import LossWords
from bot.core.model import Entry

_TRUCE: Final = re.compile(
    r"\b(?:truce|ceasefire|cease-fire|peace talks?|talks|negotiations?|negotiators|agreement|reopens?|reopening|jirga)\b", re.I
)
_FIGHT: Final = re.compile(
    r"\b(?:kill\w*|dead|deaths?|die[sd]?|strikes?|raids?|bomb\w*|clash\w*|attacks?|blasts?|martyr\w*|shell\w*|trade fire|"
    r"wounded|hurt|fighting|mourning|break|breaks|breach\w*|violat\w*)\b",
    re.I,
)
_EARLIER: Final = re.compile(
    r"\b(?:last (?:week|month|year|winter|summer|spring|autumn|weekend|january|february|march|april|may|june|july|august|"
    r"september|october|november|december|sunday|monday|tuesday|wednesday|thursday|friday|saturday)|"
    r"(?:weeks?|months?|years?) (?:ago|earlier|before)|earlier this (?:year|month|week)|a (?:week|month|year) (?:ago|earlier)|"
    r"(?:in|since|during) (?:january|february|march|april|may|june|july|august|september|october|november|december|\d{4})|"
    r"on (?:january|february|march|april|may|june|july|august|september|october|november|december) \d{1,2}|"
    r"(?:previous|earlier|past) (?:clash\w*|fighting|battles?|attacks?|strikes?|operations?|exchange\w*)|elsewhere|"
    r"between (?:january|february|march|april|may|june|july|august|september|october|november|december) and|"
    r"at the time|since the fighting|before (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)|turning to)\b",
    re.I,
)
_CAUSE: Final = re.compile(
    r"\b(?:an answer to|in response to|in retaliation for|retribution for|came (?:hours|days|a day) after|"
    r"(?:same group|they) (?:was|were) behind|was shut after|came after|hours after|days after|following an?)\b",
    re.I,
)
_MONTH: Final = re.compile(
    r"\b(january|february|march|april|may|june|july|august|september|october|november|december)\b(?! and)", re.I
)


@dataclass(frozen=True, slots=True)
class Backdrop:
    """What an entry's own event is measured by: whether it is about a truce, and the month it was published in."""

    truce: bool
    month: str | None


def read_backdrop(entry: Entry, sentences: Sequence[str], words: LossWords) -> Backdrop:  # noqa: ARG001
    """Return what an entry is about, as far as telling background asks."""
    lead = sentences[0] if sentences else ""
    truce = bool(_TRUCE.search(entry.title)) and not _FIGHT.search(entry.title) and bool(_TRUCE.search(lead) or len(sentences) == 1)
    seen = entry.seen
    return Backdrop(truce, seen.strftime("%B").casefold() if seen is not None else None)


def is_background(case: Case, backdrop: Backdrop) -> bool:
    """Tell whether the loss lies outside the entry's own event."""
    if backdrop.truce:
        return True
    text = case.scan.text
    if _EARLIER.search(text):
        return _names_other_month(text, backdrop) or not _MONTH.search(text)
    cause = _CAUSE.search(text)
    return cause is not None and cause.end() <= case.scan.tokens[case.loss.phrase.first].start


def _names_other_month(text: str, backdrop: Backdrop) -> bool:
    months = {found[1].casefold() for found in _MONTH.finditer(text)}
    return bool(months) and backdrop.month not in months
