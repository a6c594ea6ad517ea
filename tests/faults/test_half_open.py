# SPDX-License-Identifier: Apache-2.0
"""Lines of which one end does not hear that the other is gone: a pulled cable closes nothing."""

import asyncio
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from devices.agent import Agent
from devices.config import Config
from devices.drivers import open_device
from devices.keys import write_key
from hallserver.core.events import AnnouncementReported, DeviceReported
from hallserver.web.limits import Limits
from tests.devices.test_worker import FakeVoice
from tests.faults.line_hall import LineHall, line_hall
from tests.faults.netns import THEIRS, Network, own_network
from tests.faults.raw_screen import RawScreen, serving_line
from tests.stories.caller import Caller
from tests.stories.server_process import PATIENCE_S, HallProcess, journal_of

MOST_S, FRESH_S = 15.0, 15.0


class LosingAgent(Agent):
    """A real agent that notes when it found its line dead."""

    lost_s = 0.0

    def _say_lost(self, error: Exception) -> None:
        self.lost_s = self.lost_s or time.monotonic()
        super()._say_lost(error)


@contextmanager
def running(agent: Agent) -> Iterator[None]:
    """Run the agent on a thread for a block."""
    loop = asyncio.new_event_loop()
    task = loop.create_task(agent.run())

    def run() -> None:
        with pytest.raises(asyncio.CancelledError):
            loop.run_until_complete(task)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join(PATIENCE_S)


def agent_of(hall: LineHall, server: HallProcess, folder: Path, silence_s: float, voice: FakeVoice) -> LosingAgent:
    """Return the hall's agent, paired, with this voice."""
    write_key(folder / "keys.json", "agent-1", hall.keys["agent-1"])
    config = Config(server=server.base, agent="agent-1", keys=folder / "keys.json", out=folder, silence_s=silence_s)
    return LosingAgent(config, lambda spec, out: voice if spec.kind == "voice" else open_device(spec, out))


def call_until_lost(hall: LineHall, server: HallProcess, wanted: set[str], calls: int, pause_s: float) -> tuple[set[str], dict[str, float]]:
    """Call visitors one by one until these devices are reported lost; return all that are, and when each ticket was called."""
    called_s: dict[str, float] = {}
    end_s = time.monotonic() + PATIENCE_S
    while not (lost := lost_devices(hall)) >= wanted or len(called_s) < calls:
        assert time.monotonic() < end_s, lost
        if len(called_s) < calls:
            with Caller(server.port, hall.clerk, THEIRS) as clerk:
                called_s[clerk.command("finish-and-call" if called_s else "call-next").result["ticket"]] = time.monotonic()
        time.sleep(pause_s)  # so that some are old and some are fresh when the line heals
    return lost, called_s


def announced(hall: LineHall) -> set[str]:
    """Return the tickets of which the journal says how their call was announced."""
    return {entry.event.ticket for entry in journal_of(hall.path) if isinstance(entry.event, AnnouncementReported)}


def listening(screen: RawScreen) -> threading.Thread:
    """Let a screen live: read what comes and answer pings until the line ends."""

    def live() -> None:
        try:
            while True:
                screen.hear()
        except (EOFError, OSError, ValueError):
            return

    thread = threading.Thread(target=live, daemon=True)
    thread.start()
    return thread


def figure_of(caller_of: Callable[[], Caller], name: str) -> int:
    """Return one of the server's own figures, 0 while it has none of that name."""
    with caller_of() as caller:
        found = re.search(rf"^{re.escape(name)} (\d+)", caller.ask("GET", "/metrics").body.decode(), re.MULTILINE)
    return int(found[1]) if found else 0


def cut_one_by_one(network: Network, server: HallProcess, screens: list[RawScreen], over_s: float) -> list[float]:
    """Cut the line of one screen after the other within this time; return when each was cut."""
    cut_s: list[float] = []
    for number in range(1, len(screens) + 1):
        cut_s.append(time.monotonic())
        network.drop(server.port, clients=tuple(screen.port for screen in screens[:number]))
        time.sleep(over_s / len(screens))  # so that the cuts fall at different moments between two beats
    return cut_s


