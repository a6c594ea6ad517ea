# SPDX-License-Identifier: Apache-2.0
"""What the fields of commands may hold, as it comes over the wire."""

import msgspec
import pytest

from hallserver.core.asking import CaseNo, Code, IdNumber, ItemDone, Missing, Personal, TicketId, TicketIdOrNone, TicketNamed


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (TicketId, ["1.10"], ["", "A012", "1", "1.", "1.10 "]),
        (TicketIdOrNone, ["", "1.10"], ["A012"]),
        (TicketNamed, ["1.10", "A012", "a12", "AB1"], ["", "ABC1", "A", "A12345"]),
        (Code, ["lunch", "other-service"], ["", "Lunch", "-x", "x" * 41]),
        (CaseNo, ["", "SZ-1"], ["号1", "a b", "x" * 65]),
        (Missing, [[], ["id-card"]], [["ID"], ["id-card"] * 31]),
    ],
)
def test_each_field_takes_what_it_is_for(kind: type, good: list[object], bad: list[object]) -> None:
    """What does not fit is refused at the door, before any rule sees it."""
    for value in good:
        assert msgspec.json.decode(msgspec.json.encode(msgspec.convert(value, kind))) == value
    for value in bad:
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(value, kind)


def test_an_item_is_handled_at_least_once() -> None:
    """Fifteen files of one agent are one item, fifteen times."""
    assert msgspec.convert({"item": "card", "quantity": 15}, ItemDone) == ItemDone(item="card", quantity=15)
    assert ItemDone(item="card").quantity == 1
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"item": "card", "quantity": 0}, ItemDone)


def test_an_id_number_is_shown_by_nothing() -> None:
    """A log line that holds the command must not hold the number."""
    number = IdNumber("11010519491231002X")

    assert number.text == ""
    assert "1949" not in repr(number) + str(number)
    assert "1949" not in number.hashed(b"key", "futian").text
    assert number.hashed(b"key", "futian").text.endswith(" 002X")
    with pytest.raises(ValueError, match="check character"):
        IdNumber("110105194912310021")


def test_personal_text_is_kept_until_it_is_sealed() -> None:
    """Then only the reference is left."""
    assert (Personal("太慢").text, Personal("太慢").sealed) == ("太慢", None)
