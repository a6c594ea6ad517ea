# SPDX-License-Identifier: Apache-2.0
"""A printer without paper: our emulator behind the driver of the real ones. For demos, tests and set-up.

It keeps a PNG of each slip and a list of what it did.
"""

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import msgspec
from escpos.escpos import Escpos

from devices.drivers import Place
from devices.errors import DeviceGone
from devices.printers.emulator import Machine
from devices.printers.escpos_printer import EscposPrinter
from devices.printers.lines import PROFILE
from devices.printers.models import Model, model_of
from devices.protocols import Printer
from devices.safe_text import safe_name
from hallserver.core.jobs import PrinterState, PrintSlip, SlipState

KEEP = 300
"""Pictures kept: a demo may run for weeks."""


class OwnLine(Escpos):  # type: ignore[misc]  # python-escpos has no types
    """The line to a machine in this process."""

    def __init__(self, machine: Machine) -> None:
        """Keep the machine."""
        super().__init__(profile=PROFILE)
        self._machine = machine
        self._said = b""

    def open(self) -> None:
        """Begin anew."""
        self._machine.connect()
        self._said = b""

    def close(self) -> None:
        """Nothing is held open."""

    def _raw(self, msg: bytes) -> None:
        self._said += self._machine.receive(msg)

    def _read(self) -> bytes:
        said, self._said = self._said, b""
        if not said:
            raise TimeoutError
        return said


class PretendPrinter:
    """Prints into a folder: ``<job>.png``, and one line per slip in ``printed.jsonl``. What is the matter with it, ``machine`` says."""

    def __init__(self, folder: Path, model: Model | None = None) -> None:
        """Open the folder, making it if need be. Raises DeviceGone where that is not possible."""
        self._folder = folder
        self._numbers = itertools.count(1)
        self.machine = Machine(model)
        self._by_file = False
        self._printer = EscposPrinter(folder.name, lambda: OwnLine(self.machine), model=model)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"cannot keep slips in {folder}: {error}"
            raise DeviceGone(message) from error

    def print(self, job: PrintSlip, handing: Callable[[], None]) -> SlipState:
        """Print as a real printer does, and keep the picture of what came out."""
        self._behave()
        state = self._printer.print(job, handing)
        pages = self.machine.parser.pages
        if pages:
            path = self._folder / f"{safe_name(job.job)}.png"
            fresh = path.with_suffix(".new")
            pages.pop().convert("1").save(fresh, format="PNG", dpi=(self.machine.model.dpi, self.machine.model.dpi))
            fresh.replace(path)
            line = {"n": next(self._numbers), "job": job.job, "copy": job.copy, "file": path.name, "qr": job.qr}
            with (self._folder / "printed.jsonl").open("ab") as file:
                file.write(msgspec.json.encode(line) + b"\n")
            self._forget_old()
        return state

    def state(self) -> PrinterState | None:
        """Return what the file ``state`` in the folder says: ``fine``, ``low``, ``out`` or ``unable``; without one all is well."""
        self._behave()
        return self._printer.state()

    def close(self) -> None:
        """Nothing is held open."""

    def _behave(self) -> None:
        """Let the machine be as the file ``state`` says; without one it stays as it is, or is mended if it was so by the file."""
        try:
            said = (self._folder / "state").read_text(encoding="utf-8").strip()
        except OSError:
            said = "fine" if self._by_file else ""
        self._by_file = bool(said) and said != "fine"
        if not said:
            return
        state = said if said in get_args(PrinterState) else "fine"
        self.machine.paper = {"low": "low", "out": "out"}.get(state, "plenty")
        self.machine.cover_open = state == "unable"

    def _forget_old(self) -> None:
        pictures = sorted(self._folder.glob("*.png"), key=lambda path: path.stat().st_mtime_ns)
        for path in pictures[:-KEEP]:
            path.unlink(missing_ok=True)


def open_printer(place: Place) -> Printer:
    """Return a pretend printer; the address is its folder, and its options those of a real one: ``?model=serial-58``, ``?width=384``."""
    folder = Path(place.address) if place.address else place.out
    return PretendPrinter(folder, model_of(place.options))
