# SPDX-License-Identifier: Apache-2.0
"""Who may ask what: one table, read by the service, the sockets, the API and the README."""

from collections.abc import Collection

from msgspec import Struct

from hallserver.core.commands import Command, name_of
from hallserver.core.errors import NotAllowed

_AT_COUNTER = frozenset(
    "open-counter pause-counter close-counter call-next recall start finish finish-and-call"
    " hold resume transfer mark-absent bring-back".split()
)
_DAY = frozenset("open-day stop-issuing resume-issuing close-day".split())
_STAFF = frozenset("send-message see-message".split())
"""What everybody of the staff in the hall may."""
_VISITS = frozenset("change-service ready confirm-priority note-needs escort give-notice come-back count-enquiry".split())
"""What a guide and whoever serves may do to somebody's number."""
_SERVES = _AT_COUNTER | _STAFF | _VISITS | frozenset("serve-direct correct-ticket undo note-case ask-help".split())
_ORDERS = frozenset(
    "register-case verify-order contact-visitor settle-on-spot rectify-order explain-order reply-order call-visitor-back close-order"
    " appeal-order review-appeal propose-exclusion decide-exclusion".split()
)
"""Handling of work orders; whoever an order is about has no part in it, by the rules."""

_REPORTS = frozenset("draft-report check-report correct-report".split())
"""Who drafted a report neither checks nor signs it, by the rules."""
_REGISTERS = frozenset("fix-finding register-entry step-entry withdraw-entry".split())
_SITE = _REGISTERS | frozenset("record-patrol open-finding recheck-finding withdraw-finding".split())
"""Patrols, what they find, and the registers; whoever put a finding right does not look at it again, and who did not open one only
withdraws it as a duty manager, by the rules."""
_ACTIONS = frozenset("plan-action step-action".split())

ROLES: dict[str, frozenset[str]] = {
    "visitor": frozenset({"cancel", "rate", "on-my-way", "yield-place"}),
    "present": frozenset({"bring-back", "reprint-slip", "come-back", "yield-place"}),
    "card": frozenset({"take-ticket"}),
    "keypad": (_AT_COUNTER - {"bring-back"}) | {"ask-help"},
    "approval": frozenset({"note-case", "import-completion"}),
    "kiosk": frozenset({"take-ticket"}),
    "rater": frozenset({"rate"}),
    "display": frozenset(),
    "guide": _VISITS
    | _STAFF
    | frozenset("take-ticket bring-back cancel void-run reprint-slip announce enter-paper on-my-way answer-help yield-place".split())
    | {"register-case"}
    | _SITE,
    "clerk": _SERVES | _REGISTERS | {"call-ticket", "call-back", "void-run", "hand-over", "register-case", "appeal-order"},
    "trainee": _SERVES | _REGISTERS | {"register-case", "appeal-order"},
    "duty-manager": _SERVES
    | _DAY
    | frozenset("call-ticket call-back take-ticket cancel void-run reprint-slip announce try-device".split())
    | frozenset("hand-over lift enter-paper give-return on-my-way answer-help suspend resume-hall apply-plan check-opening".split())
    | {"acknowledge-alarm", "yield-place", "open-for", "export-report"}
    | _REPORTS
    | _ORDERS
    | _SITE
    | _ACTIONS,
    "hall-manager": _DAY
    | _STAFF
    | _ORDERS
    | _REPORTS
    | {"export-report", "sign-report", "escalate-finding"}
    | _SITE
    | _ACTIONS
    | frozenset("void-run announce suspend resume-hall apply-plan annotate-record acknowledge-alarm open-for close-counter".split()),
    "inspector": frozenset("record-patrol open-finding recheck-finding withdraw-finding".split()),
    "system-admin": frozenset({"configure", "adopt-standard", "try-device"}) | _DAY,
    "security-admin": frozenset({"configure"}),
    "auditor": frozenset(),
    "device": frozenset({"report-slip", "report-announcement"}),
    "district": frozenset(),
    "service": _DAY
    | frozenset("pause-counter check-opening".split())
    | frozenset("report-slip report-announcement report-device report-key report-sign-in report-clock report-backup".split())
    | frozenset("default-ratings erase-data configure adopt-standard end-alarm raise-alarm chase-order report-delivery".split())
    | {"report-order-read"}
    | frozenset("escalate-finding register-entry step-entry".split()),
}
"""Role → commands. ``service`` is the hall server itself (clock, door, set-up, import); ``present`` a visitor whose slip was
scanned at a device of this hall; ``card`` a kiosk on which the visitor's ID card lay; ``keypad`` a hard keypad at its counter;
``approval`` the approval system, by its key."""
_FINDS = frozenset(role for role, commands in ROLES.items() if "open-finding" in commands)
MAY_VOID_ANY: frozenset[str] = frozenset({"duty-manager", "hall-manager"})
"""Roles that may void any number that was never called; others only what looks like one finger's run."""
FOR_PEOPLE: frozenset[str] = frozenset(ROLES) - frozenset("visitor present card keypad approval kiosk rater display device service".split())
"""Roles that a person may be given; the others belong to a ticket, to a device's key, or to the server itself."""


class Actor(Struct, frozen=True, kw_only=True):
    """The one who asks: journal name, roles, and for a visitor the only ticket, for a device its counter."""

    kind: str
    """``person``, ``device``, ``ticket`` or ``service``."""
    name: str
    roles: frozenset[str]
    counter: str = ""

    @property
    def id(self) -> str:
        """Return how the journal names this actor: ``<kind>:<name>``."""
        return f"{self.kind}:{self.name}"

    def may(self, command: Command | type[Command]) -> bool:
        """Tell whether any of the roles includes this command."""
        asked = name_of(command)
        return any(asked in ROLES.get(role, ()) for role in self.roles)

    def must_be_allowed(self, command: Command | type[Command]) -> None:
        """Raise NotAllowed unless some role includes this command."""
        if not self.may(command):
            raise NotAllowed("not-allowed", command=name_of(command), roles=sorted(self.roles))


SERVICE_CLOCK = Actor(kind="service", name="clock", roles=frozenset({"service"}))
"""The hall server acting by the clock."""
SERVICE_DOOR = Actor(kind="service", name="door", roles=frozenset({"service"}))
"""The hall server reporting sign-ins and devices."""
SERVICE_SETUP = Actor(kind="service", name="setup", roles=frozenset({"service"}))
"""The hall server at ``init``, ``demo`` and ``replay``."""


def is_from_outside(roles: Collection[str]) -> bool:
    """Tell whether somebody with these roles looks at the site as an inspector alone: what is found then is found by no one of the hall."""
    return _FINDS.intersection(roles) == {"inspector"}


def visitor(ticket: str) -> Actor:
    """Return the actor who holds this ticket."""
    return Actor(kind="ticket", name=ticket, roles=frozenset({"visitor"}))
