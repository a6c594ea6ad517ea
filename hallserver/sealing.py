# SPDX-License-Identifier: Apache-2.0
"""Personal text goes to the vault; the command goes on with only a reference and a salted digest."""

import hashlib
import secrets

import msgspec

from hallserver.core.commands import Command, Personal, Sealed
from hallserver.store.journal import VaultRow

_KEPT_US = 180 * 86_400 * 1_000_000
"""Retention of what a visitor wrote: 180 days (standard profile, ``pi.ticket_retention``)."""


def seal(command: Command, now_us: int) -> tuple[Command, list[VaultRow]]:
    """Return the command with every personal field sealed, and the vault rows that hold the text."""
    rows: list[VaultRow] = []
    changed: dict[str, Personal] = {}
    for name in command.__struct_fields__:
        value = getattr(command, name)
        if isinstance(value, Personal):
            row = VaultRow(
                ref=secrets.token_urlsafe(12), salt=secrets.token_bytes(16), content=value.text, erase_after_us=now_us + _KEPT_US
            )
            digest = hashlib.sha256(row.salt + value.text.encode()).hexdigest()
            changed[name] = Personal("", Sealed(ref=row.ref, digest=digest))
            rows.append(row)
    return (msgspec.structs.replace(command, **changed) if changed else command), rows
