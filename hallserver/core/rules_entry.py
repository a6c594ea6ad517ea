# SPDX-License-Identifier: Apache-2.0
"""Rules of taking an entry of a register back: by whom, why, and that there is one for the same thing and day already."""

from collections.abc import Collection, Mapping

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.codes import must_be_known
from hallserver.core.errors import AgainstStandard, Conflict, NotAllowed, NotFound
from hallserver.core.hall import Hall
from hallserver.core.hours import hall_date
from hallserver.core.registers import Register
from hallserver.core.roles import Actor
from hallserver.core.rules_patrol import sealed_note
from hallserver.core.site_state import KEPT_DAYS, RegisterRow

_MANAGERS = frozenset({"duty-manager", "hall-manager"})


def standing_entry(hall: Hall, no: str) -> RegisterRow:
    """Return an entry that was not taken back. Raises NotFound, also for one that is closed for so long that only the tables have it."""
    row = hall.site.entries.get(no)
    if row is None:
        raise NotFound("entry-unknown", entry=no, days=KEPT_DAYS)
    if row.withdrawn:
        raise Conflict("entry-withdrawn", entry=no)
    return row


def must_be_first(hall: Hall, register: Register, fields: Mapping[str, str | int]) -> None:
    """Raise Conflict, naming the entry, where this register has one about the same already that stands."""
    if not register.once:
        return
    for row in hall.site.entries.values():
        if row.register == register.slug and not row.withdrawn and all(row.fields.get(it) == fields.get(it) for it in register.once):
            raise Conflict("register-twice", register=register.slug, entry=row.no, entry_expected=[f"field-{it}" for it in register.once])


def withdraw_entry(hall: Hall, command: c.WithdrawEntry, by: Actor, now_us: int) -> list[e.Event]:
    """Take back what was written by mistake, also where it is closed."""
    row = standing_entry(hall, command.entry)
    must_be_known("withdrawn", command.reason)
    if command.note is None:
        raise AgainstStandard("entry-withdraw-why", entry=row.no)
    if not may_withdraw_entry(hall, row, by.name, by.roles, now_us):
        raise NotAllowed("entry-withdraw-who", entry=row.no)
    return [e.EntryWithdrawn(entry=row.no, reason=command.reason, note=sealed_note(command.note))]


def may_withdraw_entry(hall: Hall, row: RegisterRow, person: str, roles: Collection[str], now_us: int) -> bool:
    """Tell whether this person may take an entry back: who wrote it, on the same day; a duty manager or hall manager at any time."""
    if row.withdrawn:
        return False
    is_todays = hall_date(hall, row.opened_us) == hall_date(hall, now_us)
    return not _MANAGERS.isdisjoint(roles) or (is_todays and row.by == f"person:{person}")
