# SPDX-License-Identifier: Apache-2.0
"""One thing that needs somebody: what it is, how bad, and about what."""

from typing import Literal

from msgspec import Struct, field

from hallserver.core.happening import Arg

Level = Literal["critical", "warning", "note"]
"""``critical``: visitors are stuck or left alone, and somebody must act now; ``warning``: it will come to that; ``note``: to be known."""
Of = Literal["", "counter", "queue", "device", "ticket", "order", "finding"]


class Alarm(Struct, frozen=True, kw_only=True):
    """One thing that needs somebody. ``since_us`` is UTC µs; None: nobody knows since when."""

    key: str
    level: Level
    of: Of = ""
    slug: str = ""
    args: dict[str, Arg] = field(default_factory=dict)
    since_us: int | None = None

    @property
    def id(self) -> str:
        """Return its name while it lasts; one that grows to another level is another alarm."""
        return alarm_id(self.key, self.level, self.of, self.slug)


def alarm_id(key: str, level: Level, of: Of = "", slug: str = "") -> str:
    """Return the name that such an alarm has while it lasts."""
    return ".".join(filter(None, (key, level, of, slug)))
