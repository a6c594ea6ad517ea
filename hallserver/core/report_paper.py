# SPDX-License-Identifier: Apache-2.0
"""A report on its way to a signature: which version there is, how far it came, by whom. Its content is in the journal alone."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct

KEPT_DAYS: Final = 800
"""So long after a report's period it is kept in mind: what is older can be read, no longer drafted or corrected."""

PaperState = Literal["draft", "checked", "signed"]


class ReportPaper(Struct, kw_only=True, omit_defaults=True):
    """The latest version of a report, and which one was signed last."""

    report: str
    from_date: str
    to_date: str
    version: int
    state: PaperState
    sha256: str
    draft: str
    """``<epoch>.<seq>`` of the event that holds the content."""
    drafted_by: str
    """As the journal names actors, here and below."""
    drafted_us: int
    checked_by: str = ""
    checked_us: int = 0
    signed_by: str = ""
    signed_us: int = 0
    why: str = ""
    """Why it corrects the version before; empty: it is the first."""
    signed_version: int = 0
    """The version that was signed last; 0: none yet."""
    signed_draft: str = ""
    """Where its content is."""


def paper_key(report: str, from_date: str, to_date: str) -> str:
    """Return under which key the hall keeps a report."""
    return f"{report}/{from_date}/{to_date}"


def too_old(to_date: str, today: str) -> bool:
    """Tell whether a period (``to_date`` not in it) ended so long ago that its report is not kept in mind."""
    return date.fromisoformat(to_date) + timedelta(days=KEPT_DAYS) < date.fromisoformat(today)


def kept_reports(papers: Mapping[str, ReportPaper]) -> dict[str, Any]:
    """Return the part of a snapshot that holds the reports: none where there are none, as before there were such reports."""
    return {"reports": {key: msgspec.to_builtins(paper) for key, paper in papers.items()}} if papers else {}


def reports_of(snapshot: Mapping[str, Any]) -> dict[str, ReportPaper]:
    """Return the reports that a snapshot holds."""
    return msgspec.convert(snapshot.get("reports", {}), dict[str, ReportPaper])
