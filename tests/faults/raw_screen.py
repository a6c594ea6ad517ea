# SPDX-License-Identifier: Apache-2.0
"""A screen as bare bytes on a socket: it can stop to read, and it answers no ping unless it is read."""

import json
import os
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.stories.server_process import HallProcess

TEXT, PING, PONG = 1, 9, 10
PATIENCE_S = 60.0


class RawScreen:
    """The line of one screen. ``small``: with as little room for what it has not read as the kernel allows."""

    def __init__(self, port: int, page: str, key: str, *, small: bool = False) -> None:
        """Connect and say who it is."""
        self.socket = socket.socket()
        self.socket.settimeout(PATIENCE_S)
        if small:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.connect(("127.0.0.1", port))
        self.port = int(self.socket.getsockname()[1])
        self.socket.sendall(
            (
                f"GET /ws?page={page}&of=main HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
            ).encode()
        )
        self.file = self.socket.makefile("rb")
        while self.file.readline().strip():
            continue
        self.send({"key": key})

    def send(self, message: object, kind: int = TEXT) -> None:
        """Send one frame, masked as a client must."""
        body = message if isinstance(message, bytes) else json.dumps(message).encode()
        assert len(body) < 126
        mask = os.urandom(4)
        self.socket.sendall(bytes([0x80 | kind, 0x80 | len(body)]) + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(body)))

    def hear(self) -> dict[str, Any]:
        """Return the next message; answer pings on the way. Raises OSError or EOFError when the line has ended."""
        while True:
            head = self._read(2)
            length = head[1] & 0x7F
            if length == 126:
                (length,) = struct.unpack("!H", self._read(2))
            elif length == 127:
                (length,) = struct.unpack("!Q", self._read(8))
            body = self._read(length)
            if head[0] & 0x0F == PING:
                self.send(body, PONG)
            elif head[0] & 0x0F == TEXT:
                message: dict[str, Any] = json.loads(body)
                return message
            else:
                raise EOFError

    def hear_of(self, name: str) -> dict[str, Any]:
        """Return the next message that has this member."""
        while name not in (message := self.hear()):
            continue
        return message

    def cut(self) -> None:
        """End the connection with a reset, as a screen that lost its power and came back."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close()

    def close(self) -> None:
        """End the connection."""
        self.file.close()
        self.socket.close()

    def _read(self, length: int) -> bytes:
        found = self.file.read(length)
        if len(found) < length:
            raise EOFError
        return found


@contextmanager
def serving_line(path: Path, *without: str, **limits: float) -> Iterator[HallProcess]:
    """Serve the folder with these limits, without these protections; killed at the end if it still runs."""
    parts = [part for name in without for part in ("--without", name)]
    command = ["-m", "tests.faults.serve_line", "--data", path, "--limits", json.dumps(limits), *parts]
    server = HallProcess(command, path.with_suffix(".log"))
    try:
        yield server
    finally:
        if server.running:
            server.kill()
