"""Print how well the labelled corpora are read, side by side, and whether both sides are read alike.

`dev` is the corpus that the rules were first written against, read with the seeded record and without it (each episode
then has to be found from nothing). `dev, left out` leaves one episode out at a time: it is read without its event in
the record and without the places, speakers, outlets and keywords that no other episode uses. `dev-2` to `dev-23` are
of other hands, years and crossings; their misses have been read since. `held-out` has been used for no rule: the
honest estimate, which it stays only while nobody reads its misses. `--misses NAME` lists every disagreement of one of
them, and the first claims that come out otherwise when the two sides change places (`tools/swapping.py` tells how).
"""

import argparse
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.adapters.seeds import read_seeds
from bot.analyse import analyse, parse_entries
from bot.core.model import Entry, Event
from bot.core.reading import Reader, compile_reader
from bot.core.relevance import Rules
from config.rules.keywords import read_keywords
from config.rules.theatre import load_theatre
from tools.leaving_out import Ground, read_left_out
from tools.scoring import Score, read_rows, score, table
from tools.swapping import SwapCount, compile_worlds, count_swaps

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "tests" / "corpus"
THEATRE = ROOT / "config" / "afpak"
SHOWN_SWAPS = 12


def read_entries(path: Path) -> list[Entry]:
    """Return the entries of a corpus, oldest first."""
    with path.open(encoding="utf-8") as lines:
        return parse_entries(lines, str(path))


def read_corpus(path: Path, rules: Rules, reader: Reader, record: Iterable[Event]) -> Score:
    """Read a corpus as `counterclaim analyse` does and score it."""
    return score(read_rows(path), analyse(read_entries(path), rules, reader, record))


def swap_lines(swaps: Mapping[str, Mapping[str, SwapCount]]) -> list[str]:
    """Return the counts of what is not read in mirror image, a line each."""
    return [
        f"swap failures, {world}, {name}: {count}" for name, counts in swaps.items() for world, count in counts.items()
    ]


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", metavar="NAME", help="list every disagreement of one column")
    options = parser.parse_args()
    reader, rules = compile_reader(load_theatre(THEATRE)), read_keywords(THEATRE / "keywords.toml")
    events = read_seeds(ROOT / "seeds" / THEATRE.name).events
    worlds = compile_worlds(reader)
    paths = {path.stem: path for path in sorted(CORPUS.glob("*.jsonl"), key=lambda path: (path.stem != "dev", path))}
    scores = {"dev": read_corpus(paths["dev"], rules, reader, events)}
    scores["dev, no record"] = read_corpus(paths["dev"], rules, reader, ())
    others = [row for name, path in paths.items() if name != "dev" for row in read_rows(path)]
    ground = Ground(reader.theatre, rules, tuple(events))
    gold = read_rows(paths["dev"])
    scores["dev, left out"] = score(gold, read_left_out(gold, read_entries(paths["dev"]), others, ground))
    scores |= {name: read_corpus(path, rules, reader, events) for name, path in paths.items() if name != "dev"}
    swaps = {name: count_swaps(read_entries(path), worlds) for name, path in paths.items()}
    if options.misses:
        print("\n".join(scores[options.misses].misses))
        for count in swaps.get(options.misses, {}).values():
            print("\n".join(count.misses[:SHOWN_SWAPS]))
    print(table(scores))
    print("\n".join(swap_lines(swaps)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
