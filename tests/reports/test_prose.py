# SPDX-License-Identifier: Apache-2.0
"""The sentences of the text part: they say what the figures say, and nothing where there is nothing."""

from msgspec import structs

from reports.day import make_day
from reports.figures import share
from reports.osm import Boxed
from reports.prose import boxes, problems, work
from reports.report import DayReport, Group, Section
from tests.reports.sample_day import at, busy_day, leg, names, period, ticket

BUSY = make_day(busy_day(300), names())


def _within(report: DayReport, **parts: int) -> DayReport:
    """Return the report with so many of a hundred waits within the target, in the hall (``hall``) and in queues."""
    figure = {slug: share("wait.within", part, 100) for slug, part in parts.items()}
    groups = tuple(Group(slug=slug, names={"zh-Hans": slug}, figures=(it,)) for slug, it in figure.items() if slug != "hall")
    sections = (Section(key="waits", groups=(Group(figures=(figure["hall"],)),)), Section(key="by-queue", groups=groups))
    return structs.replace(report, sections=sections)


def test_the_work_is_told_with_its_figures() -> None:
    """Numbers as the report has them, in both languages, and no gap is left."""
    issued = BUSY.section("tickets").groups[0].figure("tickets.issued").value
    for language in ("zh-Hans", "zh-Hant", "en"):
        lines = work(BUSY, language)
        assert any(str(issued) in line for line in lines)
        assert not any("{" in line or "}" in line for line in lines)
        assert len(lines) == 6


def test_what_the_figures_say_against_the_hall_is_named() -> None:
    """The three slowest places, the slowest first, how many more there are, and none that keeps its target."""
    [line] = problems(_within(BUSY, hall=80, a=94, b=10, c=50, d=93, e=99), "zh-Hans")
    assert line == "等候达标率为 80.00%，低于 95% 的有：b（10.00%）；c（50.00%）；d（93.00%）；另有 1 处。"
    assert problems(_within(BUSY, hall=96, a=94), "zh-Hans") == ["按本期数据未发现需要说明的问题。"]


def test_of_several_halls_the_slowest_halls_are_named() -> None:
    """A district's manager goes to a hall, not to a queue that every hall has."""
    queues = _within(BUSY, hall=80, a=94)
    halls = structs.replace(_within(BUSY, hall=80, 南园=60, 福田=98).section("by-queue"), key="by-hall")

    [line] = problems(structs.replace(queues, sections=(*queues.sections, halls)), "zh-Hans")
    assert line == "等候达标率为 80.00%，低于 95% 的有：南园（60.00%）。"


def test_what_was_not_recorded_is_not_told_as_none() -> None:
    """A service time that nobody knows is left out, not 0; what is to be done stays to be written."""
    report = make_day(period(legs=[leg(1, at("09:00"), implicit=True, started_us=None)], tickets=[ticket(1, at("09:00"))]), names())

    assert not any("平均办理" in line for line in work(report, "zh-Hans"))
    replayed = make_day(period(legs=[leg(1, at("09:00"), outcome="unrecorded")], orders=[]), names())
    rated = make_day(period(legs=[leg(1, at("09:00"))], orders=[]), names())
    assert ["差评生成工单" in "".join(work(it, "zh-Hans")) for it in (replayed, rated)] == [False, True]
    assert [(box.title, box.lines == (), box.empty) for box in boxes(report, "zh-Hans", Boxed())][2] == ("下步措施", True, 4)
