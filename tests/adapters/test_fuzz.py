"""No body breaks what reading promises: the corpus, and what chance makes of it (`make fuzz` takes far longer)."""

import os
import warnings
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tools.fuzz_checks import CORPUS, check_body

BUDGET = int(os.environ.get("COUNTERCLAIM_FUZZ_EXAMPLES", "60"))
SEEDS = sorted(path.name for path in CORPUS.iterdir())
PIECES = (
    b"<item>", b"</item>", b"<entry>", b"</entry>", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<!DOCTYPE", b"&#0;",
    b"&#xD800;", b"\x00", b"\xff\xfe", b"<guid>", b"</rss>", b"&lt;script&gt;", b'xml:base="http://['
)  # fmt: skip


@pytest.fixture(autouse=True)
def _feedparser_may_warn() -> None:
    warnings.simplefilter("ignore", DeprecationWarning)


@pytest.mark.parametrize("name", SEEDS)
def test_corpus_is_read_as_promised(name: str) -> None:
    check_body((CORPUS / name).read_bytes())


@settings(
    max_examples=BUDGET,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    body=st.sampled_from(SEEDS).map(lambda name: Path(CORPUS, name).read_bytes()),
    changes=st.lists(
        st.tuples(st.integers(0, 3000), st.integers(0, 40), st.sampled_from(PIECES) | st.binary(max_size=8)), max_size=6
    ),
)
def test_what_chance_makes_of_it_is_too(body: bytes, changes: list[tuple[int, int, bytes]]) -> None:
    for place, gone, piece in changes:
        at = place % (len(body) + 1)
        body = body[:at] + piece + body[at + gone :]
    check_body(body)
