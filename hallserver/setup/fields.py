# SPDX-License-Identifier: Apache-2.0
"""What the set-up screen can edit: one row per field of each section. The tables on screen are made from this."""

from typing import Final, Literal

from msgspec import Struct

Kind = Literal[
    "slug", "names", "text", "number", "yes", "one", "many", "refs", "ref", "driver", "address", "keys", "zones", "picture",
    "hours", "papers", "duties", "offers", "quotas", "notice", "words", "themes", "sentences", "file", "day", "spans",
    "special", "slots", "posts",
]  # fmt: skip
"""How a field is edited: once-only slug, Chinese and English name, line of text, whole number, yes or no, one of
``choices``, several of ``choices``, slugs of rows of ``section``, slug of one such row, a driver of the row's kind of
device, where that driver finds it, lines ``0C = call``, zones with their names, a picture that becomes black and white;
spans by weekday, papers one a line, a table of counters and queues, services on or off the kiosks, numbers a day by queue,
a text by language; words one after the other, themes of the hall, sentences said otherwise, a file of the media folder, a date,
spans of a day; special days with their spans and what is told of them, numbers by time of the day, counters with their people."""


class Field(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One column: the field's name in its row, how it is edited, and what it may hold.

    Its heading is the word ``setup.field.<name>``, that of a choice ``setup.choice.<name>.<choice>``.
    """

    name: str
    kind: Kind
    choices: tuple[str, ...] = ()
    section: str = ""
    """For ``refs`` and ``ref``: the section whose rows may be named."""
    where: str = ""
    """For ``ref``: only rows whose ``kind`` is this."""
    low: int = 0
    high: int = 0
    nothing: bool = False
    """An empty field is left out of the row (the default then holds)."""
    wide: bool = False
    kinds: tuple[str, ...] = ()
    """Only rows of these kinds have it; empty: all."""
    group: str = ""
    """Fields of one group are one column and are edited together in a dialog; its heading is ``setup.group.<group>``."""


_SLUG: Final = Field(name="slug", kind="slug")
_NAMES: Final = Field(name="names", kind="names", wide=True)
_RETIRED: Final = Field(name="retired", kind="yes")
_ROLES: Final = (
    "clerk", "trainee", "guide", "duty-manager", "hall-manager", "inspector", "system-admin", "security-admin", "auditor",
)  # fmt: skip
_COUNTER_KINDS: Final = ("general", "special", "collection", "payment", "accessible", "tidal", "batch", "guide-desk")
_DEVICE_KINDS: Final = (
    "agent", "kiosk", "hall-display", "counter-display", "rater", "printer", "voice", "board", "keypad", "reader", "approval",
)  # fmt: skip
_CABLED: Final = ("printer", "voice", "board", "keypad", "rater", "reader")
_LANGUAGES: Final = ("zh-Hans", "en", "yue")
_PLAN_KINDS: Final = ("daily", "lunch", "weekend", "season", "emergency")
_SCREENS: Final = ("kiosk", "hall-display", "counter-display", "rater")
_WIRING, _ON_SITE, _OPENING, _PAPERS, _PLAN, _MORE = "wiring", "on-site", "opening", "papers", "plan", "more"
_FINDING, _SAYING, _LOOK, _WHEN, _SLOTS, _SHIFT = "finding", "saying", "look", "when", "slots", "shift"
_POINTS: Final = "points"
_RESOURCES: Final = ("people", "space", "goods", "equipment", "information", "waste")
_STEPS: Final = ("sort", "place", "store", "clean", "keep")
_CYCLES: Final = ("daily", "weekly", "monthly", "random")
_DAY_KINDS: Final = ("1", "2", "3", "4", "5", "6", "7", "holiday", "make-up")

FIELDS: Final[dict[str, tuple[Field, ...]]] = {
    "hall": (
        _SLUG,
        _NAMES,
        Field(name="zone", kind="text"),
        Field(name="public_url", kind="text", wide=True),
        Field(name="spoken", kind="many", choices=("cmn", "yue", "en")),
        Field(name="wifi", kind="text", group=_ON_SITE),
        Field(name="address", kind="text", group=_ON_SITE, wide=True),
        Field(name="help_point", kind="names", group=_ON_SITE),
        Field(name="zones", kind="zones", group=_ON_SITE),
        Field(name="logo", kind="picture", group=_ON_SITE),
        Field(name="hours", kind="hours", group=_OPENING),
        Field(name="special", kind="special", group=_OPENING),
        Field(name="issue_until_min", kind="number", low=0, high=240, group=_OPENING),
        Field(name="seats", kind="number", low=0, high=100_000, group=_OPENING),
        Field(name="one_tab", kind="yes", group=_OPENING),
        Field(name="comprehensive", kind="ref", section="services", nothing=True, group=_FINDING),
        Field(name="themes", kind="zones", group=_FINDING),
        Field(name="sentences", kind="sentences", group=_SAYING),
    ),
    "queues": (
        _SLUG,
        Field(name="letter", kind="text"),
        _NAMES,
        Field(name="target_s", kind="number", low=60, high=7200, nothing=True),
        Field(name="quota", kind="number", low=1, high=9999, nothing=True),
        Field(name="slots", kind="slots", group=_SLOTS),
        _RETIRED,
    ),
    "items": (
        _SLUG,
        Field(name="code", kind="text"),
        _NAMES,
        Field(name="department", kind="text"),
        Field(name="for_whom", kind="one", choices=("person", "firm", "both")),
        Field(name="promise", kind="one", choices=("on-the-spot", "promised")),
        Field(name="version", kind="text"),
        Field(name="papers", kind="papers", group=_PAPERS),
        Field(name="major_for_elders", kind="yes", group=_PAPERS),
        _RETIRED,
    ),
    "services": (
        _SLUG,
        _NAMES,
        Field(name="queue", kind="ref", section="queues"),
        Field(name="items", kind="refs", section="items", wide=True),
        Field(name="on_kiosk", kind="yes"),
        Field(name="initials", kind="text", group=_FINDING),
        Field(name="keywords", kind="words", group=_FINDING),
        Field(name="themes", kind="themes", group=_FINDING),
        Field(name="for_whom", kind="one", choices=("person", "firm", "both"), nothing=True, group=_FINDING),
        _RETIRED,
    ),
    "counters": (
        _SLUG,
        Field(name="number", kind="number", low=1, high=999),
        _NAMES,
        Field(name="kind", kind="one", choices=_COUNTER_KINDS),
        Field(name="queues", kind="refs", section="queues"),
        Field(name="helps", kind="refs", section="queues"),
        Field(name="zone", kind="text"),
        Field(name="room", kind="text", group=_MORE),
        Field(name="accessible", kind="yes", group=_MORE),
        Field(name="auto_next_s", kind="number", low=0, high=300, group=_MORE),
        _RETIRED,
    ),
    "people": (
        _SLUG,
        _NAMES,
        Field(name="badge", kind="text"),
        Field(name="roles", kind="many", choices=_ROLES),
        Field(name="rights", kind="many", choices=("call-ticket",)),
        Field(name="items", kind="refs", section="items", wide=True),
        Field(name="languages", kind="many", choices=_LANGUAGES, group=_MORE),
        Field(name="mentor", kind="ref", section="people", nothing=True, group=_MORE),
        _RETIRED,
    ),
    "devices": (
        _SLUG,
        _NAMES,
        Field(name="kind", kind="one", choices=_DEVICE_KINDS),
        Field(name="counter", kind="ref", section="counters", nothing=True),
        Field(name="zone", kind="text"),
        Field(name="agent", kind="ref", section="devices", where="agent", nothing=True, group=_WIRING, kinds=_CABLED),
        Field(name="driver", kind="driver", nothing=True, group=_WIRING, kinds=_CABLED),
        Field(name="address", kind="address", group=_WIRING, kinds=_CABLED),
        Field(name="printer", kind="ref", section="devices", where="printer", nothing=True, group=_WIRING, kinds=("kiosk",)),
        Field(name="kiosk", kind="ref", section="devices", where="kiosk", nothing=True, group=_WIRING, kinds=("reader",)),
        Field(name="keys", kind="keys", group=_WIRING, kinds=("keypad", "rater")),
        Field(name="digits", kind="number", low=0, high=6, group=_WIRING, kinds=("board", "keypad")),
        Field(name="volume", kind="number", low=0, high=100, group=_WIRING, kinds=("voice",)),
        Field(name="rate", kind="number", low=80, high=300, group=_WIRING, kinds=("voice",)),
        Field(name="look", kind="one", choices=("light", "dark"), nothing=True, group=_LOOK, kinds=_SCREENS),
        Field(name="elder", kind="yes", group=_LOOK, kinds=("kiosk",)),
        Field(name="low", kind="yes", group=_LOOK, kinds=("kiosk",)),
        Field(name="speech", kind="yes", group=_LOOK, kinds=("kiosk",)),
        _RETIRED,
    ),
    "plans": (
        _SLUG,
        _NAMES,
        Field(name="kind", kind="one", choices=_PLAN_KINDS),
        Field(name="counters", kind="duties", group=_PLAN),
        Field(name="offered", kind="offers", group=_PLAN),
        Field(name="quotas", kind="quotas", group=_PLAN),
        Field(name="notice", kind="notice", group=_PLAN),
        _RETIRED,
    ),
    "media": (
        _SLUG,
        _NAMES,
        Field(name="file", kind="file"),
        Field(name="kind", kind="one", choices=("picture", "film", "map")),
        Field(name="seconds", kind="number", low=3, high=600),
        Field(name="zones", kind="words", group=_WHEN),
        Field(name="from_day", kind="day", group=_WHEN),
        Field(name="until_day", kind="day", group=_WHEN),
        Field(name="spans", kind="spans", group=_WHEN),
        _RETIRED,
    ),
    "shifts": (
        _SLUG,
        _NAMES,
        Field(name="days", kind="many", choices=_DAY_KINDS),
        Field(name="spans", kind="spans"),
        Field(name="counters", kind="posts", group=_SHIFT),
        Field(name="from_day", kind="day", group=_SHIFT),
        Field(name="until_day", kind="day", group=_SHIFT),
        _RETIRED,
    ),
    "machines": (
        _SLUG,
        _NAMES,
        Field(name="zone", kind="text"),
        Field(name="uses", kind="many", choices=("apply", "print", "look-up")),
        Field(name="hours", kind="hours", group=_OPENING),
        _RETIRED,
    ),
    "patrol": (
        _SLUG,
        _NAMES,
        Field(name="resource", kind="one", choices=_RESOURCES),
        Field(name="step", kind="one", choices=_STEPS),
        Field(name="cycle", kind="one", choices=_CYCLES),
        Field(name="zones", kind="words", group=_POINTS),
        Field(name="safety", kind="yes", group=_POINTS),
        *(Field(name=name, kind="number", low=0, high=100, group=_POINTS) for name in ("minor", "major", "critical", "cap")),
        _RETIRED,
    ),
}
"""Section → its columns, in the order shown."""
