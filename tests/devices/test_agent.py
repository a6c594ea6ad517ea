# SPDX-License-Identifier: Apache-2.0
"""The agent against a server of the wire: pairs, works, reconnects, does each job once, keeps its reports."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from devices.agent import REFUSED_BEEPS, Agent
from devices.config import Config
from devices.errors import NotPaired
from devices.keys import read_key, write_key
from devices.protocols import Device
from hallserver import wire
from hallserver.core.jobs import DeviceSpec, InputKind, JobReport, Shown
from tests.devices.samples import call, slip
from tests.devices.test_worker import VOICE, FakePrinter, FakeVoice, TellingPrinter

PRINTER = DeviceSpec(device="printer-1", kind="printer", driver="pretend")

Script = Callable[["Line"], Awaitable[None]]


class Line:
    """The server's end of one connection."""

    def __init__(self, socket: ServerConnection) -> None:
        """Keep the socket."""
        self.socket = socket

    async def hear(self) -> wire.FromAgent:
        """Return what the agent says next, pongs left out."""
        while True:
            said = wire.from_agent(await asyncio.wait_for(self.socket.recv(), 30))
            if not isinstance(said, wire.Pong):
                return said

    async def report(self) -> JobReport:
        """Return the next report."""
        said = await self.hear()
        assert isinstance(said, wire.Ack), said
        return said.report

    async def say(self, message: wire.FromServer) -> None:
        """Say something to the agent."""
        await self.socket.send(wire.encode(message))

    async def welcome(self, key: str = "", devices: tuple[DeviceSpec, ...] = (PRINTER,)) -> wire.Hello:
        """Hear the hello and answer it."""
        hello = await self.hear()
        assert isinstance(hello, wire.Hello)
        await self.say(wire.Welcome(devices=devices, key=key))
        return hello


def config(folder: Path, port: int, **fields: Any) -> Config:
    """Return the set-up of an agent that has a key, unless it is given a code."""
    keys = folder / "keys.json"
    if "code" not in fields:
        write_key(keys, "agent-1", "k1")
    given = {"silence_s": 20.0, "first_wait_s": 0.01} | fields
    return Config(server=f"http://127.0.0.1:{port}", agent="agent-1", keys=keys, out=folder, **given)


