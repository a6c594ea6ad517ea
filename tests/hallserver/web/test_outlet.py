# SPDX-License-Identifier: Apache-2.0
"""What goes out on one socket."""

import asyncio
import socket
from types import SimpleNamespace

import pytest
from tornado.iostream import IOStream, StreamClosedError
from tornado.websocket import WebSocketClosedError

from hallserver.page import Page
from hallserver.web.limits import Limits
from hallserver.web.outlet import Outlet, write_frame
from tests.hallserver.web.running import PAGES, Running, run, until

BIG = Page(
    name="big",
    roles=frozenset({"display"}),
    of="",
    view=lambda hall, _of, _now_us: {"seq": hall.seq, "much": "x" * 300_000},
    folder=PAGES[0].folder,
)


class Clogged:
    """A socket whose frames leave only when told."""

    def __init__(self) -> None:
        """Begin with everything waiting."""
        self.frames: list[bytes] = []
        self.futures: list[asyncio.Future[None]] = []
        self.ws_connection = self
        self.stream = self

    def is_closing(self) -> bool:
        """Say that it is open."""
        return False

    def closed(self) -> bool:
        """Say that it is open."""
        return False

    def writing(self) -> bool:
        """Say that something waits."""
        return True

    def write(self, frame: bytes) -> "asyncio.Future[None]":
        """Keep the frame; it has not left."""
        self.frames.append(frame)
        self.futures.append(asyncio.get_running_loop().create_future())
        return self.futures[-1]


def test_of_views_only_the_newest_waits_and_answers_all_do() -> None:
    """After a gap a screen needs the state, not the history; a command needs its answer."""

    async def story() -> None:
        clogged = Clogged()
        outlet = Outlet(clogged, 1000, lambda: None)  # type: ignore[arg-type]
        outlet.show(b"one")
        outlet.show(b"two")
        outlet.tick(b"beat")
        outlet.show(b"three")
        assert clogged.frames == [b"one"]
        outlet.say(b"answer")
        assert len(clogged.frames) == 2
        for future in clogged.futures[:2]:
            future.set_result(None)
        await asyncio.sleep(0)
        assert clogged.frames[2:] == [b"three"]

    asyncio.run(story())


def test_what_the_kernel_does_not_take_goes_out_in_order() -> None:
    """Straight to the operating system while nothing waits, then through the stream, then straight again."""

    async def story() -> None:
        ours, theirs = socket.socketpair()
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        stream = IOStream(ours)
        line = SimpleNamespace(ws_connection=SimpleNamespace(stream=stream, is_closing=lambda: False))
        frames = [bytes([number]) * size for number, size in enumerate((10, 300_000, 20, 5000))]
        first, *waiting = [write_frame(line, frame) for frame in frames]  # type: ignore[arg-type]
        assert first is None, "it has left"
        assert all(it is not None and not it.done() for it in waiting)
        theirs.setblocking(False)  # noqa: FBT003 - the standard library's name
        heard, wanted = b"", b"".join(frames)
        while len(heard) < len(wanted):
            heard += await asyncio.get_running_loop().sock_recv(theirs, 65536)
        assert heard == wanted
        await asyncio.gather(*(it for it in waiting if it is not None))
        assert write_frame(line, b"again") is None  # type: ignore[arg-type]
        theirs.close()
        broken = write_frame(line, b"nobody reads")  # type: ignore[arg-type]
        assert broken is not None
        with pytest.raises(StreamClosedError):
            await broken
        with pytest.raises(WebSocketClosedError):
            write_frame(line, b"gone")  # type: ignore[arg-type]

    asyncio.run(story())


def test_too_much_waiting_ends_the_link_once() -> None:
    """A frozen display may cost one megabyte, not the hall."""

    async def story() -> None:
        dropped: list[int] = []
        clogged = Clogged()
        outlet = Outlet(clogged, 100, lambda: dropped.append(1))  # type: ignore[arg-type]
        for _ in range(50):
            outlet.say(b"x" * 40)
        assert dropped == [1]
        assert len(clogged.frames) == 2

    asyncio.run(story())


def test_a_frozen_display_is_dropped_and_others_are_served() -> None:
    """For real: one socket that is never read, one that is."""

    async def story(door: Running) -> None:
        key = await door.key("hall-1")
        good = await door.line("hall", {"key": key})
        reading = asyncio.ensure_future(good.closed())
        frozen = socket.create_connection(("127.0.0.1", int(door.host.split(":")[1])))
        frozen.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        handshake = (
            f"GET /ws?page=big HTTP/1.1\r\nHost: {door.host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        first = f'{{"key":"{key}"}}'.encode()
        frozen.sendall(handshake.encode() + bytes([0x81, 0x80 | len(first), 0, 0, 0, 0]) + first)
        await until(lambda: len(door.door.links) == 2)
        links = door.door.links
        for _ in range(30):
            await door.ticket()
        await until(lambda: len(links) == 1)
        await door.ticket()
        assert not reading.done()
        reading.cancel()
        frozen.close()

    run(story, pages=(*PAGES, BIG), limits=Limits(page_gap_s=0, beat_s=0.1))
