"""Jobs run at once, again and again, survive what they throw, and are let finish at the end."""

import asyncio

import pytest

from bot.errors import StoreError, TokenRefused
from bot.schedule import Job, running


async def test_a_job_that_throws_is_run_again() -> None:
    runs = 0
    again = asyncio.Event()

    async def work() -> None:
        nonlocal runs
        runs += 1
        if runs == 1:
            raise RuntimeError("the first run fails")
        again.set()

    async with running([Job("flaky", 0.01, work)]):
        await asyncio.wait_for(again.wait(), 5)
    assert runs >= len(("first", "second"))


async def test_a_refused_token_ends_the_process_and_a_database_that_is_away_does_not() -> None:
    errors: list[Exception] = [StoreError("the database is away"), TokenRefused("the token is refused")]

    async def work() -> None:
        raise errors.pop(0)

    async with running([Job("publish", 0.01, work)]) as ended:
        with pytest.raises(TokenRefused):
            await asyncio.wait_for(ended, 5)
    assert not errors


async def test_a_running_job_is_let_finish() -> None:
    started, leave, finished = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def work() -> None:
        started.set()
        await leave.wait()
        finished.set()

    async with running([Job("slow", 60, work)]):
        await asyncio.wait_for(started.wait(), 5)
        asyncio.get_running_loop().call_soon(leave.set)
    assert finished.is_set()


async def test_a_job_is_never_run_twice_at_a_time() -> None:
    at_once, most = 0, 0
    enough = asyncio.Event()
    runs = 0

    async def work() -> None:
        nonlocal at_once, most, runs
        at_once += 1
        most = max(most, at_once)
        for _ in range(20):
            await asyncio.sleep(0)
        at_once -= 1
        runs += 1
        if runs >= len("five!"):
            enough.set()

    async with running([Job("busy", 0.001, work)]):
        await asyncio.wait_for(enough.wait(), 5)
    assert most == 1


async def test_a_slow_run_is_left_going_on_beside_others_up_to_a_number() -> None:
    at_once, most = 0, 0
    ticks = 0
    leave, later = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await leave.wait()
        at_once -= 1

    async def tick() -> None:
        nonlocal ticks
        ticks += at_once == 3
        if ticks == 5:
            later.set()

    async with running([Job("publish", 0.001, work, beside=3), Job("clock", 0.001, tick)]):
        await asyncio.wait_for(later.wait(), 5)
        leave.set()
    assert (at_once, most) == (0, 3)


async def test_a_woken_job_runs_at_once_and_never_twice_at_a_time() -> None:
    runs: list[str] = []
    woken, leave, again, began = asyncio.Event(), asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def work() -> None:
        runs.append("began")
        began.set()
        if len(runs) > 1:
            again.set()
        await leave.wait()
        runs.append("ended")

    async with running([Job("digest", 600, work, woken)]):
        await asyncio.wait_for(began.wait(), 5)
        woken.set()
        leave.set()
        await asyncio.wait_for(again.wait(), 5)
    assert runs[:3] == ["began", "ended", "began"]
    assert runs.count("began") == runs.count("ended")
