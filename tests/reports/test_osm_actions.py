# SPDX-License-Identifier: Apache-2.0
"""Actions and best practice are told in names, never in codes of the set-up."""

from msgspec import structs

from reports import osm_actions
from tests.reports.test_osm import SITE, made

REPORT = made()
[ENDED] = REPORT.actions


def test_actions_and_practice_have_their_lines() -> None:
    """Parts 7 and 8 as text: what was done, not its number alone."""
    [row] = osm_actions.actions(REPORT, "zh-Hans").rows

    assert [cell.main for cell in row] == ["C20260303-001", "加装线槽", "刘志强", "2026-03-06", "标准化", "修改“安全出口畅通”（zhao）"]
    assert osm_actions.practice_text(REPORT, "zh-Hans") == "空间得分比上期提高；“加装线槽”已固化为标准"
    assert osm_actions.actions_text([REPORT], "zh-Hans") == "共 1 项，已标准化 1 项，超期 0 项"


def test_a_rule_is_a_check_or_a_parameter_by_name() -> None:
    """In the reader's language, and by whom; nobody where nobody is named. The code is the last resort, of what has no name any more."""
    by_liu, nobody = structs.replace(ENDED, by="person:liu"), structs.replace(ENDED, by="", rule={}, parameter="site.patrol_per_day")

    assert osm_actions.rule_text(REPORT, by_liu, "en") == "“Exits are clear” changed (刘志强)"
    assert osm_actions.rule_text(REPORT, nobody, "zh-Hans") == "修改“定时巡查次数”"
    assert osm_actions.rule_text(REPORT, structs.replace(nobody, parameter="gone"), "zh-Hant") == "修改「gone」"
    assert osm_actions.rule_text(REPORT, structs.replace(nobody, parameter="", step="check"), "zh-Hans") == "尚未"


def test_who_changed_no_rule_says_why() -> None:
    """By name; an older release did not ask. It is no best practice that it became a rule."""
    unchanged = structs.replace(ENDED, by="person:liu", rule={}, parameter="", why="现行标准已有规定")
    assert osm_actions.rule_text(REPORT, unchanged, "zh-Hans") == "标准没有改动：现行标准已有规定（刘志强）"
    assert osm_actions.rule_text(REPORT, structs.replace(unchanged, why=""), "en") == "nothing was changed (刘志强)"
    practice = made(SITE._replace(actions=[it._replace(parameter="") for it in SITE.actions])).practice
    assert "standardised" not in {it.key for it in practice}


def test_what_was_to_put_right_a_finding_that_is_open_is_not_praised_yet() -> None:
    """The control: one about no finding of this report is."""
    [standing, *_] = REPORT.findings
    about, other = ([it._replace(findings=[no]) for it in SITE.actions] for no in (standing.no, "X20250101-001"))
    assert standing.state != "closed"
    praised = [{it.key for it in made(SITE._replace(actions=actions)).practice} for actions in (about, other)]
    assert ["standardised" in it for it in praised] == [False, True]


def test_practice_without_a_measure_is_told_by_its_rule() -> None:
    """A measure may be unknown; its rule is not."""
    bare = structs.replace(REPORT, actions=(structs.replace(ENDED, measure=""),))

    assert osm_actions.practice_text(bare, "zh-Hans") == "空间得分比上期提高；“安全出口畅通”已固化为标准"
