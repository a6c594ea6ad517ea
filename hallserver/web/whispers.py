# SPDX-License-Identifier: Apache-2.0
"""Says something to the screen of one device or person that is no view: a sound to play, a card that was just read.

A whisper is for now or never: who is not there does not hear it later. On the page's line it is
``{"whisper": {…}}``; ``openHall`` hands what is in it to the page's ``onWhisper``.
"""

from collections.abc import Callable, Mapping

import msgspec

Say = Callable[[bytes], None]
"""Sends a message on one link, in order; ``Outlet.say``."""


class Whispers:
    """The lines of the screens that are open, by page and by who sits there as the journal names it: ``device:hall-1``, ``person:li``."""

    def __init__(self) -> None:
        """Begin with none."""
        self._lines: dict[tuple[str, str], list[Say]] = {}

    def register(self, page: str, who: str, say: Say) -> Callable[[], None]:
        """Take in the line of a screen; return how to take it out again."""
        lines = self._lines.setdefault((page, who), [])
        lines.append(say)

        def leave() -> None:
            lines.remove(say)
            if not lines and self._lines.get((page, who)) is lines:
                del self._lines[page, who]

        return leave

    def tell(self, page: str, who: str, whisper: Mapping[str, object]) -> bool:
        """Say it to the newest of these screens alone; False: there is none. Twice the same screen must not sound twice."""
        lines = self._lines.get((page, who))
        if not lines:
            return False
        lines[-1](msgspec.json.encode({"whisper": whisper}))
        return True

    def tell_each(self, page: str, who: str, whisper: Mapping[str, object]) -> bool:
        """Say it to all of these screens: what is shown, unlike a sound, may come twice. False: there is none."""
        said = msgspec.json.encode({"whisper": whisper})
        lines = self._lines.get((page, who), [])
        for say in list(lines):
            say(said)
        return bool(lines)
