# SPDX-License-Identifier: Apache-2.0
"""How events of signed reports change the hall: folds that ``apply`` calls."""

from collections.abc import Callable
from typing import Any

from hallserver.core import events as e
from hallserver.core.hall import Hall
from hallserver.core.report_paper import ReportPaper, paper_key, too_old


def report_drafted(hall: Hall, entry: e.Entry, event: e.ReportDrafted | e.ReportCorrected) -> None:
    """Keep the new draft; what was signed before stays known."""
    key = paper_key(event.report, event.from_date, event.to_date)
    before = hall.reports.get(key)
    hall.reports[key] = ReportPaper(
        report=event.report,
        from_date=event.from_date,
        to_date=event.to_date,
        version=event.version,
        state="draft",
        sha256=event.sha256,
        draft=f"{entry.epoch}.{entry.seq}",
        drafted_by=entry.actor,
        drafted_us=entry.at_us,
        why=_why(event, before),
        signed_version=before.signed_version if before is not None else 0,
        signed_draft=before.signed_draft if before is not None else "",
    )


def _why(event: e.ReportDrafted | e.ReportCorrected, before: ReportPaper | None) -> str:
    """Return why it corrects a signed one; a correction that is drafted anew keeps its reason."""
    if isinstance(event, e.ReportCorrected):
        return event.why
    return before.why if before is not None else ""


def report_checked(hall: Hall, entry: e.Entry, event: e.ReportChecked) -> None:
    """Keep who checked it."""
    paper = hall.reports[paper_key(event.report, event.from_date, event.to_date)]
    paper.state, paper.checked_by, paper.checked_us = "checked", entry.actor, entry.at_us


def report_signed(hall: Hall, entry: e.Entry, event: e.ReportSigned) -> None:
    """Keep who signed it."""
    paper = hall.reports[paper_key(event.report, event.from_date, event.to_date)]
    paper.state, paper.signed_by, paper.signed_us = "signed", entry.actor, entry.at_us
    paper.signed_version, paper.signed_draft = event.version, event.draft


def prune(hall: Hall, today: str) -> None:
    """Forget reports of periods long gone; the journal keeps them."""
    hall.reports = {key: paper for key, paper in hall.reports.items() if not too_old(paper.to_date, today)}


FOLDS: dict[type[e.Event], Callable[[Hall, e.Entry, Any], None]] = {
    e.ReportDrafted: report_drafted,
    e.ReportCorrected: report_drafted,
    e.ReportChecked: report_checked,
    e.ReportSigned: report_signed,
}
"""What each of them does to the hall."""
