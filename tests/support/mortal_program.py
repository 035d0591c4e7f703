"""The real program, `counterclaim run`, killed by itself at a step that a test names; each start is a fork, so quick.

`python -m tests.support.mortal_program` loads the program once and reads a JSON line a start: the folder, the
environment, the jobs, the file that takes the steps, and the step to die at (its number, 0 for none). A step is a point
just before each SQL statement, just before and after each commit, and just before each HTTP request and after its
answer: everything that the jobs wait for outside their own process. Steps count from the first poll of a feed.
"""

import json
import os
import re
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

import aiohttp
from sqlalchemy import Engine, event
from sqlalchemy.engine.default import DefaultDialect

from bot.__main__ import main

FEED: Final = "/feed.xml"
_TABLE: Final = re.compile(r"^\s*(SELECT|INSERT|UPDATE|DELETE)\b(?:.*?\b(?:FROM|INTO)\s+|\s+)\"?(\w+)", re.DOTALL)
_NUMBER: Final = re.compile(r"\d{3,}")


class Steps:
    """Counts steps, writes their names down, and kills the process at the one that is to be the last."""

    def __init__(self, file: Path, last: int) -> None:
        """Count nothing until the first poll."""
        self._file = file.open("a", buffering=1, encoding="utf-8")
        self._last = last
        self._count = 0
        self._written: str | None = None

    def pass_by(self, name: str) -> None:
        """Take one step."""
        if not self._count and FEED not in name:
            return
        self._count += 1
        self._file.write(f"{name}\n")
        if self._count == self._last:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(self, words: str) -> None:
        """Take the step before a statement."""
        found = _TABLE.match(words)
        name = f"{found[1]} {found[2]}" if found else words.split(maxsplit=1)[0]
        if found and found[1] != "SELECT":
            self._written = name
        self.pass_by(name)

    def commit(self, do: Callable[[], None]) -> None:
        """Take the steps before and after a commit; only one that saves something counts."""
        written, self._written = self._written, None
        if written is None:
            do()
            return
        self.pass_by(f"commit after {written}")
        do()
        self.pass_by(f"committed {written}")

    async def request(self, method: str, address: object, do: Callable[[], Awaitable[Any]]) -> Any:
        """Take the steps before a request and after its answer."""
        name = f"{method} {_NUMBER.sub('*', str(address).partition('://')[2].partition('/')[2])}"
        self.pass_by(f"ask /{name}".replace("/" + method + " ", method + " /"))
        answer = await do()
        self.pass_by(f"answered {name}")
        return answer


def watch(steps: Steps) -> None:
    """Let the drivers tell of every step."""
    commit: Callable[[DefaultDialect, Any], None] = DefaultDialect.do_commit
    request = aiohttp.ClientSession._request

    def before_statement(_connection: object, _cursor: object, words: str, *_rest: object) -> None:
        steps.statement(words)

    def do_commit(dialect: DefaultDialect, connection: Any) -> None:
        steps.commit(lambda: commit(dialect, connection))

    async def do_request(session: aiohttp.ClientSession, method: str, address: Any, **options: Any) -> Any:
        return await steps.request(method, address, lambda: request(session, method, address, **options))

    event.listen(Engine, "before_cursor_execute", before_statement)
    DefaultDialect.do_commit = do_commit  # type: ignore[method-assign]
    aiohttp.ClientSession._request = do_request  # type: ignore[method-assign,assignment]


def live(order: dict[str, Any]) -> int:
    """Run the program as ordered, in this process."""
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environment"])
    with Path(order["output"]).open("ab", buffering=0) as output:
        for stream in (1, 2):
            os.dup2(output.fileno(), stream)
    watch(Steps(Path(order["steps"]), order["last"]))
    return main(["run", "--jobs", order["jobs"]])


def serve() -> None:
    """Fork once a line; say the child's process id, then how it ended."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os._exit(live(json.loads(line)))
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
