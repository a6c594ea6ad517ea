# SPDX-License-Identifier: Apache-2.0
"""Never a setting: what no parameter can change, however far anybody turns it.

Number order inside a letter · started = rateable · acts out of order visible upward · no full name in public · raw records unchanged ·
a way without phone or ID. Every parameter is set to its least, to its most, and mixed, by a hall's own layer.
"""

import random
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import msgspec
import pytest

from displays.counter.view import view as counter_display
from displays.hall.view import view as hall_display
from displays.kiosk.view import view as kiosk
from displays.rating.view import view as rating
from displays.ticket.view import view as ticket_page
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.acts import act_of
from hallserver.core.errors import HallError
from hallserver.core.parameters import ORDERED, Parameter, Value
from hallserver.core.roles import SERVICE_SETUP, Actor, visitor
from hallserver.core.standard import read_standard
from hallserver.core.ticket import Leg, Ticket
from tests.hallserver.core.endings import ENDINGS, started
from tests.support import GUIDE, KIOSK, LI, MANAGER, SHIPPED, SMALL_HALL, Play

PARAMETERS = read_standard(SHIPPED).parameters
MIXED = 6
"""So many standards with each parameter at one end or the other by chance."""
PUBLIC: tuple[tuple[Callable[..., Any], str], ...] = (
    (hall_display, "main"), (counter_display, "c1"), (kiosk, "kiosk-1"), (rating, "c1"), (ticket_page, ""),
)  # fmt: skip
"""Screens that anybody sees, and of what; empty: of the number in hand."""


def ends(parameter: Parameter) -> tuple[Value, ...]:
    """Return the values at the ends of what a parameter may be."""
    if parameter.one_of:
        return parameter.one_of
    if isinstance(parameter.value, bool):
        return (False, True)
    if isinstance(parameter.value, str):
        return (parameter.value,)
    return tuple(bound for bound in (parameter.min, parameter.max) if bound is not None) or (parameter.value,)


def layer(pick: Callable[[tuple[Value, ...]], Value]) -> str:
    """Return a hall's layer in which every parameter has the end that ``pick`` takes."""
    picked = {key: pick(ends(parameter)) for key, parameter in PARAMETERS.items()}
    for low, high in ORDERED:  # a standard in which they cross is refused
        if picked[low] > picked[high]:  # type: ignore[operator]  # numbers
            picked[high] = ends(PARAMETERS[high])[-1]
    lines = ['[layer]\ntier = "hall"\nname = "福田大厅"\n']
    for key, chosen in picked.items():
        value = msgspec.json.encode(chosen).decode()
        lines.append(f'[deviation."{key}"]\nvalue = {value}\nreason = "试"\nauthor = "单明"\ndate = "2026-11-23"\n')
    return "\n".join(lines)


def standards() -> Iterator[Any]:
    """Give every layer with its name."""
    yield pytest.param(layer(lambda found: found[0]), id="least")
    yield pytest.param(layer(lambda found: found[-1]), id="most")
    for seed in range(MIXED):
        yield pytest.param(layer(random.Random(seed).choice), id=f"mixed-{seed}")


def under(text: str, kind: type[Play] = Play) -> Play:
    """Return a hall whose day has begun under this layer, counter 1 open."""
    play = kind(SMALL_HALL, standard=SHIPPED)
    play.ask(c.CloseDay(), SERVICE_SETUP)
    play.ask(c.AdoptStandard(text=SHIPPED, layers=(text,)), SERVICE_SETUP)
    play.later(24 * 3600).ask(c.OpenDay(), SERVICE_SETUP)
    assert len(play.hall.rules.deviations) == len(PARAMETERS)
    return play.open()


def taken(play: Play, n: int) -> list[str]:
    """Let people take numbers at a kiosk as slowly as any rule wants; return the tickets."""
    return [play.later(60).take("aid").id for _ in range(n)]


def numbers_are_called_in_order(play: Play) -> None:
    """Number order inside a letter."""
    tickets = taken(play, 4)
    called = [play.later(60).serve(seconds=120).id for _ in tickets]
    assert called == tickets


def what_was_started_can_be_rated(play: Play, ended: Callable[[Play, Ticket], None]) -> None:
    """Started = rateable, however the clerk ended it: by its holder, with the worst stars, about who served."""
    ticket = started(play)
    ended(play, ticket)
    [given, *_] = play.later(5).ask(c.Rate(stars=1, ticket=ticket.id), visitor(ticket.id))
    assert isinstance(given, e.RatingGiven)
    assert (given.stars, given.leg, given.counter, given.clerk) == (1, 1, "c1", "li")


def finished(play: Play, _: Ticket) -> None:
    """Finish, as most legs end."""
    play.later(120).ask(c.Finish(), LI)


