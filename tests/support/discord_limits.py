"""The limits that the stand-in Discord holds a bot to, and the count of how often they were broken.

Source: Discord, "Rate Limits". The global limit (50 requests in any second) counts for each token and leaves out
interactions, which carry none. A route has a bucket for each channel or webhook, whose window opens with its first
request; Discord publishes no numbers, these are what it has been seen to use or close to it. After 10,000 answers with
401, 403 or 429 in ten minutes the address is shut out for an hour, by an edge that speaks no JSON and sends no Via.
"""

import re
import time
from collections import Counter, defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

PER_SECOND: Final = 50
INVALID: Final = 10_000
INVALID_SECONDS: Final = 600.0
BAN_SECONDS: Final = 3600.0
INVALID_STATUS: Final = frozenset({401, 403, 429})
BAN_PAGE: Final = "error code: 1015"


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many requests of one route, for each channel, server or webhook, Discord takes in so many seconds."""

    name: str
    method: str
    path: re.Pattern[str]
    most: int
    seconds: float


def _bucket(name: str, method: str, path: str, most: int, seconds: float) -> Bucket:
    return Bucket(name, method, re.compile(path), most, seconds)


_MESSAGES: Final = r"/channels/(\d+)/messages"
BUCKETS: Final = (
    _bucket("send", "POST", _MESSAGES, 5, 5.0),
    _bucket("edit", "PATCH", _MESSAGES + r"/\d+", 5, 5.0),
    _bucket("history", "GET", _MESSAGES, 5, 5.0),
    _bucket("thread", "POST", _MESSAGES + r"/\d+/threads", 10, 10.0),
    _bucket("follow-up", "POST", r"/webhooks/(\d+/[^/]+)", 5, 2.0),
    _bucket("follow-up edit", "PATCH", r"/webhooks/(\d+/[^/]+)/messages/.+", 5, 2.0),
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is answered instead, with 429: `page` where it comes from the edge."""

    retry_after: float
    scope: str = "user"
    page: bool = False

    @property
    def headers(self) -> dict[str, str]:
        """Return what goes before the body."""
        wait = {"Retry-After": str(max(1, round(self.retry_after)))}
        if self.page:
            return wait
        told = {"Via": "1.1 google", "X-RateLimit-Scope": self.scope}
        return wait | told | ({"X-RateLimit-Global": "true"} if self.scope == "global" else {})

    @property
    def body(self) -> dict[str, object]:
        """Return what Discord says itself."""
        wait = round(self.retry_after, 3)
        return {"message": "You are being rate limited.", "retry_after": wait, "global": self.scope == "global"}


@dataclass(slots=True)
class _Window:
    ends: float
    used: int = 0


@dataclass(slots=True)
class Limits:
    """What has been asked so far; times are in seconds of any one clock."""

    per_second: int = PER_SECOND
    invalid: int = INVALID
    buckets: tuple[Bucket, ...] = BUCKETS
    # how often each limit was broken
    breaches: Counter[str] = field(default_factory=Counter)
    # the most requests that a second has seen
    busiest: int = 0
    _recent: defaultdict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _windows: dict[tuple[str, str], _Window] = field(default_factory=dict)
    _invalid: deque[float] = field(default_factory=deque)
    _banned_until: float = 0.0

    def refuse(self, token: str | None, method: str, path: str, now: float) -> Refusal | None:
        """Count a request; tell what refuses it."""
        refusal, broken = self._refusal(token, method, path, now)
        if refusal is not None:
            self.breaches[broken] += 1
        return refusal

    def _refusal(self, token: str | None, method: str, path: str, now: float) -> tuple[Refusal | None, str]:
        if now < self._banned_until:
            return Refusal(self._banned_until - now, page=True), "ban"
        if token is not None and (wait := self._global_wait(self._recent[token], now)):
            return Refusal(wait, "global"), "global"
        bucket, window = self._window(method, path, now)
        if bucket is None or window is None:
            return None, ""
        if window.used >= bucket.most:
            return Refusal(window.ends - now), bucket.name
        window.used += 1
        return None, ""

    def _global_wait(self, recent: deque[float], now: float) -> float:
        while recent and recent[0] <= now - 1:
            recent.popleft()
        if len(recent) >= self.per_second:
            return recent[0] + 1 - now
        recent.append(now)
        self.busiest = max(self.busiest, len(recent))
        return 0.0

    def _window(self, method: str, path: str, now: float) -> tuple[Bucket, _Window] | tuple[None, None]:
        for bucket in self.buckets:
            if bucket.method == method and (found := bucket.path.fullmatch(path)):
                key = (bucket.name, found[1])
                if key not in self._windows or self._windows[key].ends <= now:
                    self._windows[key] = _Window(now + bucket.seconds)
                return bucket, self._windows[key]
        return None, None

    def headers(self, method: str, path: str, now: float) -> Mapping[str, str]:
        """Return what an answer says of its route's bucket."""
        bucket, window = self._window(method, path, now)
        if bucket is None or window is None:
            return {}
        left = window.ends - now
        return {
            "X-RateLimit-Limit": str(bucket.most), "X-RateLimit-Remaining": str(bucket.most - window.used),
            "X-RateLimit-Reset": f"{time.time() + left:.3f}", "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": bucket.name.replace(" ", "-"),
        }  # fmt: skip

    def answered(self, status: int, now: float) -> None:
        """Count an answer; too many that refuse shut the address out."""
        if status not in INVALID_STATUS:
            return
        self._invalid.append(now)
        while self._invalid[0] <= now - INVALID_SECONDS:
            self._invalid.popleft()
        if len(self._invalid) >= self.invalid:
            self._banned_until = now + BAN_SECONDS
