# SPDX-License-Identifier: Apache-2.0
"""The catalogue of usual matters can be set up as it stands."""

from hallserver.core.catalog import ItemRow, QueueRow, ServiceRow, read_rows
from hallserver.templates.catalogue import items, queues, services
from tests.habits.test_words import simplified

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


def test_no_traditional_name_has_a_simplified_character() -> None:
    """As with every sentence."""
    papers = [papers for row in items() for papers in row["papers"].values()]
    named = [row["names"] for row in (*queues(), *services(), *items())] + papers

    assert simplified({f"{place}.x": names for place, names in enumerate(named)}) == []
