# SPDX-License-Identifier: Apache-2.0
"""What the hall remembers for its staff is what the event said, no more and no less."""

import msgspec

from hallserver.core.events import ReturnGiven
from hallserver.core.staffnotes import right_of


def test_a_right_keeps_every_field_of_its_event() -> None:
    """A field that is added to the one is missed in the other here, not on a visitor's next day."""
    event = ReturnGiven(
        ticket="1.9", label="A003", day="2026-11-23", services=("aid", "seniors"), reason="papers", until="2026-11-26", device="printer-1"
    )
    assert msgspec.structs.asdict(right_of(event)) == msgspec.structs.asdict(event)
