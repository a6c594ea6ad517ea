# SPDX-License-Identifier: Apache-2.0
"""Ratings, closed cases and work orders as reports read them from a real file, and what they do to days that are over."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.roles import SERVICE_CLOCK, SERVICE_SETUP, visitor
from hallserver.report_door import made_day, period_report
from hallserver.store.folder import Folder
from hallserver.store.rating_rows import read_closed, read_defaults, read_orders, read_ratings
from hallserver.store.rebuild import check
from hallserver.store.report_rows import last_us, read_period
from reports.day import make_day
from reports.names import names_of
from tests.hallserver.store.test_roll_up import assert_made_of_rows, kept
from tests.reports.test_period import _figures, assert_same
from tests.support import APPROVAL, BOSS, DUTY, LI, RATER, SMALL_HALL, Play, append, changed, keep, new_folder

MONDAY, TUESDAY, DECEMBER = "2026-11-23", "2026-11-24", "2026-12-01"
WHOLE = ("2026-11-01", "2027-01-01")


PEOPLE = [*SMALL_HALL["people"], {"slug": "gao", "names": {"zh-Hans": "高敏"}, "roles": ["hall-manager"]}]


def rated_days() -> Play:
    """Return a Monday with a good rating and two bad ones, one of a name; a Tuesday on which a case is closed and rated; a December day.

    On Tuesday the visitor of a name adds a rating and is spoken to, and two persons leave the other bad one out.
    """
    play = Play(SMALL_HALL | {"people": PEOPLE}).open()
    play.take()
    play.serve()
    play.later(30).ask(c.Rate(stars=5), RATER)
    named, other = play.take(), play.take()
    play.call()
    play.later(5).ask(c.Start(), LI)
    play.later(60).ask(c.Finish(outcome="accepted", items=(c.ItemDone(item="senior-card"),), case_no="SZ-1"), LI)
    comment, contact = (c.Personal("", c.Sealed(ref=ref, digest="d")) for ref in ("r1", "r2"))
    bad = c.Rate(stars=1, tags=("attitude",), dimensions={"attitude": 1}, comment=comment, contact=contact)
    play.later(30).ask(bad, visitor(named.id))
    play.serve()
    play.later(30).ask(c.Rate(stars=2), visitor(other.id))
    theirs, others = play.hall.orders
    play.later(60).ask(c.CloseDay(rest="left"), DUTY)
    play.later(23 * 3600).ask(c.OpenDay(), DUTY)
    play.ask(c.Rate(stars=4, follow_up=True), visitor(named.id))
    play.ask(c.ImportCompletion(case_no="SZ-1"), APPROVAL)
    play.ask(c.VerifyOrder(order=theirs, found="justified"), DUTY)
    play.ask(c.ContactVisitor(order=theirs, how="phone"), DUTY)
    play.ask(c.VerifyOrder(order=others, found="unjustified"), DUTY)
    play.ask(c.ProposeExclusion(order=others, why="mistaken", reason="按错键"), DUTY)
    play.later(60).ask(c.CloseDay(), DUTY)
    play.later(60).ask(c.Rate(stars=5, stage="completed"), visitor(named.id))
    play.ask(c.DecideExclusion(order=others, agree=True, reason="录像核实"), BOSS)
    play.later(7 * 24 * 3600).ask(c.OpenDay(), DUTY)
    play.ask(c.RectifyOrder(order=theirs, measure="apologised", cause="attitude"), DUTY)
    play.fold(e.RatingDefaulted(ticket="1.9", leg=1, counter="c1", clerk="li", stars=3, day=MONDAY), SERVICE_CLOCK)
    return play


@pytest.fixture(scope="module")
def play() -> Play:
    """Return the days."""
    return rated_days()


@pytest.fixture
def folder(tmp_path: Path, play: Play) -> Iterator[Folder]:
    """Give an open folder with these days."""
    with closing(Folder(new_folder(tmp_path / "hall"))) as folder:
        keep(folder, play.entries)
        yield folder


def test_the_rows_say_what_happened(folder: Folder, play: Play) -> None:
    """A rating by the day on which it was given, a closed case and a default by the day on which they were noted, an order as it stands."""
    with folder.database.reader() as database:
        execute = database.execute_sql
        ratings = [(it.stage, it.nth, it.stars, it.kind, it.excluded) for it in read_ratings(execute, WHOLE)]
        closed = [it.day for it in read_closed(execute, WHOLE)]
        noted = [read_defaults(execute, (day, f"{day[:8]}{int(day[8:]) + 1:02d}")) for day in (MONDAY, DECEMBER)]
        orders = [(it.named, it.reached, it.fixed_us is not None, it.excluded) for it in read_orders(execute, WHOLE) or []]
        now_us = last_us(execute)

    assert ratings == [
        ("accepted", 1, 5, "given", ""), ("accepted", 1, 1, "given", ""), ("accepted", 1, 2, "given", "mistaken"),
        ("accepted", 2, 4, "follow-up", ""), ("completed", 1, 5, "given", ""),
    ]  # fmt: skip
    assert (closed, noted, now_us) == ([TUESDAY], [0, 1], play.now_us)
    assert orders == [(True, True, True, ""), (False, False, False, "mistaken")]


def test_no_day_has_no_rows(folder: Folder) -> None:
    """Nothing is taken for what was noted outside of all days."""
    with folder.database.reader() as database:
        assert read_closed(database.execute_sql, ("2026-01-01", "2026-02-01")) == []
        assert read_defaults(database.execute_sql, ("2026-01-01", "2026-02-01")) == 0


def test_behind_every_event_the_roll_ups_say_what_the_rows_say(tmp_path: Path, play: Play) -> None:
    """Also of ratings, closed cases and decisions that come when their day is over."""
    kinds = {"RatingGiven", "CaseCompleted", "ExclusionDecided", "RatingDefaulted", "RatingsDoubted", "DayClosed", "DayOpened"}
    with closing(Folder(new_folder(tmp_path / "hall"))) as folder:
        done = 0
        for at, entry in enumerate(play.entries, 1):
            if entry.kind in kinds:
                (append if done else keep)(folder, play.entries[done:at])
                done = at
                assert_made_of_rows(folder)
        assert check(folder).differences == []


def test_a_rating_that_two_persons_leave_out_later_leaves_its_day_and_its_month(tmp_path: Path) -> None:
    """Decided in December, of a Monday in November: day and month are counted anew, nothing else is."""
    play = rated_days()
    order = next(it.order for it in (entry.event for entry in play.entries) if isinstance(it, e.ExclusionDecided))
    decided = next(at for at, it in enumerate(play.entries) if it.kind == "ExclusionDecided")
    before, last = play.entries[:decided] + play.entries[decided + 1 :], play.entries[-1]
    again = [e.Entry(epoch=it.epoch, seq=at, at_us=it.at_us, day=it.day, actor=it.actor, event=it.event) for at, it in enumerate(before, 1)]
    late = e.ExclusionDecided(order=order, why="mistaken", agreed=True, reason="录像核实", excluded=True)
    entry = e.Entry(epoch=last.epoch, seq=len(again) + 1, at_us=last.at_us, day=last.day, actor="person:gao", event=late)
    with closing(Folder(new_folder(tmp_path / "hall"))) as folder:
        keep(folder, again)
        was = kept(folder)
        append(folder, [entry])
        changed = {now[0] for now, then in zip(kept(folder), was, strict=True) if now != then}
        assert_made_of_rows(folder)

    assert changed == {MONDAY, MONDAY[:7]}


def test_day_and_period_reports_have_the_figures(folder: Folder, play: Play) -> None:
    """By hand: Monday 5 and 1 valid, 2 left out; over all days 5, 1 and 5 of the closed case; three legs and one case could be rated."""
    catalog = play.hall.catalog
    with folder.database.reader() as database:
        monday = made_day(database, MONDAY, catalog)
        twin = make_day(read_period(database, *WHOLE), names_of(catalog))
    report = period_report([(folder.database.reader, catalog)], WHOLE[0], "2026-12-31")

    day = {it.key: it for section in monday.sections[:14] for group in section.groups for it in group.figures}
    assert (day["ratings.bad"].value, day["ratings.bad"].excluded) == (0.5, {"mistaken": 1})
    assert (day["ratings.bad-10k"].value, day["ratings.voluntary"].value) == (5000, 1)
    assert (day["orders.rating"].value, day["orders.reached-fixed"].value, day["orders.contact-kept"].value) == (2, 1, 1)
    many = {it.key: it for key in ("ratings", "voluntary") for group in report.section(key).groups for it in group.figures}
    assert (many["ratings.satisfied"].numerator, many["ratings.satisfied"].denominator) == (2, 3)
    assert (many["ratings.voluntary"].numerator, many["ratings.voluntary"].denominator) == (4, 4)
    assert many["ratings.voluntary"].excluded == {"default": 1, "follow-up": 1}
    assert_same(_figures(report), _figures(twin))
    told = [(note.key, note.args["n"]) for made in (monday, report) for note in made.notes if note.key == "orders"]
    assert told == [("orders", 2), ("orders", 2)], "up to when they are known is said"


def test_a_fair_rating_is_judged_by_the_standard_under_which_it_was_given(tmp_path: Path) -> None:
    """``eval.good_min`` 4 from Tuesday on: Monday's 基本满意 stays satisfied, Tuesday's is not, and over both days it is one of two."""
    play = Play().open()
    for text in (changed("eval.good_min", "4"), ""):
        play.take()
        play.serve()
        play.later(30).ask(c.Rate(stars=3), RATER)
        play.ask(c.CloseDay(), DUTY)
        if text:
            play.ask(c.AdoptStandard(text=text), SERVICE_SETUP)
            play.later(24 * 3600).ask(c.OpenDay(), DUTY)
            play.open()
    catalog, found = play.hall.catalog, []
    with closing(Folder(new_folder(tmp_path / "hall"))) as folder:
        keep(folder, play.entries)
        for first, last in ((MONDAY, MONDAY), (TUESDAY, TUESDAY), (MONDAY, TUESDAY)):
            report = period_report([(folder.database.reader, catalog)], first, last)
            [it] = [it for group in report.section("ratings").groups for it in group.figures if it.key == "ratings.satisfied"]
            found.append((it.numerator, it.denominator))
        assert_made_of_rows(folder)
        assert check(folder).differences == []

    assert found == [(1, 1), (0, 1), (1, 2)]
