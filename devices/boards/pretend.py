# SPDX-License-Identifier: Apache-2.0
"""A board that nobody sees: ``board.txt`` is what it shows, ``shown.jsonl`` all that it showed. For demos, tests and set-up."""

from pathlib import Path

import msgspec

from devices.drivers import Place
from devices.errors import DeviceGone
from devices.protocols import Board
from hallserver.core.jobs import Shown

KEEP = 2000
"""Changes kept: a demo may run for weeks."""


class PretendBoard:
    """Writes down what it is told to show; a repetition is no change."""

    def __init__(self, folder: Path) -> None:
        """Open the folder, making it if need be. Raises DeviceGone where that is not possible."""
        self._folder = folder
        self._shown: Shown | None = None
        self._lines = 0
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"cannot keep what is shown in {folder}: {error}"
            raise DeviceGone(message) from error

    def show(self, shown: Shown) -> None:
        """Remember what is shown now. Raises DeviceGone where the folder cannot be written."""
        if shown == self._shown:
            return
        try:
            self._write(shown)
        except OSError as error:
            message = f"cannot keep what is shown in {self._folder}: {error}"
            raise DeviceGone(message) from error
        self._shown = shown

    def close(self) -> None:
        """Nothing is held open."""

    def _write(self, shown: Shown) -> None:
        kept = self._folder / "shown.jsonl"
        with kept.open("ab") as file:
            file.write(msgspec.json.encode(shown) + b"\n")
        self._lines += 1
        if self._lines >= KEEP:
            last = kept.read_bytes().splitlines(keepends=True)[-KEEP // 2 :]
            kept.write_bytes(b"".join(last))
            self._lines = len(last)
        fresh = self._folder / "board.new"
        fresh.write_text("\n".join(shown.text) + "\n", encoding="utf-8")
        fresh.replace(self._folder / "board.txt")


def open_board(place: Place) -> Board:
    """Return a pretend board; the address is its folder."""
    return PretendBoard(Path(place.address) if place.address else place.out)
