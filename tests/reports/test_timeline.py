# SPDX-License-Identifier: Apache-2.0
"""A number's story: every event that can befall it is told in words, and nothing personal is."""

import msgspec
import pytest

from hallserver.core import events as e
from hallserver.core.asking import Sealed
from hallserver.core.events import EVENTS
from hallserver.words import WRITTEN, known
from reports.timeline import BESIDE, TOLD, but_about, timeline_of, to_json
from reports.timeline_facts import CODES, UNTOLD, Setting
from tests.support import Play, varied_day


@pytest.fixture(scope="module")
def play() -> Play:
    """Return a day on which nearly every event has happened."""
    return varied_day()


def _setting(play: Play, language: str = "zh-Hans") -> Setting:
    rules = play.hall.rules
    groups = {slug: group.names for slug, group in rules.groups.items()}
    return Setting(catalog=play.hall.catalog, groups=groups, language=language, standard=rules)


def _about(play: Play, ticket: str) -> list[e.Entry]:
    """Return the entries that name a ticket, its issue first; by hand, without the journal's file."""
    issue = next(it for it in play.entries if f"{it.epoch}.{it.seq}" == ticket)
    return [issue, *(it for it in play.entries if isinstance(it.event, TOLD) and getattr(it.event, "ticket", "") == ticket)]


def test_every_event_that_names_a_number_or_an_order_is_told() -> None:
    """A new one is told, or somebody has said here why not."""
    names = {"ticket", "order"}
    untold = {kind.__name__ for kind in EVENTS if names & set(kind.__struct_fields__) and kind not in TOLD}
    assert untold == set()


def test_every_line_and_field_has_its_words() -> None:
    """A reader never sees a key; codes have their kinds."""
    wanted = [f"timeline.event.{kind.__name__}" for kind in (*TOLD, *BESIDE)]
    for kind in (*TOLD, *BESIDE):
        wanted += [f"timeline.field.{name}" for name in kind.__struct_fields__ if not {name, f"{kind.__name__}.{name}"} & UNTOLD]
    assert [key for key in dict.fromkeys(wanted) if not known(key)] == []
    assert all(field in getattr(e, kind).__struct_fields__ for kind, field in CODES)


@pytest.mark.parametrize("language", WRITTEN)
def test_a_story_of_every_number_of_a_varied_day_is_told_in_words(play: Play, language: str) -> None:
    """No slug of a person or service and no word key is left in a line, and no time but the hall's."""
    catalog = play.hall.catalog
    for issue in [it for it in play.entries if isinstance(it.event, e.TicketIssued)]:
        ticket = f"{issue.epoch}.{issue.seq}"
        told = timeline_of(_about(play, ticket), _setting(play, language), "1.9:abc")
        assert told.number == issue.event.label  # type: ignore[attr-defined]
        text = " ".join(fact for it in told.moments for fact in (it.what, it.by, *it.facts))
        assert "timeline." not in text
        rows = (*catalog.services, *catalog.people, *catalog.counters)
        facts = [fact.replace("：", ": ").partition(": ")[2] for it in told.moments for fact in it.facts]
        assert not [slug for slug in rows if slug in facts]


def test_what_is_personal_is_said_to_be_kept_and_no_more(play: Play) -> None:
    """The reference of a comment is not printed either."""
    rated = [it for it in play.entries if isinstance(it.event, e.RatingGiven)]
    entry = rated[0]
    sealed = msgspec.structs.replace(entry, event=msgspec.structs.replace(entry.event, comment=Sealed(ref="r1", digest="d1")))
    issue = next(it for it in play.entries if f"{it.epoch}.{it.seq}" == entry.event.ticket)  # type: ignore[attr-defined]
    told = to_json(timeline_of([issue, sealed], _setting(play), "1.9:abc")).decode()
    assert "意见：有（存于隐私库）" in told
    assert "r1" not in told.replace("1.9:abc", "")


def test_nobody_reads_who_rated_the_own_work(play: Play) -> None:
    """Ratings of one's own work and the orders about it are not in the story; of somebody else's they are. Control: without a person."""
    order = next(it for it in play.entries if isinstance(it.event, e.WorkOrderOpened) and it.event.source == "rating")
    clerk, ticket = order.event.clerk, order.event.ticket  # type: ignore[attr-defined]
    steps = [it for it in play.entries if getattr(it.event, "order", "") == order.event.order]  # type: ignore[attr-defined]
    entries = sorted({it.seq: it for it in (*_about(play, ticket), *steps)}.values(), key=lambda it: it.seq)

    kinds = {type(it.event) for it in but_about(entries, clerk)}
    assert not kinds & {e.RatingGiven, e.WorkOrderOpened, e.OrderVerified}
    assert e.ServiceFinished in kinds
    assert but_about(entries, "somebody-else") == but_about(entries, "") == entries


def test_the_standard_then_in_force_is_in_the_story(play: Play) -> None:
    """Every parameter with its value; without a standard there is none, and that is said on paper."""
    issue = next(it for it in play.entries if isinstance(it.event, e.TicketIssued))
    told = timeline_of([issue], _setting(play), "")
    assert len(told.parameters) == len(play.hall.rules.parameters)
    assert ("wait.promise_avg", "平均等候承诺", "15 分钟") in told.parameters
    bare = msgspec.structs.replace(_setting(play), standard=None)
    assert timeline_of([issue], bare, "").parameters == ()
