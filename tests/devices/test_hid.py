# SPDX-License-Identifier: Apache-2.0
"""Keys read past the desktop: real records through a FIFO, names as the kernel has them, and a device that goes."""

import itertools
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.errors import DeviceGone
from devices.hid import EV_KEY, NAMES, RECORD, HidKeys, Key, Keys

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="/dev/input is Linux")
KERNEL = Path("/usr/include/linux/input-event-codes.h")
_EV_SYN, _EV_MSC, _SCAN_CODE = 0, 4, 4


def record(code: int, value: int) -> bytes:
    """Return what the kernel hands out for one change of a key: its scan code, the key, and the end of the report."""
    return b"".join(RECORD.pack(1_790_000_000, 5, *it) for it in ((_EV_MSC, _SCAN_CODE, code), (EV_KEY, code, value), (_EV_SYN, 0, 0)))


def code_of(name: str) -> int:
    """Return the code of a key."""
    return next(code for code, known in NAMES.items() if known == name)


def typed(*names: str) -> bytes:
    """Return the records of keys that are pressed and released one after the other."""
    return b"".join(record(code_of(name), value) for name in names for value in (1, 0))


@contextmanager
def fifo_at(path: Path) -> Iterator[int]:
    """Make a FIFO stand for an input device; yield its writing end."""
    os.mkfifo(path)
    writing = os.open(path, os.O_RDWR)
    try:
        yield writing
    finally:
        os.close(writing)


def no_grab(_handle: int) -> None:
    """Stand in for the grab, which only a real input device can be asked for."""


def test_presses_and_releases_come_in_order_and_repeats_are_left_out(tmp_path: Path) -> None:
    """A scanner needs both for its capitals; a key that is held down is one press, however long."""
    heard: SimpleQueue[Key] = SimpleQueue()
    with fifo_at(tmp_path / "event0") as writing:
        keys = HidKeys(str(tmp_path / "event0"), grab=no_grab)
        keys.listen(heard.put)
        a = code_of("A")
        os.write(writing, record(42, 1) + record(a, 1) + record(a, 2) + record(a, 2) + record(a, 0) + record(42, 0))
        said = [heard.get(timeout=60) for _ in range(4)]
        keys.close()
        keys.close()

    assert [(key.name, key.down) for key in said] == [("LEFTSHIFT", True), ("A", True), ("A", False), ("LEFTSHIFT", False)]
    assert heard.empty()


@given(cuts=st.lists(st.integers(0, 400), max_size=8))
def test_a_stream_may_be_cut_anywhere(cuts: list[int]) -> None:
    """The kernel cuts between records; nothing here relies on it."""
    stream = typed("KP1", "KPENTER", "NUMLOCK")
    edges = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    keys = Keys()
    heard = [key for start, end in itertools.pairwise(edges) for key in keys.feed(stream[start:end])]
    assert [key.name for key in heard if key.down] == ["KP1", "KPENTER", "NUMLOCK"]


@pytest.mark.skipif(not KERNEL.exists(), reason="not run: needs the kernel's headers")
def test_names_are_those_of_the_kernel() -> None:
    """A key map is made with these names by whoever has only the kernel's list at hand."""
    kernel = {match[1]: int(match[2]) for match in re.finditer(r"#define KEY_(\w+)\s+(\d+)", KERNEL.read_text(encoding="utf-8"))}
    assert {name: kernel.get(name) for name in NAMES.values()} == {name: code for code, name in NAMES.items()}


def test_a_key_without_a_name_is_told_by_its_code() -> None:
    """An unknown key must be seen in the journal, so that it can be put in the map."""
    assert Key(250, down=True).name == "#250"


def test_the_device_is_grabbed_before_anything_is_read(tmp_path: Path) -> None:
    """Else the first keys would be typed into whatever window has the focus."""
    grabbed: list[int] = []
    with fifo_at(tmp_path / "event0"):
        HidKeys(str(tmp_path / "event0"), grab=grabbed.append).close()
    assert len(grabbed) == 1


def test_what_cannot_be_grabbed_is_not_used(tmp_path: Path) -> None:
    """The real call on what is no input device: refused, with the reason."""
    with fifo_at(tmp_path / "event0"), pytest.raises(DeviceGone, match="cannot be had alone"):
        HidKeys(str(tmp_path / "event0"))
    with pytest.raises(DeviceGone, match="cannot be opened: No such file"):
        HidKeys(str(tmp_path / "event1"))


def test_a_device_that_was_unplugged_is_found_gone(tmp_path: Path) -> None:
    """The reading thread ends by itself; whoever asks next hears why."""
    path = tmp_path / "event0"
    with fifo_at(path) as writing:
        keys = HidKeys(str(path), grab=no_grab)
        keys.check()
        keys.listen(lambda _: None)
        os.write(writing, b"x")
    assert keys._thread is not None
    keys._thread.join(60)
    with pytest.raises(DeviceGone, match="is gone"):
        keys.check()
    keys.close()


def test_a_listener_that_fails_does_not_end_the_reading(tmp_path: Path) -> None:
    """One bad key must not make the keypad dead."""
    heard: SimpleQueue[str] = SimpleQueue()

    def hear(key: Key) -> None:
        heard.put(key.name)
        if key.name == "KP1":
            message = "no"
            raise ValueError(message)

    with fifo_at(tmp_path / "event0") as writing:
        keys = HidKeys(str(tmp_path / "event0"), grab=no_grab)
        keys.listen(hear)
        os.write(writing, record(code_of("KP1"), 1) + record(code_of("KP2"), 1))
        assert [heard.get(timeout=60), heard.get(timeout=60)] == ["KP1", "KP2"]
        keys.close()
