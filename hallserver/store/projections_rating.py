# SPDX-License-Identifier: Apache-2.0
"""What reports keep of ratings: given ones, closed cases, what nobody rated in time, and what is doubted."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from hallserver.core import events as e

_Statements = Iterator[tuple[str, tuple[Any, ...]]]

_RATING = (
    "INSERT INTO rating (ticket, leg, stage, nth, day, at_us, stars, counter, clerk, channel, device, tags, comment_ref,"
    " dimensions, content, kind, case_no, named, contact_ref, standard) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)
COMPLETED = "INSERT OR REPLACE INTO case_completed (ticket, leg, case_no, done_us, at_us, day, counter, clerk) VALUES (?,?,?,?,?,?,?,?)"
DEFAULTED = "INSERT INTO rating_default (ticket, leg, stage, day, at_us, stars, counter, clerk, standard) VALUES (?,?,?,?,?,?,?,?,?)"
DOUBTED = "UPDATE rating SET doubt=? WHERE ticket=? AND leg=? AND stage=? AND nth=? AND doubt=''"
"""The first sign stays."""


def _rated(entry: e.Entry, it: e.RatingGiven) -> _Statements:
    comment = it.comment.ref if it.comment is not None else None
    contact = it.contact.ref if it.contact is not None else None
    said = (json.dumps(list(it.tags)), comment, json.dumps(it.dimensions, sort_keys=True), it.content)
    values = (it.ticket, it.leg, it.stage, it.nth, entry.day, entry.at_us, it.stars, it.counter, it.clerk, it.channel, it.device)
    yield _RATING, (*values, *said, it.kind, it.case_no, int(it.named), contact, it.standard)


def _completed(entry: e.Entry, it: e.CaseCompleted) -> _Statements:
    yield COMPLETED, (it.ticket, it.leg, it.case_no, it.done_us, entry.at_us, it.day, it.counter, it.clerk)


def _defaulted(entry: e.Entry, it: e.RatingDefaulted) -> _Statements:
    yield DEFAULTED, (it.ticket, it.leg, it.stage, it.day, entry.at_us, it.stars, it.counter, it.clerk, it.standard)


def _doubted(_: e.Entry, it: e.RatingsDoubted) -> _Statements:
    for one in it.ratings:
        yield DOUBTED, (it.sign, one.ticket, one.leg, one.stage, one.nth)


PROJECT: dict[type[e.Event], Callable[[e.Entry, Any], _Statements]] = {
    e.RatingGiven: _rated,
    e.CaseCompleted: _completed,
    e.RatingDefaulted: _defaulted,
    e.RatingsDoubted: _doubted,
}
"""Event → its statements."""
