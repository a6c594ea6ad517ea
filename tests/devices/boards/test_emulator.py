# SPDX-License-Identifier: Apache-2.0
"""The cards that the other tests believe."""

from collections.abc import Callable

import pytest

from devices.boards import onbon, pingan, zhongyi
from devices.boards.emulator import AnyCard, Wire, onbon_card, pingan_card, zhongyi_card
from devices.boards.zhongyi import coloured

EIGHT = "请8号".encode("gb2312")
FRAMES = {
    "pingan": (pingan.frame(pingan.number(pingan.CALL, 3, 8, 1, prefix="B")), "请B008号到1号窗口", pingan.answer(3)),
    "pingan text": (pingan.text_frame(pingan.Text(address=3, style=pingan.STRIP_STYLE, text=EIGHT)), "请8号", b""),
    "pingan ascii": (pingan.frame(pingan.ascii_ticket(pingan.SERVING, 3, "AB012", 1)), "AB012号正在办理", pingan.answer(3)),
    "zhongyi": (
        zhongyi.frame(zhongyi.Panel(address=3, characters=coloured([EIGHT[:2], b"8", EIGHT[3:]], 1))), "请8号", zhongyi.answer(3)
    ),
    "onbon": (onbon.frame(onbon.Packet(to=3, source=onbon.PC, data=onbon.show(onbon.Area(text=EIGHT)))), "请8号", onbon.answer(3)),
}  # fmt: skip
CARDS: dict[str, Callable[[int], AnyCard]] = {"pingan": pingan_card, "zhongyi": zhongyi_card, "onbon": onbon_card}


def card(name: str, address: int = 3) -> AnyCard:
    """Return the card that takes the named frame."""
    return CARDS[name.partition(" ")[0]](address)


@pytest.mark.parametrize("name", FRAMES)
def test_a_right_frame_is_shown_and_answered(name: str) -> None:
    """However the bytes come."""
    frame, face, answer = FRAMES[name]
    board = card(name)

    assert b"".join(board.feed(bytes([byte])) for byte in frame) == answer
    assert (board.face, board.faces, board.taken, board.lost) == (face, [face], 1, 0)


@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_for_another_is_not_shown(name: str) -> None:
    """On one line hang twenty boards."""
    frame, face, answer = FRAMES[name]
    mine, other = card(name), card(name, 4)

    assert Wire(other, mine).feed(frame) == answer
    assert (mine.face, other.face, other.lost) == (face, "", 0)


@pytest.mark.parametrize("name", FRAMES)
def test_half_a_frame_and_a_wrong_one_are_not_shown(name: str) -> None:
    """After a silence the next one is taken whole."""
    frame, face, answer = FRAMES[name]
    board = card(name)
    spoilt = bytearray(frame)
    spoilt[len(frame) // 2 + 1] ^= 4

    assert board.feed(frame[:-3]) == b""
    board.silence()
    assert board.feed(bytes(spoilt)) == b""
    board.silence()
    assert (board.face, board.taken) == ("", 0)
    assert board.lost > 0
    assert board.feed(frame) == answer
    assert board.face == face


def test_a_card_that_is_asked_says_that_it_is_there() -> None:
    """With its version; it shows what it showed."""
    board = pingan_card(3)

    assert board.feed(pingan.frame(pingan.online(3))) == bytes.fromhex("A0 03 98 03 50 26 FF")
    assert board.faces == []


def test_a_state_without_a_number_is_shown_in_the_cards_own_words() -> None:
    """Its four sentences are in its memory."""
    board = pingan_card(3)
    for sub in (pingan.WELCOME, pingan.PAUSE, 9):
        board.feed(pingan.frame(pingan.number(sub, 3, 0, 1)))

    assert board.faces == ["欢迎光临", "暂停服务", "?"]


@pytest.mark.parametrize("command", [pingan.STRIP, pingan.STRIP_ASCII, 0x77])
def test_an_order_that_makes_no_sense_changes_nothing(command: int) -> None:
    """Right check, nothing in it."""
    board = pingan_card(3)

    assert board.feed(pingan.frame(pingan.Command(command=command, address=3))) == b""
    assert board.face == ""


def test_an_onbon_card_forgets_what_is_not_sent_again() -> None:
    """An agent that died must not leave a number standing."""
    now_s = 0.0
    board = onbon_card(3, lambda: now_s)
    board.feed(FRAMES["onbon"][0])
    now_s = 9.9
    assert board.face == "请8号"
    board.feed(FRAMES["onbon"][0])
    now_s = 19.8
    assert board.face == "请8号"
    now_s = 20.0
    assert board.face == ""


def test_an_onbon_card_refuses_what_it_does_not_know() -> None:
    """And answers only who wants an answer; everybody's address is its own, too."""
    board = onbon_card(3)

    assert board.feed(onbon.frame(onbon.Packet(to=onbon.ANY, source=onbon.PC, data=b"\xa2\x00\x01\x00\x00"))) == onbon.answer(3, error=2)
    quiet = onbon.show(onbon.Area(text=b"8"), answered=False)
    assert board.feed(onbon.frame(onbon.Packet(to=3, source=onbon.PC, data=quiet))) == b""
    assert board.face == "8"


def test_noise_is_heard_there_and_back() -> None:
    """A frame may arrive and its answer not."""
    frame, face, _ = FRAMES["zhongyi"]
    board = card("zhongyi")
    wire = Wire(board, spoil=lambda sent: sent if sent == frame else b"\x00")

    assert wire.feed(frame) == b"\x00"
    assert board.face == face