def talk(
    folder: Path,
    *scripts: Script,
    opener: Callable[[DeviceSpec, Path], Device] | None = None,
    by_itself: bool = False,
    **fields: Any,
) -> Exception | None:
    """Run an agent against a server whose connections follow these scripts in turn; return what ended it, if anything did.

    It is stopped after the last script unless it must end ``by_itself``.
    """

    async def run() -> Exception | None:
        left, ended = list(scripts), asyncio.Event()
        failed: list[BaseException] = []

        async def handle(socket: ServerConnection) -> None:
            if not left:
                return
            script = left.pop(0)
            try:
                await script(Line(socket))
            except BaseException as error:
                failed.append(error)
                raise
            finally:
                if not left or failed:
                    ended.set()

        async with serve(handle, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            agent = Agent(config(folder, port, **fields), opener or (lambda _, __: FakePrinter(["done"] * 100)))
            running = asyncio.create_task(agent.run())
            waiting = asyncio.create_task(ended.wait())
            await asyncio.wait({running, waiting}, timeout=60, return_when=asyncio.FIRST_COMPLETED)
            if not by_itself:
                running.cancel()
            results = await asyncio.wait_for(asyncio.gather(running, return_exceptions=True), 60)
            waiting.cancel()
            if failed:
                raise failed[0]
            return results[0] if isinstance(results[0], Exception) else None

    return asyncio.run(run())


def test_a_code_pairs_once_and_the_key_is_kept(tmp_path: Path) -> None:
    """The second connection needs no code."""
    seen: list[wire.Hello] = []

    async def pair(line: Line) -> None:
        seen.append(await line.welcome(key="lasting"))

    async def again(line: Line) -> None:
        seen.append(await line.welcome())

    talk(tmp_path, pair, again, code="123-456")

    assert [(hello.code, hello.key) for hello in seen] == [("123-456", ""), ("", "lasting")]
    assert read_key(tmp_path / "keys.json", "agent-1") == "lasting"


def test_without_key_and_code_it_says_what_is_missing(tmp_path: Path) -> None:
    """Nobody should have to read a traceback to learn of pairing."""
    error = talk(tmp_path, by_itself=True, code="")

    assert isinstance(error, NotPaired)
    assert "start it once with --code" in str(error)


@pytest.mark.parametrize("key", ["device-key-unknown", "pairing-code-unknown", "wire-version-unknown"])
def test_a_refusal_for_good_ends_it(tmp_path: Path, key: Literal["device-key-unknown"]) -> None:
    """Knocking for ever with a revoked key looks like an attack."""

    async def refuse(line: Line) -> None:
        await line.hear()
        await line.say(wire.Refused(key=key))
        await line.socket.wait_closed()

    assert isinstance(talk(tmp_path, refuse, by_itself=True), NotPaired)


def test_a_twin_waits_and_tries_again(tmp_path: Path) -> None:
    """After a cut the server may still hold the old line for some seconds."""

    async def refuse(line: Line) -> None:
        await line.hear()
        await line.say(wire.Refused(key="agent-twin"))

    async def take(line: Line) -> None:
        await line.welcome()

    assert talk(tmp_path, refuse, take) is None


def test_a_job_is_done_once_however_often_it_comes(tmp_path: Path) -> None:
    """The server hands it out again after each reconnect; one slip comes out."""
    printer = FakePrinter(["done"])

    async def first(line: Line) -> None:
        await line.welcome()
        await line.say(wire.Work(job=slip(1)))
        await line.say(wire.Work(job=slip(1)))
        assert [(await line.report()).state, (await line.report()).state] == ["sent", "done"]

    async def second(line: Line) -> None:
        await line.welcome()
        assert (await line.report()).state == "done"
        await line.say(wire.Work(job=slip(1)))
        assert (await line.report()).state == "done"
        await line.say(wire.Noted(job="slip/1.1/1", state="done"))

    talk(tmp_path, first, second, opener=lambda _, __: printer)
    assert printer.outcomes == []


def test_a_job_is_not_done_again_after_a_restart_of_the_agent(tmp_path: Path) -> None:
    """The ledger outlives the process; what the hall has not noted is told again, what it has noted is not."""

    async def first(line: Line) -> None:
        await line.welcome()
        for number in (1, 2):
            await line.say(wire.Work(job=slip(number)))
        assert [(await line.report()).state for _ in range(4)] == ["sent", "done", "sent", "done"]
        await line.say(wire.Noted(job="slip/1.1/1", state="sent"))
        await line.say(wire.Noted(job="slip/1.1/1", state="done"))
        await line.say(wire.Work(job=slip(1)))
        await line.report()

    async def second(line: Line) -> None:
        await line.welcome()
        assert (await line.report()).job == "slip/1.2/1"
        await line.say(wire.Work(job=slip(1)))
        assert (await line.report()).job == "slip/1.1/1"

    talk(tmp_path, first)
    talk(tmp_path, second, opener=lambda _, __: FakePrinter([]))


def test_it_works_on_while_the_line_is_cut_and_tells_afterwards(tmp_path: Path) -> None:
    """The slip is printed whether or not the server hears of it at once."""

    async def first(line: Line) -> None:
        await line.welcome()
        for number in range(5):
            await line.say(wire.Work(job=slip(number)))
        await line.report()

    async def second(line: Line) -> None:
        await line.welcome()
        done: set[str] = set()
        while len(done) < 5:
            report = await line.report()
            if report.state == "done":
                done.add(report.job)

    talk(tmp_path, first, second)


def test_a_server_that_falls_silent_is_left(tmp_path: Path) -> None:
    """A cable that was pulled closes nothing: only the missing beat tells."""

    async def silent(line: Line) -> None:
        await line.welcome()
        with pytest.raises(ConnectionClosed):
            await line.hear()

    async def lively(line: Line) -> None:
        await line.welcome()
        for seq in range(3):
            await line.say(wire.Beat(seq=seq))

    assert talk(tmp_path, silent, lively, silence_s=0.3) is None


def test_a_beat_is_answered_with_the_devices_that_work(tmp_path: Path) -> None:
    """The hall counts devices in and out by it."""

    async def beat(line: Line) -> None:
        await line.welcome()
        while True:
            await line.say(wire.Beat(seq=1))
            said = wire.from_agent(await line.socket.recv())
            assert isinstance(said, wire.Pong)
            if said.ready == ("printer-1",):
                return

    talk(tmp_path, beat)


def test_a_job_for_a_device_that_does_not_hang_here_is_refused_at_once(tmp_path: Path) -> None:
    """The server then knows, instead of waiting."""

    async def ask(line: Line) -> None:
        await line.welcome()
        await line.say(wire.Work(job=slip(1, device="printer-9")))
        assert (await line.report()).state == "failed"

    talk(tmp_path, ask)


def test_nonsense_from_the_server_costs_a_reconnect_and_no_more(tmp_path: Path) -> None:
    """The agent must be there when the server has come to its senses."""

    async def nonsense(line: Line) -> None:
        await line.welcome()
        await line.socket.send('{"is": "nonsense"}')
        await line.socket.wait_closed()

    async def sense(line: Line) -> None:
        await line.welcome()

    assert talk(tmp_path, nonsense, sense) is None


def test_on_a_live_line_it_tells_again_in_order_what_the_hall_has_not_noted(tmp_path: Path) -> None:
    """The hall had no room to write it down; the line was never cut, so no welcome comes."""

    async def beat(line: Line) -> list[str]:
        """Return what the agent says up to its answer to one beat."""
        await line.say(wire.Beat(seq=1))
        told: list[str] = []
        while isinstance(said := wire.from_agent(await asyncio.wait_for(line.socket.recv(), 30)), wire.Ack):
            told.append(f"{said.report.job} {said.report.state}")
        return told

    async def hear(line: Line) -> None:
        await line.welcome()
        for number in (1, 2):
            await line.say(wire.Work(job=slip(number)))
        assert [(await line.report()).state for _ in range(4)] == ["sent", "done", "sent", "done"]
        for _ in range(2):
            assert await beat(line) == ["slip/1.1/1 done", "slip/1.2/1 done"]
        await line.say(wire.Noted(job="slip/1.1/1", state="done"))
        assert await beat(line) == ["slip/1.2/1 done"]
        await line.say(wire.Noted(job="slip/1.2/1", state="done"))
        assert await beat(line) == []

    talk(tmp_path, hear, repeat_s=0.0)


def test_what_was_told_just_now_is_not_told_again_with_the_next_beat(tmp_path: Path) -> None:
    """The hall is still writing it down."""

    async def hear(line: Line) -> None:
        await line.welcome()
        await line.say(wire.Work(job=slip(1)))
        assert [(await line.report()).state for _ in range(2)] == ["sent", "done"]
        await line.say(wire.Beat(seq=1))
        assert isinstance(wire.from_agent(await asyncio.wait_for(line.socket.recv(), 30)), wire.Pong)

    talk(tmp_path, hear, repeat_s=3600.0)


def test_a_call_that_lay_on_the_line_is_as_old_as_that(tmp_path: Path) -> None:
    """A cut too short to end the connection delivers everything late; to the agent it looks as if it had just left."""
    states: list[str] = []

    async def late(line: Line) -> None:
        await line.welcome(devices=(VOICE,))
        await line.say(wire.Beat(seq=1, sent_s=1000.0))
        for number, sent_s in ((1, 1000.0), (2, 980.0), (3, 960.0)):
            await line.say(wire.Work(job=call(number, fresh_s=15.0), sent_s=sent_s))
            states.append((await line.report()).state)

    talk(tmp_path, late, opener=lambda _, __: FakeVoice())
    assert states == ["spoken", "short", "screen-only"]


def test_a_printer_tells_how_it_is_after_each_welcome_and_at_each_change(tmp_path: Path) -> None:
    """The hall may have been restarted meanwhile; the kiosk must know before the next tap."""

    async def state(line: Line) -> str:
        said = await line.hear()
        assert isinstance(said, wire.State), said
        return f"{said.device} {said.state}"

    async def first(line: Line) -> None:
        await line.welcome()
        assert await state(line) == "printer-1 low"
        printer.says = "out"
        assert await state(line) == "printer-1 out"

    async def second(line: Line) -> None:
        await line.welcome()
        assert await state(line) == "printer-1 out"

    printer = TellingPrinter()
    talk(tmp_path, first, second, opener=lambda _, __: printer)


class Button:
    """A keypad with one key and a display."""

    def __init__(self) -> None:
        """Nobody listens yet."""
        self.shown: list[Shown] = []
        self.beeps: list[int] = []
        self.hear: Callable[[InputKind, str], None] | None = None
        self.listened = threading.Event()

    def listen(self, hear: Callable[[InputKind, str], None]) -> None:
        """Keep who is to be told."""
        self.hear = hear
        self.listened.set()

    def show(self, shown: Shown) -> None:
        """Show it."""
        self.shown.append(shown)

    def beep(self, times: int) -> None:
        """Beep."""
        self.beeps.append(times)

    def close(self) -> None:
        """Nothing is held open."""


def test_an_input_says_since_which_beat_it_was_done(tmp_path: Path) -> None:
    """So the hall can tell a press of just now from one that lay on a stalled line; before the first beat nothing is known."""
    button = Button()
    heard: list[wire.FromAgent] = []

    async def press(line: Line) -> None:
        await line.welcome(devices=(DeviceSpec(device="keypad-1", kind="keypad", driver="pretend"),))
        await asyncio.to_thread(button.listened.wait, 30)
        assert button.hear is not None
        for beat in (None, wire.Beat(seq=1, sent_s=500.0)):
            if beat is not None:
                await line.say(beat)
                assert isinstance(wire.from_agent(await asyncio.wait_for(line.socket.recv(), 30)), wire.Pong)
            button.hear("key", "0C")
            heard.append(await line.hear())

    talk(tmp_path, press, opener=lambda _, __: button)
    first, second = heard
    assert isinstance(first, wire.Input)
    assert isinstance(second, wire.Input)
    assert (first.device, first.kind, first.value, first.beat_s, first.after_s) == ("keypad-1", "key", "0C", None, 0.0)
    assert (second.run, second.n, second.beat_s) == (first.run, first.n + 1, 500.0)
    assert 0 <= second.after_s < 30


KEYPAD = DeviceSpec(device="keypad-1", kind="keypad", driver="pretend")
A012 = Shown(state="called", label="A012", figures="012", counter=3)


def without_a_line(folder: Path, act: Callable[[Agent, Button], Awaitable[None]], silence_s: float = 20.0) -> None:
    """Do something at an agent that has one keypad and no line to a hall."""

    async def run() -> None:
        button = Button()
        agent = Agent(config(folder, 1, silence_s=silence_s), opener=lambda _, __: button)
        agent._loop = asyncio.get_running_loop()
        agent._hear(wire.Welcome(devices=(KEYPAD,)))
        await asyncio.to_thread(button.listened.wait, 30)
        await act(agent, button)
        await asyncio.to_thread(agent._close)

    asyncio.run(run())


async def until(true: Callable[[], object]) -> None:
    """Wait until something has come true."""
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110 - what is waited for happens on threads
            await asyncio.sleep(0.005)


def test_a_key_without_a_line_is_lost_and_says_so(tmp_path: Path) -> None:
    """Kept, it would act on another visitor when the line is back."""

    async def act(agent: Agent, button: Button) -> None:
        assert button.hear is not None
        button.hear("key", "0C")
        await until(lambda: button.beeps == [REFUSED_BEEPS])
        assert agent._outgoing is None

    without_a_line(tmp_path, act)


def test_a_long_cut_takes_the_numbers_off_and_a_short_one_leaves_them(tmp_path: Path) -> None:
    """A number that blinks away at each hiccup is missed; one that stays sends people to where nobody expects them."""

    async def act(agent: Agent, button: Button) -> None:
        for back in (True, False):
            agent._hear(wire.Show(device="keypad-1", shown=A012))
            await until(lambda: button.shown[-1:] == [A012])
            agent._heard_s = time.monotonic()
            agent._arm_neutral()
            if back:
                armed = agent._neutral
                agent._hear(wire.Welcome(devices=(KEYPAD,)))
                assert armed is not None
                assert armed.cancelled()
        await until(lambda: button.shown[-1:] == [Shown()])

    without_a_line(tmp_path, act, silence_s=0.2)
