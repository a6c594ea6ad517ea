# SPDX-License-Identifier: Apache-2.0
"""The state of a hall: what all events so far add up to. Values only; ``apply.py`` folds events in."""

from typing import Literal

from msgspec import Struct, field

from hallserver.core.acts import Act
from hallserver.core.catalog import Catalog
from hallserver.core.events_setup import StandardFiled
from hallserver.core.given import Given
from hallserver.core.line_state import Line as Line
from hallserver.core.line_state import Part as Part
from hallserver.core.noted import AskedBack, CallShown, Handout, Notice, Passing, SlipSeen, Voiding
from hallserver.core.rated import Rated
from hallserver.core.report_paper import ReportPaper
from hallserver.core.site_state import Site
from hallserver.core.staffing import NOBODY, Staffing
from hallserver.core.staffnotes import Calling, Message, Opening, Return, Seen
from hallserver.core.standard import Standard
from hallserver.core.tally import Rate as Rate
from hallserver.core.tally import Tally
from hallserver.core.ticket import BESIDE as BESIDE
from hallserver.core.ticket import EXPECTANT as EXPECTANT
from hallserver.core.ticket import LIVE as LIVE
from hallserver.core.ticket import Leg as Leg
from hallserver.core.ticket import Rank as Rank
from hallserver.core.ticket import State as State
from hallserver.core.ticket import Ticket as Ticket
from hallserver.core.watched import Watched
from hallserver.core.work_order import WorkOrder

Numbered = tuple[str, int, str, str]
"""(letter, number, ticket id, label): tickets so sorted stand in the order of their numbers."""


class CounterState(Struct, kw_only=True):
    """A counter today: who has it, whether it calls, the ticket in hand, the leg that may be rated here."""

    state: Literal["closed", "open", "paused"] = "closed"
    clerk: str = ""
    last: str = ""
    """The clerk who opened it last."""
    reason: str = ""
    since_us: int = 0
    ticket: str = ""
    """Id of the called or served ticket; empty: none in hand."""
    rateable: tuple[str, int] | None = None
    """(ticket, leg) last finished here, until the next start."""
    finished: tuple[str, int] | None = None
    """(ticket, leg) last finished here."""
    recent: list[str] = field(default_factory=list)
    """Labels last called here, newest first, at most 5."""
    acted_us: int = 0
    """When the clerk last did anything with the counter or a number here."""
    changed_us: int = 0
    """When the clerk was last given others to call: other queues, items or languages."""
    undoable: tuple[str, str, int, int] | None = None
    """(``finish`` or ``mark-absent``, ticket, leg, when in µs) of the last act, while it can be taken back."""
    mentor: str = ""
    """Who answers for the trainee who has it."""


