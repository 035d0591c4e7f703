"""The gateway half of the stand-in Discord: sessions, events with sequence numbers, RESUME, and faults on demand."""

import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import WSMsgType, web

HEARTBEAT_MS: Final = 41_250
DISPATCH, HEARTBEAT, IDENTIFY, RESUME = 0, 1, 2, 6
RECONNECT, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 7, 9, 10, 11
REFUSED_CLOSE: Final = 4004


@dataclass(slots=True)
class Session:
    """One identified shard: every event it was ever sent, so that RESUME can repeat the missed ones."""

    id: str
    shard: int
    events: list[dict[str, Any]] = field(default_factory=list)
    socket: "Socket | None" = None


class Socket:
    """A connected WebSocket, compressed the way the client asked for."""

    def __init__(self, connection: web.WebSocketResponse, request: web.Request) -> None:
        """Compress with zlib-stream where the address says so."""
        self.connection = connection
        self._request = request
        compressed = request.query.get("compress") == "zlib-stream"
        self._deflate = zlib.compressobj() if compressed else None

    async def send(self, payload: Mapping[str, Any]) -> None:
        """Send one payload; a socket that is gone takes nothing, RESUME will ask again."""
        text = json.dumps(payload)
        with suppress(ConnectionError, RuntimeError):
            if self._deflate is None:
                await self.connection.send_str(text)
            else:
                data = self._deflate.compress(text.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
                await self.connection.send_bytes(data)

    def abort(self) -> None:
        """Cut the connection without a word."""
        if self._request.transport is not None:
            self._request.transport.abort()


class GatewayStandIn:
    """All sessions of the stand-in."""

    def __init__(self, changed: Callable[[], None]) -> None:
        """Start with no session; call `changed` whenever a client has said something."""
        self._changed = changed
        self.sessions: dict[str, Session] = {}
        self.identifies: list[dict[str, Any]] = []
        self.resumes: list[dict[str, Any]] = []
        self.refuses_token = False
        self.refuses_everyone = False
        # the address that READY names for resuming is dead
        self.refuses_resumes = False

    async def serve(self, request: web.Request, hello: Sequence[tuple[str, dict[str, Any]]]) -> web.StreamResponse:
        """Speak to one client; `hello` holds the events that follow IDENTIFY, READY first."""
        if self.refuses_everyone or (self.refuses_resumes and "resume" in request.path):
            return web.Response(status=503)
        connection = web.WebSocketResponse(autoping=True, max_msg_size=0)
        await connection.prepare(request)
        socket = Socket(connection, request)
        await socket.send({"op": HELLO, "d": {"heartbeat_interval": HEARTBEAT_MS}, "s": None, "t": None})
        async for message in connection:
            if message.type is not WSMsgType.TEXT:
                break
            await self._take(socket, json.loads(message.data), hello)
            self._changed()
        return connection

    async def _take(
        self, socket: Socket, payload: Mapping[str, Any], hello: Sequence[tuple[str, dict[str, Any]]]
    ) -> None:
        match payload["op"]:
            case 1:
                await socket.send({"op": HEARTBEAT_ACK, "d": None, "s": None, "t": None})
            case 2:
                await self._identify(socket, payload["d"], hello)
            case 6:
                await self._resume(socket, payload["d"])
            case _:
                pass

    async def _identify(
        self, socket: Socket, identity: dict[str, Any], hello: Sequence[tuple[str, dict[str, Any]]]
    ) -> None:
        self.identifies.append({key: value for key, value in identity.items() if key != "token"})
        if self.refuses_token:
            await socket.connection.close(code=REFUSED_CLOSE, message=b"Authentication failed.")
            return
        shard = identity.get("shard", [0, 1])[0]
        session = Session(f"session{len(self.identifies)}", shard, socket=socket)
        self.sessions[session.id] = session
        for name, body in hello:
            extra = {"session_id": session.id, "shard": identity.get("shard", [0, 1])} if name == "READY" else {}
            await self._send(session, name, body | extra)

    async def _resume(self, socket: Socket, wanted: dict[str, Any]) -> None:
        self.resumes.append({key: value for key, value in wanted.items() if key != "token"})
        session = self.sessions.get(wanted["session_id"])
        if session is None:
            await socket.send({"op": INVALID_SESSION, "d": False, "s": None, "t": None})
            return
        session.socket = socket
        for event in session.events:
            if event["s"] > wanted["seq"]:
                await socket.send(event)
        await self._send(session, "RESUMED", {"_trace": []})

    async def _send(self, session: Session, name: str, body: Mapping[str, Any]) -> None:
        event = {"op": DISPATCH, "t": name, "s": len(session.events) + 1, "d": body}
        session.events.append(event)
        if session.socket is not None:
            await session.socket.send(event)

    async def dispatch(self, name: str, body: Mapping[str, Any]) -> None:
        """Send an event to the newest session, now or when it resumes."""
        await self._send(self._newest(), name, body)

    def _newest(self) -> Session:
        if not self.sessions:
            raise AssertionError("no client has identified with the stand-in's gateway")
        return list(self.sessions.values())[-1]

    def drop(self) -> None:
        """Cut the newest session's connection without a word; it may RESUME."""
        session = self._newest()
        if session.socket is not None:
            session.socket.abort()
            session.socket = None

    async def ask_to_reconnect(self) -> None:
        """Send op 7."""
        socket = self._newest().socket
        if socket is not None:
            await socket.send({"op": RECONNECT, "d": None, "s": None, "t": None})

    async def invalidate(self) -> None:
        """Send op 9 (not resumable) and forget the session."""
        session = self._newest()
        del self.sessions[session.id]
        if session.socket is not None:
            await session.socket.send({"op": INVALID_SESSION, "d": False, "s": None, "t": None})

    async def close_with(self, code: int) -> None:
        """Close the newest session's connection with a code."""
        socket = self._newest().socket
        if socket is not None:
            await socket.connection.close(code=code)

    async def end(self) -> None:
        """Close every connection."""
        for session in self.sessions.values():
            if session.socket is not None:
                session.socket.abort()
