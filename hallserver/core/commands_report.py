# SPDX-License-Identifier: Apache-2.0
"""Commands about reports that people sign: drafted, checked by another, signed, and corrected in a further version.

What is said in the boxes and as a reason stays in the journal for good: it is no place for a visitor's data.
"""

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from hallserver.core.asking import Command, Frozen
from hallserver.core.row import Date

ReportKind = Literal["day", "week", "month", "year", "period", "osm", "district"]
"""What kinds of reports are signed; ``osm`` is the report on on-site management, ``district`` that of several halls, which one leads."""
Boxed = Annotated[str, Meta(max_length=2000)]
Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
Why = Annotated[str, Meta(min_length=2, max_length=300)]


class Boxes(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What people write into a report: 工作情况 · 存在问题 · 下步措施."""

    work: Boxed = ""
    problems: Boxed = ""
    measures: Boxed = ""


class DraftReport(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Draft the report of a period that is over; a draft that is not signed is replaced. The server makes and freezes its content."""

    report: ReportKind
    from_date: Date
    to_date: Date
    """The first date that is not in it."""
    boxes: Boxes = Boxes()
    content: Frozen | None = None
    """Made by the server; nobody else may give it."""


class CheckReport(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Say that the draft with this digest was checked (审核), by somebody else than who drafted it."""

    report: ReportKind
    from_date: Date
    to_date: Date
    sha256: Digest
    """Of the content that was looked at: another one has to be looked at first."""


class SignReport(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Sign the checked draft with this digest (签发); who drafted it does not sign it, nor who checked it where another may sign."""

    report: ReportKind
    from_date: Date
    to_date: Date
    sha256: Digest


class CorrectReport(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Draft a further version of a signed report (更正), made anew from the records; the signed one stays as it is."""

    report: ReportKind
    from_date: Date
    to_date: Date
    why: Why
    boxes: Boxes = Boxes()
    content: Frozen | None = None
    """Made by the server; nobody else may give it."""


DRAFTING: Final[tuple[type[Command], ...]] = (DraftReport, CorrectReport)
"""Commands for which the server makes a content first."""
