# SPDX-License-Identifier: Apache-2.0
"""Sounds that a display page plays: handed to the hall, awaited on the thread of their device."""

import threading
from collections.abc import Callable

from hallserver import wire

NO_LINE = "the line to the hall is down"


class Sounds:
    """The sounds that are on their way to a display page."""

    def __init__(self, tell: Callable[[wire.Sound], bool]) -> None:
        """``tell`` hands one to the hall and returns whether there is a line; it is called on the threads of the devices."""
        self._tell = tell
        self._lock = threading.Lock()
        self._waiting: dict[str, tuple[threading.Event, list[str]]] = {}

    def exchange(self, sound: wire.Sound, wait_s: float) -> str:
        """Have a sound played; return what went wrong, empty when it was played to its end. Blocks for ``wait_s`` seconds at most."""
        ended, problem = threading.Event(), list[str]()
        with self._lock:
            self._waiting[sound.job] = (ended, problem)
        try:
            if not self._tell(sound):
                return NO_LINE
            return problem[0] if ended.wait(wait_s) else f"no page has played it within {wait_s:.0f} s"
        finally:
            with self._lock:
                self._waiting.pop(sound.job, None)

    def played(self, job: str, problem: str) -> None:
        """Take it that a page has played this sound, or could not."""
        with self._lock:
            waiting = self._waiting.get(job)
        if waiting is not None:
            waiting[1].append(problem)
            waiting[0].set()

    def cut(self) -> None:
        """Take it that nobody will tell any more: the line is down."""
        with self._lock:
            jobs = list(self._waiting)
        for job in jobs:
            self.played(job, NO_LINE)
