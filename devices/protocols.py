# SPDX-License-Identifier: Apache-2.0
"""What a printer and a voice must be able to do. Calls block; each device has a thread of its own."""

from collections.abc import Callable
from typing import Literal, Protocol, runtime_checkable

from hallserver.core.jobs import AnnouncementState, PrinterState, PrintSlip, SlipState, Speak

Form = Literal["whole", "short"]
"""Which sentences of a call are still worth saying."""


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


Device = Printer | Voice
