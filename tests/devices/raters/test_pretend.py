# SPDX-License-Identifier: Apache-2.0
"""The pretend rater: the files of a pretend keypad."""

from pathlib import Path
from queue import SimpleQueue

from devices.drivers import open_device
from devices.keypads.pretend import PretendKeypad
from hallserver.core.jobs import DeviceSpec


def test_it_presses_what_is_written(tmp_path: Path) -> None:
    """A demo has no fingers."""
    heard: SimpleQueue[tuple[str, str]] = SimpleQueue()
    rater = open_device(DeviceSpec(device="rater-1", kind="rater", driver="pretend"), tmp_path)
    assert isinstance(rater, PretendKeypad)
    rater.listen(lambda kind, value: heard.put((kind, value)))
    with (tmp_path / "rater-1" / "do").open("a", encoding="utf-8") as file:
        file.write("key 03\n")
    assert heard.get(timeout=60) == ("key", "03")
    rater.close()
