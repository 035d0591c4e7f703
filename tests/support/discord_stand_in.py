"""A stand-in Discord on loopback: HTTP API and gateway, enough for the real client library and the real process.

It keeps channels with their messages, makes one message of two sends with one nonce, holds interactions to three
seconds and one first reply, records every request, checks every body, and misbehaves on demand. With `limits` it also
refuses what goes beyond Discord's rate limits, and counts it.
"""

import asyncio
import fnmatch
import itertools
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final, Literal, Self

from aiohttp import web
from discord.utils import time_snowflake

from tests.support.discord_limits import BAN_PAGE, Limits, Refusal
from tests.support.discord_payloads import (
    ALL_PERMISSIONS,
    APPLICATION,
    BOT_USER,
    MEMBER,
    application_payload,
    channel_payload,
    direct_payload,
    guild_payload,
    member_payload,
    user_payload,
)
from tests.support.gateway_stand_in import GatewayStandIn
from tests.support.openapi import faults as body_faults

JSON = Any
Handler = Callable[[web.Request, JSON], Awaitable[web.Response]]

GUILD: Final = 2000
CHANNEL: Final = 3000
EPHEMERAL: Final = 64
FIRST_REPLY_SECONDS: Final = 3.0
PREFIX: Final = "/api/v10"
CHAT, AUTOCOMPLETE = 2, 4
MESSAGE, DEFERRED, CHOICES = 4, 5, 8
SUBCOMMAND, GROUP = 1, 2


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came in."""

    method: str
    path: str
    body: JSON
    at: float


@dataclass(slots=True)
class Fault:
    """How the next `times` requests to a route go wrong.

    `applied` tells that Discord does what was asked before it fails to say so.
    """

    method: str
    path: str
    kind: Literal["status", "drop", "hang", "page"] = "status"
    times: int = 1
    applied: bool = False
    status: int = 500
    body: JSON = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Interaction:
    """A command that a user gave, and what the bot made of it."""

    id: int
    token: str
    channel: int
    at: float
    kind: int | None = None
    answered: float | None = None
    ephemeral: bool = False
    original: dict[str, Any] | None = None
    messages: list[dict[str, Any]] = field(default_factory=list)
    choices: list[dict[str, Any]] = field(default_factory=list)

    @property
    def waiting(self) -> float:
        """Seconds until the first reply."""
        assert self.answered is not None
        return self.answered - self.at

    @property
    def text(self) -> str:
        """Everything the bot said, embeds included, one part a line."""
        return "\n".join(message_text(message) for message in self.messages)


def message_text(message: Mapping[str, Any]) -> str:
    """Return every text of a message, one a line."""
    parts = [message.get("content") or ""]
    for embed in message.get("embeds", []):
        parts += [embed.get("title") or "", embed.get("description") or ""]
        parts += [part for block in embed.get("fields", []) for part in (block["name"], block["value"])]
        parts += [embed.get("footer", {}).get("text") or ""]
    return "\n".join(part for part in parts if part)


class DiscordStandIn:
    """One application, one bot, one server with one channel to begin with."""

    def __init__(self) -> None:
        """Begin with an empty channel and no commands."""
        self._changed = asyncio.Event()
        self.gateway = GatewayStandIn(self._changed.set)
        self.guilds: dict[int, list[int]] = {GUILD: [CHANNEL]}
        self.commands: list[dict[str, Any]] = []
        self.requests: list[Request] = []
        self.violations: list[str] = []
        self.closed: dict[int, tuple[int, int]] = {}
        self.refuses_token = False
        # none unless a test asks for them
        self.limits: Limits | None = None
        # whether a first reply after three seconds is part of the test
        self.expects_late_replies = False
        self._messages: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
        self._nonces: dict[tuple[int, str], dict[str, Any]] = {}
        self._interactions: dict[int, Interaction] = {}
        self._faults: list[Fault] = []
        # A message's id tells when it was made.
        self._ids = itertools.count(time_snowflake(datetime.now(UTC)))
        self.unreadable: set[int] = set()
        self.threads: dict[int, str] = {}
        self.threads_allowed = True
        self._ending = asyncio.Event()
        self._port = 0
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        """Listen on a free port of 127.0.0.1."""
        application = web.Application()
        application.router.add_get("/gateway", self._serve_gateway)
        application.router.add_get("/gateway/resume", self._serve_gateway)
        application.router.add_route("*", PREFIX + "/{path:.*}", self._serve)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of every connection."""
        self._ending.set()
        await self.gateway.end()
        assert self._runner is not None
        await self._runner.cleanup()

    @property
    def api_base(self) -> str:
        """The address for DISCORD_API_BASE."""
        return f"http://127.0.0.1:{self._port}{PREFIX}"

    @property
    def gateway_url(self) -> str:
        """The address for DISCORD_GATEWAY_URL."""
        return f"ws://127.0.0.1:{self._port}/gateway"

    def messages(self, channel: int = CHANNEL) -> list[dict[str, Any]]:
        """Return the messages that stand in a channel, oldest first."""
        return self._messages[channel]

    def sent(self, method: str, path: str) -> list[Request]:
        """Return the requests to a route; `path` may hold `*`."""
        return [one for one in self.requests if one.method == method and fnmatch.fnmatch(one.path, path)]

    def fail(self, fault: Fault) -> None:
        """Let a route go wrong; faults for one route follow each other."""
        self._faults.append(fault)

    def heal(self) -> None:
        """Let nothing go wrong any more."""
        self._faults.clear()

    def let_go(self) -> None:
        """Answer the requests that hang, with 500."""
        self._ending.set()
        self._ending = asyncio.Event()

    def delete(self, message: Mapping[str, Any], channel: int = CHANNEL) -> None:
        """Delete a message, as a moderator would."""
        self._messages[channel].remove(dict(message))

    async def wait_for(self, holds: Callable[[], object], seconds: float = 20.0, why: str = "") -> None:
        """Wait until `holds()` is true, looking again after every request; fail with the last requests otherwise."""
        try:
            async with asyncio.timeout(seconds):
                while not holds():
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            last = "\n".join(f"{one.method} {one.path}" for one in self.requests[-12:])
            raise AssertionError(f"not within {seconds} s: {why or holds}\nlast requests:\n{last}") from None

    # the user's side

    async def interact(
        self,
        name: str,
        options: Mapping[str, Any] | None = None,
        *,
        channel: int = CHANNEL,
        permissions: int = ALL_PERMISSIONS,
        app_permissions: int = ALL_PERMISSIONS,
        direct: bool = False,
        seconds: float = 10.0,
    ) -> Interaction:
        """Give a command ("alerts here"), in a `direct` message or a server; return once the bot has said something."""
        place = direct_payload() if direct else self._place(channel, permissions, app_permissions)
        one = await self._start(name, options or {}, CHAT, place)
        await self.wait_for(lambda: one.messages, seconds, f"a reply to /{name}")
        return one

    async def complete(
        self, name: str, typed: Mapping[str, str], *, channel: int = CHANNEL, permissions: int = ALL_PERMISSIONS
    ) -> list[dict[str, Any]]:
        """Type into the last option of `typed` and return the choices that the bot offers."""
        place = self._place(channel, permissions, ALL_PERMISSIONS)
        one = await self._start(name, typed, AUTOCOMPLETE, place)
        await self.wait_for(lambda: one.answered, 5.0, f"choices for /{name}")
        return one.choices

    def _place(self, channel: int, permissions: int, app_permissions: int) -> dict[str, Any]:
        guild = next(guild for guild, channels in self.guilds.items() if channel in channels)
        return {
            "guild_id": str(guild), "guild": {"id": str(guild), "features": [], "locale": "en-US"},
            "channel_id": str(channel), "channel": channel_payload(guild, channel), "guild_locale": "en-US",
            "member": member_payload(MEMBER, "alice", bot=False) | {"permissions": str(permissions)},
            "app_permissions": str(app_permissions), "authorizing_integration_owners": {"0": str(guild)}, "context": 0,
        }  # fmt: skip

    async def _start(self, name: str, options: Mapping[str, Any], kind: int, place: Mapping[str, Any]) -> Interaction:
        number = next(self._ids)
        one = Interaction(number, f"token-of-{number}", int(place["channel_id"]), asyncio.get_running_loop().time())
        self._interactions[number] = one
        await self.gateway.dispatch("INTERACTION_CREATE", {
            **place, "id": str(number), "application_id": str(APPLICATION), "type": kind, "token": one.token,
            "version": 1, "locale": "en-US", "entitlements": [], "attachment_size_limit": 10_485_760,
            "data": self._command_data(name, options, focus=kind == AUTOCOMPLETE),
        })  # fmt: skip
        return one

    def _command_data(self, name: str, options: Mapping[str, Any], *, focus: bool) -> dict[str, Any]:
        root, *path = name.split()
        command = next((one for one in self.commands if one["name"] == root), None)
        assert command is not None, f"/{root} was never synced; there are {[one['name'] for one in self.commands]}"
        leaf = command
        for part in path:
            leaf = next(one for one in leaf["options"] if one["name"] == part)
        known = {one["name"]: one["type"] for one in leaf.get("options", [])}
        values: list[dict[str, Any]] = [
            {"name": option, "type": known[option], "value": value} for option, value in options.items()
        ]
        if focus and values:
            values[-1]["focused"] = True
        for depth, part in reversed(list(enumerate(path))):
            values = [{"name": part, "type": SUBCOMMAND if depth == len(path) - 1 else GROUP, "options": values}]
        return {"id": command["id"], "name": root, "type": 1, "options": values}

    # the bot's side

    async def _serve_gateway(self, request: web.Request) -> web.StreamResponse:
        user = user_payload(BOT_USER, "counterclaim", bot=True)
        ready = {
            "v": 10, "user": user, "guilds": [{"id": str(guild), "unavailable": True} for guild in self.guilds],
            "resume_gateway_url": self.gateway_url + "/resume", "application": {"id": str(APPLICATION), "flags": 0},
        }  # fmt: skip
        guilds = [("GUILD_CREATE", guild_payload(guild, channels)) for guild, channels in self.guilds.items()]
        return await self.gateway.serve(request, [("READY", ready), *guilds])

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        path = "/" + request.match_info["path"]
        body = await request.json() if request.can_read_body else None
        self.requests.append(Request(request.method, path, body, asyncio.get_running_loop().time()))
        if request.method in {"POST", "PUT", "PATCH"}:
            self.violations += body_faults(request.method, path, body)
        try:
            return await self._respond_within_limits(request, path, body)
        finally:
            self._changed.set()

    async def _respond_within_limits(self, request: web.Request, path: str, body: JSON) -> web.StreamResponse:
        limits, method = self.limits, request.method
        if limits is None:
            return await self._respond(request, path, body)
        now = asyncio.get_running_loop().time()
        refusal = limits.refuse(request.headers.get("Authorization"), method, path, now)
        response = await self._respond(request, path, body) if refusal is None else _refused(refusal)
        response.headers.update(limits.headers(method, path, now))
        limits.answered(response.status, now)
        return response

    async def _respond(self, request: web.Request, path: str, body: JSON) -> web.StreamResponse:
        fault = self._next_fault(request.method, path)
        if fault is None:
            return await self._answer(request, path, body)
        if fault.applied:
            await self._answer(request, path, body)
        return await self._misbehave(request, fault)

    def _next_fault(self, method: str, path: str) -> Fault | None:
        for fault in self._faults:
            if fault.times and fault.method == method and fnmatch.fnmatch(path, fault.path):
                fault.times -= 1
                return fault
        return None

    async def _misbehave(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        match fault.kind:
            case "status":
                return _json(fault.body, fault.status, fault.headers)
            case "page":
                return web.Response(text="<html>nothing here</html>", content_type="text/html", status=200)
            case "drop":
                assert request.transport is not None
                request.transport.abort()
            case "hang":
                await self._ending.wait()
        return web.Response(status=500)

    async def _answer(self, request: web.Request, path: str, body: JSON) -> web.Response:
        parts = path.strip("/").split("/")
        authorised = request.headers.get("Authorization", "").startswith("Bot ") and not self.refuses_token
        if parts[0] not in {"interactions", "webhooks"} and not authorised:
            return _json({"message": "401: Unauthorized", "code": 0}, 401)
        if request.method == "GET" and path in _ABOUT:
            return _json(_ABOUT[path] | ({"url": self.gateway_url} if parts[0] == "gateway" else {}))
        return self._act(request.method, parts, body if request.method != "GET" else dict(request.query))

    def _act(self, method: str, parts: list[str], body: JSON) -> web.Response:
        match (method, parts):
            case ("PUT", ["applications", _, "commands"]):
                return self._put_commands(body)
            case (_, ["channels", channel, *rest]):
                return self._channel_call(method, int(channel), rest, body)
            case ("POST", ["interactions", number, token, "callback"]):
                return self._first_reply(int(number), token, body)
            case (_, ["webhooks", _, token, *rest]):
                return self._later_reply(method, token, rest, body)
            case _:
                self.violations.append(f"{method} /{'/'.join(parts)}: the stand-in knows no such route")
                return _json({"message": "404: Not Found", "code": 0}, 404)

    def _put_commands(self, body: list[dict[str, Any]]) -> web.Response:
        self.commands = [
            {"id": str(next(self._ids)), "application_id": str(APPLICATION), "version": "1", "type": 1} | one
            for one in body
        ]
        return _json(self.commands)

    def _channel_call(self, method: str, channel: int, rest: list[str], body: JSON) -> web.Response:
        if channel in self.closed or not any(channel in channels for channels in self.guilds.values()):
            status, code = self.closed.get(channel, (404, 10003))
            return _json({"message": "closed", "code": code}, status)
        match (method, rest):
            case ("POST", ["messages"]):
                return _json(self._post(channel, body))
            case ("GET", ["messages"]):
                return _json(self._history(channel, body))
            case ("PATCH", ["messages", number]):
                return self._patch(channel, number, body)
            case ("POST", ["messages", number, "threads"]):
                return self._open_thread(channel, int(number), body)
            case _:
                return _json({"message": "405: Method Not Allowed", "code": 0}, 405)

    def forget_nonces(self) -> None:
        """Let the few minutes pass for which a nonce holds."""
        self._nonces.clear()

    def _history(self, channel: int, query: Mapping[str, str]) -> list[dict[str, Any]]:
        """Return a page as Discord does: newest first; nothing where the bot may not read what was said before."""
        if channel in self.unreadable:
            return []
        after, limit = int(query.get("after", 0)), int(query.get("limit", 50))
        later = [one for one in self._messages[channel] if int(one["id"]) > after]
        return (later[:limit] if "after" in query else later[-limit:])[::-1]

    def _open_thread(self, channel: int, number: int, body: Mapping[str, Any]) -> web.Response:
        if not self.threads_allowed:
            return _json({"message": "Missing Permissions", "code": 50013}, 403)
        if number in self.threads:
            return _json({"message": "A thread has already been created for this message", "code": 160004}, 400)
        guild = next(guild for guild, channels in self.guilds.items() if channel in channels)
        self.guilds[guild].append(number)
        self.threads[number] = body["name"]
        return _json(channel_payload(guild, number) | {"type": 11, "name": body["name"]})

    def _post(self, channel: int, body: Mapping[str, Any]) -> dict[str, Any]:
        key = (channel, str(body.get("nonce")))
        if body.get("enforce_nonce") and key in self._nonces:
            return self._nonces[key]
        message = self._message(channel, body)
        self._messages[channel].append(message)
        if body.get("nonce") is not None:
            self._nonces[key] = message
        return message

    def _patch(self, channel: int, number: str, body: Mapping[str, Any]) -> web.Response:
        message = next((one for one in self._messages[channel] if one["id"] == number), None)
        if message is None:
            return _json({"message": "Unknown Message", "code": 10008}, 404)
        message.update(_shown(body), edited_timestamp=datetime.now(UTC).isoformat())
        return _json(message)

    def _message(self, channel: int, body: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "id": str(next(self._ids)), "channel_id": str(channel),
            "author": user_payload(BOT_USER, "counterclaim", bot=True),
            "content": "", "timestamp": datetime.now(UTC).isoformat(), "edited_timestamp": None, "tts": False,
            "mention_everyone": False, "mentions": [], "mention_roles": [], "attachments": [], "embeds": [],
            "components": [], "pinned": False, "type": 0, "flags": body.get("flags", 0), "nonce": body.get("nonce"),
        } | _shown(body)  # fmt: skip

    def _first_reply(self, number: int, token: str, body: Mapping[str, Any]) -> web.Response:
        one = self._interactions.get(number)
        now = asyncio.get_running_loop().time()
        if one is None or one.token != token or now - one.at > FIRST_REPLY_SECONDS:
            if one is None or not self.expects_late_replies:
                self.violations.append(f"interaction {number}: first reply later than 3 s, or to nobody")
            return _json({"message": "Unknown interaction", "code": 10062}, 404)
        if one.kind is not None:
            self.violations.append(f"interaction {number}: acknowledged twice")
            return _json({"message": "Interaction has already been acknowledged.", "code": 40060}, 400)
        content = body.get("data", {})
        one.kind, one.answered = body["type"], now
        one.ephemeral = bool(content.get("flags", 0) & EPHEMERAL)
        one.choices = content.get("choices", [])
        if one.kind in {MESSAGE, DEFERRED}:
            one.original = self._message(one.channel, content)
        if one.kind == MESSAGE and one.original is not None:
            one.messages.append(one.original)
        return _json(_callback(one))

    def _later_reply(self, method: str, token: str, rest: list[str], body: Mapping[str, Any]) -> web.Response:
        one = next((known for known in self._interactions.values() if known.token == token), None)
        if one is None or one.original is None:
            return _json({"message": "Unknown Webhook", "code": 10015}, 404)
        if method == "POST" and one.messages:
            one.messages.append(self._message(one.channel, body))
        elif method == "PATCH" and rest[-1] not in {"@original", one.original["id"]}:
            return _json({"message": "Unknown Message", "code": 10008}, 404)
        else:
            # The first follow-up after a deferral becomes the original, as an edit of it does.
            one.original.update(_shown(body))
            one.messages = one.messages or [one.original]
        return _json(one.messages[-1] if method == "POST" else one.original)


def _callback(one: Interaction) -> dict[str, Any]:
    interaction: dict[str, Any] = {"id": str(one.id), "type": CHAT}
    if one.original is None:
        return {"interaction": interaction}
    interaction |= {
        "response_message_id": one.original["id"], "response_message_loading": one.kind == DEFERRED,
        "response_message_ephemeral": one.ephemeral,
    }  # fmt: skip
    return {"interaction": interaction, "resource": {"type": one.kind, "message": one.original}}


def _json(body: JSON, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    # discord.py compares the type for equality, so nothing may follow it.
    return web.Response(
        body=json.dumps(body).encode(), status=status, headers={"Content-Type": "application/json", **(headers or {})}
    )


def _refused(refusal: Refusal) -> web.Response:
    if refusal.page:
        return web.Response(text=BAN_PAGE, status=429, headers=refusal.headers)
    return _json(refusal.body, 429, refusal.headers)


def _shown(body: Mapping[str, Any]) -> dict[str, Any]:
    return {key: body[key] or ("" if key == "content" else []) for key in ("content", "embeds") if key in body}


_ABOUT: Final[dict[str, dict[str, Any]]] = {
    "/users/@me": user_payload(BOT_USER, "counterclaim", bot=True),
    "/oauth2/applications/@me": application_payload(),
    "/applications/@me": application_payload(),
    "/gateway/bot": {
        "shards": 1,
        "session_start_limit": {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1},
    },
}


@asynccontextmanager
async def stand_in() -> AsyncIterator[DiscordStandIn]:
    """Run a stand-in and, at the end, fail if any body was wrong."""
    async with DiscordStandIn() as discord:
        yield discord
    if discord.violations:
        raise AssertionError("wrong requests:\n" + "\n".join(discord.violations))
