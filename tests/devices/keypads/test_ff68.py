# SPDX-License-Identifier: Apache-2.0
"""Frames of the FF 68 family: the sheet's vectors, any cut and noise, and exactly what an 8-bit sum cannot see."""

import itertools
from collections.abc import Iterable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.keypads import ff68
from devices.keypads.ff68 import Frame, Parser

VECTORS = {
    "FF 68 03 03 68 05 01 0C 12 16": Frame(5, ff68.KEY, b"\x0c"),
    "FF 68 08 08 68 05 02 0A 0A 0A 00 00 07 2C 16": ff68.ticket_shown(5, "7"),
    "FF 68 08 08 68 05 02 00 02 05 0A 0A 0A 2C 16": ff68.waiting_shown(5, 25),
    "FF 68 02 02 68 05 03 08 16": Frame(5, ff68.BEEP, b""),
    "FF 68 03 03 68 05 11 03 19 16": Frame(5, ff68.RATED, b"\x03"),
    "FF 68 03 03 68 05 01 03 09 16": ff68.acknowledged(Frame(5, ff68.RATED, b"\x03")),
    "FF 68 03 03 68 05 02 05 0C 16": ff68.stars_shown(5, 5),
    "FF 68 03 03 68 05 01 0B 11 16": ff68.rating_started(5),
}
CALL = Frame(5, ff68.KEY, b"\x0c")
KEYS = [
    Frame(station, ff68.KEY, bytes((key,)))
    for station in (1, 5, 16)
    for key in (*range(10), 0x0B, 0x0C, 0x0D, 0x0E, 0x0F, 0x11, 0x12, 0x13)
]
FRAMES = [*KEYS, Frame(5, ff68.KEY, b"\x06\x0f"), Frame(5, ff68.KEY, b"\x01\x02\x13"), Frame(7, ff68.RATED, b"\x00")]


def parsed(*chunks: bytes) -> list[Frame]:
    """Return the frames in these chunks, which come without a pause."""
    parser = Parser()
    return [frame for chunk in chunks for frame in parser.feed(chunk, 0.0)]


@pytest.mark.parametrize("line", VECTORS)
def test_the_sheets_vectors(line: str) -> None:
    """Bytes as the fielded hall sends and takes them."""
    assert VECTORS[line].encode().hex(" ").upper() == line


def test_an_acknowledgement_is_the_same_frame_and_for_a_rating_its_check_is_ten_less() -> None:
    """What the device waits for before it stops repeating."""
    assert ff68.acknowledged(CALL) == CALL
    rated = Frame(5, ff68.RATED, b"\x03").encode()
    assert ff68.acknowledged(Frame(5, ff68.RATED, b"\x03")).encode()[-2] == rated[-2] - 0x10


@pytest.mark.parametrize(
    ("figures", "digits"),
    [("", "00 00 00"), ("12", "00 01 02"), ("999", "09 09 09"), ("1234", "00 00 00"), ("A12", "00 00 00"), ("²", "00 00 00")],
)
def test_a_number_that_does_not_fit_is_never_shown_cut(figures: str, digits: str) -> None:
    """234 for 1234 would send the wrong visitor."""
    assert ff68.ticket_shown(5, figures).data.hex(" ") == f"0a 0a 0a {digits}"


def test_more_than_999_waiting_are_999() -> None:
    """Three places are all that there are."""
    assert ff68.waiting_shown(5, 4000) == ff68.waiting_shown(5, 999)
    assert ff68.waiting_shown(5, -1) == ff68.waiting_shown(5, 0)


def test_raw_keys_name_what_was_typed_before_a_key() -> None:
    """A device sends 6 and 确认 as one frame."""
    assert [ff68.raw_keys(frame) for frame in FRAMES[-3:]] == ["06+0F", "01+02+13", "00"]


@given(frames=st.lists(st.sampled_from(FRAMES), max_size=6), data=st.data())
def test_frames_come_out_however_the_stream_is_cut(frames: list[Frame], data: st.DataObject) -> None:
    """A serial port cuts where it likes."""
    stream = b"".join(frame.encode() for frame in frames)
    cuts = sorted({0, len(stream), *data.draw(st.lists(st.integers(0, len(stream)), max_size=10))})
    assert parsed(*(stream[start:end] for start, end in itertools.pairwise(cuts))) == frames


