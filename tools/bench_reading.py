"""Measure how fast entries are read: `analyse` over the labelled corpus against one pass of spaCy over the same texts.

Both run on one core, in rounds that alternate, timed in processor time; medians are compared. What the product has
kept of a text is dropped before each round, so that no text is ever known already. spaCy (all pipes of en_core_web_sm)
only tags and parses; `analyse` judges, attributes, extracts and files. It is a peer for this measurement alone and
lives in an environment of its own (`make bench-reading` makes it).

Bars: 100 entries a second, never slower than spaCy, 250 MB of resident memory. Exit code 1 where one is missed.
"""

import argparse
import functools
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from bot.adapters.seeds import read_seeds
from bot.analyse import analyse, parse_entries
from bot.core.model import Entry
from bot.core.reading import compile_reader
from config.rules.keywords import read_keywords
from config.rules.theatre import load_theatre

ROOT = Path(__file__).resolve().parent.parent
THEATRE = ROOT / "config" / "afpak"
CORPUS = ROOT / "tests" / "corpus" / "dev.jsonl"
LEAST_ENTRIES_A_SECOND = 100.0
MOST_MEMORY_MB = 250.0
LEAST_RATIO = 1.0


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured: entries a second by round of each, and the most memory of the whole command in MB."""

    own: tuple[float, ...]
    peer: tuple[float, ...]
    memory: float

    @property
    def ratios(self) -> list[float]:
        """How many times faster than the peer, round by round."""
        return [own / peer for own, peer in zip(self.own, self.peer, strict=True)]


class Peer:
    """A child process that runs spaCy over the texts when asked."""

    def __init__(self, python: Path, texts: list[str]) -> None:
        """Start it and wait until its model is loaded."""
        single = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "BLIS_NUM_THREADS": "1"}
        self._child = subprocess.Popen(
            [python, ROOT / "tools" / "bench_peer.py"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | single,
        )
        self.about = self._ask(json.dumps(texts))

    def seconds(self) -> float:
        """Run one pass and return its processor seconds."""
        return float(self._ask("pass")["seconds"])

    def stop(self) -> None:
        """End the child."""
        self._child.communicate()

    def _ask(self, line: str) -> dict[str, Any]:
        if self._child.stdin is None or self._child.stdout is None:
            sys.exit("bench-reading: the peer has no pipes")
        print(line, file=self._child.stdin, flush=True)
        answer = self._child.stdout.readline()
        if not answer:
            sys.exit("bench-reading: the peer ended; is its environment whole? (make bench-reading makes it)")
        return dict(json.loads(answer))


def measure(python: Path, rounds: int) -> tuple[Figures, dict[str, Any]]:
    """Measure `rounds` alternating rounds after one of each that does not count."""
    one_pass, entries = load()
    memory = command_mb()
    peer = Peer(python, [f"{entry.title}\n\n{entry.text}" for entry in entries])
    first = one_pass()
    own: list[float] = []
    other: list[float] = []
    turns: list[tuple[list[float], Callable[[], float]]] = [
        (own, lambda: timed(one_pass, first)),
        (other, peer.seconds),
    ]
    for at in range(rounds + 1):
        for speeds, turn in turns if at % 2 else turns[::-1]:
            speeds.append(len(entries) / turn())
    peer.stop()
    return Figures(tuple(own[1:]), tuple(other[1:]), memory), peer.about


def load() -> tuple[Callable[[], str], list[Entry]]:
    """Load everything that `analyse` needs and return one pass of it, and the entries."""
    reader, rules = compile_reader(load_theatre(THEATRE)), read_keywords(THEATRE / "keywords.toml")
    record = read_seeds(ROOT / "seeds" / THEATRE.name).events
    with CORPUS.open(encoding="utf-8") as lines:
        entries = parse_entries(lines, str(CORPUS))
    return lambda: "\n".join(map(json.dumps, analyse(entries, rules, reader, record))), entries


def timed(one_pass: Callable[[], str], expected: str) -> float:
    """Return the processor seconds of one pass with nothing kept from the last; exit where it reads otherwise."""
    for kept in bounded_caches():
        kept.cache_clear()
    started = process_time()
    found = one_pass()
    seconds = process_time() - started
    if found != expected:
        sys.exit("bench-reading: two passes over the same entries differ")
    return seconds


def bounded_caches() -> Iterator["functools._lru_cache_wrapper[Any]"]:
    """Yield what the product keeps of texts and words."""
    seen = set()
    for name, module in list(sys.modules.items()):
        for value in vars(module).values() if name.startswith("bot.") else ():
            if isinstance(value, functools._lru_cache_wrapper) and id(value) not in seen:
                seen.add(id(value))
                yield value


def command_mb() -> float:
    """Return the most resident memory of `counterclaim analyse` over the corpus, all that it imports included."""
    command = [sys.executable, "-m", "bot", "analyse", str(CORPUS)]
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit / 2**20


def report(figures: Figures, about: dict[str, Any]) -> bool:
    """Print the figures against the bars; return whether all are met."""
    lines = [
        ("entries a second", figures.own, LEAST_ENTRIES_A_SECOND),
        ("times spaCy", tuple(figures.ratios), LEAST_RATIO),
    ]
    met = True
    for name, rounds, least in lines:
        met &= median(rounds) >= least
        spread = f"{min(rounds):.2f} to {max(rounds):.2f} in {len(rounds)} rounds"
        print(f"{name:20}{median(rounds):>9.2f}   at least {least:g}   ({spread})")
    print(f"{'memory in MB':20}{figures.memory:>9.2f}   at most {MOST_MEMORY_MB:g}   (peak of counterclaim analyse)")
    pipes = f"{about['version']}: {', '.join(about['pipes'])}"
    print(f"{'spaCy itself':20}{median(figures.peer):>9.2f}   entries a second; {pipes}")
    met &= figures.memory <= MOST_MEMORY_MB
    print("all bars are met" if met else "A BAR IS MISSED")
    return met


def main() -> int:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", type=Path, default=ROOT / ".venv-bench" / "bin" / "python", help="Python with spaCy")
    parser.add_argument("--rounds", type=int, default=7, help="counted rounds, 5 or more")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    return 0 if report(*measure(options.peer, max(options.rounds, 5))) else 1


if __name__ == "__main__":
    sys.exit(main())
