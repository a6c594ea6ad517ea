# SPDX-License-Identifier: Apache-2.0
"""The report as JSON."""

import msgspec
from msgspec import structs

from reports.day import make_day
from reports.definitions import topics_of
from reports.sheet_json import to_json
from tests.reports.sample_day import at, busy_day, leg, names, period


def test_the_figures_come_with_all_their_parts() -> None:
    """A program that reads the report needs no second source."""
    body = msgspec.json.decode(to_json(make_day(busy_day(200), names()), "en"))

    sections = {section["key"]: section["groups"] for section in body["sections"]}
    assert sections["tickets"][0]["figures"][0] == {
        "name": "Tickets issued", "key": "tickets.issued", "kind": "count", "unit": "tickets", "value": 200,
        "numerator": 200, "denominator": 200, "n": 200, "missing": 0, "excluded": {},
    }  # fmt: skip
    assert [group["slug"] for group in sections["by-queue"]] == ["general", "housing", "social", "collect"]
    assert sections["by-half-hour"][0]["slug"].endswith("+08:00")
    assert (body["from"], body["to"], body["closed"], body["over"]) == ("2026-03-02", "2026-03-03", True, True)
    assert len(body["definitions"]) == len(topics_of(make_day(busy_day(200), names())))


def test_a_period_that_is_not_over_is_not_closed() -> None:
    """Even where every day that it has so far is."""
    report = structs.replace(make_day(period(), names()), kind="period", to_date="2026-03-09", come=1)
    body = msgspec.json.decode(to_json(report, "en"))

    assert (report.closed_us is not None, body["closed"], body["over"]) == (True, False, False)


def test_what_was_not_recorded_is_null() -> None:
    """Null with missing > 0: never 0, never a word in a number's place."""
    body = msgspec.json.decode(to_json(make_day(period(legs=[leg(1, at("09:00"), implicit=True, started_us=None)]), names()), "zh-Hans"))
    service = next(section for section in body["sections"] if section["key"] == "services")["groups"][0]["figures"][0]

    assert (service["value"], service["missing"]) == (None, 1)
    assert body["notes"][0]["text"].startswith("1 个已结束的办理段中有 1 个")
