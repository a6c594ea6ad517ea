# SPDX-License-Identifier: Apache-2.0
"""What the first set-up offers can be set up: every row is one that the rules accept."""

import pytest

from hallserver.core import commands as c
from hallserver.core.catalog import ItemRow, QueueRow, ServiceRow, read_rows
from hallserver.core.hall import Hall
from hallserver.core.naming import follows
from hallserver.core.roles import SERVICE_SETUP
from hallserver.core.row import CounterKind
from hallserver.core.rules import decide
from hallserver.templates.catalogue import items, queues, services
from hallserver.templates.halls import HALLS, HallTemplate, choices

LANGUAGES = {"zh-Hans", "zh-Hant", "en"}


def test_every_row_of_the_catalogue_is_one_of_the_set_up() -> None:
    """With a letter each queue is; the names are there in each language that a hall writes."""
    lettered = [row | {"letter": letter} for row, letter in zip(queues(), "ABCDEFGH", strict=False)]
    rows = [*read_rows("queues", lettered), *read_rows("services", services()), *read_rows("items", items())]

    assert [type(row) for row in rows].count(QueueRow) == len(queues())
    assert all(row.names.keys() == LANGUAGES for row in rows)
    assert all(names.keys() == LANGUAGES for row in rows if isinstance(row, ItemRow) for names in row.papers.values())


def test_every_service_has_its_queue_and_item() -> None:
    """Nothing is ticked that belongs nowhere."""
    lines, known = {row["slug"] for row in queues()}, {row["slug"] for row in items()}
    rows = [row for row in read_rows("services", services()) if isinstance(row, ServiceRow)]

    assert [row.slug for row in rows if row.queue not in lines or not set(row.items) <= known] == []
    assert len({row.initials for row in rows}) == len(rows), "whoever types initials finds one"


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
    assert choices().keys() == {"halls", "queues", "services", "items"}
