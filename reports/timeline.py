# SPDX-License-Identifier: Apache-2.0
"""All that befell one number, as the journal has it (号码全过程): for whoever inspects a hall, or answers a visitor's question.

One line an event, in the journal's order, each with its place in the journal and who did it. What is personal is in the vault and is
not told: a line says only that something is kept, and of what.
"""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from hallserver.core import events as e
from hallserver.core.standard import Standard
from hallserver.standard_lines import name_of, value_text
from hallserver.words import say
from reports.deviations import COLUMNS as DEVIATION_COLUMNS
from reports.deviations import cells as deviation_cells
from reports.deviations import lines_of as deviations_of
from reports.names import in_language
from reports.timeline_facts import Setting, actor_name, facts_of

TOLD: tuple[type[e.Event], ...] = (
    e.TicketIssued, e.SlipAsked, e.SlipReported, e.TicketCalled, e.TicketRecalled, e.AnnouncementReported, e.VisitorEscorted,
    e.VisitorOnWay, e.ServiceStarted, e.ServiceFinished, e.TicketHeld, e.TicketResumed, e.TicketTransferred, e.TicketAbsent,
    e.TicketBroughtBack, e.TicketCancelled, e.TicketUnserved, e.TicketVoided, e.VisitorCalledBack, e.ServiceChanged, e.TicketsSwapped,
    e.FinishUndone, e.AbsenceUndone, e.TicketLifted, e.PriorityChecked, e.NeedsNoted, e.CaseNoted, e.NoticeGiven, e.ReturnGiven,
    e.PlaceYielded, e.RatingGiven, e.RatingDefaulted, e.RatingsDoubted, e.CaseCompleted, e.RecordAnnotated, e.DataErased, e.MessageSent,
    e.WorkOrderOpened, e.OrderVerified, e.VisitorContacted, e.OrderSettled, e.OrderRectified, e.OrderExplained, e.OrderReplied,
    e.OrderCalledBack, e.OrderClosed, e.OrderAppealed, e.AppealReviewed, e.ExclusionProposed, e.ExclusionDecided, e.OrderReminded,
    e.OrderOverdue, e.OrderEscalated, e.OrderFollowedUp, e.OrderRead, e.EntryRegistered, e.EntryStepped, e.EntryWithdrawn,
)  # fmt: skip
"""What can befall a number, the work orders about it, or what was lost or found with it: words ``timeline.event.<kind>``."""
BESIDE: tuple[type[e.Event], ...] = (e.HallSuspended, e.HallResumed)
"""What befell everybody while the visitor was there."""

_RATINGS = (e.RatingGiven, e.RatingDefaulted, e.RatingsDoubted)


class Moment(Struct, frozen=True, kw_only=True):
    """One line: its place in the journal, when, by whom, what, and what more is known of it."""

    place: str
    at_us: int
    at: str
    kind: str
    what: str
    by: str
    facts: tuple[str, ...]


class Timeline(Struct, frozen=True, kw_only=True):
    """A number's whole story in one language, and the standard under which it was issued."""

    hall: str
    number: str
    day: str
    zone: str
    ticket: str
    journal: str
    """Anchor of the journal's end when this was read."""
    moments: tuple[Moment, ...]
    standard: str
    """Mark of the standard then in force; empty: the ticket carries none."""
    parameters: tuple[tuple[str, str, str], ...] = ()
    """Key, name and value of each parameter then in force."""
    deviations: tuple[tuple[str, ...], ...] = ()
    """What deviated from the unified standard then, a text for each column of ``reports.deviations.COLUMNS``."""


def but_about(entries: Sequence[e.Entry], person: str) -> list[e.Entry]:
    """Return the entries but the ratings of this person's work and all about them; of nobody (empty), all."""
    mine = {_order(it) for it in entries if isinstance(it.event, e.WorkOrderOpened) and it.event.clerk == person} if person else set()
    return [it for it in entries if not (person and (_rates(it, person) or (_order(it) and _order(it) in mine)))]


def _rates(entry: e.Entry, person: str) -> bool:
    return isinstance(entry.event, _RATINGS) and entry.event.clerk == person


def _order(entry: e.Entry) -> str:
    return str(getattr(entry.event, "order", ""))


def timeline_of(entries: Sequence[e.Entry], setting: Setting, journal: str) -> Timeline:
    """Return the story that these entries tell; the first is the issue of the number."""
    issue = entries[0]
    assert isinstance(issue.event, e.TicketIssued), issue
    standard, here = setting.standard, setting.catalog.here
    return Timeline(
        hall=in_language(here.names, setting.language),
        number=issue.event.label,
        day=issue.day,
        zone=here.zone,
        ticket=f"{issue.epoch}.{issue.seq}",
        journal=journal,
        moments=tuple(_moment(it, issue.day, setting) for it in entries),
        standard=issue.event.standard,
        parameters=_parameters(standard, setting.language) if standard is not None else (),
        deviations=_deviations(issue.event.standard, standard, setting.language),
    )


def to_json(timeline: Timeline) -> bytes:
    """Return the story as indented UTF-8 JSON."""
    return msgspec.json.format(msgspec.json.encode(timeline), indent=2) + b"\n"


def _parameters(standard: Standard, language: str) -> tuple[tuple[str, str, str], ...]:
    return tuple((key, name_of(key, language), value_text(key, it, language)) for key, it in sorted(standard.parameters.items()))


def _deviations(mark: str, standard: Standard | None, language: str) -> tuple[tuple[str, ...], ...]:
    if standard is None:
        return ()
    mine = DEVIATION_COLUMNS.index("standard")
    rows = (deviation_cells(it, language) for it in deviations_of({mark: standard}))
    return tuple(row[:mine] + row[mine + 1 :] for row in rows)


def _moment(entry: e.Entry, day: str, setting: Setting) -> Moment:
    kind = type(entry.event).__name__
    local = datetime.fromtimestamp(entry.at_us / 1_000_000, ZoneInfo(setting.catalog.here.zone))
    return Moment(
        place=f"{entry.epoch}.{entry.seq}",
        at_us=entry.at_us,
        at=f"{local:%H:%M:%S}" if local.date().isoformat() == day else f"{local:%Y-%m-%d %H:%M:%S}",
        kind=kind,
        what=say(f"timeline.event.{kind}", setting.language),
        by=actor_name(entry.actor, setting),
        facts=tuple(facts_of(entry, setting)),
    )