def an_act_out_of_order_is_seen_above(play: Play) -> None:
    """In the hall's list, in the event itself, which the district reads, and as an act wherever the entry is read again."""
    *_, last = taken(play, 3)
    play.ask(c.CallTicket(ticket=last, reason="ordered", ordered_by="dan"), LI)
    entry = next(it for it in reversed(play.entries) if isinstance(it.event, e.TicketCalled))
    act = act_of(entry)
    assert isinstance(entry.event, e.TicketCalled)
    assert entry.event.out_of_order
    assert act is not None
    assert act.id in {it.id for it in play.hall.acts}
    assert [it.ticket for it in play.hall.passings] == [last]


def no_name_is_shown_in_public(play: Play) -> None:
    """Neither of staff nor of anybody else, on any public screen, while somebody is served."""
    taken(play, 2)
    ticket = play.later(60).call()
    play.later(10).ask(c.Start(), LI)
    shown = "".join(str(view(play.hall, of or ticket.id, play.now_us)) for view, of in PUBLIC)
    assert ticket.label in shown
    assert [row["names"]["zh-Hans"] for row in SMALL_HALL["people"] if row["names"]["zh-Hans"] in shown] == []


def raw_records_stay(play: Play) -> None:
    """Who doubts a figure marks it; the times that it was made of are as they were."""
    [ticket] = taken(play, 1)
    play.later(60).serve(seconds=120)
    leg = play.hall.tickets[ticket].legs[0]
    before, kept = msgspec.structs.asdict(leg), list(play.entries)
    play.ask(c.AnnotateRecord(ticket=ticket, leg=1, what="wait", reason="test"), MANAGER)
    after = msgspec.structs.asdict(play.hall.tickets[ticket].legs[0])
    assert {name for name in before if name.endswith("_us") and before[name] != after[name]} == set()
    assert play.entries[: len(kept)] == kept


def there_is_a_way_without_phone_or_id(play: Play) -> None:
    """At a kiosk and from a guide: a number on paper, with nothing shown and nothing typed; and it is served."""
    for by in (KIOSK, GUIDE):
        ticket = play.later(60).take("aid", by)
        assert (ticket.label[0], ticket.state) == ("A", "waiting")
        assert play.later(60).serve(seconds=120).id == ticket.id


NEVER: tuple[Callable[[Play], None], ...] = (
    numbers_are_called_in_order,
    *(partial(what_was_started_can_be_rated, ended=ended) for ended in (finished, *ENDINGS)),
    an_act_out_of_order_is_seen_above,
    no_name_is_shown_in_public,
    raw_records_stay,
    there_is_a_way_without_phone_or_id,
)
"""What no parameter can change."""


@pytest.mark.parametrize("text", list(standards()))
def test_no_parameter_changes_what_is_never_a_setting(text: str) -> None:
    """Whatever a place writes into its file."""
    for holds in NEVER:
        holds(under(text))


class OtherwiseSet(Play):
    """A hall as it would be if each of these were a setting, and had been turned off."""

    def ask(self, command: c.Command, by: Actor) -> list[e.Event]:
        """Do as a wrong rule would."""
        match command:
            case c.CallNext() if by == LI and self.hall.live["waiting"]:
                command = c.CallTicket(ticket=self.hall.live["waiting"][-1][2], reason="ordered", ordered_by="dan")
            case c.Rate():
                raise HallError("nothing-to-rate")
            case c.TakeTicket(id_number=None) if by == GUIDE:
                raise HallError("id-needed")
        return super().ask(command, by)

    def fold(self, event: e.Event, by: Actor) -> None:
        """Forget what was out of order, change what was doubted, and have the clerk's name for a badge."""
        if isinstance(event, e.TicketCalled):
            event = msgspec.structs.replace(event, out_of_order=False)
            self.hall.catalog.people["li"] = msgspec.structs.replace(self.hall.catalog.people["li"], badge="李敏")
        if isinstance(event, e.RecordAnnotated):
            self.hall.tickets[event.ticket].legs[0].first_called_us = 0
        super().fold(event, by)


@pytest.mark.parametrize("ended", ENDINGS)
def test_without_the_rule_each_way_but_finishing_keeps_a_rating_away(
    ended: Callable[[Play, Ticket], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of started = rateable: where only what was finished may be rated, a clerk ends the leg in another way."""
    monkeypatch.setattr(Leg, "served", property(lambda leg: leg.finished_us is not None))
    what_was_started_can_be_rated(under(layer(lambda found: found[0])), finished)
    with pytest.raises(HallError, match=r"nothing-to-rate|ticket-unknown"):
        what_was_started_can_be_rated(under(layer(lambda found: found[0])), ended)


@pytest.mark.parametrize("holds", NEVER)
def test_a_hall_in_which_it_were_a_setting_is_found(holds: Callable[[Play], None]) -> None:
    """The control of the test above."""
    with pytest.raises((AssertionError, HallError)):
        holds(under(layer(lambda found: found[0]), OtherwiseSet))
