# SPDX-License-Identifier: Apache-2.0
"""Who may ask what, written out: a change of the table must be a change here too."""

import pytest

from hallserver.core import commands as c
from hallserver.core.errors import NotAllowed
from hallserver.core.roles import FOR_PEOPLE, ROLES, SERVICE_CLOCK, SERVICE_DOOR, SERVICE_SETUP, Actor, visitor
from hallserver.core.rules import decide
from tests.support import NINE_US, Play

ALLOWED: dict[str, str] = {
    "take-ticket": "kiosk card guide duty-manager",
    "call-next": "keypad clerk trainee duty-manager",
    "call-ticket": "clerk duty-manager",
    "call-back": "clerk duty-manager",
    "reprint-slip": "present guide duty-manager",
    "announce": "guide duty-manager hall-manager",
    "try-device": "duty-manager system-admin",
    "report-key": "service",
    "recall": "keypad clerk trainee duty-manager",
    "start": "keypad clerk trainee duty-manager",
    "finish": "keypad clerk trainee duty-manager",
    "finish-and-call": "keypad clerk trainee duty-manager",
    "hold": "keypad clerk trainee duty-manager",
    "resume": "keypad clerk trainee duty-manager",
    "transfer": "keypad clerk trainee duty-manager",
    "mark-absent": "keypad clerk trainee duty-manager",
    "bring-back": "present guide clerk trainee duty-manager",
    "cancel": "visitor guide duty-manager",
    "void-run": "guide clerk duty-manager hall-manager",
    "rate": "visitor rater",
    "open-counter": "keypad clerk trainee duty-manager",
    "pause-counter": "keypad clerk trainee duty-manager service",
    "close-counter": "keypad clerk trainee duty-manager hall-manager",
    "open-day": "duty-manager hall-manager system-admin service",
    "stop-issuing": "duty-manager hall-manager system-admin service",
    "resume-issuing": "duty-manager hall-manager system-admin service",
    "close-day": "duty-manager hall-manager system-admin service",
    "configure": "system-admin security-admin service",
    "adopt-standard": "system-admin service",
    "serve-direct": "clerk trainee duty-manager",
    "enter-paper": "guide duty-manager",
    "change-service": "guide clerk trainee duty-manager",
    "correct-ticket": "clerk trainee duty-manager",
    "ready": "guide clerk trainee duty-manager",
    "undo": "clerk trainee duty-manager",
    "lift": "duty-manager",
    "confirm-priority": "guide clerk trainee duty-manager",
    "note-needs": "guide clerk trainee duty-manager",
    "escort": "guide clerk trainee duty-manager",
    "on-my-way": "visitor guide duty-manager",
    "yield-place": "visitor present guide duty-manager",
    "note-case": "approval clerk trainee duty-manager",
    "give-notice": "guide clerk trainee duty-manager",
    "give-return": "duty-manager",
    "come-back": "present guide clerk trainee duty-manager",
    "annotate-record": "hall-manager",
    "import-completion": "approval",
    "default-ratings": "service",
    "hand-over": "clerk duty-manager",
    "suspend": "duty-manager hall-manager",
    "resume-hall": "duty-manager hall-manager",
    "apply-plan": "duty-manager hall-manager",
    "check-opening": "duty-manager service",
    "send-message": "guide clerk trainee duty-manager hall-manager",
    "see-message": "guide clerk trainee duty-manager hall-manager",
    "ask-help": "keypad clerk trainee duty-manager",
    "answer-help": "guide duty-manager",
    "count-enquiry": "guide clerk trainee duty-manager",
    "acknowledge-alarm": "duty-manager hall-manager",
    "register-case": "guide clerk trainee duty-manager hall-manager",
    "verify-order": "duty-manager hall-manager",
    "contact-visitor": "duty-manager hall-manager",
    "settle-on-spot": "duty-manager hall-manager",
    "rectify-order": "duty-manager hall-manager",
    "explain-order": "duty-manager hall-manager",
    "reply-order": "duty-manager hall-manager",
    "call-visitor-back": "duty-manager hall-manager",
    "close-order": "duty-manager hall-manager",
    "appeal-order": "clerk trainee duty-manager hall-manager",
    "review-appeal": "duty-manager hall-manager",
    "propose-exclusion": "duty-manager hall-manager",
    "decide-exclusion": "duty-manager hall-manager",
    "chase-order": "service",
    "report-order-read": "service",
    "report-slip": "device service",
    "report-announcement": "device service",
    "report-device": "service",
    "report-sign-in": "service",
    "report-backup": "service",
    "report-delivery": "service",
    "export-report": "duty-manager hall-manager",
    "report-clock": "service",
    "erase-data": "service",
    "end-alarm": "service",
    "raise-alarm": "service",
    "open-for": "duty-manager hall-manager",
    "draft-report": "duty-manager hall-manager",
    "check-report": "duty-manager hall-manager",
    "correct-report": "duty-manager hall-manager",
    "sign-report": "hall-manager",
    "record-patrol": "guide duty-manager hall-manager inspector",
    "open-finding": "guide duty-manager hall-manager inspector",
    "fix-finding": "guide clerk trainee duty-manager hall-manager",
    "recheck-finding": "guide duty-manager hall-manager inspector",
    "withdraw-finding": "guide duty-manager hall-manager inspector",
    "escalate-finding": "hall-manager service",
    "plan-action": "duty-manager hall-manager",
    "step-action": "duty-manager hall-manager",
    "register-entry": "guide clerk trainee duty-manager hall-manager service",
    "step-entry": "guide clerk trainee duty-manager hall-manager service",
    "withdraw-entry": "guide clerk trainee duty-manager hall-manager",
}
"""Command → roles."""
EVERY_ROLE = (
    "visitor present card keypad approval kiosk rater display guide clerk trainee duty-manager hall-manager inspector"
    " system-admin security-admin auditor device district service"
).split()


