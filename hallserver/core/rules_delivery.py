# SPDX-License-Identifier: Apache-2.0
"""Rules of reports that leave the house: who may take away what, and what the journal keeps of deliveries."""

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.codes import must_be_known
from hallserver.core.errors import Malformed, NotAllowed
from hallserver.core.hall import Hall
from hallserver.core.roles import Actor

INSPECTION = "inspection"
"""The pack that an inspection asks for."""
EXPORTS: dict[str, frozenset[str]] = {
    "duty-manager": frozenset({"day", "week"}),
    "hall-manager": frozenset({"day", "week", "month", "year", "period", "osm", "district", INSPECTION}),
}
"""Role → reports that it may take away."""
ONE_DAY = "day"
"""What may be taken away without a reason; everything else is a bulk export."""


def export_report(_: Hall, command: c.ExportReport, by: Actor, __: int) -> list[e.Event]:
    """Keep that somebody took a report away. Raises NotAllowed, Malformed, AgainstStandard."""
    if not any(command.report in EXPORTS.get(role, ()) for role in by.roles):
        raise NotAllowed("export-not-yours", report=command.report)
    if command.to_date <= command.from_date:
        raise Malformed("report-dates", first=command.from_date, last=command.to_date)
    if command.report != ONE_DAY and command.reason is None:
        raise Malformed("export-reason")
    if command.reason is not None:
        must_be_known("exported", command.reason)
    taken = e.ReportExported(
        report=command.report,
        from_date=command.from_date,
        to_date=command.to_date,
        output=command.output,
        reason=command.reason or "",
        draft=command.draft or "",
    )
    return [taken]


def report_delivery(_: Hall, command: c.ReportDelivery, __: Actor, ___: int) -> list[e.Event]:
    """Keep how a delivery went."""
    told = e.DeliveryReported(
        report=command.report,
        from_date=command.from_date,
        to_date=command.to_date,
        channel=command.channel,
        state=command.state,
        why=command.why,
        tries=command.tries,
        again_us=command.again_us,
        left=command.left,
        gone=command.gone,
    )
    return [told]
