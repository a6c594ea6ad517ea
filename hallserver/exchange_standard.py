# SPDX-License-Identifier: Apache-2.0
"""What goes over the wire when a place's deviations from the standard are looked at, changed, adopted and looked up afterwards."""

from collections.abc import Callable, Sequence
from typing import Annotated

from msgspec import Meta, Struct

from hallserver.core.commands import AdoptStandard, LayerText
from hallserver.core.deviation import Tier
from hallserver.core.errors import HallError
from hallserver.core.hall import Hall
from hallserver.core.parameters import Value
from hallserver.core.roles import Actor
from hallserver.core.standard import Standard
from hallserver.exchange_sheet import Change, StandardSheet

Date = Annotated[str, Meta(max_length=10)]
"""ISO, or empty."""
Key = Annotated[str, Meta(max_length=80)]
SHOWN_DAYS = 24
"""Days to come on which a preview looks."""


class Edit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to become of one deviation of this hall."""

    key: Key
    remove: bool = False
    """The hall says nothing of it any more: what is inherited counts."""
    value: Value | None = None
    """None: the value stays as it is, here or above; it is confirmed."""
    reason: Annotated[str, Meta(max_length=400)] = ""
    since: Date = ""
    """From this day on; empty: as soon as the standard is adopted."""
    until: Date = ""
    confirm: bool = False
    """Whoever is signed in has checked it for this place."""


class StandardForm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be changed in the standard that is filed, or else in force."""

    edits: Annotated[tuple[Edit, ...], Meta(max_length=200)] = ()
    files: Annotated[tuple[LayerText, ...], Meta(max_length=5)] = ()
    """Layers that take the place of those of their tiers."""
    root: bool = False
    """This release's unified standard takes the place of the one before; look and sentences of the district stay."""
    preset: Annotated[str, Meta(max_length=40)] = ""
    """A shipped preset that takes the place of the one before."""
    without: Annotated[tuple[Tier, ...], Meta(max_length=5)] = ()
    """Tiers whose layers go."""
    anew: bool = False
    """Begin with what is in force: what was filed is dropped."""
    now: bool = False
    """Between two days: at once. Otherwise at the next opening."""
    mark: Annotated[str, Meta(max_length=64)] = ""
    """The ``mark`` of the preview that somebody agreed to; when it is no longer so, nothing is done. Empty: whatever it comes to."""


class ChangeDay(Struct, frozen=True, kw_only=True):
    """What changes on one day."""

    on: str
    changes: tuple[Change, ...]


class RefusedEdit(Struct, frozen=True, kw_only=True):
    """What the rules have against an edit; without a key: against all of it together."""

    key: str
    detail: str
    """A sentence in the reader's language; of a law it names the article."""


class StandardPreview(Struct, frozen=True, kw_only=True):
    """What comes of a form, had it been adopted."""

    on: str
    """The next day that opens."""
    hash: str
    """Of the standard that this day would have; empty where it is refused."""
    days: tuple[ChangeDay, ...]
    """The next day, beside what is in force now, and each later one on which something begins or ends."""
    said: tuple[Change, ...]
    """What the hall says otherwise of a parameter whose value is the same: reason, dates, a confirmation."""
    refused: tuple[RefusedEdit, ...] = ()
    mark: str
    able: bool
    """Nothing is refused, and it is not what is filed or in force already."""


class StandardProposal(Struct, frozen=True, kw_only=True):
    """A preview with what the rules say against it, by key."""

    preview: StandardPreview
    against: tuple[tuple[str, HallError], ...]


class StandardTaken(Struct, frozen=True, kw_only=True):
    """What was done: adopted, or laid ready for the next opening."""

    filed: bool


class Ruling(Struct, frozen=True, kw_only=True):
    """A standard that days had: when it was adopted, by whom, and the first and last of these days."""

    first: str
    last: str
    days: int
    at_us: int
    actor: str
    """As the journal names it, e.g. ``person:admin``."""
    opening: bool
    """It lay ready, and came into force with the day."""
    standard: Standard


class RulingLine(Struct, frozen=True, kw_only=True):
    """A standard that days had, for a reader."""

    hash: str
    first: str
    last: str
    days: int
    at_us: int
    by: str
    """Name of who adopted it; empty: it came into force at an opening."""
    deviations: int
    changes: tuple[Change, ...]
    """What was otherwise before."""


RulingReader = Callable[[], Sequence[Ruling]]
"""Gives every standard that days had, the first one first. Runs off the event loop."""


class StandardDesk(Struct, frozen=True, kw_only=True):
    """How the door has the standard shown, changed and looked up; handed to it by the composition root. All pure."""

    sheet: Callable[[Hall, int, str], StandardSheet | None]
    """(hall, now in µs, language) → the standard; None: there is none."""
    command: Callable[[StandardForm, Hall, Actor, int], AdoptStandard]
    """(form, hall, who asks, now in µs) → what is to be asked for. Raises Conflict where it is not what somebody agreed to."""
    preview: Callable[[StandardForm, Hall, Actor, int, str], StandardProposal]
    """(form, hall, who asks, now in µs, language) → what would come of it."""
    history: Callable[[Sequence[Ruling], Hall, str], tuple[RulingLine, ...]]
    """(rulings, hall, language) → which standard was in force when, the last one first."""
