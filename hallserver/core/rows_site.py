# SPDX-License-Identifier: Apache-2.0
"""What rows of on-site management must be beyond their types: checks inside the standard, machines with hours that there are."""

from collections.abc import Sequence

from hallserver.core.catalog import CheckRow, MachineRow
from hallserver.core.checklist import loosened, standard_checks, zones_of
from hallserver.core.errors import AgainstStandard, NotFound
from hallserver.core.hall import Hall
from hallserver.core.rows_time import in_order


def check_checks(hall: Hall, rows: Sequence[CheckRow]) -> None:
    """Raise AgainstStandard for a row that says less than a binding check of the standard, NotFound for a zone that there is not."""
    checks, zones = standard_checks(hall), zones_of(hall)
    for row in rows:
        said = checks.get(row.slug)
        if said is not None and said.binding and (less := loosened(said, row)):
            raise AgainstStandard("check-binding", slug=row.slug, fields=less)
        unknown = sorted(set(row.zones) - set(zones))
        if unknown and not row.retired:
            raise NotFound("reference-unknown", section="zones", slugs=unknown)


def check_machines(rows: Sequence[MachineRow]) -> None:
    """Raise AgainstStandard, naming the kind of day, for hours that are not in order."""
    for row in rows:
        for kind, spans in row.hours.items():
            if not in_order(spans):
                raise AgainstStandard("hours-not-in-order", weekday=kind, spans=list(spans))
