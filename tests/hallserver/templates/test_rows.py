# SPDX-License-Identifier: Apache-2.0
"""Each template is a whole hall: the rules take it, and every visitor has a counter to go to."""

import pytest

from hallserver.core import commands as c
from hallserver.core.hall import Hall
from hallserver.setup.checks import checks_of
from hallserver.templates import TEMPLATES
from hallserver.templates.halls import HALLS, HallTemplate
from hallserver.templates.rows import Rows
from tests.support import LI, Play

EACH = pytest.mark.parametrize("size", HALLS, ids=lambda it: it.slug)


def rows(size: HallTemplate) -> dict[str, Rows]:
    """Return a template's rows, with what ``init`` is told."""
    made = TEMPLATES[size.slug]()
    made["hall"][0]["slug"] = "futian"
    return made


@EACH
def test_the_rules_take_a_template_as_it_stands(size: HallTemplate) -> None:
    """Sections in their order, nothing refused; what is left to do is people and devices only."""
    hall: Hall = Play(rows(size)).hall
    kinds = [row.kind for row in hall.catalog.counters.values()]

    assert {kind: kinds.count(kind) for kind in kinds} == size.counters
    assert set(hall.catalog.services) == set(hall.catalog.items) == set(size.services)
    assert (hall.catalog.here.seats, hall.catalog.here.names["zh-Hans"]) == (size.seats, size.names["zh-Hans"])
    assert {it.name for it in checks_of(hall) if it.state == "todo"} <= {"clerk", "duty-manager", "devices", "services"}


@EACH
def test_every_queue_has_letter_and_counters_of_its_own(size: HallTemplate) -> None:
    """Whoever takes a number is called by somebody."""
    made = rows(size)
    queues = [row["slug"] for row in made["queues"]]

    assert len({row["letter"] for row in made["queues"]}) == len(queues) == (1 if size.one_queue else 5)
    assert {row["queue"] for row in made["services"]} == set(queues)
    assert all(row["queues"] and set(row["queues"]) <= set(queues) for row in made["counters"])
    assert [row["queues"] for row in made["counters"] if row["kind"] == "collection"] == [["collect"]] * size.counters.get("collection", 0)


@EACH
def test_each_template_makes_fresh_rows(size: HallTemplate) -> None:
    """What one ``init`` changes is not in the next."""
    first = TEMPLATES[size.slug]()
    first["hall"][0]["hours"].clear()
    first["hall"][0]["names"].clear()
    first["counters"][0]["queues"].clear()
    first["queues"][0]["names"].clear()
    again = TEMPLATES[size.slug]()
    assert again["hall"][0]["hours"]
    assert again["hall"][0]["names"]
    assert again["counters"][0]["queues"]
    assert again["queues"][0]["names"]


def test_a_street_hall_gives_numbers_as_soon_as_it_has_people() -> None:
    """Its matters are offered on kiosks."""
    [street] = [size for size in HALLS if size.slug == "street"]
    people = [{"slug": LI.name, "names": {"zh-Hans": "李敏"}, "roles": ["clerk"]}]
    play = Play({**rows(street), "people": people})
    play.ask(c.OpenCounter(counter="c2"), LI)

    assert all(row.on_kiosk for row in play.hall.catalog.services.values())
