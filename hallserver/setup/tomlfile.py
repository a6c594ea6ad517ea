# SPDX-License-Identifier: Apache-2.0
"""The whole set-up as TOML, and what somebody's TOML says; the one door to what writes TOML."""

import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import tomli_w

from hallserver.core.catalog import SECTIONS, Catalog
from hallserver.core.errors import Malformed
from hallserver.exchange import Fault
from hallserver.setup.fields import FIELDS
from hallserver.setup.tables import Given, Read
from hallserver.setup.view import blank_row, whole_row

_HEAD: Final = "# 大厅设置 / Set-up of a service hall. A field that a row does not name is left as it is.\n\n"


def write_toml(catalog: Catalog) -> str:
    """Return every row of every section with every field; what is nothing is the empty text, for TOML knows no null."""
    content = {section: [_plain(whole_row(row)) for row in getattr(catalog, section).values()] for section in SECTIONS}
    return _HEAD + dump({section: rows for section, rows in content.items() if rows})


def dump(content: Mapping[str, Any]) -> str:
    """Return a table as TOML."""
    return tomli_w.dumps(content)


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: "" if value is None else value for name, value in row.items()}


def parse(text: str) -> dict[str, Any]:
    """Return what a TOML text says. Raises Malformed naming the place."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Malformed("toml-unreadable", detail=str(error)[:200]) from error


def read_toml(text: str) -> Read:
    """Return what a TOML text says of the set-up. Raises Malformed for what is no TOML."""
    read = Read(rows=[], faults=[])
    for section, rows in parse(text).items():
        if section not in SECTIONS:
            read.faults.append(Fault(sheet=section, wrong="sheet-unknown"))
        elif not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            read.faults.append(Fault(sheet=section, wrong="no-rows"))
        else:
            for number, row in enumerate(rows, 1):
                _read_row(section, number, row, read)
    return read


def _read_row(section: str, number: int, row: Mapping[str, Any], read: Read) -> None:
    usual = blank_row(section)
    known = {field.name for field in FIELDS[section]} | ({"retired"} if section == "hall" else set())
    for name in row:
        if name not in known:
            read.faults.append(Fault(sheet=section, row=number, column=name, found=str(row[name])[:80], wrong="column-unknown"))
    values = {name: _value(value, usual[name]) for name, value in row.items() if name in known}
    read.rows.append(Given(section=section, sheet=section, row=number, values=values, places={name: name for name in values}))


def _value(value: object, usual: object) -> object:
    """Return a value as a row has it: the empty text where nothing stands for None, a date as text."""
    if value == "" and usual is None:
        return None
    return value.isoformat() if isinstance(value, date) else value
