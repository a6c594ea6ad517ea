# SPDX-License-Identifier: Apache-2.0
"""What the server does about the site by its clock: takes findings that stay a step further, and registers devices that do not work."""

from collections.abc import Iterator

from hallserver.core import commands as c
from hallserver.core.hall import Hall
from hallserver.core.hours import MINUTE_US, closing_us, date_here, opening_us
from hallserver.core.registers import FAULT, RECOVERED
from hallserver.core.rules_finding import is_due
from hallserver.core.site_state import RegisterRow
from hallserver.core.timetable import is_said

CLOCK = "service:clock"
"""How the journal names the clock: what it registered, it closes."""
LOST = "lost"


def site_due(hall: Hall, now_us: int) -> Iterator[c.Command]:
    """Give what is due now."""
    yield from (c.EscalateFinding(finding=no) for no, it in hall.site.findings.items() if is_due(hall, it, now_us))
    if not hall.open:
        return
    faults = [it for it in hall.site.entries.values() if it.register == FAULT]
    for device, (state, since_us) in hall.site.ailing.items():
        ended_us = max((it.closed_us for it in faults if it.fields.get("device") == device), default=0)
        if not any(_tells(it, device, since_us) for it in faults) and _lasts(hall, device, max(since_us, ended_us), now_us):
            yield c.RegisterEntry(register=FAULT, fields={"device": device, "kind": state})
    for it in faults:
        if it.open and it.by == CLOCK and it.fields.get("device") not in hall.site.ailing:
            yield c.StepEntry(entry=it.no, step=RECOVERED)


def _tells(it: RegisterRow, device: str, since_us: int) -> bool:
    """Tell whether a fault is about this device as it now is: what people took back, the clock does not write anew."""
    return it.fields.get("device") == device and (it.open or (it.withdrawn != "" and it.opened_us >= since_us))


def _lasts(hall: Hall, device: str, since_us: int, now_us: int) -> bool:
    """Tell whether a device in use has not worked for ``site.fault_after`` minutes of the open day, within published hours if there are.

    At night it is switched off, also where nobody closes the day. What hangs on an agent that is lost is not told apart: the agent's own
    entry says what is the matter.
    """
    row = hall.catalog.devices.get(device)
    if row is None or row.retired or (row.agent and hall.site.ailing.get(row.agent, ("",))[0] == LOST):
        return False
    opening, closing = opening_us(hall, now_us) or 0, closing_us(hall, now_us) or 0
    if now_us >= closing and is_said(hall.catalog.here, date_here(hall, now_us)):
        return False
    return now_us - max(since_us, hall.opened_us, opening) >= hall.rules.whole("site.fault_after") * MINUTE_US
