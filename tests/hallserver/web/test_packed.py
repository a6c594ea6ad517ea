# SPDX-License-Identifier: Apache-2.0
"""What is packed, for whom; and that each way has a tag of its own."""

import asyncio
import gzip

import pytest

from hallserver.web.packed import packed, takes_gzip
from tests.hallserver.web.running import Running, run


@pytest.mark.parametrize(
    ("asked", "takes"),
    [
        ("gzip, deflate, br", True),
        ("br;q=1.0, gzip;q=0.8, *;q=0.1", True),
        ("GZIP", True),
        ("*", True),
        ("", False),
        ("br", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("gzip;q=0, *", False),
        ("identity", False),
    ],
)
def test_only_who_takes_it_gets_it_packed(asked: str, takes: bool) -> None:  # noqa: FBT001
    """By the words of RFC 9110."""
    assert takes_gzip(asked) is takes


def test_the_same_bytes_are_packed_alike() -> None:
    """Else the tag of one file would change from start to start."""
    assert packed(b"x" * 900) == packed(b"x" * 900)
    assert gzip.decompress(packed(b"x" * 900)) == b"x" * 900


async def asked(door: Running, address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Ask as a browser does, without a client that unpacks by itself; return status, headers, body."""
    reader, writer = await asyncio.open_connection(*door.host.split(":"))
    said = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    writer.write(f"GET {address} HTTP/1.1\r\nHost: {door.host}\r\n{said}Connection: close\r\n\r\n".encode())
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    first, *rest = head.decode().split("\r\n")
    return int(first.split()[1]), dict(line.split(": ", 1) for line in rest), body


@pytest.mark.parametrize("address", ["/shared/socket.js", "/ticket/", "/words/zh-Hans.json?areas=ticket", "/theme.css"])
def test_pages_words_and_theme_are_packed(address: str) -> None:
    """Each way has its own tag, and a cache is told that there are two."""

    async def story(door: Running) -> None:
        _, plain, body = await asked(door, address)
        status, small, packed_body = await asked(door, address, Accept_Encoding="gzip")
        assert (status, "Content-Encoding" in plain, small["Content-Encoding"]) == (200, False, "gzip")
        assert gzip.decompress(packed_body) == body
        assert int(small["Content-Length"]) == len(packed_body) < len(body)
        assert plain["Vary"] == small["Vary"] == "Accept-Encoding"
        assert plain["Etag"] != small["Etag"]
        assert (await asked(door, address, Accept_Encoding="gzip", If_None_Match=small["Etag"]))[0] == 304
        assert (await asked(door, address, If_None_Match=small["Etag"]))[0] == 200

    run(story)


def test_what_is_somebodys_own_is_never_packed() -> None:
    """How small it gets would tell what is in it."""

    async def story(door: Running) -> None:
        _, headers, _ = await asked(door, "/api/v1/tickets/AAAAAAAAAAAAAAAAAAAAAA", Accept_Encoding="gzip")
        assert "Content-Encoding" not in headers

    run(story)
