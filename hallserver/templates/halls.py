# SPDX-License-Identifier: Apache-2.0
"""The three sizes of hall that the first set-up begins with: how many counters of which kind, which services, how it is called."""

from typing import Final

from msgspec import Struct

from hallserver.templates.catalogue import items, named, queues, services

_STREET: Final = (
    "senior-card", "old-age", "illness-aid", "social-card", "disability", "register-print", "birth-registration", "child-insurance",
    "tenancy", "founding", "enquiry", "collection", "unsolved",
)  # fmt: skip
_STATION: Final = (
    "social-card", "senior-card", "old-age", "illness-aid", "disability", "birth-registration", "child-insurance",
    "register-print", "tenancy", "enquiry", "collection", "unsolved",
)  # fmt: skip
LETTERS: Final = "ABCDEFGHJKLMNQRSTUVWXYZ"
"""Of queues, in this order: none that looks like a figure, and not P, which pre-printed numbers have."""
OWN_QUEUE: Final = {"special": "firms", "collection": "collect"}
"""Kind of counter → the queue that it has for itself, where the hall has that one; the others serve every queue."""
COUNTER: Final = named(("{number}号窗口", "{number}號窗口", "Counter {number}"))
"""What a counter is called."""
_WEEK: Final = "12345"
_ALL_DAYS: Final = "1234567"


class HallTemplate(Struct, frozen=True, kw_only=True):
    """A size of hall. ``pattern``: its name by language, with the gap ``{place}``, where the district has none of its own."""

    slug: str
    names: dict[str, str]
    place: dict[str, str]
    """An example of a place."""
    pattern: dict[str, str]
    counters: dict[str, int]
    """Kind of counter → how many; the order is that of their numbers."""
    services: tuple[str, ...]
    hours: dict[str, tuple[str, ...]]
    seats: int
    one_queue: bool = False
    """Everybody stands in one queue."""


HALLS: Final[tuple[HallTemplate, ...]] = (
    HallTemplate(
        slug="street",
        names=named(("街道政务服务中心", "街道政務服務中心", "Street hall")),
        place=named(("莲花街道", "蓮花街道", "Lianhua Street")),
        pattern=named(("{place}政务服务中心", "{place}政務服務中心", "{place} Service Centre")),
        counters={"accessible": 1, "general": 5, "special": 1, "collection": 1},
        services=_STREET,
        hours={day: ("08:30-20:00" if day in _WEEK else "09:00-18:00",) for day in _ALL_DAYS},
        seats=60,
    ),
    HallTemplate(
        slug="station",
        names=named(("社区便民服务站", "社區便民服務站", "Community station")),
        place=named(("莲花社区", "蓮花社區", "Lianhua Community")),
        pattern=named(("{place}便民服务站", "{place}便民服務站", "{place} Service Station")),
        counters={"accessible": 1, "general": 1},
        services=_STATION,
        hours=dict.fromkeys(_WEEK, ("09:00-12:00", "14:00-18:00")),
        seats=20,
        one_queue=True,
    ),
    HallTemplate(
        slug="district",
        names=named(("区级政务服务大厅", "區級政務服務大廳", "District hall")),
        place=named(("福田区", "福田區", "Futian District")),
        pattern=named(("{place}政务服务大厅", "{place}政務服務大廳", "{place} Government Service Hall")),
        counters={"accessible": 2, "general": 12, "special": 6, "collection": 2, "payment": 1, "tidal": 2, "guide-desk": 1},
        services=tuple(str(row["slug"]) for row in services()),
        hours=dict.fromkeys(_WEEK, ("09:00-18:00",)),
        seats=300,
    ),
)
"""In the order in which they are offered."""


def choices() -> dict[str, object]:
    """Return all that the first set-up offers: sizes of hall, the catalogue as rows, and what ``rows.py`` makes rows of a hall by."""
    made_by = {"letters": LETTERS, "own_queue": OWN_QUEUE, "counter": COUNTER}
    return {"halls": HALLS, "queues": queues(), "services": services(), "items": items(), **made_by}
