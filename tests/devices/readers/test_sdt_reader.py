# SPDX-License-Identifier: Apache-2.0
"""ID card readers at a real port and on pretended USB: cards come out, names and faces do not."""

import gc
import logging
import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from devices import usb as usb_door
from devices.errors import DeviceGone
from devices.readers import sdt, sdt_reader
from devices.readers.emulator import Fault, Sam, foreigner_2023, resident
from devices.readers.sdt_reader import SdtReader, UsbLine, open_serial, open_usb
from hallserver.core.id_number import with_check
from tests.devices.readers.desk import Ear, at, on_a_pty, until
from tests.devices.test_usb import FakeUsb

FIRST, SECOND = with_check("11010519491231002"), with_check("44030419600101003")
NAME, ADDRESS, PHOTO = "哨兵秘密姓名", "哨兵秘密地址一百二十三号", b"SENTINEL-FACE" * 78 + bytes(10)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Poll often: what is tried here is not the pace."""
    monkeypatch.setattr("devices.readers.watch.POLL_S", 0.01)
    monkeypatch.setattr(sdt_reader, "FIRST_WAIT_S", 0.1)
    monkeypatch.setattr("devices.readers.watch._WAIT_S", {sdt.FIND: 0.1, sdt.SELECT: 0.1, sdt.READ: 0.3})


@pytest.fixture
def sam() -> Sam:
    """Give a reader without a card."""
    return Sam()


@pytest.fixture
def port(sam: Sam) -> Iterator[str]:
    """Give the port it is at."""
    with on_a_pty(sam) as path:
        yield path


def gone(reader: SdtReader) -> str:
    """Return why a reader is gone; empty: it is there."""
    try:
        reader.check()
    except DeviceGone as error:
        return str(error)
    return ""


def test_cards_come_one_after_the_other(sam: Sam, port: str) -> None:
    """Laid down, told, taken away, the next one."""
    ear, reader = Ear(), open_serial(at(port))
    reader.listen(ear)
    sam.lay(resident(FIRST))
    assert ear.has(1)
    sam.take_away()
    asked = len(sam.asked)
    assert until(lambda: len(sam.asked) > asked + 4)
    sam.lay(foreigner_2023(with_check("91131019990101001")))
    assert ear.has(2)
    reader.close()

    assert ear.told == [("card", FIRST), ("card-refused", "foreign-residence")]
    assert sam.asked[:3] == [sdt.STATUS, sdt.radio_most(0x50), sdt.FIND]


def test_a_reader_that_does_not_answer_cannot_be_opened(sam: Sam, port: str) -> None:
    """A wrong port, no power: the set-up must say so, not wait for ever."""
    sam.fault = "silent"
    with pytest.raises(DeviceGone, match="does not answer"):
        open_serial(at(port))


@pytest.mark.parametrize("fault", ["silent", "half", "wrong-check"])
def test_a_reader_that_falls_silent_is_gone(sam: Sam, port: str, fault: Fault) -> None:
    """The worker opens it again, with back-off; nobody believes meanwhile that it listens."""
    reader = open_serial(at(port))
    reader.listen(Ear())
    reader.check()
    sam.fault = fault

    assert until(lambda: "any more" in gone(reader))
    reader.close()


def test_a_reader_that_is_pulled_out_is_gone_and_is_back_when_it_is_opened_anew(sam: Sam) -> None:
    """What the agent does by itself, with back-off."""
    with on_a_pty(sam) as port:
        reader = open_serial(at(port))
        reader.listen(Ear())
    assert until(lambda: gone(reader) != "")
    reader.close()

    with on_a_pty(sam) as port:
        ear, again = Ear(), open_serial(at(port))
        again.listen(ear)
        sam.lay(resident(FIRST))
        assert ear.has(1)
        again.close()
    assert ear.told == [("card", FIRST)]


def test_after_noise_the_next_card_is_read(sam: Sam, port: str) -> None:
    """Right again at the next question."""
    ear, reader = Ear(), open_serial(at(port))
    sam.fault = "noise"
    reader.listen(ear)
    sam.lay(resident(FIRST))
    assert ear.has(1)
    reader.close()

    assert ear.told == [("card", FIRST)]


def test_a_driver_whose_listener_fails_is_gone_and_says_no_number(sam: Sam, port: str, caplog: pytest.LogCaptureFixture) -> None:
    """An error's text may be what was read: it is left out."""

    def fail(_: object, value: str) -> None:
        message = f"cannot take {value}"
        raise ValueError(message)

    reader = open_serial(at(port))
    reader.listen(fail)
    sam.lay(resident(FIRST))
    assert until(lambda: bool(caplog.records))
    with pytest.raises(DeviceGone) as gone:
        reader.check()
    reader.close()

    assert FIRST not in caplog.text + str(gone.value)


