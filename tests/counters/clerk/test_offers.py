# SPDX-License-Identifier: Apache-2.0
"""What can be chosen on the terminal is what the rules take."""

from typing import Any

from counters.clerk.offers import colleagues, counters, groups, items, orderers, people_to_tell, queues, services
from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_DOOR
from tests.support import DUTY, LI, SMALL_HALL, WANG, Play


def with_rows(**sections: list[dict[str, Any]]) -> Play:
    """Play in the small hall with other rows in some sections."""
    return Play(SMALL_HALL | sections)


def test_a_queue_is_found_by_its_services_and_their_pinyin_initials() -> None:
    """The clerk knows what the visitor wants, not the name of the queue that has it."""
    rows = [row | ({"initials": "qyslds"} if row["slug"] == "founding" else {}) for row in SMALL_HALL["services"]]
    rows.append({"slug": "old", "names": {"zh-Hans": "旧业务"}, "queue": "firms", "retired": True, "initials": "jyw"})
    found = {row["slug"]: str(row["found_by"]) for row in queues(with_rows(services=rows).hall)}
    assert "qyslds" in found["firms"]
    assert "企业设立登记" in found["firms"]
    assert "jyw" not in found["firms"]
    assert "疾病救助" in found["social"]


def test_services_that_are_offered_can_be_served_directly() -> None:
    """Each service on the list is taken by the rule; a retired one is not on it."""
    rows = [*SMALL_HALL["services"], {"slug": "old", "names": {"zh-Hans": "旧业务"}, "queue": "firms", "retired": True}]
    play = with_rows(services=rows).open()
    offered = services(play.hall)
    assert [(row["slug"], row["letter"]) for row in offered] == [("seniors", "A"), ("aid", "A"), ("founding", "B")]
    for row in offered:
        play.ask(c.ServeDirect(services=(str(row["slug"]),)), LI)
        play.ask(c.Finish(), LI)


def test_a_counter_can_be_handed_to_each_colleague_on_the_list() -> None:
    """Not to oneself, nor to who sits at another counter, nor to who may open none; those who are signed in come first."""
    people = [*SMALL_HALL["people"], {"slug": "zhao", "names": {"zh-Hans": "赵蕾"}}, {"slug": "sun", "names": {"zh-Hans": "孙静"}}]
    play = with_rows(people=people).open("c1", LI).open("c2", WANG)
    play.ask(c.ReportSignIn(person="sun", state="in"), SERVICE_DOOR)
    offered = [row["slug"] for row in colleagues(play.hall, "li")]
    assert (offered[0], sorted(map(str, offered))) == ("sun", ["dan", "sun", "zhao"])
    play.ask(c.HandOver(to="sun"), LI)
    assert play.hall.counter("c1").clerk == "sun"


def test_messages_go_to_open_counters_of_others() -> None:
    """Who sits where is what a clerk knows of colleagues; a closed counter reads nothing."""
    play = Play().open("c1", LI).open("c2", WANG)
    (row,) = people_to_tell(play.hall, "li")
    assert (row["to"], row["number"], row["clerk"]) == ("counter:c2", 2, {"zh-Hans": "王强"})
    play.ask(c.SendMessage(to=str(row["to"]), code="thanks"), LI)


def test_items_come_with_their_papers() -> None:
    """The tick list of what is missing is the item's own."""
    papers = {"household": {"zh-Hans": "户口本"}}
    play = with_rows(items=[{"slug": "senior-card", "names": {"zh-Hans": "敬老优待证"}, "papers": papers}])
    (item,) = items(play.hall, play.hall.catalog.counters["c1"])
    assert item["papers"] == papers
    assert items(play.hall, play.hall.catalog.counters["c2"]) == []


def test_a_group_that_is_offered_can_be_confirmed() -> None:
    """Only groups that a visitor can name are somebody's to confirm."""
    play = Play().open()
    ticket = play.take()
    offered = [str(row["slug"]) for row in groups(play.hall)]
    assert "transferred" not in offered
    play.ask(c.ConfirmPriority(ticket=ticket.id, group=offered[0]), LI)
    assert ticket.group == offered[0]


def test_counters_say_who_has_them_and_orders_come_from_managers() -> None:
    """A clerk is nobody's manager."""
    play = Play().open("c2", DUTY)
    assert [(row["number"], row["state"], row["clerk"]) for row in counters(play.hall)][1] == (2, "open", {"zh-Hans": "单明"})
    assert [row["slug"] for row in orderers(play.hall)] == ["dan"]
