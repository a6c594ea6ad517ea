# SPDX-License-Identifier: Apache-2.0
"""What the set-up screen shows: the description of each section, its rows, and the standard in force."""

import msgspec

from hallserver.core.catalog import SECTIONS, Row
from hallserver.core.hall import Hall
from hallserver.core.standard import Standard
from hallserver.setup.fields import FIELDS

Json = dict[str, object]


def view(hall: Hall, _of: str, _now_us: int) -> Json:
    """Return every section's columns and rows, device states and the standard's parameters."""
    return {
        "zone": hall.catalog.here.zone,
        "sections": [_section(hall, name) for name in SECTIONS],
        "devices": dict(sorted(hall.devices.items())),
        "standard": _standard(hall.standard) if hall.standard else None,
    }


def _section(hall: Hall, name: str) -> Json:
    rows: dict[str, Row] = getattr(hall.catalog, name)
    return {
        "name": name,
        "fields": [msgspec.to_builtins(field) for field in FIELDS[name]],
        "rows": [whole_row(row) for row in rows.values()],
        "blank": blank_row(name),
    }


def whole_row(row: Row) -> Json:
    """Return the row with every field, defaults too, JSON-ready."""
    return {name: msgspec.to_builtins(getattr(row, name)) for name in row.__struct_fields__}


def blank_row(section: str) -> Json:
    """Return what a new row of the section starts with: the defaults; nothing for what must be filled in."""
    fields = msgspec.structs.fields(SECTIONS[section])
    return {field.encode_name: None if field.required else msgspec.to_builtins(field.default) for field in fields}


def _standard(standard: Standard) -> Json:
    return {
        "hash": standard.hash,
        "parameters": [_parameter(key, standard) for key in sorted(standard.parameters)],
        "groups": [{"slug": slug, **msgspec.to_builtins(group)} for slug, group in standard.groups.items()],
    }


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
