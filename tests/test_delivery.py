"""The publish job against the stand-in and a real database: every card stands once and says what is known."""

import asyncio
import logging
import os
import resource
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy
from sqlalchemy.engine import Engine

from bot.adapters.database import open_store
from bot.app.ground import read_ground
from bot.core.cards import Card
from bot.core.delivery import MANY_EDITS, Pace
from bot.errors import StoreError, TokenRefused
from bot.pipeline import digest, publish
from config.settings import read_settings
from tests.support.databases import empty, postgresql_url, statement
from tests.support.delivery import Desk, delivery, event
from tests.support.discord_stand_in import CHANNEL, GUILD, DiscordStandIn, Fault, message_text, stand_in
from tests.support.reports import EVENT, FEED, fetched, plan
from tests.support.wire import pointed_at

__all__ = ["postgresql_url"]

MESSAGES = f"/channels/{CHANNEL}/messages"
ROOT = Path(__file__).resolve().parents[1]
OTHER = 3001
OPS = 3002
VIA = {"Via": "1.1 google"}


@pytest.fixture
async def there(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DiscordStandIn]:
    async with stand_in() as discord:
        discord.guilds[GUILD] += [OTHER, OPS]
        with pointed_at(discord, monkeypatch):
            yield discord


@pytest.fixture
async def desk(there: DiscordStandIn, tmp_path: Path) -> AsyncIterator[Desk]:
    async with delivery(tmp_path, there) as opened:
        yield opened


def only(messages: list[dict[str, object]]) -> str:
    (message,) = messages
    return message_text(message)


