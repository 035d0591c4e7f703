"""How far one fetch may go, and the refusal of one that would go further."""

from dataclasses import dataclass

from bot.core.feeds import Failed


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How far one fetch may go: seconds to connect, without a byte, and in all; bytes of a decoded body; redirects.

    `ports` are those that may be used, `private` addresses of the operator's own network that may be used on any port;
    `per_host` and `at_once` bound simultaneous requests, `host_gap` is the least time between two to one host.
    """

    connect: float = 10.0
    read: float = 15.0
    total: float = 30.0
    body: int = 10 * 1024 * 1024
    redirects: int = 5
    ports: frozenset[int] = frozenset({80, 443})
    private: frozenset[str] = frozenset()
    per_host: int = 2
    at_once: int = 50
    host_gap: float = 0.0


class Refused(Exception):
    """Something cannot be fetched; carries the outcome."""

    def __init__(self, outcome: Failed) -> None:
        super().__init__(outcome.reason)
        self.outcome = outcome
