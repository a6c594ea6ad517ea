# SPDX-License-Identifier: Apache-2.0
"""The ledger as it stood when the report was made: what is open, late, repeated; the gravest in front."""

from datetime import datetime
from zoneinfo import ZoneInfo

from reports.osm_ledger import Happened, actions_of, findings_of, happened, lines_of
from reports.osm_text import day_text, source_text
from reports.rows_site import SiteRows
from tests.reports.sample_site import CHECKS, DAY_US, NOON_US, SPAN, action, done, entry, finding, step

AS_OF_US = NOON_US + 10 * DAY_US


def test_open_ones_stand_in_front_the_late_and_grave_first() -> None:
    """What somebody has to act on is not to be looked for."""
    rows = SiteRows(
        findings=[
            finding(1, closed_us=NOON_US + DAY_US, fixed_us=NOON_US),
            finding(2, due_us=AS_OF_US + 1),
            finding(3),
            finding(4, severity="critical"),
            finding(5, fixed_us=NOON_US + DAY_US, recheck_us=AS_OF_US + 1),
        ]
    )
    found = findings_of(rows, CHECKS, SPAN, AS_OF_US)

    assert [(it.no[-3:], it.state, it.late) for it in found] == [
        ("004", "open", True), ("003", "open", True), ("005", "fixed", False), ("002", "open", False), ("001", "closed", False),
    ]  # fmt: skip


def test_the_last_day_of_a_finding_is_the_one_before_the_midnight_at_which_it_is_due() -> None:
    """As the 催办单 and the patrol page say it: else the paper would give a day more."""
    due_us = round(datetime(2026, 3, 5, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp()) * 1_000_000
    [line] = findings_of(SiteRows(findings=[finding(1, due_us=due_us)]), CHECKS, SPAN, AS_OF_US)

    assert day_text(line.last_us, "Asia/Shanghai") == "03-04"


def test_what_was_put_right_too_late_says_so_when_it_is_closed() -> None:
    """Closed is not forgotten: the time was not kept."""
    [it] = findings_of(
        SiteRows(findings=[finding(1, fixed_us=NOON_US + 3 * DAY_US, closed_us=NOON_US + 4 * DAY_US)]), CHECKS, SPAN, AS_OF_US
    )

    assert (it.state, it.late, it.closed_us) == ("closed", True, NOON_US + 4 * DAY_US)


def test_what_closed_after_the_report_was_open_when_it_was_made() -> None:
    """A report on March made in May must not know April."""
    rows = SiteRows(findings=[finding(1, fixed_us=AS_OF_US + 1, closed_us=AS_OF_US + 2)])
    [it] = findings_of(rows, CHECKS, SPAN, AS_OF_US)

    assert (it.state, it.fixed_us, it.closed_us, it.late) == ("open", 0, 0, True)
    assert lines_of(rows, CHECKS, SPAN, AS_OF_US)[0].open == 1


def test_a_line_has_its_photos_and_says_whether_it_is_new_and_a_repeat() -> None:
    """From before: still in the ledger, not among the new ones. What comes after the period is not in it."""
    old, new, later = finding(1, day="2026-02-27"), finding(2, repeat_of="X20260101-003", nth=2), finding(3, day="2026-03-16")
    outside = step(new.no, photos=("a", "b"))._replace(says={"source": "inspection"})
    steps = [outside, step(new.no, "fixed", ("c",))]
    found = {it.no: it for it in findings_of(SiteRows(findings=[old, new, later], steps=steps), CHECKS, SPAN, AS_OF_US)}

    assert set(found) == {old.no, new.no}
    assert (found[old.no].new, found[new.no].new) == (False, True)
    assert [source_text(found[it.no], "zh-Hans") for it in (old, new)] == ["", "督查发现"]
    assert (found[new.no].photos, found[new.no].repeat_of, found[new.no].nth) == (("a", "b", "c"), "X20260101-003", 2)
    assert found[new.no].item == CHECKS["exits"].names


def test_actions_say_which_rule_they_became_and_by_whom() -> None:
    """PDCAS ends with a rule; one that is not done in time is late."""
    ended = action(1, step="standardise", parameter="exits", standard="0f3a", closed_us=NOON_US + DAY_US)
    rows = SiteRows(actions=[ended, action(2)], steps=[step(ended.no, "standardise", actor="person:gao", why="已有")])

    late, done_ = actions_of(rows, CHECKS, AS_OF_US)
    assert (late.late, late.step, late.by) == (True, "do", "person:zhao")
    assert (done_.late, done_.parameter, done_.standard, done_.by) == (False, "exits", "0f3a", "person:gao")
    assert (late.rule, done_.rule) == ({}, CHECKS["exits"].names)
    assert (late.why, done_.why) == ("", "已有")


def test_safety_comes_first_and_visual_management_after() -> None:
    """Exits are safety; signs are information and places; bins are neither."""
    rows = SiteRows(done=[done("exits", "2026-03-03"), done("exits", "2026-03-16")], findings=[finding(1)])
    lines = lines_of(rows, CHECKS, SPAN, AS_OF_US)

    assert [(it.slug, it.safety, it.looks, it.findings, it.open) for it in lines] == [("exits", True, 1, 1, 1), ("signs", False, 0, 0, 0)]


def test_registers_without_an_entry_say_none() -> None:
    """No incident is worth saying."""
    assert happened([entry(1, "drill", NOON_US), entry(2, "fault")], SPAN, ("incident", "drill", "fault"), AS_OF_US) == (
        Happened(register="incident", n=0, open=0), Happened(register="drill", n=1, open=0), Happened(register="fault", n=1, open=1),
    )  # fmt: skip
