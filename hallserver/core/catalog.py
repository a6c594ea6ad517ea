# SPDX-License-Identifier: Apache-2.0
"""What this hall consists of: one row type per section, and the catalog that holds them.

Slugs are never reused: a row may be retired, never dropped. Renaming changes only ``names``.
"""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from hallserver.core.check_row import CheckRow as CheckRow
from hallserver.core.check_row import MachineRow as MachineRow
from hallserver.core.hall_row import HallRow as HallRow
from hallserver.core.hall_row import Row as Row
from hallserver.core.row import CounterKind, Day, DayKind, DeviceKind, Language, Names, Quota, Slug, Span


class QueueRow(Row, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A queue: one letter, in whose numbers people are called in order."""

    letter: Annotated[str, Meta(pattern=r"^[A-Z]{1,2}$")]
    target_s: Annotated[int, Meta(ge=60, le=7200)] | None = None
    """Target wait in seconds; None: the standard's ``wait.promise_avg``."""
    quota: Quota | None = None
    """Numbers a day; None or 0: as many as come. A plan may say otherwise. To give none, issuing is stopped."""
    slots: Annotated[dict[Span, Quota], Meta(max_length=48)] = {}
    """Numbers within a time of the day (分时段号源), 0 for none; at other times as many as come, up to the day's."""


class ItemRow(Row, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """An official matter (事项): code, department, for persons or firms, on the spot or promised."""

    code: str = ""
    department: str = ""
    for_whom: Literal["person", "firm", "both"] = "both"
    promise: Literal["on-the-spot", "promised"] = "on-the-spot"
    version: str = "1"
    papers: Annotated[dict[Slug, Names], Meta(max_length=30)] = {}
    """Papers that it needs, for the tick list of what is missing."""
    major_for_elders: bool = False
    """A major matter of the elderly law, art. 55 (ownership, household): priority from ``prio.elderly_age_major`` on."""


class ServiceRow(Row, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A service (业务): what a kiosk button offers; belongs to a queue, holds items."""

    queue: Slug
    items: tuple[Slug, ...] = ()
    initials: Annotated[str, Meta(max_length=40)] = ""
    """Pinyin initials for search, e.g. ``shbzk``."""
    on_kiosk: bool = True
    themes: Annotated[tuple[Slug, ...], Meta(max_length=10)] = ()
    """Themes of the hall to which it belongs."""
    keywords: Annotated[tuple[Annotated[str, Meta(min_length=1, max_length=40)], ...], Meta(max_length=20)] = ()
    """Other words under which people look for it."""
    for_whom: Literal["person", "firm", "both", ""] = ""
    """Whom it is for; empty: as its items say."""


class CounterRow(Row, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A counter (窗口). ``number`` is what is shown and spoken; ``queues`` are its own, ``helps`` those it helps."""

    number: Annotated[int, Meta(ge=1, le=999)]
    kind: CounterKind = "general"
    queues: tuple[Slug, ...] = ()
    helps: tuple[Slug, ...] = ()
    zone: str = "main"
    room: str = ""
    accessible: bool = False
    auto_next_s: Annotated[int, Meta(ge=0, le=300)] = 0
    """Automatic next: so many seconds of rest after a finish; 0: the clerk calls."""


class PersonRow(Row, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A member of staff: badge number, roles, rights beyond the role, authorised items (empty: all)."""

    badge: str = ""
    roles: tuple[str, ...] = ("clerk",)
    rights: tuple[Literal["call-ticket"], ...] = ()
    items: tuple[Slug, ...] = ()
    languages: tuple[Language, ...] = ()
    """Languages beside Mandarin in which this person serves."""
    mentor: Annotated[str, Meta(max_length=40)] = ""
    """For a trainee: the slug of the clerk who answers for what the trainee does."""


class DeviceRow(Row, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A device: what it is, where it stands, and for those on a cable which agent drives it and how."""

    kind: DeviceKind
    counter: str = ""
    zone: str = "main"
    printer: str = ""
    """For a kiosk: the slug of the printer that prints its slips; empty: it has none."""
    kiosk: str = ""
    """For a reader: the slug of the kiosk whose visitors it serves; empty: it serves the clerk of its counter."""
    agent: str = ""
    """For what hangs on a cable: the slug of the agent that drives it. A rater without one is a tablet."""
    driver: str = ""
    """Name of the driver in ``devices/drivers.py``, e.g. ``pretend``, ``escpos-network``."""
    address: str = ""
    """Where the driver finds it: ``host:port``, a path, or empty."""
    keys: dict[Annotated[str, Meta(min_length=1, max_length=24)], Annotated[str, Meta(max_length=24)]] = {}
    """For a keypad or cabled rater: what each raw key means. A key that is not here means nothing."""
    digits: Annotated[int, Meta(ge=0, le=6)] = 0
    """For a board or keypad that shows figures only: how many; 0: it shows letters too."""
    volume: Annotated[int, Meta(ge=0, le=100)] = 100
    """For a voice: loudness in per cent."""
    rate: Annotated[int, Meta(ge=80, le=300)] = 160
    """For a voice: words a minute."""

    look: Literal["", "light", "dark"] = ""
    """For a screen: its look; empty: light."""
    elder: bool = False
    """For a kiosk: it starts in the elder mode of large type and few steps."""
    low: bool = False
    """For a kiosk: what is touched lies low, for who sits in a wheelchair."""
    speech: bool = False
    """For a kiosk: it reads its screens aloud to whoever asks."""

    @property
    def on_cable(self) -> bool:
        """Whether an agent drives it."""
        return self.kind in CABLED and (self.kind != "rater" or self.driver != "")

    @property
    def wiring(self) -> tuple[object, ...]:
        """What a cabled rater is tried out with; with anything else it must be tried out anew."""
        return self.agent, self.driver, self.address, self.counter, self.keys


class Duty(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What one counter does under a plan: its own queues and those it helps."""

    queues: tuple[Slug, ...] = ()
    helps: tuple[Slug, ...] = ()


class PlanRow(Row, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A plan (预案): what changes with one click. Counters, services and queues that it does not name stay as they are."""

    kind: Literal["daily", "lunch", "weekend", "season", "emergency"] = "daily"
    counters: dict[Slug, Duty] = {}
    offered: dict[Slug, bool] = {}
    """Service → whether kiosks offer it."""
    quotas: dict[Slug, Quota] = {}
    """Queue → numbers a day; 0 takes a quota away."""
    notice: Annotated[dict[Language, Annotated[str, Meta(min_length=1, max_length=200)]], Meta(max_length=3)] = {}
    """What is said and shown in the hall when the plan comes into force; empty: nothing."""


class MediaRow(Row, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A picture or film of the media folder: shown on hall displays, or the plan of the hall on phones and kiosks."""

    file: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9._-]{0,79}$")]
    """Its name in the folder."""
    kind: Literal["picture", "film", "map"] = "picture"
    seconds: Annotated[int, Meta(ge=3, le=600)] = 10
    """How long a picture stands; a film runs to its end."""
    zones: tuple[str, ...] = ()
    """Zones whose displays show it; empty: all."""
    from_day: Day = ""
    until_day: Day = ""
    """The last day on which it is shown."""
    spans: tuple[Span, ...] = ()
    """When in the day; empty: always."""


class ShiftRow(Row, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A shift (班次): which counters should be open when. What it says beyond the hall's hours of the day does not count."""

    days: Annotated[tuple[DayKind, ...], Meta(max_length=9)] = ()
    """Kinds of days; empty: every day on which the hall is open."""
    spans: tuple[Span, ...] = ()
    """When in the day; empty: as long as the hall is open."""
    counters: dict[Slug, Annotated[str, Meta(max_length=40)]] = {}
    """Counter → the person who has it; empty: whoever is there."""
    from_day: Day = ""
    until_day: Day = ""
    """The last day on which it holds."""


CABLED: frozenset[str] = frozenset({"printer", "voice", "board", "keypad", "rater", "reader"})
"""Kinds that hang on an agent; of raters those with a driver."""

SECTIONS: dict[str, type[Row]] = {
    "hall": HallRow,
    "queues": QueueRow,
    "items": ItemRow,
    "services": ServiceRow,
    "counters": CounterRow,
    "people": PersonRow,
    "devices": DeviceRow,
    "plans": PlanRow,
    "media": MediaRow,
    "shifts": ShiftRow,
    "machines": MachineRow,
    "patrol": CheckRow,
}
"""Section name → row type; the order in which an import applies them."""


class Catalog(Struct, kw_only=True):
    """All rows by section, each keyed by slug, in display order. Folded in place by ``Configured`` events."""

    hall: dict[str, HallRow] = {}
    queues: dict[str, QueueRow] = {}
    items: dict[str, ItemRow] = {}
    services: dict[str, ServiceRow] = {}
    counters: dict[str, CounterRow] = {}
    people: dict[str, PersonRow] = {}
    devices: dict[str, DeviceRow] = {}
    plans: dict[str, PlanRow] = {}
    media: dict[str, MediaRow] = {}
    shifts: dict[str, ShiftRow] = {}
    machines: dict[str, MachineRow] = {}
    patrol: dict[str, CheckRow] = {}

    def replace(self, section: str, rows: Sequence[dict[str, Any]]) -> None:
        """Put these rows in place of the section's; they were checked when they were asked for."""
        setattr(self, section, {row.slug: row for row in read_rows(section, rows)})

    @property
    def here(self) -> HallRow:
        """The hall's own row, or a nameless one before it is set up."""
        return next(iter(self.hall.values()), HallRow(slug="hall", names={"zh-Hans": "政务服务大厅", "en": "Service hall"}))


def read_rows(section: str, rows: Sequence[dict[str, Any]]) -> list[Row]:
    """Return the typed rows of a section.

    Raises ``msgspec.ValidationError`` naming the first field that does not fit.
    """
    kind = SECTIONS[section]
    return [msgspec.convert(row, kind) for row in rows]
