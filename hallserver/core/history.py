# SPDX-License-Identifier: Apache-2.0
"""Events as stored bytes, of every version ever released.

Stored bytes never change. When an event's fields change, its ``V`` counts up and a pure upcaster in
``UPCASTERS`` lifts the older body; ``tests/golden/history.jsonl`` holds every version.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from hallserver.core.events import EVENTS, Event

_encode = msgspec.json.Encoder().encode
_DECODERS: dict[str, msgspec.json.Decoder[Any]] = {kind.__name__: msgspec.json.Decoder(kind) for kind in EVENTS}
_VERSIONS: dict[str, int] = {kind.__name__: kind.V for kind in EVENTS}

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
UPCASTERS: dict[tuple[str, int], Upcaster] = {
    ("TicketIssued", 1): lambda body: body,  # 2 may hold an ID number's reference
    ("TicketIssued", 2): lambda body: body,  # 3 says whether it was given without a slip
    ("TicketIssued", 3): lambda body: body,  # 4 may be served at once, entered from paper, or a return
    ("StandardAdopted", 1): lambda body: body,  # 2 has layers over the text
    ("IssuingStopped", 1): lambda body: body,  # 2 may be about one queue
    ("IssuingResumed", 1): lambda body: body,  # 2 may be about one queue
    ("CounterOpened", 1): lambda body: body,  # 2 names a trainee's mentor
    ("CounterOpened", 2): lambda body: body,  # 3 says whether a manager opened it for the clerk
    ("CounterClosed", 1): lambda body: body,  # 2 says why somebody else closed it
    ("TicketCancelled", 1): lambda body: body,  # 2 says why staff took it back
    ("RatingGiven", 1): lambda body: body,  # 2 has the stars of single dimensions
    ("RatingGiven", 2): lambda body: body,  # 3 says whose: the first or a follow-up, named or not, of which case, under which standard
    ("WorkOrderOpened", 1): lambda body: body,  # 2 has the rating's tags and dimensions
    ("ReportExported", 1): lambda body: body,  # 2 may be a frozen version
    ("DeliveryReported", 1): lambda body: body,  # 2 tells of single mailboxes
    ("ReportDrafted", 1): lambda body: body,  # 2 has the name of who did it, as the three below
    ("ReportCorrected", 1): lambda body: body,
    ("ReportChecked", 1): lambda body: body,
    ("ReportSigned", 1): lambda body: body,
    ("FindingOpened", 1): lambda body: body,  # 2 says where it comes from
    ("DeviceReported", 1): lambda body: body,  # 2 says whose trouble begins anew
    ("ActionStepped", 1): lambda body: body,  # 2 says why no rule had to be changed
    ("AnnouncementReported", 1): lambda body: body,  # 2 says why it was shown only
}
"""(kind, version) → what makes a body of the next version from one of this version."""


class UnknownEvent(Exception):
    """The journal holds an event of a kind or version that this program does not know: it is too old for it."""

    def __init__(self, kind: str, version: int, newest: int | None) -> None:
        """Name what stands there and the newest version of it that is known, None for an unknown kind."""
        super().__init__(f"{kind} version {version}: this program knows {newest or 'no such event'}; install the newer one")
        self.kind, self.version, self.newest = kind, version, newest


def encode(event: Event) -> bytes:
    """Return the body as stored: JSON without defaults."""
    return _encode(event)


def decode(kind: str, version: int, body: bytes) -> Event:
    """Return the event that was stored, lifted to today's version. Raises UnknownEvent."""
    newest = _VERSIONS.get(kind)
    if newest is None or version > newest:
        raise UnknownEvent(kind, version, newest)
    if version < newest:
        body = _lifted(kind, version, newest, body)
    event: Event = _DECODERS[kind].decode(body)
    return event


def _lifted(kind: str, version: int, newest: int, body: bytes) -> bytes:
    fields: dict[str, Any] = msgspec.json.decode(body)
    for step in range(version, newest):
        fields = UPCASTERS[kind, step](fields)
    return _encode(fields)
