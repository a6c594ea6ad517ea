# SPDX-License-Identifier: Apache-2.0
"""Every open socket: beats, and the regular question whether it may still be open."""

from collections.abc import Callable
from typing import Protocol

import msgspec

from hallserver import wire
from hallserver.clock import Clock
from hallserver.service import Service
from hallserver.web.frames import text_frame
from hallserver.web.hub import Hub
from hallserver.web.limits import Limits


class Link(Protocol):
    """One open socket."""

    speaks: str
    """``page`` or ``wire``: which beat it understands."""
    quick: bool
    """Whether it hears the quick beat too."""

    def recheck(self) -> None:
        """Close if the one at the other end has no business here any more."""

    def probe(self) -> None:
        """Ask for a sign of life; cut the link when too many stayed unanswered."""

    def tick(self, frame: bytes) -> None:
        """Send this beat."""

    def leave(self) -> None:
        """Close because the server stops."""


class Links:
    """The open sockets of one door."""

    def __init__(self, service: Service, clock: Clock, hub: Hub, limits: Limits) -> None:
        """Begin with none; ``start`` begins the beat."""
        self._service = service
        self._clock = clock
        self._hub = hub
        self._limits = limits
        self._links: set[Link] = set()
        self._running = False

    def __len__(self) -> int:
        """Return how many are open."""
        return len(self._links)

    def add(self, link: Link) -> Callable[[], None]:
        """Count the link in; returns how to count it out."""
        self._links.add(link)
        return lambda: self._links.discard(link)

    def recheck(self) -> None:
        """Ask every link whether it may stay: after a sign-out or a revoked key at once, else at each beat."""
        for link in list(self._links):
            link.recheck()

    def start(self) -> None:
        """Begin the beat."""
        self._running = True
        self._clock.call_later(self._limits.beat_s, self._beat)
        self._clock.call_later(self._limits.quick_beat_s, self._quick_beat)

    def stop(self) -> None:
        """End the beat and close all links."""
        self._running = False
        for link in list(self._links):
            link.leave()

    def _beat(self) -> None:
        if not self._running:
            return
        self._clock.call_later(self._limits.beat_s, self._beat)
        self.recheck()
        self._hub.beat()
        frames = self._frames()
        for link in list(self._links):
            link.tick(frames[link.speaks])
            link.probe()

    def _quick_beat(self) -> None:
        if not self._running:
            return
        self._clock.call_later(self._limits.quick_beat_s, self._quick_beat)
        frames = self._frames()
        for link in [link for link in self._links if link.quick]:
            link.tick(frames[link.speaks])

    def _frames(self) -> dict[str, bytes]:
        seq = self._service.committed
        page = msgspec.json.encode({"beat": self._clock.now(), "seq": seq})
        return {"page": text_frame(page), "wire": text_frame(wire.encode(wire.Beat(seq=seq, sent_s=self._clock.mono())).encode())}
