# SPDX-License-Identifier: Apache-2.0
"""What the journal says of deliveries: of each kind of report and way, the last word."""

from collections.abc import Callable, Sequence
from typing import Any

from hallserver.core.events import DeliveryReported
from hallserver.core.history import decode

Execute = Callable[[str, Sequence[Any]], Any]
"""Runs one statement and gives its cursor."""
_LAST = "SELECT kind, v, body FROM event INDEXED BY event_delivery WHERE kind='DeliveryReported' ORDER BY epoch DESC, seq DESC LIMIT 1000"
"""Of some months: whatever is older is no more to be delivered."""


def read_deliveries(execute: Execute) -> dict[tuple[str, str], DeliveryReported]:
    """Return (report, channel) → the last that was said of it."""
    found: dict[tuple[str, str], DeliveryReported] = {}
    for kind, version, body in execute(_LAST, ()).fetchall():
        event = decode(kind, version, body)
        assert isinstance(event, DeliveryReported)
        found.setdefault((event.report, event.channel), event)
    return found
