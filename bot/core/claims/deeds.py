"""Tell the denial of a deed from that of what it cost: "denied carrying out the strike that killed ten"."""

import re
from typing import Final

# What is denied is that one did it; how many died in it stands.
_DEED: Final = re.compile(
    r"\s*(?:(?:\w+\s+){0,2}(?:allegations?|claims?|reports?|charges?)\s+(?=that|of))?(?:that\s+|of\s+)?(?:(?:it|they|he|its\s+\w+|any|all|having|being|had|were|was)\s+)*"
    r"(?:carr(?:ying|ied)\s+out|conduct(?:ing|ed)|launch(?:ing|ed)|involvement|involved|responsib(?:ility|le)|behind|"
    r"role|part|complicity|hand|str(?:iking|uck)|bomb(?:ing|ed)|attack(?:ing|ed)|target(?:ing|ed)|shell(?:ing|ed)|"
    r"hit(?:ting)?|accusations?\s+of|planning|planned)\b[^;]*?\b(?:that|which|where)\b"
)
# What is denied is something about it: that it was planned here, that it harbours those who did it.
_RECALLED: Final = re.compile(
    r"\b(?:(?:the|this|that|those)\s+(?:[\w'’-]+\s+){0,3})"
    r"(?:attacks?|bombings?|blasts?|raids?|assaults?|militants|insurgents|terrorists|attackers|bombers?|groups?|gunmen|men|fighters|suspects)\s+"
    r"(?:that|which|who|in\s+which)\s+(?:[\w'’-]+\s+){0,2}$"
)


def is_of_denied_deed(behind: str) -> bool:
    """Tell whether the words between a verb of denial and a figure deny a deed and only recall what it cost."""
    words = behind.casefold()
    return _DEED.match(words) is not None or _RECALLED.search(words) is not None
