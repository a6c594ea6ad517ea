# SPDX-License-Identifier: Apache-2.0
"""Personal data at the hall's one entrance: ID numbers hashed and masked, personal text moved to the vault.

Every command passes here, wherever it comes from, before it is compared, decided or kept.
"""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, get_args

import msgspec
from msgspec import Struct

from hallserver.core import id_number
from hallserver.core.asking import Holder
from hallserver.core.commands import Command, IdNumber, Personal, Photo, Sealed
from hallserver.core.errors import Malformed
from hallserver.core.standard import Standard
from hallserver.store.journal import VaultRow

RETENTION = "pi.ticket_retention"
_DAYS = 180
"""Where the standard in force was adopted before it had that parameter."""
_DAY_US = 86_400_000_000


class Sealing:
    """Knows the hall's key for ID numbers; tests hand another one to the composition root."""

    def __init__(self, key: bytes, hall_id: str) -> None:
        """Keep the key, which never leaves the server, and the hall."""
        self._key, self._hall_id = key, hall_id
        self._refs: dict[str, set[str]] = {}
        """Digest of an ID number → the references under which the vault has it; in memory alone, for no event may tell who is who."""

    def know(self, held: Mapping[str, str]) -> None:
        """Know the numbers of the day: reference → digest, as the vault has them; those of other days are forgotten."""
        self._refs = {}
        for ref, digest in held.items():
            self._refs.setdefault(digest, set()).add(ref)

    def masked(self, command: Command) -> Command:
        """Return the command with ID numbers hashed where they belong and masked to the last four elsewhere."""
        if all(map(_says_little, msgspec.structs.astuple(command))):
            return command
        clean: Command = self._clean(command)
        return clean

    def sealed(self, command: Command, now_us: int, standard: Standard | None) -> tuple[Command, list[VaultRow]]:
        """Return the command with every personal field as reference and salted digest, and the vault rows that hold the text."""
        rows: list[VaultRow] = []
        until_us = now_us + kept_days(standard) * _DAY_US

        def seal(value: Personal) -> Personal:
            _must_be_drawn(value)
            row = VaultRow(ref=secrets.token_urlsafe(12), salt=secrets.token_bytes(16), content=value.text, erase_after_us=until_us)
            rows.append(row)
            digest = hashlib.sha256(row.salt + value.text.encode()).hexdigest()
            return self._kept(value, Sealed(ref=row.ref, digest=digest))

        sealed: Command = _sealed_in(command, seal)
        return sealed, rows

    def _kept(self, value: Personal, sealed: Sealed) -> Personal:
        """Return what the rules get of it; of an ID number also under which references it was given before."""
        if isinstance(value, Photo):
            return Photo("", sealed, drawn=True)
        if not isinstance(value, IdNumber):
            return Personal("", sealed)
        refs = self._refs.setdefault(value.text, set())
        refs.add(sealed.ref)
        return Holder(sealed, frozenset(refs))

    def _clean(self, value: Any) -> Any:  # noqa: ANN401 - whatever a field can hold
        """Return the value itself where nothing had to be changed."""
        if isinstance(value, str):
            return id_number.masked(value)
        if isinstance(value, IdNumber):
            return value.hashed(self._key, self._hall_id)
        if isinstance(value, Photo):
            return value  # no text: nothing in it is a number that could be masked
        if isinstance(value, Personal):
            return Personal(id_number.masked(value.text), value.sealed)
        return self._clean_parts(value)

    def _clean_parts(self, value: Any) -> Any:  # noqa: ANN401 - whatever a field can hold
        if isinstance(value, Struct):
            was = {name: getattr(value, name) for name in value.__struct_fields__}
            changed = {name: now for name, before in was.items() if (now := self._clean(before)) is not before}
            return msgspec.structs.replace(value, **changed) if changed else value
        if isinstance(value, dict):
            return {self._clean(key): self._clean(it) for key, it in value.items()}
        if isinstance(value, list | tuple):
            cleaned = [self._clean(it) for it in value]
            return value if all(now is before for now, before in zip(cleaned, value, strict=True)) else type(value)(cleaned)
        return value


def _sealed_in(value: Any, seal: Callable[[Personal], Personal]) -> Any:  # noqa: ANN401 - whatever a field can hold
    """Return the value with everything personal in it sealed; the value itself where there is nothing."""
    if isinstance(value, Personal):
        return seal(value)
    if isinstance(value, Struct):
        was = {name: getattr(value, name) for name in _personal_fields(type(value))}
        changed = {name: now for name, before in was.items() if (now := _sealed_in(before, seal)) is not before}
        return msgspec.structs.replace(value, **changed) if changed else value
    if isinstance(value, tuple) and any(isinstance(it, Personal | Struct) for it in value):
        parts = tuple(_sealed_in(it, seal) for it in value)
        return value if all(now is before for now, before in zip(parts, value, strict=True)) else parts
    return value


@cache
def _personal_fields(kind: type[Struct]) -> tuple[str, ...]:
    """Return the fields that may hold something personal: of most commands none, and these are asked for all day."""
    return tuple(field.name for field in msgspec.structs.fields(kind) if _may_hold(field.type))


def _may_hold(kind: object) -> bool:
    if isinstance(kind, type) and issubclass(kind, Personal):
        return True
    if isinstance(kind, type) and issubclass(kind, Struct):
        return bool(_personal_fields(kind))
    return any(map(_may_hold, get_args(kind)))


def _must_be_drawn(value: Personal) -> None:
    """Refuse a photo as it came from somebody: it may hold where it was taken, and more than a picture."""
    if isinstance(value, Photo) and not value.drawn:
        raise Malformed("photo-unreadable")


def _says_little(value: object) -> bool:
    """Tell whether a field is too short for an ID number, or none of its parts is longer; most commands hold slugs and figures alone."""
    if isinstance(value, str):
        return len(value) < id_number.LENGTH
    return value is None or isinstance(value, int | float) or (isinstance(value, tuple) and all(map(_says_little, value)))


def kept_days(standard: Standard | None) -> int:
    """Return for how many days the vault keeps personal data under this standard."""
    return standard.whole(RETENTION) if standard is not None and RETENTION in standard.parameters else _DAYS
