# SPDX-License-Identifier: Apache-2.0
"""What happened: every event that the journal can hold, and the entry that carries it.

An event holds all that ``apply`` needs, so a replay never asks the standard, the words or the
clock. Times are UTC in integer microseconds (``_us``). The version ``V`` of a class counts up
when its fields change; ``core/history.py`` lifts older ones.
"""

from typing import Any, ClassVar, Literal

from msgspec import Struct, field

from hallserver.core.asking import ItemDone, Sealed
from hallserver.core.commands import Disposition
from hallserver.core.events_delivery import DeliveryReported as DeliveryReported
from hallserver.core.events_delivery import ReportExported as ReportExported
from hallserver.core.events_hall import AlarmAcknowledged as AlarmAcknowledged
from hallserver.core.events_hall import AlarmEnded as AlarmEnded
from hallserver.core.events_hall import AlarmRaised as AlarmRaised
from hallserver.core.events_hall import Check as Check
from hallserver.core.events_hall import CounterClosed as CounterClosed
from hallserver.core.events_hall import CounterHandedOver as CounterHandedOver
from hallserver.core.events_hall import CounterOpened as CounterOpened
from hallserver.core.events_hall import CounterPaused as CounterPaused
from hallserver.core.events_hall import Duties as Duties
from hallserver.core.events_hall import EnquiryCounted as EnquiryCounted
from hallserver.core.events_hall import HallResumed as HallResumed
from hallserver.core.events_hall import HallSuspended as HallSuspended
from hallserver.core.events_hall import HelpAnswered as HelpAnswered
from hallserver.core.events_hall import HelpAsked as HelpAsked
from hallserver.core.events_hall import IssuingResumed as IssuingResumed
from hallserver.core.events_hall import IssuingStopped as IssuingStopped
from hallserver.core.events_hall import MessageSeen as MessageSeen
from hallserver.core.events_hall import MessageSent as MessageSent
from hallserver.core.events_hall import OpeningChecked as OpeningChecked
from hallserver.core.events_hall import OpeningsPlanned as OpeningsPlanned
from hallserver.core.events_hall import PlanApplied as PlanApplied
from hallserver.core.events_rating import CaseCompleted as CaseCompleted
from hallserver.core.events_rating import RatingDefaulted as RatingDefaulted
from hallserver.core.events_rating import RatingGiven as RatingGiven
from hallserver.core.events_rating import RatingKey as RatingKey
from hallserver.core.events_rating import RatingsDoubted as RatingsDoubted
from hallserver.core.events_report import ReportChecked as ReportChecked
from hallserver.core.events_report import ReportCorrected as ReportCorrected
from hallserver.core.events_report import ReportDrafted as ReportDrafted
from hallserver.core.events_report import ReportSigned as ReportSigned
from hallserver.core.events_setup import Configured as Configured
from hallserver.core.events_setup import StandardAdopted as StandardAdopted
from hallserver.core.events_setup import StandardFiled as StandardFiled
from hallserver.core.events_site import ActionPlanned as ActionPlanned
from hallserver.core.events_site import ActionStepped as ActionStepped
from hallserver.core.events_site import EntryRegistered as EntryRegistered
from hallserver.core.events_site import EntryStepped as EntryStepped
from hallserver.core.events_site import EntryWithdrawn as EntryWithdrawn
from hallserver.core.events_site import FindingEscalated as FindingEscalated
from hallserver.core.events_site import FindingFixed as FindingFixed
from hallserver.core.events_site import FindingOpened as FindingOpened
from hallserver.core.events_site import FindingRechecked as FindingRechecked
from hallserver.core.events_site import FindingSeenAgain as FindingSeenAgain
from hallserver.core.events_site import FindingWithdrawn as FindingWithdrawn
from hallserver.core.events_site import PatrolRecorded as PatrolRecorded
from hallserver.core.events_site import Rung as Rung
from hallserver.core.events_visit import AbsenceUndone as AbsenceUndone
from hallserver.core.events_visit import CaseNoted as CaseNoted
from hallserver.core.events_visit import FinishUndone as FinishUndone
from hallserver.core.events_visit import NeedsNoted as NeedsNoted
from hallserver.core.events_visit import NoticeGiven as NoticeGiven
from hallserver.core.events_visit import PlaceYielded as PlaceYielded
from hallserver.core.events_visit import PriorityChecked as PriorityChecked
from hallserver.core.events_visit import RecordAnnotated as RecordAnnotated
from hallserver.core.events_visit import ReturnGiven as ReturnGiven
from hallserver.core.events_visit import ServiceChanged as ServiceChanged
from hallserver.core.events_visit import TicketLifted as TicketLifted
from hallserver.core.events_visit import TicketsSwapped as TicketsSwapped
from hallserver.core.events_visit import VisitorEscorted as VisitorEscorted
from hallserver.core.events_visit import VisitorOnWay as VisitorOnWay
from hallserver.core.events_work import AppealReviewed as AppealReviewed
from hallserver.core.events_work import Due as Due
from hallserver.core.events_work import ExclusionDecided as ExclusionDecided
from hallserver.core.events_work import ExclusionProposed as ExclusionProposed
from hallserver.core.events_work import OrderAppealed as OrderAppealed
from hallserver.core.events_work import OrderCalledBack as OrderCalledBack
from hallserver.core.events_work import OrderClosed as OrderClosed
from hallserver.core.events_work import OrderEscalated as OrderEscalated
from hallserver.core.events_work import OrderExplained as OrderExplained
from hallserver.core.events_work import OrderFollowedUp as OrderFollowedUp
from hallserver.core.events_work import OrderOverdue as OrderOverdue
from hallserver.core.events_work import OrderRead as OrderRead
from hallserver.core.events_work import OrderRectified as OrderRectified
from hallserver.core.events_work import OrderReminded as OrderReminded
from hallserver.core.events_work import OrderReplied as OrderReplied
from hallserver.core.events_work import OrderSettled as OrderSettled
from hallserver.core.events_work import OrderVerified as OrderVerified
from hallserver.core.events_work import VisitorContacted as VisitorContacted
from hallserver.core.events_work import WorkOrderOpened as WorkOrderOpened
from hallserver.core.happening import Arg as Arg
from hallserver.core.happening import Event as Event
from hallserver.core.happening import LegPlan as LegPlan
from hallserver.core.happening import Reason as Reason


