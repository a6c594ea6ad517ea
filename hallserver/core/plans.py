# SPDX-License-Identifier: Apache-2.0
"""What a plan (预案) would change, before anybody puts it in force: what differs from now, and whom it would leave alone."""

from msgspec import Struct

from hallserver.core.catalog import CounterRow, Duty, PlanRow
from hallserver.core.hall import Hall
from hallserver.core.issuing import quota
from hallserver.core.rules_hall import in_use, plan_named, used


class CounterChange(Struct, frozen=True, kw_only=True):
    """A counter's own queues and those it helps, before and after."""

    counter: str
    queues_before: tuple[str, ...]
    queues: tuple[str, ...]
    helps_before: tuple[str, ...]
    helps: tuple[str, ...]


class Offer(Struct, frozen=True, kw_only=True):
    """A service that kiosks begin to offer, or cease to."""

    service: str
    offered: bool


class QuotaChange(Struct, frozen=True, kw_only=True):
    """Numbers a day of a queue, before and after; 0: as many as come."""

    queue: str
    before: int
    after: int


class Alone(Struct, frozen=True, kw_only=True):
    """A queue that no open counter would own any more, and how many wait there now."""

    queue: str
    waiting: int


class Preview(Struct, frozen=True, kw_only=True):
    """All that would change, in the catalog's order; ``alone`` is what a duty manager must see before the click."""

    plan: str
    kind: str
    counters: list[CounterChange]
    services: list[Offer]
    quotas: list[QuotaChange]
    alone: list[Alone]
    notice: dict[str, str]


def preview(hall: Hall, plan: str) -> Preview:
    """Return what this plan would change now. Raises NotFound for a plan that is not in use."""
    row = plan_named(hall, plan)
    return Preview(
        plan=row.slug,
        kind=row.kind,
        counters=_counters(hall, row),
        services=_services(hall, row),
        quotas=_quotas(hall, row),
        alone=_alone(hall, row),
        notice=dict(row.notice.items()),
    )


def helping(hall: Hall, queue: str) -> str:
    """Return the plan that lets most further open counters serve this queue, the first of equals; empty: none lets any."""
    rows = [it for it in hall.catalog.plans.values() if not it.retired]
    gained = {row.slug: _gained(hall, row, queue) for row in rows}
    best = max(gained, key=lambda slug: gained[slug], default="")
    return best if best and gained[best] > 0 else ""


def _gained(hall: Hall, row: PlanRow, queue: str) -> int:
    """Return how many more open counters would serve the queue, as their own or helping."""
    counters = [it for it in hall.catalog.counters.values() if not it.retired and hall.counter(it.slug).state == "open"]
    duties = [(it, _duties(hall, row, it)) for it in counters]
    then = sum(queue in (*duty.queues, *duty.helps) for _, duty in duties)
    return then - sum(queue in (*it.queues, *it.helps) for it, _ in duties)


def _duties(hall: Hall, row: PlanRow, counter: CounterRow) -> Duty:
    """Return what the counter would do under the plan."""
    duty = row.counters.get(counter.slug)
    if duty is None:
        return Duty(queues=counter.queues, helps=counter.helps)
    return Duty(queues=used(hall.catalog, duty.queues), helps=used(hall.catalog, duty.helps))


def _counters(hall: Hall, row: PlanRow) -> list[CounterChange]:
    used = [(it, _duties(hall, row, it)) for it in hall.catalog.counters.values() if not it.retired]
    return [
        CounterChange(counter=it.slug, queues_before=it.queues, queues=duty.queues, helps_before=it.helps, helps=duty.helps)
        for it, duty in used
        if (it.queues, it.helps) != (duty.queues, duty.helps)
    ]


def _services(hall: Hall, row: PlanRow) -> list[Offer]:
    rows = [it for it in hall.catalog.services.values() if it.slug in row.offered and not it.retired]
    return [Offer(service=it.slug, offered=row.offered[it.slug]) for it in rows if it.on_kiosk != row.offered[it.slug]]


def _quotas(hall: Hall, row: PlanRow) -> list[QuotaChange]:
    after = {queue: row.quotas[queue] for queue, it in hall.catalog.queues.items() if queue in row.quotas and in_use(it)}
    return [QuotaChange(queue=queue, before=quota(hall, queue), after=most) for queue, most in after.items() if most != quota(hall, queue)]


def _alone(hall: Hall, row: PlanRow) -> list[Alone]:
    """Return whom the plan leaves: where somebody waits, where a counter was open until now, and where there would be none at all."""
    used = [(it, _duties(hall, row, it)) for it in hall.catalog.counters.values() if not it.retired]
    theirs = {queue for _, duty in used for queue in duty.queues}
    open_then = {queue for it, duty in used if hall.counter(it.slug).state == "open" for queue in duty.queues}
    return [
        Alone(queue=slug, waiting=hall.line(slug).waiting)
        for slug, it in hall.catalog.queues.items()
        if not it.retired and slug not in open_then and (hall.line(slug).waiting or hall.staffed(slug).own or slug not in theirs)
    ]
