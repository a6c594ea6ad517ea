# SPDX-License-Identifier: Apache-2.0
"""What a loudspeaker says next and in which form: order, age, those who wait, and what it has to say in a minute."""

import queue
import threading
from itertools import pairwise

import pytest
from msgspec.structs import replace

from devices.protocols import Form
from devices.saying import CHIME_S, QUIET_S, S_PER_CHARACTER, Lineup, Pace, Plan, Waiting, form_of, plan, sentences
from hallserver.core.jobs import Speak
from tests.devices.samples import CMN, EN, YUE, call, slip

THREE = (CMN, YUE, EN)
FRESH_S = 15.0


def waiting(number: int, age_s: float = 0.0, job: Speak | None = None) -> Waiting:
    """Return a call that was handed over so long before the second 0."""
    return Waiting(job=job or call(number, say=THREE), handed_s=-age_s)


def planned(head: Speak, *others: Waiting, age_s: float = 0.0, pace: Pace | None = None) -> Plan:
    """Return what becomes of a job of this age with these behind it."""
    return plan(Waiting(job=head, handed_s=-age_s), others, 0.0, pace or Pace())


def after(*, said: int, job: Speak, apart_s: float) -> Pace:
    """Return how a loudspeaker gets along that has said so many of these, evenly, the last one just now."""
    pace = Pace()
    for number in reversed(range(said)):
        end_s = -number * apart_s
        pace.took(job, "whole", end_s - pace.length_s(job, "whole"), end_s)
    return pace


@pytest.mark.parametrize(
    ("age_s", "form", "state"),
    [(0, "whole", ""), (7.5, "whole", ""), (7.6, "one", "one language, 7.6 s late"), (15, "one", "one language, 15.0 s late"),
     (15.1, "short", "15.1 s late"), (30, "short", "30.0 s late"), (30.1, None, "30.1 s late")],
)  # fmt: skip
def test_age_sheds_languages_first_and_the_form_after_them(age_s: float, form: Form | None, state: str) -> None:
    """In this order: who does not understand the first language is told by the screen, and nobody hears stale numbers."""
    assert planned(call(say=THREE, fresh_s=FRESH_S), age_s=age_s) == Plan(form=form, detail=state, why="" if form else "late")


def test_a_call_in_one_language_is_whole_as_long_as_it_is_fresh() -> None:
    """There is nothing to shed before the form."""
    ages = (0, 8, 15, 15.1, 30.1)

    assert [form_of(call(fresh_s=FRESH_S), age_s).form for age_s in ages] == ["whole", "whole", "whole", "short", None]
    assert form_of(replace(call(), short=()), 16).form is None
    assert form_of(call(fresh_s=0.0), 0.001).form is None


def test_further_languages_give_way_to_who_waits() -> None:
    """Not only to who is late already: three languages take twelve seconds."""
    assert planned(call(say=THREE)).form == "whole"
    assert planned(call(say=THREE), waiting(2)) == Plan(form="one", detail="one language, others wait")
    assert planned(call(say=(CMN,)), waiting(2, job=call(2))).form == "whole"


def test_the_long_form_gives_way_only_where_another_would_be_late() -> None:
    """A crowd that comes at once is better told briefly than half of it not at all."""
    crowd = [waiting(number, job=call(number)) for number in range(2, 9)]

    assert planned(call(1), *crowd[:3]).form == "whole"
    assert planned(call(1), *crowd) == Plan(form="short", detail="others wait")
    assert planned(replace(call(1), short=()), *crowd).form == "whole"


def test_who_is_too_late_already_keeps_nobody_brief() -> None:
    """It lay on a cut line: being brief would not make it young."""
    assert planned(call(1, say=THREE), waiting(2, 16.0), waiting(3, 31.0)).form == "whole"


def test_repetitions_and_slips_behind_keep_nobody_brief() -> None:
    """Repetitions are left out anyway."""
    behind = [waiting(2, 14.0, replace(call(2), again=1)), Waiting(job=slip(1), handed_s=-14.0)]

    assert planned(call(1, say=THREE), *behind).form == "whole"


def test_a_repetition_is_said_only_where_it_costs_nobody_anything() -> None:
    """It is worth less than any first call."""
    again = replace(call(1), again=1)

    assert planned(again).form == "whole"
    assert planned(again, age_s=7.6) == Plan(form=None, detail="a repetition, 7.6 s late", why="late")
    assert planned(again, waiting(2)) == Plan(form=None, detail="a repetition, and others wait", why="late")
    assert planned(again, waiting(2, job=replace(call(2), again=1))).form is None


def test_a_full_minute_leaves_no_room_for_further_languages_nor_repetitions() -> None:
    """What comes next would wait for them: at six calls a minute three languages last longer than the minute."""
    three, one = call(1, say=THREE), call(1)

    assert planned(three, pace=after(said=2, job=three, apart_s=20)).form == "whole"
    assert planned(three, pace=after(said=6, job=one, apart_s=9)).form == "one"
    assert planned(replace(three, again=1), pace=after(said=6, job=one, apart_s=9)).form == "one"
    assert planned(replace(one, again=1), pace=after(said=11, job=one, apart_s=5)).form is None
    assert planned(one, pace=after(said=11, job=one, apart_s=5)).form == "whole"
    long_ago = after(said=11, job=one, apart_s=5)
    assert plan(Waiting(job=replace(three, again=1), handed_s=61.0), [], 61.0, long_ago).form == "whole"


