# SPDX-License-Identifier: Apache-2.0
"""The past that the demo fills in is a real past: through the service, into the journal, provable."""

import asyncio
from collections import Counter
from pathlib import Path

from hallserver.cli.running import standard_text
from hallserver.core import events as e
from hallserver.demo.run import FILLED_S, fill
from hallserver.store.folder import Folder
from hallserver.store.rebuild import check
from tests.support import new_folder


def test_the_last_four_hours_are_full_and_proved(tmp_path: Path) -> None:
    """Screens and reports are full from the first second, and everything refolds."""
    folder = Folder(new_folder(tmp_path / "hall"))
    asyncio.run(fill(folder, standard_text(), still=False, seed="test"))

    found = check(folder)
    entries = folder.journal.after(0, 0, 100_000)
    hall = folder.journal.load()
    folder.close()
    kinds = Counter(entry.kind for entry in entries)
    assert found.differences == []
    assert entries[-1].at_us - entries[0].at_us > (FILLED_S - 600) * 1_000_000
    assert min(kinds[it.__name__] for it in (e.TicketIssued, e.TicketCalled, e.ServiceFinished)) > 200
    assert min(kinds[it.__name__] for it in (e.RatingGiven, e.TicketAbsent, e.TicketHeld, e.CounterPaused, e.SlipReported)) > 0
    called = Counter(
        (entry.event.ticket, entry.event.leg, entry.event.call) for entry in entries if isinstance(entry.event, e.TicketCalled)
    )
    assert max(called.values()) == 1, "a call was made twice"
    assert hall.tally.within / hall.tally.called > 0.5, "the demo's hall is hopelessly busy"
    assert (kinds[e.PatrolRecorded.__name__], kinds[e.FindingOpened.__name__]) == (1, 1)


def test_a_still_hall_is_open_and_empty(tmp_path: Path) -> None:
    """For whoever wants to play every part alone."""
    folder = Folder(new_folder(tmp_path / "hall"))
    asyncio.run(fill(folder, standard_text(), still=True, seed="test"))
    hall = folder.journal.load()
    folder.close()
    assert hall.open
    assert (hall.tickets, hall.site.findings) == ({}, {})
    assert all(state.state == "closed" for state in hall.counters.values())
