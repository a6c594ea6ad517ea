# SPDX-License-Identifier: Apache-2.0
"""ESC/POS printers on any line that ``links.py`` knows.

One slip is one job: connect, ask, reset, slip, feed and cut, ask again. A printer that does not answer is *unknown*,
never *plenty of paper*; a slip counts as done only after an answer. Address options: those of ``models.py``, and ``?timeout=2``.
"""

import itertools
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from escpos.constants import QR_ECLEVEL_M
from escpos.escpos import Escpos
from escpos.exceptions import Error as EscposError

from devices.drivers import Place
from devices.errors import DeviceGone
from devices.printers import commands
from devices.printers.composed import Code, Piece, pieces_of
from devices.printers.confirming import mark_of, says_printed
from devices.printers.links import Connect, file_link, network_link, serial_link, usb_link
from devices.printers.models import Model, model_of
from devices.printers.status import Health, health, state_of, status_byte
from devices.protocols import Printer
from devices.safe_text import safe_text
from hallserver.core.jobs import PrinterState, PrintSlip, SlipState

_log = logging.getLogger(__name__)

QR_DOT = 6
"""Side of a QR dot in printer dots: 0.75 mm."""
FEED_LINES = 6
"""Blank lines after a slip: the cutter, or the edge to tear at, lies behind the printing line."""
FRAGMENT_ROWS, TEXT_FRAGMENT_ROWS = 64, 8
"""A picture goes in pieces of so many rows of dots: a printer that lost the rest of a piece waits for no more than that."""
_BROKEN = (OSError, EscposError)
_UNREACHABLE = (*_BROKEN, ValueError, RuntimeError)
"""Also what pyusb says where libusb, and python-escpos where pyusb is missing."""


