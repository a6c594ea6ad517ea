# SPDX-License-Identifier: Apache-2.0
"""Days to report on: builders of single rows, and a whole made-up day of a street hall."""

import random
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from hallserver.core.catalog import Catalog, CounterRow, HallRow, QueueRow, ServiceRow
from reports.names import HallNames, names_of
from reports.rows import DayRow, HandRow, ItemRow, LegRow, PeriodRows, RatingRow, SpanRow, TicketRow

DATE, NEXT = "2026-03-02", "2026-03-03"
ZONE = ZoneInfo("Asia/Shanghai")
S = 1_000_000
QUEUES = {"general": ("A", "综合受理"), "housing": ("B", "房屋租赁"), "social": ("C", "社保民政"), "collect": ("D", "出件领证")}
SERVICES = {
    "enquiry": ("general", "咨询"), "senior-card": ("social", "敬老优待证"), "old-age": ("social", "高龄老人津贴"),
    "illness": ("social", "疾病救助"), "family": ("general", "计划生育服务证"), "birth": ("general", "生育登记证明"),
    "social-card": ("social", "社会保障卡"), "household": ("general", "户口本打印"), "lease": ("housing", "房屋租赁登记备案"),
    "property": ("housing", "不动产权证明"), "collect": ("collect", "出件/领证"),
}  # fmt: skip


def at(clock: str, date: str = DATE) -> int:
    """Return the microseconds of a local time, e.g. ``08:00`` or ``08:00:30``."""
    return int(datetime.fromisoformat(f"{date}T{clock}").replace(tzinfo=ZONE).timestamp()) * S


def ticket(no: int, issued_us: int, **fields: Any) -> TicketRow:
    """Return a finished ticket, changed by the fields given."""
    row = TicketRow(f"1.{no}", DATE, issued_us, "0f3a9c21d7be", 0, "finished", issued_us + 1200 * S, "", "kiosk")
    return row._replace(**fields)


def leg(no: int, opened_us: int, wait_s: float | None = 60, service_s: float | None = 300, **fields: Any) -> LegRow:
    """Return a leg that waited, walked 20 s and was served; None: never called, or called and still there."""
    called = None if wait_s is None else opened_us + round(wait_s * S)
    started = None if called is None or service_s is None else called + 20 * S
    finished = None if started is None or service_s is None else started + round(service_s * S)
    state = "finished" if finished else "called" if called else "waiting"
    row = LegRow(
        f"1.{no}", 1, DATE, "general", "enquiry", opened_us, 1200, "" if called is None else "w1", int(called is not None),
        out_of_order=False, first_called_us=called, last_called_us=called, started_us=started, held_from_us=None, held_us=0,
        finished_us=finished, implicit=False, outcome="accepted" if finished else "", state=state, ended_us=finished,
        clerk="" if called is None else "li",
    )  # fmt: skip
    return row._replace(**fields)


def rating(no: int, stars: int, **fields: Any) -> RatingRow:
    """Return a rating of the ticket's first leg."""
    return RatingRow(f"1.{no}", 1, "accepted", 1, at("12:00"), stars, "w1")._replace(**fields)


def period(**lists: Any) -> PeriodRows:
    """Return the rows of a closed day, 08:00 to 18:00, with the lists given."""
    rows = PeriodRows(DATE, NEXT, [DayRow(DATE, at("08:00"), at("18:00"))], [], [], [], [], [], [], at("18:00"), "1.99", 0)
    return rows._replace(**lists)


def hands_of(legs: Iterable[LegRow]) -> list[HandRow]:
    """Return when counters had these legs in hand, had none of them been held: from first call to end."""
    return [HandRow(leg.counter, leg.first_called_us, leg.ended_us) for leg in legs if leg.first_called_us is not None]


def catalog(counters: int = 8) -> Catalog:
    """Return the set-up of the made-up hall: four queues, eleven services, eight counters."""
    serves = (
        ("general",),
        ("general", "social"),
        ("housing",),
        ("housing",),
        ("social",),
        ("general",),
        ("collect",),
        ("general", "housing"),
    )
    kinds = ("综合", "综合", "专窗", "专窗", "专窗", "综合", "出件", "潮汐")
    return Catalog(
        hall={"hall": HallRow(slug="hall", names={"zh-Hans": "福田区莲花街道政务服务大厅", "en": "Lianhua Service Hall"})},
        queues={
            slug: QueueRow(slug=slug, letter=letter, names={"zh-Hans": name}, target_s=900 if slug == "collect" else None)
            for slug, (letter, name) in QUEUES.items()
        },
        services={slug: ServiceRow(slug=slug, queue=queue, names={"zh-Hans": name}) for slug, (queue, name) in SERVICES.items()},
        counters={
            f"w{no + 1}": CounterRow(slug=f"w{no + 1}", number=no + 1, queues=serves[no], names={"zh-Hans": f"{no + 1}号{kinds[no]}窗口"})
            for no in range(counters)
        },
    )


