"""Link to a source: the text is ours, the real host stands beside it, and a link that looks odd is not made one.

Only http and https with a plain host name are linked. A host in disguise (punycode, an address in numbers, a user
name or a port before the path) is named but not linked; so is an address too long for a card.
"""

import re
from typing import Final
from urllib.parse import quote, urlsplit

from bot.core.neutral import isolated, neutralise

_MAX_NAME: Final = 60
_MAX_LINK: Final = 300
_MAX_HOST: Final = 64
_SCHEMES: Final = frozenset({"http", "https"})
_HOST: Final = re.compile(r"(?=.{4,64}\Z)(?:(?!xn--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!xn--)[a-z]{2,24}\Z")
_BRACKETS: Final = str.maketrans("[]", "()")  # Discord may not link a text with square brackets, escaped or not
# Everything else that could end a link early or open something else is percent-encoded.
_KEPT: Final = "/?&=#:;,+%.-_~"


def source_link(source: str, link: str) -> str:
    """Return the outlet's name, as a link with its host where the address is sound."""
    name = isolated(neutralise(source.translate(_BRACKETS), _MAX_NAME))
    host, address = sound_address(link)
    if address:
        return f"[{name}]({address}) ({host})"
    return f"{name} ({neutralise(host, _MAX_HOST)}, not linked)" if host else name


def sound_address(link: str) -> tuple[str, str]:
    """Return the host and the address to link to; the address is empty where it must not be linked."""
    try:
        parts = urlsplit(link.strip())
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return "", ""
    if parts.scheme not in _SCHEMES or not host:
        return "", ""
    if parts.username is not None or port is not None or not _HOST.match(host):
        return host, ""
    query = f"?{parts.query}" if parts.query else ""
    path = quote(parts.path + query, safe=_KEPT, errors="replace")
    address = f"{parts.scheme}://{host}{path}"
    return host, address if len(address) <= _MAX_LINK else ""
