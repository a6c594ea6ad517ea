# SPDX-License-Identifier: Apache-2.0
"""A speaking process, and a pack that it made: once for all tests of voices."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.voices.child import SpeakingChild
from devices.voices.installing import install, render
from devices.voices.packs import Pack, load_packs


@pytest.fixture(scope="session")
def speaking() -> Iterator[SpeakingChild]:
    """Give a speaking process that nobody harms."""
    child = SpeakingChild()
    yield child
    child.close()


@pytest.fixture(scope="session")
def rendered(speaking: SpeakingChild, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a Mandarin pack as the engine makes it."""
    folder = tmp_path_factory.mktemp("rendered") / "cmn"
    render(folder, "cmn", speaking)
    return folder


@pytest.fixture(scope="session")
def installed(rendered: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of packs in which it is installed."""
    packs = tmp_path_factory.mktemp("installed")
    install(rendered, packs)
    return packs


@pytest.fixture(scope="session")
def pack(installed: Path) -> Pack:
    """Give the installed pack."""
    return load_packs(installed)["cmn"]
