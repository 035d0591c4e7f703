"""Run the client in simcord's Discord, and look at what it sent there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import simcord

from tests.support.bots import Stage
from tests.support.openapi import faults


@dataclass(frozen=True, slots=True)
class Place:
    """What a test of a command needs."""

    env: Any
    stage: Stage
    guild: Any
    channel: Any
    admin: Any
    member: Any


def body_faults(env: Any) -> list[str]:
    """Return what is wrong with the bodies that the bot sent."""
    return [
        fault
        for request in env.http_requests
        if request.json is not None and request.method in {"POST", "PUT", "PATCH"}
        for fault in faults(request.method, request.path, request.json)
    ]


@asynccontextmanager
async def running(stage: Stage, *, fails: bool = False) -> AsyncIterator[Any]:
    """Run the client in a simulated Discord; an error that it swallowed fails the test unless `fails`."""
    # simcord.run() cannot be left from a fixture: its clock belongs to the task that entered it.
    env = simcord.Env(stage.client, shard_count=1)
    await env.start()
    try:
        yield env
        if not fails:
            simcord.assert_no_errors(env)
    finally:
        await env.shutdown()


def first_replies(env: Any) -> list[int]:
    """Return the kinds of the first replies that the bot gave, oldest first; 5 is a deferral."""
    return [one.json["type"] for one in env.http_requests if one.path.endswith("/callback")]
