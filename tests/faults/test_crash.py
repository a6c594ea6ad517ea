# SPDX-License-Identifier: Apache-2.0
"""Server and agent are killed at every call by which they write, from the tap to the call: nothing is lost, nothing doubled."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults import crash_hall as hall
from tests.faults.crash_rig import Point, Rig
from tests.faults.forked import Program
from tests.faults.strace import CALLS

Size = Callable[[int, int], int]


def kill_everywhere(rig: Rig) -> None:
    """Kill at every call of issue, print and call, in the server and in the agent."""
    rig.every("server", CALLS)
    for phase in ("print", "call"):
        # the printer's or the speaker's thread, then the one that hears what the hall has noted
        for follow in (True, False):
            rig.every("agent", ("write", "fsync"), phase=phase, follow=follow)


def kill_at_start_and_stop(rig: Rig) -> None:
    """Kill at every call while they recover from the kill before, and while they end."""
    # it reads its ledger and writes it anew on its main thread, and ends without a write
    rig.every("agent", CALLS, phase="start", follow=False)
    for phase in ("start", "stop"):
        for follow in (True, False):
            rig.every("server", CALLS, phase=phase, follow=follow)


def programs(long: int) -> list[tuple[Program, Program]]:
    """Return the pairs of server and agent to kill: in the long form also the shipped programs, from their command lines on."""
    return [(hall.serve_quick, hall.drive_quick), *([(hall.serve, hall.drive)] if long else [])]


@pytest.mark.promise("R1")
@pytest.mark.strace
@pytest.mark.slow
def test_a_kill_at_any_write_loses_and_doubles_nothing(tmp_path: Path, size: Size, figure: Callable[[str], None]) -> None:
    """Between the commit and the paper as well: the visitor holds one number, it is in the journal, it is called once."""
    points, copies, harms = 0, 0, []
    for number, (serve, drive) in enumerate(programs(size(0, 1))):
        folder = tmp_path / str(number)
        folder.mkdir()
        with Rig(folder, serve, drive) as rig:
            if size(0, 1) and number == 0:
                kill_at_start_and_stop(rig)
            kill_everywhere(rig)
            rig.stop()
            found = rig.found()
            wrote = {hit.split()[2] for hit in rig.hit if hit.startswith("server print")}
            assert {"pwrite64", "fdatasync"} <= wrote, rig.hit
        points, copies = points + found.points, copies + found.copies
        harms += [found.harm] if found.harm else []
    figure(f"{sum(map(len, harms))} of {points} kill points lost or doubled anything; {copies} slips marked 补打")
    assert not harms


@pytest.mark.promise("R1")
@pytest.mark.strace
def test_a_hall_that_prints_first_gives_a_number_to_two_people(tmp_path: Path) -> None:
    """The control: the paper is out, the number is not written down, and the next visitor gets it again."""
    with Rig(tmp_path, hall.serve_print_first, hall.drive_quick, tmp_path / "roll") as rig:
        assert rig.round(Point(who="server", call="pwrite64", nth=1))
        rig.stop()
        found = rig.found()
    assert found.orphans
    assert found.twins
