"""Fetch feeds: ask with what is remembered, know a body that comes again, have every other read by a child process."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from http import HTTPStatus
from typing import Final

from aiohttp.abc import AbstractResolver

from bot.adapters.fetch.answers import Reply, failure
from bot.adapters.fetch.faults import FAULTS, plain_fault
from bot.adapters.fetch.limits import FetchLimits, Refused
from bot.adapters.fetch.pages import PageReader
from bot.adapters.fetch.session import PACKINGS, GuardedSession
from bot.adapters.parse import Body, FeedParser
from bot.core.feeds import Failed, Feed, FeedState, Fetched, FetchedEntry, FetchOutcome, Unchanged
from bot.core.pages import FullTexts
from bot.errors import FeedError

_ACCEPT: Final = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"


@dataclass(frozen=True, slots=True)
class _Memory:
    """What this process knows of a feed's last body: its digest, its hash, its items' digests, its <ttl>."""

    body: str
    hashed: int
    items: bytes
    ttl: timedelta | None


_NOTHING_KNOWN: Final = _Memory("", 0, b"", None)


class FeedFetcher(GuardedSession):
    """The one `FeedSource`: a guarded session, and a parser that reads the bodies."""

    def __init__(
        self,
        parser: FeedParser,
        *,
        contact: str,
        allow_private: bool = False,
        limits: FetchLimits | None = None,
        resolver: AbstractResolver | None = None,
    ) -> None:
        super().__init__(contact=contact, allow_private=allow_private, limits=limits, resolver=resolver)
        self._parser = parser
        self._pages = PageReader(self, parser)
        # Used only when the store has confirmed that very body, so that an entry whose saving failed is read again.
        self._memories: dict[str, _Memory] = {}

    async def fetch(self, feed: Feed, state: FeedState) -> FetchOutcome:
        """Return what the feed answers; never raises for anything that a feed or its host does."""
        try:
            reply = await self.ask(state.address or feed.address, self._headers(feed, state))
            return await self._outcome(feed, state, reply)
        except Refused as refused:
            return refused.outcome
        except FeedError as error:
            return Failed(error.reason)
        except FAULTS as error:
            return Failed(plain_fault(error, self.limits))

    async def full_texts(self, feed: Feed, entries: Sequence[FetchedEntry]) -> FullTexts:
        """Return the texts of the pages that entries link to; never raises for anything that a page does."""
        return await self._pages.full_texts(feed, entries)

    def _headers(self, feed: Feed, state: FeedState) -> dict[str, str]:
        headers = {
            "User-Agent": feed.user_agent or self.user_agent,
            "Accept": _ACCEPT,
            "Accept-Encoding": PACKINGS,
        }
        if state.baselined and state.etag:
            headers["If-None-Match"] = state.etag
        if state.baselined and state.last_modified:
            headers["If-Modified-Since"] = state.last_modified
        return headers

    async def _outcome(self, feed: Feed, state: FeedState, reply: Reply) -> FetchOutcome:
        memory = self._memory(feed, state)
        etag, last_modified = reply.validator("ETag"), reply.validator("Last-Modified")
        if reply.status == HTTPStatus.NOT_MODIFIED:
            wait = reply.wait(memory.ttl)
            return Unchanged(etag or state.etag, last_modified or state.last_modified, reply.moved, wait)
        if reply.status != HTTPStatus.OK:
            return failure(reply)
        # Python's own hash is keyed anew in every process, and the cheapest there is.
        hashed = hash(reply.packed)
        if memory.hashed == hashed and memory.body:
            return Unchanged(etag, last_modified, reply.moved, reply.wait(memory.ttl))
        digest = sha256(reply.packed).hexdigest()
        known = state.baselined and digest == state.body_digest
        parsed = await self._parser.parse_body(self._body(reply), memory.items, known=known)
        self._memories[feed.id] = _Memory(digest, hashed, parsed.memory, parsed.ttl)
        wait = reply.wait(parsed.ttl)
        if known:
            return Unchanged(etag, last_modified, reply.moved, wait)
        return Fetched(parsed.entries, digest, etag, last_modified, reply.moved, wait, parsed.skipped)

    def _body(self, reply: Reply) -> Body:
        return Body(reply.packed, reply.url, reply.headers.get("Content-Type"), reply.encoding, self.limits.body)

    def _memory(self, feed: Feed, state: FeedState) -> _Memory:
        memory = self._memories.get(feed.id, _NOTHING_KNOWN)
        return memory if state.baselined and memory.body == state.body_digest else _NOTHING_KNOWN
