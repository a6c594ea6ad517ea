# SPDX-License-Identifier: Apache-2.0
"""From a call, a call-back or a notice of the staff to what loudspeakers say: one job for each voice in the zone. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from displays.spoken import HEARD, WRITTEN, Say, Spoken, Spot, Tongue
from hallserver.core.events import TicketCalled, TicketRecalled
from hallserver.core.hall import Hall
from hallserver.core.jobs import Speak, Utterance
from hallserver.core.mute import voices
from hallserver.core.noted import AskedBack, Notice
from hallserver.core.quiet import read_quiet
from hallserver.core.row import Names

NOTICE_FRESH_S = 60.0
"""A notice may wait so long for the calls before it."""
URGENT_FRESH_S = 300.0
"""An emergency is said even when its loudspeaker was away for a while."""


class CallOf(NamedTuple):
    """One call of a ticket's leg, and the how-manieth announcement of it: 0 is the first."""

    ticket: str
    leg: int
    call: int
    counter: str
    again: int = 0


def call_of(event: TicketCalled | TicketRecalled) -> CallOf:
    """Return the call that this event makes."""
    return CallOf(event.ticket, event.leg, event.call, event.counter)


def call_id(call: CallOf, device: str, epoch: int = 1) -> str:
    """Return the id of the job that announces this call on this loudspeaker.

    After a restore the same call may come once more for a ticket whose first call was lost: its agent has
    spoken that one and must not take this one for done. So it is named by its epoch too.
    """
    again = f"+{call.again}" if call.again else ""
    return f"call/{call.ticket}/{call.leg}.{call.call}/{device}{_since(call.ticket, epoch)}{again}"


def _since(ticket: str, epoch: int) -> str:
    return "" if ticket.startswith(f"{epoch}.") else f"/{epoch}"


def call_jobs(hall: Hall, call: CallOf, say: Say) -> list[Speak]:
    """Return the jobs that announce a call or recall, or repeat that, one per loudspeaker of the counter's zone."""
    ticket, counter = hall.tickets[call.ticket], hall.catalog.counters[call.counter]
    tongues = tongues_of(hall, ticket.language, say)
    spot = spot_of(hall, call.counter)
    return [
        Speak(
            job=call_id(call, device.slug, hall.epoch),
            device=device.slug,
            ticket=call.ticket,
            call=call.call,
            say=tuple(tongue.sentence("voice.call", ticket.label, spot) for tongue in tongues),
            short=(tongues[0].sentence("voice.call-short", ticket.label, spot),),
            fresh_s=hall.rules.number("voice.fresh"),
            chime=not call.again,
            again=call.again,
            volume=device.volume,
            rate=device.rate,
        )
        for device in voices(hall, counter.zone)
    ]


def back_jobs(hall: Hall, back: AskedBack, say: Say) -> list[Speak]:
    """Return the jobs that ask a finished visitor to come back to a counter."""
    tongues, spot = tongues_of(hall, hall.tickets[back.ticket].language, say), spot_of(hall, back.counter)
    return [
        Speak(
            job=f"back/{back.ticket}/{back.nth}/{device.slug}{_since(back.ticket, hall.epoch)}",
            device=device.slug,
            ticket=back.ticket,
            call=back.nth,
            say=tuple(tongue.sentence("voice.call-back", back.label, spot) for tongue in tongues),
            short=(tongues[0].sentence("voice.call-short", back.label, spot),),
            fresh_s=hall.rules.number("voice.fresh"),
            kind="call-back",
            chime=True,
            volume=device.volume,
            rate=device.rate,
        )
        for device in voices(hall, hall.catalog.counters[back.counter].zone)
    ]


def notice_jobs(hall: Hall, notice: Notice) -> list[Speak]:
    """Return the jobs that say what the staff typed, in each language in which they did; without a zone on all loudspeakers."""
    heard = {HEARD[language]: text for language, text in notice.text.items() if language in HEARD}
    order = dict.fromkeys((*hall.catalog.here.spoken, *WRITTEN))
    said = tuple(Utterance(language=language, text=heard[language]) for language in order if language in heard)
    return [
        Speak(
            job=f"notice/{notice.id}/{device.slug}",
            device=device.slug,
            ticket="",
            call=1,
            say=said,
            fresh_s=URGENT_FRESH_S if notice.urgent else NOTICE_FRESH_S,
            kind="emergency" if notice.urgent else "notice",
            chime=True,
            volume=device.volume,
            rate=device.rate,
        )
        for device in voices(hall, notice.zone)
    ]