class TestFaults:
    async def test_a_card_is_posted_and_edited_in_place(self, desk: Desk) -> None:
        await desk.tell(36)
        assert (await desk.publish()).changed == 1
        assert "36" in only(desk.cards())
        desk.clock.pass_by(seconds=1)
        await desk.tell(133)
        await desk.publish()
        assert "133" in only(desk.cards())

    @pytest.mark.parametrize(
        "fault",
        [
            Fault("POST", MESSAGES, "drop"),
            Fault("POST", MESSAGES, "drop", applied=True),
            Fault("POST", MESSAGES, "hang", applied=True),
            Fault("POST", MESSAGES, "page", applied=True),
            Fault("POST", MESSAGES, status=503),
            Fault("POST", MESSAGES, status=503, applied=True),
            Fault("POST", MESSAGES, status=429, headers={"Retry-After": "1"}),
            Fault("POST", MESSAGES, status=429, headers=VIA, body={"retry_after": 40, "message": "", "global": False}),
        ],
        ids=lambda fault: f"{fault.kind}-{fault.status}-{'applied' if fault.applied else 'lost'}",
    )
    @pytest.mark.parametrize("pause", [41, 3600], ids=lambda pause: f"after-{pause}s")
    async def test_after_a_fault_the_card_stands_once_and_says_what_is_known_then(
        self, desk: Desk, fault: Fault, pause: int
    ) -> None:
        desk.discord.fail(replace(fault))
        await desk.tell(36)
        assert (await desk.publish()).changed == 0
        await desk.tell(133)
        if pause > 60:
            desk.discord.forget_nonces()
        for _ in range(3):
            desk.clock.pass_by(seconds=pause)
            await desk.publish()
        assert "133" in only(desk.cards())

    async def test_where_the_history_cannot_be_read_a_card_is_rather_doubled_than_lost(self, desk: Desk) -> None:
        desk.discord.fail(Fault("POST", MESSAGES, "drop", applied=True))
        desk.discord.unreadable.add(CHANNEL)
        await desk.tell(36)
        await desk.publish()
        desk.discord.forget_nonces()
        desk.clock.pass_by(hours=1)
        await desk.publish()
        assert len(desk.cards()) == 2

    async def test_an_answer_to_a_command_is_not_taken_for_the_card(self, desk: Desk) -> None:
        await desk.tell(36)
        await desk.publish()
        (card,) = desk.cards()
        desk.discord.messages()[:] = [card | {"type": 20, "webhook_id": "5"}]
        assert await desk.publisher.find(CHANNEL, EVENT.id, desk.clock.now()) is None

    async def test_a_card_that_breaks_the_program_delays_itself_alone_and_is_loud(
        self, desk: Desk, caplog: pytest.LogCaptureFixture
    ) -> None:
        await desk.store.save_alerts(OTHER, GUILD, 9, desk.clock.now())
        await desk.tell(36)

        @dataclass
        class Breaking:
            """A publisher that one channel breaks."""

            beyond: object

            def __getattr__(self, name: str) -> object:
                return getattr(self.beyond, name)

            async def send(self, channel_id: int, card: Card, nonce: str) -> int:
                if channel_id == CHANNEL:
                    raise RuntimeError("what nobody thought of")
                return await desk.publisher.send(channel_id, card, nonce)

        broken = Breaking(desk.publisher)
        with caplog.at_level(logging.ERROR):
            await publish(desk.store, broken, desk.theatre, desk.clock)  # type: ignore[arg-type]
        assert "what nobody thought of" in caplog.text
        assert len(desk.cards(OTHER)) == 1
        desk.clock.pass_by(seconds=3)
        await desk.publish()
        assert len(desk.cards()) == 1

    async def test_a_refused_token_ends_the_job(self, desk: Desk) -> None:
        desk.discord.refuses_token = True
        await desk.tell(36)
        with pytest.raises(TokenRefused):
            await desk.publish()

    async def test_a_database_that_fails_after_the_card_was_sent_leaves_one_card(self, desk: Desk) -> None:
        await desk.tell(36)
        await statement(
            desk.url, "CREATE TRIGGER full BEFORE INSERT ON postings BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
        )
        assert (await desk.publish()).changed == 0
        await statement(desk.url, "DROP TRIGGER full")
        desk.clock.pass_by(minutes=3)
        desk.discord.forget_nonces()
        await desk.publish()
        assert len(desk.cards()) == 1
        assert (await desk.publish()).taken == 0

    async def test_a_card_deleted_by_a_moderator_is_posted_afresh_when_there_is_news(self, desk: Desk) -> None:
        await desk.tell(36)
        await desk.publish()
        desk.discord.delete(desk.cards()[0])
        desk.clock.pass_by(seconds=1)
        await desk.tell(133)
        await desk.publish()
        await desk.publish()
        assert "133" in only(desk.cards())


