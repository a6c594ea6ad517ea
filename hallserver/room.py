# SPDX-License-Identifier: Apache-2.0
"""What a door needs so that somebody can read reports at it: which days there are, which versions, and their frozen content."""

from collections.abc import Callable, Sequence

from msgspec import Struct

from hallserver.store.report_versions import VersionOnWire

Asked = tuple[str, str, str]
"""Kind of report, its first date, the date after its last."""


class Room(Struct, frozen=True, kw_only=True):
    """Everything runs off the event loop."""

    days: Callable[[], Sequence[str]]
    """Gives the business days that there are, in order."""
    versions: Callable[[Asked], Sequence[VersionOnWire]]
    """Gives the versions of a report, the newest first."""
    version: Callable[[str, str, str, str], bytes]
    """(place, pdf or another format, language, watermark) → a version as it was frozen. Raises HallError."""
