# SPDX-License-Identifier: Apache-2.0
"""What becomes of the site under a standard: each function plays a little and returns what people would notice."""

from hallserver.core import commands as c
from hallserver.core.checklist import planned, step_weights
from hallserver.core.errors import AgainstStandard
from hallserver.core.ladder import fix_due_us, ladder, recheck_us
from hallserver.core.roles import SERVICE_DOOR
from hallserver.core.site import rounds_today
from hallserver.core.site_watch import site_due
from tests.hallserver.core.site_acts import opened
from tests.support import DUTY, GUIDE, NINE_US, Play

DAY_S = 86_400


def rounds(text: str) -> object:
    """Return how many patrols there should be."""
    return rounds_today(Play(standard=text).hall, NINE_US)


def cycles(text: str) -> object:
    """Return what is due how often."""
    return planned(Play(standard=text).hall)


def weights(text: str) -> object:
    """Return what each step weighs."""
    return step_weights(Play(standard=text).hall.rules)


def times(text: str) -> object:
    """Return until when findings of now are put right and looked at again, and what follows."""
    hall = Play(standard=text).hall
    due = [fix_due_us(hall, NINE_US, severity) for severity in ("minor", "major", "critical")]
    return due, recheck_us(hall, NINE_US), ladder(hall, due[0])


def again_after_sixty_days(text: str) -> object:
    """Return whether what was put right and is found again after sixty days has come again."""
    play = Play(standard=text)
    first = opened(play)
    play.ask(c.FixFinding(finding=first.no), GUIDE)
    play.ask(c.RecheckFinding(finding=first.no, passed=True), DUTY)
    return opened(play.later(60 * DAY_S)).repeat_of


def late_by_five_days(text: str) -> object:
    """Return whether a patrol of five days ago can be recorded."""
    play, early = Play(standard=text), NINE_US - 5 * DAY_S * 1_000_000
    try:
        play.ask(c.RecordPatrol(checked={"main": ("people-sort",)}, from_us=early, until_us=early), GUIDE)
    except AgainstStandard as error:
        return error.args_by_name
    return "recorded"


def faults_after_ten_minutes(text: str) -> object:
    """Return what the clock does about a printer that has been out of paper for ten minutes."""
    play = Play(standard=text)
    play.ask(c.ReportDevice(device="printer-1", state="out"), SERVICE_DOOR)
    play.later(600)
    return list(site_due(play.hall, play.now_us))
