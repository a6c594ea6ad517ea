# SPDX-License-Identifier: Apache-2.0
"""The checklist: the standard's checks with what a hall adds; and the ones that no hall can loosen."""

from typing import Any

import msgspec

from hallserver.core import commands as c
from hallserver.core.check_row import RESOURCES, STEPS, Check, CheckRow
from hallserver.core.checklist import (
    STEP_WEIGHTS,
    checklist,
    cycle_of,
    every_check,
    kept_planned,
    laid,
    loosened,
    planned,
    standard_checks,
    zones_of,
)
from hallserver.core.roles import SERVICE_SETUP
from tests.support import SMALL_HALL, STANDARD, Play, changed, names

BINDING = Check(names=names("出口"), resource="space", step="sort", cycle="daily", safety=True, binding=True, critical=6)
OWN: dict[str, Any] = {
    "slug": "umbrella",
    "names": names("雨伞架"),
    "resource": "goods",
    "step": "place",
    "cycle": "daily",
    "zones": ["hall-a"],
}
ZONES = {"hall-a": names("一区"), "hall-b": names("二区")}


def row(**fields: object) -> CheckRow:
    """Return a hall's row of the exits check."""
    usual = {"slug": "exits", "names": names("本厅出口"), "resource": "space", "step": "sort", "cycle": "daily", "safety": True}
    return CheckRow(**usual | fields)  # type: ignore[arg-type]


def hall_with(*rows: dict[str, Any], standard: str = STANDARD) -> Play:
    """Return a hall of two zones with these rows of its own."""
    here = SMALL_HALL["hall"][0] | {"zones": ZONES}
    counters = [it | {"zone": "hall-a"} for it in SMALL_HALL["counters"]]
    return Play(SMALL_HALL | {"hall": [here], "counters": counters, "patrol": list(rows)}, standard=standard)


def test_the_shipped_standard_has_a_check_for_each_of_the_thirty_cells() -> None:
    """六类资源 × 五步, in three languages; the safety block and some of each cycle are among them."""
    checks = standard_checks(Play().hall)

    assert {(it.resource, it.step) for it in checks.values()} == {(resource, step) for resource in RESOURCES for step in STEPS}
    assert all(set(it.names) == {"zh-Hans", "zh-Hant", "en"} for it in checks.values())
    assert {it.cycle for it in checks.values()} == {"daily", "weekly", "monthly"}
    assert all(it.binding for it in checks.values() if it.critical > 6)


def test_a_binding_check_can_only_be_sharpened() -> None:
    """More points or its own name, yes; fewer points, more rarely, in one zone only, or not at all, no."""
    assert loosened(BINDING, row(critical=9, minor=2)) == []
    assert [loosened(BINDING, row(cap=cap)) for cap in (0, 100)] == [["cap"], ["cap"]]
    assert laid("exits", BINDING, row(cap=0)).cap == BINDING.cap
    loose = row(cycle="weekly", critical=5, zones=("a",), retired=True, safety=False, step="keep")
    assert loosened(BINDING, loose) == ["step", "cycle", "critical", "zones", "safety", "retired"]

    kept = laid("exits", BINDING, loose)
    assert (kept.names["zh-Hans"], kept.step, kept.cycle, kept.critical, kept.zones, kept.safety, kept.retired) == (
        "本厅出口", "sort", "daily", 6, (), True, False,
    )  # fmt: skip


def test_what_does_not_bind_is_the_halls_to_say() -> None:
    """It may be dropped."""
    free = Check(names=names("台面"), resource="goods", step="sort")

    assert laid("desk", free, row(slug="desk", retired=True)).retired
    assert laid("desk", free, None) == CheckRow(slug="desk", names=names("台面"), resource="goods", step="sort")


def test_a_halls_own_check_is_due_where_it_says() -> None:
    """In one zone of two; those of the standard in both."""
    hall = hall_with(OWN).hall
    due = planned(hall)

    assert zones_of(hall) == ("hall-a", "hall-b")
    assert "umbrella" in due["hall-a"]["daily"]
    assert "umbrella" not in due["hall-b"]["daily"]
    assert set(due["hall-b"]["weekly"]) == set(due["hall-a"]["weekly"])
    assert kept_planned(hall)["patrol_planned"]["hall-b"]["daily"] == list(due["hall-b"]["daily"])


def test_everything_is_looked_at_as_often_as_the_standard_wants_at_least() -> None:
    """With a full check each week nothing is monthly any more; what is daily stays so, what is random too."""
    hall = hall_with(standard=changed("site.cycle", '"weekly"')).hall

    assert set(planned(hall)["hall-a"]) == {"daily", "weekly"}
    assert cycle_of(hall, row(cycle="random")) == "random"


def test_a_standard_from_before_has_no_checks_and_a_hall_may_have_its_own() -> None:
    """An older journal folds, and nothing is due in it."""
    old = STANDARD.partition("[check.")[0] + STANDARD[STANDARD.index("# Working days") :]
    play = hall_with(OWN, standard=old)

    assert list(checklist(play.hall)) == ["umbrella"]
    play.ask(c.Configure(section="patrol", rows=[OWN | {"retired": True}]), SERVICE_SETUP)
    assert checklist(play.hall) == {}
    assert kept_planned(play.hall) == {}


def test_each_sheet_weighs_a_hundred() -> None:
    """Σ = 100."""
    assert all(sum(weights.values()) == 100 for weights in STEP_WEIGHTS.values())


def test_what_a_hall_says_as_the_standard_does_stays_the_standards() -> None:
    """The set-up screen sends the whole list: only what differs becomes the hall's own, and what is put back is the standard's again."""
    play = Play()
    rows = [msgspec.to_builtins(it) for it in every_check(play.hall).values()]
    changed_one = [it | ({"critical": 15} if it["slug"] == "space-exits" else {}) for it in rows]
    play.ask(c.Configure(section="patrol", rows=[*changed_one, OWN | {"zones": []}]), SERVICE_SETUP)
    assert sorted(play.hall.catalog.patrol) == ["space-exits", "umbrella"]
    assert checklist(play.hall)["space-exits"].critical == 15

    play.ask(c.Configure(section="patrol", rows=[*rows, OWN | {"zones": [], "retired": True}]), SERVICE_SETUP)
    assert sorted(play.hall.catalog.patrol) == ["umbrella"]
    assert len(every_check(play.hall)) == len(checklist(play.hall)) + 1