class EscposPrinter:
    """One printer. ``connect`` makes a fresh python-escpos printer."""

    def __init__(
        self,
        device: str,
        connect: Connect,
        *,
        model: Model | None = None,
        holds: bool = False,
        clean: Callable[[str], str] = safe_text,
    ) -> None:
        """Keep how to connect. ``holds``: the line stays open between slips, as opening a port or USB disturbs some printers.

        A LAN printer takes one client only, so its line is closed. Every text that goes to the printer as text goes through ``clean``.
        """
        self._device = device
        self._connect = connect
        self._model = model or Model()
        self._holds = holds
        self._clean = clean
        self._held: Escpos | None = None
        self._half = True
        """The printer may still wait for the rest of a slip: of one of ours, or of one that an earlier process began."""
        self._numbers = itertools.count(1)

    def print(self, job: PrintSlip, handing: Callable[[], None]) -> SlipState:
        """Print one slip. ``failed``: no byte left. ``unknown``: it may be on paper, whole, half or not. Raises DeviceGone."""
        pieces = pieces_of(job, self._model, self._clean)
        with self._line() as link:
            before = self._health_before(link)
            if before == "unable":
                return "failed"
            handing()
            try:
                self._send(link, pieces)
                confirmed = not self._model.confirms or says_printed(link, mark_of(next(self._numbers)))
                # also a silent printer is asked: hanging up on a late answer could make it drop the slip
                after = health(self._ask(link))
            except _BROKEN as error:
                _log.warning("printer %s: the line broke within a slip: %s", self._device, error)
                self._let_go()
                return "unknown"
            self._half = after == "unable"
            # a late answer to the first question must not pass for one to the last
            return "done" if confirmed and before == after == "fine" else "unknown"

    def state(self) -> PrinterState | None:
        """Ask the printer how it is; None: it does not answer. Raises DeviceGone where it cannot be reached."""
        if not self._model.status:
            return None
        with self._line() as link:
            return self._ask(link)

    def close(self) -> None:
        """Let go of the line."""
        self._let_go()

    @contextmanager
    def _line(self) -> Iterator[Escpos]:
        """Give the open line; an error that is not caught within means that it is gone."""
        if self._held is None:
            self._held = self._opened()
        try:
            yield self._held
        except _BROKEN as error:
            self._let_go()
            message = f"printer {self._device} does not work: {error}"
            raise DeviceGone(message) from error
        finally:
            if not self._holds:
                self._let_go()

    def _opened(self) -> Escpos:
        try:
            link = self._connect()
            link.open()
        except _UNREACHABLE as error:
            message = f"printer {self._device} cannot be reached: {' '.join(str(error).split())}"
            raise DeviceGone(message) from error
        return link

    def _send(self, link: Escpos, pieces: list[Piece]) -> None:
        self._fill_up(link)
        self._half = True
        link._raw(commands.RESET)  # noqa: SLF001 - the library's own way to send bytes
        for piece in pieces:
            if isinstance(piece, bytes):
                link._raw(piece)  # noqa: SLF001 - as above
            elif isinstance(piece, Code):
                link.qr(piece.text, ec=QR_ECLEVEL_M, size=QR_DOT, native=True)
            else:
                link.image(piece, fragment_height=self._rows)
        if self._model.cutter:
            link.cut()
        else:
            link.print_and_feed(FEED_LINES)
        drain = getattr(link, "drain", None)
        if drain is not None:
            drain()

    @property
    def _rows(self) -> int:
        return TEXT_FRAGMENT_ROWS if self._model.text_mode else FRAGMENT_ROWS

    def _fill_up(self, link: Escpos) -> None:
        """Give the printer what it may still wait for: it would take the next reset for dots. Elsewhere zeros are nothing to it."""
        if self._half:
            link._raw(bytes(self._rows * self._model.width_px // 8) + commands.RESET)  # noqa: SLF001 - as above
        self._half = False

    def _health_before(self, link: Escpos) -> Health:
        """Ask before a slip; once more where the question itself may have been taken for dots."""
        before = health(self._ask(link))
        if before == "silent" and self._half:
            self._fill_up(link)
            before = health(self._ask(link))
            if before != "silent" and self._says_more(link):
                before = "silent"
        if before == "silent":
            _log.info("printer %s does not tell its state", self._device)
        return before

    @staticmethod
    def _says_more(link: Escpos) -> bool:
        """Tell whether one more answer comes: then the first question was heard, and each answer is to the question before."""
        try:
            return bool(link._read())  # noqa: SLF001 - as above
        except (TimeoutError, NotImplementedError):
            return False

    def _ask(self, link: Escpos) -> PrinterState | None:
        printer_byte = self._answer(link, commands.ask(1))
        return state_of(printer_byte, self._answer(link, commands.ask(4)) if printer_byte is not None else None)

    def _answer(self, link: Escpos, question: bytes) -> int | None:
        """Return the printer's status byte; None: it said nothing that is one, or its line cannot be read."""
        if not self._model.status or not getattr(link, "answers", True):
            return None
        forget = getattr(link, "forget", None)
        if forget is not None:
            forget()
        try:
            return status_byte(link.query_status(question))
        except (TimeoutError, NotImplementedError):
            return None

    def _let_go(self) -> None:
        link, self._held = self._held, None
        if link is None:
            return
        try:
            link.close()
        except OSError as error:
            _log.info("printer %s hung up first: %s", self._device, error)


def open_network(place: Place) -> Printer:
    """Return a printer at ``host:port`` (port 9100 when left out)."""
    return EscposPrinter(place.device, network_link(place), model=model_of(place.options))


def open_usb(place: Place) -> Printer:
    """Return a printer on USB, ``vendor:product`` in hexadecimal. The line is opened when it is first used."""
    return EscposPrinter(place.device, usb_link(place), model=model_of(place.options), holds=True)


def open_serial(place: Place) -> Printer:
    """Return a printer on a serial port, ``/dev/ttyS0?baud=115200``. The port is opened when it is first used."""
    return EscposPrinter(place.device, serial_link(place), model=model_of(place.options), holds=True)


def open_file(place: Place) -> Printer:
    """Return a printer behind a device file such as ``/dev/usb/lp0``; a plain file cannot answer, so its slips end as unknown."""
    return EscposPrinter(place.device, file_link(place), model=model_of(place.options))
