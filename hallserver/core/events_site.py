# SPDX-License-Identifier: Apache-2.0
"""What happened in on-site management (现场管理). Notes and photos are in the vault; numbers are ``X20261123-001`` and the like."""

from typing import ClassVar

from msgspec import Struct, field

from hallserver.core.asking import Sealed
from hallserver.core.happening import Event


class Rung(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One step of the ladder of a finding that stays: what, and from when on (UTC µs)."""

    step: str
    at_us: int


class PatrolRecorded(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A patrol was made; what it found follows in events of its own. The times are what was said, the entry's own is when it came."""

    cycle: str
    checked: dict[str, tuple[str, ...]]
    """Zone → checks."""
    from_us: int
    until_us: int
    mark: str = ""
    findings: tuple[str, ...] = ()
    """Numbers of what it found, new or seen again."""


class FindingOpened(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Something was not as it should be."""

    V: ClassVar[int] = 2
    finding: str
    check: str
    resource: str
    step: str
    zone: str
    severity: str
    deduction: int
    found_us: int
    """When it was seen, as it was said."""
    due_us: int
    """Until when it is to be put right."""
    ladder: tuple[Rung, ...] = ()
    """What follows while it stays."""
    counter: str = ""
    place: str = ""
    responsible: str = ""
    source: str = ""
    """``inspection``: somebody from outside the hall found it; empty: the hall itself."""
    safety: bool = False
    mark: str = ""
    """Mark of the patrol; empty: it was found beside any."""
    repeat_of: str = ""
    """The finding before it at the same place about the same check, within ``site.repeat_days``."""
    nth: int = 1
    """How often by now, one after the other."""
    note: Sealed | None = None
    photos: tuple[Sealed, ...] = ()


class FindingSeenAgain(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A finding was found again, or by a second person before it was closed: it is one, and counts once."""

    finding: str
    severity: str
    found_us: int
    mark: str = ""
    deduction: int = 0
    """Of an open one that is graver by now: what it costs, and until when it is to be put right; 0: as before."""
    due_us: int = 0
    ladder: tuple[Rung, ...] = ()
    note: Sealed | None = None
    photos: tuple[Sealed, ...] = ()


class FindingFixed(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody says that it is put right; somebody else is to look by then."""

    finding: str
    recheck_us: int
    note: Sealed | None = None
    photos: tuple[Sealed, ...] = ()


class FindingRechecked(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody else looked: it is closed, or open anew with a new due time."""

    finding: str
    passed: bool
    due_us: int = 0
    ladder: tuple[Rung, ...] = ()
    note: Sealed | None = None
    photos: tuple[Sealed, ...] = ()


class FindingEscalated(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The next step was taken about a finding that stays."""

    finding: str
    step: str
    nth: int
    """Which step of the ladder it is, from 1."""
    note: Sealed | None = None


class FindingWithdrawn(Event, frozen=True, kw_only=True, omit_defaults=True):
    """It was opened by mistake: from now on it counts for nothing, and nothing is to be done about it."""

    finding: str
    reason: str
    note: Sealed | None = None


class ActionPlanned(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Something is to be done about the cause of findings."""

    action: str
    measure: str
    owner: str
    due: str
    """ISO date."""
    due_us: int
    """When that day ends."""
    findings: tuple[str, ...] = ()


class ActionStepped(Event, frozen=True, kw_only=True, omit_defaults=True):
    """An action went one step on; ``standardise`` ends it, and ``withdrawn`` does where all that it was about was withdrawn."""

    V: ClassVar[int] = 2
    action: str
    step: str
    parameter: str = ""
    why: str = ""
    """Why no rule had to be changed."""
    standard: str = ""
    """First 12 hex digits of the hash of the standard then in force."""
    note: Sealed | None = None


class EntryRegistered(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Something was written into a register."""

    entry: str
    register: str
    fields: dict[str, str | int] = field(default_factory=dict)
    closed: bool = False
    """The register has no steps: nothing is left to be done."""
    who: Sealed | None = None
    note: Sealed | None = None
    photos: tuple[Sealed, ...] = ()


class EntryStepped(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Something became of an entry."""

    entry: str
    step: str
    closed: bool = False
    who: Sealed | None = None
    note: Sealed | None = None
    photos: tuple[Sealed, ...] = ()


class EntryWithdrawn(Event, frozen=True, kw_only=True, omit_defaults=True):
    """It was written by mistake: from now on it counts for nothing, and nothing becomes of it any more."""

    entry: str
    reason: str
    note: Sealed | None = None
