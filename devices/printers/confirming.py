# SPDX-License-Identifier: Apache-2.0
"""Have a printer say when it has printed what it was sent: its status bytes come at once, while the paper still runs."""

import time

from escpos.escpos import Escpos

from devices.printers import commands

WAIT_S = 10.0
"""For a whole slip to come out, at 25 mm in a second."""
PAUSE_S = 0.02
"""Before a line that has nothing to read, and says so at once, is read again."""


def mark_of(number: int) -> bytes:
    """Return the mark of the ``number``-th slip: four figures."""
    return f"{number % 10_000:04d}".encode()


def says_printed(link: Escpos, mark: bytes, wait_s: float | None = None) -> bool:
    """Ask, and tell whether the printer has said within this time that all is on paper. Raises what its line raises."""
    link._raw(commands.ask_when_printed(mark))  # noqa: SLF001 - the library's own way to send bytes
    end_s, said = time.monotonic() + (WAIT_S if wait_s is None else wait_s), b""
    while commands.printed(mark) not in said:
        if time.monotonic() >= end_s:
            return False
        try:
            more = bytes(link._read())  # noqa: SLF001 - and to read them
        except TimeoutError:
            more = b""
        except NotImplementedError:
            return False
        said += more
        if not more:
            time.sleep(PAUSE_S)
    return True
