# SPDX-License-Identifier: Apache-2.0
"""The table of alarms in the reports of a day and of a period: how often, how long, how soon seen; worked out by hand."""

from hallserver.words import known, shipped
from reports.alarms import alarms_section
from reports.day import make_day
from reports.formats import FORMATS, render
from reports.period import Period
from reports.rows import Extent
from reports.rows_beside import AlarmRow
from reports.text import group_name
from tests.reports.sample_day import busy_day, names, period

S = 1_000_000
ROWS = (
    AlarmRow("late", "warning", 0, 30 * S, 600 * S),
    AlarmRow("late", "warning", 1000 * S, None, 1300 * S),
    AlarmRow("late", "critical", 400 * S, 430 * S, 700 * S),
    AlarmRow("printer-low", "note", 0, None, 60 * S),
)


def test_each_kind_and_level_has_its_line_the_worst_first() -> None:
    """Two warnings of ten and of five minutes, one of them seen after half a minute."""
    [section] = alarms_section(ROWS)

    assert [group.slug for group in section.groups] == ["late.critical", "late.warning", "printer-low.note"]
    late = section.groups[1]
    assert [(it.key, it.value, it.n) for it in late.figures] == [
        ("alarms.raised", 2, 4), ("alarms.mean", 450, 2), ("alarms.max", 600, 2), ("alarms.seen", 0.5, 2), ("alarms.after", 30, 1),
    ]  # fmt: skip
    assert (group_name(late, "zh-Hans"), group_name(late, "en")) == ("等候过久（注意）", "Long wait (warning)")
    assert alarms_section(()) == []


def test_a_day_report_has_the_table_in_every_format() -> None:
    """And one of a day without alarms has no empty one."""
    report = make_day(busy_day(40)._replace(alarms=ROWS), names())

    assert len(report.section("by-alarm").groups) == 3
    for output in FORMATS:
        assert render(report, output)
    assert "等候过久" in render(report, "csv").decode("utf-8-sig")
    assert make_day(period(), names()).section("by-alarm").groups == ()


def test_a_period_adds_the_alarms_of_its_halls() -> None:
    """How often is a sum; how long and how soon are means over all of them."""
    total = Period("2026-03-02", "2026-03-03")
    for _ in range(2):
        rows = busy_day(10)
        total.add_hall(names(), Extent(rows.from_date, rows.to_date, rows.days, rows.as_of_us, "", 0), [], alarms=ROWS)
    late = total.report().section("by-alarm").groups[1]

    assert [late.figure(key).value for key in ("alarms.raised", "alarms.mean", "alarms.after")] == [4, 450, 30]


def test_every_alarm_has_a_short_name_for_reports() -> None:
    """One without would break the day's report just when it happened."""
    keys = {key.removeprefix("alarm.") for key in shipped() if key.startswith("alarm.")}

    assert [key for key in sorted(keys) if not known(f"report.alarm.{key}")] == []
