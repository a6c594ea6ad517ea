# SPDX-License-Identifier: Apache-2.0
"""A finished report: sections of groups of figures, and notes on how far they can be trusted."""

from typing import Final, Literal

from msgspec import Struct, field

from hallserver.core.row import Names
from reports.acts import ActLine
from reports.deviations import DeviationLine
from reports.figures import Figure
from reports.pictured import Pictured
from reports.spells import Spells

_CHARTS: Final = ("load", "waits", "ratings", "staffing", "spread")
CHARTS: Final = (*_CHARTS, "sums", *(f"{name}-narrow" for name in _CHARTS))
"""Pictures of a day that screens ask for, those for phones last; they stand here because a name needs no drawing library."""


class Group(Struct, frozen=True, kw_only=True):
    """Figures of one thing: a queue, a counter, a half hour; with an empty slug, of the hall."""

    figures: tuple[Figure, ...]
    slug: str = ""
    names: Names = field(default_factory=dict)

    def figure(self, key: str) -> Figure:
        """Return the figure with this key. Raises KeyError when the group has none."""
        for figure in self.figures:
            if figure.key == key:
                return figure
        raise KeyError(key)


class Section(Struct, frozen=True, kw_only=True):
    """One table of a report; all its groups have the same figures in the same order."""

    key: str
    groups: tuple[Group, ...]


class Note(Struct, frozen=True, kw_only=True):
    """A remark on the data: ``note.<key>`` of ``words/report.json`` and its arguments."""

    key: str
    args: dict[str, int | str] = field(default_factory=dict)
    names: dict[str, Names] = field(default_factory=dict)
    """Arguments that have a name in each language."""


class DayReport(Struct, frozen=True, kw_only=True):
    """The figures of the business days ``from_date`` up to, not including, ``to_date``."""

    hall: Names
    zone: str
    from_date: str
    to_date: str
    opened_us: int
    closed_us: int | None
    """None: at least one of the days was not closed when the rows were read."""
    come: int = 0
    """Of a period that was not over when it was made: how many of its dates had come; 0: it was over."""
    as_of_us: int
    journal: str
    standards: tuple[str, ...]
    """First 12 hex digits of each standard under which tickets were issued (profile hash)."""
    targets_s: tuple[int, ...]
    """The different target waits of the called legs, in seconds, ascending."""
    sections: tuple[Section, ...]
    kind: Literal["day", "period"] = "day"
    days: int = 1
    """Business days that it holds, those of every hall counted."""
    halls: int = 1
    notes: tuple[Note, ...]
    deviations: tuple[DeviationLine, ...] = ()
    """What deviated from the unified standard under ``standards``."""
    acts: tuple[ActLine, ...] = ()
    """Every act out of the ordinary, in order; a report of many days lists none."""
    pictured: Pictured = Pictured()
    """What charts need beside the tables."""
    spells: tuple[Spells, ...] = ()
    """When lunch and evening were, as the standards of its days and halls say; none: the usual, of a report frozen before they said."""
    marked: str = ""
    """Watermark of a copy that was taken away: who, when, why. Empty on what is looked at."""

    @property
    def over(self) -> bool:
        """Whether none of its dates was still to come, or went on."""
        return not self.come

    def section(self, key: str) -> Section:
        """Return the section with this key; an empty one when the report has none."""
        return next((section for section in self.sections if section.key == key), Section(key=key, groups=()))
