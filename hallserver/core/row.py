# SPDX-License-Identifier: Apache-2.0
"""Types of what stands in the rows of the catalog: names, languages, times, kinds."""

import re
from collections.abc import Mapping
from typing import Annotated, Final, Literal

from msgspec import Meta

Slug = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
"""A lasting short name: lower-case letters, digits and hyphens, at most 40."""

Names = dict[str, Annotated[str, Meta(min_length=1, max_length=80)]]
"""What people read, by language tag (``zh-Hans``, ``en``); ``zh-Hans`` is always there."""

Names400 = dict[str, Annotated[str, Meta(min_length=1, max_length=400)]]
"""The same for whole sentences."""

DayKind = Annotated[str, Meta(pattern=r"^([1-7]|holiday|make-up)$")]
"""A weekday, ISO: ``1`` Monday … ``7`` Sunday; or ``holiday`` (放假) and ``make-up`` (调休上班), by the standard's calendar."""
Span = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$")]
"""From when until when, by the hall's clock: ``09:00-12:00``."""
Day = Annotated[str, Meta(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
"""ISO date; empty: none."""
Date = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
"""ISO date."""
Quota = Annotated[int, Meta(ge=0, le=9999)]
"""How many numbers a queue gives a day."""

CounterKind = Literal["general", "special", "collection", "payment", "accessible", "tidal", "batch", "guide-desk"]
DeviceKind = Literal[
    "agent", "kiosk", "hall-display", "counter-display", "rater", "printer", "voice", "board", "keypad", "reader", "approval"
]
Language = Literal["zh-Hans", "zh-Hant", "en", "yue"]
"""Language of a visitor; ``yue`` reads Simplified Chinese and hears Cantonese, ``zh-Hant`` reads Traditional Chinese and hears Mandarin."""
Need = Literal["mobility", "hearing", "sight", "language", "infant", "companion"]

_PICTURES: Final = "\u2600-\u27bf\U0001f000-\U0001faff"
_UNSEEN: Final = re.compile(
    "[\\x00-\\x1f\\x7f-\\x9f\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
    f"|(?<![{_PICTURES}\ufe0f])\u200d|\u200d(?![{_PICTURES}])"
)
"""Controls (C0, C1), marks that turn the direction of what follows, and what has no width: with them one name passes for another, or
garbles what is printed and spoken beside it (Unicode UTR #36, "bidirectional text spoofing"). A joiner stands between two pictures only."""


def unseen_in(value: object, *, lines: bool = False, path: str = "") -> tuple[str, str] | None:
    """Return where in a value the first character is that nobody sees, and which: ``("names.zh-Hans", "U+202E")``; None: there is none.

    ``value`` is what a row or a table is made of: text, mappings (whose keys are looked at too), sequences; whatever else holds no text.
    ``lines``: ends of lines may be in it. It is asked when something is set up, not when it is read: old journals have what they have.
    """
    if isinstance(value, str):
        found = _UNSEEN.search(value.replace("\n", "") if lines else value)
        return (path, f"U+{ord(found[0]):04X}") if found else None
    parts = value.items() if isinstance(value, Mapping) else enumerate(value, 1) if isinstance(value, (list, tuple)) else ()
    for name, part in parts:
        at = f"{path}.{name}" if path else str(name)
        found_in = unseen_in(str(name), path=path or "?") or unseen_in(part, lines=lines, path=at)
        if found_in is not None:
            return found_in
    return None


def seen_line(text: str) -> str:
    """Return what people see of a line that somebody typed or pasted: one line, without what nobody sees."""
    return _UNSEEN.sub(lambda found: " " if found[0].isspace() else "", text).strip()
