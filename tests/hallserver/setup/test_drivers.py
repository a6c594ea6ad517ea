# SPDX-License-Identifier: Apache-2.0
"""What the set-up screen offers is what agents have, in words that people understand."""

import pytest

import devices.drivers
from hallserver import words
from hallserver.core.keys import unknown_meanings
from hallserver.setup.drivers import DRIVERS, Driver


def test_every_driver_of_an_agent_can_be_chosen_and_no_other() -> None:
    """The server does not load drivers: only this test sees both lists."""
    assert {(it.kind, it.driver) for it in DRIVERS} == set(devices.drivers.DRIVERS)


@pytest.mark.parametrize("driver", DRIVERS, ids=lambda it: f"{it.kind}-{it.driver}")
def test_each_has_its_name_its_address_explained_and_keys_that_can_be(driver: Driver) -> None:
    """An example stands in the explanation wherever an address is needed."""
    table = words.table("zh-Hans")
    assert f"setup.driver.{driver.driver}" in table
    explained = "setup.address.pretend" if driver.driver == "pretend" else f"setup.address.{driver.kind}.{driver.driver}"
    assert explained in table
    if driver.example and "…" not in driver.example:
        assert driver.example in table[explained]
    assert unknown_meanings(driver.kind, driver.keys.values()) == []
    assert bool(driver.keys) == (driver.kind in {"keypad", "rater"})
