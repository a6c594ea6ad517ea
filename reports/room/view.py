# SPDX-License-Identifier: Apache-2.0
"""What the reading room needs to know: who reads, what he may do, which reports are on their way to a signature. Figures are fetched."""

from collections.abc import Iterable
from typing import Final

from hallserver.core.codes import OFFERED
from hallserver.core.hall import Hall
from hallserver.core.hours import hall_date
from hallserver.core.report_paper import ReportPaper
from hallserver.core.roles import ROLES
from hallserver.core.row import Names
from hallserver.core.rules_delivery import EXPORTS, INSPECTION
from hallserver.core.rules_report import another_does
from reports.behind import GROUPS
from reports.sources import SOURCES

Json = dict[str, object]
_STEPS: Final = ("draft", "checked", "signed")
COMMANDS: Final = frozenset("draft-report check-report sign-report correct-report".split())
"""What the screen asks, of those the person's roles have."""
PAPERS_SHOWN: Final = 24
"""So many reports are listed, those that wait for somebody first; the others are found by their dates."""
HOMES: Final = {"hall-manager": "manager", "duty-manager": "duty", "inspector": "manager"}
"""Role → the screen that its people work at."""
_WAITING: Final = {"checked": 0, "draft": 1, "signed": 2}


def view(hall: Hall, of: str, now_us: int) -> Json:
    """Return the room of the person ``of``."""
    row = hall.catalog.people.get(of)
    roles = frozenset(row.roles if row is not None else ())
    takes = {kind for role in roles for kind in EXPORTS.get(role, ())}
    return {
        "zone": hall.catalog.here.zone,
        "names": hall.catalog.here.names,
        "me": of,
        "home": next((page for role, page in HOMES.items() if role in roles), "manager"),
        "day": {"date": hall.day, "open": hall.open},
        "today": hall_date(hall, now_us),
        "may": sorted(name for name in COMMANDS if any(name in ROLES.get(role, ()) for role in roles)),
        "takes": sorted(takes - {INSPECTION}),
        "packs": INSPECTION in takes,
        "reasons": OFFERED["exported"],
        "behind": {"figures": sorted(SOURCES), "sections": sorted(GROUPS)},
        "people": [{"slug": row.slug, "names": row.names} for row in hall.catalog.people.values() if _may_sign(row.roles)],
        "papers": [_paper(hall, it) for it in sorted(hall.reports.values(), key=_order)[:PAPERS_SHOWN]],
        "anothers": _anothers(hall, f"person:{of}"),
        "changed": sum(_step(it) for it in hall.reports.values()),
    }


def _anothers(hall: Hall, actor: str) -> dict[str, str]:
    """Return the reports on their way whose next step this person leaves to another, each with the key of why."""
    found = ((key, another_does(hall, it, actor)) for key, it in hall.reports.items() if it.state != "signed")
    return {key: why for key, why in found if why}


def _step(it: ReportPaper) -> int:
    """Return a number that grows with every step of a report: a draft is an entry of its own, and then comes two steps far at most."""
    return int(it.draft.rpartition(".")[2]) * len(_STEPS) + _STEPS.index(it.state)


def _may_sign(roles: Iterable[str]) -> bool:
    """Tell whether somebody with these roles can stand on a report."""
    return any(name in ROLES.get(role, ()) for role in roles for name in COMMANDS)


def _order(it: ReportPaper) -> tuple[bool, int, str]:
    """Return where a report stands in the list: what waits for somebody first, then the latest."""
    newest = -int(it.to_date.replace("-", ""))
    return it.state == "signed", newest, it.report


def _paper(hall: Hall, it: ReportPaper) -> Json:
    return {
        "report": it.report,
        "from": it.from_date,
        "to": it.to_date,
        "version": it.version,
        "state": it.state,
        "drafted_by": _named(hall, it.drafted_by),
        "drafted_us": it.drafted_us,
    }


def _named(hall: Hall, actor: str) -> Names:
    slug = actor.partition(":")[2]
    row = hall.catalog.people.get(slug)
    return row.names if row is not None else {"zh-Hans": slug}
