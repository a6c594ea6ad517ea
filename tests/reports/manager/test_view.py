# SPDX-License-Identifier: Apache-2.0
"""The live figures agree with what happened, with numerator and denominator."""

from typing import Any

import msgspec
import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.hall import BESIDE, LIVE, Hall, Ticket
from hallserver.core.roles import SERVICE_CLOCK, SERVICE_DOOR
from reports.figures import nearest_rank
from reports.manager.view import LEFT_SHOWN, SLIPLESS_SHOWN, view
from tests.hallserver.core.any_day import AnyDay
from tests.support import DUTY, LI, MINUTE_US, RATER, WANG, Play, next_day


def see(play: Play) -> dict[str, Any]:
    """Return the live screen as the browser gets it."""
    shown: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(view(play.hall, "", play.now_us)))
    return shown


def test_sums_of_today_are_those_of_the_events() -> None:
    """Each ticket is in exactly one of the figures of now, and in each sum it went through."""
    play = Play().open()
    for _ in range(5):
        play.take()
    play.serve()
    held = play.call()
    play.ask(c.Hold(reason="copy"), LI)
    play.call()
    play.later(600).ask(c.MarkAbsent(), LI)
    play.call()
    totals = see(play)["totals"]
    assert {key: totals[key] for key in ("issued", "called", "finished", "absent")} == {
        "issued": 5,
        "called": 4,
        "finished": 1,
        "absent": 1,
    }
    assert {key: totals[key] for key in ("waiting", "in_hand", "held", "absent_now")} == {
        "waiting": 1,
        "in_hand": 1,
        "held": 1,
        "absent_now": 1,
    }
    play.ask(c.Resume(ticket=held.id), LI)
    assert see(play)["totals"]["waiting"] == 2


def test_a_call_out_of_order_is_counted_for_the_manager() -> None:
    """No setting hides an out-of-order call; the manager sees the count at once."""
    play = Play().open()
    play.take()
    last = play.take()
    play.ask(c.CallTicket(ticket=last.id, reason="agreed"), LI)
    assert see(play)["totals"]["out_of_order"] == 1


def test_waits_come_as_sum_and_number_so_that_a_mean_can_be_checked() -> None:
    """Two waits, one within the target: 1 of 2."""
    play = Play().open()
    play.take()
    play.later(120).serve()
    play.take()
    play.later(3600).call()
    row = see(play)["queues"][0]
    assert row["waits"] == {"sum_s": 120 + 3600, "suspended_s": 0, "called": 2, "within": 1, "p90_s": 3600}
    assert see(play)["waits"] == row["waits"]


def test_a_queue_is_unattended_when_somebody_waits_and_no_counter_owns_it() -> None:
    """A queue that nobody serves is the manager's first alarm; helping does not count as owning."""
    play = Play().open("c1")
    play.take("founding")
    assert [row["unattended"] for row in see(play)["queues"]] == [False, True]
    play.open("c2", WANG)
    assert [row["unattended"] for row in see(play)["queues"]] == [False, False]


def test_those_past_their_target_are_counted_as_late() -> None:
    """The longest wait alone does not say how many wait too long."""
    play = Play().open()
    early = play.take()
    play.now_us += play.hall.target_s("social") * 1_000_000 + MINUTE_US
    play.take()
    row = see(play)["queues"][0]
    assert (row["waiting"], row["late"], row["oldest_us"]) == (2, 1, early.leg.opened_us)


def test_a_counter_shows_its_clerk_ticket_and_since_when() -> None:
    """Called counts from the call, serving from the start, a pause from its beginning."""
    play = Play().open().open("c3", WANG)
    play.take()
    ticket = play.call()
    called = see(play)["counters"][0]
    assert called["clerk"]["zh-Hans"] == "李敏"
    assert called["ticket"] == {"label": ticket.label, "state": "called", "since_us": play.now_us}
    play.later(20).ask(c.Start(), LI)
    assert see(play)["counters"][0]["ticket"] == {"label": ticket.label, "state": "serving", "since_us": play.now_us}
    play.later(5).ask(c.PauseCounter(reason="meeting"), WANG)
    paused = see(play)["counters"][2]
    assert (paused["state"], paused["reason"], paused["since_us"]) == ("paused", "meeting", play.now_us)


