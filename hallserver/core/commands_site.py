# SPDX-License-Identifier: Apache-2.0
"""Commands of on-site management (现场管理): patrols, findings and what becomes of them, actions, registers.

Notes and photos are personal and go to the vault: somebody may be in them. What stands in a field of a register, a place, a measure or a
name of staff stays in the journal for good: it is no place for a visitor's data.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from hallserver.core.asking import Code, Command, Personal, Photo, Traced
from hallserver.core.check_row import Severity, Walk
from hallserver.core.row import Date, Slug

FindingNo = Annotated[str, Meta(pattern=r"^X\d{8}-\d{3,5}$")]
"""The hall's date on which it was opened, and which of that day it is: ``X20261123-001``."""
ActionNo = Annotated[str, Meta(pattern=r"^C\d{8}-\d{3,5}$")]
EntryNo = Annotated[str, Meta(pattern=r"^[A-Z]{2}\d{8}-\d{3,5}$")]
"""Number of an entry of a register; its letters say of which."""
Mark = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{0,40}$")]
"""A patrol as the phone that made it calls it, so that findings sent by themselves belong to it; empty: none do."""
Place = Annotated[str, Meta(max_length=40)]
"""Where exactly in the zone, in a few words; empty: it has only one such place."""
Photos = Annotated[tuple[Photo, ...], Meta(max_length=4)]
ActionStep = Literal["do", "check", "act", "standardise"]
"""PDCAS after the plan: 实施 · 检查 · 改进 · 标准化."""


class Found(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Something that is not as it should be."""

    check: Slug
    zone: Slug
    severity: Severity = "minor"
    counter: Slug | None = None
    place: Place = ""
    responsible: Slug | None = None
    """Who of the staff is to put it right; None: nobody by name."""
    note: Personal | None = None
    photos: Photos = ()


class RecordPatrol(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Record a patrol (巡查): what was looked at where, and what was found. It may come hours later, from a phone that had no network."""

    checked: Annotated[dict[Slug, Annotated[tuple[Slug, ...], Meta(min_length=1)]], Meta(min_length=1, max_length=40)]
    """Zone → checks that were looked at there, those with a finding too: a patrol that looked at nothing is none."""
    cycle: Walk = "daily"
    """Which round it was: that of a cycle, or one at a random time; that of an inspector is always ``inspection``, and nobody else's is."""
    from_us: Annotated[int, Meta(ge=0)] = 0
    """From when until when, as the phone says (UTC µs); 0: now."""
    until_us: Annotated[int, Meta(ge=0)] = 0
    findings: Annotated[tuple[Found, ...], Meta(max_length=30)] = ()
    mark: Mark = ""


class OpenFinding(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Report one finding: beside any patrol, or of one that names this mark, where photos are too many for one message."""

    found: Found
    mark: Mark = ""
    found_us: Annotated[int, Meta(ge=0)] = 0
    """When it was seen, as the phone says (UTC µs); 0: now."""


class FixFinding(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Say that a finding is put right (整改)."""

    finding: FindingNo
    note: Personal | None = None
    photos: Photos = ()


class RecheckFinding(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Look at it again (复查), by somebody else than who put it right: passed it is closed, else it is to be put right anew."""

    finding: FindingNo
    passed: bool
    note: Personal | None = None
    photos: Photos = ()


class EscalateFinding(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Take the next step about a finding that stays (催办单 → 调换 → 约谈): the server by its clock, a hall manager at any time."""

    finding: FindingNo
    note: Personal | None = None


class WithdrawFinding(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Take back a finding that was opened by mistake (撤回): who opened it, or a duty manager, before anybody confirmed it.

    It stays in the journal and in every ledger with who, when and why, and counts for nothing.
    """

    finding: FindingNo
    reason: Code
    """A code of ``withdrawn``."""
    note: Personal | None = None
    """Why, in words, which the rules ask for: points are taken away by it."""


class PlanAction(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Plan what is to be done about the cause of findings (PDCAS)."""

    measure: Annotated[str, Meta(min_length=2, max_length=300)]
    owner: Slug
    due: Date
    findings: Annotated[tuple[FindingNo, ...], Meta(max_length=20)] = ()


class StepAction(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Take the next step of an action; after a check that shows no effect it is done again. To standardise ends it."""

    action: ActionNo
    step: ActionStep
    parameter: Annotated[str, Meta(max_length=60)] = ""
    """With ``standardise``: the rule of the standard, or the check, that was changed for it; empty: none was."""
    why: Annotated[str, Meta(max_length=200)] = ""
    """Why none had to be changed, which the rules ask for then; it stays in the journal for good."""
    note: Personal | None = None


class RegisterEntry(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Write into a register (``core/registers.py``): an incident, a drill, a fault, what was lost, who visited, and so on."""

    register: Slug
    fields: Annotated[dict[Slug, Annotated[str, Meta(max_length=200)] | int], Meta(max_length=20)]
    """Field of the register → its value."""
    who: Personal | None = None
    """People by name or number, where the register asks for them: the owner of what was lost, the guests."""
    note: Personal | None = None
    photos: Photos = ()
    traced: Traced | None = None
    """Where a number of an earlier day is named: what the server found of it; nobody else may give it."""


class StepEntry(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Say what became of an entry: one of its register's steps."""

    entry: EntryNo
    step: Code
    who: Personal | None = None
    note: Personal | None = None
    photos: Photos = ()


class WithdrawEntry(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Take back what was written into a register by mistake (撤回): who wrote it, on the same day, or a manager; a closed one too.

    It stays in the journal and in the register, struck through with who, when and why, and counts for nothing.
    """

    entry: EntryNo
    reason: Code
    """A code of ``withdrawn``."""
    note: Personal | None = None
    """Why, in words, which the rules ask for."""


WITH_PHOTOS: tuple[type[Command], ...] = (RecordPatrol, OpenFinding, FixFinding, RecheckFinding, RegisterEntry, StepEntry)
"""Commands that may hold photos, which the door draws anew before anything else."""
