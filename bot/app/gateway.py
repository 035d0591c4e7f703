"""Keep the one connection to Discord's gateway: wait for the role, connect, and end the process when it stays away.

Only one process may have the gateway open, or commands would be answered twice: it holds the lease "discord". The
library repeats a failed first connection and an unanswered resume for ever; whoever is not ready for too long ends with
an error, so that its supervisor starts it afresh. Whoever cannot renew its lease leaves the gateway before a spare may
have it, and waits for the role like any other.
"""

import asyncio
import logging
import os
import secrets
import socket
from typing import Final

from bot.adapters.database import is_shared
from bot.app.ground import Ground
from bot.client import CounterclaimClient
from bot.errors import DeliveryError, StoreError
from bot.supervisor import HOLDER

log = logging.getLogger(__name__)

ROLE: Final = "discord"
ROLE_SECONDS: Final = 15.0
LOOK_SECONDS: Final = 5.0
# A database that says nothing for so long is away.
ANSWER_SECONDS: Final = 5.0
CANCEL_SECONDS: Final = 1.0
ALIVE_NOTE: Final = "alive:discord"
SILENT: Final = "the database does not answer"


def holder_name() -> str:
    """Return a name that no other process has; a supervisor gives its own, so that a restart need not wait."""
    return os.environ.get(HOLDER) or f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


async def keep_gateway(
    ground: Ground, client: CounterclaimClient, holder: str, patience: float, look: float = LOOK_SECONDS
) -> None:
    """Serve the gateway until cancelled; raise DeliveryError where it is lost for `patience` seconds.

    The client stays open, so that what is being sent can end; once it is closed the caller leaves the role.
    """
    await _wait_for_role(ground, holder, look)
    connection = asyncio.create_task(client.serve(), name="gateway")
    try:
        await _watch(ground, client, connection, (holder, patience, look))
    finally:
        # The library swallows a cancellation that meets it while it identifies anew, and then waits for ever.
        while not connection.done():
            connection.cancel()
            await asyncio.wait([connection], timeout=CANCEL_SECONDS)


async def _wait_for_role(ground: Ground, holder: str, look: float) -> None:
    told = ""
    while (reason := await _why_not(ground, holder)) is not None:
        if reason != told:
            log.info("gateway waits reason=%r", reason)
        told = reason
        await asyncio.sleep(look)


async def _why_not(ground: Ground, holder: str) -> str | None:
    """Take the role, or tell why it cannot be had yet."""
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            taken = await ground.store.lease(ROLE, holder, ROLE_SECONDS, ground.clock.now())
    except TimeoutError:
        return SILENT
    except StoreError as error:
        return str(error)
    return None if taken else "another process has it"


async def leave_role(ground: Ground, holder: str) -> None:
    """Give the role back, so that the next process need not wait for its lease to run out."""
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            await ground.store.drop_lease(ROLE, holder)
    except (StoreError, TimeoutError) as error:
        log.warning("role not given back reason=%r", str(error) or SILENT)


async def _watch(
    ground: Ground, client: CounterclaimClient, connection: asyncio.Task[None], how: tuple[str, float, float]
) -> None:
    holder, patience, look = how
    clock = asyncio.get_running_loop().time
    last_up = held = clock()
    while True:
        await asyncio.wait([connection], timeout=look)
        if connection.done():
            await connection
            raise DeliveryError("the connection to Discord's gateway ended")
        asked = clock()
        if await _keep_role(ground, holder, up=is_up(client)):
            held = asked
        elif _is_shared(ground) and clock() + look - held >= ROLE_SECONDS:
            await _step_back(ground, client, holder, look)
            last_up = held = clock()
        if is_up(client):
            last_up = clock()
        elif clock() - last_up > patience:
            raise DeliveryError(f"Discord's gateway has not been ready for {patience:.0f} s; starting afresh")


async def _keep_role(ground: Ground, holder: str, *, up: bool) -> bool:
    """Renew the lease and, with the gateway up, the note that says so; False where the database is away."""
    now = ground.clock.now()
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            if not await ground.store.lease(ROLE, holder, ROLE_SECONDS, now):
                raise DeliveryError("another process has taken over Discord's gateway")
            if up:
                await ground.store.save_note(ALIVE_NOTE, holder, now)
    except (StoreError, TimeoutError) as error:
        log.warning("role not renewed reason=%r", str(error) or SILENT)
        return False
    return True


def _is_shared(ground: Ground) -> bool:
    """Tell whether another process may reach the database while this one cannot: not where both have one file."""
    url = ground.settings.database_url
    return url is not None and is_shared(url.get_secret_value())


async def _step_back(ground: Ground, client: CounterclaimClient, holder: str, look: float) -> None:
    """Leave the gateway to whoever can have the role, and come back with the role."""
    log.warning("gateway left reason='the role cannot be renewed'")
    for shard in client.shards.values():
        await shard.disconnect()
    await _wait_for_role(ground, holder, look)
    log.info("gateway is taken up again")
    for shard in client.shards.values():
        await shard.connect()


def is_up(client: CounterclaimClient) -> bool:
    """Tell whether every shard is connected and the servers are known."""
    shards = client.shards.values()
    return client.is_ready() and bool(shards) and not any(shard.is_closed() for shard in shards)
