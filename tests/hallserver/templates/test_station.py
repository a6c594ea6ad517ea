# SPDX-License-Identifier: Apache-2.0
"""The rows of a small station are whole: the rules take them, and a clerk alone can serve with them."""

from hallserver.core import commands as c
from hallserver.core.roles import Actor
from hallserver.templates.station import CLERK, QUEUE, station
from tests.support import Play

LIN = Actor(kind="person", name=CLERK, roles=frozenset({"clerk"}))


def opened() -> Play:
    """Return a station on its first morning."""
    rows = station()
    rows["hall"][0] |= {"slug": "lianhua", "names": {"zh-Hans": "莲花社区服务站"}}
    return Play(rows)


def test_the_rules_take_it_and_it_is_one_queue_without_devices() -> None:
    """One browser tab is all there is."""
    hall = opened().hall
    assert hall.catalog.here.one_tab
    assert hall.catalog.here.hours
    assert list(hall.catalog.queues) == [QUEUE]
    assert not hall.catalog.devices
    assert {row.queue for row in hall.catalog.services.values()} == {QUEUE}
    assert 10 <= len(hall.catalog.services) <= 15


def test_items_name_the_papers_that_they_need() -> None:
    """Else the tick list of what is missing would be empty on the first day."""
    items = opened().hall.catalog.items
    without = {slug for slug, row in items.items() if not row.papers}
    assert without == {"enquiry", "unsolved"}
    assert items["social-card"].papers["own-id"]["zh-Hans"] == "本人身份证原件"


def test_the_clerk_alone_can_serve_whoever_comes() -> None:
    """Open, serve directly, finish: nobody else and no kiosk is needed."""
    play = opened()
    play.ask(c.OpenCounter(counter="c1"), LIN)
    play.ask(c.ServeDirect(services=("social-card",)), LIN)
    play.ask(c.Finish(outcome="done"), LIN)
    (ticket,) = play.hall.tickets.values()
    assert ticket.state == "finished"
