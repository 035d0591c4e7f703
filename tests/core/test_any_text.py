"""Whatever a text says, it is read: sentences of the corpora and cases in any order, with words lost (`make fuzz`)."""

import json
import os
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.attribution import attribute_entry
from bot.core.claims import extract_claims
from bot.core.model import Entry
from bot.core.text import split_sentences
from tests.support.claim_cases import afpak, claim_cases

BUDGET = int(os.environ.get("COUNTERCLAIM_FUZZ_EXAMPLES", "300"))
CORPUS = Path(__file__).parents[1] / "corpus"
ODD = ("", ",", ";", ":", "-", "“", "”", '"', "(", ")", "not", "of", "it", "they", "'s", "were", "the", "23", "no", ".")


@cache
def sentences() -> tuple[str, ...]:
    """Return the sentences that texts are put together from."""
    texts = [text for case in claim_cases() for text in (case.title, case.text)]
    for line in (CORPUS / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        texts += [row["title"], row["text"]]
    return tuple(dict.fromkeys(one.text for text in texts for one in split_sentences(text)))


@settings(max_examples=BUDGET, deadline=None)
@given(
    title=st.integers(0, 9999),
    picked=st.lists(st.integers(0, 9999), min_size=1, max_size=4),
    changes=st.lists(st.tuples(st.integers(0, 200), st.integers(0, 6), st.sampled_from(ODD)), max_size=3),
)
def test_any_text_is_read_and_every_claim_is_in_it(
    title: int, picked: list[int], changes: list[tuple[int, int, str]]
) -> None:
    told = sentences()
    words = " ".join(told[one % len(told)] for one in picked).split()
    for place, gone, put in changes:
        at = place % (len(words) + 1)
        words[at : at + gone] = [put] if put else []
    headline, text = told[title % len(told)], " ".join(words)
    entry = Entry("one", "Example Wire", datetime(2025, 10, 15, tzinfo=UTC), headline, text)
    tools = afpak()
    heading, attributed = attribute_entry(headline, split_sentences(text), tools.voices)
    for claim in extract_claims(entry, heading, attributed, tools.words):
        assert claim.evidence in {headline, *(one.sentence.text for one in attributed)}
        if claim.figure_span is not None:
            assert 0 <= claim.figure_span.start < claim.figure_span.end <= len(claim.evidence)
