# SPDX-License-Identifier: Apache-2.0
"""A number of an earlier day, as a register names it: the hall knows those of today alone, so the server looks for it beforehand."""

import re
from collections.abc import Mapping
from datetime import date

from hallserver.core.asking import Traced
from hallserver.core.commands import RegisterEntry
from hallserver.core.errors import Malformed, NotFound
from hallserver.core.registers import REGISTERS
from hallserver.core.states import plain_number

_NUMBER = re.compile("[A-Z]{1,2}[0-9]{1,4}")


def number_read(text: str) -> str:
    """Return a number as somebody typed it in capitals (``A012``); empty for what is none."""
    name = plain_number(text)
    return name if _NUMBER.fullmatch(name) else ""


def number_asked(command: RegisterEntry) -> tuple[str, str]:
    """Return number and day (ISO date) that an entry names; two empty ones: it names none that can be of an earlier day.

    Also where the day is today's: by the time that it is decided, or sent again, it may be over.
    """
    register = REGISTERS.get(command.register)
    slugs = [it.slug for it in register.fields if it.kind == "ticket"] if register is not None else []
    day, names = str(command.fields.get("date", "")), [number_read(str(command.fields.get(slug, ""))) for slug in slugs]
    if not any(names) or not day:
        return "", ""
    try:
        return names[0], date.fromisoformat(day).isoformat()
    except ValueError:
        return "", ""


def must_have_traced(fields: Mapping[str, str | int], traced: Traced | None) -> dict[str, str | int]:
    """Return ticket and label of the number that the fields name without a ticket; nothing where they name none.

    The label alone, where the records of that day are lost and nobody can tell. Raises NotFound for a number that was not given on that
    day, Malformed where the server has not looked.
    """
    label, day = str(fields.get("label", "")), str(fields.get("date", ""))
    if not label or "ticket" in fields:
        return {}
    if traced is None or (traced.name, traced.day) != (label, day):
        raise Malformed("number-not-traced", ticket=label, date=day)
    if traced.ticket:
        return {"ticket": traced.ticket, "label": traced.label}
    if traced.lost:
        return {"label": label}
    raise NotFound("number-not-given" if traced.opened else "number-no-day", ticket=label, date=day)
