# SPDX-License-Identifier: Apache-2.0
"""The pretend keypad: presses what is written, keeps what it shows and how it beeps."""

from pathlib import Path
from queue import SimpleQueue

import msgspec
import pytest

from devices.drivers import open_device
from devices.errors import DeviceGone
from devices.keypads.pretend import PretendKeypad
from hallserver.core.jobs import DeviceSpec, Shown


def opened(folder: Path) -> PretendKeypad:
    """Open a pretend keypad as the agent does."""
    device = open_device(DeviceSpec(device="keypad-1", kind="keypad", driver="pretend"), folder)
    assert isinstance(device, PretendKeypad)
    return device


def test_it_presses_what_is_written_from_now_on(tmp_path: Path) -> None:
    """What an earlier run pressed is not pressed again."""
    heard: SimpleQueue[tuple[str, str]] = SimpleQueue()
    folder = tmp_path / "keypad-1"
    folder.mkdir()
    (folder / "do").write_text("key 0D\n", encoding="utf-8")
    keypad = opened(tmp_path)
    keypad.listen(lambda kind, value: heard.put((kind, value)))
    with (folder / "do").open("a", encoding="utf-8") as file:
        file.write("key 06+0F\nkey 0C\n")
    assert [heard.get(timeout=60) for _ in range(2)] == [("key", "06+0F"), ("key", "0C")]
    keypad.close()


def test_it_keeps_what_it_shows_and_beeps(tmp_path: Path) -> None:
    """A test compares it with the journal."""
    keypad = opened(tmp_path)
    keypad.show(Shown(state="called", figures="012", waiting=3))
    keypad.beep(1)
    keypad.beep(3)
    keypad.close()
    assert (tmp_path / "keypad-1" / "beeps.txt").read_text() == "1\n3\n"
    kept = (tmp_path / "keypad-1" / "shown.jsonl").read_bytes().splitlines()
    assert msgspec.json.decode(kept[-1], type=Shown) == Shown(state="called", figures="012", waiting=3)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """As any other device that does not work."""
    (tmp_path / "keypad-1").write_text("a file")
    with pytest.raises(DeviceGone):
        opened(tmp_path)
    (tmp_path / "keypad-1").unlink()
    keypad = opened(tmp_path)
    (tmp_path / "keypad-1" / "beeps.txt").mkdir()
    with pytest.raises(DeviceGone, match="cannot keep beeps"):
        keypad.beep(1)
    keypad.close()
