# SPDX-License-Identifier: Apache-2.0
"""Names for the tables: from the catalog, in its order, and never missing."""

from datetime import date

from msgspec.structs import replace

from hallserver.core.calendar import Calendar
from hallserver.core.catalog import Catalog, PersonRow, QueueRow
from hallserver.core.hall_row import SpecialDay
from reports.names import closing_us, in_language, known_first, names_of, opening_us
from tests.reports.sample_day import DATE, NEXT, at, catalog


def test_queues_carry_their_letter_and_counters_their_number_once() -> None:
    """Managers speak of queue A and counter 3; "3 3号窗口" would be silly."""
    names = names_of(catalog())

    assert names.queues["general"]["zh-Hans"] == "A 综合受理"
    assert names.counters["w3"]["zh-Hans"] == "3号专窗窗口"
    assert names.queues_of["w2"] == ("general", "social")


def test_retired_rows_come_last_and_keep_their_name() -> None:
    """A queue retired at noon has figures of the morning."""
    rows = (
        QueueRow(slug="old", letter="E", names={"zh-Hans": "旧"}, retired=True),
        QueueRow(slug="new", letter="F", names={"zh-Hans": "新"}),
    )

    assert list(names_of(Catalog(queues={row.slug: row for row in rows})).queues) == ["new", "old"]


def test_unknown_slugs_follow_the_known_ones() -> None:
    """Figures of a thing without a row are shown, not dropped."""
    assert known_first({"b": {}, "a": {}}, ["z", "a", "b", "a"]) == ["b", "a", "z"]


def test_a_name_falls_back_to_chinese() -> None:
    """Chinese is the language that every name has."""
    assert in_language({"zh-Hans": "咨询"}, "en") == "咨询"
    assert in_language({"zh-Hans": "咨询", "en": "Enquiry"}, "en") == "Enquiry"
    assert in_language({}, "en") == ""


def test_the_closing_time_of_a_date_is_its_last_span_in_the_halls_zone() -> None:
    """A Saturday has its own; a day without hours, and a hall without any, have none."""
    names = replace(names_of(catalog()), hours={"1": ("09:00-12:00", "13:30-17:30"), "6": ("09:00-12:00",)})

    assert closing_us(names, "2026-03-02") == at("17:30")
    assert closing_us(names, "2026-03-07") == at("12:00", "2026-03-07")
    assert closing_us(names, "2026-03-03") is None
    assert closing_us(names_of(catalog()), "2026-03-02") is None


def test_people_plans_and_groups_have_names_for_the_list_of_acts() -> None:
    """Groups come from the standard, not from the set-up."""
    people = {"dan": PersonRow(slug="dan", names={"zh-Hans": "单明"})}
    found = names_of(Catalog(people=people), {"elderly": {"zh-Hans": "老年人"}})

    assert (found.people, found.groups) == ({"dan": {"zh-Hans": "单明"}}, {"elderly": {"zh-Hans": "老年人"}})


def test_closing_goes_by_special_days_and_the_calendar() -> None:
    """A make-up Saturday closes as a Monday, a special day as it says; a holiday is closed all day, so nobody can be late."""
    special = {"2026-03-03": SpecialDay(spans=("09:00-20:00",))}
    calendar = Calendar(off=frozenset({date(2026, 3, 2)}), work=frozenset({date(2026, 3, 7)}))
    names = replace(names_of(catalog(), calendar=calendar), hours={"1": ("09:00-17:30",)}, special=special)

    assert closing_us(names, "2026-03-03") == at("20:00", "2026-03-03")
    assert closing_us(names, "2026-03-07") == at("17:30", "2026-03-07")
    assert closing_us(names, "2026-03-02") is None


def test_a_day_opens_with_its_first_span_and_closes_with_its_last() -> None:
    """Noon is not closed; a day that nobody has said anything of has neither."""
    hall = replace(names_of(catalog()), hours={"1": ("09:00-12:00", "14:00-18:00")})

    assert (opening_us(hall, DATE), closing_us(hall, DATE)) == (at("09:00"), at("18:00"))
    assert (opening_us(hall, NEXT), closing_us(hall, NEXT)) == (None, None)
