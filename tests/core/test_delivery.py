"""When cards are edited, looked for, posted afresh and tried again, and what is said beside them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.delivery import (
    FIRST_PROBE,
    JOINING,
    LONGEST_PROBE,
    MANY_EDITS,
    NONCE_HOLDS,
    NONCE_LENGTH,
    OLD_MESSAGE,
    Pace,
    Standing,
    away_remark,
    change_remark,
    edit_due,
    edit_pause,
    is_late,
    is_refused_for_age,
    is_worn,
    looks_back,
    parked_remark,
    part_of,
    probe_at,
    retry_at,
    stub_text,
)
from bot.core.model import Entry
from bot.core.neutral import width
from tests.support.reports import EVENT

NOW = datetime(2026, 2, 27, 9, 30, tzinfo=UTC)
PACE = Pace()
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def standing(edits: int = 1, *, age: timedelta = 10 * SECOND, since: timedelta = SECOND) -> Standing:
    return Standing(NOW - age, NOW - since, edits)


class TestEdits:
    def test_the_first_edit_is_at_once(self) -> None:
        assert edit_due(standing(0), PACE, NOW) == NOW

    def test_later_edits_are_gathered(self) -> None:
        assert edit_due(standing(1), PACE, NOW) > NOW + 60 * SECOND

    @given(st.integers(0, 500), st.integers(0, 100_000))
    def test_the_pause_keeps_to_its_bounds_and_grows_with_the_edits(self, edits: int, age: int) -> None:
        one, more = (edit_pause(standing(count, age=age * SECOND), PACE, NOW) for count in (edits, edits + 1))
        assert PACE.least <= one <= more <= PACE.most

    def test_an_old_card_has_the_longest_pause(self) -> None:
        assert edit_pause(standing(1, age=OLD_MESSAGE), PACE, NOW) == PACE.most

    def test_a_pause_of_nothing_gathers_nothing(self) -> None:
        assert edit_due(standing(50), Pace(timedelta(), timedelta()), NOW) == NOW

    @pytest.mark.parametrize(
        ("edits", "age", "worn"),
        [(MANY_EDITS, OLD_MESSAGE, True), (MANY_EDITS - 1, OLD_MESSAGE, False), (99, OLD_MESSAGE - SECOND, False)],
    )
    def test_only_an_old_and_much_edited_card_is_worn(self, edits: int, age: timedelta, worn: bool) -> None:
        assert is_worn(standing(edits, age=age), NOW) is worn

    @pytest.mark.parametrize(
        ("age", "retry_after", "too_old"),
        [(OLD_MESSAGE, 340.0, True), (OLD_MESSAGE, 1.0, False), (OLD_MESSAGE, None, False), (HOUR / 2, 340.0, False)],
    )
    def test_a_long_refusal_of_an_old_card_is_for_its_age(
        self, age: timedelta, retry_after: float | None, too_old: bool
    ) -> None:
        assert is_refused_for_age(standing(age=age), retry_after, NOW) is too_old


class TestSharing:
    def test_one_alone_has_the_whole_at_once(self) -> None:
        assert part_of(40, 1, timedelta()) == 40

    def test_several_have_equal_parts(self) -> None:
        assert part_of(40, 4, JOINING) == 10

    @given(st.integers(2, 100))
    def test_one_that_joins_asks_little_until_the_others_know(self, sharing: int) -> None:
        those_before = (sharing - 1) * part_of(40, sharing - 1, JOINING)
        assert those_before + part_of(40, sharing, JOINING - SECOND) <= 44.001
        assert sharing * part_of(40, sharing, JOINING) <= 40.001


class TestRepeats:
    def test_a_first_attempt_looks_nowhere(self) -> None:
        assert not looks_back(None, NOW)

    def test_a_repeat_trusts_the_nonce_for_a_while_and_the_history_then(self) -> None:
        assert not looks_back(NOW - NONCE_HOLDS + SECOND, NOW)
        assert looks_back(NOW - NONCE_HOLDS, NOW)

    def test_discords_own_word_counts_before_ours(self) -> None:
        assert retry_at(5, 1.5, NOW) == NOW + timedelta(seconds=1.5)

    @given(st.integers(0, 10_000))
    def test_waits_grow_and_end(self, failures: int) -> None:
        first, second = retry_at(failures, None, NOW), retry_at(failures + 1, None, NOW)
        assert NOW < first <= second <= NOW + timedelta(minutes=10)

    @given(st.integers(0, 10_000))
    def test_probes_grow_and_end(self, probes: int) -> None:
        assert NOW + FIRST_PROBE <= probe_at(probes, NOW) <= probe_at(probes + 1, NOW) <= NOW + LONGEST_PROBE


class TestLate:
    ENTRY = Entry("a", "Dawn", NOW - 7 * HOUR, "t", "x", fetched=NOW)

    def test_an_entry_that_was_old_at_first_sight_is_late(self) -> None:
        assert is_late(self.ENTRY, 1, PACE.late, NOW)

    def test_an_entry_that_was_seen_in_time_and_lay_unread_is_late(self) -> None:
        fresh = replace(self.ENTRY, published=NOW - HOUR)
        assert not is_late(fresh, 1, PACE.late, NOW + 5 * HOUR)
        assert is_late(fresh, 1, PACE.late, NOW + 7 * HOUR)
        assert is_late(fresh, 2, PACE.late, NOW + 7 * HOUR)

    @pytest.mark.parametrize(
        ("entry", "version"),
        [
            (replace(ENTRY, published=NOW - 5 * HOUR), 1),
            (replace(ENTRY, published=None), 1),
            (replace(ENTRY, published=NOW + HOUR), 1),
            (ENTRY, 2),
        ],
        ids=["fresh", "undated", "from the future", "edited"],
    )
    def test_others_are_not(self, entry: Entry, version: int) -> None:
        assert not is_late(entry, version, PACE.late, NOW)


class TestRemarks:
    def test_nothing_new_is_no_remark(self) -> None:
        assert change_remark((1, 2), "title", (), "digest") is None

    def test_a_change_goes_into_the_thread_of_its_card(self) -> None:
        remark = change_remark((1, 2), "title", ("killed: 36 → 133",), "digest")
        assert remark is not None
        assert (remark.channel_id, remark.thread_of, remark.text) == (1, 2, "killed: 36 → 133")
        again = change_remark((1, 2), "title", ("killed: 36 → 133",), "digest")
        other = change_remark((1, 2), "title", ("killed: 36 → 133",), "another digest")
        assert again == remark
        assert other is not None
        assert (other.nonce != remark.nonce, len(remark.nonce)) == (True, NONCE_LENGTH)

    @given(st.lists(st.text(max_size=500), min_size=1, max_size=60), st.text(max_size=400))
    def test_whatever_changes_a_remark_fits_into_a_message(self, lines: list[str], title: str) -> None:
        remark = change_remark((1, 2), title, lines, "digest")
        assert remark is not None
        assert width(remark.text) <= 2000
        assert 1 <= width(remark.title) <= 100

    def test_what_was_missed_is_one_line_with_the_episodes_named(self) -> None:
        events = [replace(EVENT, id=f"2026-02-26-{number}", title=f"Episode {number}") for number in range(7)]
        text = away_remark(1, events, 12, NOW).text
        assert "12 older reports" in text
        assert "**Episode 4** and 2 more" in text
        assert "\n" not in text

    def test_a_title_in_a_remark_can_do_nothing(self) -> None:
        text = away_remark(1, [replace(EVENT, title="@everyone <@1> https://evil.example **x**" * 20)], 1, NOW).text
        assert "@everyone" not in text
        assert "<@" not in text
        assert "https://" not in text
        assert width(text) <= 2000

    def test_the_operators_are_told_which_channel_and_why(self) -> None:
        remark = parked_remark(9, 1, "the channel is gone", NOW)
        assert (remark.channel_id, remark.thread_of) == (9, None)
        assert "<#1>" in remark.text
        assert "the channel is gone" in remark.text

    def test_an_old_card_points_to_the_fresh_one(self) -> None:
        assert stub_text(5, 6, 7).endswith("https://discord.com/channels/5/6/7")