def test_what_belongs_to_a_key_or_to_the_server_is_no_role_of_a_person() -> None:
    """Who could be given them would be a kiosk, a ticket, or the server itself."""
    assert set(EVERY_ROLE) - FOR_PEOPLE == set("visitor present card keypad approval kiosk rater display device service".split())


def actor(role: str) -> Actor:
    """Return somebody with just this role."""
    return Actor(kind="person", name="x", roles=frozenset({role}))


def test_the_roles_are_those_of_the_design() -> None:
    """A role more is a door more."""
    assert sorted(ROLES) == sorted(EVERY_ROLE)
    assert set(ALLOWED) == set(c.BY_NAME)


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_a_role_may_just_what_its_row_says(role: str) -> None:
    """The whole matrix, cell by cell."""
    may = {name for name, kind in c.BY_NAME.items() if actor(role).may(kind)}

    assert may == {name for name, roles in ALLOWED.items() if role in roles.split()}


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_a_role_without_the_command_is_refused_before_anything_is_looked_at(role: str) -> None:
    """The refusal must not tell whether the ticket exists."""
    hall = Play().hall
    if role in ALLOWED["cancel"].split():
        return
    with pytest.raises(NotAllowed, match="not-allowed") as refused:
        decide(hall, c.Cancel(ticket="1.99999"), actor(role), NINE_US)
    assert refused.value.args_by_name == {"command": "cancel", "roles": [role]}


@pytest.mark.parametrize("role", ["auditor", "display", "district"])
def test_who_only_looks_can_ask_nothing(role: str) -> None:
    """An auditor's account that is stolen changes nothing."""
    assert ROLES[role] == frozenset()


def test_an_unknown_role_may_nothing() -> None:
    """A role that was taken out of the program takes its rights along."""
    assert not any(actor("window-cleaner").may(kind) for kind in c.COMMANDS)


def test_actors_are_named_in_the_journal_by_kind_and_name() -> None:
    """A device and a person of one name are two."""
    assert [it.id for it in (SERVICE_CLOCK, SERVICE_DOOR, SERVICE_SETUP)] == ["service:clock", "service:door", "service:setup"]
    assert visitor("1.57") == Actor(kind="ticket", name="1.57", roles=frozenset({"visitor"}))
    assert visitor("1.57").id == "ticket:1.57"
