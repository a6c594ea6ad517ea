# SPDX-License-Identifier: Apache-2.0
"""Set-up: who edits which section, and every refusal; nothing is half loaded."""

from typing import Any

import msgspec
import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import AgainstStandard, Conflict, HallError, Malformed, NotAllowed, NotFound
from hallserver.core.roles import SERVICE_DOOR, SERVICE_SETUP, Actor
from tests.support import AGENT, LI, SMALL_HALL, STANDARD, WANG, Play, names

SYSTEM = Actor(kind="person", name="admin", roles=frozenset({"system-admin"}))
SECURITY = Actor(kind="person", name="safe", roles=frozenset({"security-admin"}))
Rows = list[dict[str, Any]]


def edited(section: str, slug: str, **fields: Any) -> Rows:
    """Return a section's rows with one row changed."""
    return [row | fields if row["slug"] == slug else row for row in SMALL_HALL[section]]


def more(section: str, **fields: Any) -> Rows:
    """Return a section's rows with one more."""
    return [*SMALL_HALL[section], {"slug": "new", "names": names("新"), **fields}]


def configure(play: Play, section: str, rows: Rows, by: Actor = SYSTEM) -> e.Event:
    """Configure one section; return what happened."""
    [event] = play.ask(c.Configure(section=section, rows=rows), by)  # type: ignore[arg-type]
    return event


@pytest.mark.parametrize(
    ("section", "rows", "kind", "key"),
    [
        ("queues", more("queues", letter="a"), Malformed, "rows-unreadable"),
        ("queues", [*SMALL_HALL["queues"], SMALL_HALL["queues"][0] | {"letter": "C"}], AgainstStandard, "slug-twice"),
        ("queues", SMALL_HALL["queues"][:1], AgainstStandard, "slug-dropped"),
        ("items", [*SMALL_HALL["items"], {"slug": "x", "names": {"en": "X"}}], AgainstStandard, "row-without-name"),
        ("hall", [], AgainstStandard, "slug-dropped"),
        ("hall", more("hall"), AgainstStandard, "one-hall-row"),
        ("hall", edited("hall", "futian", retired=True), AgainstStandard, "one-hall-row"),
        ("hall", edited("hall", "futian", zone="Asia/Futian"), AgainstStandard, "zone-unknown"),
        ("hall", edited("hall", "futian", zone="../../etc/passwd"), AgainstStandard, "zone-unknown"),
        ("queues", more("queues", letter="A"), AgainstStandard, "letter-twice"),
        ("queues", more("queues", letter="I"), AgainstStandard, "letter-unreadable"),
        ("queues", more("queues", letter="AO"), AgainstStandard, "letter-unreadable"),
        ("queues", edited("queues", "social", letter="O"), AgainstStandard, "letter-unreadable"),
        ("services", more("services", queue="gone"), NotFound, "reference-unknown"),
        ("services", more("services", queue="social", items=["gone"]), NotFound, "reference-unknown"),
        ("counters", more("counters", number=4, queues=["gone"]), NotFound, "reference-unknown"),
        ("counters", more("counters", number=4, helps=["gone"]), NotFound, "reference-unknown"),
        ("counters", more("counters", number=3), AgainstStandard, "counter-number-twice"),
        ("devices", more("devices", kind="rater", counter="c9"), NotFound, "reference-unknown"),
        ("devices", more("devices", kind="kiosk", printer="gone"), NotFound, "reference-unknown"),
        ("devices", more("devices", kind="voice", agent="gone"), NotFound, "reference-unknown"),
    ],
)
def test_rows_that_do_not_fit_are_refused(section: str, rows: Rows, kind: type[HallError], key: str) -> None:
    """Each with its own key, and the catalog stays as it was."""
    play = Play()
    before = msgspec.to_builtins(play.hall.catalog)
    with pytest.raises(kind, match=key):
        configure(play, section, rows)
    assert msgspec.to_builtins(play.hall.catalog) == before


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"roles": ["clerk", "king"]}, {"roles", "king"}),
        ({"roles": ["service"]}, {"roles", "service"}),
        ({"roles": ["kiosk"]}, {"roles", "kiosk"}),
        ({"items": ["gone"]}, {"items", "gone"}),
    ],
)
def test_a_person_has_roles_and_items_that_exist(fields: dict[str, Any], where: set[str]) -> None:
    """A role with a slip of the pen would be an account that can do nothing, or worse, later something."""
    with pytest.raises(NotFound, match="reference-unknown") as refused:
        configure(Play(), "people", more("people", **fields), SECURITY)
    assert {refused.value.args_by_name["section"], *refused.value.args_by_name["slugs"]} == where  # type: ignore[misc]


