# SPDX-License-Identifier: Apache-2.0
"""Packets of Onbon BX-5 cards against the maker's manuals, and against everything else."""

from hypothesis import given
from hypothesis import strategies as st

from devices.boards import onbon
from devices.boards.onbon import Area, Packet
from devices.boards.stream import Answer, Stream

SHOWN = bytes.fromhex(
    "A5 A5 A5 A5 A5 A5 A5 A5 01 00 00 80 00 00 00 00 00 00 FE 02 32 00 A3 06 01 2D 00 00 01 29 00 00 00 00 00 00 18 00 20 00"
    "00 00 00 02 00 00 00 00 02 02 03 00 04 05 0E 00 00 00 30 31 32 33 34 35 51 52 53 54 54 56 27 42 A8 7D 5A"
)
"""The manual's example. Its text prints the width as 80; only with 18, the width of deployed sites, its own check is right."""
TAKEN = bytes.fromhex("A5 A5 A5 A5 A5 A5 A5 A5 00 80 FE FF 00 00 00 00 00 00 FE 02 05 00 A0 00 00 00 00 14 AC 5A")
PING = bytes.fromhex("fe ff 00 80 f0 00 fe ff 00 00 00 00 05 00 00 00 01 A2 00 00 00")
"""Of the manual of the dynamic area: what its check C6 86 covers."""

words, data = st.integers(0, 0xFFFF), st.binary(max_size=60)
packets = st.builds(Packet, to=words, source=words, data=data)
sizes, small = st.integers(0, 0xFFFF), st.integers(0, 255)
areas = st.builds(
    Area,
    text=data,
    x=sizes,
    y=sizes,
    width=sizes,
    height=sizes,
    slot=small,
    run=small,
    timeout_s=sizes,
    mode=small,
    speed=small,
    stay=small,
)


def test_the_check_is_the_makers() -> None:
    """CRC-16/ARC, low byte first."""
    assert onbon.crc16(b"123456789") == 0xBB3D
    assert onbon.crc16(PING).to_bytes(2, "little") == b"\xc6\x86"


def test_the_manuals_example_is_made_and_read() -> None:
    """To the last byte, its check included."""
    area = Area(text=b"012345QRSTTV'B", run=onbon.HOLDS, timeout_s=2, mode=3, speed=4)
    packet = Packet(to=1, source=onbon.PC, data=onbon.show(area))

    assert onbon.frame(packet) == SHOWN
    assert Stream(onbon.cut).feed(SHOWN) == [packet]
    assert onbon.areas_of(packet.data) == (area,)
    assert onbon.wants_answer(packet.data)
    assert not onbon.wants_answer(onbon.show(area, answered=False))


def test_the_manuals_answer_is_made_and_read() -> None:
    """Our own packet that comes back is none."""
    assert onbon.answer(onbon.ANY) == TAKEN
    heard = Stream(onbon.cut_answer).feed(SHOWN + TAKEN + onbon.answer(5, error=5))
    assert heard == [Answer(address=onbon.ANY, good=True), Answer(address=5, good=False)]


def test_one_byte_of_the_head_is_enough() -> None:
    """The manual: eight are sent because the first ones may be lost."""
    assert [it.to for it in Stream(onbon.cut).feed(SHOWN[7:])] == [1]


def test_escapes_are_the_makers() -> None:
    """Head and tail never lie between head and tail; what is escaped never makes an escape."""
    assert onbon.escaped(b"\xa5\xa6\x5a\x5b\x01\x02") == bytes.fromhex("A6 02 A6 01 5B 02 5B 01 01 02")
    assert [onbon.unescaped(bytes.fromhex(wrong)) for wrong in ("A6", "5B 03", "A6 00", "A5", "5A")] == [None] * 5


@given(st.one_of(st.binary(max_size=80), st.lists(st.sampled_from([0xA5, 0xA6, 0x5A, 0x5B, 1, 2]), max_size=80).map(bytes)))
def test_every_escape_is_undone(plain: bytes) -> None:
    """And leaves nothing that begins or ends a packet."""
    coded = onbon.escaped(plain)

    assert onbon.unescaped(coded) == plain
    assert not set(coded) & {onbon.HEAD, onbon.TAIL}


@given(packets, st.binary(max_size=8))
def test_what_was_sent_is_what_is_read(packet: Packet, noise: bytes) -> None:
    """Whatever came before it; a head in the noise is over with the next one."""
    assert Stream(onbon.cut).feed(noise.replace(b"\x5a", b"") + onbon.frame(packet)) == [packet]


@given(st.lists(areas, max_size=3))
def test_every_area_is_read_as_it_was_sent(shown: list[Area]) -> None:
    """Several areas of one board stand in one packet."""
    assert onbon.areas_of(onbon.show(*shown)) == tuple(shown)


@given(data)
def test_data_that_shows_nothing_is_told_from_data_that_does(noise: bytes) -> None:
    """A card that takes another order for text would show its bytes."""
    assert onbon.areas_of(b"\xa2" + noise) is None
    assert onbon.areas_of(onbon.show(Area(text=b"A012"))[:-5]) != (Area(text=b"A012"),)


def test_every_single_flipped_bit_is_caught() -> None:
    """In header, length, text, check and tail; in the first seven bytes of the head it does not matter."""
    for bit in range(8 * len(SHOWN)):
        found = Stream(onbon.cut).feed((int.from_bytes(SHOWN) ^ 1 << bit).to_bytes(len(SHOWN)))
        assert [it.to for it in found] == ([1] if bit >= 8 * (len(SHOWN) - 7) else []), bit
