# SPDX-License-Identifier: Apache-2.0
"""Rule of numbers that were given by hand while the system was down, and are entered afterwards.

They are of a series printed beforehand, with a letter of its own (``paper.letter``), so no number is used twice whatever
was given by hand meanwhile. Nobody knows to the second when they were given: they are outside wait figures and counted beside.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.codes import must_be_known
from hallserver.core.errors import AgainstStandard, Conflict
from hallserver.core.hall import Hall
from hallserver.core.numbering import label
from hallserver.core.roles import Actor
from hallserver.core.rules_ticket import legs_of
from hallserver.core.states import counter_row

DEFAULT_LETTER = "P"
"""Of a standard that does not say which letter the pre-printed series has."""


def paper_letter(hall: Hall) -> str:
    """Return the letter of the pre-printed series."""
    return hall.rules.word("paper.letter") or DEFAULT_LETTER


def enter_paper(hall: Hall, command: c.EnterPaper, by: Actor, now_us: int) -> list[e.Event]:
    """Enter a number that was given by hand: it waits in its queue by the time it was given, or was served by hand meanwhile.

    Also while the hall is suspended. Raises Conflict for a number that was entered today, AgainstStandard for a time to come.
    """
    if not hall.open:
        raise Conflict("hall-closed")
    letter = paper_letter(hall)
    _must_be_free(hall, letter, command.number)
    legs = legs_of(hall, command.services, "")
    counter, clerk, outcome = _served(hall, command, by)
    if counter:  # who served by hand did all of it there
        legs = [msgspec.structs.replace(legs[0], services=tuple(dict.fromkeys(command.services)))]
    return [
        e.TicketIssued(
            letter=letter,
            number=command.number,
            label=label(letter, command.number, hall.rules.whole("ticket.digits")),
            legs=tuple(legs),
            channel="paper",
            standard=hall.rules.hash[:12],
            since_us=_since_us(hall, command.taken, now_us),
            counter=counter,
            clerk=clerk,
            outcome=outcome,
        )
    ]


def _must_be_free(hall: Hall, letter: str, number: int) -> None:
    queue = next((row for row in hall.catalog.queues.values() if row.letter == letter and not row.retired), None)
    if queue is not None:
        raise AgainstStandard("paper-letter-taken", letter=letter, queue=queue.slug)
    known = hall.numbers.get(f"{letter}{number}")
    if known is not None:
        raise Conflict("paper-number-twice", ticket=hall.tickets[known].label)


def _since_us(hall: Hall, taken: str | None, now_us: int) -> int:
    """Return when the number was given, UTC µs: the last such time by the hall's clock on this business day, never one to come.

    A business day may go on after midnight: 00:10 is a moment ago then, and not before everybody.
    """
    if taken is None:
        return now_us
    now = datetime.fromtimestamp(now_us // 1_000_000, tz=ZoneInfo(hall.catalog.here.zone))
    given = datetime.combine(now.date(), time.fromisoformat(taken), now.tzinfo)
    if given > now and now.date().isoformat() > hall.day:
        given -= timedelta(days=1)
    if given > now:
        raise AgainstStandard("paper-taken-later", taken=taken, now=now.strftime("%H:%M"))
    return int(given.timestamp()) * 1_000_000


def _served(hall: Hall, command: c.EnterPaper, by: Actor) -> tuple[str, str, str]:
    """Return counter, clerk and outcome of a number that was served by hand; all empty: its visitor still waits."""
    if command.served_at is None:
        return "", "", ""
    counter_row(hall, command.served_at)
    must_be_known("outcome", command.outcome)
    state = hall.counter(command.served_at)
    return command.served_at, state.clerk or state.last or by.name, command.outcome
