# SPDX-License-Identifier: Apache-2.0
"""S18: whatever stands in a name, a printer gets the commands of a slip alone, and a voice gets words alone."""

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from escpos.printer import Dummy
from hypothesis import find, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from devices.printers.emulated_language import PAPER_BYTE, Parser
from devices.printers.escpos_printer import EscposPrinter
from devices.printers.models import Model
from devices.safe_text import safe_speech, safe_text
from devices.voices.text import espeak_text
from displays.slip import slip_job
from hallserver.core.jobs import PrintSlip
from hallserver.words import say
from tests.support import SMALL_HALL, Play

pytestmark = pytest.mark.promise("S18")
Clean = Callable[[str], str]
DRAWER, PULSE, CUT, SSML, PHONEMES = "\x1bp\x00\x19\xfa", "\x10\x14\x01\x00\x05", "\x1dV\x00", "<break time='9s'/>", "[[h@'loU]]"
ATTACKS = (DRAWER, PULSE, CUT, SSML, PHONEMES, "\x1b@", "\x1b=\x02", "\u202e", "\x9b1m", "\x00", "\x7f", "{{", "&#27;p", "\ue000", "\u2028")
TEXTS = (
    st.lists(st.one_of(st.sampled_from(ATTACKS), st.text(max_size=12)), min_size=1, max_size=5)
    .map(lambda parts: "".join(parts)[:80])
    .filter(bool)
)
"""What somebody may write into a field, as itself or around an attack; a name has at most 80 characters."""


class Frames(Parser):
    """Keeps which commands came, and what was to be coded."""

    def __init__(self) -> None:
        """Nothing came yet."""
        super().__init__(lambda _: PAPER_BYTE["plenty"])
        self.came: list[bytes] = []
        self.coded = b""
        for head, (length, run) in list(self._commands.items()):
            self._commands[head] = (length, lambda command, run=run: self._note(command, run))  # type: ignore[misc]

    def _note(self, command: bytes, run: Callable[[bytes], bytes]) -> bytes:
        self.came.append(command[:2])
        if command[:3] == b"\x1d(k" and command[6] == 80:
            self.coded = command[8:]
        return run(command)


def beyond(data: bytes, bound: list[bytes]) -> list[str]:
    """Return what a printer gets beyond the commands of a plain slip: other commands, stray bytes, control bytes in the code.

    A cheap printer that does not know codes takes their content for text and commands.
    """
    frames = Frames()
    frames.feed(data)
    other = [repr(head) for head in frames.came if head not in bound]
    controls = [f"code {byte:#04x}" for byte in frames.coded if byte < 0x20 or byte == 0x7F]
    return other + [f"stray {bytes(frames.stray)!r}"] * bool(frames.stray) + controls + ["not cut"] * (len(frames.pages) != 1)


def printed(job: PrintSlip, clean: Clean, *, text_mode: bool = False) -> bytes:
    """Return the bytes of a slip."""
    line = Dummy(profile="TM-T20II")
    EscposPrinter("printer-1", lambda: line, model=Model(status=False, text_mode=text_mode), clean=clean).print(job, lambda: None)
    return bytes(line.output)


def slip_of(text: str) -> PrintSlip:
    """Return the slip of a hall in which every field that reaches slips holds the text.

    Set-up refuses most of it, but a journal of an earlier release may hold it: it is folded as from there.
    """
    named: dict[str, list[dict[str, Any]]] = {
        "hall": [SMALL_HALL["hall"][0] | {"names": {"zh-Hans": text, "en": text}, "public_url": text}],
        "services": [row | {"names": {"zh-Hans": text, "en": text}} for row in SMALL_HALL["services"]],
    }
    play = Play()
    for section, rows in named.items():
        play.hall.catalog.replace(section, rows)
    ticket = play.take(language="en")
    return slip_job(play.hall, ticket.id, "printer-1", copy=2, token=text[:22], say=say)


PLAIN = Frames()
PLAIN.feed(printed(slip_of("http://hall"), safe_text))
BOUND = sorted(set(PLAIN.came))
PLAIN_TEXT = Frames()
PLAIN_TEXT.feed(printed(slip_of("http://hall 㐀"), safe_text, text_mode=True))
BOUND_TEXT = sorted(set(PLAIN_TEXT.came))
"""Of a slip as text, one line of it with a character that has to be drawn."""


def in_speech(text: str) -> list[str]:
    """Return what of a text would be more to a speech engine than words."""
    return [char for char in text if unicodedata.category(char)[0] == "C" or char in "<>[]{}&|\\"]


def test_no_text_becomes_a_command_of_a_printer_or_a_voice(size: Callable[[int, int], int], figure: Callable[[str], None]) -> None:
    """Names, addresses and tokens of every kind through the slip, the printer's driver and the speech engine's text."""
    count = size(12, 400)
    wrong: list[str] = []

    @seed(18)
    @settings(max_examples=count, deadline=None, database=None)
    @given(TEXTS)
    def through(text: str) -> None:
        wrong.extend(beyond(printed(slip_of(text), safe_text), BOUND))
        wrong.extend(beyond(printed(slip_of(text), safe_text, text_mode=True), BOUND_TEXT))
        wrong.extend(fault for language in ("cmn", "yue", "en") for fault in in_speech(espeak_text(language, text)))

    through()
    figure(f"{len(wrong)} control bytes or marks of speech got through in {count} texts")
    assert wrong == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_each_known_attack_is_harmless(attack: str) -> None:
    """The drawer, the cut, markup of speech: by name, in both forms of the code."""
    text = f"敬老{attack}优待证"
    assert beyond(printed(slip_of(text), safe_text), BOUND) == []
    assert beyond(printed(slip_of(text), safe_text, text_mode=True), BOUND_TEXT) == []
    assert in_speech(espeak_text("cmn", text)) == []


def test_without_the_cleaning_the_drawer_opens_and_markup_is_spoken() -> None:
    """The control: the same texts, the same drivers, nothing taken out."""

    def as_it_is(text: str) -> str:
        return text

    assert "code 0x1b" in beyond(printed(slip_of(DRAWER), as_it_is), BOUND)
    assert "stray" in "".join(beyond(printed(slip_of(DRAWER), as_it_is, text_mode=True), BOUND_TEXT))
    assert in_speech(espeak_text("cmn", SSML, as_it_is)) == ["<", ">"]
    assert in_speech(espeak_text("en", PHONEMES, as_it_is)) == ["[", "[", "]", "]"]
    found = find(TEXTS, lambda text: bool(in_speech(espeak_text("cmn", text, as_it_is))), random=None)
    assert in_speech(found)
    with pytest.raises(NoSuchExample):
        find(TEXTS, lambda text: bool(in_speech(espeak_text("cmn", text, safe_speech))), settings=settings(max_examples=200, database=None))
