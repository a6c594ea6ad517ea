# SPDX-License-Identifier: Apache-2.0
"""What each screen costs to be opened for the first time: visitors pay for it, and old kiosks wait for it."""

from pathlib import Path

import pytest
from msgspec import structs

from tests.browser.demo_hall import chromium, demo_hall
from tests.browser.weights import BOUNDS_KB, KB, too_heavy, weighed

pytestmark = pytest.mark.browser


def test_no_screen_weighs_more_than_it_may(tmp_path: Path) -> None:
    """Bytes on the wire, with everything. The control: half as much again of the phone's page is too much."""
    with demo_hall(tmp_path / "hall", "--still") as hall, chromium() as browser:
        found = weighed(browser, hall)
    assert too_heavy(found) == []
    assert found.keys() == BOUNDS_KB.keys()
    assert all(it.total_b > 10 * KB and it.requests > 5 and it.socket_b for it in found.values()), found
    assert too_heavy(found | {"ticket": structs.replace(found["ticket"], total_b=found["ticket"].total_b * 3 // 2)})
