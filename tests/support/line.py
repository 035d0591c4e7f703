"""A line between one program and PostgreSQL that can go silent: nothing passes, and nobody is told."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

SOCKET = ".s.PGSQL.5432"


class Line:
    """Every connection of one program to the database."""

    def __init__(self, there: Path) -> None:
        """Forward to the socket `there`."""
        self._there = there
        # set while bytes pass; connections that were open when it went silent stay so for good
        self._open = asyncio.Event()
        self._open.set()
        self._connections: set[asyncio.Task[None]] = set()
        self._silenced: set[asyncio.Task[None]] = set()

    def cut(self) -> None:
        """Let nothing through any more, and end no connection."""
        self._open.clear()
        self._silenced |= self._connections

    def mend(self) -> None:
        """Let new connections through; those of before never hear of the other end again."""
        self._open.set()

    async def forward(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        """Carry one connection both ways."""
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        if not self._open.is_set():
            self._silenced.add(task)
        far, forth = await asyncio.open_unix_connection(str(self._there))
        try:
            # a handler that is cancelled is loud
            with suppress(ConnectionError, asyncio.CancelledError):
                await asyncio.gather(self._carry(near, forth, task), self._carry(far, back, task))
        finally:
            self._connections.discard(task)
            forth.close()
            back.close()

    async def _carry(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, task: asyncio.Task[None]
    ) -> None:
        while piece := await source.read(65536):
            if task not in self._silenced:
                target.write(piece)
        if task not in self._silenced:
            target.close()

    async def end(self) -> None:
        """End every connection."""
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)


@asynccontextmanager
async def line_to(url: str) -> AsyncIterator[tuple[str, Line]]:
    """Give the URL of a PostgreSQL on a socket of its own, and the line that leads from there to the real one."""
    (there,) = parse_qs(urlsplit(url).query)["host"]
    # a socket's path is short
    here = Path(tempfile.mkdtemp(prefix="line-"))
    line = Line(Path(there) / SOCKET)
    server = await asyncio.start_unix_server(line.forward, here / SOCKET)
    try:
        yield url.replace(there, str(here)), line
    finally:
        server.close()
        await line.end()
        shutil.rmtree(here)
