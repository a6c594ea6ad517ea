# SPDX-License-Identifier: Apache-2.0
"""What every row of the catalog has, and the row of the hall itself."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from hallserver.core.row import Date, DayKind, Names, Names400, Slug, Span


class Row(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What every row has: its slug, its names and whether it is still in use."""

    slug: Slug
    names: Names
    retired: bool = False


class SpecialDay(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One day of the hall: when it is open, none for closed, and what visitors are told of it."""

    spans: tuple[Span, ...] = ()
    names: Names = {}


class HallRow(Row, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The hall itself; exactly one row. ``zone`` is an IANA time zone, e.g. ``Asia/Shanghai``."""

    zone: Annotated[str, Meta(min_length=1, max_length=64)] = "Asia/Shanghai"
    public_url: Annotated[str, Meta(max_length=200)] = ""
    """Address under which visitors' phones reach the ticket page, without a trailing slash; empty: none."""
    spoken: tuple[Literal["cmn", "yue", "en"], ...] = ("cmn",)
    """Languages in which a call is spoken, in this order."""
    wifi: Annotated[str, Meta(max_length=32)] = ""
    """Name of the hall's Wi-Fi under which ``public_url`` can be reached; empty: it can be reached from anywhere."""
    address: Annotated[str, Meta(max_length=120)] = ""
    help_point: Names = {}
    """Where visitors are helped, as the slip says it."""
    zones: dict[Slug, Names] = {}
    """Zone → what people call it."""
    logo: Annotated[str, Meta(max_length=24_000)] = ""
    """Black-and-white PNG above the hall's name on slips, base64."""
    hours: dict[DayKind, tuple[Span, ...]] = {}
    """When the hall is open, by kind of day; a kind without spans is closed, but a make-up day is as Monday. Empty: nobody has said."""
    special: Annotated[dict[Date, SpecialDay], Meta(max_length=100)] = {}
    """Days that are otherwise than their kind (特殊日): longer, shorter, closed."""
    issue_until_min: Annotated[int, Meta(ge=0, le=240)] = 0
    """So many minutes before the last span of the day ends no more numbers are given; 0: up to its end."""
    seats: Annotated[int, Meta(ge=0, le=100_000)] = 0
    """How many people the hall holds; 0: nobody has said."""
    themes: dict[Slug, Names] = {}
    """Theme (主题, several errands of one life event) → what people call it; services name theirs."""
    comprehensive: Annotated[str, Meta(max_length=40)] = ""
    """The service that a comprehensive hall gives for 我要办事, whatever the errand; empty: visitors choose."""
    sentences: Annotated[dict[Annotated[str, Meta(max_length=80)], Names400], Meta(max_length=500)] = {}
    """Sentences that this hall says otherwise than ``words/`` and the standard: key → language → sentence."""
    one_tab: bool = False
    """A small station: one browser tab, no kiosk; the clerk terminal offers to serve directly."""