def names() -> HallNames:
    """Return the names of the made-up hall."""
    return names_of(catalog())


def busy_day(tickets: int = 1200, seed: int = 7) -> PeriodRows:
    """Return a made-up day with morning and afternoon peaks, absent visitors, holds, transfers, ratings and items.

    Counters take who waits longest in their queues; what one counter does never overlaps.
    """
    dice = random.Random(seed)
    clock = sorted(round(dice.choice((dice.gauss(10.1, 0.9), dice.gauss(15.2, 1.1))) * 3600) for _ in range(tickets))
    issued = [at("00:00") + max(8 * 3600, min(17 * 3600 + 1700, second)) * S for second in clock]
    slugs, weights = list(SERVICES), [12, 4, 3, 2, 6, 7, 12, 8, 40, 5, 12]
    free = {f"w{no}": at("08:00") for no in range(1, 9)}
    queues_of = names().queues_of
    rows = period()
    for no, moment in enumerate(issued, 1):
        service = dice.choices(slugs, weights)[0]
        _visit(dice, rows, free, queues_of, no, moment, service)
    for counter, until in free.items():
        lunch = counter in {"w3", "w6"}
        end = max(until, at("18:00"))
        rows.spans.append(SpanRow(counter, "open", "", at("08:00"), at("12:00") if lunch else end))
        if lunch:
            rows.spans.append(SpanRow(counter, "paused", "lunch", at("12:00"), at("13:00")))
            rows.spans.append(SpanRow(counter, "open", "", at("13:00"), end))
    last = max(it.ended_us or 0 for it in rows.legs)
    closed = max(last, at("18:05"))
    return rows._replace(days=[DayRow(DATE, at("07:50"), closed)], hands=hands_of(rows.legs), as_of_us=closed, journal="1.9834")


def _visit(
    dice: random.Random, rows: PeriodRows, free: dict[str, int], queues_of: dict[str, tuple[str, ...]], no: int, moment: int, service: str
) -> None:
    queue = SERVICES[service][0]
    end = dice.choices(("finished", "cancelled", "forfeited", "unserved"), (940, 22, 28, 10))[0]
    target = 900 if queue == "collect" else 1200
    if end in {"cancelled", "unserved"}:
        ended = at("18:05") if end == "unserved" else moment + dice.randint(60, 1500) * S
        rows.tickets.append(ticket(no, moment, state=end, ended_us=ended, disposition="booked" if end == "unserved" else ""))
        rows.legs.append(leg(no, moment, None, queue=queue, service=service, target_s=target, state=end, ended_us=ended))
        return
    counter = min((slug for slug, own in queues_of.items() if queue in own), key=lambda slug: free[slug])
    called = max(free[counter] + dice.randint(2, 15) * S, moment + 5 * S)
    missed = end == "forfeited"
    served = round(min(2400, max(20, dice.lognormvariate(4.25, 0.7)))) if not missed else 0
    held = dice.random() < 0.03 and not missed
    implicit = dice.random() < 0.05
    started = None if missed or implicit else called + dice.randint(8, 60) * S
    finished = None if missed else (started or called) + served * S
    ended = finished or called + 90 * S
    free[counter] = ended
    fields: dict[str, Any] = {
        "queue": queue,
        "service": service,
        "target_s": target,
        "counter": counter,
        "clerk": f"clerk-{counter}",
        "calls": 2 if missed else 1,
        "state": end,
    }
    rows.tickets.append(ticket(no, moment, state=end, ended_us=ended, misses=int(missed)))
    row = leg(no, moment, None, **fields, first_called_us=called, last_called_us=called, started_us=started, finished_us=finished)
    rows.legs.append(
        row._replace(
            ended_us=ended, implicit=implicit and not missed, held_us=served * S // 4 if held and started else 0,
            outcome="" if missed else "accepted", out_of_order=dice.random() < 0.01,
        )
    )  # fmt: skip
    if not missed and dice.random() < 0.7:
        stars = dice.choices((5, 4, 3, 2, 1), (900, 80, 15, 3, 2))[0]
        of = {"counter": counter, "clerk": f"clerk-{counter}", "service": service, "items": service}
        rows.ratings.append(rating(no, stars, **of, at_us=ended))
    if not missed:
        rows.items.append(ItemRow(f"1.{no}", 1, service, dice.choice((1, 1, 1, 2, 3))))
