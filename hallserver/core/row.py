# SPDX-License-Identifier: Apache-2.0
"""Types of what stands in the rows of the catalog: names, languages, times, kinds."""

from typing import Annotated, Literal

from msgspec import Meta

Slug = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
"""A lasting short name: lower-case letters, digits and hyphens, at most 40."""

Names = dict[str, Annotated[str, Meta(min_length=1, max_length=80)]]
"""What people read, by language tag (``zh-Hans``, ``en``); ``zh-Hans`` is always there."""

Names400 = dict[str, Annotated[str, Meta(min_length=1, max_length=400)]]
"""The same for whole sentences."""

Weekday = Annotated[str, Meta(pattern=r"^[1-7]$")]
"""ISO: ``1`` Monday … ``7`` Sunday."""
Span = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$")]
"""From when until when, by the hall's clock: ``09:00-12:00``."""
Day = Annotated[str, Meta(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
"""ISO date; empty: none."""
Quota = Annotated[int, Meta(ge=0, le=9999)]
"""How many numbers a queue gives a day."""

CounterKind = Literal["general", "special", "collection", "payment", "accessible", "tidal", "batch", "guide-desk"]
DeviceKind = Literal[
    "agent", "kiosk", "hall-display", "counter-display", "rater", "printer", "voice", "board", "keypad", "reader", "approval"
]
Language = Literal["zh-Hans", "zh-Hant", "en", "yue"]
"""Language of a visitor; ``yue`` reads Simplified Chinese and hears Cantonese, ``zh-Hant`` reads Traditional Chinese and hears Mandarin."""
Need = Literal["mobility", "hearing", "sight", "language", "infant", "companion"]
