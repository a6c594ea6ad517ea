# SPDX-License-Identifier: Apache-2.0
"""What a pack needs is what the hall says: no more, no less."""

import string

import pytest

from devices.voices.packs import clip_text
from devices.voices.pieces import needed
from displays.spoken import Spoken, Spot, Tongue
from hallserver.words import say, table

LETTERS = [letter for letter in string.ascii_uppercase if letter not in "IO"]


def said(language: Spoken) -> set[str]:
    """Return the pieces of all sentences about numbers, counters and rooms that a hall can say in this language."""
    sentences = ("voice.call", "voice.call-short", "voice.call-back")
    labels = [f"{letter}{figures:03}" for letter in LETTERS for figures in (12, 345, 678, 901)]
    spots = [Spot(number=number, zone={}) for number in range(1, 1000)] + [Spot(number=1, zone={}, room="203")]
    found: set[str] = set()
    for yao in (False, True):
        tongue = Tongue(language, say, yao=yao)
        pairs = [(label, spots[0]) for label in labels] + [("A012", spot) for spot in spots]
        for key in sentences:
            for label, spot in pairs:
                found |= {clip_text(piece) for piece in tongue.sentence(key, label, spot).pieces}
    return found - {""}


@pytest.mark.parametrize("language", ["cmn", "yue", "en"])
def test_a_complete_pack_can_say_every_sentence(language: Spoken) -> None:
    """And its speaker records nothing in vain."""
    assert set(needed(language)) == said(language)


def test_every_template_of_a_sentence_is_reckoned_with() -> None:
    """A fourth kind of sentence must be added above, or packs would lack its words unseen."""
    about_numbers = {key for key, text in table("zh-Hans").items() if key.startswith("voice.") and "{no}" in text}

    assert about_numbers == {"voice.call", "voice.call-short", "voice.call-back"}


def test_an_unknown_language_is_an_error() -> None:
    """A pack of a language that nobody speaks here has no list to be complete by."""
    with pytest.raises(KeyError):
        needed("xx")
