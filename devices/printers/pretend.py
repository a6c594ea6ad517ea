# SPDX-License-Identifier: Apache-2.0
"""A printer without paper: keeps a PNG of each slip and a list of what it did. For demos, tests and set-up."""

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import msgspec

from devices.drivers import Place
from devices.errors import DeviceGone
from devices.printers.picture import WIDTH_PX, slip_picture
from devices.protocols import Printer
from devices.safe_text import safe_name
from hallserver.core.jobs import PrinterState, PrintSlip, SlipState

KEEP = 300
"""Pictures kept: a demo may run for weeks."""


class PretendPrinter:
    """Prints into a folder: ``<job>.png``, and one line per slip in ``printed.jsonl``."""

    def __init__(self, folder: Path, width_px: int = WIDTH_PX) -> None:
        """Open the folder, making it if need be. Raises DeviceGone where that is not possible."""
        self._folder = folder
        self._width_px = width_px
        self._numbers = itertools.count(1)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"cannot keep slips in {folder}: {error}"
            raise DeviceGone(message) from error

    def print(self, job: PrintSlip, handing: Callable[[], None]) -> SlipState:
        """Keep the slip's picture; confirmed unless the printer pretends to be without paper or broken."""
        if self.state() in {"out", "unable"}:
            return "failed"
        picture = slip_picture(job.lines, width_px=self._width_px, qr=job.qr, short_code=job.short_code)
        handing()
        path = self._folder / f"{safe_name(job.job)}.png"
        fresh = path.with_suffix(".new")
        picture.save(fresh, format="PNG", dpi=(203, 203))
        fresh.replace(path)
        line = {"n": next(self._numbers), "job": job.job, "copy": job.copy, "file": path.name, "qr": job.qr}
        with (self._folder / "printed.jsonl").open("ab") as file:
            file.write(msgspec.json.encode(line) + b"\n")
        self._forget_old()
        return "done"

    def state(self) -> PrinterState:
        """Return what the file ``state`` in the folder says: ``fine``, ``low``, ``out`` or ``unable``; without one all is well."""
        try:
            said = (self._folder / "state").read_text(encoding="utf-8").strip()
        except OSError:
            return "fine"
        return next((known for known in get_args(PrinterState) if known == said), "fine")

    def close(self) -> None:
        """Nothing is held open."""

    def _forget_old(self) -> None:
        pictures = sorted(self._folder.glob("*.png"), key=lambda path: path.stat().st_mtime_ns)
        for path in pictures[:-KEEP]:
            path.unlink(missing_ok=True)


def open_printer(place: Place) -> Printer:
    """Return a pretend printer; the address is its folder, ``?width=384`` makes it a 58 mm one."""
    folder = Path(place.address) if place.address else place.out
    return PretendPrinter(folder, int(place.options.get("width", WIDTH_PX)))
