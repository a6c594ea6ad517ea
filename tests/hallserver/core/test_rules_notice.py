# SPDX-License-Identifier: Apache-2.0
"""What is missing is said at once: by whom, for which item, on which printer, and only with the outcome that fits."""

from typing import Any

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import AgainstStandard, Conflict, NotFound
from hallserver.core.errors import HallError as Refused
from hallserver.core.roles import SERVICE_DOOR, Actor
from tests.support import AGENT, DUTY, GUIDE, LI, SMALL_HALL, WANG, Play, names

BOOK, LEASE = names("户口簿", "Household register"), names("租赁合同", "Lease")
ITEMS: list[dict[str, Any]] = [
    {"slug": "senior-card", "names": names("敬老优待证", "Senior card"), "papers": {"book": BOOK}},
    {"slug": "lease-filing", "names": names("租赁备案"), "papers": {"lease": LEASE}},
]
SERVICES = [
    SMALL_HALL["services"][0],
    {**SMALL_HALL["services"][1], "items": ["senior-card", "lease-filing"]},
    SMALL_HALL["services"][2],
]
ROWS = {**SMALL_HALL, "items": ITEMS, "services": SERVICES}


def notice_of(events: list[e.Event]) -> e.NoticeGiven:
    """Return the notice among what happened."""
    (notice,) = (event for event in events if isinstance(event, e.NoticeGiven))
    return notice


def in_hand(service: str = "seniors") -> Play:
    """Return a hall in which somebody is called to counter 1."""
    play = Play(ROWS).open()
    play.take(service)
    play.call()
    return play


def test_a_finish_without_papers_gives_notice_and_the_right_to_come_back() -> None:
    """One act of the clerk; the list has each paper once."""
    play = in_hand()
    events = play.ask(c.Finish(outcome="incomplete", missing=("book", "photo", "book")), LI)
    assert [type(event) for event in events] == [e.ServiceFinished, e.ReturnGiven, e.NoticeGiven]
    notice = notice_of(events)
    assert (notice.missing, notice.papers, notice.item) == (("book", "photo"), {"book": BOOK}, "senior-card")
    assert (notice.counter, notice.clerk, notice.device, notice.leg) == ("c1", "li", "printer-1", 1)
    right = events[1]
    assert isinstance(right, e.ReturnGiven)
    assert right.device == "", "the notice is the return slip too"


def test_without_a_list_the_return_slip_itself_is_printed() -> None:
    """The visitor needs something to show."""
    events = in_hand().ask(c.Finish(outcome="incomplete"), LI)
    assert isinstance(events[-1], e.ReturnGiven)
    assert events[-1].device == "printer-1"


def test_finish_and_call_says_it_too_and_calls_on() -> None:
    """The key that is pressed most often says no less."""
    play = in_hand()
    play.take()
    events = play.ask(c.FinishAndCall(outcome="incomplete", missing=("photo",)), LI)
    assert [type(event) for event in events] == [e.ServiceFinished, e.ReturnGiven, e.NoticeGiven, e.TicketCalled]


def test_missing_papers_with_another_outcome_are_refused() -> None:
    """A slip of the finger must not send anybody home."""
    with pytest.raises(AgainstStandard) as refusal:
        in_hand().ask(c.Finish(outcome="done", missing=("photo",)), LI)
    assert refusal.value.key == "missing-not-incomplete"


def test_another_outcome_gives_no_right() -> None:
    """Only what can be brought gives a reason to return."""
    play = in_hand()
    play.ask(c.Finish(outcome="not-eligible"), LI)
    assert not play.hall.returns


def test_a_paper_that_nobody_knows_is_refused_with_what_may_be_chosen() -> None:
    """Each with its slug, so that a screen can show them."""
    with pytest.raises(AgainstStandard) as refusal:
        in_hand().ask(c.Finish(outcome="incomplete", missing=("lease",)), LI)
    assert refusal.value.key == "paper-unknown"
    assert refusal.value.args_by_name["papers"] == ["lease"]
    assert "book" in refusal.value.args_by_name["known"]  # type: ignore[operator]


