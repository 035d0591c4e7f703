"""Score a reading of a labelled corpus: relevance, events, claims, whose mouth, and attribution by sentence.

A corpus is a list of labelled entries (JSON objects, one a line); a reading is what `counterclaim analyse` writes for
it. Counts are micro-averaged over the corpus. Events are scored with B-cubed (Bagga and Baldwin, 1998), which only
asks which entries share an event, not what it is called.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ratio:
    """Precision, recall and F1 from three counts; nothing found of nothing wanted is perfect."""

    shared: float
    found: float
    wanted: float

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.shared / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of what is right that was found."""
        return self.shared / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """All figures of one reading, with every disagreement as a line in `misses`."""

    entries: int
    relevance: Ratio
    events: Ratio
    claims: Ratio
    claims_with_kind: Ratio
    background: Ratio
    attribution: Ratio
    attribution_exact: float
    wrong_mouth: float
    fabricated: int
    misses: tuple[str, ...] = ()


@dataclass(slots=True)
class _Tally:
    counts: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Return the JSON objects of a file, one a line."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def score(corpus: Sequence[Row], reading: Iterable[Row]) -> Score:
    """Score `reading` against the labels of `corpus`; an entry without a reading counts as not relevant."""
    read = {row["id"]: row for row in reading}
    tally = _Tally()
    for gold in corpus:
        guess = read.get(gold["id"], {})
        _count_relevance(gold, guess, tally)
        _count_claims(gold, guess, tally)
        _count_sentences(gold, guess, tally)
    counts = tally.counts
    return Score(
        entries=len(corpus),
        relevance=Ratio(counts["relevant both"], counts["relevant found"], counts["relevant wanted"]),
        events=_score_events(corpus, read),
        claims=Ratio(counts["claims both"], counts["claims found"], counts["claims wanted"]),
        claims_with_kind=Ratio(counts["kinds both"], counts["claims found"], counts["claims wanted"]),
        background=Ratio(counts["background both"], counts["background found"], counts["background wanted"]),
        attribution=Ratio(counts["sides both"], counts["sides found"], counts["sides wanted"]),
        attribution_exact=counts["sentences exact"] / counts["sentences"] if counts["sentences"] else 1.0,
        wrong_mouth=counts["wrong mouth"] / counts["claims found"] if counts["claims found"] else 0.0,
        fabricated=counts["fabricated"],
        misses=tuple(tally.misses),
    )


def _count_relevance(gold: Row, guess: Row, tally: _Tally) -> None:
    wanted, found = bool(gold["relevant"]), bool(guess.get("relevant"))
    tally.counts["relevant wanted"] += wanted
    tally.counts["relevant found"] += found
    tally.counts["relevant both"] += wanted and found
    if wanted != found:
        tally.misses.append(f"{gold['id']} | relevance | {'missed' if wanted else 'false alarm'} | {gold['title']}")


def _figure(claim: Row, *names: str) -> Hashable:
    return tuple(claim.get(name) for name in ("stance", "measure", "subject", "low", "high", *names))


def _shared(one: Iterable[Hashable], other: Iterable[Hashable]) -> int:
    return (Counter(one) & Counter(other)).total()


def _count_claims(gold: Row, guess: Row, tally: _Tally) -> None:
    wanted = list(gold["claims"]) if gold["relevant"] else []
    found = list(guess.get("claims") or ()) if guess.get("relevant") else []
    counts = tally.counts
    counts["claims wanted"] += len(wanted)
    counts["claims found"] += len(found)
    counts["kinds both"] += _shared(
        (_figure(one, "claimant", "kind") for one in wanted), (_figure(one, "claimant", "kind") for one in found)
    )
    left = Counter(_figure(one, "claimant") for one in wanted)
    extra = Counter(_figure(one, "claimant") for one in found)
    both = left & extra
    counts["claims both"] += both.total()
    _count_background(gold, wanted, found, both, tally)
    left, extra = left - both, extra - both
    counts["wrong mouth"] += _shared((key[:-1] for key in left.elements()), (key[:-1] for key in extra.elements()))  # type: ignore[index]
    tally.misses += [f"{gold['id']} | claim missed | {key}" for key in left.elements()]
    tally.misses += [f"{gold['id']} | claim spurious | {key}" for key in extra.elements()]
    body, title = fold(gold["text"]), fold(gold["title"])
    for claim in found:
        evidence = fold(claim.get("evidence") or "")
        if not evidence or (evidence not in body and evidence not in title):
            counts["fabricated"] += 1
            tally.misses.append(f"{gold['id']} | fabricated | {evidence}")


