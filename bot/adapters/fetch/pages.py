"""Open the pages of entries and have their text extracted: under the feeds' guards, and only where their host agrees.

A page is asked for once for each version of its entry. robots.txt is kept for a day; a host that asks to wait is left
alone for as long. What fails costs the entry its full text, nothing else.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from importlib.util import find_spec
from typing import Final
from urllib.robotparser import RobotFileParser

from yarl import URL

from bot.adapters.fetch.answers import Reply, failure
from bot.adapters.fetch.faults import FAULTS, plain_fault
from bot.adapters.fetch.limits import Refused
from bot.adapters.fetch.session import PACKINGS, Consent, GuardedSession
from bot.adapters.parse import Body, FeedParser
from bot.core.feeds import Failed, Feed, FetchedEntry
from bot.core.pages import FullTexts
from bot.errors import FeedError

EXTRACTOR: Final = "trafilatura"
MISSING: Final = 'the package trafilatura is not installed (pip install "counterclaim[full-text]")'
MOST_PAGE: Final = 3 * 1024 * 1024
MOST_ROBOTS: Final = 100 * 1024
SECONDS: Final = 60.0
_DAY: Final = 24 * 3600.0
_SHORT_WHILE: Final = 600.0
_MOST_HOSTS: Final = 1_000
_HTML: Final = frozenset({"text/html", "application/xhtml+xml", ""})


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a host's robots.txt allows, None where it cannot be read, until when that is known."""

    robots: RobotFileParser | None
    until: float


class PageReader:
    """Reads the pages that entries link to; `seconds` are all that those of one poll of a feed may take."""

    def __init__(self, session: GuardedSession, parser: FeedParser, *, seconds: float = SECONDS) -> None:
        self._session = session
        self._parser = parser
        self._seconds = seconds
        self._rules: dict[str, _Rules] = {}
        self._resting: dict[str, float] = {}

    async def full_texts(self, feed: Feed, entries: Sequence[FetchedEntry]) -> FullTexts:
        """Return the texts of the entries' pages, one after another; never raises for anything that a page does."""
        if find_spec(EXTRACTOR) is None:
            return FullTexts({}, (MISSING,) * len(entries))
        agent, until = feed.user_agent or self._session.user_agent, _now() + self._seconds
        texts: dict[str, str] = {}
        faults: list[str] = []
        for entry in entries:
            found = await self._read(entry.link, agent, until)
            if isinstance(found, Failed):
                faults.append(found.reason)
            else:
                texts[entry.key] = found
        return FullTexts(texts, tuple(faults))

    async def _read(self, address: str, agent: str, until: float) -> str | Failed:
        try:
            async with asyncio.timeout_at(until):
                return await self._text(URL(address), agent)
        except Refused as refused:
            return refused.outcome
        except FeedError as error:
            return Failed(error.reason)
        except FAULTS as error:
            return Failed(plain_fault(error, self._session.limits))

    async def _text(self, url: URL, agent: str) -> str:
        async def consent(one: URL) -> None:
            await self._refuse_unwelcome(one, agent)

        reply = await self._ask(url, agent, "text/html, application/xhtml+xml", consent)
        self._refuse_other(reply, URL(reply.url).authority)
        body = Body(reply.packed, reply.url, reply.headers.get("Content-Type"), reply.encoding, MOST_PAGE)
        return await self._parser.page_text(body)

    async def _ask(self, url: URL, agent: str, accept: str, consent: Consent | None = None) -> Reply:
        headers = {"User-Agent": agent, "Accept": accept, "Accept-Encoding": PACKINGS}
        return await self._session.ask(str(url), headers, consent)

    async def _refuse_unwelcome(self, url: URL, agent: str) -> None:
        """Refuse an address, of the entry or of a redirect on its way, whose host wants no visit or none yet."""
        self._refuse_resting(url.authority)
        if not await self._allowed(url, agent):
            raise Refused(Failed("its host asks programs to keep out (robots.txt)"))
        self._refuse_resting(url.authority)

    def _refuse_resting(self, host: str) -> None:
        if self._resting.get(host, 0.0) > _now():
            raise Refused(Failed("its host asks to wait"))

    def _refuse_other(self, reply: Reply, host: str) -> None:
        """Refuse all but a page of HTML; remember for how long the host asks to be left alone."""
        if reply.status != HTTPStatus.OK:
            failed = failure(reply)
            if failed.retry_after:
                self._resting = {one: until for one, until in self._resting.items() if until > _now()}
                self._resting[host] = _now() + failed.retry_after.total_seconds()
            raise Refused(failed)
        kind = reply.headers.get("Content-Type", "").split(";")[0].strip().lower()
        if kind not in _HTML:
            raise Refused(Failed("its address leads to no page of text"))

    # --- robots.txt (RFC 9309)

    async def _allowed(self, url: URL, agent: str) -> bool:
        origin = str(url.origin())
        rules = self._rules.get(origin)
        if rules is None or rules.until < _now():
            rules = await self._read_rules(url.origin(), agent)
            self._rules = dict(list(self._rules.items())[-_MOST_HOSTS:]) | {origin: rules}
        return rules.robots is not None and rules.robots.can_fetch(agent, str(url))

    async def _read_rules(self, origin: URL, agent: str) -> _Rules:
        """Return the rules of a host: none where there is no file, none that can be kept where it has a fault."""
        try:
            reply = await self._ask(origin / "robots.txt", agent, "text/plain")
        except FAULTS:
            return _Rules(None, _now() + _SHORT_WHILE)
        if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR or reply.status == HTTPStatus.TOO_MANY_REQUESTS:
            return _Rules(None, _now() + _SHORT_WHILE)
        robots = RobotFileParser()
        text = (await self._session.unpacked(reply))[:MOST_ROBOTS] if reply.status == HTTPStatus.OK else b""
        robots.parse(text.decode("utf-8", "replace").splitlines())
        return _Rules(robots, _now() + _DAY)


def _now() -> float:
    return asyncio.get_running_loop().time()
