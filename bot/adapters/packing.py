"""Unpack the body of an answer, never to more than a given size."""

import zlib
from typing import Final

GZIP: Final = frozenset({"gzip", "x-gzip"})
DEFLATE: Final = "deflate"
_GZIP_WINDOW: Final = 16 + zlib.MAX_WBITS
_GZIP_MARK: Final = b"\x1f\x8b"
# The low half of a zlib stream's first byte says "deflate"; a bare deflate stream has no such byte.
_ZLIB_METHOD: Final = 8


class TooLarge(Exception):
    """A body unpacks to more than was allowed."""


class BadlyPacked(Exception):
    """A body does not unpack at all, or breaks off."""


def refusal(error: TooLarge | BadlyPacked, most: int) -> str:
    """Return why a body was refused, in one line for a person."""
    if isinstance(error, TooLarge):
        return f"its body is larger than {most / 1024 / 1024:g} MB"
    return "its answer broke off or is packed wrongly"


def unpack(packed: bytes, encoding: str, most: int) -> bytes:
    """Return the body behind a Content-Encoding, `most` bytes at most; raise TooLarge or BadlyPacked.

    An encoding that was not asked for is taken for none: some hosts write there what they should not.
    """
    encoding = encoding.strip().lower()
    if encoding in GZIP:
        return _members(packed, most)
    if encoding == DEFLATE and packed:
        bare = packed[0] & 0xF != _ZLIB_METHOD
        return _one(packed, most, -zlib.MAX_WBITS if bare else zlib.MAX_WBITS)[0]
    if len(packed) > most:
        raise TooLarge
    return packed


def _members(packed: bytes, most: int) -> bytes:
    """Return what the members of a gzip file hold; what follows the last one and is none is left out."""
    body, rest = _one(packed, most, _GZIP_WINDOW) if packed else (b"", b"")
    while rest.startswith(_GZIP_MARK):
        more, rest = _one(rest, most - len(body), _GZIP_WINDOW)
        body += more
    return body


def _one(packed: bytes, most: int, window: int) -> tuple[bytes, bytes]:
    stream = zlib.decompressobj(window)
    try:
        body = stream.decompress(packed, most + 1)
    except zlib.error as error:
        raise BadlyPacked from error
    if len(body) > most:
        raise TooLarge
    if not stream.eof:
        raise BadlyPacked
    return body, stream.unused_data
