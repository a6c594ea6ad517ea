# SPDX-License-Identifier: Apache-2.0
"""What page and device sockets have in common: flood guard, deadline of the first message, how they end."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from tornado.websocket import WebSocketHandler

from hallserver.core.errors import HallError, NotSignedIn, TooOften
from hallserver.web.handler import DoorHandler
from hallserver.web.outlet import Outlet
from hallserver.web.policy import Route
from hallserver.web.throttle import Bucket

if TYPE_CHECKING:
    from hallserver.web.door import Door

log = logging.getLogger(__name__)
CLOSE_REFUSED = 4403
CLOSE_TOO_MUCH = 1008
CLOSE_GOING = 1001


class SocketHandler(DoorHandler, WebSocketHandler):
    """What page and device sockets have in common: flood guard, deadline of the first message, and how they end."""

    speaks = "page"

    def initialize(self, door: "Door", route: Route) -> None:
        """Begin with nobody known."""
        super().initialize(door, route)
        self.outlet = Outlet(self, door.limits.max_unsent, self._cut_slow)
        self.bucket = Bucket(self.most_per_s(), door.clock.mono)
        self.known = False
        self.ended = False
        self.leaves: list[Callable[[], None]] = []

    def most_per_s(self) -> float:
        """Return how many messages a second this link may send."""
        return self.door.limits.messages_per_s

    def check_origin(self, origin: str) -> bool:  # noqa: ARG002 - Tornado's signature
        """Accept: ``prepare`` has compared the origin exactly."""
        return True

    def open(self, *_args: str, **_kwargs: str) -> None:
        """Count the link in and start the deadline of the first message."""
        self.set_nodelay(True)
        self.leaves.append(self.door.links.add(self))
        gauge = self.door.metrics.links.labels(self.label)
        gauge.inc()
        self.leaves.append(gauge.dec)
        self.door.clock.call_later(self.door.limits.first_message_s, self._too_late)
        if len(self.door.links) > self.door.limits.max_links:
            self.refuse(TooOften("links-too-many"))

    def on_close(self) -> None:
        """Undo whatever this link had begun."""
        self.ended = True
        for leave in reversed(self.leaves):
            leave()
        self.leaves.clear()

    def leave(self) -> None:
        """Close because the server stops; the client comes back by itself."""
        self.end(CLOSE_GOING, "stopping")

    def end(self, code: int, cause: str) -> None:
        """Close once, and count why."""
        if not self.ended:
            self.ended = True
            self.door.metrics.dropped.labels(cause).inc()
            self.close(code, cause)

    def recheck(self) -> None:
        """Close if the one at the other end has no business here any more."""
        raise NotImplementedError

    def tick(self, frame: bytes) -> None:
        """Send this beat once the other end is known."""
        if self.known:
            self.outlet.tick(frame)

    @property
    def label(self) -> str:
        """Return the name under which this link is counted."""
        return "device"

    def refuse(self, error: HallError) -> None:
        """Say why, and close."""
        raise NotImplementedError

    def within_rate(self) -> bool:
        """Count a message in; False when there are too many and the link is being closed."""
        if self.ended:
            return False
        if self.bucket.take():
            return True
        log.warning("a link of %s sends more than %s messages a second", self.label, self.most_per_s())
        self.refuse(TooOften("messages-too-many", most=int(self.most_per_s())))
        return False

    def _too_late(self) -> None:
        if not self.known and not self.ended:
            self.refuse(NotSignedIn("sign-in-late"))

    def _cut_slow(self) -> None:
        # A closing handshake would only wait behind what the slow side does not read.
        self.ended = True
        self.door.metrics.dropped.labels("slow").inc()
        if self.ws_connection is not None:
            self.ws_connection._abort()  # noqa: SLF001 - Tornado has no public way to cut without waiting