class Hall(Struct, kw_only=True):
    """Everything the journal says, folded. Changed only by ``apply``."""

    epoch: int = 1
    seq: int = 0
    at_us: int = 0
    """Time of the last event."""
    catalog: Catalog = field(default_factory=Catalog)
    standard: Standard | None = None
    filed: StandardFiled | None = None
    """A standard that comes into force when the next day opens."""
    changed: dict[str, int] = field(default_factory=dict)
    """Rule or check → when it was last changed (UTC µs); of days before only what an open action may name."""
    day: str = ""
    """Business day (ISO date); empty before the first."""
    open: bool = False
    issuing: bool = False
    stopped: str = ""
    """Why issuing is stopped; empty when it is not."""
    closed_by: str = ""
    """Who closed the day, as the journal names actors; empty while it is open."""
    closed_us: int = 0
    """When the day was closed; 0 while it is open."""
    day_slip: str = ""
    """How far the closed day's slip came; empty: no printer has had it."""
    suspended: str = ""
    """Why the hall stands still; empty while it does not."""
    suspensions: list[list[int]] = field(default_factory=list)
    """Today's suspensions, in order: from, until (µs); of one that lasts only from."""
    stopped_queues: dict[str, str] = field(default_factory=dict)
    """Queues that give no numbers while others do → why."""
    plan: str = ""
    """The plan that was applied last."""
    quotas: dict[str, int] = field(default_factory=dict)
    """Queue → numbers a day as the last plans said; 0: none. A queue without an entry has its row's."""
    issued_by: dict[str, int] = field(default_factory=dict)
    """Queue → numbers given today for a first leg there, without those that were voided."""
    issued_at: dict[str, list[int]] = field(default_factory=dict)
    """The same → when each of them was taken (µs), in order."""
    opening: Opening | None = None
    """Today's last opening check."""
    messages: list[Message] = field(default_factory=list)
    """What staff told each other today, newest first; bounded."""
    help: dict[str, Calling] = field(default_factory=dict)
    """Counter → its call for help that nobody has answered."""
    enquiries: dict[str, int] = field(default_factory=dict)
    """Topic → enquiries counted today."""
    acknowledged: dict[str, Seen] = field(default_factory=dict)
    """Alarm → who has seen it today, and when."""
    raised: dict[str, int] = field(default_factory=dict)
    """Alarm that the journal has as raised and not as over → since when (µs)."""
    returns: dict[str, Return] = field(default_factory=dict)
    """Earlier number → its right to come back; kept over days until it ends or is used."""
    orders: dict[str, WorkOrder] = field(default_factory=dict)
    """Work orders by number, over days: the open ones, and those closed lately."""
    site: Site = field(default_factory=Site)
    """On-site management, over days."""
    patrol_found: dict[str, list[str]] = field(default_factory=dict)
    """Patrol of the last few → numbers of what it found, or saw again."""
    reports: dict[str, ReportPaper] = field(default_factory=dict)
    """Reports that were drafted to be signed, by kind and period, over days."""
    opened_us: int = 0
    """When the day was last opened."""
    by_hand: set[str] = field(default_factory=set)
    """Queues, empty for the whole hall, that the clock stopped today and somebody resumed by hand: it does not stop them again."""
    handouts: dict[str, Handout] = field(default_factory=dict)
    """Job → notice or return slip of today that is not known to be on paper."""
    signed_in: dict[str, int] = field(default_factory=dict)
    """Staff → when they last signed in today (µs); those who signed out are not here."""
    clock_suspect: bool = False
    clock_step_s: float = 0.0
    """How far the wall clock was ahead of the hall's time when it was last suspected, in seconds."""
    backup: str = ""
    """Why backups fail, as a word key; empty: nothing is known against them."""
    undelivered: dict[str, str] = field(default_factory=dict)
    """Where the last report was not delivered (``folder``, ``mail``) → why, as a word key."""
    restored_us: int = 0
    """When the hall was restored from a backup, if that was since the day was last opened; else 0."""
    restored_from_us: int = 0
    """When the backup was taken from which it was restored: what happened between the two is lost."""
    tickets: dict[str, Ticket] = field(default_factory=dict)
    """Every ticket of the business day, by id; cleared when the next day opens."""
    live: dict[str, list[Numbered]] = field(default_factory=lambda: {state: [] for state in sorted(LIVE)})
    """Live state → the tickets in it, by number."""
    ended: dict[str, int] = field(default_factory=dict)
    """Final state → how many tickets ended so."""
    numbers: dict[str, str] = field(default_factory=dict)
    """Letter and number without leading zeros, e.g. ``A12`` → ticket id."""
    given: dict[str, Given] = field(default_factory=dict)
    """By kiosk, as the journal names it."""
    issued: dict[str, int] = field(default_factory=dict)
    """Last number per letter."""
    lines: dict[str, Line] = field(default_factory=dict)
    """By queue slug."""
    counters: dict[str, CounterState] = field(default_factory=dict)
    staffing: dict[str, Staffing] = field(default_factory=dict)
    """By queue slug; without those that no open counter serves."""
    ready: dict[str, list[str]] = field(default_factory=dict)
    """Clerk → tickets marked ready for that clerk's next call, first come first."""
    calls: list[CallShown] = field(default_factory=list)
    """Last calls and recalls, newest first, at most 30."""
    passings: list[Passing] = field(default_factory=list)
    """Calls of today that were not in number order, newest first; bounded for each kind."""
    voidings: list[Voiding] = field(default_factory=list)
    """Steps of today in which numbers were voided, newest first; bounded."""
    acts: list[Act] = field(default_factory=list)
    """Acts out of the ordinary today, newest first; bounded for each kind."""
    acted: dict[str, int] = field(default_factory=dict)
    """How many of each kind there were today."""
    rated: Rated = field(default_factory=Rated)
    """What of ratings outlives the day."""
    watched: dict[str, Watched] = field(default_factory=dict)
    """Clerk → facts of the day from which signs of gaming are told."""
    slips: dict[str, SlipSeen] = field(default_factory=dict)
    """Print record by ticket id."""
    copies: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Ticket → (printer, copy) of the last copy that somebody asked for."""
    slipless: dict[str, str] = field(default_factory=dict)
    """Live tickets without paper, in the order in which that became known → ``agreed`` by the visitor, or ``failed``."""
    announcements: dict[str, str] = field(default_factory=dict)
    """Last report by job id, today."""
    unheard: dict[str, str] = field(default_factory=dict)
    """Loudspeakers whose last announcement today was on screens only, and why: late, quiet, failed."""
    notices: list[Notice] = field(default_factory=list)
    """What staff had said and shown today, newest first; bounded."""
    backs: list[AskedBack] = field(default_factory=list)
    """Who was asked back today, newest first; bounded."""
    devices: dict[str, str] = field(default_factory=dict)
    """Last report by device: paired, lost, back."""
    twins: dict[str, int] = field(default_factory=dict)
    """Devices whose key came from a second place today, and when last (µs)."""
    commissioned: set[str] = field(default_factory=set)
    """Cabled raters whose keys were tried out; a change of what hangs there or of the keys takes a rater out."""
    tried: dict[str, str] = field(default_factory=dict)
    """Devices that somebody tried out today → ``asked``, then what its test slip or sentence came to."""
    printers: dict[str, str] = field(default_factory=dict)
    """What each printer last said of itself: fine, low, out, unable."""
    rates: dict[str, Rate] = field(default_factory=dict)
    """Learned rates by queue slug."""
    rates_day: str = ""
    """Business day that the rates last learned from: a date that is reopened does not fade them again."""
    tally: Tally = field(default_factory=Tally)
    tallies: dict[str, Tally] = field(default_factory=dict)
    """The same by queue slug."""

    @property
    def rules(self) -> Standard:
        """Return the standard in force; there is always one after ``init``."""
        assert self.standard is not None, "no standard adopted yet"
        return self.standard

    def line(self, queue: str) -> Line:
        """Return the queue's line, empty if nobody ever waited there."""
        return self.lines.get(queue) or Line()

    def counter(self, slug: str) -> CounterState:
        """Return the counter's state, closed if it never opened."""
        return self.counters.get(slug) or CounterState()

    def staffed(self, queue: str) -> Staffing:
        """Return how many open counters the queue has."""
        return self.staffing.get(queue, NOBODY)

    def target_s(self, queue: str) -> int:
        """Return the queue's target wait in seconds: its own, else the standard's ``wait.promise_avg``."""
        row = self.catalog.queues.get(queue)
        if row is not None and row.target_s is not None:
            return row.target_s
        return self.rules.whole("wait.promise_avg") * 60
