# SPDX-License-Identifier: Apache-2.0
"""How messages, calls for help, the tally of enquiries and seen alarms change the hall."""

from msgspec.structs import replace

from hallserver.core import events as e
from hallserver.core.hall import Hall
from hallserver.core.staffnotes import Calling, Message, Seen

KEPT = 100
"""So many messages of a day are kept."""
COMING = "coming"
"""Code of the message by which a counter hears that its call for help was answered; nobody can send it."""


def message_sent(hall: Hall, entry: e.Entry, event: e.MessageSent) -> None:
    """Put the message at the head."""
    _keep(
        hall,
        Message(
            id=f"{entry.epoch}.{entry.seq}",
            to=event.to,
            by=event.by,
            at_us=entry.at_us,
            code=event.code,
            text=event.text,
            label=event.label,
        ),
    )


def _keep(hall: Hall, new: Message) -> None:
    hall.messages = [new, *hall.messages[: KEPT - 1]]


def message_seen(hall: Hall, _: e.Entry, event: e.MessageSeen) -> None:
    """Note who has read it; one that was forgotten meanwhile changes nothing."""
    hall.messages = [replace(it, seen=(*it.seen, event.by)) if it.id == event.message else it for it in hall.messages]


def help_asked(hall: Hall, entry: e.Entry, event: e.HelpAsked) -> None:
    """Let the counter call for help since its first asking."""
    before = hall.help.get(event.counter)
    since_us = before.at_us if before is not None else entry.at_us
    hall.help[event.counter] = Calling(counter=event.counter, clerk=event.clerk, kind=event.kind, at_us=since_us)


def help_answered(hall: Hall, entry: e.Entry, event: e.HelpAnswered) -> None:
    """End the call; the counter reads who comes."""
    hall.help.pop(event.counter, None)
    told = Message(id=f"{entry.epoch}.{entry.seq}", to=f"counter:{event.counter}", by=event.by, at_us=entry.at_us, code=COMING)
    _keep(hall, told)


def enquiry_counted(hall: Hall, _: e.Entry, event: e.EnquiryCounted) -> None:
    """Count it under its topic."""
    hall.enquiries[event.topic] = hall.enquiries.get(event.topic, 0) + 1


def alarm_acknowledged(hall: Hall, entry: e.Entry, event: e.AlarmAcknowledged) -> None:
    """Keep who has seen it."""
    hall.acknowledged[event.alarm] = Seen(by=event.by, at_us=entry.at_us)


def alarm_raised(hall: Hall, entry: e.Entry, event: e.AlarmRaised) -> None:
    """Keep since when it lasts."""
    hall.raised[event.alarm] = entry.at_us


def alarm_ended(hall: Hall, _: e.Entry, event: e.AlarmEnded) -> None:
    """Forget that it was raised and seen."""
    hall.acknowledged.pop(event.alarm, None)
    hall.raised.pop(event.alarm, None)
