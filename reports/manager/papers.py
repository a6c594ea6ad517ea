# SPDX-License-Identifier: Apache-2.0
"""How many reports wait for a look or a signature, beside the way to the reading room."""

from hallserver.core.hall import Hall
from hallserver.core.roles import ROLES
from hallserver.core.rules_report import another_does

_STEPS = {"check": ("draft", "check-report"), "sign": ("checked", "sign-report")}
"""What is waited for → in which state a report waits for it, and which command does it."""


def paper_counts(hall: Hall, of: str) -> dict[str, int]:
    """Return how many reports the person ``of`` could check and sign now: those whose next step is not another's, as the roles allow."""
    person = hall.catalog.people.get(of)
    may = {command for role in (person.roles if person is not None else ()) for command in ROLES.get(role, ())}
    waiting = [it.state for it in hall.reports.values() if not another_does(hall, it, f"person:{of}")]
    return {name: waiting.count(state) if command in may else 0 for name, (state, command) in _STEPS.items()}  # type: ignore[arg-type]  # a state
