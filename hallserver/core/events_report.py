# SPDX-License-Identifier: Apache-2.0
"""What happened to reports that people sign. The content of each version is in the journal, so that it can never become another one."""

from typing import ClassVar

from msgspec import field

from hallserver.core.happening import Event
from hallserver.core.row import Names


class ReportDrafted(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A version of a report was drafted; the first, or anew before it was signed."""

    V: ClassVar[int] = 2
    report: str
    from_date: str
    to_date: str
    """The first date that is not in it."""
    version: int
    sha256: str
    """Of ``content``, hex."""
    journal: str
    """Anchor ``<epoch>.<seq>:<hash>`` of the last entry that the content rests on; of several halls one each."""
    content: str
    """The report as canonical JSON: keys sorted, no white space."""
    by: Names = field(default_factory=dict)
    """The name of who did it as it was then, here and below; empty: the set-up knew none."""


class ReportCorrected(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A further version of a signed report was drafted."""

    V: ClassVar[int] = 2
    report: str
    from_date: str
    to_date: str
    version: int
    sha256: str
    journal: str
    content: str
    why: str
    by: Names = field(default_factory=dict)


class ReportChecked(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody else than who drafted it checked this version."""

    V: ClassVar[int] = 2
    report: str
    from_date: str
    to_date: str
    version: int
    sha256: str
    draft: str
    """``<epoch>.<seq>`` of the event that holds the content."""
    by: Names = field(default_factory=dict)


class ReportSigned(Event, frozen=True, kw_only=True, omit_defaults=True):
    """This version was signed."""

    V: ClassVar[int] = 2
    report: str
    from_date: str
    to_date: str
    version: int
    sha256: str
    draft: str
    by: Names = field(default_factory=dict)
