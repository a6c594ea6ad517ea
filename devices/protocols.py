# SPDX-License-Identifier: Apache-2.0
"""What each kind of device must be able to do. Calls block; each device has a thread of its own."""

from collections.abc import Callable
from typing import Literal, Protocol, runtime_checkable

from hallserver.core.jobs import AnnouncementState, InputKind, PrinterState, PrintSlip, Shown, SlipState, Speak

Form = Literal["whole", "one", "short"]
"""Which sentences of a call are still worth saying: in every language · in the first one · the short one."""


@runtime_checkable
class Printer(Protocol):
    """Something that prints slips."""

    def print(self, job: PrintSlip, handing: Callable[[], None]) -> SlipState:
        """Print the slip and return how far it came.

        ``handing`` is called once, just before the first byte leaves: from then on the slip may be on
        paper. ``failed`` is returned only where no byte left.
        """

    def close(self) -> None:
        """Let go of the device."""


@runtime_checkable
class Tells(Protocol):
    """Something that can be asked how it is, between two jobs."""

    def state(self) -> PrinterState | None:
        """Return what the device says of itself; None: it does not say. Raises DeviceGone where it cannot be reached."""


@runtime_checkable
class Voice(Protocol):
    """Something that speaks calls."""

    def say(self, job: Speak, form: Form) -> AnnouncementState:
        """Speak the call in this form and return when the last word is out. Raises DeviceError if it cannot."""

    def close(self) -> None:
        """Let go of the device."""


@runtime_checkable
class Board(Protocol):
    """Something that shows a state: an LED board, a keypad with a display, a cabled rater."""

    def show(self, shown: Shown) -> None:
        """Show all of this, at each change and again every 2 s. Raises DeviceGone."""

    def close(self) -> None:
        """Let go of the device."""


@runtime_checkable
class Beeps(Protocol):
    """Something that can beep."""

    def beep(self, times: int) -> None:
        """Beep so often: 1 taken, 3 refused. Raises DeviceGone."""


@runtime_checkable
class Checks(Protocol):
    """Something that can tell whether it still hears its device."""

    def check(self) -> None:
        """Raise DeviceGone where it does not; asked every 2 s, must not block for long."""


@runtime_checkable
class Listens(Protocol):
    """Something that people press, or lay things on: a keypad, a cabled rater, a reader."""

    def listen(self, hear: Callable[[InputKind, str], None]) -> None:
        """Call ``hear`` from now on, on a thread of the driver's, with each input: what was done, and the raw key or text."""

    def close(self) -> None:
        """Let go of the device."""


Device = Printer | Voice | Board | Listens
