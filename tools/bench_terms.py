"""Measure what an entry costs to judge with 200 terms and with 2,000 (`make bench-terms`), in one run.

The terms are the theatre's own, and words made up in their likeness; the entries are those of the labelled corpora.
Both sets of rules judge the same entries in turn, so that whatever else the machine does meets both alike. The bar is
on what an operator pays for an entry, from its text to the verdict; the part that grows with the terms (finding them,
making combinations of what was found) is printed beside it.
"""

import argparse
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from bot.analyse import parse_entries
from bot.core.model import Entry
from bot.core.relevance import Rules, compile_rules, judge, spellings
from bot.core.text import split_sentences
from bot.core.theatre import Theatre
from bot.core.tokens import tokens
from config.rules.keywords import read_keywords
from config.rules.theatre import load_theatre

ROOT: Final = Path(__file__).resolve().parent.parent
THEATRE: Final = ROOT / "config" / "afpak"
FEW, MANY, BAR = 200, 2_000, 1.5
ROUNDS: Final = 5


def rules_of(size: int, base: Rules, chance: random.Random) -> Rules:
    """Return the rules with so many terms: the theatre's first, then ones made up of their words."""
    own = [(group, one) for group, terms in base.groups.items() for term in terms for one in spellings(term)]
    words = sorted({word for _, one in own for word in one.split()})
    chance.shuffle(own)
    kept = own[:size]
    while len(kept) < size:
        made = " ".join(chance.sample(words, chance.randint(1, 3))) + chance.choice(("", "s", "er"))
        kept.append((chance.choice(own)[0], made))
    groups = {group: tuple(term for name, term in kept if name == group) for group in base.groups}
    return compile_rules(replace(base.wording, groups=groups, names=None))


def measured(
    entries: Sequence[Entry], both: Sequence[Rules], theatre: Theatre, rounds: int
) -> list[tuple[float, float]]:
    """Return the microseconds an entry that each of the rules takes, and those without the words' being cut.

    Both are the best of some rounds.
    """
    best = [(float("inf"), float("inf"))] * len(both)
    for _ in range(rounds):
        taken = [(0.0, 0.0)] * len(both)
        for place, entry in enumerate(entries):
            for number, rules in sorted(enumerate(both), reverse=place % 2 == 1, key=lambda one: one[0]):
                tokens.cache_clear()
                split_sentences.cache_clear()
                began = time.perf_counter()
                judge(entry, rules, theatre)
                cut = time.perf_counter()
                judge(entry, rules, theatre)
                whole, alone = taken[number]
                taken[number] = (whole + cut - began, alone + time.perf_counter() - cut)
        each = [(whole / len(entries) * 1e6, alone / len(entries) * 1e6) for whole, alone in taken]
        best = [(min(a, c), min(b, d)) for (a, b), (c, d) in zip(best, each, strict=True)]
    return best


def main() -> int:
    """Print both and their ratio; 1 where the bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    theatre, base = load_theatre(THEATRE), read_keywords(THEATRE / "keywords.toml")
    entries = [
        entry
        for path in sorted((ROOT / "tests" / "corpus").glob("dev*.jsonl"))
        for entry in parse_entries(path.read_text("utf-8").splitlines(), str(path))
    ]
    both = [rules_of(size, base, random.Random(7)) for size in (FEW, MANY)]
    (few, few_alone), (many, many_alone) = measured(entries, both, theatre, options.rounds)
    print(f"{len(entries)} entries: {FEW} terms {few:.0f} µs, {MANY} terms {many:.0f} µs an entry")
    print(f"without cutting it into words: {few_alone:.0f} µs and {many_alone:.0f} µs")
    print(f"ratio {many / few:.2f} (bar {BAR})")
    return 0 if many / few <= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
