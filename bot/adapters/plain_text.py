"""Turn HTML into plain text: tags gone, a line for each block, entities decoded once, invisible characters dropped.

The standard library's parser is not used: it takes a minute for 64 KB of tags that never end, and raises on some that
are wrong. Here every pattern takes linear time and nothing raises. Nothing is made safe to show, only readable; what
is put on a card is neutralised there.
"""

import re
import unicodedata
from html import unescape
from typing import Final

LONGEST_HTML: Final = 64 * 1024
LONGEST_TEXT: Final = 40_000

_BLOCKS: Final = frozenset(
    {
        "address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "details", "dialog",
        "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
        "h6", "header", "hr", "legend", "li", "main", "nav", "ol", "option", "p", "pre", "section", "summary",
        "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
_HIDDEN: Final = frozenset(
    {
        "script", "style", "template", "noscript", "iframe", "object", "svg", "math", "audio", "video",
        "select", "textarea",
    }
)  # fmt: skip
_DROPPED: Final = frozenset({"Cc", "Cf", "Cs", "Co"})
# Joiners are letters' glue in the Arabic script (a word is misspelt without them) and invisible noise elsewhere.
_JOINERS: Final = "\u200c\u200d"
_TAG: Final = re.compile(
    r"""<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]{0,30}+)
    (?P<attributes>[^<>"']*+(?:(?:"[^"]{0,2000}+"|'[^']{0,2000}+')[^<>"']*+){0,30}+)>""",
    re.VERBOSE,
)
# a tag that the cut at LONGEST_HTML, or the feed's own, has torn
_TORN: Final = re.compile(r"<[A-Za-z/][^<>]*+\Z")
_WHITE: Final = re.compile(r"\s+")
_DECLARATION: Final = re.compile(r"<[!?][^<>]*>?")
_SPACES: Final = re.compile(r"[^\S\n]+")
_BREAKS: Final = re.compile(r" ?\n[ \n]*")
# WordPress adds this line to every entry; it repeats the title, which would be read as a second report of it.
_WORDPRESS: Final = re.compile(r"\n?The post [^\n]{1,400} (?:appeared first on|first appeared on) [^\n]{1,200}\Z")


def from_html(html: str) -> str:
    """Return the text of a piece of HTML, at most LONGEST_TEXT characters."""
    source = _TORN.sub("", _without_comments(html[:LONGEST_HTML]))
    if "<" not in source:
        return tidy(unescape(source))
    parts: list[str] = []
    hidden, at = "", 0
    for tag in _TAG.finditer(source):
        name = tag["name"].lower()
        if not hidden:
            parts.append(_WHITE.sub(" ", source[at : tag.start()]))
            parts.append("\n" if name in _BLOCKS else "")
            hidden = name if name in _HIDDEN and not tag["end"] and not tag["attributes"].endswith("/") else ""
        elif name == hidden and tag["end"]:
            hidden = ""
        at = tag.end()
    parts.append("" if hidden else _WHITE.sub(" ", source[at:]))
    return _WORDPRESS.sub("", tidy(unescape("".join(parts))))


def _without_comments(html: str) -> str:
    first, *parts = html.split("<!--")
    kept = "".join([first, *(part.partition("-->")[2] for part in parts)])
    return _DECLARATION.sub("", kept.replace("<![CDATA[", "").replace("]]>", ""))


def tidy(text: str) -> str:
    """Return plain text with its spaces and line breaks evened out and without invisible characters."""
    composed = unicodedata.normalize("NFC", text[: 2 * LONGEST_TEXT]).replace("\u2028", "\n").replace("\u2029", "\n")
    visible = "".join(one for one, before in zip(composed, " " + composed, strict=False) if _shown(one, before))
    return _BREAKS.sub("\n", _SPACES.sub(" ", visible)).strip()[:LONGEST_TEXT].rstrip()


def _shown(one: str, before: str) -> bool:
    if " " <= one <= "~" or one in "\n\t":
        return True
    if one in _JOINERS:
        return "\u0600" <= before <= "\u06ff"
    return unicodedata.category(one) not in _DROPPED
