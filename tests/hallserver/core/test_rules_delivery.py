# SPDX-License-Identifier: Apache-2.0
"""Reports that leave the house: who may take away what, and what shows when one was not delivered."""

from typing import Any

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import HallError
from hallserver.core.roles import SERVICE_CLOCK, Actor
from hallserver.core.rules_delivery import EXPORTS, export_report
from tests.support import BOSS, DUTY, Play

WEEK = {"report": "week", "from_date": "2026-11-16", "to_date": "2026-11-23", "output": "xlsx", "reason": "report-up"}


@pytest.mark.parametrize(
    ("by", "fields", "key"),
    [
        (DUTY, {"report": "month"}, "export-not-yours"),
        (DUTY, {"report": "osm"}, "export-not-yours"),
        (BOSS, {"reason": None}, "export-reason"),
        (BOSS, {"reason": "because"}, "code-unknown"),
        (BOSS, {"to_date": "2026-11-16"}, "report-dates"),
    ],
)
def test_what_may_not_be_taken_away_is_refused(by: Actor, fields: dict[str, Any], key: str) -> None:
    """Another's report, many days without a reason, no days."""
    with pytest.raises(HallError) as refused:
        Play().ask(c.ExportReport(**WEEK | fields), by)
    assert refused.value.key == key


def test_what_was_taken_away_by_whom_and_why_stays_in_the_journal() -> None:
    """A day needs no reason; more than a day has one."""
    play = Play()
    taken = [*play.ask(c.ExportReport(**WEEK), BOSS), *play.ask(c.ExportReport(**WEEK | {"report": "day", "reason": None}), DUTY)]  # type: ignore[arg-type]

    assert taken[0] == e.ReportExported(**WEEK)
    assert (taken[1], play.entries[-1].actor) == (e.ReportExported(**WEEK | {"report": "day", "reason": ""}), DUTY.id)


def test_nobody_else_may_take_a_report_away() -> None:
    """Every role that has the command has a row of reports, and the other way round."""
    allowed = {role for role in (*EXPORTS, "clerk", "guide", "system-admin", "auditor") if _may(role)}
    assert allowed == set(EXPORTS)
    with pytest.raises(HallError, match="export-not-yours"):
        export_report(Play().hall, c.ExportReport(**WEEK), Actor(kind="person", name="x", roles=frozenset({"clerk"})), 0)  # type: ignore[arg-type]


def _may(role: str) -> bool:
    return Actor(kind="person", name="x", roles=frozenset({role})).may(c.ExportReport)


def test_a_delivery_that_fails_shows_until_one_succeeds_there_or_the_day_opens_anew() -> None:
    """The manager's screen reads it off the hall: of each way by itself."""
    of = {"report": "day", "from_date": "2026-11-20", "to_date": "2026-11-21"}
    play = Play()
    for channel, why in (("mail", "connect"), ("folder", "disk")):
        play.ask(c.ReportDelivery(**of, channel=channel, state="failing", why=why), SERVICE_CLOCK)  # type: ignore[arg-type]
    assert play.hall.undelivered == {"mail": "connect", "folder": "disk"}

    play.ask(c.ReportDelivery(**of, channel="mail", state="partly", why="some-refused", gone=("d7be5544",)), SERVICE_CLOCK)  # type: ignore[arg-type]
    assert play.hall.undelivered == {"mail": "some-refused", "folder": "disk"}
    assert play.entries[-1].event.gone == ("d7be5544",)  # type: ignore[attr-defined]

    play.ask(c.ReportDelivery(**of, channel="mail", state="delivered"), SERVICE_CLOCK)  # type: ignore[arg-type]
    assert play.hall.undelivered == {"folder": "disk"}

    play.ask(c.CloseDay(), DUTY)
    play.ask(c.OpenDay(), DUTY)
    assert play.hall.undelivered == {}
