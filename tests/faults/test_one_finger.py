# SPDX-License-Identifier: Apache-2.0
"""S6: one finger on one kiosk takes number after number. It gets few, staff see it, and void the run in one step."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import TooOften
from hallserver.core.hall import Hall
from hallserver.core.roles import SERVICE_SETUP, Actor
from hallserver.core.rules import decide
from hallserver.core.runs import runs
from hallserver.service import Decide
from hallserver.store.rebuild import check
from reports.manager.view import view
from tests.stories.server_process import prepared, serving
from tests.support import DUTY, GUIDE, KIOSK, SECOND_US, SHIPPED, Play, new_folder, open_service, setup_commands

TAPS = 500
PER_MINUTE_MOST = 30
OTHER_KIOSK = Actor(kind="device", name="kiosk-2", roles=frozenset({"kiosk"}))


def unlimited(hall: Hall, command: c.Command, by: Actor, now_us: int) -> list[e.Event]:
    """Decide as if each tap came from a kiosk of its own: the rules without their limit."""
    return decide(hall, command, Actor(kind=by.kind, name=f"{by.name}-{now_us}", roles=by.roles), now_us)


def tapped(path: Path, rules: Decide, minutes: int) -> list[e.Entry]:
    """Let one finger tap 500 times in each simulated minute, the standard being the shipped one; return the journal."""

    async def tap() -> list[e.Entry]:
        service, folder, clock = open_service(new_folder(path), decide=rules)
        try:
            for command in (*setup_commands(standard=SHIPPED), c.OpenDay()):
                await service.submit(command, SERVICE_SETUP)
            for _ in range(minutes * TAPS):
                clock.move_to(clock.now() + 60 * SECOND_US // TAPS)
                with suppress(TooOften):
                    await service.submit(c.TakeTicket(services=("seniors",)), KIOSK)
            await service.settled()
            assert check(folder).differences == []
            return folder.journal.after(0, 0, -1)
        finally:
            folder.close()

    return [entry for entry in asyncio.run(tap()) if isinstance(entry.event, e.TicketIssued)]


def most_in_a_minute(entries: list[e.Entry]) -> int:
    """Return how many there were in the fullest minute, wherever it begins."""
    return max(sum(0 <= it.at_us - first.at_us < 60 * SECOND_US for it in entries) for first in entries)


def check_few(entries: list[e.Entry]) -> None:
    """No minute had more than is promised."""
    assert most_in_a_minute(entries) <= PER_MINUTE_MOST, f"{most_in_a_minute(entries)} numbers in a minute"


@pytest.mark.promise("S6")
def test_five_hundred_taps_a_minute_are_a_dozen_numbers(
    tmp_path: Path, size: Callable[[int, int], int], figure: Callable[[str], None]
) -> None:
    """The paper lasts, and the queue is not stuffed with numbers that nobody holds."""
    minutes = size(1, 10)
    issued = tapped(tmp_path / "hall", decide, minutes)
    figure(f"{minutes * TAPS} taps: {most_in_a_minute(issued)} numbers in the fullest minute; a run is one step to void")
    check_few(issued)


@pytest.mark.promise("S6")
def test_without_the_limit_five_hundred_taps_are_five_hundred_numbers(tmp_path: Path) -> None:
    """The control: the rules without their limit."""
    with pytest.raises(AssertionError, match="500 numbers in a minute"):
        check_few(tapped(tmp_path / "hall", unlimited, 1))


def order(play: Play) -> list[str]:
    """Let the clerk serve everybody who waits; return for whom, in which order, by the second of the issue."""
    served = []
    while play.hall.line("social").waiting:
        served.append(play.serve().issued_us)
    return [str(it) for it in served]


def shown(play: Play) -> list[tuple[str, ...]]:
    """Return the tickets of each run that the manager's screen offers to void."""
    rows: Any = view(play.hall, "", play.now_us)["runs"]
    return [row["tickets"] for row in rows]


