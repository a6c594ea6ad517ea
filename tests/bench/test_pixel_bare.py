# SPDX-License-Identifier: Apache-2.0
"""The yardstick of the pixel serves the page whole, so that both sides show the same."""

import asyncio
import re
import socket

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.simple_httpclient import SimpleAsyncHTTPClient

from displays.hall import PAGE
from tests.bench.pixel_bare import Feed, application


def test_everything_that_the_page_asks_for_is_there() -> None:
    """A style sheet that is missing would make the bare side quicker; the control: what nobody asks for is not there."""
    asyncio.run(_ask())


async def _ask() -> None:
    asked = re.findall(r'(?:href|src)="([^"]+)"', (PAGE.folder / "index.html").read_text(encoding="utf-8"))
    server = HTTPServer(application(Feed([b""], 0)))
    [listening] = bind_sockets(0, "127.0.0.1", socket.AF_INET)
    server.add_socket(listening)
    try:
        base, client = f"http://127.0.0.1:{listening.getsockname()[1]}", SimpleAsyncHTTPClient()
        for address in ("/hall/", "/nowhere.css", *asked):
            answer = await client.fetch(base + (address if address.startswith("/") else f"/hall/{address}"), raise_error=False)
            assert answer.code == (404 if address == "/nowhere.css" else 200), address
    finally:
        server.stop()
