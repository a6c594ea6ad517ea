# SPDX-License-Identifier: Apache-2.0
"""The phones of a whole line at once: what ``view`` says of each ticket, but the rate is asked once and the places are counted on the way.

With 5,000 phones in one line the plain way takes a search, a forecast and a whole encoding for each; here a phone costs two
multiplications and one formatted piece. Tests compare every byte with ``view``.
"""

from array import array
from collections.abc import Callable, Sequence

import msgspec

from displays.ticket.view import after_place, before_place, most_behind, page_head, place_in_line, view
from hallserver.core import events as e
from hallserver.core import waiting
from hallserver.core.hall import Hall, Line
from hallserver.page import Crowd, Fixed, InLine

_OF_TWO: frozenset[type[e.Event]] = frozenset({e.TicketsSwapped, e.FinishUndone, e.AbsenceUndone})
"""Events that change a second ticket too."""
MINOR: frozenset[type[e.Event]] = frozenset(kind for kind in e.EVENTS if "ticket" in kind.__struct_fields__ and kind not in _OF_TWO) | {
    e.TicketIssued,
    e.RunVoided,
    e.CounterOpened,
    e.CounterPaused,
    e.CounterClosed,
    e.DeviceReported,
    e.DeviceTried,
    e.KeyIgnored,
    e.Announced,
    e.SignInReported,
    e.ClockSuspected,
    e.BackupReported,
    e.DeliveryReported,
    e.ReportExported,
    e.RatingsDoubted,
}
"""Events after which the page of a ticket that they do not name may say another place in line, and else the same."""
_NOWHERE = b'null,"range_s":null,"behind":0,"passed":0,"passed_called":0'
_AHEAD = b'{"ahead":'
_encode = msgspec.json.Encoder().encode


def fixed(hall: Hall, of: str) -> Fixed:
    """Return the page's JSON around the place in line."""
    ticket = hall.tickets.get(of)
    if ticket is None:
        return Fixed(_encode(view(hall, of, 0)), b"", "")
    here = b'{"hall":' + _encode(page_head(hall)) + b',"ticket":'
    before, after = _encode(before_place(hall, ticket))[:-1] + b',"ahead":', b"," + _encode(after_place(hall, ticket))[1:] + b"}"
    if ticket.state == "waiting":
        return Fixed(here + before, after, ticket.leg.queue)
    return Fixed(here + before + _NOWHERE + after, b"", "")


def place(hall: Hall, of: str) -> bytes:
    """Return the place in line of a ticket that waits; nothing of any other."""
    ticket = hall.tickets.get(of)
    if ticket is None or ticket.state != "waiting":
        return b""
    return _encode(place_in_line(hall, ticket))[len(_AHEAD) : -1]


def line(hall: Hall, queue: str) -> InLine:
    """Return who waits in the queue, in order, and what to say of each."""
    rate, order = waiting.call_rate(hall, queue), in_order(hall.line(queue))
    ranged = _at_rate(rate) if rate > 0 else _no_range
    tickets, last, most = hall.tickets, len(order) - 1, most_behind(hall)

    def said(ahead: int) -> bytes:
        leg = tickets[order[ahead]].leg
        passed = leg.passed_by, leg.passed_by_called
        return b'%s,"behind":%d,"passed":%d,"passed_called":%d' % (ranged(ahead), min(last - ahead, most), *passed)

    return InLine(order, said)


def _no_range(ahead: int) -> bytes:
    return b'%d,"range_s":null' % ahead


def in_order(line: Line) -> Sequence[str]:
    """Return the tickets of a line in order: at each place so many are ahead as ``lines.before`` counts."""
    if len(line.parts) == 1:
        [alone] = line.parts.values()
        return [ticket for _, ticket in alone]
    merged = [
        (at_us - part.credit_s * 1_000_000, seq, sub, ticket)
        for part, tickets in line.parts.items()
        for (at_us, seq, sub), ticket in tickets
    ]
    merged.sort()
    return [ticket for _, _, _, ticket in merged]


def _at_rate(rate: float) -> Callable[[int], bytes]:
    lows, highs = _lows, _highs

    def said(ahead: int) -> bytes:
        n = ahead + 1
        if n >= len(lows):
            _reckon(2 * n)
        mean_s = n / rate * 60
        return b'%d,"range_s":[%d,%d]' % (ahead, round(mean_s * lows[n]), round(mean_s * highs[n]))

    return said


_lows, _highs = array("d", [0.0]), array("d", [0.0])
"""By how many calls it takes: the ends of the range as parts of the mean."""


def _reckon(most: int) -> None:
    """Reckon the ends of the range for up to so many calls: a root for each, once and for all."""
    for n in range(len(_lows), most + 1):
        low, high = waiting.spread(n)
        _lows.append(low)
        _highs.append(high)


CROWD = Crowd(minor=MINOR, fixed=fixed, place=place, line=line)
"""For the page's row."""
