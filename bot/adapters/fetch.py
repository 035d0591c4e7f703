"""Fetch feeds politely and safely: one shared session, conditional requests, every limit kept while the bytes arrive.

Nothing that a feed or its host does is raised; it becomes `Failed` with one plain line. An address that is refused and
one that does not exist get the same line, so that nobody can use a feed to look around the operator's network.
"""

import asyncio
import re
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import sha256
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType
from typing import Final, Self

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.adapters.addresses import AddressRefused, guarded_socket
from bot.adapters.packing import BadlyPacked, TooLarge, unpack
from bot.adapters.parse import FeedParser
from bot.core.feeds import Failed, Feed, FeedCheck, FeedState, Fetched, FetchOutcome, Unchanged
from bot.errors import FeedError

_PERMANENT: Final = frozenset({301, 308})
_REDIRECTS: Final = _PERMANENT | {302, 303, 307}
_BLOCKING: Final = frozenset({401, 403, 429, 451})
# from this size on a body is unpacked in a thread
_LONG: Final = 256 * 1024
_HEADER_SEARCHED: Final = 32 * 1024
_TTL: Final = re.compile(rb"<ttl>\s*(\d{1,6})\s*</ttl>")
_MAX_AGE: Final = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})")
_LONGEST_VALIDATOR: Final = 1_000
_ACCEPT: Final = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"

NOT_PUBLIC: Final = "its host does not resolve to a public address"
_BROKEN: Final = "its answer broke off or is packed wrongly"


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How far one fetch may go: seconds to connect, without a byte, and in all; bytes of a decoded body; redirects.

    `ports` are those that may be used, `private` addresses of the operator's own network that may be used on any port;
    `per_host` and `at_once` bound simultaneous requests, `host_gap` is the least time between two to one host.
    """

    connect: float = 10.0
    read: float = 15.0
    total: float = 30.0
    body: int = 10 * 1024 * 1024
    redirects: int = 5
    ports: frozenset[int] = frozenset({80, 443})
    private: frozenset[str] = frozenset()
    per_host: int = 2
    at_once: int = 50
    host_gap: float = 0.0


class _Refused(Exception):
    """The feed cannot be fetched; carries the outcome."""

    def __init__(self, outcome: Failed) -> None:
        super().__init__(outcome.reason)
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class _Reply:
    """What the last host of a chain of redirects answered, its body as it was packed on the way."""

    url: str
    status: int
    headers: Mapping[str, str]
    packed: bytes
    moved: str | None

    def wait(self, ttl: timedelta | None) -> timedelta | None:
        """Return the longest wait that the answer, or the feed's own `ttl`, asks for."""
        waits = (_retry_after(self.headers), _freshness(self.headers), ttl)
        return max((wait for wait in waits if wait), default=None)


@dataclass(frozen=True, slots=True)
class Page:
    """Any document of the web: where redirects led, its Content-Type, its body unpacked."""

    address: str
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class _Memory:
    """What is known of a feed's last body: its digest, that of its packed form, its items' digests, its <ttl>."""

    body: str
    packed: bytes
    items: bytes
    ttl: timedelta | None


@dataclass(slots=True)
class _Host:
    """How many may ask one host at once, and when the next may."""

    gate: asyncio.Semaphore
    free: float = 0.0

    async def turn(self, gap: float) -> None:
        """Wait until `gap` seconds have gone by since whoever asked before."""
        now = asyncio.get_running_loop().time()
        at = max(now, self.free)
        self.free = at + gap
        if at > now:
            await asyncio.sleep(at - now)


_NOTHING_KNOWN: Final = _Memory("", b"", b"", None)


