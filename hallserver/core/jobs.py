# SPDX-License-Identifier: Apache-2.0
"""What a device is asked to do: finished text and layout, an id, and when it is too late."""

from typing import Literal, get_args

from msgspec import Struct

SlipState = Literal["sent", "done", "unknown", "failed"]
"""How far a slip came: handed to the printer · printer confirmed · no answer · certainly not printed."""
AnnouncementState = Literal["spoken", "short", "screen-only"]
"""How a call was announced: whole · in the short form · too late or impossible, shown only."""
TRIAL = "try/"
"""Begins the id of a job that only shows whether its device works: no ticket's, no day's."""
HANDOUT = "handout/"
"""Begins the id of a job that prints what a visitor takes home: a notice of missing papers, or the right to come back."""

ShownWhy = Literal["", "late", "quiet", "failed"]
"""Why it was shown only: too much was to be said before it · quiet hours · the loudspeaker, its agent or their line failed."""


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
    """Print one ticket slip, or without a ticket the slip of the closed day, a test, or what a visitor takes home.

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
    logo: str = ""
    """Black-and-white PNG printed above the lines, base64; empty: none."""
    copy: int = 1
    expires_us: int | None = None


class Utterance(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One sentence in one spoken language (``cmn`` Mandarin, ``yue`` Cantonese, ``en`` English)."""

    language: Literal["cmn", "yue", "en"]
    text: str
    pieces: tuple[str, ...] = ()
    """The same text cut where recorded clips are joined; empty: it can only be made as a whole."""


SpeechKind = Literal["call", "call-back", "notice", "emergency"]
"""Why something is said: a call or recall · a finished visitor is asked back · typed by the staff · typed, before all others."""


class Speak(Struct, frozen=True, kw_only=True, omit_defaults=True, tag="speak", tag_field="do"):
    """Announce something in a zone: whole, in order, never over another. Too late after ``fresh_s`` from hand-over.

    ``say`` has a sentence per language, the visitor's first. Without a ticket it is a notice of the staff.
    """

    job: str
    device: str
    ticket: str
    call: int
    say: tuple[Utterance, ...]
    short: tuple[Utterance, ...] = ()
    fresh_s: float = 15.0
    kind: SpeechKind = "call"
    chime: bool = False
    again: int = 0
    """Which repetition of an announcement this is; 0: the first time."""
    volume: int = 100
    """Loudness in per cent."""
    rate: int = 160
    """Words a minute."""


Job = PrintSlip | Speak

ShownState = Literal["closed", "open", "called", "serving", "paused"]


class Shown(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All that a board, keypad or cabled rater has to show now. The default says nothing: no number, no word."""

    state: ShownState = "closed"
    """How its counter is; of a board of a whole zone ``open`` or ``closed``."""
    label: str = ""
    """Number in hand; empty: none."""
    figures: str = ""
    """The same for what shows figures only."""
    counter: int = 0
    """Number of the counter; 0 for a board of a whole zone."""
    waiting: int = 0
    """Who waits in the counter's queues."""
    text: tuple[str, ...] = ()
    """Finished lines in Chinese for a board of dots."""
    rows: tuple[tuple[str, int], ...] = ()
    """For a board of a whole zone: last calls as (number, counter), newest first."""
    rate: bool = False
    """A leg served at this counter may be rated now."""
    test: bool = False
    """Somebody looks whether the device works."""


InputKind = Literal["key", "scan", "card", "card-refused"]
"""What a person did at a device: pressed a key · showed a code · laid down an ID card · laid down another card."""


class JobReport(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an agent says became of a job."""

    job: str
    device: str
    state: Literal["sent", "done", "unknown", "failed", "spoken", "short", "screen-only"]
    detail: str = ""
    why: Literal["", "late", "failed"] = ""
    """Of an announcement that was shown only."""


class DeviceSpec(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What hangs on an agent: which driver to open and where."""

    device: str
    kind: Literal["printer", "voice", "board", "keypad", "rater", "reader"]
    driver: str
    address: str = ""