def test_a_notice_keeps_its_languages_unless_somebody_waits() -> None:
    """It is long and rare: how much was said before it says nothing of what comes after."""
    notice = replace(call(1, say=(replace(CMN, text=CMN.text * 8), EN)), kind="notice", short=(), fresh_s=60.0)

    assert planned(notice, pace=after(said=6, job=call(1), apart_s=9)).form == "whole"
    assert planned(notice, waiting(2)).form == "one"


def test_an_emergency_is_whole_or_nothing() -> None:
    """Nobody may be left out of it; an hour later it must not be said at all."""
    job = replace(call(1, say=THREE), kind="emergency", fresh_s=300.0)

    assert planned(job, *(waiting(n) for n in range(2, 9)), age_s=500).form == "whole"
    assert planned(job, age_s=601) == Plan(form=None, detail="601.0 s late", why="late")


def test_nothing_is_called_spoken_at_volume_zero() -> None:
    """Somebody turned it down on purpose: no alarm, and no lie in the journal."""
    assert planned(replace(call(), volume=0)) == Plan(form=None, detail="the volume is 0")


def test_what_is_said_in_each_form() -> None:
    """The first language is the visitor's own."""
    job = call(say=THREE)

    assert sentences(job, "whole") == THREE
    assert sentences(job, "one") == (CMN,)
    assert sentences(job, "short") == job.short


def test_the_pace_is_learned_and_stays_within_reason() -> None:
    """Clips, another rate or a slow player change it; one stuck sound must not."""
    pace, job = Pace(), call(say=(CMN, EN))
    first_s = pace.length_s(job, "whole")
    for _ in range(20):
        pace.took(job, "whole", 0.0, 2 * first_s)
    assert pace.length_s(job, "whole") == pytest.approx(2 * first_s, rel=0.01)
    assert pace.length_s(call(say=(YUE,)), "whole") == pytest.approx(len(YUE.text) * S_PER_CHARACTER["yue"])
    for _ in range(50):
        pace.took(job, "whole", 0.0, 3600.0)
    assert pace.length_s(job, "whole") <= 10.01 * first_s
    for _ in range(50):
        pace.took(job, "whole", 0.0, 0.0)
    assert pace.length_s(job, "whole") >= 0.09 * first_s
    assert pace.length_s(replace(job, chime=True), "whole") == pytest.approx(pace.length_s(job, "whole") + CHIME_S)


def test_the_chime_is_not_rung_right_after_something_else() -> None:
    """It calls for attention, and takes a second that a busy loudspeaker does not have."""
    pace, job = Pace(), replace(call(), chime=True)

    assert pace.rings(job, 0.0)
    assert not pace.rings(call(), 0.0)
    pace.took(job, "whole", 0.0, 5.0)
    assert not pace.rings(job, 5.0 + QUIET_S - 0.1)
    assert pace.rings(job, 5.0 + QUIET_S)
    assert pace.rings(replace(job, kind="emergency"), 5.0)


def test_emergencies_come_first_and_all_else_in_its_order() -> None:
    """A call-back or a notice waits its turn: neither may starve the other."""
    line, kinds = Lineup(), ("call", "notice", "emergency", "call-back", "call", "emergency")
    for number, kind in enumerate(kinds):
        line.put(replace(call(number), kind=kind), float(number))
    line.put(slip(9), 9.0)
    line.end()

    order = [2.0, 5.0, 0.0, 1.0, 3.0, 4.0, 9.0]
    assert [it.handed_s for it in line.behind()] == order
    assert [it.handed_s for it in (line.next() for _ in order) if it is not None] == order
    assert line.behind() == []
    assert line.next() is None


def test_whoever_waits_for_the_next_job_is_woken_or_told_in_time() -> None:
    """A device that can be asked how it is must get to be asked."""
    line = Lineup()
    with pytest.raises(queue.Empty):
        line.next(0.01)
    threading.Timer(0.02, line.put, (call(1), 1.0)).start()

    found = line.next(30)
    assert found is not None
    assert found.handed_s == 1.0


def test_no_rung_of_the_ladder_is_above_the_one_before() -> None:
    """Older never means more."""
    worth = {"whole": 3, "one": 2, "short": 1, None: 0}
    for say in ((CMN,), THREE):
        forms = [worth[form_of(call(say=say), age_s / 10).form] for age_s in range(400)]
        assert all(before >= then for before, then in pairwise(forms))


def test_repetitions_are_not_counted_as_announcements() -> None:
    """A hall that repeats every call once would else be taken for one that calls twice as often."""
    pace = Pace()
    for again in (0, 1, 1):
        pace.took(replace(call(), again=again), "whole", 0.0, 3.0)

    assert pace.said_lately(3.0) == 1
    assert pace.said_lately(90.0) == 0


def test_those_that_wait_count_as_if_they_were_said_already() -> None:
    """None of them would be late, but as many more calls with all languages leave no room for those that come."""
    job, patient = call(1, say=THREE), waiting(2, job=call(2, fresh_s=1000.0))
    said = after(said=3, job=job, apart_s=15.0)

    assert planned(job, pace=said).form == "whole"
    assert planned(job, patient, pace=said) == Plan(form="one", detail="one language, others wait")
