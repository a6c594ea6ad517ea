# SPDX-License-Identifier: Apache-2.0
"""What a hall does under a standard: each function plays a little and returns what people would notice."""

from collections.abc import Callable
from typing import Any

from displays.kiosk.view import view as kiosk_view
from displays.voice import call_jobs, call_of, is_quiet, repeats
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.advice import advice, pressure
from hallserver.core.alarms import alarms
from hallserver.core.errors import HallError
from hallserver.core.idle import idle_counters
from hallserver.core.roles import Actor, visitor
from hallserver.core.rules_backup import restored
from hallserver.core.rules_paper import paper_letter
from hallserver.core.runs import runs
from hallserver.core.signs import signs
from hallserver.core.waiting import call_rate
from hallserver.dutywatch import must_check
from hallserver.sealing import kept_days
from hallserver.words import say
from reports.manager.needs import times
from tests.support import DUTY, GUIDE, KIOSK, LI, MINUTE_US, SMALL_HALL, WANG, Play

Rows = dict[str, list[dict[str, Any]]]
Look = Callable[[str], object]
"""From a standard's text to what is seen under it."""


def refusal(play: Play, command: c.Command, by: Actor) -> str:
    """Ask; return the key of the refusal, empty for none."""
    try:
        play.ask(command, by)
    except HallError as error:
        return error.key
    return ""


def waited_s(play: Play, command: c.Command, by: Actor, *, step_s: int = 10, most_s: int = 1200) -> int:
    """Ask every ``step_s`` seconds until it is allowed; return after how many seconds it was, ``most_s`` for never."""
    for passed_s in range(0, most_s, step_s):
        if not refusal(play, command, by):
            return passed_s
        play.later(step_s)
    return most_s


def hall(text: str, **rows: Any) -> Play:
    """Return a hall under a standard, counter 1 open; ``rows``: sections that are otherwise."""
    return Play(SMALL_HALL | rows, standard=text).open()


def many(play: Play, n: int, **fields: Any) -> list[str]:
    """Let so many people take numbers from a guide; return the tickets."""
    return [play.take(by=GUIDE, **fields).id for _ in range(n)]


def label(text: str) -> object:
    """The number as it is printed."""
    return hall(text).take().label


def numbers_after_restore(text: str) -> object:
    """Where numbers go on after a restore."""
    return restored(hall(text).hall, taken_us=1, mark="0f", lost_to="").numbers


def two_services(text: str) -> object:
    """Whether two errands come on one number."""
    return refusal(hall(text), c.TakeTicket(services=("seniors", "founding")), KIOSK)


def recall_after_s(text: str) -> object:
    """After how long a clerk may call again."""
    play = hall(text)
    play.take()
    play.call()
    return waited_s(play, c.Recall(), LI, step_s=5)


def calls_in_all(text: str) -> object:
    """How often a number may be called."""
    play = hall(text)
    play.take()
    play.call()
    return sum(not refusal(play.later(400), c.Recall(), LI) for _ in range(6))


def absent_after_s(**fields: Any) -> Look:
    """After how long a number may be marked absent."""

    def look(text: str) -> object:
        play = hall(text)
        play.take(**fields)
        play.call()
        return waited_s(play, c.MarkAbsent(), LI)

    return look


def on_my_way_s(text: str) -> object:
    """How much longer a visitor has who says to be on the way."""
    play = hall(text)
    ticket = play.take()
    play.call()
    [event] = play.ask(c.OnMyWay(ticket=ticket.id), visitor(ticket.id))
    return event


def missed(text: str, times: int = 1) -> Play:
    """Return a hall with others waiting, in which the first number has missed its calls and come back each time but the last."""
    play = hall(text)
    first = play.take(by=GUIDE)
    many(play, 8)
    for n in range(times):
        play.ask(c.CallTicket(ticket=first.id, reason="ordered", ordered_by="dan"), LI)
        play.later(200).ask(c.MarkAbsent(counter="c1"), LI)
        if n < times - 1:
            play.ask(c.BringBack(ticket=first.id), GUIDE)
    return play


def back_behind(text: str) -> object:
    """Behind whom a number waits that was brought back."""
    play = missed(text)
    [first] = [it.id for it in play.hall.tickets.values() if it.state == "absent"]
    [back] = play.ask(c.BringBack(ticket=first), GUIDE)
    return back


def misses_to_forfeit(text: str) -> object:
    """Which miss forfeits a number."""
    return next(n for n in range(1, 12) if any(it.state == "forfeited" for it in missed(text, n).hall.tickets.values()))


def undo_within_s(text: str) -> object:
    """How long a finish can be taken back."""
    for late_s in range(5, 200, 5):
        play = hall(text)
        play.take()
        play.serve()
        if refusal(play.later(late_s), c.Undo(), LI):
            return late_s
    return None


def return_until(text: str) -> object:
    """Until which day a visitor may come back first."""
    play = hall(text)
    ticket = play.take()
    events = play.ask(c.GiveReturn(ticket=ticket.id, reason="papers"), DUTY)
    return [it.until for it in events if isinstance(it, e.ReturnGiven)]


def target(text: str) -> object:
    """A queue's target wait."""
    return hall(text).hall.target_s("social")


def order_of_calls(text: str) -> object:
    """In which order one ordinary visitor and four elderly ones are called."""
    play = hall(text)
    many(play, 1)
    many(play, 4, group="elderly")
    return [play.later(20).serve().label for _ in range(5)]


