# SPDX-License-Identifier: Apache-2.0
"""Until when a step of a work order is to be done: working days by the standard's calendar, each ending at 24:00 by the hall's clock.

Limits are parameters because every place has its own: Shanghai 1 working day to speak to the visitor (优化营商环境条例 2020 §29), Shenzhen
3, and 10 to put an ordinary one right. No day count stands in the national text (国办发〔2019〕51号).
"""

from hallserver.core.events_work import Due
from hallserver.core.hall import Hall
from hallserver.core.hours import end_of_working_day_us

Limit = tuple[str, str]
"""Keys of the limit and of the earlier warning; empty: there is none."""
CONTACT: Limit = ("bad.contact_wd", "bad.contact_warn_wd")
CLOSE: Limit = ("bad.close_wd", "")
FIX: dict[str, Limit] = {"simple": ("bad.simple_fix_wd", "bad.simple_warn_wd"), "complex": ("bad.complex_fix_wd", "")}
"""Complexity → its limit."""


def due_after(hall: Hall, at_us: int, limit: Limit) -> Due:
    """Return when something that begins now is due, when to remind of it, and when the district hears of it.

    Reminders come when the warning's days are over, and ``bad.remind_before_wd`` working days before the end.
    """
    key, warn = limit
    days = hall.rules.whole(key)
    due_us = end_of_working_day_us(hall, at_us, days)
    after, before = (hall.rules.whole(it) if it else 0 for it in (warn, "bad.remind_before_wd"))
    told = [n for n, wanted in ((after, after), (days - before, before)) if wanted]
    remind_us = {end_of_working_day_us(hall, at_us, n) for n in told if 0 <= n < days}
    higher_us = end_of_working_day_us(hall, due_us - 1, hall.rules.whole("bad.escalate_wd"))
    return Due(due_us=due_us, remind_us=tuple(sorted(it for it in remind_us if it < due_us)), higher_us=higher_us)
