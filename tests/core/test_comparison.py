"""What a comparison shows of hand-made claims, situation by situation."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.comparison import Comparison, compare, is_material
from bot.core.comparison.wording import (
    accepted_words,
    cell_words,
    denial_words,
    figure_words,
    gap_words,
    revision_words,
    spoken_words,
)
from bot.core.model import Figure, FiledClaim, Kind, Measure, Stance
from tests.support.claims import CLASH, claim, february, figure, theatre

THEATRE = theatre()
Table = list[tuple[str, ...]]
SEVERAL = figure("several", 3, approx=True)
DOZENS = figure("dozens", 24, approx=True)


def compared(claims: Sequence[FiledClaim]) -> Comparison:
    return compare(CLASH, claims, THEATRE)


def table(claims: Sequence[FiledClaim]) -> Table:
    """Return the comparison as a table: label, first side, second side, then others by name."""
    return [
        (
            row.label,
            *(cell_words(cell, row) for cell in row.cells),
            *(f"{cell.name}: {cell_words(cell, row)}" for cell in row.others),
        )
        for row in compared(claims).rows
    ]


def test_february_gives_the_matrix_of_the_design() -> None:
    assert table(february()) == [
        ("Pakistani soldiers killed", "55", "2 (admits)"),
        ("Afghan fighters killed", "8 (admits)", "133+, earlier 36"),
        ("Pakistani soldiers captured", "several", "denied"),
        ("Pakistani posts taken or destroyed", "19 posts and 2 bases", "denied"),
        ("Pakistani aircraft shot down", "1", "not addressed"),
    ]


def test_february_says_what_follows_from_the_matrix() -> None:
    comparison = compared(february())
    assert accepted_words(comparison.accepted, THEATRE) == "Both accept at least 2 Pakistani and 8 Afghan dead."
    assert [gap_words(gap, THEATRE) for gap in comparison.gaps] == [
        "On Pakistani dead they are 27 times apart (55 and 2).",
        "On Afghan dead they are 16 times apart (133+ and 8).",
    ]
    assert [revision_words(one) for one in comparison.revisions] == [
        "Pakistan, Afghan fighters killed: raised from 36 to 133+"
    ]
    assert [denial_words(cell, row, THEATRE) for row in comparison.rows for cell in row.cells if cell.denials] == [
        "Pakistan denies: Pakistani soldiers captured",
        "Pakistan denies: Pakistani posts taken",
    ]
    assert spoken_words(comparison, THEATRE) == "Both sides have spoken."
    assert (comparison.reports, comparison.outlets) == (1, 1)


@pytest.mark.parametrize(
    ("shown", "given_figure"),
    [
        ("55", figure("55")),
        ("58", figure("Fifty-eight", 58, 58)),
        ("1", figure("a", 1, 1)),
        ("1,300", figure("1,300", 1300, 1300)),
        ("133+", figure("at least 133", 133)),
        ("70+", figure("no fewer than seventy", 70)),
        ("12+", figure("12 or more", 12)),
        ("more than 200", figure("more than 200", 200)),
        ("more than a dozen", figure("more than a dozen", 12)),
        ("a dozen", figure("a dozen", 12, 12)),
        ("two dozen", figure("two dozen", 24, 24)),
        ("up to 55", figure("up to 55", None, 55)),
        ("16–18", figure("between 16 and 18", 16, 18)),
        ("about 30", figure("about 30", 30, 30, approx=True)),
        ("about 30", figure("30", 30, 30, approx=True)),
        ("Some 50", figure("Some 50", 50, 50, approx=True)),
        ("dozens", DOZENS),
        ("several", SEVERAL),
        ("none", figure("no", 0, 0)),
        ("133+", Figure(133, None)),
        ("up to 40", Figure(None, 40)),
        ("an unstated number", Figure(24, None, approx=True)),
        ("no figure", Figure(None, None)),
    ],
)
def test_a_figure_keeps_its_words_unless_digits_say_the_same(shown: str, given_figure: Figure) -> None:
    assert figure_words(given_figure) == shown


def killed(words: Figure | str, hours: float = 0, **more: Any) -> FiledClaim:
    return claim("AFG", "PAK", Measure.KILLED, words, hours=hours, **more)


@pytest.mark.parametrize(
    ("situation", "claims", "shown"),
    [
        ("a newer figure replaces the older", [killed("12"), killed("55", 3)], "55, earlier 12"),
        ("several replaced, newest first", [killed("9"), killed("12", 1), killed("55", 2)], "55, earlier 12 and 9"),
        ("a figure that is lowered", [killed("58"), killed("55", 2)], "55, earlier 58"),
        ("an outlet repeats an old figure", [killed("55"), killed("58", 1), killed("55", 2)], "58, earlier 55"),
        (
            "a side goes back to a figure in so many words",
            [killed("55"), killed("58", 1), killed("55", 2, evidence="The ministry revised the toll to 55.")],
            "55, earlier 58",
        ),
        ("a vague word after a number", [killed("58"), killed(DOZENS, 2)], "58"),
        ("a vague word before a number", [killed(DOZENS), killed("58", 2)], "58"),
        (
            "a vague word that goes beyond the number",
            [killed("58"), killed(figure("hundreds", 200, approx=True), 2)],
            "hundreds, earlier 58",
        ),
        (
            "a part in the same sentence",
            [
                killed("55", evidence="55 were killed and the bodies of 23 taken.", entry="e"),
                killed("23", evidence="55 were killed and the bodies of 23 taken.", entry="e"),
            ],
            "55",
        ),
        (
            "a part that another outlet gives alone later",
            [
                killed("55", evidence="55 were killed and the bodies of 23 taken.", entry="e"),
                killed("23", evidence="55 were killed and the bodies of 23 taken.", entry="e"),
                killed("23", 5, evidence="They took 23 bodies."),
            ],
            "55",
        ),
        ("a figure of one place beside a total", [killed("55"), killed("5", 2, place="Torkham")], "55"),
        (
            "figures of different places and no total",
            [killed("19", 1, place="Khost"), killed("13", place="Torkham")],
            "19 (Khost) and 13 (Torkham)",
        ),
        (
            "an earlier figure told after the newer in one report",
            [
                killed("15", evidence="15 were killed, up from an earlier 8.", entry="e"),
                killed("8", evidence="15 were killed, up from an earlier 8.", entry="e"),
            ],
            "15, earlier 8",
        ),
        (
            "an outdated figure first seen in a later report",
            [killed("133"), killed("36", 4, evidence="A minister had earlier reported the deaths of 36.")],
            "133, earlier 36",
        ),
        (
            "two speakers of one side in one report",
            [killed("133", by="Spokesman", entry="e"), killed("36", by="Minister", entry="e")],
            "133, earlier 36",
        ),
        (
            "one speaker in one report, later more",
            [
                killed("36", by="Minister", entry="e"),
                killed("133", by="Minister", entry="e", evidence="He later said that 133 were killed."),
            ],
            "133, earlier 36",
        ),
        (
            "outlets that word one figure differently",
            [
                killed(figure("up to 55", None, 55)),
                killed("55", 1, source="B"),
                killed("55", 2, source="C"),
            ],
            "55",
        ),
        (
            "more places than a column holds",
            [killed(str(n), place=f"Place {n}") for n in (5, 6, 7, 8, 9)],
            "9 (Place 9), 8 (Place 8), 7 (Place 7) and 2 more places",
        ),
        (
            "more revisions than a column holds",
            [killed(str(n), n) for n in (1, 2, 3, 4, 5, 6)],
            "6, earlier 5, 4, 3 and 2 more",
        ),
        (
            "one place named twice in one breath",
            [
                killed("9", place="Torkham", entry="e", by="Ministry"),
                killed("4", place="torkham", entry="e", by="Ministry"),
            ],
            "9",
        ),
        (
            "two places in one breath",
            [
                killed("9", place="Torkham", entry="e", by="Ministry"),
                killed("4", place="Khost", entry="e", by="Ministry"),
            ],
            "9 (Torkham) and 4 (Khost)",
        ),
        ("background is left out", [killed("55"), killed("70", 3, background=True)], "55"),
    ],
)
def test_one_side_over_time(situation: str, claims: list[FiledClaim], shown: str) -> None:
    ((_, first, second),) = table(claims)
    assert first == shown, situation
    assert second == "not addressed"


@pytest.mark.parametrize(
    ("situation", "claims", "rows"),
    [
        (
            "a side rejects a figure and gives another",
            [
                killed("55"),
                claim("PAK", "PAK", Measure.KILLED, "55", stance=Stance.DENIES),
                claim("PAK", "PAK", Measure.KILLED, "2"),
            ],
            [("Pakistani soldiers killed", "55", "2 (admits); denies 55")],
        ),
        (
            "a denial that is given up",
            [
                killed("55"),
                claim("PAK", "PAK", Measure.KILLED, stance=Stance.DENIES),
                claim("PAK", "PAK", Measure.KILLED, "2", hours=2),
            ],
            [("Pakistani soldiers killed", "55", "2 (admits); earlier denied")],
        ),
        (
            "a denial that follows a figure",
            [
                killed("55"),
                claim("PAK", "PAK", Measure.KILLED, "2"),
                claim("PAK", "PAK", Measure.KILLED, stance=Stance.DENIES, hours=2),
            ],
            [("Pakistani soldiers killed", "55", "2 (admits); later denied")],
        ),
        (
            "a denial in the same hour as a figure",
            [
                killed("55"),
                claim("PAK", "PAK", Measure.KILLED, "2"),
                claim("PAK", "PAK", Measure.KILLED, stance=Stance.DENIES),
            ],
            [("Pakistani soldiers killed", "55", "2 (admits); also denied")],
        ),
        (
            "militants are a loss of their own",
            [
                claim("PAK", "TTP", Measure.KILLED, figure("at least 70", 70), Kind.MILITANT),
                claim("AFG", "TTP", Measure.KILLED, figure("at least 70", 70), Kind.MILITANT, stance=Stance.DENIES),
            ],
            [("Militants killed", "denied", "70+")],
        ),
        (
            "civilians are reported, not admitted, and stand apart from soldiers",
            [
                claim("AFG", "AFG", Measure.KILLED, "13", Kind.CIVILIAN),
                claim("AFG", "AFG", Measure.KILLED, "8"),
            ],
            [
                ("Afghan fighters killed", "8 (admits)", "not addressed"),
                ("Afghan civilians killed", "13", "not addressed"),
            ],
        ),
        (
            "people whom the other side calls soldiers",
            [
                claim("PAK", "AFG", Measure.KILLED, "36", Kind.UNSPECIFIED),
                claim("AFG", "AFG", Measure.KILLED, "8"),
            ],
            [("Afghan fighters killed", "8 (admits)", "36")],
        ),
        (
            "a side's own people need not be its soldiers",
            [
                claim("AFG", "AFG", Measure.KILLED, "18", Kind.UNSPECIFIED),
                claim("PAK", "AFG", Measure.KILLED, "36"),
            ],
            [
                ("Afghan fighters killed", "not addressed", "36"),
                ("Afghan people killed", "18", "not addressed"),
            ],
        ),
        (
            "others are named one by one and never revise each other",
            [
                claim("OTHER", "AFG", Measure.KILLED, "18", Kind.CIVILIAN, by="a survivor", source="Gulf Daily"),
                claim("OTHER", "AFG", Measure.KILLED, figure("at least 13", 13), Kind.CIVILIAN, by="UN", hours=9),
                claim("OTHER", "AFG", Measure.KILLED, "20", Kind.CIVILIAN, source="Gulf Daily", hours=10),
            ],
            [("Afghan civilians killed", "–", "–", "a survivor: 18", "UN: 13+", "Gulf Daily: 20")],
        ),
        (
            "posts taken and posts destroyed say which",
            [
                claim("PAK", "AFG", Measure.POSTS_DESTROYED, "27", Kind.MATERIEL),
                claim("PAK", "AFG", Measure.POSTS_CAPTURED, "9", Kind.MATERIEL),
                claim("PAK", "AFG", Measure.POSTS_DESTROYED, "73", Kind.MATERIEL, hours=5),
            ],
            [("Afghan posts taken or destroyed", "not addressed", "9 posts taken; 73 posts (earlier 27) destroyed")],
        ),
        (
            "losses of both sides together",
            [claim("OTHER", "BOTH", Measure.KILLED, DOZENS, Kind.UNSPECIFIED, source="Wire")],
            [("People of both sides killed", "–", "–", "Wire: dozens")],
        ),
        (
            "no losses is a figure, not an admission",
            [claim("PAK", "PAK", Measure.KILLED, figure("no", 0, 0))],
            [("Pakistani soldiers killed", "not addressed", "none")],
        ),
        (
            "an unknown claimant is one of the others",
            [claim("IRN", "PAK", Measure.KILLED, "4", by="a neighbour")],
            [("Pakistani soldiers killed", "–", "–", "a neighbour: 4")],
        ),
        ("nothing has been said", [], []),
    ],
)
def test_where_each_voice_stands(situation: str, claims: list[FiledClaim], rows: Table) -> None:
    assert table(claims) == rows, situation


@pytest.mark.parametrize(
    ("situation", "claims", "accepted", "gaps"),
    [
        ("only the own side speaks", [claim("PAK", "PAK", Measure.KILLED, "2")], "", []),
        (
            "the enemy says fewer than are admitted",
            [killed("1"), claim("PAK", "PAK", Measure.KILLED, "2")],
            "",
            ["On Pakistani dead they are 2 times apart (2 and 1)."],
        ),
        (
            "the enemy's word stands for no number in a ratio",
            [killed(DOZENS), claim("PAK", "PAK", Measure.KILLED, "2")],
            "Both accept at least 2 Pakistani dead.",
            [],
        ),
        (
            "one side says none",
            [killed("5"), claim("PAK", "PAK", Measure.KILLED, figure("no", 0, 0))],
            "",
            ["On Pakistani dead one side says none, the other 5."],
        ),
        (
            "the figures are nearly the same",
            [killed("12"), claim("PAK", "PAK", Measure.KILLED, "11")],
            "Both accept at least 11 Pakistani dead.",
            [],
        ),
        (
            "a ratio is rounded down",
            [killed("58"), claim("PAK", "PAK", Measure.KILLED, "23")],
            "Both accept at least 23 Pakistani dead.",
            ["On Pakistani dead they are 2.5 times apart (58 and 23)."],
        ),
    ],
)
def test_what_follows(situation: str, claims: list[FiledClaim], accepted: str, gaps: list[str]) -> None:
    comparison = compared(claims)
    assert accepted_words(comparison.accepted, THEATRE) == accepted, situation
    assert [gap_words(gap, THEATRE) for gap in comparison.gaps] == gaps, situation


@pytest.mark.parametrize(
    ("sides", "shown"),
    [
        ((), "Neither side has spoken so far."),
        (("AFG",), "Only Afghanistan has spoken so far."),
        (("PAK",), "Only Pakistan has spoken so far."),
        (("PAK", "AFG"), "Both sides have spoken."),
    ],
)
def test_who_has_spoken(sides: tuple[str, ...], shown: str) -> None:
    comparison = compared([claim(side, "PAK", Measure.KILLED, "5") for side in sides])
    assert spoken_words(comparison, THEATRE) == shown


@pytest.mark.parametrize(
    ("situation", "before", "after", "lines"),
    [
        (
            "the first figure",
            [],
            [killed("55", by="a ministry")],
            ("Pakistani soldiers killed: 55 (a ministry, via Example Wire)",),
        ),
        (
            "a raised figure",
            [killed("36")],
            [killed("36"), killed(figure("at least 133", 133), 2, by="information minister")],
            ("Pakistani soldiers killed: 36 → 133+ (information minister, via Example Wire)",),
        ),
        ("a repeated figure", [killed("55")], [killed("55"), killed("55", 2, source="B")], ()),
        ("a reworded figure", [killed("133")], [killed("133"), killed(figure("at least 133", 133), 2)], ()),
        ("a figure that flaps", [killed("55"), killed("58", 1)], [killed("55"), killed("58", 1), killed("55", 2)], ()),
        (
            "a denial",
            [killed("55")],
            [killed("55"), claim("PAK", "PAK", Measure.KILLED, stance=Stance.DENIES, by="army")],
            ("Pakistani soldiers killed: denied (army, via Example Wire)",),
        ),
        (
            "a rejected figure beside another",
            [killed("55"), claim("PAK", "PAK", Measure.KILLED, "2")],
            [
                killed("55"),
                claim("PAK", "PAK", Measure.KILLED, "2"),
                claim("PAK", "PAK", Measure.KILLED, "55", stance=Stance.DENIES, by="army"),
            ],
            ("Pakistani soldiers killed: denies 55 (army, via Example Wire)",),
        ),
        (
            "people turn out to be civilians",
            [claim("AFG", "AFG", Measure.KILLED, "18", Kind.UNSPECIFIED)],
            [
                claim("AFG", "AFG", Measure.KILLED, "18", Kind.UNSPECIFIED),
                claim("OTHER", "AFG", Measure.KILLED, "13", Kind.CIVILIAN, by="UN"),
            ],
            ("Afghan civilians killed: 13 (UN, via Example Wire)",),
        ),
        (
            "an outlet's own count, and an outlet that would ping",
            [],
            [
                claim("OTHER", "PAK", Measure.KILLED, "12", source="Example Wire"),
                killed("5", by="army", source="@here"),
            ],
            ("Pakistani soldiers killed: 5 (army, via ＠here)", "Pakistani soldiers killed: 12 (Example Wire)"),
        ),
        (
            "a speaker who would ping",
            [],
            [killed("5", by="@everyone")],
            ("Pakistani soldiers killed: 5 (＠everyone, via Example Wire)",),
        ),
    ],
)
def test_what_is_worth_a_note(
    situation: str, before: list[FiledClaim], after: list[FiledClaim], lines: tuple[str, ...]
) -> None:
    assert is_material(compared(before), compared(after)) == lines, situation


@settings(max_examples=40)
@given(st.permutations(february()))
def test_the_order_of_claims_does_not_matter(claims: list[FiledClaim]) -> None:
    assert compared(claims) == compared(february())


@given(st.lists(st.sampled_from(february()), max_size=20))
def test_repeating_claims_changes_nothing(again: list[FiledClaim]) -> None:
    assert compared([*february(), *again]) == compared(february())


SWAPPED = {"AFG": "PAK", "PAK": "AFG"}
MANY = st.lists(
    st.builds(
        claim,
        st.sampled_from(["AFG", "PAK", "OTHER"]),
        st.sampled_from(["AFG", "PAK", "TTP", "BOTH"]),
        st.sampled_from(Measure),
        st.sampled_from([*(figure(str(number)) for number in (0, 2, 8, 55)), figure("at least 133", 133), DOZENS]),
        st.sampled_from(Kind),
        by=st.sampled_from([None, "a minister", "a spokesman"]),
        place=st.sampled_from([None, "Torkham", "Chaman"]),
        evidence=st.sampled_from(["It said so.", "It had earlier said so.", "It revised the toll."]),
        stance=st.sampled_from([Stance.ASSERTS, Stance.ASSERTS, Stance.DENIES]),
        hours=st.integers(0, 3),
        entry=st.sampled_from(["", "e1", "e2"]),
    ),
    max_size=12,
)


def swapped(one: FiledClaim) -> FiledClaim:
    said = one.claim
    claimant, subject = (SWAPPED.get(side, side) for side in (said.claimant, said.subject))
    return replace(one, claim=replace(said, claimant=claimant, subject=subject))


def by_loss(comparison: Comparison) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {
        (row.loss.subject, row.loss.family, row.loss.group): tuple(cell_words(cell, row) for cell in row.cells)
        for row in comparison.rows
    }


@given(MANY)
def test_neither_side_is_favoured(claims: list[FiledClaim]) -> None:
    one, other = compared(claims), compared([swapped(each) for each in claims])
    assert by_loss(other) == {
        (SWAPPED.get(subject, subject), *rest): texts[::-1] for (subject, *rest), texts in by_loss(one).items()
    }
    assert sorted(floor.number for floor in one.accepted) == sorted(floor.number for floor in other.accepted)
    assert [gap.tenths for gap in one.gaps] == [gap.tenths for gap in other.gaps]
