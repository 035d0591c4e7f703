"""Print how well the labelled corpora are read, side by side.

`dev` is the corpus that the rules were written against, read with the seeded record and without it (each episode then
has to be found from nothing). `held-out` holds other years, crossings, speakers and outlets, written independently and
never used to write a rule: the honest estimate. `--misses NAME` lists every disagreement of one of them.
"""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from bot.adapters.seeds import read_seeds
from bot.analyse import analyse, parse_entries
from bot.core.model import Event
from bot.core.reading import Reader, compile_reader
from bot.core.relevance import Rules
from config.rules.keywords import read_keywords
from config.rules.theatre import load_theatre
from tools.scoring import Score, read_rows, score, table

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "tests" / "corpus"
THEATRE = ROOT / "config" / "afpak"


def read_corpus(path: Path, rules: Rules, reader: Reader, record: Iterable[Event]) -> Score:
    """Read a corpus as `counterclaim analyse` does and score it."""
    with path.open(encoding="utf-8") as lines:
        entries = parse_entries(lines, str(path))
    return score(read_rows(path), analyse(entries, rules, reader, record))


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", metavar="NAME", help="list every disagreement of one column")
    options = parser.parse_args()
    reader, rules = compile_reader(load_theatre(THEATRE)), read_keywords(THEATRE / "keywords.toml")
    events = read_seeds(ROOT / "seeds" / THEATRE.name).events
    scores = {
        "dev": read_corpus(CORPUS / "dev.jsonl", rules, reader, events),
        "dev, no record": read_corpus(CORPUS / "dev.jsonl", rules, reader, ()),
    }
    for path in sorted(CORPUS.glob("*.jsonl")):
        if path.stem != "dev":
            scores[path.stem] = read_corpus(path, rules, reader, events)
    if options.misses:
        print("\n".join(scores[options.misses].misses))
    print(table(scores))
    return 0


if __name__ == "__main__":
    sys.exit(main())
