# SPDX-License-Identifier: Apache-2.0
"""R33: a server or an agent that dies or hangs is started again, by what it tells its supervisor."""

import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from hallserver import units
from hallserver.units import Unit, text_of
from tests.faults.supervised import Supervised
from tests.stories.server_process import Prepared, journal_of, prepared

pytestmark = [pytest.mark.promise("R33"), pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="not run: needs POSIX signals")]

WATCHDOG_S = 2.0
"""Shorter than the unit's, so that the test is quick."""


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Return a hall with people waiting."""
    return prepared(tmp_path_factory.mktemp("hall") / "hall", tickets=6, agent=True)


def server(hall: Prepared) -> tuple[object, ...]:
    """Return the command of the unit."""
    return ("-m", "hallserver", "serve", "--port", 0, "--data", hall.path)


def test_a_server_that_dies_or_hangs_comes_back(
    hall: Prepared, tmp_path: Path, size: Callable[[int, int], int], figure: Callable[[str], None]
) -> None:
    """Nobody in the hall can do it; the next visitor must not wait for somebody who can."""
    before = len(journal_of(hall.path))
    slowest: dict[int, float] = {}
    with Supervised(server(hall), tmp_path, WATCHDOG_S) as kept:
        kept.until_ready(1)
        for _ in range(size(1, 20)):
            for number in (signal.SIGKILL, signal.SIGSTOP):
                struck_s = kept.strike(number)
                kept.until_ready(kept.starts + 1)
                slowest[number] = max(slowest.get(number, 0.0), time.monotonic() - struck_s)
        asked, starts = size(1, 20) * 2, kept.starts
    dead_s, hung_s = slowest[signal.SIGKILL], slowest[signal.SIGSTOP] - WATCHDOG_S

    figure(f"{starts - 1} of {asked} back; ready {dead_s:.1f} s after a kill, {hung_s:.1f} s after a hang was found")
    assert starts == asked + 1
    assert len(journal_of(hall.path)) >= before


def test_control_unwatched_a_hung_server_hangs_for_ever(hall: Prepared, tmp_path: Path) -> None:
    """Without the watchdog, its supervisor sees a process that runs."""
    with Supervised(server(hall), tmp_path, None) as kept:
        kept.until_ready(1)
        kept.strike(signal.SIGSTOP)
        kept.watch_for(1.5 * WATCHDOG_S)
        assert kept.starts == 1


def test_an_agent_that_dies_or_hangs_comes_back(tmp_path: Path) -> None:
    """It needs no server for that: it runs and looks for one."""
    keys = tmp_path / "keys.json"
    keys.write_text('{"agent-1": "some key"}', encoding="utf-8")
    command = ("-m", "devices", "--server", "http://127.0.0.1:9", "--agent", "agent-1", "--keys", keys, "--out", tmp_path / "out")
    with Supervised(command, tmp_path, WATCHDOG_S) as kept:
        kept.until_ready(1)
        for starts, number in ((2, signal.SIGKILL), (3, signal.SIGSTOP)):
            kept.strike(number)
            kept.until_ready(starts)


def test_units_ask_for_what_the_test_does(tmp_path: Path) -> None:
    """The supervisor of these tests stands for these lines."""
    text = text_of(Unit(name="a", says="A hall", command=("python", "-m", "hallserver"), user="hall", data=tmp_path, home=tmp_path))
    asked = dict(re.findall(r"(?m)^(\w+)=(.*)$", text))

    assert asked["Type"] == "notify"
    assert asked["Restart"] == "always"
    assert float(asked["RestartSec"]) + 1 <= 5
    assert 0 < int(asked["WatchdogSec"]) == units.WATCHDOG_S
    assert asked["StartLimitIntervalSec"] == "0"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="not run: needs systemd-analyze")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    """Paths with blanks, percent signs and quotes are the installer's trade."""
    data = tmp_path / 'a "b" 100% $c'
    data.mkdir()
    command = (str(shutil.which("python3")), "-m", "hallserver", "serve", "--data", str(data))
    file = tmp_path / "hall-test.service"
    file.write_text(text_of(Unit(name="hall-test", says="100 %", command=command, user="root", data=data, home=tmp_path, low_port=True)))

    done = subprocess.run(["systemd-analyze", "verify", str(file)], capture_output=True, text=True, check=False)
    file.write_text(file.read_text().replace("Restart=always", "Restart=sometimes"))
    spoilt = subprocess.run(["systemd-analyze", "verify", str(file)], capture_output=True, text=True, check=False)

    assert [line for line in done.stderr.splitlines() if file.name in line] == []
    assert "sometimes" in spoilt.stderr
