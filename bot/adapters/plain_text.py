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
        "script", "style", "template", "noscript", "svg", "math", "audio", "video", "select", "textarea",
    }
)  # fmt: skip
_UNUSUAL: Final = re.compile("[^ -~\n]")
_DROPPED: Final = frozenset({"Cc", "Cf", "Cs", "Co"})
# Joiners are letters' glue in the Arabic script (a word is misspelt without them) and invisible noise elsewhere.
_JOINERS: Final = "\u200c\u200d"
_STRAY_JOINERS: Final = re.compile("(?<![\u0600-\u06ff])[\u200c\u200d]+")
_TAG: Final = re.compile(
    r"""<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]{0,30}+)
    (?P<attributes>[^<>"']*+(?:(?:"[^"]{0,2000}+"|'[^']{0,2000}+')[^<>"']*+){0,30}+)>""",
    re.VERBOSE,
)
# a tag that the cut at LONGEST_HTML, or the feed's own, has torn
_TORN: Final = re.compile(r"<[A-Za-z/][^<>]*+\Z")
_DECLARATION: Final = re.compile(r"<(?:\?|![A-Za-z\[])[^<>]*>?")
# WordPress adds this line to every entry; it repeats the title, which would be read as a second report of it.
_WORDPRESS: Final = re.compile(r"\n?The post [^\n]{1,400} (?:appeared first on|first appeared on) [^\n]{1,200}\Z")


def from_html(html: str) -> str:
    """Return the text of a piece of HTML, at most LONGEST_TEXT characters."""
    source = _TORN.sub("", _without_comments(html[:LONGEST_HTML]))
    if "<" not in source:
        return tidy(unescape(source))
    source = source.replace("\n", " ")
    parts: list[str] = []
    hidden, at = "", 0
    for tag in _TAG.finditer(source):
        name = tag["name"].lower()
        if not hidden:
            parts.append(source[at : tag.start()])
            parts.append("\n" if name in _BLOCKS else "")
            hidden = name if name in _HIDDEN and not tag["end"] and not tag["attributes"].endswith("/") else ""
        elif name == hidden and tag["end"]:
            hidden = ""
        at = tag.end()
    parts.append("" if hidden else source[at:])
    text = tidy(unescape("".join(parts)))
    return _WORDPRESS.sub("", text) if "The post " in text[-700:] else text


def _without_comments(html: str) -> str:
    first, *parts = html.split("<!--")
    kept = "".join([first, *(part.partition("-->")[2] for part in parts)])
    return _DECLARATION.sub("", kept.replace("<![CDATA[", "").replace("]]>", ""))


def tidy(text: str) -> str:
    """Return plain text with its spaces and line breaks evened out and without invisible characters."""
    composed = unicodedata.normalize("NFC", text[: 2 * LONGEST_TEXT]).replace("\u2028", "\n").replace("\u2029", "\n")
    noise = [one for one in set(_UNUSUAL.findall(composed)) if _is_noise(one)]
    visible = composed.translate(dict.fromkeys(map(ord, noise))) if noise else composed
    if "\u200c" in visible or "\u200d" in visible:
        visible = _STRAY_JOINERS.sub("", visible)
    lines = (" ".join(line.split()) for line in visible.split("\n"))
    return "\n".join(line for line in lines if line)[:LONGEST_TEXT].rstrip()


def _is_noise(one: str) -> bool:
    return unicodedata.category(one) in _DROPPED and one not in _JOINERS and not one.isspace()
