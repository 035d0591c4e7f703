"""Entries filed under their episodes: whole corpora by B-cubed, hard cases one by one."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.events import event_window, file_in_order, match_event
from bot.core.model import Entry, Event, EventKind, EventMatch, Relevance
from bot.core.places import compile_gazetteer
from config.rules.theatre import load_theatre

TESTS = Path(__file__).parents[1]
THEATRE = load_theatre(TESTS.parent / "config" / "afpak")
GAZETTEER = compile_gazetteer(THEATRE.places)
YES = Relevance(True, (), "")


def rows(path: Path) -> list[dict[str, Any]]:
    return [row for line in path.read_text("utf-8").splitlines() if (row := json.loads(line))["relevant"]]


DEV = rows(TESTS / "corpus" / "dev.jsonl")
OTHERS = rows(Path(__file__).parent / "cases" / "events.jsonl")
HARD = defaultdict(list)
for line in (Path(__file__).parent / "cases" / "hard_events.jsonl").read_text("utf-8").splitlines():
    HARD[json.loads(line)["case"]].append(json.loads(line))
FETCHED = "2024-05-09T12:00:00Z"


def entry(
    title: str, text: str = "", published: str | None = "2024-05-10T09:00:00Z", fetched: str | None = None
) -> Entry:
    def moment(value: str | None) -> datetime | None:
        return datetime.fromisoformat(value) if value else None

    return Entry("e-1", "Example Wire", moment(published), title, text, fetched=moment(fetched))


def match(one: Entry, record: Iterable[Event] = ()) -> EventMatch:
    first, last = event_window(one, THEATRE, GAZETTEER)
    near = sorted(
        (event for event in record if event.last >= first and event.began <= last), key=lambda event: event.id
    )
    return match_event(one, YES, near, THEATRE, GAZETTEER)


def filed(entries: Iterable[dict[str, Any]]) -> dict[str, str | None]:
    record: dict[str, Event] = {}
    found: dict[str, str | None] = {}
    for row in entries:
        event = match(entry(row["title"], row["text"], row["published"]), record.values()).event
        found[row["id"]] = event.id if event else None
        if event:
            record[event.id] = event
    return found


def b_cubed(gold: Mapping[str, str], found: Mapping[str, str | None]) -> float:
    def share(one: Mapping[str, str | None], other: Mapping[str, str | None]) -> float:
        groups = defaultdict(set)
        for name in gold:
            groups[one[name] or name].add(name)
        mates = {name: groups[one[name] or name] for name in gold}
        return sum(sum(other[m] == other[n] for m in mates[n]) / len(mates[n]) for n in gold) / len(gold)

    precision, recall = share(found, gold), share(gold, found)
    return 2 * precision * recall / (precision + recall)


@pytest.mark.parametrize("corpus", [DEV, OTHERS], ids=["dev", "other years"])
def test_reports_of_one_episode_come_together(corpus: Sequence[dict[str, Any]]) -> None:
    gold = {row["id"]: row["event"] for row in corpus if row["event"]}
    assert b_cubed(gold, filed(sorted(corpus, key=lambda row: row["published"]))) >= 0.97


@settings(max_examples=5, deadline=None)
@given(st.randoms(use_true_random=False))
def test_entries_are_filed_in_the_order_of_publication_whatever_order_they_come_in(random: Any) -> None:
    entries = [replace(entry(row["title"], row["text"], row["published"]), id=row["id"]) for row in OTHERS]
    shuffled = random.sample(entries, len(entries))
    assert dict(_filed(shuffled)) == dict(_filed(entries))


def _filed(entries: Iterable[Entry]) -> Iterator[tuple[str, EventMatch]]:
    return ((one.id, match) for one, match in file_in_order(entries, (), THEATRE, GAZETTEER))


@pytest.mark.parametrize("case", HARD.values(), ids=HARD.keys())
def test_a_hard_case_is_parted_as_an_analyst_would(case: list[dict[str, Any]]) -> None:
    dated = all(row["published"] and row["published"] < "2030" for row in case)
    entries = [
        replace(entry(row["title"], row["text"], row["published"], None if dated else FETCHED), id=row["id"])
        for row in case
    ]
    found = {one: filed.event.id if filed.event else None for one, filed in _filed(entries)}
    told = {row["id"]: row["event"] for row in case}
    assert {one for one in told if told[one] is None} == {one for one in found if found[one] is None}
    assert {(told[one], found[one]) for one in told} == {
        (event, found[next(one for one in told if told[one] == event)]) for event in told.values()
    }, found
    assert len({*told.values()}) == len({*found.values()}), found


CLASH = Event("2024-05-08-torkham", EventKind.CLASH, "Clash", date(2024, 5, 8), date(2024, 5, 8), ("Torkham",))
STRIKE = Event(
    "2024-05-08-khost", EventKind.STRIKE, "Strikes", date(2024, 5, 8), date(2024, 5, 8), ("Khost", "Paktika")
)
WIDE = Event(
    "2024-05-08-border", EventKind.CLASH, "Clashes", date(2024, 5, 8), date(2024, 5, 8), ("Durand Line", "Kunar")
)


@pytest.mark.parametrize(
    ("record", "title", "text", "filed_under"),
    [
        (CLASH, "Guards trade fire at Torkham", "Guards fired on Wednesday.", CLASH.id),
        (CLASH, "Guards trade fire at Torkham", "Guards fired on Thursday night.", CLASH.id),
        (CLASH, "Guards trade fire at Torkham", "Guards fired on Wednesday, May 1.", None),
        (CLASH, "Guards trade fire at Chaman", "Guards fired on Wednesday.", None),
        (CLASH, "Guards trade fire at Landi Kotal", "Shells fell on Wednesday.", CLASH.id),
        (CLASH, "Torkham reopens", "Lorries rolled again on Friday after the clash.", None),
        (CLASH, "Truce agreed at Torkham", "Elders agreed on Thursday.", None),
        (CLASH, "Drone strikes hit Nangarhar", "Homes were bombed on Wednesday.", None),
        (STRIKE, "Homes bombed in Paktika", "Aircraft struck on Wednesday night.", STRIKE.id),
        (STRIKE, "Posts shelled in answer to strikes in Khost", "Guns fired on Thursday.", STRIKE.id),
        (STRIKE, "Posts shelled in answer to strikes in Khost", "Guns fired on Friday.", STRIKE.id),
        (WIDE, "Border clashes leave dozens dead", "They fought on Wednesday night.", WIDE.id),
        (WIDE, "Clash in Kunar", "They fought on Wednesday night.", WIDE.id),
        (WIDE, "Aircraft bomb Bagram", "Jets struck on Thursday.", None),
        (CLASH, "Nineteen posts taken, says ministry", "Nineteen posts were taken in Kurram on Wednesday.", None),
        (CLASH, "Fighting in Nangarhar goes on", "Guards fired on Thursday night.", CLASH.id),
        (CLASH, "Guns fall silent at Torkham", "A lull held on Thursday after the clash.", CLASH.id),
        (CLASH, "Truce collapses at Torkham", "Guards fired on Wednesday.", CLASH.id),
        (STRIKE, "Jets hit hideouts across from North Waziristan", "They were struck on Wednesday.", STRIKE.id),
        (STRIKE, "Posts shelled in retaliation for air strikes", "Guns fired in Chaman on Thursday.", STRIKE.id),
        (STRIKE, "Officials deny operation in border areas", "The office spoke on Friday.", STRIKE.id),
        (STRIKE, "Fire across the line", "Shells fell in Kurram on a day of air raids, Wednesday.", STRIKE.id),
        (STRIKE, "Forces fire in answer", "They hit several points on Sunday in answer to the bombing of Khost.", None),
        (STRIKE, "Fighter jets pound camps", "They crossed from Miranshah on Wednesday.", STRIKE.id),
    ],
)
def test_a_hard_case_is_filed_as_an_analyst_would(
    record: Event, title: str, text: str, filed_under: str | None
) -> None:
    found = match(entry(title, text), [record])
    assert found.event is not None
    assert (found.event.id if not found.is_new else None) == filed_under, found.reason


@pytest.mark.parametrize(
    ("title", "text", "published", "filed_under"),
    [
        (
            "Torkham: grapes rot in the sun",
            "The crossing stayed shut on Thursday, the ninth day. It was closed when guards fought on May 8.",
            "2024-05-16T09:00:00Z",
            CLASH.id,
        ),
        (
            "Widow of Torkham guard waits for a pension",
            "Her husband was shot dead at the gate eight days ago. The ministry promised help on Thursday.",
            "2024-05-16T09:00:00Z",
            CLASH.id,
        ),
        (
            "A month of guns at Torkham",
            "Families left their homes. In the past three weeks guards had fired at each other, an elder said.",
            "2024-05-20T09:00:00Z",
            CLASH.id,
        ),
        (
            "Guards trade fire at Torkham",
            "Two men died on Thursday. In a clash on May 8 one was wounded.",
            "2024-05-16T09:00:00Z",
            None,
        ),
        (
            "Fresh clash at Torkham",
            "Guards fired at each other. In a clash on May 8 one was wounded.",
            "2024-05-16T09:00:00Z",
            None,
        ),
        (
            "Chaman: grapes rot in the sun",
            "The gate stayed shut. Guards had fought on May 8.",
            "2024-05-16T09:00:00Z",
            None,
        ),
    ],
    ids=["closure", "widow", "weeks", "dated", "anew", "elsewhere"],
)
def test_a_follow_up_goes_back_to_the_fighting_it_names(
    title: str, text: str, published: str, filed_under: str | None
) -> None:
    found = match(entry(title, text, published), [CLASH])
    assert (found.event.id if found.event and not found.is_new else None) == filed_under, found.reason


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The governor promised on Thursday to pay. Shells killed two on Tuesday.", "2024-05-07"),
        ("Two men were killed on Tuesday, an officer said on Thursday.", "2024-05-07"),
        ("Hundreds took to the streets on Thursday. The shells fell on Tuesday.", "2024-05-07"),
        ("The minister on Thursday vowed revenge for the shelling.", "2024-05-09"),
        ("Funeral prayers for the guards were offered on Thursday.", "2024-05-09"),
        ("Guns fell silent. He holds them responsible for Monday's attack on a post.", "2024-05-10"),
        ("Shells fell at the gate. Schools would open again on Monday, an official said.", "2024-05-10"),
        ("Raiders stormed a post before dawn on Wednesday and left by noon.", "2024-05-08"),
        ("Rockets were fired after midnight on Wednesday.", "2024-05-08"),
        ("Guards fired on Thursday at the gate, closed since May 1.", "2024-05-09"),
        ("Shells hit a camp. The sources spoke. The same men had attacked a post on April 20.", "2024-05-10"),
        ("Two guards died in three days of clashes at the gate.", "2024-05-07"),
        ("The two-day gun battle left two guards dead.", "2024-05-08"),
        ("Mortars were fired for two hours the day before yesterday.", "2024-05-08"),
        ("The post fell 48 hours ago.", "2024-05-08"),
        ("The raid came on Wednesday, the third since April 20.", "2024-05-08"),
    ],
)
def test_the_day_of_a_speech_or_a_funeral_is_not_the_day_of_the_fighting(text: str, day: str) -> None:
    event = match(entry("Torkham guns", text)).event
    assert event is not None
    assert event.began.isoformat() == day


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Monthly note on the border", "Three clashes were counted."),
        ("The war in figures", "Some 400 people have been killed this year along the border."),
        ("What the guns cost", "Villagers say that in the past six months 90 shells have hit Kunar."),
        ("Explained: why the guns of Torkham never rest", "Nobody knows who laid the first stone."),
        ("Shells killed 61 people, study finds", "They were killed between January 2022 and May 2023, it says."),
    ],
)
def test_what_sums_up_a_long_time_is_about_no_single_episode(title: str, text: str) -> None:
    assert match(entry(title, text)).event is None


def test_what_explains_one_fresh_episode_is_filed_under_it() -> None:
    text = "What happened? Jets flattened two houses on the night of May 8, villagers say."
    found = match(entry("Explained: why Khost was bombed", text), [STRIKE])
    assert found.event is not None
    assert found.event.id == STRIKE.id


def test_a_strike_and_the_fire_it_drew_are_one_event_for_who_comes_later() -> None:
    first = entry("Kurram shelled after air strikes on Spera", "Jets struck on Friday. Mortar rounds fell in Kurram.")
    event = match(first).event
    assert event is not None
    later = entry("Ten died in Spera raids", "They were killed in last Friday's air strikes.", "2024-05-16T09:00:00Z")
    found = match(later, [event])
    assert found.event is not None
    assert found.event.id == event.id, found.reason


def test_a_further_clash_named_in_passing_does_not_hide_the_one_gone_back_to() -> None:
    other = Event("2024-05-11-chitral", EventKind.CLASH, "Clash", date(2024, 5, 11), date(2024, 5, 11), ("Chitral",))
    text = "The gate stayed shut, the fifth day since guns closed it. A ministry ties that to the raid on Chitral."
    found = match(entry("Torkham waits", text, "2024-05-12T09:00:00Z"), [CLASH, other])
    assert found.event is not None
    assert found.event.id == CLASH.id, found.reason


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        ("Guns silent in Chagai after truce", "No shot has been heard since midnight.", EventKind.TRUCE),
        ("Envoy brings guns to a halt", "Both agreed on a ceasefire after two days of fighting.", EventKind.TRUCE),
        ("Old wounds reopen over a gate", "An exchange of fire left one officer dead.", EventKind.CLASH),
        ("Envoy called in over drone attacks", "Three died in Khost and Nangarhar.", EventKind.STRIKE),
        ("Quadcopter attack injures three in Bajaur", "It dropped an explosive on a house.", EventKind.STRIKE),
        ("Drone fired at outpost after attack in Kurram", "Raiders fought for an hour.", EventKind.CLASH),
        ("Neighbour urges restraint", "It called on both sides to settle through dialogue.", EventKind.CLASH),
        ("Delegation leaves Doha without a deal", "The envoys flew home after two days.", EventKind.TALKS),
        ("Riyadh hosts officials for new peace push", "They met to speak of the ceasefire.", EventKind.TALKS),
        ("Talks resume in Doha", "Delegates met for a second round.", EventKind.TALKS),
    ],
)
def test_the_kind_of_an_episode_is_what_came_of_the_guns(title: str, text: str, kind: EventKind) -> None:
    event = match(entry(title, text)).event
    assert event is not None
    assert event.kind is kind


def test_a_truce_after_days_of_fighting_is_of_its_own_day() -> None:
    told = entry("Ceasefire takes effect at Torkham", "A ceasefire took effect on Friday after three days of fighting.")
    found = match(told).event
    assert found is not None
    assert found.began == date(2024, 5, 10)


def test_talks_and_the_truce_they_bring_are_one_event() -> None:
    talks = match(entry("Kabul, Islamabad delegations negotiate in Muscat", "They met on Thursday.")).event
    assert talks is not None
    found = match(entry("Lull extended after Muscat handshake", "Both sides signed on Friday."), [talks])
    assert found.event is not None
    assert not found.is_new, found.reason


def test_a_round_of_talks_is_one_event_from_its_first_day_to_its_last() -> None:
    talks = match(entry("Second round of talks opens in Istanbul", "Envoys met on Sunday.")).event
    assert talks is not None
    found = match(entry("Istanbul talks fail", "Envoys left on Friday."), [talks])
    assert not found.is_new, found.reason
    assert match(entry("Talks open in Doha", "Envoys met on Friday."), [talks]).is_new


def test_talks_may_end_without_a_word_on_where_they_were() -> None:
    talks = match(entry("Envoys open talks in Jeddah", "They met on Wednesday.")).event
    assert talks is not None
    found = match(entry("Talks end with a hotline but no treaty", "The ministry announced it on Friday."), [talks])
    assert not found.is_new, found.reason


def test_the_venue_may_stand_in_the_dateline_alone() -> None:
    talks = match(entry("Envoys meet", "JEDDAH: Envoys began talks here on Wednesday.")).event
    assert talks is not None
    found = match(entry("Ceasefire signed", "JEDDAH, May 10 - The two signed a ceasefire on Friday."), [talks])
    assert not found.is_new, found.reason


def test_the_figure_plays_no_part() -> None:
    one = match(entry("55 killed in clash at Torkham", "Guards fired on Thursday."), [CLASH])
    other = match(entry("2 killed in clash at Torkham", "Guards fired on Thursday."), [CLASH])
    assert (one.score, one.reason) == (other.score, other.reason)


def test_an_event_is_extended_by_what_an_entry_adds() -> None:
    event = match(entry("Clash spreads from Torkham to Lal Pur", "Guards fired on Thursday."), [CLASH]).event
    assert event is not None
    assert (event.id, event.began, event.last) == (CLASH.id, date(2024, 5, 8), date(2024, 5, 9))
    assert event.places == ("Torkham", "Lal Pur")


def test_a_new_event_is_named_by_its_first_day_and_place() -> None:
    found = match(entry("Guards trade fire at Spin Boldak", "Guns fired late on Thursday."))
    assert found.is_new
    assert found.event == Event(
        id="2024-05-09-spin-boldak",
        kind=EventKind.CLASH,
        title="Clash in Spin Boldak",
        began=date(2024, 5, 9),
        last=date(2024, 5, 9),
        places=("Spin Boldak",),
    )


@pytest.mark.parametrize(
    ("title", "text", "name", "shown"),
    [
        ("Border clashes kill dozens", "Troops fought on Thursday.", "2024-05-09-border", "Clashes along the border"),
        (
            "Ceasefire agreed",
            "The neighbours agreed on Thursday to a truce.",
            "2024-05-09-truce",
            "Truce along the border",
        ),
        ("Talks open in Doha", "Envoys met on Thursday.", "2024-05-09-doha", "Talks in Doha"),
        ("Chaman reopens", "The gate reopened on Friday.", "2024-05-10-chaman", "Reopening of Chaman"),
        (
            "Jets bomb Khost and Paktika",
            "They struck on Thursday.",
            "2024-05-09-khost",
            "Strikes in Khost and Paktika",
        ),
    ],
)
def test_titles_are_neutral(title: str, text: str, name: str, shown: str) -> None:
    event = match(entry(title, text)).event
    assert event is not None
    assert (event.id, event.title) == (name, shown)


def test_two_events_of_one_day_and_place_have_two_names() -> None:
    found = match(entry("Truce agreed at Torkham", "Elders agreed on Wednesday."), [CLASH]).event
    assert found is not None
    assert found.id == "2024-05-08-torkham-truce"


def test_a_quarterly_report_is_about_no_single_episode() -> None:
    found = match(entry("UN counts civilian dead of border fighting in first quarter", "Clashes killed 12."), [CLASH])
    assert found.event is None
    assert "longer time" in found.reason


def test_an_entry_without_any_date_has_no_episode() -> None:
    assert match(entry("Clash at Torkham", published=None), [CLASH]).event is None


@pytest.mark.parametrize(
    ("published", "fetched", "day"),
    [
        (None, "2024-05-09T01:00:00Z", "2024-05-09"),
        ("2031-01-01T00:00:00Z", "2024-05-09T01:00:00Z", "2024-05-09"),
        ("2023-05-09T01:00:00Z", "2024-05-09T01:00:00Z", "2023-05-09"),
        ("2024-05-08T20:00:00Z", None, "2024-05-09"),
    ],
)
def test_the_day_of_telling_comes_from_a_clock_that_can_be_trusted(
    published: str | None, fetched: str | None, day: str
) -> None:
    event = match(entry("Clash at Torkham", "Guards fired.", published, fetched)).event
    assert event is not None
    assert event.began.isoformat() == day


def test_an_entry_cannot_be_about_an_event_that_began_later() -> None:
    later = Event("2024-05-12-torkham", EventKind.CLASH, "Clash", date(2024, 5, 12), date(2024, 5, 12), ("Torkham",))
    assert match_event(entry("Clash at Torkham", "Guards fired."), YES, [later], THEATRE, GAZETTEER).is_new


def test_what_is_not_relevant_is_not_filed() -> None:
    no = Relevance(False, (), "")
    assert match_event(entry("Clash at Torkham"), no, [CLASH], THEATRE, GAZETTEER).event is None


def test_the_reason_names_the_runner_up() -> None:
    found = match(entry("Guards trade fire at Torkham", "Guards fired on Wednesday."), [CLASH, WIDE])
    assert found.runner_up == WIDE.id
    assert WIDE.id in found.reason
    assert found.score > found.runner_up_score


@given(st.text(max_size=120), st.text(max_size=300), st.dates(date(1990, 1, 1), date(2040, 1, 1)))
def test_any_entry_gets_an_event_that_its_window_holds(title: str, text: str, published: date) -> None:
    one = Entry("e", "s", datetime(published.year, published.month, published.day, tzinfo=UTC), title, text)
    first, last = event_window(one, THEATRE, GAZETTEER)
    found = match_event(one, YES, (), THEATRE, GAZETTEER)
    assert first <= last
    assert last - first >= timedelta(days=4)
    assert found.event is None or first <= found.event.began <= last
