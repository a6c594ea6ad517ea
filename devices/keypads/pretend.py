# SPDX-License-Identifier: Apache-2.0
"""A keypad or cabled rater that nobody sees: presses what is written into a file, keeps what it shows and beeps.

In its folder: ``do`` takes lines such as ``key 0C``; ``shown.jsonl`` and ``board.txt`` are what it showed and shows,
``beeps.txt`` has a line with their number for each time that it beeped. For demos, tests and set-up.
"""

from collections.abc import Callable
from pathlib import Path

from devices.boards.pretend import PretendBoard
from devices.drivers import Place
from devices.errors import DeviceGone
from devices.readers.pretend import PretendReader
from hallserver.core.jobs import InputKind, Shown


class PretendKeypad:
    """A keypad of files."""

    def __init__(self, folder: Path) -> None:
        """Open the folder, making it if need be. Raises DeviceGone where that is not possible."""
        self._board = PretendBoard(folder)
        self._presses = PretendReader(folder)
        self._beeps = folder / "beeps.txt"

    def listen(self, hear: Callable[[InputKind, str], None]) -> None:
        """Have ``hear`` called with each key that is written into the file from now on."""
        self._presses.listen(hear)

    def show(self, shown: Shown) -> None:
        """Remember what is shown now. Raises DeviceGone where the folder cannot be written."""
        self._board.show(shown)

    def beep(self, times: int) -> None:
        """Remember the beeps. Raises DeviceGone where the folder cannot be written."""
        try:
            with self._beeps.open("a", encoding="ascii") as file:
                file.write(f"{times}\n")
        except OSError as error:
            message = f"cannot keep beeps in {self._beeps}: {error}"
            raise DeviceGone(message) from error

    def close(self) -> None:
        """Stop reading."""
        self._presses.close()


def open_keypad(place: Place) -> PretendKeypad:
    """Return a pretend keypad; the address is its folder, else it has one of its own."""
    return PretendKeypad(Path(place.address) if place.address else place.out)
