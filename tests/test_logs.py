"""No secret reaches the log, whichever way it comes, and no text can forge a line."""

import io
import logging
from collections.abc import Iterator

import pytest

from bot.logs import HIDDEN, redact, set_up_logging

CANARY_TOKEN = "MTA0NTY3ODkwMTIzNDU2Nzg5.GaBcDe.canary-Canary_canary0canary1canary2xyz"
SECRET = "canary-secret-0451"


@pytest.fixture
def log_stream() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    names = ("discord", "aiohttp", "asyncio", "aiosqlite", "sqlalchemy", "apscheduler")
    levels = {name: logging.getLogger(name).level for name in names}
    stream = io.StringIO()
    set_up_logging("DEBUG", secrets=(SECRET, ""), stream=stream)
    yield stream
    for added in [one for one in root.handlers if one not in handlers]:
        root.removeHandler(added)
    root.setLevel(level)
    for name, old in levels.items():
        logging.getLogger(name).setLevel(old)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"logging in with {CANARY_TOKEN} now", "logging in with"),
        (f"Authorization: Bot {CANARY_TOKEN}", "Authorization: Bot"),
        ("PATCH https://discord.com/api/v10/webhooks/1234/canaryAAAA/messages/@original", "/webhooks/1234/"),
        ("POST /interactions/99/canaryBBBB/callback?with_response=1 answered 404", "/interactions/99/"),
        ("cannot open postgresql+asyncpg://bot:canaryCCCC@db.example/claims", "db.example/claims"),
        ("fetched https://feed.example/rss?page=2&api_key=canaryDDDD&lang=en", "lang=en"),
        ("fetched https://feed.example/rss?sig=canaryEEEE#top", "feed.example"),
        ('event {"token": "canaryFFFF", "id": "7"}', '"id": "7"'),
        ("event {'token': 'canaryGGGG', 'version': 1}", "'version': 1"),
        (f"the operator's own {SECRET} in words", "in words"),
    ],
)
def test_a_secret_is_hidden_and_the_rest_of_the_line_kept(text: str, kept: str) -> None:
    shown = redact(text, [SECRET])
    assert "canary" not in shown
    assert HIDDEN in shown
    assert kept in shown


@pytest.mark.parametrize(
    "text",
    [
        "posted channel=1234567890123456789 event=2026-02-26-durand-line message=1400000000000000000",
        "polled feed=dawn new=3 changed=0 reason='200'",
        "fetched https://feed.example/rss?page=2",
        "version 1.2.3 of bot.adapters.publish.DiscordPublisher.send",
    ],
)
def test_an_ordinary_line_is_left_alone(text: str) -> None:
    assert redact(text, [SECRET]) == text


def test_arguments_and_tracebacks_are_redacted_too(log_stream: io.StringIO) -> None:
    def fail() -> None:
        raise ConnectionError(f"postgresql://bot:{SECRET}@db/claims refused, token {CANARY_TOKEN}")

    try:
        fail()
    except ConnectionError:
        logging.getLogger("bot.test").exception("opening failed url=%s", "https://u:canary@db.example/x?token=canary")
    shown = log_stream.getvalue()
    assert "Traceback" in shown
    assert "canary" not in shown


def test_a_message_cannot_forge_a_second_line(log_stream: io.StringIO) -> None:
    logging.getLogger("bot.test").info("title=%s", "calm\n2026-01-01 CRITICAL all is lost\r\u2028\x1b[31m")
    assert log_stream.getvalue().count("\n") == 1
    assert "\x1b" not in log_stream.getvalue()


@pytest.mark.parametrize("name", ["discord.gateway", "discord.http", "aiosqlite", "sqlalchemy.engine.Engine"])
def test_libraries_that_dump_payloads_stay_above_debug(log_stream: io.StringIO, name: str) -> None:
    logging.getLogger(name).debug("For Shard ID 0: WebSocket Event: token")
    assert log_stream.getvalue() == ""


def test_setting_up_twice_does_not_double_the_lines(log_stream: io.StringIO) -> None:
    set_up_logging("INFO", stream=log_stream)
    logging.getLogger("bot.test").info("once=%d", 1)
    assert log_stream.getvalue().count("once=1") == 1
