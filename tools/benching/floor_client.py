"""The floor of polling: the same client library fetches every feed with its validators, and does nothing else."""

import asyncio
import json
import sys

import aiohttp

from tools.benching.feed_server import address

AT_ONCE = 20


async def contend(feeds: int, port: int) -> None:
    """Poll once for every line of standard input; answer each with a line."""
    etags: dict[str, str] = {}
    connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=3600)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session:
        gate = asyncio.Semaphore(AT_ONCE)

        async def fetch(url: str) -> None:
            headers = {"User-Agent": "floor", "Accept-Encoding": "gzip, deflate"}
            if url in etags:
                headers["If-None-Match"] = etags[url]
            async with gate, session.get(url, headers=headers) as response:
                await response.read()
                if "ETag" in response.headers:
                    etags[url] = response.headers["ETag"]

        print(json.dumps({"ready": True}), flush=True)
        while await asyncio.to_thread(sys.stdin.readline):
            await asyncio.gather(*(fetch(address(feed, port)) for feed in range(feeds)))
            print("{}", flush=True)


if __name__ == "__main__":
    asyncio.run(contend(int(sys.argv[1]), int(sys.argv[2])))
