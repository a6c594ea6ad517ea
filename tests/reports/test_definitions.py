# SPDX-License-Identifier: Apache-2.0
"""What figures mean, told of those that a report has."""

from msgspec import structs

from reports.day import make_day
from reports.definitions import TOPICS, defined, definitions, topics_of
from reports.spells import USUAL, Spells
from tests.reports.sample_day import busy_day, names

BUSY = make_day(busy_day(50), names())


def test_only_figures_that_a_report_has_are_explained() -> None:
    """In their order, each once; how to read them always. Without such a section its words go too."""
    topics = topics_of(BUSY)
    have = {figure.key for section in BUSY.sections for group in section.groups for figure in group.figures}

    assert topics == [topic for topic in TOPICS if topic in topics]
    assert have <= {key for topic in topics for key in TOPICS[topic]}
    assert {"basis", "percentile", "missing", "wait"} < set(topics)
    assert not {"returns", "alarms", "compared"} & set(topics), "the day has none of them"
    assert "half" not in topics_of(structs.replace(BUSY, sections=tuple(it for it in BUSY.sections if it.key != "by-half-hour")))


def test_a_period_is_told_of_bins_and_everything_where_nothing_is_asked() -> None:
    """A percentile of many days is to the second."""
    period = structs.replace(BUSY, kind="period")

    assert [row[0].main for row in defined(BUSY, "zh-Hans").rows] == [
        row[0].main for row in definitions("zh-Hans", "day", topics_of(BUSY)).rows
    ]
    assert defined(period, "zh-Hans").rows[1] != defined(BUSY, "zh-Hans").rows[1]
    assert len(definitions("en").rows) == len(TOPICS)


def test_lunch_is_said_as_it_was_on_the_days_of_the_report() -> None:
    """Of a report frozen before it said so, the usual; where halls or days differ, each of the times."""
    place = topics_of(BUSY).index("served_at")
    times = ((), BUSY.spells, (USUAL, Spells(lunch_from="11:30", lunch_until="13:30")))
    told = [defined(structs.replace(BUSY, spells=it), "zh-Hans").rows[place][1].main for it in times]

    assert "午间 12:00–14:00（" in told[0]
    assert "晚间 18:00 起" in told[0]
    assert told[0] == told[1]
    assert "午间 11:30–13:30、12:00–14:00（" in told[2]
    assert "{" not in "".join(told)
