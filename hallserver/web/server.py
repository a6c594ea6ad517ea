# SPDX-License-Identifier: Apache-2.0
"""Builds the door: one Tornado application from its parts, and what its HTTP server must be told."""

from functools import cache, partial
from typing import Any

import tornado
from tornado.httputil import HTTPServerRequest, RequestStartLine
from tornado.web import Application

from hallserver.web.api import CommandHandler
from hallserver.web.door import Door, Parts
from hallserver.web.handler import UnknownAddress
from hallserver.web.openapi import describe
from hallserver.web.policy import Route, check_routes
from hallserver.web.quick import Refused, ShortWay
from hallserver.web.routes import routes_of

LEAST_TORNADO = (6, 5, 5)
"""Older ones can be stalled by crafted requests: CVE-2025-67725, CVE-2025-67726, CVE-2025-47287, CVE-2026-31958."""


class TornadoTooOld(Exception):
    """This Tornado has known faults; the door does not open."""

    def __init__(self, version: tuple[int, ...]) -> None:
        """Name both versions."""
        self.found, self.least = (".".join(map(str, it[:3])) for it in (version, LEAST_TORNADO))
        super().__init__(f"Tornado {self.found} is too old, at least {self.least} is needed")


class HallApplication(Application):
    """The door as Tornado sees it. ``start`` it on the running loop once its server listens; ``stop`` it before the service."""

    def __init__(self, door: Door, routes: tuple[Route, ...]) -> None:
        """Hang every row of the table on its handler."""
        self.door = door
        super().__init__(
            [(row.pattern, row.handler, {"door": door, "route": row, **row.args}) for row in routes],
            default_handler_class=UnknownAddress,
            default_handler_args={"door": door, "route": Route(path="unknown", handler=UnknownAddress, operations={})},
            log_function=lambda _handler: None,
            openapi=cache(partial(describe, routes)),  # made when it is first asked for: it is a tenth of a start
            **door.limits.settings(),
        )
        row = next((row for row in routes if row.handler is CommandHandler), None)
        self._short_way = None if row is None else ShortWay(door, row, self._refuse)

    def find_handler(self, request: HTTPServerRequest, **kwargs: Any) -> Any:  # noqa: ANN401 - a delegate, Tornado's own or ours
        """Return what reads and answers this request: for a usual command the short way."""
        taken = self._short_way.take(request) if self._short_way is not None else None
        return taken or super().find_handler(request, **kwargs)

    def _refuse(self, request: HTTPServerRequest, name: str, body: bytes, refusal: Exception) -> None:
        assert self._short_way is not None
        told = {"door": self.door, "route": self._short_way.route, "body": body, "refusal": refusal}
        start = RequestStartLine(request.method or "", request.uri or "", request.version)
        self.get_handler_delegate(request, Refused, told, [name.encode()]).headers_received(start, request.headers)

    def start(self) -> None:
        """Begin to beat and to expect the paired devices."""
        self.door.start()

    async def stop(self) -> None:
        """Close every link; what was asked before is still answered by the service."""
        await self.door.stop()


def make_web(parts: Parts, routes: tuple[Route, ...] | None = None) -> tuple[HallApplication, dict[str, Any]]:
    """Return the application and the options of its ``HTTPServer``. A test may hand in another table of routes.

    Raises TornadoTooOld, and RouteFault when a route has no policy.
    """
    check_tornado()
    routes = routes_of(parts.pages) if routes is None else routes
    check_routes(routes)
    return HallApplication(Door(parts), routes), parts.limits.http_options()


def check_tornado(version: tuple[int, ...] | None = None) -> None:
    """Raise TornadoTooOld for one with known faults; without a version for the one that is installed."""
    version = tornado.version_info if version is None else version
    if tuple(version[:3]) < LEAST_TORNADO:
        raise TornadoTooOld(version)