class TestEdits:
    async def test_the_first_edit_is_at_once_and_the_next_ones_are_gathered(self, desk: Desk) -> None:
        for figure in (36, 50, 60, 70, 133):
            await desk.tell(figure)
            await desk.publish()
            desk.clock.pass_by(seconds=5)
        edits = desk.discord.sent("PATCH", MESSAGES + "/*")
        assert len(edits) == 1
        desk.clock.pass_by(seconds=80)
        await desk.publish()
        assert len(desk.discord.sent("PATCH", MESSAGES + "/*")) == 2
        assert "133" in only(desk.cards())

    async def test_gathering_is_no_failure(self, desk: Desk) -> None:
        for figure in (36, 50, 60):
            await desk.tell(figure)
            await desk.publish()
            desk.clock.pass_by(seconds=1)
        assert await statement(desk.url, "SELECT max(failures) FROM outbox") == 0

    async def refuse(self, desk: Desk, *, times: int = 1) -> None:
        body = {"message": "too many edits of old messages", "retry_after": 340.5, "global": False, "code": 30046}
        desk.discord.fail(Fault("PATCH", MESSAGES + "/*", status=429, body=body, headers=VIA, times=times))

    async def test_news_for_a_card_too_old_to_edit_is_a_fresh_card_and_the_old_one_points_to_it(
        self, desk: Desk
    ) -> None:
        await desk.tell(36)
        await desk.publish()
        desk.clock.pass_by(hours=2)
        await self.refuse(desk)
        await desk.tell(133)
        await desk.publish()
        await desk.publish()
        assert "133" in only(desk.cards())
        old, fresh = desk.discord.messages()
        assert not old["embeds"]
        assert old["content"].endswith(f"/{GUILD}/{CHANNEL}/{fresh['id']}")

    async def test_the_old_card_stays_where_it_cannot_be_edited_at_all(self, desk: Desk) -> None:
        await desk.tell(36)
        await desk.publish()
        desk.clock.pass_by(hours=2)
        await self.refuse(desk, times=9)
        await desk.tell(133)
        for _ in range(4):
            await desk.publish()
        assert len(desk.cards()) == 2
        assert (await desk.publish()).taken == 0

    async def test_a_young_card_that_is_refused_waits(self, desk: Desk) -> None:
        await desk.tell(36)
        await desk.publish()
        await self.refuse(desk)
        desk.clock.pass_by(seconds=1)
        await desk.tell(133)
        await desk.publish()
        desk.clock.pass_by(seconds=341)
        await desk.publish()
        assert "133" in only(desk.cards())
        assert len(desk.discord.messages()) == 1

    async def test_a_worn_card_is_posted_afresh_for_news(self, desk: Desk) -> None:
        desk.pace = Pace(desk.pace.least * 0, desk.pace.most * 0)
        for figure in range(36, 36 + MANY_EDITS + 1):
            await desk.tell(figure)
            await desk.publish()
            desk.clock.pass_by(seconds=1)
        assert len(desk.cards()) == 1
        desk.clock.pass_by(hours=1)
        await desk.tell(133)
        await desk.publish()
        await desk.publish()
        assert len(desk.discord.messages()) == 2
        assert "133" in only(desk.cards())


class TestNotes:
    async def raised(self, desk: Desk) -> int:
        await desk.tell(36)
        await desk.publish()
        desk.clock.pass_by(seconds=1)
        await desk.tell(133)
        await desk.publish()
        (card,) = desk.cards()
        return int(card["id"])

    async def test_a_raised_figure_leaves_a_note_in_the_cards_thread(self, desk: Desk) -> None:
        thread = await self.raised(desk)
        text = only(desk.discord.messages(thread))
        assert "36 → 133" in text
        assert EVENT.title in desk.discord.threads[thread]

    async def test_a_figure_that_goes_back_and_forth_between_outlets_is_one_change(self, desk: Desk) -> None:
        for figure in (55, 58, 55, 58):
            await desk.tell(figure)
            await desk.publish()
            desk.clock.pass_by(minutes=10)
            await desk.publish()
        (card,) = desk.cards()
        assert len(desk.discord.messages(int(card["id"]))) == 1

    async def test_without_the_right_to_make_threads_the_note_is_left_out(
        self, desk: Desk, caplog: pytest.LogCaptureFixture
    ) -> None:
        desk.discord.threads_allowed = False
        with caplog.at_level(logging.INFO):
            await self.raised(desk)
        assert desk.discord.threads == {}
        assert caplog.text.count("note skipped") == 1
        assert (await desk.publish()).taken == 0
        assert await statement(desk.url, "SELECT parked FROM alerts") is None

    @pytest.mark.parametrize("hours", [0, 1])
    async def test_a_note_whose_answer_was_lost_is_said_once(self, desk: Desk, hours: int) -> None:
        desk.discord.fail(Fault("POST", "/channels/[!3]*/messages", "drop", applied=True, times=2))
        thread = await self.raised(desk)
        for _ in range(2):
            desk.clock.pass_by(hours=hours, seconds=5)
            if hours:
                desk.discord.forget_nonces()
            await desk.publish()
        assert len(desk.discord.messages(thread)) == 1


