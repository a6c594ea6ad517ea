# SPDX-License-Identifier: Apache-2.0
"""Which steps of a work order somebody may take now, as buttons: the rules decide, this says what they would take. A test compares them."""

from collections.abc import Callable

from msgspec import Struct

from hallserver.core.hall import Hall
from hallserver.core.rules_work import MAY_CLOSE_DISSATISFIED, MAY_VERIFY_AGAIN
from hallserver.core.trainees import mentors
from hallserver.core.work_order import PRAISE, WorkOrder


class Asker(Struct, frozen=True, kw_only=True):
    """Who stands in front of the screen."""

    person: str
    """Slug."""
    roles: frozenset[str]
    trainees: frozenset[str] = frozenset()
    """Slugs of those for whom this person answers as their mentor."""

    @property
    def id(self) -> str:
        """Return how the journal names this person."""
        return f"person:{self.person}"


Fits = Callable[[WorkOrder, Asker, int], bool]
_BEFORE_REPLY = frozenset({"verify", "contact", "fix"})


def _handled(order: WorkOrder) -> bool:
    """Tell whether it goes through all steps: praise, and what is left out, do not."""
    return order.open and order.source != PRAISE and not order.excluded


def _to_fix(order: WorkOrder) -> bool:
    return _handled(order) and (order.next_step == "fix" or (order.dissatisfied and order.next_step not in _BEFORE_REPLY))


def _to_verify(order: WorkOrder, by: Asker) -> bool:
    again = MAY_VERIFY_AGAIN in by.roles and order.next_step in {"contact", "fix"}
    return _handled(order) and (not order.verified_us or again)


def on_spot(order: WorkOrder, now_us: int) -> bool:
    """Tell whether it can still be put right on the spot (现场立行立改)."""
    return _handled(order) and order.next_step in _BEFORE_REPLY and now_us <= order.on_spot_us


def _to_reply(order: WorkOrder) -> bool:
    return order.open and (order.source == PRAISE or order.next_step not in _BEFORE_REPLY)


def _to_close(order: WorkOrder, by: Asker) -> bool:
    decided = order.appeal != "open" and order.exclusion != "proposed"
    content = not order.dissatisfied or bool(order.excluded) or MAY_CLOSE_DISSATISFIED in by.roles
    return order.next_step == "close" and decided and content


def _to_review(order: WorkOrder, by: Asker) -> bool:
    return order.appeal == "open" and order.verified_by != by.id and order.clerk not in by.trainees


def _to_decide(order: WorkOrder, by: Asker) -> bool:
    return order.exclusion == "proposed" and by.id not in order.agreed_by and order.clerk not in by.trainees


_ACTS: tuple[tuple[str, Fits], ...] = (
    ("settle-on-spot", lambda it, _, now_us: on_spot(it, now_us)),
    ("verify-order", lambda it, by, _now: _to_verify(it, by)),
    ("contact-visitor", lambda it, _by, _now: _handled(it) and it.named),
    ("rectify-order", lambda it, _by, _now: _to_fix(it) and it.found != "unjustified"),
    ("explain-order", lambda it, _by, _now: _to_fix(it) and it.found != "justified"),
    ("reply-order", lambda it, _by, _now: _to_reply(it)),
    ("call-visitor-back", lambda it, _by, _now: _handled(it) and it.named and it.next_step in {"call-back", "close"}),
    ("close-order", lambda it, by, _now: _to_close(it, by)),
    ("review-appeal", lambda it, by, _now: _to_review(it, by)),
    ("decide-exclusion", lambda it, by, _now: _to_decide(it, by)),
    ("propose-exclusion", lambda it, _by, _now: it.open and it.source == "rating" and bool(it.verified_us) and not it.exclusion),
)
"""Command → whether it is offered, as the buttons stand."""
_NEXT: dict[str, tuple[str, ...]] = {
    "verify": ("verify-order",),
    "contact": ("contact-visitor",),
    "fix": ("rectify-order", "explain-order"),
    "reply": ("reply-order",),
    "call-back": ("call-visitor-back",),
    "close": ("close-order",),
    "": (),
}


def asker(hall: Hall, person: str) -> Asker:
    """Return this person (slug) as the hall's set-up has them now."""
    row = hall.catalog.people.get(person)
    trainees = frozenset(slug for slug in hall.catalog.people if mentors(hall, person, slug))
    return Asker(person=person, roles=frozenset(row.roles if row is not None else ()), trainees=trainees)


def offered(order: WorkOrder, by: Asker, now_us: int) -> list[str]:
    """Return the commands that this person may ask of an order that is not about this person."""
    return [name for name, fits in _ACTS if fits(order, by, now_us)]


def leading(order: WorkOrder, acts: list[str]) -> list[str]:
    """Return those of them that bring it on: what can be done while the visitor is there, what waits for a decision, the next step."""
    wanted = ("settle-on-spot", "review-appeal", "decide-exclusion", *_NEXT[order.next_step])
    return [name for name in wanted if name in acts]


def for_another(order: WorkOrder, by: Asker) -> list[str]:
    """Return what is to be decided by somebody else than this person, who has had a word already or is the clerk's mentor (两人复核)."""
    waits = {
        "review-appeal": order.appeal == "open" and not _to_review(order, by),
        "decide-exclusion": order.exclusion == "proposed" and not _to_decide(order, by),
    }
    return [name for name, is_so in waits.items() if is_so]
