"""Listen on PostgreSQL for the word that a job has work, so that nobody waits for the next look.

Whoever saves work says so in the same transaction (`wake` in stores/transactions.py). A word can be lost with the
connection, so the jobs look by themselves as well, and are woken once whenever listening begins.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from bot.adapters.database import CONNECT_SECONDS, normalise_url
from bot.adapters.stores.transactions import WAKING, one_line
from bot.core.retry import wait_before

log = logging.getLogger(__name__)

# A listener that is away costs a second or two a card, so it is back soon.
LONGEST_AWAY = 30.0


async def listen(url: str, jobs: Callable[[str | None], None]) -> None:
    """Call `jobs` with the name of each job that has work, None for all, until cancelled; renew what is lost."""
    engine = create_async_engine(normalise_url(url), poolclass=NullPool, connect_args={"timeout": CONNECT_SECONDS})
    attempt = 0
    while True:
        try:
            async with _listening(engine, jobs) as lost:
                log.info("listening for work")
                attempt = 0
                jobs(None)
                await lost.wait()
            reason = "the connection ended"
        except (DBAPIError, OSError, TimeoutError) as error:
            reason = one_line(error)
        attempt += 1
        pause = min(wait_before(attempt), LONGEST_AWAY)
        log.warning("not listening reason=%r meanwhile=looking again_in=%.0fs", reason, pause)
        await asyncio.sleep(pause)


@asynccontextmanager
async def _listening(engine: AsyncEngine, jobs: Callable[[str | None], None]) -> AsyncIterator[asyncio.Event]:
    """Listen on a connection of its own; what it gives is set when that connection is lost."""
    lost = asyncio.Event()

    def told(_connection: object, _process: int, _channel: str, name: str) -> None:
        jobs(name)

    def ended(_connection: object) -> None:
        lost.set()

    async with engine.connect() as connection:
        # SQLAlchemy has no word for LISTEN; the driver's own connection has.
        driver: Any = (await connection.get_raw_connection()).driver_connection
        driver.add_termination_listener(ended)
        await driver.add_listener(WAKING, told)
        try:
            yield lost
        finally:
            # a good-bye would wait for an answer, and the line may have gone silent
            driver.remove_termination_listener(ended)
            driver.terminate()