@pytest.mark.parametrize("section", SMALL_HALL)
def test_each_section_has_its_administrator(section: str) -> None:
    """三员: who gives rights does not build the hall, and the other way round."""
    mine, other = (SECURITY, SYSTEM) if section == "people" else (SYSTEM, SECURITY)

    configure(Play(), section, SMALL_HALL[section], mine)
    configure(Play(), section, SMALL_HALL[section], SERVICE_SETUP)
    with pytest.raises(NotAllowed, match="section-not-yours") as refused:
        configure(Play(), section, SMALL_HALL[section], other)
    assert refused.value.args_by_name == {"section": section, "role": next(iter(mine.roles))}


def test_a_refusal_of_rows_names_the_field() -> None:
    """Two thousand rows and one bad letter: the refusal says where."""
    with pytest.raises(Malformed) as refused:
        configure(Play(), "queues", more("queues"))
    assert "letter" in str(refused.value.args_by_name["detail"])


def test_every_slug_that_is_missing_or_twice_is_named_at_once() -> None:
    """Who mends one after the other mends all day."""
    with pytest.raises(AgainstStandard) as refused:
        configure(Play(), "counters", SMALL_HALL["counters"][:1])
    assert refused.value.args_by_name == {"slugs": ["c2", "c3"]}


def test_letters_that_look_like_digits_come_only_from_a_replayed_file() -> None:
    """A real day that had them is played as it was; nobody may choose them anew."""
    play = Play()
    configure(play, "queues", more("queues", letter="I"), SERVICE_SETUP)

    configure(play, "queues", more("queues", letter="I", target_s=600), SYSTEM)
    assert play.hall.catalog.queues["new"].target_s == 600


def test_a_retired_row_frees_its_letter_and_number_but_not_its_slug() -> None:
    """The old queue's reports stay readable; its letter serves again."""
    play = Play()
    queues = [*edited("queues", "firms", retired=True), {"slug": "new", "names": names("新"), "letter": "B"}]
    counters = [*edited("counters", "c2", retired=True), {"slug": "new", "names": names("新"), "number": 2}]
    configure(play, "services", edited("services", "founding", retired=True))
    configure(play, "queues", queues)
    configure(play, "counters", counters)

    assert [row.letter for row in play.hall.catalog.queues.values()] == ["A", "B", "B"]
    assert sorted(play.hall.catalog.counters) == ["c1", "c2", "c3", "new"]


@pytest.mark.parametrize("fields", [{"retired": True}, {"letter": "C"}])
def test_a_queue_with_waiting_visitors_is_not_taken_from_under_them(fields: dict[str, Any]) -> None:
    """They hold slips with its letter."""
    play = Play().open()
    play.take()
    with pytest.raises(Conflict, match="queue-has-waiting") as refused:
        configure(play, "queues", edited("queues", "social", **fields))
    assert refused.value.args_by_name == {"queues": ["social"]}
    play.call()
    configure(play, "services", [row | {"retired": row["queue"] == "social"} for row in SMALL_HALL["services"]])

    assert isinstance(configure(play, "queues", edited("queues", "social", **fields)), e.Configured)


def test_a_queue_with_waiting_visitors_may_be_renamed_and_get_another_target() -> None:
    """Neither touches a slip."""
    play = Play()
    play.take()
    configure(play, "queues", edited("queues", "social", names=names("社会服务"), target_s=600))

    assert play.hall.target_s("social") == 600


def test_a_counter_in_use_is_not_retired() -> None:
    """Its clerk would be left with a visitor and no counter."""
    play = Play().open("c1", LI)
    rows = edited("counters", "c1", retired=True)
    with pytest.raises(Conflict, match="counter-in-use") as refused:
        configure(play, "counters", rows)
    assert refused.value.args_by_name == {"counters": ["c1"]}
    play.ask(c.CloseCounter(), LI)

    assert isinstance(configure(play, "counters", rows), e.Configured)


def test_a_queue_is_retired_only_after_its_services() -> None:
    """A button that leads into a retired queue would give numbers that nobody calls."""
    play = Play()
    with pytest.raises(Conflict, match="queue-has-services") as refused:
        configure(play, "queues", edited("queues", "firms", retired=True))
    assert refused.value.args_by_name == {"services": ["founding"]}
    play.ask(c.Configure(section="services", rows=edited("services", "founding", retired=True)), SERVICE_SETUP)

    assert isinstance(configure(play, "queues", edited("queues", "firms", retired=True)), e.Configured)
    play.ask(c.Configure(section="queues", rows=edited("queues", "firms", retired=True)), SERVICE_SETUP)
    with pytest.raises(NotFound, match="reference-unknown"):
        configure(play, "services", SMALL_HALL["services"])


