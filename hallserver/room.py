# SPDX-License-Identifier: Apache-2.0
"""What a door needs so that somebody can read reports at it: which days there are, which versions, and their frozen content."""

from collections.abc import Callable, Sequence
from typing import Protocol, get_args

from msgspec import Struct

from hallserver.core.commands_report import ReportKind
from hallserver.store.report_versions import VersionOnWire

Asked = tuple[str, str, str]
"""Kind of report, its first date, the date after its last."""


class MadeApart(Protocol):
    """What is needed of who makes reports by processes of their own."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of reports that can be made here."""

    def must_be_makeable(self, kind: str) -> None:
        """Raise NotFound for a kind that cannot be made now."""

    def version(self, place: str, output: str, language: str, marked: str = "") -> bytes:
        """Return a frozen version in a format."""


class Room(Struct, frozen=True, kw_only=True):
    """Everything runs off the event loop."""

    days: Callable[[], Sequence[str]]
    """Gives the business days that there are, in order."""
    versions: Callable[[Asked], Sequence[VersionOnWire]]
    """Gives the versions of a report, the newest first."""
    version: Callable[[str, str, str, str], bytes]
    """(place, pdf or another format, language, watermark) → a version as it was frozen. Raises HallError."""
    kinds: tuple[str, ...] = get_args(ReportKind)
    """The kinds of reports that can be made here."""
    must_be_makeable: Callable[[str], None] = lambda _: None
    """Raises NotFound for a kind that cannot be made now, and says why."""
