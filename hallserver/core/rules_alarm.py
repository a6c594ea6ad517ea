# SPDX-License-Identifier: Apache-2.0
"""Rules of acknowledging alarms (知悉): somebody says that it is seen and seen to; the clock says when it is over.

An alarm is no thing of its own but told anew from the hall's state at every look (``alarms.py``). So its acknowledgement is
kept by the alarm's id until the alarm is not told any more: the next one of the same name is loud again. The clock looks
every few seconds only, and not at all while the server is down: so one that began after it was seen is not the one that was seen.
"""

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.alarms import Alarm, alarms
from hallserver.core.errors import Conflict
from hallserver.core.hall import Hall
from hallserver.core.roles import Actor
from hallserver.core.staffnotes import Seen


def seen_by(hall: Hall, alarm: Alarm) -> Seen | None:
    """Return who has acknowledged this alarm, and when; None: nobody, or one before it that had the same name."""
    seen = hall.acknowledged.get(alarm.id)
    return seen if seen is not None and (alarm.since_us is None or alarm.since_us <= seen.at_us) else None


def acknowledge_alarm(hall: Hall, command: c.AcknowledgeAlarm, by: Actor, now_us: int) -> list[e.Event]:
    """Note who has seen an alarm that is on now, once."""
    alarm = next((it for it in alarms(hall, now_us) if it.id == command.alarm), None)
    if alarm is None:
        raise Conflict("alarm-over")
    seen = seen_by(hall, alarm)
    if seen is not None:
        raise Conflict("alarm-seen", person=seen.by.partition(":")[2])
    return [e.AlarmAcknowledged(alarm=command.alarm, by=by.id)]


def end_alarm(hall: Hall, command: c.EndAlarm, _: Actor, now_us: int) -> list[e.Event]:
    """Forget the acknowledgement of an alarm that is over."""
    if command.alarm not in ended(hall, now_us):
        raise Conflict("alarm-not-over")
    return [e.AlarmEnded(alarm=command.alarm)]


def ended(hall: Hall, now_us: int) -> list[str]:
    """Return the acknowledged alarms that are over; while nothing is acknowledged nothing is looked at."""
    if not hall.acknowledged:
        return []
    told = {it.id for it in alarms(hall, now_us) if seen_by(hall, it) is not None}
    return [it for it in hall.acknowledged if it not in told]
