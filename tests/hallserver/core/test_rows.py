# SPDX-License-Identifier: Apache-2.0
"""Slips in hours, plans and mentors are found when they are typed."""

from typing import Any

import pytest

from hallserver.core import commands as c
from hallserver.core.errors import AgainstStandard, HallError, NotFound
from hallserver.core.roles import SERVICE_SETUP, Actor
from tests.support import SHIPPED, SMALL_HALL, STANDARD, Play, names

SYSTEM = Actor(kind="person", name="sys", roles=frozenset({"system-admin"}))


def refused(section: str, rows: list[dict[str, Any]]) -> HallError:
    """Have rows set up that must not be; return why not."""
    with pytest.raises(HallError) as error:
        Play().ask(c.Configure(section=section, rows=rows), SERVICE_SETUP)  # type: ignore[arg-type]
    return error.value


@pytest.mark.parametrize("spans", [["12:00-09:00"], ["09:00-09:00"], ["09:00-12:00", "11:59-17:00"], ["14:00-17:00", "09:00-12:00"]])
def test_hours_go_on_and_do_not_overlap(spans: list[str]) -> None:
    """Else the hall would close before it opens."""
    error = refused("hall", [SMALL_HALL["hall"][0] | {"hours": {"1": spans}}])

    assert isinstance(error, AgainstStandard)
    assert (error.key, error.args_by_name) == ("hours-not-in-order", {"weekday": "1", "spans": spans})


def test_hours_with_and_without_a_lunch_break_are_taken() -> None:
    """Spans may touch."""
    hours = {"1": ["09:00-12:00", "12:00-20:00"], "6": ["09:00-12:00"], "7": []}
    play = Play(SMALL_HALL | {"hall": [SMALL_HALL["hall"][0] | {"hours": hours}]})

    assert play.hall.catalog.here.hours["1"] == ("09:00-12:00", "12:00-20:00")


@pytest.mark.parametrize(
    ("plan", "section"),
    [
        ({"counters": {"c9": {}}}, "counters"),
        ({"counters": {"c1": {"queues": ["gone"]}}}, "queues"),
        ({"counters": {"c1": {"helps": ["gone"]}}}, "queues"),
        ({"quotas": {"gone": 5}}, "queues"),
        ({"offered": {"gone": True}}, "services"),
    ],
)
def test_a_plan_names_only_what_is_there(plan: dict[str, Any], section: str) -> None:
    """It is put in force in a hurry, and must not fail then."""
    error = refused("plans", [{"slug": "lunch", "names": names("午间")} | plan])

    assert isinstance(error, NotFound)
    assert error.args_by_name["section"] == section


@pytest.mark.parametrize(
    ("mentor", "key"), [("nobody", "reference-unknown"), ("xin", "mentor-unfit"), ("guo", "mentor-unfit"), ("old", "mentor-unfit")]
)
def test_a_mentor_is_another_who_may_serve_alone(mentor: str, key: str) -> None:
    """Not oneself, no guide, nobody who has left."""
    rows: list[dict[str, Any]] = [
        {"slug": "old", "names": names("老周"), "retired": True},
        {"slug": "xin", "names": names("辛怡"), "roles": ["trainee"], "mentor": mentor},
    ]

    assert refused("people", [*SMALL_HALL["people"], *rows]).key == key


def test_no_queue_has_the_letter_of_the_paper_numbers() -> None:
    """Else two visitors would hold P001."""
    queue = {"slug": "post", "names": names("邮寄"), "letter": "P"}
    with pytest.raises(AgainstStandard, match="paper-letter-taken"):
        Play().ask(c.Configure(section="queues", rows=[*SMALL_HALL["queues"], queue]), SYSTEM)
    play = Play()
    play.ask(c.Configure(section="queues", rows=[*SMALL_HALL["queues"], queue | {"retired": True}]), SYSTEM)

    assert play.hall.catalog.queues["post"].retired


def test_no_standard_takes_a_queues_letter_for_paper_numbers() -> None:
    """The hall that had P before must choose another letter for its printed series."""
    play = Play()
    play.ask(c.CloseDay(), SERVICE_SETUP)
    text = STANDARD.replace('[parameter."paper.letter"]\nvalue = "P"', '[parameter."paper.letter"]\nvalue = "A"')
    assert text != STANDARD
    with pytest.raises(AgainstStandard, match="paper-letter-taken"):
        play.ask(c.AdoptStandard(text=text), SERVICE_SETUP)
    play.ask(c.AdoptStandard(text=SHIPPED), SERVICE_SETUP)

    assert play.hall.rules.text == SHIPPED


