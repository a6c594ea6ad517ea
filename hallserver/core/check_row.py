# SPDX-License-Identifier: Apache-2.0
"""What is looked at when a hall is patrolled: one check per row, for one of six resources and one of five steps, in OSM style.

Resources (人力、空间、物品、设备、信息、废物) and steps (整理、定位、存放、清洁、保养) are those of OSM as published in 2015 (Fuyang).
Points are ours: a deduction for each finding with a cap for each check, as star ratings of service centres have them.
"""

from typing import Annotated, Literal, get_args

from msgspec import Meta, Struct

from hallserver.core.hall_row import Row
from hallserver.core.row import DayKind, Names, Slug, Span

Resource = Literal["people", "space", "goods", "equipment", "information", "waste"]
Step = Literal["sort", "place", "store", "clean", "keep"]
Cycle = Literal["daily", "weekly", "monthly", "random"]
"""How often it is due; ``random`` is due on no certain day, patrols at random times look at it."""
INSPECTION = "inspection"
"""The round of somebody from outside the hall (督查): it ticks off nothing that the hall itself is to look at."""
Walk = Literal["daily", "weekly", "monthly", "random", "inspection"]
"""Which round a patrol was."""
Severity = Literal["minor", "major", "critical"]
RESOURCES: tuple[Resource, ...] = get_args(Resource)
STEPS: tuple[Step, ...] = get_args(Step)
CYCLES: tuple[Cycle, ...] = get_args(Cycle)
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
ESCALATIONS = ("slip", "replace", "interview", "report", "appraise")
"""Steps that ``site.escalation`` may name: 催办单 · 调换 · 约谈 · 通报 · 考核扣分."""
LEAST_STEPS = 2
Points = Annotated[int, Meta(ge=0, le=100)]


def rungs(text: str) -> tuple[str, ...]:
    """Return the steps that ``site.escalation`` names, in order."""
    return tuple(it.strip() for it in text.split(",") if it.strip())


class Check(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A check as the standard has it."""

    names: Names
    resource: Resource
    step: Step
    cycle: Cycle = "weekly"
    safety: bool = False
    """Part of the safety block: exits, fire, first aid, electricity."""
    binding: bool = False
    """A hall may look more often and deduct more, never less, and cannot drop it."""
    minor: Points = 1
    """Points that a finding of this severity costs."""
    major: Points = 3
    critical: Points = 6
    cap: Points = 10
    """Points that it can cost at most in a period."""


class CheckRow(Row, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A check of the hall's own, or under the slug of one of the standard's what this hall says otherwise."""

    resource: Resource
    step: Step
    cycle: Cycle = "weekly"
    zones: Annotated[tuple[Slug, ...], Meta(max_length=40)] = ()
    """Where it is looked at; empty: in every zone."""
    safety: bool = False
    minor: Points = 1
    major: Points = 3
    critical: Points = 6
    cap: Points = 10

    def points(self, severity: Severity) -> int:
        """Return what a finding of this severity costs."""
        of: dict[Severity, int] = {"minor": self.minor, "major": self.major, "critical": self.critical}
        return of[severity]


class MachineRow(Row, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A self-service machine (自助终端) that is no device of this program: where it stands and when it can be used."""

    zone: Annotated[str, Meta(max_length=40)] = "main"
    uses: tuple[Literal["apply", "print", "look-up"], ...] = ()
    """What it is for: 申办、打印、查询; empty: nobody has said."""
    hours: dict[DayKind, tuple[Span, ...]] = {}
    """When it can be used, by kind of day; empty: whenever the hall is open."""