def test_ratings_are_counted_by_star_beside_what_could_be_rated() -> None:
    """Stars without the response rate say nothing."""
    play = Play().open()
    play.take()
    play.take()
    play.serve()
    play.ask(c.Rate(stars=2, counter="c1"), RATER)
    play.serve()
    assert see(play)["ratings"] == {"stars": {"5": 0, "4": 0, "3": 0, "2": 1, "1": 0}, "satisfied": 0, "rated": 1, "rateable": 2}


def test_a_lost_device_is_named() -> None:
    """The manager sends somebody to a device, so it needs its name; one that is back is no longer lost."""
    play = Play()
    play.ask(c.ReportDevice(device="hall-1", state="lost"), SERVICE_DOOR)
    play.ask(c.ReportDevice(device="kiosk-1", state="paired"), SERVICE_DOOR)
    devices = see(play)["devices"]
    assert [row["slug"] for row in devices["lost"]] == ["hall-1"]
    assert devices["connected"] == 1
    play.ask(c.ReportDevice(device="hall-1", state="back"), SERVICE_DOOR)
    assert see(play)["devices"]["lost"] == []


def test_a_printer_that_needs_somebody_is_named() -> None:
    """Paper near its end is fetched before it is out."""
    play = Play()
    assert see(play)["devices"]["printers"] == []
    for state in ("low", "out", "unable"):
        play.ask(c.ReportDevice(device="printer-1", state=state), SERVICE_DOOR)
        assert [(row["slug"], row["state"]) for row in see(play)["devices"]["printers"]] == [("printer-1", state)]
    play.ask(c.ReportDevice(device="printer-1", state="fine"), SERVICE_DOOR)
    play.ask(c.ReportDevice(device="agent-1", state="lost"), SERVICE_DOOR)
    assert see(play)["devices"]["printers"][0]["state"] == "lost"


def test_a_key_in_two_places_is_shown_for_the_day() -> None:
    """Somebody copied a box; the manager must hear of it although the device itself goes on."""
    play = Play()
    play.ask(c.ReportDevice(device="hall-1", state="paired"), SERVICE_DOOR)
    play.later(60).ask(c.ReportDevice(device="hall-1", state="twin"), SERVICE_DOOR)
    devices = see(play)["devices"]
    assert [(row["slug"], row["at_us"]) for row in devices["twins"]] == [("hall-1", play.now_us)]
    assert (devices["connected"], devices["lost"]) == (1, [])
    assert see(next_day(play))["devices"]["twins"] == []


def test_what_is_left_is_listed_for_closing_the_day_and_is_enough_to_close_it() -> None:
    """close-day wants a disposition for everybody who waits, is called, held, served or absent."""
    play = Play().open()
    for _ in range(3):
        play.take()
    play.call()
    left = see(play)["left"]
    assert [row["state"] for row in left] == ["called", "waiting", "waiting"]
    play.ask(c.CloseDay(left=tuple(c.Left(ticket=row["id"], disposition="left") for row in left)), DUTY)
    assert see(play)["left_all"] == 0


def test_a_very_long_list_of_those_left_is_cut_but_counted() -> None:
    """One disposition serves the rest; the screen stays small."""
    play = Play()
    for _ in range(LEFT_SHOWN + 5):
        play.later(20).take()
    seen = see(play)
    assert (len(seen["left"]), seen["left_all"]) == (LEFT_SHOWN, LEFT_SHOWN + 5)


def test_a_clock_in_doubt_says_by_how_much() -> None:
    """Minutes are a note, decades are a question for the manager."""
    play = Play()
    play.ask(c.ReportClock(step_s=86_400.0 * 365), SERVICE_CLOCK)
    assert (see(play)["day"]["clock_suspect"], see(play)["day"]["clock_step_s"]) == (True, 86_400.0 * 365)


def test_a_run_of_one_kiosk_is_shown_with_the_numbers_that_can_be_voided() -> None:
    """Who gave them, which, from when to when; afterwards the sums say how many were voided."""
    play = Play()
    taken = [play.later(5).take().id for _ in range(12)]
    [run] = see(play)["runs"]
    assert (run["kiosk"]["zh-Hans"], [it["zh-Hans"] for it in run["services"]]) == ("取号机", ["敬老优待证"])
    assert (run["count"], run["first"], run["last"], run["tickets"]) == (12, "A001", "A012", taken)
    assert run["until_us"] - run["from_us"] == 55_000_000
    play.ask(c.VoidRun(tickets=tuple(taken)), DUTY)
    assert (see(play)["runs"], see(play)["totals"]["voided"], see(play)["totals"]["waiting"]) == ([], 12, 0)


