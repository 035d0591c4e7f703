"""Read what an answer says beside its body: how long to wait, by what to ask again, why there is none."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final

from bot.core.feeds import Failed

_BLOCKING: Final = frozenset({401, 403, 429, 451})
_MAX_AGE: Final = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})")
_LONGEST_VALIDATOR: Final = 1_000
_REASONS: Final[Mapping[int, str]] = {
    401: "it asks for a password",
    403: "it turns this program away",
    404: "there is nothing at its address",
    410: "it is gone for good, its host says",
    429: "it asks to be polled less often",
    451: "it is withheld for legal reasons",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What the last host of a chain of redirects answered, its body as it was packed on the way."""

    url: str
    status: int
    headers: Mapping[str, str]
    packed: bytes
    moved: str | None

    @property
    def encoding(self) -> str:
        """Return how the body is packed; empty where it is not."""
        return self.headers.get("Content-Encoding", "")

    def wait(self, ttl: timedelta | None) -> timedelta | None:
        """Return the longest wait that the answer, or the feed's own `ttl`, asks for."""
        waits = (retry_after(self.headers), _freshness(self.headers), ttl)
        return max((wait for wait in waits if wait), default=None)

    def validator(self, name: str) -> str | None:
        """Return a header by which to ask again, where it is fit to be sent back."""
        value = self.headers.get(name)
        return value if value and len(value) <= _LONGEST_VALIDATOR and value.isascii() and value.isprintable() else None


def failure(reply: Reply) -> Failed:
    """Return what an answer without a feed means."""
    status = reply.status
    other = "its host has a fault" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else _UNUSABLE
    reason = f"{_REASONS.get(status, other)} (status {status})"
    return Failed(reason, retry_after(reply.headers), status == HTTPStatus.GONE, status in _BLOCKING)


_UNUSABLE: Final = "it gives an answer that cannot be used"


def retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """Read a Retry-After, in seconds or as a date (measured against the host's own clock where it gives one)."""
    value = headers.get("Retry-After", "").strip()
    if not value:
        return None
    if value.isascii() and value.isdigit():
        return timedelta(seconds=min(int(value[:9]), 10**7))
    until, now = _http_date(value), _http_date(headers.get("Date", "")) or datetime.now(UTC)
    return max(until - now, timedelta()) if until else None


def _http_date(value: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _freshness(headers: Mapping[str, str]) -> timedelta | None:
    control = headers.get("Cache-Control", "").lower()
    found = _MAX_AGE.search(control) if control else None
    if not found or "no-cache" in control or "no-store" in control:
        return None
    age = headers.get("Age", "0").strip()
    spent = int(age[:9]) if age.isascii() and age.isdigit() else 0
    return timedelta(seconds=max(int(found[1]) - spent, 0))
