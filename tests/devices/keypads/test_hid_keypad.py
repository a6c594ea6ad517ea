# SPDX-License-Identifier: Apache-2.0
"""A number pad on a FIFO of real records: each key that goes down is told once, by its name."""

import os
import sys
from pathlib import Path
from queue import SimpleQueue

import pytest

from devices.drivers import open_device
from devices.errors import DeviceGone
from devices.hid import HidKeys
from devices.keypads.hid_keypad import HidKeypad
from devices.protocols import Beeps, Board, Checks, Listens
from hallserver.core.jobs import DeviceSpec
from tests.devices.test_hid import code_of, fifo_at, no_grab, record, typed

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="/dev/input is Linux")


def test_keys_are_told_once_by_name_as_they_go_down(tmp_path: Path) -> None:
    """Releases and the repeats of a key that is held are no presses; the whole pad has names."""
    heard: SimpleQueue[tuple[str, str]] = SimpleQueue()
    pad = [*(f"KP{digit}" for digit in range(10)), *"KPENTER KPPLUS KPMINUS KPASTERISK KPSLASH KPDOT NUMLOCK BACKSPACE".split()]
    with fifo_at(tmp_path / "event0") as writing:
        keypad = HidKeypad(HidKeys(str(tmp_path / "event0"), grab=no_grab))
        keypad.listen(lambda kind, value: heard.put((kind, value)))
        held = code_of("KPENTER")
        os.write(writing, typed(*pad) + record(held, 1) + record(held, 2) * 20 + record(held, 0))
        assert [heard.get(timeout=60) for _ in range(len(pad) + 1)] == [("key", name) for name in (*pad, "KPENTER")]
        assert heard.empty()
        keypad.close()


def test_it_listens_and_is_checked_and_neither_shows_nor_beeps(tmp_path: Path) -> None:
    """A pad has no display; the agent must not try."""
    with fifo_at(tmp_path / "event0"):
        keypad = HidKeypad(HidKeys(str(tmp_path / "event0"), grab=no_grab))
        assert isinstance(keypad, Listens)
        assert isinstance(keypad, Checks)
        assert not isinstance(keypad, Board | Beeps)
        keypad.check()
        keypad.close()


def test_a_pad_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The agent tries it again."""
    with pytest.raises(DeviceGone, match="cannot be opened"):
        open_device(DeviceSpec(device="keypad-1", kind="keypad", driver="hid", address=str(tmp_path / "event9")), tmp_path)