def plain_now(tickets: list[Ticket]) -> dict[str, int]:
    """Return how many there are in each state, by a look at every ticket."""
    states = [ticket.state for ticket in tickets]
    now = {"waiting": ("waiting",), "in_hand": ("called", "serving"), "held": ("held",), "absent_now": ("absent",), "voided": ("voided",)}
    return {name: sum(state in of for state in states) for name, of in now.items()}


def plain_queue(hall: Hall, queue: str, now_us: int) -> dict[str, Any]:
    """Return what the screen says of a queue, by a look at every ticket and every counter."""
    here = [ticket.leg for ticket in hall.tickets.values() if ticket.state == "waiting" and ticket.leg.queue == queue]
    opened_us = [leg.patient_until_us for leg in here]
    target_s = hall.target_s(queue)
    counted = [leg for ticket in hall.tickets.values() for leg in ticket.legs if leg.no > 1 or ticket.channel not in BESIDE]
    legs = [leg for leg in counted if leg.queue == queue and leg.first_called_us is not None and leg.yielded_us is None]
    waits_s = sorted(((leg.first_called_us or 0) - leg.opened_us) // 1_000_000 for leg in legs)
    return {
        "waiting": len(opened_us),
        "late": sum(at_us < now_us - target_s * 1_000_000 for at_us in opened_us),
        "oldest_us": min(opened_us, default=None),
        "open_counters": sum(queue in row.queues and hall.counter(row.slug).state == "open" for row in hall.catalog.counters.values()),
        "p90_s": waits_s[nearest_rank(90, len(waits_s)) - 1] if waits_s else None,
    }


def changed_since(play: Play) -> bool:
    """Tell whether a leg changed its queue after it had been called, and put back."""
    legs = {(it.event.ticket, it.event.leg) for it in play.entries if isinstance(it.event, e.ServiceChanged)}
    return any(play.hall.tickets[ticket].legs[leg - 1].first_called_us for ticket, leg in legs if ticket in play.hall.tickets)


def plain_left(tickets: list[Ticket]) -> list[str]:
    """Return whom closing the day would leave: in hand first, then by number."""
    order = ("serving", "called", "held", "waiting", "absent")
    left = [ticket for ticket in tickets if ticket.state in LIVE]
    return [it.label for it in sorted(left, key=lambda it: (order.index(it.state), it.letter, it.number))]


@pytest.mark.parametrize("seed", range(12))
def test_the_screen_says_what_a_look_at_every_ticket_says(seed: int) -> None:
    """The screen itself looks at none: it is built twenty times a second, however many wait."""
    for play in AnyDay(seed).halls(400, 20):
        seen, tickets = see(play), list(play.hall.tickets.values())
        assert {key: seen["totals"][key] for key in plain_now(tickets)} == plain_now(tickets)
        assert [row["label"] for row in seen["left"]] == plain_left(tickets)[:LEFT_SHOWN]
        assert seen["left_all"] == len(plain_left(tickets))
        for row in seen["queues"]:
            said = {key: row.get(key) for key in ("waiting", "late", "oldest_us", "open_counters")} | {"p90_s": row["waits"]["p90_s"]}
            plain = plain_queue(play.hall, row["slug"], play.now_us)
            if changed_since(play):  # counted where it was called
                said["p90_s"] = plain["p90_s"]
            assert said == plain


def test_who_waits_without_paper_is_told_with_the_kiosk() -> None:
    """Guides look out for them; a long list is counted, its first are named."""
    play = Play()
    assert see(play)["slipless"] == {"all": 0, "first": []}
    for _ in range(SLIPLESS_SHOWN + 2):
        play.later(30).take(paperless=True)
    shown = see(play)["slipless"]

    assert (shown["all"], len(shown["first"])) == (SLIPLESS_SHOWN + 2, SLIPLESS_SHOWN)
    assert shown["first"][0] == {"label": "A001", "kiosk": {"zh-Hans": "取号机"}}
