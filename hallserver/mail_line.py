# SPDX-License-Identifier: Apache-2.0
"""A conversation with a mail server that is given up when it has taken too long, wherever it hangs: at the name, the line, a letter."""

import smtplib
import socket
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from typing import Any, Final, Protocol

_AGAIN_S: Final = 0.2
"""A line that was being opened or encrypted when time was over is cut the next time."""
_PARTING_S: Final = 5.0
"""So long a conversation whose line was cut may take to say how far it came."""


class TimeOver(OSError):
    """The conversation took too long."""


class Conversing(Protocol):
    """Whatever talks with the mail server."""

    def __call__(self) -> dict[str, tuple[int, bytes]]:
        """Return the mailboxes that refused the mail, and how."""


class Deadline:
    """Time for a conversation; when it is over its line is cut, and nothing more is said on any line."""

    def __init__(self, longest_s: float, parting_s: float = _PARTING_S) -> None:
        """Keep how long; the time begins with ``run``. ``parting_s``: so long what was cut is waited for before it is given up."""
        self._longest_s, self._parting_s, self._ended = longest_s, parting_s, Event()
        self.of: smtplib.SMTP | None = None
        self.passed = False
        """Whether the time was over before the conversation was."""

    def run(self, converse: Conversing) -> dict[str, tuple[int, bytes]]:
        """Return or raise what the conversation does; raise TimeOver when it hangs where no line can be cut, e.g. in a name look-up.

        It is on a thread of its own, which says nothing to anybody once the time is over.
        """
        found: list[Callable[[], dict[str, tuple[int, bytes]]]] = []

        def talk() -> None:
            try:
                refused = converse()
            except BaseException as error:  # noqa: BLE001 -- raised again by who waits
                found.append(_raising(error))
            else:
                found.append(lambda: refused)
            self._ended.set()

        Thread(target=talk, name="mail", daemon=True).start()
        if not self._ended.wait(self._longest_s):
            self._cut_until_ended()
        if not found:
            raise TimeOver(f"nothing came of it in {self._longest_s:.0f} s")
        return found[0]()

    def _cut_until_ended(self) -> None:
        left_s = self._parting_s
        self.cut()
        while left_s > 0 and not self._ended.wait(min(_AGAIN_S, left_s)):
            left_s -= _AGAIN_S
            self.cut()

    def cut(self) -> None:
        """Have the time be over, and cut the line."""
        self.passed = True
        line = self.of.sock if self.of is not None else None
        if line is not None:
            with suppress(OSError):  # it is gone already, or just becomes another one
                line.shutdown(socket.SHUT_RDWR)


def _raising(error: BaseException) -> Callable[[], dict[str, tuple[int, bytes]]]:
    def again() -> dict[str, tuple[int, bytes]]:
        raise error

    return again


class Line(smtplib.SMTP):
    """A conversation under a deadline, from its first byte on: when time is over it says nothing more, also on a line that came late."""

    def __init__(self, deadline: Deadline, *given: Any, **named: Any) -> None:
        """Open it, as smtplib does."""
        deadline.of, self._deadline = self, deadline
        super().__init__(*given, **named)

    def send(self, s: Any) -> None:  # noqa: ANN401 -- as smtplib has it
        """Say something."""
        if self._deadline.passed:
            self.close()
            raise TimeOver("nothing more is said")
        super().send(s)


class TlsLine(Line, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""
