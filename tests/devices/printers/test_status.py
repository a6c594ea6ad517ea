# SPDX-License-Identifier: Apache-2.0
"""The bits of ``DLE EOT`` 1 and 4; None is silence."""

import pytest

from devices.printers.status import health, state_of, status_byte
from hallserver.core.jobs import PrinterState


@pytest.mark.parametrize(
    ("printer_byte", "paper_byte", "state"),
    [
        (0x12, 0x12, "fine"), (0x12, 0x1E, "low"), (0x12, 0x72, "out"), (0x12, 0x7E, "out"),
        (0x12, 0x16, "low"), (0x12, 0x1A, "low"), (0x12, 0x32, "out"), (0x12, 0x52, "out"),
        (0x1A, 0x7E, "out"), (0x1A, 0x12, "unable"), (0x1A, 0x1E, "unable"), (None, 0x12, None), (0x12, None, None),
    ],
)  # fmt: skip
def test_both_bytes_together_tell_the_state(printer_byte: int | None, paper_byte: int | None, state: PrinterState | None) -> None:
    """A printer without paper is off-line too: what it lacks is what somebody has to know. One of two sensors is enough."""
    assert state_of(printer_byte, paper_byte) == state


@pytest.mark.parametrize(("state", "means"), [("fine", "fine"), ("low", "fine"), ("out", "unable"), ("unable", "unable"), (None, "silent")])
def test_a_slip_needs_to_know_only_whether_it_can_be_printed(state: PrinterState | None, means: str) -> None:
    """Little paper is paper; silence is not."""
    assert health(state) == means


@pytest.mark.parametrize(
    ("answer", "byte"), [(b"", None), (b"\x12", 0x12), (b"\x16\x1e", 0x1E), (b"\x00", None), (b"\xff", None), (b"OK", None)]
)
def test_what_cannot_be_a_status_byte_is_no_answer(answer: bytes, byte: int | None) -> None:
    """Noise on a line must not pass for plenty of paper."""
    assert status_byte(answer) == byte
