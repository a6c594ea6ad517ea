# SPDX-License-Identifier: Apache-2.0
"""What a device is asked to do: finished text and layout, an id, and when it is too late."""

from typing import Literal, get_args

from msgspec import Struct

SlipState = Literal["sent", "done", "unknown", "failed"]
"""How far a slip came: handed to the printer · printer confirmed · no answer · certainly not printed."""
AnnouncementState = Literal["spoken", "short", "screen-only"]
"""How a call was announced: whole · in the short form · too late or impossible, shown only."""


PrinterState = Literal["fine", "low", "out", "unable"]
PRINTER_STATES: frozenset[str] = frozenset(get_args(PrinterState))
"""What a printer says of itself: well · near the end of its paper · no paper · cover open or another fault."""


class SlipLine(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of a slip: finished text, size in steps (1 small, 2 normal, 4 title, 10 number), alignment.

    A line without text is a thin rule.
    """

    text: str
    size: int = 2
    bold: bool = False
    align: Literal["left", "centre"] = "centre"


class PrintSlip(Struct, frozen=True, kw_only=True, omit_defaults=True, tag="print-slip", tag_field="do"):
    """Print one ticket slip, or without a ticket the slip of the closed day.

    ``copy`` 1 is the first; a later one carries the mark 补打 among its lines.
    """

    job: str
    device: str
    ticket: str
    lines: tuple[SlipLine, ...]
    qr: str = ""
    """Text of the QR code; empty: none is printed."""
    short_code: str = ""
    """Printed where no QR is."""
    copy: int = 1
    expires_us: int | None = None


class Utterance(Struct, frozen=True, kw_only=True):
    """One sentence in one spoken language (``cmn`` Mandarin, ``yue`` Cantonese, ``en`` English)."""

    language: Literal["cmn", "yue", "en"]
    text: str


class Speak(Struct, frozen=True, kw_only=True, omit_defaults=True, tag="speak", tag_field="do"):
    """Announce one call in a zone: whole, in order, never over another. Too late after ``fresh_s`` from hand-over."""

    job: str
    device: str
    ticket: str
    call: int
    say: tuple[Utterance, ...]
    short: tuple[Utterance, ...] = ()
    fresh_s: float = 15.0


Job = PrintSlip | Speak


class JobReport(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an agent says became of a job."""

    job: str
    device: str
    state: Literal["sent", "done", "unknown", "failed", "spoken", "short", "screen-only"]
    detail: str = ""


class DeviceSpec(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What hangs on an agent: which driver to open and where."""

    device: str
    kind: Literal["printer", "voice"]
    driver: str
    address: str = ""
