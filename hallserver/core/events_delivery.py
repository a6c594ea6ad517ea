# SPDX-License-Identifier: Apache-2.0
"""Events of reports that left the house. Nobody's address stands in them."""

from typing import ClassVar

from hallserver.core.happening import Event


class ReportExported(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody took a report away as a file; ``to_date`` is the first date that is not in it."""

    V: ClassVar[int] = 2
    report: str
    from_date: str
    to_date: str
    output: str
    reason: str = ""
    """An ``exported`` code; empty: of one day, which needs none."""
    draft: str = ""
    """``<epoch>.<seq>`` of the version that was taken; empty: it was made anew."""


class DeliveryReported(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A report was delivered by the clock, or failed to be, or there was nothing to deliver (the hall did not open)."""

    V: ClassVar[int] = 2
    report: str
    from_date: str
    to_date: str
    """The first date that is not in it."""
    channel: str
    """``folder`` or ``mail``."""
    state: str
    """``delivered``, ``partly`` (some mailboxes did not take it), ``failing`` or ``empty``."""
    why: str = ""
    """Word key of what is the matter, ``undelivered.<why>``."""
    tries: int = 1
    again_us: int = 0
    """When it is tried again; 0: never."""
    left: tuple[str, ...] = ()
    """Marks of the mailboxes for which it is tried again; empty: for all of them."""
    gone: tuple[str, ...] = ()
    """Marks of the mailboxes that refused it for good. A mark tells mailboxes apart and says nothing of whose they are."""
