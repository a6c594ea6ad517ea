# SPDX-License-Identifier: Apache-2.0
"""Notes on days without data and on devices that were away."""

from datetime import date

from msgspec import structs

from hallserver.core.calendar import Calendar
from hallserver.core.hall_row import SpecialDay
from reports import quality
from reports.day import make_day
from reports.openings import Openings
from reports.rows import DayRow, Extent
from reports.rows_beside import AwayRow
from reports.text import note_text
from tests.reports.sample_day import S, at, names, period

WEEK = date(2026, 3, 2), date(2026, 3, 9)
HOLIDAY = Calendar(off=frozenset({date(2026, 3, 4)}), work=frozenset({date(2026, 3, 7)}))


def test_a_hall_should_be_open_by_its_hours_and_without_any_on_working_days() -> None:
    """Monday to Sunday: a holiday on Wednesday is made up for on Saturday; Tuesday is special."""
    said = structs.replace(names(), hours={"1": ("09:00-17:00",), "2": ("09:00-17:00",)}, special={"2026-03-03": SpecialDay(spans=())})

    assert sorted(quality.open_days(Openings(names()), HOLIDAY, *WEEK)) == [f"2026-03-{day:02d}" for day in (2, 3, 5, 6, 7)]
    assert sorted(quality.open_days(Openings(said), HOLIDAY, *WEEK)) == ["2026-03-02", "2026-03-07"]
    before = Openings(structs.replace(said, hours={"6": ("09:00-12:00",)}), (("2026-03-04", said),))
    assert sorted(quality.open_days(before, Calendar(), *WEEK)) == ["2026-03-02", "2026-03-07"], "open on Saturdays since then"


def test_days_without_data_are_named_and_those_to_come_are_not_missed() -> None:
    """Of five working days up to the last one known."""
    days = [DayRow(f"2026-03-{day:02d}", 0, 1) for day in (2, 4)]
    extent = Extent("2026-03-02", "2026-04-01", days, 0, "", 0)
    [note] = quality.on_days([(Openings(names()), extent)], Calendar())

    assert note.args == {"n": 1, "of": 3, "days": "2026-03-03"}
    assert note_text(note, "zh-Hans") == "3 个应开放日中有 1 个没有数据：2026-03-03。这些日子不计为 0。"
    assert quality.on_days([(Openings(names()), extent._replace(days=[]))], Calendar()) == []
    assert quality.on_days([(Openings(names()), extent._replace(begun="2026-03-04"))], Calendar()) == [], (
        "nothing is missed before its first day"
    )


def test_of_several_halls_those_that_lack_most_are_named() -> None:
    """The one that lacks no day is not."""
    halls = [structs.replace(names(), hall={"zh-Hans": f"{it}街道大厅", "en": f"Hall {it}"}) for it in "甲乙丙"]
    known = [(2, 3, 4, 5), (2, 4, 5), (5,)]
    days = [[DayRow(f"2026-03-{day:02d}", 0, 1) for day in it] for it in known]
    found = quality.on_days(
        [(Openings(it), Extent("2026-03-02", "2026-04-01", of, 0, "", 0)) for it, of in zip(halls, days, strict=True)], Calendar()
    )

    assert [note_text(note, "zh-Hans") for note in found] == [
        "3 个大厅共 12 个应开放日中有 4 个没有数据，不计为 0；按缺少的天数列出前几个厅。",
        "丙街道大厅：4 个应开放日中有 3 个没有数据：2026-03-02 2026-03-03 2026-03-04。",
        "乙街道大厅：4 个应开放日中有 1 个没有数据：2026-03-03。",
    ]
    assert note_text(found[-1], "en").startswith("Hall 乙: 1 of 4 days")


def test_the_notes_replace_that_the_data_are_clean() -> None:
    """A report is not clean and missing a day at once."""
    report = make_day(period(), names())
    noted = quality.with_notes(report, quality.without_data([quality.Dates({}, {"2026-03-03"}, {"2026-03-02"})]))

    assert [note.key for note in report.notes] == ["clean"]
    assert [note.key for note in noted.notes] == ["no-days"]
    assert quality.with_notes(report, []) is report


def test_devices_that_were_away_are_in_the_notes() -> None:
    """How many, how often, how long, the worst first."""
    away = [AwayRow("hall-1", at("09:00"), at("09:10")), AwayRow("printer-1", at("10:00"), at("11:00") + S)]
    notes = make_day(period(away=away), names()).notes

    assert [(note.key, note.args) for note in notes] == [("away", {"n": 2, "times": 2, "minutes": 71, "devices": "printer-1 hall-1"})]
