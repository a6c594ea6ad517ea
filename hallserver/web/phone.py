# SPDX-License-Identifier: Apache-2.0
"""One visitor's phone: its view in pieces, and the frame that is made of them."""

import msgspec
from msgspec import Struct

from hallserver.core.hall import Hall
from hallserver.page import Fixed, Page
from hallserver.web.frames import text_frame
from hallserver.web.viewing import Listener

_NOTHING = Fixed(b"", b"", "")


class Phone(Struct, eq=False):
    """What one ticket's page shows: its JSON in three pieces, the seq that changed it last, and who looks."""

    of: str
    listeners: tuple[Listener, ...] = ()
    fixed: Fixed = _NOTHING
    place: bytes = b""
    seq: int = 0
    not_before_s: float = 0.0

    @property
    def body(self) -> bytes:
        """Return the view's JSON."""
        return self.fixed.before + self.place + self.fixed.after


def pieces(page: Page, hall: Hall, of: str, now_us: int) -> tuple[Fixed, bytes]:
    """Return a ticket's view around the place in line, and that place; in one piece for a page without a crowd."""
    if page.crowd is None:
        return Fixed(msgspec.json.encode(page.view(hall, of, now_us)), b"", ""), b""
    return page.crowd.fixed(hall, of), page.crowd.place(hall, of)


def around(seq: int, now_us: int) -> tuple[bytes, bytes]:
    """Return what stands around every view that is told at this moment."""
    return b'{"seq":%d,"view":' % seq, b',"now_us":%d}' % now_us


def framed(phone: Phone, begins: bytes, ends: bytes) -> bytes:
    """Return the frame with this phone's view."""
    fixed = phone.fixed
    return text_frame(b"".join((begins, fixed.before, phone.place, fixed.after, ends)))


def heads(hall: Hall) -> frozenset[str]:
    """Return the tickets that are first in some part of some line: those that may be called next."""
    return frozenset(waiting[0][1] for line in hall.lines.values() for waiting in line.parts.values() if waiting)