@pytest.mark.parametrize(
    ("media", "key"),
    [
        ({"file": "a.webm"}, "media-file-kind"),
        ({"kind": "film"}, "media-file-kind"),
        ({"from_day": "2026-02-30"}, "media-dates"),
        ({"from_day": "2026-11-24", "until_day": "2026-11-23"}, "media-dates"),
        ({"spans": ["12:00-09:00"]}, "media-spans"),
        ({"zones": ["nowhere"]}, "reference-unknown"),
    ],
)
def test_a_picture_that_would_never_be_shown_is_refused(media: dict[str, Any], key: str) -> None:
    """Nobody looks for it on the wall before it is missed; the control: the same row without the slip."""
    row = {"slug": "plan", "names": names("平面图"), "file": "plan.png"}
    assert refused("media", [row | media]).key == key
    Play({**SMALL_HALL, "media": [row | {"zones": ["main"], "spans": ["09:00-12:00"], "until_day": "2026-12-31"}]})


def test_what_the_hall_gives_and_what_a_service_belongs_to_is_there() -> None:
    """A service that nobody set up would leave 我要办事 without a number; a theme that the hall gave up may stand where it stood."""
    here, services = SMALL_HALL["hall"][0], SMALL_HALL["services"]
    error = refused("hall", [here | {"comprehensive": "nowhere"}])
    assert (error.key, error.args_by_name) == ("reference-unknown", {"section": "services", "slugs": ["nowhere"]})
    error = refused("services", [row | {"themes": ["age"]} for row in services])
    assert (error.key, error.args_by_name) == ("reference-unknown", {"section": "themes", "slugs": ["age"]})
    play = Play()
    for themes in ({"age": names("养老")}, {}):
        play.ask(c.Configure(section="hall", rows=[here | {"themes": themes}]), SERVICE_SETUP)
        play.ask(c.Configure(section="services", rows=[row | {"themes": ["age"]} for row in services]), SERVICE_SETUP)


BAD_ROWS = [
    ("hall", "sentences", "sentences.kiosk.home.zh-Hans", {"kiosk.home": {"zh-Hans": "首\u202e页"}}),
    ("hall", "zones", "zones.main.zh-Hans", {"main": {"zh-Hans": "东\u200b区"}}),
    ("hall", "address", "address", "深圳\n福田"),
    ("items", "names", "names.zh-Hans", names("社保\u2066卡")),
    ("items", "department", "department", "民政\u0007局"),
    ("people", "names", "names.zh-Hans", names("李\u200d敏")),
]


@pytest.mark.parametrize(("section", "field", "place", "value"), BAD_ROWS, ids=[f"{row[0]}-{row[1]}" for row in BAD_ROWS])
def test_what_nobody_sees_is_refused_with_its_field(section: str, field: str, place: str, value: object) -> None:
    """Two names that look alike, or a sentence that is read backwards, are found when they are typed."""
    row, *rest = SMALL_HALL[section]
    error = refused(section, [row | {field: value}, *rest])

    assert isinstance(error, AgainstStandard)
    said = error.args_by_name
    assert (error.key, said["section"], said["slug"], said["field"], said["place"]) == ("row-unseen", section, row["slug"], field, place)


def test_a_sentence_of_two_lines_is_taken() -> None:
    """A notice at the door may have them."""
    said = {"kiosk.closed": {"zh-Hans": "暂停\n取号"}}
    assert Play(SMALL_HALL | {"hall": [SMALL_HALL["hall"][0] | {"sentences": said}]}).hall.catalog.here.sentences == said


def test_what_an_old_journal_has_is_still_folded() -> None:
    """Only what somebody changes is asked: the past is what it was, and the rows beside it can be edited."""
    old, new = {"slug": "x", "names": {"zh-Hans": "社保\u202e卡"}}, {"slug": "y", "names": {"zh-Hans": "新"}}
    play = Play()
    play.hall.catalog.replace("items", [old])
    play.ask(c.Configure(section="items", rows=[old, new]), SERVICE_SETUP)
    assert [row.names["zh-Hans"] for row in play.hall.catalog.items.values()] == ["社保\u202e卡", "新"]

    with pytest.raises(AgainstStandard, match="row-unseen"):
        play.ask(c.Configure(section="items", rows=[old | {"department": "民政局"}, new]), SERVICE_SETUP)
