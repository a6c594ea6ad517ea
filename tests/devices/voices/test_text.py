# SPDX-License-Identifier: Apache-2.0
"""Spelling for espeak-ng 1.52, proved by the phonemes that it makes of it."""

import subprocess
import sys

import pytest

from devices.voices.text import espeak_text

PHONEMES = """
import ctypes, os, sys
import espeakng_loader
library = ctypes.CDLL(espeakng_loader.get_library_path())
library.espeak_Initialize(1, 100, espeakng_loader.get_data_path().encode(), 0)
library.espeak_TextToPhonemes.restype = ctypes.c_char_p
library.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int]
library.espeak_SetVoiceByName(sys.argv[1].encode())
text = ctypes.c_char_p(sys.argv[2].encode())
while text.value is not None:
    print((library.espeak_TextToPhonemes(ctypes.byref(text), 1, 0) or b"").decode(), end=" ")
"""


def phonemes(voice: str, text: str) -> str:
    """Return what the engine would say, as phonemes, marks of stress and pause left out."""
    done = subprocess.run([sys.executable, "-c", PHONEMES, voice, text], check=True, capture_output=True, text=True)
    return done.stdout.replace("_|", " ").replace("'", "").replace(",", "")


def test_mandarin_is_said_in_mandarin() -> None:
    """Debian's engine spells it in English letters: 请 as king three."""
    assert phonemes("sit/cmn", espeak_text("cmn", "请A零二号到三号窗口办理")).split() == [
        "tS;hi214N", "(en)eI(cmn)", "li35N", "@r51", "XAu51", "tAu51", "sa55n", "XAu51", "ts.hwA55Nkhou214", "pa51nli214",
    ]  # fmt: skip


def test_one_keeps_its_first_tone_before_hao() -> None:
    """In a number 一 is yī; the engine makes it yí before a fourth tone."""
    assert "ji35" in phonemes("sit/cmn", "请A零零一号到十一号窗口")  # the control: what it does unasked
    said = phonemes("sit/cmn", espeak_text("cmn", "请A零零一号到十一号窗口"))
    assert "ji35" not in said
    assert said.count("ji55") == 2


def test_a_hundred_keeps_its_changed_tone() -> None:
    """一百 is yì bǎi in speech: only 一 before 号 is touched."""
    assert espeak_text("cmn", "到一百一十一号窗口") == "到一百一十 yi1 号窗口"


def test_the_letter_a_is_not_the_article() -> None:
    """'Number a zero one two' is no number."""
    assert "a#" in phonemes("gmw/en", "Number A zero one two")  # the control
    assert "eIzi@roU" in phonemes("gmw/en", espeak_text("en", "Number A zero one two, please proceed to counter 3."))


def test_cantonese_reads_its_digits_one_by_one() -> None:
    """012 in figures would be read as a number."""
    said = phonemes("sit/yue", espeak_text("yue", "請A零一二號到二十一號窗口")).split()

    assert said[2:5] == ["ling4", "ja1t", "ji6"]


@pytest.mark.parametrize("language", ["cmn", "yue", "en"])
def test_nothing_that_could_be_markup_gets_through(language: str) -> None:
    """Phoneme and markup input of speech engines begins with such marks."""
    assert espeak_text(language, 'a [[b]] <break time="9s"/> &amp; {c}\x1b') == "a b break time 9s / amp; c"
