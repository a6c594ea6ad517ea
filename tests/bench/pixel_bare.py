# SPDX-License-Identifier: Apache-2.0
"""The yardstick of the pixel: the same files, and a socket that is sent the next ready frame at each ``POST /``; no rules, no disk.

``python -m tests.bench.pixel_bare FRAMES DELAY_S``: FRAMES holds a line of JSON for each call, the first one for who comes; DELAY_S
is what a slow disk would take of each call.
"""

import asyncio
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler, StaticFileHandler
from tornado.websocket import WebSocketHandler

from displays.hall import PAGE
from hallserver import words
from hallserver.core.theme import Theme, icon_of, style_sheet
from hallserver.web.frames import text_frame
from tests.bench.house import placed
from tests.bench.measure import Terms
from tests.stories.caller import Caller
from tests.stories.server_process import ROOT, environment

ANSWER = json.dumps({"seq": 1, "events": [], "result": "x" * 660}).encode()
"""As long as the answer to a call."""


class Side(Struct, frozen=True, kw_only=True):
    """One of the two that tell a screen: its page, its process, what comes before a call, and the call, which gives its number."""

    address: str
    port: int
    pid: int
    before: Callable[[], None]
    call: Callable[[], str]


class Feed:
    """The frames, which of them is shown, and who looks on."""

    def __init__(self, frames: list[bytes], delay_s: float) -> None:
        """Show the first."""
        self._frames, self._at, self._delay_s = frames, 0, delay_s
        self.streams: set[IOStream] = set()

    def show(self, stream: IOStream) -> None:
        """Write what is shown, by the operating system's own call."""
        stream.socket.send(self._frames[self._at])

    def show_next(self) -> None:
        """Write the next frame to everybody."""
        if self._delay_s:
            time.sleep(self._delay_s)
        self._at += 1
        for stream in self.streams:
            self.show(stream)


class Call(RequestHandler):
    """Reads JSON, shows the next number, answers JSON."""

    def initialize(self, feed: Feed) -> None:
        """Keep the feed."""
        self._feed = feed

    def post(self) -> None:
        """Answer like a call is answered."""
        json.loads(self.request.body)
        self._feed.show_next()
        self.set_header("Content-Type", "application/json")
        self.finish(ANSWER)


class Words(RequestHandler):
    """The sentences of a language, as the hall serves them."""

    def get(self, language: str) -> None:
        """Answer all of them."""
        self.write(words.table(language))


class Look(RequestHandler):
    """The usual look, as the hall serves it."""

    def get(self) -> None:
        """Answer the style sheet."""
        self.set_header("Content-Type", "text/css")
        self.write(style_sheet(Theme()))


class Icon(RequestHandler):
    """The usual sign of a page in its tab."""

    def get(self) -> None:
        """Answer the picture."""
        kind, picture = icon_of(Theme())
        self.set_header("Content-Type", kind)
        self.write(picture)


class Screen(WebSocketHandler):
    """A display: whoever it says that it is, it is shown what is shown."""

    def initialize(self, feed: Feed) -> None:
        """Keep the feed."""
        self._feed = feed
        self._stream: IOStream | None = None

    def on_message(self, message: str | bytes) -> None:  # noqa: ARG002 - Tornado's signature
        """Take the first message as a sign-in: show what is shown, and whatever comes."""
        self.set_nodelay(True)
        self._stream = getattr(self.ws_connection, "stream", None)
        if self._stream is not None:
            self._feed.streams.add(self._stream)
            self._feed.show(self._stream)

    def on_close(self) -> None:
        """Leave."""
        self._feed.streams -= {self._stream}


def page_of(port: int) -> str:
    """Return the address of the hall display."""
    return f"http://127.0.0.1:{port}/hall/?of=main"


def number(nth: int) -> str:
    """Return what the yardstick calls at its n-th call."""
    return f"Z{nth:03}"


def frames(view: dict[str, Any], calls: int) -> list[bytes]:
    """Return what a display is sent from this view on, one message for each call."""
    now_us = max(call["at_us"] for call in view["calls"])
    found: list[bytes] = []
    for nth in range(calls + 1):
        found.append(msgspec.json.encode({"seq": nth, "view": view, "now_us": now_us}))
        before, last = view["calls"][:-1], view["calls"][-1]
        newest = last | {"seq": view["calls"][0]["seq"] + 5, "label": number(nth + 1), "at_us": now_us, "live": True}
        line = view["queues"][0]
        view = view | {"calls": [newest, *before], "queues": [line | {"waiting": line["waiting"] + 1}, *view["queues"][1:]]}
    return found


@contextmanager
def yardstick(terms: Terms, said: list[bytes]) -> Iterator[Side]:
    """Run the bare side, which sends these messages; the first to who comes, the others at a call each."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "frames"
        path.write_bytes(b"\n".join(said))
        command = [sys.executable, "-m", "tests.bench.pixel_bare", str(path), str(terms.commit_delay_s)]
        process = subprocess.Popen(command, cwd=ROOT, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        try:
            port = int(process.stdout.readline())
            line, numbers = Caller(port, ""), (number(nth) for nth in range(1, len(said)))

            def call() -> str:
                assert line.ask("POST", "/", b"{}").status == 200
                return next(numbers)

            with placed(process.pid, terms):
                yield Side(address=f"{page_of(port)}#key=none", port=port, pid=process.pid, before=_nothing, call=call)
        finally:
            process.communicate()


def _nothing() -> None:
    """Do nothing: a bare socket has nobody to finish with."""


def application(feed: Feed) -> Application:
    """Return the server's table."""
    files = {"default_filename": "index.html"}
    return Application(
        [
            ("/", Call, {"feed": feed}),
            ("/ws", Screen, {"feed": feed}),
            ("/words/(.+)[.]json", Words),
            ("/theme.css", Look),
            ("/theme/icon", Icon),
            ("/hall/(.*)", StaticFileHandler, files | {"path": str(PAGE.folder)}),
            ("/shared/(.*)", StaticFileHandler, files | {"path": str(ROOT / "hallserver" / "shared")}),
        ],
        log_function=lambda _handler: None,
    )


async def main(said: list[bytes], delay_s: float) -> None:
    """Serve on a free port of the loopback, say which, until the line that started us closes."""
    server = HTTPServer(application(Feed([text_frame(message) for message in said], delay_s)))
    [listening] = bind_sockets(0, "127.0.0.1", socket.AF_INET)
    server.add_socket(listening)
    sys.stdout.write(f"{listening.getsockname()[1]}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]).read_bytes().splitlines(), float(sys.argv[2])))
