# SPDX-License-Identifier: Apache-2.0
"""A layer: what a place says otherwise than the standard above it, each thing with reason, author, date and end.

Layers are TOML texts: ``[layer]`` names tier and place; ``[deviation."key"]``, ``[group.slug]`` and ``[calendar.YEAR]`` hold what differs.
District, street, community and hall inherit: what a layer does not say stays as it was above it.
"""

import tomllib
from datetime import date
from functools import lru_cache
from typing import Any, Literal

import msgspec
from msgspec import Struct, field

from hallserver.core.calendar import YearTable
from hallserver.core.errors import AgainstStandard
from hallserver.core.parameters import Value

Tier = Literal["preset", "district", "street", "community", "hall"]
TIERS: tuple[Tier, ...] = ("preset", "district", "street", "community", "hall")
"""From the highest to the lowest."""
ENDLESS = "9999-12-31"


class Said(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why something is otherwise, who says so and when, and the dates (ISO) from and until which it is, both included."""

    reason: str
    author: str
    date: str
    """The day on which it was written."""
    since: str = field(default="", name="from")
    """Empty: from the beginning."""
    until: str = ""
    """Empty: until it is changed."""

    def in_force(self, on: str) -> bool:
        """Tell whether it is so on a date (ISO)."""
        return self.since <= on <= (self.until or ENDLESS)


class DeviationRow(Said, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table ``[deviation."key"]``. Without a value it narrows, locks or confirms what is inherited."""

    value: Value | None = None
    min: int | float | None = None
    max: int | float | None = None
    """A layer may narrow the range for those below it, never widen it."""
    locked: bool = False
    """Layers below may not deviate, whatever the range."""
    bind: Literal["", "LAW"] = ""
    """LAW: what is a place's rule elsewhere is law here; ``article`` says which."""
    article: str = ""
    source: str = ""
    """Where this value stands; empty: the source stays."""
    confirmed_by: str = ""
    confirmed_on: str = ""


class GroupRow(Said, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table ``[group.slug]``: another credit for a group, or a group of the place's own, with names and basis."""

    names: dict[str, str] = {}
    basis: str = ""
    credit_s: int | None = None
    front: bool | None = None
    exempt: bool | None = None
    declarable: bool | None = None


class Deviation(DeviationRow, frozen=True, kw_only=True):
    """A deviation, and whose it is."""

    key: str
    tier: Tier
    layer: str
    """Name of the place whose layer holds it."""


class GroupDeviation(GroupRow, frozen=True, kw_only=True):
    """What a layer says of a credit group, and whose it is."""

    slug: str
    tier: Tier
    layer: str


class LayerHead(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The table ``[layer]``."""

    tier: Tier
    name: str


class Layer(Struct, frozen=True, kw_only=True):
    """One place's file."""

    tier: Tier
    name: str
    deviations: tuple[Deviation, ...] = ()
    groups: tuple[GroupDeviation, ...] = ()
    calendar: dict[str, Any] = {}
    """Tables ``[calendar.YEAR]`` as they stand."""


class LayerFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file of a layer, table by table."""

    layer: LayerHead
    deviation: dict[str, DeviationRow] = {}
    group: dict[str, GroupRow] = {}
    calendar: dict[str, YearTable] = {}


@lru_cache(32)
def read_layer(text: str) -> Layer:
    """Return the layer that a TOML text describes. Raises AgainstStandard when it cannot be read, or a date in it is none."""
    try:
        raw: dict[str, Any] = tomllib.loads(text)
        calendar = raw.pop("calendar", {})
        found = msgspec.convert(_dates_as_text(raw), LayerFile)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise AgainstStandard("layer-unreadable", detail=str(error)) from error
    tier, name = found.layer.tier, found.layer.name
    for key, said in [*found.deviation.items(), *found.group.items()]:
        _check_said(name, key, said)
    return Layer(
        tier=tier,
        name=name,
        deviations=tuple(Deviation(key=key, tier=tier, layer=name, **_fields(row)) for key, row in found.deviation.items()),
        groups=tuple(GroupDeviation(slug=slug, tier=tier, layer=name, **_fields(row)) for slug, row in found.group.items()),
        calendar=calendar,
    )


def turning_days(layer: Layer) -> set[str]:
    """Return the dates (ISO) from which something in a layer is otherwise than the day before."""
    said: tuple[Said, ...] = (*layer.deviations, *layer.groups)
    ends = {date.fromordinal(date.fromisoformat(it.until).toordinal() + 1).isoformat() for it in said if it.until and it.until != ENDLESS}
    return {it.since for it in said if it.since} | ends


def _fields(row: Struct) -> dict[str, Any]:
    return msgspec.structs.asdict(row)


def _dates_as_text(value: Any) -> Any:  # noqa: ANN401 -- whatever TOML holds
    """Return TOML's own dates as ISO texts: both ways of writing one are taken."""
    if isinstance(value, dict):
        return {key: _dates_as_text(it) for key, it in value.items()}
    return value.isoformat() if isinstance(value, date) else value


def _check_said(layer: str, key: str, said: Said) -> None:
    """Refuse a deviation without a reason or an author, with a date that is none, or that ends before it begins."""
    empty = [name for name in ("reason", "author") if not getattr(said, name).strip()]
    if empty:
        raise AgainstStandard("deviation-without", layer=layer, parameter=key, fields=empty)
    for text in (said.date, said.since, said.until, getattr(said, "confirmed_on", "")):
        if text and not _is_date(text):
            raise AgainstStandard("deviation-date", layer=layer, parameter=key, value=text)
    if not said.date or (said.until and said.until < said.since):
        raise AgainstStandard("deviation-date", layer=layer, parameter=key, value=said.until)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
