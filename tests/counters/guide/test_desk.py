# SPDX-License-Identifier: Apache-2.0
"""What a guide gives out."""

from typing import Any

from counters.guide.desk import desk, items
from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_DOOR, SERVICE_SETUP
from tests.support import DUTY, GUIDE, LI, SMALL_HALL, Play, names, next_day


def see(play: Play) -> dict[str, Any]:
    """Return the desk."""
    return desk(play.hall)


def test_every_service_can_be_given_also_one_that_kiosks_do_not_offer() -> None:
    """With who waits, its letter for the eye, its initials for the fingers, and why there is none now."""
    play = Play()
    rows = [*SMALL_HALL["services"], {"slug": "house", "names": names("上门服务"), "queue": "firms", "on_kiosk": False, "initials": "smfw"}]
    play.ask(c.Configure(section="services", rows=rows), SERVICE_SETUP)
    play.take("founding")
    play.ask(c.StopIssuing(queue="social", reason="full"), DUTY)
    found = {row["slug"]: row for row in see(play)["services"]}

    assert (found["house"]["letter"], found["house"]["initials"], found["house"]["waiting"]) == ("B", "smfw", 1)
    assert {slug: row["stopped"] for slug, row in found.items()} == {"seniors": "full", "aid": "full", "founding": "", "house": ""}


def test_the_desk_knows_whether_slips_can_be_printed() -> None:
    """Else a guide gives paper that never comes."""
    play = Play()
    assert see(play)["printer"] == "ready"
    play.ask(c.ReportDevice(device="printer-1", state="out"), SERVICE_DOOR)

    assert see(play)["printer"] == "out"


def test_enquiries_are_counted_by_topic() -> None:
    """Each topic has its count, also before the first."""
    play = Play()
    for _ in range(2):
        play.ask(c.CountEnquiry(topic="papers"), GUIDE)

    assert (see(play)["enquiries"]["papers"], see(play)["enquiries"]["where"], see(play)["enquiries_all"]) == (2, 0, 2)


def test_items_are_found_by_name_service_or_initials_with_their_papers() -> None:
    """An item that is out of use is not."""
    play = Play()
    rows: list[dict[str, Any]] = [
        {"slug": "senior-card", "names": names("敬老优待证", "Senior card"), "papers": {"photo-1": names("一寸照片")}},
        {"slug": "gone", "names": names("敬老旧证"), "retired": True},
    ]
    play.ask(c.Configure(section="items", rows=rows), SERVICE_SETUP)
    services = [dict(row) | ({"initials": "jlyd"} if row["slug"] == "seniors" else {}) for row in SMALL_HALL["services"]]
    play.ask(c.Configure(section="services", rows=services), SERVICE_SETUP)

    for wanted in ("", "敬老", "jly", "SENIOR"):
        found: Any = items(play.hall, wanted, 0)
        assert [row["slug"] for row in found["items"]] == ["senior-card"], wanted
        assert found["items"][0]["papers"] == [{"slug": "photo-1", "names": names("一寸照片")}]
    assert items(play.hall, "护照", 0) == {"items": [], "all": 0}


def test_who_may_come_back_is_listed_with_the_earlier_number() -> None:
    """Also on the next day; a new number takes it off the list."""
    play = Play().open()
    ticket = play.take()
    play.call()
    play.later(60).ask(c.Finish(outcome="incomplete"), LI)
    next_day(play)
    (row,) = see(play)["returns"]
    assert (row["label"], row["day"], row["services"]) == ("A001", "2026-11-23", ("seniors",))
    play.ask(c.ComeBack(ticket=ticket.id), GUIDE)

    assert see(play)["returns"] == []


def test_the_printed_series_counts_on_from_its_highest_number() -> None:
    """They are often entered from the middle of the pile."""
    play = Play()
    assert see(play)["paper"] == {"letter": "P", "next": 1, "entered": 0, "last": []}
    for number in (12, 7):
        play.later(1).ask(c.EnterPaper(number=number, services=("seniors",)), GUIDE)

    assert see(play)["paper"] == {"letter": "P", "next": 13, "entered": 2, "last": ["P007", "P012"]}
    play.ask(c.EnterPaper(number=9999, services=("seniors",)), GUIDE)
    assert see(play)["paper"]["next"] == 1  # a typing error must not leave a number that no command takes
