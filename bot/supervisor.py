"""Start the bot's two processes, restart the one that dies, and stop both cleanly."""

import asyncio
import logging
import os
import secrets
import signal
import socket
import sys
from collections.abc import Sequence

from bot.core.retry import wait_before

log = logging.getLogger(__name__)

CANNOT_GO_ON = 78
TRY_AGAIN = 75
STEADY_SECONDS = 60.0
# Names the supervisor for its processes: one that is started again keeps the roles of the one that died.
HOLDER = "COUNTERCLAIM_HOLDER"
_NAME = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
STOP_SECONDS = 30.0

GROUPS: tuple[tuple[str, ...], ...] = (("discord", "publish"), ("poll", "digest"))


async def supervise(groups: Sequence[Sequence[str]] = GROUPS) -> int:
    """Keep one process a group running until told to stop; return the exit code.

    A process that ends with CANNOT_GO_ON (a setting, the token, the database) ends the whole with that code: starting
    it again would not help. Any other end is followed by a new start, later each time it happens soon.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    keepers = {asyncio.create_task(_keep(group, stop)) for group in groups}
    done, _ = await asyncio.wait(keepers, return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    await asyncio.wait(keepers)
    return max(task.result() for task in keepers | done)


async def _keep(group: Sequence[str], stop: asyncio.Event) -> int:
    attempt = 0
    while not stop.is_set():
        started = asyncio.get_running_loop().time()
        code = await _run_once(group, stop)
        if stop.is_set():
            return 0
        if code == CANNOT_GO_ON:
            return code
        attempt = 1 if asyncio.get_running_loop().time() - started > STEADY_SECONDS else attempt + 1
        pause = wait_before(attempt)
        log.error("process ended jobs=%s code=%s restart_in=%.0fs", ",".join(group), code, pause)
        try:
            await asyncio.wait_for(stop.wait(), pause)
        except TimeoutError:
            continue
    return 0


async def _run_once(group: Sequence[str], stop: asyncio.Event) -> int:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        "--supervised",
        "--jobs",
        ",".join(group),
        stdin=asyncio.subprocess.PIPE,
        start_new_session=True,
        env=os.environ | {HOLDER: _NAME},
    )
    log.info("process started jobs=%s pid=%d", ",".join(group), process.pid)
    ended = asyncio.create_task(process.wait())
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({ended, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if not ended.done():
        process.terminate()
        try:
            await asyncio.wait_for(asyncio.shield(ended), STOP_SECONDS)
        except TimeoutError:
            log.warning("process killed jobs=%s pid=%d after=%.0fs", ",".join(group), process.pid, STOP_SECONDS)
            process.kill()
    return await ended
