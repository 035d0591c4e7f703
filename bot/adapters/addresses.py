"""Decide which network addresses a feed may lead to: public ones, whatever name, redirect or notation led there.

The guard stands where the socket is made, after every look-up and for every connection, so nothing can change between
the check and the use.
"""

import socket
from collections.abc import Callable, Collection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any, Final

# Not told apart by `is_global`, or only by newer Pythons: shared, documentation, translation and relay ranges.
_NEVER: Final = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "224.0.0.0/3",
            "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16",
            "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/9", "ff00::/8",
        ),
    )
)  # fmt: skip


class AddressRefused(OSError):
    """A feed led to an address that is not public, or to a port that is not allowed. Its text reveals neither."""

    def __init__(self) -> None:
        super().__init__("refused")


def is_public(address: str) -> bool:
    """Tell whether `address` (an IP literal, perhaps with a zone) belongs to the public internet."""
    try:
        found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return found.is_global and not any(found in network for network in _NEVER if network.version == found.version)


def guarded_socket(ports: Collection[int], private: Collection[str]) -> Callable[[Any], socket.socket]:
    """Return what makes the sockets of a session, and refuses to where the address or the port is not allowed.

    `private` are addresses that are allowed though not public, on any port.
    """

    def make(info: tuple[Any, ...]) -> socket.socket:
        family, kind, protocol, _, (address, port, *_) = info
        if address not in private and not (is_public(address) and port in ports):
            raise AddressRefused
        return socket.socket(family, kind, protocol)

    return make
