# SPDX-License-Identifier: Apache-2.0
"""How many open counters a queue has, beside a count over all counters."""

import pytest

from hallserver.core import commands as c
from hallserver.core.hall import Hall
from hallserver.core.roles import SERVICE_SETUP
from hallserver.core.staffing import NOBODY, Staffing
from tests.hallserver.core.any_day import AnyDay
from tests.support import LI, SMALL_HALL, WANG, Play


def counted(hall: Hall, queue: str) -> Staffing:
    """Return the queue's staffing from every counter of the catalog."""
    open_ones = [row for row in hall.catalog.counters.values() if hall.counter(row.slug).state == "open"]
    serving = [row for row in open_ones if queue in (*row.queues, *row.helps)]
    own = sum(queue in row.queues for row in open_ones)
    clerks = [hall.catalog.people[hall.counter(row.slug).clerk] for row in serving]
    return Staffing(
        own=own,
        serving=len(serving),
        accessible=sum(row.accessible for row in serving),
        languages=frozenset(language for clerk in clerks for language in clerk.languages),
    )


@pytest.mark.parametrize("seed", range(8))
def test_what_is_kept_equals_a_count_over_all_counters(seed: int) -> None:
    """Counters open, pause, close, change hands, and are set up anew in between."""
    for play in AnyDay(seed).halls(300, 5):
        assert [play.hall.staffed(queue) for queue in ("social", "firms")] == [counted(play.hall, it) for it in ("social", "firms")]


def test_a_counter_that_helps_serves_but_does_not_own() -> None:
    """Counter 1 owns A and helps B; counter 3 is accessible and owns both."""
    play = Play().open("c1", LI)
    assert play.hall.staffed("firms") == Staffing(serving=1)
    play.open("c3", WANG)
    assert play.hall.staffed("firms") == Staffing(own=1, serving=2, accessible=1)
    assert play.hall.staffed("gone") == NOBODY


def test_what_is_spoken_at_a_queue_follows_who_sits_there() -> None:
    """It changes with the person, and when the person's row says something else."""
    rows = SMALL_HALL | {"people": [it | {"languages": ["en"]} if it["slug"] == "wang" else it for it in SMALL_HALL["people"]]}
    play = Play(rows).open("c1", LI)
    assert play.hall.staffed("social").languages == frozenset()
    play.ask(c.HandOver(to="wang"), LI)
    assert play.hall.staffed("social").languages == {"en"}
    play.ask(c.Configure(section="people", rows=SMALL_HALL["people"]), SERVICE_SETUP)
    assert play.hall.staffed("social").languages == frozenset()
