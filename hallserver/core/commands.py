# SPDX-License-Identifier: Apache-2.0
"""What a person, or a device, may ask: the wire types of ``POST /api/v1/commands/<name>``.

Each class is one command; its name on the wire is the class name in kebab-case. A command that
acts at a counter means the counter that the asking clerk has open, unless ``counter`` names
another (duty manager). Where ``ticket`` is optional it guards against a stale screen: when given,
it must be the ticket in hand. Commands about one visit that goes another way than most stand in
``commands_visit.py``, those about counters, staff and the hall's day in ``commands_hall.py``.
"""

import re
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from hallserver.core.asking import CaseNo, Missing
from hallserver.core.asking import Code as Code
from hallserver.core.asking import Command as Command
from hallserver.core.asking import IdNumber as IdNumber
from hallserver.core.asking import ItemDone as ItemDone
from hallserver.core.asking import Personal as Personal
from hallserver.core.asking import Photo as Photo
from hallserver.core.asking import Sealed as Sealed
from hallserver.core.asking import TicketId as TicketId
from hallserver.core.asking import TicketIdOrNone as TicketIdOrNone
from hallserver.core.asking import TicketNamed as TicketNamed
from hallserver.core.commands_delivery import ExportReport as ExportReport
from hallserver.core.commands_delivery import ReportDelivery as ReportDelivery
from hallserver.core.commands_hall import AcknowledgeAlarm as AcknowledgeAlarm
from hallserver.core.commands_hall import AnswerHelp as AnswerHelp
from hallserver.core.commands_hall import ApplyPlan as ApplyPlan
from hallserver.core.commands_hall import AskHelp as AskHelp
from hallserver.core.commands_hall import CheckOpening as CheckOpening
from hallserver.core.commands_hall import CountEnquiry as CountEnquiry
from hallserver.core.commands_hall import EndAlarm as EndAlarm
from hallserver.core.commands_hall import HandOver as HandOver
from hallserver.core.commands_hall import OpenFor as OpenFor
from hallserver.core.commands_hall import RaiseAlarm as RaiseAlarm
from hallserver.core.commands_hall import ResumeHall as ResumeHall
from hallserver.core.commands_hall import SeeMessage as SeeMessage
from hallserver.core.commands_hall import SendMessage as SendMessage
from hallserver.core.commands_hall import Suspend as Suspend
from hallserver.core.commands_rating import DefaultRatings as DefaultRatings
from hallserver.core.commands_rating import ImportCompletion as ImportCompletion
from hallserver.core.commands_rating import Rate as Rate
from hallserver.core.commands_report import Boxes as Boxes
from hallserver.core.commands_report import CheckReport as CheckReport
from hallserver.core.commands_report import CorrectReport as CorrectReport
from hallserver.core.commands_report import DraftReport as DraftReport
from hallserver.core.commands_report import SignReport as SignReport
from hallserver.core.commands_site import EscalateFinding as EscalateFinding
from hallserver.core.commands_site import FixFinding as FixFinding
from hallserver.core.commands_site import OpenFinding as OpenFinding
from hallserver.core.commands_site import PlanAction as PlanAction
from hallserver.core.commands_site import RecheckFinding as RecheckFinding
from hallserver.core.commands_site import RecordPatrol as RecordPatrol
from hallserver.core.commands_site import RegisterEntry as RegisterEntry
from hallserver.core.commands_site import StepAction as StepAction
from hallserver.core.commands_site import StepEntry as StepEntry
from hallserver.core.commands_site import WithdrawEntry as WithdrawEntry
from hallserver.core.commands_site import WithdrawFinding as WithdrawFinding
from hallserver.core.commands_visit import AnnotateRecord as AnnotateRecord
from hallserver.core.commands_visit import ChangeService as ChangeService
from hallserver.core.commands_visit import ComeBack as ComeBack
from hallserver.core.commands_visit import ConfirmPriority as ConfirmPriority
from hallserver.core.commands_visit import CorrectTicket as CorrectTicket
from hallserver.core.commands_visit import EnterPaper as EnterPaper
from hallserver.core.commands_visit import Escort as Escort
from hallserver.core.commands_visit import GiveNotice as GiveNotice
from hallserver.core.commands_visit import GiveReturn as GiveReturn
from hallserver.core.commands_visit import Lift as Lift
from hallserver.core.commands_visit import NoteCase as NoteCase
from hallserver.core.commands_visit import NoteNeeds as NoteNeeds
from hallserver.core.commands_visit import OnMyWay as OnMyWay
from hallserver.core.commands_visit import Ready as Ready
from hallserver.core.commands_visit import ServeDirect as ServeDirect
from hallserver.core.commands_visit import Undo as Undo
from hallserver.core.commands_visit import YieldPlace as YieldPlace
from hallserver.core.commands_work import AppealOrder as AppealOrder
from hallserver.core.commands_work import CallVisitorBack as CallVisitorBack
from hallserver.core.commands_work import ChaseOrder as ChaseOrder
from hallserver.core.commands_work import CloseOrder as CloseOrder
from hallserver.core.commands_work import ContactVisitor as ContactVisitor
from hallserver.core.commands_work import DecideExclusion as DecideExclusion
from hallserver.core.commands_work import ExplainOrder as ExplainOrder
from hallserver.core.commands_work import ProposeExclusion as ProposeExclusion
from hallserver.core.commands_work import RectifyOrder as RectifyOrder
from hallserver.core.commands_work import RegisterCase as RegisterCase
from hallserver.core.commands_work import ReplyOrder as ReplyOrder
from hallserver.core.commands_work import ReportOrderRead as ReportOrderRead
from hallserver.core.commands_work import ReviewAppeal as ReviewAppeal
from hallserver.core.commands_work import SettleOnSpot as SettleOnSpot
from hallserver.core.commands_work import VerifyOrder as VerifyOrder
from hallserver.core.jobs import PrinterState, ShownWhy
from hallserver.core.row import Language as Language
from hallserver.core.row import Need, Slug