def morning(*, finger: bool) -> tuple[Play, list[int]]:
    """Return a hall where visitors come every half minute, some with priority, and with a finger at another kiosk if so."""
    play, real = Play(standard=SHIPPED).open(), []
    for nth in range(40):
        play.later(10)
        real.append((play.take(by=GUIDE, group="elderly") if nth % 7 == 3 else play.take()).issued_us)
        for _ in range(4):
            play.later(5)
            if finger:
                play.take(by=OTHER_KIOSK)
    return play, real


@pytest.mark.promise("S6")
def test_a_voided_run_leaves_everybody_else_as_if_it_had_never_been() -> None:
    """The same morning with and without the finger: the others are called in the same order."""
    without, _ = morning(finger=False)
    play, real = morning(finger=True)
    [run] = runs(play.hall, play.now_us)
    assert (run.actor, run.count, len(run.waiting)) == (OTHER_KIOSK.id, 160, 160)
    assert shown(play) == [run.waiting], "the manager's screen shows another run"
    before = len(play.entries)
    play.ask(c.VoidRun(tickets=run.waiting), DUTY)
    assert len(play.entries) == before + 161
    assert shown(play) == []

    assert play.hall.line("social").waiting == without.hall.line("social").waiting == len(real)
    assert order(play) == order(without)


@pytest.mark.promise("S6")
def test_a_busy_kiosk_is_no_alarm_and_a_finger_in_any_rhythm_is_one() -> None:
    """A visitor each 15 to 20 seconds for an hour shows nothing: a button there would delete real people."""
    busy = Play(standard=SHIPPED)
    for nth in range(205):
        busy.later((15, 18, 20)[nth % 3]).take(("seniors", "aid")[nth % 2])
        assert shown(busy) == [], f"after {nth + 1} visitors"
    for pauses_s, services in ((5, ("seniors",)), (21, ("seniors",)), (5, ("seniors", "aid", "founding")), (21, ("seniors", "aid"))):
        play = Play(standard=SHIPPED)
        taken = [play.later(5 if nth % 9 else pauses_s).take(services[nth % len(services)]).id for nth in range(90)]
        assert shown(play) == [tuple(taken)], f"pauses of {pauses_s} s, {services}"


@pytest.mark.promise("S6")
def test_without_voiding_the_others_wait_behind_the_run() -> None:
    """The control: the finger's numbers are called in between."""
    without, _ = morning(finger=False)
    play, _ = morning(finger=True)

    assert order(play)[:40] != order(without)[:40]


@pytest.mark.promise("S6")
def test_the_real_door_refuses_with_the_seconds_to_wait_and_voids_at_once(tmp_path: Path) -> None:
    """Over HTTP: three numbers, then 429 and a sentence; the duty manager voids them and the auditor can read who did."""
    hall = prepared(tmp_path / "hall", clerks=1)
    with serving(hall.path) as server, server.caller(hall.kiosks[0]) as kiosk, server.caller(hall.manager) as manager:
        for command, fields in (("close-day", {"rest": "left"}), ("adopt-standard", {"text": SHIPPED}), ("open-day", {})):
            assert manager.command(command, fields).status == 200
        said = [kiosk.command("take-ticket", {"services": ["seniors"]}, key=f"tap-{n}") for n in range(30)]
        assert [it.status for it in said[:4]] == [200, 200, 200, 429]
        assert {it.refusal for it in said[3:]} == {(429, "kiosk-too-often")}
        again = kiosk.command("take-ticket", {"services": ["seniors"]}, key="tap-0")
        assert again.body == said[0].body, "a repeat is not another tap"
        tickets = [it.result["ticket"] for it in said[:3]]
        begun_s = time.monotonic()
        answer = manager.command("void-run", {"tickets": tickets, "reason": "abuse"})
        assert answer.result == {"voided": 3, "kept": []}
        assert time.monotonic() - begun_s < 60, "staff have other things to do"
        assert manager.command("void-run", {"tickets": tickets}).refusal == (409, "run-nobody-waits")
