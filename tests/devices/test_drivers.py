# SPDX-License-Identifier: Apache-2.0
"""The table of drivers: each row can be opened, nothing is imported before it is needed."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from devices.drivers import DRIVERS, open_device, place_of
from devices.errors import UnknownDriver
from hallserver.core.jobs import DeviceSpec


@pytest.mark.parametrize("target", DRIVERS.values())
def test_each_driver_names_a_function(target: str) -> None:
    """A row with a slip of the pen would show only in the hall."""
    module, _, function = target.partition(":")

    assert callable(getattr(importlib.import_module(module), function))


def test_an_unknown_driver_is_named_with_those_there_are(tmp_path: Path) -> None:
    """Whoever set it up must see what to choose from."""
    with pytest.raises(UnknownDriver, match="no printer driver 'laser'; this agent has: pretend, escpos-network, escpos-file"):
        open_device(DeviceSpec(device="p", kind="printer", driver="laser"), tmp_path)


def test_the_address_is_split_from_its_options(tmp_path: Path) -> None:
    """One field in the set-up says it all."""
    spec = DeviceSpec(device="p", kind="printer", driver="escpos-network", address="10.0.0.9:9100?qr=picture&width=384")
    place = place_of(spec, tmp_path)

    assert (place.address, place.options, place.out) == ("10.0.0.9:9100", {"qr": "picture", "width": "384"}, tmp_path / "p")


def test_the_agent_starts_without_any_driver_library() -> None:
    """An agent with a voice alone must not need what prints, and python-escpos is slow to import."""
    program = "import sys, devices.agent; print([name for name in ('escpos', 'PIL', 'pyttsx3') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)

    assert done.stdout.strip() == "[]"
