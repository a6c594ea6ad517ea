# SPDX-License-Identifier: Apache-2.0
"""The halls of a district one under the other: a text for each column, and of a hall without data no figure at all."""

from hallserver.words import LANGUAGES
from reports.osm import NoData, roll_up
from reports.osm_halls import COLUMNS, empty_lines, facts, head, line_of
from tests.reports.test_osm import DAY, made

SHUT = NoData(hall={"zh-Hans": "园岭街道政务服务大厅"}, journal="1.12:00ff00ff00ff00ff")


def test_a_hall_has_a_text_for_each_column() -> None:
    """Its score with the mark of its grade, the way it moved, counts and figures as they read elsewhere."""
    line = dict(zip(COLUMNS, line_of(made(), "zh-Hans"), strict=True))

    assert [len(head(language)) for language in LANGUAGES] == [len(COLUMNS)] * len(LANGUAGES)
    assert (line["found"], line["open"], line["repeated"], line["tickets"]) == ("2", "2", "1", "300")
    assert line["moved"] == "↑"


def test_a_hall_without_data_is_named_and_never_zero() -> None:
    """The control: where every hall has some, nothing is said."""
    district = roll_up([made()], DAY, None, without=[SHUT])

    assert empty_lines(district, "zh-Hans") == [("园岭街道政务服务大厅", "无数据：本期没有开门营业的记录")]
    assert facts(district, "zh-Hans")[1:] == ["另有 1 个大厅本期无数据，不计入任何数字"]
    both = roll_up([made()], DAY, None)
    assert (empty_lines(both, "zh-Hans"), len(facts(both, "zh-Hans"))) == ([], 1)