@given(
    noise=st.one_of(st.binary(max_size=30), st.sampled_from([CALL.encode()[:cut] for cut in range(1, 10)])),
    frame=st.sampled_from(FRAMES),
)
def test_a_frame_behind_noise_or_a_half_frame_is_found(noise: bytes, frame: Frame) -> None:
    """Whoever presses again after a break in the line must be heard at once, and nothing else but what the noise itself spelt."""
    assert parsed(noise, frame.encode())[-1] == frame
    assert parsed(noise + frame.encode())[-1] == frame


@pytest.mark.parametrize(
    "line",
    [
        "FF 68 03 04 68 05 01 0C 12 16",
        "FF 68 02 02 68 05 03 08 16",
        "FF 68 06 06 68 05 01 01 02 03 0C 18 16",
        "FF 68 03 03 69 05 01 0C 12 16",
        "FF 68 03 03 68 05 01 0C 13 16",
        "FF 68 03 03 68 05 01 0C 12 17",
        "FE 68 03 03 68 05 01 0C 12 16",
    ],
)
def test_wrong_copies_lengths_checks_and_ends_are_dropped(line: str) -> None:
    """And the next frame is taken all the same."""
    assert parsed(bytes.fromhex(line)) == []
    assert parsed(bytes.fromhex(line), CALL.encode()) == [CALL]


def test_a_half_frame_is_forgotten_after_a_pause() -> None:
    """The rest of one press must not be joined to the next."""
    parser = Parser()
    assert parser.feed(CALL.encode()[:8], 10.0) == []
    assert parser.feed(CALL.encode()[8:], 10.0 + ff68.STALE_S + 0.01) == []
    assert parser.feed(CALL.encode()[:8], 20.0) == []
    assert parser.feed(CALL.encode()[8:], 20.0 + ff68.STALE_S) == [CALL]


def _flipped(line: bytes, bits: Iterable[int]) -> bytes:
    wrong = bytearray(line)
    for bit in bits:
        wrong[bit // 8] ^= 1 << bit % 8
    return bytes(wrong)


@pytest.mark.parametrize("frame", [CALL, *FRAMES[-3:]], ids=str)
def test_every_single_wrong_bit_is_found(frame: Frame) -> None:
    """No frame comes out of any of them, so no key does."""
    line = frame.encode()
    assert [bit for bit in range(len(line) * 8) if parsed(_flipped(line, [bit]))] == []


def test_two_wrong_bits_pass_only_where_they_undo_each_other_in_the_sum() -> None:
    """Counted over all pairs of the frame of 呼叫: 22 of 3160 pass, 0.7 %; none but those at one place of two summed bytes."""
    line = CALL.encode()
    passed = [pair for pair in itertools.combinations(range(len(line) * 8), 2) if parsed(_flipped(line, pair))]

    assert {(first % 8 == second % 8, first // 8 >= 5, second // 8 <= 8) for first, second in passed} == {(True, True, True)}
    assert len(passed) == PASSING_PAIRS
    assert sum(parsed(_flipped(line, pair))[0].station == CALL.station for pair in passed) == OF_THE_SAME_STATION


PASSING_PAIRS, OF_THE_SAME_STATION = 22, 13


def test_noise_gives_no_key_but_what_the_sum_cannot_see() -> None:
    """A thousand presses, each with one to four faults (flip, drop, repeat, insert): a wrong frame always has a right sum."""
    random, wrong = Random(68), 0
    for _ in range(1000):
        frame = random.choice(FRAMES)
        line = noisy(frame.encode(), random, faults=random.randint(1, 4))
        for heard in parsed(line, b"\x00" * 12):
            wrong += heard != frame
            assert heard.encode() in line  # what came out stood on the line whole, with a right sum
    assert wrong <= WRONG_OF_1000


WRONG_OF_1000 = 4


def noisy(line: bytes, random: Random, *, faults: int) -> bytes:
    """Return the line with so many faults: a flipped bit, or a byte that is dropped, repeated or put in."""
    wrong = bytearray(line)
    for _ in range(faults):
        at = random.randrange(len(wrong))
        match random.choice(("flip", "flip", "drop", "repeat", "insert")):
            case "flip":
                wrong[at] ^= 1 << random.randrange(8)
            case "drop" if len(wrong) > 1:
                del wrong[at]
            case "repeat":
                wrong.insert(at, wrong[at])
            case _:
                wrong.insert(at, random.randrange(256))
    return bytes(wrong)
