# SPDX-License-Identifier: Apache-2.0
"""Boards of every family: what reaches the card, who is believed, and when a board is gone."""

import socket
import threading
from pathlib import Path

import pytest

from devices.boards import onbon
from devices.boards.emulator import Wire, onbon_card, pingan_card, zhongyi_card
from devices.boards.led_board import STALE_S, TRIES, LedBoard, Model, model_of
from devices.drivers import Place, open_device
from devices.errors import DeviceGone
from devices.protocols import Board
from hallserver.core.jobs import DeviceSpec, Shown
from tests.devices.boards.boards_on_a_line import MAKES, DirectLine, board_of, living, pty_port

CALLED = Shown(state="called", label="B1234", figures="234", counter=3, text=("请B1234号", "到3号窗口"))
SERVING = Shown(state="serving", label="A012", figures="012", counter=3, text=("A012号", "正在办理"))
OPEN = Shown(state="open", counter=3, text=("欢迎光临", "3号窗口"))
PAUSED = Shown(state="paused", counter=3, text=("暂停服务", "午间轮休"))
CLOSED = Shown(counter=3, text=("暂停办理",))
STATES = (CALLED, SERVING, OPEN, PAUSED, CLOSED, Shown())


def rows(*lines: str) -> str:
    """Return what a board of two rows of 24 cells shows; blanks around it are dark."""
    first, second = (line + " " * (24 - len(line.encode("gb2312"))) for line in (*lines, "", "")[:2])
    return (first + second).strip()


@pytest.mark.parametrize("name", MAKES)
def test_every_state_reaches_the_card(name: str) -> None:
    """One after the other on the same board: nothing of the last one is left."""
    card = MAKES[name].card(3)
    board = board_of(MAKES[name], DirectLine(Wire(card)))
    faces = []
    for shown in STATES:
        board.show(shown)
        faces.append(card.face)

    own_words = ["请B1234号到3号窗口", "A012号正在办理", "欢迎光临", "暂停服务", "暂停服务", "欢迎光临"]
    assert faces == (own_words if name == "pingan" else [rows(*shown.text) for shown in STATES])


def test_a_pingan_call_is_the_frame_of_the_document() -> None:
    """From the state of the counter to the maker's own bytes."""
    line = DirectLine(Wire(pingan_card(3)))
    board_of(MAKES["pingan"], line).show(CALLED)

    assert line.sent == [bytes.fromhex("A0 07 28 03 01 0C 22 03 42 42 FF")]


def test_a_pingan_text_has_a_blank_before_it() -> None:
    """A zero that is lost or heard twice changes no sum and moves the text by a byte: it must not move a number into another."""
    line = DirectLine(Wire(pingan_card(3)))
    LedBoard(line, MAKES["pingan"].family, Model(address=3, form="text")).show(SERVING)

    assert line.sent[0][11:16] == b" A012"


def test_an_onbon_card_is_told_to_forget_what_is_not_sent_again() -> None:
    """An agent that dies leaves no number behind that nobody corrects any more."""
    line = DirectLine(Wire(onbon_card(3)))
    board_of(MAKES["onbon"], line).show(SERVING)

    packet, _ = onbon.cut(line.sent[0])
    assert packet is not None
    assert [(area.run, area.timeout_s) for area in onbon.areas_of(packet.data) or ()] == [(onbon.FORGETS, STALE_S)]


@pytest.mark.parametrize(("label", "counter", "face"), [
    ("012", 3, "请012号到3号窗口"),
    ("AB012", 3, "请AB012号到3号窗口"),
    ("A012", 300, "请A012号到0号窗口"),
])  # fmt: skip
def test_a_pingan_card_gets_labels_of_every_form(label: str, counter: int, face: str) -> None:
    """Figures alone, two letters; a counter beyond its byte is left out rather than made another."""
    card = pingan_card(3)
    board_of(MAKES["pingan"], DirectLine(Wire(card))).show(Shown(state="called", label=label, counter=counter))

    assert card.face == face


def test_a_board_of_a_whole_zone_shows_as_many_calls_as_it_has_rows() -> None:
    """The newest ones."""
    card = pingan_card(3)
    board = LedBoard(DirectLine(Wire(card)), MAKES["pingan"].family, Model(address=3, columns=16, rows=2, form="summary"))
    board.show(Shown(state="open", text=("A012号到3号窗口", "A011号到12号窗口", "A010号到1号窗口")))

    assert card.face == "A012号到3号窗口 A011号到12号窗口"


def test_strips_that_make_one_board_show_a_line_each() -> None:
    """Many big boards are strips one below the other, each with an address; below the last call they are dark."""
    cards = [zhongyi_card(n) for n in (1, 2, 3)]
    line = DirectLine(Wire(*cards))
    for n in (1, 2, 3):
        strip = LedBoard(line, MAKES["zhongyi"].family, Model(address=n, line=n))
        strip.show(Shown(state="open", text=("A012号到3号窗口", "A011号到12号窗口")))

    assert [card.face for card in cards] == ["A012号到3号窗口", "A011号到12号窗口", ""]


