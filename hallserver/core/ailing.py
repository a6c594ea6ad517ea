# SPDX-License-Identifier: Apache-2.0
"""Devices that do not work: which reports say so, which end it, and whose trouble counts from another moment on."""

from typing import Final

from hallserver.core.hall import Hall

ILL: Final = frozenset({"lost", "out", "unable"})
WELL: Final = {"back": ("lost",), "paired": ("lost",), "fine": ("out", "unable"), "low": ("out", "unable")}
"""Report → the states that it ends."""


def begins_anew(hall: Hall, device: str, state: str) -> tuple[str, ...]:
    """Return the devices whose trouble counts from this report on.

    A printer that is back may have said before that it has no paper. What hangs on an agent that is back comes back a moment later.
    """
    ailing = hall.site.ailing
    if device not in ailing or ailing[device][0] not in WELL.get(state, ()):
        return ()
    without_paper = state == "back" and hall.printers.get(device, "") in ILL
    behind = (row.slug for row in hall.catalog.devices.values() if row.agent == device and row.slug in ailing)
    return (*((device,) if without_paper else ()), *behind)
