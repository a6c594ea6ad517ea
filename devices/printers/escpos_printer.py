# SPDX-License-Identifier: Apache-2.0
"""ESC/POS printers on the network or behind a device file: the only door to python-escpos.

One slip is one job: connect, ask, reset, picture, QR, feed and cut, ask again, hang up. A printer that
does not answer is *unknown*, never *plenty of paper*; a slip counts as done only after an answer.
Address options: ``?width=384`` (58 mm), ``?qr=picture`` (for clones without ``GS ( k``), ``?timeout=2``.
"""

import logging
from collections.abc import Callable
from typing import Literal

from escpos.constants import QR_ECLEVEL_M
from escpos.escpos import Escpos
from escpos.exceptions import Error as EscposError
from escpos.printer import File, Network

from devices.drivers import Place
from devices.errors import DeviceGone
from devices.printers.picture import WIDTH_PX, slip_picture
from devices.protocols import Printer
from devices.safe_text import safe_text
from hallserver.core.jobs import PrinterState, PrintSlip, SlipState

_log = logging.getLogger(__name__)

TIMEOUT_S = 2.0
"""For connecting and for an answer."""
SEND_TIMEOUT_S = 15.0
"""For a whole slip: a printer with a small buffer takes it as fast as it prints."""
PORT = 9100
PROFILE = "TM-T20II"
"""Of python-escpos, for the commands of a common 80 mm printer: raster, native QR, full cut."""
QR_DOT = 6
"""Side of a QR dot in printer dots: 0.75 mm."""
RESET = b"\x1b@"
CENTRE = b"\x1ba\x01"
ASK_PRINTER = b"\x10\x04\x01"
ASK_PAPER = b"\x10\x04\x04"
FIXED_BITS, FIXED_VALUE = 0x93, 0x12
"""A status byte is 0xx1xx10; anything else is not an answer."""
OFFLINE = 0x08
PAPER_OUT = 0x60

PAPER_LOW = 0x0C

Health = Literal["fine", "unable", "silent"]


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


def health(printer_byte: int | None, paper_byte: int | None) -> Health:
    """Return what these answers mean for a slip."""
    state = state_of(printer_byte, paper_byte)
    if state is None:
        return "silent"
    return "unable" if state in {"out", "unable"} else "fine"


class EscposPrinter:
    """One printer; ``connect`` makes a fresh python-escpos printer for each slip, as LAN printers take one client only."""

    def __init__(
        self,
        device: str,
        connect: Callable[[], Escpos],
        *,
        width_px: int = WIDTH_PX,
        native_qr: bool = True,
        answers: bool = True,
        clean: Callable[[str], str] = safe_text,
    ) -> None:
        """Keep how to connect; nothing is opened between slips. ``answers`` False: what it hangs on is one way.

        Every text that goes to the printer as text goes through ``clean``.
        """
        self._clean = clean
        self._device = device
        self._connect = connect
        self._width_px = width_px
        self._native_qr = native_qr
        self._answers = answers

    def print(self, job: PrintSlip, handing: Callable[[], None]) -> SlipState:
        """Print one slip. ``failed``: no byte left. ``unknown``: it may be on paper, whole, half or not."""
        picture = slip_picture(
            job.lines, width_px=self._width_px, qr="" if self._native_qr else job.qr, short_code="" if job.qr else job.short_code
        )
        link = self._open()
        try:
            before = self._ask(link)
            if before == "unable":
                return "failed"
            if before == "silent":
                _log.info("printer %s does not tell its state", self._device)
            handing()
            try:
                self._send(link, picture, self._clean(job.qr) if self._native_qr else "")
            except (OSError, EscposError) as error:
                _log.warning("printer %s: the line broke within a slip: %s", self._device, error)
                return "unknown"
            # also a silent printer is asked: hanging up on a late answer could make it drop the slip
            after = self._ask(link)
            # a late answer to the first question must not pass for one to the last
            return "done" if before == after == "fine" else "unknown"
        finally:
            self._hang_up(link)

    def state(self) -> PrinterState | None:
        """Ask the printer how it is; None: it does not answer. Raises DeviceGone where it cannot be reached."""
        if not self._answers:
            return None
        link = self._open()
        try:
            printer_byte = _answer(link, ASK_PRINTER)
            return state_of(printer_byte, _answer(link, ASK_PAPER) if printer_byte is not None else None)
        finally:
            self._hang_up(link)

    def close(self) -> None:
        """Nothing is held open."""

    def _open(self) -> Escpos:
        link = self._connect()
        try:
            link.open()
        except (OSError, EscposError) as error:
            message = f"printer {self._device} cannot be reached: {error}"
            raise DeviceGone(message) from error
        return link

    @staticmethod
    def _send(link: Escpos, picture: object, qr: str) -> None:
        _patience(link, SEND_TIMEOUT_S)
        link._raw(RESET + CENTRE)  # noqa: SLF001 - the library's own way to send bytes
        link.image(picture)
        if qr:
            link.qr(qr, ec=QR_ECLEVEL_M, size=QR_DOT, native=True)
        link.cut()
        _patience(link, None)

    @staticmethod
    def _ask(link: Escpos) -> Health:
        printer_byte = _answer(link, ASK_PRINTER)
        return health(printer_byte, _answer(link, ASK_PAPER) if printer_byte is not None else None)

    @staticmethod
    def _hang_up(link: Escpos) -> None:
        try:
            link.close()
        except OSError as error:
            _log.info("printer hung up first: %s", error)


def _answer(link: Escpos, question: bytes) -> int | None:
    """Return the printer's status byte; None: it said nothing that is one, or its line cannot be read."""
    try:
        answer: bytes = link.query_status(question)
    except (OSError, EscposError, NotImplementedError):
        return None
    return answer[-1] if answer and answer[-1] & FIXED_BITS == FIXED_VALUE else None


def _patience(link: Escpos, timeout_s: float | None) -> None:
    """Set how long the line may take, None: as long as an answer may; only a network line can be told."""
    if isinstance(link, Network) and link.device:
        link.device.settimeout(link.timeout if timeout_s is None else timeout_s)


def open_network(place: Place) -> Printer:
    """Return a printer at ``host:port`` (port 9100 when left out)."""
    host, _, port = place.address.partition(":")
    timeout_s = float(place.options.get("timeout", TIMEOUT_S))
    return _printer(place, lambda: Network(host, port=int(port or PORT), timeout=timeout_s, profile=PROFILE))


def open_file(place: Place) -> Printer:
    """Return a printer behind a device file such as ``/dev/usb/lp0``; it cannot answer, so its slips end as unknown."""
    return _printer(place, lambda: File(place.address, profile=PROFILE), answers=False)


def _printer(place: Place, connect: Callable[[], Escpos], *, answers: bool = True) -> EscposPrinter:
    width_px, native_qr = int(place.options.get("width", WIDTH_PX)), place.options.get("qr", "native") == "native"
    return EscposPrinter(place.device, connect, width_px=width_px, native_qr=native_qr, answers=answers)
