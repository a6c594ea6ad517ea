# SPDX-License-Identifier: Apache-2.0
"""What is said to one screen alone."""

import json

from hallserver.web.whispers import Whispers


def test_a_whisper_reaches_the_screen_that_it_is_for_and_no_other() -> None:
    """The card that was read at one kiosk is nobody else's business."""
    whispers, heard, other = Whispers(), list[bytes](), list[bytes]()
    whispers.register("kiosk", "device:kiosk-1", heard.append)
    whispers.register("kiosk", "device:kiosk-2", other.append)
    whispers.register("hall", "device:kiosk-1", other.append)

    assert whispers.tell("kiosk", "device:kiosk-1", {"card": "taken"})
    assert [json.loads(it) for it in heard] == [{"whisper": {"card": "taken"}}]
    assert other == []


def test_of_two_screens_of_one_device_the_newer_hears_it() -> None:
    """A page that was loaded anew, while the old line is not yet found dead: the sound must come once."""
    whispers, old, new = Whispers(), list[bytes](), list[bytes]()
    whispers.register("hall", "device:hall-1", old.append)
    leave = whispers.register("hall", "device:hall-1", new.append)

    assert whispers.tell("hall", "device:hall-1", {"play": 1})
    leave()
    assert whispers.tell("hall", "device:hall-1", {"play": 2})
    assert (len(old), len(new)) == (1, 1)


def test_who_is_not_there_is_not_told() -> None:
    """The caller must know: a sound that nobody plays is a call that was shown only."""
    whispers = Whispers()
    leave = whispers.register("hall", "device:hall-1", list[bytes]().append)
    leave()

    assert not whispers.tell("hall", "device:hall-1", {"play": 1})
