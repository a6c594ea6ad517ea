# SPDX-License-Identifier: Apache-2.0
"""The made-up reader answers as the sheet says: the tests of the drivers are worth what it is worth."""

import pytest

from devices.readers import sdt
from devices.readers.emulator import Sam, foreigner, foreigner_2023, hong_kong_macao_taiwan, resident
from hallserver.core.id_number import with_check

NUMBER = with_check("11010519491231002")


def test_answers_have_the_sizes_and_states_of_the_sheet() -> None:
    """1,295 bytes for a card with its photo, SW3 as the third byte behind the length."""
    sam = Sam()
    nothing = sam.answer(sdt.FIND)
    sam.lay(resident(NUMBER))
    found, selected, read = sam.answer(sdt.FIND), sam.answer(sdt.SELECT), sam.answer(sdt.READ)

    assert [said[9] for said in (nothing, found, selected, read)] == [0x80, 0x9F, 0x90, 0x90]
    assert nothing == bytes.fromhex("AAAAAA9669 0004 000080 84")
    assert found == bytes.fromhex("AAAAAA9669 0008 00009F 00000000 97")
    assert selected == bytes.fromhex("AAAAAA9669 000C 000090 0000000000000000 9C")
    assert len(read) == 1295


@pytest.mark.parametrize("text", [resident(NUMBER), hong_kong_macao_taiwan(NUMBER), foreigner(), foreigner_2023(NUMBER)])
def test_every_layout_fills_the_text(text: bytes) -> None:
    """Fields are padded, never shifted."""
    assert len(text) == 256
    assert text.decode("utf-16-le").isprintable()


def test_commands_may_come_in_pieces_or_together() -> None:
    """A port gives what it has."""
    sam, pieces = Sam(), sdt.STATUS + sdt.FIND
    said = b"".join(sam.answer(pieces[at : at + 3]) for at in range(0, len(pieces), 3))

    assert said == Sam().answer(pieces)
    assert sam.asked == [sdt.STATUS, sdt.FIND]
