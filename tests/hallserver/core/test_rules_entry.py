# SPDX-License-Identifier: Apache-2.0
"""What was written into a register by mistake is taken back: it stays to be read, and counts for nothing."""

import pytest

from hallserver.core import commands as c
from hallserver.core.errors import HallError
from hallserver.core.registers import FAULT, REGISTERS
from hallserver.core.roles import SERVICE_CLOCK
from hallserver.core.site import entries_open
from hallserver.core.site_state import RegisterRow
from hallserver.core.site_watch import site_due
from hallserver.core.stock import CONSUMABLE
from tests.hallserver.core.site_acts import NOTE
from tests.hallserver.core.test_rules_register import FIELDS, hall, refused, registered
from tests.hallserver.core.test_site_watch import report
from tests.support import BOSS, DUTY, GUIDE, LI, WANG, Play, next_day

QUARTER_S = 15 * 60


def withdraw(no: str, reason: str = "mistake") -> c.WithdrawEntry:
    """Return what takes an entry back."""
    return c.WithdrawEntry(entry=no, reason=reason, note=NOTE)


def counted(play: Play, *steps: tuple[str, int]) -> list[RegisterRow]:
    """Count, take in and hand out slip paper; return the entries."""
    for move, n in steps:
        play.later(60).ask(c.RegisterEntry(register=CONSUMABLE, fields={"what": "slip-paper", "move": move, "count": n}), GUIDE)
    return [it for it in play.hall.site.entries.values() if it.register == CONSUMABLE]


def paper(play: Play) -> tuple[int, int] | None:
    """Return how much slip paper there is and when it was counted; None: nothing was ever written about it."""
    stock = play.hall.site.stock.get("slip-paper||")
    return (stock.n, stock.counted_us) if stock else None


@pytest.mark.parametrize("register", REGISTERS)
def test_what_stands_in_any_register_may_be_taken_back_and_stays_to_be_read(register: str) -> None:
    """Closed or not: with who, when and why; nothing becomes of it any more, and its number is not given again."""
    play = hall()
    row = registered(play, register)
    closed_us = row.closed_us
    play.later(60).ask(withdraw(row.no), DUTY)

    assert (row.withdrawn, row.open, row.closed_us) == ("mistake", False, closed_us or play.now_us)
    assert (row.steps[-1].kind, row.steps[-1].by, row.steps[-1].says, row.steps[-1].note) == (
        "withdrawn", "person:dan", {"reason": "mistake"}, NOTE.sealed,
    )  # fmt: skip
    assert entries_open(play.hall, play.now_us, register) == []
    assert refused(play, withdraw(row.no)) == refused(play, c.StepEntry(entry=row.no, step="repaired")) == "entry-withdrawn"
    assert registered(play, register).no.endswith("-002")


def test_who_wrote_it_may_on_the_same_day_and_a_manager_later_too() -> None:
    """Nobody else; a guide who wrote it yesterday asks a manager."""
    play = hall()
    mine, theirs, old = (registered(play, "fault", by) for by in (LI, WANG, LI))
    for by, row in ((WANG, mine), (GUIDE, mine), (LI, theirs)):
        assert refused(play, withdraw(row.no), by) == "entry-withdraw-who"
    play.ask(withdraw(mine.no), LI)
    next_day(play)

    assert refused(play, withdraw(old.no), LI) == "entry-withdraw-who"
    for by, row in ((BOSS, old), (DUTY, theirs)):
        play.ask(withdraw(row.no), by)
    assert all(it.withdrawn for it in (mine, theirs, old))


def test_it_is_taken_back_for_a_reason_and_with_a_word() -> None:
    """A code that is known, and why; what left the hall's mind long ago is the tables' alone."""
    play = hall()
    row = registered(play, "drill")

    assert refused(play, c.WithdrawEntry(entry=row.no, reason="mistake")) == "entry-withdraw-why"
    assert refused(play, withdraw(row.no, "bored")) == "code-unknown"
    next_day(play, 40 * 24)
    assert refused(next_day(play, 1), withdraw(row.no)) == "entry-unknown"


def test_a_stock_is_what_it_is_without_it() -> None:
    """A count that was none undoes nothing of before, what went out twice comes back, and the first of all leaves nothing known."""
    play = Play()
    first, out, _, wrong, last = counted(play, ("count", 20), ("out", 5), ("in", 10), ("count", 900), ("out", 3))
    assert paper(play) == (897, wrong.opened_us)
    told = []
    for row in (wrong, out, last, first):
        play.later(60).ask(withdraw(row.no), DUTY)
        told.append(paper(play))

    assert told == [(22, first.opened_us), (27, first.opened_us), (30, first.opened_us), (0, 0)]
    assert not play.hall.site.stock["slip-paper||"].known


def test_a_stock_is_made_anew_of_what_was_before_the_oldest_entry_that_the_hall_has() -> None:
    """Entries leave after a month, what they came to does not; alone of its kind, a withdrawn entry leaves no stock."""
    play = Play()
    counted(play, ("count", 20))
    next_day(play, 40 * 24)
    [out] = counted(next_day(play, 1), ("out", 5))
    play.ask(withdraw(out.no), DUTY)
    lone = Play()
    [only] = counted(lone, ("count", 7))
    lone.ask(withdraw(only.no), GUIDE)

    assert (paper(play) or (0, 0))[0] == 20
    assert paper(lone) is None


def test_a_machines_day_is_written_once() -> None:
    """The refusal names the entry; another day or machine is another matter, and one that was taken back makes room."""
    play = hall()
    row = registered(play, "self-service")
    again = c.RegisterEntry(register="self-service", fields=FIELDS["self-service"] | {"applied": 99})
    with pytest.raises(HallError) as found:
        play.ask(again, GUIDE)

    assert (found.value.key, found.value.args_by_name["entry"]) == ("register-twice", row.no)
    registered(play, "self-service", date="2026-11-21")
    play.ask(withdraw(row.no), DUTY)
    play.ask(again, GUIDE)


def test_the_clock_does_not_write_anew_what_people_took_back() -> None:
    """As long as the device is as it was; broken again it is a new fault. The control: before, it wrote one."""
    play = report(Play(), "printer-1", "out").later(QUARTER_S)
    [due] = site_due(play.hall, play.now_us)
    play.ask(due, SERVICE_CLOCK)
    [fault] = entries_open(play.hall, play.now_us, FAULT)
    play.ask(withdraw(fault.no), DUTY)
    assert [*site_due(play.later(QUARTER_S).hall, play.now_us)] == []

    report(report(play, "printer-1", "fine"), "printer-1", "out")
    assert [*site_due(play.later(QUARTER_S).hall, play.now_us)] == [due]
