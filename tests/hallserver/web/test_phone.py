# SPDX-License-Identifier: Apache-2.0
"""One phone's frame is that which a view built whole would make."""

import msgspec
import pytest

from displays.ticket import PAGE
from hallserver.page import Page
from hallserver.web.frames import text_frame
from hallserver.web.phone import Phone, around, framed, heads, pieces
from tests.support import DUTY, GUIDE, Play, varied_day


@pytest.mark.parametrize("page", [PAGE, msgspec.structs.replace(PAGE, crowd=None)])
def test_a_frame_of_pieces_is_the_frame_of_the_whole(page: Page) -> None:
    """Byte by byte, at every stage of a visit."""
    play = varied_day()
    begins, ends = around(play.hall.seq, play.now_us)
    for of in (*play.hall.tickets, "9.9"):
        phone = Phone(of)
        phone.fixed, phone.place = pieces(page, play.hall, of, play.now_us)
        view = page.view(play.hall, of, play.now_us)
        said = {"seq": play.hall.seq, "view": view, "now_us": play.now_us}
        assert framed(phone, begins, ends) == text_frame(msgspec.json.encode(said))
        assert phone.body == msgspec.json.encode(view)


def test_the_heads_are_those_who_may_be_called_next() -> None:
    """The first of each part of each line; nobody in an empty hall."""
    play = Play()
    assert heads(play.hall) == frozenset()
    first, elder = play.take(), play.later(1).take(group="elderly", by=GUIDE)
    play.later(1).take()
    firm = play.later(1).take("founding")
    assert heads(play.hall) == {first.id, elder.id, firm.id}
    play.open("c3", DUTY).call(DUTY)
    assert heads(play.hall) == {first.id, firm.id}