def alive() -> Iterator[bytes | str]:
    """Give every text and all bytes that any object alive holds."""
    seen: set[int] = set()
    waiting: list[Any] = gc.get_objects()
    while waiting:
        inner = gc.get_referents(*waiting)
        waiting = []
        for it in inner:
            if id(it) in seen:
                continue
            seen.add(id(it))
            if issubclass(type(it), bytearray):  # not isinstance: that asks a weak proxy for what it stands for, which may be gone
                yield bytes(it)
            elif issubclass(type(it), bytes | str):
                yield it
            elif not gc.is_tracked(it):
                waiting.append(it)


def leaked(said: str) -> list[str]:
    """Return which of the sentinels are in what was said, or in any object alive, as they come off the card: padded with blanks."""
    text = [word for word in (NAME, ADDRESS, "SENTINEL") if word in said]
    everything = list(alive())  # before what is looked for is itself alive
    forms = {"name": f"{NAME}   ", "address": f"{ADDRESS}   ", "photo": PHOTO[1:-20].decode()}
    pairs = [(word, form, form.encode() if word == "photo" else form.encode("utf-16-le")) for word, form in forms.items()]
    found = Counter(word for it in everything for word, form, raw in pairs if (form in it if isinstance(it, str) else raw in it))
    return text + [f"{word} alive" for word in forms if found[word] > (word == "photo")]  # the constant of this file is one


def test_name_address_and_face_are_nowhere_after_a_reading(sam: Sam, port: str, caplog: pytest.LogCaptureFixture) -> None:
    """Planted in a card, looked for in every object alive and in all that was logged."""
    caplog.set_level(logging.DEBUG)
    ear, reader = Ear(), open_serial(at(port))
    reader.listen(ear)
    sam.lay(resident(FIRST, NAME, ADDRESS), PHOTO)
    assert ear.has(1)
    sam.lay(resident(SECOND))
    sam.take_away()
    sam._card = None
    asked = len(sam.asked)
    assert until(lambda: len(sam.asked) > asked + 2)

    assert leaked(caplog.text + repr(ear.told)) == []
    reader.close()


def test_a_reader_that_does_not_wipe_is_found_out(sam: Sam, port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without the protection the same search finds what was planted; of the face only what one chunk brought whole."""
    monkeypatch.setattr(sdt.Answer, "wipe", lambda answer: answer.__dict__.update(_from=0, _to=0))
    ear, reader = Ear(), open_serial(at(port))
    reader.listen(ear)
    sam.lay(resident(FIRST, NAME, ADDRESS), PHOTO)
    assert ear.has(1)
    sam.lay(resident(SECOND))
    sam.take_away()

    assert leaked("")[:2] == ["name alive", "address alive"]
    reader.close()


def test_a_card_is_read_on_usb() -> None:
    """The same frames in packets of 64 bytes, the last one short."""
    sam, ear = Sam(), Ear()
    reader = SdtReader(UsbLine(usb_door.open_pipes(0x0400, 0xC35A, backend=FakeUsb(sam.answer))))
    reader.listen(ear)
    sam.lay(resident(FIRST))
    assert ear.has(1)
    reader.close()

    assert ear.told == [("card", FIRST)]


def test_a_usb_reader_that_is_unplugged_is_gone() -> None:
    """The worker must hear of it."""
    sam = Sam()
    fake = FakeUsb(sam.answer)
    reader = SdtReader(UsbLine(usb_door.open_pipes(0x0400, 0xC35A, backend=fake)))
    reader.listen(Ear())
    fake.unplugged = True

    assert until(lambda: gone(reader) != "")
    reader.close()


def test_an_address_that_is_no_usb_id_is_refused() -> None:
    """A serial port's name in the wrong field."""
    with pytest.raises(DeviceGone, match="no USB id"):
        open_usb(at(os.devnull))
