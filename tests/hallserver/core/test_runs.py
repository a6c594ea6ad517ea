# SPDX-License-Identifier: Apache-2.0
"""Which numbers look as if one finger had taken them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.roles import Actor
from hallserver.core.runs import MOST, Run, in_runs, runs, stretches
from tests.hallserver.core.any_day import AnyDay
from tests.support import DUTY, GUIDE, NINE_US, SECOND_US, SHIPPED, Play

OTHER_KIOSK = Actor(kind="device", name="kiosk-2", roles=frozenset({"kiosk"}))


def found(play: Play) -> list[tuple[str, tuple[str, ...], int, str, str]]:
    """Return of each run: who, which services, how many, first and last number."""
    return [(run.actor, run.services, run.count, run.first, run.last) for run in runs(play.hall, play.now_us)]


def test_many_of_one_kiosk_within_a_minute_are_a_run() -> None:
    """With its ids, so that the screen can void just these."""
    play = Play()
    taken = [play.later(5).take().id for _ in range(10)]
    play.later(60).take()

    assert runs(play.hall, play.now_us) == [
        Run(
            actor="device:kiosk-1", services=("seniors",), count=10, first="A001", last="A010",
            from_us=NINE_US + 5 * SECOND_US, until_us=NINE_US + 50 * SECOND_US, waiting=tuple(taken),
        )
    ]  # fmt: skip


def test_seven_are_none_and_neither_are_those_of_a_guide() -> None:
    """A guide may take fifty for a bus that has just come."""
    play = Play()
    for _ in range(7):
        play.later(5).take()
    for _ in range(50):
        play.take(by=GUIDE)

    assert found(play) == []


def test_real_visitors_leave_gaps() -> None:
    """One every 15 to 20 seconds for an hour is a busy kiosk, not a finger; a family of four among them is none either."""
    play = Play(standard=SHIPPED)
    for nth in range(220):
        play.later(15 + nth % 6).take(("seniors", "founding")[nth % 2])
        assert found(play) == []
    for _ in range(3):
        play.later(6).take()
    assert found(play) == []


def test_a_finger_that_pauses_or_changes_the_service_is_seen() -> None:
    """At the pace that the kiosk allows; what visitors take before and after, in their own time, is not of it."""
    play = Play(standard=SHIPPED)
    play.take()
    play.later(120)
    for nth in range(45):
        play.later(5 if nth % 9 else 21).take(("seniors", "founding", "aid")[nth % 3])
    play.later(60).take()

    assert found(play) == [("device:kiosk-1", ("seniors", "founding", "aid"), 45, "A002", "A031")]
    assert len(in_runs(play.hall, play.now_us)) == 45


def test_visitors_between_two_fits_of_a_finger_make_them_two() -> None:
    """Those who came between keep their numbers, but for one or two that stand within the same minute as the finger."""
    play = Play(standard=SHIPPED)
    for _ in range(2):
        for _ in range(8):
            play.later(5).take()
        for _ in range(5):
            play.later(20).take()

    assert [(run.count, run.first) for run in runs(play.hall, play.now_us)] == [(11, "A012"), (9, "A001")]


def test_kiosks_are_told_apart_newest_run_first() -> None:
    """Two fingers are two runs; who changes the service at each tap has made one."""
    play = Play()
    for _ in range(10):
        play.later(2).take("seniors")
        play.later(2).take("founding", by=OTHER_KIOSK)
        play.later(2).take("aid", by=OTHER_KIOSK)

    assert found(play) == [
        ("device:kiosk-2", ("founding", "aid"), 20, "B001", "A020"),
        ("device:kiosk-1", ("seniors",), 10, "A001", "A019"),
    ]


def test_a_run_is_over_when_nobody_of_it_waits_for_a_first_call() -> None:
    """Voided, or served: there is nothing left to do about it."""
    play = Play().open()
    taken = [play.later(1).take().id for _ in range(12)]
    play.serve()
    assert [run.waiting for run in runs(play.hall, play.now_us)] == [tuple(taken[1:])]
    play.ask(c.VoidRun(tickets=tuple(taken)), DUTY)

    assert found(play) == []


def test_an_old_run_is_not_shown_and_a_long_one_is_voided_in_steps() -> None:
    """An alarm of yesterday hides that of today; a command has its size."""
    play = Play()
    for _ in range(MOST + 10):
        play.later(1).take()

    assert [(run.count, len(run.waiting)) for run in runs(play.hall, play.now_us)] == [(MOST + 10, MOST)]
    assert found(play.later(3700)) == []


def plainly(at_us: list[int], since: int, least: int, window_us: int) -> list[tuple[int, int]]:
    """Return the stretches by a look at every window; those that overlap are one."""
    ends = range(since + least, len(at_us) + 1)
    windows = [(end - least, end) for end in ends if at_us[end - 1] - at_us[end - least] <= window_us]
    if not windows:
        return []
    begins = [windows[0][0], *(begin for (_, end), (begin, _) in pairwise(windows) if begin >= end)]
    ends_too = [*(end for (_, end), (begin, _) in pairwise(windows) if begin >= end), windows[-1][1]]
    return list(zip(begins, ends_too, strict=True))


gaps_us = st.lists(st.one_of(st.integers(0, 3), st.integers(0, 40)), max_size=80)


@given(gaps_us, st.integers(0, 80), st.integers(2, 9), st.integers(1, 60))
def test_stretches_are_those_of_a_look_at_every_window(gaps: list[int], since: int, least: int, window_us: int) -> None:
    """However the times lie, and wherever the last hour begins."""
    at_us = [sum(gaps[:at]) for at in range(len(gaps))]

    assert list(stretches(at_us, since, least, window_us)) == plainly(at_us, since, least, window_us)


def plain_runs(play: Play) -> list[Run]:
    """Return the runs from the tickets alone."""
    hall, rules = play.hall, play.hall.rules
    since_us = play.now_us - int(rules.number("abuse.run_shown") * 60_000_000)
    least, window_us = rules.whole("abuse.run_tickets"), int(rules.number("abuse.run_window") * 1_000_000)
    found = []
    taken = {f"{it.epoch}.{it.seq}": it.event.legs[0].services[0] for it in play.entries if isinstance(it.event, e.TicketIssued)}
    for kiosk in dict.fromkeys(ticket.actor for ticket in hall.tickets.values() if ticket.channel == "kiosk"):
        given = [it for it in hall.tickets.values() if it.actor == kiosk and it.issued_us >= since_us]
        for begin, end in plainly([it.issued_us for it in given], 0, least, window_us):
            run = given[begin:end]
            waiting = [it.id for it in run if it.state == "waiting" and it.legs[0].first_called_us is None]
            services = tuple(dict.fromkeys(taken[it.id] for it in run))
            first, last = run[0], run[-1]
            found.append(
                Run(
                    actor=kiosk, services=services, count=len(run), first=first.label, last=last.label,
                    from_us=first.issued_us, until_us=last.issued_us, waiting=tuple(waiting[:MOST]),
                )
            )  # fmt: skip
    return [run for run in found if run.waiting]


def by_first(found: list[Run]) -> list[Run]:
    """Return them in one order: two kiosks may have ended their runs in one moment."""
    return sorted(found, key=lambda run: run.first)


@pytest.mark.parametrize("seed", range(12))
def test_runs_are_those_that_a_look_at_every_ticket_finds(seed: int) -> None:
    """Whatever became of their tickets meanwhile, newest first."""
    for play in AnyDay(seed).halls(400, 20):
        found = runs(play.hall, play.now_us)
        assert by_first(found) == by_first(plain_runs(play))
        assert [run.until_us for run in found] == sorted((run.until_us for run in found), reverse=True)
