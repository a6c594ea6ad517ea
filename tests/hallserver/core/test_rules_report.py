# SPDX-License-Identifier: Apache-2.0
"""Signing a report: two persons, what was looked at and nothing else, and a signed version that stays."""

import hashlib
from typing import Any

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core import rules_report
from hallserver.core.asking import Frozen
from hallserver.core.errors import AgainstStandard, Conflict, HallError, Malformed, NotAllowed, NotFound
from hallserver.core.report_paper import ReportPaper
from hallserver.core.roles import SERVICE_SETUP, Actor
from tests.support import BOSS, DUTY, SMALL_HALL, Play, names

OF = {"report": "osm", "from_date": "2026-10-01", "to_date": "2026-11-01"}
KEY = "osm/2026-10-01/2026-11-01"
MADE = Frozen('{"tickets":1200}', "1.5:ab")
SHA = hashlib.sha256(MADE.text.encode()).hexdigest()
DRAFT = c.DraftReport(**OF, content=MADE)  # type: ignore[arg-type]
CHECK, SIGN = c.CheckReport(**OF, sha256=SHA), c.SignReport(**OF, sha256=SHA)  # type: ignore[arg-type]
CORRECT = c.CorrectReport(**OF, why="补录一次巡查", content=MADE)  # type: ignore[arg-type]
DEPUTY = Actor(kind="person", name="fu", roles=frozenset({"hall-manager"}))
DAI = Actor(kind="person", name="dai", roles=frozenset({"duty-manager"}))
GAO, FU = ({"slug": slug, "names": names(name), "roles": ["hall-manager"]} for slug, name in (("gao", "高山"), ("fu", "傅平")))


def refused(play: Play, command: c.Command, by: Actor) -> tuple[type[HallError], str]:
    """Return class and key of the refusal."""
    with pytest.raises(HallError) as found:
        play.ask(command, by)
    return type(found.value), found.value.key


def paper(play: Play) -> ReportPaper:
    """Return the only report."""
    [found] = play.hall.reports.values()
    return found


def drafted(by: Actor = DUTY) -> Play:
    """Return a hall in which October's report is drafted."""
    play = Play()
    play.ask(DRAFT, by)
    return play


def signed() -> Play:
    """Return a hall in which October's report is signed."""
    play = drafted()
    play.ask(CHECK, BOSS)
    play.ask(SIGN, BOSS)
    return play


def test_a_report_is_drafted_checked_and_signed_and_each_step_says_by_whom() -> None:
    """Every step is about the same content, by its digest."""
    play = signed()
    it = paper(play)
    happened = [entry.event for entry in play.entries[-3:]]

    assert [type(event) for event in happened] == [e.ReportDrafted, e.ReportChecked, e.ReportSigned]
    assert {event.sha256 for event in happened} == {SHA}  # type: ignore[attr-defined]
    assert (it.state, it.version, it.drafted_by, it.checked_by, it.signed_by) == ("signed", 1, "person:dan", "person:gao", "person:gao")
    assert it.draft == it.signed_draft == f"1.{play.hall.seq - 2}"


def test_who_drafted_neither_checks_nor_signs() -> None:
    """Two persons: a second role does not make a second person."""
    play = drafted(BOSS)
    assert refused(play, CHECK, BOSS) == (NotAllowed, "report-own-draft")
    play.ask(CHECK, DUTY)

    assert refused(play, SIGN, BOSS) == (NotAllowed, "report-own-draft")
    play.ask(SIGN, DEPUTY)
    assert paper(play).signed_by == "person:fu"


def staffed(*managers: dict[str, Any]) -> Play:
    """Return a hall with one duty manager and these managers, in which the duty manager has drafted October's report."""
    play = Play(SMALL_HALL | {"people": [*SMALL_HALL["people"], *managers]})
    play.ask(DRAFT, DUTY)
    return play


def test_where_three_may_three_do() -> None:
    """拟稿、审核、签发 are three responsibilities. With two people, whoever did not draft does both; who has left does not count."""
    play = staffed(GAO, FU)
    play.ask(CHECK, BOSS)
    assert refused(play, SIGN, BOSS) == (NotAllowed, "report-own-check")
    play.ask(SIGN, DEPUTY)
    assert (paper(play).checked_by, paper(play).signed_by) == ("person:gao", "person:fu")

    two, left = staffed(GAO), staffed(GAO, FU)
    left.ask(c.Configure(section="people", rows=[*SMALL_HALL["people"], GAO, FU | {"retired": True}]), SERVICE_SETUP)
    for small in (two, left):
        small.ask(CHECK, BOSS)
        small.ask(SIGN, BOSS)
        assert paper(small).state == "signed"


