# SPDX-License-Identifier: Apache-2.0
"""The table of versions: one row a draft, with who checked and signed it."""

from hallserver.core.folds_report import FOLDS
from hallserver.store.projections_report import PROJECT
from tests.hallserver.core.test_rules_report import CORRECT, DRAFT, SHA, signed
from tests.hallserver.store.test_projections_visit import tables
from tests.support import BOSS, DUTY


def test_each_version_has_its_row_and_a_signed_one_keeps_its_names() -> None:
    """A correction that was drafted twice has two rows: which content was signed is never in doubt."""
    assert set(PROJECT) == set(FOLDS)
    play = signed()
    play.ask(CORRECT, DUTY)
    play.ask(DRAFT, BOSS)
    rows = tables(play).execute("SELECT version, sha256, why, drafted_by, checked_by, signed_by FROM report_version ORDER BY epoch, seq")

    assert list(map(tuple, rows)) == [
        (1, SHA, "", "person:dan", "person:gao", "person:gao"),
        (2, SHA, "补录一次巡查", "person:dan", None, None),
        (2, SHA, "", "person:gao", None, None),
    ]