class FeedFetcher:
    """The one `FeedSource`: a session that keeps its connections, and a parser that reads the bodies."""

    def __init__(
        self,
        parser: FeedParser,
        *,
        contact: str,
        allow_private: bool = False,
        limits: FetchLimits | None = None,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._resolver = resolver
        self._parser = parser
        self._limits = limits or FetchLimits()
        self._allow_private = allow_private
        self._user_agent = user_agent(contact)
        self._session: aiohttp.ClientSession | None = None
        self._hosts: dict[str, _Host] = {}
        self._gate = asyncio.Semaphore(self._limits.at_once)
        # Used only when the store has confirmed that very body, so that an entry whose saving failed is read again.
        self._memories: dict[str, _Memory] = {}

    async def __aenter__(self) -> Self:
        limits = self._limits
        guard = None if self._allow_private else guarded_socket(limits.ports, limits.private)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                socket_factory=guard,
                resolver=self._resolver,
                limit=0,
                keepalive_timeout=75,
            ),
            # A body that comes again is known by its packed form, so it need not be unpacked.
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=limits.connect, sock_read=limits.read),
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session:
            await self._session.close()

    async def fetch(self, feed: Feed, state: FeedState) -> FetchOutcome:
        """Return what the feed answers; never raises for anything that a feed or its host does."""
        try:
            url = _checked(state.address or feed.address)
            async with self._turn(url.host or ""):
                reply = await self._reply(url, self._headers(feed, state))
            return await self._outcome(feed, state, reply)
        except _Refused as refused:
            return refused.outcome
        except FeedError as error:
            return Failed(error.reason)
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            return Failed(_plain(error, self._limits))

    async def page(self, address: str, agent: str | None = None) -> Page:
        """Return what stands at any address of the web, under the same guards; raise FeedError with a plain reason."""
        try:
            url = _checked(address)
            headers = {"User-Agent": agent or self._user_agent, "Accept-Encoding": "gzip, deflate"}
            async with self._turn(url.host or ""):
                reply = await self._reply(url, headers)
            if reply.status != HTTPStatus.OK:
                raise FeedError(address, _failure(reply).reason)
            return Page(reply.url, reply.headers.get("Content-Type", ""), await self._unpacked(reply))
        except _Refused as refused:
            raise FeedError(address, refused.outcome.reason) from None
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            raise FeedError(address, _plain(error, self._limits)) from None

    @asynccontextmanager
    async def _turn(self, host: str) -> AsyncIterator[None]:
        """Wait for a place among the requests to one host and for its turn, then for a place among all."""
        place = self._hosts.get(host)
        if place is None:
            place = self._hosts[host] = _Host(asyncio.Semaphore(self._limits.per_host))
        async with place.gate:
            if self._limits.host_gap:
                await place.turn(self._limits.host_gap)
            async with self._gate:
                yield

    def _headers(self, feed: Feed, state: FeedState) -> dict[str, str]:
        validators = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified} if state.baselined else {}
        return {
            "User-Agent": feed.user_agent or self._user_agent,
            "Accept": _ACCEPT,
            "Accept-Encoding": "gzip, deflate",
            **{name: value for name, value in validators.items() if value},
        }

    # --- one chain of redirects

    async def _reply(self, url: URL, headers: dict[str, str]) -> _Reply:
        if self._session is None:
            raise RuntimeError("the fetcher is used before it is entered")
        moved: str | None = None
        permanent = True
        async with asyncio.timeout(self._limits.total):
            for _ in range(self._limits.redirects + 1):
                async with self._session.get(url, headers=headers, allow_redirects=False) as response:
                    if response.status not in _REDIRECTS:
                        body = await self._packed(response) if response.status == HTTPStatus.OK else b""
                        return _Reply(str(url), response.status, response.headers, body, moved)
                    permanent = permanent and response.status in _PERMANENT
                    url = _next(url, response.headers.get("Location", ""))
                    moved = str(url) if permanent else moved
        raise _Refused(Failed(f"it redirects more than {self._limits.redirects} times"))

    async def _packed(self, response: aiohttp.ClientResponse) -> bytes:
        """Return the body as it comes; stop at the limit, whatever the host announced."""
        body = bytearray()
        async for chunk in response.content.iter_any():
            body += chunk
            if len(body) > self._limits.body:
                response.close()
                raise self._too_large()
        return bytes(body)

    def _too_large(self) -> _Refused:
        return _Refused(Failed(f"its body is larger than {_size(self._limits.body)}"))

    # --- what the answer means

    async def _outcome(self, feed: Feed, state: FeedState, reply: _Reply) -> FetchOutcome:
        if reply.status not in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}:
            return _failure(reply)
        etag, last_modified = (_validator(reply, name) for name in ("ETag", "Last-Modified"))
        memory = self._memory(feed, state)
        if reply.status == HTTPStatus.NOT_MODIFIED:
            wait = reply.wait(memory.ttl)
            return Unchanged(etag or state.etag, last_modified or state.last_modified, reply.moved, wait)
        packed = sha256(reply.packed).digest()
        if memory.packed == packed:
            return Unchanged(etag, last_modified, reply.moved, reply.wait(memory.ttl))
        body = await self._unpacked(reply)
        digest, ttl = sha256(body).hexdigest(), _ttl(body)
        if state.baselined and digest == state.body_digest:
            self._memories[feed.id] = replace(memory, body=digest, packed=packed, ttl=ttl)
            return Unchanged(etag, last_modified, reply.moved, reply.wait(ttl))
        parsed = await self._parser.parse_delta(body, reply.headers.get("Content-Type"), reply.url, memory.items)
        self._memories[feed.id] = _Memory(digest, packed, parsed.memory, ttl)
        return Fetched(parsed.entries, digest, etag, last_modified, reply.moved, reply.wait(ttl), parsed.skipped)

    async def _unpacked(self, reply: _Reply) -> bytes:
        encoding, limit = reply.headers.get("Content-Encoding", ""), self._limits.body
        try:
            if len(reply.packed) < _LONG:
                return unpack(reply.packed, encoding, limit)
            return await asyncio.to_thread(unpack, reply.packed, encoding, limit)
        except TooLarge:
            raise self._too_large() from None
        except BadlyPacked:
            raise _Refused(Failed(_BROKEN)) from None

    def _memory(self, feed: Feed, state: FeedState) -> _Memory:
        memory = self._memories.get(feed.id, _NOTHING_KNOWN)
        return memory if state.baselined and memory.body == state.body_digest else _NOTHING_KNOWN


