# SPDX-License-Identifier: Apache-2.0
"""What an entry of a register says, as one line: each field by its name, codes and slugs as people call them."""

from collections.abc import Mapping
from typing import Final

from hallserver.core.catalog import Catalog
from hallserver.core.registers import REGISTERS, Field
from hallserver.words import known, say
from reports.names import in_language

Value = str | int
_SECTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "device": ("devices", "machines"), "machine": ("machines",), "plan": ("plans",), "item": ("items",),
}  # fmt: skip
"""Kind of field → sections of the set-up whose slugs stand there."""


def entry_text(register: str, fields: Mapping[str, Value], catalog: Catalog, language: str) -> str:
    """Return the fields in the register's order; a ticket by its number, and whether nobody could check it."""
    table = REGISTERS[register].fields if register in REGISTERS else ()
    said = [(it, field_text(it, fields, catalog, language)) for it in table]
    return "; ".join(f"{say(f'registers.field-{it.slug}', language)} {text}" for it, text in said if text)


def field_text(field: Field, fields: Mapping[str, Value], catalog: Catalog, language: str) -> str:
    """Return the value of a field; empty where there is none. A number without a ticket is one that was not checked against its day."""
    if field.kind == "ticket":
        label = str(fields.get("label", ""))
        return label if not label or field.slug in fields else say("registers.unchecked", language, number=label)
    value = str(fields.get(field.slug, ""))
    if field.kind == "zone":
        return in_language(catalog.here.zones.get(value, {}), language) or value
    if field.kind == "choice":
        key = f"registers.{field.slug}-{value}"
        return say(key, language) if known(key) else value
    rows = (getattr(catalog, section).get(value) for section in _SECTIONS.get(field.kind, ()))
    return next((in_language(row.names, language) for row in rows if row is not None), "") or value
