# SPDX-License-Identifier: Apache-2.0
"""Notes on days without data and on devices that were away."""

from datetime import date, timedelta

from msgspec import structs

from hallserver.core.calendar import Calendar
from hallserver.core.hall_row import SpecialDay
from reports import quality
from reports.day import make_day
from reports.openings import Openings
from reports.report import Note
from reports.rows import DayRow, Extent, SpanRow
from reports.rows_beside import AwayRow
from reports.text import note_text
from tests.reports.sample_day import S, at, names, period, ticket

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
    """Of the working days up to yesterday: today, the fifth, the hall may open yet."""
    days = [DayRow(f"2026-03-{day:02d}", 0, 1) for day in (2, 4)]
    extent = Extent("2026-03-02", "2026-04-01", days, 0, "", 0)
    [note] = on_days(extent, 5)

    assert note.args == {"n": 1, "of": 3, "days": "2026-03-03"}
    assert note_text(note, "zh-Hans") == "3 个应开放日中有 1 个没有数据：2026-03-03。这些日子不计为 0。"
    assert on_days(extent._replace(days=[]), 5) == []
    assert on_days(extent._replace(begun="2026-03-04"), 5) == [], "nothing is missed before its first day"


def on_days(extent: Extent, today: int) -> list[Note]:
    """Return the notes on one hall, looked at on this day of March."""
    return quality.on_days([(Openings(names()), extent)], Calendar(), date(2026, 3, 1) + timedelta(days=today - 1))


def test_a_hall_that_went_dark_lacks_every_day_since_up_to_the_end_of_the_period() -> None:
    """Whenever it is looked at; the note says which day was the last. Looked at on that day nothing is missing yet."""
    extent = Extent("2026-03-02", "2026-03-09", [DayRow("2026-03-02", 0, 1)], 0, "", 0)
    found = [on_days(extent, today) for today in (2, 3, 5, 9, 400)]

    assert [[it.args["n"] for it in notes] for notes in found] == [[], [], [2], [4], [4]]
    assert note_text(found[-1][0], "zh-Hans") == (
        "5 个应开放日中有 4 个没有数据：2026-03-03 2026-03-04 2026-03-05 2026-03-06。"
        "最后一个有数据的日子是 2026-03-02，期内此后都没有。这些日子不计为 0。"
    )
    assert [quality.lost_days(notes) for notes in found] == [0, 0, 2, 4, 4]


def test_of_several_halls_those_that_lack_most_are_named() -> None:
    """The one that lacks no day is not."""
    halls = [structs.replace(names(), hall={"zh-Hans": f"{it}街道大厅", "en": f"Hall {it}"}) for it in "甲乙丙"]
    known = [(2, 3, 4, 5), (2, 4, 5), (5,)]
    days = [[DayRow(f"2026-03-{day:02d}", 0, 1) for day in it] for it in known]
    found = quality.on_days(
        [(Openings(it), Extent("2026-03-02", "2026-04-01", of, 0, "", 0)) for it, of in zip(halls, days, strict=True)],
        Calendar(),
        date(2026, 3, 6),
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
    noted = quality.with_notes(report, quality.without_data([quality.Dates({}, {"2026-03-03"}, {"2026-03-04"})]))

    assert [note.key for note in report.notes] == ["clean"]
    assert [note.key for note in noted.notes] == ["no-days"]
    assert quality.with_notes(report, []) is report


def test_numbers_that_waited_for_the_first_counter_are_noted() -> None:
    """Published from 08:30, the first counter opens at 09:00: two of three waited for it, a paper number for nothing."""
    hall = structs.replace(names(), hours={"1": ("08:30-12:00",)})
    tickets = [ticket(no, at(clock)) for no, clock in enumerate(("08:20", "08:45", "09:10"), 1)]
    paper = ticket(4, at("08:50"))._replace(channel="paper")
    spans = [SpanRow("w2", "open", "", at("09:30"), None), SpanRow("w1", "open", "", at("09:00"), None)]
    late = period(tickets=[*tickets, paper], spans=spans)
    [note] = make_day(late, hall).notes

    assert note_text(note, "zh-Hans").startswith("首个窗口 09:00 才开放，晚于公布的开放时间 08:30；窗口开放前已取号 2 个")
    in_time = [period(tickets=tickets, spans=[SpanRow("w1", "open", "", at("08:30") + 59 * S, None)]), late._replace(tickets=tickets[2:])]
    assert [quality.opened_late(rows, hall) for rows in in_time] == [[], []]
    assert quality.opened_late(late, names()) == [], "nobody has said when it opens"


def test_devices_that_were_away_are_in_the_notes() -> None:
    """How many, how often, how long, the worst first."""
    away = [AwayRow("hall-1", at("09:00"), at("09:10")), AwayRow("printer-1", at("10:00"), at("11:00") + S)]
    notes = make_day(period(away=away), names()).notes

    assert [(note.key, note.args) for note in notes] == [("away", {"n": 2, "times": 2, "minutes": 71, "devices": "printer-1 hall-1"})]


def test_halls_that_deviate_each_in_its_own_way_are_no_new_version() -> None:
    """One hall's standard changed; two halls have one each; of two halls one changed."""
    one, two, both = {"a": 3, "": 1}, {"b": 2}, {"a": 1, "b": 2}
    found = [quality.of_standards(it) for it in ([one], [one, one], [both], [one, two], [both, two])]

    assert [[note.key for note in notes] for notes in found] == [[], [], ["standards"], ["standards-halls"], ["standards-changed"]]
    assert found[-1][0].args == {"n": 2, "halls": 2, "changed": 1}
    assert note_text(found[3][0], "zh-Hans").startswith("2 个大厅同时执行 2 种标准")


def test_the_gravest_note_is_the_one_that_weighs_most() -> None:
    """A week that is not over weighs more than a lost day, that more than what is known of work orders."""
    notes = [Note(key=key) for key in ("orders", "no-days", "not-over")]

    assert [quality.gravest(notes[: at + 1]).key for at in range(3)] == ["orders", "no-days", "not-over"]
