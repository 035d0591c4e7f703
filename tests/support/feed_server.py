"""A feed server on loopback that plays every kind of answer a feed can give, the hostile ones included."""

import asyncio
import gzip
import zlib
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web
from multidict import CIMultiDict


def rss(*items: str, head: str = "") -> bytes:
    """Return an RSS feed of the given items, each as XML."""
    joined = "\n".join(items)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Test</title>'
        f"{head}\n{joined}\n</channel></rss>"
    ).encode()


def item(key: str, title: str = "", text: str = "Text.", when: str = "Fri, 27 Feb 2026 10:00:00 GMT") -> str:
    """Return one RSS item as XML; title and text must be escaped already."""
    return (
        f'<item><title>{title or key}</title><link>https://news.example.org/{key}</link><guid isPermaLink="false">{key}'
        f"</guid><pubDate>{when}</pubDate><description>{text}</description></item>"
    )


@dataclass
class FeedServer:
    """Answers `/feed` with `body`, and every other path with the kind of answer that it names.

    `asked` counts requests by path, `headers` holds those of the last one, `extra` is sent along with `/feed`. What
    `pages` holds for a path is answered before all else: status, headers, body.
    """

    body: bytes = field(default_factory=lambda: rss(item("a"), item("b")))
    extra: dict[str, str] = field(default_factory=dict)
    pages: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    port: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    headers: "CIMultiDict[str]" = field(default_factory=CIMultiDict)
    together: int = 0
    most_together: int = 0

    def address(self, path: str = "/feed", host: str = "127.0.0.1") -> str:
        """Return the address of a path on this server."""
        return f"http://{host}:{self.port}{path}"

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Play the answer that the path names."""
        self.asked[request.path] += 1
        self.headers = CIMultiDict(request.headers)
        self.together += 1
        self.most_together = max(self.most_together, self.together)
        try:
            # Lets requests that may overlap do so.
            await asyncio.sleep(0)
            return self._page(request.path) or await self._answer(request)
        finally:
            self.together -= 1

    def _page(self, path: str) -> web.Response | None:
        if path not in self.pages:
            return None
        status, headers, body = self.pages[path]
        return web.Response(status=status, headers=headers, body=body)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        kind, _, rest = request.path.strip("/").partition("/")
        match kind:
            case "feed":
                return self._feed(request)
            case "status":
                return web.Response(status=int(rest), body=b"internal detail", headers=self.extra)
            case "redirect":
                status, _, target = rest.partition("/")
                headers = {"Location": request.query.get("to", f"/{target}")}
                return web.Response(status=int(status), headers=headers)
            case "loop":
                return web.Response(status=302, headers={"Location": f"/loop/{int(rest or 0) + 1}"})
            case "bytes":
                return web.Response(body=self.body, headers=self.extra)
            case _:
                return await self._hostile(request, kind)

    def _feed(self, request: web.Request) -> web.Response:
        etag = f'"{zlib.crc32(self.body)}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag, **self.extra})
        headers = {"ETag": etag, "Last-Modified": "Fri, 27 Feb 2026 10:00:00 GMT", **self.extra}
        return web.Response(body=self.body, content_type="application/rss+xml", headers=headers)

    async def _hostile(self, request: web.Request, kind: str) -> web.StreamResponse:
        """Send a prepared answer part by part; the body of "hang" never begins, that of "drip" never ends."""
        headers, parts = self._prepared(kind)
        response = web.StreamResponse(headers=headers)
        if kind == "hang":
            await asyncio.Event().wait()
        await response.prepare(request)
        for part in parts:
            await response.write(part)
        while kind == "drip":
            await response.write(b" ")
            await asyncio.sleep(0.02)
        if kind == "cut" and request.transport:
            request.transport.close()
        return response

    def _prepared(self, kind: str) -> tuple[dict[str, str], list[bytes]]:
        zipped = {"Content-Encoding": "gzip"}
        answers: dict[str, tuple[dict[str, str], list[bytes]]] = {
            "oversize": ({}, [b"<!-- " + b"x" * 65536] * 64),
            "bomb": (zipped, [gzip.compress(b"\0" * (64 * 1024 * 1024))] if kind == "bomb" else []),
            "broken-gzip": (zipped, [b"this is not gzip"]),
            "cut": ({"Content-Length": "100000"}, [self.body]),
            "many-headers": ({f"X-Header-{number}": "x" * 1000 for number in range(400)}, []),
        }
        return answers.get(kind, ({}, []))


@asynccontextmanager
async def serving(host: str = "127.0.0.1") -> AsyncIterator[FeedServer]:
    """Run a FeedServer on a free port of loopback for the length of the block."""
    server = FeedServer()
    app = web.Application()
    app.router.add_route("GET", "/{path:.*}", server.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05, handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, host, 0)
    await site.start()
    server.port = runner.addresses[0][1]
    try:
        yield server
    finally:
        await runner.cleanup()