def _count_background(
    gold: Row, wanted: Sequence[Row], found: Sequence[Row], both: Counter[Hashable], tally: _Tally
) -> None:
    """Count which of the claims that are right otherwise are told as background, and which should be."""
    for key, times in both.items():
        flagged = [
            min(times, sum(bool(one.get("background")) for one in claims if _figure(one, "claimant") == key))
            for claims in (wanted, found)
        ]
        tally.counts["background wanted"] += flagged[0]
        tally.counts["background found"] += flagged[1]
        tally.counts["background both"] += min(flagged)
        if flagged[0] != flagged[1]:
            tally.misses.append(f"{gold['id']} | background wanted {flagged[0]} found {flagged[1]} | {key}")


def _count_sentences(gold: Row, guess: Row, tally: _Tally) -> None:
    body = fold(gold["text"])
    given = list(_spans(guess.get("sentences") or (), body))
    for start, end, sides in _spans(gold["sentences"], body):
        found: set[str] = set()
        for other_start, other_end, other in given:
            overlap = min(end, other_end) - max(start, other_start)
            if overlap > 0 and overlap * 2 >= min(end - start, other_end - other_start):
                found |= other
        tally.counts["sentences"] += 1
        tally.counts["sentences exact"] += found == sides
        tally.counts["sides wanted"] += len(sides)
        tally.counts["sides found"] += len(found)
        tally.counts["sides both"] += len(sides & found)
        if found != sides:
            tally.misses.append(f"{gold['id']} | voice {sorted(sides)} read as {sorted(found)} | {body[start:end]}")


def _spans(sentences: Iterable[Row], body: str) -> Iterable[tuple[int, int, set[str]]]:
    at = 0
    for sentence in sentences:
        words = fold(sentence["text"])
        start = body.find(words, at)
        start = body.find(words) if start < 0 else start
        if start < 0 or not words:
            continue
        at = start + len(words)
        yield start, at, set(sentence.get("by") or ())


def _score_events(corpus: Sequence[Row], read: Mapping[str, Row]) -> Ratio:
    wanted = {gold["id"]: gold["event"] for gold in corpus if gold["event"]}
    found = {key: read.get(key, {}).get("event") or f"alone:{key}" for key in wanted}
    precision, recall = _purity(found, wanted), _purity(wanted, found)
    # As counts, so that one type serves: precision = shared / found, recall = shared / wanted.
    return Ratio(precision * recall, recall, precision)


def _purity(one: Mapping[str, str], other: Mapping[str, str]) -> float:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for key, cluster in one.items():
        groups[cluster].append(key)
    shares = [
        sum(other[mate] == other[key] for mate in groups[cluster]) / len(groups[cluster])
        for key, cluster in one.items()
    ]
    return sum(shares) / len(shares) if shares else 1.0


def fold(text: str) -> str:
    """Return `text` with every run of white space as one space."""
    return re.sub(r"\s+", " ", text).strip()


def table(scores: Mapping[str, Score]) -> str:
    """Return the figures of several readings as text, a line a reading; ratios are precision, recall and F1."""
    heads = ("relevance", "events", "claims", "claims with kind", "background", "attribution")
    first = f"{'':16}{'entries':>8}" + "".join(f"{head:>19}" for head in heads)
    lines = [first + f"{'exact':>8}{'wrong mouth':>13}{'fabricated':>12}"]
    for name, one in scores.items():
        ratios = (one.relevance, one.events, one.claims, one.claims_with_kind, one.background, one.attribution)
        cells = "".join(f"{ratio.precision:>7.3f}{ratio.recall:>6.3f}{ratio.f1:>6.3f}" for ratio in ratios)
        tail = f"{one.attribution_exact:>8.3f}{one.wrong_mouth:>13.3f}{one.fabricated:>12}"
        lines.append(f"{name:16}{one.entries:>8}{cells}{tail}")
    return "\n".join(lines)