class TakeTicket(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Take a number for one to five services; those of one letter make one leg, others follow on the same number."""

    services: Annotated[tuple[Slug, ...], Meta(min_length=1, max_length=5)]
    group: Annotated[str, Meta(max_length=40)] = ""
    """Priority group of the standard; from a kiosk it is only declared, from staff it counts."""
    needs: Annotated[tuple[Need, ...], Meta(max_length=6)] = ()
    party: Annotated[int, Meta(ge=1, le=50)] = 1
    items: Annotated[tuple[Slug, ...], Meta(max_length=10)] = ()
    language: Language = "zh-Hans"
    id_number: IdNumber | None = None
    """Of the one who takes it; the vault keeps only a keyed digest and the last four characters."""
    card: Annotated[str, Meta(max_length=32)] = ""
    """Names an ID card that was laid on this kiosk's reader a moment ago: the door puts its number in place."""
    paperless: bool = False
    """The visitor agrees to a number without a slip; else a kiosk whose printer is out of paper gives none."""


class CallNext(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Call the next visitor to the counter."""

    counter: Slug | None = None


class CallTicket(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Call one certain ticket out of order; always visible to auditor and district."""

    ticket: TicketNamed
    reason: Code
    ordered_by: Slug | None = None
    counter: Slug | None = None


class Recall(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Call the called visitor again."""

    ticket: TicketId | None = None
    counter: Slug | None = None


class Start(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The visitor has come; service begins."""

    ticket: TicketId | None = None
    counter: Slug | None = None


class Finish(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """End the leg in hand with an outcome; opens the visitor's next leg where there is one."""

    outcome: Code = "accepted"
    items: Annotated[tuple[ItemDone, ...], Meta(max_length=50)] = ()
    case_no: CaseNo = ""
    missing: Missing = ()
    """With the outcome ``incomplete``: what is missing. The visitor gets it on paper (一次性告知单)."""
    ticket: TicketId | None = None
    counter: Slug | None = None


class FinishAndCall(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Finish, then call the next: one key. With nobody waiting it only finishes."""

    outcome: Code = "accepted"
    items: Annotated[tuple[ItemDone, ...], Meta(max_length=50)] = ()
    case_no: CaseNo = ""
    missing: Missing = ()
    """With the outcome ``incomplete``: what is missing. The visitor gets it on paper (一次性告知单)."""
    ticket: TicketId | None = None
    counter: Slug | None = None


class Hold(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Put the ticket in hand aside; the counter is free for another."""

    reason: Code
    ticket: TicketId | None = None
    counter: Slug | None = None


class Resume(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Take up a held ticket: at this counter at once, or, when it is busy, as ready for its next call."""

    ticket: TicketId
    counter: Slug | None = None


class Transfer(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Send the visitor on, to a queue or to one counter (exactly one); keeps number and issue time."""

    ticket: TicketId | None = None
    to_queue: Slug | None = None
    to_counter: Slug | None = None
    returns: bool = False
    """After that leg the visitor comes back to this counter."""
    reason: Code = "other-service"
    counter: Slug | None = None


class MarkAbsent(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The called visitor did not come."""

    ticket: TicketId | None = None
    counter: Slug | None = None


class BringBack(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """An absent visitor is here after all and waits again, at the place that the standard gives."""

    ticket: TicketId


class Cancel(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The visitor gives the number back."""

    ticket: TicketId
    reason: Code | None = None
    """Of staff who take it back: a ``cancel`` code."""


class VoidRun(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Take back numbers that nobody stands behind: those of them that were never called. The result names the others."""

    tickets: Annotated[tuple[TicketId, ...], Meta(min_length=1, max_length=200)]
    reason: Code = "abuse"


class OpenCounter(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Open a counter, or go on after a pause."""

    counter: Slug


class PauseCounter(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Stop calling for a while, with a reason that the counter display may show."""

    reason: Code
    counter: Slug | None = None


class CloseCounter(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Close the counter; says how many wait where it was the last of a queue."""

    counter: Slug | None = None
    reason: Code | None = None
    """Why a duty manager closes somebody else's; needed then."""


class OpenDay(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Begin the business day with the hall's date; numbers start anew."""

    date: Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\d$")] | None = None
    """Somebody vouches that this is today: then a wall clock that says so is believed, however long the hall was closed."""


class CallBack(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Ask a finished visitor to come back to the counter: announcement and phone, no new leg."""

    ticket: TicketNamed
    counter: Slug | None = None


class ReprintSlip(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Print one more copy of a live ticket's slip, marked 补打."""

    ticket: TicketNamed
    device: Slug | None = None
    """The printer; None: that of the asking kiosk, for staff the first one that works."""


class Announce(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Have a text of the staff's said and shown; an urgent one before all others."""

    text: Annotated[dict[Language, Annotated[str, Meta(min_length=1, max_length=200)]], Meta(min_length=1)]
    zone: Annotated[str, Meta(max_length=40)] = ""
    """Where; empty: in the whole hall."""
    urgent: bool = False


class TryDevice(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Have a device show that it works: a test slip, sentence, pattern or beep."""

    device: Slug


class StopIssuing(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Give no more numbers; who waits is still served."""

    reason: Code = "closing"
    queue: Slug | None = None
    """Only those of this queue; None: none at all."""


class ResumeIssuing(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Give numbers again."""

    queue: Slug | None = None
    """Only those of this queue, which alone was stopped."""


Disposition = Literal["served-late", "first-next-day", "booked", "left", "not-here"]
"""延时办完 · 次日优先 · 转预约 · 自愿离开 · 清场未应"""


class Left(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What became of one ticket that was still open when the day closed."""

    ticket: TicketId
    disposition: Disposition


class CloseDay(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """End the business day; every open ticket needs a disposition, each or one for the rest."""

    left: Annotated[tuple[Left, ...], Meta(max_length=5000)] = ()
    rest: Disposition | None = None


class Configure(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Put rows in place of one section of the catalog; every slug ever used stays, at least retired."""

    section: Literal[
        "hall", "queues", "items", "services", "counters", "people", "devices", "plans", "media", "shifts", "machines", "patrol"
    ]
    rows: Annotated[list[dict[str, Any]], Meta(max_length=2000)]


LayerText = Annotated[str, Meta(max_length=100_000)]


class AdoptStandard(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Put a standard in force, or lay it ready for the next opening: its full text and the texts of its layers, in TOML."""

    text: Annotated[str, Meta(max_length=200_000)]
    layers: Annotated[tuple[LayerText, ...], Meta(max_length=5)] | None = None
    """District, street, community, hall, the highest first; None: those that are in force or filed stay."""
    at_opening: bool = False
    """Also while a day is open: it comes into force when the next one opens."""


class ReportSlip(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """An agent says how far a slip came."""

    job: Annotated[str, Meta(max_length=80)]
    device: Slug
    ticket: TicketIdOrNone = ""
    copy: Annotated[int, Meta(ge=1, le=99)] = 1
    state: Literal["sent", "done", "unknown", "failed"]


class ReportAnnouncement(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """An agent says how a call was announced; the service also why it was not."""

    job: Annotated[str, Meta(max_length=80)]
    device: Slug
    ticket: TicketIdOrNone = ""
    call: Annotated[int, Meta(ge=1, le=99)] = 1
    state: Literal["spoken", "short", "screen-only"]
    why: ShownWhy = ""


class ReportDevice(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The door says that a device was paired, lost or is back, that its key came from a second place, or what a printer says of itself.

    ``commissioned``: a cabled rater's keys were tried out and mean what its map says; ``uncommissioned``: they were, and do not.
    """

    device: Slug
    state: Literal["paired", "lost", "back", "twin", "commissioned", "uncommissioned"] | PrinterState


KeyIgnoredWhy = Literal["unknown", "no-meaning", "not-commissioned", "wrong-place", "late"]
"""Not in the map · means nothing just now · rater not tried out yet · serves no kiosk and no counter · lay too long on the way."""


class ReportKey(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The service says that a key was pressed from which nothing followed."""

    device: Slug
    key: Annotated[str, Meta(max_length=24)]
    why: KeyIgnoredWhy


class ReportSignIn(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The door says that a person signed in or out, or was refused."""

    person: Slug
    state: Literal["in", "out", "refused"]


class EraseData(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The door says that the security administrator has a ticket's personal data erased before its time."""

    ticket: Annotated[str, Meta(pattern=r"^(\d{1,9}\.\d{1,12}|[A-Z]{1,2}\d{8}-\d{3,5})$")]
    """The ticket's id; of who had no number, the number of the work order, of the finding, or of the register's entry."""
    refs: Annotated[tuple[str, ...], Meta(min_length=1, max_length=100)]
    """Where the vault keeps it."""
    asked_by: Slug


class ReportClock(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The service says that the wall clock stepped against the hall's anchored clock."""

    step_s: float


class ReportBackup(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The service says that backups fail and why, or that they are written again."""

    state: Literal["kept", "failing"]
    why: Annotated[str, Meta(max_length=40)] = ""


COMMANDS: tuple[type[Command], ...] = (
    TakeTicket, CallNext, CallTicket, Recall, Start, Finish, FinishAndCall, Hold, Resume, Transfer,
    MarkAbsent, BringBack, CallBack, Cancel, VoidRun, ReprintSlip, Rate, Announce, TryDevice, OpenCounter, PauseCounter, CloseCounter,
    OpenDay, StopIssuing, ResumeIssuing, CloseDay, Configure, AdoptStandard,
    ServeDirect, EnterPaper, ChangeService, CorrectTicket, Ready, Undo, Lift, ConfirmPriority, NoteNeeds, Escort, OnMyWay,
    NoteCase, GiveNotice, GiveReturn, ComeBack, AnnotateRecord, YieldPlace, ImportCompletion, DefaultRatings,
    HandOver, Suspend, ResumeHall, ApplyPlan, CheckOpening, SendMessage, SeeMessage, AskHelp, AnswerHelp, CountEnquiry, AcknowledgeAlarm,
    RegisterCase, VerifyOrder, ContactVisitor, SettleOnSpot, RectifyOrder, ExplainOrder, ReplyOrder, CallVisitorBack, CloseOrder,
    AppealOrder, ReviewAppeal, ProposeExclusion, DecideExclusion, ChaseOrder,
    ReportSlip, ReportAnnouncement, ReportDevice, ReportKey, ReportSignIn, ReportBackup, ReportClock, EraseData, EndAlarm,
    RaiseAlarm, OpenFor, ExportReport, ReportDelivery, ReportOrderRead,
    DraftReport, CheckReport, SignReport, CorrectReport,
    RecordPatrol, OpenFinding, FixFinding, RecheckFinding, EscalateFinding, WithdrawFinding, PlanAction, StepAction,
    RegisterEntry, StepEntry, WithdrawEntry,
)  # fmt: skip
"""Every command there is."""


def name_of(command: Command | type[Command]) -> str:
    """Return the command's name on the wire, e.g. ``take-ticket``."""
    kind = command if isinstance(command, type) else type(command)
    return _NAMES[kind]


_NAMES: dict[type[Command], str] = {kind: re.sub(r"(?<!^)(?=[A-Z])", "-", kind.__name__).lower() for kind in COMMANDS}
BY_NAME: dict[str, type[Command]] = {name: kind for kind, name in _NAMES.items()}
"""Name on the wire → command type."""