def test_who_alone_may_sign_leaves_the_check_to_another() -> None:
    """Else nobody would be left to sign; the control: where nobody else may check either."""
    play = staffed(GAO, {"slug": "dai", "names": names("戴敏"), "roles": ["duty-manager"]})
    assert refused(play, CHECK, BOSS) == (NotAllowed, "report-leave-check")
    play.ask(CHECK, DAI)
    play.ask(SIGN, BOSS)
    assert paper(play).checked_by == "person:dai"
    alone = staffed(GAO)
    alone.ask(CHECK, BOSS)
    assert paper(alone).state == "checked"


def test_who_alone_may_sign_leaves_the_draft_to_another() -> None:
    """Else the draft lies there and nobody signs it; where nobody else may draft, it can be read at least."""
    play = staffed(GAO)
    assert refused(play, DRAFT, BOSS) == (NotAllowed, "report-leave-draft")
    play.ask(CHECK, BOSS)
    play.ask(SIGN, BOSS)
    assert refused(play, CORRECT, BOSS) == (NotAllowed, "report-leave-draft")
    clerks = [row for row in SMALL_HALL["people"] if "duty-manager" not in row.get("roles", ())]
    alone = Play(SMALL_HALL | {"people": [*clerks, GAO]})
    alone.ask(DRAFT, BOSS)
    assert paper(alone).state == "draft"


def test_without_the_rule_of_two_one_person_would_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(rules_report, "_as_seen", lambda hall, command, _: rules_report._known(hall, command))
    play = drafted(BOSS)
    play.ask(CHECK, BOSS)
    play.ask(SIGN, BOSS)

    assert paper(play).drafted_by == paper(play).signed_by


def test_what_was_not_looked_at_is_not_signed() -> None:
    """Drafted anew while somebody still has the old one on the screen: neither its check nor its signature counts."""
    play = drafted()
    play.ask(CHECK, BOSS)
    play.later(60).ask(c.DraftReport(**OF, content=Frozen('{"tickets":1201}', "1.9:cd")), DUTY)  # type: ignore[arg-type]

    assert (paper(play).state, paper(play).version) == ("draft", 1)
    assert refused(play, CHECK, BOSS) == refused(play, SIGN, BOSS) == (Conflict, "report-changed")


def test_the_steps_have_an_order() -> None:
    """And each is taken once."""
    play = Play()
    assert refused(play, SIGN, BOSS) == refused(play, CORRECT, BOSS) == (NotFound, "report-not-drafted")
    play.ask(DRAFT, DUTY)
    assert refused(play, SIGN, BOSS) == (Conflict, "report-check-first")
    assert refused(play, CORRECT, BOSS) == (Conflict, "report-not-signed")
    play.ask(CHECK, BOSS)
    assert refused(play, CHECK, BOSS) == (Conflict, "report-step-done")
    play.ask(SIGN, BOSS)
    assert refused(play, SIGN, BOSS) == (Conflict, "report-step-done")
    assert refused(play, DRAFT, DUTY) == (Conflict, "report-is-signed")


def test_a_correction_is_a_further_version_and_the_signed_one_stays_known() -> None:
    """Until it is signed itself, the version before is the one that counts; drafted anew it keeps number and reason."""
    play = signed()
    first = paper(play).draft
    play.ask(CORRECT, DUTY)
    play.later(5).ask(DRAFT, DUTY)
    it = paper(play)
    assert (it.version, it.state, it.why, it.signed_version, it.signed_draft) == (2, "draft", "补录一次巡查", 1, first)
    play.ask(CHECK, BOSS)
    play.ask(SIGN, BOSS)
    assert (paper(play).signed_version, paper(play).signed_draft) == (2, paper(play).draft)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"content": None}, (Malformed, "report-not-made")),
        ({"to_date": "2026-10-01"}, (Malformed, "report-dates")),
        ({"to_date": "2026-11-24"}, (Conflict, "report-not-over")),
        ({"from_date": "2023-10-01", "to_date": "2023-11-01"}, (AgainstStandard, "report-too-old")),
    ],
)
def test_a_draft_needs_content_and_a_period_that_is_over(fields: dict[str, object], why: object) -> None:
    """A figure that may still change is nothing to sign. Monday, 23 November 2026, is open."""
    assert refused(Play(), c.DraftReport(**({**OF, "content": MADE} | fields)), DUTY) == why  # type: ignore[arg-type]


def test_a_closed_day_is_over_before_midnight() -> None:
    """The day's report is signed the evening that the day is closed."""
    play = Play()
    today = c.DraftReport(report="day", from_date="2026-11-23", to_date="2026-11-24", content=MADE)
    assert refused(play, today, DUTY) == (Conflict, "report-not-over")
    play.later(60).ask(c.CloseDay(), DUTY)

    play.ask(today, DUTY)
    assert paper(play).report == "day"
