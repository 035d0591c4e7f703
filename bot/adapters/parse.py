"""Turn the bytes of a feed into entries, out of harm's way: in child processes that are killed when they go too far.

It fetches nothing and decides nothing about entries. A child that hangs, grows or dies costs its own feed one poll; the
next feed gets a new child.
"""

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Final, Self

from bot.core.feeds import FetchedEntry
from bot.errors import FeedError

# What a Python process needs to start; nothing else of the environment (no token) reaches the child.
_ENVIRONMENT: Final = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "LANG", "TMPDIR", "TEMP", "TMP")
_LONGEST_ANSWER: Final = 256 * 1024 * 1024
# One child that goes from feed to feed needs a third less of the processor than several that wake in turn: another is
# asked only by who has waited for the usual one as long as this, in seconds.
_PATIENCE: Final = 0.25


@dataclass(frozen=True, slots=True)
class ParseLimits:
    """How far one parse may go: wall-clock seconds, bytes of memory, and after how many feeds a child is replaced."""

    seconds: float = 8.0
    memory: int = 768 * 1024 * 1024
    feeds: int = 10_000


@dataclass(frozen=True, slots=True)
class Body:
    """A body as it came: packed as `encoding` says, to be unpacked to `most` bytes at most; `address` is its own."""

    packed: bytes
    address: str
    content_type: str | None = None
    encoding: str = ""
    most: int = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a body held: its entries, how many items were skipped as read before, and the memory for the next body.

    `ttl` is how long the feed says that it stays as it is.
    """

    entries: tuple[FetchedEntry, ...]
    skipped: int
    memory: bytes
    ttl: timedelta | None = None


class FeedParser:
    """Owns up to `processes` children, started when first needed; as long as one is enough, only that one works."""

    def __init__(self, limits: ParseLimits | None = None, *, processes: int = 2) -> None:
        self._limits = limits or ParseLimits()
        self._gate = asyncio.Semaphore(processes)
        self._usual = asyncio.Lock()
        self._idle: list[_Child] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while self._idle:
            await self._idle.pop().stop()

    async def parse_body(self, body: Body, memory: bytes = b"", *, known: bool = False) -> Parsed:
        """Parse what of a body was not in the one that gave `memory`; raise FeedError with a plain reason.

        A `known` body is one whose entries are stored: it is only split, for its memory.
        """
        answer = await self._ask(body, {"memory": memory.hex(), "known": known})
        entries = tuple(_entry(one) for one in answer["entries"])
        ttl = timedelta(minutes=answer["ttl"]) if answer["ttl"] else None
        return Parsed(entries, answer["skipped"], bytes.fromhex(answer["memory"]), ttl)

    async def page_text(self, body: Body) -> str:
        """Return the text of the article on a page; raise FeedError with a plain reason where there is none."""
        answer = await self._ask(body, {"page": True})
        return str(answer["text"])

    async def _ask(self, body: Body, task: dict[str, Any]) -> dict[str, Any]:
        """Let a child do a task with a body; raise FeedError where it says that it cannot, or does not come back."""
        head = {
            **task,
            "address": body.address,
            "content_type": body.content_type,
            "encoding": body.encoding,
            "most": body.most,
        }
        async with self._turn(), self._gate:
            answer = await self._answer(body.packed, head, body.address)
        if "error" in answer:
            raise FeedError(body.address, answer["error"])
        return answer

    @contextlib.asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """Wait for the one child that usually does all; after a while any that is free will do."""
        held = False
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                held = await self._usual.acquire()
        try:
            yield
        finally:
            if held:
                self._usual.release()

    async def _answer(self, body: bytes, head: dict[str, Any], address: str) -> dict[str, Any]:
        seconds = self._limits.seconds
        child = await self._child()
        try:
            async with asyncio.timeout(seconds):
                answer = await child.ask(body, {**head, "seconds": seconds})
        except TimeoutError:
            await child.stop()
            raise FeedError(address, f"it takes longer than {seconds:g} s to read") from None
        except (EOFError, OSError, ValueError) as error:
            await child.stop()
            raise FeedError(address, "reading it ended its process") from error
        except BaseException:
            await child.stop()
            raise
        await self._keep(child, fit=not answer.get("fatal"))
        return answer

    async def _child(self) -> "_Child":
        while self._idle:
            child = self._idle.pop()
            if child.alive:
                return child
            await child.stop()
        return await _Child.start(self._limits)

    async def _keep(self, child: "_Child", *, fit: bool) -> None:
        if fit and child.served < self._limits.feeds:
            self._idle.append(child)
        else:
            await child.stop()


class _Child:
    """One child process and the conversation with it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.served = 0

    @classmethod
    async def start(cls, limits: ParseLimits) -> Self:
        code = f"import sys; sys.path[:] = {sys.path!r}; from bot.adapters.parse_child import main; main()"
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", code, str(limits.memory),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
        )  # fmt: skip
        return cls(process)

    @property
    def alive(self) -> bool:
        return self._process.returncode is None

    async def ask(self, body: bytes, head: dict[str, Any]) -> dict[str, Any]:
        sink, source = self._process.stdin, self._process.stdout
        if sink is None or source is None:
            raise EOFError
        self.served += 1
        sink.writelines((json.dumps({**head, "length": len(body)}).encode(), b"\n", body))
        await sink.drain()
        length = int(await source.readline() or b"-1")
        if not 0 <= length <= _LONGEST_ANSWER:
            raise EOFError
        answer: dict[str, Any] = json.loads(await source.readexactly(length))
        return answer

    async def stop(self) -> None:
        """Kill the child, whatever it does, and wait until it is gone."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        if self._process.stdin:
            self._process.stdin.close()
        await self._process.communicate()


def _entry(values: dict[str, Any]) -> FetchedEntry:
    published = values["published"]
    return FetchedEntry(
        key=values["key"],
        digest=values["digest"],
        link=values["link"],
        title=values["title"],
        text=values["text"],
        published=datetime.fromisoformat(published) if published else None,
        raw=values["raw"],
    )
