# SPDX-License-Identifier: Apache-2.0
"""A hall in which every field that takes text holds texts of our choosing, and a day on which all of them are used."""

import json
import re
from collections.abc import Sequence
from typing import Any

from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_SETUP, Actor
from hallserver.service import Service
from tests.support import STANDARD

Rows = list[dict[str, Any]]
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
STAFF = {
    "boss": ["hall-manager", "duty-manager"],
    "admin": ["system-admin"],
    "safe": ["security-admin"],
    "eye": ["auditor"],
    "guo": ["guide"],
}
CLERK = Actor(kind="person", name="p0", roles=frozenset({"clerk"}))
GUIDE = Actor(kind="person", name="guo", roles=frozenset({"guide"}))
DUTY = Actor(kind="person", name="boss", roles=frozenset({"duty-manager"}))
RATER = Actor(kind="device", name="rater-1", roles=frozenset({"rater"}), counter="c0")


def _names(text: str) -> dict[str, str]:
    return {"zh-Hans": text[:80], "en": text[:80], "yue": text[:80]}


def _letter(nth: int) -> str:
    return _LETTERS[nth] if nth < len(_LETTERS) else _LETTERS[nth // len(_LETTERS) - 1] + _LETTERS[nth % len(_LETTERS)]


def hostile_rows(texts: Sequence[str]) -> dict[str, Rows]:
    """Return a hall with as many queues, items, services, counters and people as there are texts, each bearing one in every field."""
    nths = range(len(texts))
    of = [*texts, *texts, *texts]
    staff = [{"slug": slug, "names": _names(of[nth]), "roles": roles} for nth, (slug, roles) in enumerate(STAFF.items())]
    devices = (
        ("agent-1", "agent"),
        ("kiosk-1", "kiosk"),
        ("hall-1", "hall-display"),
        ("counter-1", "counter-display"),
        ("rater-1", "rater"),
    )
    return {
        "hall": [
            {"slug": "futian", "names": _names(texts[0]), "public_url": texts[-1], "wifi": of[1][:32], "help_point": _names(of[2]),
             "zones": {f"z{n}": _names(texts[n]) for n in nths}}
        ],
        "queues": [{"slug": f"q{n}", "names": _names(texts[n]), "letter": _letter(n)} for n in nths],
        "items": [
            {"slug": f"i{n}", "names": _names(texts[n]), "code": of[n + 1], "department": of[n + 2], "version": of[n + 3]} for n in nths
        ],
        "services": [
            {"slug": f"s{n}", "names": _names(texts[n]), "queue": f"q{n}", "items": [f"i{n}"], "initials": of[n + 1][:40]} for n in nths
        ],
        "counters": [
            {"slug": f"c{n}", "names": _names(texts[n]), "number": n + 1, "room": of[n + 1]}
            | {"queues": [f"q{n}"] if n else [f"q{m}" for m in nths]}
            | ({"zone": of[n + 2]} if n % 2 else {})
            for n in nths
        ],
        "people": [*({"slug": f"p{n}", "names": _names(texts[n]), "badge": of[n + 1]} for n in nths), *staff],
        "devices": [
            *({"slug": slug, "names": _names(of[nth]), "kind": kind, "counter": "c0" if kind in _AT_COUNTER else ""}
              for nth, (slug, kind) in enumerate(devices)),
            *({"slug": f"v{n}", "names": _names(texts[n]), "kind": "voice", "agent": "agent-1", "driver": of[n + 1],
               "address": f"{n} {of[n + 2]}"} for n in nths),
        ],
    }  # fmt: skip


_AT_COUNTER = {"counter-display", "rater"}


def hostile_standard(texts: Sequence[str]) -> str:
    """Return a standard whose free texts, sources and notes, are these in turn."""
    left = iter([*texts] * 200)
    return re.sub(r'(?m)^(source|note|basis) = ".*"$', lambda line: f"{line[1]} = {json.dumps(next(left), ensure_ascii=False)}", STANDARD)


async def set_up_hostile(service: Service, texts: Sequence[str]) -> None:
    """Put the hall and its standard in force and open the day."""
    await service.submit(c.AdoptStandard(text=hostile_standard(texts)), SERVICE_SETUP)
    for section, rows in hostile_rows(texts).items():
        await service.submit(c.Configure(section=section, rows=rows), SERVICE_SETUP)  # type: ignore[arg-type]
    await service.submit(c.OpenDay(), SERVICE_SETUP)


async def live(service: Service, texts: Sequence[str]) -> tuple[str, str]:
    """Let visitors come, be called, served and rate with a comment; return a ticket that waits and one that is called."""
    taken = [await service.submit(c.TakeTicket(services=(f"s{n % len(texts)}",)), GUIDE) for n in range(5)]
    await service.submit(c.OpenCounter(counter="c0"), CLERK)
    await service.submit(c.CallNext(), CLERK)
    await service.submit(c.Start(), CLERK)
    await service.submit(c.Finish(items=(c.ItemDone(item="i0"),), case_no="SZ-1"), CLERK)
    await service.submit(c.Rate(stars=1, tags=("long-wait",), comment=c.Personal(texts[-1][:500])), RATER)
    for text in texts:
        await service.submit(c.Announce(text={"zh-Hans": text, "en": text}, urgent=True), DUTY)
    await service.submit(c.CallNext(), CLERK)
    return str(taken[-1].result["ticket"]), str(taken[1].result["ticket"])
