# SPDX-License-Identifier: Apache-2.0
"""A cabled rater on a pty: asks once when there is something to rate, and hands its keys out raw."""

import sys
from pathlib import Path
from queue import SimpleQueue

import pytest

from devices.drivers import open_device
from devices.keypads.ff68 import BEEP, KEY, RATED, Frame, rating_started
from devices.protocols import Beeps, Board, Checks, Listens
from devices.raters.ff68_rater import ANSWER_S, Ff68Rater
from hallserver.core.jobs import DeviceSpec, Shown
from tests.devices.keypads.lines import PATIENCE_S, stations

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="not run: needs ptys")


def opened(port: str, folder: Path) -> Ff68Rater:
    """Open a rater as the agent does."""
    device = open_device(DeviceSpec(device="rater-1", kind="rater", driver="ff68", address=f"{port}@5"), folder)
    assert isinstance(device, Ff68Rater)
    return device


def test_it_does_what_the_agent_asks_of_a_rater(tmp_path: Path) -> None:
    """It is shown to, listened to, checked and made to beep."""
    with stations() as line:
        rater = opened(line.port, tmp_path)
        assert all(isinstance(rater, verb) for verb in (Board, Listens, Checks, Beeps))
        rater.check()
        rater.close()


def test_a_rating_comes_raw_and_is_answered_as_a_key(tmp_path: Path) -> None:
    """What a key means is the hall's to say; the rater stops repeating."""
    heard: SimpleQueue[tuple[str, str]] = SimpleQueue()
    with stations() as line:
        rater = opened(line.port, tmp_path)
        rater.listen(lambda kind, value: heard.put((kind, value)))
        line.say(Frame(5, KEY, b"\x0c"), Frame(5, RATED, b"\x03"))
        assert heard.get(timeout=PATIENCE_S) == ("key", "03")
        line.hear(Frame(5, KEY, b"\x03"))
        assert heard.empty()
        rater.close()


def test_it_asks_once_for_each_visitor(tmp_path: Path) -> None:
    """What is shown is told again every 2 s; the rater must not speak every 2 s."""
    with stations() as line:
        rater = opened(line.port, tmp_path)
        for rate in (False, True, True, False, False):
            rater.show(Shown(rate=rate))
        line.hear(rating_started(5))
        assert line.hears_nothing()
        rater.show(Shown(rate=True))
        line.hear(rating_started(5))
        rater.beep(1)
        line.hear(Frame(5, BEEP, b""))
        rater.close()


def test_it_asks_again_where_a_press_was_refused_but_not_while_the_hall_is_still_thinking(tmp_path: Path) -> None:
    """A rater locks its keys with each press; whoever pressed a wrong one, or tries it out, must be able to go on."""
    heard: SimpleQueue[tuple[str, str]] = SimpleQueue()
    now_s = 10.0
    with stations() as line:
        rater = opened(line.port, tmp_path)
        rater._mono = lambda: now_s
        rater.listen(lambda kind, value: heard.put((kind, value)))
        rater.show(Shown(rate=True))
        line.press(Frame(5, RATED, b"\x07"))
        heard.get(timeout=PATIENCE_S)
        line.forget()
        rater.show(Shown(rate=True))
        assert line.hears_nothing()
        now_s += ANSWER_S
        rater.show(Shown(rate=True))
        line.hear(rating_started(5))
        rater.show(Shown(rate=True))
        assert line.hears_nothing()
        line.press(Frame(5, RATED, b"\x00"))
        heard.get(timeout=PATIENCE_S)
        rater.show(Shown(rate=False))
        now_s += ANSWER_S
        rater.show(Shown(rate=False))
        line.forget()
        rater.show(Shown(rate=True))
        line.hear(rating_started(5))
        assert line.hears_nothing()
        rater.close()
