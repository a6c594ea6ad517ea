# SPDX-License-Identifier: Apache-2.0
"""Rules of the registers: one for all of them, by the table in ``registers.py``."""

from collections.abc import Callable
from datetime import date, timedelta

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.day_numbers import next_number
from hallserver.core.earlier import must_have_traced, number_read
from hallserver.core.errors import AgainstStandard, Conflict, NotAllowed, NotFound
from hallserver.core.hall import Hall
from hallserver.core.hours import date_here, hall_date
from hallserver.core.registers import OTHER, PAST_DAYS, RECOVERED, REGISTERS, Field, FieldKind, Past, Register
from hallserver.core.roles import Actor
from hallserver.core.row import seen_line
from hallserver.core.rules_entry import must_be_first, standing_entry
from hallserver.core.rules_patrol import must_be_zone, sealed_note, sealed_photos
from hallserver.core.states import ticket_named

Value = str | int
MOST = 1_000_000
"""No count is more."""


def register_entry(hall: Hall, command: c.RegisterEntry, by: Actor, now_us: int) -> list[e.Event]:
    """Write into a register what its table asks for."""
    register = REGISTERS.get(command.register)
    if register is None:
        raise NotFound("register-unknown", register=command.register)
    _must_be_theirs(register, by)
    _must_not_ask_who(register, command.who is not None)
    fields = _values(hall, register, command.fields)
    _must_have_come(hall, register, fields, "entry", now_us)
    _must_be_recent(hall, register, fields, now_us)
    fields |= must_have_traced(fields, command.traced)
    must_be_first(hall, register, fields)
    number = next_number(hall, register.prefix, [(it.no, it.opened_us) for it in hall.site.entries.values()], now_us)
    registered = e.EntryRegistered(
        entry=number,
        register=register.slug,
        fields=fields,
        closed=not register.steps,
        who=sealed_note(command.who),
        note=sealed_note(command.note),
        photos=sealed_photos(command.photos),
    )
    return [registered]


def step_entry(hall: Hall, command: c.StepEntry, by: Actor, now_us: int) -> list[e.Event]:
    """Say what became of an entry; that a device works again by itself only the clock says."""
    entry = standing_entry(hall, command.entry)
    register = REGISTERS[entry.register]
    _must_be_theirs(register, by)
    _must_not_ask_who(register, command.who is not None)
    if not entry.open:
        raise Conflict("entry-closed", entry=entry.no)
    if command.step not in register.steps or (command.step == RECOVERED and by.kind != "service"):
        steps = [f"step-{it}" for it in register.steps if it != RECOVERED]
        raise AgainstStandard("entry-step", entry_step=f"step-{command.step}", entry_expected=steps)
    _must_have_come(hall, register, entry.fields, "step", now_us)
    stepped = e.EntryStepped(
        entry=entry.no,
        step=command.step,
        closed=command.step in register.ends,
        who=sealed_note(command.who),
        note=sealed_note(command.note),
        photos=sealed_photos(command.photos),
    )
    return [stepped]


def _must_be_theirs(register: Register, by: Actor) -> None:
    if not by.roles & {*register.roles, "service"}:
        raise NotAllowed("register-not-yours", register=register.slug)


def _must_not_ask_who(register: Register, said: bool) -> None:  # noqa: FBT001 -- a plain fact
    """Refuse people's data that a register has no use for."""
    if said and not register.asks_who:
        raise AgainstStandard("register-no-people", register=register.slug)


def _must_have_come(hall: Hall, register: Register, fields: dict[str, Value], at: Past, now_us: int) -> None:
    """Raise AgainstStandard for a date that tells what has happened, and lies ahead."""
    today = hall_date(hall, now_us)
    for field in register.fields:
        value = str(fields.get(field.slug, ""))
        if field.past == at and value > today:
            raise AgainstStandard("register-date-ahead", entry_field=_word(field.slug), date=value, today=today)


def _must_be_recent(hall: Hall, register: Register, fields: dict[str, Value], now_us: int) -> None:
    """Raise AgainstStandard for a date that tells what happens, and lies more than ``PAST_DAYS`` back."""
    first = (date_here(hall, now_us) - timedelta(days=PAST_DAYS)).isoformat()
    for field in register.fields:
        value = str(fields.get(field.slug, first))
        if field.past and value < first:
            raise AgainstStandard("register-date-old", entry_field=_word(field.slug), date=value, first=first)


