# SPDX-License-Identifier: Apache-2.0
"""One rule for all registers: each asks for what its table says, of whom it says."""

import pytest

from hallserver.core import commands as c
from hallserver.core.asking import Traced
from hallserver.core.errors import HallError
from hallserver.core.registers import REGISTERS, Register
from hallserver.core.roles import SERVICE_CLOCK, Actor
from hallserver.core.site_state import RegisterRow
from tests.hallserver.core.site_acts import NOTE, WHO
from tests.hallserver.core.work import at
from tests.support import DUTY, GUIDE, LI, LUNCH, SMALL_HALL, Play, names

Value = str | int
FIELDS: dict[str, dict[str, Value]] = {
    "incident": {"kind": "power", "level": "minor", "zone": "main", "what": "跳闸五分钟", "plan": "lunch"},
    "drill": {"kind": "fire", "date": "2026-11-20", "people": 12, "result": "good"},
    "fault": {"device": "m1", "kind": "damaged"},
    "consumable": {"what": "slip-paper", "move": "out", "count": 2},
    "lost-found": {"side": "found", "kind": "phone", "what": "黑色手机", "ticket": "A1"},
    "delegation": {"date": "2026-11-23", "from": "某区政务服务中心", "people": 6, "purpose": "study"},
    "self-service": {"machine": "m1", "date": "2026-11-22", "applied": 40, "printed": 120},
}


def hall() -> Play:
    """Return a hall with a self-service machine, a plan, and one visitor."""
    play = Play(SMALL_HALL | {"machines": [{"slug": "m1", "names": names("自助终端")}], "plans": [LUNCH]})
    play.take()
    return play


def registered(play: Play, register: str, by: Actor = DUTY, **fields: Value) -> RegisterRow:
    """Write into a register; return the entry."""
    play.ask(c.RegisterEntry(register=register, fields=FIELDS[register] | fields, note=NOTE), by)
    return [*play.hall.site.entries.values()][-1]


def refused(play: Play, command: c.Command, by: Actor = DUTY) -> str:
    """Return the key of the refusal."""
    with pytest.raises(HallError) as found:
        play.ask(command, by)
    return found.value.key


@pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)
def test_each_register_takes_what_it_asks_for(register: Register) -> None:
    """Its number has its letters; without steps it is closed at once, else by a step that ends it."""
    play = hall()
    row = registered(play, register.slug)

    assert row.no == f"{register.prefix}20261123-001"
    assert row.open is bool(register.steps)
    if register.steps:
        end = register.ends[-1]
        play.later(60).ask(c.StepEntry(entry=row.no, step=end), DUTY)
        assert (row.open, row.step, row.steps[-1].kind) == (False, end, end)
        assert refused(play, c.StepEntry(entry=row.no, step=end)) == "entry-closed"


def test_what_is_lost_is_tied_to_a_visitors_number() -> None:
    """By the ticket itself, with its label to be read; whose it is goes to the vault."""
    play = hall()
    row = registered(play, "lost-found")
    play.ask(c.StepEntry(entry=row.no, step="told", who=WHO), DUTY)

    [ticket] = play.hall.tickets
    assert (row.fields["ticket"], row.fields["label"], row.steps[-1].who) == (ticket, "A001", WHO.sealed)
    assert row.open


def test_what_a_phone_types_is_taken_as_it_is_seen() -> None:
    """Full-width spaces of a Chinese keyboard, pictures, a pasted end of line: none of them is the writer's mistake."""
    row = registered(hall(), "incident", what="老人 晕倒　🧑\u200d⚕️ 已到\n场\u202e")
    assert row.fields["what"] == "老人 晕倒　🧑\u200d⚕️ 已到 场"


def test_what_was_lost_on_another_day_names_that_days_number() -> None:
    """The hall knows today's tickets alone: another day's is what the server found, and never becomes today's of the same name."""
    play = hall()
    fields = FIELDS["lost-found"] | {"date": "2026-11-20"}
    found = Traced("A1", "2026-11-20", ticket="1.4", label="A001", opened=True)
    play.ask(c.RegisterEntry(register="lost-found", fields=fields, traced=found), DUTY)
    lost = Traced("A1", "2026-11-20", lost=True)
    play.ask(c.RegisterEntry(register="lost-found", fields=fields, traced=lost), DUTY)
    earlier, unknown = (it.fields for it in play.hall.site.entries.values())
    today = registered(play, "lost-found").fields

    assert (earlier["date"], earlier["label"], earlier["ticket"]) == ("2026-11-20", "A001", "1.4")
    assert (unknown["date"], unknown["label"], "ticket" in unknown) == ("2026-11-20", "A1", False)
    assert (today["date"], today["label"], today["ticket"]) == ("2026-11-23", "A001", next(iter(play.hall.tickets)))


def test_a_number_without_a_date_is_none_of_a_day_that_is_over() -> None:
    """Before the hall opens its last day is still in mind."""
    play = Play().open()
    play.ask(c.CloseDay(), DUTY)
    with pytest.raises(HallError) as refused:
        play.ask(c.RegisterEntry(register="lost-found", fields=FIELDS["lost-found"]), DUTY)
    assert (refused.value.key, refused.value.args_by_name["entry_field"]) == ("register-field-missing", "field-date")


