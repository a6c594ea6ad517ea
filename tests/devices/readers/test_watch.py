# SPDX-License-Identifier: Apache-2.0
"""Find, select, read: each card is told once, however it trembles, fails or stays away."""

import random
from collections import Counter

from devices.readers import sdt
from devices.readers.card import Seen
from devices.readers.emulator import Fault, Sam, foreigner, resident
from devices.readers.watch import POLL_S, READ_TRIES, TAKEN_AFTER, Watch
from hallserver.core.id_number import with_check

FIRST, SECOND = with_check("11010519491231002"), with_check("44030419600101003")


class Desk:
    """A reader, and what was told of its cards."""

    def __init__(self, *, shy: bool = False) -> None:
        """Begin without a card."""
        self.sam, self.watch, self.told = Sam(shy=shy), Watch(), list[Seen]()
        self.waited_s = 0.0

    def turns(self, many: int) -> None:
        """Ask so often."""
        answer = sdt.Answer()
        for _ in range(many):
            self.waited_s += self.watch.pause_s
            answer.take(self.sam.answer(self.watch.asks))
            seen = self.watch.heard(answer if answer.whole() else None)
            self.told += [seen] if seen else []
            answer.wipe()


def test_a_card_is_told_once_until_it_is_taken_away() -> None:
    """A card that lies for a minute is one visitor."""
    desk = Desk()
    desk.sam.lay(resident(FIRST))
    desk.turns(200)
    desk.sam.take_away()
    desk.turns(TAKEN_AFTER)
    desk.sam.lay(resident(FIRST))
    desk.turns(3)

    assert desk.told == [("card", FIRST)] * 2


def test_a_module_that_no_longer_finds_what_it_read_tells_it_once_too() -> None:
    """Many modules let a card sleep until it is lifted: the search in vain is no new card."""
    desk = Desk(shy=True)
    desk.sam.lay(resident(FIRST))
    desk.turns(200)
    desk.sam.lay(resident(SECOND))
    desk.turns(3)

    assert desk.told == [("card", FIRST), ("card", SECOND)]


def test_a_card_that_trembles_is_not_told_again() -> None:
    """An old hand: found, lost for a moment, found."""
    desk = Desk()
    card = resident(FIRST)
    desk.sam.lay(card)
    desk.turns(3)
    for _ in range(10):
        desk.sam.take_away()
        desk.turns(TAKEN_AFTER - 1)
        desk.sam.lay(card)
        desk.turns(2)

    assert desk.told == [("card", FIRST)]


def test_another_card_is_refused_once() -> None:
    """Its holder is told, not nagged."""
    desk = Desk()
    desk.sam.lay(foreigner())
    desk.turns(50)

    assert desk.told == [("card-refused", "foreign-residence")]


def test_a_card_that_cannot_be_read_is_refused_after_some_tries() -> None:
    """A worn card, or one held too high: try, then say so."""
    desk = Desk()
    desk.sam.fault = "unreadable"
    desk.sam.lay(resident(FIRST))
    desk.turns(3 * READ_TRIES)
    desk.turns(100)

    assert desk.told == [("card-refused", "unreadable")]


def test_a_card_that_was_only_held_too_high_is_read_at_the_next_try() -> None:
    """One failure says little."""
    desk = Desk()
    desk.sam.fault = "unreadable"
    desk.sam.lay(resident(FIRST))
    desk.turns(3)
    desk.sam.fault = ""
    desk.turns(3)

    assert desk.told == [("card", FIRST)]


def test_a_card_that_the_module_does_not_know_is_refused() -> None:
    """A bank's card on the reader."""
    watch, answer = Watch(), sdt.Answer()
    watch.asks = sdt.READ
    answer.take(Sam().answer(sdt.STATUS).replace(b"\x90\x94", b"\x40\x44"))

    assert answer.whole()
    assert watch.heard(answer) == ("card-refused", "unknown-layout")


def test_silence_noise_and_wrong_checks_tell_nothing() -> None:
    """What was not understood did not happen; afterwards the card is read as if nothing had been."""
    desk = Desk()
    desk.sam.lay(resident(FIRST))
    faults: tuple[Fault, ...] = ("silent", "half", "wrong-check")
    for desk.sam.fault in faults:
        desk.turns(4)
    assert desk.told == []
    desk.sam.fault = "noise"
    desk.turns(3)

    assert desk.told == [("card", FIRST)]


def test_a_reader_without_a_card_is_asked_some_three_times_a_second() -> None:
    """Often enough that nobody wonders, seldom enough for the line."""
    desk = Desk()
    desk.turns(10)

    assert round(desk.waited_s, 3) == 10 * POLL_S
    assert 0.2 <= POLL_S <= 0.5


def spoilt(said: bytes, chance: random.Random) -> bytes:
    """Return an answer with one fault: bits flipped, bytes lost, repeated or between."""
    at, many = chance.randrange(len(said)), chance.randint(1, 3)
    kind = chance.choice(("flip", "lose", "repeat", "between", "cut"))
    if kind == "flip":
        broken = bytearray(said)
        for _ in range(many):
            broken[chance.randrange(len(said))] ^= 1 << chance.randrange(8)
        return bytes(broken)
    if kind == "lose":
        return said[:at] + said[at + many :]
    if kind == "repeat":
        return said[: at + many] + said[at:]
    return said[:at] + chance.randbytes(many) + said[at:] if kind == "between" else said[:at]


def test_of_a_thousand_spoilt_readings_none_gives_another_number() -> None:
    """Another number would be another person: the frame's check and the number's own stand between."""
    chance, told = random.Random(23), Counter[Seen | None]()
    for _ in range(1000):
        sam, watch, answer = Sam(), Watch(), sdt.Answer()
        sam.lay(resident(FIRST))
        sam.answer(sdt.SELECT)
        watch.asks = sdt.READ
        answer.take(spoilt(sam.answer(sdt.READ), chance))
        told[watch.heard(answer if answer.whole() else None)] += 1

    assert {seen for seen in told if seen is not None and seen[0] == "card"} == {("card", FIRST)}
    assert told[None] > 900, "most are not even looked at"
