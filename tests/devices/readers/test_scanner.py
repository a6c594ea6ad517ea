# SPDX-License-Identifier: Apache-2.0
"""Scanners at a real port and as a keyboard."""

import os
import pty
import tty
from pathlib import Path

import pytest

from devices.errors import DeviceGone
from devices.hid import NAMES, HidKeys, Key
from devices.readers.lines import LONGEST
from devices.readers.scanner import HidScanner, Typed, open_hid, open_serial
from tests.devices.readers.desk import Ear, at
from tests.devices.test_hid import record

URL = "https://hall.example:8443/ticket/#t=AbC-_9"
CODES = {name: code for code, name in NAMES.items()}
SHIFTED = dict(
    zip(
        '!@#$%^&*()_+{}:"~|<>?',
        "1 2 3 4 5 6 7 8 9 0 MINUS EQUAL LEFTBRACE RIGHTBRACE SEMICOLON APOSTROPHE GRAVE BACKSLASH COMMA DOT SLASH".split(),
        strict=True,
    )
)
PLAIN = dict(
    zip("-=[];'`\\,./ ", "MINUS EQUAL LEFTBRACE RIGHTBRACE SEMICOLON APOSTROPHE GRAVE BACKSLASH COMMA DOT SLASH SPACE".split(), strict=True)
)


def keys_of(text: str) -> list[Key]:
    """Return the keys that a scanner sends for a text, ENTER at the end."""
    keys: list[Key] = []
    for char in text:
        name = SHIFTED.get(char) or PLAIN.get(char) or char.upper()
        shift = [CODES["LEFTSHIFT"]] if char in SHIFTED or char.isupper() else []
        keys += [Key(code, down=True) for code in (*shift, CODES[name])]
        keys += [Key(code, down=False) for code in (CODES[name], *shift)]
    return [*keys, Key(CODES["ENTER"], down=True), Key(CODES["ENTER"], down=False)]


def typed(keys: list[Key]) -> list[str]:
    """Return the scans in these keys."""
    reader = Typed()
    return [text for key in keys for text in reader.feed(key)]


def test_a_serial_scan_is_told(tmp_path: Path) -> None:
    """From the port to the ear."""
    master, slave = pty.openpty()
    tty.setraw(slave)
    ear, scanner = Ear(), open_serial(at(os.ttyname(slave), tmp_path))
    scanner.listen(ear)
    os.write(master, f"{URL}\r\n".encode())
    assert ear.has(1)
    scanner.check()
    scanner.close()
    os.close(master)
    os.close(slave)

    assert ear.told == [("scan", URL)]


def test_every_printable_character_is_typed_as_it_stands() -> None:
    """Capitals and marks need the shift key: a token with the wrong case is another token."""
    text = "".join(map(chr, range(33, 127)))

    assert typed(keys_of(text)) == [text]


def test_capitals_may_be_locked() -> None:
    """A scanner that was set up on another machine."""
    lock = [Key(CODES["CAPSLOCK"], down=True), Key(CODES["CAPSLOCK"], down=False)]

    assert typed([*lock, *keys_of("aB1"), *lock, *keys_of("aB1")]) == ["Ab1", "aB1"]


def test_what_is_typed_for_ever_is_no_scan() -> None:
    """A book on the keyboard."""
    assert typed(keys_of("x" * (LONGEST + 5))) == []
    assert typed([*keys_of("x" * (LONGEST + 5)), *keys_of("ABC234")]) == ["ABC234"]


def test_an_unknown_key_types_nothing() -> None:
    """Function keys between the characters."""
    strange = [Key(CODES["F5"], down=True), Key(240, down=True)]

    assert typed([*keys_of("AB")[:-2], *strange, *keys_of("C")]) == ["ABC"]


def test_a_scanner_as_a_keyboard_is_told(tmp_path: Path) -> None:
    """From the kernel's records to the ear."""
    path = tmp_path / "event7"
    os.mkfifo(path)
    handle = os.open(path, os.O_RDWR)
    ear, scanner = Ear(), HidScanner(HidKeys(str(path), grab=lambda _: None))
    scanner.listen(ear)
    os.write(handle, b"".join(record(key.code, int(key.down)) for key in keys_of("ABC 234")))
    assert ear.has(1)
    scanner.check()
    scanner.close()
    os.close(handle)

    assert ear.told == [("scan", "ABC 234")]


def test_a_scanner_that_is_not_there_says_so() -> None:
    """Unplugged, or another number since the last start."""
    with pytest.raises(DeviceGone):
        open_hid(at("/dev/input/by-id/no-such-scanner"))
    with pytest.raises(DeviceGone):
        open_serial(at("/dev/no-such-port"))
