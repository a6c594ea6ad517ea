# SPDX-License-Identifier: Apache-2.0
"""What reports read of on-site management: of the days asked for, with what was open from before, and photos while the vault has them."""

import base64
from contextlib import closing

from hallserver.core import commands as c
from hallserver.store.site_rows import read_photos, read_said, read_site, read_steps
from reports.rows_site import SiteRows
from tests.hallserver.core.site_acts import opened
from tests.hallserver.store.test_projections_visit import tables
from tests.support import DUTY, GUIDE, Play, next_day, varied_day

DAY = ("2026-11-23", "2026-11-24")
NEXT = ("2026-11-24", "2026-11-25")


def site(play: Play, span: tuple[str, str]) -> SiteRows:
    """Return what a report reads of these days."""
    with closing(tables(play)) as database:
        database.row_factory = None
        return read_site(database.execute, span)


def test_a_day_has_its_patrols_and_all_that_was_open_on_it() -> None:
    """With every step; lists and fields are values, not text."""
    found = site(varied_day(), DAY)

    assert [(it.zones, it.checks, it.findings, it.mark) for it in found.patrols] == [(["main"], 3, 2, "p1"), (["main"], 2, 1, "")]
    assert sorted({it.item for it in found.done}) == ["goods-sort", "people-sort", "space-exits"]
    assert [(it.no, it.deduction, it.safety, it.seen) for it in found.findings] == [
        ("X20261123-001", 10, True, 1), ("X20261123-002", 1, False, 2), ("X20261123-003", 1, False, 1),
    ]  # fmt: skip
    assert [(it.withdrawn, it.withdrawn_by) for it in found.findings] == [("", ""), ("", ""), ("in-order", "person:guo")]
    assert [(it.register, it.fields.get("device", ""), it.closed_us is None) for it in found.entries] == [
        ("fault", "hall-1", True), ("consumable", "", False), ("lost-found", "", False),
    ]  # fmt: skip
    assert [(it.withdrawn, it.withdrawn_by, it.withdrawn_us > 0) for it in found.entries] == [
        ("", "", False), ("mistake", "person:guo", True), ("", "", False),
    ]  # fmt: skip
    assert [(it.findings, it.owner) for it in found.actions] == [(["X20261123-001"], "dan")]
    assert {it.no for it in found.steps} == {
        *(it.no for it in found.findings),
        "C20261123-001",
        "GZ20261123-001",
        "HC20261123-001",
        "SW20261123-001",
    }
    assert found.steps[0].photo_refs == ["photo"]


def test_what_stays_open_is_on_the_next_days_ledger_and_what_was_closed_is_not() -> None:
    """And what is opened later is not on the earlier one."""
    play = Play()
    closed, still = opened(play), opened(play, place="北门")
    play.ask(c.FixFinding(finding=closed.no), GUIDE)
    play.ask(c.RecheckFinding(finding=closed.no, passed=True), DUTY)
    next_day(play, hours=24)
    fresh = opened(play, place="南门")

    assert [it.no for it in site(play, DAY).findings] == [closed.no, still.no]
    assert [it.no for it in site(play, NEXT).findings] == [still.no, fresh.no]
    assert {it.day for it in site(play, DAY).planned} == {"2026-11-23"}
    assert not any(site(play, ("2027-01-01", "2027-02-01")))


def test_a_file_from_before_has_none() -> None:
    """No newer server has opened it yet."""
    with closing(tables(Play())) as database:
        database.execute("DROP TABLE site_step")
        database.row_factory = None

        assert read_site(database.execute, DAY) == SiteRows()
        assert read_steps(database.execute, "X20261123-001") == []


def test_a_photo_is_there_as_long_as_the_vault_has_it() -> None:
    """Zeros over it, and it is gone from every report."""
    with closing(tables(Play())) as database:
        database.row_factory = None
        kept = base64.b64encode(b"\xff\xd8\xff picture").decode()
        for ref, salt in (("here", b"s" * 16), ("gone", bytes(16))):
            database.execute("INSERT INTO vault (ref, salt, content, erase_after_us) VALUES (?,?,?,?)", (ref, salt, kept, 1))

        assert read_photos(database.execute, ["here", "gone", "never"]) == {"here": b"\xff\xd8\xff picture"}
        assert read_said(database.execute, [None, "here"]) == {"here": kept}