def spot_of(hall: Hall, counter: str) -> Spot:
    """Return where a counter is. Its zone is said only where counters stand in several, and only by a name that people know."""
    row = hall.catalog.counters[counter]
    zones = {other.zone for other in hall.catalog.counters.values() if not other.retired}
    name: Names = hall.catalog.here.zones.get(row.zone, {}) if len(zones) > 1 else {}
    return Spot(number=row.number, zone=name, room=row.room.strip())


def tongues_of(hall: Hall, language: str, say: Say) -> tuple[Tongue, ...]:
    """Return how a visitor of this language is called here: first in it, then as this hall speaks."""
    yao = hall.rules.word("voice.one") == "yao"
    return tuple(Tongue(spoken, say, yao=yao) for spoken in spoken_languages(hall, language))


def spoken_languages(hall: Hall, language: str) -> tuple[Spoken, ...]:
    """Return the languages of a call: the visitor's first, then those in which this hall speaks."""
    return tuple(dict.fromkeys((HEARD.get(language, "cmn"), *hall.catalog.here.spoken)))


def is_quiet(hall: Hall, job: Speak, now_us: int) -> bool:
    """Tell whether this job is not to be spoken: its loudspeaker is turned off, or the hall quiet now and it no emergency."""
    if job.volume <= 0:
        return True
    return job.kind != "emergency" and read_quiet(hall.rules.word("voice.quiet")).holds(now_us, hall.catalog.here.zone)


def repeats(hall: Hall) -> int:
    """Return how often a call is announced in all; once under a standard from before there were repetitions."""
    return hall.rules.whole("voice.repeats") if "voice.repeats" in hall.rules.parameters else 1


def is_awaited(hall: Hall, call: CallOf) -> bool:
    """Tell whether the visitor of this very call is still expected at the counter; while the hall is suspended nobody is."""
    ticket = hall.tickets.get(call.ticket)
    if hall.suspended or ticket is None or ticket.state != "called":
        return False
    return (ticket.leg.no, ticket.leg.calls) == (call.leg, call.call)


def awaited_until(hall: Hall, call: CallOf) -> int | None:
    """Return when (UTC, µs) the visitor of this call came, or was called anew; None: is still awaited, or nothing says since when not."""
    ticket = hall.tickets[call.ticket]
    leg = ticket.legs[call.leg - 1]
    if call.call < leg.calls:
        return leg.last_called_us
    following = [ticket.legs[call.leg].opened_us] if call.leg < len(ticket.legs) else []
    return min((at_us for at_us in (leg.started_us, leg.finished_us, leg.held_from_us, *following) if at_us is not None), default=None)


def calls_since(hall: Hall, from_us: int) -> list[tuple[int, CallOf]]:
    """Return (when, call) of today's calls of legs last called since then, oldest first.

    Of a call before the last one only that it was not before the leg's first is known. A number that came into hand by a swap
    was not called: whoever has it sat at the counter already.
    """
    calls: list[tuple[int, CallOf]] = []
    for ticket in hall.tickets.values():
        for leg in ticket.legs:
            if leg.last_called_us is None or leg.last_called_us < from_us or leg.counter not in hall.catalog.counters:
                continue
            swapped_us = leg.called_us if leg.why is not None and leg.why.key == "swapped" else None
            for call in range(1, leg.calls + 1):
                at_us = leg.last_called_us if call == leg.calls else leg.first_called_us or 0
                if at_us != swapped_us:
                    calls.append((at_us, CallOf(ticket.id, leg.no, call, leg.counter)))
    return sorted(calls)


def unreported(hall: Hall, jobs: Sequence[Speak]) -> list[Speak]:
    """Return those of these jobs of which the journal does not say yet what became of them."""
    return [job for job in jobs if job.job not in hall.announcements]
