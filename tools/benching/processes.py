"""Clients as processes of their own: asked for a round by a line, measured from outside, children included."""

import json
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any


class Client:
    """One client's process; `cpu` is the time that it and its children have spent so far."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self.name = name
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        self.first = self._answer()

    def ask(self, **request: object) -> dict[str, Any]:
        """Let the client do one round, and return what it answers."""
        if self._process.stdin is None:
            raise RuntimeError("the client takes no requests")
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise SystemExit(f"{self.name} ended without an answer")
        answer: dict[str, Any] = json.loads(line)
        return answer

    @property
    def cpu(self) -> float:
        """Return the seconds of CPU of the process, of its running children, and of those that have ended."""
        running = sum(_clock(pid) for pid in [self._process.pid, *_children(self._process.pid)])
        return running + _ended_children(self._process.pid)

    @property
    def memory(self) -> int:
        """Return the resident bytes of the process and its children."""
        pids = [self._process.pid, *_children(self._process.pid)]
        return sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 for pid in pids)

    def stop(self) -> None:
        """End the process by ending its input."""
        self._process.communicate()


def _clock(pid: int) -> float:
    """Return a process's CPU time in seconds, to the nanosecond; its clock's id is made as the kernel makes it."""
    return time.clock_gettime((~pid << 3) | 2)


def _ended_children(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) / 100


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]
