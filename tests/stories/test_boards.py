# SPDX-License-Identifier: Apache-2.0
"""A whole day on LED boards of every make: after each event people read on the cards what the journal says, and nothing else."""

import re

import pytest

from devices.boards.emulator import Wire
from displays.board import shown
from hallserver.core.apply import apply
from hallserver.core.catalog import DeviceRow
from hallserver.core.hall import Hall
from tests.devices.boards.boards_on_a_line import MAKES, DirectLine, board_of
from tests.support import SMALL_HALL, names, next_day, varied_day

COUNTERS = [row["slug"] for row in SMALL_HALL["counters"]]


def in_hand(hall: Hall, counter: str) -> list[str]:
    """Return the number that the journal has at a counter."""
    ticket = hall.tickets.get(hall.counter(counter).ticket)
    return [ticket.label] if ticket is not None else []


def numbers(face: str) -> list[str]:
    """Return the numbers of tickets that people read on a board."""
    return re.findall("[A-Z]+[0-9]+", face)


@pytest.mark.parametrize("name", MAKES)
def test_every_board_shows_what_its_counter_has_in_hand_the_whole_day(name: str) -> None:
    """Three counters on one line, from the first set-up to the next morning."""
    cards = [MAKES[name].card(address) for address in (3, 5, 6)]
    line = DirectLine(Wire(*cards))
    boards = [board_of(MAKES[name], line, address) for address in (3, 5, 6)]
    hall, seen = Hall(), set[str]()
    for entry in next_day(varied_day()).entries:
        apply(hall, entry)
        for counter, board, card in zip(COUNTERS, boards, cards, strict=True):
            board.show(shown(hall, DeviceRow(slug="board", names=names("窗口条屏"), kind="board", counter=counter)))
            assert numbers(card.face) == in_hand(hall, counter), (entry.seq, entry.kind, counter)
            seen.update(numbers(card.face))

    assert len(seen) >= 5
    assert all(card.lost == 0 for card in cards)


def test_the_board_of_the_hall_shows_only_calls_that_were_made() -> None:
    """Each of them with the counter that called it last."""
    card = MAKES["onbon"].card(3)
    board = board_of(MAKES["onbon"], DirectLine(Wire(card)), rows=8)
    row, hall, most = DeviceRow(slug="board", names=names("综合条屏"), kind="board"), Hall(), 0
    for entry in next_day(varied_day()).entries:
        apply(hall, entry)
        board.show(shown(hall, row))
        last = {call.label: hall.catalog.counters[call.counter].number for call in reversed(hall.calls)} if hall.open else {}
        read = re.findall("([A-Z]+[0-9]+)号到([0-9]+)号窗口", card.face)
        assert dict(read) == {label: str(last[label]) for label, _ in read}
        assert len(read) == len(dict(read)) == min(8, len(last))
        most = max(most, len(read))

    assert most > 3
    assert not numbers(card.face)
