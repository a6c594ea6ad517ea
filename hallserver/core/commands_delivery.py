# SPDX-License-Identifier: Apache-2.0
"""Commands about reports that leave the house: taken away by a person, delivered by the clock."""

from typing import Annotated, Literal

from msgspec import Meta

from hallserver.core.asking import Code, Command
from hallserver.core.commands_report import ReportKind
from hallserver.core.row import Date

Output = Literal["pdf", "xlsx", "csv", "json", "docx", "png", "zip"]
Draft = Annotated[str, Meta(pattern=r"^[0-9]{1,9}\.[0-9]{1,12}$")]
"""``<epoch>.<seq>`` of the event that holds a version's content."""
Marks = Annotated[tuple[Annotated[str, Meta(pattern=r"^[0-9a-f]{8}$")], ...], Meta(max_length=1000)]
"""Of mailboxes."""
Channel = Literal["folder", "mail"]
"""Where a report is delivered: a folder, or mailboxes."""


class ExportReport(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Take a report away as a file; of more than a day with a reason, which stands on every page of it."""

    report: ReportKind | Literal["inspection"]
    from_date: Date
    to_date: Date
    """The first date that is not in it."""
    output: Output
    reason: Code | None = None
    """An ``exported`` code."""
    draft: Draft | None = None
    """The frozen version that is taken; None: the report is made anew."""


class ReportDelivery(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The service says that a report of a period that is over was delivered, or not, or that there was none."""

    report: ReportKind
    from_date: Date
    to_date: Date
    """The first date that is not in it."""
    channel: Channel
    state: Literal["delivered", "partly", "failing", "empty"]
    why: Annotated[str, Meta(max_length=40)] = ""
    tries: Annotated[int, Meta(ge=1, le=10_000)] = 1
    again_us: Annotated[int, Meta(ge=0)] = 0
    """When it is tried again; 0: never."""
    left: Marks = ()
    gone: Marks = ()
