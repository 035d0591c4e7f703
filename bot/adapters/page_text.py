"""Find the article on a page of the web, and return its text; only loaded in the child process that parses.

Needs the optional package trafilatura. It is given text, never bytes: it would unpack those itself, without a limit.
"""

import re
from typing import Final

from trafilatura import extract

from bot.adapters.plain_text import tidy

_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_SEARCHED: Final = 2048


def page_text(body: bytes, content_type: str | None) -> str:
    """Return the text of a page's article, a line for each paragraph; empty where none is found."""
    html = _decoded(body, content_type or "").replace("\0", "")
    found = extract(html, include_comments=False, include_tables=False)
    return tidy(found or "")


def _decoded(body: bytes, content_type: str) -> str:
    """Decode as the host says, else as the page does, else as UTF-8; whatever does not fit is replaced."""
    named = _CHARSET.search(content_type) or _CHARSET.search(body[:_SEARCHED].decode("ascii", "replace"))
    try:
        return body.decode(named[1] if named else "utf-8", "replace")
    except (LookupError, ValueError):
        return body.decode("utf-8", "replace")