class TestParked:
    async def test_a_closed_channel_waits_and_resumes_by_itself(self, desk: Desk) -> None:
        desk.ops = OPS
        desk.discord.closed[CHANNEL] = (403, 50013)
        await desk.tell(36)
        await desk.tell(55, event(1))
        for _ in range(5):
            await desk.publish()
        assert len(desk.discord.sent("POST", MESSAGES)) == 1
        for _ in range(40):
            desk.clock.pass_by(seconds=30)
            await desk.publish()
        assert len(desk.discord.sent("POST", MESSAGES)) == 5
        assert only(desk.discord.messages(OPS)).startswith(f"<#{CHANNEL}> takes no cards")
        del desk.discord.closed[CHANNEL]
        desk.clock.pass_by(hours=6)
        await desk.publish()
        await desk.publish()
        assert len(desk.cards()) == 2
        assert [channel.parked for channel in await desk.store.alert_channels()] == [None]
        assert len(desk.discord.messages(OPS)) == 1

    async def test_other_channels_go_on(self, desk: Desk) -> None:
        await desk.store.save_alerts(OTHER, GUILD, 9, desk.clock.now())
        desk.discord.closed[CHANNEL] = (404, 10003)
        await desk.tell(36)
        await desk.publish()
        assert len(desk.cards(OTHER)) == 1

    async def test_a_closed_operators_channel_stops_nothing(self, desk: Desk) -> None:
        desk.ops = OPS
        desk.discord.closed |= {CHANNEL: (403, 50001), OPS: (403, 50001)}
        await desk.tell(36)
        await desk.publish()
        await desk.publish()
        assert (await desk.publish()).taken == 0
        assert len(desk.discord.sent("POST", f"/channels/{OPS}/messages")) == 1


class TestLate:
    OUTAGE = timedelta(hours=9)

    async def arrive(self, desk: Desk, *ages: timedelta) -> None:
        """Let reports of an episode be polled and digested, each of its own age."""
        reader, book = read_ground(read_settings().theatre)
        words = (
            "Afghan and Pakistani troops exchanged heavy fire at the Torkham border crossing on the Durand Line. "
            "Afghanistan's Defence Ministry said its forces had killed {} Pakistani soldiers."
        )
        items = [
            replace(fetched(f"late-{number}", text=words.format(number + 20)), published=desk.clock.now() - age)
            for number, age in enumerate(ages)
        ]
        await desk.store.save_feeds([FEED], desk.clock.now())
        await desk.store.save_refreshes([plan(*items)], desk.clock.now())
        await digest(desk.store, reader, book.current(), desk.clock)

    async def test_what_came_late_is_one_line_a_channel_and_no_alert(self, desk: Desk) -> None:
        await desk.store.save_alerts(OTHER, GUILD, 9, desk.clock.now())
        await self.arrive(desk, self.OUTAGE, self.OUTAGE, self.OUTAGE)
        await desk.publish()
        assert desk.discord.messages() == []
        for _ in range(3):
            desk.clock.pass_by(minutes=2)
            await desk.publish()
        for channel in (CHANNEL, OTHER):
            text = only(desk.discord.messages(channel))
            assert text.startswith("While I was away: 3 older reports")
        files = [await desk.store.event_file(one.id) for one in await desk.store.events_like("torkham", 5)]
        assert {filed.claim.figure.low for file in files if file for filed in file.claims} == {20, 21, 22}

    async def test_every_outage_has_its_line(self, desk: Desk) -> None:
        for outage in range(2):
            await desk.tell(36 + outage, event(outage), late=True)
            desk.clock.pass_by(minutes=2)
            await desk.publish()
        assert len([one for one in desk.discord.messages() if "While I was away" in one["content"]]) == 2

    async def test_a_fresh_report_after_an_outage_is_an_alert_as_ever(self, desk: Desk) -> None:
        await self.arrive(desk, timedelta(minutes=5))
        await desk.publish()
        assert len(desk.cards()) == 1

    async def test_a_card_that_stands_takes_late_reports_in(self, desk: Desk) -> None:
        await desk.tell(36)
        await desk.publish()
        desk.clock.pass_by(minutes=1)
        await desk.tell(133, late=True)
        await desk.publish()
        assert "133" in only(desk.cards())


