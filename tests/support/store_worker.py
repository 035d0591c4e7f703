"""A process that polls, digests and publishes against a real store, to be killed at any moment by a test.

`python -m tests.support.store_worker URL START MESSAGES`: START is how often it was started before, MESSAGES a file
that stands for Discord and holds one line a message: channel, event, nonce. It prints a line a step.
"""

import asyncio
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.adapters.database import open_store
from bot.core.model import Event
from bot.ports import Store
from tests.support.reports import EVENT, FEED, MINUTE, NOW, claim, fetched, plan, report_on

CHANNELS = (1, 2)
EVENTS = 4
ENTRIES = 24


def event_of(number: int) -> Event:
    """Return the event that an entry is about."""
    return replace(EVENT, id=f"2026-02-26-place-{number % EVENTS}")


def tell(step: str) -> None:
    """Let the test know how far it is."""
    sys.stdout.write(step + "\n")
    sys.stdout.flush()


async def work(store: Store, now: datetime, messages: Path) -> None:
    """Do all steps, from wherever an earlier process was stopped."""
    await store.save_feeds([FEED], now)
    for channel in CHANNELS:
        await store.save_alerts(channel, 10, 9, now)
    for number in range(ENTRIES):
        await store.save_refreshes([plan(fetched(f"guid-{number}"))], now)
        tell("polled")
        for one in await store.entries_pending(10):
            key = int(one.entry.link.rpartition("-")[2])
            report = report_on(one.entry, claim(key), event=event_of(key))
            await store.save_report(report, quiet=False, guild_verdicts={}, now=now)
            tell("digested")
        for card in await store.cards_due(now, 10):
            message_id = card.message_id or send(messages, card.channel_id, card.event_id, card.nonce)
            tell("sent")
            await store.save_posting(card, message_id, "shown", now)
            tell("published")


def send(messages: Path, channel: int, event_id: str, nonce: str) -> int:
    """Post as Discord does: the same nonce is the same message."""
    line = f"{channel} {event_id} {nonce}"
    known = messages.read_text().splitlines() if messages.exists() else []
    if line not in known:
        with messages.open("a") as file:
            file.write(line + "\n")
        known.append(line)
    return 1000 + known.index(line)


async def main(url: str, start: int, messages: Path) -> None:
    """Open the store and work; every start is later than the leases of the one before."""
    async with open_store(url) as store:
        await work(store, NOW + start * 5 * MINUTE, messages)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])))
