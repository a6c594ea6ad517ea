# SPDX-License-Identifier: Apache-2.0
"""A finding is read from the journal as it stood when a step of its ladder was taken, whatever became of it since."""

from contextlib import closing
from pathlib import Path

from hallserver.core import commands as c
from hallserver.store.folder import Folder
from hallserver.store.ladder_rows import read_taken
from hallserver.store.standards import MARK
from tests.reports.sample_ladder import WHY, climbed, stayed, the_finding
from tests.support import DUTY, GUIDE, keep, new_folder


def test_each_step_gives_the_finding_as_it_stood_then(tmp_path: Path) -> None:
    """Due then, not as it is due anew; on the journal's own place and hash, and the standard of then."""
    play = stayed()
    slip = climbed(play, days=6)
    no, place = the_finding(play).no, (play.entries[-1].epoch, play.entries[-1].seq)
    play.ask(c.FixFinding(finding=no), GUIDE)
    play.ask(c.RecheckFinding(finding=no, passed=False), DUTY)
    replace = climbed(play, note=WHY)
    with closing(Folder(new_folder(tmp_path))) as folder, folder.database.reader() as reader:
        keep(folder, play.entries)
        found = [read_taken(reader.execute_sql, no, nth) for nth in (1, 2)]
        [digest] = reader.execute_sql("SELECT hash FROM event WHERE epoch=? AND seq=?", place).fetchone()
        assert read_taken(reader.execute_sql, no, 3) is None
        assert read_taken(reader.execute_sql, "X20261123-099", 1) is None
    first, second = found
    assert first is not None
    assert second is not None
    assert (first.finding, first.at_us) == (slip.finding, slip.at_us)
    assert (second.finding, second.at_us) == (replace.finding, replace.at_us)
    assert first.finding.due_us < second.finding.due_us
    assert first.anchor == f"{place[0]}.{place[1]}:{digest.hex()[:16]}"
    assert first.standard == play.hall.rules.hash[:MARK]


def test_a_withdrawn_finding_has_no_papers(tmp_path: Path) -> None:
    """Nobody is reminded of what was a mistake."""
    play = stayed()
    climbed(play)
    no = the_finding(play).no
    play.ask(c.WithdrawFinding(finding=no, reason="mistake", note=WHY), DUTY)
    with closing(Folder(new_folder(tmp_path))) as folder, folder.database.reader() as reader:
        keep(folder, play.entries)
        assert read_taken(reader.execute_sql, no, 1) is None
