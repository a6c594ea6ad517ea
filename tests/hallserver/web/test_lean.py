# SPDX-License-Identifier: Apache-2.0
"""What a link lets go of once its hands are shaken, and what it still knows."""

import asyncio
from typing import Any

import pytest
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from hallserver.web.lean import KEPT
from hallserver.web.link import CountedProtocol, SocketHandler
from hallserver.web.links import Links
from tests.hallserver.web.running import Running, run, until


def the_link(links: Links) -> SocketHandler:
    """Return the only link there is."""
    [link] = links._links
    assert isinstance(link, SocketHandler)
    return link


def test_only_the_headers_that_are_asked_for_later_are_kept() -> None:
    """The reader's language is known to a refusal that comes much later; the log still knows what it must not repeat."""

    async def story(door: Running) -> None:
        headers = {"Accept-Language": "en", "User-Agent": "x" * 500, "Cookie": "hall=secret-cookie", "Authorization": "Bearer secret-token"}
        line = await websocket_connect(HTTPRequest(f"ws://{door.host}/ws?page=hall&of=main", headers=headers))
        await until(lambda: len(door.door.links) == 1)
        link = the_link(door.door.links)
        assert set(link.request.headers) == set(KEPT)
        assert link.request.connection is None
        assert (link.language, link.get_query_argument("of")) == ("en", "main")
        assert {"secret-cookie", "secret-token", "main"} <= set(link.heard())
        line.close()

    run(story)


def test_the_handshakes_own_calls_have_ended() -> None:
    """One task reads each link; what shook hands waits for nothing."""

    async def story(door: Running) -> None:
        before = len(asyncio.all_tasks())
        line = await websocket_connect(f"ws://{door.host}/ws?page=hall&of=main")
        await until(lambda: len(door.door.links) == 1)
        await asyncio.sleep(0.05)
        names = [str(task.get_coro()) for task in asyncio.all_tasks()]
        assert not [name for name in names if "RequestHandler._execute" in name]
        assert len(asyncio.all_tasks()) <= before + 2, "the server's reader and the client's"
        line.close()

    run(story)


def test_a_fault_while_reading_ends_this_link_and_is_logged(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """As a fault in a request would be: with its incident, and without what came in."""

    async def broken(_self: CountedProtocol) -> None:
        raise ValueError("broken")

    async def story(door: Running) -> None:
        monkeypatch.setattr(CountedProtocol, "_receive_frame", broken)
        line: Any = await websocket_connect(f"ws://{door.host}/ws?page=hall")
        assert await line.read_message() is None
        await until(lambda: len(door.door.links) == 0)

    run(story)
    assert "incident" in caplog.text
