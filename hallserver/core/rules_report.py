# SPDX-License-Identifier: Apache-2.0
"""Rules of signing reports (拟稿、审核、签发): by three persons where the hall has so many, else by two; corrected in a further version."""

import hashlib
from datetime import date, timedelta

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.asking import Frozen
from hallserver.core.errors import AgainstStandard, Conflict, Malformed, NotAllowed, NotFound
from hallserver.core.hall import Hall
from hallserver.core.hours import hall_date
from hallserver.core.report_paper import ReportPaper, paper_key, too_old
from hallserver.core.roles import ROLES, Actor
from hallserver.core.row import Names

Drafting = c.DraftReport | c.CorrectReport


def draft_report(hall: Hall, command: c.DraftReport, by: Actor, now_us: int) -> list[e.Event]:
    """Draft the first version, or the same one anew; a signed one is corrected instead."""
    _must_leave_a_signer(hall, by)
    made = _made(hall, command, now_us)
    paper = hall.reports.get(paper_key(command.report, command.from_date, command.to_date))
    if paper is not None and paper.state == "signed":
        raise Conflict("report-is-signed", version=paper.version)
    drafted = e.ReportDrafted(
        report=command.report,
        from_date=command.from_date,
        to_date=command.to_date,
        version=paper.version if paper is not None else 1,
        sha256=_digest(made),
        journal=made.journal,
        content=made.text,
        by=_name(hall, by),
    )
    return [drafted]


def correct_report(hall: Hall, command: c.CorrectReport, by: Actor, now_us: int) -> list[e.Event]:
    """Draft the version after the signed one."""
    _must_leave_a_signer(hall, by)
    made = _made(hall, command, now_us)
    paper = _known(hall, command)
    if paper.state != "signed":
        raise Conflict("report-not-signed", version=paper.version)
    corrected = e.ReportCorrected(
        report=command.report,
        from_date=command.from_date,
        to_date=command.to_date,
        version=paper.version + 1,
        sha256=_digest(made),
        journal=made.journal,
        content=made.text,
        why=command.why,
        by=_name(hall, by),
    )
    return [corrected]


def check_report(hall: Hall, command: c.CheckReport, by: Actor, _: int) -> list[e.Event]:
    """Check a draft, as it is now, that somebody else made."""
    paper = _as_seen(hall, command, by)
    if paper.state != "draft":
        raise Conflict("report-step-done", version=paper.version, step=paper.state)
    checked = e.ReportChecked(
        report=paper.report,
        from_date=paper.from_date,
        to_date=paper.to_date,
        version=paper.version,
        sha256=paper.sha256,
        draft=paper.draft,
        by=_name(hall, by),
    )
    return [checked]


def sign_report(hall: Hall, command: c.SignReport, by: Actor, _: int) -> list[e.Event]:
    """Sign what was checked."""
    paper = _as_seen(hall, command, by)
    if paper.state == "signed":
        raise Conflict("report-step-done", version=paper.version, step=paper.state)
    if paper.state != "checked":
        raise Conflict("report-check-first", version=paper.version)
    signed = e.ReportSigned(
        report=paper.report,
        from_date=paper.from_date,
        to_date=paper.to_date,
        version=paper.version,
        sha256=paper.sha256,
        draft=paper.draft,
        by=_name(hall, by),
    )
    return [signed]


def _made(hall: Hall, command: Drafting, now_us: int) -> Frozen:
    """Return the content. Raises where the server made none, or the period is none, not over, or over for too long."""
    if command.content is None or not command.content.text:
        raise Malformed("report-not-made")
    first, last = date.fromisoformat(command.from_date), date.fromisoformat(command.to_date) - timedelta(days=1)
    if last < first:
        raise Malformed("report-dates", first=first.isoformat(), last=last.isoformat())
    today = hall_date(hall, now_us)
    closed_today = not hall.open and hall.day == last.isoformat()
    if today < command.to_date and not closed_today:
        raise Conflict("report-not-over", last=last.isoformat())
    if too_old(command.to_date, today):
        raise AgainstStandard("report-too-old", last=last.isoformat())
    return command.content


def _known(hall: Hall, command: c.CheckReport | c.SignReport | c.CorrectReport) -> ReportPaper:
    paper = hall.reports.get(paper_key(command.report, command.from_date, command.to_date))
    if paper is None:
        raise NotFound("report-not-drafted")
    return paper


def _as_seen(hall: Hall, command: c.CheckReport | c.SignReport, by: Actor) -> ReportPaper:
    """Return the report. Raises unless it still is what was looked at, and its next step is not another's."""
    paper = _known(hall, command)
    if paper.sha256 != command.sha256:
        raise Conflict("report-changed", version=paper.version)
    if anothers := another_does(hall, paper, by.id):
        raise NotAllowed(anothers)
    return paper


def another_does(hall: Hall, paper: ReportPaper, actor: str) -> str:
    """Return why somebody (``person:gao``) leaves the next step of a report to another: the key of its sentence; empty: need not.

    Who drafted it neither checks nor signs it. Who checked it does not sign it while another may; nor does who alone may sign it check
    it, while another may check. A station of two people signs all the same: there is no rule that only one of them could keep.
    """
    if paper.drafted_by == actor:
        return "report-own-draft"
    signers, checkers = (_may(hall, command) for command in ("sign-report", "check-report"))
    others = {paper.drafted_by, actor}
    if paper.state == "draft" and signers - {paper.drafted_by} == {actor} and checkers - others:
        return "report-leave-check"
    return "report-own-check" if paper.state == "checked" and paper.checked_by == actor and signers - others else ""


def _must_leave_a_signer(hall: Hall, by: Actor) -> None:
    """Raise NotAllowed for a draft by the only one who may sign, where another may draft: nobody could sign it."""
    if _may(hall, "sign-report") == {by.id} and _may(hall, "draft-report") - {by.id}:
        raise NotAllowed("report-leave-draft")


def _may(hall: Hall, command: str) -> set[str]:
    """Return who of the staff may do this, as the journal names actors."""
    people = (row for row in hall.catalog.people.values() if not row.retired)
    return {f"person:{row.slug}" for row in people if any(command in ROLES.get(role, ()) for role in row.roles)}


def _digest(made: Frozen) -> str:
    return hashlib.sha256(made.text.encode()).hexdigest()


def _name(hall: Hall, by: Actor) -> Names:
    """Return the name of who acts as it is now: a reprint says it even when the person is called otherwise, or is gone."""
    known = hall.catalog.people.get(by.name)
    return dict(known.names) if known is not None else {}
