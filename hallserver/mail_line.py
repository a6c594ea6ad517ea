# SPDX-License-Identifier: Apache-2.0
"""A line to a mail server that is cut when the whole conversation has taken too long, whatever drips from it until then."""

import smtplib
import socket
from contextlib import suppress
from threading import Event, Thread
from types import TracebackType
from typing import Any, Final, Self

_AGAIN_S: Final = 0.2
"""A line that was being opened or encrypted when time was over is cut the next time."""


class Deadline:
    """Time for a block; when it is over, the line that was handed to it is cut until the block ends."""

    def __init__(self, longest_s: float) -> None:
        """Keep how long; the time begins with the block."""
        self._longest_s, self._ended = longest_s, Event()
        self.of: smtplib.SMTP | None = None
        self.passed = False
        """Whether the time was over before the block was."""

    def __enter__(self) -> Self:
        """Begin."""
        Thread(target=self._watch, name="mail-deadline", daemon=True).start()
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        """End; nothing is cut any more."""
        self._ended.set()

    def _watch(self) -> None:
        wait_s = self._longest_s
        while not self._ended.wait(wait_s):
            wait_s = _AGAIN_S
            self.cut()

    def cut(self) -> None:
        """Have the time be over, and cut the line."""
        self.passed = True
        line = self.of.sock if self.of is not None else None
        if line is not None:
            with suppress(OSError):  # it is gone already, or just becomes another one
                line.shutdown(socket.SHUT_RDWR)


class Line(smtplib.SMTP):
    """A conversation under a deadline, from its first byte on."""

    def __init__(self, deadline: Deadline, *given: Any, **named: Any) -> None:
        """Open it, as smtplib does."""
        deadline.of = self
        super().__init__(*given, **named)


class TlsLine(Line, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""
