# SPDX-License-Identifier: Apache-2.0
"""Folds of the set-up: sections of the catalog, and the standard with its layers."""

from hallserver.core import events as e
from hallserver.core import folds_hall
from hallserver.core.changed import keep_changes, told
from hallserver.core.hall import Hall
from hallserver.core.profile import compose


def configured(hall: Hall, entry: e.Entry, event: e.Configured) -> None:
    """Put the rows in place; what hangs on them elsewhere follows."""
    before = {slug: row.wiring for slug, row in hall.catalog.devices.items()}
    desks, quotas = folds_hall.desks(hall), {slug: row.quota for slug, row in hall.catalog.queues.items()}
    checks = told(hall) if event.section == "patrol" else {}
    hall.catalog.replace(event.section, event.rows)
    keep_changes(hall, checks, entry.at_us)
    after = hall.catalog.devices
    hall.commissioned = {slug for slug in hall.commissioned if slug in after and after[slug].wiring == before.get(slug)}
    if event.section in {"counters", "people"}:
        folds_hall.recount(hall, desks, entry.at_us)
    changed = [slug for slug, row in hall.catalog.queues.items() if row.quota != quotas.get(slug)]
    hall.quotas = {slug: most for slug, most in hall.quotas.items() if slug not in changed}


def standard_adopted(hall: Hall, entry: e.Entry, event: e.StandardAdopted) -> None:
    """Put it in force; what was filed before it is done with."""
    before = told(hall)
    hall.standard, hall.filed = compose(event.text, event.layers, event.on), None
    keep_changes(hall, before, entry.at_us)


def standard_filed(hall: Hall, _: e.Entry, event: e.StandardFiled) -> None:
    """Keep it for the next opening."""
    hall.filed = event