@pytest.mark.parametrize("name", ["pingan", "zhongyi", "onbon"])
def test_a_board_that_does_not_answer_is_gone_after_three_tries(name: str) -> None:
    """Its visitors then read the screens. Until it answers again it is tried once: its neighbours need the line."""
    line = DirectLine(Wire(MAKES[name].card(3)))
    board = board_of(MAKES[name], line)
    board.show(CALLED)
    line.wire.cards = [MAKES[name].card(4)]
    for tries in (TRIES, 1, 1):
        line.sent.clear()
        with pytest.raises(DeviceGone, match=f"board 3 .* tries: {tries}"):
            board.show(CALLED)
        assert len(line.sent) == tries


@pytest.mark.parametrize("name", ["pingan", "zhongyi", "onbon"])
def test_a_frame_or_an_answer_that_was_lost_is_made_good_at_once(name: str) -> None:
    """Noise on the first way there, then on the first way back."""
    card = MAKES[name].card(3)
    ways = iter([False, False, True, False, True, False, False])
    board = board_of(MAKES[name], DirectLine(Wire(card, spoil=lambda sent: sent[:-2] if next(ways) else sent)))
    board.show(OPEN)
    board.show(CALLED)

    assert card.taken == 3
    assert len(card.faces) == 2


def test_a_refused_frame_was_not_taken() -> None:
    """55 of a 重庆中意 card, and another card's AA."""
    good, refused, another = (bytes.fromhex(said) for said in ("A0 90 03 A5 AA", "A0 90 03 A5 55", "A0 90 04 A5 AA"))
    said = [good, refused, another, another + good]
    line = DirectLine(Wire())
    line.wire.feed = lambda sent: said[len(line.sent) - 1]  # type: ignore[method-assign]  # noqa: ARG005 - whatever was sent
    board = board_of(MAKES["zhongyi"], line)
    board.show(OPEN)
    board.show(CALLED)

    assert len(line.sent) == 4


@pytest.mark.parametrize("name", MAKES)
def test_a_board_that_is_only_spoken_to_is_believed(name: str) -> None:
    """Many are wired one way: no answer is no fault there."""
    line = DirectLine(Wire())
    board = board_of(MAKES[name], line, answers=False)
    board.show(CALLED)
    board.close()

    assert len(line.sent) == 1
    assert line.closed


@pytest.mark.parametrize("name", MAKES)
def test_a_board_that_knows_nothing_shows_no_number(name: str) -> None:
    """The line to the hall is down: yesterday's number must not stand there."""
    card = MAKES[name].card(3)
    board = board_of(MAKES[name], DirectLine(Wire(card)))
    board.show(CALLED)
    board.show(Shown())

    assert not any(char.isdigit() for char in card.face)


def place(**options: str) -> Place:
    """Return an address with options."""
    return Place(device="board-1", address="COM3@7", options=options, out=Path())


def test_options_say_what_the_board_is() -> None:
    """And what makes no board is refused with an example."""
    assert model_of(place(), 7) == Model(address=7)
    model = model_of(place(columns="24", rows="2", line="3", form="ascii", ack="no"), 7)
    assert model == Model(address=7, columns=24, rows=2, line=3, form="ascii", answers=False)
    for wrong in (
        {"columns": "0"},
        {"rows": "-1"},
        {"columns": "many"},
        {"columns": "64", "rows": "4"},
        {"line": "x"},
        {"wait": "-"},
        {"form": "poem"},
    ):
        with pytest.raises(DeviceGone, match="board-1: expected"):
            model_of(place(**wrong), 7)
    with pytest.raises(DeviceGone, match="got @255"):
        model_of(place(), 255)


def opened(driver: str, address: str) -> Board:
    """Return a board opened as the agent opens it."""
    board = open_device(DeviceSpec(device="board-1", kind="board", driver=driver, address=address), Path())
    assert isinstance(board, Board)
    return board


def test_boards_that_share_a_serial_line_show_each_its_own() -> None:
    """A real port, two agents' threads, one of the cards slow to be found."""
    cards = pingan_card(1), pingan_card(2), zhongyi_card(3)
    with pty_port() as (handle, port), living(handle, Wire(*cards)):
        boards = [opened(driver, f"{port}@{n}?wait=20") for n, driver in ((1, "pingan"), (2, "pingan"), (3, "zhongyi"))]
        states = [Shown(state="called", label=f"A00{n}", counter=n, text=(f"请A00{n}号",)) for n in (1, 2, 3)]
        threads = [threading.Thread(target=board.show, args=(it,)) for _ in range(3) for board, it in zip(boards, states, strict=True)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for board in boards:
            board.close()

    assert [card.faces for card in cards] == [["请A001号到1号窗口"], ["请A002号到2号窗口"], ["请A003号"]]


def test_a_board_is_reached_over_a_network() -> None:
    """Onbon cards have a TCP port of their own; others hang on a serial server."""
    card = onbon_card(1)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        board = opened("onbon-bx5", f"127.0.0.1:{listener.getsockname()[1]}@1?columns=24&rows=2&wait=20")
        line, _ = listener.accept()
        with line, living(line.fileno(), Wire(card)):
            board.show(CALLED)
            board.close()

    assert card.face == rows(*CALLED.text)


def test_a_port_that_is_not_there_is_a_board_that_is_gone() -> None:
    """The agent tries again."""
    with pytest.raises(DeviceGone, match="cannot be opened"):
        opened("zhongyi", "/dev/no-such-port@1")
