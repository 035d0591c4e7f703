"""Whose words an entry carries is stored with its claims, so that a card counts copies of one text once."""

from dataclasses import replace
from datetime import timedelta

from bot.adapters.stores import SqlStore
from bot.core.cards import lay_out, lay_out_evidence
from bot.core.comparison import compare
from bot.core.feeds import Feed
from bot.core.places import compile_gazetteer
from bot.core.registers import FORMATS
from tests.support.claims import theatre
from tests.support.reports import EVENT, NOW, claim, fetched, plan, report_on

WIRE = (
    "Troops of both countries exchanged fire overnight near the crossing, officials on both sides said on Friday, a "
    "day after strikes that one of them blamed on its neighbour. The ministry said its forces had killed 55 soldiers "
    "and taken two posts, while the other side put its own losses at two dead and four wounded."
)
OWN = (
    "Residents told our reporter that they had heard artillery until dawn and that schools stayed shut. A doctor at "
    "the district hospital said that four men with gunshot wounds had been brought in by night, and that 55 soldiers "
    "were said to have died on the other side before anybody could be moved to the city by road in the morning."
)


async def tell(store: SqlStore, outlet: str, text: str, *, raw: dict[str, object] | None = None) -> None:
    """Poll an outlet's one entry and file what it says."""
    feed = Feed(outlet.lower().replace(" ", "-"), outlet, f"https://{outlet.lower().replace(' ', '')}.example/rss")
    await store.add_feeds([feed], NOW)
    found = replace(fetched(outlet, text=text), raw=raw or {}, published=NOW - timedelta(minutes=len(outlet)))
    await store.save_refreshes([plan(found, feed=feed)], NOW)
    (waiting,) = await store.entries_pending(10)
    await store.save_report(report_on(waiting.entry, claim(55)), quiet=False, guild_verdicts={}, now=NOW)


async def counted(store: SqlStore) -> str:
    file = await store.event_claims(EVENT.id)
    assert file is not None
    comparison = compare(file.event, file.claims, theatre())
    card, (page, *_) = lay_out(comparison, theatre()), lay_out_evidence(comparison, theatre())
    words = card.footer.partition(" · ")[0]
    assert words in page.summary
    return words


async def test_copies_of_one_text_are_one_source(store: SqlStore) -> None:
    await tell(store, "Dawn", WIRE)
    assert await counted(store) == "1 report, 1 outlet"
    await tell(store, "Geo News", f"KABUL (AFP) - {WIRE}")
    await tell(store, "Tolo", WIRE.replace("overnight", "through the night"))
    assert await counted(store) == "3 reports, 3 outlets, 1 original source"
    await tell(store, "Khaama", OWN)
    assert await counted(store) == "4 reports, 4 outlets, 2 original sources"


async def test_outlets_with_texts_of_their_own_are_counted_as_they_are(store: SqlStore) -> None:
    await tell(store, "Dawn", WIRE)
    await tell(store, "Khaama", OWN)
    assert await counted(store) == "2 reports, 2 outlets"


async def test_agency_that_feeds_name_is_one_source_of_several_texts(store: SqlStore) -> None:
    await tell(store, "Dawn", WIRE, raw={"source": {"title": "Reuters"}})
    await tell(store, "Khaama", f"KABUL (Reuters) — {OWN}")
    assert await counted(store) == "2 reports, 2 outlets, 1 original source"


async def test_origin_goes_along_when_a_record_is_taken_out(store: SqlStore) -> None:
    await tell(store, "Dawn", f"KABUL (AFP) - {WIRE}")
    register = await store.register()
    for form in ("json", "csv"):
        write, read = FORMATS[form]
        (filed,) = read(write(register, theatre(), compile_gazetteer(())), "file")
        assert [one.origin for one in filed.claims] == ["afp"]
