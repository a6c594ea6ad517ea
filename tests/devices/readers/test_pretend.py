# SPDX-License-Identifier: Apache-2.0
"""A reader for demos: whoever writes a line into its file has laid down a card."""

from pathlib import Path

import pytest

from devices.errors import DeviceGone
from devices.readers.pretend import PretendReader, open_reader
from tests.devices.readers.desk import Ear, at


def test_lines_written_from_now_on_are_inputs(tmp_path: Path) -> None:
    """What stood there yesterday is not done again; half a line waits for its end."""
    do = tmp_path / "do"
    do.write_text("card 1\n", encoding="utf-8")
    ear, reader = Ear(), open_reader(at("", tmp_path))
    reader.listen(ear)
    with do.open("a", encoding="utf-8") as file:
        file.write("card 11010519491231002X\nnonsense\nscan ABC")
        file.flush()
        assert ear.has(1)
        file.write(" 234\ncard-refused hk-macau-taiwan\n")
        file.flush()
        assert ear.has(3)
    reader.close()

    assert ear.told == [("card", "11010519491231002X"), ("scan", "ABC 234"), ("card-refused", "hk-macau-taiwan")]


def test_a_folder_that_cannot_be_had_says_so(tmp_path: Path) -> None:
    """A file where the folder should be."""
    (tmp_path / "reader").write_bytes(b"")
    with pytest.raises(DeviceGone):
        PretendReader(tmp_path / "reader")
