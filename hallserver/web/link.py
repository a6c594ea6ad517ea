# SPDX-License-Identifier: Apache-2.0
"""What page and device sockets have in common: flood guard, deadline of the first message, how they end."""

import logging
import socket
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING

from tornado.web import HTTPError
from tornado.websocket import WebSocketHandler, WebSocketProtocol, WebSocketProtocol13

from hallserver.clock import Cancellable
from hallserver.core.errors import HallError, NotSignedIn, TooOften
from hallserver.web.handler import DoorHandler
from hallserver.web.lean import LeanProtocol, forget_handshake
from hallserver.web.outlet import Outlet
from hallserver.web.place import place_of
from hallserver.web.policy import Route
from hallserver.web.throttle import Bucket

if TYPE_CHECKING:
    from hallserver.web.door import Door

log = logging.getLogger(__name__)
CLOSE_REFUSED = 4403
CLOSE_TOO_MUCH = 1008
CLOSE_GOING = 1001
PING = b"\x89\x00"
"""A whole ping frame; every client answers it by itself (RFC 6455, section 5.5.2)."""


class CountedProtocol(LeanProtocol):
    """Frames as Tornado reads them, but not endlessly many: pings and pieces of messages count as well."""

    counts: "SocketHandler"

    async def _receive_frame(self) -> None:
        try:
            await super()._receive_frame()
        except UnicodeDecodeError:
            self._abort()  # the reason of a close frame must be UTF-8; Tornado would log its failure to read it
        if not self.counts.within_frames():
            # Whoever floods does not wait for a closing handshake, and each further frame costs the others.
            self._abort()


class SocketHandler(DoorHandler, WebSocketHandler):
    """What page and device sockets have in common: flood guard, deadline of the first message, and how they end."""

    speaks = "page"
    quick = False

    def initialize(self, door: "Door", route: Route) -> None:
        """Begin with nobody known."""
        super().initialize(door, route)
        self.outlet = Outlet(self, door.limits.max_unsent, self._too_slow)
        self.bucket = Bucket(self.most_per_s(), door.clock.mono)
        self.frames = Bucket(2 * self.most_per_s(), door.clock.mono)
        self.early = 0
        """Frames before it was known who is there."""
        self.known = False
        self.ended = False
        self.unanswered = 0
        """Beats since the last sign of life from the other end."""
        self.leaves: list[Callable[[], None]] = []
        self._deadline: Cancellable | None = None

    def prepare(self) -> None:
        """Say plainly what this address is to whoever comes without asking for a socket."""
        super().prepare()
        if self.request.headers.get("Upgrade", "").lower() != "websocket":
            raise HTTPError(HTTPStatus.BAD_REQUEST)

    def most_per_s(self) -> float:
        """Return how many messages a second this link may send."""
        return self.door.limits.messages_per_s

    def get_websocket_protocol(self) -> WebSocketProtocol | None:
        """Return what reads this link's frames; None for a version of the protocol that is not spoken here."""
        usual = super().get_websocket_protocol()
        if not isinstance(usual, WebSocketProtocol13):
            return usual
        counted = CountedProtocol(self, mask_outgoing=False, params=usual.params)
        counted.counts = self
        return counted

    def check_origin(self, origin: str) -> bool:  # noqa: ARG002 - Tornado's signature
        """Accept: ``prepare`` has compared the origin exactly."""
        return True

    def open(self, *_args: str, **_kwargs: str) -> None:
        """Count the link in and start the deadline of the first message."""
        self.set_nodelay(True)
        self._keep_little()
        self.leaves.append(self.door.links.add(self, place_of(self.address)))
        gauge = self.door.metrics.links.labels(self.label)
        gauge.inc()
        self.leaves.append(gauge.dec)
        self._deadline = self.door.clock.call_later(self.door.limits.first_message_s, self._too_late)
        if self.door.links.is_full:
            self.refuse(TooOften("links-too-many"))
        forget_handshake(self)

    def come_in(self) -> None:
        """Note that it is known who is there."""
        self.known = True
        self._stop_deadline()

    def _stop_deadline(self) -> None:
        # An alarm that nobody needs any more would keep all that hangs on this link alive.
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _keep_little(self) -> None:
        stream = getattr(self.ws_connection, "stream", None)
        if stream is not None and not stream.closed():
            stream.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, self.door.limits.send_buffer)

    def on_close(self) -> None:
        """Undo whatever this link had begun."""
        self.ended = True
        self._stop_deadline()
        for leave in reversed(self.leaves):
            leave()
        self.leaves.clear()

    def leave(self) -> None:
        """Close because the server stops; the client comes back by itself."""
        self.end(CLOSE_GOING, "stopping")

    def crowd_out(self) -> None:
        """Say that there are too many, and cut: whoever floods must not keep the line open by leaving the close unanswered."""
        self.refuse(TooOften("links-too-many"))
        self._abort()

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

    def probe(self) -> None:
        """Ask for a sign of life; cut the link when too many stayed unanswered.

        Beats are counted, not seconds: after a stall of our own all links would look silent at once.
        """
        if self.unanswered >= self.door.limits.silent_beats and not self.ended:
            self._cut("silent")
            return
        self.unanswered += 1
        self.outlet.tick(PING)

    def on_pong(self, data: bytes) -> None:  # noqa: ARG002 - Tornado's signature
        """Take it as a sign of life."""
        self.unanswered = 0

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
        self.unanswered = 0
        if self.bucket.take():
            return True
        self.flooded()
        return False

    def within_frames(self) -> bool:
        """Count a frame in, of whatever kind; False when there are too many and the link is to be cut."""
        self.early += not self.known
        if self.early <= self.door.limits.early_frames and self.frames.take():
            return True
        self.flooded()
        return False

    @property
    def secret(self) -> str:
        """Return what the other end has shown to be let in; empty: nothing yet."""
        raise NotImplementedError

    def flooded(self) -> None:
        """Refuse whoever sends too much, also for a while after."""
        if not self.ended:
            log.warning("a link of %s sends more than %s messages a second", self.label, self.most_per_s())
            if self.known:
                self.door.floods.add(self.secret)
            self.refuse(self.too_many())

    def too_many(self) -> TooOften:
        """Return the refusal of a flood."""
        return TooOften("messages-too-many", most=int(self.most_per_s()))

    def _too_late(self) -> None:
        if not self.known and not self.ended:
            self.refuse(NotSignedIn("sign-in-late"))

    def _too_slow(self) -> None:
        self._cut("slow")

    def _cut(self, cause: str) -> None:
        # A closing handshake would only wait behind what the other side does not read.
        self.ended = True
        self.door.metrics.dropped.labels(cause).inc()
        self._abort()

    def _abort(self) -> None:
        if self.ws_connection is not None:
            self.ws_connection._abort()  # noqa: SLF001 - Tornado has no public way to cut without waiting