def noticed(server: HallProcess, cut_s: list[float], end_s: float) -> list[float]:
    """Return how long the server took to notice each cut, at most; those that it has not noticed by then are left out."""
    seen_s: list[float] = []
    while len(seen_s) < len(cut_s) and time.monotonic() < end_s:
        dropped = figure_of(lambda: Caller(server.port, "", THEIRS), 'hall_dropped_links_total{cause="silent"}')
        seen_s += [time.monotonic()] * (dropped - len(seen_s))
        time.sleep(0.05)  # a poll of another process
    return [seen - cut for seen, cut in zip(seen_s, cut_s, strict=False)]


def lost_devices(hall: LineHall) -> set[str]:
    """Return the devices that the journal says were lost."""
    events = [entry.event for entry in journal_of(hall.path)]
    return {event.device for event in events if isinstance(event, DeviceReported) and event.state == "lost"}


@pytest.mark.netns
@pytest.mark.promise("R20")
def test_a_dead_line_is_noticed_at_both_ends(tmp_path: Path, size: Callable[[int, int], int], figure: Callable[[str], None]) -> None:
    """Screens and an agent vanish without a word; the manager must see it, and the agent must look for a new line.

    Of those who were called meanwhile it voices nobody whose call is old by then, and the journal has word of each.
    In the short form everything beats ten times as fast. A door that does not ask for signs of life keeps them all.
    """
    pace, count = size(10, 1), size(4, 20)
    limits = {"beat_s": Limits().beat_s / pace, "lost_after_s": Limits().lost_after_s / pace}
    with own_network() as network, ExitStack() as open_now:
        hall, control = (line_hall(tmp_path / name, displays=count, tickets=12, agent=True) for name in ("hall", "control"))
        server = open_now.enter_context(serving_line(hall.path, **limits))
        trusting = open_now.enter_context(serving_line(control.path, "probe", **limits))
        lone = RawScreen(trusting.port, "hall", control.keys["hall-1"])
        screens = [RawScreen(server.port, "hall", hall.keys[f"hall-{n}"]) for n in range(1, count + 1)]
        for screen in (*screens, lone):
            screen.hear_of("view")
            listening(screen)
        voice = FakeVoice()
        agent = agent_of(hall, server, tmp_path / "agent", 10.0 / pace, voice)
        open_now.enter_context(running(agent))
        while figure_of(lambda: Caller(server.port, "", THEIRS), 'hall_links{page="device"}') == 0:
            time.sleep(0.05)  # a poll of another process
        cut_s = cut_one_by_one(network, server, screens, 3.0 / pace)
        agent_cut_s = time.monotonic()
        network.drop(server.port, trusting.port)
        took_s = noticed(server, [*cut_s, agent_cut_s], agent_cut_s + 2 * MOST_S)
        while not agent.lost_s and time.monotonic() < agent_cut_s + 2 * MOST_S:
            time.sleep(0.05)  # a poll of another thread
        still = figure_of(lambda: Caller(trusting.port, "", THEIRS), 'hall_links{page="hall"}')
        wanted = {agent.config.agent, *(f"hall-{n}" for n in range(1, count + 1))}
        lost, called_s = call_until_lost(hall, server, wanted, size(3, 10), 2.0 / pace)
        old = {ticket for ticket, at_s in called_s.items() if time.monotonic() - at_s > FRESH_S}
        network.heal()
        end_s = time.monotonic() + PATIENCE_S
        while not announced(hall) >= set(called_s):
            assert time.monotonic() < end_s, called_s
            time.sleep(0.1)  # a poll of another process
    server_s, agent_s = max(took_s, default=0.0), agent.lost_s - agent_cut_s
    figure(f"{len(took_s)} dead lines noticed: server ≤ {server_s:.1f} s, agent ≤ {agent_s:.1f} s, {len(lost)} reported lost")
    assert still == 1, "the control must go on believing in its screen"
    assert len(took_s) == count + 1, f"{len(took_s)} of {count + 1} noticed"
    assert server_s <= MOST_S, took_s
    assert 0 < agent_s <= MOST_S
    assert not old & {job.split("/")[1] for job, _ in voice.said}, "an old call was voiced"
    assert old or pace > 1, "in the long form some calls must have become old"
