# SPDX-License-Identifier: Apache-2.0
"""What the set-up screen shows: the description of each section, its rows, and the standard in force."""

from collections.abc import Mapping

import msgspec
from msgspec.structs import FieldInfo

from hallserver.core.catalog import SECTIONS, DeviceRow, Row
from hallserver.core.checklist import every_check, standard_checks
from hallserver.core.hall import Hall
from hallserver.core.issuing import held_until_us
from hallserver.core.keys import MEANINGS
from hallserver.core.naming import deviations
from hallserver.core.standard import Standard, text_hash
from hallserver.core.theme import READ_TOGETHER, Theme
from hallserver.setup.checks import checks_of
from hallserver.setup.drivers import DRIVERS
from hallserver.setup.fields import FIELDS

Json = dict[str, object]
_REPORTING = frozenset({"printer", "voice"})
"""Kinds of which a trial comes to something that the hall hears of; the others show it to whoever looks."""


def view(hall: Hall, _of: str, now_us: int) -> Json:
    """Return every section's columns and rows, device states, and which standard is in force."""
    return {
        "zone": hall.catalog.here.zone,
        "open": hall.open,
        "held": held_until_us(hall, now_us) is not None if hall.standard is not None else False,
        "first": next((ticket.label for ticket in hall.tickets.values()), ""),
        "sections": [_section(hall, name) for name in SECTIONS],
        "devices": {slug: _state(hall, row) for slug, row in hall.catalog.devices.items() if not row.retired},
        "drivers": [msgspec.to_builtins(driver) for driver in DRIVERS],
        "meanings": dict(MEANINGS),
        "standard": hall.standard.hash if hall.standard else None,
        "filed": text_hash("".join((hall.filed.text, *hall.filed.layers))) if hall.filed is not None else "",
        "checks": [msgspec.to_builtins(check) for check in checks_of(hall)],
        "theme": _theme(hall),
        "words": {"now": hall.standard.words if hall.standard else {}, "open": hall.open},
        "naming": [msgspec.to_builtins(it) for it in deviations(hall.standard.theme.naming, hall.catalog.here)] if hall.standard else [],
    }


def _state(hall: Hall, row: DeviceRow) -> Json:
    """Return how a device is: connected, its paper, what its trial came to, and of a cabled rater whether it may rate."""
    return {
        "line": hall.devices.get(row.slug, ""),
        "paper": hall.printers.get(row.slug, "fine"),
        "tried": hall.tried.get(row.slug, "") if row.kind in _REPORTING else "",
        "commissioned": row.slug in hall.commissioned if row.kind == "rater" and row.on_cable else None,
        "cabled": row.on_cable,
    }


def _section(hall: Hall, name: str) -> Json:
    rows: Mapping[str, Row] = every_check(hall) if name == "patrol" else getattr(hall.catalog, name)
    return {
        "name": name,
        "fields": [msgspec.to_builtins(field) for field in FIELDS[name]],
        "rows": [whole_row(row) for row in rows.values()],
        "blank": blank_row(name),
        "bound": [slug for slug, check in standard_checks(hall).items() if check.binding] if name == "patrol" else [],
    }


def whole_row(row: Row) -> Json:
    """Return the row with every field, defaults too, JSON-ready."""
    return {name: msgspec.to_builtins(getattr(row, name)) for name in row.__struct_fields__}


def blank_row(section: str) -> Json:
    """Return what a new row of the section starts with: the defaults; nothing for what must be filled in."""
    fields = msgspec.structs.fields(SECTIONS[section])
    return {field.encode_name: None if field.required else _default(field) for field in fields}


def _default(field: FieldInfo) -> object:
    made = field.default if field.default is not msgspec.NODEFAULT else field.default_factory()
    return msgspec.to_builtins(made)


def standard_file(hall: Hall) -> bytes:
    """Return the standard in force as JSON, to be read: heavier than all the rest of the screen, and seldom looked at. ``null``: none."""
    return msgspec.json.encode(_standard(hall.standard) if hall.standard is not None else None)


def _standard(standard: Standard) -> Json:
    return {
        "hash": standard.hash,
        "parameters": [_parameter(key, standard) for key in sorted(standard.parameters)],
        "groups": [{"slug": slug, **msgspec.to_builtins(group)} for slug, group in standard.groups.items()],
    }


def _theme(hall: Hall) -> Json:
    """Return the look in force, which colours are read together, and whether another may be adopted now."""
    theme = hall.standard.theme if hall.standard is not None else Theme()
    return {"now": msgspec.to_builtins(theme), "usual": msgspec.to_builtins(Theme()), "pairs": list(READ_TOGETHER), "open": hall.open}


def _parameter(key: str, standard: Standard) -> Json:
    parameter = standard.parameters[key]
    return {
        "key": key,
        "value": parameter.value,
        "unit": parameter.unit,
        "bind": parameter.bind,
        "low": parameter.min,
        "high": parameter.max,
        "source": parameter.source,
        "note": parameter.note,
    }
