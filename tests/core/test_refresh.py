"""What one poll of a feed changes: new, changed and seen entries, and when to look again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.feeds import Failed, Feed, FeedState, Fetched, FetchedEntry, RefreshPlan, Trouble, Unchanged
from bot.core.identity import content_digest
from bot.core.refresh import (
    FAILURES_TOLD,
    LONGEST_HINT,
    LONGEST_PAUSE,
    Tempo,
    back_off,
    developing,
    plan_refresh,
    standing,
)

NOW = datetime(2026, 2, 27, 12, tzinfo=UTC)
FEED = Feed("khaama", "Khaama Press", "https://www.khaama.com/feed/", interval=timedelta(minutes=5))
FRESH = FeedState("khaama", NOW)
KNOWN = replace(FRESH, baselined=True, last_ok=NOW - timedelta(hours=1), last_new=NOW - timedelta(hours=1))


def entry(
    key: str, title: str = "", text: str = "", published: datetime | None = None, link: str | None = None
) -> FetchedEntry:
    title, link = title or f"Title of {key}", f"https://example.org/{key}" if link is None else link
    return FetchedEntry(key, content_digest(title, text, link), link, title, text, published)


def body(*entries: FetchedEntry, unparsed: int = 0, moved: str | None = None) -> Fetched:
    return Fetched(entries, "digest-of-body", permanent_address=moved, unparsed=unparsed)


def digests(entries: Sequence[FetchedEntry]) -> dict[str, str]:
    return {one.key: one.digest for one in entries}


def poll(state: FeedState, *entries: FetchedEntry, known: Mapping[str, str] | None = None) -> RefreshPlan:
    return plan_refresh(FEED, state, body(*entries), known or {}, NOW)


def keys(entries: Sequence[FetchedEntry]) -> list[str]:
    return [one.key for one in entries]


def test_first_good_poll_is_a_quiet_baseline() -> None:
    plan = poll(FRESH, entry("a"), entry("b"))
    assert (keys(plan.new), plan.quiet, plan.state.baselined) == (["a", "b"], True, True)


def test_empty_first_poll_is_the_baseline_so_the_first_entry_alerts() -> None:
    state = poll(FRESH).state
    plan = poll(state, entry("a"))
    assert (keys(plan.new), plan.quiet) == (["a"], False)


def test_new_changed_and_seen_are_told_apart_by_key() -> None:
    old, edited = entry("seen"), entry("edited", text="36 killed")
    plan = poll(KNOWN, old, entry("edited", text="133 killed"), entry("fresh"), known=digests([old, edited]))
    assert (keys(plan.new), keys(plan.changed), plan.quiet) == (["fresh"], ["edited"], False)


def test_bumped_dates_and_another_order_change_nothing() -> None:
    entries = [entry(key, published=NOW - timedelta(hours=3)) for key in "abc"]
    bumped = [replace(one, published=NOW) for one in reversed(entries)]
    plan = poll(KNOWN, *bumped, known=digests(entries))
    assert (plan.new, plan.changed) == ((), ())


def test_flood_of_an_established_feed_is_neither_cut_nor_quiet() -> None:
    plan = poll(KNOWN, *(entry(f"n{number}") for number in range(500)))
    assert (len(plan.new), plan.quiet) == (500, False)


@pytest.mark.parametrize(
    ("published", "kept"),
    [
        (NOW - timedelta(hours=1), True),
        (NOW + timedelta(minutes=5), True),
        (NOW + timedelta(hours=5), False),
        (datetime(2099, 1, 1, tzinfo=UTC), False),
        (datetime(1970, 1, 1, tzinfo=UTC), False),
        (None, True),
    ],
)
def test_impossible_dates_become_none(published: datetime | None, kept: bool) -> None:
    (new,) = poll(KNOWN, entry("a", published=published)).new
    assert new.published == (published if kept else None)


# --- all ids change at once

PAGES = [entry(f"guid-{number}", title=f"Report {number}", text=f"Text {number}") for number in range(6)]


def with_new_ids(entries: Sequence[FetchedEntry]) -> list[FetchedEntry]:
    return [replace(one, key=f"https://cms.example.org/?p={one.key}") for one in entries]


def test_when_all_ids_change_nothing_is_told_twice() -> None:
    state = poll(FRESH, *PAGES).state
    plan = poll(state, *with_new_ids(PAGES))
    assert (plan.new, plan.changed, plan.quiet) == ((), (), True)
    assert "new ids" in plan.reason


def test_after_all_ids_changed_the_next_new_entry_alerts_and_old_ones_stay_known() -> None:
    state = poll(poll(FRESH, *PAGES).state, *with_new_ids(PAGES)).state
    fresh = entry("https://cms.example.org/?p=guid-7", title="Report 7")
    plan = poll(state, *with_new_ids(PAGES), fresh)
    assert (keys(plan.new), plan.changed, plan.quiet) == ([fresh.key], (), False)
    later = poll(plan.state, *with_new_ids(PAGES), fresh, known=digests([fresh]))
    assert (later.new, later.changed, later.quiet) == ((), (), False)


def test_entry_edited_after_its_id_changed_is_a_version_of_the_stored_one() -> None:
    state = poll(poll(FRESH, *PAGES).state, *with_new_ids(PAGES)).state
    edited = replace(PAGES[2], text="133 killed", digest=content_digest(PAGES[2].title, "133 killed", PAGES[2].link))
    plan = poll(state, *with_new_ids([*PAGES[:2], edited, *PAGES[3:]]))
    assert (plan.new, keys(plan.changed)) == ((), ["guid-2"])


def test_ids_and_addresses_change_but_titles_tell() -> None:
    state = poll(FRESH, *PAGES).state
    moved = [entry(f"new-{n}", title=one.title, text=one.text + ".") for n, one in enumerate(PAGES)]
    plan = poll(state, *moved)
    assert (plan.new, keys(plan.changed)) == ((), keys(PAGES))


def test_busy_feed_whose_items_were_all_replaced_is_no_change_of_ids() -> None:
    state = poll(FRESH, *PAGES).state
    others = [entry(f"late-{number}", title=f"Another {number}") for number in range(6)]
    plan = poll(state, *others)
    assert (keys(plan.new), plan.quiet) == (keys(others), False)


def test_partly_parsed_body_is_no_change_of_ids_and_forgets_no_mark() -> None:
    state = poll(FRESH, *PAGES).state
    copy = entry("again", title="Report 1")
    plan = plan_refresh(FEED, state, body(copy, entry("x"), entry("y"), unparsed=6), {}, NOW)
    assert (keys(plan.new), plan.quiet) == (["again", "x", "y"], False)
    assert poll(plan.state, *with_new_ids(PAGES)).new == ()


def test_state_that_holds_other_lines_is_no_obstacle() -> None:
    state = replace(KNOWN, recent=("no mark", "[1]", '{"a": 1}', "[1, 2, 3, 4, 5]"))
    assert keys(poll(state, entry("a"), entry("b"), entry("c")).new) == ["a", "b", "c"]


def test_same_page_and_words_under_another_id_is_no_new_entry() -> None:
    state = poll(FRESH, entry("a", link="https://x.example/1"), entry("b")).state
    copy = entry("a2", title="Title of a", link="https://x.example/1")
    plan = poll(state, copy, entry("b"), entry("c"), known=digests([entry("b")]))
    assert (keys(plan.new), plan.changed, plan.quiet) == (["c"], (), False)


def test_same_words_without_a_page_may_well_be_another_entry() -> None:
    state = poll(FRESH, entry("a", title="Breaking", link="")).state
    assert keys(poll(state, entry("a2", title="Breaking", link="")).new) == ["a2"]


def test_key_that_the_store_does_not_know_is_new_though_the_state_remembers_it() -> None:
    state = poll(FRESH, *PAGES).state
    assert keys(poll(state, *PAGES).new) == keys(PAGES)


# --- when to look again


def test_failures_back_off_to_a_day_and_never_further() -> None:
    pauses = [back_off(FEED, failures) for failures in range(1, 60)]
    assert pauses == sorted(pauses)
    assert pauses[0] < timedelta(minutes=12)
    assert pauses[-1] == LONGEST_PAUSE


def test_operators_are_told_once_that_a_feed_is_away_and_once_that_it_is_back() -> None:
    state, told = KNOWN, []
    for _ in range(3 * FAILURES_TOLD):
        plan = plan_refresh(FEED, state, Failed("its host cannot be reached"), {}, NOW)
        state = plan.state
        told.append(plan.notice)
    words = f"has not answered {FAILURES_TOLD} times in a row: its host cannot be reached; I go on asking, once a day"
    assert [notice for notice in told if notice] == [told[FAILURES_TOLD - 1]]
    assert told[FAILURES_TOLD - 1].startswith(words)
    assert plan_refresh(FEED, state, Unchanged(), {}, NOW).notice == "answers again; failed polls before: 24"
    assert poll(state, entry("a")).notice == "answers again; failed polls before: 24"
    assert poll(poll(state, entry("a")).state, entry("a")).notice == ""


def test_operators_are_told_once_that_a_feed_is_gone_and_not_of_a_passing_fault() -> None:
    gone = Failed("it is gone for good, its host says (status 410)", gone=True)
    first = plan_refresh(FEED, KNOWN, gone, {}, NOW)
    assert first.notice == "it is gone for good, its host says (status 410); I ask once a day from now on"
    assert plan_refresh(FEED, first.state, gone, {}, NOW).notice == ""
    assert plan_refresh(FEED, first.state, Unchanged(), {}, NOW).notice == "answers again; failed polls before: 1"
    passing = plan_refresh(FEED, KNOWN, Failed("its host has a fault (status 500)"), {}, NOW)
    assert passing.notice == ""
    assert plan_refresh(FEED, passing.state, Unchanged(), {}, NOW).notice == ""


def test_one_good_answer_ends_the_back_off() -> None:
    down = replace(KNOWN, failures=9, last_error="no answer", trouble=Trouble.DOWN)
    plan = plan_refresh(FEED, down, Unchanged(), {}, NOW)
    assert plan.state.failures == 0
    assert plan.state.last_error is None
    assert plan.state.next_poll <= NOW + timedelta(minutes=6)
    assert "again" in plan.reason


def test_feeds_do_not_fall_due_together() -> None:
    due = {plan_refresh(replace(FEED, id=f"feed-{n}"), KNOWN, Unchanged(), {}, NOW).state.next_poll for n in range(20)}
    assert len(due) == 20
    assert all(timedelta(minutes=5) <= one - NOW <= timedelta(minutes=5.5) for one in due)


@pytest.mark.parametrize(
    ("outcome", "least"),
    [
        (Failed("busy", retry_after=timedelta(hours=2)), timedelta(hours=2)),
        (Failed("busy", retry_after=timedelta(days=400)), LONGEST_PAUSE),
        (Failed("gone", gone=True), LONGEST_PAUSE),
        (Unchanged(minimum_wait=timedelta(minutes=30)), timedelta(minutes=30)),
        (Unchanged(minimum_wait=timedelta(days=300)), LONGEST_HINT),
        (Fetched((), "d", minimum_wait=timedelta(minutes=15)), timedelta(minutes=15)),
    ],
)
def test_wait_that_a_feed_asks_for_is_honoured_within_reason(
    outcome: Failed | Unchanged | Fetched, least: timedelta
) -> None:
    pause = plan_refresh(FEED, KNOWN, outcome, {}, NOW).state.next_poll - NOW
    assert least <= pause <= max(least * 1.1, least + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("failed", "trouble"),
    [
        (Failed("r"), Trouble.DOWN),
        (Failed("r", blocked=True), Trouble.BLOCKED),
        (Failed("r", gone=True), Trouble.GONE),
    ],
)
def test_failure_is_kept_with_its_reason_and_loses_nothing(failed: Failed, trouble: Trouble) -> None:
    state = replace(KNOWN, etag='"x"', body_digest="d")
    after = plan_refresh(FEED, state, failed, {}, NOW).state
    assert (after.trouble, after.last_error, after.failures) == (trouble, "r", 1)
    assert (after.etag, after.body_digest, after.last_ok) == ('"x"', "d", KNOWN.last_ok)
    assert standing(after, NOW) == trouble.value


def test_permanent_redirect_is_trusted_when_seen_three_times_and_forgotten_when_it_fails() -> None:
    state = KNOWN
    for seen in (None, None, "https://new.example.org/feed"):
        state = plan_refresh(FEED, state, Unchanged(permanent_address="https://new.example.org/feed"), {}, NOW).state
        assert state.address == seen
    assert plan_refresh(FEED, state, Unchanged(), {}, NOW).state.address == "https://new.example.org/feed"
    for _ in range(3):
        state = plan_refresh(FEED, state, Failed("no answer"), {}, NOW).state
    assert state.address is None


def test_redirect_that_changes_its_mind_is_not_trusted() -> None:
    state = KNOWN
    for number in range(6):
        state = plan_refresh(FEED, state, body(moved=f"https://{number % 2}.example.org/"), {}, NOW).state
    assert state.address is None


def test_feed_silent_against_its_own_rhythm_is_told_from_one_that_is_down() -> None:
    state, now = KNOWN, NOW
    for number in range(5):
        now += timedelta(hours=6)
        state = plan_refresh(FEED, state, body(entry(f"e{number}")), {}, now).state
    assert standing(state, now + timedelta(days=1)) == "answers"
    assert standing(state, now + timedelta(days=5)) == "silent"
    assert standing(FRESH, NOW) == "new"
    assert standing(KNOWN, NOW) == "answers"


# --- invariants

texts = st.sampled_from(["", "8 killed", "55 killed"])
dates = st.sampled_from([None, NOW, NOW + timedelta(days=9), NOW - timedelta(days=1)])
entries_of_a_body = st.lists(
    st.builds(
        entry,
        st.sampled_from([f"k{number}" for number in range(12)]),
        st.sampled_from(["One", "Two", "Three", "Four"]),
        texts,
        dates,
    ),
    max_size=20,
)


@given(entries_of_a_body, entries_of_a_body, st.booleans())
def test_no_key_is_listed_twice_and_no_unknown_key_is_lost(
    before: list[FetchedEntry], after: list[FetchedEntry], baselined: bool
) -> None:
    state = poll(FRESH, *before).state if baselined else FRESH
    known = digests(poll(FRESH, *before).new)
    plan = poll(state, *after, known={key: known[key] for key in keys(after) if key in known})
    listed = keys(plan.new) + keys(plan.changed)
    assert len(listed) == len(set(listed))
    if "new ids" not in plan.reason:
        assert set(keys(plan.new)) == set(keys(after)) - set(known)


@given(entries_of_a_body, entries_of_a_body, st.randoms())
def test_order_of_the_items_decides_nothing(
    before: list[FetchedEntry], after: list[FetchedEntry], random: object
) -> None:
    state = poll(FRESH, *before).state
    shuffled = list(after)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = poll(state, *after), poll(state, *shuffled)
    assert set(map(hash_of, one.new)) == set(map(hash_of, other.new))
    assert set(map(hash_of, one.changed)) == set(map(hash_of, other.changed))
    assert one.quiet == other.quiet


def hash_of(one: FetchedEntry) -> tuple[str, str, datetime | None]:
    return (one.key, one.digest, one.published)


@given(st.lists(st.sampled_from([Failed("x"), Failed("x", gone=True), Unchanged(), Fetched((), "d")]), max_size=40))
def test_a_feed_is_always_looked_at_again_within_a_day(outcomes: list[Failed | Unchanged | Fetched]) -> None:
    state = FRESH
    for outcome in outcomes:
        state = plan_refresh(FEED, state, outcome, {}, NOW).state
        assert NOW < state.next_poll <= NOW + LONGEST_PAUSE


@pytest.mark.parametrize(
    ("rhythm", "tempo", "pause"),
    [
        (None, Tempo(), 5),
        (timedelta(minutes=2), Tempo(), 5),
        (timedelta(minutes=40), Tempo(), 10),
        (timedelta(days=2), Tempo(), 15),
        (timedelta(days=2), Tempo(hurried=True), 1),
        (None, Tempo(timedelta(minutes=3), hurried=True), 3),
        (None, Tempo(timedelta(minutes=30), hurried=True), 5),
        (None, Tempo(timedelta(minutes=7)), 7),
    ],
)
def test_pause_follows_the_rhythm_and_an_event_that_develops(
    rhythm: timedelta | None, tempo: Tempo, pause: int
) -> None:
    state = FeedState(FEED.id, NOW, baselined=True, rhythm=rhythm, last_new=NOW)
    after = plan_refresh(FEED, state, Unchanged(), {}, NOW, tempo).state
    assert timedelta(minutes=pause) <= after.next_poll - NOW <= timedelta(minutes=pause) * 1.1


def test_what_a_host_asks_for_counts_even_while_an_event_develops() -> None:
    state = FeedState(FEED.id, NOW, baselined=True)
    after = plan_refresh(FEED, state, Unchanged(minimum_wait=timedelta(minutes=20)), {}, NOW, Tempo(hurried=True)).state
    assert after.next_poll - NOW >= timedelta(minutes=20)


@pytest.mark.parametrize(("days", "goes_on"), [(0, True), (1, True), (2, False), (-1, True)])
def test_event_of_today_or_yesterday_may_still_develop(days: int, goes_on: bool) -> None:
    assert developing((NOW - timedelta(days=days)).date(), NOW) is goes_on