class DayOpened(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A business day began; ``date`` is the hall's date (ISO). The same date again goes on with its numbers."""

    date: str


class DayClosed(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The business day ended; ``snapshot`` starts the next process without older events."""

    date: str
    snapshot: dict[str, Any]


class TicketIssued(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A visitor got a number. The ticket's id is (epoch, seq) of this event."""

    V: ClassVar[int] = 4

    letter: str
    number: int
    label: str
    legs: tuple[LegPlan, ...]
    """The first opens now, the others in turn on the same number."""
    group: str = ""
    declared: str = ""
    """Group that the visitor named at a kiosk; 待核验, gives no credit."""
    needs: tuple[str, ...] = ()
    party: int = 1
    items: tuple[str, ...] = ()
    language: str = "zh-Hans"
    channel: str = "kiosk"
    ahead: int = 0
    range_s: tuple[int, int] | None = None
    """Quoted wait: lower and upper (90 %) bound in seconds; None: no forecast was possible."""
    standard: str = ""
    """First 12 hex digits of the hash of the standard in force."""
    id_number: Sealed | None = None
    """Digest and last four characters of the visitor's ID number, in the vault. New in version 2."""
    paperless: bool = False
    """The visitor agreed to a number without a slip: none is printed unless somebody asks for it. New in version 3."""
    counter: str = ""
    """Served at once at this counter (channel ``direct``), or by hand before the number was entered (``paper``). New in version 4."""
    clerk: str = ""
    """Who serves or served. New in version 4."""
    outcome: str = ""
    """Of a number that was served by hand before it was entered; empty: it was not. New in version 4."""
    since_us: int = 0
    """When a number of the pre-printed series was given by hand; 0: now. New in version 4."""
    returns: str = ""
    """The earlier number that the visitor comes back on. New in version 4."""
    reason: str = ""
    """Why somebody was served directly while others waited, a ``call-reason``. New in version 4."""


class TicketCalled(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A ticket was called to a counter."""

    ticket: str
    leg: int
    counter: str
    clerk: str
    reason: Reason
    label: str = ""
    """The number as people read it, so that the answer can be made from the event alone."""
    run: int = 0
    """How many credit tickets in a row have now passed the queue's first ordinary ticket."""
    out_of_order: bool = False
    ordered_by: str = ""
    call: int = 1
    """Which call of this leg it is; recalls count on."""


class TicketRecalled(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The called ticket was called again."""

    ticket: str
    leg: int
    counter: str
    call: int


class ServiceStarted(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The visitor came and service began; also on resuming at once from a hold of a called ticket."""

    ticket: str
    leg: int
    counter: str
    clerk: str


class ServiceFinished(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A leg ended; ``next`` opens at the same moment where the visitor has more to do."""

    ticket: str
    leg: int
    counter: str
    clerk: str
    outcome: str
    items: tuple[ItemDone, ...] = ()
    case_no: str = ""
    implicit: bool = False
    """No start was pressed: service time is not recorded."""
    next: LegPlan | None = None


class TicketHeld(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The ticket in hand was put aside."""

    ticket: str
    leg: int
    counter: str
    clerk: str
    reason: str


class TicketResumed(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A held ticket was taken up: ``to`` serving at the counter, or waiting and ready for that clerk."""

    ticket: str
    leg: int
    counter: str
    clerk: str
    to: Literal["serving", "waiting"]


class TicketTransferred(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The leg ended by sending the visitor on; ``next`` opens at the same moment."""

    ticket: str
    leg: int
    counter: str
    clerk: str
    reason: str
    next: LegPlan
    then: LegPlan | None = None
    """Where the visitor comes back to after that."""


class TicketAbsent(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The called visitor did not come; ``forfeited`` when that was one time too many."""

    ticket: str
    leg: int
    counter: str
    clerk: str
    misses: int
    forfeited: bool = False


class TicketBroughtBack(Event, frozen=True, kw_only=True, omit_defaults=True):
    """An absent visitor waits again in a new leg, ranked just behind ``behind`` (None: at the tail)."""

    ticket: str
    leg: int
    """The new leg's number."""
    next: LegPlan
    behind: tuple[int, int, int] | None = None


class TicketCancelled(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The visitor gave the number back, or staff took it back and said why (``cancel`` code)."""

    V: ClassVar[int] = 2
    ticket: str
    leg: int
    reason: str = ""


class TicketVoided(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Staff took back a number that nobody stood behind."""

    ticket: str
    leg: int
    reason: str


class VisitorCalledBack(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A finished visitor was asked to come back to the counter, for the ``nth`` time."""

    ticket: str
    leg: int
    counter: str
    clerk: str
    nth: int = 1


class SlipAsked(Event, frozen=True, kw_only=True, omit_defaults=True):
    """One more copy of a slip was asked for, on this printer."""

    ticket: str
    device: str
    copy: int


class Announced(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Staff had a text said and shown; ``text`` by language, ``zone`` empty for the whole hall."""

    text: dict[str, str]
    zone: str = ""
    urgent: bool = False


class DeviceTried(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody had a device show that it works."""

    device: str


class KeyIgnored(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A key was pressed from which nothing followed: raw key, and why."""

    device: str
    key: str
    why: str


class RunVoided(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Ends the step in which many numbers were voided: how many, and the labels of those that were not."""

    reason: str
    voided: int
    kept: tuple[str, ...] = ()


class TicketUnserved(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The ticket was left when the day closed."""

    ticket: str
    leg: int
    disposition: Disposition


class SlipReported(Event, frozen=True, kw_only=True, omit_defaults=True):
    """How far a slip came; without a ticket it is the slip of the closed day."""

    job: str
    device: str
    ticket: str
    copy: int
    state: str


class AnnouncementReported(Event, frozen=True, kw_only=True, omit_defaults=True):
    """How a call or a notice was announced, and if on screens only, why: late, quiet, failed."""

    V: ClassVar[int] = 2

    job: str
    device: str
    ticket: str
    call: int
    state: str
    why: str = ""
    """New in version 2."""


class DeviceReported(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A device was paired, lost or came back, its key came from a second place, or a printer said how it is: fine, low, out, unable."""

    V: ClassVar[int] = 2
    device: str
    state: str
    anew: tuple[str, ...] = ()
    """Devices that do not work, and do not for so long as was thought. New in version 2."""


class SignInReported(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A person signed in or out, or was refused."""

    person: str
    state: str


class DataErased(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A ticket's personal data was erased before its time; a restore must not bring these references back."""

    ticket: str
    """Of who had no number, the number of the work order."""
    refs: tuple[str, ...]
    asked_by: str


class ClockSuspected(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The wall clock stepped; times until the next day opens are marked as suspect."""

    step_s: float


class BackupReported(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Backups fail, or are written again: ``state`` is ``failing`` or ``kept``, ``why`` the word key of what is the matter."""

    state: str
    why: str = ""


class Restored(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The hall was restored from a backup: the first event of a new epoch. What the old one did after ``kept`` is lost."""

    kept: str
    """Last event that was kept, ``<epoch>.<seq>``."""
    taken_us: int
    """When the last backup that was used was taken."""
    mark: str
    """Random, hex: tells apart two restores of one backup."""
    lost_to: str = ""
    """Last event that is known to have been lost; empty when nobody knows."""
    numbers: dict[str, int] = field(default_factory=dict)
    """Letter → its last number from now on: behind those that the lost time may have given."""


EVENTS: tuple[type[Event], ...] = (
    Configured, StandardAdopted, StandardFiled, DayOpened, DayClosed, IssuingStopped, IssuingResumed,
    CounterOpened, CounterPaused, CounterClosed, CounterHandedOver, HallSuspended, HallResumed, PlanApplied, OpeningChecked,
    OpeningsPlanned, TicketIssued, TicketCalled, TicketRecalled, ServiceStarted, ServiceFinished, TicketHeld, TicketResumed,
    TicketTransferred, TicketAbsent, TicketBroughtBack, TicketCancelled, TicketUnserved, TicketVoided, RunVoided,
    VisitorCalledBack, SlipAsked, Announced, DeviceTried, KeyIgnored,
    RatingGiven, SlipReported, AnnouncementReported, DeviceReported, SignInReported, ClockSuspected, DataErased,
    BackupReported, Restored, ReportExported, DeliveryReported,
    ServiceChanged, TicketsSwapped, FinishUndone, AbsenceUndone, TicketLifted, PriorityChecked, NeedsNoted, VisitorEscorted, VisitorOnWay,
    CaseNoted, NoticeGiven, ReturnGiven, RecordAnnotated, PlaceYielded, CaseCompleted, RatingDefaulted, RatingsDoubted,
    MessageSent, MessageSeen, HelpAsked, HelpAnswered, EnquiryCounted, AlarmAcknowledged, AlarmEnded, AlarmRaised,
    WorkOrderOpened, OrderVerified, VisitorContacted, OrderSettled, OrderRectified, OrderExplained, OrderReplied, OrderCalledBack,
    OrderClosed, OrderAppealed, AppealReviewed, ExclusionProposed, ExclusionDecided, OrderReminded, OrderOverdue, OrderEscalated,
    OrderFollowedUp, OrderRead,
    ReportDrafted, ReportCorrected, ReportChecked, ReportSigned,
    PatrolRecorded, FindingOpened, FindingSeenAgain, FindingFixed, FindingRechecked, FindingEscalated, FindingWithdrawn,
    ActionPlanned, ActionStepped, EntryRegistered, EntryStepped, EntryWithdrawn,
)  # fmt: skip
"""Every event there is."""


class Entry(Struct, frozen=True, kw_only=True, gc=False):
    """One line of the journal: where, when, who, and what happened. Order is ``seq``, never time."""

    epoch: int
    seq: int
    at_us: int
    day: str
    """Business day (ISO date), empty before the first one."""
    actor: str
    """``<kind>:<name>``, e.g. ``person:li``, ``device:kiosk-1``, ``ticket:1.57``, ``service:clock``."""
    event: Event
    idem_key: str | None = None

    @property
    def kind(self) -> str:
        """Name of the event's class."""
        return type(self.event).__name__
