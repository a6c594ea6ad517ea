# SPDX-License-Identifier: Apache-2.0
"""The yardstick: a Tornado server that does the least that could be done, in a process of its own.

| ask | it does |
|---|---|
| ``POST /`` | reads the JSON body, answers with JSON of the asked size |
| ``POST /late`` | the same, later by the commit's delay |
| ``POST /kept`` | the same after one durable insert: SQLite, WAL, ``synchronous=FULL``, a transaction of its own |
| ``POST /told`` | the same as ``/kept``, and writes one ready frame to every socket that is connected |
| ``POST /each`` | keeps nothing, and writes a ready frame of its own to every socket |
| ``GET /ws`` | a WebSocket that is only written to |
"""

import argparse
import asyncio
import json
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketHandler

from tests.bench.house import placed
from tests.bench.measure import Terms
from tests.stories.server_process import ROOT, environment

INSERT = "INSERT INTO kept (at, body) VALUES (?, ?)"


class Store:
    """One table in a file of its own, every insert durable."""

    def __init__(self, path: Path, delay_s: float = 0) -> None:
        """Make the file; ``delay_s``: what a commit takes longer."""
        self._delay_s = delay_s
        self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode=wal", "synchronous=full"):
            self._database.execute(f"PRAGMA {pragma}")
        self._database.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, at REAL, body BLOB)")

    def keep(self, body: bytes) -> float:
        """Insert one row and wait until it is on the disk; return the seconds that took."""
        began_s = time.perf_counter()
        self._database.execute("BEGIN IMMEDIATE")
        self._database.execute(INSERT, (time.monotonic(), body))
        if self._delay_s:
            time.sleep(self._delay_s)
        self._database.execute("COMMIT")
        return time.perf_counter() - began_s

    def close(self) -> None:
        """Close the file."""
        self._database.close()


class Bare(RequestHandler):
    """Reads JSON, answers JSON."""

    def initialize(self, answer: bytes, act: "Act") -> None:
        """Keep the answer, ready made, and what is done with the body before."""
        self._answer, self._act = answer, act

    def post(self) -> None:
        """Answer like a command is answered, without asking anything."""
        json.loads(self.request.body)
        self._act(self.request.body)
        self.set_header("Content-Type", "application/json")
        self.finish(self._answer)


Act = Callable[[bytes], object]
"""What is done with a body before the answer."""


class Late(RequestHandler):
    """The same on a slow disk that makes any number durable at once: each answer comes so much later as a commit takes longer."""

    def initialize(self, answer: bytes, delay_s: float) -> None:
        """Keep the answer, ready made, and the delay."""
        self._answer, self._delay_s = answer, delay_s

    async def post(self) -> None:
        """Answer late."""
        json.loads(self.request.body)
        await asyncio.sleep(self._delay_s)
        self.set_header("Content-Type", "application/json")
        self.finish(self._answer)


class Line(WebSocketHandler):
    """A socket that is only written to."""

    def initialize(self, lines: "set[Line]", frame_bytes: int) -> None:
        """Keep the set of all, and how long a frame is to be."""
        self._lines = lines
        self._frame_bytes = frame_bytes

    def open(self, *_: str, **__: str) -> None:
        """Join, with a frame that no other has."""
        self.set_nodelay(True)
        self.frame = frame_of(json_of(self._frame_bytes, len(self._lines)))
        self._lines.add(self)

    def on_message(self, message: str | bytes) -> None:
        """Listen to nothing."""

    def on_close(self) -> None:
        """Leave."""
        self._lines.discard(self)

    def tell(self, frame: bytes) -> None:
        """Send a ready frame: the operating system's own call, nothing before it."""
        stream = getattr(self.ws_connection, "stream", None)
        if stream is not None:
            stream.socket.send(frame)


class Yardstick(Struct, frozen=True, kw_only=True):
    """The running yardstick."""

    port: int
    pid: int


@contextmanager
def bare(terms: Terms, *, answer_bytes: int = 700, frame_bytes: int = 900) -> Iterator[Yardstick]:
    """Run the yardstick under these terms, with answers and frames of these sizes."""
    sizes = ["--answer-bytes", str(answer_bytes), "--frame-bytes", str(frame_bytes)]
    command = [sys.executable, "-m", "tests.bench.bare", *sizes, "--commit-delay-s", str(terms.commit_delay_s)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        port = int(process.stdout.readline())
        with placed(process.pid, terms):
            yield Yardstick(port=port, pid=process.pid)
    finally:
        process.communicate()


@contextmanager
def kept(terms: Terms) -> Iterator[Store]:
    """Give a store of our own under these terms, to time a bare durable insert."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "kept.sqlite3", terms.commit_delay_s)
        try:
            yield store
        finally:
            store.close()


def json_of(size: int, number: int = 0) -> bytes:
    """Return a JSON object of about this size, with a number in it."""
    return json.dumps({"seq": 1, "events": [number], "result": "x" * max(0, size - 40)}).encode()


def frame_of(payload: bytes) -> bytes:
    """Return the text frame of a payload of 126 to 65,535 bytes."""
    return b"\x81\x7e" + len(payload).to_bytes(2, "big") + payload


def application(given: argparse.Namespace, folder: Path) -> Application:
    """Return the server's table."""
    lines: set[Line] = set()
    store, frame = Store(folder / "kept.sqlite3", given.commit_delay_s), frame_of(json_of(given.frame_bytes))

    def tell_all(body: bytes) -> None:
        store.keep(body)
        for line in lines:
            line.tell(frame)

    def tell_each(_: bytes) -> None:
        for line in lines:
            line.tell(line.frame)

    acts: dict[str, Act] = {"/": lambda _: None, "/kept": store.keep, "/told": tell_all, "/each": tell_each}
    answer = json_of(given.answer_bytes)
    return Application(
        [
            *((path, Bare, {"answer": answer, "act": act}) for path, act in acts.items()),
            ("/late", Late, {"answer": answer, "delay_s": given.commit_delay_s}),
            ("/ws", Line, {"lines": lines, "frame_bytes": given.frame_bytes}),
        ],
        log_function=lambda _handler: None,
    )


async def main() -> None:
    """Serve on a free port of the loopback, say which, until the line that started us closes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--answer-bytes", type=int, default=700)
    parser.add_argument("--frame-bytes", type=int, default=900)
    parser.add_argument("--commit-delay-s", type=float, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = HTTPServer(application(given, Path(folder)))
        [listening] = bind_sockets(0, "127.0.0.1", socket.AF_INET)
        server.add_socket(listening)
        sys.stdout.write(f"{listening.getsockname()[1]}\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
