"""Make any text from a feed safe to show on Discord: nothing in it acts, hides or reorders.

Order matters: what cannot be seen goes first, so that nothing can hide behind it; then what Discord would turn into
a mention, a link or a time; markdown is escaped last, one character at a time, and the text is cut between characters
as a reader sees them, never inside an escape. It does not judge or shorten words otherwise.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

ELLIPSIS: Final = "…"
# labels and names stand many times on a card, and a card is made again with every report
_REMEMBERED: Final = 4096
_NOTHING: Final = "–"

_HIDDEN_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_SPACE_CATEGORIES: Final = frozenset({"Zs", "Zl", "Zp"})
_MARK_CATEGORIES: Final = frozenset({"Mn", "Mc", "Me"})
# Letters and marks that show nothing: Hangul fillers, Braille blank, Khmer inherent vowels, the grapheme joiner.
_BLANKS: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800\u17b4\u17b5\u034f")
_MAX_MARKS: Final = 3
_NON_JOINER: Final = "\u200c"
_SKIN_TONES: Final = range(0x1F3FB, 0x1F400)
_REGIONAL: Final = range(0x1F1E6, 0x1F200)

# Tried in this order on text without hidden characters.
_DISARMED: Final = (
    (re.compile("<"), "‹"),  # mentions, times, commands, custom emoji, links without preview
    (re.compile(">"), "›"),  # quotes
    (re.compile(r"@(?=everyone|here)", re.IGNORECASE), "＠"),
    (re.compile(r":(?=//)"), ": "),  # any address with a scheme; www alone is no link on Discord
    (re.compile(r"(discord(?:app)?)\.(?=gg|com|me|io|new|gift|link)", re.IGNORECASE), r"\1. "),
)
_MAY_ACT: Final = re.compile(r"[<>@]|:(?=//)|discord", re.IGNORECASE)
_MARKDOWN: Final = "\\*_~|`[]#"
_LIST_START: Final = re.compile(r"[-+]|\d+[.)]")
_MARKDOWN_CHARACTER: Final = re.compile(f"[{re.escape(_MARKDOWN)}]")
_RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_ISOLATE: Final = "\u2068"
_END: Final = "\u2069"
# Latin letters and common punctuation: each is seen, stands for itself and is one character to a reader.
_ORDINARY: Final = re.compile("[ -~\u00a1-\u00ac\u00ae-\u024f\u2010-\u2027\uff20]*")


def width(text: str) -> int:
    """Return the length as the strictest client counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def plain(text: str, limit: int | None = None) -> str:
    """Return `text` on one line without characters that hide, control or reorder; not yet safe as markdown."""
    visible = text if _ORDINARY.fullmatch(text) else unicodedata.normalize("NFC", "".join(_few_marks(_visible(text))))
    line = " ".join(visible.split())
    return line if limit is None or width(line) <= limit else _cut(_clusters(line), limit)


@lru_cache(_REMEMBERED)
def neutralise(text: str, limit: int) -> str:
    """Return `text` fit to stand anywhere in a card, at most `limit` UTF-16 units, "–" where nothing is left."""
    line = plain(text)
    if _MAY_ACT.search(line):
        for pattern, replacement in _DISARMED:
            line = pattern.sub(replacement, line)
    if _ORDINARY.fullmatch(line) and not _LIST_START.match(line):
        whole = _MARKDOWN_CHARACTER.sub(r"\\\g<0>", line)
        if width(whole) <= limit:
            return whole or _NOTHING
    return _cut(_escaped(line), limit) or _NOTHING


def isolated(text: str) -> str:
    """Return `text` so that its right-to-left letters turn nothing round that stands beside it; two units longer."""
    return f"{_ISOLATE}{text}{_END}" if _RIGHT_TO_LEFT.search(text) else text


def _visible(text: str) -> Iterator[str]:
    for index, character in enumerate(text):
        category = unicodedata.category(character)
        if character in _BLANKS or category in _SPACE_CATEGORIES or character in "\t\n\r\v\f\x85":
            yield " "
        elif category not in _HIDDEN_CATEGORIES or (character == _NON_JOINER and _joins_arabic(text, index)):
            yield character


def _joins_arabic(text: str, index: int) -> bool:
    """Tell whether the non-joiner at `index` stands between Arabic letters, where spelling needs it."""
    around = text[max(index - 1, 0) : index] + text[index + 1 : index + 2]
    return len(around) == len("ab") and all(unicodedata.bidirectional(character) == "AL" for character in around)


def _few_marks(text: Iterator[str]) -> Iterator[str]:
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in _MARK_CATEGORIES else 0
        if marks <= _MAX_MARKS:
            yield character


def _clusters(text: str) -> Iterator[str]:
    """Split into characters as a reader sees them: marks, skin tones and halves of a flag stay together."""
    cluster = ""
    for character in text:
        if cluster and not _continues(cluster, character):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _continues(cluster: str, character: str) -> bool:
    if unicodedata.category(character) in _MARK_CATEGORIES or ord(character) in _SKIN_TONES:
        return True
    if cluster.endswith(_NON_JOINER) or character == _NON_JOINER:
        return True
    return len(cluster) == 1 and ord(cluster) in _REGIONAL and ord(character) in _REGIONAL


def _escaped(text: str) -> Iterator[str]:
    start = _LIST_START.match(text)
    for index, cluster in enumerate(_clusters(text)):
        opens_list = start is not None and index == start.end() - 1
        yield "\\" + cluster if opens_list or cluster[0] in _MARKDOWN else cluster


def _cut(pieces: Iterator[str], limit: int) -> str:
    """Join whole pieces up to `limit`; what is left out shows as an ellipsis within it."""
    kept: list[str] = []
    used = 0
    for piece in pieces:
        used += width(piece)
        kept.append(piece)
        if used > limit:
            return _shortened(kept, limit)
    return "".join(kept)


def _shortened(kept: list[str], limit: int) -> str:
    used = sum(map(width, kept))
    while kept and used + width(ELLIPSIS) > limit:
        used -= width(kept.pop())
    return ("".join(kept).rstrip() + ELLIPSIS) if limit > 0 else ""
