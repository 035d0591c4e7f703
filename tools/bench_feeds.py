"""Measure a whole poll cycle: us, lemon24/reader and bare fetching, on the same feeds, in turn; client CPU counts.

`make bench-feeds` runs it. It fails where the clients do not end with the same entries, or where a bar is missed. Needs
Linux (20 loopback addresses, clocks of other processes).
"""

import argparse
import gzip
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from bot.adapters.packing import unpack
from bot.adapters.parse_child import read_feed
from tools.benching.feed_server import HOSTS, feed_body
from tools.benching.processes import Client

ROOT = Path(__file__).resolve().parents[1]
PEER_PYTHON = ROOT / ".venv-bench" / "bin" / "python"
OF_PEER, OF_FLOOR, OF_PARSING, OF_MEMORY, OF_GROWTH = 30.0, 2.5, 400.0, 1.3, 1.05
SOAK_FEEDS, SOAK_CYCLES, SOAK_WARM = 20, 2000, 300


def main() -> int:
    """Run what the arguments ask for; return 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peer-rounds", type=int, default=3, help="rounds in which the slow peer takes part")
    parser.add_argument("--memory", action="store_true", help="compare our memory at 500 and 5,000 feeds instead")
    parser.add_argument("--soak", action="store_true", help="poll 2,000 times instead and watch our memory grow")
    options = parser.parse_args()
    if options.memory:
        return _report([_memory()])
    if options.soak:
        return _report([_soak()])
    peer_rounds = options.peer_rounds if PEER_PYTHON.exists() else 0
    return _report([*_cycles(options.feeds, options.rounds, peer_rounds), *_unchanged_body()])


def _report(verdicts: list[tuple[str, bool]]) -> int:
    for line, good in verdicts:
        print(f"{'ok  ' if good else 'MISS'}  {line}")
    return 0 if all(good for _, good in verdicts) else 1


# --- whole cycles


@contextmanager
def _server(feeds: int) -> Iterator[int]:
    server = Client("server", [sys.executable, "-m", "tools.benching.feed_server", str(feeds)])
    try:
        yield server.first["port"]
    finally:
        server.stop()


def _begin(port: int, number: int) -> None:
    request = urllib.request.Request(f"http://{HOSTS[0]}:{port}/round/{number}", method="POST")
    urllib.request.urlopen(request, timeout=300).close()  # noqa: S310  ours


def _cycles(feeds: int, rounds: int, peer_rounds: int) -> list[tuple[str, bool]]:
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        port = stack.enter_context(_server(feeds))
        clients = _clients(stack, feeds, port, folder, with_peer=peer_rounds > 0)
        spent: dict[str, list[float]] = {client.name: [] for client in clients}
        for number in range(1 + max(rounds, peer_rounds)):
            _begin(port, number)
            taking_part = [client for client in clients if client.name != "reader" or number <= peer_rounds]
            first = number % len(taking_part)
            seconds = {one.name: _spent(one) for one in taking_part[first:] + taking_part[:first]}
            print(f"round {number}: " + ", ".join(f"{name} {took:.3f} s" for name, took in sorted(seconds.items())))
            if number:
                for name, took in seconds.items():
                    spent[name].append(took)
            if peer_rounds and number in {0, peer_rounds}:
                _assert_equal(clients)
    return _verdicts(spent, peer_rounds)


def _clients(stack: ExitStack, feeds: int, port: int, folder: str, *, with_peer: bool) -> list[Client]:
    place = [str(feeds), str(port), folder]
    commands = {
        "fetch only": [sys.executable, "-m", "tools.benching.floor_client", *place],
        "ours": [sys.executable, "-m", "tools.benching.our_client", *place],
    }
    if with_peer:
        commands["reader"] = [str(PEER_PYTHON), str(ROOT / "tools" / "benching" / "reader_client.py"), *place]
    clients = []
    for name, command in commands.items():
        clients.append(Client(name, command))
        stack.callback(clients[-1].stop)
    return clients


def _spent(client: Client) -> float:
    before = client.cpu
    client.ask(task="poll")
    return client.cpu - before


def _assert_equal(clients: list[Client]) -> None:
    """End the run where the peer and we do not hold the same entries (feed, id, title, link, date)."""
    held = {client.name: client.ask(task="count") for client in clients if client.name != "fetch only"}
    if held["ours"] != held["reader"] or not held["ours"]["entries"]:
        raise SystemExit(f"the clients do not hold the same entries, so no time means anything: {held}")
    print(f"equal: both hold the same {held['ours']['entries']} entries")


def _verdicts(spent: dict[str, list[float]], peer_rounds: int) -> list[tuple[str, bool]]:
    of_floor = [ours / floor for ours, floor in zip(spent["ours"], spent["fetch only"], strict=True)]
    verdicts = [_verdict("our cycle against fetching only", of_floor, OF_FLOOR, at_most=True)]
    if peer_rounds:
        of_peer = [peer / ours for peer, ours in zip(spent["reader"], spent["ours"], strict=False)]
        return [_verdict("reader's cycle against ours", of_peer, OF_PEER, at_most=False), *verdicts]
    print("reader is not installed (make bench-feeds installs it): no comparison with it")
    return verdicts


def _verdict(what: str, ratios: list[float], bar: float, *, at_most: bool) -> tuple[str, bool]:
    middle = median(ratios)
    bound = "at most" if at_most else "at least"
    line = f"{what}: {middle:.2f} times ({min(ratios):.2f} to {max(ratios):.2f}), {bound} {bar:g} wanted"
    return line, middle <= bar if at_most else middle >= bar


# --- an unchanged body, memory


def _unchanged_body() -> list[tuple[str, bool]]:
    """Compare parsing a body of 50 full entries with knowing it again, as it came: packed, and not packed at all."""
    body = feed_body(1, 40, 50)
    return [_known_again("packed", gzip.compress(body), "gzip"), _known_again("unpacked", body, "")]


def _known_again(kind: str, came: bytes, encoding: str) -> tuple[str, bool]:
    known, most = hash(came), 10 * len(came)
    parts = [came[at : at + 64 * 1024] for at in range(0, len(came), 64 * 1024)]
    ratios = [
        _seconds(lambda: read_feed(unpack(came, encoding, most), None, "https://feed.example/"), 3)
        # joined anew each time, as from the wire: Python keeps the hash of bytes that it has hashed
        / _seconds(lambda: hash(b"".join([*parts, b""])) == known, 300)
        for _ in range(7)
    ]
    return _verdict(f"parsing a body that comes {kind} against knowing it again", ratios, OF_PARSING, at_most=False)


def _seconds(work: Callable[[], object], times: int) -> float:
    began = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - began) / times


def _memory() -> tuple[str, bool]:
    few, many = _resident(500), _resident(5000)
    print(f"500 feeds {few / 1e6:.0f} MB, 5,000 feeds {many / 1e6:.0f} MB")
    return _verdict("memory for 5,000 feeds against 500", [many / few], OF_MEMORY, at_most=True)


def _resident(feeds: int) -> int:
    """Return the most memory that our processes hold after each of four cycles."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        port = stack.enter_context(_server(feeds))
        (ours,) = (one for one in _clients(stack, feeds, port, folder, with_peer=False) if one.name == "ours")
        sizes = []
        for number in range(4):
            _begin(port, number)
            ours.ask(task="poll")
            sizes.append(ours.memory)
        return max(sizes)


def _soak() -> tuple[str, bool]:
    """Poll a few feeds through simulated weeks; compare our memory of the last tenth with that after warming up."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        port = stack.enter_context(_server(SOAK_FEEDS))
        place = [str(SOAK_FEEDS), str(port), folder]
        ours = Client("ours", [sys.executable, "-m", "tools.benching.our_client", *place])
        stack.callback(ours.stop)
        sizes = []
        for number in range(SOAK_CYCLES):
            _begin(port, number)
            ours.ask(task="poll")
            sizes.append(ours.memory)
    early, late = median(sizes[SOAK_WARM : 2 * SOAK_WARM]), median(sizes[-SOAK_CYCLES // 10 :])
    print(f"after {SOAK_WARM} cycles {early / 1e6:.1f} MB, after {SOAK_CYCLES} {late / 1e6:.1f} MB")
    return _verdict(f"memory after {SOAK_CYCLES} cycles against {SOAK_WARM}", [late / early], OF_GROWTH, at_most=True)


if __name__ == "__main__":
    sys.exit(main())
