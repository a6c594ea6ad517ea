# SPDX-License-Identifier: Apache-2.0
"""What an adopted and a filed standard leave in the hall."""

from hallserver.core import events as e
from hallserver.core.apply import apply
from hallserver.core.hall import Hall
from tests.support import LAYER, SHIPPED


def fold(hall: Hall, *events: e.Event) -> Hall:
    """Let events happen to a hall."""
    for event in events:
        apply(hall, e.Entry(epoch=1, seq=hall.seq + 1, at_us=1, day="", actor="service:setup", event=event))
    return hall


def test_an_event_of_the_first_version_is_a_text_alone() -> None:
    """Journals of earlier releases fold as they did."""
    hall = fold(Hall(), e.StandardAdopted(hash="0" * 64, text=SHIPPED))

    assert (hall.rules.text, hall.rules.layers, hall.rules.on) == (SHIPPED, (), "")


def test_an_adopted_standard_ends_what_was_filed() -> None:
    """The day begins with it."""
    filed = e.StandardFiled(text=SHIPPED, layers=(LAYER,))
    hall = fold(Hall(), e.StandardAdopted(hash="0" * 64, text=SHIPPED), filed)
    assert (hall.filed, hall.rules.whole("book.late")) == (filed, 15)
    fold(hall, e.StandardAdopted(hash="0" * 64, text=SHIPPED, layers=(LAYER,), on="2026-11-24", opening=True))

    assert (hall.filed, hall.rules.whole("book.late"), hall.rules.on) == (None, 20, "2026-11-24")


def test_a_section_is_replaced() -> None:
    """Names and letters of today."""
    rows = [{"slug": "social", "names": {"zh-Hans": "社会事务"}, "letter": "A"}]

    assert fold(Hall(), e.Configured(section="queues", rows=rows)).catalog.queues["social"].letter == "A"
