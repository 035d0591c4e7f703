"""Reports, claims and events as the digest stage stores them, and which cards they make stale."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from bot.adapters.stores import SqlStore
from bot.adapters.tables import guild_verdicts, reports
from bot.core.model import Entry, EventKind, Figure, FiledClaim, Measure, Span, Stance, Utterance
from bot.errors import StoreError
from tests.support.reports import (
    EVENT,
    IRRELEVANT,
    MINUTE,
    NOW,
    RELEVANT,
    claim,
    fetched,
    plan,
    report_on,
    stored_entry,
    stored_report,
)

OTHER_EVENT = replace(EVENT, id="2026-02-22-nangarhar", began=date(2026, 2, 22), last=date(2026, 2, 22))
DENIAL = claim(0, figure=Figure(None, None), stance=Stance.DENIES, claimant="PAK", by=None, figure_span=None)


async def stale(store: SqlStore) -> list[tuple[int, str]]:
    """Lease and close whatever is due; return channel and event of each."""
    seen = []
    while cards := await store.cards_due(NOW, 100):
        for card in cards:
            seen.append((card.channel_id, card.event_id))
            await store.drop_card(card, "looked at", NOW)
    return seen


async def test_a_report_files_its_claims_under_its_event(store: SqlStore) -> None:
    report = await stored_report(store, "a", claim(55), DENIAL)
    file = await store.event_file(EVENT.id)
    assert file is not None
    assert file.event == EVENT
    said = NOW - 5 * MINUTE
    link = "https://news.example/a"
    assert file.claims == tuple(FiledClaim(one, "Dawn", link, said, report.entry.id) for one in (claim(55), DENIAL))
    (told,) = file.reports
    assert (told.entry, told.event_id, told.judged) == (report.entry, EVENT.id, NOW)
    assert (told.reason, told.match_reason) == (RELEVANT.reason, "place and day")
    assert await store.entries_pending(10) == []


async def test_the_verdicts_and_voices_of_a_report_are_stored_with_it(store: SqlStore) -> None:
    entry = await stored_entry(store)
    report = report_on(entry, claim())
    voice = Utterance("AFG", "Kabul", Span(11, 35), Span(6, 10), Span(0, 5), "verb", rejects=True)
    carried_on = Utterance("AFG", None, Span(0, 35), None, None, "carried on")
    whole = replace(report.sentences[0], utterances=(voice, carried_on))
    await store.save_report(replace(report, sentences=(whole,)), quiet=True, guild_verdicts={}, now=NOW)
    row = await store.read(lambda connection: connection.execute(select(reports)).one())
    assert (row.relevant, row.quiet, row.is_new, row.score, row.runner_up) == (True, True, True, 0.9, None)
    assert row.hits == [{"group": "places", "term": "torkham", "words": "Torkham", "start": 0}]
    (sentence,) = row.sentences
    assert (sentence["text"], sentence["start"], sentence["end"]) == (entry.text, 0, 35)
    assert sentence["by"] == ["AFG"]
    assert [one["content"] for one in sentence["utterances"]] == [[11, 35], [0, 35]]
    assert [(one["cue"], one["speaker"]) for one in sentence["utterances"]] == [([6, 10], [0, 5]), (None, None)]
    assert [(one["by"], one["rejects"]) for one in sentence["utterances"]] == [("Kabul", True), (None, False)]


async def test_a_guilds_verdict_is_stored_and_follows_its_rules(store: SqlStore) -> None:
    report = await stored_report(store, verdicts={10: IRRELEVANT, 20: RELEVANT})
    await store.save_report(report, quiet=False, guild_verdicts={10: RELEVANT}, now=NOW)
    query = select(guild_verdicts.c.guild_id, guild_verdicts.c.relevant).order_by(guild_verdicts.c.guild_id)
    rows = await store.read(lambda connection: connection.execute(query).all())
    assert [tuple(row) for row in rows] == [(10, True), (20, True)]


async def test_an_unknown_event_has_no_file(store: SqlStore) -> None:
    assert await store.event_file("2026-01-01-nowhere") is None


async def test_a_report_of_an_entry_that_was_never_stored_is_refused(store: SqlStore) -> None:
    with pytest.raises(StoreError, match="is not in the database"):
        await store.save_report(
            report_on(Entry("ghost", "Dawn", NOW, "t", "x")), quiet=False, guild_verdicts={}, now=NOW
        )
    assert await store.event_file(EVENT.id) is None


async def test_saving_a_report_again_changes_nothing(store: SqlStore) -> None:
    await store.save_alerts(7, 70, 1, NOW)
    report = await stored_report(store, "a", claim(55), claim(55), DENIAL)
    before = await store.event_file(EVENT.id)
    (card,) = await store.cards_due(NOW, 10)
    await store.save_posting(card, 1000, "digest", NOW)
    await store.save_report(report, quiet=False, guild_verdicts={}, now=NOW + MINUTE)
    assert await store.event_file(EVENT.id) == before
    assert before is not None
    assert len(before.claims) == 2, "the same claim twice in one entry is one claim"
    assert await store.cards_due(NOW + MINUTE, 10) == []


async def test_an_event_only_ever_grows(store: SqlStore) -> None:
    await stored_report(store, "a")
    wider = replace(
        EVENT, title="Another title", began=date(2026, 2, 25), last=date(2026, 2, 28), places=("Spin Boldak",)
    )
    await stored_report(store, "b", event=wider)
    await stored_report(store, "c", event=replace(EVENT, places=(), aliases=("the February war",)))
    file = await store.event_file(EVENT.id)
    assert file is not None
    assert file.event == replace(
        EVENT,
        began=date(2026, 2, 25),
        last=date(2026, 2, 28),
        places=("Torkham", "Spin Boldak"),
        aliases=("the February war",),
    )


async def test_only_the_newest_version_of_an_entry_counts(store: SqlStore) -> None:
    await stored_report(store, "a", claim(40))
    await stored_report(store, "b", claim(8, claimant="PAK"))
    await stored_report(store, "a", claim(55), claim(3, measure=Measure.WOUNDED), digest="d2")
    file = await store.event_file(EVENT.id)
    assert file is not None
    assert sorted((one.claim.figure.low, one.entry_id[-2:]) for one in file.claims) == [
        (3, ":2"),
        (8, ":1"),
        (55, ":2"),
    ]
    assert sorted(one.entry.id[-2:] for one in file.reports) == [":1", ":2"]


async def test_a_version_that_is_digested_late_does_not_come_back(store: SqlStore) -> None:
    old = await stored_entry(store, fetched("a"))
    await store.save_refreshes([plan(changed=[fetched("a", digest="d2")])], NOW)
    new = (await store.entries_pending(10))[-1].entry
    await store.save_alerts(7, 70, 1, NOW)
    await store.save_report(report_on(new, claim(55)), quiet=True, guild_verdicts={}, now=NOW)
    await store.save_report(report_on(old, claim(40)), quiet=False, guild_verdicts={}, now=NOW)
    file = await store.event_file(EVENT.id)
    assert file is not None
    assert [one.claim.figure.low for one in file.claims] == [55]
    assert await stale(store) == []


async def test_an_entry_read_anew_takes_the_place_of_its_first_reading_and_back(store: SqlStore) -> None:
    report = await stored_report(store, "a", claim(40))
    for low in (55, 40):
        again = report_on(report.entry, claim(low))
        await store.save_report(again, quiet=False, guild_verdicts={}, now=NOW)
        file = await store.event_file(EVENT.id)
        assert file is not None
        assert [one.claim.figure.low for one in file.claims] == [low]
        assert len(file.reports) == 1


async def test_an_entry_filed_under_another_event_leaves_the_first_and_refreshes_its_card(store: SqlStore) -> None:
    await store.save_alerts(7, 70, 1, NOW)
    await stored_report(store, "a")
    (card,) = await store.cards_due(NOW, 10)
    await store.save_posting(card, 1000, "digest", NOW)
    await stored_report(store, "a", digest="d2", event=OTHER_EVENT)
    file = await store.event_file(EVENT.id)
    assert file is not None
    assert (file.claims, file.reports) == ((), ())
    assert sorted(await stale(store)) == [(7, OTHER_EVENT.id), (7, EVENT.id)]


async def test_an_irrelevant_entry_makes_no_event_and_no_claims(store: SqlStore) -> None:
    await store.save_alerts(7, 70, 1, NOW)
    await stored_report(store, "a", relevance=IRRELEVANT, verdicts={70: IRRELEVANT})
    assert await store.event_file(EVENT.id) is None
    assert await store.entries_pending(10) == []
    assert await stale(store) == []


async def test_claims_come_oldest_first_the_seeded_ones_among_them(store: SqlStore) -> None:
    await stored_report(store, "a", claim(55))
    seeds = [
        FiledClaim(claim(low), "Record", "", NOW + shift * MINUTE, f"seed-{low}") for low, shift in ((9, 0), (1, -60))
    ]
    await store.save_events([], {EVENT.id: seeds}, NOW)
    file = await store.event_file(EVENT.id)
    assert file is not None
    assert [one.claim.figure.low for one in file.claims] == [1, 55, 9]


async def test_events_near_overlap_the_days_asked_for(store: SqlStore) -> None:
    long = replace(EVENT, id="2026-02-20-long", began=date(2026, 2, 20), last=date(2026, 3, 1))
    truce = replace(EVENT, id="2026-03-02-truce", kind=EventKind.TRUCE, began=date(2026, 3, 2), last=date(2026, 3, 2))
    await store.save_events([truce, EVENT, long], {}, NOW)

    async def near(first: date, last: date) -> list[str]:
        return [event.id for event in await store.events_near(first, last)]

    assert await near(date(2026, 2, 26), date(2026, 2, 26)) == [long.id, EVENT.id]
    assert await near(date(2026, 2, 27), date(2026, 3, 2)) == [long.id, truce.id]
    assert await near(date(2026, 3, 3), date(2026, 3, 9)) == []


async def test_events_near_are_whole(store: SqlStore) -> None:
    whole = replace(EVENT, title="Clash “at” کرم", places=("Kurram", "Spin Böldak"), aliases=("2026-02-25-old",))
    await store.save_events([whole, replace(whole, id="seeded", places=(), aliases=(), seeded=True)], {}, NOW)
    assert await store.events_near(whole.began, whole.last) == [
        whole,
        replace(whole, id="seeded", places=(), aliases=(), seeded=True),
    ]


# which cards go stale


async def test_a_report_asks_for_its_card_in_every_channel_whose_guild_finds_it_relevant(store: SqlStore) -> None:
    for channel, guild in ((1, 10), (2, 10), (3, 30), (4, 40)):
        await store.save_alerts(channel, guild, 9, NOW)
    await stored_report(store, "a", verdicts={30: IRRELEVANT, 40: RELEVANT})
    assert await stale(store) == [(1, EVENT.id), (2, EVENT.id), (4, EVENT.id)]


async def test_a_guild_may_find_relevant_what_the_rules_do_not(store: SqlStore) -> None:
    for channel, guild in ((1, 10), (2, 20)):
        await store.save_alerts(channel, guild, 9, NOW)
    await stored_report(store, "a", relevance=IRRELEVANT, verdicts={20: RELEVANT})
    assert await stale(store) == [(2, EVENT.id)]
    assert await store.event_file(EVENT.id) is not None


async def test_a_card_that_stands_is_kept_up_to_date_even_where_the_report_is_not_wanted(store: SqlStore) -> None:
    await store.save_alerts(1, 10, 9, NOW)
    await stored_report(store, "a")
    (card,) = await store.cards_due(NOW, 10)
    await store.save_posting(card, 1000, "digest", NOW)
    await stored_report(store, "b", verdicts={10: IRRELEVANT})
    assert await stale(store) == [(1, EVENT.id)]


async def test_a_quiet_report_refreshes_cards_and_posts_none(store: SqlStore) -> None:
    await store.save_alerts(1, 10, 9, NOW)
    await stored_report(store, "a")
    (card,) = await store.cards_due(NOW, 10)
    await store.save_posting(card, 1000, "digest", NOW)
    await store.save_alerts(2, 20, 9, NOW)
    await stored_report(store, "b", quiet=True)
    assert await stale(store) == [(1, EVENT.id)]


@pytest.mark.parametrize(("low", "asked_for"), [(55, [1]), (56, [1, 2])], ids=["the same claims", "another figure"])
async def test_an_edited_entry_asks_for_new_cards_only_where_it_claims_something_else(
    store: SqlStore, low: int, asked_for: list[int]
) -> None:
    await store.save_alerts(1, 10, 9, NOW)
    await stored_report(store, "a", claim(55))
    (card,) = await store.cards_due(NOW, 10)
    await store.save_posting(card, 1000, "digest", NOW)
    await store.save_alerts(2, 20, 9, NOW)
    await stored_report(store, "a", claim(low), digest="d2")
    assert [channel for channel, _ in await stale(store)] == asked_for


async def test_a_quiet_report_while_the_first_card_is_being_sent_is_shown_after_it(store: SqlStore) -> None:
    await store.save_alerts(1, 10, 9, NOW)
    await stored_report(store, "a")
    (card,) = await store.cards_due(NOW, 10)
    await stored_report(store, "b", quiet=True)
    await store.save_posting(card, 1000, "digest", NOW)
    assert await stale(store) == [(1, EVENT.id)]


async def test_a_report_about_no_single_episode_makes_nothing_stale(store: SqlStore) -> None:
    await store.save_alerts(1, 10, 9, NOW)
    await stored_report(store, "a", event=None)
    assert await stale(store) == []


async def test_an_event_that_lasts_for_years_is_near_every_day_of_it(store: SqlStore) -> None:
    long = replace(EVENT, id="2021-08-15-border", began=date(2021, 8, 15), last=date(2024, 1, 1))
    grown = replace(OTHER_EVENT, id="2022-04-01-khost", began=date(2022, 4, 1), last=date(2022, 4, 1))
    await store.save_events([long, grown], {}, NOW)
    await stored_report(store, event=replace(grown, last=date(2022, 12, 1)))
    for day, found in (
        (date(2021, 8, 14), []),
        (date(2021, 8, 15), [long.id]),
        (date(2022, 12, 1), [long.id, grown.id]),
        (date(2023, 6, 1), [long.id]),
        (date(2024, 1, 2), []),
        (date.min, []),
    ):
        assert [event.id for event in await store.events_near(day, day)] == found
