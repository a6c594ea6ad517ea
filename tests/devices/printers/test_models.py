# SPDX-License-Identifier: Apache-2.0
"""The table of models, and what an address says otherwise."""

import pytest

from devices.errors import DeviceError
from devices.printers.models import Model, model_of, models


def test_every_row_can_be_read_and_says_where_it_comes_from() -> None:
    """A row of hearsay would be taken for one that was tried."""
    assert {slug for slug, row in models().items() if not row.source} == set()
    assert {row.width_px % 8 for row in models().values()} == {0}
    assert max(row.width_px for row in models().values()) <= 576


def test_without_a_model_it_is_a_common_one() -> None:
    """The least that a set-up must say is where the printer is."""
    assert model_of({}) == Model()


def test_the_address_names_the_model_and_what_is_different_on_this_one() -> None:
    """One clone knows codes, the next with the same label does not."""
    narrow = model_of({"model": "serial-58", "qr": "native", "text": "no"})

    assert (narrow.width_px, narrow.native_qr, narrow.text_mode, narrow.cutter, narrow.codepage) == (384, True, False, False, "gbk")
    other = model_of({"width": "390", "text": "gb2312", "status": "no", "cutter": "no"})
    assert (other.width_px, other.text_mode, other.codepage, other.status, other.cutter) == (384, True, "gb2312", False, False)


@pytest.mark.parametrize(
    "options",
    [
        {"model": "laser"}, {"width": "wide"}, {"text": "utf-8"}, {"width": "0"}, {"width": "-8"}, {"width": "640"},
        {"cutter": "true"}, {"status": "No"}, {"confirms": "1"}, {"qr": "drawn"},
    ],
)  # fmt: skip
def test_an_option_that_cannot_be_is_named(options: dict[str, str]) -> None:
    """A slip of the pen in the set-up must be said, not guessed."""
    with pytest.raises(DeviceError, match=r"laser|wide|utf-8|width_px|cutter=true|status=No|confirms=1|qr=drawn"):
        model_of(options)
