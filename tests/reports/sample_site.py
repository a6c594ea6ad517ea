# SPDX-License-Identifier: Apache-2.0
"""A little of on-site management to report on: three checks, two zones, a month of two weeks, written out by hand."""

from typing import Any

from hallserver.core.check_row import STEPS, CheckRow
from reports.osm_sources import Ruled, Sources
from reports.report import DayReport
from reports.rows_site import ActionRow, CheckDoneRow, CheckPlannedRow, EntryRow, FindingRow, PatrolRow, SiteRows, SiteStepRow

HOUR_US = 3_600_000_000
NOON_US = 1_772_424_000_000_000
"""Monday 2026-03-02, 12:00 in Shanghai."""
DAY_US = 24 * HOUR_US
SPAN = ("2026-03-02", "2026-03-16")
BEFORE = ("2026-02-16", "2026-03-02")
DAYS = tuple(f"2026-03-{day:02d}" for day in (*range(2, 7), *range(9, 14)))
WEIGHTS: dict[str, int] = dict.fromkeys(map(str, STEPS), 20)
CHECKS = {
    row.slug: row
    for row in (
        CheckRow(
            slug="exits",
            names={"zh-Hans": "安全出口畅通", "en": "Exits are clear"},
            resource="space",
            step="sort",
            cycle="daily",
            safety=True,
        ),
        CheckRow(slug="signs", names={"zh-Hans": "标识齐全", "en": "Signs are up"}, resource="information", step="place", cycle="weekly"),
        CheckRow(
            slug="bins", names={"zh-Hans": "垃圾桶清洁", "en": "Bins are clean"}, resource="waste", step="clean", cycle="monthly", cap=4
        ),
    )
}
RULED = Ruled(checks=CHECKS, weights=WEIGHTS, patrols=(1, 0))


def done(item: str, day: str, zone: str = "main") -> CheckDoneRow:
    """Return that a check was looked at in a zone."""
    return CheckDoneRow(zone, item, day, NOON_US)


def planned(day: str, cycle: str, *items: str, zone: str = "main") -> CheckPlannedRow:
    """Return what should be looked at."""
    return CheckPlannedRow(day, zone, cycle, list(items))


def patrol(day: str, cycle: str = "daily", actor: str = "person:chen", late_us: int = 0) -> PatrolRow:
    """Return a patrol."""
    return PatrolRow(1, int(day[-2:]), day, NOON_US + late_us, actor, cycle, ["main"], 3, 0, NOON_US - HOUR_US, NOON_US, "")


def finding(no: int, item: str = "exits", day: str = "2026-03-03", **fields: Any) -> FindingRow:
    """Return a finding of one point, open, due two days later, changed by the fields given."""
    row = FindingRow(
        f"X{day.replace('-', '')}-{no:03d}", day, "", item, CHECKS[item].resource if item in CHECKS else "goods",
        CHECKS[item].step if item in CHECKS else "store", "main", "", "", "liu", item == "exits", "minor", 1, "person:chen",
        NOON_US, NOON_US, NOON_US + 2 * DAY_US, "", 1, 1, None, "", None, 0, "", None, "", 0,
    )  # fmt: skip
    return row._replace(**fields)


def action(no: int, **fields: Any) -> ActionRow:
    """Return an action that is being done, due after four days."""
    row = ActionRow(
        f"C20260303-{no:03d}",
        "2026-03-03",
        "加装线槽",
        "liu",
        "2026-03-06",
        NOON_US + 4 * DAY_US,
        [],
        "person:zhao",
        NOON_US,
        "do",
        "",
        "",
        None,
    )
    return row._replace(**fields)


def entry(no: int, register: str, closed_us: int | None = None) -> EntryRow:
    """Return an entry of a register."""
    return EntryRow(f"SJ20260304-{no:03d}", "2026-03-04", register, {}, "person:zhao", NOON_US, "", closed_us)


def step(no: str, kind: str = "opened", photos: tuple[str, ...] = (), actor: str = "person:chen", **says: str | bool) -> SiteStepRow:
    """Return a step of something, and what it says."""
    return SiteStepRow(1, 900, no, NOON_US, actor, kind, says, None, None, list(photos))


def sources(service: DayReport, site: SiteRows, site_before: SiteRows | None = None, **fields: Any) -> Sources:
    """Return what a report is made of."""
    given: dict[str, Any] = {
        "service": service, "service_before": None, "site": site, "site_before": site_before or SiteRows(), "days": DAYS, "before": BEFORE,
        "staff_days": 40, "ruled": RULED, "ruled_before": RULED,
        "people": {"liu": {"zh-Hans": "刘志强"}, "chen": {"zh-Hans": "陈晓敏"}}, "zones": {"main": {"zh-Hans": "大厅"}},
    }  # fmt: skip
    return Sources(**(given | fields))
