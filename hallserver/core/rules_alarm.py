# SPDX-License-Identifier: Apache-2.0
"""Rules of raising and acknowledging alarms (知悉): the clock says that one has begun and is over, somebody that it is seen to.

An alarm is no thing of its own but told anew from the hall's state at every look (``alarms.py``). So its acknowledgement is
kept by the alarm's id until the alarm is not told any more: the next one of the same name is loud again. The clock looks
every few seconds only, and not at all while the server is down: so one that began after it was seen is not the one that was seen.
That it was raised is kept the same way, for reports: once while it lasts.
"""

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.alarm import Alarm
from hallserver.core.alarms import alarms, alarms_for
from hallserver.core.errors import Conflict
from hallserver.core.hall import Hall
from hallserver.core.roles import Actor
from hallserver.core.staffnotes import Seen


def seen_by(hall: Hall, alarm: Alarm) -> Seen | None:
    """Return who has acknowledged this alarm, and when; None: nobody, or one before it that had the same name."""
    seen = hall.acknowledged.get(alarm.id)
    return seen if seen is not None and (alarm.since_us is None or alarm.since_us <= seen.at_us) else None


def raise_alarm(hall: Hall, command: c.RaiseAlarm, _: Actor, now_us: int) -> list[e.Event]:
    """Note that an alarm is on, once while it lasts."""
    alarm = _found(alarms(hall, now_us), command.alarm)
    if alarm.id in hall.raised:
        raise Conflict("alarm-raised")
    return [e.AlarmRaised(alarm=alarm.id, key=alarm.key, level=alarm.level, of=alarm.of, slug=alarm.slug, args=alarm.args)]


def _found(told: list[Alarm], alarm: str) -> Alarm:
    found = next((it for it in told if it.id == alarm), None)
    if found is None:
        raise Conflict("alarm-over")
    return found


def acknowledge_alarm(hall: Hall, command: c.AcknowledgeAlarm, by: Actor, now_us: int) -> list[e.Event]:
    """Note who has seen an alarm that is on now, once."""
    alarm = _found(alarms_for(hall, now_us, by.name), command.alarm)
    seen = seen_by(hall, alarm)
    if seen is not None:
        raise Conflict("alarm-seen", person=seen.by.partition(":")[2])
    return [e.AlarmAcknowledged(alarm=command.alarm, by=by.id)]


def end_alarm(hall: Hall, command: c.EndAlarm, _: Actor, now_us: int) -> list[e.Event]:
    """Forget that an alarm was raised and acknowledged which is over."""
    if command.alarm not in ended(hall, now_us):
        raise Conflict("alarm-not-over")
    return [e.AlarmEnded(alarm=command.alarm)]


def ended(hall: Hall, now_us: int) -> list[str]:
    """Return the raised or acknowledged alarms that are over; while there are none nothing is looked at."""
    if not hall.acknowledged and not hall.raised:
        return []
    told = {it.id: it.since_us or 0 for it in alarms(hall, now_us)}
    noted_us = hall.raised | {alarm: seen.at_us for alarm, seen in hall.acknowledged.items()}
    return [alarm for alarm, at_us in noted_us.items() if alarm not in told or told[alarm] > at_us]