async def test_a_database_that_cannot_be_written_sends_nothing(desk: Desk) -> None:
    await desk.tell(36)
    file = desk.url.removeprefix("sqlite:///")
    async with open_store(f"sqlite:///file:{file}?mode=ro&uri=true", migrate=False) as read_only:
        with pytest.raises(StoreError, match="cannot be written"):
            await publish(read_only, desk.publisher, desk.theatre, desk.clock)
    assert desk.discord.messages() == []
    await desk.publish()
    assert len(desk.cards()) == 1


CUT_OFF = (
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
    " WHERE pid <> pg_backend_pid() AND datname IS NOT NULL AND backend_type = 'client backend'"
)


async def test_a_database_whose_connections_are_cut_again_and_again_loses_and_doubles_nothing(
    there: DiscordStandIn, tmp_path: Path, postgresql_url: str
) -> None:
    async def publish_and_be_cut(desk: Desk) -> int:
        cut = asyncio.create_task(statement(desk.url, CUT_OFF))
        with suppress(StoreError):
            await desk.publish()
        return int(await cut)

    async with delivery(tmp_path, there, postgresql_url) as desk:
        cuts, told = [], 12
        for number in range(told):
            await desk.tell(36, event(number))
            cuts.append(await publish_and_be_cut(desk))
        for _ in range(4):
            desk.clock.pass_by(minutes=3)
            while (await desk.publish()).taken:
                continue
        shown = sorted(card["embeds"][0]["footer"]["text"].rpartition(" · ")[2] for card in desk.cards())
        assert shown == sorted(event(number).id for number in range(told))
        assert min(cuts), "no connection was cut, so nothing was tested"
    await empty(postgresql_url)


@pytest.mark.skipif(sys.platform == "win32", reason="file sizes cannot be limited there")
async def test_a_disk_that_fills_up_while_cards_are_sent_is_told_plainly_and_loses_nothing(desk: Desk) -> None:
    for number in range(12):
        await desk.tell(36, event(number))

    def small_disk() -> None:
        # the log of changes may grow by a few of the dozen cards
        grown = Path(desk.url.removeprefix("sqlite:///") + "-wal").stat().st_size + 60_000
        resource.setrlimit(resource.RLIMIT_FSIZE, (grown, grown))

    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.support.publish_worker", desk.url, "0", cwd=ROOT, preexec_fn=small_disk,
        env=os.environ | {"DISCORD_API_BASE": desk.discord.api_base, "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    _, told = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 1
    assert "StoreError: the database" in told.decode()
    assert "disk" in told.decode().splitlines()[-1]
    assert 0 < len(desk.cards()) < 12
    assert await statement(desk.url, "PRAGMA integrity_check") == "ok"
    for _ in range(2):
        desk.clock.pass_by(minutes=3)
        while (await desk.publish()).taken:
            continue
    assert len(desk.cards()) == 12


async def test_an_event_is_read_once_for_all_channels_that_wait_for_its_card(desk: Desk) -> None:
    read: list[str] = []

    def note(_connection: object, _cursor: object, words: str, *_: object) -> None:
        read.extend(["claims"] if "FROM claims" in words else [])

    await desk.store.save_alerts(OTHER, GUILD, 9, desk.clock.now())
    await desk.tell(36)
    sqlalchemy.event.listen(Engine, "before_cursor_execute", note)
    try:
        assert (await desk.publish()).changed == 2
    finally:
        sqlalchemy.event.remove(Engine, "before_cursor_execute", note)
    assert len(desk.cards()) == len(desk.cards(OTHER)) == len(read) == 1
