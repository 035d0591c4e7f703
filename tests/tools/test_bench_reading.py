"""The bars of the reading benchmark can be missed, and it does not time a reading that changes."""

import pytest

from tools.bench_reading import Figures, bounded_caches, report, timed

ABOUT = {"version": "3.8", "pipes": ["tagger"]}


@pytest.mark.parametrize(
    ("own", "peer", "memory", "met"),
    [
        ((120.0, 130.0, 110.0), (40.0, 40.0, 40.0), 100.0, True),
        ((90.0, 130.0, 80.0), (40.0, 40.0, 40.0), 100.0, False),
        ((120.0, 130.0, 110.0), (140.0, 140.0, 100.0), 100.0, False),
        ((120.0, 130.0, 110.0), (40.0, 40.0, 40.0), 251.0, False),
    ],
)
def test_every_bar_can_be_missed(
    own: tuple[float, ...], peer: tuple[float, ...], memory: float, met: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(Figures(own, peer, memory), ABOUT) is met
    assert ("all bars are met" in capsys.readouterr().out) is met


def test_a_pass_that_reads_otherwise_is_not_timed() -> None:
    assert timed(lambda: "read", "read") >= 0
    with pytest.raises(SystemExit, match="differ"):
        timed(lambda: "otherwise", "read")


def test_what_is_kept_of_texts_is_found() -> None:
    names = {kept.__wrapped__.__name__ for kept in bounded_caches()}
    assert {"tokens", "fold"} <= names