def test_the_event_holds_the_checked_rows_without_defaults() -> None:
    """What is stored is small and does not depend on how it was typed."""
    event = configure(Play(), "items", [*SMALL_HALL["items"], {"slug": "x", "names": names("某"), "code": "", "retired": False}])

    assert isinstance(event, e.Configured)
    assert event.rows[-1] == {"slug": "x", "names": {"zh-Hans": "某"}}


def test_a_standard_is_adopted_between_two_days_only() -> None:
    """A running day is never reshaped under those who wait."""
    play = Play()
    with pytest.raises(Conflict, match="standard-while-open"):
        play.ask(c.AdoptStandard(text=STANDARD), SYSTEM)
    play.ask(c.CloseDay(), SERVICE_SETUP)
    [event] = play.ask(c.AdoptStandard(text=STANDARD + "# 2\n"), SYSTEM)

    assert isinstance(event, e.StandardAdopted)
    assert play.hall.rules.hash == event.hash


def test_a_standard_that_cannot_be_read_leaves_the_old_one_in_force() -> None:
    """No moment without rules."""
    play = Play()
    play.ask(c.CloseDay(), SERVICE_SETUP)
    with pytest.raises(AgainstStandard, match="standard-unreadable"):
        play.ask(c.AdoptStandard(text="= 3"), SYSTEM)

    assert play.hall.rules.text == STANDARD


@pytest.mark.parametrize(
    ("command", "by", "event"),
    [
        (
            c.ReportSlip(job="s", device="printer-1", ticket="1.1", copy=2, state="unknown"),
            AGENT,
            e.SlipReported(job="s", device="printer-1", ticket="1.1", copy=2, state="unknown"),
        ),
        (
            c.ReportAnnouncement(job="a", device="voice-1", ticket="1.1", call=2, state="short"),
            AGENT,
            e.AnnouncementReported(job="a", device="voice-1", ticket="1.1", call=2, state="short"),
        ),
        (c.ReportDevice(device="kiosk-1", state="lost"), SERVICE_DOOR, e.DeviceReported(device="kiosk-1", state="lost")),
        (c.ReportSignIn(person="nobody", state="refused"), SERVICE_DOOR, e.SignInReported(person="nobody", state="refused")),
        (c.ReportClock(step_s=-3.5), SERVICE_DOOR, e.ClockSuspected(step_s=-3.5)),
        (
            c.EraseData(ticket="1.1", refs=("r1", "r2"), asked_by="safe"),
            SERVICE_DOOR,
            e.DataErased(ticket="1.1", refs=("r1", "r2"), asked_by="safe"),
        ),
    ],
)
def test_reports_are_kept_as_they_are_told(command: c.Command, by: Actor, event: e.Event) -> None:
    """Also of a ticket of yesterday, and of a name that nobody has: that is what the auditor looks for."""
    assert Play().ask(command, by) == [event]


@pytest.mark.parametrize(
    "command",
    [
        c.ReportSlip(job="s", device="gone", ticket="1.1", state="done"),
        c.ReportAnnouncement(job="a", device="gone", ticket="1.1", call=1, state="spoken"),
        c.ReportDevice(device="gone", state="back"),
    ],
)
def test_a_device_that_is_not_set_up_reports_nothing(command: c.Command) -> None:
    """The journal must not fill with strangers."""
    with pytest.raises(NotFound, match="device-unknown"):
        Play().ask(command, SERVICE_DOOR)


def test_a_clerk_sets_nothing_up() -> None:
    """The role comes before the section."""
    with pytest.raises(NotAllowed, match="not-allowed"):
        configure(Play(), "queues", SMALL_HALL["queues"], WANG)


def test_keys_mean_what_their_kind_of_device_may_mean() -> None:
    """A keypad that rates, or a typing error in the map, is refused with what there is."""
    play = Play()
    for kind, keys, wrong in (("keypad", {"0C": "call", "0B": "star:5"}, "star:5"), ("rater", {"00": "star:9"}, "star:9")):
        with pytest.raises(AgainstStandard, match="key-meaning-unknown") as refused:
            configure(play, "devices", more("devices", kind=kind, counter="c1", keys=keys))
        assert refused.value.args_by_name["meanings"] == [wrong]
    configure(play, "devices", more("devices", kind="keypad", counter="c1", keys={"0C": "call", "00": "digit:0", "11": "none"}))


def test_the_first_end_of_an_announcement_stands() -> None:
    """The agent's word may come while the service gives the call up: two ends of one call would be two truths."""
    play = Play()
    report = c.ReportAnnouncement(job="call/1.9/1.1/voice-1", device="voice-1", state="screen-only", why="failed")
    play.ask(report, SERVICE_DOOR)
    with pytest.raises(Conflict, match="announcement-ended"):
        play.ask(msgspec.structs.replace(report, state="spoken", why=""), AGENT)
    assert play.hall.announcements == {report.job: "screen-only"}
