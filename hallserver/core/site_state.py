# SPDX-License-Identifier: Apache-2.0
"""What a hall keeps in mind of on-site management: findings, actions and entries of registers over days, and what was looked at when.

Values only. Closed ones leave after ``KEPT_DAYS``; the tables keep all.
"""

from typing import Any, Literal, NamedTuple

import msgspec
from msgspec import Struct, field

from hallserver.core.asking import Sealed
from hallserver.core.events_site import Rung
from hallserver.core.stock import Stock

KEPT_DAYS = 30
PLACES_DAYS = 366
"""So long it is remembered where something was found: ``site.repeat_days`` may be no more."""
PATROLS_KEPT = 200
"""A patrol that a phone sends again is known as long: more than a hall makes within ``site.late_days``."""
_DAY_US = 86_400_000_000
ENDS = ("standardise", "withdrawn")
"""Steps with which an action is over."""

NextStep = Literal["fix", "recheck", "do", "check", "act", "standardise", ""]


class SiteStep(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One step as it is remembered: what, when, by whom, what it says, its note and photos."""

    kind: str
    at_us: int
    by: str
    """As the journal names actors, e.g. ``person:dan``."""
    says: dict[str, str | int | bool] = field(default_factory=dict)
    who: Sealed | None = None
    note: Sealed | None = None
    photos: tuple[Sealed, ...] = ()


class StepRow(NamedTuple):
    """A step of a finding, an action or an entry, as the tables keep it; personal parts are references into the vault."""

    epoch: int
    seq: int
    no: str
    at_us: int
    actor: str
    kind: str
    says: dict[str, Any]
    who_ref: str | None
    note_ref: str | None
    photo_refs: list[str]


class Finding(Struct, kw_only=True, omit_defaults=True):
    """One finding by its number (问题); times are UTC µs, 0: not yet."""

    no: str
    check: str
    resource: str
    step: str
    zone: str
    severity: str
    deduction: int
    opened_us: int
    found_us: int
    due_us: int
    by: str
    """Who found it, as the journal names actors."""
    ladder: list[Rung] = field(default_factory=list)
    counter: str = ""
    place: str = ""
    responsible: str = ""
    source: str = ""
    """``inspection``: somebody from outside the hall found it; empty: the hall itself."""
    safety: bool = False
    mark: str = ""
    repeat_of: str = ""
    nth: int = 1
    climbed: int = 0
    """Steps of the ladder that were taken."""
    seen: int = 1
    """How often it was found while it was open."""
    fixed_us: int = 0
    """When somebody last said that it is put right; 0: nobody has, or it was not."""
    fixed_by: str = ""
    recheck_us: int = 0
    """Until when somebody else is to look."""
    rechecks: int = 0
    closed_us: int = 0
    withdrawn: str = ""
    """Code of the reason for which it was taken back, when it was closed; empty: it was not."""
    before: "LastFound | None" = None
    """What had been found last at this place when it was opened."""
    steps: list[SiteStep] = field(default_factory=list)

    @property
    def open(self) -> bool:
        """Whether something is still to be done."""
        return not self.closed_us

    @property
    def next_step(self) -> NextStep:
        """Return what is to be done next: put right, or looked at again."""
        if self.closed_us:
            return ""
        return "recheck" if self.fixed_us else "fix"

    @property
    def by_us(self) -> int:
        """Return until when the next step is to be done."""
        return self.recheck_us if self.fixed_us else self.due_us

    @property
    def escalation(self) -> str:
        """Return the step of the ladder that was taken last; empty: none."""
        return self.ladder[self.climbed - 1].step if self.climbed else ""

    def late(self, now_us: int) -> bool:
        """Tell whether the next step's due time has passed."""
        return self.open and now_us >= self.by_us


class Action(Struct, kw_only=True, omit_defaults=True):
    """One action by its number (改进措施): plan → do → check → act → standardise."""

    no: str
    measure: str
    owner: str
    due: str
    """ISO date."""
    due_us: int
    opened_us: int
    by: str
    findings: tuple[str, ...] = ()
    step: str = "plan"
    """The last step that was taken."""
    parameter: str = ""
    standard: str = ""
    closed_us: int = 0
    steps: list[SiteStep] = field(default_factory=list)

    @property
    def open(self) -> bool:
        """Whether something is still to be done."""
        return not self.closed_us

    @property
    def next_step(self) -> NextStep:
        """Return what comes next; after a check it may also be done again."""
        after: dict[str, NextStep] = {"plan": "do", "do": "check", "check": "act", "act": "standardise"}
        return after.get(self.step, "")

    def late(self, now_us: int) -> bool:
        """Tell whether its day has passed."""
        return self.open and now_us >= self.due_us


class RegisterRow(Struct, kw_only=True, omit_defaults=True):
    """One entry of a register by its number."""

    no: str
    register: str
    fields: dict[str, str | int]
    opened_us: int
    by: str
    step: str = ""
    """The last step that was taken; empty: none."""
    closed_us: int = 0
    withdrawn: str = ""
    """Code of the reason for which it was taken back; empty: it was not. One that was closed before stays closed when it was."""
    before: Stock | None = None
    """Of a consumable: how much of it there was before."""
    steps: list[SiteStep] = field(default_factory=list)

    @property
    def open(self) -> bool:
        """Whether something is still to be done."""
        return not self.closed_us


class Patrol(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A patrol as it is remembered."""

    id: str
    """``<epoch>.<seq>`` of its event."""
    cycle: str
    zones: tuple[str, ...]
    checked: int
    by: str
    from_us: int
    until_us: int
    mark: str = ""


class LastFound(Struct, frozen=True, kw_only=True):
    """What was found last at a place about a check: its number, the time, and how often one after the other."""

    no: str
    found_us: int
    nth: int


class Site(Struct, kw_only=True, omit_defaults=True):
    """All of it."""

    findings: dict[str, Finding] = field(default_factory=dict)
    actions: dict[str, Action] = field(default_factory=dict)
    entries: dict[str, RegisterRow] = field(default_factory=dict)
    patrols: list[Patrol] = field(default_factory=list)
    """Newest first; bounded."""
    done: dict[str, dict[str, int]] = field(default_factory=dict)
    """Zone → check → when it was last looked at (UTC µs)."""
    last: dict[str, LastFound] = field(default_factory=dict)
    """Place (``place_key``) → what was found there last."""
    stock: dict[str, Stock] = field(default_factory=dict)
    """Article and place (``stock_key``) → how much there is."""
    ailing: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Device that does not work → its state (lost, out, unable) and since when (UTC µs)."""


def place_key(check: str, zone: str, counter: str = "", place: str = "") -> str:
    """Return under which key it is kept what was found at a place; ``places.found_last`` reads it."""
    return "|".join((check, zone, counter, place.strip().casefold()))


def pruned(site: Site, at_us: int) -> None:
    """Forget what was closed long ago, and places and stocks of which nothing was heard for a year; what an open action is about stays."""
    since_us = at_us - KEPT_DAYS * _DAY_US
    about = {no for it in site.actions.values() if it.open for no in it.findings}
    site.findings = {no: it for no, it in site.findings.items() if it.open or it.closed_us >= since_us or no in about}
    site.actions = {no: it for no, it in site.actions.items() if it.open or it.closed_us >= since_us}
    site.entries = {no: it for no, it in site.entries.items() if it.open or it.closed_us >= since_us}
    site.last = {key: it for key, it in site.last.items() if it.found_us >= at_us - PLACES_DAYS * _DAY_US}
    site.stock = {key: it for key, it in site.stock.items() if it.moved_us >= at_us - PLACES_DAYS * _DAY_US}


def kept_site(site: Site) -> dict[str, Any]:
    """Return the part of a snapshot that holds all this: none where there is nothing, as before there was any."""
    kept = msgspec.to_builtins(site)
    return {"site": kept} if kept else {}


def site_of(snapshot: dict[str, Any]) -> Site:
    """Return what a snapshot holds of it."""
    return msgspec.convert(snapshot.get("site", {}), Site)
