# SPDX-License-Identifier: Apache-2.0
"""A keypad on a pty: its keys, its display, its beeps, as the agent uses it."""

import sys
from pathlib import Path
from queue import SimpleQueue

import pytest

from devices.drivers import open_device
from devices.errors import DeviceGone
from devices.keypads.ff68 import BEEP, KEY, Frame, ticket_shown, waiting_shown
from devices.keypads.ff68_keypad import Ff68Keypad
from devices.protocols import Beeps, Board, Checks, Listens
from hallserver.core.jobs import DeviceSpec, Shown
from tests.devices.keypads.lines import PATIENCE_S, stations

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="not run: needs ptys")


def opened(port: str, folder: Path, station: int = 5) -> Ff68Keypad:
    """Open a keypad as the agent does."""
    device = open_device(DeviceSpec(device="keypad-1", kind="keypad", driver="ff68", address=f"{port}@{station}"), folder)
    assert isinstance(device, Ff68Keypad)
    return device


def test_it_does_what_the_agent_asks_of_a_keypad(tmp_path: Path) -> None:
    """It is shown to, listened to, checked and made to beep."""
    with stations() as line:
        keypad = opened(line.port, tmp_path)
        assert all(isinstance(keypad, verb) for verb in (Board, Listens, Checks, Beeps))
        keypad.close()


def test_keys_come_raw_with_what_was_typed_before_them(tmp_path: Path) -> None:
    """The agent knows nothing of what they mean."""
    heard: SimpleQueue[tuple[str, str]] = SimpleQueue()
    with stations() as line:
        keypad = opened(line.port, tmp_path)
        keypad.listen(lambda kind, value: heard.put((kind, value)))
        line.say(Frame(5, KEY, b"\x0c"), Frame(5, KEY, b"\x06\x0f"))
        assert [heard.get(timeout=PATIENCE_S) for _ in range(2)] == [("key", "0C"), ("key", "06+0F")]
        keypad.close()


def test_the_display_has_number_and_waiting_and_what_matters_comes_last(tmp_path: Path) -> None:
    """A display that shows one frame only shows the number while somebody is in hand, and else how many wait."""
    with stations() as line:
        keypad = opened(line.port, tmp_path)
        keypad.show(Shown(state="called", label="A007", figures="007", waiting=25))
        line.hear(waiting_shown(5, 25), ticket_shown(5, "7"))
        keypad.show(Shown(state="open", waiting=4))
        line.hear(ticket_shown(5, ""), waiting_shown(5, 4))
        keypad.show(Shown(test=True, figures="8888"))
        line.hear(waiting_shown(5, 888), ticket_shown(5, "888"))
        keypad.close()


def test_it_beeps_as_often_as_it_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once: taken. Three times, apart: refused."""
    pauses: list[float] = []
    with stations() as line:
        keypad = opened(line.port, tmp_path)
        monkeypatch.setattr(keypad._line, "pause", pauses.append)
        keypad.beep(3)
        line.hear(*[Frame(5, BEEP, b"")] * 3)
        assert len(pauses) == 2
        keypad.close()


def test_a_port_that_is_not_there_and_a_line_that_breaks_are_told(tmp_path: Path) -> None:
    """The agent opens it anew when it is back."""
    with pytest.raises(DeviceGone):
        opened(str(tmp_path / "none"), tmp_path)
    with pytest.raises(DeviceGone, match="there is no station 300; expected 0 to 255"):
        opened(str(tmp_path / "none"), tmp_path, station=300)
    with stations() as line:
        keypad = opened(line.port, tmp_path)
        keypad.check()
        keypad._line._bus._port.wrong = "unplugged"
        with pytest.raises(DeviceGone):
            keypad.check()
        keypad.close()
