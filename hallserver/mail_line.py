# SPDX-License-Identifier: Apache-2.0
"""A conversation with a mail server that is given up when it has taken too long, wherever it hangs: at the name, the line, a letter."""

import smtplib
import socket
from collections.abc import Callable
from concurrent.futures import Future, wait
from contextlib import suppress
from threading import Thread
from typing import Any, Final, TypeVar

_AGAIN_S: Final = 0.2
"""A line that was being opened or encrypted when time was over is cut the next time."""
_PARTING_S: Final = 5.0
"""So long a conversation whose line was cut may take to say how far it came."""
_Found = TypeVar("_Found")


class TimeOver(OSError):
    """The conversation took too long."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("the time for the conversation is over")


class Deadline:
    """Time for one conversation; when it is over the line is cut, and nothing more is said on any line."""

    def __init__(self, longest_s: float, parting_s: float = _PARTING_S) -> None:
        """Keep how long; the time begins with ``run``. ``parting_s``: so long what was cut is waited for before it is given up."""
        self._longest_s, self._parting_s = longest_s, parting_s
        self.of: smtplib.SMTP | None = None
        self.passed = False
        """Whether the time was over before the conversation was."""

    def run(self, converse: Callable[[], _Found]) -> _Found:
        """Return or raise what the conversation comes to. Raises TimeOver where no line can be cut, e.g. while a name is looked up.

        It is held on a thread of its own, which is left to itself then.
        """
        found: Future[_Found] = Future()
        Thread(target=_hold, args=(converse, found), name="mail", daemon=True).start()
        wait([found], self._longest_s)
        left_s = self._parting_s
        while not found.done():
            if left_s <= 0:
                raise TimeOver
            self.cut()
            wait([found], _AGAIN_S)
            left_s -= _AGAIN_S
        return found.result()

    def cut(self) -> None:
        """Have the time be over, and cut the line."""
        self.passed = True
        line = self.of.sock if self.of is not None else None
        if line is not None:
            with suppress(OSError):  # it is gone already, or just becomes another one
                line.shutdown(socket.SHUT_RDWR)


def _hold(converse: Callable[[], _Found], found: "Future[_Found]") -> None:
    try:
        found.set_result(converse())
    except BaseException as error:  # noqa: BLE001 -- raised again by who waits for it
        found.set_exception(error)


class Line(smtplib.SMTP):
    """A conversation under a deadline, from its first byte on: who was given up says nothing more, also on a line that came late."""

    def __init__(self, deadline: Deadline, *given: Any, **named: Any) -> None:
        """Open it, as smtplib does."""
        deadline.of, self._deadline = self, deadline
        super().__init__(*given, **named)

    def send(self, s: Any) -> None:  # noqa: ANN401 -- as smtplib has it
        """Say something."""
        if self._deadline.passed:
            self.close()
            raise TimeOver
        super().send(s)


class TlsLine(Line, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""
