# SPDX-License-Identifier: Apache-2.0
"""From a call to what loudspeakers say: one job for each voice in the counter's zone. Pure.

The number is read character by character (零一二), the counter's number as a number (十一, 二十一).
"""

from collections.abc import Callable
from typing import Literal

from hallserver.core.catalog import DeviceRow
from hallserver.core.events import Entry, TicketCalled, TicketRecalled
from hallserver.core.hall import Hall
from hallserver.core.jobs import Speak, Utterance

Say = Callable[..., str]
"""``hallserver.words.say``: (key, language, **args) → sentence."""
Spoken = Literal["cmn", "yue", "en"]

WRITTEN: dict[Spoken, str] = {"cmn": "zh-Hans", "yue": "yue", "en": "en"}
"""Spoken language → the words it is written in."""
HEARD: dict[str, Spoken] = {"zh-Hans": "cmn", "yue": "yue", "en": "en"}
"""A visitor's language → the language in which they are called."""


def call_id(ticket: str, leg: int, call: int, device: str, epoch: int = 1) -> str:
    """Return the id of the job that announces this call of a leg on this loudspeaker.

    After a restore the same call may come once more for a ticket whose first call was lost: its agent has
    spoken that one and must not take this one for done. So it is named by its epoch too.
    """
    again = "" if ticket.startswith(f"{epoch}.") else f"/{epoch}"
    return f"call/{ticket}/{leg}.{call}/{device}{again}"


def call_jobs(hall: Hall, entry: Entry, say: Say) -> list[Speak]:
    """Return the jobs that announce a call or recall, one per loudspeaker of the counter's zone."""
    event = entry.event
    assert isinstance(event, TicketCalled | TicketRecalled), entry.kind
    ticket, counter = hall.tickets[event.ticket], hall.catalog.counters[event.counter]
    languages = spoken_languages(hall, ticket.language)
    whole = tuple(utterance(language, "voice.call", ticket.label, counter.number, say) for language in languages)
    short = utterance(languages[0], "voice.call-short", ticket.label, counter.number, say)
    return [
        Speak(
            job=call_id(event.ticket, event.leg, event.call, device.slug, entry.epoch),
            device=device.slug,
            ticket=event.ticket,
            call=event.call,
            say=whole,
            short=(short,),
            fresh_s=hall.rules.number("voice.fresh"),
        )
        for device in voices(hall, counter.zone)
    ]


def voices(hall: Hall, zone: str) -> list[DeviceRow]:
    """Return the loudspeakers in use in a zone."""
    return [row for row in hall.catalog.devices.values() if row.kind == "voice" and row.zone == zone and not row.retired]


def spoken_languages(hall: Hall, language: str) -> tuple[Spoken, ...]:
    """Return the languages of a call: the visitor's first, then those in which this hall speaks."""
    return tuple(dict.fromkeys((HEARD.get(language, "cmn"), *hall.catalog.here.spoken)))


def utterance(language: Spoken, key: str, label: str, counter: int, say: Say) -> Utterance:
    """Return one sentence about a number and a counter."""
    no, win = spelled(label, language, say), counted(counter, language, say)
    return Utterance(language=language, text=say(key, WRITTEN[language], no=no, win=win))


def spelled(label: str, language: Spoken, say: Say) -> str:
    """Return a ticket's number character by character: ``A零一二``, ``A zero one two``."""
    digits = say("voice.digits", WRITTEN[language]).split()
    characters = [digits[int(character)] if character.isdecimal() else character for character in label]
    return (" " if language == "en" else "").join(characters)


def counted(number: int, language: Spoken, say: Say) -> str:
    """Return a counter's number (1 … 999) as a number: ``二十一``; English keeps figures, which are read as one."""
    if language == "en":
        return str(number)
    digits, (ten, hundred) = say("voice.digits", WRITTEN[language]).split(), say("voice.units", WRITTEN[language]).split()
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = digits[hundreds] + hundred if hundreds else ""
    if tens:
        text += (digits[tens] if tens > 1 or hundreds else "") + ten
    elif hundreds and ones:
        text += digits[0]
    return text + (digits[ones] if ones else "")


def calls_since(hall: Hall, from_us: int, say: Say) -> list[tuple[int, Speak]]:
    """Return (when, job) of today's announcements of legs last called since then, oldest first, that nobody reported on."""
    jobs: list[tuple[int, Speak]] = []
    for ticket in hall.tickets.values():
        for leg in ticket.legs:
            if leg.last_called_us is None or leg.last_called_us < from_us or leg.counter not in hall.catalog.counters:
                continue
            for call in range(1, leg.calls + 1):
                at_us = leg.last_called_us if call == leg.calls else leg.first_called_us or 0
                event = TicketRecalled(ticket=ticket.id, leg=leg.no, counter=leg.counter, call=call)
                entry = Entry(epoch=hall.epoch, seq=hall.seq, at_us=at_us, day=hall.day, actor="", event=event)
                jobs += [(at_us, job) for job in call_jobs(hall, entry, say) if job.job not in hall.announcements]
    return sorted(jobs, key=lambda timed: timed[0])
