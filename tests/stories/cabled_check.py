# SPDX-License-Identifier: Apache-2.0
"""Compares a journal with what cabled devices showed, said and printed and which keys were pressed; every difference is a line."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

import zxingcpp
from msgspec import Struct
from PIL import Image

from hallserver.core import events as e
from hallserver.core.apply import apply
from hallserver.core.events import Entry
from hallserver.core.hall import Hall
from tests.stories.cabled_hall import BOARDS, LOST_US, Press
from tests.stories.cabled_kiosk import Shown

NEAR_US: Final = 2_000_000
"""On its way from the journal to a board a number may be so old."""
_ENDS = frozenset({"done", "failed", "unknown"})


class Span(Struct, frozen=True):
    """Something that was so from then until then (UTC µs)."""

    what: str
    from_us: int
    until_us: int


def in_hand(entries: Sequence[Entry], end_us: int) -> dict[str, list[Span]]:
    """Return which numbers each counter had in hand, and when."""
    hall, now, spans = Hall(), dict[str, tuple[str, int]](), {counter: list[Span]() for counter in BOARDS.values()}
    for entry in entries:
        apply(hall, entry)
        for counter, found in spans.items():
            ticket = hall.tickets.get(hall.counter(counter).ticket)
            label = ticket.label if ticket is not None and ticket.state in {"called", "serving"} else ""
            was, since_us = now.get(counter, ("", 0))
            if label != was:
                found.extend([Span(was, since_us, entry.at_us)] if was else [])
                now[counter] = (label, entry.at_us)
    for counter, (label, since_us) in now.items():
        spans[counter].extend([Span(label, since_us, end_us)] if label else [])
    return spans


def boards(spans: dict[str, list[Span]], shown: dict[str, list[tuple[int, str]]], cuts: Sequence[Span]) -> list[str]:
    """Return every number that a board began to show though its counter did not have it in hand."""
    wrong = []
    for board, faces in shown.items():
        for at_us, face in faces:
            late_us = LOST_US if any(it.from_us - NEAR_US <= at_us <= it.until_us + LOST_US for it in cuts) else NEAR_US
            able = {it.what for it in spans[BOARDS[board]] if it.from_us <= at_us <= it.until_us + late_us}
            wrong += [f"{board} showed {label}, in hand {sorted(able)}" for label in re.findall("[A-Z][0-9]{3}", face) if label not in able]
    return wrong


def last_faces(spans: dict[str, list[Span]], shown: dict[str, list[tuple[int, str]]], end_us: int) -> list[str]:
    """Return every board that at the end shows another number than its counter has in hand."""
    wrong = []
    for board, faces in shown.items():
        read = re.findall("[A-Z][0-9]{3}", faces[-1][1] if faces else "")
        wanted = [it.what for it in spans[BOARDS[board]] if it.until_us == end_us]
        wrong += [f"{board} shows {read} at the end, in hand {wanted}"] if read != wanted else []
    return wrong


def slips(entries: Sequence[Entry], pages: Iterable[Image.Image], token_of: dict[str, str]) -> list[str]:
    """Return every ticket whose slips on paper are not those that the journal has, and every slip of no ticket."""
    printed = Counter(_ticket_on(page, token_of) for page in pages)
    states: dict[str, dict[str, set[str]]] = {}
    for entry in entries:
        if isinstance(entry.event, e.SlipReported) and entry.event.ticket:
            states.setdefault(entry.event.ticket, {}).setdefault(entry.event.job, set()).add(entry.event.state)
    wrong = [f"{count} slips of no ticket" for count in [printed.pop("", 0)] if count]
    for ticket in token_of.values():
        jobs = states.get(ticket, {})
        done = sum("done" in it for it in jobs.values())
        handed = sum(bool(it & {"sent", "done", "unknown"}) for it in jobs.values())
        wrong += [f"{ticket}: {printed[ticket]} slips, the journal has {jobs}"] if not done <= printed[ticket] <= handed else []
        wrong += [f"{ticket}: no end of {jobs}"] if not all(it & _ENDS for it in jobs.values()) or not jobs else []
    return wrong


def _ticket_on(page: Image.Image, token_of: dict[str, str]) -> str:
    read = zxingcpp.read_barcodes(page)
    return token_of.get(read[0].text.rpartition("#t=")[2], "") if read else ""


def voice(entries: Sequence[Entry], said: Sequence[dict[str, Any]]) -> list[str]:
    """Return every call that was said otherwise than the journal has it, twice, or of which the journal has no end."""
    forms = {line["job"]: line["form"] for line in said}
    times = Counter(line["job"] for line in said)
    wrong = [f"{job} was said {count} times" for job, count in times.items() if count > 1]
    told: dict[str, str] = {}
    for entry in entries:
        if isinstance(entry.event, e.AnnouncementReported):
            wrong += [f"{entry.event.job} was reported twice"] if entry.event.job in told else []
            told[entry.event.job] = entry.event.state
    expected = {job: "short" if form == "short" else "spoken" for job, form in forms.items()}
    heard = {job: state for job, state in told.items() if state != "screen-only"}
    wrong += [
        f"{job}: said {expected.get(job)}, the journal has {told.get(job)}"
        for job in expected.keys() | heard
        if expected.get(job) != told.get(job)
    ]
    calls = [entry.event for entry in entries if isinstance(entry.event, e.TicketCalled | e.TicketRecalled)]
    ids = {f"call/{it.ticket}/{it.leg}.{it.call}/voice-1" for it in calls}
    return wrong + [f"{job} has no end" for job in sorted(ids - told.keys())]


def readers(entries: Sequence[Entry], shown: Sequence[Shown], heard: Sequence[tuple[int, str]], faults: Sequence[Span]) -> list[str]:
    """Return every card or slip that the screen named and nobody showed, and every one that it did not name though nothing was wrong.

    What came late is refused, and the journal says so.
    """
    wrong = []
    late = [(it.event.key, it.at_us) for it in entries if isinstance(it.event, e.KeyIgnored) and it.event.why == "late"]
    for at_us, said in heard:
        able = {it.wanted for it in shown if it.from_us <= at_us <= it.until_us + NEAR_US}
        wrong += [f"the screen heard {said}, shown was {able}"] if said.split()[0] in {"card", "scan"} and said not in able else []
    for it in shown:
        disturbed = any(fault.from_us - NEAR_US <= it.until_us and it.from_us <= fault.until_us + LOST_US for fault in faults)
        refused = any(it.what == what and it.from_us <= at_us <= it.until_us for what, at_us in late)
        wrong += [f"{it} was not heard"] if it.said != it.wanted and not disturbed and not refused else []
    return wrong


def keys(entries: Sequence[Entry], presses: Sequence[Press], silences: Sequence[Span]) -> list[str]:
    """Return every key that did otherwise than its beeps said, and every act of the keypad or rater that no key asked for.

    ``silences``: when the agent or the line died, and with them perhaps the last two of three beeps.
    """
    acts = [it for it in entries if it.actor in {"device:keypad-1", "device:rater-9"}]
    wrong = []
    for press in presses:
        did = [it for it in acts if press.from_us <= it.at_us <= press.until_us]
        stars = [it.event.stars for it in did if isinstance(it.event, e.RatingGiven)]
        cut_short = any(it.from_us <= press.until_us and press.from_us <= it.until_us for it in silences)
        if press.beeps == 1 and not (cut_short and not did) and (not did or (press.rated and stars != [5 - press.data[0]])):
            wrong.append(f"{press} was taken, the journal has {[it.event for it in did]}")
        if press.beeps > 1 and did:
            wrong.append(f"{press} was refused, the journal has {[it.event for it in did]}")
    unasked = [it for it in acts if not any(press.from_us <= it.at_us <= press.until_us for press in presses)]
    return wrong + [f"no key asked for {it.at_us} {it.event}" for it in unasked]
