# SPDX-License-Identifier: Apache-2.0
"""What a practice hall takes from a real one, and what never."""

import json

from hallserver.core.commands import Configure
from hallserver.core.roles import SERVICE_SETUP
from hallserver.practice.hall import LEARNER, rows_of
from tests.support import SMALL_HALL, Play

SECRETS = ("李敏", "0101", "escpos-network", "10.0.0.9", "wifi-of-hall", "http://hall.example")


def real() -> Play:
    """Return a real hall whose rows hold what practice must not have."""
    rows = {name: [dict(row) for row in of] for name, of in SMALL_HALL.items()}
    rows["hall"][0] |= {"public_url": "http://hall.example", "wifi": "wifi-of-hall", "hours": {"1": ["09:00-12:00"]}}
    rows["queues"][0]["quota"] = 10
    rows["devices"][1] |= {"driver": "escpos-network", "address": "10.0.0.9:9100"}
    return Play(rows)


def test_services_and_counters_are_the_hall_s_own() -> None:
    """A clerk practises with what will be on the real screen."""
    play, rows = real(), rows_of(real().hall.catalog)
    assert [row["slug"] for row in rows["services"]] == list(play.hall.catalog.services)
    assert [row["number"] for row in rows["counters"]] == [1, 2, 3]
    assert rows["hall"][0]["names"] == {"zh-Hans": "（练习）福田区政务服务大厅", "en": "[Practice] Futian service hall"}


def test_no_person_device_address_hours_or_quota_comes_along() -> None:
    """Practice reaches nothing of the hall, and can be at any hour."""
    rows = rows_of(real().hall.catalog)
    text = json.dumps(rows, ensure_ascii=False)
    assert not [secret for secret in SECRETS if secret in text]
    assert "hours" not in rows["hall"][0]
    assert all("quota" not in row for row in rows["queues"])
    assert {row["slug"] for row in rows["people"]} == {LEARNER, "guide", "duty", "manager"}
    assert {row.get("driver", "pretend") for row in rows["devices"]} == {"pretend"}
    control = json.dumps({name: [*map(str, getattr(real().hall.catalog, name).values())] for name in SMALL_HALL}, ensure_ascii=False)
    assert all(secret in control for secret in SECRETS), "nothing was there to be left out"


def test_the_rules_take_both() -> None:
    """The demo's rows and a hall's own."""
    for rows in (rows_of(None), rows_of(real().hall.catalog)):
        play = Play(rows)
        assert play.hall.open
        assert play.hall.catalog.here.names["zh-Hans"].startswith("（练习）")
        play.ask(Configure(section="people", rows=rows["people"]), SERVICE_SETUP)
