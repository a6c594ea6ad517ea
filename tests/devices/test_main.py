# SPDX-License-Identifier: Apache-2.0
"""``python -m devices`` as somebody types it."""

import asyncio
import json
import logging
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from devices.__main__ import arguments, worth_keeping
from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_SETUP
from hallserver.service import Service
from hallserver.store.accounts import PAIRING_LASTS_US
from tests.hallserver.web.running import Running, run
from tests.support import KIOSK, LI, SMALL_HALL


def test_the_command_line_is_read() -> None:
    """The key file lies in the folder of the agent unless it is named."""
    given = arguments(["--server", "http://10.0.0.2:8080", "--agent", "agent-1", "--code", "42", "--out", "here"])

    assert (given.server, given.agent, given.code) == ("http://10.0.0.2:8080", "agent-1", "42")
    assert given.keys == Path("here/agent-keys.json")
    assert arguments(["--server", "x", "--agent", "a", "--keys", "k"]).keys == Path("k")


def test_an_agent_without_key_or_code_ends_with_a_sentence(tmp_path: Path) -> None:
    """Exit code 2, and what to do, not a traceback."""
    command = [sys.executable, "-m", "devices", "--server", "http://127.0.0.1:9", "--agent", "agent-1", "--out", str(tmp_path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)

    assert done.returncode == 2
    assert "start it once with --code" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_librarys_chatter_is_not_logged_but_its_warnings_and_all_of_ours_are() -> None:
    """A printer is asked how it is twice a second, for years."""

    def line(name: str, level: int) -> logging.LogRecord:
        return logging.LogRecord(name, level, "", 0, "Network printer enabled", None, None)

    kept = [worth_keeping(line(*it)) for it in (("root", logging.INFO), ("root", logging.WARNING), ("devices.station", logging.INFO))]
    assert kept == [False, True, True]


def agent_process(door: Running, out: Path, *more: str) -> "subprocess.Popen[bytes]":
    """Start an agent as its supervisor does."""
    command = [sys.executable, "-m", "devices", "--server", f"http://{door.host}", "--agent", "agent-1", "--out", str(out), *more]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL)


async def until(true: Callable[[], bool]) -> None:
    """Wait until something has come true."""
    async with asyncio.timeout(60):
        while not true():  # noqa: ASYNC110 - what another process does sets no event here
            await asyncio.sleep(0.02)


async def in_no_time(service: Service) -> None:
    """Let the pretend loudspeaker say everything at once."""
    rows = [{**row, "address": "?pace=0"} if row["slug"] == "voice-1" else row for row in SMALL_HALL["devices"]]
    await service.submit(c.Configure(section="devices", rows=rows), SERVICE_SETUP)
    await service.submit(c.OpenCounter(counter="c1"), LI)


def test_a_real_agent_pairs_prints_and_speaks_and_loses_nothing_when_killed(tmp_path: Path) -> None:
    """The whole way: door, wire, process, printer, voice; then kill -9, and again."""

    async def story(door: Running) -> None:
        hall = door.service.hall
        code = await door.accounts.new_code("pairing", "agent-1", PAIRING_LASTS_US)
        agent = agent_process(door, tmp_path, "--code", code)
        try:
            for calls in (1, 2):
                await door.service.submit(c.TakeTicket(services=("seniors",)), KIOSK)
                await door.service.submit(c.CallNext(), LI)
                await until(lambda calls=calls: list(hall.announcements.values()) == ["spoken"] * calls)  # type: ignore[misc]
                await until(lambda: len(hall.slips) == len(hall.tickets) and {slip.state for slip in hall.slips.values()} == {"done"})
                agent.kill()
                agent.wait()
                await door.service.submit(c.Finish(), LI)
                await door.service.submit(c.TakeTicket(services=("seniors",)), KIOSK)
                agent = agent_process(door, tmp_path)
            await until(lambda: len(hall.slips) == 4 and {slip.state for slip in hall.slips.values()} == {"done"})
        finally:
            agent.terminate()
            assert agent.wait(timeout=30) == 0

        printed = [json.loads(line)["job"] for line in (tmp_path / "printer-1" / "printed.jsonl").read_text().splitlines()]
        assert printed == [f"slip/{ticket}/1" for ticket in hall.tickets]
        said = [json.loads(line)["job"] for line in (tmp_path / "voice-1" / "said.jsonl").read_text().splitlines()]
        assert said == list(hall.announcements)

    run(story, arrange=in_no_time)
