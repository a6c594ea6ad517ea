# SPDX-License-Identifier: Apache-2.0
"""The rest of what the twin sees: swaps and undone steps, counters in other hands, suspensions, ratings."""

from hallserver.core import events as e
from tests.reports.twin import Twin as _Twin
from tests.reports.twin import TwinLeg


class Twin(_Twin):
    """The whole journal, folded by hand."""

    def put_back(self, ticket: str) -> None:
        """What was called in between waits again."""
        for leg in self.legs.values():
            if leg.key[0] == ticket and leg.state == "called":
                leg.state, leg.counter, leg.clerk = "waiting", "", ""

    def on_tickets_swapped(self, entry: e.Entry, it: e.TicketsSwapped) -> None:
        """Somebody else sat down than was called."""
        back, leg = self.legs[it.back, it.back_leg], self.legs[it.ticket, it.leg]
        back.state, back.counter, back.clerk, back.started = "waiting", "", "", None
        leg.calls.append(entry.at_us)
        leg.counter, leg.clerk, leg.state = it.counter, it.clerk, "called"
        leg.jumps.add(("swap", it.clerk))
        if it.to == "serving":
            self.start(leg, entry.at_us)

    def on_finish_undone(self, _: e.Entry, it: e.FinishUndone) -> None:
        """A finish never was."""
        leg = self.legs[it.ticket, it.leg]
        self.legs.pop((it.ticket, it.leg + 1), None)
        self.items.pop(leg.key, None)
        self.put_back(it.put_back)
        leg.state = "called" if leg.unpressed else "serving"
        leg.finished, leg.outcome, leg.unpressed = None, "", False
        self.tickets[it.ticket].state, self.tickets[it.ticket].ended = "open", None

    def on_absence_undone(self, _: e.Entry, it: e.AbsenceUndone) -> None:
        """A miss never was."""
        leg, ticket = self.legs[it.ticket, it.leg], self.tickets[it.ticket]
        self.put_back(it.put_back)
        ended = leg.moments.pop()[0]
        leg.state, leg.held_from = "called", None if leg.started is None else ended
        ticket.state, ticket.ended, ticket.misses = "open", None, ticket.misses - 1

    def on_hall_suspended(self, entry: e.Entry, _: e.HallSuspended) -> None:
        """The hall stands still."""
        self.still_since = entry.at_us

    def on_hall_resumed(self, entry: e.Entry, _: e.HallResumed) -> None:
        """It goes on: who still waits for the first call has waited through it."""
        for leg in self.legs.values():
            if leg.day == entry.day and leg.state == "waiting" and not leg.calls and self.still_since is not None:
                leg.suspended += max(0, entry.at_us - max(leg.opened, self.still_since))
        self.still_since = None

    def _span(self, entry: e.Entry, counter: str, state: str) -> None:
        for span in self.spans:
            if span[:2] == [entry.day, counter] and span[4] is None:
                span[4] = entry.at_us
        if state:
            self.spans.append([entry.day, counter, state, entry.at_us, None])

    def on_counter_opened(self, entry: e.Entry, it: e.CounterOpened) -> None:
        """Open from now on."""
        self._span(entry, it.counter, "open")

    def on_counter_paused(self, entry: e.Entry, it: e.CounterPaused) -> None:
        """Paused from now on."""
        self._span(entry, it.counter, "paused")

    def on_counter_closed(self, entry: e.Entry, it: e.CounterClosed) -> None:
        """Closed from now on."""
        self._span(entry, it.counter, "")

    def on_counter_handed_over(self, entry: e.Entry, it: e.CounterHandedOver) -> None:
        """What was in hand, held or kept ready there is another clerk's."""
        for leg in self.legs.values():
            mine = (leg.day, leg.counter, leg.clerk) == (entry.day, it.counter, it.clerk)
            if mine and leg.state in {"called", "serving", "held", "waiting"}:
                leg.clerk = it.to

    def on_day_closed(self, entry: e.Entry, it: e.DayClosed) -> None:
        """Whatever is open at a counter ends with the day."""
        self.still_since = None
        for span in self.spans:
            if span[0] == it.date and span[4] is None:
                span[4] = entry.at_us

    def on_rating_given(self, entry: e.Entry, it: e.RatingGiven) -> None:
        """A rating."""
        self.ratings.append((entry.day, it))

    def on_work_order_opened(self, _: e.Entry, it: e.WorkOrderOpened) -> None:
        """An order, perhaps of a rating."""
        self.orders[it.order] = it

    def on_exclusion_decided(self, _: e.Entry, it: e.ExclusionDecided) -> None:
        """Two persons found that its rating does not count."""
        if it.excluded:
            self.left_out.add(it.order)

    def legs_of(self, day: str) -> list[TwinLeg]:
        """Return the legs that opened on a day."""
        return [leg for leg in self.legs.values() if leg.day == day]
