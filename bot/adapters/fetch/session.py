"""The one shared HTTP session: guarded addresses, redirects followed by hand, bodies capped while they arrive."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType
from typing import Final, Self

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.adapters.addresses import guarded_socket
from bot.adapters.fetch.answers import Reply, failure
from bot.adapters.fetch.faults import FAULTS, plain_fault
from bot.adapters.fetch.limits import FetchLimits, Refused
from bot.adapters.fetch.pacing import Pacing
from bot.adapters.packing import BadlyPacked, TooLarge, refusal, unpack
from bot.core.feeds import Failed
from bot.errors import FeedError

_PERMANENT: Final = frozenset({301, 308})
_REDIRECTS: Final = _PERMANENT | {302, 303, 307}
# from this size on a body is unpacked in a thread
_LONG: Final = 256 * 1024
PACKINGS: Final = "gzip, deflate"
# raises Refused for an address that must not be asked
Consent = Callable[[URL], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Page:
    """Any document of the web: where redirects led, its Content-Type, its body unpacked."""

    address: str
    content_type: str
    body: bytes


class GuardedSession:
    """Asks hosts politely and safely; keeps its connections."""

    def __init__(
        self,
        *,
        contact: str,
        allow_private: bool = False,
        limits: FetchLimits | None = None,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self.user_agent = user_agent(contact)
        self.limits = limits or FetchLimits()
        self._resolver = resolver
        self._allow_private = allow_private
        self._session: aiohttp.ClientSession | None = None
        self._pacing = Pacing(self.limits)

    async def __aenter__(self) -> Self:
        limits = self.limits
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

    async def ask(self, address: str, headers: dict[str, str], consent: Consent | None = None) -> Reply:
        """Return what stands at an address in the end; raise Refused, or one of FAULTS.

        Every host on the way is paced, and `consent` is asked for every address before it is; no waiting for a turn
        counts against the time that the hosts have.
        """
        if self._session is None:
            raise RuntimeError("the fetcher is used before it is entered")
        clock, url = asyncio.get_running_loop().time, _checked(address)
        left, moved, permanent = self.limits.total, None, True
        for _ in range(self.limits.redirects + 1):
            if consent is not None:
                await consent(url)
            async with self._pacing.turn(url.host or ""):
                began = clock()
                async with asyncio.timeout(left):
                    answer = await self._once(self._session, url, headers)
                left -= clock() - began
            if answer.status not in _REDIRECTS:
                return replace(answer, moved=moved) if moved else answer
            permanent = permanent and answer.status in _PERMANENT
            url = _next(url, answer.headers.get("Location", ""))
            moved = str(url) if permanent else moved
        raise Refused(Failed(f"it redirects more than {self.limits.redirects} times"))

    async def page(self, address: str, agent: str | None = None) -> Page:
        """Return what stands at any address of the web, under the same guards; raise FeedError with a plain reason."""
        try:
            reply = await self.ask(address, {"User-Agent": agent or self.user_agent, "Accept-Encoding": PACKINGS})
            _refuse_failure(reply)
            return Page(reply.url, reply.headers.get("Content-Type", ""), await self.unpacked(reply))
        except Refused as refused:
            raise FeedError(address, refused.outcome.reason) from None
        except FAULTS as error:
            raise FeedError(address, plain_fault(error, self.limits)) from None

    async def _once(self, session: aiohttp.ClientSession, url: URL, headers: dict[str, str]) -> Reply:
        async with session.get(url, headers=headers, allow_redirects=False) as response:
            body = await self._packed(response) if response.status == HTTPStatus.OK else b""
            return Reply(str(url), response.status, response.headers, body, None)

    async def _packed(self, response: aiohttp.ClientResponse) -> bytes:
        """Return the body as it comes; stop at the limit, whatever the host announced."""
        parts: list[bytes] = []
        size = 0
        async for part in response.content.iter_any():
            parts.append(part)
            size += len(part)
            if size > self.limits.body:
                response.close()
                raise self._refused(TooLarge())
        return b"".join(parts)

    async def unpacked(self, reply: Reply) -> bytes:
        """Return the body of an answer as it is meant; raise Refused where it is too large or packed wrongly."""
        try:
            if len(reply.packed) < _LONG:
                return unpack(reply.packed, reply.encoding, self.limits.body)
            return await asyncio.to_thread(unpack, reply.packed, reply.encoding, self.limits.body)
        except (TooLarge, BadlyPacked) as error:
            raise self._refused(error) from None

    def _refused(self, error: TooLarge | BadlyPacked) -> Refused:
        return Refused(Failed(refusal(error, self.limits.body)))


def _refuse_failure(reply: Reply) -> None:
    if reply.status != HTTPStatus.OK:
        raise Refused(failure(reply))


def user_agent(contact: str) -> str:
    """Return the honest name under which feeds are fetched."""
    try:
        number = version("counterclaim")
    except PackageNotFoundError:
        number = "0"
    return f"Counterclaim/{number} (+{re.sub(r'[^!-~]+', ' ', contact).strip()})"


@lru_cache(maxsize=16_384)
def _checked(address: str | URL) -> URL:
    """Return an address that may be asked; raise Refused for one that is no web address."""
    try:
        url = URL(address)
    except (ValueError, TypeError):
        raise Refused(Failed("its address is not valid")) from None
    if url.scheme not in {"http", "https"} or not url.host:
        raise Refused(Failed("its address is not one of the web (http or https)"))
    return url


def _next(url: URL, location: str) -> URL:
    try:
        return _checked(url.join(URL(location)))
    except ValueError:
        raise Refused(Failed("it redirects to an address that is not valid")) from None
    except Refused:
        raise Refused(Failed("it redirects to an address that is not one of the web")) from None
