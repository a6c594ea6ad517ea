# SPDX-License-Identifier: Apache-2.0
"""The rows of a practice hall: the demo's, or a real hall's own services and counters, never its people, devices or tickets."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from hallserver.core.catalog import Catalog
from hallserver.demo.hall import Rows, sections
from hallserver.words import say

LEARNER: Final = "learner"
"""The new clerk's account."""
_COPIED: Final = ("queues", "items", "services", "counters")
_NAME_MOST: Final = 80
_STAFF: Final = (
    (LEARNER, {"zh-Hans": "新窗口人员", "en": "New clerk"}, ("clerk",)),
    ("guide", {"zh-Hans": "导办员", "en": "Guide"}, ("guide",)),
    ("duty", {"zh-Hans": "值班长", "en": "Duty manager"}, ("duty-manager",)),
    ("manager", {"zh-Hans": "大厅负责人", "en": "Hall manager"}, ("hall-manager",)),
)


def rows_of(like: Catalog | None) -> dict[str, Rows]:
    """Return the rows of every section: of the demo, or of the hall whose catalog this is.

    Left out of a real hall: who works there, what hangs on its cables, its public address and Wi-Fi, hours and quotas,
    so that practice can be at any hour and reaches nothing of the hall.
    """
    found = {name: rows for name, rows in sections().items() if name in ("hall", *_COPIED)} if like is None else _rows(like)
    return {**found, "hall": [_hall(found["hall"][0])], "people": _people(), "devices": _devices(found["counters"])}


def _rows(like: Catalog) -> dict[str, Rows]:
    rows = {"hall": [msgspec.to_builtins(like.here)]}
    for section in _COPIED:
        rows[section] = [msgspec.to_builtins(row) for row in getattr(like, section).values()]
    for queue in rows["queues"]:
        queue.pop("quota", None)
    return rows


def _hall(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the hall's row, whose name says that it is for practice wherever it is shown, spoken or printed."""
    names = {language: say("practice.hall", language, name=name)[:_NAME_MOST] for language, name in row["names"].items()}
    left_out = {"public_url", "wifi", "hours", "issue_until_min"}
    return {name: value for name, value in row.items() if name not in left_out} | {"names": names}


def _people() -> Rows:
    return [{"slug": slug, "names": names, "roles": list(roles)} for slug, names, roles in _STAFF]


def _devices(counters: Iterable[Mapping[str, Any]]) -> Rows:
    pretend = {"agent": "agent-1", "driver": "pretend"}
    named = {
        "agent-1": ("agent", "设备代理", {}),
        "printer-1": ("printer", "小票机", pretend),
        "voice-1": ("voice", "大厅语音", pretend),
        "kiosk-1": ("kiosk", "取号机", {"printer": "printer-1"}),
        "hall-1": ("hall-display", "综合屏", {}),
    }
    used = [row for row in counters if not row.get("retired")]
    return [
        *({"slug": slug, "kind": kind, "names": {"zh-Hans": name}, **more} for slug, (kind, name, more) in named.items()),
        *(_at(row, "counter-display", "counter", "窗口屏") for row in used),
        *(_at(row, "rater", "rater", "评价器") for row in used),
    ]


def _at(counter: Mapping[str, Any], kind: str, slug: str, name: str) -> dict[str, Any]:
    number = counter["number"]
    return {"slug": f"{slug}-{number}", "kind": kind, "counter": counter["slug"], "names": {"zh-Hans": f"{number}号{name}"}}
