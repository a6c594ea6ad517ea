# SPDX-License-Identifier: Apache-2.0
"""The waiting tickets of one queue, as a hall keeps them. Values only."""

from typing import NamedTuple

from msgspec import Struct, field

from hallserver.core.ticket import Rank


class Part(NamedTuple):
    """What sorts waiting tickets apart within a queue: those of one part differ only in rank."""

    group: str
    credit_s: int
    mobility: bool
    """Needs an accessible counter."""
    only: str
    """The one counter it is for, or empty."""
    service: str
    """The leg's first service: a clerk's authorised items decide by it."""
    language: str = ""
    """Needs a clerk with this language."""


class Line(Struct, kw_only=True):
    """The waiting tickets of one queue: per part a list of (rank, ticket id) sorted by rank."""

    parts: dict[Part, list[tuple[Rank, str]]] = field(default_factory=dict)
    waiting: int = 0
    opened_us: list[int] = field(default_factory=list)
    """When the legs of those who wait were opened, earliest first; of who let others go first, when that was."""
    run: int = 0
    """Credit tickets in a row that passed the first ordinary one."""
    busy_from_us: int | None = None
    """Since when somebody waits without a break; None: nobody waits."""
    busy_us: int = 0
    """Time today in which somebody waited, without the running stretch."""
    calls: int = 0
    """First calls today, while somebody waited."""
