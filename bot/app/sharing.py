"""Share Discord's global limit among the processes that publish: each takes as many turns as any other.

A part is a lease, looked after every few seconds. Whoever dies loses it when it runs out, and the others take it over;
whoever cannot reach the database makes as few requests as one that has just joined.
"""

import asyncio
import logging
from contextlib import AsyncExitStack
from typing import Final

from bot.adapters.pacing import Turns
from bot.app.gateway import ANSWER_SECONDS, SILENT
from bot.app.ground import Ground
from bot.core.delivery import JOINING_SHARE, part_of
from bot.errors import StoreError
from bot.schedule import Job

log = logging.getLogger(__name__)

TURNS: Final = "turns"
LOOK_SECONDS: Final = 4.0
PART_SECONDS: Final = 15.0


def first_turns(per_second: float) -> Turns:
    """Return the turns of a process that does not know yet how many others there are."""
    return Turns(per_second * JOINING_SHARE)


def share_job(stack: AsyncExitStack, ground: Ground, holder: str, turns: Turns) -> Job:
    """Return the job that keeps this process's part, which is given back when the stack ends."""
    joined, told = ground.clock.now(), 0
    whole = ground.settings.requests_per_second
    stack.push_async_callback(_leave, ground, holder)

    async def work() -> None:
        nonlocal told
        now = ground.clock.now()
        try:
            sharing = await ground.store.share(TURNS, holder, PART_SECONDS, now)
        except StoreError:
            turns.change(whole * JOINING_SHARE)
            raise
        turns.change(part_of(whole, sharing, now - joined))
        if sharing != told:
            log.info("requests shared processes=%d", sharing)
        told = sharing

    return Job("share", LOOK_SECONDS, work)


async def _leave(ground: Ground, holder: str) -> None:
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            await ground.store.drop_share(TURNS, holder)
    except (StoreError, TimeoutError) as error:
        log.warning("part of the requests not given back reason=%r", str(error) or SILENT)
