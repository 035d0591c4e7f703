"""The peer: lemon24/reader updates every feed with 20 workers, as its documentation advises. Runs in a venv of its own.

It imports nothing of this program, which is not installed there.
"""

import json
import logging
import sys
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

from reader import make_reader

HOSTS = [f"127.0.0.{last}" for last in range(1, 21)]


def contend(feeds: int, port: int, folder: Path) -> None:
    """Do what each line of standard input asks: update every feed once, or count what is stored."""
    logging.disable(logging.CRITICAL)
    reader = make_reader(str(folder / "reader.sqlite"))
    for feed in range(feeds):
        reader.add_feed(f"http://{HOSTS[feed % len(HOSTS)]}:{port}/feed/{feed}")
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        if json.loads(line)["task"] == "count":
            print(json.dumps(seen(reader.get_entries())), flush=True)
            continue
        # with `scheduled` it would skip every feed that it has updated less than an hour ago
        reader.update_feeds(workers=20, scheduled=False)
        print("{}", flush=True)


def seen(entries: Iterable[Any]) -> dict[str, object]:
    """Return how many entries are stored, and a digest of feed, id, title, link and date of all of them."""
    lines = sorted(
        "\t".join((entry.feed_url, entry.id, entry.title, entry.link, entry.published.strftime("%Y-%m-%d %H:%M")))
        for entry in entries
    )
    return {"entries": len(lines), "digest": sha256("\n".join(lines).encode()).hexdigest()}


if __name__ == "__main__":
    contend(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
