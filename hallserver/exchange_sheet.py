# SPDX-License-Identifier: Apache-2.0
"""The standard as it goes over the wire to be read: each parameter with all there is to say of it, and what changes from what to what."""

from msgspec import Struct

from hallserver.core.deviation import Tier
from hallserver.core.parameters import Value


class Change(Struct, frozen=True, kw_only=True):
    """What is one thing and becomes another, in the reader's language."""

    key: str
    """A parameter's, ``group.<slug>`` or ``calendar``."""
    name: str
    before: str
    after: str
    why: str = ""
    """Which place says so and why; empty: the unified standard does."""


class Choosable(Struct, frozen=True, kw_only=True):
    """One of the words that a parameter may be."""

    value: str
    text: str


class Own(Struct, frozen=True, kw_only=True):
    """What this hall says of a parameter, in force or not yet."""

    value: Value | None
    shown: str
    reason: str
    author: str
    date: str
    since: str
    until: str
    confirmed_by: str
    confirmed_on: str


class ParameterLine(Struct, frozen=True, kw_only=True):
    """One parameter with all there is to say of it, in the reader's language."""

    key: str
    area: str
    """First part of the key."""
    name: str
    note: str
    value: Value
    shown: str
    """The value with its unit."""
    unit: str
    range: str
    low: int | float | None
    high: int | float | None
    choices: tuple[Choosable, ...]
    fixed: bool
    """It has one value and no other."""
    bind: str
    binding: str
    """Who binds it, in a word."""
    article: str
    source: str
    used_by: tuple[str, ...]
    root: str
    """What the unified standard says."""
    tier: str
    """Whose value it is: a tier, or empty for the unified standard."""
    place: str
    """Tier and name of that place, in words."""
    said: tuple[str, ...]
    """What each place says of it, one sentence each, the highest first."""
    closed_by: str
    """The place above that has closed it, in words; empty: it is open."""
    unconfirmed: bool
    ending: str
    """The day on which the value in force ends, where that is soon."""
    next: str
    """Its value when the next day opens, where that is another one."""
    own: Own | None


class GroupLine(Struct, frozen=True, kw_only=True):
    """A priority group."""

    slug: str
    names: dict[str, str]
    credit_s: int
    front: bool
    basis: str
    place: str
    """Which place says so, in words; empty: the unified standard does."""


class LayerLine(Struct, frozen=True, kw_only=True):
    """A place whose layer is laid over the unified standard."""

    tier: Tier
    place: str
    deviations: int


class StandardSheet(Struct, frozen=True, kw_only=True):
    """The standard of a hall, to be read and changed."""

    hash: str
    on: str
    """The business day whose deviations are in force."""
    next_on: str
    """The date of a day that opened now."""
    open: bool
    filed: bool
    """Another standard lies ready for the next opening."""
    layers: tuple[LayerLine, ...]
    """Of the filed standard, or else of the one in force."""
    presets: tuple[str, ...]
    news: int
    """So much of the unified standard is otherwise in this release than in the one that the hall goes by."""
    coming: tuple[Change, ...]
    """What is otherwise when the next day opens."""
    cautions: tuple[str, ...]
    """What somebody should see to, beside what stands at a parameter."""
    parameters: tuple[ParameterLine, ...]
    groups: tuple[GroupLine, ...]