def test_of_several_items_the_handled_one_says_which_papers_there_are() -> None:
    """A service may hold many items, each with papers of its own."""
    done = (c.ItemDone(item="lease-filing"),)
    events = in_hand("aid").ask(c.Finish(outcome="incomplete", items=done, missing=("lease",)), LI)
    assert notice_of(events).papers == {"lease": LEASE}
    with pytest.raises(AgainstStandard):
        in_hand("aid").ask(c.Finish(outcome="incomplete", missing=("lease",)), LI)


def test_a_guide_gives_a_notice_to_somebody_without_a_number() -> None:
    """At the guide desk most papers are found missing before a number is taken."""
    play = Play(ROWS)
    notice = notice_of(play.ask(c.GiveNotice(item="lease-filing", missing=("lease", "copy")), GUIDE))
    assert (notice.ticket, notice.leg, notice.counter, notice.clerk, notice.device) == ("", 0, "", "guo", "printer-1")
    with pytest.raises(NotFound):
        play.ask(c.GiveNotice(item="unknown", missing=("copy",)), GUIDE)


def test_a_clerk_gives_one_for_the_ticket_in_hand_from_the_counter() -> None:
    """The counter follows from who asks; a guide acts at none."""
    play = in_hand()
    notice = notice_of(play.ask(c.GiveNotice(ticket="A001", missing=("book",)), LI))
    assert (notice.ticket, notice.item, notice.counter, notice.clerk) == (play.hall.counter("c1").ticket, "senior-card", "c1", "li")
    assert notice_of(play.ask(c.GiveNotice(missing=("copy",), counter="c1"), DUTY)).clerk == "li"
    with pytest.raises(Refused):
        play.ask(c.GiveNotice(missing=("copy",), counter="c1"), GUIDE)


def test_the_printer_is_the_one_at_the_counter_then_of_its_zone_then_any_but_a_kiosks_last() -> None:
    """Few steps for the visitor, and never nowhere while one works."""
    printers = [
        {"slug": "p-far", "names": names("远"), "kind": "printer", "agent": "agent-1", "driver": "pretend", "zone": "upstairs"},
        {"slug": "p-zone", "names": names("区"), "kind": "printer", "agent": "agent-1", "driver": "pretend"},
        {"slug": "p-here", "names": names("窗"), "kind": "printer", "agent": "agent-1", "driver": "pretend", "counter": "c1"},
    ]
    play = Play({**ROWS, "devices": [*SMALL_HALL["devices"], *printers]}).open("c2", WANG).open()

    def where(by: Actor = LI) -> str:
        return notice_of(play.ask(c.GiveNotice(missing=("copy",)), by)).device

    assert (where(), where(WANG)) == ("p-here", "p-zone")
    for broken, then in (("p-here", "p-zone"), ("p-zone", "printer-1"), ("printer-1", "p-far"), ("p-far", "")):
        play.ask(c.ReportDevice(device=broken, state="out"), SERVICE_DOOR)
        assert where() == then


def test_a_named_printer_must_be_there_and_work() -> None:
    """Who names a printer stands before it."""
    play = Play(ROWS)
    assert notice_of(play.ask(c.GiveNotice(missing=("copy",), device="printer-1"), GUIDE)).device == "printer-1"
    with pytest.raises(NotFound):
        play.ask(c.GiveNotice(missing=("copy",), device="voice-1"), GUIDE)
    play.ask(c.ReportDevice(device="printer-1", state="out"), SERVICE_DOOR)
    with pytest.raises(Conflict):
        play.ask(c.GiveNotice(missing=("copy",), device="printer-1"), GUIDE)
    with pytest.raises(Refused):
        play.ask(c.GiveNotice(missing=("copy",)), AGENT)
