# SPDX-License-Identifier: Apache-2.0
"""What a day report takes from the journal."""

from hallserver.core import commands as c
from reports.extras import KINDS, extras_of
from tests.support import DUTY, GUIDE, LI, Play, varied_day


def test_a_days_entries_give_acts_enquiries_and_rights() -> None:
    """In the order in which they happened, with the number that each act is about."""
    play = Play().open()
    first, last = play.take(), play.take()
    play.ask(c.CountEnquiry(topic="papers"), GUIDE)
    play.ask(c.CallTicket(ticket=last.id, reason="late"), LI)
    play.ask(c.GiveReturn(ticket=first.id, reason="system"), DUTY)
    found = extras_of(play.entries)

    assert [(it.kind, found.labels.get(it.ticket)) for it in found.acts] == [("call-ticket", "A002"), ("give-return", "A001")]
    assert (found.enquiries, found.returns_given, found.returns_used) == ({"papers": 1}, 1, 0)


def test_the_report_lists_as_many_acts_as_the_hall_counted() -> None:
    """All of them, whatever the screen has room for; and only the kinds that are read are needed."""
    play = varied_day()
    found = extras_of(it for it in play.entries if type(it.event) in KINDS)

    assert len(found.acts) == sum(play.hall.acted.values()) > 10
    assert found == extras_of(play.entries)
