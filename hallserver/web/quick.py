# SPDX-License-Identifier: Apache-2.0
"""The short way of a command: what most requests for one look like is checked, asked and answered without a handler of Tornado's.

The checks are those of ``DoorHandler`` and ``CommandHandler``, in their order. A request that is not as usual, or
that any of them refuses, takes the plain way from its beginning: up to then nothing has been done but looking.
Tests send the same requests both ways and compare the answers.
"""

import asyncio
from collections.abc import Callable
from email.utils import formatdate
from typing import TYPE_CHECKING

import msgspec
from tornado.httputil import HTTPHeaders, HTTPMessageDelegate, HTTPServerRequest, RequestStartLine, ResponseStartLine
from tornado.web import HTTPError

from hallserver.answers import Answer
from hallserver.core.commands import BY_NAME
from hallserver.core.commands_report import DRAFTING
from hallserver.core.commands_site import WITH_PHOTOS
from hallserver.core.errors import HallError
from hallserver.core.roles import Actor
from hallserver.web import guard
from hallserver.web.answering import on_the_wire
from hallserver.web.api import CommandHandler
from hallserver.web.decoding import read_command
from hallserver.web.policy import Route

if TYPE_CHECKING:
    from hallserver.web.door import Door

_OK = 200
_PLAIN = frozenset({*WITH_PHOTOS, *DRAFTING})
"""Commands that take the plain way: photos are drawn anew, and reports made, before anybody decides."""
_END = {False: b"\r\n\r\n", True: b"\r\nConnection: close\r\n\r\n"}
_DIGITS_MOST = 9
"""Of a body's length."""
Refuse = Callable[[HTTPServerRequest, str, bytes, Exception], None]
"""Answers a refusal the plain way: (request, command's name, body, refusal)."""


class ShortWay:
    """What the short way's requests share: the door, the row of the route table, and the head of an answer by host."""

    def __init__(self, door: "Door", route: Route, refuse: Refuse) -> None:
        """Begin; ``route`` is the row of ``CommandHandler``."""
        self.door, self.route, self.refuse = door, route, refuse
        self._policy = route.operations["POST"].policy
        self._names = {route.path.partition("{")[0] + name: name for name, kind in BY_NAME.items() if kind not in _PLAIN}
        self._heads: dict[str, bytes] = {}
        self._dated_s = -1

    def take(self, request: HTTPServerRequest) -> "HTTPMessageDelegate | None":
        """Return what reads the rest of this request and answers it; None: it takes the plain way."""
        name = self._names.get(request.path or "")
        if request.method != "POST" or name is None or not self._as_usual(request):
            return None
        actor = self._checked(request)
        return None if actor is None else _Taken(self, request, name, actor)

    def _as_usual(self, request: HTTPServerRequest) -> bool:
        """Tell whether the request has a body of known size that is not too large, a bearer's proof, and a host as we write it."""
        headers = request.headers
        size = headers.get("Content-Length", "")
        return (
            request.version == "HTTP/1.1"
            and request.host in self.door.hosts
            and headers.get("Authorization", "").startswith("Bearer ")
            and len(size) < _DIGITS_MOST
            and size.isdecimal()
            and size.isascii()
            and int(size) <= self.door.limits.max_body
            and "Transfer-Encoding" not in headers
            and "Expect" not in headers
        )

    def _checked(self, request: HTTPServerRequest) -> Actor | None:
        """Return who asks, after the checks of ``DoorHandler.prepare``; None where one of them refuses."""
        try:
            guard.check_line(request, plain=self._policy.plain)
            guard.check_origin(request)
            asker = self.door.askers.bearer(request.headers["Authorization"].removeprefix("Bearer ").strip(), used=True)
            self._policy.check(asker.actor)
            guard.check_line(request, plain=False)
        except (HallError, HTTPError):
            return None
        is_device = asker.proof.way == "key" and self.door.demo is None
        return None if is_device and self.door.presence.has_twin(asker.actor.name, request.remote_ip or "") else asker.actor

    def answer(self, request: HTTPServerRequest, answer: Answer) -> None:
        """Send the answer and count the request."""
        body = msgspec.json.encode(on_the_wire(answer))
        connection = request.connection
        assert connection is not None
        # Tornado's own way of writing a head looks through each of its lines every time.
        connection.write(b"%b%d%b%b" % (self._head(request), len(body), _END[_closes(request)], body))
        connection.finish()
        self.door.metrics.answered(self.route.path, "POST", _OK, request.request_time())

    def _head(self, request: HTTPServerRequest) -> bytes:
        """Return the head of an answer at this host, which is one of ours, with the date of this second, up to the body's length."""
        now_s = int(self.door.clock.mono())
        if now_s != self._dated_s:
            self._dated_s, self._heads = now_s, {}
        head = self._heads.get(request.host)
        if head is None:
            names = {"Server": "", "Content-Type": "application/json; charset=utf-8", "Date": formatdate(usegmt=True)}
            names |= guard.headers_for(request) | {"Cache-Control": "no-store", "Content-Length": ""}
            lines = ["HTTP/1.1 200 OK", *(f"{name}: {value}" for name, value in names.items())]
            head = self._heads[request.host] = "\r\n".join(lines).encode()
        return head


class _Taken(HTTPMessageDelegate):
    """One request on the short way."""

    def __init__(self, way: ShortWay, request: HTTPServerRequest, name: str, actor: Actor) -> None:
        """Begin to read the body."""
        self._way, self._request, self._name, self._actor = way, request, name, actor
        self._body = bytearray()
        self._asked: asyncio.Future[Answer] | None = None

    def headers_received(self, start_line: RequestStartLine | ResponseStartLine, headers: HTTPHeaders) -> None:
        """Do nothing: they were looked at."""

    def data_received(self, chunk: bytes) -> None:
        """Take one piece of the body, which is not longer than it said."""
        self._body += chunk

    def finish(self) -> None:
        """Ask for what the body says."""
        try:
            self._actor.must_be_allowed(BY_NAME[self._name])
            command = read_command(self._name, bytes(self._body))
            self._asked = self._way.door.reading.ask(command, self._actor, self._request.headers.get("Idempotency-Key"))
            self._asked.add_done_callback(self._answered)
        except Exception as refusal:  # noqa: BLE001 - the plain way knows what to say, whatever it is
            self._refuse(refusal)

    def on_connection_close(self) -> None:
        """Do nothing: half a request asks for nothing."""

    def _answered(self, asked: "asyncio.Future[Answer]") -> None:
        if asked.cancelled():  # the server stops
            return
        refusal = asked.exception()
        if refusal is None:
            self._way.answer(self._request, asked.result())
        else:
            assert isinstance(refusal, Exception)
            self._refuse(refusal)

    def _refuse(self, refusal: Exception) -> None:
        self._way.refuse(self._request, self._name, bytes(self._body), refusal)


class Refused(CommandHandler):
    """Says why a command that went the short way came to nothing, as the plain way does."""

    def initialize(self, door: "Door", route: Route, body: bytes = b"", refusal: Exception | None = None) -> None:
        """Take the whole body, which is not read again."""
        super().initialize(door, route)
        self._body += body
        self._refusal_found = refusal or HTTPError(500)

    def prepare(self) -> None:
        """Refuse; who asks was checked before."""
        raise self._refusal_found


def _closes(request: HTTPServerRequest) -> bool:
    """Tell whether the connection ends with this answer, as HTTP/1.1 has it."""
    return request.headers.get("Connection", "").lower() == "close"
