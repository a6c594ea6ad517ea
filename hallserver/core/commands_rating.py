# SPDX-License-Identifier: Apache-2.0
"""What may be asked about ratings: to give one, to import that a case is closed, to note what was not rated in time."""

from typing import Annotated, Literal

from msgspec import Meta, field

from hallserver.core.asking import CaseNo, Code, Command, Personal, TicketId
from hallserver.core.row import Slug


class Rate(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Rate a finished leg: 5 very satisfied … 1 very dissatisfied. A rater gives its counter, a phone its ticket."""

    stars: Annotated[int, Meta(ge=1, le=5)]
    ticket: TicketId | None = None
    leg: Annotated[int, Meta(ge=1, le=99)] | None = None
    counter: Slug | None = None
    tags: Annotated[tuple[Code, ...], Meta(max_length=10)] = ()
    dimensions: Annotated[dict[Code, Annotated[int, Meta(ge=1, le=5)]], Meta(max_length=10)] = field(default_factory=dict)
    """Stars of single dimensions of the standard's rating form."""
    comment: Personal | None = None
    contact: Personal | None = None
    """How the visitor wants to be reached about it; free."""
    stage: Literal["accepted", "completed"] | None = None
    """受理 or 办结; None: the completion if there is one that was not rated, else the errand at the counter."""
    follow_up: bool = False
    """The one rating that may come after the first (追评)."""


class ImportCompletion(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The approval system says that a case is closed (办结): its visitor may rate that too, for ``eval.window_online`` days."""

    case_no: Annotated[CaseNo, Meta(min_length=1)]
    ticket: TicketId | None = None
    """Where several numbers had this case; None: the newest."""
    done: Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$")] | None = None
    """When it was closed, ISO 8601 with offset; None: now."""


class DefaultRatings(Command, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The service notes what nobody rated in time, where the standard says what that counts as."""
