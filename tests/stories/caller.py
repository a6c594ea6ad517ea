# SPDX-License-Identifier: Apache-2.0
"""A client that costs little: one kept connection, one request at a time; and many of them at the same moment."""

import json
import socket
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import TracebackType
from typing import Any, Self, TypeVar

from msgspec import Struct

T = TypeVar("T")
_PATIENCE_S = 60.0


class Unheard(Exception):
    """No whole answer came: nobody listens, or the server ended while it was asked."""


class Said(Struct, frozen=True, kw_only=True):
    """An answer: status, headers (names in lower case), body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        """Return the body, which must be a JSON object."""
        read: dict[str, Any] = json.loads(self.body)
        return read

    @property
    def result(self) -> dict[str, Any]:
        """Return what a command came to; it must not have been refused."""
        assert self.status == 200, self.body.decode()
        result: dict[str, Any] = self.json["result"]
        return result

    @property
    def refusal(self) -> tuple[int, str]:
        """Return status and key of a refusal, which must be a whole problem."""
        assert self.headers["content-type"] == "application/problem+json", self.body.decode()
        problem = self.json
        assert problem["status"] == self.status
        return self.status, problem["key"]


class Caller:
    """One connection to the server on this machine, kept from request to request."""

    def __init__(self, port: int, proof: str, source: str = "") -> None:
        """Connect, from ``source`` if given. ``proof`` is a whole Authorization header, or empty. Raises Unheard."""
        self._host, self._proof = f"127.0.0.1:{port}", proof
        try:
            self._socket = socket.create_connection(("127.0.0.1", port), _PATIENCE_S, (source, 0) if source else None)
        except OSError as error:
            raise Unheard(str(error)) from error
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._file = self._socket.makefile("rb")

    def __enter__(self) -> Self:
        """Use it for a while."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Hang up."""
        self._file.close()
        self._socket.close()

    def command(self, name: str, fields: object = None, *, key: str = "") -> Said:
        """Ask a command, with an Idempotency-Key if one is given. Raises Unheard."""
        body = json.dumps({} if fields is None else fields).encode()
        return self.ask("POST", f"/api/v1/commands/{name}", body, {"Idempotency-Key": key} if key else {})

    def ask(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Said:
        """Make one request. Raises Unheard."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self._host}", f"Content-Length: {len(body)}"]
        lines += [f"Authorization: {self._proof}"] if self._proof else []
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        try:
            self._socket.sendall("\r\n".join([*lines, "", ""]).encode() + body)
            return self._answer()
        except (OSError, ValueError, IndexError) as error:
            raise Unheard(str(error)) from error

    def _answer(self) -> Said:
        status = int(self._file.readline().split()[1])
        headers: dict[str, str] = {}
        while line := self._file.readline().strip():
            name, _, value = line.decode().partition(":")
            headers[name.lower()] = value.strip()
        length = int(headers.get("content-length", "0"))
        body = self._file.read(length)
        if len(body) < length:
            raise ConnectionResetError
        return Said(status=status, headers=headers, body=body)


def together(count: int, act: Callable[[int], T]) -> list[T]:
    """Let ``count`` threads begin ``act(0)`` … at the same moment; return what each gave. The first error is raised."""
    barrier = Barrier(count)

    def begin(number: int) -> T:
        barrier.wait(_PATIENCE_S)
        return act(number)

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(begin, range(count)))
