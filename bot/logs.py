"""One log line an outcome, with nothing in it that opens a door: every line is redacted after it is formatted.

Redacting the finished line, not the record, covers tracebacks and the lines of libraries as well. Log injection is
closed in the same place: a message stays on one line whatever text it carries; only a traceback may follow it.
"""

import logging
import re
import sys
import time
from collections.abc import Sequence
from typing import Final, TextIO

HIDDEN: Final = "[hidden]"
SHORTEST_SECRET: Final = 8

# Tried in this order; each keeps the words that tell what was hidden.
_RULES: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(r"(?i)(/(?:webhooks|interactions)/\d+/)[^/\s?#'\"]+"), rf"\1{HIDDEN}"),
    (re.compile(r"(?i)\b([a-z][a-z0-9+.-]*://)[^/\s@'\"]+@"), rf"\1{HIDDEN}@"),
    (re.compile(r"(?i)([?&;][\w.-]*(?:key|token|auth|sig|secret|pass|pwd)[\w.-]*=)[^&;\s#'\"]+"), rf"\1{HIDDEN}"),
    (re.compile(r"(?i)(['\"]?(?:token|authorization|password|secret)['\"]?\s*[:=]\s*['\"])[^'\"]+"), rf"\1{HIDDEN}"),
    (re.compile(r"(?i)\b((?:authorization:\s*)?(?:bot|bearer|basic)\s+)[\w+/=.-]{16,}"), rf"\1{HIDDEN}"),
    (re.compile(r"\b(?:mfa\.)?[\w-]{23,32}\.[\w-]{5,8}\.[\w-]{25,}"), HIDDEN),
)

# Libraries that print a user's words, tokens or a line for every tick below these levels.
_FLOORS: Final = {
    "discord": logging.INFO,
    "aiohttp": logging.INFO,
    "asyncio": logging.INFO,
    "aiosqlite": logging.INFO,
    "sqlalchemy": logging.WARNING,
    "apscheduler": logging.WARNING,
    "alembic.runtime.plugins": logging.WARNING,
}
_BREAKS: Final = str.maketrans({"\n": "\\n", "\r": "\\r", "\u2028": "\\u2028", "\u2029": "\\u2029", "\x1b": "\\x1b"})


class RedactingFormatter(logging.Formatter):
    """Format a record as `time level logger message`, in UTC and free of secrets."""

    def __init__(self, secrets: Sequence[str] = ()) -> None:
        """Hide `secrets` to the letter too, wherever they appear; those too short to be one are left alone."""
        super().__init__("%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S")
        self.converter = time.gmtime
        self._secrets = tuple(secret for secret in secrets if len(secret) >= SHORTEST_SECRET)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  the name is logging's
        """Keep the message on one line."""
        return super().formatMessage(record).translate(_BREAKS)

    def format(self, record: logging.LogRecord) -> str:
        """Return the finished line, and the traceback if there is one, redacted."""
        return redact(super().format(record), self._secrets)


def redact(text: str, secrets: Sequence[str] = ()) -> str:
    """Return `text` with `secrets` and whatever is shaped like a token or a credential replaced."""
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    for pattern, kept in _RULES:
        text = pattern.sub(kept, text)
    return text


def set_up_logging(level: str = "INFO", secrets: Sequence[str] = (), *, stream: TextIO | None = None) -> None:
    """Send all logging to `stream` (standard error) from `level` on; repeating it replaces the earlier set-up."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(RedactingFormatter(secrets))
    root = logging.getLogger()
    for old in [known for known in root.handlers if isinstance(known.formatter, RedactingFormatter)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level.upper())
    for name, floor in _FLOORS.items():
        logging.getLogger(name).setLevel(max(floor, root.level))
