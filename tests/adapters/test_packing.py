"""A packed body is unpacked to the letter, or refused at its limit."""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.packing import BadlyPacked, TooLarge, unpack


def bare(body: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return stream.compress(body) + stream.flush()


@given(body=st.binary(max_size=2000), tail=st.binary(max_size=50))
def test_every_packing_gives_the_body_back(body: bytes, tail: bytes) -> None:
    limit = len(body) + len(tail)
    assert unpack(gzip.compress(body), "gzip", limit) == body
    assert unpack(gzip.compress(body) + gzip.compress(tail), " X-GZip", limit) == body + tail
    assert unpack(zlib.compress(body), "deflate", limit) == body
    assert unpack(bare(body), "deflate", limit) == body
    assert unpack(body, "utf-8", limit) == body


def test_what_follows_a_gzip_file_is_left_out() -> None:
    assert unpack(gzip.compress(b"<rss/>") + b"\0\0", "gzip", 100) == b"<rss/>"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", ""])
def test_empty_body_is_empty(encoding: str) -> None:
    assert unpack(b"", encoding, 10) == b""


@pytest.mark.parametrize(
    ("packed", "encoding"),
    [
        pytest.param(gzip.compress(bytes(10_000)), "gzip", id="gzip"),
        pytest.param(gzip.compress(bytes(60)) + gzip.compress(bytes(60)), "gzip", id="gzip in two files"),
        pytest.param(zlib.compress(bytes(10_000)), "deflate", id="deflate"),
        pytest.param(bytes(101), "", id="not packed"),
    ],
)
def test_body_that_grows_beyond_the_limit_is_refused(packed: bytes, encoding: str) -> None:
    with pytest.raises(TooLarge):
        unpack(packed, encoding, 100)


@pytest.mark.parametrize(
    ("packed", "encoding"),
    [
        pytest.param(b"plain text", "gzip", id="not packed"),
        pytest.param(gzip.compress(b"cut off")[:-9], "gzip", id="gzip cut off"),
        pytest.param(zlib.compress(b"cut off")[:-3], "deflate", id="deflate cut off"),
    ],
)
def test_broken_packing_is_refused(packed: bytes, encoding: str) -> None:
    with pytest.raises(BadlyPacked):
        unpack(packed, encoding, 1000)
