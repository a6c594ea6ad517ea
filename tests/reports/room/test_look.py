# SPDX-License-Identifier: Apache-2.0
"""A report as the reading room shows it: the same texts as on paper, each figure with its key and n."""

from datetime import date
from typing import Any

import msgspec
import pytest
from msgspec import structs

from hallserver.words import LANGUAGES
from reports.compare import KEYS, Then, compared
from reports.day import make_day
from reports.kinds import Span
from reports.osm import Boxed, roll_up
from reports.osm_text import day_text
from reports.report import DayReport
from reports.room.look import look_of
from reports.rows_site import SiteRows
from reports.sources import SOURCES
from reports.tables import BREAKDOWNS, all_figures
from reports.text import value_text
from tests.reports.sample_day import busy_day, names, period
from tests.reports.sample_site import DAY_US, DAYS, NOON_US, done, finding
from tests.reports.test_osm import made
from tests.reports.test_osm_halls import SHUT

DAY = make_day(busy_day(200), names())


def test_times_are_compared_side_by_side_as_on_paper() -> None:
    """Fifteen figures are lines, a few times are columns; no tap leads from an earlier time to the numbers of this one."""
    time = Span(date(2026, 3, 1), date(2026, 3, 2))
    made = structs.replace(DAY, sections=(*DAY.sections, compared(DAY, {"before": Then(time, DAY)})))
    part = next(it for it in page(made)["parts"] if it["key"] == "compared")

    assert (part["of"], part["head"]) == ("指标", ["本期 2026-03-02 周一", "上期 2026-03-01 周日", "比上期"])
    assert [(row["slug"], len(row["cells"])) for row in part["rows"]] == [(key, 3) for key in KEYS]
    assert [it["text"] for it in part["rows"][0]["cells"]] == ["200", "200", "±0"]


def page(report: Any, language: str = "zh-Hans") -> Any:  # noqa: ANN401 - JSON
    """Return what the screen gets."""
    return msgspec.json.decode(look_of(report, language))


def test_every_section_is_there_with_every_figure_as_it_reads_on_paper() -> None:
    """Nothing is left out, nothing is said otherwise."""
    parts = {it["key"]: it for it in page(DAY)["parts"]}
    assert set(parts) == {it.key for it in DAY.sections if it.groups}
    figures = {it["key"]: it for key, part in parts.items() if key not in BREAKDOWNS for row in part["rows"] for it in row["cells"]}
    for key, figure in all_figures(DAY).items():
        assert (figures[key]["text"], figures[key]["n"]) == (value_text(figure, "zh-Hans"), figure.n)
    assert parts["tickets"]["whole"]
    assert not parts["by-queue"]["whole"]
    assert len(parts["by-queue"]["head"]) == len(parts["by-queue"]["rows"][0]["cells"])
    order = [it["key"] for it in page(DAY)["parts"]]
    assert order.index("waits") < order.index("by-queue")


def test_only_a_figure_that_some_number_counts_in_leads_to_numbers() -> None:
    """The control: without its numerator it leads nowhere; and every figure with numbers behind it is explained."""
    shown = page(DAY)
    cells = {it["key"]: it for part in shown["parts"] for row in part["rows"] for it in row["cells"] if part["whole"]}
    assert cells["tickets.issued"]["leads"]
    assert not cells["tickets.voided"]["leads"]
    explained = {key for it in shown["definitions"] for key in it["of"]}
    assert {key for key in cells if key in SOURCES} <= explained


@pytest.mark.parametrize("language", [it for it in LANGUAGES if it != "yue"])
def test_the_page_of_on_site_management_has_its_parts_in_every_language(language: str) -> None:
    """Matrix with grade, mark and arrow; ledger; actions; boxes as they were written."""
    shown = page(made(), language)
    assert (len(shown["matrix"]["rows"]), len(shown["matrix"]["head"])) == (6, 6)
    assert {cell["grade"] for row in shown["matrix"]["rows"] for cell in row["cells"]} > {"unseen"}
    findings, actions = shown["texts"]
    assert [row[0][0] for row in findings["rows"]] == ["X20260303-001", "X20260303-002"]
    assert len(actions["rows"]) == 1
    assert shown["boxes"][0][1] == "巡查十天"
    assert not any(
        "room." in text or "osm." in text for text in (findings["title"], *findings["head"], *(it["title"] for it in shown["lists"]))
    )


@pytest.mark.parametrize("language", [it for it in LANGUAGES if it != "yue"])
def test_the_page_of_several_halls_has_a_line_for_each_and_leads_to_no_numbers(language: str) -> None:
    """One without data has a line without a figure; a cell says in how many halls it is poor."""
    poor = made(SiteRows(done=[done("exits", DAYS[0])], findings=[finding(1, deduction=6)]), SiteRows())
    shown = page(roll_up([poor, poor], DAY, None, without=[SHUT], boxes=Boxed(measures="月底前修好")), language)
    [halls] = shown["texts"]

    assert [len(row) for row in halls["rows"]] == [len(halls["head"])] * 3
    assert halls["rows"][2][0][1]
    assert {cell[0] for cell in halls["rows"][2][1:]} == {"–"}
    assert {cell["looks"][-2:] for row in shown["matrix"]["rows"] for cell in row["cells"][:-1] if cell["grade"] == "poor"} == {"×2"}
    assert not any(card["leads"] for card in shown["cards"])
    assert (shown["kind"], shown["boxes"][2][1], "osm." in str(shown["facts"])) == ("district", "月底前修好", False)


def test_a_finding_is_due_until_the_end_of_its_last_day() -> None:
    """The midnight at which that day is over is not the next day's, as on paper."""
    report = made(SiteRows(done=[done("exits", DAYS[0])], findings=[finding(1, due_us=NOON_US + DAY_US // 2)]), SiteRows())
    [findings, *_] = page(report)["texts"]
    assert findings["rows"][0][5][0] == day_text(NOON_US, report.zone)


def test_a_report_without_a_single_case_is_still_a_page() -> None:
    """An empty day says no case, never a number."""
    empty = make_day(period(), names())
    assert isinstance(empty, DayReport)
    assert all(it["none"] or it["text"].startswith("0") for it in page(empty)["cards"])
