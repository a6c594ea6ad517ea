# SPDX-License-Identifier: Apache-2.0
"""A finding that stayed, with its ladder climbed step by step, for the tests of the papers."""

from copy import deepcopy
from typing import Any

from hallserver.core import commands as c
from hallserver.core.check_row import ESCALATIONS
from hallserver.core.commands_site import Found
from hallserver.core.site_state import Finding
from reports.ladder_form import Taken
from reports.order_form import Told
from tests.support import BOSS, GUIDE, SMALL_HALL, STANDARD, Play, changed, names

PHOTO = c.Photo("", c.Sealed(ref="photo", digest="d"), drawn=True)
NOTE = c.Personal("", c.Sealed(ref="note", digest="d"))
WHY = c.Personal("", c.Sealed(ref="why", digest="d"))
SAID = {"note": "填单台上堆着过期宣传册，已口头提醒两次。\n当事人电话 13800001234。", "why": "请本周内处理完。"}
ROWS: dict[str, list[dict[str, Any]]] = SMALL_HALL | {
    "hall": [SMALL_HALL["hall"][0] | {"zones": {"main": names("一楼综合服务大厅", "Ground floor")}}],
}
ALL_STEPS = changed("site.escalation", f'"{", ".join(ESCALATIONS)}"', STANDARD)
"""The standard with every step that a ladder may have."""
_DAY_S = 86_400


def stayed(**fields: Any) -> Play:
    """Return a hall with one finding that nobody puts right: due at the end of the third working day."""
    play = Play(ROWS, standard=ALL_STEPS)
    told: dict[str, Any] = {
        "counter": "c1",
        "place": "填单台",
        "responsible": "li",
        "severity": "major",
        "note": NOTE,
        "photos": (PHOTO,) * 2,
    }
    play.ask(c.OpenFinding(found=Found(check="goods-sort", zone="main", **told | fields)), GUIDE)
    return play


def climbed(play: Play, *, days: float = 2, note: c.Personal | None = None) -> Taken:
    """Let so many days go by and take the next step; return it as the journal would give it back."""
    [finding] = play.hall.site.findings.values()
    play.later(days * _DAY_S).ask(c.EscalateFinding(finding=finding.no, note=note), BOSS)
    return Taken(finding=deepcopy(finding), at_us=play.now_us, anchor="1.9:0123456789abcdef", standard="0a1b2c3d4e5f")


def told(play: Play, language: str = "zh-Hans") -> Told:
    """Return what the papers are made from."""
    return Told(hall=play.hall, said=SAID, language=language)


def the_finding(play: Play) -> Finding:
    """Return the only one."""
    [finding] = play.hall.site.findings.values()
    return finding