def user_agent(contact: str) -> str:
    """Return the honest name under which feeds are fetched."""
    try:
        number = version("counterclaim")
    except PackageNotFoundError:
        number = "0"
    return f"Counterclaim/{number} (+{re.sub(r'[^!-~]+', ' ', contact).strip()})"


async def check_feed(fetcher: FeedFetcher, feed: Feed, now: datetime) -> FeedCheck:
    """Fetch a feed as if for the first time and tell what came of it; nothing is stored."""
    clock = asyncio.get_running_loop().time
    began = clock()
    outcome = await fetcher.fetch(feed, FeedState(feed.id, now))
    seconds = clock() - began
    match outcome:
        case Fetched(entries=entries):
            dates = [entry.published for entry in entries if entry.published and entry.published <= now]
            return FeedCheck(feed, len(entries), max(dates, default=None), seconds)
        case Failed(reason=reason):
            return FeedCheck(feed, 0, None, seconds, reason)
        case _:
            return FeedCheck(feed, 0, None, seconds, "it says that nothing has changed, though it was asked for all")


def _checked(address: str | URL) -> URL:
    """Return an address that may be asked; raise _Refused for one that is no web address."""
    try:
        url = URL(address)
    except (ValueError, TypeError):
        raise _Refused(Failed("its address is not valid")) from None
    if url.scheme not in {"http", "https"} or not url.host:
        raise _Refused(Failed("its address is not one of the web (http or https)"))
    return url


def _next(url: URL, location: str) -> URL:
    try:
        return _checked(url.join(URL(location)))
    except ValueError:
        raise _Refused(Failed("it redirects to an address that is not valid")) from None
    except _Refused:
        raise _Refused(Failed("it redirects to an address that is not one of the web")) from None


def _failure(reply: _Reply) -> Failed:
    status = reply.status
    reasons: Mapping[int, str] = {
        401: "it asks for a password",
        403: "it turns this program away",
        404: "there is no feed at its address",
        410: "it is gone for good, its host says",
        429: "it asks to be polled less often",
        451: "it is withheld for legal reasons",
    }
    reason = reasons.get(
        status,
        "its host has a fault"
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR
        else "it gives an answer that cannot be used",
    )
    return Failed(
        f"{reason} (status {status})", _retry_after(reply.headers), status == HTTPStatus.GONE, status in _BLOCKING
    )


def _validator(reply: _Reply, name: str) -> str | None:
    value = reply.headers.get(name)
    return value if value and len(value) <= _LONGEST_VALIDATOR and value.isascii() and value.isprintable() else None


def _retry_after(headers: Mapping[str, str]) -> timedelta | None:
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


def _ttl(body: bytes) -> timedelta | None:
    found = _TTL.search(body, 0, _HEADER_SEARCHED)
    return timedelta(minutes=int(found[1])) if found else None


def _freshness(headers: Mapping[str, str]) -> timedelta | None:
    control = headers.get("Cache-Control", "").lower()
    found = _MAX_AGE.search(control)
    if not found or "no-cache" in control or "no-store" in control:
        return None
    age = headers.get("Age", "0").strip()
    spent = int(age[:9]) if age.isascii() and age.isdigit() else 0
    return timedelta(seconds=max(int(found[1]) - spent, 0))


def _size(size: int) -> str:
    return f"{size / 1024 / 1024:g} MB"


def _plain(error: Exception, limits: FetchLimits) -> str:
    """Return what went wrong on the way in one plain line, without the library's words, which name addresses."""
    return next(line(error, limits) for kind, line in _FAULTS if isinstance(error, kind))


def _connection(error: Exception, _: FetchLimits) -> str:
    refused = isinstance(error, aiohttp.ClientConnectorError) and isinstance(error.os_error, AddressRefused)
    return NOT_PUBLIC if refused else "its host cannot be reached"


# In order: the first kind that fits.
_FAULTS: Final[tuple[tuple[type[Exception], Callable[[Exception, FetchLimits], str]], ...]] = (
    (TimeoutError, lambda _, limits: f"it did not answer in time ({limits.total:g} s at most)"),
    (aiohttp.ClientConnectorDNSError, lambda _, __: NOT_PUBLIC),
    (aiohttp.ClientConnectorCertificateError, lambda _, __: "its certificate is not valid"),
    (aiohttp.ClientSSLError, lambda _, __: "no secure connection can be made"),
    (ssl.SSLError, lambda _, __: "no secure connection can be made"),
    (aiohttp.ClientConnectionError, _connection),
    (aiohttp.InvalidURL, lambda _, __: "its address is not valid"),
    (aiohttp.ClientPayloadError, lambda _, __: _BROKEN),
    (aiohttp.ClientError, lambda _, __: "its host does not keep to HTTP"),
    (OSError, lambda _, __: "its host cannot be reached"),
    (ValueError, lambda _, __: "its answer cannot be read"),
)
