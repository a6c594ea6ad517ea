# SPDX-License-Identifier: Apache-2.0
"""The Chromium of the tests, and nothing left open in it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.demo_hall import chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Lend it for a file: while somebody has it nobody else in this process may begin an event loop."""
    with chromium() as found:
        yield found


@pytest.fixture(autouse=True)
def no_page_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Close what a test opened: a page that nobody looks at any more goes on drawing, and looking for a hall that is gone."""
    yield
    found: Browser | None = request.node.funcargs.get("browser")
    for context in found.contexts if found else ():
        context.close()
