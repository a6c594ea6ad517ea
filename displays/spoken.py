# SPDX-License-Identifier: Apache-2.0
"""How a number, a counter and the way to it are said in each language, cut where recorded clips are joined. Pure.

A number is read character by character (零一二), a counter's as a number (十一, twenty one). Joined without anything between
them the pieces are the text; a clip is looked up by its piece without blanks and punctuation.
"""

import re
from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from hallserver.core.jobs import Utterance
from hallserver.core.row import Names

Say = Callable[..., str]
"""``hallserver.words.say``: (key, language, **args) → sentence."""
Spoken = Literal["cmn", "yue", "en"]

WRITTEN: dict[Spoken, str] = {"cmn": "zh-Hans", "yue": "yue", "en": "en"}
"""Spoken language → the words it is written in."""
HEARD: dict[str, Spoken] = {"zh-Hans": "cmn", "zh-Hant": "cmn", "yue": "yue", "en": "en"}
"""A visitor's language → the language in which they are called."""
_GAP = re.compile(r"\{(\w+)\}")
_TEN, _HUNDRED = 10, 100


class Spot(NamedTuple):
    """Where somebody is to go: the counter's number, and zone and room where they must be said."""

    number: int
    zone: Names
    """What people call it; empty: it need not be said."""
    room: str = ""


class Tongue(NamedTuple):
    """One language as it is spoken in this hall."""

    language: Spoken
    say: Say
    yao: bool = False
    """A one in a Mandarin number is yāo (幺), not yī (一)."""

    def sentence(self, key: str, label: str, spot: Spot) -> Utterance:
        """Return the sentence of this key about a number and where it is to go: ``{no} {win} {zone} {room}``."""
        gaps = {"no": self.spelled(label), "win": self.counted(spot.number), "zone": self._zone(spot), "room": self._room(spot)}
        pieces = self._cut(key, gaps)
        return Utterance(language=self.language, text="".join(pieces), pieces=pieces)

    def spelled(self, label: str) -> tuple[str, ...]:
        """Return a number character by character: ``A零一二``, ``A zero one two``."""
        digits = self._words("voice.digits")
        if self.yao and self.language == "cmn":
            digits[1] = self.say("voice.yao", WRITTEN["cmn"])
        return self._spaced([digits[int(character)] if character.isdecimal() else character for character in label])

    def counted(self, number: int) -> tuple[str, ...]:
        """Return a counter's number (1 … 999) as a number: ``二十一``, ``twenty one``."""
        return self._spaced(self._english(number) if self.language == "en" else self._chinese(number))

    def _chinese(self, number: int) -> list[str]:
        digits, (ten, hundred) = self._words("voice.digits"), self._words("voice.units")
        hundreds, tens, ones = number // _HUNDRED, number // _TEN % _TEN, number % _TEN
        said = [digits[hundreds], hundred] if hundreds else []
        if tens:
            said += [digits[tens], ten] if tens > 1 or hundreds else [ten]
        elif hundreds and ones:
            said.append(digits[0])
        return [*said, digits[ones]] if ones else said

    def _english(self, number: int) -> list[str]:
        digits, rest = self._words("voice.digits"), number % _HUNDRED
        said = [digits[number // _HUNDRED], self._words("voice.units")[1]] if number >= _HUNDRED else []
        if _TEN <= rest < 2 * _TEN:
            return [*said, self._words("voice.teens")[rest - _TEN]]
        if rest >= 2 * _TEN:
            said.append(self._words("voice.tens")[rest // _TEN - 2])
        return [*said, digits[rest % _TEN]] if rest % _TEN else said

    def _zone(self, spot: Spot) -> tuple[str, ...]:
        name = spot.zone.get(WRITTEN[self.language]) or spot.zone.get("zh-Hans" if self.language != "en" else "", "")
        return self._cut("voice.zone", {"name": (name,)}) if name else ()

    def _room(self, spot: Spot) -> tuple[str, ...]:
        """Spell a room's number as a ticket's; any other name of a room is said as it is written, where that can be read."""
        if spot.room.isascii() and spot.room.isalnum():
            return self._cut("voice.room", {"room": self.spelled(spot.room.upper())})
        return (spot.room,) if spot.room and self.language != "en" else ()

    def _words(self, key: str) -> list[str]:
        return self.say(key, WRITTEN[self.language]).split()

    def _spaced(self, words: list[str]) -> tuple[str, ...]:
        return tuple(f"{word} " for word in words[:-1]) + tuple(words[-1:]) if self.language == "en" else tuple(words)

    def _cut(self, key: str, gaps: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        """Return the sentence of this key in pieces, the gaps filled."""
        parts = _GAP.split(self.say(key, WRITTEN[self.language]))
        return tuple(piece for at, part in enumerate(parts) for piece in (gaps[part] if at % 2 else (part,)) if piece)
