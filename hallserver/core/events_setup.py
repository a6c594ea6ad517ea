# SPDX-License-Identifier: Apache-2.0
"""What happened to the set-up: sections of the catalog, and the standard with its layers."""

from typing import Any, ClassVar

from hallserver.core.happening import Event


class Configured(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A section of the catalog was replaced."""

    section: str
    rows: list[dict[str, Any]]


class StandardAdopted(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A standard came into force: full TOML text, and the hash (hex) of it and of the deviations in force."""

    V: ClassVar[int] = 2

    hash: str
    text: str
    layers: tuple[str, ...] = ()
    """Texts of the layers over it, the highest tier first. New in version 2."""
    on: str = ""
    """The date (ISO) whose deviations are in force; empty without layers. New in version 2."""
    opening: bool = False
    """It came into force with the day that opened: filed before, or a date was reached. New in version 2."""


class StandardFiled(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A standard was laid ready: it comes into force when the next day opens, if it differs from the one in force then."""

    text: str
    layers: tuple[str, ...] = ()