def _must_say_other(register: Register, field: Field, fields: dict[str, Value]) -> None:
    """Raise AgainstStandard for an ``other`` of which nothing says what it is."""
    if field.other_needs and fields.get(field.slug) == OTHER and not fields.keys() & set(field.other_needs):
        raise AgainstStandard("register-other-bare", register=register.slug, entry_expected=[_word(it) for it in field.other_needs])


def _values(hall: Hall, register: Register, given: dict[str, Value]) -> dict[str, Value]:
    """Return the fields as they are kept, in the order of the table. Raises AgainstStandard naming the field, NotFound for a reference."""
    unknown = sorted(set(given) - {it.slug for it in register.fields})
    if unknown:
        raise AgainstStandard("register-field-unknown", register=register.slug, field=unknown[0])
    kept: dict[str, Value] = {}
    for field in register.fields:
        value = given.get(field.slug, "")
        if value == "":
            if field.required:
                raise AgainstStandard("register-field-missing", register=register.slug, entry_field=_word(field.slug))
            continue
        day = kept.get("date", hall.day if hall.open else "")
        if field.kind == "ticket" and not day:
            raise AgainstStandard("register-field-missing", register=register.slug, entry_field=_word("date"))
        read = _earlier_ticket if field.kind == "ticket" and day != hall.day else _READ[field.kind]
        kept |= read(hall, field, value)
    for field in register.fields:
        _must_say_other(register, field, kept)
    return kept


def _word(field: str) -> str:
    """Return under which word of the registers a field has its name."""
    return f"field-{field}"


def _wrong(field: Field, *expected: str) -> AgainstStandard:
    return AgainstStandard("register-field-wrong", entry_field=_word(field.slug), entry_expected=list(expected))


def _text(_: Hall, field: Field, value: Value) -> dict[str, Value]:
    line = seen_line(value) if isinstance(value, str) else ""
    if not line:
        raise _wrong(field, "a-line")
    return {field.slug: line}


def _choice(_: Hall, field: Field, value: Value) -> dict[str, Value]:
    if value not in field.choices:
        raise _wrong(field, *(f"{field.slug}-{it}" for it in field.choices))
    return {field.slug: value}


def _count(_: Hall, field: Field, value: Value) -> dict[str, Value]:
    if not isinstance(value, int) or not 0 <= value <= MOST:
        raise _wrong(field, f"0–{MOST}")
    return {field.slug: value}


def _date(_: Hall, field: Field, value: Value) -> dict[str, Value]:
    try:
        return {field.slug: date.fromisoformat(str(value)).isoformat()}
    except ValueError as error:
        raise _wrong(field, "2026-11-23") from error


def _zone(hall: Hall, field: Field, value: Value) -> dict[str, Value]:
    must_be_zone(hall, str(value))
    return {field.slug: value}


def _ticket(hall: Hall, field: Field, value: Value) -> dict[str, Value]:
    """Take a number of today, and with it the day: it is none of another."""
    try:
        ticket = ticket_named(hall, str(value))
    except NotFound as unknown:
        raise NotFound("number-not-given", ticket=str(value), date=hall.day) from unknown
    return {"date": hall.day, field.slug: ticket.id, "label": ticket.label}


def _earlier_ticket(_: Hall, field: Field, value: Value) -> dict[str, Value]:
    """Take the number of another day, which the hall itself has forgotten: what the server found of it follows."""
    name = number_read(str(value))
    if not name:
        raise _wrong(field, "A012")
    return {"label": name}


def _of(*sections: str) -> Callable[[Hall, Field, Value], dict[str, Value]]:
    """Return what takes a row of these sections."""

    def read(hall: Hall, field: Field, value: Value) -> dict[str, Value]:
        if not any(value in getattr(hall.catalog, section) for section in sections):
            raise NotFound("reference-unknown", section=sections[0], slugs=[str(value)])
        return {field.slug: value}

    return read


_READ: dict[FieldKind, Callable[[Hall, Field, Value], dict[str, Value]]] = {
    "text": _text,
    "choice": _choice,
    "count": _count,
    "date": _date,
    "zone": _zone,
    "ticket": _ticket,
    "device": _of("devices", "machines"),
    "machine": _of("machines"),
    "item": _of("items"),
    "plan": _of("plans"),
}
"""Kind of field → what it takes, and under which names it is kept."""
