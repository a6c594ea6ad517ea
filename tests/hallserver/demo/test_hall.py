# SPDX-License-Identifier: Apache-2.0
"""The demo's hall is the one that was promised, and valid."""

from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_SETUP
from hallserver.demo.hall import COUNTER_OF, SERVICE_S, SHARE, YOURS, sections
from tests.support import Play


def test_eight_counters_and_twelve_services_in_four_queues() -> None:
    """What the README says of it."""
    hall = Play(sections()).hall
    assert (len(hall.catalog.counters), len(hall.catalog.services), len(hall.catalog.queues)) == (8, 12, 4)
    assert set(SERVICE_S) == set(SHARE) == set(hall.catalog.services)


def test_every_queue_has_a_counter_of_its_own_without_yours() -> None:
    """Nobody waits for the counter that is left to whoever looks."""
    hall = Play(sections()).hall
    owned = {queue for slug, row in hall.catalog.counters.items() if slug != YOURS for queue in row.queues}
    assert owned == set(hall.catalog.queues)


def test_each_clerk_has_a_counter_and_one_more_setup_changes_nothing() -> None:
    """The rows can be configured again as they are."""
    play = Play(sections())
    assert set(COUNTER_OF.values()) == set(play.hall.catalog.counters)
    for section, rows in sections().items():
        play.ask(c.Configure(section=section, rows=rows), SERVICE_SETUP)  # type: ignore[arg-type]
