# SPDX-License-Identifier: Apache-2.0
"""The server's power fails while tickets are given: those that were answered are there when it is back."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from tests.faults.forked import Forked
from tests.faults.power_rig import Cuts, cut_power

SEED = 7


def cut(work: Path, cuts: int, **pragmas: str | int) -> Cuts:
    """Cut the power so many times under load; ``pragmas`` are those of another store."""
    with Forked(cut_power, work, cuts, SEED, pragmas, log=work / "log") as disk:
        assert disk.go().ended(600) == 0, disk.said()
    return msgspec.json.decode((work / "cuts.json").read_bytes(), type=Cuts)


@pytest.mark.promise("R2")
@pytest.mark.loopdev
def test_a_power_cut_takes_no_ticket_that_was_answered(
    tmp_path: Path, size: Callable[[int, int], int], figure: Callable[[str], None]
) -> None:
    """The visitor has the slip; the hall must know it too, and give its number to nobody else."""
    cuts = size(3, 50)
    found = cut(tmp_path, cuts)
    figure(f"{found.lost} of {found.acked} answered tickets lost in {found.cuts} power cuts; {found.damaged} damaged")
    assert found == Cuts(cuts=cuts, acked=found.acked), f"seed {SEED}"
    assert found.acked >= cuts


@pytest.mark.promise("R2")
@pytest.mark.loopdev
def test_a_store_that_does_not_sync_each_commit_loses_tickets(tmp_path: Path) -> None:
    """The control: what SQLite's own page calls safe enough for most."""
    assert cut(tmp_path, 1, synchronous="normal").lost > 0, f"seed {SEED}"
