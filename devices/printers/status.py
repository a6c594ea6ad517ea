# SPDX-License-Identifier: Apache-2.0
"""What a printer's status bytes mean. Pure. Bits as in Epson's reference of ``DLE EOT``."""

from typing import Literal

from hallserver.core.jobs import PrinterState

FIXED_BITS, FIXED_VALUE = 0x93, 0x12
"""A status byte is 0xx1xx10; anything else is not an answer."""
OFFLINE = 0x08
PAPER_OUT = 0x60
PAPER_LOW = 0x0C

Health = Literal["fine", "unable", "silent"]


def status_byte(answer: bytes) -> int | None:
    """Return the status byte that an answer ends with; None: it is no answer."""
    return answer[-1] if answer and answer[-1] & FIXED_BITS == FIXED_VALUE else None


def state_of(printer_byte: int | None, paper_byte: int | None) -> PrinterState | None:
    """Return what the answers to ``DLE EOT 1`` and ``DLE EOT 4`` say of the printer; None stands for silence.

    A printer without paper is off-line too: that it needs paper is what somebody has to know.
    """
    if printer_byte is None or paper_byte is None:
        return None
    if paper_byte & PAPER_OUT:
        return "out"
    if printer_byte & OFFLINE:
        return "unable"
    return "low" if paper_byte & PAPER_LOW else "fine"


def health(state: PrinterState | None) -> Health:
    """Return what a printer's state means for a slip."""
    if state is None:
        return "silent"
    return "unable" if state in {"out", "unable"} else "fine"
