# SPDX-License-Identifier: Apache-2.0
"""Who knocks at the door in these tests: clerks who work, and raw connections that do not keep to the rules."""

import base64
import json
import os
import select
import signal
import socket
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.stories.caller import Caller, together
from tests.stories.server_process import HallProcess, Prepared

PATIENCE_S = 60.0
STRANGER = "127.0.0.2"
"""Source address of whoever attacks: clerks are at 127.0.0.1."""
FINAL, MASKED = 0x80, 0x80
TEXT, BINARY, CONTINUATION, CLOSE, PING, PONG = 0x1, 0x2, 0x0, 0x8, 0x9, 0xA


@contextmanager
def limited(path: Path, *parts: str, **limits: float) -> Iterator[HallProcess]:
    """Serve the folder with these limits instead of the shipped ones; ended at the end."""
    command = ["-m", "tests.faults.serve_limits", "--data", path, "--limits", json.dumps(limits), *parts]
    server = HallProcess(command, path.with_suffix(f".{len(list(path.parent.iterdir()))}.log"), quick=True)
    try:
        yield server
    finally:
        if server.running:
            server.kill()


def worst_lag_ms(server: HallProcess) -> float:
    """Return the longest uninterrupted work of the server's loop since this was last asked, in milliseconds of processor time."""
    stdout = server._process.stdout
    assert stdout is not None
    os.kill(server.pid, signal.SIGUSR1)
    ready, _, _ = select.select([stdout], [], [], PATIENCE_S)
    assert ready, "the loop did not answer"
    return float(stdout.readline())


def dial(port: int, source: str = STRANGER) -> socket.socket:
    """Connect from this address."""
    return socket.create_connection(("127.0.0.1", port), PATIENCE_S, (source, 0))


def until(is_so: Callable[[], bool], patience_s: float = PATIENCE_S) -> bool:
    """Wait until something is so; tell whether it came to be."""
    end_s = time.monotonic() + patience_s
    while not is_so():
        if time.monotonic() > end_s:
            return False
        time.sleep(0.01)
    return True


def ended(knocker: socket.socket, patience_s: float = PATIENCE_S) -> bytes:
    """Read until the other end has closed; return what it said. Raises TimeoutError when it does not close."""
    said, end_s = b"", time.monotonic() + patience_s
    while time.monotonic() < end_s:
        knocker.settimeout(max(0.01, end_s - time.monotonic()))
        try:
            piece = knocker.recv(65536)
        except ConnectionError:
            return said
        if not piece:
            return said
        said += piece
    raise TimeoutError


# ---- clerks ----


class Clerks:
    """Clerks who finish one visitor and call the next, as fast as they are answered."""

    def __init__(self, server: HallProcess, hall: Prepared) -> None:
        """Let each take the first visitor."""
        self._server, self._proofs = server, [clerk.proof for clerk in hall.clerks]
        for proof in self._proofs:
            with server.caller(proof) as caller:
                assert caller.command("call-next").status == 200

    def p95_ms(self, each: int) -> float:
        """Let each handle so many visitors; return the time of an answer below which 95 of 100 were."""

        def work(number: int) -> list[float]:
            with self._server.caller(self._proofs[number]) as caller:
                return [self._one_ms(caller) for _ in range(each)]

        times = sorted(ms for took_ms in together(len(self._proofs), work) for ms in took_ms)
        return times[int(0.95 * len(times))]

    def _one_ms(self, caller: Caller) -> float:
        begun_s = time.perf_counter()
        said = caller.command("finish-and-call")
        took_ms = 1000 * (time.perf_counter() - begun_s)
        assert said.status == 200, said.body
        assert said.json["result"]["ticket"] is not None, "the test has too few visitors"
        return took_ms

    def best_p95_ms(self, rounds: int, each: int) -> float:
        """Return the best of some rounds: what slows the machine for a while is not in all of them, what the door does is."""
        return min(self.p95_ms(each) for _ in range(rounds))


# ---- WebSockets without manners ----


def frame(
    opcode: int, payload: bytes = b"", *, final: bool = True, masked: bool = True, says: int | None = None, reserved: int = 0
) -> bytes:
    """Return a client's frame, right or wrong. ``says``: the length that its header claims."""
    length = len(payload) if says is None else says
    first, mask_bit = (FINAL if final else 0) | reserved | opcode, MASKED if masked else 0
    if length < 126:
        head = struct.pack("!BB", first, mask_bit | length)
    elif length < 0x10000:
        head = struct.pack("!BBH", first, mask_bit | 126, length)
    else:
        head = struct.pack("!BBQ", first, mask_bit | 127, length)
    return head + (b"\0\0\0\0" if masked else b"") + payload  # the mask of zeros leaves the payload as it is


class Rude:
    """A raw WebSocket connection."""

    def __init__(self, port: int, path: str, *, first: dict[str, Any] | None = None, source: str = STRANGER) -> None:
        """Shake hands and say who is there."""
        self.socket = dial(port, source)
        key = base64.b64encode(b"0123456789abcdef").decode()
        self.socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        self._heard = bytearray()
        head = self._until(b"\r\n\r\n")
        assert b" 101 " in head.partition(b"\r\n")[0], head
        if first is not None:
            self.send(frame(TEXT, json.dumps(first).encode()))

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._heard:
            piece = self.socket.recv(65536)
            assert piece, "closed while shaking hands"
            self._heard += piece
        head, _, rest = bytes(self._heard).partition(mark)
        self._heard = bytearray(rest)
        return head

    def send(self, raw: bytes) -> bool:
        """Send bytes as they are; False when the line is gone."""
        try:
            self.socket.sendall(raw)
        except OSError:
            return False
        return True

    def hear(self, patience_s: float = PATIENCE_S) -> tuple[int, bytes]:
        """Return the next frame of the server as (opcode, payload); (-1, b"") when the line is gone."""
        while (parsed := self._parsed()) is None:
            self.socket.settimeout(patience_s)
            try:
                piece = self.socket.recv(65536)
            except ConnectionError:
                return -1, b""
            if not piece:
                return -1, b""
            self._heard += piece
        return parsed

    def hear_of(self, member: bytes) -> bytes:
        """Return the next message that has this member, whatever comes before; the line must not end."""
        while True:
            opcode, payload = self.hear()
            assert opcode in {TEXT, PING}, f"closed before {member!r}: {payload!r}"
            if b'"' + member + b'"' in payload:
                return payload

    def _parsed(self) -> tuple[int, bytes] | None:
        if len(self._heard) < 2:
            return None
        length, at = self._heard[1] & 0x7F, 2
        if length >= 126:
            wide = 2 if length == 126 else 8
            length, at = int.from_bytes(self._heard[2 : 2 + wide], "big"), 2 + wide
        if len(self._heard) < at + length:
            return None
        opcode, payload = self._heard[0] & 0xF, bytes(self._heard[at : at + length])
        del self._heard[: at + length]
        return opcode, payload

    def end(self) -> int | None:
        """Read on until the line is gone; return the code of the close frame, None without one."""
        code = None
        while True:
            opcode, payload = self.hear()
            if opcode == -1:
                return code
            if opcode == CLOSE:
                code = int.from_bytes(payload[:2], "big")

    def close(self) -> None:
        """Hang up."""
        self.socket.close()
