"""Bring English word forms to one stem, so that a term finds its plural, its past and its -ing form.

The stem is a key, not a word. Other scripts are left as they are.
"""

from functools import lru_cache
from typing import Final

_IRREGULAR: Final = {
    "struck": "strike", "stricken": "strike", "fought": "fight", "shot": "shoot", "fled": "flee", "held": "hold",
    "slain": "slay", "slew": "slay", "died": "die", "dies": "die", "dying": "die", "men": "man", "women": "woman",
    "children": "child", "lying": "lie", "lives": "life", "lost": "lose", "took": "take", "taken": "take",
    "met": "meet", "hitting": "hit", "threw": "throw", "thrown": "throw", "blew": "blow", "blown": "blow",
    "overran": "overrun", "broke": "break", "broken": "break", "beaten": "beat", "shutting": "shut",
    "said": "say", "left": "leave", "came": "come", "went": "go", "began": "begin", "begun": "begin", "won": "win",
}  # fmt: skip
_HISSING: Final = ("sses", "shes", "ches", "xes", "zes")
_KEEP_S: Final = ("ss", "us", "sis", "his")
_VOWELS: Final = frozenset("aeiouy")
_SHORTEST: Final = 4


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the key that a folded word shares with its other forms."""
    word = _IRREGULAR.get(word, word)
    if len(word) < _SHORTEST or not word.isascii():
        return word
    return _bare(_without_suffix(word))


def _without_suffix(word: str) -> str:
    if word.endswith(("ies", "ied")) and len(word) > _SHORTEST:
        return word[:-3] + "y"
    if word.endswith("eed"):
        return word[:-1]
    if word.endswith(_HISSING):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(_KEEP_S):
        word = word[:-1]
    for suffix in ("ing", "ed"):
        rest = word.removesuffix(suffix)
        if rest != word and len(rest) > 1 and not _VOWELS.isdisjoint(rest):
            return rest
    return word


def _bare(word: str) -> str:
    """Drop what forms differ in at the end: a silent e, a doubled consonant."""
    word = word.removesuffix("e") if len(word) > _SHORTEST - 1 else word
    return word[:-1] if len(word) > 2 and word[-1] == word[-2] and word[-1] not in _VOWELS else word
