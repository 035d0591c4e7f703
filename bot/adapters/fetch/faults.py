"""Say what went wrong on the way in one plain line, without the library's words, which name addresses."""

import ssl
from collections.abc import Callable
from typing import Final

import aiohttp

from bot.adapters.addresses import AddressRefused
from bot.adapters.fetch.limits import FetchLimits
from bot.adapters.packing import BadlyPacked, refusal

NOT_PUBLIC: Final = "its host does not resolve to a public address"
# What a fetch may raise for the state of the world.
FAULTS: Final = (TimeoutError, aiohttp.ClientError, OSError, ValueError)


def plain_fault(error: Exception, limits: FetchLimits) -> str:
    """Return the line for an error of one of the kinds FAULTS."""
    return next(line(error, limits) for kind, line in _LINES if isinstance(error, kind))


def _connection(error: Exception, _: FetchLimits) -> str:
    refused = isinstance(error, aiohttp.ClientConnectorError) and isinstance(error.os_error, AddressRefused)
    return NOT_PUBLIC if refused else "its host cannot be reached"


# In order: the first kind that fits.
_LINES: Final[tuple[tuple[type[Exception], Callable[[Exception, FetchLimits], str]], ...]] = (
    (TimeoutError, lambda _, limits: f"it did not answer in time ({limits.total:g} s at most)"),
    (aiohttp.ClientConnectorDNSError, lambda _, __: NOT_PUBLIC),
    (aiohttp.ClientConnectorCertificateError, lambda _, __: "its certificate is not valid"),
    (aiohttp.ClientSSLError, lambda _, __: "no secure connection can be made"),
    (ssl.SSLError, lambda _, __: "no secure connection can be made"),
    (aiohttp.ClientConnectionError, _connection),
    (aiohttp.InvalidURL, lambda _, __: "its address is not valid"),
    (aiohttp.ClientPayloadError, lambda _, limits: refusal(BadlyPacked(), limits.body)),
    (aiohttp.ClientError, lambda _, __: "its host does not keep to HTTP"),
    (OSError, lambda _, __: "its host cannot be reached"),
    (ValueError, lambda _, __: "its answer cannot be read"),
)
