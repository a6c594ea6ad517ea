# SPDX-License-Identifier: Apache-2.0
"""The report on on-site management: its nine parts, and a district's page that is made of sums."""

from msgspec import structs

from reports.day import make_day
from reports.osm import SERVICE, Boxed, OsmReport, is_late, make_osm, roll_up
from reports.rows_site import SiteRows
from tests.reports.sample_day import at, busy_day, leg, names, period, ticket
from tests.reports.sample_site import CHECKS, DAYS, HOUR_US, NOON_US, action, done, entry, finding, patrol, planned, sources, step

DAY = structs.replace(make_day(busy_day(300), names()), to_date="2026-03-16")
QUIET = make_day(period(tickets=[ticket(1, at("09:00"))], legs=[leg(1, at("09:00"))]), names())
SITE = SiteRows(
    patrols=[patrol(DAYS[0]), patrol(DAYS[1], late_us=3 * HOUR_US)],
    done=[done("exits", day) for day in DAYS[:6]] + [done("signs", DAYS[2])],
    planned=[planned(day, "daily", "exits") for day in DAYS[:9]],
    findings=[finding(1), finding(2, "signs", repeat_of="X20260101-003", nth=2)],
    actions=[action(1, step="standardise", parameter="exits", closed_us=NOON_US)],
    entries=[entry(1, "drill", NOON_US)],
    steps=[step("X20260303-001", photos=("p1",))],
)
WORSE = SiteRows(done=[done("exits", "2026-02-20")], findings=[finding(9, day="2026-02-20", deduction=6)])


def made(site: SiteRows = SITE, before: SiteRows = WORSE) -> OsmReport:
    """Return the report of two weeks in March."""
    return make_osm(sources(DAY, site, before, service_before=QUIET), Boxed(work="巡查十天"))


def test_the_head_says_what_it_rests_on() -> None:
    """Days, staff-days, checks done out of planned, who looked, under which standard, up to which event."""
    it = made()

    assert (it.days, it.staff_days, it.standards, it.journal) == (10, 40, DAY.standards, DAY.journal)
    assert (it.coverage.done, it.coverage.planned, it.coverage.inspectors) == ({"daily": 6}, {"daily": 9}, ("person:chen",))


def test_the_matrix_is_beside_that_of_the_period_before() -> None:
    """One point of ten now, six of ten then."""
    it = made()
    assert it.before is not None
    assert (it.matrix.cell(("space", "sort")).score, it.before.cell(("space", "sort")).score) == (90, 40)
    assert made(before=SiteRows()).before is None


def test_the_service_block_has_the_halls_own_figures_and_those_before() -> None:
    """The same figures as in the day's report, none made anew."""
    it = made()

    assert [line.now.key for line in it.service] == [key for key in SERVICE if not key.startswith("orders.")]
    assert it.service[0].now.value == 300
    assert it.service[0].before is not None
    assert it.service[0].before.value == 1


def test_ledger_actions_registers_and_practice_are_there() -> None:
    """Parts 4 to 8."""
    it = made()

    assert [line.no for line in it.findings] == ["X20260303-001", "X20260303-002"]
    assert [line.slug for line in it.checks] == ["exits", "signs"]
    assert [(line.register, line.n) for line in it.registers][:2] == [("incident", 0), ("drill", 1)]
    assert {(line.key, line.of) for line in it.practice} == {("better", "space"), ("standardised", "C20260303-001")}
    assert it.people == {"chen": {"zh-Hans": "陈晓敏"}, "liu": {"zh-Hans": "刘志强"}}


def test_a_withdrawn_finding_is_named_in_a_note_and_in_no_figure() -> None:
    """Neither points, counts, ledger nor photos ask for it; the control: the same one, not withdrawn, costs a point."""
    mistaken, real = finding(3, withdrawn="in-order", withdrawn_by="person:chen", closed_us=NOON_US), finding(3)
    told, costs = (made(SITE._replace(findings=[*SITE.findings, it])) for it in (mistaken, real))
    [note] = [it for it in told.notes if it.key == "osm-withdrawn"]

    assert note.args["n"] == 1
    assert (told.matrix, told.findings, told.checks) == (made().matrix, made().findings, made().checks)
    assert [it.key for it in told.notes if it.key != "osm-withdrawn"] == [it.key for it in made().notes]
    assert costs.matrix.whole.deduction == told.matrix.whole.deduction + 1


def test_a_withdrawn_entry_is_named_in_a_note_and_in_no_figure() -> None:
    """The control: the same one, not withdrawn, is a second drill."""
    mistaken = entry(2, "drill", NOON_US)._replace(withdrawn="mistake", withdrawn_by="person:chen", withdrawn_us=NOON_US)
    told, real = (made(SITE._replace(entries=[*SITE.entries, it])) for it in (mistaken, mistaken._replace(withdrawn="")))

    assert [it.args["n"] for it in told.notes if it.key == "osm-entries-withdrawn"] == [1]
    assert told.registers == made().registers
    assert [line.n for line in real.registers if line.register == "drill"] == [2]


def test_a_resource_without_any_deduction_is_named_if_all_of_it_was_looked_at() -> None:
    """Clean because nobody looked is no practice to follow."""
    looked = SiteRows(done=[done(slug, DAYS[0]) for slug in CHECKS])

    assert {it.of for it in made(looked, SiteRows()).practice} == {"space", "information", "waste"}
    assert made(SiteRows(), SiteRows()).practice == ()


def test_a_district_is_the_sum_of_its_halls() -> None:
    """Two halls: points, checks and findings add up; arrows only where every hall has a period before."""
    one, other = made(), made(SiteRows(done=[done("exits", DAYS[0])]), SiteRows())
    both = roll_up([one, other], DAY, None)

    assert both.matrix.cell(("space", "sort")).score == 95
    assert both.coverage.done == {"daily": 6}
    assert both.before is None
    assert roll_up([one, one], DAY, QUIET).before is not None
    assert [is_late(line) for line in one.findings] == [False, False]
