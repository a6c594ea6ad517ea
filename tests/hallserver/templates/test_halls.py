# SPDX-License-Identifier: Apache-2.0
"""What the first set-up offers can be set up: every row is one that the rules accept."""

import pytest

from hallserver.core import commands as c
from hallserver.core.hall import Hall
from hallserver.core.naming import follows
from hallserver.core.roles import SERVICE_SETUP
from hallserver.core.row import CounterKind
from hallserver.core.rules import decide
from hallserver.templates.catalogue import services
from hallserver.templates.halls import HALLS, HallTemplate, choices


@pytest.mark.parametrize("size", HALLS, ids=lambda it: it.slug)
def test_a_size_of_hall_names_what_there_is(size: HallTemplate) -> None:
    """Kinds of counters, services and hours are those of the set-up; its example is called by its own pattern."""
    assert set(size.services) <= {row["slug"] for row in services()}
    assert size.counters.keys() <= set(CounterKind.__args__)  # type: ignore[attr-defined]
    row = {"slug": "hall", "names": {"zh-Hans": "x"}, "hours": size.hours, "seats": size.seats}
    assert decide(Hall(), c.Configure(section="hall", rows=[row]), SERVICE_SETUP, 0)
    assert follows(size.pattern["zh-Hans"], size.place["zh-Hans"] + size.pattern["zh-Hans"].removeprefix("{place}"))


def test_all_of_it_is_offered_at_once() -> None:
    """One address answers sizes and catalogue."""
    assert choices().keys() == {"halls", "queues", "services", "items", "letters", "own_queue", "counter"}
