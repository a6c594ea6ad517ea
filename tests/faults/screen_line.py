# SPDX-License-Identifier: Apache-2.0
"""The line of a screen to a server process, with the moment at which each message was heard."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from msgspec import Struct
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.stories.server_process import HallProcess


class Heard(Struct, frozen=True):
    """A message, and when it came in seconds of this process's monotonic clock."""

    at_s: float
    said: dict[str, Any]


class ScreenLine:
    """One screen that is signed in."""

    def __init__(self, connection: ClientConnection) -> None:
        """Keep the connection."""
        self.connection = connection
        self.last: dict[str, Heard] = {}
        """The last message that had each member."""

    def send(self, message: object) -> None:
        """Send JSON."""
        self.connection.send(json.dumps(message))

    def hear(self, member: str, within_s: float) -> Heard | None:
        """Return the next message that has this member; None when none came in time or the line was closed."""
        until_s = time.monotonic() + within_s
        while (left_s := until_s - time.monotonic()) > 0:
            try:
                said = json.loads(self.connection.recv(left_s))
            except (TimeoutError, ConnectionClosed):
                return None
            heard = Heard(time.monotonic(), said)
            self.last |= dict.fromkeys(said, heard)
            if member in said:
                return heard
        return None


@contextmanager
def screen_line(server: HallProcess, page: str, proof: dict[str, str], of: str = "") -> Iterator[ScreenLine]:
    """Open a page's line and say who is there. ``proof``: ``{"token"|"key"|"ticket": …}``."""
    with connect(f"ws://127.0.0.1:{server.port}/ws?page={page}&of={of}", proxy=None) as connection:
        line = ScreenLine(connection)
        line.send(proof)
        yield line