@pytest.mark.parametrize(
    ("register", "fields", "key"),
    [
        ("drill", {"kind": "picnic"}, "register-field-wrong"),
        ("drill", {"people": "many"}, "register-field-wrong"),
        ("drill", {"people": -1}, "register-field-wrong"),
        ("drill", {"date": "2026-02-30"}, "register-field-wrong"),
        ("drill", {"lesson": "   "}, "register-field-wrong"),
        ("drill", {"lesson": "\u200b\u202e"}, "register-field-wrong"),
        ("drill", {"date": ""}, "register-field-missing"),
        ("drill", {"weather": "sunny"}, "register-field-unknown"),
        ("drill", {"plan": "nothing"}, "reference-unknown"),
        ("incident", {"zone": "nowhere"}, "reference-unknown"),
        ("fault", {"device": "m9"}, "reference-unknown"),
        ("self-service", {"machine": "kiosk-1"}, "reference-unknown"),
        ("lost-found", {"ticket": "B999"}, "number-not-given"),
        ("lost-found", {"ticket": "A1x"}, "number-not-given"),
        ("lost-found", {"date": "2026-11-20", "ticket": "昨天"}, "register-field-wrong"),
        ("lost-found", {"date": "2026-11-20"}, "number-not-traced"),
        ("drill", {"date": "1900-01-01"}, "register-date-old"),
        ("drill", {"date": "2025-11-21"}, "register-date-old"),
        ("delegation", {"date": "2016-11-23"}, "register-date-old"),
        ("fault", {"device": "", "kind": "other"}, "register-other-bare"),
        ("consumable", {"what": "other"}, "register-other-bare"),
    ],
)
def test_a_field_that_does_not_fit_is_refused(register: str, fields: dict[str, Value], key: str) -> None:
    """By the table; the sentence names the field."""
    assert refused(hall(), c.RegisterEntry(register=register, fields=FIELDS[register] | fields)) == key


@pytest.mark.parametrize(
    ("register", "fields"),
    [
        ("drill", {"date": "2025-11-22"}),
        ("fault", {"device": "", "kind": "other", "what": "门把手松动"}),
        ("fault", {"device": "", "kind": "other", "zone": "main"}),
        ("fault", {"kind": "other"}),
        ("consumable", {"what": "other", "detail": "口哨"}),
    ],
)
def test_a_year_back_and_an_other_that_says_what_it_is_are_taken(register: str, fields: dict[str, Value]) -> None:
    """The control of what is refused above."""
    play = hall()
    play.ask(c.RegisterEntry(register=register, fields=FIELDS[register] | fields), DUTY)
    assert len(play.hall.site.entries) == 1


@pytest.mark.parametrize("register", ["drill", "lost-found", "self-service"])
def test_what_has_happened_has_not_happened_tomorrow(register: str) -> None:
    """By the hall's own date; today it may. A minute after midnight tomorrow is today."""
    play = hall()
    registered(play, register, date="2026-11-23")
    fields = {slug: value for slug, value in FIELDS[register].items() if slug != "ticket"}
    ahead = c.RegisterEntry(register=register, fields=fields | {"date": "2026-11-24"})

    assert refused(play, ahead) == "register-date-ahead"
    play.now_us = at("2026-11-24 00:01")
    play.ask(ahead, DUTY)


def test_a_visit_may_be_entered_before_it_comes_but_not_received() -> None:
    """Until somebody says that it was there, its date is a plan."""
    play = hall()
    row = registered(play, "delegation", date="2026-11-25")

    assert [refused(play, c.StepEntry(entry=row.no, step=step)) for step in ("received", "answered")] == ["register-date-ahead"] * 2
    play.now_us = at("2026-11-25 09:00")
    play.ask(c.StepEntry(entry=row.no, step="received"), DUTY)
    assert row.step == "received"


def test_a_register_is_for_those_whose_it_is() -> None:
    """A clerk writes down a fault and what was lost, not a delegation; a guide no drill."""
    play = hall()

    assert registered(play, "fault", LI).by == "person:li"
    assert refused(play, c.RegisterEntry(register="delegation", fields=FIELDS["delegation"]), LI) == "register-not-yours"
    assert refused(play, c.RegisterEntry(register="drill", fields=FIELDS["drill"]), GUIDE) == "register-not-yours"
    assert refused(play, c.RegisterEntry(register="diary", fields={})) == "register-unknown"
    row = registered(play, "incident")
    assert refused(play, c.StepEntry(entry=row.no, step="handled"), LI) == "register-not-yours"


def test_people_are_taken_only_where_a_register_asks_for_them() -> None:
    """A stock of paper has no telephone number."""
    play = hall()

    assert refused(play, c.RegisterEntry(register="consumable", fields=FIELDS["consumable"], who=WHO)) == "register-no-people"
    row = registered(play, "fault")
    assert refused(play, c.StepEntry(entry=row.no, step="repairing", who=WHO)) == "register-no-people"


def test_that_a_device_works_again_by_itself_only_the_clock_says() -> None:
    """Staff say what they did."""
    play = hall()
    row = registered(play, "fault")

    assert refused(play, c.StepEntry(entry=row.no, step="recovered")) == "entry-step"
    assert refused(play, c.StepEntry(entry=row.no, step="given-back")) == "entry-step"
    assert refused(play, c.StepEntry(entry="GZ20261123-009", step="repaired")) == "entry-unknown"
    play.ask(c.StepEntry(entry=row.no, step="recovered"), SERVICE_CLOCK)
    assert not row.open
