# SPDX-License-Identifier: Apache-2.0
"""Every open socket: beats, and the regular question whether it may still be open."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Protocol

import msgspec

from hallserver import wire, words
from hallserver.clock import Clock
from hallserver.core.errors import TooOften
from hallserver.service import Service
from hallserver.web.frames import text_frame
from hallserver.web.hub import Hub
from hallserver.web.limits import Limits

AT_ONCE = 250
"""So many links hear a beat at the same moment; the others of a big hall follow, spread over the time until the next one: 5,000
answers to one ping are half a second in which nobody else would be heard."""


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

    def crowd_out(self) -> None:
        """Close at once, not knowing who is there: a newer one takes its place."""


class Links:
    """The open sockets of one door, counted by secret, and by address as long as it is not known who is there.

    Of one secret the newest is refused: its page tries again by itself until there is room, while two that close each other's
    oldest would never come to rest. Of the unknown the oldest goes: who is in earnest says at once who it is.
    """

    def __init__(self, service: Service, clock: Clock, hub: Hub, limits: Limits) -> None:
        """Begin with none; ``start`` begins the beat."""
        self._service = service
        self._clock = clock
        self._hub = hub
        self._limits = limits
        self._links: dict[Link, tuple[str, str]] = {}
        """Each with its way and secret, or with ``""`` and its address; in the order in which they came."""
        self._counts: Counter[tuple[str, str]] = Counter()
        self._visitors = 0
        self._running = False

    def __len__(self) -> int:
        """Return how many are open."""
        return len(self._links)

    def add(self, link: Link, address: str = "") -> Callable[[], None]:
        """Count in the link of somebody unknown; returns how to count it out.

        With too many of this address, or in all, the oldest unknown one goes; where nobody is unknown the caller sees ``is_full``.
        """
        whose = ("", address)
        if self._counts[whose] >= self._limits.unknown_links:
            self._crowd_out(next(it for it, other in self._links.items() if other == whose))
        elif len(self._links) >= self._limits.max_links:
            self._crowd_out(next((it for it, other in self._links.items() if not other[0]), None))
        self._enter(link, whose)
        return partial(self._drop, link)

    @property
    def is_full(self) -> bool:
        """Return whether there are more than the door can take."""
        return len(self._links) > self._limits.max_links

    def know(self, link: Link, way: str, secret: str) -> None:
        """Count the link by who is there.

        Raises TooOften where this secret has enough, and for a visitor where only the places of staff and devices are left.
        """
        limits, is_visitor = self._limits, way == "ticket"
        if is_visitor and self._visitors >= limits.max_links * (1 - limits.reserved_links):
            raise TooOften("links-too-many")
        if self._counts[way, secret] >= (limits.links_per_ticket if is_visitor else limits.links_per_key):
            raise TooOften("links-too-many")
        if link in self._links:
            self._drop(link)
            self._enter(link, (way, secret))

    def _enter(self, link: Link, whose: tuple[str, str]) -> None:
        self._links[link] = whose
        self._counts[whose] += 1
        self._visitors += whose[0] == "ticket"

    def _crowd_out(self, link: Link | None) -> None:
        if link is not None:
            self._drop(link)
            link.crowd_out()

    def _drop(self, link: Link) -> None:
        whose = self._links.pop(link, None)
        if whose is None:
            return
        self._visitors -= whose[0] == "ticket"
        self._counts[whose] -= 1
        if self._counts[whose] <= 0:
            del self._counts[whose]

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
        links = list(self._links)
        parts = [links[start : start + AT_ONCE] for start in range(0, len(links), AT_ONCE)]
        for number, part in enumerate(parts[1:], 1):
            self._clock.call_later(self._limits.beat_s * number / len(parts), partial(self._beat_to, part))
        self._beat_to(links[:AT_ONCE])
        self._hub.beat()

    def _beat_to(self, links: list[Link]) -> None:
        if not self._running:
            return
        frames = self._frames()
        for link in links:
            if link in self._links:
                link.recheck()
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
        standard = self._service.hall.standard
        marks = {"standard": standard.mark if standard is not None else "none", "words": words.mark()}
        page = msgspec.json.encode({"beat": self._clock.now(), "seq": seq, **marks})
        return {"page": text_frame(page), "wire": text_frame(wire.encode(wire.Beat(seq=seq, sent_s=self._clock.mono())).encode())}
