# SPDX-License-Identifier: Apache-2.0
"""Anchors as people write them down, and the journal that must still fit them."""

from contextlib import closing
from pathlib import Path

import pytest

from hallserver.store.anchor import HEX_DIGITS, Anchor, AnchorUnreadable
from hallserver.store.folder import Folder
from tests.support import Play, append, keep, new_folder


@pytest.mark.parametrize("text", ["1.30:AB12CD34EF567890", " 1.30: ab12 cd34 ef56 7890 ", "1.30:ab12cd34ef567890"])
def test_an_anchor_is_read_as_people_copy_it(text: str) -> None:
    """From a slip in groups of four, by hand, in capitals."""
    assert Anchor.read(text) == Anchor(1, 30, "ab12cd34ef567890")
    assert str(Anchor.read(text)) == "1.30:ab12cd34ef567890"


@pytest.mark.parametrize(
    "text", ["", "1.30", "1.30:", "1.30:ab12", "30:ab12cd34ef567890", "1.30:ab12cd34ef56789g", "x1.30:ab12cd34ef567890"]
)
def test_what_is_no_anchor_is_refused(text: str) -> None:
    """A slip of the pen must not pass as a journal that fits."""
    with pytest.raises(AnchorUnreadable):
        Anchor.read(text)


def test_the_head_moves_with_the_journal_and_fits_until_the_row_is_gone_or_changed(tmp_path: Path) -> None:
    """Also after the folder was opened anew: it is the same row."""
    entries = Play().entries
    path = new_folder(tmp_path / "hall")
    with closing(Folder(path)) as folder:
        folder.journal.load()
        assert folder.journal.anchor.seq == 0
        keep(folder, entries[:3])
        first = folder.journal.anchor
        append(folder, entries[3:])
        last = folder.journal.anchor
    with closing(Folder(path)) as folder:
        folder.journal.load()
        assert folder.journal.anchor == last
        assert (first.seq, last.seq, len(last.hash)) == (3, len(entries), HEX_DIGITS)
        with folder.database.reader() as reader:
            assert [anchor.fit(reader) for anchor in (first, last)] == ["fits", "fits"]
            assert Anchor(1, last.seq + 1, last.hash).fit(reader) == "missing"
            assert Anchor(2, 3, first.hash).fit(reader) == "missing"
            assert Anchor(1, 3, last.hash).fit(reader) == "differs"