def rate_of_calls(text: str) -> object:
    """How fast a busy counter is expected to call."""
    play = hall(text)
    many(play, 3)
    play.later(600).take(by=GUIDE)
    return call_rate(play.hall, "social")


def announcement(text: str) -> object:
    """What is said of a call, how fresh it must be and how often it is said."""
    play = hall(text)
    play.take()
    [*_, called] = play.ask(c.CallNext(), LI)
    assert isinstance(called, e.TicketCalled)
    jobs = call_jobs(play.hall, call_of(called), say)
    return [(job.say, job.fresh_s, repeats(play.hall), is_quiet(play.hall, job, play.now_us)) for job in jobs]


def kiosk(text: str) -> object:
    """What a kiosk is told of itself."""
    return kiosk_view(hall(text).hall, "kiosk-1", 0)


def kiosk_pace(text: str) -> object:
    """What a kiosk answers to someone who presses every second."""
    play = hall(text)
    return [refusal(play.later(1), c.TakeTicket(services=("aid",)), KIOSK) for _ in range(30)]


def runs_seen(text: str) -> object:
    """Which runs of a kiosk are shown, at once and a quarter of an hour later."""
    play = hall(text)
    for _ in range(10):
        play.later(6).ask(c.TakeTicket(services=("aid",)), KIOSK)
    return [[it.count for it in runs(play.hall, at_us)] for at_us in (play.now_us, play.now_us + 15 * MINUTE_US)]


def idle_levels(text: str) -> object:
    """Who is told of an idle counter, minute by minute."""
    play = hall(text)
    play.take()
    return [[it.level for it in idle_counters(play.hall, play.now_us + n * MINUTE_US)] for n in range(14)]


def check_due(text: str) -> object:
    """When the opening check of a hall that opens at half past ten is due, minute by minute from nine on."""
    here = SMALL_HALL["hall"][0] | {"hours": {"1": ["10:30-17:00"]}}
    play = Play(SMALL_HALL | {"hall": [here]}, standard=text)
    return next(n for n in range(120) if must_check(play.hall, play.now_us + n * MINUTE_US))


def full_with_six(text: str) -> object:
    """Whether a hall of ten seats is full with six people."""
    play = hall(text, hall=[SMALL_HALL["hall"][0] | {"seats": 10}])
    play.take(party=6)
    return [it.key for it in alarms(play.hall, play.now_us) if it.key == "full"]


def letter_of_paper(text: str) -> object:
    """The letter of pre-printed numbers."""
    return paper_letter(hall(text).hall)


def signs_of(play: Play) -> object:
    """Which signs a day shows."""
    return sorted({it.kind for it in signs(play.hall, play.now_us)})


def sign_of_service(seconds: float) -> Look:
    """Whether a service of this length is a sign."""

    def look(text: str) -> object:
        play = hall(text)
        play.take()
        play.serve(seconds=seconds)
        return signs_of(play)

    return look


def sign_of_transfers(text: str) -> object:
    """Whether a number that was sent on twice is a sign."""
    play = hall(text).open("c2", WANG)
    play.take()
    for to, by in (("firms", LI), ("social", WANG)):
        play.later(20).call(by)
        play.later(20).ask(c.Start(), by)
        play.later(60).ask(c.Transfer(to_queue=to), by)
    return signs_of(play)


def sign_of_directs(text: str) -> object:
    """Whether four direct services in a row are a sign."""
    play = hall(text)
    for _ in range(4):
        play.later(5).ask(c.ServeDirect(services=("aid",)), LI)
        play.later(60).ask(c.Finish(), LI)
    return signs_of(play)


def yields(places: int, times: int) -> Look:
    """What a visitor is told who lets so many others go first, so often."""

    def look(text: str) -> object:
        play = hall(text)
        first, *_ = many(play, 20)
        return [refusal(play.later(5), c.YieldPlace(ticket=first, places=places), visitor(first)) for _ in range(times)]

    return look


def pressed(counters: int) -> Look:
    """How pressed a queue of twelve is with so many counters, apart from its target."""

    def look(text: str) -> object:
        social, firms = SMALL_HALL["queues"]
        play = hall(text, queues=[social | {"target_s": 7200}, firms])
        many(play, 12)
        return pressure(play.hall, "social", counters)

    return look


def advised_to_close(text: str) -> object:
    """Whether the second counter of a queue may close ten minutes after it had anything to do."""
    rows = [{"slug": f"c{n}", "names": {"zh-Hans": f"{n}号"}, "number": n, "queues": ["social"]} for n in (1, 2)]
    rows += [{"slug": "c3", "names": {"zh-Hans": "3号"}, "number": 3, "queues": ["firms"]}]
    play = hall(text, counters=rows, devices=[]).open("c2", WANG)
    play.take(by=GUIDE)
    play.later(5).serve()
    play.later(600)
    return [it.kind for it in advice(play.hall, play.now_us)]


def screens_of_the_day(text: str) -> object:
    """When the manager's screen shows the briefing and the picture."""
    here = SMALL_HALL["hall"][0] | {"hours": {"1": ["09:30-17:00"]}}
    play = Play(SMALL_HALL | {"hall": [here]}, standard=text)
    return times(play.hall, play.now_us)


def kept(text: str) -> object:
    """For how many days personal data is kept."""
    return kept_days(Play(standard=text).hall.standard)
