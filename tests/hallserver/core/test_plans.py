# SPDX-License-Identifier: Apache-2.0
"""What a plan would change: just that, and whom it would leave alone."""

import pytest

from hallserver.core import commands as c
from hallserver.core.errors import NotFound
from hallserver.core.plans import Alone, CounterChange, Offer, QuotaChange, helping, preview
from hallserver.core.roles import SERVICE_SETUP
from tests.hallserver.core.test_rules_hall import LUNCH, WITH_PLAN
from tests.support import DUTY, LI, SMALL_HALL, WANG, Play


def test_only_what_differs_is_told() -> None:
    """Counter 2 is not named and stays; the service that is hidden already changes nothing."""
    play = Play(WITH_PLAN).open("c1", LI)
    seen = preview(play.hall, "lunch")

    assert (seen.plan, seen.kind, seen.notice) == ("lunch", "lunch", LUNCH["notice"])
    assert seen.counters == [
        CounterChange(counter="c1", queues_before=("social",), queues=("social", "firms"), helps_before=("firms",), helps=()),
        CounterChange(counter="c3", queues_before=("social", "firms"), queues=(), helps_before=(), helps=()),
    ]
    assert (seen.services, seen.quotas) == ([Offer(service="aid", offered=False)], [QuotaChange(queue="firms", before=0, after=5)])
    assert seen.alone == []


@pytest.mark.parametrize("retired", [False, True], ids=["all in use", "a queue out of use"])
def test_once_applied_nothing_is_left_to_change(retired: bool) -> None:  # noqa: FBT001 -- a row of the table
    """The preview and the click speak of the same."""
    play = Play(WITH_PLAN)
    if retired:
        for section in ("services", "queues"):
            rows = [row | {"retired": "firms" in (row["slug"], row.get("queue"))} for row in SMALL_HALL[section]]
            play.ask(c.Configure(section=section, rows=rows), SERVICE_SETUP)
    play.ask(c.ApplyPlan(plan="lunch"), DUTY)
    seen = preview(play.hall, "lunch")

    assert (seen.counters, seen.services, seen.quotas) == ([], [], [])


def test_whom_the_plan_leaves_alone_is_counted() -> None:
    """Two wait for firms, and the only open counter there would cease to serve them."""
    plan = {"slug": "p", "names": {"zh-Hans": "预案"}, "counters": {"c2": {"queues": ["social"]}, "c1": {"helps": ["firms"]}}}
    play = Play(SMALL_HALL | {"plans": [plan]}).open("c2", WANG)
    play.take("founding")
    play.take("founding")

    assert preview(play.hall, "p").alone == [Alone(queue="firms", waiting=2)]


def test_before_the_doors_open_only_what_nobody_would_ever_serve_is_told() -> None:
    """All counters are closed then: that is no news."""
    plan = {"slug": "p", "names": {"zh-Hans": "预案"}, "counters": {"c2": {}, "c3": {"queues": ["social"]}}}
    play = Play(SMALL_HALL | {"plans": [plan, LUNCH]})

    assert preview(play.hall, "p").alone == [Alone(queue="firms", waiting=0)]
    assert preview(play.hall, "lunch").alone == []


def test_the_plan_that_helps_a_queue_lets_most_open_counters_serve_it() -> None:
    """At lunch counter 1 takes as its own a queue that it helped: nobody more serves it. Two counters more are better than one."""
    usual = {"slug": "usual", "names": {"zh-Hans": "支援企业"}, "counters": {"c1": {"queues": ["social"]}, "c2": {"queues": ["social"]}}}
    both = usual | {"slug": "both", "counters": {"c2": {"helps": ["social"]}, "c4": {"helps": ["social"]}}}
    c4 = SMALL_HALL["counters"][1] | {"slug": "c4", "number": 4}
    rows = WITH_PLAN | {"plans": [LUNCH, usual, both], "counters": [*SMALL_HALL["counters"], c4]}
    play = Play(rows).open("c1", LI).open("c2", WANG).open("c4", DUTY)

    assert (helping(play.hall, "social"), helping(play.hall, "firms")) == ("both", "")
    play.ask(c.CloseCounter(), DUTY)
    assert helping(play.hall, "social") == "usual", "the first of equals"
    play.ask(c.Configure(section="plans", rows=[row | {"retired": True} for row in rows["plans"]]), SERVICE_SETUP)
    assert helping(play.hall, "social") == ""


def test_a_plan_that_is_not_there_has_no_preview() -> None:
    """Somebody may have taken it out of use a moment ago."""
    with pytest.raises(NotFound, match="plan-unknown"):
        preview(Play().hall, "gone")
